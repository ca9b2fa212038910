//! Documents of an earlier build of the same process, for the files that have not changed since.
//!
//! A document depends on nothing but its file, so that one read before is as good as one read
//! now. What was written so shortly before it was read that it may have been written again
//! within the same tick of the clock is read anew.

use std::collections::HashMap;
use std::sync::Arc;

use crate::diag::Diagnostic;
use crate::parse::Document;
use crate::source::{SourceFile, Stamp};
use crate::span::SourcePath;

/// Clocks of file systems may be this many nanoseconds behind that of the machine.
const GRANULARITY: u128 = 50_000_000;

/// A document, with what was found in its file alone.
pub type Read = (Arc<Document>, Arc<[Diagnostic]>);

/// What was read before.
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

    /// The document of a file, if it is as it was.
    pub fn get(&self, file: &SourceFile) -> Option<Read> {
        let (stamp, read) = self.files.get(&file.path)?;
        (*stamp == file.stamp).then(|| read.clone())
    }

    /// Keeps what a build has read, and nothing of what is gone.
    pub fn keep<'a>(&mut self, read: impl Iterator<Item = (&'a SourceFile, Read)>) {
        // A file without a clock cannot be told from what it was.
        let is_settled = |stamp: Stamp| stamp.written > 0 && stamp.latest() + GRANULARITY < self.listed;
        let settled = read.filter(|(file, _)| is_settled(file.stamp));
        self.files = settled.map(|(file, read)| (file.path.clone(), (file.stamp, read))).collect();
    }
}
