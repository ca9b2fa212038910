//! Records by handle and by id, and the marks by which they are known from run to run.

use std::collections::BTreeMap;
use std::fmt;
use std::hash::{BuildHasher, Hash, Hasher};
use std::marker::PhantomData;
use std::ops::Index;

use foldhash::quality::FixedState;

/// A record of the archive that is certain to exist: its place in a `Table`, and its mark.
pub struct Handle<T> {
    pub(super) index: u32,
    mark: Mark,
    of: PhantomData<fn() -> T>,
}

impl<T> Handle<T> {
    pub(super) fn new(index: usize, mark: Mark) -> Self {
        let index = u32::try_from(index).expect("an archive holds fewer than four billion records");
        Handle { index, mark, of: PhantomData }
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
        self.index.cmp(&other.index)
    }
}
impl<T> Hash for Handle<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // Places move when records come and go; the mark stays.
        self.mark.hash(state);
    }
}
impl<T> fmt::Debug for Handle<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.index)
    }
}

/// Records of one kind, in the order of their ids.
#[derive(Clone, Debug)]
pub struct Table<T> {
    pub(super) items: Vec<T>,
    marks: Vec<Mark>,
    pub(super) ids: BTreeMap<String, u32>,
}

impl<T> Table<T> {
    /// `items` of a kind with the id of each, in the order of the ids.
    pub(super) fn new(kind: &str, items: Vec<(String, T)>) -> Self {
        let marks = items.iter().map(|(id, _)| Mark::of(kind, id)).collect();
        let ids = items.iter().enumerate().map(|(index, (id, _))| (id.clone(), index as u32)).collect();
        Table { items: items.into_iter().map(|(_, item)| item).collect(), marks, ids }
    }

    pub fn find(&self, id: &str) -> Option<Handle<T>> {
        self.ids.get(id).map(|index| self.handle(*index as usize))
    }

    fn handle(&self, index: usize) -> Handle<T> {
        Handle::new(index, self.marks[index])
    }

    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.ids.keys().map(String::as_str)
    }

    pub fn handles(&self) -> impl DoubleEndedIterator<Item = Handle<T>> + use<'_, T> {
        (0..self.items.len()).map(|index| self.handle(index))
    }

    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (Handle<T>, &T)> {
        self.items.iter().enumerate().map(|(index, item)| (self.handle(index), item))
    }

    pub fn len(&self) -> usize {
        self.items.len()
    }

    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }
}

impl<T> Index<Handle<T>> for Table<T> {
    type Output = T;

    fn index(&self, handle: Handle<T>) -> &T {
        &self.items[handle.index as usize]
    }
}

/// A record by its kind and id, as 64 bits that are the same in every run: two records have
/// one mark with a chance of one in 2⁶⁴.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
