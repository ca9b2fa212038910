//! Whatever is edited, a page that a build leaves alone is one that it would make the same again.
//!
//! A site is a number of places, each of which holds one of several files, or none. An edit puts
//! another there. The files are made so that everything that one page can show of another record
//! comes and goes: titles, offices, translations, commitments, links, samples, withdrawals.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "sites are built in memory")]

#[path = "support/office.rs"]
mod office;
mod support;

use std::collections::BTreeMap;

use minutebook::build::{Anew, Site, build, has_errors};
use minutebook::model::stable;
use minutebook::publish::memory::{Built, Made, Memory as Remembered, Origin, Standing};
use minutebook::reader::{Need, States};
use minutebook::source::{Memory, SourceSet, Stamp};
use office::{Edit, Office, edit, place_of};
use proptest::prelude::*;
use support::site;

/// What a build left.
#[derive(Default)]
struct Left {
    base: u64,
    files: BTreeMap<String, (Standing, Vec<u8>)>,
    states: States,
    /// What was known before it.
    memory: Remembered,
}

impl Left {
    /// As it is remembered, where all stands at `states`.
    fn known(&self, states: &States) -> Remembered {
        let files = self.files.iter().map(|(path, (standing, _))| (path.as_str(), standing)).collect();
        let (states_then, memory, manifest) = (&self.states, &self.memory, Stamp::default());
        let built = Built { answer: None, base: self.base, states: states_then, memory, files, manifest };
        built.known(states).expect("what was packed can be unpacked")
    }
}

/// Builds, and holds what need not be made again against what would be made. Gives what was
/// left, how many files were made, and which of those came out the same.
fn step(site: &Site, memory: &Memory, sources: &SourceSet, left: &Left) -> (Left, usize, Vec<String>) {
    let states = site.states(sources, |_| true);
    let remembered = match left.base == site.base() {
        true => left.known(&states),
        false => Remembered::default(),
    };
    let mut files = BTreeMap::new();
    let (mut made, mut same) = (0, Vec::new());
    for (number, (path, content)) in site.paths().enumerate() {
        let mark = stable(content);
        let fresh = site.make(path, content, memory, &Anew).expect("a page can be made");
        let before = left.files.get(path.as_str());
        let standing = match remembered.still(path.as_str(), number, mark, site.archive.today.date()) {
            Some(place) => {
                let (_, bytes) = before.expect("it was remembered");
                let shown = || String::from_utf8_lossy(&fresh.bytes).into_owned();
                assert_eq!(String::from_utf8_lossy(bytes), shown(), "{} is left as it was", path.as_str());
                Standing::Left(place)
            }
            None => {
                made += 1;
                same.extend(before.filter(|(_, bytes)| *bytes == fresh.bytes).map(|_| path.as_str().to_string()));
                let origin = Origin { content: mark, needs: numbers(&fresh.needs, &states), days: fresh.days };
                Standing::Made(Box::new(Made { stamp: Stamp::default(), origin }))
            }
        };
        files.insert(path.as_str().to_string(), (standing, fresh.bytes));
    }
    (Left { base: site.base(), files, states, memory: remembered }, made, same)
}

fn numbers(needs: &Option<Vec<Need>>, states: &States) -> Option<Vec<u32>> {
    needs.as_ref()?.iter().map(|need| states.get(*need).map(|(number, _)| number)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn what_is_left_alone_would_be_made_the_same(
        edits in prop::collection::vec(prop::collection::vec(edit(), 1..4), 2..6),
    ) {
        let (mut office, mut left) = (Office::new(), Left::default());
        for edits in edits {
            edits.iter().for_each(|edit| office.apply(edit));
            let (memory, sources) = office.files();
            let (site, found) = build(&sources, &memory, &office.options()).expect("memory can be read");
            // With an error nothing is published, and what was left stands.
            if !has_errors(&found) {
                (left, _, _) = step(&site, &memory, &sources, &left);
            }
        }
    }
}

/// The office after some edits, built before them and after.
fn made_after(edits: &[Edit]) -> (usize, Vec<String>) {
    let mut office = Office::new();
    for place in ["content/meetings/b/index.md", "content/meetings/b/orchard.md", "content/pages/about.md"] {
        office.apply(&Edit::Put(place_of(place), 1));
    }
    let mut left = Left::default();
    for edits in [&[], edits] {
        edits.iter().for_each(|edit| office.apply(edit));
        let (memory, sources) = office.files();
        let (site, found) = build(&sources, &memory, &office.options()).expect("memory can be read");
        assert!(!has_errors(&found), "{}", support::lines(&memory, &found));
        let (now, made, same) = step(&site, &memory, &sources, &left);
        if !left.files.is_empty() {
            return (made, same);
        }
        left = now;
    }
    unreachable!("the second build has returned");
}

#[test]
fn nothing_is_made_where_nothing_has_changed() {
    assert_eq!(made_after(&[]), (0, Vec::new()));
    // A new time of writing says nothing of a record; of a file that is copied, its bytes are asked.
    assert_eq!(made_after(&[Edit::Touch(place_of("content/meetings/a/orchard.md"))]), (0, Vec::new()));
}

#[test]
fn of_the_configuration_and_the_theme_what_shows_a_change_is_made_again() {
    let made = |path: &str, text: usize| {
        let (made, same) = made_after(&[Edit::Put(place_of(path), text)]);
        assert_eq!(same, Vec::<String>::new(), "{path} {text}");
        made
    };
    assert_eq!(made("minutebook.yaml", 3), 16, "the name of a topic");
    assert_eq!(made("minutebook.yaml", 4), 9, "a topic that nothing stands under, and what another is about");
    assert_eq!(made("minutebook.yaml", 5), 20, "the short name of a series, and what it is");
    assert_eq!(made("themes/plain/templates/404.html", 1), 2);
    assert_eq!(made("themes/plain/templates/title.html", 1), 16);
    assert_eq!(made("themes/plain/static/style.css", 1), 75, "every page");
    // A volume looks at the words for grades, and nobody has one.
    let volumes = ["meetings/b/volume/index.html", "zh-hans/meetings/b/volume/index.html"].map(String::from);
    for grades in [6, 7] {
        assert_eq!(made_after(&[Edit::Put(place_of("minutebook.yaml"), grades)]), (22, volumes.to_vec()));
    }
}

#[test]
fn only_what_shows_a_change_is_made_again() {
    // The text of a story stands on its own page alone, in both languages.
    let story = site(
        "-- content/news/bus.md --\n---\ntitle: The bus\npublished: 2022-03-01\nabout: a\ntopics: roads\nphotos: [{file: bus.png, alt: A bus}]\n---\n## One\n\nNew.\n",
    );
    let mut office = Office::new();
    let (mut memory, mut sources) = office.files();
    let (site, _) = build(&sources, &memory, &office.options()).unwrap();
    let (left, ..) = step(&site, &memory, &sources, &Left::default());
    office.now += 1;
    memory.files.extend(story.files.into_iter().filter(|(path, _)| path.as_str().starts_with("content/news/")));
    // Of a photo with a new time, its bytes are asked.
    let written = sources.files.iter_mut().filter(|file| file.picture.is_none());
    written.for_each(|file| file.stamp.written += 1);
    let (site, _) = build(&sources, &memory, &office.options()).unwrap();
    assert_eq!(step(&site, &memory, &sources, &left).1, 2);
}

/// Two years of a series, with three reports each that have to do with one another.
const YEARS: &str = r#"
-- minutebook.yaml --
title: T
base_url: https://example.org/
series:
  debriefing: {title: Debriefing, scale: four}
scales:
  four: {good: Good, fair: Fair}
topics: {roads: {title: Roads}}
-- content/people/chen.md --
---
name: Chen
roles: [{post: secretary, organization: orchard}]
---
-- content/people/lin.md --
---
name: Lin
roles: [{post: secretary, organization: bridge}]
---
-- content/people/wu.md --
---
name: Wu
roles: [{post: secretary, organization: canal}]
---
-- content/organizations/orchard.md --
---
name: Orchard
---
-- content/organizations/bridge.md --
---
name: Bridge
---
-- content/organizations/canal.md --
---
name: Canal
---
-- content/meetings/a/index.md --
---
title: The first
held: 2021-02-25
covers: 2020
series: debriefing
summary: Three spoke
place: {name: The hall}
assessment: {visibility: full}
---
See [how it began](orchard.md).
-- content/meetings/a/orchard.md --
---
secretary: chen
summary: Of roads
comment: Well said
commitments: [{id: road, text: A road, due: 2021-12-31}]
ballots: {good: 3, fair: 1}
topics: roads
---
Given at [the meeting](index.md).
-- content/meetings/a/bridge.md --
---
secretary: lin
---
Given at [the meeting](index.md).
-- content/meetings/a/canal.md --
---
secretary: wu
---
-- content/meetings/b/index.md --
---
title: The second
held: 2022-02-25
covers: 2021
series: debriefing
---
-- content/meetings/b/orchard.md --
---
secretary: chen
previous: [{ref: a/orchard/road, status: in-progress, note: Begun}]
---
-- content/meetings/b/bridge.md --
---
secretary: lin
---
"#;

#[test]
fn a_page_needs_no_more_of_a_record_than_it_shows() {
    // Each with what is made and comes out as it was: the leaves of a volume look at the speaking order, which is
    // known together with the comment.
    let edits = [
        ("summary: Of roads", "summary: Of lanes", &[][..]),
        ("comment: Well said", "comment: Well told", &["meetings/a/volume/leaves.css"]),
        ("text: A road", "text: A wide road", &[]),
        ("note: Begun", "note: Nearly done", &["meetings/b/volume/index.html"]),
        ("summary: Three spoke", "summary: Three reported", &["archive/2021/index.html"]),
        ("place: {name: The hall}", "place: {name: The new hall}", &["feed.xml", "series/debriefing/feed.xml"]),
        ("title: The first", "title: The beginning", &[]),
    ];
    let made = |text: &str, left: &Left| {
        let memory = site(text);
        let (sources, options) = (memory.list(), Office::new().options());
        let (site, found) = build(&sources, &memory, &options).expect("memory can be read");
        assert!(!has_errors(&found), "{}", support::lines(&memory, &found));
        step(&site, &memory, &sources, left)
    };
    let (before, ..) = made(YEARS, &Left::default());
    for (from, to, expected) in edits {
        assert_eq!(YEARS.matches(from).count(), 1, "{from}");
        let (_, _, mut same) = made(&YEARS.replace(from, to), &before);
        // A part of the search is several files, which are made as one.
        same.retain(|path| !path.starts_with("search/"));
        assert_eq!(same, expected, "{from}");
    }
}
