#![expect(clippy::disallowed_methods, reason = "the edge to the disk, for what was resolved")]
//! The archive as it was last resolved, and the plan of its site, kept for the next run.
//!
//! A site of which some files were written since, came or went, is that archive with these taken in, if what follows
//! elsewhere from them can be told (`Site::take_in`), and on a later day with what has fallen due (`Site::turn_to`).
//! It counts as nothing where more follows, or for another program.

use std::borrow::Borrow;
use std::cell::RefCell;
use std::cmp::Reverse;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use borsh::BorshDeserialize;

use super::store::{Columns, FOLDER, Written, open_pieces, save, write_each};
use crate::build::{Options, Site};
use crate::diag::{Diagnostic, Extract};
use crate::model::{Archive, Gathered, Lost, Wrong};
use crate::parse::{Kind, identify};
use crate::plan::Plan;
use crate::reader::{Need, States};
use crate::source::{Read, SourceFile, SourceSet, Stamp};
use crate::span::SourcePath;

/// More records than this are read faster by building the site anew.
pub const MOST_CHANGED: usize = 100;

/// More records than this are better kept once more than read again in every run.
const MOST_BEHIND: usize = 16;

/// The site that `build` publishes.
pub const BUILT: &str = "built";

/// The site that `serve` shows.
pub const SHOWN: &str = "shown";

/// A site as it was kept, with what has changed in single records since.
pub struct Kept {
    pub site: Site,
    /// What is to be said of the files.
    pub said: Extract,
    /// The file that is not taken into the site, since an error in it is among what is to be said.
    pub wrong: Option<SourcePath>,
    /// How all stands that pages need; nothing where nobody asks.
    pub states: States,
    /// Whether what is kept is so far behind that it is worth keeping once more, or nothing is.
    pub is_behind: bool,
}

/// Where a site is kept, and what it is made from.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// The site's folder.
    pub root: &'a Path,
    /// `BUILT` or `SHOWN`.
    pub name: &'a str,
    pub options: &'a Options,
    pub sources: &'a SourceSet,
    /// When these were listed, in nanoseconds since 1970.
    pub listed: u128,
}

/// Keeps a site without errors. That it cannot be kept is no fault.
pub fn keep(input: Input<'_>, site: &Site, said: Extract, states: &States) {
    let trusted = |file: &SourceFile| {
        let stamp = if file.stamp.is_settled(input.listed) { file.stamp } else { Stamp::default() };
        SourceFile { stamp, ..file.clone() }
    };
    // With the records comes what they do not say.
    let gathered = RefCell::new(Vec::new());
    let records = |mut out: &mut dyn Write| site.archive.write(&mut out).map(|rest| *gathered.borrow_mut() = rest);
    let Some(hash) = save(&file(input.root, RECORDS, input.name), &Written([&records])) else { return };
    let all: Vec<(Need, u64)> = states.all().collect();
    let (ground, strangers) = (site.ground(), &input.sources.strangers);
    let asked = |hash: [u8; 32]| (hash, settings(input.options), strangers, ground.bearing(), &ground.found, &said);
    let columns: Written<'_, COLUMNS> = Written([
        &|out| out.write_all(&gathered.borrow()),
        &|out| borsh::to_writer(out, &asked(hash)),
        &|mut out| input.sources.files.iter().try_for_each(|file| borsh::to_writer(&mut out, &trusted(file))),
        &|out| write_each(out, &all, |state, bytes| bytes.extend_from_slice(&States::bytes(state))),
        &|out| borsh::to_writer(out, &site.plan),
    ]);
    let _saved: Option<[u8; 32]> = save(&file(input.root, ARCHIVE, input.name), &columns);
}

/// The file of the records and commitments, of which few are read.
const RECORDS: &str = "records";

/// The file of all else, which is read as a whole.
const ARCHIVE: &str = "archive";

/// In the file of all else: the rest of the archive; the hash of the records' file, what was asked, on which ground, and
/// what was said; the sources, the states of all needs, the plan.
const COLUMNS: usize = 5;

/// The site, if it follows from what was kept. A record of it may be `Lost` when somebody looks at it.
pub fn recall(input: Input<'_>, read: &dyn Read) -> Option<Kept> {
    Lost::catch(|| recalled(input, read)).ok()?
}

/// Forgets the site of this name that was kept of the site at `root`.
///
/// # Errors
/// It cannot be deleted.
pub fn forget(root: &Path, name: &str) -> io::Result<()> {
    match fs::remove_file(file(root, ARCHIVE, name)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

fn recalled(input: Input<'_>, read: &dyn Read) -> Option<Kept> {
    let Input { options, sources, listed, .. } = input;
    let (columns, _) = Columns::<COLUMNS>::open(&file(input.root, ARCHIVE, input.name))?;
    type Asked = ([u8; 32], String, Vec<SourcePath>, u64, Vec<Diagnostic>, Extract);
    let (hash, asked, strangers, bearing, found, mut said): Asked = borsh::from_slice(columns.bytes(1)).ok()?;
    if asked != settings(options) || strangers != sources.strangers {
        return None;
    }
    let mut files = columns.bytes(2);
    let changed = differing(std::iter::from_fn(|| SourceFile::deserialize(&mut files).ok()), sources)?;
    let gathered = || borsh::from_slice::<Gathered>(columns.bytes(0)).ok();
    let plan = || borsh::from_slice::<Plan>(columns.bytes(4)).ok();
    let (gathered, plan) = rayon::join(gathered, plan);
    let mut states = States::kept(columns.entries(3));
    let (records, start) = open_pieces(&file(input.root, RECORDS, input.name), hash)?;
    let gathered = gathered?;
    let archive = |config| Archive::kept(gathered, &records, start, config);
    let mut site = Site::kept(archive, plan?, bearing, sources, read, options)?;
    let [found, mended] = site.ground().differs(&found);
    said.take_in(&found, &mended)?;
    let turned = site.turn_to(options.today)?;
    let due = turned.told.iter().map(|(_, replanned)| replanned.retold.promised.len()).sum::<usize>();
    let taken = site.take_in(&changed, sources, read)?.after(turned);
    for [found, mended] in taken.said() {
        said.take_in(found, mended)?;
    }
    // With an error nothing is published.
    match &taken.wrong {
        Some((_, Wrong { found, mended })) => said.take_in(found, mended)?,
        None if states.is_empty() => {}
        None => site.retell_states(&mut states, &changed, &taken, sources, listed)?,
    }
    let is_behind = taken.told.len() + due > MOST_BEHIND;
    Some(Kept { site, said, wrong: taken.wrong.map(|(file, _)| file), states, is_behind })
}

/// The files that may have been written since an earlier list, or came or went since, in an order in which they can be
/// taken in; nothing where so much may have changed that it is faster to build the site anew.
pub fn changed(before: &SourceSet, now: &SourceSet) -> Option<Vec<SourcePath>> {
    if before.strangers == now.strangers { differing(before.files.iter(), now) } else { None }
}

/// `before` is sorted by path.
fn differing(before: impl Iterator<Item = impl Borrow<SourceFile>>, now: &SourceSet) -> Option<Vec<SourcePath>> {
    let (mut before, mut changed) = (before.peekable(), Vec::new());
    let mut take_in = |path: &SourcePath| {
        changed.push(path.clone());
        changed.len() <= MOST_CHANGED
    };
    for file in &now.files {
        while let Some(gone) = before.next_if(|other| other.borrow().path < file.path) {
            take_in(&gone.borrow().path).then_some(())?;
        }
        let known = before.next_if(|other| other.borrow().path == file.path);
        let known: Option<&SourceFile> = known.as_ref().map(Borrow::borrow);
        if known.is_none_or(|known| known.picture != file.picture || known.stamp != file.stamp) {
            take_in(&file.path).then_some(())?;
        }
    }
    for gone in before {
        take_in(&gone.borrow().path).then_some(())?;
    }
    in_order(&mut changed, now);
    Some(changed)
}

/// Puts files into an order in which they can be taken in: somebody comes before what names them, a meeting before its
/// reports, and it goes after them; what goes makes room, and records let go of files before these change.
pub fn in_order(files: &mut [SourcePath], now: &SourceSet) {
    files.sort_by_cached_key(|path| {
        let identity = identify(path).ok();
        match now.get(path) {
            _ if identity.is_none() => (3, None, None),
            None => (0, Some(Reverse(identity)), None),
            Some(_) if identity.as_ref().is_some_and(|identity| identity.kind == Kind::Person) => (1, None, identity),
            Some(_) => (2, None, identity),
        }
    });
}

/// Whether the file at a path tells a record.
pub fn is_record(path: &SourcePath) -> bool {
    path.as_str().starts_with("content/") && identify(path).is_ok()
}

/// What the archive and the plan depend on besides the files and the day.
fn settings(options: &Options) -> String {
    let Options { today: _, drafts, links: _, base_url } = options;
    format!("{drafts:?} {base_url:?}")
}

fn file(root: &Path, what: &str, name: &str) -> PathBuf {
    root.join(FOLDER).join(format!("{what}-{name}"))
}
