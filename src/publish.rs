#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "the edge to the output folder")]
//! A site -> files in the output folder.
//!
//! What differs is staged below the output folder first. Then a journal says what is to be
//! moved and removed, and its appearance is the point of no return: before it the old site
//! stands untouched, after it the next run finishes what was begun. Files that are not in
//! the published manifest are never touched, unchanged ones not written.

mod journal;
mod manifest;
mod store;
pub mod documents;
pub mod kept;
pub mod memory;
pub mod photos;

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

pub use manifest::FILE as MANIFEST;

use crate::build::{self, Failure, Photos, Site};
use crate::diag::Diagnostic;
use crate::model::stable;
use crate::plan::{Content, OutPath};
use crate::reader::{Need, States};
use crate::sorted::near;
use crate::source::{Read, Stamp};
use journal::{Journal, Staged};
use manifest::{Checksum, Manifest};
use memory::{Made, Memory, Origin, Standing};

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
    /// What stands at each path of the site now; nothing where somebody has removed it meanwhile.
    pub standing: Vec<Option<Standing>>,
    /// The stamp of the manifest.
    pub manifest: Stamp,
}

/// Why a site could not be published.
#[derive(Debug)]
pub enum Trouble {
    /// A page could not be made.
    Making(Failure),
    /// What is wrong with the content, and only making it has shown.
    Content(Vec<Diagnostic>),
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
    /// What is known of the last run there.
    pub memory: &'a Memory,
    /// How all stands that pages may need.
    pub states: &'a States,
    /// Where sizes of photos come from.
    pub photos: &'a dyn Photos,
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

    let listed = manifest::read(output).map_err(at(&output.join(MANIFEST)))?;
    // What was looked at before the folder was locked counts if no other run has been there since.
    let is_known = work.memory.is_of(output);
    let nothing = Memory::default();
    let memory = if is_known { work.memory } else { &nothing };
    let old = if is_known { Manifest::own(&listed) } else { Manifest::of(&listed) };
    fs::create_dir(&stage).map_err(at(&stage))?;
    let planned: Vec<(&OutPath, &Content)> = site.paths().collect();
    let done = AtomicUsize::new(0);
    let folder = Folder { output, stage: &stage, old: &old, memory };
    /// So many paths are looked at by one core before another can take over: some pages take longer than many.
    const SOME: usize = 16;
    let examine = |(number, (path, content)): (usize, &(&OutPath, &Content))| {
        let found = folder.examine(site, path, content, number, work);
        (work.progress)(done.fetch_add(1, Ordering::Relaxed) + 1);
        found.map_err(Box::new)
    };
    let results: Vec<Result<Examined, Box<Trouble>>> =
        planned.par_iter().enumerate().with_max_len(SOME).map(examine).collect();
    let prepared = collect(results, site);
    // A run that cannot go on leaves nothing behind.
    let Prepared { text, moves, mut outcome } = prepared.inspect_err(|_| {
        fs::remove_dir_all(&stage).unwrap_or_default();
    })?;

    let is_gone =
        |(number, path): &(usize, &str)| near(planned.len(), *number, |at| planned[at].0.as_str().cmp(path)).is_err();
    outcome.removed = old.paths().enumerate().filter(is_gone).map(|(_, path)| path.to_string()).collect();
    // A damaged manifest can say the same as a sound one; it is mended all the same.
    if moves.is_empty() && outcome.removed.is_empty() && manifest::is_same(&listed, &text) {
        fs::remove_dir_all(&stage).map_err(at(&stage))?;
    } else {
        let mut journal = Journal { moves, removals: outcome.removed.clone() };
        let number = planned.len();
        let write = || {
            let mut file = File::create(Staged::Number(number).place(&stage, MANIFEST))?;
            text.iter().try_for_each(|piece| file.write_all(piece.as_bytes()))
        };
        (work.step)().and_then(|()| write()).map_err(at(&stage))?;
        journal.moves.push((Staged::Number(number), MANIFEST.to_string()));
        journal.commit(&stage, work.step).map_err(at(&stage))?;
        journal::recover(output, work.step).map_err(at(output))?;
    }
    let stamp = |path: &str| memory::stamp_at(output, path).ok().flatten();
    outcome.manifest = stamp(MANIFEST).unwrap_or_default();
    // What was written has its stamp now.
    planned.par_iter().zip(&mut outcome.standing).for_each(|((path, _), standing)| {
        if let Some(Standing::Made(made)) = standing
            && made.stamp == Stamp::default()
        {
            match stamp(path.as_str()) {
                Some(stamp) => made.stamp = stamp,
                None => *standing = None,
            }
        }
    });
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
enum Examined<'a> {
    /// It is as the last run left it, at this place there, with its line of the manifest.
    Left(usize, &'a str),
    /// It was made.
    Made(Box<(Checksum, Origin, Is)>),
}

enum Is {
    /// As it should be, with this stamp.
    There(Stamp),
    /// To be moved there: to its path, or with the first folder on the way that is not there.
    Staged(Staged, String),
    /// Not minutebook's own, and in the way.
    Foreign,
}

/// The output folder as a run found it, and where it stages what differs.
struct Folder<'a> {
    output: &'a Path,
    stage: &'a Path,
    old: &'a Manifest<'a>,
    memory: &'a Memory,
}

impl<'a> Folder<'a> {
    fn examine(
        &self,
        site: &Site,
        path: &OutPath,
        content: &Content,
        number: usize,
        work: &Work<'_>,
    ) -> Result<Examined<'a>, Trouble> {
        let line = self.old.line(path.as_str(), number);
        let mark = stable(content);
        if let (Some(line), Some(place)) =
            (line, self.memory.still(path.as_str(), number, mark, site.archive.today.date()))
            && self.memory.stands(place)
        {
            return Ok(Examined::Left(place, line));
        }
        let build::Made { bytes, needs, days } =
            site.make(path, content, work.read, work.photos).map_err(Trouble::Making)?;
        let number_of = |need: &Need| work.states.get(*need).map(|(number, _)| number);
        let needs = needs.and_then(|needs| needs.iter().map(number_of).collect());
        let origin = Origin { content: mark, needs, days };
        let checksum = Sha256::digest(&bytes).into();
        let made = |is| Ok(Examined::Made(Box::new((checksum, origin, is))));
        let failed = |error| Trouble::Disk(self.output.join(path.as_str()), error);
        let (staged, to) = match existing(self.output, path.as_str(), self.old).map_err(failed)? {
            There::File(found, stamp) if found == bytes => return made(Is::There(stamp)),
            There::File(..) if line.is_none() => return made(Is::Foreign),
            There::Other => return made(Is::Foreign),
            There::File(..) | There::Nothing => (Staged::Number(number), path.as_str().to_string()),
            There::NoFolder(folder) => (Staged::Fresh, folder),
        };
        let file = staged.place(self.stage, path.as_str());
        let folder = file.parent().unwrap_or(self.stage);
        let write = || fs::create_dir_all(folder).and_then(|()| fs::write(&file, &bytes));
        match (work.step)().and_then(|()| write()) {
            Ok(()) => made(Is::Staged(staged, to)),
            Err(error) => Err(Trouble::Disk(file, error)),
        }
    }
}

/// What stands at a path of the output.
enum There {
    Nothing,
    /// Nor is this folder there, the first on the way.
    NoFolder(String),
    File(Vec<u8>, Stamp),
    /// A folder, a link, or something below what is not a folder.
    Other,
}

fn existing(output: &Path, path: &str, old: &Manifest<'_>) -> io::Result<There> {
    let mut place = output.to_path_buf();
    let mut before = String::new();
    let mut parts = path.split('/').peekable();
    while let Some(part) = parts.next() {
        place.push(part);
        before.push_str(part);
        let found = match fs::symlink_metadata(&place) {
            Ok(found) => found,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Ok(if parts.peek().is_some() { There::NoFolder(before) } else { There::Nothing });
            }
            Err(error) => return Err(error),
        };
        // A link is never followed: what it leads to is not ours.
        match parts.peek() {
            // A file of the old site that is a folder in the new one is removed before.
            Some(_) if found.is_file() && old.names(&before) => return Ok(There::Nothing),
            Some(_) if found.is_dir() => {}
            None if found.is_file() => return Ok(There::File(fs::read(&place)?, Stamp::of(&found))),
            // A folder of the old site that is a file in the new one is emptied before.
            None if found.is_dir() && is_ours(&place, &before, old)? => return Ok(There::Nothing),
            _ => return Ok(There::Other),
        }
        before.push('/');
    }
    Ok(There::Other)
}

/// Whether a folder holds files of the old site and nothing else.
fn is_ours(folder: &Path, path: &str, old: &Manifest<'_>) -> io::Result<bool> {
    let mut is_empty = true;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        is_empty = false;
        let Some(below) = entry.file_name().to_str().map(|name| format!("{path}/{name}")) else {
            return Ok(false);
        };
        let kind = entry.file_type()?;
        let ours =
            if kind.is_dir() { is_ours(&entry.path(), &below, old)? } else { kind.is_file() && old.names(&below) };
        if !ours {
            return Ok(false);
        }
    }
    Ok(!is_empty)
}

/// What is to be done, with what was found out on the way.
struct Prepared {
    /// Of the manifest, in pieces.
    text: Vec<String>,
    moves: Vec<(Staged, String)>,
    outcome: Outcome,
}

fn collect(results: Vec<Result<Examined<'_>, Box<Trouble>>>, site: &Site) -> Result<Prepared, Trouble> {
    let is_wrong = |trouble: &Trouble| matches!(trouble, Trouble::Making(Failure::Content(_)));
    if results.iter().any(|result| result.as_ref().is_err_and(|trouble| is_wrong(trouble))) {
        let diagnostic = |result: Result<_, Box<Trouble>>| match result.err().map(|trouble| *trouble) {
            Some(Trouble::Making(Failure::Content(diagnostic))) => Some(*diagnostic),
            _ => None,
        };
        let mut found: Vec<Diagnostic> = results.into_iter().filter_map(diagnostic).collect();
        // The same is wrong with every size of a photo.
        found.dedup();
        return Err(Trouble::Content(found));
    }
    let text =
        manifest::text(&site.paths().zip(&results).collect::<Vec<_>>(), |((path, _), examined), text| match examined {
            Ok(Examined::Left(_, line)) => manifest::copy(line, text),
            Ok(Examined::Made(made)) => manifest::add(path.as_str(), &made.0, text),
            Err(_) => {}
        });
    let (mut moves, mut foreign) = (Vec::new(), Vec::new());
    let mut outcome = Outcome { standing: Vec::with_capacity(results.len()), ..Outcome::default() };
    for ((path, content), examined) in site.paths().zip(results) {
        outcome.pages += usize::from(matches!(content, Content::Page(..)));
        let (_, origin, is) = match examined.map_err(|trouble| *trouble)? {
            Examined::Left(place, _) => {
                outcome.unchanged += 1;
                outcome.standing.push(Some(Standing::Left(place)));
                continue;
            }
            Examined::Made(made) => *made,
        };
        let stamp = match is {
            Is::There(stamp) => {
                outcome.unchanged += 1;
                stamp
            }
            Is::Staged(staged, to) => {
                outcome.written.push(path.as_str().to_string());
                // Paths are sorted: what goes into one folder comes together.
                if moves.last().is_none_or(|(_, last)| *last != to) {
                    moves.push((staged, to));
                }
                // It is known when the file is in its place.
                Stamp::default()
            }
            Is::Foreign => {
                foreign.push(PathBuf::from(path.as_str()));
                continue;
            }
        };
        outcome.standing.push(Some(Standing::Made(Box::new(Made { stamp, origin }))));
    }
    if !foreign.is_empty() {
        return Err(Trouble::Foreign(foreign));
    }
    Ok(Prepared { text, moves, outcome })
}
