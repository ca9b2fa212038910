//! The same input and the same day give the same bytes, whatever machine and whatever was there before.

mod support;
#[path = "support/disk.rs"]
mod disk;

use std::path::Path;
use std::process::Command;

use disk::{Tree, clean, published, put, restore, tree};
use proptest::prelude::*;
use support::{options, pages, site};

/// The repository's own site: every page kind, photos, attachments.
fn sample() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn build_sample(root: &Path, environment: &[(&str, &str)], arguments: &[&str]) -> Tree {
    let output = tempfile::tempdir().expect("a folder for the test");
    let status = Command::new(env!("CARGO_BIN_EXE_minutebook"))
        .args(["build", "--quiet", "--today", "2024-06-01", "--root"])
        .arg(root)
        .arg("--output")
        .arg(output.path())
        .args(arguments)
        .env_clear()
        .envs(environment.iter().copied())
        .status()
        .expect("the program starts");
    assert!(status.success());
    tree(output.path())
}

#[test]
fn cores_language_and_time_zone_change_nothing() {
    let plain = build_sample(sample(), &[], &["--threads", "1"]);
    assert!(plain.len() > 100);
    for threads in ["2", "8"] {
        disk::assert_same(&build_sample(sample(), &[], &["--threads", threads]), &plain, threads);
    }
    let environment = [("TZ", "Pacific/Kiritimati"), ("LANG", "zh_CN.UTF-8"), ("LC_ALL", "tr_TR.UTF-8")];
    disk::assert_same(&build_sample(sample(), &environment, &[]), &plain, "another language and time zone");
}

#[test]
fn the_order_in_which_files_were_made_changes_nothing() {
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for folder in ["content", "static"] {
        if sample().join(folder).is_dir() {
            files.extend(
                tree(&sample().join(folder))
                    .into_iter()
                    .filter(|(path, _)| !path.ends_with('/'))
                    .map(|(path, bytes)| (format!("{folder}/{path}"), bytes)),
            );
        }
    }
    let config = std::fs::read(sample().join("minutebook.yaml")).expect("the sample site has a configuration");
    files.push(("minutebook.yaml".to_string(), config));
    let built = |files: &[(String, Vec<u8>)]| {
        let root = tempfile::tempdir().expect("a folder for the test");
        files.iter().for_each(|(path, bytes)| put(root.path(), path, bytes));
        build_sample(root.path(), &[], &[])
    };
    let forwards = built(&files);
    files.reverse();
    disk::assert_same(&built(&files), &forwards, "made in the other order");
}

/// One thing that a clerk does to a record.
#[derive(Clone, Debug)]
enum Edit {
    Title(usize, u8),
    Body(usize, u8),
    Held(usize, u8),
    Draft(usize),
    Withdraw(usize),
    Delete(usize),
    Tagline(u8),
}

fn edit() -> impl Strategy<Value = Edit> {
    let record = 0..RECORDS;
    prop_oneof![
        (record.clone(), any::<u8>()).prop_map(|(record, word)| Edit::Title(record, word)),
        (record.clone(), any::<u8>()).prop_map(|(record, word)| Edit::Body(record, word)),
        (record.clone(), 1..28u8).prop_map(|(record, day)| Edit::Held(record, day)),
        record.clone().prop_map(Edit::Draft),
        record.clone().prop_map(Edit::Withdraw),
        record.prop_map(Edit::Delete),
        any::<u8>().prop_map(Edit::Tagline),
    ]
}

const RECORDS: usize = 4;

/// A record as far as edits change it; `None` once it is deleted.
#[derive(Clone, Debug)]
struct Written {
    title: String,
    body: String,
    day: u8,
    more: &'static str,
}

fn text(tagline: u8, records: &[Option<Written>]) -> String {
    let mut text = format!(
        "-- minutebook.yaml --\ntitle: Test\nbase_url: https://example.org/\ntagline: T{tagline}\nseries: {{s: {{title: S}}}}\n"
    );
    text.push_str("-- content/people/li.md --\n---\nname: Li\nroles: [{post: secretary, organization: o}]\n---\n");
    text.push_str("-- content/organizations/o.md --\n---\nname: O\nkind: village\n---\n");
    for (number, record) in records.iter().enumerate() {
        let Some(Written { title, body, day, more }) = record else { continue };
        text.push_str(&format!(
            "-- content/meetings/m{number}/index.md --\n---\ntitle: {title}\nheld: 2022-01-{day:02}\nseries: s\ncovers: 202{number}\n{more}---\n{body}\n\
             -- content/meetings/m{number}/o.md --\n---\ntitle: Report {title}\nsecretary: li\ncommitments: [{{id: c, text: Promise {title}}}]\n---\n{body}\n"
        ));
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn a_site_edited_and_rebuilt_equals_a_clean_build(edits in prop::collection::vec(edit(), 1..6)) {
        let start = |number: usize| Written { title: format!("M{number}"), body: "Text.".into(), day: 5, more: "" };
        let mut records: Vec<Option<Written>> = (0..RECORDS).map(|number| Some(start(number))).collect();
        let mut tagline = 0;
        let output = tempfile::tempdir().expect("a folder for the test");
        restore(output.path(), &clean(&site(&text(tagline, &records))));
        for edit in edits {
            match edit {
                Edit::Title(at, word) => records[at] = records[at].take().map(|record| Written { title: format!("T{word}"), ..record }),
                Edit::Body(at, word) => records[at] = records[at].take().map(|record| Written { body: format!("Body {word}."), ..record }),
                Edit::Held(at, day) => records[at] = records[at].take().map(|record| Written { day, ..record }),
                Edit::Draft(at) => records[at] = records[at].take().map(|record| Written { more: "draft: true\n", ..record }),
                Edit::Withdraw(at) => records[at] = records[at].take().map(|record| Written { more: "withdrawn: {date: 2022-02-01}\n", ..record }),
                Edit::Delete(at) => records[at] = None,
                Edit::Tagline(word) => tagline = word,
            }
            let memory = site(&text(tagline, &records));
            let before = tree(output.path());
            let outcome = published(&memory, output.path());
            let after = tree(output.path());
            disk::assert_same(&after, &clean(&memory), "rebuilt");
            // What was said to be written is what differs.
            let differs: Vec<&String> = after.iter().filter(|(path, bytes)| !path.ends_with('/') && before.get(*path) != Some(bytes)).map(|(path, _)| path).filter(|path| *path != "manifest.txt").collect();
            prop_assert_eq!(outcome.written.iter().collect::<Vec<_>>(), differs);
        }
    }
}

#[test]
fn a_page_asked_for_twice_is_the_same() {
    let memory = site(&text(1, &[None, None]));
    assert_eq!(pages(&memory, &options()), pages(&memory, &options()));
}
