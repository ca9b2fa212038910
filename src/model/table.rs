//! Records by handle and by id, and the marks by which they are known from run to run.

use borsh::{BorshDeserialize, BorshSerialize};
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{BuildHasher, Hash, Hasher};
use std::marker::PhantomData;
use std::ops::{Index, Range};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Arc, OnceLock};
use std::{fmt, io};

use foldhash::quality::FixedState;
use rayon::prelude::*;

use super::list::many;

/// Where a record stands in a `Table`, and among the ids there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub(super) struct Slot {
    pub index: u32,
    /// Greater than those of all ids before its own. A record that comes later stands behind all others in its
    /// table, and has its rank between two that were there.
    rank: u32,
}

impl Slot {
    /// Of a record that is missing.
    pub const NOWHERE: Slot = Slot { index: u32::MAX, rank: u32::MAX };

    /// Of the record at a place among so many, in the order of their ids.
    pub fn of(index: usize, count: usize) -> Slot {
        let [index, count] = [index, count]
            .map(|number| u32::try_from(number).expect("an archive holds fewer than four billion records"));
        // Half of all ranks are left for what comes behind the last, as newer records often do.
        let apart = u32::MAX / 2 / (count + 1);
        Slot { index, rank: apart * (index + 1) }
    }

    /// A rank between those of two neighbors, the first of which may be none; nothing where there is no room.
    fn between(before: Option<Slot>, after: Option<Slot>) -> Option<u32> {
        let (low, high) = (before.map_or(0, |slot| slot.rank), after.map_or(u32::MAX, |slot| slot.rank));
        // Often the next one comes behind this one.
        let rank = low + (high - low).div_ceil(4);
        (low < rank && rank < high).then_some(rank)
    }
}

/// The slots of ids that are sorted.
pub(super) fn slots(ids: Vec<String>) -> BTreeMap<String, Slot> {
    let count = ids.len();
    ids.into_iter().enumerate().map(|(index, id)| (id, Slot::of(index, count))).collect()
}

/// A record of the archive that is certain to exist: its place in a `Table`, and its mark.
pub struct Handle<T> {
    pub(super) index: u32,
    rank: u32,
    mark: Mark,
    of: PhantomData<fn() -> T>,
}

impl<T> Handle<T> {
    pub(super) fn new(Slot { index, rank }: Slot, mark: Mark) -> Self {
        Handle { index, rank, mark, of: PhantomData }
    }

    /// By which the record is known from run to run.
    pub fn mark(self) -> Mark {
        self.mark
    }
}

impl<T> Clone for Handle<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Handle<T> {}
impl<T> PartialEq for Handle<T> {
    fn eq(&self, other: &Self) -> bool {
        self.index == other.index
    }
}
impl<T> Eq for Handle<T> {}
impl<T> PartialOrd for Handle<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Handle<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.rank.cmp(&other.rank)
    }
}
impl<T> Hash for Handle<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // Places move when records come and go; the mark stays.
        self.mark.hash(state);
    }
}
impl<T> BorshSerialize for Handle<T> {
    fn serialize<W: io::Write>(&self, writer: &mut W) -> io::Result<()> {
        (self.index, self.rank, self.mark).serialize(writer)
    }
}
impl<T> BorshDeserialize for Handle<T> {
    fn deserialize_reader<R: io::Read>(reader: &mut R) -> io::Result<Self> {
        let (index, rank, mark) = BorshDeserialize::deserialize_reader(reader)?;
        Ok(Handle { index, rank, mark, of: PhantomData })
    }
}
impl<T> fmt::Debug for Handle<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.index)
    }
}

/// Records of one kind, which are given in the order of their ids.
#[derive(Clone, Debug)]
pub struct Table<T> {
    kind: &'static str,
    /// Apart, as most of what was kept is never looked at: there is no room for it before it is.
    items: Vec<OnceLock<Box<T>>>,
    /// Where those stand that were not looked at yet.
    kept: Option<Kept<T>>,
    marks: Vec<Mark>,
    pub(super) ids: BTreeMap<String, Slot>,
    /// Where those stood that went: no other takes their place, so that no handle moves.
    gone: BTreeMap<String, Slot>,
}

/// Gives pieces of what was kept.
pub trait Store: fmt::Debug + Send + Sync {
    /// The bytes from one place to another.
    ///
    /// # Errors
    /// What the world behind it says.
    fn read(&self, part: Range<u64>) -> io::Result<Vec<u8>>;
}

/// Items in a store, each of which is read when somebody looks at it.
#[derive(Clone, Debug)]
pub(super) struct Kept<T> {
    store: Arc<dyn Store>,
    /// Where each begins, and where the last one ends.
    places: Vec<u64>,
    read: fn(&[u8]) -> io::Result<T>,
}

impl<T> Kept<T> {
    pub(super) fn read(&self, index: usize) -> T {
        let bytes = self.store.read(self.places[index]..self.places[index + 1]);
        let item = |bytes: Vec<u8>| {
            let (item, sum) = bytes.split_last_chunk()?;
            (checksum(item) == *sum).then(|| (self.read)(item).ok())?
        };
        bytes.ok().and_then(item).unwrap_or_else(|| resume_unwind(Box::new(Lost)))
    }
}

/// By which an item is known to be as it was written.
fn checksum(item: &[u8]) -> [u8; 8] {
    stable(&item).to_le_bytes()
}

/// A record that was kept cannot be read any more: its disk fails, or it is not as it was written. Records are
/// looked at deep among the pages, and each stands there as if it could not fail; so this unwinds, without a word, to
/// whoever can make the archive anew.
#[derive(Debug)]
pub struct Lost;

impl Lost {
    /// Does what may look at records that were kept.
    ///
    /// # Errors
    /// One of them is lost. What was done until then is half done.
    pub fn catch<T>(work: impl FnOnce() -> T) -> Result<T, Lost> {
        catch_unwind(AssertUnwindSafe(work)).or_else(|thrown| match thrown.downcast::<Lost>() {
            Ok(lost) => Err(*lost),
            Err(thrown) => resume_unwind(thrown),
        })
    }
}

impl<T: BorshDeserialize> Kept<T> {
    /// Items of these lengths that begin in a store at `start`; and where they end.
    pub(super) fn of(lengths: &[u32], start: u64, store: &Arc<dyn Store>) -> (Self, u64) {
        let mut places = Vec::with_capacity(lengths.len() + 1);
        places.push(start);
        places.extend(lengths.iter().scan(start, |end, length| {
            *end += u64::from(*length);
            Some(*end)
        }));
        let end = places.last().copied().unwrap_or(start);
        (Kept { store: store.clone(), places, read: borsh::from_slice::<T> }, end)
    }
}

/// The ids of the records that were kept, their ranks, how long each is, and the places of those that are gone.
#[derive(BorshSerialize, BorshDeserialize)]
pub(super) struct Listing {
    #[borsh(deserialize_with = "many")]
    ids: Vec<String>,
    #[borsh(deserialize_with = "many")]
    ranks: Vec<u32>,
    #[borsh(deserialize_with = "many")]
    lengths: Vec<u32>,
    gone: Vec<u32>,
}

impl<T> Table<T> {
    /// `items` of a kind with the id of each, in the order of the ids.
    pub(super) fn new(kind: &'static str, items: Vec<(String, T)>) -> Self {
        let (ids, items): (Vec<String>, Vec<OnceLock<Box<T>>>) =
            items.into_iter().map(|(id, item)| (id, OnceLock::from(Box::new(item)))).unzip();
        let marks = ids.iter().map(|id| Mark::of(kind, id)).collect();
        Table { kind, items, kept: None, marks, ids: slots(ids), gone: BTreeMap::new() }
    }

    pub fn find(&self, id: &str) -> Option<Handle<T>> {
        self.ids.get(id).map(|slot| self.handle(*slot))
    }

    fn handle(&self, slot: Slot) -> Handle<T> {
        Handle::new(slot, self.marks[slot.index as usize])
    }

    /// Whether the record of a handle is there.
    pub(super) fn holds(&self, handle: Handle<T>) -> bool {
        self.places() > handle.index as usize && self.gone.values().all(|slot| slot.index != handle.index)
    }

    /// The handle of a record that would come now; nothing where there is one of its id, or no rank is left for it.
    pub(super) fn room(&self, id: &String) -> Option<Handle<T>> {
        if self.ids.contains_key(id) {
            return None;
        }
        let slot = match self.gone.get(id) {
            Some(slot) => *slot,
            None => {
                let known = [&self.ids, &self.gone];
                let before = known.iter().filter_map(|ids| ids.range::<String, _>(..id).next_back());
                let after = known.iter().filter_map(|ids| ids.range::<String, _>(id..).next());
                let before = before.max_by_key(|(id, _)| *id).map(|(_, slot)| *slot);
                let after = after.min_by_key(|(id, _)| *id).map(|(_, slot)| *slot);
                Slot { index: self.places() as u32, rank: Slot::between(before, after)? }
            }
        };
        Some(Handle::new(slot, Mark::of(self.kind, id)))
    }

    /// Puts in a record that comes now, if there is room for it.
    pub(super) fn add(&mut self, id: String, item: T) {
        let Some(Handle { index, rank, mark, .. }) = self.room(&id) else { return };
        let (place, item) = (index as usize, OnceLock::from(Box::new(item)));
        if place == self.places() {
            self.marks.push(mark);
            self.items.push(item);
        } else {
            self.items[place] = item;
        }
        self.gone.remove(&id);
        self.ids.insert(id, Slot { index, rank });
    }

    /// Takes out a record. If it comes back, it stands where it stood.
    pub(super) fn take_out(&mut self, id: &str) -> Option<T> {
        let (id, slot) = self.ids.remove_entry(id)?;
        self.gone.insert(id, slot);
        Some(self.take(slot.index as usize))
    }

    fn take(&mut self, index: usize) -> T {
        let taken = self.items[index].take().map(|item| *item);
        taken.unwrap_or_else(|| self.kept.as_ref().expect("a record was put there or is kept").read(index))
    }

    fn item(&self, index: usize) -> &T {
        self.items[index].get_or_init(|| match &self.kept {
            Some(kept) => Box::new(kept.read(index)),
            None => unreachable!("a record that is not kept was put there"),
        })
    }

    /// Puts a record in the place of one, and gives that.
    pub(super) fn replace(&mut self, handle: Handle<T>, item: T) -> T {
        let before = self.take(handle.index as usize);
        self.items[handle.index as usize] = OnceLock::from(Box::new(item));
        before
    }

    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.ids.keys().map(String::as_str)
    }

    pub fn handles(&self) -> impl DoubleEndedIterator<Item = Handle<T>> + use<'_, T> {
        self.ids.values().map(|slot| self.handle(*slot))
    }

    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (Handle<T>, &T)> {
        self.handles().map(|handle| (handle, &self[handle]))
    }

    pub fn len(&self) -> usize {
        self.ids.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// How many places there are, those of records that went among them.
    pub(super) fn places(&self) -> usize {
        self.items.len()
    }
}

impl<T: BorshSerialize + Send + Sync> Table<T> {
    /// Writes the records, one behind the other.
    pub(super) fn write(&self, out: &mut impl io::Write) -> io::Result<Listing> {
        let gone: BTreeSet<u32> = self.gone.values().map(|slot| slot.index).collect();
        let item = |index: usize| (!gone.contains(&(index as u32))).then(|| self.item(index));
        let lengths = write_each(self.places(), item, out)?;
        let mut ids: Vec<(&String, &Slot)> = self.ids.iter().chain(&self.gone).collect();
        ids.sort_by_key(|(_, slot)| slot.index);
        let (ids, ranks) = ids.into_iter().map(|(id, slot)| (id.clone(), slot.rank)).unzip();
        Ok(Listing { ids, ranks, lengths, gone: gone.into_iter().collect() })
    }
}

/// Writes items, one behind the other; gives how long each is, 0 where there is none.
pub(super) fn write_each<'a, T: BorshSerialize + 'a>(
    count: usize,
    item: impl Fn(usize) -> Option<&'a T> + Sync,
    out: &mut impl io::Write,
) -> io::Result<Vec<u32>> {
    /// So many are turned into bytes at a time, on all cores.
    const CHUNK: usize = 1000;
    let mut lengths: Vec<u32> = Vec::with_capacity(count);
    for start in (0..count).step_by(CHUNK) {
        let chunk = start..count.min(start + CHUNK);
        let bytes = |index| {
            let Some(item) = item(index) else { return Ok(Vec::new()) };
            let mut bytes = borsh::to_vec(item)?;
            bytes.extend(checksum(&bytes));
            Ok(bytes)
        };
        let items: Vec<Vec<u8>> = chunk.into_par_iter().map(bytes).collect::<io::Result<_>>()?;
        for item in &items {
            lengths.push(item.len() as u32);
            out.write_all(item)?;
        }
    }
    Ok(lengths)
}

impl<T: BorshDeserialize> Table<T> {
    /// The table of a kind whose records were written to a store, where they begin at `start`; and
    /// where they end.
    pub(super) fn kept(kind: &'static str, listing: Listing, start: u64, store: &Arc<dyn Store>) -> (Self, u64) {
        let Listing { ids, ranks, lengths, gone } = listing;
        let items = std::iter::repeat_with(OnceLock::new).take(lengths.len()).collect();
        let (kept, end) = Kept::of(&lengths, start, store);
        let marks = ids.iter().map(|id| Mark::of(kind, id)).collect();
        let slot = |(index, (id, rank)): (usize, (String, u32))| (id, Slot { index: index as u32, rank });
        let is_gone = |(_, slot): &(String, Slot)| gone.binary_search(&slot.index).is_ok();
        let (gone, ids): (Vec<_>, Vec<_>) = ids.into_iter().zip(ranks).enumerate().map(slot).partition(is_gone);
        let (gone, ids) = (gone.into_iter().collect(), ids.into_iter().collect());
        (Table { kind, items, kept: Some(kept), marks, ids, gone }, end)
    }
}

impl<T> Index<Handle<T>> for Table<T> {
    type Output = T;

    fn index(&self, handle: Handle<T>) -> &T {
        self.item(handle.index as usize)
    }
}

/// A record by its kind and id, as 64 bits that are the same in every run: two records have
/// one mark with a chance of one in 2⁶⁴.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize)]
pub struct Mark([u8; 8]);

impl Mark {
    pub fn of(kind: &str, id: &str) -> Mark {
        Mark(stable(&(kind, id)).to_ne_bytes())
    }
}

/// A hash that is the same in every run of one program.
pub fn stable(value: &impl Hash) -> u64 {
    FixedState::default().hash_one(value)
}
