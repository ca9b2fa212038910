#![expect(clippy::disallowed_methods, reason = "the edge to the output folder")]
//! `manifest.txt`: every file that minutebook wrote. It alone says what is its own.
//!
//! It is written as `sha256sum` writes (GNU coreutils), so that `sha256sum --check manifest.txt`
//! tells in any year whether a site is as it was published.

use std::fs;
use std::io;
use std::path::Path;

use rayon::prelude::*;

use crate::sorted::near;

/// The manifest's path in the output folder.
pub const FILE: &str = crate::plan::MANIFEST;

/// The SHA-256 of a file's bytes.
pub type Checksum = [u8; 32];

/// The text of the manifest in an output folder; an empty one if there is none.
///
/// # Errors
/// A manifest that cannot be read.
pub fn read(output: &Path) -> io::Result<String> {
    match fs::read_to_string(output.join(FILE)) {
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::InvalidData) => Ok(String::new()),
        read => read,
    }
}

/// The published files by path, the manifest left out: the lines of its text.
#[derive(Default)]
pub struct Manifest<'a> {
    lines: Vec<&'a str>,
}

/// How many characters stand before the path in a line.
const BEFORE: usize = 66;

impl<'a> Manifest<'a> {
    /// Lines that are not well-formed are passed over: what a damaged manifest does not
    /// name is not minutebook's own, and stays.
    pub fn of(text: &'a str) -> Manifest<'a> {
        let mut lines: Vec<&str> = text.par_lines().filter(|line| is_well_formed(line)).collect();
        // Somebody else may have written it. Of lines for one path the last one counts.
        if !lines.is_sorted_by(|line, next| line[BEFORE..] < next[BEFORE..]) {
            lines.reverse();
            lines.sort_by_key(|line| &line[BEFORE..]);
            lines.dedup_by_key(|line| &line[BEFORE..]);
        }
        Manifest { lines }
    }

    /// Of a text that minutebook is known to have written.
    pub fn own(text: &'a str) -> Manifest<'a> {
        Manifest { lines: text.par_lines().collect() }
    }

    /// The published paths, sorted.
    pub fn paths(&self) -> impl IndexedParallelIterator<Item = &'a str> {
        self.lines.par_iter().map(|line| &line[BEFORE..])
    }

    /// The line of a path, looked for from about where it should be.
    pub fn line(&self, path: &str, about: usize) -> Option<&'a str> {
        let compare = |at: usize| self.lines[at][BEFORE..].cmp(path);
        near(self.lines.len(), about, compare).ok().map(|at| self.lines[at])
    }

    pub fn names(&self, path: &str) -> bool {
        self.line(path, 0).is_some()
    }
}

/// A manifest's text in pieces, for each item what is added, worked out on all cores.
pub fn text<T: Sync>(items: &[T], add: impl Fn(&T, &mut String) + Sync) -> Vec<String> {
    /// So many items are turned into lines by one core.
    const SOME: usize = 1000;
    let lines = |items: &[T]| {
        let mut text = String::new();
        items.iter().for_each(|item| add(item, &mut text));
        text
    };
    items.par_chunks(SOME).map(lines).collect()
}

/// Whether a text is that of these pieces.
pub fn is_same(mut text: &str, pieces: &[String]) -> bool {
    let is_next = |piece: &String| text.strip_prefix(piece.as_str()).map(|rest| text = rest).is_some();
    pieces.iter().all(is_next) && text.is_empty()
}

/// Adds a line to a manifest's text as another has it.
pub fn copy(line: &str, text: &mut String) {
    let start = text.len();
    text.push_str(line);
    text[start..start + BEFORE].make_ascii_lowercase();
    text.push('\n');
}

/// Adds the line of a file to a manifest's text.
pub fn add(path: &str, checksum: &Checksum, text: &mut String) {
    for byte in checksum {
        text.push(HEX[usize::from(byte >> 4)]);
        text.push(HEX[usize::from(byte & 15)]);
    }
    text.push_str("  ");
    text.push_str(path);
    text.push('\n');
}

const HEX: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];

fn is_well_formed(line: &str) -> bool {
    let parts = line.split_at_checked(BEFORE).and_then(|(sum, path)| Some((sum.strip_suffix("  ")?, path)));
    parts.is_some_and(|(hex, path)| {
        hex.bytes().all(|digit| digit.is_ascii_hexdigit())
            && is_inside(path)
            && path.split('/').next() != Some(super::journal::FOLDER)
    })
}

/// Whether a path stays below the output folder. A manifest is a file that anybody can write.
pub fn is_inside(path: &str) -> bool {
    !path.contains(['\\', ':', '\0']) && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}
