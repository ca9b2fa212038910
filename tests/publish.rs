//! What publishing does to the output folder, and what it leaves alone.

#![allow(clippy::disallowed_methods, reason = "the output folder is on the disk")]

mod support;
#[path = "support/disk.rs"]
mod disk;

use std::fs;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use disk::{Tree, assert_same, clean, published, put, restore, run, sound, tree};
use expect_test::{Expect, expect};
use minutebook::build::{Anew, Site};
use minutebook::publish::memory::{Built, Memory as Remembered, Standing};
use minutebook::publish::{MANIFEST, Trouble, Work, publish};
use minutebook::reader::States;
use minutebook::source::{Memory, SourceSet};
use support::site;

/// A story with an old address, and a file of the site's own.
const BEFORE: &str = "
-- content/news/bus.md --
---
title: The bus stop moves
published: 2024-05-04
---
It moves.
-- content/pages/about.md --
---
title: About
aliases: [/once/]
---
Us.
-- static/plain --
A file that will be a folder.
-- static/folder/a.txt --
A file in a folder that will be a file.
";

/// The same site a day later: a story changed, another came, an old address went, and a
/// file and a folder changed places.
const AFTER: &str = "
-- content/news/bus.md --
---
title: The bus stop has moved
published: 2024-05-04
---
It has.
-- content/news/tram.md --
---
title: The tram comes
published: 2024-05-05
aliases: [/plain/]
---
It comes.
-- content/pages/about.md --
---
title: About
---
Us.
-- static/a new folder/a file.txt --
With blanks.
-- static/folder --
A file.
";

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder for the test")
}

/// The site with one of its files replaced.
fn with(memory: &Memory, path: &str, text: &str) -> Memory {
    let mut memory = memory.clone();
    memory.insert(path, text.as_bytes().to_vec());
    memory
}

/// The site without one of its files.
fn without(memory: &Memory, path: &str) -> Memory {
    let mut memory = memory.clone();
    memory.files.retain(|file, _| file.as_str() != path);
    memory
}

/// When each file was last written.
fn times(output: &Path) -> Vec<(String, SystemTime)> {
    let files = tree(output).into_keys().filter(|path| !path.ends_with('/'));
    files.map(|path| (path.clone(), fs::metadata(output.join(path)).unwrap().modified().unwrap())).collect()
}

/// Gives each file a time that no run can give it by itself.
fn age(output: &Path) -> Vec<(String, SystemTime)> {
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    for (path, _) in times(output) {
        fs::File::options().write(true).open(output.join(path)).unwrap().set_modified(long_ago).unwrap();
    }
    times(output)
}

#[track_caller]
fn check_foreign(trouble: Result<minutebook::publish::Outcome, Trouble>, expected: Expect) {
    match trouble {
        Err(Trouble::Foreign(paths)) => {
            let lines: Vec<String> = paths.iter().map(|path| format!("{}\n", path.display())).collect();
            expected.assert_eq(&lines.concat());
        }
        other => panic!("foreign files were overlooked: {other:?}"),
    }
}

#[test]
fn a_second_run_writes_nothing() {
    let (output, memory) = (folder(), site(BEFORE));
    let first = published(&memory, output.path());
    assert_eq!((first.unchanged, first.removed.len()), (0, 0));
    let written = tree(output.path()).into_keys().filter(|path| !path.ends_with('/') && path != MANIFEST);
    assert_eq!(first.written, Vec::from_iter(written));
    let before = age(output.path());
    let second = published(&memory, output.path());
    assert_eq!((second.written.len(), second.removed.len()), (0, 0));
    assert_eq!(second.unchanged, first.written.len());
    assert_eq!(times(output.path()), before);
}

#[test]
fn only_changed_pages_are_written() {
    let (output, memory) = (folder(), site(BEFORE));
    published(&memory, output.path());
    let before = age(output.path());
    let changed = with(&memory, "content/pages/about.md", "---\ntitle: About\naliases: [/once/]\n---\nUs, and you.\n");
    let outcome = published(&changed, output.path());
    // The page, and what the search knows of it.
    let of_search = ["search/catalog.js", "search/others/terms-0.js", "search/others/texts-0.js"];
    assert_eq!(outcome.written, [&["about/index.html"][..], &of_search].concat());
    assert_eq!(outcome.removed, [""; 0]);
    let after = times(output.path());
    let touched = after.iter().filter(|entry| !before.contains(entry)).map(|(path, _)| path.as_str());
    assert_eq!(Vec::from_iter(touched), [&["about/index.html", MANIFEST][..], &of_search].concat());
    assert_same(&tree(output.path()), &clean(&changed), "after an edit");
}

#[test]
fn a_page_whose_record_is_gone_is_removed_with_its_folder() {
    let (output, memory) = (folder(), site(BEFORE));
    published(&memory, output.path());
    assert!(output.path().join("news/bus").is_dir());
    let outcome = published(&without(&memory, "content/news/bus.md"), output.path());
    assert!(outcome.removed.contains(&"news/bus/index.html".to_string()));
    assert!(!output.path().join("news/bus").exists());
    assert_same(&tree(output.path()), &clean(&without(&memory, "content/news/bus.md")), "after a removal");
}

#[test]
fn a_folder_that_holds_a_foreign_file_stays_when_its_page_goes() {
    let (output, memory) = (folder(), site(BEFORE));
    published(&memory, output.path());
    put(output.path(), "news/bus/notes.txt", "mine");
    published(&without(&memory, "content/news/bus.md"), output.path());
    let left = fs::read_dir(output.path().join("news/bus")).unwrap().map(|entry| entry.unwrap().file_name());
    assert_eq!(Vec::from_iter(left), ["notes.txt"]);
}

#[test]
fn a_page_that_was_deleted_or_edited_by_hand_comes_back() {
    let (output, memory) = (folder(), site(BEFORE));
    published(&memory, output.path());
    let right = tree(output.path());
    fs::remove_file(output.path().join("about/index.html")).unwrap();
    put(output.path(), "index.html", "half a pa");
    let outcome = published(&memory, output.path());
    assert_eq!(outcome.written, ["about/index.html", "index.html"]);
    assert_same(&tree(output.path()), &right, "after the repair");
}

#[test]
fn foreign_files_stay_as_they_are() {
    let (output, memory) = (folder(), site(BEFORE));
    let foreign = ["CNAME", ".htaccess", "photos/1.jpg", "news/bus/extra.html", "about/.keep"];
    for path in foreign {
        put(output.path(), path, path);
    }
    published(&memory, output.path());
    published(&site(AFTER), output.path());
    published(&memory, output.path());
    for path in foreign {
        assert_eq!(fs::read(output.path().join(path)).unwrap(), path.as_bytes());
    }
}

#[test]
fn a_foreign_file_in_the_place_of_a_page_stops_the_run_unless_its_bytes_are_equal() {
    let (output, memory) = (folder(), site(BEFORE));
    put(output.path(), "index.html", "my own front page");
    put(output.path(), "about/index.html", "and another");
    fs::create_dir_all(output.path().join("robots.txt")).unwrap();
    put(output.path(), "news", "a file in the place of a folder");
    let before = tree(output.path());
    check_foreign(
        run(&memory, output.path()),
        expect![[r#"
            about/index.html
            index.html
            news/bus/index.html
            news/index.html
            robots.txt
        "#]],
    );
    assert_same(&tree(output.path()), &before, "after a refusal");

    let right = clean(&memory);
    restore(output.path(), &right);
    fs::remove_file(output.path().join(MANIFEST)).unwrap();
    assert_eq!(published(&memory, output.path()).written, [""; 0]);
    assert_same(&tree(output.path()), &right, "after a site without its manifest");
}

#[cfg(unix)]
#[test]
fn the_output_may_be_a_link_to_a_folder() {
    let (home, memory) = (folder(), site(BEFORE));
    fs::create_dir(home.path().join("real")).unwrap();
    let link = home.path().join("public");
    std::os::unix::fs::symlink("real", &link).unwrap();
    published(&memory, &link);
    published(&site(AFTER), &link);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_same(&tree(&home.path().join("real")), &clean(&site(AFTER)), "behind the link");
}

#[cfg(unix)]
#[test]
fn a_link_inside_the_output_is_neither_followed_nor_written_through() {
    let (output, elsewhere, memory) = (folder(), folder(), site(BEFORE));
    published(&memory, output.path());
    // Somebody moves a folder and a file away, and leaves links in their places.
    fs::rename(output.path().join("news"), elsewhere.path().join("news")).unwrap();
    fs::rename(output.path().join("index.html"), elsewhere.path().join("index.html")).unwrap();
    std::os::unix::fs::symlink(elsewhere.path().join("news"), output.path().join("news")).unwrap();
    std::os::unix::fs::symlink(elsewhere.path().join("index.html"), output.path().join("index.html")).unwrap();
    let before = (tree(output.path()), tree(elsewhere.path()));
    check_foreign(
        run(&site(AFTER), output.path()),
        expect![[r#"
            index.html
            news/bus/index.html
            news/index.html
            news/tram/index.html
        "#]],
    );
    assert_same(&tree(output.path()), &before.0, "in the output");
    assert_same(&tree(elsewhere.path()), &before.1, "behind the link");
}

#[cfg(unix)]
#[test]
fn what_lies_behind_a_link_is_not_removed() {
    let (output, elsewhere, memory) = (folder(), folder(), site(BEFORE));
    published(&memory, output.path());
    fs::rename(output.path().join("news/bus"), elsewhere.path().join("bus")).unwrap();
    std::os::unix::fs::symlink(elsewhere.path().join("bus"), output.path().join("news/bus")).unwrap();
    let before = tree(elsewhere.path());
    published(&without(&memory, "content/news/bus.md"), output.path());
    assert_same(&tree(elsewhere.path()), &before, "behind the link");
    assert!(fs::symlink_metadata(output.path().join("news/bus")).unwrap().is_symlink());
}

#[test]
fn an_error_in_a_page_leaves_everything_as_it_was() {
    let (output, memory) = (folder(), site(BEFORE));
    published(&memory, output.path());
    let before = tree(output.path());
    // The list of files knows one that cannot be read when its turn comes.
    let changed = site(AFTER);
    let lost = without(&changed, "static/folder");
    let work = Work {
        read: &lost,
        progress: &|_| (),
        step: &|| Ok(()),
        memory: &Remembered::default(),
        states: &States::default(),
        photos: &Anew,
    };
    let result = publish(&sound(&changed), output.path(), &work);
    assert!(matches!(result, Err(Trouble::Making(_))), "{result:?}");
    assert_same(&tree(output.path()), &before, "after the error");
}

#[test]
fn a_file_becomes_a_folder_and_a_folder_a_file() {
    let output = folder();
    for (round, text) in [BEFORE, AFTER, BEFORE, AFTER].into_iter().enumerate() {
        published(&site(text), output.path());
        assert_same(&tree(output.path()), &clean(&site(text)), &format!("round {round}"));
    }
}

#[test]
fn a_folder_that_holds_a_foreign_file_does_not_become_a_file() {
    let (output, memory) = (folder(), site(BEFORE));
    published(&memory, output.path());
    put(output.path(), "folder/mine.txt", "mine");
    let before = tree(output.path());
    check_foreign(run(&site(AFTER), output.path()), expect![["folder\n"]]);
    assert_same(&tree(output.path()), &before, "after a refusal");
}

/// How a run ends before its time.
#[derive(Clone, Copy, Debug)]
enum End {
    /// The disk refuses one step; the run can still clean up.
    Refused,
    /// The process is killed; from then on nothing happens.
    Killed,
}

/// A site that is built once and published many times.
struct Ready {
    memory: Memory,
    site: Site,
    clean: Tree,
}

fn ready(text: &str) -> Ready {
    let memory = site(text);
    let (site, clean) = (sound(&memory), clean(&memory));
    Ready { memory, site, clean }
}

impl Ready {
    /// Gives the paths that were written.
    fn publish(&self, output: &Path) -> Vec<String> {
        let outcome = publish(
            &self.site,
            output,
            &Work {
                read: &self.memory,
                progress: &|_| (),
                step: &|| Ok(()),
                memory: &Remembered::default(),
                states: &States::default(),
                photos: &Anew,
            },
        );
        outcome.unwrap().written
    }
}

/// Publishes, stopped at the `stop`-th step. `true` if it came through.
fn stopped(new: &Ready, output: &Path, stop: usize, end: End) -> bool {
    let steps = AtomicUsize::new(0);
    let step = || match (steps.fetch_add(1, Ordering::SeqCst), end) {
        (now, End::Refused) if now == stop => Err(io::Error::from(io::ErrorKind::StorageFull)),
        (now, End::Killed) if now >= stop => resume_unwind(Box::new("killed")),
        _ => Ok(()),
    };
    let work = Work {
        read: &new.memory,
        progress: &|_| (),
        step: &step,
        memory: &Remembered::default(),
        states: &States::default(),
        photos: &Anew,
    };
    catch_unwind(AssertUnwindSafe(|| publish(&new.site, output, &work))).is_ok_and(|result| result.is_ok())
}

/// What a reader of the output can see.
fn visible(output: &Path) -> Tree {
    tree(output).into_iter().filter(|(path, _)| !path.starts_with(".minutebook/")).collect()
}

fn stopped_at_every_step(old: &Ready, new: &Ready, end: End) {
    let output = folder();
    let (mut stood, mut steps) = (0, 0);
    // A run that never comes through has to end the test, not to go on for ever.
    while steps < 1000 {
        restore(output.path(), &old.clean);
        let done = stopped(new, output.path(), steps, end);
        let when = format!("{end:?} at step {steps}");
        stood += usize::from(visible(output.path()) == old.clean);
        if done {
            assert_same(&tree(output.path()), &new.clean, &when);
            break;
        }
        // Whoever publishes next finds a folder that can be put in order: the new site …
        let left = tree(output.path());
        new.publish(output.path());
        assert_same(&tree(output.path()), &new.clean, &when);
        // … or again the old one, if the edit was taken back.
        restore(output.path(), &left);
        old.publish(output.path());
        assert_same(&tree(output.path()), &old.clean, &format!("{when}, then taken back"));
        steps += 1;
    }
    assert!(steps > 10 && stood > 5, "{steps} steps, of which {stood} left the old site");
}

#[test]
fn a_run_that_is_refused_at_any_step_leaves_the_old_site_or_the_new_one() {
    stopped_at_every_step(&ready(BEFORE), &ready(AFTER), End::Refused);
}

#[test]
fn a_run_that_is_killed_at_any_step_leaves_the_old_site_or_the_new_one() {
    stopped_at_every_step(&ready(BEFORE), &ready(AFTER), End::Killed);
}

#[test]
fn what_a_run_took_away_comes_back_though_it_is_killed_at_any_step() {
    stopped_at_every_step(&ready(AFTER), &ready(BEFORE), End::Killed);
}

#[test]
fn a_recovery_that_is_killed_at_any_step_is_taken_up_again() {
    let output = folder();
    let (old, new) = (ready(BEFORE), ready(AFTER));
    // Killed at the first move: all that was begun is still to be done.
    let begun = (0..1000)
        .map(|stop| {
            restore(output.path(), &old.clean);
            assert!(!stopped(&new, output.path(), stop, End::Killed), "no step leaves a journal");
            tree(output.path())
        })
        .find(|left| left.contains_key(".minutebook/journal"))
        .expect("a run writes a journal");
    let mut stop = 0;
    loop {
        restore(output.path(), &begun);
        if stopped(&new, output.path(), stop, End::Killed) {
            break;
        }
        new.publish(output.path());
        assert_same(&tree(output.path()), &new.clean, &format!("recovery killed at step {stop}"));
        stop += 1;
    }
    assert!(stop > 10, "a recovery has steps: {stop}");
}

#[test]
fn a_first_run_that_is_killed_leaves_nothing_that_stops_the_second() {
    let (home, new) = (folder(), ready(BEFORE));
    let output = home.path().join("public");
    let mut stop = 0;
    while !stopped(&new, &output, stop, End::Killed) {
        new.publish(&output);
        assert_same(&tree(&output), &new.clean, &format!("killed at step {stop}"));
        fs::remove_dir_all(&output).unwrap();
        // A first run has a step for each file; far fewer show each kind of them.
        stop += 7;
    }
}

#[test]
fn a_folder_that_somebody_makes_before_a_recovery_is_filled_and_keeps_what_is_in_it() {
    let (home, new) = (folder(), ready(BEFORE));
    let output = home.path().join("public");
    let is_begun = |stop: &usize| {
        assert!(!stopped(&new, &output, *stop, End::Killed), "no step leaves a journal");
        let is_begun = output.join(".minutebook/journal").exists();
        is_begun || fs::remove_dir_all(&output).is_err()
    };
    let begun = (0..1000).find(is_begun).expect("a run writes a journal");
    assert!(!output.join("meetings").exists(), "nothing was moved at step {begun}");
    put(&output, "meetings/own.txt", "by hand");
    let written = new.publish(&output);
    assert!(written.is_empty(), "the recovery brought all: {written:?}");
    let mut right = new.clean.clone();
    right.insert("meetings/own.txt".to_string(), b"by hand".to_vec());
    assert_same(&tree(&output), &right, "after the recovery");
}

#[test]
fn what_another_run_published_meanwhile_is_seen() {
    let (output, old, new) = (folder(), ready(BEFORE), ready(AFTER));
    let states = old.site.states(&SourceSet::default(), |_| true);
    let work = Work {
        read: &old.memory,
        progress: &|_| (),
        step: &|| Ok(()),
        memory: &Remembered::default(),
        states: &states,
        photos: &Anew,
    };
    let outcome = publish(&old.site, output.path(), &work).unwrap();
    let files = old.site.paths().zip(&outcome.standing);
    let built = Built {
        answer: None,
        base: old.site.base(),
        states: &states,
        memory: work.memory,
        files: files.map(|((path, _), standing)| (path.as_str(), standing.as_ref().unwrap())).collect(),
        manifest: outcome.manifest,
    };
    // What stands was looked at; then somebody else publishes.
    let known = built.known(&states).unwrap();
    let untouched = publish(&old.site, output.path(), &Work { memory: &known, ..work }).unwrap();
    assert!(untouched.standing.iter().any(|standing| matches!(standing, Some(Standing::Left(_)))), "nothing was known");
    new.publish(output.path());
    publish(&old.site, output.path(), &Work { memory: &known, ..work }).unwrap();
    assert_same(&tree(output.path()), &old.clean, "after a run that looked before another published");
}

#[test]
fn a_lost_or_damaged_manifest_only_costs_time() {
    let (output, memory) = (folder(), site(BEFORE));
    let right = clean(&memory);
    let manifest = String::from_utf8(right[MANIFEST].clone()).unwrap();
    let half = manifest[..manifest.len() / 2].to_string();
    let damaged: [(&str, &[u8]); 4] = [
        ("empty", b""),
        ("not text", b"\xff\xfe\0\0"),
        ("cut off", half.as_bytes()),
        ("not ours", b"a b c\n\n<html>\n"),
    ];
    for (how, bytes) in damaged {
        restore(output.path(), &right);
        put(output.path(), MANIFEST, bytes);
        assert_eq!(published(&memory, output.path()).written, [""; 0], "{how}");
        assert_same(&tree(output.path()), &right, how);
    }
}

#[test]
fn what_a_damaged_manifest_does_not_name_is_foreign() {
    let (output, memory) = (folder(), site(BEFORE));
    published(&memory, output.path());
    fs::remove_file(output.path().join(MANIFEST)).unwrap();
    let before = tree(output.path());
    let changed = with(&memory, "content/pages/about.md", "---\ntitle: About\naliases: [/once/]\n---\nNew words.\n");
    check_foreign(
        run(&changed, output.path()),
        expect![[r#"
        about/index.html
        search/catalog.js
        search/others/terms-0.js
        search/others/texts-0.js
    "#]],
    );
    assert_same(&tree(output.path()), &before, "after a refusal");
}

#[test]
fn a_forged_manifest_reaches_nothing_outside_the_output() {
    let (home, memory) = (folder(), site(BEFORE));
    let output = home.path().join("public");
    published(&memory, &output);
    let right = tree(&output);
    put(home.path(), "precious.txt", "outside");
    let sha256 = "0".repeat(64);
    let absolute = home.path().join("precious.txt");
    let forged = [
        "../precious.txt",
        "news/../../precious.txt",
        absolute.to_str().unwrap(),
        "./../precious.txt",
        "news//..//../precious.txt",
        "..",
        ".",
        "",
        // A folder can be named as well, and the folder in which the run itself works.
        "news",
        "news/bus",
        ".minutebook",
        ".minutebook/0",
        ".minutebook/journal",
        MANIFEST,
    ];
    for path in forged {
        let mut manifest = String::from_utf8(right[MANIFEST].clone()).unwrap();
        manifest.push_str(&format!("{sha256}  {path}\n"));
        restore(&output, &right);
        put(&output, MANIFEST, manifest);
        published(&memory, &output);
        assert_same(&tree(&output), &right, &format!("forged: {path}"));
        assert_eq!(fs::read_to_string(home.path().join("precious.txt")).unwrap(), "outside");
    }
}

#[test]
fn a_forged_journal_reaches_nothing_outside_the_output() {
    let (home, memory) = (folder(), site(BEFORE));
    let output = home.path().join("public");
    published(&memory, &output);
    let right = tree(&output);
    put(home.path(), "precious.txt", "outside");
    put(&output, ".minutebook/0", "forged");
    let steps = [
        "remove ../precious.txt",
        "move 0 ../precious.txt",
        "move 0 ../new.txt",
        "bring ../../precious.txt",
        "bring precious.txt",
        "end",
    ];
    put(&output, ".minutebook/journal", steps.join("\n"));
    #[cfg(unix)]
    std::os::unix::fs::symlink(home.path(), output.join(".minutebook/fresh")).unwrap();
    published(&memory, &output);
    assert_same(&tree(&output), &right, "after a forged journal");
    assert_eq!(tree(home.path()).keys().filter(|path| !path.contains('/')).count(), 1);
    assert_eq!(fs::read_to_string(home.path().join("precious.txt")).unwrap(), "outside");
}

#[test]
fn two_runs_at_once_do_not_mix() {
    let (output, memory) = (folder(), site(BEFORE));
    let site = sound(&memory);
    let second = std::sync::Mutex::new(None);
    let step = || {
        let mut second = second.lock().unwrap();
        second.get_or_insert_with(|| run(&memory, output.path()));
        Ok(())
    };
    publish(
        &site,
        output.path(),
        &Work {
            read: &memory,
            progress: &|_| (),
            step: &step,
            memory: &Remembered::default(),
            states: &States::default(),
            photos: &Anew,
        },
    )
    .unwrap();
    let locked: Option<PathBuf> = match second.into_inner().unwrap() {
        Some(Err(Trouble::Locked(path))) => Some(path),
        _ => None,
    };
    assert_eq!(locked.as_deref(), Some(output.path()));
    assert_same(&tree(output.path()), &clean(&memory), "after both");
}

#[test]
fn a_file_of_the_site_does_not_take_the_place_of_the_manifest() {
    support::check_diagnostics(
        "
-- static/manifest.txt --
Mine.
",
        expect![[r#"
            static/manifest.txt:1:1 error[duplicate-route] `/manifest.txt` is already the address of a page of the site's own (rename one of the two)
        "#]],
    );
}

#[test]
fn an_address_is_a_file_or_a_folder_and_not_both() {
    support::check_diagnostics(
        "
-- static/news --
A file.
",
        expect![[r#"
            static/news:1:1 error[duplicate-route] `/news` is a file, and a folder on the way to `/news/index.html` (rename one of the two)
        "#]],
    );
}
