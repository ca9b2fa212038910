//! A site in which everything is wrong that can be wrong: what is said of it, word for word.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "the program is run on a folder")]

mod support;
#[path = "support/disk.rs"]
mod disk;
#[path = "support/program.rs"]
mod program;

use std::collections::BTreeSet;
use std::path::Path;

use expect_test::expect_file;
use minutebook::diag::Check;
use program::{place, ran};

/// Nobody keeps an attachment of 20 MB for a test; `docs/checks.md` has its example.
const NOT_HERE: &[&str] = &["large-attachment"];

#[test]
fn every_mistake_is_named_in_one_run_and_nothing_is_written() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/broken");
    let root = root.to_str().expect("a plain path");
    let place = place("");
    let check = place.run(&["check", "--root", root, "--format", "json"]).ended(1);
    let mut found = BTreeSet::new();
    let mut text = String::new();
    for line in check.stdout.lines() {
        let finding: serde_json::Value = serde_json::from_str(line).expect("a line is a JSON object");
        let word = |key: &str| finding[key].as_str().unwrap_or_default().to_string();
        found.insert(word("check"));
        text += &format!(
            "{}:{}:{} {}[{}] {} ({})\n",
            word("file"),
            finding["line"],
            finding["column"],
            word("severity"),
            word("check"),
            word("message"),
            word("help"),
        );
    }
    expect_file!["sites/broken.txt"].assert_eq(&text);
    let all: BTreeSet<String> = Check::ALL.iter().map(|check| check.name().to_string()).collect();
    let missed: Vec<&str> = all.difference(&found).map(String::as_str).collect();
    assert_eq!(missed, NOT_HERE);

    let output = place.folder.path().join("out");
    let output = output.to_str().expect("a plain path");
    ran(&mut place.command(&["build", "--root", root, "--output", output])).ended(1);
    assert!(!Path::new(output).exists());
}
