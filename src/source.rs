//! The files of a site: which there are, and their bytes when asked for.
//!
//! A `SourceSet` is a list, not a heap of bytes. Three worlds stand behind `Read`: the
//! disk, memory (tests, the embedded theme), and an editor's text over the disk.

mod disk;
mod memory;
mod overlay;
mod watch;

use std::collections::BTreeSet;
use std::io;
use std::sync::Arc;

pub use disk::{Disk, list, list_with_folders, look_at};
pub use memory::Memory;
pub use overlay::Overlay;
pub use watch::{Files, Heard, Watch};

use crate::image::Picture;
use crate::span::SourcePath;

/// The path of a site's configuration.
pub const CONFIG: &str = "minutebook.yaml";

/// One file of the site.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct SourceFile {
    pub path: SourcePath,
    pub stamp: Stamp,
    /// What the file begins with, of a photo.
    pub picture: Option<Picture>,
}

/// By what a file is told from what it was before, without reading it.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, borsh::BorshSerialize, borsh::BorshDeserialize,
)]
pub struct Stamp {
    /// In bytes.
    pub len: u64,
    /// When it was last written, in nanoseconds since 1970; 0 where the world behind it has no clock.
    pub written: u128,
    /// When its inode last changed, which no program can set back; 0 where there are none.
    pub changed: u128,
}

/// Clocks of file systems may be this many nanoseconds behind that of the machine.
const GRANULARITY: u128 = 50_000_000;

impl Stamp {
    /// Whether a file with this stamp, in a list made at `listed` (nanoseconds since 1970), cannot
    /// have changed since without its stamp showing it. One without a clock never is certain.
    pub fn is_settled(&self, listed: u128) -> bool {
        self.written > 0 && self.latest() + GRANULARITY < listed
    }

    /// The later of its times.
    pub fn latest(&self) -> u128 {
        self.written.max(self.changed)
    }
}

/// The files of a site, sorted by path, and what stood among them that is no file.
#[derive(Clone, Debug, Default, PartialEq, Eq, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct SourceSet {
    pub files: Vec<SourceFile>,
    /// Symbolic links, devices, FIFOs and sockets. They are never read.
    pub strangers: Vec<SourcePath>,
}

impl SourceSet {
    /// The file at `path`.
    pub fn get(&self, path: &SourcePath) -> Option<&SourceFile> {
        self.files.binary_search_by(|file| file.path.cmp(path)).ok().map(|at| &self.files[at])
    }

    /// Takes in a file that was written, or came.
    pub fn put(&mut self, file: SourceFile) {
        match self.files.binary_search_by(|other| other.path.cmp(&file.path)) {
            Ok(at) => self.files[at] = file,
            Err(at) => self.files.insert(at, file),
        }
    }

    /// Takes out the file at `path`, which went.
    pub fn take_out(&mut self, path: &SourcePath) {
        self.files.retain(|file| file.path != *path);
    }

    /// The files below `folder`, given without a closing slash.
    pub fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a SourceFile> {
        let inside =
            move |file: &&SourceFile| file.path.as_str().strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        self.files.iter().filter(inside)
    }
}

/// The folders of a site, empty ones too, by their paths below it; its own is the empty path.
pub type Folders = BTreeSet<String>;

/// Gives the bytes of a source file.
pub trait Read: Sync + Send {
    /// # Errors
    /// Whatever the world behind it says: not found, permission denied.
    fn read(&self, path: &SourcePath) -> io::Result<Arc<[u8]>>;
}

/// Whether a file of this name is left alone: hidden, a draft's underscore, or an editor's leftover.
pub fn is_ignored(name: &str) -> bool {
    name.starts_with(['.', '_'])
        || name.ends_with('~')
        || name.ends_with(".swp")
        || (name.starts_with('#') && name.ends_with('#'))
        || matches!(name, "Thumbs.db" | "desktop.ini")
}

/// Whether a file of this name is said to be a photo that is known to `image`.
pub fn is_image(name: &str) -> bool {
    let ending = name.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
    matches!(ending.as_str(), "jpg" | "jpeg" | "jpe" | "jfif" | "png" | "webp" | "gif")
}
