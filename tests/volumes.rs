//! A volume: a meeting and all its reports as one document.

mod support;

use std::collections::BTreeSet;

use minutebook::source::Memory;
use support::{check_diagnostics, options, page, pages, site};

const SITE: &str = "
-- minutebook.yaml --
title: Test
base_url: https://example.org/
languages: {zh-Hans: {title: 测试}}
markdown: {raw_html: sanitize}
paginate: 1
series: {s: {title: Debriefing, scale: levels, reports_from: {kind: village, post: secretary}}}
scales: {levels: {best: Best, worst: Worst}}
checks: {missing-word: off}
-- content/organizations/orchard.md --
---
name: Orchard
kind: village
---
-- content/organizations/mill.md --
---
name: The \"Mill\"
kind: village
---
-- content/organizations/mill.zh-Hans.md --
---
name: 磨坊
---
-- content/people/chen.md --
---
name: Chen
---
-- content/meetings/a/index.md --
---
title: The meeting
held: 2022-02-25
covers: 2021
series: s
chair: chen
decisions: [Build it]
suggestions: [Paint it]
assessment: {result: {best: 900009}, visibility: withheld}
---
## Orchard

See [above](#orchard), [the mill](mill.md), [its road](mill.md#commitment-road), [its sources](mill.md#source),
[what it did](mill.md#what-was-done) and [the drawing](hall.png).[^1]

[^1]: Of the meeting.
-- content/meetings/a/hall.png --
no image
-- content/meetings/a/index.zh-Hans.md --
---
title: 会议
---
## 正文

文。
-- content/meetings/a/orchard.md --
---
secretary: chen
organization: orchard
order: 2
ballots: {best: 100001, worst: 200002}
grade: worst
problems: [Rain]
comment: Fine
commitments: [{id: road, text: Mend the road, due: 2022-12-31}, {id: gate, text: Mend the gate, updates: [{date: 2022-06-01, status: done, evidence: seen}]}]
---
# What was done

Roads.[^1] <b id=\"what-was-done-2\">Bold</b> [What was decided](index.md#decision-1), [the meeting](index.md).

## Small things

[^1]: Of the orchard.
-- content/meetings/a/mill.md --
---
secretary: chen
organization: mill
order: 1
commitments: [{id: road, text: Sweep the road}]
---
## What was done

[Up](#what-was-done), [road](#commitment-road), [sources](#source).[^1]

[^1]: Of the mill.
-- content/meetings/a/mill.zh-Hans.md --
---
title: 磨坊的一年
---
## 做了什么

扫路。
-- content/meetings/a/gone.md --
---
title: What is gone
secretary: {name: Canarysecretary}
withdrawn: {date: 2023-01-01, reason: Wrong names}
---
Canarytext
-- content/meetings/a/later.md --
---
title: Canarydraft
organization: orchard
draft: true
---
-- content/meetings/b/index.md --
---
title: The next
held: 2023-02-25
---
-- content/meetings/b/orchard.md --
---
organization: orchard
---
-- content/meetings/c/index.md --
---
title: Without reports
held: 2024-02-25
---
";

const VOLUME: &str = "meetings/a/volume/index.html";

/// The values of an attribute, in the order of the page.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    html.split(&start).skip(1).filter_map(|rest| Some(rest.split_once('"')?.0)).collect()
}

/// The places of words on a page, which come in this order.
#[track_caller]
fn in_order(html: &str, words: &[&str]) {
    let mut from = 0;
    for word in words {
        let Some(at) = html[from..].find(word) else { panic!("no `{word}` after {from} in\n{html}") };
        from += at;
    }
}

#[test]
fn a_volume_holds_the_meeting_and_its_reports_in_speaking_order() {
    let html = page(SITE, VOLUME);
    in_order(
        &html,
        &[
            "<h1>The meeting</h1>",
            "Contents",
            "href=\"#page.index\"",
            "href=\"#page.mill\"",
            "href=\"#page.orchard\"",
            "href=\"#page.gone\"",
            "href=\"#commitments\"",
            "id=\"page.index\"",
            "<h3 id=\"index.orchard\">Orchard</h3>",
            "id=\"index.decision-1\"",
            "id=\"page.mill\"",
            "<h3 id=\"mill.what-was-done\">What was done</h3>",
            "id=\"page.orchard\"",
            "<h3 id=\"orchard.what-was-done\">What was done</h3>",
            "<h4 id=\"orchard.small-things\">Small things</h4>",
            "id=\"orchard.problem-1\"",
            "id=\"orchard.commitment-road\"",
            "id=\"page.gone\"",
            "id=\"commitments\"",
            "href=\"#orchard.commitment-road\"",
        ],
    );
    // What is done is not open.
    let open = html.split("id=\"commitments\"").nth(1).unwrap();
    assert!(open.contains("Mend the road") && !open.contains("Mend the gate"), "{open}");
}

#[test]
fn anchors_are_unique_and_links_stay_within_the_volume() {
    for theme in ["street-news", "plain"] {
        let text = SITE.replace("paginate: 1", &format!("paginate: 1\ntheme: {theme}"));
        let html = page(&text, VOLUME);
        let ids = values(&html, "id");
        let unique: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len(), "{ids:?}");
        let here: Vec<&str> = values(&html, "href").into_iter().filter_map(|link| link.strip_prefix('#')).collect();
        for anchor in &here {
            assert!(unique.contains(anchor), "{theme}: #{anchor} leads nowhere");
        }
        let followed = [
            "index.orchard",
            "mill.commitment-road",
            "mill.what-was-done",
            "index.decision-1",
            "page.index",
            "index.1",
            "mill.1",
            "orchard.1",
        ];
        for anchor in followed {
            assert!(here.contains(&anchor), "{theme}: nothing leads to #{anchor} among {here:?}");
        }
        // The sections of a page are not in the volume, and raw HTML has its anchors like the rest.
        assert!(html.contains("href=\"../../../meetings/a/mill/#source\""));
        assert!(html.contains("id=\"orchard.what-was-done-2\""));
        assert!(html.contains("href=\"../../../meetings/a/hall.png\""));
    }
}

#[test]
fn a_record_keeps_its_anchors_on_its_own_page() {
    let html = page(SITE, "meetings/a/mill/index.html");
    for expected in ["<h2 id=\"what-was-done\">", "href=\"#what-was-done\"", "href=\"#1\"", "id=\"commitment-road\""] {
        assert!(html.contains(expected), "{expected}");
    }
}

#[test]
fn grades_are_in_a_volume_as_far_as_they_are_public() {
    let shown = |visibility: &str, number: &str| {
        page(&SITE.replace("visibility: withheld", &format!("visibility: {visibility}")), VOLUME).contains(number)
    };
    for (visibility, expected) in [("withheld", [false, false]), ("summary", [true, false]), ("full", [true, true])] {
        assert_eq!([shown(visibility, "900009"), shown(visibility, "100001")], expected, "{visibility}");
    }
}

#[test]
fn of_a_withdrawn_report_a_volume_has_the_notice_and_of_a_draft_nothing() {
    let html = page(SITE, VOLUME);
    in_order(&html, &["id=\"page.gone\"", "What is gone", "Withdrawn on 1 January 2023", "Wrong names"]);
    let leaves = page(SITE, "meetings/a/volume/leaves.css");
    for text in [&html, &leaves] {
        assert!(!text.contains("anary") && !text.contains("later"), "{text}");
    }
}

#[test]
fn the_volume_of_a_withdrawn_meeting_is_its_notice() {
    let text = SITE.replace("series: s\nchair", "series: s\nwithdrawn: {date: 2023-06-01, reason: Wrong hall}\nchair");
    let site = pages(&site(&text), &options());
    let html = String::from_utf8(site[VOLUME].clone()).unwrap();
    assert!(html.contains("Withdrawn on 1 June 2023") && html.contains("Wrong hall"), "{html}");
    assert!(!html.contains("Roads") && !html.contains("Build it") && !html.contains("Chen"), "{html}");
    assert!(!site.contains_key("meetings/a/volume/leaves.css"));
}

#[test]
fn a_volume_in_another_language_says_what_is_not_translated() {
    let html = page(SITE, "zh-hans/meetings/a/volume/index.html");
    in_order(
        &html,
        &[
            "2021年度汇编",
            "<h1>会议</h1>",
            "目录",
            "<h3 id=\"index.正文\">",
            "磨坊的一年",
            "<h3 id=\"mill.做了什么\">",
            "lang=\"en\"",
            "本条记录尚未译成中文，以英文显示。",
            "<h3 id=\"orchard.what-was-done\">",
        ],
    );
    let leaves = page(SITE, "zh-hans/meetings/a/volume/leaves.css");
    assert!(leaves.contains("content: \"1　磨坊\"") && leaves.contains("content: \"测试2021年度汇编\""), "{leaves}");
}

#[test]
fn every_leaf_is_named_in_the_style_sheet_of_the_volume() {
    let html = page(SITE, VOLUME);
    let leaves = page(SITE, "meetings/a/volume/leaves.css");
    let classes = values(&html, "class").into_iter().flat_map(str::split_whitespace);
    let named: Vec<&str> = classes.filter(|class| class.starts_with("leaf-")).collect();
    assert_eq!(named, ["leaf-contents", "leaf-meeting", "leaf-1", "leaf-2", "leaf-3", "leaf-commitments"]);
    for name in named {
        assert!(leaves.contains(&format!(".{name} {{ page: {name} }}\n@page {name} {{")), "{name}: {leaves}");
    }
    assert!(leaves.contains("@top-right { content: \"1 · The \\\"Mill\\\"\" }"), "{leaves}");
    assert!(values(&html, "href").iter().any(|link| link.starts_with("../../../meetings/a/volume/leaves.css?v=")));
}

#[test]
fn a_volume_is_found_through_its_meeting_and_not_by_search_engines() {
    let site = pages(&site(SITE), &options());
    let text = |path: &str| String::from_utf8(site[path].clone()).unwrap();
    let volume = text(VOLUME);
    assert!(volume.contains("<meta name=\"robots\" content=\"noindex\">"));
    assert!(volume.contains("<link rel=\"canonical\" href=\"https://example.org/meetings/a/volume/\">"));
    for path in site.keys().filter(|path| path.ends_with(".xml")) {
        assert!(!text(path).contains("/volume/"), "{path}");
    }
    assert!(text("sitemap-others.xml").contains("https://example.org/volumes/"));
    assert!(text("meetings/a/index.html").contains("href=\"../../meetings/a/volume/\""));
    assert!(text("series/s/index.html").contains("href=\"../../meetings/a/volume/\""));
    assert!(!text("meetings/c/index.html").contains("/volume/"));
    assert!(!site.contains_key("meetings/c/volume/index.html"));
}

#[test]
fn volumes_are_listed_with_the_oldest_on_the_first_page() {
    let (newest, oldest) = (page(SITE, "volumes/index.html"), page(SITE, "volumes/page/1/index.html"));
    assert!(newest.contains("The next") && !newest.contains("The meeting"), "{newest}");
    assert!(oldest.contains("href=\"../../../meetings/a/volume/\">The meeting</a>"), "{oldest}");
    let none = page("-- minutebook.yaml --\ntitle: T\nbase_url: https://example.org/\n", "volumes/index.html");
    assert!(none.contains("There are no volumes yet"), "{none}");
}

#[test]
fn a_site_links_to_volumes_by_their_address() {
    let with = |link: &str| format!("{SITE}-- content/pages/p.md --\n---\ntitle: P\n---\n[Volume]({link})\n");
    let found: Memory = site(&with("/meetings/a/volume/"));
    assert!(pages(&found, &options()).contains_key("p/index.html"));
    check_diagnostics(
        "
-- content/meetings/a/index.md --
---
title: A
held: 2022-02-25
---
-- content/meetings/a/volume.md --
---
title: V
---
",
        expect_test::expect![[r#"
            content/meetings/a/index.md:1:1 error[duplicate-route] `/meetings/a/volume/index.html` is already the address of `content/meetings/a/volume.md` (rename one of the two)
            content/meetings/a/volume.md:1:1 error[bad-id] `volume` cannot be the id of a report: the site needs this name for itself (rename the file; ids are lower-case letters, digits and `-`)
            content/meetings/a/volume.md:2:1 error[missing-key] nothing says whose report this is (add `secretary: ` or `organization: ` and an id)
        "#]],
    );
}
