//! A site that is edited: a number of places, each of which holds one of several files, or none. An
//! edit puts another there. The files are made so that everything that one page can show of another
//! record comes and goes: titles, offices, translations, commitments, links, samples, withdrawals.

#![allow(dead_code, reason = "each test file uses what it needs")]

use std::collections::BTreeMap;

use jiff::civil::date;
use minutebook::build::Options;
use minutebook::model::Drafts;
use minutebook::source::{Memory, SourceSet};
use proptest::prelude::*;

use super::support::{options, photo};

/// Each place, and what may stand there; an empty text is no file.
pub const PLACES: &[(&str, &[&str])] = &[
    (
        "minutebook.yaml",
        &[
            "title: Test\nbase_url: https://example.org/\ntheme: plain\npaginate: 2\nlanguages: {zh-Hans: {title: 测试}}\ntopics: {roads: {title: {en: Roads, zh-Hans: 道路}}, water: {title: Water}}\nseries: {s: {title: Debriefing, scale: four, reports_from: {kind: village, post: secretary}}}\nscales: {four: {good: Good, fair: Fair}}\n",
            "title: Test\nbase_url: https://example.org/\ntheme: plain\npaginate: 3\npublisher: {organization: orchard}\nmenu: [meetings, series/s]\ntopics: {roads: {title: Roads}, water: {title: Water}}\nseries: {s: {title: Debriefings, scale: four, reports_from: {kind: village, post: secretary}}}\nscales: {four: {good: Good, fair: Fair}}\n",
            "title: Test\nbase_url: https://example.org/\ntheme: street-news\npaginate: 2\nlead: a\ntopics: {roads: {title: Roads}, water: {title: Water}}\nseries: {s: {title: Debriefing, scale: four, reports_from: {kind: village, post: secretary}}}\nscales: {four: {good: Good, fair: Fair}}\n",
            "title: Test\nbase_url: https://example.org/\ntheme: plain\npaginate: 2\nlanguages: {zh-Hans: {title: 测试}}\ntopics: {roads: {title: {en: Ways, zh-Hans: 道}}, water: {title: Water}}\nseries: {s: {title: Debriefing, scale: four, reports_from: {kind: village, post: secretary}}}\nscales: {four: {good: Good, fair: Fair}}\n",
            "title: Test\nbase_url: https://example.org/\ntheme: plain\npaginate: 2\nlanguages: {zh-Hans: {title: 测试}}\ntopics: {air: {title: Air}, roads: {title: {en: Roads, zh-Hans: 道路}}, water: {title: Water, about: Of water}}\nseries: {s: {title: Debriefing, scale: four, reports_from: {kind: village, post: secretary}}}\nscales: {four: {good: Good, fair: Fair}}\n",
            "title: Test\nbase_url: https://example.org/\ntheme: plain\npaginate: 2\nlanguages: {zh-Hans: {title: 测试}}\ntopics: {roads: {title: {en: Roads, zh-Hans: 道路}}, water: {title: Water}}\nseries: {s: {title: Debriefing, short: Brief, about: Of work, scale: four, reports_from: {kind: village, post: secretary}}}\nscales: {four: {good: Good, fair: Fair}}\n",
            "title: Test\nbase_url: https://example.org/\ntheme: plain\npaginate: 2\nlanguages: {zh-Hans: {title: 测试}}\ntopics: {roads: {title: {en: Roads, zh-Hans: 道路}}, water: {title: Water}}\nseries: {s: {title: Debriefing, scale: four, reports_from: {kind: village, post: secretary}}}\nscales: {four: {good: Fine, fair: Fair}}\n",
            "title: Test\nbase_url: https://example.org/\ntheme: plain\npaginate: 2\nlanguages: {zh-Hans: {title: 测试}}\ntopics: {roads: {title: {en: Roads, zh-Hans: 道路}}, water: {title: Water}}\nseries: {s: {title: Debriefing, scale: four, reports_from: {kind: village, post: secretary}}}\nscales: {four: {fair: Fair, good: Good}}\n",
            "title: Tested\nbase_url: https://example.org/\ntheme: plain\npaginate: 2\nlanguages: {zh-Hans: {title: 试}}\ntopics: {roads: {title: {en: Roads, zh-Hans: 道路}}, water: {title: Water}}\nseries: {s: {title: Debriefing, scale: four, reports_from: {kind: village, post: secretary}}}\nscales: {four: {good: Good, fair: Fair}}\n",
        ],
    ),
    ("themes/plain/templates/404.html", &["", "{% extends \"base.html\" %}{% block main %}Gone{% endblock %}"]),
    ("themes/plain/templates/title.html", &["", "<h1><u>{{ title }}</u></h1>"]),
    ("themes/plain/static/style.css", &["", "p {}", "b {}"]),
    ("themes/plain/i18n/en.ftl", &["", "reports = Accounts"]),
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
            "---\nname: Chen\nroles: [{post: secretary, organization: orchard, start: 2015, end: 2024-06-08}, {post: secretary, organization: mill, start: 2024-06-05}]\n---\n",
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
            "---\nsecretary: chen\ncommitments: [{id: road, text: A road, due: 2024-06-09, updates: [{date: 2024-06-12, status: done}]}]\n---\n",
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
            "---\ntitle: The tram\npublished: 2024-03-01\ntopics: [air, roads]\n---\n",
            "---\ntitle: The tram\npublished: 2024-06-05\nembargo: 2024-06-10\n---\n",
        ],
    ),
    ("content/news/bus.png", &["one bus", "two bus", "a bus that is wider"]),
    ("content/news/train.md", &["", "---\ntitle: The train\npublished: 2021-03-01\n---\n"]),
    ("content/pages/about.md", &["", "---\ntitle: About\nmenu: 1\n---\nUs.\n", "---\ntitle: About us\n---\nWe.\n"]),
];

/// What stands at every place, and the day on which the site is built.
#[derive(Clone, Debug)]
pub struct Office {
    pub chosen: Vec<usize>,
    pub day: i8,
    /// Counts the edits: the time of the next.
    pub now: u128,
    pub times: Vec<u128>,
}

#[derive(Clone, Debug)]
pub enum Edit {
    Put(usize, usize),
    /// Another time of writing, and nothing else.
    Touch(usize),
    Day(i8),
}

impl Office {
    pub fn new() -> Office {
        Office { chosen: vec![0; PLACES.len()], day: 1, now: 1, times: vec![1; PLACES.len()] }
    }

    pub fn apply(&mut self, edit: &Edit) {
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

    pub fn files(&self) -> (Memory, SourceSet) {
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

    pub fn options(&self) -> Options {
        Options { today: date(2024, 6, self.day), drafts: Drafts::Skip, ..options() }
    }
}

pub fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        12 => (any::<usize>(), any::<usize>()).prop_map(|(place, text)| Edit::Put(place, text)),
        1 => any::<usize>().prop_map(Edit::Touch),
        3 => (1i8..20).prop_map(Edit::Day),
    ]
}

pub fn place_of(path: &str) -> usize {
    PLACES.iter().position(|(place, _)| *place == path).expect("the place is among those above")
}
