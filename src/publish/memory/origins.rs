//! What each file of the output was made from, as it is kept.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use borsh::{BorshDeserialize, BorshSerialize};

use super::super::store::Columns;
use super::Made;
use super::users::Users;
use crate::model::{Days, Store};
use crate::reader::{Need, States};
use crate::sorted::near;
use crate::source::Stamp;

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

/// No number of a need: of one that stands otherwise, or is not known.
pub(super) const NONE: u32 = u32::MAX;

/// Where the entries of a column end that have different sizes.
#[derive(Default)]
pub(super) struct Ends(Vec<usize>);

impl Ends {
    /// From the lengths of all, which come to `total`.
    pub(super) fn of(lengths: &[[u8; 4]], total: usize) -> Option<Ends> {
        let mut end = 0_usize;
        let ends = lengths.iter().map(|length| {
            end = end.checked_add(u32::from_le_bytes(*length) as usize)?;
            Some(end)
        });
        let ends = ends.collect::<Option<Vec<usize>>>()?;
        (end == total).then_some(Ends(ends))
    }

    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    /// The entry at a place, of `all` of the column.
    pub(super) fn entry<'a, T>(&self, place: usize, all: &'a [T]) -> &'a [T] {
        let start = place.checked_sub(1).map_or(0, |before| self.0[before]);
        &all[start..self.0[place]]
    }
}

/// What all files were made from, in the order in which they were left.
#[derive(Default)]
pub(super) struct Origins {
    /// On what everything depends; every need and how it stood; what stands at each path; the days of each; the hash
    /// of the file of users; how long its blocks are.
    columns: Columns<6>,
    /// Who needs what. Behind the last need come the files whose needs are not known.
    pub(super) users: Users,
}

/// What builds have made otherwise since the origins were written. It is little, and they are much: they stay as
/// they are until it is much, too.
#[derive(Clone, Debug, Default, BorshSerialize, BorshDeserialize)]
pub(super) struct Since {
    /// How needs stood at last, by their numbers.
    pub(super) states: BTreeMap<u32, u64>,
    /// What was made again, by its place.
    pub(super) made: BTreeMap<u32, Remade>,
    /// Files that came, by their paths, sorted. Their places are behind those of all others.
    pub(super) came: Vec<(String, Remade)>,
    /// The places of files that went.
    pub(super) went: BTreeSet<u32>,
    /// The numbers of needs that came, behind those of all others and of what is not known.
    pub(super) needs: BTreeMap<Need, u32>,
}

impl Since {
    /// How many files and needs it tells of.
    pub(super) fn counts(&self) -> [usize; 2] {
        [self.made.len() + self.came.len() + self.went.len(), self.states.len() + self.needs.len()]
    }

    /// Takes in a file that came, or was made again since it did.
    pub(super) fn come(&mut self, path: &str, made: Remade) {
        match self.came.binary_search_by(|(other, _)| other.as_str().cmp(path)) {
            Ok(at) => self.came[at].1 = made,
            Err(at) => self.came.insert(at, (path.to_string(), made)),
        }
    }
}

/// A file that was made again.
#[derive(Clone, Debug, BorshSerialize, BorshDeserialize)]
pub(super) struct Remade {
    pub(super) stamp: Stamp,
    pub(super) content: u64,
    days: [u8; 8],
    /// By their numbers; `None` where they are not known.
    pub(super) needs: Option<Vec<u32>>,
}

impl Remade {
    /// `number` gives the number of then for a need's number of now.
    pub(super) fn of(Made { stamp, origin }: &Made, number: impl FnMut(u32) -> u32) -> Remade {
        let Origin { content, needs, days } = origin;
        let needs = needs.as_ref().map(|needs| needs.iter().copied().map(number).collect());
        Remade { stamp: *stamp, content: *content, days: days.bytes(), needs }
    }

    pub(super) fn days(&self) -> Days {
        Days::of_bytes(self.days)
    }
}

impl Origins {
    /// Those of `count` files; `open` opens the file of users that has this hash, and says where it begins.
    pub(super) fn of(
        columns: Columns<6>,
        count: usize,
        open: impl FnOnce([u8; 32]) -> Option<(Arc<dyn Store>, u64)>,
    ) -> Option<Origins> {
        let (store, start) = open(columns.bytes(4).try_into().ok()?)?;
        let users = Users::of(store, start, columns.entries(5));
        let all = [columns.entries::<8>(2).len(), columns.entries::<8>(3).len()];
        (all == [count; 2]).then_some(Origins { columns, users })
    }

    /// On what everything depended.
    pub(super) fn base(&self) -> &[u8] {
        self.columns.bytes(0)
    }

    pub(super) fn content(&self, place: usize) -> u64 {
        u64::from_le_bytes(self.columns.entries(2)[place])
    }

    pub(super) fn days(&self, place: usize) -> Days {
        Days::of_bytes(self.columns.entries(3)[place])
    }

    /// How many needs there are.
    pub(super) fn count(&self) -> usize {
        self.columns.entries::<16>(1).len()
    }

    pub(super) fn need(&self, number: u32) -> Option<Need> {
        self.columns.entries(1).get(number as usize).map(|entry| States::entry(entry).0)
    }

    /// The number of a need, looked for from about where it should be.
    pub(super) fn number(&self, need: Need, about: u32) -> Option<u32> {
        let entries = self.columns.entries(1);
        let compare = |at: usize| States::entry(&entries[at]).0.cmp(&need);
        near(entries.len(), about as usize, compare).ok().map(|number| number as u32)
    }

    /// Every need and how it stood, sorted; with what has become of some since.
    pub(super) fn states(&self, since: &Since) -> impl Iterator<Item = (Need, u64)> {
        let mut since = since.states.iter().peekable();
        self.columns.entries(1).iter().zip(0..).map(move |(entry, number)| {
            let (need, state) = States::entry(entry);
            (need, since.next_if(|(other, _)| **other == number).map_or(state, |(_, state)| *state))
        })
    }
}
