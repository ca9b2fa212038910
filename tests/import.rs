//! What offices have, brought in: whatever stands in a source stands in the files or in the account.

#![cfg(feature = "import")]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "the program is run on a folder")]

mod support;
#[path = "support/disk.rs"]
mod disk;
#[path = "support/program.rs"]
mod program;

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use std::path::Path;

use disk::{put, tree};
use expect_test::expect;
use minutebook::import::{Input, Wish, import};
use minutebook::parse::Kind;
use program::{Place, place, read};
use proptest::prelude::*;
use support::photo;

/// A street that has its chair and its villages on file.
const SITE: &str = "
-- minutebook.yaml --
title: Test
base_url: https://example.org/
series:
  annual-debriefing: {title: Debriefing}
topics: {}
-- content/people/chen-ning.md --
---
name: Chen Ning
---
";

const CHINESE: &str = "
-- minutebook.yaml --
title: 测试
base_url: https://example.org/
language: zh-Hans
";

fn fixture(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A place with sources beside its site.
fn with(site: &str, sources: &[(&str, &[u8])]) -> Place {
    let place = place(site);
    for (path, bytes) in sources {
        put(place.folder.path(), &format!("in/{path}"), bytes);
    }
    place
}

/// Imports everything beside the site, and holds the site to its checks.
fn imported(site: &str, sources: &[(&str, &[u8])], args: &[&str]) -> (Place, String) {
    let place = with(site, sources);
    let ran = place.run(&[&["import", "../in"], args].concat()).ended(0);
    place.run(&["check"]).ended(0);
    let folder = place.folder.path().to_str().expect("a plain path");
    (place, ran.stdout.replace(folder, "~"))
}

/// Everything that was made, and the account: all words that came of a source.
fn outcome(place: &Place, before: &disk::Tree, json: &str) -> String {
    let made = tree(&place.root()).into_iter().filter(|(path, _)| !before.contains_key(path));
    let mut words: String = made.filter_map(|(_, bytes)| String::from_utf8(bytes).ok()).collect();
    for line in json.lines() {
        let entry: serde_json::Value = serde_json::from_str(line).expect("a line of JSON");
        for key in ["words", "value", "what"] {
            words.push_str(entry[key].as_str().unwrap_or_default());
            words.push('\n');
        }
    }
    words
}

/// Fails where a word of the source stands nowhere, or stands more often than in what came of it.
#[track_caller]
fn assert_accounted(source: &str, outcome: &str) {
    let count = |text: &str| {
        let mut counts: BTreeMap<char, usize> = BTreeMap::new();
        text.chars().filter(|c| !c.is_whitespace()).for_each(|c| *counts.entry(c).or_default() += 1);
        counts
    };
    let (said, came) = (count(source), count(outcome));
    for (letter, times) in said {
        assert!(
            came.get(&letter).copied().unwrap_or(0) >= times,
            "{letter:?} stands {times} times in the source\n{outcome}"
        );
    }
    // Marks of Markdown and of YAML may part words; nothing may be missing from them.
    let bare = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let whole = bare(outcome);
    for word in source.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        assert!(whole.contains(word), "{word} stands nowhere in\n{outcome}");
    }
}

/// Imports one source and accounts for every character of its text.
fn accounted(site: &str, name: &str, bytes: &[u8], text: &str) {
    let place = with(site, &[(name, bytes)]);
    let before = tree(&place.root());
    let ran = place.run(&["import", &format!("../in/{name}"), "--format", "json"]).ended(0);
    place.run(&["check"]).ended(0);
    assert_accounted(text, &outcome(&place, &before, &ran.stdout));
}

#[test]
fn the_news_item_becomes_the_meeting_that_it_tells_of() {
    let (place, account) =
        imported(SITE, &[("article.txt", &fixture("article.txt"))], &["--series", "annual-debriefing"]);
    let file = read(&place.root(), "content/meetings/2022-02-25-annual-debriefing/index.md");
    let front = &file[..file.rfind("\n---\n").expect("front matter")];
    expect![[r#""#]].assert_eq(front);
    expect![[r#""#]].assert_eq(&account);
    // The text stands whole.
    let article = String::from_utf8(fixture("article.txt")).expect("text");
    let last = article.lines().last().expect("a text");
    assert!(file.contains(last), "{file}");
}

#[test]
fn chinese_minutes_become_a_meeting() {
    let (place, account) = imported(CHINESE, &[("minutes.txt", &fixture("minutes.txt"))], &[]);
    let found = tree(&place.root().join("content/meetings"));
    let (path, file) = found.iter().find(|(path, _)| path.ends_with(".md")).expect("a meeting");
    expect![[r#""#]].assert_eq(&format!("{path}\n{}", String::from_utf8_lossy(file)));
    expect![[r#""#]].assert_eq(&account);
}

#[test]
fn a_chinese_word_file_becomes_a_meeting() {
    let (place, account) = imported(CHINESE, &[("minutes.docx", &fixture("minutes.docx"))], &[]);
    let found = tree(&place.root().join("content/meetings"));
    let (path, file) = found.iter().find(|(path, _)| path.ends_with(".md")).expect("a meeting");
    expect![[r#""#]].assert_eq(&format!("{path}\n{}", String::from_utf8_lossy(file)));
    expect![[r#""#]].assert_eq(&account);
}

#[test]
fn a_word_file_gives_its_text_its_facts_and_its_photo() {
    let (place, account) = imported(SITE, &[("forum.docx", &fixture("forum.docx"))], &[]);
    let found = tree(&place.root().join("content/meetings"));
    let names: Vec<&String> = found.keys().collect();
    expect![[r#""#]].assert_eq(&format!("{names:?}"));
    let (_, file) = found.iter().find(|(path, _)| path.ends_with(".md")).expect("a meeting");
    expect![[r#""#]].assert_eq(&String::from_utf8_lossy(file));
    expect![[r#""#]].assert_eq(&account);
    // What was not understood stands in the file, and on no page.
    place.run(&["build"]).ended(0);
    let pages: String = tree(&place.public())
        .into_iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(_, bytes)| String::from_utf8_lossy(&bytes).into_owned())
        .collect();
    assert!(pages.contains("Bring your own chair next time."));
    for hidden in ["April", "Is that so on Sundays?", "Riverside Street, page", "import:"] {
        assert!(!pages.contains(hidden), "{hidden}");
    }
}

#[test]
fn a_roster_becomes_people_and_organizations_without_what_is_private() {
    let (place, account) = imported(CHINESE, &[("roster.xlsx", &fixture("roster.xlsx"))], &[]);
    let found = tree(&place.root().join("content"));
    let text: String = found
        .iter()
        .filter(|(path, _)| path.ends_with(".md"))
        .map(|(path, bytes)| format!("-- {path} --\n{}", String::from_utf8_lossy(bytes)))
        .collect();
    expect![[r#""#]].assert_eq(&text);
    expect![[r#""#]].assert_eq(&account);
    let json = with(CHINESE, &[("roster.xlsx", &fixture("roster.xlsx"))]);
    let json = json.run(&["import", "../in/roster.xlsx", "--format", "json"]).ended(0).stdout;
    for private in ["11010519491231002X", "13800138000", "110105194912310021", "13900139000"] {
        assert!(!text.contains(private) && !account.contains(private) && !json.contains(private), "{private}");
    }
}

const ROSTER: &str = "Name,Organization,Role,Start,End,E-mail,Shoe size
Sun Wu,Orchard Community,Secretary,2021-06-15,,sun@example.org,43
Cao Chen,Orchard Community,Secretary,2016-03-01,2021-06-14,,
Sun Wu,Riverside Street,Clerk,2018,2021-06,,
Chen Ning,Riverside Street,Director,spring 2019,,,
,Nobody,Ghost,,,,
";

#[test]
fn a_csv_roster_adds_to_what_the_site_has_and_changes_nothing() {
    let place = with(SITE, &[("roster.csv", ROSTER.as_bytes())]);
    let before = tree(&place.root());
    // Chen Ning has a file already: said, and the exit status tells.
    let ran = place.run(&["import", "../in/roster.csv"]).ended(1);
    place.run(&["check"]).ended(0);
    for (path, bytes) in &before {
        assert_eq!(tree(&place.root()).get(path), Some(bytes), "{path}");
    }
    expect![[r#""#]].assert_eq(&ran.stdout.replace(place.folder.path().to_str().expect("a plain path"), "~"));
    expect![[r#""#]].assert_eq(&read(&place.root(), "content/people/sun-wu.md"));
    assert!(!ran.stdout.contains("sun@example.org"));
}

#[test]
fn gb18030_and_other_delimiters_are_read() {
    let (bytes, ..) = encoding_rs::GB18030.encode("姓名;单位;职务\n陈宁;街道;主任\n");
    let (place, _) = imported(CHINESE, &[("名册.csv", &bytes)], &[]);
    expect![[r#""#]].assert_eq(&read(&place.root(), "content/people/陈宁.md"));
}

const POST: &str = "+++
title = \"The bus stop has moved\"
date = 2023-09-27T10:00:00+08:00
weight = 3
tags = [\"roads\"]
description = \"Forty steps down the hill.\"
draft = false
+++

The stop stands **below** the quarry now, see [the vote](../vote/) and [the office](/office/).

![A sign at a bend](stop.png)

{{< youtube abc >}}

The [map](https://example.org/map) shows it.<!-- ask Zhao -->
";
const JEKYLL: &str =
    "---\nlayout: post\ntitle: The vote\n---\n# Result\n\nA text with {% include box.html %} inside.\n";

#[test]
fn posts_of_other_generators_become_stories() {
    let sources: &[(&str, &[u8])] = &[
        ("content/posts/stop/index.md", POST.as_bytes()),
        ("content/posts/stop/stop.png", &photo::of_text(b"a stop")),
        ("content/posts/_posts/2022-02-25-vote.md", JEKYLL.as_bytes()),
    ];
    let (place, account) = imported(SITE, sources, &[]);
    let news = tree(&place.root().join("content/news"));
    let names: Vec<&String> = news.keys().collect();
    expect![[r#""#]].assert_eq(&format!("{names:?}"));
    let text: String = news
        .iter()
        .filter(|(path, _)| path.ends_with(".md"))
        .map(|(path, bytes)| format!("-- {path} --\n{}", String::from_utf8_lossy(bytes)))
        .collect();
    expect![[r#""#]].assert_eq(&text);
    expect![[r#""#]].assert_eq(&account);
}

const PAGE: &str = r#"<!DOCTYPE html><html><head><meta charset="utf-8"><title>Bus stop - Street news</title>
<link rel="canonical" href="https://news.example.org/bus">
<meta property="article:published_time" content="2023-09-27T10:00:00+08:00"></head>
<body><nav>Home About</nav><article><h1>The bus stop has moved</h1>
<p>It stands <b>below</b> the quarry, see <a href="/vote">the vote</a> &amp; <a href="https://example.org/map">the map</a>.<br>Forty steps.</p>
<ul><li>No. 4</li><li>No. 7<ol><li>weekdays</li></ol></li></ul>
<table><tr><th>Line</th><th>Leaves</th></tr><tr><td>4</td><td>7:10 | 8:10</td></tr></table>
<script>count(1)</script><form action="/vote"><label>Yes</label></form><!-- old text -->
</article><footer>Printed daily</footer></body></html>"#;

#[test]
fn a_page_of_the_web_becomes_a_story_with_its_source() {
    let (place, account) = imported(SITE, &[("bus.html", PAGE.as_bytes())], &[]);
    expect![[r#""#]].assert_eq(&read(&place.root(), "content/news/2023-09-27-the-bus-stop-has-moved.md"));
    expect![[r#""#]].assert_eq(&account);
}

#[test]
fn every_character_of_every_kind_of_source_is_accounted_for() {
    let text = |name: &str| String::from_utf8(fixture(name)).expect("text");
    accounted(SITE, "article.txt", &fixture("article.txt"), &text("article.txt"));
    accounted(CHINESE, "minutes.txt", &fixture("minutes.txt"), &text("minutes.txt"));
    accounted(SITE, "post.md", POST.as_bytes(), POST.split("+++").nth(2).expect("a body"));
    accounted(SITE, "vote.md", JEKYLL.as_bytes(), JEKYLL.split("---").nth(2).expect("a body"));
    // The values of the front matter, and all words between tags.
    accounted(SITE, "post.md", POST.as_bytes(), "The bus stop has moved 2023-09-27 3 roads Forty steps down the hill.");
    accounted(SITE, "bus.html", PAGE.as_bytes(), &without_tags(PAGE));
    for name in ["forum.docx", "minutes.docx"] {
        accounted(SITE, name, &fixture(name), &words_of_docx(&fixture(name)));
    }
    let cells =
        ROSTER.replace("sun@example.org", "").replace("Chen Ning,Riverside Street,Director,spring 2019,,,\n", "");
    let cells = cells.split_once('\n').expect("heads").1.to_string();
    accounted(CHINESE, "roster.csv", ROSTER.as_bytes(), &cells);
}

/// What stands between the tags, but for the head.
fn without_tags(page: &str) -> String {
    let body = &page[page.find("<title>").expect("a title")..];
    let mut text = String::new();
    let mut rest = body;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        text.push(' ');
        rest = &rest[at..];
        rest = match rest.strip_prefix("<!--") {
            Some(comment) => {
                let end = comment.find("-->").expect("its end");
                text.push_str(&comment[..end]);
                &comment[end + 3..]
            }
            None => &rest[rest.find('>').expect("its end") + 1..],
        };
    }
    text.replace("&amp;", "&")
}

/// All words of a Word file, in whatever part and element they stand.
fn words_of_docx(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut words = String::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).expect("a part");
        let name = part.name().expect("a name").to_string();
        if !name.starts_with("word/") || !name.ends_with(".xml") {
            continue;
        }
        let mut text = String::new();
        part.read_to_string(&mut text).expect("XML");
        for piece in text.split("<w:t").skip(1).chain(text.split("<w:delText").skip(1)) {
            let Some((attributes, rest)) = piece.split_once('>') else { continue };
            if (attributes.is_empty() || attributes.starts_with(' ')) && !attributes.ends_with('/') {
                words.push_str(&rest[..rest.find("</").expect("its end")]);
                words.push(' ');
            }
        }
    }
    words.replace("&amp;", "&")
}

#[test]
fn nothing_is_written_on_a_dry_run_and_nothing_twice() {
    let place = with(SITE, &[("article.txt", &fixture("article.txt"))]);
    let before = tree(&place.root());
    let dry = place.run(&["import", "../in/article.txt", "--dry-run"]).ended(0).stdout;
    assert_eq!(
        tree(&place.root()).keys().filter(|path| path.starts_with("content")).count(),
        before.keys().filter(|path| path.starts_with("content")).count()
    );
    let wet = place.run(&["import", "../in/article.txt"]).ended(0).stdout;
    let bare = |text: &str| {
        text.replace("would make", "made")
            .lines()
            .filter(|line| !line.starts_with("nothing was") && !line.starts_with("each file"))
            .collect::<Vec<_>>()
            .join("\n")
    };
    assert_eq!(bare(&dry), bare(&wet));
    let made = tree(&place.root());
    let again = place.run(&["import", "../in/article.txt"]).ended(1);
    assert!(again.stdout.contains("there already, and left as it is:"), "{}", again.stdout);
    assert_eq!(
        tree(&place.root().join("content")),
        made.iter()
            .filter_map(|(path, bytes)| Some((path.strip_prefix("content/")?.to_string(), bytes.clone())))
            .filter(|(path, _)| !path.is_empty())
            .collect()
    );
}

#[test]
fn what_a_record_must_have_and_the_source_does_not_say_makes_it_a_draft() {
    let (place, account) = imported(SITE, &[("note.txt", b"A thought\n\nWithout any day.\n")], &["--as", "meeting"]);
    let file = read(&place.root(), "content/pages/a-thought.md");
    expect![[r#""#]].assert_eq(&file);
    assert!(account.contains("missing: held"), "{account}");
}

#[test]
fn what_cannot_be_read_is_named() {
    let sources: &[(&str, &[u8])] = &[
        ("a.doc", b"old"),
        ("b.pdf", b"%PDF"),
        ("c.docx", b"no archive"),
        ("d.xlsx", b"no archive"),
        ("e.txt", b"\xff\xff\x00"),
        ("f.csv", b"x,y\n1,2\n"),
        ("g.txt", "机密★\n会议纪要\n".as_bytes()),
        ("h.txt", b"Good news\n\nIt is done. 11010519491231002X\n"),
    ];
    let (place, account) = imported(SITE, sources, &[]);
    expect![[r#""#]].assert_eq(&account);
    assert!(!read(&place.root(), "content/pages/good-news.md").contains("11010519491231002X"));
    let place = with(SITE, &[]);
    place.run(&["import", "../nothing.txt"]).ended(2);
    place.run(&["import", "."]).ended(1);
}

/// An archive with one part that unpacks to far more than it takes.
fn bomb() -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    archive.start_file("word/document.xml", options).expect("a part");
    let zeros = vec![b' '; 1 << 20];
    (0..80).for_each(|_| archive.write_all(&zeros).expect("memory"));
    archive.finish().expect("an archive").into_inner()
}

#[test]
fn an_archive_that_unpacks_to_too_much_is_refused() {
    let place = with(SITE, &[("bomb.docx", &bomb()), ("bomb.xlsx", &bomb())]);
    let ran = place.run(&["import", "../in"]).ended(1);
    assert!(ran.stdout.matches("it unpacks to more than 64 MB").count() == 2, "{}", ran.stdout);
}

/// Imports in memory: whatever comes of it, nothing panics, and what is made passes the checks of a file.
fn survives(name: &str, bytes: &[u8]) {
    let memory = support::site(SITE);
    let (site, _) = support::built(&memory, &support::options());
    let sources = memory.list();
    let input = Input { name: name.to_string(), path: name.to_string(), bytes: bytes.to_vec() };
    let imported = import(&site.archive, sources.files.iter().map(|file| &file.path), &[input], &Wish::default());
    let mut with = support::site(SITE);
    for file in imported.made.into_iter().flat_map(|made| made.files) {
        with.insert(file.path.as_str(), file.bytes);
    }
    let (_, found) = support::built(&with, &support::options());
    assert!(!minutebook::build::has_errors(&found), "{}", support::lines(&with, &found));
    let drafts = minutebook::build::Options { drafts: minutebook::model::Drafts::Include, ..support::options() };
    let (_, found) = support::built(&with, &drafts);
    assert!(!minutebook::build::has_errors(&found), "{}", support::lines(&with, &found));
}

fn sources() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("forum.docx", fixture("forum.docx")),
        ("roster.xlsx", fixture("roster.xlsx")),
        ("article.txt", fixture("article.txt")),
        ("minutes.txt", fixture("minutes.txt")),
        ("post.md", POST.as_bytes().to_vec()),
        ("page.html", PAGE.as_bytes().to_vec()),
        ("roster.csv", ROSTER.as_bytes().to_vec()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]
    #[test]
    fn damaged_files_harm_nobody(which in 0usize..7, cut in any::<prop::sample::Index>(), flips in prop::collection::vec((any::<prop::sample::Index>(), 0u8..8), 0..6), keep in any::<bool>()) {
        let (name, mut bytes) = sources().swap_remove(which);
        for (at, bit) in flips {
            let at = at.index(bytes.len());
            bytes[at] ^= 1 << bit;
        }
        if !keep {
            bytes.truncate(cut.index(bytes.len()));
        }
        survives(name, &bytes);
    }

    #[test]
    fn any_words_can_be_brought_in(text in "(\\PC|\n|[#*_<>!\\[\\]()|`:：0-9年月日-]){0,120}", kind in 0usize..5) {
        let name = ["a.txt", "a.md", "a.html", "a.csv", "a.tsv"][kind];
        survives(name, text.as_bytes());
    }

    /// Damage behind the archive: the XML of a Word file.
    #[test]
    fn damaged_xml_harms_nobody(at in any::<prop::sample::Index>(), length in 0usize..400, with in "[<>/&;\"a-z:=]{0,8}") {
        let mut archive = zip::ZipArchive::new(Cursor::new(fixture("forum.docx"))).expect("an archive");
        let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for index in 0..archive.len() {
            let mut part = archive.by_index(index).expect("a part");
            let name = part.name().expect("a name").to_string();
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).expect("its bytes");
            if name == "word/document.xml" {
                let start = at.index(bytes.len());
                let end = (start + length).min(bytes.len());
                bytes.splice(start..end, with.bytes());
            }
            out.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
            out.write_all(&bytes).expect("memory");
        }
        survives("forum.docx", &out.finish().expect("an archive").into_inner());
    }
}

#[test]
fn every_kind_of_record_is_what_was_asked_for() {
    let memory = support::site(SITE);
    let (site, _) = support::built(&memory, &support::options());
    let input = Input { name: "a.txt".into(), path: "a.txt".into(), bytes: fixture("article.txt") };
    for kind in [Kind::Meeting, Kind::Story, Kind::Page] {
        let wish = Wish { kind: Some(kind), series: None };
        let made = import(&site.archive, std::iter::empty(), std::slice::from_ref(&input), &wish).made;
        assert_eq!(made[0].kind, kind);
    }
}
