//! What stands in an editor and is not saved yet, over the files of the disk.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use super::{Disk, Read, SourceFile, SourceSet, Stamp};
use crate::span::SourcePath;

/// The disk, with some files as they stand in an editor.
#[derive(Clone, Debug)]
pub struct Overlay {
    pub disk: Disk,
    /// UTF-8.
    pub open: BTreeMap<SourcePath, Arc<[u8]>>,
}

impl Overlay {
    /// The list of the files of the disk, those in the editor among them. A file in the editor has no
    /// time: it is told by its bytes alone.
    pub fn over(&self, mut sources: SourceSet) -> SourceSet {
        for (path, bytes) in &self.open {
            let stamp = Stamp { len: bytes.len() as u64, ..Stamp::default() };
            sources.put(SourceFile { path: path.clone(), stamp, picture: None });
        }
        sources
    }
}

impl Read for Overlay {
    fn read(&self, path: &SourcePath) -> io::Result<Arc<[u8]>> {
        match self.open.get(path) {
            Some(bytes) => Ok(bytes.clone()),
            None => self.disk.read(path),
        }
    }
}
