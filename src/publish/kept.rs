#![expect(clippy::disallowed_types, reason = "the edge to the disk, for what was resolved")]
//! The archive as it was last resolved, and the plan of its site, kept for the next run.
//!
//! A site of which nothing but records was written since is that archive with these read anew, if
//! nothing elsewhere follows from what has changed in them (`Site::retell`). It counts as nothing from
//! the day on which something falls due, for another program, or where a file came or went.

use std::fs::File;
use std::io::{self, Read as _, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use borsh::{BorshDeserialize, BorshSerialize};

use super::memory::{FOLDER, program, save};
use crate::build::{Options, Site};
use crate::diag::Extract;
use crate::model::{Archive, Gathered, Store};
use crate::parse::identify;
use crate::plan::Plan;
use crate::reader::States;
use crate::source::{Read, SourceFile, SourceSet, Stamp};
use crate::span::SourcePath;

/// Where the records begin in the file: behind the name of the program that wrote it.
const RECORDS: u64 = 32;

/// More records than this are read faster by building the site anew.
const MOST_CHANGED: usize = 100;

/// The site that `build` publishes.
pub const BUILT: &str = "built";

/// The site that `serve` shows.
pub const SHOWN: &str = "shown";

/// A site as it was kept, with what has changed in single records since.
pub struct Kept {
    pub site: Site,
    /// What is to be said of it.
    pub said: Extract,
    /// How all stands that pages need; nothing where nobody asks.
    pub states: States,
}

/// All that is kept, but for the records.
#[derive(BorshSerialize, BorshDeserialize)]
struct Head {
    settings: String,
    /// With no stamp where a file may be written again unnoticed.
    sources: SourceSet,
    said: Extract,
    states: Vec<(u64, u64)>,
    plan: Plan,
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
    let head = Head {
        settings: settings(input.options),
        sources: SourceSet {
            files: input.sources.files.iter().map(trusted).collect(),
            strangers: input.sources.strangers.clone(),
        },
        said,
        states: states.all().map(|(need, state)| (need.0, state)).collect(),
        plan: site.plan.clone(),
    };
    let _saved: Option<[u8; 32]> = save(&file(input), &Whole { head, archive: &site.archive });
}

/// In a file: the records, the rest, and how long this is.
struct Whole<'a> {
    head: Head,
    archive: &'a Archive,
}

impl BorshSerialize for Whole<'_> {
    fn serialize<W: Write>(&self, writer: &mut W) -> io::Result<()> {
        let gathered = self.archive.write(writer)?;
        let head = borsh::to_vec(&self.head)?;
        writer.write_all(&head)?;
        writer.write_all(&gathered)?;
        ((head.len() + gathered.len()) as u64).serialize(writer)
    }
}

/// A file that stays as it was opened, even if another run keeps the site anew.
#[derive(Debug)]
struct Opened(Mutex<File>);

impl Store for Opened {
    fn read(&self, part: Range<u64>) -> io::Result<Vec<u8>> {
        let mut file = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(part.start))?;
        let mut bytes = vec![0; (part.end - part.start) as usize];
        file.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}

/// The rest, and the file with the records, if it is whole.
fn open(path: &Path) -> Option<(Vec<u8>, File)> {
    let mut file = File::open(path).ok()?;
    let length = file.metadata().ok()?.len();
    let mut writer = [0; 32];
    file.read_exact(&mut writer).ok()?;
    file.seek(SeekFrom::Start(length.checked_sub(40).filter(|end| *end >= 32)?)).ok()?;
    let mut end = [0; 40];
    file.read_exact(&mut end).ok()?;
    let (rest, hash) = end.split_first_chunk()?;
    let start = (length - 40).checked_sub(u64::from_le_bytes(*rest)).filter(|start| *start >= RECORDS)?;
    if writer != program()? {
        return None;
    }
    file.seek(SeekFrom::Start(RECORDS)).ok()?;
    let mut hasher = blake3::Hasher::new();
    // The records pass by, and need no memory.
    let mut records = (&mut file).take(start - RECORDS);
    let mut buffer = vec![0; 1024 * 1024];
    loop {
        match records.read(&mut buffer).ok()? {
            0 => break,
            read => hasher.update_rayon(&buffer[..read]),
        };
    }
    let mut rest = vec![0; (length - 40 - start) as usize];
    file.read_exact(&mut rest).ok()?;
    hasher.update_rayon(&rest).update(&end[..8]);
    (hasher.finalize().as_bytes() == hash).then_some((rest, file))
}

/// The site, if it follows from what was kept.
pub fn recall(input: Input<'_>, read: &dyn Read) -> Option<Kept> {
    let Input { options, sources, listed, .. } = input;
    let (rest, records) = open(&file(input))?;
    let (head, gathered): (Head, Gathered) = borsh::from_slice(&rest).ok()?;
    drop(rest);
    if head.settings != settings(options) {
        return None;
    }
    let changed = written(&head.sources, sources)?;
    let store: Arc<dyn Store> = Arc::new(Opened(Mutex::new(records)));
    let archive = |config| Archive::kept(gathered, &store, RECORDS, config, options.today);
    let mut site = Site::kept(archive, head.plan, sources, read, options)?;
    let (mut told, mut said) = (Vec::new(), head.said);
    for file in changed {
        let retold = site.retell(&file.path, sources, read)?;
        said.take_in(&retold.found, &retold.mended)?;
        told.push((file, retold));
    }
    let mut states = States::kept(head.states);
    if !states.is_empty() {
        site.retell_states(&mut states, &told, listed)?;
    }
    Some(Kept { site, said, states })
}

/// The records that may have been written since an earlier list; nothing where anything else may have
/// changed, or so many that it is faster to build the site anew.
pub fn written<'a>(before: &SourceSet, now: &'a SourceSet) -> Option<Vec<&'a SourceFile>> {
    let is_same_file =
        |(before, now): (&SourceFile, &SourceFile)| before.path == now.path && before.picture == now.picture;
    let all = || before.files.iter().zip(&now.files);
    if before.strangers != now.strangers || before.files.len() != now.files.len() || !all().all(is_same_file) {
        return None;
    }
    let written = all().filter(|(before, now)| before.stamp != now.stamp);
    let written: Vec<&SourceFile> = written.map(|(_, now)| now).take(MOST_CHANGED + 1).collect();
    let are_records = written.iter().all(|file| is_record(&file.path));
    (written.len() <= MOST_CHANGED && are_records).then_some(written)
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

fn file(input: Input<'_>) -> PathBuf {
    input.root.join(FOLDER).join(format!("archive-{}", input.name))
}
