#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "the edge to the output folder")]
//! A site -> files in the output folder.
//!
//! What differs is staged below the output folder first. Then a journal says what is to be
//! moved and removed, and its appearance is the point of no return: before it the old site
//! stands untouched, after it the next run finishes what was begun. Files that are not in
//! the published manifest are never touched, unchanged ones not written.

mod journal;
mod manifest;
pub mod memo;

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

pub use manifest::{FILE as MANIFEST, Manifest, Published};

use crate::build::{Failure, Site};
use crate::plan::{Content, OutPath};
use crate::source::Read;
use journal::Journal;

/// What a run did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// The paths that were written, sorted.
    pub written: Vec<String>,
    /// The paths that were removed, sorted.
    pub removed: Vec<String>,
    /// How many files were as they should be.
    pub unchanged: usize,
    /// How many pages the site has.
    pub pages: usize,
}

/// Why a site could not be published.
#[derive(Debug)]
pub enum Trouble {
    /// A page could not be made.
    Making(Failure),
    /// The disk failed at a path.
    Disk(PathBuf, io::Error),
    /// Another run is publishing there.
    Locked(PathBuf),
    /// Files stand in the way that minutebook did not write.
    Foreign(Vec<PathBuf>),
}

/// Is asked before every step that changes the disk, so that tests can stop a run anywhere.
pub type Step<'a> = dyn Fn() -> io::Result<()> + Sync + 'a;

/// What a run needs besides the site.
pub struct Work<'a> {
    pub read: &'a dyn Read,
    /// Is told how many paths have been looked at.
    pub progress: &'a (dyn Fn(usize) + Sync),
    pub step: &'a Step<'a>,
}

/// Publishes `site` into the folder `output`, which is made if it is not there.
///
/// # Errors
/// With any of them, the old site stands, or the next run finishes the new one.
pub fn publish(site: &Site, output: &Path, work: &Work<'_>) -> Result<Outcome, Trouble> {
    let at = |path: &Path| {
        let path = path.to_path_buf();
        move |error| Trouble::Disk(path.clone(), error)
    };
    fs::create_dir_all(output).map_err(at(output))?;
    let _lock = lock(output)?;
    let stage = output.join(journal::FOLDER);
    journal::recover(output, work.step).map_err(at(&stage))?;

    let old = Manifest::read(output).map_err(at(&output.join(MANIFEST)))?;
    fs::create_dir(&stage).map_err(at(&stage))?;
    let planned: Vec<(usize, (&OutPath, &Content))> = site.paths().enumerate().collect();
    let done = AtomicUsize::new(0);
    let examine = |(number, (path, content)): (usize, (&OutPath, &Content))| {
        let found = examine(site, path, content, number, &old, output, &stage, work);
        (work.progress)(done.fetch_add(1, Ordering::Relaxed) + 1);
        found
    };
    let results: Vec<Result<Examined, Trouble>> = planned.into_par_iter().map(examine).collect();
    let prepared = collect(results, site);
    // A run that cannot go on leaves nothing behind.
    let (manifest, moves, mut outcome) = prepared.inspect_err(|_| {
        fs::remove_dir_all(&stage).unwrap_or_default();
    })?;

    let kept: BTreeSet<&str> = manifest.files.keys().map(String::as_str).collect();
    outcome.removed = old.files.keys().filter(|path| !kept.contains(path.as_str())).cloned().collect();
    let text = manifest.to_text();
    // A damaged manifest can say the same as a sound one; it is mended all the same.
    let is_listed = || fs::read(output.join(MANIFEST)).is_ok_and(|bytes| bytes == text.as_bytes());
    if moves.is_empty() && outcome.removed.is_empty() && is_listed() {
        fs::remove_dir_all(&stage).map_err(at(&stage))?;
        return Ok(outcome);
    }
    let mut journal = Journal { moves, removals: outcome.removed.clone() };
    let number = journal.moves.iter().map(|(number, _)| number + 1).max().unwrap_or(0);
    (work.step)().and_then(|()| fs::write(stage.join(number.to_string()), &text)).map_err(at(&stage))?;
    journal.moves.push((number, MANIFEST.to_string()));
    journal.commit(&stage, work.step).map_err(at(&stage))?;
    journal::recover(output, work.step).map_err(at(output))?;
    Ok(outcome)
}

/// Keeps other runs out of the folder for as long as it is held.
fn lock(output: &Path) -> Result<File, Trouble> {
    let folder = File::open(output).map_err(|error| Trouble::Disk(output.to_path_buf(), error))?;
    match folder.try_lock() {
        Ok(()) => Ok(folder),
        Err(fs::TryLockError::WouldBlock) => Err(Trouble::Locked(output.to_path_buf())),
        // A file system that has no locks has to do without.
        Err(fs::TryLockError::Error(_)) => Ok(folder),
    }
}

/// What was found out about one path.
struct Examined {
    path: String,
    published: Published,
    /// The number of its staged bytes, if it differs from what is there.
    staged: Option<usize>,
    foreign: bool,
}

#[expect(clippy::too_many_arguments, reason = "one step of `publish`, with all that it knows")]
fn examine(
    site: &Site,
    path: &OutPath,
    content: &Content,
    number: usize,
    old: &Manifest,
    output: &Path,
    stage: &Path,
    work: &Work<'_>,
) -> Result<Examined, Trouble> {
    let target = output.join(path.as_str());
    let there = existing(output, path.as_str(), old).map_err(|error| Trouble::Disk(target.clone(), error))?;
    let known = old.files.get(path.as_str());
    let prepared = site.prepare(path, content, work.read).map_err(Trouble::Making)?;
    let examined = |published: Published, staged: Option<usize>, foreign: bool| Examined {
        path: path.as_str().to_string(),
        published,
        staged,
        foreign,
    };
    if let (Some(known), There::File(bytes)) = (known.filter(|known| known.key == prepared.key), &there)
        && known.sha256 == sha256(bytes)
    {
        return Ok(examined(known.clone(), None, false));
    }
    let key = prepared.key.clone();
    let bytes = site.finish(prepared, content, work.read).map_err(Trouble::Making)?;
    let published = Published { key, sha256: sha256(&bytes) };
    match there {
        There::File(found) if found == bytes => return Ok(examined(published, None, false)),
        There::File(_) if known.is_none() => return Ok(examined(published, None, true)),
        There::Other => return Ok(examined(published, None, true)),
        There::File(_) | There::Nothing => {}
    }
    let file = stage.join(number.to_string());
    (work.step)().and_then(|()| fs::write(&file, &bytes)).map_err(|error| Trouble::Disk(file, error))?;
    Ok(examined(published, Some(number), false))
}

/// What stands at a path of the output.
enum There {
    Nothing,
    File(Vec<u8>),
    /// A folder, a link, or something below what is not a folder.
    Other,
}

fn existing(output: &Path, path: &str, old: &Manifest) -> io::Result<There> {
    let mut place = output.to_path_buf();
    let mut before = String::new();
    let mut parts = path.split('/').peekable();
    while let Some(part) = parts.next() {
        place.push(part);
        let found = match fs::symlink_metadata(&place) {
            Ok(found) => found,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(There::Nothing),
            Err(error) => return Err(error),
        };
        before.push_str(part);
        // A link is never followed: what it leads to is not ours.
        match parts.peek() {
            // A file of the old site that is a folder in the new one is removed before.
            Some(_) if found.is_file() && old.files.contains_key(&before) => return Ok(There::Nothing),
            Some(_) if found.is_dir() => {}
            None if found.is_file() => return fs::read(&place).map(There::File),
            // A folder of the old site that is a file in the new one is emptied before.
            None if found.is_dir() && is_ours(&place, &before, old)? => return Ok(There::Nothing),
            _ => return Ok(There::Other),
        }
        before.push('/');
    }
    Ok(There::Other)
}

/// Whether a folder holds files of the old site and nothing else.
fn is_ours(folder: &Path, path: &str, old: &Manifest) -> io::Result<bool> {
    let mut is_empty = true;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        is_empty = false;
        let Some(below) = entry.file_name().to_str().map(|name| format!("{path}/{name}")) else {
            return Ok(false);
        };
        let kind = entry.file_type()?;
        let ours = if kind.is_dir() {
            is_ours(&entry.path(), &below, old)?
        } else {
            kind.is_file() && old.files.contains_key(&below)
        };
        if !ours {
            return Ok(false);
        }
    }
    Ok(!is_empty)
}

type Prepared = (Manifest, Vec<(usize, String)>, Outcome);

fn collect(results: Vec<Result<Examined, Trouble>>, site: &Site) -> Result<Prepared, Trouble> {
    let mut manifest = Manifest::default();
    let mut moves = Vec::new();
    let mut outcome = Outcome::default();
    let mut foreign = Vec::new();
    for examined in results {
        let Examined { path, published, staged, foreign: in_the_way } = examined?;
        if in_the_way {
            foreign.push(PathBuf::from(&path));
        }
        match staged {
            Some(number) => {
                outcome.written.push(path.clone());
                moves.push((number, path.clone()));
            }
            None => outcome.unchanged += 1,
        }
        manifest.files.insert(path, published);
    }
    if !foreign.is_empty() {
        return Err(Trouble::Foreign(foreign));
    }
    outcome.pages = site.paths().filter(|(_, content)| matches!(content, Content::Page(..))).count();
    Ok((manifest, moves, outcome))
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
