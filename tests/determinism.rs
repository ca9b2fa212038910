//! The same input gives the same bytes, whatever the machine, and whatever was built before.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "sites are built on the disk")]

mod support;
#[path = "support/disk.rs"]
mod disk;
#[path = "support/edited.rs"]
mod edited;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use disk::{Tree, assert_same, clean, put, restore, tree, unpack};
use edited::{Edited, by_need, bytes_of, later, retold};
use minutebook::build::{Anew, Parsed, Site, With, build, build_with, has_errors};
use minutebook::diag::{Diagnostic, Extract};
use minutebook::model::{Drafts, Lost};
use minutebook::publish::kept::{self, Input, Kept};
use minutebook::publish::memory::Memory as Remembered;
use minutebook::publish::{Work, publish};
use minutebook::reader::States;
use minutebook::source::{Disk, Memory, SourceSet, list};
use minutebook::span::SourcePath;
use proptest::prelude::*;
use support::{lines, options, site};

/// A little of everything that is sorted, counted, collated or dated.
const SITE: &str = "
-- minutebook.yaml --
title: Test
base_url: https://example.org/
languages: {zh-Hans: {title: 测试}}
timezone: Asia/Shanghai
topics: {roads: {title: {en: Roads, zh-Hans: 道路}}, water: {title: Water}}
series: {s: {title: Debriefing, scale: four, reports_from: {kind: village, post: secretary}}}
scales: {four: {good: Good, fair: Fair}}
-- content/organizations/orchard.md --
---
name: Orchard
kind: village
---
-- content/organizations/mill.md --
---
name: Öre mill
kind: village
---
-- content/organizations/quarry.md --
---
name: 采石场
kind: village
---
-- content/people/chen.md --
---
name: Chen
roles: [{post: secretary, organization: orchard, start: 2015}]
---
-- content/people/li.md --
---
name: Li Ångström
roles: [{post: secretary, organization: mill, start: 2015}]
---
-- content/meetings/a/index.md --
---
title: A
held: 2022-02-25
time: 14:30
published: 2022-03-01 23:30
covers: 2021
series: s
topics: [water, roads]
assessment: {visibility: full}
---
## One

Text.
-- content/meetings/a/index.zh-Hans.md --
---
title: 会
---
文。
-- content/meetings/a/orchard.md --
---
secretary: chen
ballots: {good: 3, fair: 1}
commitments: [{id: road, text: A road, due: 2022-12-31}]
---
-- content/meetings/a/mill.md --
---
secretary: li
---
-- content/meetings/b/index.md --
---
title: B
held: 2023-02-25
covers: 2022
series: s
topics: roads
---
-- content/meetings/b/orchard.md --
---
secretary: chen
previous: [{ref: a/orchard/road, status: done, note: Built, evidence: road.pdf}]
---
-- content/meetings/b/road.pdf --
A road
-- content/news/n.md --
---
title: N
published: 2024-05-04 09:00
about: [a]
aliases: [/old/]
---
[The meeting](../meetings/a/index.md#one)
-- static/CNAME --
example.org
";

/// Publishes the site in a folder, in which nothing may be wrong.
fn published(root: &Path, output: &Path) {
    let disk = Disk { root: root.to_path_buf() };
    let (site, found) = build(&list(&disk).unwrap(), &disk, &options()).unwrap();
    assert!(!has_errors(&found), "{found:#?}");
    publish(
        &site,
        output,
        &Work {
            read: &disk,
            progress: &|_| (),
            step: &|| Ok(()),
            memory: &Remembered::default(),
            states: &States::default(),
            photos: &Anew,
        },
    )
    .unwrap();
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder for the test")
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let memory = site(SITE);
    let one = clean(&memory);
    for threads in [1, 2, 8] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads can be had");
        assert_same(&pool.install(|| clean(&memory)), &one, &format!("with {threads} threads"));
    }
}

#[test]
fn the_second_build_of_a_process_is_as_the_first() {
    let memory = site(SITE);
    assert_same(&clean(&memory), &clean(&memory), "the second time");
}

#[test]
fn findings_come_in_one_order() {
    let memory = site(&SITE.replace("secretary: chen", "secretary: chan").replace("topics: ", "topcis: "));
    let found = || {
        let (_, found) = support::built(&memory, &options());
        found.iter().map(|finding| format!("{:?} {}\n", finding.place, finding.message)).collect::<String>()
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(8).build().expect("threads can be had");
    assert!(found().lines().count() > 3, "{}", found());
    assert_eq!(pool.install(found), found());
}

#[test]
fn the_time_zone_and_the_language_of_the_machine_change_nothing() {
    let root = folder();
    unpack(&site(SITE), root.path());
    let built = |name: &str, environment: &[(&str, &str)]| {
        let output = root.path().join("built").join(name);
        let mut command = Command::new(env!("CARGO_BIN_EXE_minutebook"));
        command.env_clear().envs(environment.iter().copied()).current_dir(root.path());
        let status = command.args(["build", "--quiet", "--today", "2024-06-01", "--output"]).arg(&output).status();
        assert!(status.expect("the program runs").success(), "{environment:?}");
        tree(&output)
    };
    let bare = built("bare", &[]);
    assert_same(&bare, &clean(&site(SITE)), "by the program");
    let machines: [&[(&str, &str)]; 6] = [
        &[("TZ", "Pacific/Kiritimati")],
        &[("TZ", "America/Adak"), ("LANG", "C")],
        &[("LANG", "zh_CN.UTF-8"), ("LC_ALL", "zh_CN.UTF-8")],
        &[("LC_ALL", "tr_TR.UTF-8"), ("LANGUAGE", "tr")],
        &[("LC_ALL", "sv_SE.ISO-8859-1"), ("LC_COLLATE", "sv_SE")],
        &[("RAYON_NUM_THREADS", "1"), ("HOME", "/nowhere"), ("USER", "somebody")],
    ];
    for (index, environment) in machines.into_iter().enumerate() {
        assert_same(&built(&index.to_string(), environment), &bare, &format!("{environment:?}"));
    }
}

fn settings(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, max_shrink_iters: 200, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(settings(8))]

    #[test]
    fn the_order_in_which_files_came_to_be_changes_nothing(
        files in Just(site(SITE).files.into_iter().collect::<Vec<_>>()).prop_shuffle()
    ) {
        let (root, output) = (folder(), folder());
        for (path, bytes) in &files {
            put(root.path(), path.as_str(), bytes);
        }
        published(root.path(), output.path());
        assert_same(&tree(output.path()), &clean(&site(SITE)), "in another order");
    }
}

/// A record of the site that is edited.
#[derive(Clone, Debug)]
struct Entry {
    title: String,
    body: String,
    /// 1 to 28, in a month of its own.
    day: u8,
    standing: &'static str,
}

/// Meetings with a report each, and stories about the first of them, by id.
#[derive(Clone, Debug, Default)]
struct Town {
    meetings: BTreeMap<u8, Entry>,
    stories: BTreeMap<u8, Entry>,
}

impl Town {
    fn files(&self) -> Tree {
        let mut text = String::from(
            "
-- minutebook.yaml --
title: Test
base_url: https://example.org/
paginate: 2
series: {s: {title: Debriefing, reports_from: {kind: village, post: secretary}}}
-- content/organizations/orchard.md --
---
name: Orchard
kind: village
---
-- content/people/chen.md --
---
name: Chen
roles: [{post: secretary, organization: orchard, start: 2000}]
---
",
        );
        for (id, Entry { title, body, day, standing }) in &self.meetings {
            let year = 2010 + u16::from(*id);
            text.push_str(&format!(
                "-- content/meetings/m{id}/index.md --\n---\ntitle: '{title}'\nheld: {year}-02-{day:02}\ncovers: {}\n\
                 series: s\n{standing}\n---\n{body}\n\
                 -- content/meetings/m{id}/orchard.md --\n---\nsecretary: chen\n\
                 commitments: [{{id: c, text: '{title}', due: {}-01-01}}]\n---\n{body}\n",
                year - 1,
                year + 1,
            ));
        }
        let is_public = |entry: &&Entry| entry.standing != "draft: true";
        let about = self.meetings.iter().find(|(_, entry)| is_public(entry)).map(|(id, _)| format!("about: [m{id}]"));
        for (id, Entry { title, body, day, standing }) in &self.stories {
            text.push_str(&format!(
                "-- content/news/s{id}.md --\n---\ntitle: '{title}'\npublished: 2023-03-{day:02}\n{}\n{standing}\n---\n{body}\n",
                about.as_deref().unwrap_or_default(),
            ));
        }
        site(&text).files.into_iter().map(|(path, bytes)| (path.as_str().to_string(), bytes.to_vec())).collect()
    }
}

#[derive(Clone, Debug)]
enum Edit {
    Put(Entry),
    Title(String),
    Body(String),
    Day(u8),
    Standing(&'static str),
    Rename(u8),
    Delete,
}

fn words() -> impl Strategy<Value = String> {
    "[A-Za-z街道]{1,3}( [a-z]{1,3})?"
}

fn entry() -> impl Strategy<Value = Entry> {
    let standing = prop_oneof![4 => Just(""), 1 => Just("draft: true"), 1 => Just("withdrawn: {date: 2024-01-01}")];
    (words(), words(), 1u8..29, standing).prop_map(|(title, body, day, standing)| Entry { title, body, day, standing })
}

fn edit() -> impl Strategy<Value = (bool, u8, Edit)> {
    let standing =
        prop_oneof![Just(""), Just("draft: true"), Just("withdrawn: {date: 2024-01-01}"), Just("sample: true")];
    let edit = prop_oneof![
        3 => entry().prop_map(Edit::Put),
        1 => words().prop_map(Edit::Title),
        1 => words().prop_map(Edit::Body),
        1 => (1u8..29).prop_map(Edit::Day),
        2 => standing.prop_map(Edit::Standing),
        1 => (0u8..6).prop_map(Edit::Rename),
        1 => Just(Edit::Delete),
    ];
    (any::<bool>(), 0u8..6, edit)
}

impl Town {
    fn apply(&mut self, (is_meeting, id, edit): &(bool, u8, Edit)) {
        let records = if *is_meeting { &mut self.meetings } else { &mut self.stories };
        // An edit of what is not there edits the nearest record after it, or the first.
        let there = records.range(id..).chain(records.iter()).map(|(id, _)| *id).next();
        match (edit, there) {
            (Edit::Put(entry), _) => {
                records.insert(*id, entry.clone());
            }
            (_, None) => {}
            (Edit::Delete, Some(id)) => {
                records.remove(&id);
            }
            (Edit::Rename(to), Some(id)) => {
                let entry = records.remove(&id).expect("it was found above");
                records.insert(*to, entry);
            }
            (change, Some(id)) => {
                let entry = records.get_mut(&id).expect("it was found above");
                match change {
                    Edit::Title(title) => entry.title.clone_from(title),
                    Edit::Body(body) => entry.body.clone_from(body),
                    Edit::Day(day) => entry.day = *day,
                    Edit::Standing(standing) => entry.standing = standing,
                    Edit::Put(_) | Edit::Rename(_) | Edit::Delete => unreachable!("they are done above"),
                }
            }
        }
    }
}

/// The list of a site in memory, each file with the time at which it was last put there.
fn stamped(memory: &Memory, times: &mut BTreeMap<SourcePath, (Arc<[u8]>, u128)>, now: u128) -> SourceSet {
    let mut sources = memory.list();
    for file in &mut sources.files {
        let bytes = &memory.files[&file.path];
        let known = times.entry(file.path.clone()).or_insert_with(|| (bytes.clone(), now));
        if known.0 != *bytes {
            *known = (bytes.clone(), now);
        }
        file.stamp.written = known.1;
    }
    sources
}

proptest! {
    #![proptest_config(settings(40))]

    #[test]
    fn what_was_read_before_changes_nothing(
        first in prop::collection::vec((any::<bool>(), 0u8..6, entry()), 1..8),
        edits in prop::collection::vec((edit(), 1u128..200), 1..6),
    ) {
        let (mut town, mut parsed, mut times) = (Town::default(), Parsed::default(), BTreeMap::new());
        for (is_meeting, id, entry) in first {
            town.apply(&(is_meeting, id, Edit::Put(entry)));
        }
        // In steps of a millisecond: shorter and longer than what a clock may be behind.
        let mut now = 1_000_000_000_000_000;
        for (edit, later) in edits {
            let mut memory = Memory::default();
            town.files().into_iter().for_each(|(path, bytes)| memory.insert(&path, bytes));
            let sources = stamped(&memory, &mut times, now);
            now += later * 1_000_000;
            parsed.listing(now);
            let mut with = With { parsed: Some(&mut parsed), ended: &mut |_| () };
            let (site, found) = build_with(&sources, &memory, &options(), &mut with).expect("memory can be read");
            let (clean, expected) = build(&sources, &memory, &options()).expect("memory can be read");
            prop_assert_eq!(&found, &expected);
            let bytes = |site: &Site| -> Vec<(String, Vec<u8>)> {
                let made = site.paths().map(|(path, content)| {
                    (path.as_str().to_string(), site.write(path, content, &memory).expect("a page can be made"))
                });
                made.collect()
            };
            if !has_errors(&found) {
                prop_assert_eq!(bytes(&site), bytes(&clean));
            }
            town.apply(&edit);
        }
    }
}

proptest! {
    #![proptest_config(settings(10))]

    #[test]
    fn a_site_that_was_edited_equals_one_that_was_built_anew(
        first in prop::collection::vec((any::<bool>(), 0u8..6, entry()), 1..8),
        edits in prop::collection::vec(edit(), 1..5),
    ) {
        let (root, output) = (folder(), folder());
        let mut town = Town::default();
        for (is_meeting, id, entry) in first {
            town.apply(&(is_meeting, id, Edit::Put(entry)));
        }
        restore(root.path(), &town.files());
        published(root.path(), output.path());
        for edit in edits {
            town.apply(&edit);
            restore(root.path(), &town.files());
            published(root.path(), output.path());
            let anew = folder();
            published(root.path(), anew.path());
            assert_same(&tree(output.path()), &tree(anew.path()), &format!("after {edit:?}"));
        }
    }
}

#[test]
fn a_site_that_was_built_for_another_address_or_day_is_built_anew() {
    let memory = site(SITE);
    let output = folder();
    let run = |base_url: Option<&str>, month: i8, output: &Path| {
        let today = jiff::civil::date(2024, month, 1);
        let options = minutebook::build::Options { today, base_url: base_url.map(str::to_string), ..options() };
        let (site, found) = support::built(&memory, &options);
        assert!(!has_errors(&found), "{}", lines(&memory, &found));
        publish(
            &site,
            output,
            &Work {
                read: &memory,
                progress: &|_| (),
                step: &|| Ok(()),
                memory: &Remembered::default(),
                states: &States::default(),
                photos: &Anew,
            },
        )
        .unwrap();
    };
    for (base_url, month) in
        [(None, 6), (Some("https://example.net/a/"), 6), (Some("https://example.net/a/"), 12), (None, 6)]
    {
        run(base_url, month, output.path());
        let anew = folder();
        run(base_url, month, anew.path());
        assert_same(&tree(output.path()), &tree(anew.path()), &format!("for {base_url:?} in month {month}"));
    }
}

#[test]
fn a_page_is_made_again_when_any_file_that_it_shows_has_changed() {
    let output = folder();
    let mut memory = site(SITE);
    disk::published(&memory, output.path());
    let photo = |memory: &mut minutebook::source::Memory, width: u8| {
        let text = "---\ntitle: N\npublished: 2024-05-04\nphotos: [{file: p.png, alt: P}]\nattachments: [a.txt]\n---\n";
        memory.insert("content/news/n.md", text.as_bytes().to_vec());
        memory.insert("content/news/p.png", support::photo::of_text(&vec![b'p'; width.into()]));
        memory.insert("content/news/a.txt", vec![b'a'; width.into()]);
    };
    for width in [1, 200] {
        photo(&mut memory, width);
        disk::published(&memory, output.path());
        assert_same(&tree(output.path()), &clean(&memory), &format!("with a photo {width} wide"));
    }
    for (name, element) in [("list.html", "<h1"), ("base.html", "<body"), ("components.html", "<li")] {
        let path = format!("themes/street-news/templates/{name}");
        let own = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(&path)).expect("the theme has it");
        let changed = own.replace(element, &format!("{element} data-changed"));
        assert_ne!(own, changed, "{name} has {element}");
        memory.insert(&path, changed.into_bytes());
        disk::published(&memory, output.path());
        assert_same(&tree(output.path()), &clean(&memory), &format!("with another {name}"));
    }
}

proptest! {
    #![proptest_config(settings(60))]

    #[test]
    fn a_text_that_is_written_anew_is_as_in_a_site_that_is_built_anew(
        first in prop::collection::vec((any::<bool>(), 0u8..6, entry()), 1..8),
        edits in prop::collection::vec((any::<bool>(), 0u8..6, "[a-z街道]{1,3}( #|\n\n## [a-z]|\n\n\\[a\\]\\(/meetings/m1/index.md\\)| two suggestions)?"), 1..4),
    ) {
        let mut town = Town::default();
        for (is_meeting, id, entry) in first {
            town.apply(&(is_meeting, id, Edit::Put(entry)));
        }
        let memory = |town: &Town| {
            let mut memory = Memory::default();
            town.files().into_iter().for_each(|(path, bytes)| memory.insert(&path, bytes));
            memory
        };
        let mut before = memory(&town);
        let (mut site, found) = support::built(&before, &options());
        prop_assume!(!has_errors(&found));
        for (is_meeting, id, body) in edits {
            town.apply(&(is_meeting, id, Edit::Body(body)));
            let now = memory(&town);
            if retold(&mut site, &before, &now).is_none_or(|taken| taken.wrong.is_some()) {
                break;
            }
            assert_same(&bytes_of(&site, &now), &bytes_of(&support::built(&now, &options()).0, &now), "retold");
            before = now;
        }
    }
}

/// Records with every key that is words, in both languages.
const WORDS: &str = "
-- minutebook.yaml --
title: Test
base_url: https://example.org/
paginate: 5
languages: {zh-Hans: {title: 测试}}
topics: {roads: {title: Roads}, water: {title: Water}}
series:
  s: {title: Debriefing, scale: four, reports_from: {kind: village, post: secretary}}
  t: {title: Hearing, scale: four}
scales: {four: {good: Good, fair: Fair}}
review: {levels: [one, two]}
-- content/organizations/orchard.md --
---
name: Orchard
kind: village
order: 2
other_names: [Old Orchard]
---
An orchard.
-- content/organizations/mill.md --
---
name: Mill
kind: village
order: 1
founded: 2001-05-06
---
-- content/people/chen.md --
---
name: Chen
sort_name: chen
other_names: [陈]
roles: [{post: secretary, role: Secretary, organization: orchard, start: 2015}]
---
-- content/people/li.md --
---
name: Li
roles: [{post: secretary, organization: mill, start: 2015}]
---
-- content/people/wu.md --
---
name: Wu
public: false
roles: [{post: clerk, start: 2015}]
---
-- content/meetings/a/index.md --
---
title: A meeting
held: 2022-02-25
time: 14:30
published: 2022-03-01 23:30
covers: 2021
summary: What was done
series: s
status: held
number: No 7
place: {name: Town hall, room: Room 3}
organizer: mill
chair: {person: chen, role: Chair}
speakers: [{name: Mr Gao}]
present: [{person: wu}, {person: li}]
apologies: [{name: Ms He, reason: Ill}]
attendance: {expected: 20, present: 18}
agenda: [First, Second]
suggestions: [Mend the road, Clean the well]
emphasis: [Be thorough]
decisions: [{text: To build, moved_by: {person: li}, votes: {for: 5, against: 1}}]
assessment: {by: Everybody, visibility: full, ballots: {issued: 9, valid: 9}, result: {good: 1}}
topics: [water, roads]
source: {title: A report, url: 'https://example.com/1', notes: [Odd]}
author: {name: Mr Author}
review: [{level: one, by: {person: li}, date: 2022-03-02}]
corrections: [{date: 2022-03-05, text: The room was 3}]
---
## One

Text.
-- content/meetings/a/index.zh-Hans.md --
---
title: 会议
summary: 做了什么
suggestions: [修路, 清井]
---
文。
-- content/meetings/a/orchard.md --
---
secretary: chen
title: The orchard
summary: In short
order: 1
mode: oral
comment: Well done
ballots: {good: 3, fair: 1}
grade: good
problems: [{text: Mud, cause: Rain}]
commitments:
  - {id: road, text: A road, due: 2022-12-31, responsible: {person: chen}}
  - {id: well, text: A well, updates: [{date: 2022-06-01, status: in-progress, text: Begun}]}
topics: [roads]
---
Report. See [the decision](index.md#decision-1).
-- content/meetings/a/mill.md --
---
secretary: li
order: 2
---
The mill.
-- content/meetings/b/index.md --
---
title: B meeting
held: 2023-02-25
covers: 2022
series: s
---
-- content/meetings/b/orchard.md --
---
secretary: chen
previous:
  - {ref: a/orchard/road, status: done, note: Built, evidence: A stone}
  - {ref: a/orchard/well, status: in-progress}
---
-- content/meetings/b/mill.md --
---
secretary: li
---
-- content/news/n.md --
---
title: News
published: 2022-05-04
summary: A piece
about: [a]
aliases: [/old/]
---
[The meeting](../meetings/a/index.md#one)
-- content/pages/about.md --
---
title: About
menu: 1
---
About.
";

/// Reports more, so that one can stand before, behind and among others.
const REPORTS: &str = "
-- content/meetings/a/barn.md --
---
secretary: chen
organization: mill
order: 2
topics: [water]
commitments: [{id: door, text: A door, due: 2022-10}]
---
The barn.
-- content/meetings/b/barn.md --
---
secretary: li
order: 1
topics: [roads, water]
---
The barn again.
-- content/meetings/c/index.md --
---
title: B meeting
held: 2023-02-25
covers: 2022
series: s
---
-- content/meetings/c/barn.md --
---
organization: orchard
topics: [water]
---
";

/// Records that may come to these, in an order in which they can.
const ARRIVALS: &str = "
-- content/meetings/a/attic.md --
---
organization: orchard
sample: true
---
An attic. [The mill](mill.md)
-- content/meetings/a/shed.md --
---
secretary: li
organization: orchard
order: 1
ballots: {good: 2}
commitments: [{id: roof, text: A roof, due: 2022-12-31}]
topics: [water]
---
The shed.
-- content/meetings/a/orchard.zh-Hans.md --
---
comment: 好
commitments: [{text: 一条路}, {text: 一口井}]
---
报告。
-- content/meetings/b/index.zh-Hans.md --
---
title: 乙会
---
-- content/organizations/mill.zh-Hans.md --
---
name: 磨坊
---
-- content/people/li.zh-Hans.md --
---
name: 李
---
-- content/pages/about.zh-Hans.md --
---
title: 关于
---
[一](/news/n/)
-- content/news/n.zh-Hans.md --
---
title: 新闻
---
-- content/meetings/aa/index.md --
---
title: Between
held: 2023-06
series: t
---
-- content/meetings/b/shed.md --
---
secretary: li
previous: [{ref: a/orchard/well, status: done, note: Dug}]
corrections: [{date: 2024-01-01, text: Wet}]
---
-- content/meetings/d/index.md --
---
title: D meeting
held: 2022-06-01
covers: 2021
series: s
organizer: mill
chair: {person: li}
topics: [roads, water]
reports: [mill]
---
## One
-- content/meetings/d/index.zh-Hans.md --
---
title: 丁会
---
## 一
-- content/meetings/d/mill.md --
---
secretary: li
commitments: [{id: sail, text: A sail}]
---
The mill.
-- content/meetings/e/index.md --
---
title: E meeting
held: 2023-02-25
status: cancelled
sample: true
---
-- content/news/m.md --
---
title: Older news
published: 2022-05-04
about: [a]
topics: roads
---
See [n](n.md#source).
-- content/news/o.md --
---
title: Newer news
published: 2023-12-04T10:00
corrections: [{date: 2024-01-01, text: Not so}]
---
-- content/people/an.md --
---
name: An
sort_name: aa
roles: [{post: secretary, organization: mill, start: 2003, end: 2014}, {post: clerk, organization: orchard, start: 2020}]
---
Somebody.
-- content/people/an.zh-Hans.md --
---
name: 安
---
-- content/people/zhou.md --
---
name: Zhou
---
-- content/meetings/d/zhou.md --
---
secretary: zhou
organization: orchard
---
-- content/pages/help.md --
---
title: Help
menu: 0
corrections: [{date: 2024-01-01, text: Not so}]
---
## How
-- content/news/old.md --
---
title: Old news
published: 2017-05-04
---
-- content/meetings/soon/index.md --
---
title: Next meeting
held: 2027-05-04
---
-- content/news/p.md --
---
title: Drafted news
published: 2022-05-04
draft: true
---
";

/// Files that records show and offer, one that would stand where a feed does, and some that are published as they are.
const BESIDE: [&str; 9] = [
    "content/meetings/a/p.png",
    "content/meetings/a/t.txt",
    "content/meetings/b/p.png",
    "content/meetings/b/t.txt",
    "content/news/p.png",
    "content/people/p.png",
    "content/organizations/mill/feed.xml",
    "static/was/index.html",
    "static/meetings/b/t.txt",
];

/// Records of which some show and offer files, with these.
fn with_files(records: &str) -> Memory {
    let records = records
        .replace("number: No 7", "number: No 7\nphotos: [{file: p.png, alt: P}]\nattachments: [t.txt]")
        .replace("sort_name: chen", "photo: {file: p.png, alt: C}\nsort_name: chen")
        .replace("[The meeting](", "![P](/meetings/a/p.png) [T](/meetings/a/t.txt)\n[The meeting](");
    let mut memory = site(&records);
    BESIDE[..7].iter().for_each(|path| memory.insert(path, beside(path, 0)));
    memory
}

/// One of several versions of a file.
fn beside(path: &str, version: u8) -> Vec<u8> {
    match path.ends_with(".png") {
        // Of the last two one is as large as the other.
        true => support::photo::of_text(&vec![b'a' + version; 1 + 40 * usize::from(version.min(1))]),
        false => vec![b'a' + version; 1 + usize::from(version.min(1))],
    }
}

/// What is written into a site.
#[derive(Clone, Debug)]
enum Writing {
    /// A file beside records comes, goes, or is another one.
    File { which: usize, version: Option<u8> },
    /// A line of a record another way.
    Line { record: usize, line: usize, how: u8 },
    /// Some records that stand behind each other among those that may come, or come back.
    Arrivals { first: usize, count: usize },
    /// Some records that stand behind each other go.
    Departures { first: usize, count: usize },
    /// A record, a meeting with all that lies in its folder, gets another name, and may keep its old address.
    Renaming { record: usize, keeps: bool },
}

fn writing() -> impl Strategy<Value = Writing> {
    let line = (0usize..100, 0usize..40, 0u8..47).prop_map(|(record, line, how)| Writing::Line { record, line, how });
    let arrivals = (0usize..17, 1usize..4).prop_map(|(first, count)| Writing::Arrivals { first, count });
    let departures = (0usize..40, 1usize..4).prop_map(|(first, count)| Writing::Departures { first, count });
    let renaming = (0usize..40, any::<bool>()).prop_map(|(record, keeps)| Writing::Renaming { record, keeps });
    let file =
        (0..BESIDE.len(), prop::option::of(0u8..3)).prop_map(|(which, version)| Writing::File { which, version });
    prop_oneof![3 => line, 1 => arrivals, 1 => departures, 1 => renaming, 1 => file]
}

impl Writing {
    /// The site with what is written; nothing where that does not fit it.
    fn into(self, before: &Memory) -> Option<Memory> {
        let mut now = before.clone();
        let is_record = |path: &&SourcePath| kept::is_record(path);
        let may_go = |path: &&SourcePath| {
            let is_there_for_others =
                ["content/people/", "content/organizations/"].iter().any(|folder| path.as_str().starts_with(folder));
            kept::is_record(path) && !is_there_for_others || path.as_str().ends_with(".zh-Hans.md")
        };
        match self {
            Writing::File { which, version } => {
                now.files.remove(&SourcePath::new(BESIDE[which]));
                version.into_iter().for_each(|version| now.insert(BESIDE[which], beside(BESIDE[which], version)));
            }
            Writing::Line { record, line, how } => {
                let records: Vec<&SourcePath> = before.files.keys().filter(is_record).collect();
                let path = records[record % records.len()];
                now.insert(path.as_str(), another_way(&before.files[path], line, how)?);
            }
            Writing::Arrivals { first, count } => {
                let all = site(&(ARRIVALS.to_string() + WORDS + REPORTS)).files;
                let those = all.iter().filter(|(path, _)| is_record(path)).skip(first).take(count);
                for (path, bytes) in those {
                    now.files.entry(path.clone()).or_insert_with(|| bytes.clone());
                }
            }
            Writing::Departures { first, count } => {
                let may_go: Vec<&SourcePath> = before.files.keys().filter(may_go).collect();
                may_go.iter().cycle().skip(first % may_go.len()).take(count).for_each(|path| {
                    now.files.remove(*path);
                });
            }
            Writing::Renaming { record, keeps } => {
                let may_go: Vec<&SourcePath> = before.files.keys().filter(may_go).collect();
                let path = may_go[record % may_go.len()].as_str();
                let (old, new) = match path.split_once("/index.") {
                    Some((folder, _)) => (format!("{folder}/"), format!("{folder}x/")),
                    None => {
                        let (name, ending) = path.split_at(path.find('.')?);
                        (path.to_string(), format!("{name}x{ending}"))
                    }
                };
                for (path, bytes) in before.files.iter().filter(|(path, _)| path.as_str().starts_with(&old)) {
                    now.files.remove(path);
                    let address = path.as_str().trim_start_matches("content").trim_end_matches(".md");
                    let alias = format!("---\naliases: [{}]\n", address.trim_end_matches("/index"));
                    let bytes = match std::str::from_utf8(bytes) {
                        Ok(text) if keeps => text.replacen("---\n", &alias, 1).into_bytes(),
                        _ => bytes.to_vec(),
                    };
                    now.insert(&path.as_str().replacen(&old, &new, 1), bytes);
                }
            }
        }
        (now.files != before.files).then_some(now)
    }
}

/// The file at a place with one of its lines another way; nothing where that way does not fit it.
fn another_way(bytes: &[u8], line: usize, how: u8) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(bytes).expect("the site is UTF-8");
    let mut lines: Vec<String> = text.lines().map(str::to_string).collect();
    let at = line % lines.len();
    let is_word = |c: char| c.is_alphabetic();
    match how {
        0 => drop(lines.remove(at)),
        1 => lines[at].push_str(" more"),
        2 => {
            let place = lines[at].rfind(|c: char| c.is_ascii_digit())?;
            let digit = lines[at].as_bytes()[place];
            lines[at].replace_range(place..=place, if digit == b'9' { "8" } else { "9" });
        }
        3 => {
            let place = lines[at].rfind(char::is_uppercase)?;
            let end = lines[at][place..].find(|c| !is_word(c)).map_or(lines[at].len(), |end| place + end);
            lines[at].replace_range(place..end, "Other");
        }
        4 => lines.insert(at, "summary: Another, see [Chen](/people/chen.md)".into()),
        5 => lines.insert(at, "corrections: [{date: 2024-01-01, text: It was wrong}]".into()),
        6 => lines.insert(at, "topics: [water]".into()),
        7 => lines.insert(at, "commitments: [{id: new, text: New, due: 2023-12-31}]".into()),
        8 => lines.insert(at, "previous: [{ref: a/orchard/well, status: done}]".into()),
        9 => lines.insert(at, "order: 1".into()),
        10 => lines.insert(at, "organization: mill".into()),
        11 => lines.insert(at, "secretary: chen".into()),
        12 => lines.insert(at, "series: t".into()),
        13 => lines.insert(at, "status: postponed".into()),
        14 => lines.insert(at, "organizer: orchard".into()),
        15 => lines.insert(at, "reports: [mill, orchard]".into()),
        17 => lines.insert(at, "draft: true".into()),
        26 | 27 => lines.insert(at, "photos: [{file: p.png, alt: P}]".into()),
        28 => lines.insert(at, "attachments: [t.txt]".into()),
        29 => lines.insert(at, "attachments: [{file: p.png, role: signed-original}]".into()),
        30 => lines.push("![P](/meetings/a/p.png) [T](/meetings/b/t.txt)".into()),
        32 => lines.insert(at, "aliases: [/was/]".into()),
        33 => lines.insert(at, "aliases: [/Was, /news/n/, /old/was.html]".into()),
        34 => lines.insert(at, "aliases: [/was/x.html]".into()),
        36 => lines.push("Call 13812345678.".into()),
        37 => lines.push("## Two\n\n#### Four\n\n[](/news/)".into()),
        38 => lines.insert(at, "photos: [{file: p.png}]".into()),
        39 => lines.insert(at, "summary: Call 13812345678".into()),
        35 => lines.push("It [was](/was/), and [was](/old).".into()),
        31 => lines.push("[Feed](/organizations/mill/feed.xml) ![N](/news/p.png)".into()),
        16 => {
            lines.push("Under [roads](/topics/roads/), of [2022](/archive/2022), [more](/topics/roads/page/1/).".into())
        }
        40 => lines.insert(at, "about: [b]".into()),
        41 => lines[at].push_str(": ["),
        42 | 43 => lines.insert(at, "withdrawn: {date: 2024-01-01, reason: Wrong}".into()),
        44 => lines.insert(at, "public_until: 2023-01-01".into()),
        45 => lines.insert(at, "public_until: 2093-01-01".into()),
        46 => lines.insert(at, "embargo: 2093-01-01".into()),
        _ => {
            let other = [
                ("roads", "water"),
                ("water", "roads"),
                ("in-progress", "done"),
                ("done", "not-done"),
                ("secretary: chen", "secretary: li"),
                ("secretary: li", "secretary: chen"),
                ("organization: mill", "organization: orchard"),
                ("organization: orchard", "organization: mill"),
                ("person: chen", "person: li"),
                ("name: Li", "name: Lee"),
                ("visibility: full", "visibility: withheld"),
                ("valid: 9", "valid: 3"),
                ("published: 2022-03-01", "published: 2023-02-26"),
                ("held: 2022-02-25", "held: 2022-11-05"),
                ("held: 2022-02-25", "held: 2022"),
                ("held: 2023-02-25", "held: 2023-06-01"),
                ("held: 2023-02-25", "held: 2023-02"),
                ("held: 2022-02-25", "held: 2021-11-05"),
                ("held: 2023-02-25", "held: 2022-02-25"),
                ("published: 2022", "published: 2021"),
                ("covers: 2022", "covers: 2024"),
                ("series: s", "series: t"),
                ("series: t", "series: s"),
                ("status: held", "status: cancelled"),
                ("organizer: mill", "organizer: orchard"),
                ("evidence: A stone", "evidence: p.png"),
                ("evidence: p.png", "evidence: https://example.org/"),
                ("text: Begun", "text: Begun, evidence: t.txt"),
                ("file: p.png, alt", "file: q.png, alt"),
            ];
            let fitting: Vec<_> = other.into_iter().filter(|(word, _)| lines[at].contains(word)).collect();
            let (word, other) = *fitting.get(how as usize % fitting.len().max(1))?;
            lines[at] = lines[at].replace(word, other);
        }
    }
    Some((lines.join("\n") + "\n").into_bytes())
}

proptest! {
    #![proptest_config(settings(300))]

    #[test]
    fn what_is_taken_in_of_front_matter_is_as_in_a_site_that_is_built_anew(
        writings in prop::collection::vec((writing(), prop::bool::weighted(0.3)), 1..6),
        length in prop_oneof![Just(1), Just(2), Just(5)],
        photos in prop_oneof![Just("warning"), Just("off"), Just("error")],
        drafts in prop_oneof![Just(Drafts::Skip), Just(Drafts::Include)],
    ) {
        let settings = format!("paginate: {length}\nchecks: {{image-without-alt: {photos}}}");
        let files = with_files(&(WORDS.replace("paginate: 5", &settings) + REPORTS));
        let mut edited = Edited::of(files, minutebook::build::Options { drafts, ..options() });
        let (mut now, mut how) = (edited.files.clone(), String::new());
        for (writing, with_next) in writings {
            how += &format!("{writing:?}");
            now = writing.into(&now).unwrap_or(now);
            if with_next {
                continue;
            }
            if now.files != edited.files.files && edited.tell(now, &how).is_none() {
                break;
            }
            (now, how) = (edited.files.clone(), String::new());
        }
    }
}

proptest! {
    #![proptest_config(settings(80))]

    #[test]
    fn a_site_that_was_kept_is_as_one_that_is_built_anew(
        first in prop::collection::vec((any::<bool>(), 0u8..6, entry()), 1..8),
        edits in prop::collection::vec(edit(), 0..3),
        drafts in prop_oneof![Just(Drafts::Skip), Just(Drafts::Include)],
    ) {
        let (root, mut town) = (folder(), Town::default());
        for (is_meeting, id, entry) in first {
            town.apply(&(is_meeting, id, Edit::Put(entry)));
        }
        restore(root.path(), &town.files());
        let disk = Disk { root: root.path().to_path_buf() };
        let options = minutebook::build::Options { drafts, ..options() };
        let sources = list(&disk).unwrap();
        let (site, found) = build(&sources, &disk, &options).unwrap();
        keep(root.path(), &options, &sources, later(), &site, &found);
        // Longer than a clock of a file system stands still.
        std::thread::sleep(Duration::from_millis(20));
        let before = town.files();
        edits.iter().for_each(|edit| town.apply(edit));
        let now = town.files();
        for (path, bytes) in now.iter().filter(|(path, bytes)| before.get(*path) != Some(*bytes)) {
            put(root.path(), path, bytes);
        }
        for gone in before.keys().filter(|path| !now.contains_key(*path) && !path.ends_with('/')) {
            std::fs::remove_file(root.path().join(gone)).unwrap();
        }
        let sources = list(&disk).unwrap();
        let (clean, found) = build(&sources, &disk, &options).unwrap();
        let recalled = recalled(root.path(), &options);
        prop_assert!(recalled.is_some() || !edits.is_empty() || has_errors(&found), "nothing has changed");
        if let Some(kept) = recalled {
            prop_assert_eq!(kept.said, Extract::of(&found, 20));
            prop_assert_eq!(kept.wrong.is_some(), has_errors(&found));
            if has_errors(&found) {
                return Ok(());
            }
            prop_assert_eq!(by_need(&kept.states), by_need(&clean.states(&sources, |stamp| stamp.is_settled(later()))));
            assert_same(&bytes_of(&kept.site, &disk), &bytes_of(&clean, &disk), "kept");
        }
    }
}

/// Records on which something falls due, comes or ends on some day.
const DATES: &str = "
-- minutebook.yaml --
title: Test
base_url: https://example.org/
series: {s: {title: Debriefing, reports_from: {kind: village, post: secretary}}}
checks: {held-in-future: warning}
-- content/organizations/orchard.md --
---
name: Orchard
kind: village
---
-- content/people/chen.md --
---
name: Chen
roles:
  - {post: secretary, role: Secretary, organization: orchard, start: 2015, end: 2024-03}
  - {post: clerk, role: Clerk, organization: orchard, start: 2024-09-01}
---
-- content/people/li.md --
---
name: Li
roles: [{post: secretary, role: Secretary, organization: orchard, start: 2024-04}]
---
-- content/meetings/a/index.md --
---
title: A
held: 2023-02-25
series: s
covers: 2022
published: 2023-03-10
---
-- content/meetings/a/orchard.md --
---
secretary: chen
commitments:
  - {id: road, text: Mend the road, due: 2024-05}
  - {id: well, text: Dig a well, updates: [{date: 2024-07-08, status: done}]}
  - {id: lamp, text: Hang a lamp}
---
-- content/meetings/b/index.md --
---
title: B
held: 2024-08-20
series: s
covers: 2023
---
-- content/meetings/b/orchard.md --
---
secretary: li
previous: [{ref: a/orchard/lamp, status: in-progress}]
---
-- content/meetings/c/index.md --
---
title: C
held: 2024-10-30
status: held
---
-- content/news/now.md --
---
title: Now
published: 2024-06-15
public_until: 2024-11-30
---
-- content/news/then.md --
---
title: Then
published: 2024-06-15
embargo: 2024-07-31T12:00:00
---
-- content/news/soon.md --
---
title: Soon
published: 2024-12-24
embargo: 2024-12-24
---
";

/// A day that many days behind the beginning of 2024.
fn day(days: i64) -> minutebook::build::Options {
    use jiff::ToSpan;
    minutebook::build::Options { today: jiff::civil::date(2024, 1, 1) + days.days(), ..options() }
}

proptest! {
    #![proptest_config(settings(150))]

    #[test]
    fn what_was_kept_is_on_a_later_day_as_what_is_built_then(
        from in 0i64..420, later_by in prop_oneof![0i64..12, 0i64..120], edited in any::<bool>(),
    ) {
        let (root, memory) = (folder(), site(DATES));
        unpack(&memory, root.path());
        let disk = Disk { root: root.path().to_path_buf() };
        let sources = list(&disk).unwrap();
        let (built, found) = build(&sources, &disk, &day(from)).unwrap();
        prop_assert!(!has_errors(&found), "{}", lines(&memory, &found));
        keep(root.path(), &day(from), &sources, later(), &built, &found);
        if edited {
            std::thread::sleep(Duration::from_millis(20));
            put(root.path(), "content/people/li.md", [&memory.files[&SourcePath::new("content/people/li.md")], &b"More.\n"[..]].concat());
        }
        let then = day(from + later_by);
        let kept = recalled(root.path(), &then);
        let mut turned = built;
        prop_assert_eq!(turned.turn_to(then.today).is_some(), kept.is_some(), "a site that is held holds as long");
        let Some(kept) = kept else {
            prop_assert!(later_by > 0, "it is the same day");
            return Ok(());
        };
        let sources = list(&disk).unwrap();
        let (clean, found) = build(&sources, &disk, &then).unwrap();
        prop_assert_eq!(&kept.said, &Extract::of(&found, 20));
        prop_assert_eq!(by_need(&kept.states), by_need(&clean.states(&sources, |stamp| stamp.is_settled(later()))));
        assert_same(&bytes_of(&kept.site, &disk), &bytes_of(&clean, &disk), "kept");
        if !edited {
            assert_same(&bytes_of(&turned, &disk), &bytes_of(&clean, &disk), "held");
        }
    }
}

#[test]
fn what_was_promised_falls_due_in_a_site_that_is_kept() {
    let overdue = |severity: &str| {
        let root = folder();
        let checks = "checks: {held-in-future: warning";
        unpack(&site(&DATES.replace(checks, &format!("{checks}, commitment-overdue: {severity}"))), root.path());
        let disk = Disk { root: root.path().to_path_buf() };
        let sources = list(&disk).unwrap();
        // The thirtieth of May, when the road may yet be mended, and the first of June.
        let (built, found) = build(&sources, &disk, &day(150)).unwrap();
        keep(root.path(), &day(150), &sources, later(), &built, &found);
        let said =
            |found: &Extract| found.first.iter().filter(|found| found.check.name() == "commitment-overdue").count();
        assert_eq!(said(&Extract::of(&found, 20)), 0);
        recalled(root.path(), &day(152)).map(|kept| said(&kept.said))
    };
    assert_eq!(overdue("warning"), Some(1));
    assert_eq!(overdue("off"), Some(0));
    assert_eq!(overdue("error"), None, "nothing is published then");
}

#[test]
fn what_was_kept_counts_until_something_falls_due() {
    let root = folder();
    unpack(&site(DATES), root.path());
    let disk = Disk { root: root.path().to_path_buf() };
    let sources = list(&disk).unwrap();
    // The second of June, after the road was due, until the story of the fifteenth is out.
    let (built, found) = build(&sources, &disk, &day(153)).unwrap();
    keep(root.path(), &day(153), &sources, later(), &built, &found);
    let is_known = |days| recalled(root.path(), &day(days)).is_some();
    assert!(is_known(153) && is_known(165));
    assert!(!is_known(166), "the fifteenth");
    assert!(!is_known(152), "a day before");
}

#[test]
fn what_was_kept_counts_only_for_the_settings_and_the_files_of_then() {
    let (root, disk) = kept_site();
    let is_known = |options: &minutebook::build::Options| recalled(root.path(), options).is_some();
    assert!(is_known(&options()));
    assert!(!is_known(&minutebook::build::Options { drafts: Drafts::Include, ..options() }));
    put(root.path(), "content/meetings/a/index.md", b"---\ntitle: Again\nheld: 2022-02-25\n---\n");
    assert!(!is_known(&options()), "other keys have gone");
    put(root.path(), "content/meetings/a/index.md", &site(SITE).files[&SourcePath::new("content/meetings/a/index.md")]);
    assert!(is_known(&options()));
    let template = "themes/street-news/templates/new.html";
    put(root.path(), template, b"{{ title }}");
    assert!(!is_known(&options()), "a template has come");
    std::fs::remove_file(root.path().join(template)).unwrap();
    assert!(is_known(&options()));
    let file = root.path().join(".minutebook/archive-built");
    let whole = std::fs::read(&file).unwrap();
    for place in [0, 40, whole.len() / 3, whole.len() - 1] {
        let mut damaged = whole.clone();
        damaged[place] ^= 4;
        std::fs::write(&file, damaged).unwrap();
        assert!(!is_known(&options()), "damaged at {place}");
        std::fs::write(&file, &whole[..place]).unwrap();
        assert!(!is_known(&options()), "cut at {place}");
    }
    std::fs::write(&file, &whole).unwrap();

    // Whether a record is as it was written is found out by whoever looks at it.
    let is_sound = || {
        let Some(Kept { site, .. }) = recalled(root.path(), &options()) else { return false };
        let all = || site.paths().all(|(path, content)| site.write(path, content, &disk).is_ok());
        Lost::catch(all).unwrap_or(false)
    };
    assert!(is_sound());
    let file = root.path().join(".minutebook/records-built");
    let whole = std::fs::read(&file).unwrap();
    for place in [0, 40, whole.len() / 3, whole.len() / 2, whole.len() - 50, whole.len() - 1] {
        let mut damaged = whole.clone();
        damaged[place] ^= 4;
        std::fs::write(&file, damaged).unwrap();
        assert!(!is_sound(), "damaged at {place}");
        std::fs::write(&file, &whole[..place]).unwrap();
        assert!(!is_sound(), "cut at {place}");
    }
    std::fs::write(&file, &whole).unwrap();
    assert!(is_sound());
}

#[test]
fn what_was_kept_stands_under_another_configuration_and_theme() {
    let (root, disk) = kept_site();
    let configured = String::from_utf8(site(SITE).files[&SourcePath::new("minutebook.yaml")].to_vec()).unwrap();
    let configured =
        configured.replace("title: Test", "title: Of the town").replace("water:", "air: {title: Air}, water:");
    put(root.path(), "minutebook.yaml", configured.as_bytes());
    put(root.path(), "themes/street-news/templates/story.html", b"{{ title }}");
    put(root.path(), "themes/street-news/i18n/en.ftl", b"reports = Accounts");
    let story = b"---\ntitle: The kite\npublished: 2022-03-02\ntopics: air\n---\n";
    put(root.path(), "content/news/kite.md", story);
    let recalled = recalled(root.path(), &options()).expect("all of it can be told");
    let sources = list(&disk).unwrap();
    let (clean, found) = build(&sources, &disk, &options()).unwrap();
    assert_eq!(recalled.said, Extract::of(&found, 20));
    assert_eq!(by_need(&recalled.states), by_need(&clean.states(&sources, |stamp| stamp.is_settled(later()))));
    assert_same(&bytes_of(&recalled.site, &disk), &bytes_of(&clean, &disk), "kept");
    // As it is kept once more, with a topic that came.
    keep(root.path(), &options(), &sources, later(), &recalled.site, &found);
    put(root.path(), "content/news/kite.md", [&story[..], b"Another text.\n"].concat());
    let again = self::recalled(root.path(), &options()).expect("a text can be told");
    assert_same(
        &bytes_of(&again.site, &disk),
        &bytes_of(&build(&list(&disk).unwrap(), &disk, &options()).unwrap().0, &disk),
        "kept again",
    );
}

#[test]
fn a_record_that_was_written_just_now_is_read_again() {
    let root = folder();
    unpack(&site(SITE), root.path());
    std::thread::sleep(Duration::from_millis(100));
    let disk = Disk { root: root.path().to_path_buf() };
    let write = |text: &str| put(root.path(), "content/meetings/a/index.zh-Hans.md", text.as_bytes());
    write("---\ntitle: 会\n---\n甲。\n");
    let sources = list(&disk).unwrap();
    let (built, found) = build(&sources, &disk, &options()).unwrap();
    // As if nothing of the file's stamp had changed.
    write("---\ntitle: 会\n---\n乙。\n");
    let sources = list(&disk).unwrap();
    let listed = later() - 1_000_000_000;
    keep(root.path(), &options(), &sources, listed, &built, &found);
    let recalled = recalled(root.path(), &options()).expect("the others are older").site;
    let page = recalled.paths().find(|(path, _)| path.as_str() == "zh-hans/meetings/a/index.html").unwrap();
    let bytes = recalled.write(page.0, page.1, &disk).expect("a page can be made");
    assert!(String::from_utf8(bytes).unwrap().contains("乙。"));
}

#[test]
fn what_is_far_behind_is_kept_once_more() {
    let root = folder();
    unpack(&site(&(WORDS.to_string() + REPORTS)), root.path());
    let disk = Disk { root: root.path().to_path_buf() };
    let sources = list(&disk).unwrap();
    let (built, found) = build(&sources, &disk, &options()).unwrap();
    keep(root.path(), &options(), &sources, later(), &built, &found);
    let come = |number: usize| {
        // Before, between and behind those that are there.
        let id = ["a", "n", "z"][number % 3];
        let text = format!("---\ntitle: Story {number}\npublished: 2022-05-{number:02}\n---\n");
        put(root.path(), &format!("content/news/{id}{number}.md"), text.as_bytes());
    };
    (1..=16).for_each(come);
    assert!(!recalled(root.path(), &options()).expect("nothing else has changed").is_behind);
    come(17);
    put(
        root.path(),
        "content/meetings/a/shed.md",
        b"---\nsecretary: li\ncommitments: [{id: roof, text: A roof}]\n---\n",
    );
    let behind = recalled(root.path(), &options()).expect("nothing else has changed");
    assert!(behind.is_behind);
    let sources = list(&disk).unwrap();
    let input = Input { root: root.path(), name: kept::BUILT, options: &options(), sources: &sources, listed: later() };
    kept::keep(input, &behind.site, behind.said, &behind.states);
    put(
        root.path(),
        "content/meetings/a/shed.md",
        b"---\nsecretary: li\norder: 1\ncommitments: [{id: roof, text: A roof, due: 2022-05}]\n---\n",
    );
    let recalled = recalled(root.path(), &options()).expect("nothing else has changed");
    assert!(!recalled.is_behind);
    let sources = list(&disk).unwrap();
    let (clean, found) = build(&sources, &disk, &options()).unwrap();
    assert_eq!(recalled.said, Extract::of(&found, 20));
    assert_eq!(by_need(&recalled.states), by_need(&clean.states(&sources, |stamp| stamp.is_settled(later()))));
    assert_same(&bytes_of(&recalled.site, &disk), &bytes_of(&clean, &disk), "kept");
}

/// `SITE` in a folder, and kept there.
fn kept_site() -> (tempfile::TempDir, Disk) {
    let root = folder();
    unpack(&site(SITE), root.path());
    let disk = Disk { root: root.path().to_path_buf() };
    let sources = list(&disk).unwrap();
    let (built, found) = build(&sources, &disk, &options()).unwrap();
    keep(root.path(), &options(), &sources, later(), &built, &found);
    (root, disk)
}

/// Keeps the site in a folder.
fn keep(
    root: &Path,
    options: &minutebook::build::Options,
    sources: &SourceSet,
    listed: u128,
    site: &Site,
    found: &[Diagnostic],
) {
    let states = site.states(sources, |stamp| stamp.is_settled(listed));
    let input = Input { root, name: kept::BUILT, options, sources, listed };
    kept::keep(input, site, Extract::of(found, 20), &states);
}

/// The site in a folder, as it follows from what was kept.
fn recalled(root: &Path, options: &minutebook::build::Options) -> Option<Kept> {
    let disk = Disk { root: root.to_path_buf() };
    let sources = list(&disk).expect("the folder can be listed");
    kept::recall(Input { root, name: kept::BUILT, options, sources: &sources, listed: later() }, &disk)
}

/// A time from which on all files of now are settled, in nanoseconds since 1970.
/// Whether a site of which one place is written another way is taken in.
fn is_taken_in(of: &str, from: &str, to: &str) -> bool {
    let (before, now) = (site(of), site(&of.replacen(from, to, 1)));
    assert_ne!(before.files, now.files, "{to}");
    retold(&mut support::built(&before, &options()).0, &before, &now).is_some_and(|taken| taken.wrong.is_none())
}

/// Those of some ways to write one place that are not taken in.
fn refused<'a>(ways: &[(&str, &'a str)]) -> Vec<&'a str> {
    ways.iter().filter(|(from, to)| !is_taken_in(WORDS, from, to)).map(|(_, to)| *to).collect()
}

#[test]
fn a_change_that_nothing_elsewhere_follows_from_is_taken_in() {
    assert!(is_taken_in(SITE, "文。", "字。"));
    let ways = [
        ("Text.\n", "Another text, and **more** of it.\n"),
        ("Text.\n", "See [Chen](/people/chen.md).\n"),
        ("Text.\n", "Call 13812345678.\n"),
        ("Text.\n", "<b>Text</b>\n"),
        ("Text.\n", "See [news](/news/), [a volume](/meetings/a/volume) and [the old](/old/).\n"),
        ("title: A meeting\n", "title: Another\n"),
        ("summary: What was done\n", "summary: |\n  What was\n  done\n"),
        ("title: 会议\n", "title: 会\n"),
        ("Room 3", "Room 4"),
        ("{name: Mr Gao}", "{person: chen}"),
        ("agenda: [First", "agenda: [Zeroth, First"),
        ("[Mend the road", "[Mend a road"),
        ("comment: Well done", "comment: Fair"),
        ("good: 3,", "good: 4,"),
        ("grade: good", "grade: fair"),
        ("text: A road", "text: Two roads"),
        ("note: Built", "note: Finished"),
        ("text: The room was 3", "text: The room was 4"),
        ("title: News", "title: Newer"),
        ("other_names: [陈]", "other_names: [陳]"),
    ];
    assert_eq!(refused(&ways), Vec::<&str>::new());
}

#[test]
fn what_follows_elsewhere_and_can_be_told_is_taken_in() {
    let ways = [
        ("Text.\n", "## Two\n"),
        ("Text.\n", "Three suggestions were made.\n"),
        ("topics: [water, roads]", "topics: [roads]"),
        ("topics: [roads]\n", "topics: [water]\n"),
        ("due: 2022-12-31", "due: 2022-12-30"),
        ("status: in-progress, text", "status: done, text"),
        ("status: in-progress}\n", "status: not-done}\n"),
        ("  - {ref: a/orchard/well, status: in-progress}\n", ""),
        ("  - {id: well,", "  - {id: barn, text: A barn}\n  - {id: well,"),
        ("about: [a]\n", "about: [a]\ntopics: [water]\ncorrections: [{date: 2024-01-01, text: It was so}]\n"),
        ("secretary: li\norder: 2", "secretary: li\norder: 1"),
        ("held: 2022-02-25", "held: 2022-02-26"),
        ("held: 2022-02-25", "held: 2021-02-26"),
        ("held: 2023-02-25\n", "held: 2024-02-25\n"),
        ("covers: 2021", "covers: 2023"),
        ("published: 2022-03-01 23:30", "published: 2023-06-01"),
        ("{by: Everybody, visibility: full, ballots", "{by: All, visibility: summary, ballots"),
        ("chair: {person: chen, role: Chair}", "chair: {person: li, role: In the chair}"),
        ("series: s\nstatus", "series: t\nstatus"),
        ("covers: 2022\nseries: s\n", "covers: 2022\n"),
        ("status: held", "status: cancelled"),
        ("organizer: mill\n", "organizer: orchard\n"),
        ("organizer: mill\n", ""),
        ("agenda: [First", "reports: [mill]\nminutes: {status: draft}\nagenda: [First"),
        ("{post: secretary, organization: mill, start: 2015}", "{post: secretary, organization: mill, start: 2023}"),
        ("{post: secretary, organization: mill, start: 2015}", "{post: clerk, organization: orchard, start: 2016}"),
        ("name: Chen", "name: Cheng"),
        ("name: Orchard", "name: An orchard"),
        ("secretary: li\norder", "secretary: chen\norder"),
        ("secretary: li\norder", "secretary: chen\norganization: mill\norder"),
        ("secretary: li\norder", "secretary: li\nwithdrawn: {date: 2024-01-01, reason: Wrong}\norder"),
        ("title: News\n", "title: News\nwithdrawn: {date: 2024-01-01}\n"),
        ("title: About\n", "title: About\npublic_until: 2023-01-01\n"),
        ("about: [a]\n", ""),
    ];
    assert_eq!(refused(&ways), Vec::<&str>::new());
}

#[test]
fn a_record_that_comes_or_goes_is_taken_in() {
    let options = minutebook::build::Options { drafts: Drafts::Include, ..options() };
    let (before, more) = (site(&(WORDS.to_string() + REPORTS)), site(ARRIVALS));
    let mut edited = Edited::of(before, options);
    let mut records: Vec<SourcePath> = more.files.keys().filter(|path| kept::is_record(path)).cloned().collect();
    kept::in_order(&mut records, &more.list());
    // Twice: what comes back stands where it stood.
    for _ in 0..2 {
        for path in records.iter().filter(|path| !edited.files.files.contains_key(*path)).collect::<Vec<_>>() {
            let mut now = edited.files.clone();
            now.insert(path.as_str(), more.files[path].clone());
            assert!(edited.take_in(now, path.as_str()), "{path} comes");
        }
        let is_named = |path: &&SourcePath| path.as_str().contains("people/");
        for path in records.iter().rev().filter(|path| !is_named(path) || path.as_str().contains(".zh-Hans")) {
            let mut now = edited.files.clone();
            now.files.remove(path);
            assert!(edited.take_in(now, path.as_str()), "{path} goes");
        }
    }
}

#[test]
fn a_file_that_records_show_is_taken_in_with_them() {
    let mut edited = Edited::of(with_files(&(WORDS.to_string() + REPORTS)), options());
    let (new, png) = ("content/meetings/b/new.png", |version| Some(beside(".png", version)));
    let record = "content/meetings/b/index.md";
    let without = edited.files.files[&SourcePath::new(record)].to_vec();
    let with = String::from_utf8(without.clone()).unwrap();
    let with = |line: &str| Some(with.replace("series: s", &format!("series: s\n{line}")).into_bytes());
    let photo = with("photos: [{file: new.png, alt: N}]");
    let answers = "content/meetings/b/orchard.md";
    let answer = String::from_utf8(edited.files.files[&SourcePath::new(answers)].to_vec()).unwrap();
    let evidence = |file: &str| Some(answer.replace("evidence: A stone", &format!("evidence: {file}")).into_bytes());
    type Written = (&'static str, Option<Vec<u8>>);
    let steps: Vec<(&str, Vec<Written>)> = vec![
        ("nobody shows it", vec![(new, png(0))]),
        ("it is shown", vec![(record, photo.clone())]),
        ("it is wider", vec![(new, png(1))]),
        ("it is as wide", vec![(new, png(2))]),
        ("it is offered as it is", vec![(record, with("attachments: [{file: new.png, role: signed-original}]"))]),
        ("it is offered with another", vec![(record, with("attachments: [new.png, t.txt]"))]),
        ("it goes with what shows it", vec![(new, None), (record, Some(without.clone()))]),
        ("it comes with what shows it", vec![(new, png(0)), (record, photo)]),
        ("it is shown no more", vec![(record, Some(without))]),
        ("nobody misses it", vec![(new, None)]),
        ("two records show it", vec![("content/meetings/a/p.png", png(1))]),
        ("somebody has another photo", vec![("content/people/p.png", png(2))]),
        ("a report offers it as evidence", vec![(new, png(0)), (answers, evidence("new.png"))]),
        ("it is another", vec![(new, png(1))]),
        ("the evidence is a text", vec![(answers, evidence("t.txt"))]),
        ("it goes", vec![(new, None)]),
        ("the evidence is elsewhere", vec![(answers, evidence("https://example.org/"))]),
    ];
    for (how, files) in steps {
        let mut now = edited.files.clone();
        for (path, bytes) in files {
            now.files.remove(&SourcePath::new(path));
            bytes.into_iter().for_each(|bytes| now.insert(path, bytes));
        }
        assert!(edited.take_in(now, how), "{how}");
    }
    assert!(edited.has("meetings/a/p.png.41.webp") && !edited.has("meetings/b/new.png"));
}

#[test]
fn a_file_of_which_more_follows_is_not_taken_in() {
    let records = (WORDS.to_string() + REPORTS).replace("evidence: A stone", "evidence: p.png");
    let records = records.replace("The barn again.", "[A file](/files/b.txt), [of a folder](/files/b/).")
        + "-- static/files/b.txt --\nB\n-- static/files/b/index.html --\nB\n";
    let mut before = with_files(&records);
    let [wu, story] = ["content/people/wu.md", "content/news/w.md"];
    before.insert(wu, b"---\nname: Wu\npublic: false\n---\n[T](/meetings/w/t.txt)\n".to_vec());
    let withdrawn = "title: W\npublished: 2022-05-04\nwithdrawn: {date: 2024-01-01}\nattachments: [w.txt]";
    before.insert(story, format!("---\n{withdrawn}\n---\n").into_bytes());
    for path in ["content/meetings/w/t.txt", "content/news/w.txt"] {
        before.insert(path, beside(path, 0));
    }
    let refuses = |path: &str, version: Option<u8>| {
        let mut now = before.clone();
        now.files.remove(&SourcePath::new(path));
        version.into_iter().for_each(|version| now.insert(path, beside(path, version)));
        retold(&mut support::built(&before, &options()).0, &before, &now).is_none_or(|taken| taken.wrong.is_some())
    };
    assert!(!refuses("content/files/c.txt", Some(0)), "nobody links to it");
    assert!(refuses("content/files/b.txt", Some(0)), "a link led elsewhere");
    assert!(refuses("content/meetings/a/t.txt", None), "a link leads nowhere");
    assert!(!refuses("content/meetings/b/p.png", Some(1)), "it is evidence");
    assert!(refuses("content/meetings/b/p.png", None), "it was evidence");
    assert!(refuses("content/meetings/w/t.txt", None), "somebody without a page refers to it");
    assert!(refuses("content/news/w.txt", None), "a withdrawn record names it");
    assert!(!refuses("content/news/w.txt", Some(1)), "nothing of it is public");
    assert!(refuses("content/files/c.md", Some(0)), "it stands where no record does");
    assert!(!refuses("static/files/c.txt", Some(0)), "nothing is in its way");
    assert!(!refuses("static/files/b.txt", Some(1)), "it stays");
    assert!(refuses("static/files/b.txt", None), "a link leads there");
    assert!(refuses("static/files/b/index.html", None), "a link leads there by its folder");
    assert!(refuses("static/Manifest.txt", Some(0)), "something else stands there");
    assert!(refuses("static/news/page/9/index.html", Some(0)), "a page of a list could stand there");
}

#[test]
fn that_a_report_was_not_expected_stands_where_it_says_whose_it_is() {
    let records = "-- minutebook.yaml --\ntitle: T\nbase_url: https://example.org/\n\
        series: {s: {title: S, reports_from: {kind: village, post: secretary}}}\n\
        -- content/organizations/mill.md --\n---\nname: Mill\nkind: village\n---\n\
        -- content/organizations/orchard.md --\n---\nname: Orchard\nkind: community\n---\n\
        -- content/people/chen.md --\n---\nname: Chen\nroles: [{post: secretary, organization: orchard, start: 2015}]\n---\n\
        -- content/meetings/a/index.md --\n---\ntitle: A\nheld: 2022-02-25\nseries: s\n---\n\
        -- content/meetings/a/orchard.md --\n---\nsecretary: chen\n---\n";
    let mut edited = Edited::of(site(records), options());
    let now = records.replace("secretary: chen\n", "secretary: chen\norganization: orchard\n");
    assert!(edited.take_in(site(&now), "it says so"));
    assert!(edited.take_in(site(records), "it leaves it to the secretary"));
}

#[test]
fn a_record_that_comes_and_is_refused_leaves_no_trace() {
    let before = site(&(WORDS.to_string() + REPORTS));
    let mut edited = Edited::of(before.clone(), options());
    // What is wrong with it shows only among the others.
    let wrong = [
        (
            "content/meetings/a/shed.md",
            "---\nsecretary: li\ngrade: great\ncommitments: [{id: a, text: A, due: 2022-05}]\n---\n",
        ),
        (
            "content/meetings/d/index.md",
            "---\ntitle: D\nheld: 2022-06-01\nassessment: {result: {great: 1}}\nsample: true\n---\n",
        ),
    ];
    for (path, text) in wrong {
        let mut now = before.clone();
        now.insert(path, text.as_bytes().to_vec());
        assert_eq!(edited.tell(now, path), Some(false), "{path}");
    }
    let now = Writing::Arrivals { first: 0, count: 13 }.into(&before).expect("they have not come yet");
    assert!(edited.take_in(now, "what comes then"));
}

#[test]
fn an_error_is_told_without_a_look_at_other_records() {
    let ways = [
        ("title: A meeting\n", "title: ''\n"),
        ("title: A meeting\n", "titel: A meeting\n"),
        ("title: News\n", "title: [News\n"),
        ("title: B meeting\n", "title: [B meeting\n"),
        ("secretary: li\norder", "secretary: li: li\norder"),
        ("title: 会议\n", "title: [会议\n"),
        ("name: Li\n", "name: [Li\n"),
        ("title: News\n", "title: News\nheld: yesterday\n"),
        ("---\ntitle: News\n", "title: News\n"),
        ("published: 2022-03-01", "published: 2022-30-01"),
        ("[Mend the road", "[Pave a path, Mend the road"),
        ("grade: good", "grade: great"),
        ("good: 3,", "good: 30,"),
        ("status: done", "status: done-in-part"),
        ("secretary: li\norder", "secretary: cheng\norder"),
        ("secretary: li\norder", "secretary: Li\norder"),
        ("secretary: li\norder", "secretary: li\norganization: Mill\norder"),
        ("Text.\n", "See [Chen](/people/cheng.md).\n"),
        ("Text.\n", "See [Li](/people/li.md#posts).\n"),
        ("Text.\n", "See [the map](map.pdf).\n"),
        ("Text.\n", "See [him](/people/wu.md).\n"),
    ];
    let whole = WORDS.to_string() + REPORTS;
    let told = ways.map(|(from, to)| {
        assert!(whole.contains(from), "{from}");
        (to, Edited::of(site(&whole), options()).tell(site(&whole.replacen(from, to, 1)), to))
    });
    assert_eq!(told, ways.map(|(_, to)| (to, Some(false))));
}

#[test]
fn a_record_that_comes_and_shows_elsewhere_is_not_taken_in() {
    let whole = WORDS.to_string() + REPORTS;
    let is_taken_in = |of: &str, path: &str, text: &str| {
        let before = site(of);
        let mut now = before.clone();
        now.insert(path, text.as_bytes().to_vec());
        let taken = retold(&mut support::built(&before, &options()).0, &before, &now);
        taken.is_some_and(|taken| taken.wrong.is_none())
    };
    let (path, text) = ("content/news/new.md", "---\ntitle: New\npublished: 2022-05-04\n---\n");
    assert!(is_taken_in(&whole, path, text));
    // With a file that is there.
    let file = format!("{whole}-- content/news/a.pdf --\nPDF\n");
    assert!(is_taken_in(&file, path, &text.replace("title: New\n", "title: New\nattachments: [{file: a.pdf}]\n")));
    assert!(is_taken_in(&whole, path, &text.replace("title: New\n", "title: New\naliases: [/new/]\n")));
    // With something odd about it.
    assert!(is_taken_in(&whole, path, &text.replace("title: New\n", "title: New\nsummary: Call 13812345678\n")));
    // What comes has an old address that is another's, leads to an address, offers a file that is in the way of another,
    // or is wrong itself.
    let more = |line: &str, body: &str| text.replace("title: New\n", &format!("title: New\n{line}")) + body;
    let others = [
        more("aliases: [/News/N]\n", ""),
        more("aliases: [/old]\n", ""),
        more("aliases: [/new/, /new]\n", ""),
        more("aliases: [../new]\n", ""),
        more("aliases: [/manifest.txt/new]\n", ""),
        more("aliases: [/news/page/9/]\n", ""),
        more("attachments: [{file: n}]\n", ""),
        more("", "[Nothing](/nowhere/)\n"),
        more("", "[More](more.md)\n"),
        text.replace("published: 2022-05-04\n", ""),
    ];
    let file = format!("{whole}-- content/news/n --\nA file where a folder is.\n");
    assert!(others.iter().all(|text| !is_taken_in(&file, path, text)));
    // It is somebody without a page, an organization, in a language besides, or of an id that is taken, or like another.
    let others = [
        ("content/people/new.md", "---\nname: New\npublic: false\n---\n"),
        ("content/organizations/new.md", "---\nname: New\n---\n"),
        ("content/pages/search.md", "---\ntitle: Search\n---\n"),
        ("content/pages/zh-hans.md", "---\ntitle: Chinese\n---\n"),
        ("content/meetings/b/index.zh-Hans.md", "---\ntitle: 会\n---\n[没有](/nowhere/)\n"),
        ("content/news/New.md", text),
        ("content/news/ｎ.md", text),
        ("content/meetings/nowhere/new.md", "---\nsecretary: li\n---\n"),
    ];
    assert!(others.iter().all(|(path, text)| !is_taken_in(&whole, path, text)));
    // Something stands where its page would, or leads to what was not there.
    let alias = whole.replace("aliases: [/old/]", "aliases: [/News/New]");
    let link = whole.replace("The mill.\n", "[New](/news/new/).\n");
    let file = format!("{whole}-- static/zh-hans/news/new --\nNo.\n");
    assert!([alias, link, file].iter().all(|site| !is_taken_in(site, path, text)));
    // So it is with its year, if it is the first of that.
    let text = text.replace("published: 2022", "published: 2019");
    assert!(is_taken_in(&whole, path, &text));
    let alias = whole.replace("aliases: [/old/]", "aliases: [/archive/2019/01/]");
    let file = format!("{whole}-- static/Sitemap-2019.xml --\nNo.\n");
    assert!([alias, file].iter().all(|site| !is_taken_in(site, path, &text)));
}

#[test]
fn a_record_that_is_missed_elsewhere_is_not_taken_out() {
    let whole = WORDS.to_string() + REPORTS;
    let goes = |of: &str, path: &str| {
        let before = site(of);
        let mut now = before.clone();
        assert!(now.files.remove(&SourcePath::new(path)).is_some(), "{path}");
        let mut edited = support::built(&before, &options()).0;
        let is_taken_in = retold(&mut edited, &before, &now).is_some();
        if !is_taken_in {
            assert_same(&bytes_of(&edited, &before), &bytes_of(&support::built(&before, &options()).0, &before), path);
        }
        is_taken_in
    };
    let story = "---\ntitle: New\npublished: 2022-05-04\n---\n[This](new.md)\n";
    let with = |story: &str| format!("{whole}-- content/news/new.md --\n{story}");
    let (plain, path) = (with(story), "content/news/new.md");
    assert!(goes(&plain, path));
    // Something refers to it, by its file or by its address.
    let referring = [
        plain.replace("The mill.\n", "[New](/news/new.md).\n"),
        plain.replace("The mill.\n", "[New](/news/new/#top).\n"),
        plain.replace("title: Test\n", "title: Test\nlead: b\n").replace("The mill.", "[News](/zh-hans/news/new)"),
    ];
    assert!(referring.iter().all(|site| !goes(site, path)));
    // So does a file that it offers.
    let offering = [
        with(&story.replace("title: New\n", "title: New\nattachments: [{file: a.pdf}]\n")),
        with(&format!("{story}[A file](a.pdf)\n")),
        with(&story.replace("title: New\n", "title: New\nsummary: '[A file](a.pdf)'\n")),
    ];
    assert!(offering.iter().all(|site| goes(&format!("{site}-- content/news/a.pdf --\nPDF\n"), path)));
    let aliased = with(&story.replace("title: New\n", "title: New\naliases: [/new/]\n"));
    assert!(goes(&aliased, path));
    assert!(goes(&with(&format!("{story}Call 13812345678.\n")), path));
    // A link leads to its old address, another's is its own, or it is the last of its year.
    let others = [
        aliased.replace("The mill.\n", "[New](/new).\n"),
        plain.replace("aliases: [/old/]", "aliases: [/news/new/]"),
        with(&story.replace("published: 2022", "published: 2019")).replace("The mill.\n", "[2019](/archive/2019/).\n"),
        with(&story.replace("published: 2022", "published: 2019"))
            .replace("The mill.\n", "[2019](/sitemap-2019.xml).\n"),
    ];
    assert!(others.iter().all(|site| !goes(site, path)));
    let translated = format!(
        "{plain}-- content/news/new.zh-Hans.md --\n---\ntitle: 新\n---\n[文件](a.pdf)\n-- content/news/a.pdf --\nPDF\n"
    );
    assert!(goes(&translated, "content/news/new.zh-Hans.md"));
    // Another list gains or loses a page where it must not.
    let alias = plain.replace("paginate: 5", "paginate: 1").replace("aliases: [/old/]", "aliases: [/News/page/7/]");
    assert!(!goes(&alias, path));
    // A meeting with reports, one that leads, one that others name; a report that is answered; what has no list.
    let meeting = "-- content/meetings/d/index.md --\n---\ntitle: D\nheld: 2022-06-01\n---\n";
    let alone = whole.clone() + meeting;
    let path = "content/meetings/d/index.md";
    assert!(goes(&alone, path));
    let missed = [
        alone.replace("title: Test\n", "title: Test\nlead: d\n"),
        alone.replace("about: [a]", "about: [a, d]"),
        alone.replace("number: No 7\n", "number: No 7\nminutes: {adopted_at: d}\n"),
        format!("{alone}-- content/meetings/d/mill.md --\n---\nsecretary: li\n---\n"),
    ];
    assert!(missed.iter().all(|site| !goes(site, path)));
    let records = ["meetings/a/orchard", "meetings/a/index", "people/wu", "organizations/mill"];
    assert!(records.iter().all(|record| !goes(&whole, &format!("content/{record}.md"))));
}

#[test]
fn what_was_hidden_and_comes_is_not_taken_in() {
    let whole = WORDS.to_string() + REPORTS;
    // Of a meeting there are reports, of a story a translation, and the other was odd.
    let story = "-- content/news/new.md --\n---\ntitle: New\npublished: 2022-05-04\n---\n";
    let odd = "-- content/news/odd.md --\n---\ntitle: Odd\npublished: 2022-05-04\n---\n## One\n\n#### Three\n";
    let now = whole + story + "-- content/news/new.zh-Hans.md --\n---\ntitle: 新\n---\n" + odd;
    for title in ["title: B meeting\n", "title: New\n", "title: Odd\n"] {
        let hidden = site(&now.replace(title, &format!("{title}draft: true\n")));
        let now = site(&now.replace("#### Three", "### Two"));
        let (mut edited, found) = support::built(&hidden, &options());
        assert!(!has_errors(&found), "{title}");
        assert!(retold(&mut edited, &hidden, &now).is_none(), "{title}");
    }
    let meeting = "-- content/meetings/d/index.md --\n---\ntitle: D\nheld: 2022-06-01\n---\n";
    let before =
        site(&format!("{WORDS}{meeting}-- content/meetings/d/mill.md --\n---\nsecretary: li\ndraft: true\n---\n"));
    let mut now = before.clone();
    now.files.remove(&SourcePath::new("content/meetings/d/index.md"));
    assert!(retold(&mut support::built(&before, &options()).0, &before, &now).is_none());
}

#[test]
fn a_draft_of_which_nobody_knows_is_taken_in() {
    let mut edited = Edited::of(site(&(WORDS.to_string() + REPORTS)), options());
    let story = |more: &str| format!("---\ntitle: New\npublished: 2019-05-04\naliases: [/new/]\n{more}---\nText.\n");
    let report = |more: &str| format!("---\nsecretary: li\ncommitments: [{{id: door, text: A door}}]\n{more}---\n");
    let page = |more: &str| format!("---\ntitle: Help\nmenu: 2\n{more}---\n");
    type Text<'a> = &'a dyn Fn(&str) -> String;
    let texts: [(&str, Text<'_>); 3] =
        [("content/news/new.md", &story), ("content/meetings/b/new.md", &report), ("content/pages/help.md", &page)];
    for (path, text) in texts {
        let address = path.trim_start_matches("content/").trim_start_matches("pages/").replace(".md", "/index.html");
        let steps = [
            ("it comes", Some(text("draft: true\n")), false),
            ("it is another", Some(text("summary: Short\ndraft: true\n")), false),
            ("it is under an embargo", Some(text("embargo: 2044-01-01\n")), false),
            ("it goes", None, false),
            ("it is back", Some(text("draft: true\n")), false),
            ("it is released", Some(text("summary: Short\n")), true),
            ("it is a draft again", Some(text("draft: true\n")), false),
            ("it is released again", Some(text("")), true),
        ];
        for (how, text, is_shown) in steps {
            let mut now = edited.files.clone();
            now.files.remove(&SourcePath::new(path));
            text.into_iter().for_each(|text| now.insert(path, text.into_bytes()));
            assert!(edited.take_in(now, how), "{path}: {how}");
            assert_eq!(edited.has(&address), is_shown, "{path}: {how}");
        }
    }
}

#[test]
fn a_record_goes_when_the_last_that_referred_to_it_does_so_no_more() {
    let text = |links: &str| {
        WORDS.to_string()
            + REPORTS
            + "-- content/news/new.md --\n---\ntitle: New\npublished: 2022-05-04\n---\n## Part\n"
            + links
    };
    let more = |link: &str| {
        format!("-- content/news/more.md --\n---\ntitle: More\npublished: 2022-05-05\n---\n{link} [Again](new.md)\n")
    };
    let gone = |text: &str| {
        let mut site = site(text);
        site.files.remove(&SourcePath::new("content/news/new.md"));
        site
    };
    let mut edited = Edited::of(site(&text("")), options());
    assert!(edited.take_in(site(&text(&more("[New](new.md#part)"))), "another refers to it"));
    assert!(edited.take_in(site(&text(&more("[New](new.md)"))), "once less"));
    assert!(!edited.take_in(site(&text(&more("")).replace("## Part", "## Share")), "a heading of it is another"));
    assert!(edited.take_in(site(&text("")), "the other has gone"));
    assert!(edited.take_in(site(&text("").replace("## Part", "## Share")), "no link can lead to a heading of it"));
    assert!(edited.take_in(gone(&text("")), "nobody misses it"));
}

#[test]
fn a_heading_is_another_where_no_link_leads_to_its_record() {
    let records = ["people/chen", "organizations/mill", "pages/about", "meetings/b/index", "meetings/b/orchard"];
    for record in records {
        let file = format!("-- content/{record}.md --\n");
        let with = |heading: &str, link: &str| {
            let mut site = site(&(WORDS.to_string() + REPORTS).replace("The mill.\n", &format!("{link}\n")));
            let path = SourcePath::new(format!("content/{record}.md"));
            let text = String::from_utf8(site.files[&path].to_vec()).expect("the site is UTF-8");
            site.insert(path.as_str(), format!("{text}\n## {heading}\n").into_bytes());
            site
        };
        let link = format!("[Part](/{record}.md#part)");
        let is_taken_in = |link: &str| Edited::of(with("Part", link), options()).take_in(with("Share", link), &file);
        assert!(!is_taken_in(&link), "{file}");
        assert!(is_taken_in(""), "{file}");
    }
}

#[test]
fn what_a_meeting_decided_may_be_less_where_no_link_leads_to_it() {
    let decided = |decisions: &str| site(&(WORDS.to_string() + REPORTS).replace("title: B meeting\n", decisions));
    let much = "title: B meeting\nsuggestions: [One, Two]\ndecisions: [{text: To go}, {text: To stay}]\n";
    let little = "title: B meeting\nsuggestions: [One]\ndecisions: [{text: To go}]\n";
    let mut edited = Edited::of(decided(much), options());
    for text in [little, "title: B meeting\n", much] {
        assert!(edited.take_in(decided(text), text));
    }
}

#[test]
fn a_page_more_or_less_of_a_list_is_taken_in_unless_something_is_in_its_way() {
    let short = WORDS.replace("paginate: 5", "paginate: 1");
    let ways = [("topics: [roads]\n", "topics: [roads, water]\n"), ("topics: [roads]\n", "")];
    assert!(ways.iter().all(|(from, to)| is_taken_in(&short, from, to)));
    let alias = short.replace("aliases: [/old/]", "aliases: [/Topics/water/page/2/]");
    let link = short.replace("The mill.\n", "[Older](/topics/roads/page/1/).\n");
    let file = format!("{short}-- static/topics/water/page/2/index.html --\nNo.\n");
    for hindered in [alias, link, file] {
        assert!(ways.iter().all(|(from, to)| !is_taken_in(&hindered, from, to)));
    }
}

#[test]
fn a_page_more_or_less_of_a_series_is_as_in_a_site_that_is_built_anew() {
    let meeting = |n: usize| {
        let status = if n == 7 { "held" } else { "held\nnumber: No 8" };
        format!(
            "-- content/meetings/m{n}/index.md --\n---\ntitle: M{n}\nheld: 2022-01-{n:02}\nseries: t\nstatus: {status}\n---\n"
        )
    };
    let held = WORDS.to_string() + &(1..=20).map(meeting).collect::<String>();
    let cancelled = held.replace("status: held\n---", "status: cancelled\n---");
    let elsewhere = held.replace("series: t\nstatus: held\n---", "series: s\nstatus: held\n---");
    let mut edited = Edited::of(site(&held), options());
    let second = "series/t/page/1/index.html";
    assert!(edited.has(second));
    for (text, has_second) in [(&cancelled, false), (&held, true), (&elsewhere, false), (&held, true)] {
        assert!(edited.take_in(site(text), text));
        assert_eq!(edited.has(second), has_second);
    }
}

#[test]
fn a_draft_that_stands_otherwise_is_taken_in_where_drafts_are_shown() {
    let options = minutebook::build::Options { drafts: Drafts::Include, ..options() };
    let mut edited = Edited::of(site(WORDS), options);
    // Of 2023 there is nothing else, so that the search holds nothing of that year meanwhile.
    let of_year = "search/2023/part.js";
    assert!(edited.has(of_year));
    for title in ["title: B meeting\n", "title: A meeting\n", "title: News\n", "secretary: li\n"] {
        let draft = WORDS.replacen(title, &format!("{title}draft: true\n"), 1);
        for (text, is_draft) in [(&*draft, true), (WORDS, false)] {
            assert!(edited.take_in(site(text), text), "{title}");
            assert_eq!(!edited.has(of_year), is_draft && title.contains('B'));
        }
    }
}

#[test]
fn a_change_that_shows_elsewhere_is_not_taken_in() {
    let ways = [
        ("## One\n", "## Two\n"),
        ("  - {id: well,", "  - {id: wells,"),
        ("evidence: A stone", "evidence: stone.pdf"),
        ("ref: a/orchard/well", "ref: a/orchard/wells"),
        ("held: 2023-02-25\n", "held: 2022-02-25\n"),
        ("Text.\n", "See [nothing](/nowhere/).\n"),
        ("Text.\n", "See [news](/news/n/#source).\n"),
        ("Text.\n", "See [Chen](/people/cheng.md).\n"),
        ("title: A meeting\n", "title: ''\n"),
        ("[Mend the road", "[Pave a path, Mend the road"),
        ("grade: good", "grade: great"),
        ("good: 3,", "good: 30,"),
        ("status: done", "status: done-in-part"),
        ("secretary: li\norder", "secretary: cheng\norder"),
        ("kind: village\norder: 1", "kind: town\norder: 1"),
        ("public: false", "public: true"),
        ("title: A meeting\n", "title: A meeting\nwithdrawn: {date: 2024-01-01}\n"),
        // Its commitments are answered.
        ("secretary: chen\ntitle", "secretary: chen\nwithdrawn: {date: 2024-01-01}\ntitle"),
        ("menu: 1", "menu: 2"),
    ];
    assert_eq!(refused(&ways), ways.map(|(_, to)| to));
}
