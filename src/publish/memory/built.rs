//! What a build came to, as it is kept for the next one.

use std::borrow::Cow;
use std::cell::RefCell;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use super::super::store::{Columns, InMemory, Written, bytes_of, save, write_each};
use super::origins::{NONE, Origins, Remade, Since};
use super::users::{self, Index};
use super::{Answer, Before, Hashes, Last, Left, Memory, Question, Standing, file};
use crate::model::Store;
use crate::reader::{Need, States};
use crate::source::Stamp;

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
        let at = |name| file(root, output, name);
        let (hashes, since) = match built.since() {
            Some(since) => (built.memory.left.last.hashes, since),
            None => {
                let [files, users, made] = [at("files")?, at("users")?, at("made")?];
                let files = built.files(|columns| save(&files, columns))?;
                let lengths = RefCell::new(Vec::new());
                let write = |out: &mut dyn Write| built.users(out).map(|written| *lengths.borrow_mut() = written);
                let users = save(&users, &Written([&write]))?;
                let made = built.made(users, &lengths.into_inner(), |columns| save(&made, columns))?;
                (Hashes { files, made }, Since::default())
            }
        };
        save(&at("left")?, &built.last(hashes, since)).map(|_: [u8; 32]| ())
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
        let mut users = Vec::new();
        let lengths = self.users(&mut users).ok()?;
        let left = Left::of(self.last(Hashes::default(), Since::default()), self.files(columns)?)?;
        let made = self.made([0; 32], &lengths, columns)?;
        let made = Origins::of(made, self.files.len(), |_| Some((Arc::new(InMemory(users)) as Arc<dyn Store>, 0)))?;
        let stands = vec![true; self.files.len()];
        Before { left, made, stands }.seen(self.base, states)
    }

    /// What alone was made otherwise since all was written that was known before; nothing where it is so much that
    /// all is to be written again.
    fn since(&self) -> Option<Since> {
        /// The other parts are not worth the time to write them.
        const PART: usize = 16;
        let Memory { left, made, numbers, .. } = self.memory;
        let count = left.ends.count();
        let remade = self.files.iter().filter(|(_, standing)| matches!(standing, Standing::Made(_))).count();
        if PART * remade >= count {
            return None;
        }
        let mut since = left.last.since.clone();
        let needs = since.needs.iter().map(|(need, then)| (*need, *then));
        let otherwise = (0..).zip(numbers).filter(|(_, number)| **number == NONE);
        let needs = otherwise.filter_map(|(then, _)| Some((made.need(then)?, then))).chain(needs);
        since.states.extend(needs.filter_map(|(need, then)| Some((then, self.states.get(need)?.1))));
        let place = |about: usize, path: &str, standing: &Standing| match standing {
            Standing::Left(place) => Some(*place),
            Standing::Made(_) => left.place(path, about),
        };
        let places = self.files.iter().enumerate().map(|(about, (path, standing))| place(about, path, standing));
        let places: Vec<Option<usize>> = places.collect();
        let mut is_there = vec![false; left.count()];
        places.iter().flatten().for_each(|place| is_there[*place] = true);
        let (there, came) = is_there.split_at(count);
        since.went = (0..).zip(there).filter(|(_, is_there)| !**is_there).map(|(place, _)| place).collect();
        since.made.retain(|place, _| !since.went.contains(place));
        let mut came = came.iter();
        since.came.retain(|_| came.next().is_some_and(|is_there| *is_there));
        for ((path, standing), place) in self.files.iter().zip(places) {
            let Standing::Made(file) = standing else { continue };
            let remade = Remade::of(file, |number| self.number_then(number, &mut since));
            match place.filter(|place| *place < count) {
                Some(place) => since.made.extend([(place as u32, remade)]),
                None => since.come(path, remade),
            }
        }
        let [files, needs] = since.counts();
        (PART * files < count && PART * needs < numbers.len()).then_some(since)
    }

    /// The number of then of a need by that of now; it gets one if it came.
    fn number_then(&self, number: u32, since: &mut Since) -> u32 {
        let made = &self.memory.made;
        let Some((need, state)) = self.states.all().nth(number as usize) else { return NONE };
        let known = || made.number(need, number).or_else(|| since.needs.get(&need).copied());
        known().unwrap_or_else(|| {
            // Behind that of what is not known.
            let then = (made.count() + 1 + since.needs.len()) as u32;
            since.needs.insert(need, then);
            since.states.insert(then, state);
            then
        })
    }

    fn last(&self, hashes: Hashes, since: Since) -> Last {
        Last { answer: self.answer.clone(), manifest: self.manifest, hashes, since }
    }

    /// The columns of `Left`.
    fn files<R>(&self, write: impl FnOnce(&Written<'_, 3>) -> R) -> R {
        let left = &self.memory.left;
        write(&Written([
            &|out| self.each(out, |(path, _), bytes| bytes.extend_from_slice(path.as_bytes())),
            &|out| self.each(out, |(path, _), bytes| bytes.extend_from_slice(&(path.len() as u32).to_le_bytes())),
            &|out| {
                self.each(out, |(_, standing), bytes| match standing {
                    Standing::Left(place) => bytes.extend_from_slice(&left.stamp(*place)),
                    Standing::Made(made) => bytes.extend_from_slice(&bytes_of(&made.stamp)),
                })
            },
        ]))
    }

    /// The columns of `Origins`, to which users in blocks of these lengths belong, in a file with this hash.
    fn made<R>(&self, users: [u8; 32], lengths: &[u32], write: impl FnOnce(&Written<'_, 6>) -> R) -> R {
        let states: Vec<(Need, u64)> = self.states.all().collect();
        let content = |standing: &Standing| match standing {
            Standing::Left(place) => self.memory.content(*place),
            Standing::Made(made) => made.origin.content,
        };
        write(&Written([
            &|out| out.write_all(&self.base.to_le_bytes()),
            &|out| write_each(out, &states, |state, bytes| bytes.extend_from_slice(&States::bytes(state))),
            &|out| self.each(out, |(_, standing), bytes| bytes.extend_from_slice(&content(standing).to_le_bytes())),
            &|out| self.each(out, |(_, standing), bytes| bytes.extend_from_slice(&self.memory.days(standing).bytes())),
            &|out| out.write_all(&users),
            &|out| write_each(out, lengths, |length, bytes| bytes.extend_from_slice(&length.to_le_bytes())),
        ]))
    }

    /// Writes who needs what, in blocks, and gives how long each is.
    fn users(&self, out: &mut dyn Write) -> io::Result<Vec<u32>> {
        let (memory, count) = (self.memory, self.states.all().len());
        let at_hand = (0..).zip(&self.files).filter_map(|(place, (_, standing))| Some((place, self.needs(standing)?)));
        let index = Index::of(count + 1, &at_hand.collect::<Vec<_>>());
        // Where the others stood and stand.
        let mut places = vec![NONE; memory.left.ends.count()];
        for (now, (_, standing)) in (0..).zip(&self.files) {
            if let Standing::Left(then) = standing
                && memory.left.remade(*then).is_none()
            {
                places[*then] = now;
            }
        }
        let mut then = vec![NONE; count + 1];
        // Needs that came are those of files that are at hand.
        let same = (0..).zip(&memory.numbers).take(memory.made.count()).filter(|(_, now)| **now != NONE);
        same.for_each(|(number, now)| then[*now as usize] = number);
        let mut before = memory.made.users.reader();
        users::write(out, count + 1, |need, bytes| {
            bytes.extend(index.users(need).iter().flat_map(|place| place.to_le_bytes()));
            if then[need] != NONE {
                let lost = || io::Error::from(io::ErrorKind::InvalidData);
                let stood = before.of(then[need]).ok_or_else(lost)?;
                let place = |stood: &[u8; 4]| places.get(u32::from_le_bytes(*stood) as usize).copied();
                let stand = stood.iter().filter_map(place).filter(|place| *place != NONE);
                bytes.extend(stand.flat_map(u32::to_le_bytes));
            }
            Ok(())
        })
    }

    /// The needs of a file, if they are at hand.
    fn needs<'a>(&'a self, standing: &'a Standing) -> Option<Cow<'a, [u32]>> {
        let unknown = self.states.all().len() as u32;
        Some(match standing {
            Standing::Made(made) => made.origin.needs.as_deref().map_or(Cow::Owned(vec![unknown]), Cow::Borrowed),
            Standing::Left(place) => {
                let needs = self.memory.left.remade(*place)?.needs.iter().flatten();
                Cow::Owned(needs.map(|need| self.memory.number(*need)).collect())
            }
        })
    }

    fn each(&self, out: &mut dyn Write, entry: impl Fn(&(&str, &Standing), &mut Vec<u8>) + Sync) -> io::Result<()> {
        write_each(out, &self.files, entry)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil;

    use super::super::{Made, Origin};
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
        let Standing::Made(again) = made(Some(vec![1])) else { unreachable!() };
        let again = Remade::of(&again, |number| number);
        let since = Since {
            states: [(1, 9), (3, 4)].into(),
            made: [(2, again.clone())].into(),
            came: vec![("c".to_string(), again)],
            went: [1].into(),
            needs: [(Need(8), 3)].into(),
        };
        let mut users = Vec::new();
        let lengths = built.users(&mut users).expect("memory can be written to");
        let last = borsh::to_vec(&built.last(Hashes::default(), since)).expect("memory can be written to");
        let whole = [last, built.files(packed), built.made([0; 32], &lengths, packed), users];
        let look = |[last, files, made, users]: &[Vec<u8>; 4]| {
            let left = Left::of(borsh::from_slice(last).ok()?, columns(files.clone())?)?;
            let count = left.ends.count();
            let users = Arc::new(InMemory(users.clone()));
            let made = Origins::of(columns(made.clone())?, count, |_| Some((users, 0)))?;
            let stands = vec![true; left.count()];
            let memory = Before { left, made, stands }.seen(0, &states)?;
            let still = |path| memory.still(path, 1, 1, today.date());
            let places = ["a", "b/c", "d", "c"].map(still);
            places.into_iter().flatten().for_each(|place| {
                memory.left.has_stamp(place, &Stamp::default());
                memory.stands(place);
                memory.days(&Standing::Left(place));
            });
            Some(places)
        };
        assert_eq!(look(&whole), Some([Some(0), None, Some(2), Some(3)]));
        // A number that lies may tell of more files that came.
        let is_within = |places: Option<[Option<usize>; 4]>| places.iter().flatten().flatten().all(|place| *place < 9);
        for part in 0..whole.len() {
            for damaged in damaged(&whole[part]) {
                let mut parts = whole.clone();
                parts[part] = damaged;
                assert!(is_within(look(&parts)));
            }
        }
    }
}
