//! Long lists of which a page needs little: kept, they are read piece by piece.

use std::io;
use std::ops::{Index, Range};
use std::sync::{Arc, OnceLock};

use borsh::{BorshDeserialize, BorshSerialize};
use rayon::prelude::*;

use super::table::{Kept, Store, write_each};

/// So many items are read together, where none was put in or taken out.
const PIECE: usize = 256;

/// A long list.
#[derive(Clone, Debug)]
pub struct List<T> {
    pieces: Vec<OnceLock<Vec<T>>>,
    /// Where each piece begins, and where the last one ends.
    starts: Vec<usize>,
    /// Where those stand that were not looked at yet.
    kept: Option<Kept<Vec<T>>>,
}

/// Where the pieces of a list that were kept begin in it, and how long each is in bytes.
#[derive(BorshSerialize, BorshDeserialize)]
pub(super) struct Pieces {
    starts: Vec<usize>,
    lengths: Vec<u32>,
}

impl<T> List<T> {
    pub(super) fn new(items: Vec<T>) -> List<T> {
        let length = items.len();
        let mut items = items.into_iter();
        let piece = |_| OnceLock::from(items.by_ref().take(PIECE).collect::<Vec<T>>());
        let count = length.div_ceil(PIECE);
        let starts = (0..=count).map(|piece| length.min(piece * PIECE)).collect();
        List { pieces: (0..count).map(piece).collect(), starts, kept: None }
    }

    fn piece(&self, index: usize) -> &Vec<T> {
        self.pieces[index].get_or_init(|| match &self.kept {
            Some(kept) => kept.read(index),
            None => unreachable!("a piece that is not kept was put there"),
        })
    }

    /// The piece in which a place lies, and where in it; the last one for the end of the list.
    fn find(&self, place: usize) -> (usize, usize) {
        let piece = self.starts.partition_point(|start| *start <= place).clamp(1, self.pieces.len().max(1)) - 1;
        (piece, place - self.starts[piece])
    }

    pub fn len(&self) -> usize {
        self.starts.last().copied().unwrap_or_default()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub fn iter(&self) -> impl Iterator<Item = &T> + Clone {
        (0..self.pieces.len()).flat_map(|piece| self.piece(piece))
    }
}

impl<T> List<T> {
    /// Puts an item in the place of one, and gives that.
    pub(super) fn replace(&mut self, place: usize, item: T) -> T {
        let (piece, place) = self.find(place);
        std::mem::replace(&mut self.piece_mut(piece)[place], item)
    }

    /// Puts items in the place of some, and gives those.
    pub(super) fn splice(&mut self, places: Range<usize>, items: Vec<T>) -> Vec<T> {
        if self.pieces.is_empty() {
            *self = List::new(items);
            return Vec::new();
        }
        let (first, mut from) = self.find(places.start);
        let (mut before, mut items) = (Vec::new(), Some(items));
        for index in first..self.pieces.len() {
            let piece = self.piece_mut(index);
            let to = piece.len().min(from + places.len() - before.len());
            before.extend(piece.splice(from..to, items.take().unwrap_or_default()));
            let more = piece.len() as isize - (self.starts[index + 1] - self.starts[index]) as isize;
            self.starts[index + 1..].iter_mut().for_each(|start| *start = start.saturating_add_signed(more));
            if before.len() == places.len() {
                break;
            }
            from = 0;
        }
        before
    }

    fn piece_mut(&mut self, index: usize) -> &mut Vec<T> {
        self.piece(index);
        self.pieces[index].get_mut().expect("it was looked at")
    }
}

impl<T: Send + Sync> List<T> {
    /// All, on all cores.
    pub fn par_iter(&self) -> impl IndexedParallelIterator<Item = &T> {
        (0..self.len()).into_par_iter().map(|place| &self[place])
    }
}

impl<T: BorshSerialize + Send + Sync> List<T> {
    /// Writes the pieces, one behind the other.
    pub(super) fn write(&self, out: &mut impl io::Write) -> io::Result<Pieces> {
        let lengths = write_each(self.pieces.len(), |index| Some(self.piece(index)), out)?;
        Ok(Pieces { starts: self.starts.clone(), lengths })
    }
}

impl<T: BorshDeserialize> List<T> {
    /// The list whose pieces were written to a store, where they begin at `start`.
    pub(super) fn kept(pieces: &Pieces, start: u64, store: &Arc<dyn Store>) -> List<T> {
        let (kept, _) = Kept::of(&pieces.lengths, start, store);
        let items = std::iter::repeat_with(OnceLock::new).take(pieces.lengths.len()).collect();
        List { pieces: items, starts: pieces.starts.clone(), kept: Some(kept) }
    }
}

impl<T> Index<usize> for List<T> {
    type Output = T;

    fn index(&self, place: usize) -> &T {
        let (piece, place) = self.find(place);
        &self.piece(piece)[place]
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
