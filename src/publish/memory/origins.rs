//! What each file of the output was made from, as it is kept.

use std::collections::BTreeMap;

use borsh::{BorshDeserialize, BorshSerialize};

use super::super::store::Columns;
use crate::model::Days;
use crate::reader::{Need, States};

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

impl Origin {
    /// Its needs as they are written: one that is not known is one that never stands as it stood.
    pub(super) fn numbers(&self) -> Vec<[u8; 4]> {
        self.needs.as_deref().unwrap_or(&[NONE]).iter().map(|need| need.to_le_bytes()).collect()
    }
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
    /// On what everything depends; every need and how it stood; what stands at each path; the days of each; the
    /// needs of all; how many those of each are.
    pub(super) columns: Columns<6>,
    ends: Ends,
    /// Of the columns.
    pub(super) hash: [u8; 32],
    pub(super) since: Since,
}

/// What builds have made otherwise since the origins were written. It is little, and they are much: they stay as
/// they are until it is much, too.
#[derive(Clone, Debug, Default, BorshSerialize, BorshDeserialize)]
pub(super) struct Since {
    /// How needs stood at last, by their numbers.
    pub(super) states: BTreeMap<u32, u64>,
    /// What was made again, by its place.
    pub(super) made: BTreeMap<u32, Remade>,
}

/// An origin as it stands in the columns.
#[derive(Clone, Debug, BorshSerialize, BorshDeserialize)]
pub(super) struct Remade {
    content: [u8; 8],
    days: [u8; 8],
    needs: Vec<[u8; 4]>,
}

impl Remade {
    pub(super) fn of(origin: &Origin) -> Remade {
        Remade { content: origin.content.to_le_bytes(), days: origin.days.bytes(), needs: origin.numbers() }
    }
}

impl Origins {
    /// Those of `count` files, if what was left (`belonging`, as bytes) belongs to columns with this hash, and
    /// everything depends on the same.
    pub(super) fn of(
        columns: Columns<6>,
        hash: [u8; 32],
        belonging: &[u8],
        base: u64,
        count: usize,
    ) -> Option<Origins> {
        let (belonging, since): ([u8; 32], Since) = borsh::from_slice(belonging).ok()?;
        let needs = columns.entries::<4>(4);
        let ends = Ends::of(columns.entries(5), needs.len())?;
        let all = [columns.entries::<8>(2).len(), columns.entries::<8>(3).len(), ends.0.len()];
        let belongs = belonging == hash && columns.bytes(0) == base.to_le_bytes() && all == [count; 3];
        belongs.then_some(Origins { columns, ends, hash, since })
    }

    fn remade(&self, place: usize) -> Option<&Remade> {
        self.since.made.get(&(place as u32))
    }

    pub(super) fn content(&self, place: usize) -> [u8; 8] {
        self.remade(place).map_or(self.columns.entries(2)[place], |made| made.content)
    }

    pub(super) fn days(&self, place: usize) -> [u8; 8] {
        self.remade(place).map_or(self.columns.entries(3)[place], |made| made.days)
    }

    pub(super) fn needs(&self, place: usize) -> &[[u8; 4]] {
        self.remade(place).map_or_else(|| self.ends.entry(place, self.columns.entries(4)), |made| &made.needs)
    }

    /// Every need and how it stood, sorted.
    pub(super) fn states(&self) -> impl Iterator<Item = (Need, u64)> {
        let mut since = self.since.states.iter().peekable();
        self.columns.entries(1).iter().zip(0..).map(move |(entry, number)| {
            let (need, state) = States::entry(entry);
            (need, since.next_if(|(other, _)| **other == number).map_or(state, |(_, state)| *state))
        })
    }
}
