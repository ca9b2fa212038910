//! A build of what has not changed does nothing, and a build of what has changed is a clean one,
//! whatever the last build left behind.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "the program is run on a folder")]

mod support;
#[path = "support/disk.rs"]
mod disk;
#[path = "support/program.rs"]
mod program;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use disk::{assert_same, put, tree};
use program::{Place, Ran, place, ran};

const SITE: &str = "
-- content/people/chen-ning.md --
---
name: Chen Ning
---
-- content/news/bus.md --
---
title: The bus stop moves
published: 2024-05-04
---
It moves. See [Chen](/people/chen-ning.md).

#### A heading that skips
-- content/pages/about.md --
---
title: About
---
Us.
";

/// The files in which something is remembered.
fn memory(place: &Place) -> Vec<PathBuf> {
    let files = |folder: PathBuf| fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path());
    let folder = place.root().join(".minutebook");
    let all = files(folder.clone()).chain(files(folder.join("documents"))).filter(|path| path.is_file());
    all.filter(|path| !matches!(path.file_name().unwrap().to_str(), Some("lock" | ".gitignore"))).collect()
}

/// Builds until the build is remembered: what was written only just now is not.
fn remembered(place: &Place) -> Ran {
    for _ in 0..500 {
        place.run(&["build"]).ended(0);
        let laps = place.run(&["build", "--timings=json"]).ended(0);
        if laps.stdout.contains("recall") {
            return place.run(&["build"]).ended(0);
        }
    }
    panic!("no build was remembered");
}

/// When each file and folder below was last written.
fn times(folder: &Path) -> Vec<(PathBuf, SystemTime)> {
    let mut times = vec![(folder.to_path_buf(), fs::metadata(folder).unwrap().modified().unwrap())];
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => times.extend(self::times(&path)),
            false => times.push((path.clone(), fs::metadata(&path).unwrap().modified().unwrap())),
        }
    }
    times.sort();
    times
}

#[test]
fn a_build_of_what_has_not_changed_says_the_same_and_touches_nothing() {
    let place = place(SITE);
    let before = remembered(&place);
    assert!(before.stderr.contains("warning[skipped-heading]"), "{}", before.stderr);
    let (written, public) = (times(&place.public()), tree(&place.public()));
    let again = place.run(&["build"]).ended(0);
    assert_eq!(again.stderr, before.stderr);
    let without_time = |text: &str| text.rsplit_once(", in ").map(|(said, _)| said.to_string());
    assert_eq!(without_time(&again.stdout), without_time(&before.stdout));
    assert_eq!(times(&place.public()), written);
    assert_same(&tree(&place.public()), &public, "after nothing");
    assert_eq!(fs::read_to_string(place.root().join(".minutebook/.gitignore")).unwrap(), "*\n");
    // A warning that stops a build stops it whatever was remembered.
    place.run(&["build", "--strict"]).ended(1);
    assert_eq!(place.run(&["build", "--quiet"]).ended(0).stderr, "");
}

#[test]
fn what_was_built_is_the_same_on_later_days_until_something_falls_due() {
    let site = SITE.replace(
        "name: Chen Ning\n",
        "name: Chen Ning\nroles: [{post: clerk, role: Clerk, start: 2015, end: 2024-06-10}]\n",
    );
    let place = place(&site);
    let is_known = |day: &str| {
        let laps = ran(&mut place.command(&["build", "--timings=json", "--today", day])).ended(0).stdout;
        laps.contains("recall") && !laps.contains("publish")
    };
    assert!((0..500).any(|_| is_known("2024-06-01")), "no build was remembered");
    let page = || fs::read_to_string(place.public().join("people/chen-ning/index.html")).unwrap();
    let before = page();
    assert!(is_known("2024-06-10"));
    assert!(!is_known("2024-06-11"), "the term has ended");
    assert_ne!(page(), before);
    assert!(!is_known("2024-06-10"), "of days before nothing is known");
    assert_eq!(page(), before);
}

/// Writes other bytes of the same length, and sets the file's time back.
fn forge(file: &Path, from: &str, to: &str) {
    assert_eq!(from.len(), to.len());
    let modified = fs::metadata(file).unwrap().modified().unwrap();
    let text = fs::read_to_string(file).unwrap();
    assert!(text.contains(from), "{text}");
    fs::write(file, text.replace(from, to)).unwrap();
    fs::File::options().write(true).open(file).unwrap().set_modified(modified).unwrap();
}

#[test]
fn whatever_changes_the_next_build_is_a_clean_one() {
    type Change = (&'static str, fn(&Path), &'static [&'static str]);
    let changes: &[Change] = &[
        ("a text", |root| forge(&root.join("content/news/bus.md"), "It moves", "It stays"), &[]),
        ("a new record", |root| put(root, "content/news/tram.md", "---\ntitle: T\npublished: 2024-05-05\n---\n"), &[]),
        ("a record gone", |root| fs::remove_file(root.join("content/pages/about.md")).unwrap(), &[]),
        (
            "the configuration",
            |root| put(root, "minutebook.yaml", "title: Tost\nbase_url: https://example.org/\n"),
            &[],
        ),
        ("the theme", |root| put(root, "themes/street-news/templates/404.html", "<h1>Gone</h1>"), &[]),
        ("a file of the site", |root| put(root, "static/a.txt", "A"), &[]),
        ("a page", |root| forge(&root.join("public/news/bus/index.html"), "It moves", "It stays"), &[]),
        ("a page gone", |root| fs::remove_file(root.join("public/about/index.html")).unwrap(), &[]),
        ("the manifest gone", |root| fs::remove_file(root.join("public/manifest.txt")).unwrap(), &[]),
        ("a run that was cut off", |root| put(root, "public/.minutebook/0", "half"), &[]),
        ("the address", |_| (), &["--base-url", "https://example.com/"]),
        ("the links", |_| (), &["--portable"]),
    ];
    for (what, change, args) in changes {
        let place = place(SITE);
        remembered(&place);
        change(&place.root());
        place.run(&[&["build"], *args].concat()).ended(0);
        let clean = place.folder.path().join("clean");
        place.run(&[&["build", "--output", clean.to_str().unwrap()], *args].concat()).ended(0);
        assert_same(&tree(&place.public()), &tree(&clean), what);
    }
}

#[test]
fn edits_one_after_the_other_come_to_a_clean_site() {
    let place = place(SITE);
    // Pages enough that what one edit makes otherwise is little.
    for number in 0..20 {
        put(&place.root(), &format!("content/pages/p{number}.md"), format!("---\ntitle: P{number}\n---\nText.\n"));
    }
    remembered(&place);
    let clean = place.folder.path().join("clean");
    let (bus, chen) = ("content/news/bus.md", "content/people/chen-ning.md");
    let edits =
        [(bus, "moves.", "stays."), (chen, "Chen", "Chan"), (bus, "stays.", "halts."), (bus, "halts.", "moves.")];
    for (record, from, to) in edits {
        forge(&place.root().join(record), from, to);
        place.run(&["build"]).ended(0);
        place.run(&["build", "--output", clean.to_str().unwrap()]).ended(0);
        assert_same(&tree(&place.public()), &tree(&clean), &format!("{record}: {to}"));
        fs::remove_dir_all(&clean).unwrap();
    }
}

#[test]
fn records_that_come_and_go_one_after_the_other_come_to_a_clean_site() {
    let place = place(SITE);
    // Pages enough that what comes is little, and no search, whose parts are many files.
    put(&place.root(), "minutebook.yaml", "title: T\nbase_url: https://example.org/\ntheme: plain\n");
    for number in 0..400 {
        put(&place.root(), &format!("content/pages/p{number}.md"), format!("---\ntitle: P{number}\n---\nText.\n"));
    }
    remembered(&place);
    let is_much = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().starts_with("files-");
    let much = memory(&place).into_iter().find(is_much).expect("what was left is remembered");
    let written = || fs::metadata(&much).unwrap().modified().unwrap();
    let (before, clean) = (written(), place.folder.path().join("clean"));
    let story = |title: &str| format!("---\ntitle: {title}\npublished: 2024-05-05\n---\nSee [news](/news/).\n");
    let writings = [
        ("content/news/tram.md", Some(story("The tram"))),
        ("content/news/boat.md", Some(story("A boat"))),
        ("content/news/tram.md", Some(story("The tram comes"))),
        ("content/pages/p7.md", Some("---\ntitle: P7\n---\nOther text.\n".to_string())),
        ("content/people/chen-ning.md", Some("---\nname: Chen\n---\n".to_string())),
        ("content/news/boat.md", None),
        ("content/news/bus.md", Some(story("The bus"))),
        ("content/news/boat.md", Some(story("A boat"))),
        ("content/news/timetable.txt", Some("8.15\n".to_string())),
        ("content/news/boat.md", Some(story("A boat") + "See [the times](timetable.txt).\n")),
        ("content/news/timetable.txt", Some("8.15, 9.15\n".to_string())),
        ("content/news/timetable.txt", Some("8.45, 9.45\n".to_string())),
        ("content/news/boat.md", Some(story("A boat"))),
        ("content/news/timetable.txt", None),
        ("static/robots-too.txt", Some("Welcome\n".to_string())),
        ("static/robots-too.txt", Some("Welcome again\n".to_string())),
        ("static/robots-too.txt", None),
        ("content/news/bus.md", None),
        ("content/news/boat.md", None),
        ("content/news/bus.md", Some(story("The bus"))),
        ("content/news/tram.md", Some(story("The tram"))),
        ("content/news/tram.md", None),
    ];
    for (record, text) in writings {
        match &text {
            Some(text) => put(&place.root(), record, text),
            None => fs::remove_file(place.root().join(record)).unwrap(),
        }
        place.run(&["build"]).ended(0);
        assert_eq!(written(), before, "{record}: what is much is not written again");
        place.run(&["build", "--output", clean.to_str().unwrap()]).ended(0);
        assert_same(&tree(&place.public()), &tree(&clean), record);
        fs::remove_dir_all(&clean).unwrap();
    }
}

#[test]
fn an_error_is_said_as_by_whoever_remembers_nothing_and_nothing_is_written() {
    let place = place(SITE);
    remembered(&place);
    let (bus, before) = (place.root().join("content/news/bus.md"), times(&place.public()));
    let sound = fs::read_to_string(&bus).unwrap();
    let errors =
        [("title: The", "title: [The"), ("published: 2024", "published: May 2024"), ("chen-ning.md)", "chen-nin.md)")];
    for (from, to) in errors {
        fs::write(&bus, sound.replace(from, to)).unwrap();
        let said = place.run(&["build"]).ended(1).stderr;
        assert_eq!(times(&place.public()), before, "{to}");
        let memory = (place.root().join(".minutebook"), place.folder.path().join("memory"));
        fs::rename(&memory.0, &memory.1).unwrap();
        assert_eq!(said, place.run(&["build"]).ended(1).stderr, "{to}");
        fs::remove_dir_all(&memory.0).unwrap();
        fs::rename(&memory.1, &memory.0).unwrap();
    }
    fs::write(&bus, sound).unwrap();
    place.run(&["build"]).ended(0);
}

#[test]
fn a_damaged_memory_only_costs_time() {
    let place = place(SITE);
    remembered(&place);
    let public = tree(&place.public());
    let files = memory(&place);
    assert!(files.len() > 3, "{files:?}");
    for file in files {
        let sound = fs::read(&file).unwrap();
        let flipped = (0..sound.len()).step_by(1 + sound.len() / 24).map(|at| {
            let mut bytes = sound.clone();
            bytes[at] ^= 0x41;
            bytes
        });
        let cut = [0, 1, 31, 64, sound.len() - 1].into_iter().map(|length| sound[..length].to_vec());
        let foreign = [b"another program's".to_vec(), vec![0; 4096]];
        for (number, bytes) in flipped.chain(cut).chain(foreign).enumerate() {
            fs::write(&file, &bytes).unwrap();
            // What is remembered of the documents is asked only when something has changed.
            put(&place.root(), "content/news/tram.md", format!("---\ntitle: T{number}\npublished: 2024-05-05\n---\n"));
            place.run(&["build"]).ended(0);
            fs::remove_file(place.root().join("content/news/tram.md")).unwrap();
            let ran = place.run(&["build"]).ended(0);
            assert!(ran.stderr.contains("skipped-heading"), "{}", ran.stderr);
            assert_same(&tree(&place.public()), &public, "with a damaged memory");
        }
    }
    // Where it cannot be kept, nothing is remembered, and nothing is wrong.
    fs::remove_dir_all(place.root().join(".minutebook")).unwrap();
    put(&place.root(), ".minutebook", "a file in the way");
    place.run(&["build"]).ended(0);
}

#[test]
fn documents_that_another_run_has_count_as_none() {
    let place = place(SITE);
    remembered(&place);
    let lock = fs::File::options().write(true).open(place.root().join(".minutebook/documents/lock")).unwrap();
    lock.lock().unwrap();
    forge(&place.root().join("content/news/bus.md"), "It moves", "It stays");
    place.run(&["build"]).ended(0);
    let page = fs::read_to_string(place.public().join("news/bus/index.html")).unwrap();
    assert!(page.contains("It stays"), "{page}");
    assert!(place.run(&["build"]).ended(0).stdout.contains(" 0 files written"));
}
