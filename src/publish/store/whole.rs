#![expect(clippy::disallowed_methods, reason = "the edge to the disk, for what is remembered")]
//! Which long files were found whole.
//!
//! To hash 200 MB takes a tenth of a second, which an edit can save: what was found of a file is noted beside it,
//! and holds while the file has the same stamp. What a start of the machine after a crash makes of a file is found
//! out anew.

use std::fs;
use std::path::{Path, PathBuf};

use super::{open, save};
use crate::source::Stamp;

/// A shorter file, in bytes, is hashed as fast as its note is written.
const LONG: u64 = 32 * 1024 * 1024;

/// Whether a file with this stamp was found whole, and nobody can have changed it since.
pub fn is_known(file: &Path, stamp: &Stamp) -> bool {
    let is_known = || -> Option<bool> {
        let note = note(file);
        let (start, noted): (String, Stamp) = open(&note)?;
        let at = Stamp::of(&fs::metadata(&note).ok()?).written;
        // Where inodes have no times of their own, whoever changes a file can set it back.
        Some(noted == *stamp && stamp.changed > 0 && stamp.is_settled(at) && start == started()?)
    };
    stamp.len >= LONG && is_known().unwrap_or(false)
}

/// Notes that a file with this stamp is whole. That it cannot be noted is no fault.
pub fn note_of(file: &Path, stamp: &Stamp) {
    if stamp.len >= LONG {
        let _noted = started().and_then(|start| save(&note(file), &(start, *stamp)));
    }
}

fn note(file: &Path) -> PathBuf {
    file.with_extension("whole")
}

/// Which start of the machine this is (Linux, random(4): `boot_id`); `None` where that is not told.
fn started() -> Option<String> {
    fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()
}
