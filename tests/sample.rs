//! The repository is a site itself: the sample archive. It uses every key, nothing in it is
//! wrong, and what is built of it is compared whole with what was built of it before.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "the site is the repository's folder")]

mod support;
#[path = "support/reading.rs"]
mod reading;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

use jiff::civil;
use minutebook::build::{Options, Site, build};
use minutebook::config::Config;
use minutebook::diag::Severity;
use minutebook::image::{Rendition, header};
use minutebook::model::Drafts;
use minutebook::parse::{Kind, identify, keys};
use minutebook::plan::Content;
use minutebook::source::{self, Disk, Memory, Read};
use minutebook::span::SourcePath;
use minutebook::view::Links;
use minutebook::yaml::{Form, Key, Record};
use serde_yaml::Value;
use support::{below, is_person, key_paths};

fn repository() -> Disk {
    Disk { root: Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf() }
}

fn sample() -> (Site, Vec<minutebook::diag::Diagnostic>) {
    let disk = repository();
    let sources = source::list(&disk).expect("the repository can be read");
    let options =
        Options { today: civil::date(2024, 6, 1), drafts: Drafts::Skip, links: Links::Folders, base_url: None };
    build(&sources, &disk, &options).unwrap_or_else(|failure| panic!("the sample site can be read: {failure:?}"))
}

#[test]
fn nothing_is_wrong_with_the_sample_site() {
    let (_, found) = sample();
    let wrong: Vec<String> = found
        .iter()
        .filter(|diagnostic| diagnostic.severity != Severity::Note)
        .map(|diagnostic| format!("{} {}: {}", diagnostic.place.file, diagnostic.check, diagnostic.message))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_other_theme_lays_out_every_page_of_the_sample_site() {
    let disk = repository();
    let mut memory = Memory::default();
    for file in source::list(&disk).expect("the repository can be read").files {
        memory.insert(file.path.as_str(), disk.read(&file.path).expect("a file of the repository can be read"));
    }
    let config = String::from_utf8_lossy(&memory.files[&SourcePath::new("minutebook.yaml")]).into_owned();
    memory.insert("minutebook.yaml", config.replace("theme: street-news", "theme: plain").into_bytes());
    let options =
        Options { today: civil::date(2024, 6, 1), drafts: Drafts::Skip, links: Links::Folders, base_url: None };
    let (site, found) = build(&memory.list(), &memory, &options).expect("a site in memory can be read");
    assert!(found.iter().all(|diagnostic| diagnostic.severity == Severity::Note), "{found:#?}");
    let mut pages = 0;
    for (path, content) in site.paths().filter(|(path, _)| path.as_str().ends_with(".html")) {
        let html = site.write(path, content, &memory).unwrap_or_else(|failure| panic!("{path:?}: {failure:?}"));
        let html = String::from_utf8(html).expect("a page is UTF-8");
        assert!(html.contains("<h1>") || html.contains("<h1 "), "{path:?}");
        assert!(!html.contains("<script") && !html.contains(" style="), "{path:?}");
        pages += 1;
    }
    assert!(pages > 200, "{pages} pages");
    let meeting = site.paths().find(|(path, _)| path.as_str() == "meetings/2022-02-25-annual-debriefing/index.html");
    let (path, content) = meeting.expect("the lead has a page");
    let lead = String::from_utf8(site.write(path, content, &memory).unwrap()).unwrap();
    for fact in
        ["Chen Ning", "second-floor meeting room", "2022-02-25", "three agendas", "missing from the published text"]
    {
        assert!(reading::reading(&lead).contains(fact) || lead.contains(fact), "{fact}");
    }
}

/// Every page as a reader meets it: words, links, pictures, languages, with what is around it
/// on the front pages only; other files by their hash, and so pages that show a record in the
/// words of another language; the theme's files by their name, and the sizes of photos by theirs.
/// `UPDATE_EXPECT=1 cargo test --test sample` accepts what is built now.
#[test]
fn the_sample_site_is_built_as_before() {
    let (site, _) = sample();
    let disk = repository();
    let mut text = String::new();
    for (path, content) in site.paths() {
        let bytes = site.write(path, content, &disk).unwrap_or_else(|failure| panic!("{path:?}: {failure:?}"));
        let path = path.as_str();
        let hash = &blake3::hash(&bytes).to_hex()[..16];
        if path.ends_with(".html") {
            let html = String::from_utf8(bytes).expect("a page is UTF-8");
            if !is_own(path, &html) {
                writeln!(text, "== {path} {hash}").expect("a string takes any text");
                continue;
            }
            let is_front = matches!(path, "index.html" | "zh-hans/index.html");
            let page = if is_front { html } else { reading::without_frame(&html) };
            writeln!(text, "== {path}\n{}", reading::reading(&page))
        } else if path.starts_with("assets/") {
            writeln!(text, "== {path}")
        } else if matches!(content, Content::Photo(_, _, Rendition::Sized(_))) {
            // Its bytes are those of the libraries at hand.
            let picture = header(&mut std::io::Cursor::new(&bytes)).expect("a size is a photo");
            writeln!(text, "== {path} {}x{}", picture.width, picture.height)
        } else {
            writeln!(text, "== {path} {hash}")
        }
        .expect("a string takes any text");
    }
    reading::compare(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/sample.txt").as_path(), &text);
}

/// Whether the page is the canonical one of what it shows.
fn is_own(path: &str, html: &str) -> bool {
    let address = path.strip_suffix("index.html").unwrap_or(path);
    html.contains(&format!("<link rel=\"canonical\" href=\"https://example.org/{address}\">"))
}

#[test]
fn every_key_is_used_in_the_sample_site() {
    let disk = repository();
    let mut used = BTreeSet::new();
    let mut walk = |kind: &str, keys: &'static [Key], text: &str| {
        let value: Value = serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{kind}: {error}"));
        note(&value, kind, keys, &mut used);
    };
    let sources = source::list(&disk).expect("the repository can be read");
    for file in sources.below("content") {
        let Ok(identity) = identify(&file.path) else { continue };
        let bytes = disk.read(&file.path).expect("a file of the repository can be read");
        let text = String::from_utf8(bytes.to_vec()).expect("the sample site is UTF-8");
        let front = text.split("\n---\n").next().unwrap_or_default().trim_start_matches("---\n");
        walk(identity.kind.word(), keys(identity.kind), front);
    }
    let config = disk.read(&minutebook::span::SourcePath::new("minutebook.yaml")).expect("the site's configuration");
    walk("configuration", Config::KEYS, &String::from_utf8_lossy(&config));

    let kinds = [Kind::Meeting, Kind::Report, Kind::Story, Kind::Page, Kind::Person, Kind::Organization];
    let tables = kinds.map(|kind| (kind.word(), keys(kind))).into_iter().chain([("configuration", Config::KEYS)]);
    let all: BTreeSet<String> = tables
        .flat_map(|(kind, keys)| key_paths(keys).into_iter().map(move |(path, _)| format!("{kind} {path}")))
        .collect();
    // What every published text may have is declared once, and used somewhere.
    let somewhere: BTreeSet<&str> = used.iter().filter_map(|path| path.split_once(' ')).map(|(_, path)| path).collect();
    let is_shared = |path: &str| {
        let top = path.split('.').next().unwrap_or(path);
        keys(Kind::Page).iter().any(|key| key.name == top) && keys(Kind::Report).iter().any(|key| key.name == top)
    };
    let unused: Vec<&String> = all
        .iter()
        .filter(|path| !used.contains(*path))
        .filter(|path| path.split_once(' ').is_none_or(|(_, path)| !(is_shared(path) && somewhere.contains(path))))
        .collect();
    assert!(unused.is_empty(), "nothing in content/ shows {unused:#?}");
}

/// Notes the keys that a value uses, by their path in the tables.
fn note(value: &Value, prefix: &str, keys: &'static [Key], used: &mut BTreeSet<String>) {
    match value {
        Value::Sequence(items) => items.iter().for_each(|item| note(item, prefix, keys, used)),
        Value::Mapping(pairs) => {
            for (name, value) in pairs {
                let Some(key) = name.as_str().and_then(|name| keys.iter().find(|key| key.is_called(name))) else {
                    continue;
                };
                let separator = if prefix.contains(' ') { "." } else { " " };
                let path = format!("{prefix}{separator}{}", key.name);
                used.insert(path.clone());
                let form = (key.form)();
                let (_, inner) = below(&form);
                match (&form, value) {
                    _ if is_person(inner) => {}
                    (Form::Pairs(_), Value::Mapping(each)) => {
                        each.values().for_each(|value| note(value, &format!("{path}.ID"), inner, used));
                    }
                    _ => note(value, &path, inner, used),
                }
            }
        }
        _ => {}
    }
}
