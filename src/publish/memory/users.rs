//! Which files of the output need what: the needs of all, read the other way.
//!
//! After an edit few needs stand otherwise. Who needs one of these is read, and nothing of all the others.

use std::borrow::Cow;
use std::io::{self, Write};
use std::sync::Arc;

use crate::model::{Store, stable};

/// So many needs stand in a block, which is read as a whole: how many files need each, and their places; last a
/// checksum.
const BLOCK: usize = 64;

/// Who needs what, in a store.
#[derive(Debug, Default)]
pub(super) struct Users {
    store: Option<Arc<dyn Store>>,
    /// Where each block begins, and where the last one ends.
    starts: Vec<u64>,
}

impl Users {
    /// Those in a store from `start` on, in blocks of these lengths.
    pub(super) fn of(store: Arc<dyn Store>, start: u64, lengths: &[[u8; 4]]) -> Users {
        let mut end = start;
        let ends = lengths.iter().map(|length| {
            end += u64::from(u32::from_le_bytes(*length));
            end
        });
        Users { store: Some(store), starts: std::iter::once(start).chain(ends).collect() }
    }

    pub(super) fn reader(&self) -> Reader<'_> {
        Reader { users: self, block: None }
    }

    fn block(&self, number: usize) -> Option<Vec<u8>> {
        let part = *self.starts.get(number)?..*self.starts.get(number + 1)?;
        let mut bytes = self.store.as_ref()?.read(part).ok()?;
        let (block, sum) = bytes.split_last_chunk()?;
        let (is_sound, length) = (checksum(block) == *sum, block.len());
        bytes.truncate(length);
        is_sound.then_some(bytes)
    }
}

fn checksum(block: &[u8]) -> [u8; 8] {
    stable(&block).to_le_bytes()
}

/// Reads users, of one need after another.
pub(super) struct Reader<'a> {
    users: &'a Users,
    /// The block that was read last, with its number.
    block: Option<(usize, Vec<u8>)>,
}

impl Reader<'_> {
    /// The places of the files that need what has this number; nothing where they cannot be read.
    pub(super) fn of(&mut self, need: u32) -> Option<&[[u8; 4]]> {
        let (number, within) = (need as usize / BLOCK, need as usize % BLOCK);
        if self.block.as_ref().is_none_or(|(last, _)| *last != number) {
            self.block = Some((number, self.users.block(number)?));
        }
        let (_, block) = self.block.as_ref()?;
        let (counts, places) = block.as_chunks().0.split_at_checked(BLOCK)?;
        let count = |count: &[u8; 4]| u32::from_le_bytes(*count) as usize;
        let start: usize = counts[..within].iter().map(count).sum();
        places.get(start..start.checked_add(count(&counts[within]))?)
    }
}

/// Who needs what, of the files whose needs are at hand.
pub(super) struct Index {
    /// Where the users of each need begin among all, and where those of the last one end.
    starts: Vec<u32>,
    places: Vec<u32>,
}

impl Index {
    /// `files` gives places, each with the numbers of its needs, which are below `count`.
    pub(super) fn of(count: usize, files: &[(u32, Cow<'_, [u32]>)]) -> Index {
        let each = || files.iter().flat_map(|(place, needs)| needs.iter().map(|need| (*need as usize, *place)));
        let mut starts = vec![0; count + 1];
        each().for_each(|(need, _)| starts[need + 1] += 1);
        (1..=count).for_each(|need| starts[need] += starts[need - 1]);
        let mut next = starts.clone();
        let mut places = vec![0; starts[count] as usize];
        each().for_each(|(need, place)| {
            places[next[need] as usize] = place;
            next[need] += 1;
        });
        Index { starts, places }
    }

    pub(super) fn users(&self, need: usize) -> &[u32] {
        &self.places[self.starts[need] as usize..self.starts[need + 1] as usize]
    }
}

/// Writes the users of each of `count` needs, in their order; gives how long each block is.
///
/// # Errors
/// What the writer says, and `add`, which is asked for the users of each need.
pub(super) fn write(
    out: &mut dyn Write,
    count: usize,
    mut add: impl FnMut(usize, &mut Vec<u8>) -> io::Result<()>,
) -> io::Result<Vec<u32>> {
    let mut lengths = Vec::with_capacity(count.div_ceil(BLOCK));
    for first in (0..count).step_by(BLOCK) {
        let (mut block, mut places) = (Vec::new(), Vec::new());
        for need in first..first + BLOCK {
            let before = places.len();
            if need < count {
                add(need, &mut places)?;
            }
            block.extend_from_slice(&((places.len() - before) as u32 / 4).to_le_bytes());
        }
        block.extend_from_slice(&places);
        let sum = checksum(&block);
        block.extend_from_slice(&sum);
        out.write_all(&block)?;
        lengths.push(block.len() as u32);
    }
    Ok(lengths)
}
