//! Whatever is edited while a site is served, its pages are those of a build from nothing.

#![cfg(feature = "serve")]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "a site is served from a folder")]

#[path = "support/office.rs"]
mod office;
#[path = "support/program.rs"]
mod program;
mod support;
#[path = "support/disk.rs"]
mod disk;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::{Arc, Mutex, mpsc};

use minutebook::build::{Anew, Options, build, has_errors};
use minutebook::diag::Diagnostic;
use minutebook::model::Drafts;
use minutebook::serve::{Editor, Fault, Served, Shown, Source, serve};
use minutebook::source::Memory;
use minutebook::span::SourcePath;
use office::{Edit, Office, edit};
use proptest::prelude::*;
use support::{options, photo};

/// How a file comes to be another.
#[derive(Clone, Copy, Debug)]
enum Way {
    /// Written over.
    Over,
    /// Another file is put in its place, as many editors do.
    Moved,
    /// Taken away, and written anew.
    Anew,
    /// Another folder is put in the place of that in which it lies, as far as that is a meeting's.
    WithFolder,
}

/// Makes the files of a folder those of a site.
fn put(root: &Path, before: &Memory, now: &Memory, way: Way) {
    let is_swapped =
        |path: &SourcePath| matches!(way, Way::WithFolder) && path.as_str().starts_with("content/meetings/");
    let paths = before.files.keys().chain(now.files.keys()).filter(|path| is_swapped(path));
    let changed = paths.filter(|path| before.files.get(*path) != now.files.get(*path));
    let folders: BTreeSet<&str> = changed.map(SourcePath::folder).collect();
    folders.into_iter().for_each(|folder| swap(root, now, folder));
    for path in before.files.keys().filter(|path| !now.files.contains_key(*path) && !is_swapped(path)) {
        fs::remove_file(root.join(path.as_str())).expect("it is there");
    }
    for (path, bytes) in now.files.iter().filter(|(path, bytes)| before.files.get(*path) != Some(*bytes)) {
        if is_swapped(path) {
            continue;
        }
        let file = root.join(path.as_str());
        fs::create_dir_all(file.parent().expect("it lies in a folder")).expect("folders can be made");
        let beside = file.with_extension("md~");
        match way {
            Way::Over | Way::WithFolder => fs::write(&file, bytes),
            Way::Moved => fs::write(&beside, bytes).and_then(|()| fs::rename(&beside, &file)),
            Way::Anew => {
                fs::remove_file(&file).ok();
                fs::write(&file, bytes)
            }
        }
        .expect("files can be written");
    }
}

/// Puts a folder of a site in the place of the one that is there, which goes elsewhere.
fn swap(root: &Path, now: &Memory, folder: &str) {
    let [away, new] = ["away", "new"].map(|name| root.with_file_name(name));
    fs::remove_dir_all(&away).ok();
    if root.join(folder).exists() {
        fs::rename(root.join(folder), &away).expect("it can be moved");
    }
    let files = now.files.iter().filter(|(path, _)| path.folder() == folder);
    for (path, bytes) in files {
        fs::create_dir_all(&new).expect("there is room");
        fs::write(new.join(path.name()), bytes).expect("it can be written");
    }
    if new.exists() {
        fs::create_dir_all(root.join(folder).parent().expect("it lies in one")).expect("there is room");
        fs::rename(&new, root.join(folder)).expect("it can be moved");
    }
}

struct Serving {
    child: Child,
    address: String,
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.child.kill().and_then(|()| self.child.wait().map(|_| ())).expect("the test started it");
    }
}

impl Serving {
    fn start(place: &program::Place) -> Serving {
        let mut command = place.command(&["serve", "--port", "0", "--today", "2024-06-01"]);
        let said = fs::File::create(place.folder.path().join("said")).expect("a file beside the site");
        let mut child = command.stdout(Stdio::piped()).stderr(said).spawn().expect("the program runs");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("it is piped"))
            .read_line(&mut line)
            .expect("it says where it serves");
        let address =
            line.trim().strip_prefix("serving http://").expect("an address").trim_end_matches('/').to_string();
        let serving = Serving { child, address };
        // From here on whatever is written is heard of.
        serving.get("");
        serving
    }

    fn get(&self, path: &str) -> Vec<u8> {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        write!(stream, "GET /{path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address)
            .expect("it reads");
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("it answers");
        let body = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("an answer has a head") + 4;
        bytes[body..].to_vec()
    }
}

/// Every file of a site that is built from nothing; none where something is wrong with it.
fn clean(memory: &Memory) -> Option<BTreeMap<String, Vec<u8>>> {
    let (site, found) =
        build(&memory.list(), memory, &Options { drafts: Drafts::Include, ..options() }).expect("memory can be read");
    let write = |(path, content)| {
        let bytes = site.write(path, content, memory).expect("it can be made");
        (path.as_str().to_string(), bytes)
    };
    (!has_errors(&found)).then(|| site.paths().map(write).collect())
}

/// A page as it would be written, without what `serve` adds.
fn bare(bytes: &[u8]) -> Vec<u8> {
    bytes
        .split_inclusive(|byte| *byte == b'\n')
        .filter(|line| !String::from_utf8_lossy(line).contains("~minutebook"))
        .flatten()
        .copied()
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, max_shrink_iters: 50, ..ProptestConfig::default() })]

    #[test]
    fn what_is_served_is_what_would_be_built_from_nothing(
        steps in prop::collection::vec(
            (
                prop::collection::vec(edit(), 1..4),
                prop_oneof![Just(Way::Over), Just(Way::Moved), Just(Way::Anew), Just(Way::WithFolder)],
                prop_oneof![3 => Just(false), 1 => Just(true)],
            ),
            2..6,
        ),
    ) {
        let mut office = Office::new();
        let (mut before, _) = office.files();
        let place = program::Place { folder: tempfile::tempdir().expect("a folder for the test") };
        disk::unpack(&before, &place.root());
        let mut serving = Some(Serving::start(&place));
        for (edits, way, restarts) in &steps {
            edits.iter().filter(|edit| !matches!(edit, Edit::Day(_))).for_each(|edit| office.apply(edit));
            let (now, _) = office.files();
            if *restarts {
                // Whatever it was about to keep for the next run.
                serving = None;
            }
            put(&place.root(), &before, &now, *way);
            let serving = serving.get_or_insert_with(|| Serving::start(&place));
            // A page, so that all is looked at; then the files of the site.
            let front = serving.get("");
            match clean(&now) {
                Some(expected) => {
                    for (path, bytes) in &expected {
                        let found = bare(&serving.get(path));
                        prop_assert!(found == bare(bytes), "{path}: {}", String::from_utf8_lossy(&found));
                    }
                }
                // The site stands as it was at some moment before, if there was one since the start; nobody can
                // take it for what is written.
                None => {
                    let front = String::from_utf8_lossy(&front);
                    prop_assert!(
                        front.contains("shown as it was before") || front.contains("class=\"faults\""),
                        "{front}\n{}",
                        fs::read_to_string(place.folder.path().join("said")).unwrap_or_default(),
                    );
                }
            }
            before = now;
        }
    }
}

/// Waits for what takes the program a moment.
#[track_caller]
fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let began = std::time::Instant::now();
    while !is_so() {
        assert!(began.elapsed() < std::time::Duration::from_secs(60), "{what}");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
}

#[test]
fn all_records_are_looked_at_again_only_where_something_elsewhere_follows_from_an_edit() {
    let place = program::place(
        "
-- content/people/li.md --
---
name: Li
roles: [{post: secretary, organization: orchard, start: 2000}]
---
-- content/organizations/orchard.md --
---
name: Orchard
---
-- content/meetings/a/index.md --
---
title: Review
held: 2022-01-05
---
-- content/meetings/a/orchard.md --
---
secretary: li
commitments: [{id: lamps, text: Mend the lamps, due: 2022-06-01}]
---
",
    );
    // Whoever looks at all of them says again what is odd.
    let said = || fs::read_to_string(place.folder.path().join("said")).expect("it is text");
    let times_said = || said().matches("was due on").count();
    let meeting = place.root().join("content/meetings/a/index.md");
    // All at once: a file that is read while it is written is half a file.
    let save = |path: &Path, bytes: &[u8]| {
        let beside = place.folder.path().join("saved");
        fs::write(&beside, bytes).expect("it can be written");
        fs::rename(&beside, path).expect("it can be moved");
    };
    let write = |from: &str, to: &str| {
        let text = fs::read_to_string(&meeting).expect("it is there");
        assert!(text.contains(from), "{text}");
        save(&meeting, text.replace(from, to).as_bytes());
    };
    let mut serving = Serving::start(&place);
    let shows = |serving: &Serving, words: &str| String::from_utf8_lossy(&serving.get("meetings/a/")).contains(words);
    assert!(shows(&serving, "Review"));
    assert_eq!(times_said(), 1, "{}", said());
    for (from, to) in [("Review", "Assembly"), ("title:", "summary: In short\ntitle:"), ("In short", "At length")] {
        write(from, to);
        let words = to.strip_prefix("summary: ").map_or(to, |rest| rest.split('\n').next().unwrap_or(rest));
        until(to, || shows(&serving, words));
        assert_eq!(times_said(), 1, "{to}: {}", said());
    }
    assert!(String::from_utf8_lossy(&serving.get("")).contains("Assembly"), "the front page names it");
    write("2022-01-05", "2022-01-07");
    until("the day", || shows(&serving, "7 January 2022"));
    assert_eq!(times_said(), 1, "{}", said());
    // What is newly wrong is said by itself.
    let report = place.root().join("content/meetings/a/orchard.md");
    let text = fs::read_to_string(&report).expect("it is there");
    save(&report, text.replace("2022-06-01", "2022-05-01").as_bytes());
    until("the day it was due", || String::from_utf8_lossy(&serving.get("meetings/a/orchard/")).contains("1 May 2022"));
    assert_eq!(times_said(), 2, "{}", said());
    assert_eq!(said().matches("was due on 2022-05-01").count(), 1);
    // An error is shown, and mended, by itself too; another record can be written meanwhile.
    let told = |serving: &Serving| String::from_utf8_lossy(&serving.get("meetings/a/orchard/")).into_owned();
    let is_wrong = |serving: &Serving| shows(serving, "shown as it was before");
    for (from, to) in [("held: 2022", "held: May 2022"), ("title: Assembly", "title: [Assembly")] {
        write(from, to);
        until(to, || is_wrong(&serving) && shows(&serving, "Assembly"));
        let text = fs::read_to_string(&report).expect("it is there");
        save(&report, format!("{text}\nWritten at {from}.\n").as_bytes());
        until("another record", || told(&serving).contains(&format!("Written at {from}")) && is_wrong(&serving));
        write(to, from);
        until(from, || !is_wrong(&serving));
    }
    assert_eq!(times_said(), 2, "{}", said());
    assert_eq!(said().matches("error[").count(), 4, "said again as long as it stands: {}", said());
    // On a page of another year.
    write("2022-01-07", "2021-02-07");
    until("the year", || shows(&serving, "7 February 2021"));
    // A meeting comes with its folder, which is called otherwise then, and goes.
    let folder = |id: &str| place.root().join("content/meetings").join(id);
    let is_there = |id: &str| String::from_utf8_lossy(&serving.get(&format!("meetings/{id}/"))).contains("Visit");
    fs::create_dir(folder("b")).expect("there is room");
    save(&folder("b").join("index.md"), b"---\ntitle: Visit\nheld: 2023-03-04\n---\n");
    until("it comes", || is_there("b"));
    fs::rename(folder("b"), folder("c")).expect("it can be moved");
    until("its name", || is_there("c") && !is_there("b"));
    fs::remove_dir_all(folder("c")).expect("it is there");
    until("it goes", || !is_there("c"));
    assert_eq!(times_said(), 2, "{}", said());
    // A photo is put beside a record, which shows it then; it is another one, and goes again.
    let photo = place.root().join("content/meetings/a/lamps.png");
    let served = |serving: &Serving| serving.get("meetings/a/lamps.png");
    save(&photo, &photo::of_text(b"dark"));
    write("title:", "photos: [{file: lamps.png, alt: Lamps}]\ntitle:");
    until("it is shown", || shows(&serving, "lamps.png") && served(&serving) == photo::of_text(b"dark"));
    save(&photo, &photo::of_text(b"light"));
    until("it is another", || served(&serving) == photo::of_text(b"light"));
    write("photos: [{file: lamps.png, alt: Lamps}]\n", "");
    until("it is shown no more", || !shows(&serving, "lamps.png"));
    fs::remove_file(&photo).expect("it is there");
    until("it goes", || !shows(&serving, "lamps.png"));
    assert_eq!(times_said(), 2, "{}", said());
    // Of an organization of another kind everybody may have to say something.
    let orchard = place.root().join("content/organizations/orchard.md");
    save(&orchard, b"---\nname: Orchard\nkind: village\n---\n");
    until("the kind", || !serving.get("").is_empty() && times_said() == 3);

    // A run that starts from what this one knew says it as well.
    let kept = place.root().join(".minutebook/archive-shown");
    let as_of = fs::metadata(&orchard).and_then(|file| file.modified()).expect("it has a time");
    until("it is kept", || fs::metadata(&kept).and_then(|file| file.modified()).is_ok_and(|time| time > as_of));
    drop(serving);
    write("At length", "At some length");
    serving = Serving::start(&place);
    assert!(shows(&serving, "At some length") && shows(&serving, "7 February 2021"));
    assert_eq!(times_said(), 1, "{}", said());
}

#[test]
fn what_is_written_into_a_folder_that_was_put_in_anothers_place_is_heard_of() {
    let report = |word: &str| format!("---\ntitle: {word}\nheld: 2022-01-05\n---\n{word} text.\n");
    let place = program::place(&format!("-- content/meetings/a/index.md --\n{}", report("First")));
    let serving = Serving::start(&place);
    let meetings = place.root().join("content/meetings");
    let shows = |words: &str| String::from_utf8_lossy(&serving.get("meetings/a/")).contains(words);
    // As git does it, and as somebody does who has a copy beside.
    fs::remove_dir_all(meetings.join("a")).expect("it is there");
    fs::create_dir(meetings.join("a")).expect("there is room");
    fs::write(meetings.join("a/index.md"), report("Second")).expect("it can be written");
    assert!(shows("Second text"));
    fs::write(meetings.join("a/index.md"), report("Third")).expect("it can be written");
    assert!(shows("Third text"));
    fs::create_dir(place.root().join("beside")).expect("there is room");
    fs::write(place.root().join("beside/index.md"), report("Fourth")).expect("it can be written");
    fs::rename(meetings.join("a"), place.root().join("away")).expect("it can be moved");
    fs::rename(place.root().join("beside"), meetings.join("a")).expect("it can be moved");
    assert!(shows("Fourth text"));
    fs::write(meetings.join("a/index.md"), report("Fifth")).expect("it can be written");
    assert!(shows("Fifth text"));
}

#[test]
fn what_is_written_into_a_folder_that_stood_empty_is_heard_of() {
    let place = program::place("-- content/news/a.md --\n---\ntitle: First\npublished: 2022-01-05\n---\n");
    let content = place.root().join("content");
    fs::create_dir_all(content.join("meetings/old")).expect("there is room");
    let serving = Serving::start(&place);
    let meeting = |title: &str| format!("---\ntitle: {title}\nheld: 2022-01-05\n---\n");
    let shows = |address: &str| String::from_utf8_lossy(&serving.get(address)).contains("<h1>The ");
    fs::write(content.join("meetings/old/index.md"), meeting("The old")).expect("it can be written");
    assert!(shows("meetings/old/"), "a folder that was empty at the start");
    // As a file manager makes it, and the text editor's file comes later.
    fs::create_dir_all(content.join("meetings/new")).expect("there is room");
    serving.get("");
    fs::write(content.join("meetings/new/index.md"), meeting("The new")).expect("it can be written");
    assert!(shows("meetings/new/"), "a folder that was empty when it was heard of");
    fs::create_dir_all(place.root().join("themes/plain/templates")).expect("there is room");
    serving.get("");
    let template = "{% extends \"base.html\" %}{% block main %}<h1>The way is lost</h1>{% endblock %}";
    fs::write(place.root().join("themes/plain/templates/404.html"), template).expect("it can be written");
    fs::write(place.root().join("minutebook.yaml"), "title: T\nbase_url: https://example.org/\ntheme: plain\n")
        .expect("it can be written");
    assert!(shows("nowhere/"));
}

#[test]
fn a_thousand_files_that_change_at_once_are_all_taken_in() {
    let story = |number: usize, branch: &str| {
        let title = format!("{branch} {number}");
        format!(
            "---\ntitle: {title}\npublished: 2024-01-{:02}\n---\nIt is [next](n{}.md).\n",
            number % 28 + 1,
            number % 900
        )
    };
    let site = |branch: &str, numbers: std::ops::Range<usize>| {
        let mut memory = support::site("");
        for number in numbers {
            memory.insert(&format!("content/news/n{number}.md"), story(number, branch).into_bytes());
        }
        memory
    };
    // Another branch: a thousand written over, some gone, some new, while a browser asks on and on.
    let (before, now) = (site("Main", 0..1100), site("Branch", 0..1000));
    let place = program::Place { folder: tempfile::tempdir().expect("a folder for the test") };
    disk::unpack(&before, &place.root());
    let serving = Serving::start(&place);
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| (0..20).map(|_| serving.get("news/").len()).sum::<usize>());
        put(&place.root(), &before, &now, Way::Moved);
        assert!(reader.join().expect("it is answered") > 0);
    });
    let expected = clean(&now).expect("nothing is wrong with it");
    serving.get("");
    for (path, bytes) in &expected {
        assert!(bare(&serving.get(path)) == bare(bytes), "{path}");
    }
}

/// A site that takes its time to be read: until it is let.
struct Slow {
    memory: Memory,
    shown: Mutex<Shown>,
    may_read: Mutex<mpsc::Receiver<()>>,
}

impl Source for Slow {
    fn now(&self) -> Shown {
        if self.may_read.lock().unwrap().recv().is_ok() {
            let site = support::built(&self.memory, &options()).0;
            let mut shown = self.shown.lock().unwrap();
            *shown = Shown { site: Some(Arc::new(site)), turn: 8, files: 8, ..shown.clone() };
        }
        self.last()
    }

    fn last(&self) -> Shown {
        self.shown.lock().unwrap().clone()
    }

    fn wait(&self) {
        std::thread::park();
    }

    fn look_again(&self) {
        std::thread::park();
    }

    fn lose(&self) {
        unreachable!("nothing is kept")
    }

    fn fault(&self, found: &Diagnostic) -> Fault {
        unreachable!("{found:?}")
    }
}

/// The head and the body of an answer to a request with this line in its head.
fn ask(address: &str, target: &str, line: &str) -> (String, String) {
    let mut stream = TcpStream::connect(address).expect("it listens");
    write!(stream, "GET {target} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n{line}\r\n").expect("it reads");
    let mut text = String::new();
    stream.read_to_string(&mut text).expect("it answers");
    let (head, body) = text.split_once("\r\n\r\n").expect("an answer has a head");
    (head.to_lowercase(), body.to_string())
}

#[test]
fn a_browser_is_told_that_records_are_being_read_and_a_program_waits() {
    const BROWSER: &str = "Accept: text/html,application/xhtml+xml,*/*;q=0.8\r\n";
    let memory = support::site("\n-- content/pages/about.md --\n---\ntitle: About\n---\nAbout us.\n");
    let (let_read, may_read) = mpsc::channel();
    let shown = Shown { site: None, faults: Arc::from([]), turn: 7, files: 0 };
    let source = Slow { memory: memory.clone(), shown: Mutex::new(shown), may_read: Mutex::new(may_read) };
    let editor = Editor { pattern: String::new(), root: String::new() };
    let served = Served { source: Arc::new(source), read: Arc::new(memory), photos: Arc::new(Anew), editor };
    let (tell, told) = mpsc::channel();
    std::thread::spawn(move || serve(served, 0, |address| tell.send(address.to_string()).expect("somebody asks")));
    let address = told.recv().expect("it answers at once");

    let (head, page) = ask(&address, "/about/", BROWSER);
    assert!(head.starts_with("http/1.1 503") && head.contains("retry-after: 1"), "{head}");
    assert!(page.contains("Reading the records") && page.contains("data-turn=\"7\""), "{page}");
    assert!(ask(&address, "/~minutebook/live.js", "").1.contains("reload"), "its script is there");
    std::thread::scope(|scope| {
        let changed = scope.spawn(|| ask(&address, "/~minutebook/changed?since=7", "").1);
        let program = scope.spawn(|| ask(&address, "/about/", ""));
        let_read.send(()).expect("it is being read");
        drop(let_read);
        assert_eq!(changed.join().expect("an answer"), r#"{"turn":8,"files":true}"#);
        let (head, page) = program.join().expect("an answer");
        assert!(head.starts_with("http/1.1 200") && page.contains("About us."), "{head}\n{page}");
    });
    assert!(ask(&address, "/about/", BROWSER).1.contains("About us."));
}
