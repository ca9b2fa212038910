//! A site in memory: for tests, and for the theme inside the program.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use super::{Read, SourceFile, SourceSet, Stamp, is_image};
use crate::image::header;
use crate::span::SourcePath;

/// Files and their bytes.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    pub files: BTreeMap<SourcePath, Arc<[u8]>>,
}

impl Memory {
    /// The list of the files.
    pub fn list(&self) -> SourceSet {
        let file = |(path, bytes): (&SourcePath, &Arc<[u8]>)| SourceFile {
            path: path.clone(),
            stamp: Stamp { len: bytes.len() as u64, ..Stamp::default() },
            picture: is_image(path.name()).then(|| header(&mut io::Cursor::new(bytes))).flatten(),
        };
        SourceSet { files: self.files.iter().map(file).collect(), strangers: Vec::new() }
    }

    pub fn insert(&mut self, path: &str, bytes: impl Into<Arc<[u8]>>) {
        self.files.insert(SourcePath::new(path), bytes.into());
    }
}

impl Read for Memory {
    fn read(&self, path: &SourcePath) -> io::Result<Arc<[u8]>> {
        self.files.get(path).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}
