//! Long lists of which a page needs little: kept, they are read piece by piece.

use std::io;
use std::ops::{Index, Range};
use std::sync::{Arc, OnceLock};

use borsh::{BorshDeserialize, BorshSerialize};
use rayon::prelude::*;

use super::table::{Kept, Store, write_each};

/// So many items are read together.
const PIECE: usize = 256;

/// A long list.
#[derive(Clone, Debug)]
pub struct List<T> {
    pieces: Vec<OnceLock<Vec<T>>>,
    length: usize,
    /// Where those stand that were not looked at yet.
    kept: Option<Kept<Vec<T>>>,
}

/// How many items were kept, and how long each piece is.
#[derive(BorshSerialize, BorshDeserialize)]
pub(super) struct Pieces {
    length: usize,
    lengths: Vec<u32>,
}

impl<T> List<T> {
    pub(super) fn new(items: Vec<T>) -> List<T> {
        let length = items.len();
        let mut items = items.into_iter();
        let piece = |_| OnceLock::from(items.by_ref().take(PIECE).collect::<Vec<T>>());
        List { pieces: (0..length.div_ceil(PIECE)).map(piece).collect(), length, kept: None }
    }

    fn piece(&self, index: usize) -> &Vec<T> {
        self.pieces[index].get_or_init(|| match &self.kept {
            Some(kept) => kept.read(index),
            None => unreachable!("a piece that is not kept was put there"),
        })
    }

    pub fn len(&self) -> usize {
        self.length
    }

    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    pub fn iter(&self) -> impl Iterator<Item = &T> + Clone {
        (0..self.length).map(|place| &self[place])
    }
}

impl<T> List<T> {
    /// Puts an item in the place of one, and gives that.
    pub(super) fn replace(&mut self, place: usize, item: T) -> T {
        self.piece(place / PIECE);
        let piece = self.pieces[place / PIECE].get_mut().expect("it was looked at");
        std::mem::replace(&mut piece[place % PIECE], item)
    }

    /// Puts items in the place of some, and gives those.
    pub(super) fn splice(&mut self, places: Range<usize>, items: Vec<T>) -> Vec<T> {
        if places.len() == items.len() {
            return places.zip(items).map(|(place, item)| self.replace(place, item)).collect();
        }
        for index in 0..self.pieces.len() {
            self.piece(index);
        }
        let pieces = std::mem::take(&mut self.pieces).into_iter();
        let mut all: Vec<T> = pieces.flat_map(OnceLock::into_inner).flatten().collect();
        let before = all.splice(places, items).collect();
        *self = List::new(all);
        before
    }
}

impl<T: Send + Sync> List<T> {
    /// All, on all cores.
    pub fn par_iter(&self) -> impl IndexedParallelIterator<Item = &T> {
        (0..self.length).into_par_iter().map(|place| &self[place])
    }
}

impl<T: BorshSerialize + Send + Sync> List<T> {
    /// Writes the pieces, one behind the other.
    pub(super) fn write(&self, out: &mut impl io::Write) -> io::Result<Pieces> {
        let lengths = write_each(self.pieces.len(), |index| self.piece(index), out)?;
        Ok(Pieces { length: self.length, lengths })
    }
}

impl<T: BorshDeserialize> List<T> {
    /// The list whose pieces were written to a store, where they begin at `start`.
    pub(super) fn kept(pieces: &Pieces, start: u64, store: &Arc<dyn Store>) -> List<T> {
        let (kept, _) = Kept::of(&pieces.lengths, start, store);
        let items = std::iter::repeat_with(OnceLock::new).take(pieces.lengths.len()).collect();
        List { pieces: items, length: pieces.length, kept: Some(kept) }
    }
}

impl<T> Index<usize> for List<T> {
    type Output = T;

    fn index(&self, place: usize) -> &T {
        &self.piece(place / PIECE)[place % PIECE]
    }
}

/// Reads a long `Vec` into the room that it needs. `borsh` itself begins with little, and moves what it has read
/// whenever there is more.
///
/// # Errors
/// What the reader says, or bytes that are none of it.
pub fn many<T: BorshDeserialize, R: io::Read>(reader: &mut R) -> io::Result<Vec<T>> {
    /// For more there is no room before it is read: a number can be wrong.
    const MOST: usize = 1 << 20;
    let length = u32::deserialize_reader(reader)? as usize;
    let mut all = Vec::with_capacity(length.min(MOST));
    for _ in 0..length {
        all.push(T::deserialize_reader(reader)?);
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_in_stands_as_in_one_piece() {
        for (from, to, count) in [(0, 0, 3), (250, 260, 10), (255, 257, 0), (100, 700, 1), (700, 700, 600), (0, 700, 0)]
        {
            let (mut list, mut whole) = (List::new((0..700).collect()), (0..700).collect::<Vec<i32>>());
            let items: Vec<i32> = (0..count).map(|number| -number).collect();
            let before: Vec<i32> = whole.splice(from..to, items.clone()).collect();
            assert_eq!(list.splice(from..to, items), before, "{from} {to}");
            assert_eq!((list.len(), list.iter().copied().collect::<Vec<i32>>()), (whole.len(), whole), "{from} {to}");
        }
    }
}
