//! Sites written as text, and what minutebook makes of them.
//!
//! A site is a text in which `-- path --` begins a file. A configuration is added if it
//! has none, and a file with a photo's name is one in whose pixels its text stands. The day is 1 June 2024 unless a test says otherwise.

#![allow(dead_code, reason = "each test file uses what it needs")]

pub mod photo;

use std::collections::BTreeMap;

use expect_test::Expect;
use jiff::civil;
use minutebook::build::{Options, Site, build};
use minutebook::diag::Diagnostic;
use minutebook::model::Drafts;
use minutebook::parse::{decode, locate};
use minutebook::source::{Memory, Read, is_image};
use minutebook::span::Position;
use minutebook::view::Links;
use minutebook::yaml::{Form, Key};

pub const CONFIG: &str = "title: Test\nbase_url: https://example.org/\n";

/// The files of a site written as text.
pub fn site(text: &str) -> Memory {
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    let mut path: Option<String> = None;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim_end();
        if let Some(name) = trimmed.strip_prefix("-- ").and_then(|rest| rest.strip_suffix(" --")) {
            path = Some(name.to_string());
            files.insert(name.to_string(), String::new());
        } else if let Some(path) = &path {
            files.get_mut(path).expect("its name was inserted above").push_str(line);
        }
    }
    files.entry("minutebook.yaml".to_string()).or_insert_with(|| CONFIG.to_string());
    let mut memory = Memory::default();
    for (path, text) in files {
        let bytes = if is_image(&path) { photo::of_text(text.as_bytes()) } else { text.into_bytes() };
        memory.insert(&path, bytes);
    }
    memory
}

pub fn options() -> Options {
    Options { today: civil::date(2024, 6, 1), drafts: Drafts::Skip, links: Links::Folders, base_url: None }
}

/// Builds a site in memory.
pub fn built(memory: &Memory, options: &Options) -> (Site, Vec<Diagnostic>) {
    build(&memory.list(), memory, options).unwrap_or_else(|failure| panic!("a site in memory can be read: {failure:?}"))
}

/// One line a finding: `file:line:column severity[check] message (help)`.
pub fn lines(memory: &Memory, found: &[Diagnostic]) -> String {
    let mut lines: Vec<(String, Position, String)> = Vec::new();
    for diagnostic in found {
        let text = memory.read(&diagnostic.place.file).map(|bytes| decode(&bytes).into_text()).unwrap_or_default();
        let span = locate(&diagnostic.place, &text);
        assert!(span.end <= text.len() && text.is_char_boundary(span.start) && text.is_char_boundary(span.end));
        let position = Position::of(&text, span.start);
        let file = diagnostic.place.file.as_str().to_string();
        let (severity, check) = (diagnostic.severity.name(), diagnostic.check);
        let help = diagnostic.help.as_ref().map_or(String::new(), |help| format!(" ({help})"));
        let line =
            format!("{file}:{}:{} {severity}[{check}] {}{help}", position.line, position.column, diagnostic.message);
        lines.push((file, position, line));
    }
    lines.sort();
    lines.into_iter().map(|(_, _, line)| line + "\n").collect()
}

/// Compares what is found in a site with what is expected of it.
pub fn check_diagnostics(text: &str, expected: Expect) {
    check_with(text, &options(), expected);
}

pub fn check_with(text: &str, options: &Options, expected: Expect) {
    let memory = site(text);
    let (_, found) = built(&memory, options);
    expected.assert_eq(&lines(&memory, &found));
}

/// Every file of the built site. Nothing may be wrong with it.
pub fn pages(memory: &Memory, options: &Options) -> BTreeMap<String, Vec<u8>> {
    let (site, found) = built(memory, options);
    assert!(!minutebook::build::has_errors(&found), "{}", lines(memory, &found));
    site.paths()
        .map(|(path, content)| {
            let bytes =
                site.write(path, content, memory).unwrap_or_else(|failure| panic!("{}: {failure:?}", path.as_str()));
            (path.as_str().to_string(), bytes)
        })
        .collect()
}

/// One page of a site as text.
pub fn page(text: &str, path: &str) -> String {
    let mut pages = pages(&site(text), &options());
    let page = pages.remove(path).unwrap_or_else(|| panic!("no {path} among {:?}", pages.keys().collect::<Vec<_>>()));
    String::from_utf8(page).expect("a page is UTF-8")
}

/// Every key of a table and of the groups below it, by its path: `agenda.items.title`,
/// `topics.ID.title`. A group that holds people is described once, and not gone into.
pub fn key_paths(keys: &'static [Key]) -> Vec<(String, &'static Key)> {
    fn collect(prefix: &str, keys: &'static [Key], paths: &mut Vec<(String, &'static Key)>) {
        for key in keys {
            let path = format!("{prefix}{}", key.name);
            paths.push((path.clone(), key));
            let form = (key.form)();
            let (step, inner) = below(&form);
            if !is_person(inner) {
                collect(&format!("{path}.{step}"), inner, paths);
            }
        }
    }
    let mut paths = Vec::new();
    collect("", keys, &mut paths);
    paths
}

/// What stands between a key and those of its group, and these.
pub fn below(form: &Form) -> (&'static str, &'static [Key]) {
    match form {
        Form::Pairs(value) => ("ID.", value().keys()),
        _ => ("", form.keys()),
    }
}

pub fn is_person(keys: &[Key]) -> bool {
    keys.iter().any(|key| key.name == "person")
}
