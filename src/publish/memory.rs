#![expect(clippy::disallowed_methods, reason = "the edge to the disk, for what a build left")]
//! What the last build was asked, what it left behind, and what each file was made from.
//!
//! The same question about the same files needs no work; a new one needs work only where
//! something stands otherwise that a file was made from. What is remembered only ever saves
//! time. It is trusted as git trusts its index: by size, times and, on Unix, the time of the last
//! change of the inode, never for a source that was written while or just before the files were
//! listed, and never by another program than the one that wrote it. What is lost, damaged or
//! foreign counts as nothing.
//!
//! It stands in files as columns of numbers, and is looked at there. Where most of what was left stands as
//! it stood, these files stay as they are, and a small one says what has become of the rest.

mod built;
mod origins;
mod users;

use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use borsh::{BorshDeserialize, BorshSerialize};
use jiff::civil;
use rayon::prelude::*;

pub use built::{Built, keep};
pub use origins::Origin;

use super::journal::FOLDER as STAGE;
use super::store::{Columns, FOLDER, STAMP, bytes_of, open, open_pieces, program};
use crate::model::Days;
use crate::plan::MANIFEST;
use crate::reader::{Need, States};
use crate::sorted::near;
use crate::source::{SourceSet, Stamp};
use origins::{Ends, NONE, Origins, Remade, Since};

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
            hasher.update(&bytes_of(&file.stamp));
        }
        for stranger in &sources.strangers {
            hasher.update(stranger.as_str().as_bytes()).update(&[1]);
        }
        Some(Question(*hasher.finalize().as_bytes()))
    }
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

/// A file that was made, as it stands in the output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    pub stamp: Stamp,
    pub origin: Origin,
}

/// What stands at a path after a build.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// What the build before left, by its place there.
    Left(usize),
    Made(Box<Made>),
}

/// What a build left in the output folder: of every file its path and stamp, sorted.
#[derive(Default)]
pub struct Left {
    last: Last,
    /// Paths, their lengths, stamps.
    columns: Columns<3>,
    ends: Ends,
}

/// What the last build came to: little, which each build writes, beside what is much.
#[derive(Clone, Debug, Default, BorshSerialize, BorshDeserialize)]
struct Last {
    answer: Option<(Question, Answer)>,
    /// The stamp of the manifest.
    manifest: Stamp,
    hashes: Hashes,
    since: Since,
}

/// By which the files that belong to what a build came to are known: of what it left, and what that was made from.
#[derive(Clone, Copy, Debug, Default, BorshSerialize, BorshDeserialize)]
struct Hashes {
    files: [u8; 32],
    made: [u8; 32],
}

impl Left {
    /// What the last build of the site at `root` left in `output`.
    pub fn open(root: &Path, output: &Path) -> Option<Left> {
        let last: Last = open(&file(root, output, "left")?)?;
        let (columns, hash) = Columns::open(&file(root, output, "files")?)?;
        if last.hashes.files == hash { Left::of(last, columns) } else { None }
    }

    /// With what all of it was made from, and what of it still stands in `output` as it was left.
    pub fn with_origins(self, root: &Path, output: &Path) -> Option<Before> {
        let (columns, hash) = Columns::open(&file(root, output, "made")?)?;
        if self.last.hashes.made != hash {
            return None;
        }
        let users = file(root, output, "users")?;
        let made = Origins::of(columns, self.ends.count(), |hash| open_pieces(&users, hash))?;
        let stands = (0..self.count()).into_par_iter().map(|place| self.stands(output, place)).collect();
        Some(Before { left: self, made, stands })
    }

    fn of(last: Last, columns: Columns<3>) -> Option<Left> {
        let ends = Ends::of(columns.entries(1), columns.bytes(0).len())?;
        (columns.entries::<STAMP>(2).len() == ends.count()).then_some(Left { last, columns, ends })
    }

    /// Whether a file was left at a place.
    fn is_there(&self, place: usize) -> bool {
        !self.last.since.went.contains(&(place as u32))
    }

    /// Whether a file stands in the output as it was left.
    fn stands(&self, output: &Path, place: usize) -> bool {
        let is =
            |path| stamp_at(output, path).is_ok_and(|found| found.is_some_and(|found| self.has_stamp(place, &found)));
        str::from_utf8(self.path(place)).is_ok_and(is)
    }

    fn has_stamp(&self, place: usize, stamp: &Stamp) -> bool {
        self.stamp(place) == bytes_of(stamp)
    }

    fn stamp(&self, place: usize) -> [u8; STAMP] {
        self.remade(place).map_or_else(|| self.columns.entries(2)[place], |remade| bytes_of(&remade.stamp))
    }

    /// How many places there are: of the files that were left when all was written, and of those that have come since.
    fn count(&self) -> usize {
        self.ends.count() + self.last.since.came.len()
    }

    fn path(&self, place: usize) -> &[u8] {
        match place.checked_sub(self.ends.count()) {
            None => self.ends.entry(place, self.columns.bytes(0)),
            Some(behind) => self.last.since.came[behind].0.as_bytes(),
        }
    }

    /// The place of a path, looked for from about where it should be.
    fn place(&self, path: &str, about: usize) -> Option<usize> {
        let compare = |place| self.path(place).cmp(path.as_bytes());
        let came = || self.last.since.came.binary_search_by(|(other, _)| other.as_str().cmp(path));
        let count = self.ends.count();
        near(count, about, compare).ok().or_else(|| came().ok().map(|behind| count + behind))
    }

    /// The file at a place, if it was made again since all was written.
    fn remade(&self, place: usize) -> Option<&Remade> {
        match place.checked_sub(self.ends.count()) {
            None => self.last.since.made.get(&(place as u32)),
            Some(behind) => self.last.since.came.get(behind).map(|(_, made)| made),
        }
    }

    /// What the build came to when it was last asked `question`, if it would come to the same today, and
    /// everything that it made is still there as it left it.
    pub fn answer(&self, output: &Path, question: Question, today: civil::Date) -> Option<Answer> {
        let (asked, answer) = self.last.answer.as_ref()?;
        if *asked != question || !answer.days.hold(today) || fs::symlink_metadata(output.join(STAGE)).is_ok() {
            return None;
        }
        let all = || (0..self.count()).into_par_iter().all(|place| !self.is_there(place) || self.stands(output, place));
        (is_manifest(output, self.last.manifest) && all()).then(|| answer.clone())
    }
}

/// What is known of an output folder from the last build there.
#[derive(Default)]
pub struct Memory {
    left: Left,
    made: Origins,
    /// What still stands as it was left.
    stands: Vec<bool>,
    /// What needs something that stands otherwise now.
    is_stale: Vec<bool>,
    /// For each number of then that of now; `NONE` where it stands otherwise, and for what is not known.
    numbers: Vec<u32>,
}

/// What the last build left, with what it was made from.
pub struct Before {
    left: Left,
    made: Origins,
    stands: Vec<bool>,
}

impl Before {
    /// As it is seen from a site whose needs stand at `states`; nothing where all has changed, or cannot be read.
    pub fn seen(self, base: u64, states: &States) -> Option<Memory> {
        let Before { left, made, stands } = self;
        if made.base() != base.to_le_bytes() {
            return None;
        }
        let since = &left.last.since;
        let mut now = states.all().zip(0..).peekable();
        // Both are sorted.
        let number = |stood: (Need, u64)| {
            while now.next_if(|((need, _), _)| *need < stood.0).is_some() {}
            now.peek().filter(|(stands, _)| *stands == stood).map_or(NONE, |(_, number)| *number)
        };
        let mut numbers: Vec<u32> = made.states(since).map(number).collect();
        // Behind them that of what is not known, and those of needs that came.
        numbers.resize(numbers.len() + 1 + since.needs.len(), NONE);
        for (need, then) in &since.needs {
            let stands = states.get(*need).filter(|(_, state)| since.states.get(then) == Some(state));
            let number = stands.map_or(NONE, |(number, _)| number);
            numbers.get_mut(*then as usize).into_iter().for_each(|of| *of = number);
        }
        let mut memory = Memory { left, made, stands, is_stale: Vec::new(), numbers };
        memory.is_stale = memory.stale()?;
        Some(memory)
    }
}

impl Memory {
    /// Of each file whether it needs something that stands otherwise.
    fn stale(&self) -> Option<Vec<bool>> {
        let mut stale = vec![false; self.left.count()];
        let mut users = self.made.users.reader();
        // Those that came are needed by what was made since alone.
        let known = self.numbers.iter().take(self.made.count() + 1);
        for (need, _) in (0..).zip(known).filter(|(_, number)| **number == NONE) {
            for place in users.of(need)? {
                stale.get_mut(u32::from_le_bytes(*place) as usize).into_iter().for_each(|is| *is = true);
            }
        }
        let Since { made, came, .. } = &self.left.last.since;
        let made = made.iter().map(|(place, made)| (*place as usize, made));
        let came = (self.left.ends.count()..).zip(came.iter().map(|(_, made)| made));
        for (place, remade) in made.chain(came) {
            let is_same =
                remade.needs.as_ref().is_some_and(|needs| needs.iter().all(|need| self.number(*need) != NONE));
            stale.get_mut(place).into_iter().for_each(|is| *is = !is_same);
        }
        Some(stale)
    }

    /// The number of now of a need by that of then.
    fn number(&self, need: u32) -> u32 {
        self.numbers.get(need as usize).copied().unwrap_or(NONE)
    }

    /// The place of what the last build left at a path, if it would be made the same again. It is looked for
    /// from about where it should be.
    pub fn still(&self, path: &str, about: usize, content: u64, today: civil::Date) -> Option<usize> {
        let place = self.left.place(path, about)?;
        let is_same = !self.is_stale[place] && self.content(place) == content && self.days_at(place).hold(today);
        is_same.then_some(place)
    }

    fn content(&self, place: usize) -> u64 {
        self.left.remade(place).map_or_else(|| self.made.content(place), |remade| remade.content)
    }

    fn days_at(&self, place: usize) -> Days {
        self.left.remade(place).map_or_else(|| self.made.days(place), Remade::days)
    }

    /// Whether the file at a place stood as it was left when this run began.
    pub fn stands(&self, place: usize) -> bool {
        self.stands[place]
    }

    /// Whether nobody has published to the output since it was left.
    pub fn is_of(&self, output: &Path) -> bool {
        is_manifest(output, self.left.last.manifest)
    }

    /// The days on which what stands at a path is the same, if what it was made from is.
    pub fn days(&self, standing: &Standing) -> Days {
        match standing {
            Standing::Left(place) => self.days_at(*place),
            Standing::Made(made) => made.origin.days,
        }
    }
}

/// Whether the manifest in an output folder has this stamp.
fn is_manifest(output: &Path, stamp: Stamp) -> bool {
    stamp_at(output, MANIFEST).is_ok_and(|found| found == Some(stamp))
}

/// The stamp of a file of the output; `None` if it is no file.
pub fn stamp_at(output: &Path, path: &str) -> io::Result<Option<Stamp>> {
    let found: Metadata = fs::symlink_metadata(output.join(path))?;
    Ok(found.is_file().then(|| Stamp::of(&found)))
}

/// A remembered file: one for each output folder.
fn file(root: &Path, output: &Path, name: &str) -> Option<PathBuf> {
    let output = output.canonicalize().ok()?;
    let hash = blake3::hash(output.as_os_str().as_encoded_bytes()).to_hex();
    Some(root.join(FOLDER).join(format!("{name}-{}", &hash[..16])))
}
