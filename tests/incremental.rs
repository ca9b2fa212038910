//! Whatever is edited, a page that a build leaves alone is one that it would make the same again.
//!
//! A site is a number of places, each of which holds one of several files, or none. An edit puts
//! another there. The files are made so that everything that one page can show of another record
//! comes and goes: titles, offices, translations, commitments, links, samples, withdrawals.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "sites are built in memory")]

mod support;

use std::collections::BTreeMap;

use jiff::civil::date;
use minutebook::build::{Anew, Options, Site, build, has_errors};
use minutebook::model::{Drafts, stable};
use minutebook::publish::memory::{Memory as Remembered, Needs, Origin};
use minutebook::reader::{Need, States};
use minutebook::source::{Memory, SourceSet, Stamp};
use proptest::prelude::*;
use support::{options, photo, site};

/// Each place, and what may stand there; an empty text is no file.
const PLACES: &[(&str, &[&str])] = &[
    (
        "minutebook.yaml",
        &[
            "title: Test\nbase_url: https://example.org/\ntheme: plain\npaginate: 2\nlanguages: {zh-Hans: {title: 测试}}\ntopics: {roads: {title: {en: Roads, zh-Hans: 道路}}, water: {title: Water}}\nseries: {s: {title: Debriefing, scale: four, reports_from: {kind: village, post: secretary}}}\nscales: {four: {good: Good, fair: Fair}}\n",
            "title: Test\nbase_url: https://example.org/\ntheme: plain\npaginate: 3\npublisher: {organization: orchard}\nmenu: [meetings, series/s]\ntopics: {roads: {title: Roads}, water: {title: Water}}\nseries: {s: {title: Debriefings, scale: four, reports_from: {kind: village, post: secretary}}}\nscales: {four: {good: Good, fair: Fair}}\n",
            "title: Test\nbase_url: https://example.org/\ntheme: street-news\npaginate: 2\nlead: a\ntopics: {roads: {title: Roads}, water: {title: Water}}\nseries: {s: {title: Debriefing, scale: four, reports_from: {kind: village, post: secretary}}}\nscales: {four: {good: Good, fair: Fair}}\n",
        ],
    ),
    ("themes/plain/templates/404.html", &["", "{% extends \"base.html\" %}{% block main %}Gone{% endblock %}"]),
    ("static/a.txt", &["", "A", "B"]),
    (
        "content/organizations/orchard.md",
        &[
            "---\nname: Orchard\nkind: village\n---\n",
            "---\nname: Orchard Village\nkind: village\norder: 2\nsample: true\n---\nTrees.\n",
            "---\nname: Orchard\nkind: community\nfounded: 2023\n---\nSee [it](/news/bus.md#one).\n",
        ],
    ),
    ("content/organizations/orchard.zh-Hans.md", &["", "---\nname: 果园\n---\n"]),
    (
        "content/organizations/mill.md",
        &["---\nname: Mill\nkind: village\norder: 1\n---\n", "---\nname: Mill\nkind: village\nparent: orchard\n---\n"],
    ),
    (
        "content/people/chen.md",
        &[
            "---\nname: Chen\nroles: [{post: secretary, organization: orchard, start: 2015}]\n---\n",
            "---\nname: Chen Ning\nroles: [{post: secretary, role: Party secretary, organization: orchard, start: 2015, end: 2022-12}]\n---\nText.\n",
            "---\nname: Chen\npublic: false\nroles: [{post: secretary, role: Secretary, organization: orchard, start: 2015}]\n---\n",
            "---\nname: Chen\nroles: [{post: secretary, organization: mill, start: 2023}, {post: chair, start: 2010}]\n---\n",
        ],
    ),
    (
        "content/people/li.md",
        &[
            "---\nname: Li\nroles: [{post: secretary, organization: mill, start: 2015}]\n---\n",
            "---\nname: Li\nother_names: [李]\n---\n",
        ],
    ),
    (
        "content/meetings/a/index.md",
        &[
            "---\ntitle: A\nheld: 2022-02-25\ncovers: 2021\nseries: s\nchair: li\ntopics: [water, roads]\nassessment: {visibility: full}\n---\n## One\n\nText.\n",
            "---\ntitle: The A\nheld: 2022-03-25\ncovers: 2021\nseries: s\nchair: {name: Wu}\ntopics: roads\nassessment: {visibility: withheld}\nplace: Hall\n---\n## Two\n\nText.\n",
            "---\ntitle: A\nheld: 2022-02-25\ncovers: 2021\nseries: s\nchair: li\nwithdrawn: {date: 2024-01-01}\n---\n## One\n",
            "---\ntitle: A\nheld: 2022-02-25\nchair: li\nspeakers: [chen]\ncorrections: [{date: 2022-04-01, text: A day.}]\nagenda: [One, Two]\nsuggestions: [Do it]\n---\n## One\n",
        ],
    ),
    ("content/meetings/a/index.zh-Hans.md", &["", "---\ntitle: 会\n---\n文。\n"]),
    (
        "content/meetings/a/orchard.md",
        &[
            "---\nsecretary: chen\nballots: {good: 3, fair: 1}\ncommitments: [{id: road, text: A road, due: 2022-12-31}]\ntopics: water\ncomment: Well done\n---\nSee [the bus](/news/bus.md#one).\n",
            "---\ntitle: The orchard\nsecretary: chen\norganization: orchard\ngrade: good\ncommitments: [{id: road, text: The road, status: done, evidence: words}]\ncomment: {text: So, by: li}\n---\nLong.\n",
            "---\norganization: orchard\nsample: true\ncommitments: [{id: road, text: A road, status: withdrawn}]\nsummary: In short.\n---\n",
            "",
        ],
    ),
    (
        "content/meetings/a/mill.md",
        &[
            "",
            "---\nsecretary: li\norder: 1\n---\n",
            "---\nsecretary: li\ntitle: The mill\nattachments: [{file: a.pdf, role: signed-original}]\n---\n",
        ],
    ),
    ("content/meetings/a/a.pdf", &["PDF", "PDF, signed"]),
    (
        "content/meetings/b/index.md",
        &[
            "",
            "---\ntitle: B\nheld: 2023-02-25\ncovers: 2022\nseries: s\ntopics: roads\n---\n[A](/meetings/a/index.md)\n",
            "---\ntitle: B\nheld: 2025-02-25\nseries: s\n---\n",
            "---\ntitle: B\nheld: 2023-02-25\ncovers: 2022\nseries: s\ndraft: true\n---\n",
        ],
    ),
    (
        "content/meetings/b/orchard.md",
        &[
            "",
            "---\nsecretary: chen\norganization: orchard\nprevious: [{ref: a/orchard/road, status: done, note: Built}]\n---\n",
            "---\nsecretary: li\norganization: mill\ngrade: fair\n---\nMill.\n",
        ],
    ),
    (
        "content/news/bus.md",
        &[
            "---\ntitle: The bus\npublished: 2022-03-01\nabout: a\ntopics: roads\nphotos: [{file: bus.png, alt: A bus}]\n---\n## One\n\nText.\n",
            "---\ntitle: The bus stop\npublished: 2023-03-01\n---\n## One\n\nOther text, ![a bus](bus.png).\n",
            "---\ntitle: The bus\npublished: 2022-03-01\npublic_until: 2024-06-10\n---\n## One\n",
        ],
    ),
    (
        "content/news/tram.md",
        &[
            "",
            "---\ntitle: The tram\npublished: 2024-03-01\ntopics: [roads, water]\n---\n",
            "---\ntitle: The tram\npublished: 2024-06-05\nembargo: 2024-06-10\n---\n",
        ],
    ),
    ("content/news/bus.png", &["one bus", "two bus", "a bus that is wider"]),
    ("content/news/train.md", &["", "---\ntitle: The train\npublished: 2021-03-01\n---\n"]),
    ("content/pages/about.md", &["", "---\ntitle: About\nmenu: 1\n---\nUs.\n", "---\ntitle: About us\n---\nWe.\n"]),
];

/// What stands at every place, and the day on which the site is built.
#[derive(Clone, Debug)]
struct Office {
    chosen: Vec<usize>,
    day: i8,
    /// Counts the edits: the time of the next.
    now: u128,
    times: Vec<u128>,
}

#[derive(Clone, Debug)]
enum Edit {
    Put(usize, usize),
    /// Another time of writing, and nothing else.
    Touch(usize),
    Day(i8),
}

impl Office {
    fn new() -> Office {
        Office { chosen: vec![0; PLACES.len()], day: 1, now: 1, times: vec![1; PLACES.len()] }
    }

    fn apply(&mut self, edit: &Edit) {
        self.now += 1;
        match edit {
            Edit::Put(place, text) => {
                let place = place % PLACES.len();
                self.chosen[place] = text % PLACES[place].1.len();
                self.times[place] = self.now;
            }
            Edit::Touch(place) => self.times[place % PLACES.len()] = self.now,
            Edit::Day(day) => self.day = *day,
        }
    }

    fn files(&self) -> (Memory, SourceSet) {
        let mut memory = Memory::default();
        let mut times = BTreeMap::new();
        for (place, (path, texts)) in PLACES.iter().enumerate() {
            let text = texts[self.chosen[place]];
            if !text.is_empty() {
                let is_photo = path.ends_with(".png");
                memory.insert(path, if is_photo { photo::of_text(text.as_bytes()) } else { text.as_bytes().to_vec() });
                times.insert(*path, self.times[place]);
            }
        }
        let mut sources = memory.list();
        for file in &mut sources.files {
            file.stamp.written = times.get(file.path.as_str()).copied().unwrap_or_default();
        }
        (memory, sources)
    }

    fn options(&self) -> Options {
        Options { today: date(2024, 6, self.day), drafts: Drafts::Skip, ..options() }
    }
}

/// What a build left.
#[derive(Default)]
struct Left {
    base: u64,
    files: BTreeMap<String, (Origin, Vec<u8>)>,
    states: Vec<(Need, u64)>,
}

/// Builds, and holds what need not be made again against what would be made. Gives what was
/// left, and how many files were made and how many of those came out the same.
fn step(site: &Site, memory: &Memory, sources: &SourceSet, left: &Left) -> (Left, usize, usize) {
    let states = site.states(sources, |_| true);
    let remembered = match left.base == site.base() {
        true => {
            let stamps = left.files.keys().map(|path| (path.clone(), Stamp::default())).collect();
            let (mut contents, mut needs) = (Vec::new(), Needs::default());
            for (origin, _) in left.files.values() {
                contents.push(origin.content);
                needs.push(origin.needs.as_deref());
            }
            Remembered::of(stamps, contents, needs, left.states.iter().copied(), &states)
        }
        false => Remembered::default(),
    };
    let mut now = Left { base: site.base(), files: BTreeMap::new(), states: states.all().collect() };
    let (mut made, mut same) = (0, 0);
    for (path, content) in site.paths() {
        let mark = stable(content);
        let fresh = site.make(path, content, memory, &Anew).expect("a page can be made");
        let before = left.files.get(path.as_str());
        let origin = match remembered.still(path.as_str(), mark) {
            Some((_, origin)) => {
                let (_, bytes) = before.expect("it was remembered");
                let shown = || String::from_utf8_lossy(&fresh.bytes).into_owned();
                assert_eq!(String::from_utf8_lossy(bytes), shown(), "{} is left as it was", path.as_str());
                origin
            }
            None => {
                made += 1;
                same += usize::from(before.is_some_and(|(_, bytes)| *bytes == fresh.bytes));
                Origin { content: mark, needs: numbers(&fresh.needs, &states) }
            }
        };
        now.files.insert(path.as_str().to_string(), (origin, fresh.bytes));
    }
    (now, made, same)
}

fn numbers(needs: &Option<Vec<Need>>, states: &States) -> Option<Vec<u32>> {
    needs.as_ref()?.iter().map(|need| states.get(*need).map(|(number, _)| number)).collect()
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        12 => (any::<usize>(), any::<usize>()).prop_map(|(place, text)| Edit::Put(place, text)),
        1 => any::<usize>().prop_map(Edit::Touch),
        1 => (1i8..20).prop_map(Edit::Day),
    ]
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
fn made_after(edits: &[Edit]) -> (usize, usize) {
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

fn place_of(path: &str) -> usize {
    PLACES.iter().position(|(place, _)| *place == path).expect("the place is among those above")
}

#[test]
fn nothing_is_made_where_nothing_has_changed() {
    assert_eq!(made_after(&[]), (0, 0));
    // A new time of writing says nothing of a record; of a file that is copied, its bytes are asked.
    assert_eq!(made_after(&[Edit::Touch(place_of("content/meetings/a/orchard.md"))]), (0, 0));
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
