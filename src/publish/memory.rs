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
//! It stands in files as columns of numbers, and is looked at there: most of what was left stands as
//! it stood, and is copied to what the next build will be told.

mod origins;

use std::fs::{self, Metadata};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use borsh::{BorshDeserialize, BorshSerialize};
use jiff::civil;
use rayon::prelude::*;

pub use origins::Origin;

use super::journal::FOLDER as STAGE;
use super::store::{Columns, FOLDER, STAMP, Written, bytes_of, program, save, write_each};
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
    /// What was asked and answered, and the stamp of the manifest; paths, their lengths, stamps; which origins
    /// belong to it, and what has become of them since.
    columns: Columns<5>,
    ends: Ends,
}

impl Left {
    /// What the last build of the site at `root` left in `output`.
    pub fn open(root: &Path, output: &Path) -> Option<Left> {
        let (columns, _) = Columns::open(&file(root, output, "left")?)?;
        Left::of(columns)
    }

    /// With what all of it was made from, and what of it still stands in `output` as it was left.
    pub fn with_origins(self, root: &Path, output: &Path) -> Option<Before> {
        let made = Columns::open(&file(root, output, "made")?)?;
        let stands = (0..self.ends.count()).into_par_iter().map(|place| self.stands(output, place)).collect();
        Some(Before { left: self, made, stands })
    }

    fn of(columns: Columns<5>) -> Option<Left> {
        let ends = Ends::of(columns.entries(2), columns.bytes(1).len())?;
        (columns.entries::<STAMP>(3).len() == ends.count()).then_some(Left { columns, ends })
    }

    /// Whether a file stands in the output as it was left.
    fn stands(&self, output: &Path, place: usize) -> bool {
        let is =
            |path| stamp_at(output, path).is_ok_and(|found| found.is_some_and(|found| self.has_stamp(place, &found)));
        str::from_utf8(self.path(place)).is_ok_and(is)
    }

    fn has_stamp(&self, place: usize, stamp: &Stamp) -> bool {
        self.columns.entries(3)[place] == bytes_of(stamp)
    }

    /// What was asked and answered, and the stamp of the manifest.
    fn asked(&self) -> Option<(Option<(Question, Answer)>, Stamp)> {
        borsh::from_slice(self.columns.bytes(0)).ok()
    }

    fn path(&self, place: usize) -> &[u8] {
        self.ends.entry(place, self.columns.bytes(1))
    }

    /// What the build came to when it was last asked `question`, if it would come to the same today, and
    /// everything that it made is still there as it left it.
    pub fn answer(&self, output: &Path, question: Question, today: civil::Date) -> Option<Answer> {
        let (answer, manifest) = self.asked()?;
        let (asked, answer) = answer?;
        if asked != question || !answer.days.hold(today) || fs::symlink_metadata(output.join(STAGE)).is_ok() {
            return None;
        }
        let all = || (0..self.ends.count()).into_par_iter().all(|place| self.stands(output, place));
        (is_manifest(output, manifest) && all()).then_some(answer)
    }
}

/// What is known of an output folder from the last build there.
#[derive(Default)]
pub struct Memory {
    left: Left,
    made: Origins,
    /// What still stands as it was left.
    stands: Vec<bool>,
    /// For each number of then that of now; `NONE` where it stands otherwise.
    numbers: Vec<u32>,
    /// Whether both are the same, as no need has come or gone.
    is_numbered_alike: bool,
}

/// What the last build left, with what it was made from.
pub struct Before {
    left: Left,
    /// With their hash.
    made: (Columns<6>, [u8; 32]),
    stands: Vec<bool>,
}

impl Before {
    /// As it is seen from a site whose needs stand at `states`; nothing where all has changed.
    pub fn seen(self, base: u64, states: &States) -> Option<Memory> {
        let Before { left, made: (columns, hash), stands } = self;
        let made = Origins::of(columns, hash, left.columns.bytes(4), base, left.ends.count())?;
        let mut now = states.all().zip(0..).peekable();
        let mut is_numbered_alike = true;
        // Both are sorted.
        let number = |(stood, then): ((Need, u64), u32)| {
            while now.next_if(|((need, _), _)| *need < stood.0).is_some() {}
            let found = now.peek().filter(|((need, _), _)| *need == stood.0);
            is_numbered_alike &= found.is_some_and(|(_, number)| *number == then);
            found.filter(|(stands, _)| *stands == stood).map_or(NONE, |(_, number)| *number)
        };
        let numbers: Vec<u32> = made.states().zip(0..).map(number).collect();
        is_numbered_alike &= numbers.len() == states.all().count();
        Some(Memory { left, made, stands, numbers, is_numbered_alike })
    }
}

impl Memory {
    /// The place of what the last build left at a path, if it would be made the same again. It is looked for
    /// from about where it should be.
    pub fn still(&self, path: &str, about: usize, content: u64, today: civil::Date) -> Option<usize> {
        let compare = |place| self.left.path(place).cmp(path.as_bytes());
        let place = near(self.left.ends.count(), about, compare).ok()?;
        let is_same = self.made.content(place) == content.to_le_bytes()
            && Days::of_bytes(self.made.days(place)).hold(today)
            && self.made.needs(place).iter().all(|need| self.number(need) != NONE);
        is_same.then_some(place)
    }

    /// The number of now of a need by that of then.
    fn number(&self, need: &[u8; 4]) -> u32 {
        self.numbers.get(u32::from_le_bytes(*need) as usize).copied().unwrap_or(NONE)
    }

    /// Whether the file at a place stood as it was left when this run began.
    pub fn stands(&self, place: usize) -> bool {
        self.stands[place]
    }

    /// Whether nobody has published to the output since it was left.
    pub fn is_of(&self, output: &Path) -> bool {
        self.left.asked().is_some_and(|(_, manifest)| is_manifest(output, manifest))
    }

    /// The days on which what stands at a path is the same, if what it was made from is.
    pub fn days(&self, standing: &Standing) -> Days {
        match standing {
            Standing::Left(place) => Days::of_bytes(self.made.days(*place)),
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

/// What a build came to, to be remembered.
pub struct Built<'a> {
    pub answer: Option<(Question, Answer)>,
    pub base: u64,
    pub states: &'a States,
    /// What was known before.
    pub memory: &'a Memory,
    /// What stands at each path, sorted.
    pub files: Vec<(&'a str, &'a Standing)>,
    /// The stamp of the manifest.
    pub manifest: Stamp,
}

/// Keeps what a build came to. That it cannot be kept is no fault.
pub fn keep(root: &Path, output: &Path, built: &Built<'_>) {
    let keep = || -> Option<()> {
        let (left, made) = (file(root, output, "left")?, file(root, output, "made")?);
        let (hash, since) = match built.since() {
            Some(since) => (built.memory.made.hash, since),
            None => (built.made(|columns| save(&made, columns))?, Since::default()),
        };
        built.left(hash, &since, |columns| save(&left, columns)).map(|_| ())
    };
    let _kept: Option<()> = keep();
}

impl Built<'_> {
    /// What the next build would know of this one, if its needs stood at `states`, and all files as they were left.
    pub fn known(&self, states: &States) -> Option<Memory> {
        fn columns<const N: usize>(written: &Written<'_, N>) -> Option<Columns<N>> {
            let bytes = borsh::to_vec(written).ok()?;
            let all = 0..bytes.len();
            Columns::of(bytes, all)
        }
        let before = &self.memory.made;
        let (made, since) = match self.since() {
            Some(since) => ((before.columns.clone(), before.hash), since),
            None => ((self.made(columns)?, [0; 32]), Since::default()),
        };
        let left = Left::of(self.left(made.1, &since, columns)?)?;
        let stands = vec![true; self.files.len()];
        Before { left, made, stands }.seen(self.base, states)
    }

    /// What alone was made otherwise since the origins were written that were known before; nothing where it is so
    /// much that all are to be written again.
    fn since(&self) -> Option<Since> {
        let Memory { left, made, numbers, is_numbered_alike, .. } = self.memory;
        let count = left.ends.count();
        if !is_numbered_alike || self.files.len() != count {
            return None;
        }
        let mut since = made.since.clone();
        for (place, (path, standing)) in self.files.iter().enumerate() {
            match standing {
                Standing::Left(at) if *at == place => {}
                Standing::Made(made) if left.path(place) == path.as_bytes() => {
                    since.made.insert(place as u32, Remade::of(&made.origin));
                }
                Standing::Left(_) | Standing::Made(_) => return None,
            }
        }
        let now = self.states.all().map(|(_, state)| state).zip(numbers).zip(0..);
        since.states.extend(now.filter(|((_, then), _)| **then == NONE).map(|((state, _), number)| (number, state)));
        // A need is as long as a number, and those of a page are some dozens.
        (4 * since.made.len() < count && 4 * since.states.len() < numbers.len()).then_some(since)
    }

    /// The columns of `Left`, to which the origins with this hash belong.
    fn left<R>(&self, made: [u8; 32], since: &Since, write: impl FnOnce(&Written<'_, 5>) -> R) -> R {
        let stamps = self.memory.left.columns.entries::<STAMP>(3);
        write(&Written([
            &|out| borsh::to_writer(out, &(&self.answer, self.manifest)),
            &|out| self.each(out, |(path, _), bytes| bytes.extend_from_slice(path.as_bytes())),
            &|out| self.each(out, |(path, _), bytes| bytes.extend_from_slice(&(path.len() as u32).to_le_bytes())),
            &|out| {
                self.each(out, |(_, standing), bytes| match standing {
                    Standing::Left(place) => bytes.extend_from_slice(&stamps[*place]),
                    Standing::Made(made) => bytes.extend_from_slice(&bytes_of(&made.stamp)),
                })
            },
            &|out| borsh::to_writer(out, &(made, since)),
        ]))
    }

    /// The columns of `Origins`.
    fn made<R>(&self, write: impl FnOnce(&Written<'_, 6>) -> R) -> R {
        let before = &self.memory.made;
        let states: Vec<(Need, u64)> = self.states.all().collect();
        write(&Written([
            &|out| out.write_all(&self.base.to_le_bytes()),
            &|out| write_each(out, &states, |state, bytes| bytes.extend_from_slice(&States::bytes(state))),
            &|out| {
                self.each(out, |(_, standing), bytes| match standing {
                    Standing::Left(place) => bytes.extend_from_slice(&before.content(*place)),
                    Standing::Made(made) => bytes.extend_from_slice(&made.origin.content.to_le_bytes()),
                })
            },
            &|out| {
                self.each(out, |(_, standing), bytes| match standing {
                    Standing::Left(place) => bytes.extend_from_slice(&before.days(*place)),
                    Standing::Made(made) => bytes.extend_from_slice(&made.origin.days.bytes()),
                })
            },
            &|out| {
                self.each(out, |(_, standing), bytes| match standing {
                    Standing::Left(place) => {
                        let needs = before.needs(*place).iter();
                        needs.for_each(|need| bytes.extend_from_slice(&self.memory.number(need).to_le_bytes()));
                    }
                    Standing::Made(made) => bytes.extend_from_slice(made.origin.numbers().as_flattened()),
                })
            },
            &|out| {
                self.each(out, |(_, standing), bytes| match standing {
                    Standing::Left(place) => bytes.extend((before.needs(*place).len() as u32).to_le_bytes()),
                    Standing::Made(made) => bytes.extend((made.origin.numbers().len() as u32).to_le_bytes()),
                })
            },
        ]))
    }

    fn each(&self, out: &mut dyn Write, entry: impl Fn(&(&str, &Standing), &mut Vec<u8>) + Sync) -> io::Result<()> {
        write_each(out, &self.files, entry)
    }
}

/// A remembered file: one for each output folder.
fn file(root: &Path, output: &Path, name: &str) -> Option<PathBuf> {
    let output = output.canonicalize().ok()?;
    let hash = blake3::hash(output.as_os_str().as_encoded_bytes()).to_hex();
    Some(root.join(FOLDER).join(format!("{name}-{}", &hash[..16])))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Today;

    fn packed<const N: usize>(written: &Written<'_, N>) -> Vec<u8> {
        borsh::to_vec(written).expect("memory can be written to")
    }

    fn columns<const N: usize>(bytes: Vec<u8>) -> Option<Columns<N>> {
        let all = 0..bytes.len();
        Columns::of(bytes, all)
    }

    /// The bytes with each of them changed in some ways, and cut off before each.
    fn damaged(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> {
        let changed = (0..bytes.len()).flat_map(move |at| {
            [1, 0x80, 0xff].into_iter().map(move |bits| {
                let mut changed = bytes.to_vec();
                changed[at] ^= bits;
                changed
            })
        });
        changed.chain((0..bytes.len()).map(|end| bytes[..end].to_vec()))
    }

    #[test]
    fn columns_that_lie_are_none_or_are_looked_at_within_their_bounds() {
        let today = Today::new(civil::date(2026, 1, 30));
        let states = States::kept(&[States::bytes(&(Need(3), 5)), States::bytes(&(Need(7), 9))]);
        let origin = |needs| Origin { content: 1, needs, days: today.days() };
        let made = |needs| Standing::Made(Box::new(Made { stamp: Stamp::default(), origin: origin(needs) }));
        let (known, unknown, none) = (made(Some(vec![0, 1])), made(None), made(Some(Vec::new())));
        let built = Built {
            answer: None,
            base: 0,
            states: &states,
            memory: &Memory::default(),
            files: vec![("a", &known), ("b/c", &unknown), ("d", &none)],
            manifest: Stamp::default(),
        };
        let since = Since { states: [(1, 9)].into(), made: [(2, Remade::of(&origin(Some(vec![1]))))].into() };
        let (left, origins) = (built.left([0; 32], &since, packed), built.made(packed));
        let look = |left: &[u8], origins: &[u8]| {
            let left = Left::of(columns(left.to_vec())?)?;
            let stands = vec![true; left.ends.count()];
            let memory = Before { left, made: (columns(origins.to_vec())?, [0; 32]), stands }.seen(0, &states)?;
            let still = |path| memory.still(path, 1, 1, today.date());
            let places = ["a", "b/c", "d"].map(still);
            places.into_iter().flatten().for_each(|place| {
                memory.left.has_stamp(place, &Stamp::default());
                memory.stands(place);
                memory.days(&Standing::Left(place));
            });
            Some(places)
        };
        assert_eq!(look(&left, &origins), Some([Some(0), None, Some(2)]));
        let is_within = |places: Option<[Option<usize>; 3]>| places.iter().flatten().flatten().all(|place| *place < 3);
        damaged(&left).for_each(|left| assert!(is_within(look(&left, &origins))));
        damaged(&origins).for_each(|origins| assert!(is_within(look(&left, &origins))));
    }
}
