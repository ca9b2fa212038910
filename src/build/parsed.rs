//! Documents of earlier builds, for the files that have not changed since.
//!
//! A document depends on nothing but its file, so that one read before is as good as one read
//! now. A file is told by its stamp, or by its bytes: a fresh checkout has new stamps everywhere.

use std::collections::HashMap;
use std::sync::Arc;

use borsh::{BorshDeserialize, BorshSerialize};

use crate::parse::{self, Document, Identity};
use crate::source::{SourceFile, Stamp};
use crate::span::SourcePath;

/// A document, and from which bytes it was read.
#[derive(Clone, Debug, PartialEq, BorshSerialize, BorshDeserialize)]
pub struct Read {
    /// A hash of the file's bytes.
    pub bytes: [u8; 16],
    pub document: Arc<Document>,
}

impl Read {
    /// Reads a file, whose name has given its `identity`.
    pub fn of(path: &SourcePath, identity: Identity, bytes: &[u8]) -> Read {
        Read { bytes: Read::hash(bytes), document: Arc::new(parse::document(path, identity, bytes)) }
    }

    /// The hash by which a file's bytes are told.
    pub fn hash(bytes: &[u8]) -> [u8; 16] {
        let mut hash = [0; 16];
        hash.copy_from_slice(&blake3::hash(bytes).as_bytes()[..16]);
        hash
    }
}

/// Where documents of earlier builds come from, and those of this one go.
pub trait Earlier: Send + Sync {
    /// The document of a file, if its stamp is as it was.
    fn get(&self, file: &SourceFile) -> Option<Read>;

    /// The document of a file, if its bytes are as they were.
    fn get_of(&self, path: &SourcePath, bytes: [u8; 16]) -> Option<Read>;

    /// Keeps what a build has read, and nothing of what is gone.
    fn keep(&mut self, read: Vec<(SourceFile, Read)>);
}

/// What was read before, in memory.
#[derive(Default)]
pub struct Parsed {
    /// When the files were listed, in nanoseconds since 1970.
    listed: u128,
    files: HashMap<SourcePath, (Stamp, Read)>,
}

impl Parsed {
    /// Files are about to be listed, at this many nanoseconds since 1970.
    pub fn listing(&mut self, now: u128) {
        self.listed = now;
    }

    /// What was stored of an earlier run.
    pub fn extend(&mut self, files: impl IntoIterator<Item = (SourcePath, (Stamp, Read))>) {
        self.files.extend(files);
    }

    /// The stamp by which a file is known from now on: none where it may still change unnoticed,
    /// so that it is known by its bytes alone.
    pub fn trusted(&self, stamp: Stamp) -> Stamp {
        if stamp.is_settled(self.listed) { stamp } else { Stamp::default() }
    }
}

impl Earlier for Parsed {
    fn get(&self, file: &SourceFile) -> Option<Read> {
        let (stamp, read) = self.files.get(&file.path)?;
        (*stamp == file.stamp).then(|| read.clone())
    }

    fn get_of(&self, path: &SourcePath, bytes: [u8; 16]) -> Option<Read> {
        self.files.get(path).map(|(_, read)| read).filter(|read| read.bytes == bytes).cloned()
    }

    fn keep(&mut self, read: Vec<(SourceFile, Read)>) {
        let files = read.into_iter().map(|(file, read)| (file.path.clone(), (self.trusted(file.stamp), read)));
        self.files = files.collect();
    }
}
