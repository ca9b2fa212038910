//! Sites and outputs in folders.

#![allow(dead_code, reason = "each test file uses what it needs")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use minutebook::build::{Anew, Site, has_errors};
use minutebook::publish::memory::Memory as Remembered;
use minutebook::publish::{Outcome, Trouble, Work, publish};
use minutebook::reader::States;
use minutebook::source::Memory;

use super::support::{built, lines, options};

/// Every file below a folder with its bytes; every folder as `name/`, every link as what it leads to.
pub type Tree = BTreeMap<String, Vec<u8>>;

pub fn tree(folder: &Path) -> Tree {
    let mut found = Tree::new();
    walk(folder, "", &mut found);
    found
}

fn walk(folder: &Path, prefix: &str, found: &mut Tree) {
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let entry = entry.expect("the folder can be listed");
        let name = format!("{prefix}{}", entry.file_name().to_str().expect("names in tests are UTF-8"));
        let kind = entry.file_type().expect("the folder can be listed");
        if kind.is_symlink() {
            let target = fs::read_link(entry.path()).expect("a link can be read");
            found.insert(format!("{name} ->"), target.to_string_lossy().into_owned().into_bytes());
        } else if kind.is_dir() {
            walk(&entry.path(), &format!("{name}/"), found);
            found.insert(format!("{name}/"), Vec::new());
        } else {
            found.insert(name, fs::read(entry.path()).expect("a file of the test can be read"));
        }
    }
}

/// Writes files, making their folders.
pub fn put(folder: &Path, path: &str, bytes: impl AsRef<[u8]>) {
    let file = folder.join(path);
    fs::create_dir_all(file.parent().expect("it lies in a folder")).expect("folders can be made");
    fs::write(file, bytes).expect("files can be written");
}

/// Makes a folder hold exactly a tree without links.
pub fn restore(folder: &Path, tree: &Tree) {
    if folder.exists() {
        fs::remove_dir_all(folder).expect("the test's own folder can be removed");
    }
    fs::create_dir_all(folder).expect("folders can be made");
    for (path, bytes) in tree.iter().filter(|(path, _)| !path.ends_with('/')) {
        put(folder, path, bytes);
    }
}

/// Fails with the paths that differ; the bytes of a tree do not fit a screen.
#[track_caller]
pub fn assert_same(found: &Tree, expected: &Tree, when: &str) {
    let differing: Vec<&String> =
        found.keys().chain(expected.keys()).filter(|path| found.get(*path) != expected.get(*path)).collect();
    assert!(differing.is_empty(), "{when}: {differing:?} differ");
}

/// Writes a site to disk.
pub fn unpack(memory: &Memory, root: &Path) {
    for (path, bytes) in &memory.files {
        put(root, path.as_str(), bytes);
    }
}

/// The site of `memory`, in which nothing may be wrong.
pub fn sound(memory: &Memory) -> Site {
    let (site, found) = built(memory, &options());
    assert!(!has_errors(&found), "{}", lines(memory, &found));
    site
}

/// Publishes a site that nothing is wrong with.
pub fn run(memory: &Memory, output: &Path) -> Result<Outcome, Trouble> {
    publish(
        &sound(memory),
        output,
        &Work {
            read: memory,
            progress: &|_| (),
            step: &|| Ok(()),
            memory: &Remembered::default(),
            states: &States::default(),
            photos: &Anew,
        },
    )
}

#[track_caller]
pub fn published(memory: &Memory, output: &Path) -> Outcome {
    run(memory, output).unwrap_or_else(|trouble| panic!("{trouble:?}"))
}

/// What publishing into an empty folder gives.
pub fn clean(memory: &Memory) -> Tree {
    let output = tempfile::tempdir().expect("a folder for the test");
    published(memory, output.path());
    tree(output.path())
}
