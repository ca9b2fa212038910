#![expect(clippy::disallowed_methods, reason = "the edge to the disk, for what a build left")]
//! What the last build was asked and what it left behind, so that the same question about the
//! same files needs no work.
//!
//! A memo only ever saves time. It is trusted as git trusts its index: by size, times and, on
//! Unix, the time of the last change of the inode, never for a file that was written while or
//! just before the files were listed, and never by another program than the one that wrote it.
//! One that is lost, damaged or foreign counts as none.

use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use rayon::prelude::*;

use super::journal::FOLDER as STAGE;
use super::manifest::{FILE as MANIFEST, Manifest};
use crate::source::{SourceSet, Stamp};

/// The folder in the site that holds memos.
const FOLDER: &str = ".minutebook";
/// Clocks of file systems may be this much behind that of the machine.
const GRANULARITY: Duration = Duration::from_millis(50);

/// Everything that decides what a build does, as one hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question([u8; 32]);

impl Question {
    /// `settings` are the choices of the command line and the day, in any words. Nothing can be
    /// asked where a file was written so lately that it may be written again unnoticed, or where
    /// the program cannot tell itself from another.
    pub fn new(sources: &SourceSet, settings: &str, listed: SystemTime) -> Option<Question> {
        let own = fs::metadata(std::env::current_exe().ok()?).ok()?;
        let mut hasher = blake3::Hasher::new();
        hasher.update(env!("CARGO_PKG_VERSION").as_bytes());
        add(&mut hasher, &Stamp::of(&own));
        hasher.update(settings.as_bytes());
        let settled = listed.checked_sub(GRANULARITY)?.duration_since(SystemTime::UNIX_EPOCH).ok()?.as_nanos();
        for file in &sources.files {
            if file.stamp.latest() >= settled {
                return None;
            }
            hasher.update(file.path.as_str().as_bytes()).update(&[0]);
            add(&mut hasher, &file.stamp);
        }
        for stranger in &sources.strangers {
            hasher.update(stranger.as_str().as_bytes()).update(&[1]);
        }
        Some(Question(*hasher.finalize().as_bytes()))
    }
}

fn add(hasher: &mut blake3::Hasher, stamp: &Stamp) {
    hasher.update(&stamp.len.to_le_bytes()).update(&stamp.written.to_le_bytes()).update(&stamp.changed.to_le_bytes());
}

/// What a build said and made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Memo {
    /// How many pages the site has.
    pub pages: usize,
    /// How many files it has.
    pub files: usize,
    /// What was said of the content.
    pub report: String,
}

/// What the build of the site at `root` into `output` came to when it was last asked `question`,
/// if everything that it made is still there as it left it.
pub fn recall(root: &Path, output: &Path, question: Question) -> Option<Memo> {
    let bytes = fs::read(file(root, output)?).ok()?;
    let (body, hash) = bytes.split_at_checked(bytes.len().checked_sub(32)?)?;
    if blake3::hash(body).as_bytes() != hash {
        return None;
    }
    let (known, rest) = body.split_at_checked(32)?;
    let (left, rest) = rest.split_at_checked(32)?;
    let text = std::str::from_utf8(rest).ok()?;
    let (counts, report) = text.split_once('\n')?;
    let (pages, files) = counts.split_once(' ')?;
    if known != question.0 || left != outputs(output)? {
        return None;
    }
    Some(Memo { pages: pages.parse().ok()?, files: files.parse().ok()?, report: report.to_string() })
}

/// Keeps what a build came to. That it cannot be kept is no fault.
pub fn keep(root: &Path, output: &Path, question: Question, memo: &Memo) {
    let keep = || -> Option<()> {
        let mut body = Vec::new();
        body.extend_from_slice(&question.0);
        body.extend_from_slice(&outputs(output)?);
        body.extend_from_slice(format!("{} {}\n{}", memo.pages, memo.files, memo.report).as_bytes());
        let hash = blake3::hash(&body);
        body.extend_from_slice(hash.as_bytes());
        let file = file(root, output)?;
        let folder = file.parent()?;
        fs::create_dir_all(folder).ok()?;
        // The folder is nobody's work; git need not ask about it.
        let ignore = folder.join(".gitignore");
        if !ignore.exists() {
            fs::write(ignore, "*\n").ok()?;
        }
        // Whoever reads it meanwhile reads the old one or the new one.
        let draft = file.with_extension("new");
        fs::write(&draft, &body).and_then(|()| fs::rename(&draft, &file)).ok()
    };
    let _kept: Option<()> = keep();
}

/// The memo's file: one for each output folder.
fn file(root: &Path, output: &Path) -> Option<PathBuf> {
    let output = output.canonicalize().ok()?;
    let hash = blake3::hash(output.as_os_str().as_encoded_bytes()).to_hex();
    Some(root.join(FOLDER).join(format!("build-{}", &hash[..16])))
}

/// The stamps of all that the manifest of an output folder names, and of the manifest, as one
/// hash; none where something is missing, or a run there has not come to its end.
fn outputs(output: &Path) -> Option<[u8; 32]> {
    let stamp = |path: &str| fs::symlink_metadata(output.join(path)).map(|found| stamp_of_file(&found));
    if stamp(STAGE).is_ok() {
        return None;
    }
    let manifest = Manifest::read(output).ok()?;
    let paths: Vec<&String> = manifest.files.keys().collect();
    let stamps: Vec<io::Result<Option<Stamp>>> = paths.par_iter().map(|path| stamp(path)).collect();
    let mut hasher = blake3::Hasher::new();
    for stamp in stamps.into_iter().chain([stamp(MANIFEST)]) {
        add(&mut hasher, &stamp.ok()??);
    }
    Some(*hasher.finalize().as_bytes())
}

fn stamp_of_file(found: &Metadata) -> Option<Stamp> {
    found.is_file().then(|| Stamp::of(found))
}
