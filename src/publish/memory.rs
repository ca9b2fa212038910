#![expect(clippy::disallowed_methods, reason = "the edge to the disk, for what a build left")]
//! What the last build was asked, what it left behind, and what each file was made from.
//!
//! The same question about the same files needs no work; a new one needs work only where
//! something stands otherwise that a file was made from. What is remembered only ever saves
//! time. It is trusted as git trusts its index: by size, times and, on Unix, the time of the last
//! change of the inode, never for a source that was written while or just before the files were
//! listed, and never by another program than the one that wrote it. What is lost, damaged or
//! foreign counts as nothing.

use std::collections::HashMap;
use std::fs::{self, Metadata};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use borsh::{BorshDeserialize, BorshSerialize};
use foldhash::fast::FixedState;
use jiff::civil;
use rayon::prelude::*;

use super::journal::FOLDER as STAGE;
use crate::model::Days;
use crate::reader::{Need, States};
use crate::source::{SourceSet, Stamp};

/// The folder in the site that holds what is remembered.
pub const FOLDER: &str = ".minutebook";

/// This program, as it can be told from others: by its version, and its file's size and times.
pub fn program() -> Option<[u8; 32]> {
    let own = fs::metadata(std::env::current_exe().ok()?).ok()?;
    let mut hasher = blake3::Hasher::new();
    hasher.update(env!("CARGO_PKG_VERSION").as_bytes());
    add(&mut hasher, &Stamp::of(&own));
    Some(*hasher.finalize().as_bytes())
}

/// Everything that decides what a build does, as one hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub struct Question([u8; 32]);

impl Question {
    /// `settings` are the choices of the command line, in any words; the files were
    /// listed at `listed`, in nanoseconds since 1970. Nothing can be
    /// asked where a file was written so lately that it may be written again unnoticed, or where
    /// the program cannot tell itself from another.
    pub fn new(sources: &SourceSet, settings: &str, listed: u128) -> Option<Question> {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&program()?).update(settings.as_bytes());
        for file in &sources.files {
            if !file.stamp.is_settled(listed) {
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
#[derive(Clone, Debug, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub struct Answer {
    /// How many pages the site has.
    pub pages: usize,
    /// How many files it has.
    pub files: usize,
    /// What was said of the content.
    pub report: String,
    /// The days on which all this is the same.
    pub days: Days,
}

/// What a build left in the output folder.
#[derive(BorshSerialize, BorshDeserialize)]
struct Left {
    answer: Option<(Question, Answer)>,
    /// The stamp of every file, the manifest among them.
    stamps: Vec<(String, Stamp)>,
}

/// What a file of the output was made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// A hash of what stands at the path: which page, which feed, a copy of which file.
    pub content: u64,
    /// What it needed, by numbers; `None` where that is not known.
    pub needs: Option<Vec<u32>>,
    /// The days on which it is the same, if all that it needs is.
    pub days: Days,
}

/// What all files were made from, in the order in which they were left.
#[derive(BorshSerialize, BorshDeserialize)]
struct Origins {
    /// A hash of what was left: the two belong together.
    of: [u8; 32],
    base: u64,
    /// Every need by its number, and how it stood.
    states: Vec<(u64, u64)>,
    contents: Vec<u64>,
    days: Vec<Days>,
    /// The needs of all files, and where those of each end; nothing where they are not known.
    needs: Vec<u32>,
    ends: Vec<Option<u32>>,
}

/// What is known of an output folder from the last build there.
#[derive(Default)]
pub struct Memory {
    /// The place of each path among what was left.
    places: HashMap<String, usize, FixedState>,
    stamps: Vec<Stamp>,
    contents: Vec<u64>,
    days: Vec<Days>,
    /// Where the needs of each file begin and end.
    spans: Vec<Option<(usize, usize)>>,
    /// By their numbers of then.
    needs: Vec<u32>,
    /// For each number of then that of now; `None` where it stands otherwise.
    numbers: Vec<Option<u32>>,
}

impl Memory {
    /// What the last build left in `output`, as seen from a site whose needs stand at `states`.
    pub fn recall(root: &Path, output: &Path, base: u64, states: &States) -> Memory {
        Memory::read(root, output, base, states).unwrap_or_default()
    }

    fn read(root: &Path, output: &Path, base: u64, states: &States) -> Option<Memory> {
        let (left, made) = (file(root, output, "left")?, file(root, output, "made")?);
        let (left, origins) = rayon::join(|| open::<Left>(&left), || open::<Origins>(&made));
        let ((left, hash), (origins, _)) = (left?, origins?);
        if origins.of != hash || origins.base != base || origins.ends.len() != left.stamps.len() {
            return None;
        }
        let then = origins.states.into_iter().map(|(need, state)| (Need(need), state));
        let needs = Needs { all: origins.needs, ends: origins.ends };
        Some(Memory::of(left.stamps, origins.contents, origins.days, needs, then, states))
    }

    /// What a build left, and how all stood `then`, as seen from how it stands `now`.
    pub fn of(
        left: Vec<(String, Stamp)>,
        contents: Vec<u64>,
        days: Vec<Days>,
        needs: Needs,
        then: impl Iterator<Item = (Need, u64)>,
        now: &States,
    ) -> Memory {
        let number = |(need, then): (Need, u64)| {
            let (number, state) = now.get(need)?;
            (state == then).then_some(number)
        };
        let numbers: Vec<Option<u32>> = then.map(number).collect();
        let mut start = 0;
        let span = |end: &Option<u32>| {
            let end = (*end)? as usize;
            Some((std::mem::replace(&mut start, end), end))
        };
        Memory {
            spans: needs.ends.iter().map(span).collect(),
            needs: needs.all,
            numbers,
            stamps: left.iter().map(|(_, stamp)| *stamp).collect(),
            places: left.into_iter().enumerate().map(|(place, (path, _))| (path, place)).collect(),
            contents,
            days,
        }
    }

    /// The stamp of what the last build left at a path, and what it was made from in numbers of
    /// now, if it would be made the same again.
    pub fn still(&self, path: &str, content: u64, today: civil::Date) -> Option<(Stamp, Origin)> {
        let place = *self.places.get(path).filter(|place| self.contents.get(**place) == Some(&content))?;
        let days = *self.days.get(place).filter(|days| days.hold(today))?;
        let (start, end) = (*self.spans.get(place)?)?;
        let now = |then: &u32| self.numbers.get(*then as usize).copied().flatten();
        let needs = self.needs.get(start..end)?.iter().map(now).collect::<Option<Vec<u32>>>()?;
        Some((self.stamps[place], Origin { content, needs: Some(needs), days }))
    }
}

/// The needs of many files, one after the other, and where those of each end.
#[derive(Default)]
pub struct Needs {
    pub all: Vec<u32>,
    pub ends: Vec<Option<u32>>,
}

impl Needs {
    pub fn push(&mut self, needs: Option<&[u32]>) {
        self.all.extend(needs.unwrap_or_default());
        self.ends.push(needs.map(|_| self.all.len() as u32));
    }
}

/// What the build of the site at `root` into `output` came to when it was last asked `question`,
/// if it would come to the same today, and everything that it made is still there as it left it.
pub fn answer(root: &Path, output: &Path, question: Question, today: civil::Date) -> Option<Answer> {
    let (left, _) = open::<Left>(&file(root, output, "left")?)?;
    let (asked, answer) = left.answer?;
    if asked != question || !answer.days.hold(today) || fs::symlink_metadata(output.join(STAGE)).is_ok() {
        return None;
    }
    let stands = |(path, stamp): &(String, Stamp)| stamp_at(output, path).is_ok_and(|found| found == Some(*stamp));
    left.stamps.par_iter().all(stands).then_some(answer)
}

/// The stamp of a file of the output; `None` if it is no file.
pub fn stamp_at(output: &Path, path: &str) -> io::Result<Option<Stamp>> {
    let found: Metadata = fs::symlink_metadata(output.join(path))?;
    Ok(found.is_file().then(|| Stamp::of(&found)))
}

/// Keeps what a build came to. That it cannot be kept is no fault.
pub fn keep(
    root: &Path,
    output: &Path,
    answer: Option<(Question, Answer)>,
    base: u64,
    states: &States,
    files: Vec<(String, Stamp, Origin)>,
) {
    let keep = || -> Option<()> {
        let (mut stamps, mut contents, mut days, mut needs) = (Vec::new(), Vec::new(), Vec::new(), Needs::default());
        for (path, stamp, origin) in files {
            stamps.push((path, stamp));
            contents.push(origin.content);
            days.push(origin.days);
            needs.push(origin.needs.as_deref());
        }
        let hash = save(&file(root, output, "left")?, &Left { answer, stamps })?;
        let states = states.all().map(|(need, state)| (need.0, state)).collect();
        let origins = Origins { of: hash, base, states, contents, days, needs: needs.all, ends: needs.ends };
        save(&file(root, output, "made")?, &origins).map(|_| ())
    };
    let _kept: Option<()> = keep();
}

/// A remembered file: one for each output folder.
fn file(root: &Path, output: &Path, name: &str) -> Option<PathBuf> {
    let output = output.canonicalize().ok()?;
    let hash = blake3::hash(output.as_os_str().as_encoded_bytes()).to_hex();
    Some(root.join(FOLDER).join(format!("{name}-{}", &hash[..16])))
}

/// Reads what `save` has written, with its hash; nothing of what is damaged, or of another program.
pub fn open<T: BorshDeserialize>(file: &Path) -> Option<(T, [u8; 32])> {
    let bytes = fs::read(file).ok()?;
    let (body, hash) = bytes.split_at_checked(bytes.len().checked_sub(32)?)?;
    let (writer, body) = body.split_at_checked(32)?;
    let found = blake3::Hasher::new().update_rayon(body).finalize();
    if found.as_bytes() != hash || writer != program()? {
        return None;
    }
    Some((borsh::from_slice(body).ok()?, *found.as_bytes()))
}

/// Writes a value so that whoever reads it meanwhile reads the old one or the new one; gives its hash.
pub fn save<T: BorshSerialize>(file: &Path, value: &T) -> Option<[u8; 32]> {
    let program = program()?;
    make_folder(file.parent()?)?;
    let draft = file.with_extension("new");
    // A run that was killed leaves its draft to the next; while one is written, another is not.
    let mut out = fs::File::options().write(true).create(true).truncate(false).open(&draft).ok()?;
    if matches!(out.try_lock(), Err(fs::TryLockError::WouldBlock)) {
        return None;
    }
    let mut write = || -> io::Result<[u8; 32]> {
        out.set_len(0)?;
        out.write_all(&program)?;
        // A hash is made of long pieces quickly, and of single numbers slowly.
        let mut body = BufWriter::with_capacity(1024 * 1024, Hashed { out: &mut out, hasher: blake3::Hasher::new() });
        borsh::to_writer(&mut body, value)?;
        let body = body.into_inner().map_err(io::IntoInnerError::into_error)?;
        let hash = *body.hasher.finalize().as_bytes();
        body.out.write_all(&hash)?;
        fs::rename(&draft, file)?;
        Ok(hash)
    };
    write().inspect_err(|_| fs::remove_file(&draft).unwrap_or_default()).ok()
}

/// Makes a folder for what is remembered.
pub fn make_folder(folder: &Path) -> Option<()> {
    fs::create_dir_all(folder).ok()?;
    // The folder is nobody's work; git need not ask about it.
    let ignore = folder.ancestors().find(|path| path.ends_with(FOLDER))?.join(".gitignore");
    if ignore.exists() { Some(()) } else { fs::write(ignore, "*\n").ok() }
}

/// Hashes what is written.
struct Hashed<W> {
    out: W,
    hasher: blake3::Hasher,
}

impl<W: Write> Write for Hashed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
