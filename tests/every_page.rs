//! What holds for every page of a site, whatever is written in its records.

mod support;

use std::collections::{BTreeMap, BTreeSet};

use expect_test::expect;
use minutebook::build::{Options, has_errors};
use minutebook::source::{Disk, Read, list};
use minutebook::view::Links;
use support::{built, check_diagnostics, lines, options, page, pages, site};

/// A start tag with its attributes; what is written without quotes or value counts too.
#[derive(Debug)]
struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// The start tags of a page, read as a browser reads them (HTML, 13.2.5).
fn tags(html: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, rest)| rest);
        } else if rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '/' | '>')).unwrap_or(rest.len());
            let name = rest[..end].to_ascii_lowercase();
            let (attributes, after) = attributes(&rest[end..]);
            rest = after;
            // What stands in these is text up to their end.
            if matches!(name.as_str(), "script" | "style") {
                rest = rest.find(&format!("</{name}")).map_or("", |at| &rest[at..]);
            }
            tags.push(Tag { name, attributes });
        }
    }
    tags
}

fn attributes(text: &str) -> (Vec<(String, String)>, &str) {
    let mut found = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        match rest.strip_prefix('>') {
            Some(after) => return (found, after),
            None if rest.is_empty() => return (found, rest),
            None => {}
        }
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '/' | '>')).unwrap_or(rest.len());
        let name = rest[..end.max(1)].to_ascii_lowercase();
        rest = rest[end.max(1)..].trim_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=').map(str::trim_start) {
            (value, rest) = match after.chars().next() {
                Some(quote @ ('"' | '\'')) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
                _ => after.split_at(after.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(after.len())),
            };
        }
        let value = value.replace("&quot;", "\"").replace("&#39;", "'").replace("&#x27;", "'");
        found
            .push((name, value.replace("&lt;", "<").replace("&gt;", ">").replace("&#x2F;", "/").replace("&amp;", "&")));
    }
}

type Site = BTreeMap<String, Vec<u8>>;

fn html_pages(site: &Site) -> impl Iterator<Item = (&str, Vec<Tag>)> {
    let is_page = |(path, _): &(&String, &Vec<u8>)| path.ends_with(".html");
    site.iter().filter(is_page).map(|(path, bytes)| {
        let html = std::str::from_utf8(bytes).unwrap_or_else(|_| panic!("{path} is not UTF-8"));
        (path.as_str(), tags(html))
    })
}

/// The file that a link on the page at `from` leads to, and the anchor; `None` leads away.
fn target(from: &str, link: &str, base_url: &str) -> Option<(String, Option<String>)> {
    let base_path = &base_url["https://example.org".len()..];
    let (link, anchor) = match link.split_once('#') {
        Some((link, anchor)) => (link, Some(anchor.to_string())),
        None => (link, None),
    };
    let link = link.split('?').next().unwrap_or_default();
    let path = match link.strip_prefix(base_url).or(link.strip_prefix(base_path)) {
        Some(path) => path.to_string(),
        None if link.contains(':') => return None,
        None => {
            let mut parts: Vec<&str> = from.split('/').collect();
            if !link.is_empty() {
                parts.pop();
            }
            for part in link.split('/') {
                match part {
                    ".." => assert!(parts.pop().is_some(), "{from}: `{link}` leads out of the site"),
                    "." => {}
                    "" if link.is_empty() => {}
                    part => parts.push(part),
                }
            }
            // A link to a folder keeps its slash.
            parts.join("/") + if link.ends_with("..") || link == "." { "/" } else { "" }
        }
    };
    let path = percent_encoding::percent_decode_str(&path).decode_utf8().expect("addresses are UTF-8").into_owned();
    Some((if path.is_empty() || path.ends_with('/') { path + "index.html" } else { path }, anchor))
}

/// Every link of every page that leads nowhere.
fn dead_links(site: &Site, base_url: &str) -> Vec<String> {
    let ids: BTreeMap<&str, BTreeSet<String>> = html_pages(site)
        .map(|(path, tags)| (path, tags.iter().filter_map(|tag| tag.get("id")).map(str::to_string).collect()))
        .collect();
    let mut dead = Vec::new();
    for (path, tags) in html_pages(site) {
        let sets = tags.iter().filter_map(|tag| tag.get("srcset")).flat_map(|set| set.split(", "));
        let links = tags.iter().flat_map(|tag| [tag.get("href"), tag.get("src")]).flatten();
        // Behind an address stands how wide it is.
        let links = links.chain(sets.map(|candidate| candidate.split(' ').next().unwrap_or_default()));
        for link in links {
            let Some((to, anchor)) = target(path, link, base_url) else { continue };
            let has = |anchor: &String| ids.get(to.as_str()).is_some_and(|ids| ids.contains(anchor));
            if !site.contains_key(&to) || anchor.as_ref().is_some_and(|anchor| !anchor.is_empty() && !has(anchor)) {
                dead.push(format!("{path}: {link}"));
            }
        }
    }
    dead
}

/// One of each kind of page, in two languages, under a path, with names that need escaping.
const TOWN: &str = "
-- minutebook.yaml --
title: Test
tagline: A & B
base_url: https://example.org/base/
languages: {zh-Hans: {title: 测试}}
paginate: 1
timezone: Asia/Shanghai
publisher: {organization: orchard, contact: 'mailto:a@example.org'}
menu: [meetings, reports, series/s, commitments, news, organizations, people, topics, archive, corrections]
topics: {roads: {title: {en: Roads, zh-Hans: 道路}}}
series: {s: {title: Debriefing, scale: four, reports_from: {kind: village, post: secretary}}}
scales: {four: {good: Good, fair: Fair}}
-- content/organizations/orchard.md --
---
name: Orchard
kind: village
---
-- content/organizations/磨坊.md --
---
name: 磨坊
kind: village
parent: orchard
---
-- content/people/chen.md --
---
name: Chen
roles: [{post: secretary, organization: orchard, start: 2015}]
photo: {file: chen.png, alt: Chen}
---
-- content/people/chen.png --
no image
-- content/meetings/a/index.md --
---
title: A
held: 2022-02-25
covers: 2021
series: s
topics: [roads]
chair: chen
organizer: orchard
decisions: [One]
suggestions: [Two]
emphasis: [Three]
photos: [{file: 'hall 1.png', alt: A hall}]
attachments: [scan.pdf]
assessment: {visibility: full}
corrections: [{date: 2023-01-01, text: Mended}]
---
## One

[Chen](/people/chen.md), [the report](orchard.md#commitment-road), [here](#one), [a decision](#decision-1),
[topics](/topics/), [mill](/organizations/磨坊.md), [scan](scan.pdf), ![hall](<hall 1.png>)
-- content/meetings/a/index.zh-Hans.md --
---
title: 会
---
## 一

[陈](/people/chen.md), [报告](orchard.md#commitment-road)
-- content/meetings/a/hall 1.png --
no image
-- content/meetings/a/scan.pdf --
A scan
-- content/meetings/a/orchard.md --
---
secretary: chen
ballots: {good: 3, fair: 1}
grade: good
problems: [One]
comment: Fine
commitments: [{id: road, text: A road, due: 2022-12-31}]
---
-- content/meetings/b/index.md --
---
title: B
held: 2023-02-25
covers: 2022
series: s
minutes: {status: adopted, adopted_at: c}
---
-- content/meetings/b/orchard.md --
---
secretary: chen
previous: [{ref: a/orchard/road, status: done, note: Built, evidence: road.pdf}]
---
-- content/meetings/b/road.pdf --
A road
-- content/meetings/c/index.md --
---
title: C
held: 2024-12-31
---
-- content/news/n.md --
---
title: N
published: 2024-05-04 09:00
about: [a]
topics: roads
aliases: [/old/, /older/page.html]
---
[The meeting](../meetings/a/index.md#one)
-- content/news/o.md --
---
title: O
published: 2024-05-05
withdrawn: {date: 2024-05-06, reason: '[Wrong](/news/n.md)'}
---
-- content/pages/about.md --
---
title: About
menu: 1
---
";

#[test]
fn every_link_of_every_page_leads_somewhere() {
    for links in [Links::Folders, Links::Files] {
        let site = pages(&site(TOWN), &Options { links, ..options() });
        assert!(html_pages(&site).count() > 60);
        assert_eq!(dead_links(&site, "https://example.org/base/"), [""; 0], "{links:?}");
    }
}

/// The repository is a site itself: the one that people look at first.
#[test]
fn every_link_of_the_example_leads_somewhere() {
    let disk = Disk { root: env!("CARGO_MANIFEST_DIR").into() };
    let (site, found) = minutebook::build::build(&list(&disk).unwrap(), &disk, &options()).unwrap();
    assert!(!has_errors(&found), "{found:#?}");
    let base_url = site.archive.config.base_url().to_string();
    let read: &dyn Read = &disk;
    let pages: Site = site
        .paths()
        .map(|(path, content)| (path.as_str().to_string(), site.write(path, content, read).unwrap()))
        .collect();
    let here = dead_links(&pages, &base_url);
    assert_eq!(here, [""; 0]);
}

#[test]
fn a_text_links_to_headings_of_its_own_language() {
    check_diagnostics(
        "
-- minutebook.yaml --
title: T
base_url: https://example.org/
languages: {de: {title: T}}
checks: {missing-word: off}
-- content/pages/a.md --
---
title: A
---
## One

[to one](#one), [to eins](#eins)
-- content/pages/a.de.md --
---
title: A
---
## Eins

[zu one](#one), [zu eins](#eins)
",
        expect![[r#"
            content/pages/a.de.md:6:10 error[dead-anchor] this page has no anchor `#one` (an anchor is a heading's words in lower case, with `-` between them)
            content/pages/a.md:6:27 error[dead-anchor] this page has no anchor `#eins` (an anchor is a heading's words in lower case, with `-` between them)
        "#]],
    );
}

#[test]
fn a_search_for_dead_links_finds_them() {
    let site = Site::from([(
        "a/index.html".to_string(),
        br##"<a href="../b/">b</a> <a href="#c"><img src='d e.png'>"##.to_vec(),
    )]);
    assert_eq!(
        dead_links(&site, "https://example.org/"),
        ["a/index.html: ../b/", "a/index.html: #c", "a/index.html: d e.png"]
    );
}

#[test]
fn every_page_has_one_headline_a_language_and_sound_anchors() {
    for (path, tags) in html_pages(&pages(&site(TOWN), &options())) {
        let is_redirect = tags.iter().any(|tag| tag.get("http-equiv") == Some("refresh"));
        let count = |name: &str| tags.iter().filter(|tag| tag.name == name).count();
        assert!(count("h1") == 1 || is_redirect, "{path} has {} h1", count("h1"));
        assert!(count("main") == 1 || is_redirect, "{path} has {} main", count("main"));
        assert!(count("title") == 1, "{path}");
        let html = tags.iter().find(|tag| tag.name == "html").expect("a page has a root");
        let language = if path.starts_with("zh-hans/") { "zh-Hans" } else { "en" };
        assert_eq!(html.get("lang"), Some(language), "{path}");
        let mut ids = BTreeSet::new();
        for id in tags.iter().filter_map(|tag| tag.get("id")) {
            assert!(ids.insert(id), "{path}: #{id} stands twice");
        }
        for image in tags.iter().filter(|tag| tag.name == "img") {
            assert!(image.get("alt").is_some(), "{path}: {image:?}");
        }
        let mut level = 0;
        for heading in tags.iter().filter_map(|tag| tag.name.strip_prefix('h')?.parse::<u32>().ok()) {
            assert!(heading <= level + 1, "{path}: h{heading} after h{level}");
            level = heading;
        }
    }
}

/// Hostile words for each place of HTML: between tags, in attributes of either quote, in addresses.
const HOSTILE: &str = "</title></textarea><script>alert(1)</script><svg/onload=alert(1)>\\\" onclick=\\\"alert(1)\\\" ' onfocus='alert(1)' --> ]]> {{ frame }} [a](<https://example.org/\\\"onclick=alert(1)>)";

#[test]
fn no_words_of_a_record_become_markup_that_runs() {
    let mut text = TOWN.to_string();
    for words in [
        "title: Test",
        "tagline: A & B",
        "title: Debriefing",
        "{good: Good",
        "name: Orchard",
        "name: Chen",
        "title: A\n",
        "decisions: [One",
        "suggestions: [Two",
        "emphasis: [Three",
        "alt: A hall",
        "alt: Chen",
        "text: Mended",
        "problems: [One",
        "comment: Fine",
        "text: A road",
        "note: Built",
        "title: N\n",
        "title: About",
        "reason: '[Wrong](/news/n.md)'",
        "contact: 'mailto:a@example.org'",
    ] {
        assert!(text.contains(words), "{words}");
        let (key, value) = words.split_once(": ").or(words.split_once(": [")).expect("a key and a value");
        let opening = if value.starts_with('[') { "[" } else { "" };
        let end = if words.ends_with('\n') { "\n" } else { "" };
        text = text.replace(words, &format!("{key}: {opening}\"{HOSTILE}\"{end}"));
    }
    let body = HOSTILE.replace("\\\"", "\"");
    text = text.replace(
        "## One\n",
        &format!("## One {body}\n\n{body}\n\n```{body}\n{body}\n```\n\n![{body}](scan.pdf '{body}')\n"),
    );
    // An anchor is made of the heading's words, which are others now.
    text = text.replace(", [here](#one)", "").replace("index.md#one", "index.md");
    for raw_html in ["escape", "sanitize"] {
        let memory = site(&text.replace("paginate: 1", &format!("paginate: 1\nmarkdown: {{raw_html: {raw_html}}}")));
        let site = pages(&memory, &options());
        let mut seen = 0;
        for (path, tags) in html_pages(&site) {
            seen += usize::from(String::from_utf8_lossy(&site[path]).contains("alert(1)"));
            for tag in &tags {
                let bare = tag.name == "script" && tag.get("src").is_none_or(|src| src.contains("alert"));
                assert!(!bare, "{path}: {tag:?}");
                for (name, value) in &tag.attributes {
                    assert!(!name.starts_with("on"), "{path}: {tag:?}");
                    let value = value.trim_start().to_ascii_lowercase();
                    assert!(!value.starts_with("javascript:") && !value.starts_with("data:text"), "{path}: {tag:?}");
                }
            }
        }
        assert!(seen > 40, "the words are shown as words on {seen} pages");
        for path in ["feed.xml", "series/s/feed.xml", "topics/roads/feed.xml"] {
            feed_rs::parser::parse(&site[path][..]).unwrap_or_else(|error| panic!("{path}: {error}"));
        }
    }
}

#[test]
fn a_search_for_running_markup_finds_it() {
    let found =
        tags("<p title='a\"b' onclick=alert(1)>x<!-- <b> --><script>if (a<b) {}</script><img/src=\"x\"/onerror='y'>");
    expect![[r#"
        p title=a"b onclick=alert(1)
        script
        img src=x onerror=y
    "#]]
    .assert_eq(
        &found
            .iter()
            .map(|tag| {
                let attributes = tag.attributes.iter().map(|(name, value)| format!(" {name}={value}"));
                format!("{}{}\n", tag.name, attributes.collect::<String>())
            })
            .collect::<String>(),
    );
}

#[test]
fn a_link_that_could_run_is_an_error_wherever_it_stands() {
    check_diagnostics(
        "
-- content/meetings/a/index.md --
---
title: A
held: 2022-02-25
summary: '[a](javascript:alert(1))'
source: {title: B, url: 'javascript:alert(1)'}
---
[b](JavaScript:alert(1)), [c](<java\tscript:alert(1)>), [d](data:text/html,x), ![e](vbscript:x), <javascript:x>

[f]: javascript:alert(1)

[f], [g](&#106;avascript:alert(1))
-- content/meetings/a/r.md --
---
organization: o
commitments: [{id: c, text: C, updates: [{date: 2023, status: done, evidence: 'javascript:alert(1)'}]}]
---
-- content/organizations/o.md --
---
name: O
---
",
        expect![[r#"
            content/meetings/a/index.md:4:15 error[unsafe-link] `javascript:alert(1)` is a link that could run a program (link to an https address, a file or `mailto:`)
            content/meetings/a/index.md:5:25 error[unsafe-link] `javascript:alert(1)` is a link that could run a program (write its https address)
            content/meetings/a/index.md:7:5 error[unsafe-link] `JavaScript:alert(1)` is a link that could run a program (link to an https address, a file or `mailto:`)
            content/meetings/a/index.md:7:32 error[unsafe-link] `java	script:alert(1)` is a link that could run a program (link to an https address, a file or `mailto:`)
            content/meetings/a/index.md:7:60 error[unsafe-link] `data:text/html,x` is a link that could run a program (link to an https address, a file or `mailto:`)
            content/meetings/a/index.md:7:84 error[unsafe-link] `vbscript:x` is a link that could run a program (link to an https address, a file or `mailto:`)
            content/meetings/a/index.md:7:98 error[unsafe-link] `javascript:x` is a link that could run a program (link to an https address, a file or `mailto:`)
            content/meetings/a/index.md:11:1 error[unsafe-link] `javascript:alert(1)` is a link that could run a program (link to an https address, a file or `mailto:`)
            content/meetings/a/index.md:11:6 error[unsafe-link] `javascript:alert(1)` is a link that could run a program (link to an https address, a file or `mailto:`)
            content/meetings/a/r.md:3:20 warning[done-without-evidence] `c` is said to be done, and nothing shows it (add `evidence:` where it was said to be done: a file, a link or words)
            content/meetings/a/r.md:3:79 error[unsafe-link] `javascript:alert(1)` is a link that could run a program (write an https address, the name of a file beside the record, or words)
        "#]],
    );
}

#[test]
fn harmless_html_is_kept_where_that_was_asked_for() {
    let text = "
-- minutebook.yaml --
title: T
base_url: https://example.org/
markdown: {raw_html: sanitize}
-- content/news/n.md --
---
title: N
published: 2022-01-01
---
<details onclick=\"x\"><summary>More</summary><a href=\"javascript:x\">y</a></details>

H<sub>2</sub>O<script>x</script><style>p{}</style><iframe src=\"https://example.com/\"></iframe>
";
    let html = page(text, "news/n/index.html");
    assert!(html.contains("H<sub>2</sub>O") && html.contains("<summary>More</summary>"), "{html}");
    for gone in ["onclick", "javascript:", "<style>", "<iframe", "<script>"] {
        assert!(!html.contains(gone), "{gone}: {html}");
    }
}

#[test]
fn reports_that_are_named_and_of_which_none_is_on_file_are_named() {
    let text = "
-- content/meetings/a/index.md --
---
title: A
held: 2022-02-25
reports: {count: 10, items: [x, y, z], manner: one-by-one}
---
-- content/organizations/x.md --
---
name: Xi
---
-- content/organizations/y.md --
---
name: Yi
---
-- content/organizations/z.md --
---
name: Zi
---
";
    let html = page(text, "meetings/a/index.html");
    let section = &html[html.find("id=\"reports\"").expect("a section")..];
    let section = &section[..section.find("</section>").expect("which ends")];
    let words: String = section.split('<').filter_map(|part| part.split_once('>')).map(|(_, words)| words).collect();
    expect![[r#"
        Reports0 of 10 reports on file Xi Named in the source. No report on file Yi Named in the source. No report on file Zi Named in the source. No report on file
    "#]].assert_eq(&(words.split_whitespace().collect::<Vec<_>>().join(" ") + "\n"));
}

#[test]
fn a_theme_that_is_not_there_is_named() {
    let memory = site(
        "
-- minutebook.yaml --
title: T
base_url: https://example.org/
theme: street-newz
",
    );
    let (_, found) = built(&memory, &options());
    expect![[r#"
        minutebook.yaml:3:8 error[wrong-value] there is no theme `street-newz` (did you mean `street-news`?)
    "#]]
    .assert_eq(&lines(&memory, &found));
}
