#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "the edge to the disk, for what was read")]
//! Documents of earlier runs, kept on the disk in some tens of files, so that an edit writes few.
//!
//! While another run has them they count as none, and what is damaged only costs time.

use std::collections::HashMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::store::{FOLDER, open, save};
use crate::build::{Earlier, Parsed, ReadBefore as Read};
use crate::model::stable;
use crate::source::{SourceFile, Stamp};
use crate::span::SourcePath;

/// In how many files the documents of a site stand.
const SHARDS: u64 = 64;

type Stored = (SourcePath, Stamp, Read);

/// The documents of a site.
pub struct Documents {
    folder: PathBuf,
    /// Held until documents were stored; none where another run holds it, or there are no locks.
    lock: Option<File>,
    parsed: Parsed,
    /// What stands in the files, in short.
    before: HashMap<SourcePath, (Stamp, [u8; 16])>,
    /// Whether what is read is also kept here.
    is_held: bool,
}

impl Documents {
    /// What was stored of the site at `root`.
    pub fn open(root: &Path) -> Documents {
        let folder = root.join(FOLDER).join("documents");
        let mut parsed = Parsed::default();
        let lock = lock(&folder);
        let mut before = HashMap::new();
        if lock.is_some() {
            let shards = (0..SHARDS).into_par_iter().map(|shard| open::<Vec<Stored>>(&file(&folder, shard)));
            for (path, stamp, read) in shards.collect::<Vec<_>>().into_iter().flatten().flatten() {
                before.insert(path.clone(), (stamp, read.bytes));
                parsed.extend([(path, (stamp, read))]);
            }
        }
        Documents { folder, lock, parsed, before, is_held: false }
    }

    /// Keeps what is read here as well, for the next build of this run.
    pub fn held(self) -> Documents {
        Documents { is_held: true, ..self }
    }

    /// Files are about to be listed, at this many nanoseconds since 1970.
    pub fn listing(&mut self, now: u128) {
        self.parsed.listing(now);
    }
}

impl Earlier for Documents {
    fn get(&self, file: &SourceFile) -> Option<Read> {
        self.parsed.get(file)
    }

    fn get_of(&self, path: &SourcePath, bytes: [u8; 16]) -> Option<Read> {
        self.parsed.get_of(path, bytes)
    }

    fn keep(&mut self, read: Vec<(SourceFile, Read)>) {
        if self.lock.is_some() {
            self.store(&read);
        }
        self.lock = None;
        self.before = HashMap::new();
        match self.is_held {
            true => self.parsed.keep(read),
            false => self.parsed = Parsed::default(),
        }
    }
}

impl Documents {
    /// Writes the shards in which something is not as it was.
    fn store(&mut self, read: &[(SourceFile, Read)]) {
        let mut shards: Vec<Vec<&(SourceFile, Read)>> = vec![Vec::new(); SHARDS as usize];
        let mut known = std::mem::take(&mut self.before);
        let mut changed = [false; SHARDS as usize];
        for entry in read {
            let (file, read) = entry;
            let shard = shard(&file.path);
            shards[shard].push(entry);
            let stamp = self.parsed.trusted(file.stamp);
            changed[shard] |= known.remove(&file.path) != Some((stamp, read.bytes));
            self.before.insert(file.path.clone(), (stamp, read.bytes));
        }
        known.keys().for_each(|gone| changed[shard(gone)] = true);
        shards.into_par_iter().enumerate().filter(|(shard, _)| changed[*shard]).for_each(|(shard, entries)| {
            let stored = entries.iter().map(|(file, read)| (&file.path, self.before[&file.path].0, read));
            let _saved: Option<[u8; 32]> = save(&self::file(&self.folder, shard as u64), &stored.collect::<Vec<_>>());
        });
    }
}

fn shard(path: &SourcePath) -> usize {
    (stable(path) % SHARDS) as usize
}

fn file(folder: &Path, shard: u64) -> PathBuf {
    folder.join(format!("{shard:02}"))
}

/// Keeps other runs away from the documents for as long as it is held.
fn lock(folder: &Path) -> Option<File> {
    fs::create_dir_all(folder).ok()?;
    let lock = File::create(folder.join("lock")).ok()?;
    lock.try_lock().ok()?;
    Some(lock)
}
