//! What readers find on the built pages.

mod support;

use std::collections::BTreeSet;

use expect_test::expect;
use minutebook::plan::OutPath;
use support::{built, check_with, lines, options, page, pages, site};

/// The text of an element with this id, or of the whole page, tags taken out.
fn words(html: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' => {
                inside = false;
                out.push(' ');
            }
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn main_of(html: &str) -> String {
    let start = html.find("<main").expect("every page has a main part");
    let end = html.find("</main>").expect("which ends");
    words(&html[start..end])
}

const DEBRIEFING: &str = "
-- minutebook.yaml --
title: Test
base_url: https://example.org/
timezone: Asia/Shanghai
series: {s: {title: Debriefing, scale: four, reports_from: {kind: [village], post: secretary}}}
scales: {four: {good: Good, fairly-good: Fairly good, fair: Fair, poor: Poor}}
topics: {wells: {title: Wells}}
-- content/organizations/orchard.md --
---
name: Orchard
kind: village
order: 1
---
-- content/organizations/mill.md --
---
name: Mill
kind: village
order: 2
founded: 2021-06
---
-- content/organizations/quarry.md --
---
name: Quarry
kind: village
order: 3
dissolved: 2021-06
---
-- content/organizations/elsewhere.md --
---
name: Elsewhere
kind: community
---
-- content/people/li.md --
---
name: Li
roles: [{post: secretary, role: Secretary, organization: orchard, start: 2010, end: 2021-06-30}]
---
-- content/people/sun.md --
---
name: Sun
roles: [{post: secretary, role: Secretary, organization: orchard, start: 2021-07-01}]
---
-- content/meetings/y2020/index.md --
---
title: First debriefing
held: 2021-02-01
covers: 2020
series: s
published: 2021-02-03
chair: {name: Kong, role: chair}
assessment: {method: secret-ballot, visibility: full, ballots: {issued: 10, returned: 10, valid: 10}}
---
-- content/meetings/y2020/orchard.md --
---
title: Wells mended
secretary: li
topics: wells
ballots: {good: 7, fair: 2, abstain: 1}
grade: good
comment: Put a date to it.
commitments:
  - {id: roof, text: Mend the roof, due: 2021-12}
  - {id: sign, text: Paint the sign, due: 2021-12}
---
## Work done

Text.
-- content/meetings/y2021/index.md --
---
title: Second debriefing
held: 2022-02-01
covers: 2021
series: s
reports: {count: 3, items: [elsewhere]}
suggestions: {count: 3, items: [{number: 2, text: Second one}, {number: 3, text: Third one}, {number: 1, note: Not printed}]}
---
-- content/meetings/y2021/orchard.md --
---
secretary: sun
previous:
  - {ref: y2020/orchard/roof, status: done, note: Tiles laid, evidence: roof.txt}
---
-- content/meetings/y2021/roof.txt --
handed over
";

#[test]
fn the_matrix_says_who_reported_and_who_did_not() {
    let html = page(DEBRIEFING, "series/s/index.html");
    let start = html.find("<tbody").expect("a matrix");
    let end = html.find("</tfoot>").expect("with a foot");
    let rows: Vec<String> =
        html[start..end].split("<tr").skip(1).map(|row| words(&row[row.find('>').map_or(0, |at| at + 1)..])).collect();
    expect![[r#"
        Orchard 2 of 2 reports Sun 20 Good Li 21 Filed Sun
        Mill 0 of 1 reports 20 Not yet formed 21 Not filed
        Quarry 0 of 1 reports 20 Not filed 21 Dissolved
        Elsewhere 0 of 1 reports 20 No meeting 21 Named in the source
        Reports filed Ballots per secretary 1 of 2 10 voted 1 of 3
    "#]]
    .assert_eq(&(rows.join("\n") + "\n"));
}

#[test]
fn the_reports_filed_each_year_are_drawn_as_shares_of_those_due() {
    let html = page(DEBRIEFING, "series/s/index.html");
    let start = html.find("id=\"filed-by-year\"").expect("a chart");
    let chart = &html[start..start + html[start..].find("</section>").expect("its end")];
    assert_eq!(words(&chart[chart.find('>').expect("a tag") + 1..]), "Reports filed, by year 2020 1 of 2 2021 1 of 3");
    let heights: Vec<&str> =
        chart.split("y=\"").skip(1).map(|rect| &rect[..rect.find('"').expect("its end")]).collect();
    assert_eq!(heights, ["50%", "67%", "67%"]);
}

#[test]
fn reports_that_were_given_and_are_not_on_file_are_counted() {
    let main = main_of(&page(DEBRIEFING, "meetings/y2021/index.html"));
    assert!(main.contains("1 of 3 reports on file"), "{main}");
    assert!(main.contains("Elsewhere"), "{main}");
}

#[test]
fn a_suggestion_that_is_missing_keeps_its_place() {
    let main = main_of(&page(DEBRIEFING, "meetings/y2021/index.html"));
    assert!(main.contains("Three suggestions 1 Not printed 2 Second one 3 Third one"), "{main}");
}

#[test]
fn a_commitment_has_one_timeline_wherever_it_is_shown() {
    let pages = pages(&site(DEBRIEFING), &options());
    let shown = [
        "meetings/y2020/orchard/index.html",
        "meetings/y2021/orchard/index.html",
        "people/li/index.html",
        "organizations/orchard/index.html",
    ];
    for path in shown {
        let main = main_of(&String::from_utf8_lossy(&pages[path]));
        assert!(main.contains("Mend the roof"), "{path}: {main}");
        assert!(main.contains("Kept"), "{path}: {main}");
        assert!(main.contains("Tiles laid"), "{path}: {main}");
    }
    let tracker = main_of(&String::from_utf8_lossy(&pages["commitments/index.html"]));
    assert!(tracker.contains("Mend the roof Kept") && tracker.contains("Tiles laid"), "{tracker}");
    assert!(
        tracker.contains("Paint the sign No follow-up") && tracker.contains("Overdue since 31 December 2021"),
        "{tracker}"
    );
    assert!(pages.contains_key("meetings/y2021/roof.txt"));
}

#[test]
fn a_report_without_a_title_is_named_after_its_organization_and_year() {
    assert!(page(DEBRIEFING, "meetings/y2021/orchard/index.html").contains("<h1>Orchard: report for 2021</h1>"));
}

#[test]
fn every_anchor_that_a_link_may_name_is_on_its_page() {
    let pages = pages(&site(DEBRIEFING), &options());
    let has = |path: &str, ids: &[&str]| {
        let html = String::from_utf8_lossy(&pages[path]);
        for id in ids {
            assert!(html.contains(&format!("id=\"{id}\"")), "{path} has #{id}");
        }
    };
    has(
        "meetings/y2020/orchard/index.html",
        &["work-done", "comment", "commitments", "commitment-roof", "years", "source"],
    );
    has("meetings/y2020/index.html", &["reports", "assessment", "source"]);
    has("meetings/y2021/index.html", &["suggestions", "suggestion-1", "suggestion-3"]);
    has("people/li/index.html", &["terms", "reports", "commitments"]);
    has("organizations/orchard/index.html", &["terms", "reports", "commitments"]);
}

fn many_meetings(count: usize) -> String {
    let mut text = String::new();
    for number in 0..count {
        let day = jiff::civil::date(2020, 1, 1).checked_add(jiff::Span::new().days(number as i64)).expect("a day");
        text.push_str(&format!(
            "-- content/meetings/m{number:03}/index.md --\n---\ntitle: Meeting {number}\nheld: {day}\n---\n"
        ));
    }
    text
}

#[test]
fn a_new_meeting_changes_no_old_page_of_the_list() {
    let older = |count: usize| -> Vec<(String, Vec<u8>)> {
        let pages = pages(&site(&many_meetings(count)), &options());
        pages.into_iter().filter(|(path, _)| path.starts_with("meetings/page/")).collect()
    };
    let rows = |count: usize| page(&many_meetings(count), "meetings/index.html").matches("<h3").count();
    assert_eq!((older(59).len(), rows(59)), (0, 59));
    assert_eq!((older(60).len(), rows(60)), (1, 30));
    assert_eq!((older(61).len(), rows(61)), (1, 31));
    let main = |page: &(String, Vec<u8>)| main_of(&String::from_utf8_lossy(&page.1));
    assert_eq!(main(&older(60)[0]), main(&older(61)[0]));
}

/// Twelve meetings of a year in a series and under a topic, each with a report that promises something.
fn a_long_year() -> String {
    let mut text = "
-- minutebook.yaml --
title: Test
base_url: https://example.org/
paginate: 4
series: {s: {title: S}}
topics: {t: {title: T}}
-- content/organizations/o.md --
---
name: O
---
"
    .to_string();
    for month in 1..=24 {
        let (year, of_year) = (2020 + (month - 1) / 12, (month - 1) % 12 + 1);
        text += &format!(
            "-- content/meetings/m{month:02}/index.md --\n---\ntitle: M{month:02}\nheld: {year}-{of_year:02}-01\n\
             series: s\ntopics: [t]\n---\n-- content/meetings/m{month:02}/o.md --\n---\norganization: o\n\
             commitments: [{{id: c, text: Promise {month:02}}}]\n---\n"
        );
    }
    text
}

#[test]
fn every_long_list_has_pages_and_nothing_is_lost_between_them() {
    for theme in ["street-news", "plain"] {
        let text = a_long_year().replace("paginate: 4", &format!("paginate: 4\ntheme: {theme}"));
        let pages = pages(&site(&text), &options());
        let all = |address: &str, name: &str, most: usize| {
            let own =
                |path: &str| path == format!("{address}index.html") || path.starts_with(&format!("{address}page/"));
            let list: Vec<_> = pages.iter().filter(|(path, _)| own(path)).collect();
            assert!(list.len() > 1, "{theme}: {address} has one page");
            let mut found = BTreeSet::new();
            for (path, bytes) in list {
                let html = String::from_utf8_lossy(bytes);
                let here: BTreeSet<String> = (1..=24)
                    .map(|number| format!("{name}{number:02}"))
                    .filter(|words| html.contains(&format!("{words}<")))
                    .collect();
                assert!(!here.is_empty() && here.len() <= most, "{theme}: {path} lists {here:?}");
                found.extend(here);
            }
            found.len()
        };
        assert_eq!(all("archive/2020/", "M", 7), 12);
        assert_eq!(all("archive/2021/", "M", 7), 12);
        assert_eq!(all("topics/t/", "M", 7), 24);
        assert_eq!(all("series/s/", "M", 19), 24);
        assert_eq!(all("commitments/", "Promise ", 7), 24);
        // A page of the matrix has a column for each of its meetings.
        let older = String::from_utf8_lossy(&pages["series/s/page/1/index.html"]).into_owned();
        assert_eq!(older.matches("<th scope=\"col\"").count(), 11, "{theme}");
    }
}

#[test]
fn feeds_are_read_by_a_feed_reader() {
    let pages = pages(&site(DEBRIEFING), &options());
    let read = |path: &str| feed_rs::parser::parse(&pages[path][..]).unwrap_or_else(|error| panic!("{path}: {error}"));
    let feed = read("feed.xml");
    assert_eq!(feed.title.expect("a title").content, "Test");
    let entries: Vec<_> =
        feed.entries.iter().map(|entry| entry.title.as_ref().expect("a title").content.clone()).collect();
    assert_eq!(entries, ["Second debriefing", "First debriefing"]);
    // Midnight in Shanghai is four in the afternoon of the day before, in UTC.
    assert_eq!(feed.entries[1].published.expect("a date").to_rfc3339(), "2021-02-02T16:00:00+00:00");
    assert_eq!(feed.entries[1].links[0].href, "https://example.org/meetings/y2020/");
    assert_eq!(read("series/s/feed.xml").entries.len(), 4);
    assert_eq!(read("organizations/orchard/feed.xml").entries.len(), 2);
    assert_eq!(read("people/li/feed.xml").entries.len(), 1);
    assert_eq!(read("topics/wells/feed.xml").entries.len(), 1);
}

#[test]
fn the_sitemap_is_an_index_of_years() {
    let pages = pages(&site(DEBRIEFING), &options());
    let text = |path: &str| String::from_utf8_lossy(&pages[path]).into_owned();
    for part in ["sitemap-2021.xml", "sitemap-2022.xml", "sitemap-others.xml"] {
        assert!(text("sitemap.xml").contains(&format!("<loc>https://example.org/{part}</loc>")));
    }
    assert!(text("sitemap-2021.xml").contains("<loc>https://example.org/meetings/y2020/orchard/</loc>"));
    assert!(text("robots.txt").contains("Sitemap: https://example.org/sitemap.xml"));
}

const LANGUAGES: &str = "
-- minutebook.yaml --
title: Test
base_url: https://example.org/base/
languages: {zh-Hans: {title: 试}}
-- content/news/both.md --
---
title: Told twice
published: 2022-01-01
---
English text.
-- content/news/both.zh-Hans.md --
---
title: 两种语言
---
中文正文。
-- content/news/one.md --
---
title: Told once
published: 2022-01-02
---
Only English.
";

#[test]
fn every_address_exists_in_every_language() {
    let pages = pages(&site(LANGUAGES), &options());
    for (path, _) in pages.iter().filter(|(path, _)| path.ends_with("index.html") && !path.starts_with("zh-hans/")) {
        assert!(pages.contains_key(&format!("zh-hans/{path}")), "{path}");
    }
    let text = |path: &str| String::from_utf8_lossy(&pages[path]).into_owned();
    let chinese = text("zh-hans/news/both/index.html");
    assert!(chinese.contains("<html lang=\"zh-Hans\"") && chinese.contains("中文正文。"));
    assert!(chinese.contains("hreflang=\"en\" href=\"https://example.org/base/news/both/\""), "{chinese}");
    assert!(
        text("news/both/index.html")
            .contains("hreflang=\"zh-Hans\" href=\"https://example.org/base/zh-hans/news/both/\"")
    );

    let untold = text("zh-hans/news/one/index.html");
    assert!(untold.contains("Only English.") && untold.contains("lang=\"en\""));
    assert!(untold.contains("<link rel=\"canonical\" href=\"https://example.org/base/news/one/\">"), "{untold}");
    assert!(!text("zh-hans/feed.xml").contains("Told once") && text("zh-hans/feed.xml").contains("两种语言"));
    let sitemap = text("sitemap-2022.xml");
    assert!(sitemap.contains("base/zh-hans/news/both/") && !sitemap.contains("base/zh-hans/news/one/"));
}

#[test]
fn links_inside_the_site_are_relative_and_404_is_not() {
    let pages = pages(&site(LANGUAGES), &options());
    let text = |path: &str| String::from_utf8_lossy(&pages[path]).into_owned();
    assert!(text("news/one/index.html").contains("href=\"../../assets/style.css"));
    assert!(text("index.html").contains("href=\"assets/style.css"));
    assert!(text("404.html").contains("href=\"/base/assets/style.css"));
}

#[test]
fn a_photo_has_its_size_on_the_page_and_stands_beside_it() {
    let mut memory = site(
        "
-- content/meetings/a/index.md --
---
title: A
held: 2022
photos: [{file: hall.png, alt: A hall, caption: The *hall*, credit: Li}]
---
![Another](hall.png)
",
    );
    let png = support::photo::of_text(b"words");
    memory.insert("content/meetings/a/hall.png", png.clone());
    let pages = pages(&memory, &options());
    let html = String::from_utf8_lossy(&pages["meetings/a/index.html"]).into_owned();
    assert_eq!(html.matches("width=\"5\" height=\"1\"").count(), 2, "{html}");
    assert!(html.contains("The <em>hall</em>") && html.contains("alt=\"A hall\""));
    assert_eq!(pages["meetings/a/hall.png"], png);
}

#[test]
fn a_link_leads_to_a_file_whatever_its_name_is() {
    let mut memory = site(
        "
-- content/meetings/a/index.md --
---
title: A
held: 2022
attachments: ['50% of #1, done?.pdf', 决议.pdf]
---
[The paper](50%25%20of%20%231,%20done%3F.pdf)
",
    );
    memory.insert("content/meetings/a/50% of #1, done?.pdf", b"paper".to_vec());
    memory.insert("content/meetings/a/决议.pdf", b"paper".to_vec());
    let pages = pages(&memory, &options());
    let html = String::from_utf8_lossy(&pages["meetings/a/index.html"]).into_owned();
    let link = "href=\"../../meetings/a/50%25%20of%20%231,%20done%3F.pdf\"";
    assert_eq!(html.matches(link).count(), 2, "{html}");
    assert!(html.contains("href=\"../../meetings/a/决议.pdf\""), "{html}");
    assert!(pages.contains_key("meetings/a/50% of #1, done?.pdf"));
}

#[test]
fn a_place_is_told_as_the_language_has_it_in_which_it_is_written() {
    let text = "
-- minutebook.yaml --
title: T
base_url: https://example.org/
languages: {zh-Hans: {title: 测试}}
-- content/meetings/a/index.md --
---
title: A
held: 2022-01-02
place: {name: River hall, room: Large room}
---
-- content/meetings/b/index.md --
---
title: B
held: 2022-01-03
place: {name: River hall, room: Large room}
---
-- content/meetings/b/index.zh-Hans.md --
---
title: 乙
place: {name: 河滨礼堂, room: 大会议室}
---
";
    assert!(main_of(&page(text, "zh-hans/meetings/a/index.html")).contains("地点 Large room, River hall"));
    assert!(main_of(&page(text, "zh-hans/meetings/b/index.html")).contains("地点 河滨礼堂大会议室"));
}

#[test]
fn old_addresses_send_their_readers_on() {
    let text = "
-- content/news/new-name.md --
---
title: A
published: 2022-01-01
aliases: [/2019/old-name/, old.html]
---
";
    let html = page(text, "2019/old-name/index.html");
    assert!(html.contains("href=\"../../news/new-name/\""), "{html}");
    assert!(page(text, "old.html").contains("url=news/new-name/"));
}

/// Something hostile in every text that a record has.
#[test]
fn nothing_that_could_run_reaches_a_page() {
    let bad = "<script>alert(1)</script><img src=x onerror=alert(1)> [go](https://example.org/) \"'><b onclick=x>";
    let quoted = format!("\"{}\"", bad.replace('"', "\\\""));
    let text = format!(
        "
-- minutebook.yaml --
title: {quoted}
tagline: {quoted}
base_url: https://example.org/
topics: {{t: {{title: {quoted}, about: {quoted}}}}}
series: {{s: {{title: {quoted}, scale: g}}}}
scales: {{g: {{good: {quoted}}}}}
-- content/people/li.md --
---
name: {quoted}
other_names: {quoted}
roles: [{{post: secretary, role: {quoted}}}]
---
{bad}
-- content/organizations/o.md --
---
name: {quoted}
kind: {quoted}
---
{bad}
-- content/meetings/m/index.md --
---
title: {quoted}
held: 2022-01-01
summary: {quoted}
place: {quoted}
chair: {{name: {quoted}, role: {quoted}}}
present: {{group: {quoted}}}
agenda: [{quoted}]
suggestions: [{quoted}]
emphasis: [{quoted}]
decisions: [{quoted}]
series: s
topics: t
source: {{title: {quoted}, name: {quoted}, url: {quoted}, language: {quoted}, notes: [{quoted}]}}
corrections: [{{date: 2022, text: {quoted}}}]
review: [{{level: {quoted}, by: {{name: {quoted}}}}}]
assessment: {{by: {quoted}, subject: {quoted}, visibility: full}}
---
{bad}

{bad}
-- content/meetings/m/r.md --
---
title: {quoted}
secretary: li
organization: o
comment: {quoted}
problems: [{{text: {quoted}, cause: {quoted}}}]
ballots: {{good: 1}}
grade: good
commitments: [{{id: one, text: {quoted}, updates: [{{date: 2022, text: {quoted}, evidence: {quoted}}}]}}]
---
{bad}
"
    );
    let memory = site(&text);
    let (built, found) = built(&memory, &options());
    assert!(!minutebook::build::has_errors(&found), "{}", lines(&memory, &found));
    let mut seen = 0;
    for (path, content) in built.paths() {
        let bytes =
            built.write(path, content, &memory).unwrap_or_else(|failure| panic!("{}: {failure:?}", path.as_str()));
        let html = String::from_utf8_lossy(&bytes);
        if path.as_str().ends_with(".html") || path.as_str().ends_with(".xml") {
            seen += usize::from(html.contains("alert(1)"));
            for tag in ["<script>", "<img src=x", "<b onclick", "onerror=alert(1)>"] {
                assert!(!html.contains(tag), "{}: {tag}", path.as_str());
            }
        }
    }
    assert!(seen > 10, "the hostile words are shown as words, on {seen} pages");
}

#[test]
fn a_site_changes_one_file_of_the_theme() {
    let text = "
-- content/news/a.md --
---
title: A
published: 2022-01-01
---
-- themes/street-news/templates/404.html --
<!doctype html><title>{{ frame.site }}</title>
-- themes/street-news/i18n/en.ftl --
front-page = Start
";
    assert_eq!(page(text, "404.html").trim(), "<!doctype html><title>Test</title>");
}

#[test]
fn a_field_that_the_view_lacks_is_pointed_at() {
    let text = "
-- themes/street-news/templates/404.html --
<p>{{ frame.titel }}</p>
{% for link in links %}{% if link.titel %}{{ link.url }}{% endif %}{% endfor %}
";
    check_with(
        text,
        &options(),
        expect![[r#"
            themes/street-news/templates/404.html:1:13 error[template-field] `frame` has no field `titel` (did you mean `title`?)
            themes/street-news/templates/404.html:2:35 error[template-field] `link` has no field `titel` (did you mean `title`?)
        "#]],
    );
}

#[test]
fn a_template_that_cannot_be_read_is_pointed_at() {
    let text = "
-- themes/street-news/templates/404.html --
<p>
{% if %}
";
    let memory = site(text);
    let (_, found) = built(&memory, &options());
    let lines = lines(&memory, &found);
    assert!(lines.starts_with("themes/street-news/templates/404.html:2:"), "{lines}");
}

#[test]
fn templates_that_include_each_other_are_named() {
    let text = "
-- themes/street-news/templates/404.html --
{% include \"a.html\" %}
-- themes/street-news/templates/a.html --
{% include \"404.html\" %}
";
    let memory = site(text);
    let (_, found) = built(&memory, &options());
    let lines = lines(&memory, &found);
    assert!(lines.contains("error[template]") && lines.contains("includes itself"), "{lines}");
}

#[test]
fn a_word_that_the_theme_lacks_is_named_with_its_place() {
    let memory = site(
        "
-- themes/street-news/templates/404.html --
<p>{{ t(key=\"no-such-word\") }}</p>
",
    );
    let (site, _) = built(&memory, &options());
    let (path, content) = site.plan.paths.get_key_value(&OutPath::of("404.html")).expect("it is planned");
    let failure = format!("{:?}", site.write(path, content, &memory).expect_err("the word is unknown"));
    assert!(failure.contains("no word for `no-such-word`") && failure.contains("404.html"), "{failure}");
}

#[test]
fn a_site_s_first_day_has_every_page() {
    let pages = pages(&site(""), &options());
    for path in [
        "index.html",
        "meetings/index.html",
        "people/index.html",
        "commitments/index.html",
        "archive/index.html",
        "feed.xml",
    ] {
        assert!(pages.contains_key(path), "{path}");
    }
}
