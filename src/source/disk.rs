#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "the edge to the disk, for reading")]
//! The site's folder on disk.

use std::fs::{File, Metadata};
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use super::{CONFIG, Folders, Read, SourceFile, SourceSet, Stamp, is_ignored, is_image};
use crate::image::{Picture, header};
use crate::span::SourcePath;

/// The folders of a site that hold sources; everything else is not looked at.
const FOLDERS: &[&str] = &["content", "themes", "static"];

/// Reads from a folder.
#[derive(Clone, Debug)]
pub struct Disk {
    pub root: PathBuf,
}

impl Read for Disk {
    fn read(&self, path: &SourcePath) -> io::Result<Arc<[u8]>> {
        std::fs::read(self.root.join(path.as_str())).map(Into::into)
    }
}

/// Lists the files of the site at `disk`, in the order of their paths.
///
/// # Errors
/// A folder that cannot be read, with its path. A missing folder is no error.
pub fn list(disk: &Disk) -> io::Result<SourceSet> {
    list_with_folders(disk).map(|(set, _)| set)
}

/// `list`, and every folder in which a file of the site could stand.
///
/// # Errors
/// As for `list`.
pub fn list_with_folders(disk: &Disk) -> io::Result<(SourceSet, Folders)> {
    let mut set = SourceSet::default();
    let mut folders = Folders::from([String::new()]);
    let mut found = Vec::new();
    for folder in FOLDERS {
        let top = disk.root.join(folder);
        let is_folder = match std::fs::symlink_metadata(&top) {
            Ok(found) => found.is_dir(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        };
        if !is_folder {
            set.strangers.push(SourcePath::new(*folder));
            continue;
        }
        folders.insert(folder.to_string());
        for entry in walk(&top)? {
            let below = entry.path().strip_prefix(&disk.root).unwrap_or(entry.path());
            let Some(path) = below.to_str() else {
                set.strangers.push(SourcePath::new(below.to_string_lossy().replace('\\', "/")));
                continue;
            };
            let path = SourcePath::new(path.replace(std::path::MAIN_SEPARATOR, "/"));
            match entry.file_type() {
                kind if kind.is_dir() => {
                    folders.insert(path.as_str().to_string());
                }
                kind if kind.is_file() => found.push((path, entry)),
                _ => set.strangers.push(path),
            }
        }
    }
    // Asking the disk about a file takes longer than finding it.
    let looked_at = found.into_par_iter().map(|(path, entry)| Ok(file(path, &entry.metadata()?, entry.path())));
    set.files = looked_at.collect::<io::Result<Vec<SourceFile>>>()?;
    if let Ok(found) = std::fs::metadata(disk.root.join(CONFIG)) {
        set.files.push(file(SourcePath::new(CONFIG), &found, &disk.root.join(CONFIG)));
    }
    set.files.sort();
    set.strangers.sort();
    Ok((set, folders))
}

/// All that stands in a folder and has a part in the site. What lies deep, as the files of meetings do, is looked for on
/// all cores.
fn walk(top: &Path) -> walkdir::Result<Vec<DirEntry>> {
    const DEPTH: usize = 2;
    let mut entries = below(top, DEPTH)?;
    let is_deep = |entry: &&DirEntry| entry.depth() == DEPTH && entry.file_type().is_dir();
    let folders: Vec<&DirEntry> = entries.iter().filter(is_deep).collect();
    let deep = folders.into_par_iter().map(|folder| below(folder.path(), usize::MAX));
    let deep = deep.collect::<walkdir::Result<Vec<Vec<DirEntry>>>>()?;
    entries.extend(deep.into_iter().flatten());
    Ok(entries)
}

/// What stands in a folder, so many folders deep at most.
fn below(folder: &Path, most: usize) -> walkdir::Result<Vec<DirEntry>> {
    let walk = WalkDir::new(folder).follow_links(false).min_depth(1).max_depth(most).into_iter();
    walk.filter_entry(|entry| !entry.file_name().to_str().is_some_and(is_ignored)).collect()
}

/// What stands in a folder itself: the files, and the folders, by their paths below that of the site. Nothing where one
/// cannot be read, or is neither.
pub(super) fn list_one(disk: &Disk, folder: &str) -> Option<(Vec<SourcePath>, Vec<String>)> {
    let (mut files, mut folders) = (Vec::new(), Vec::new());
    for entry in below(&disk.root.join(folder), 1).ok()? {
        let path = format!("{folder}/{}", entry.file_name().to_str()?);
        match entry.file_type() {
            kind if kind.is_dir() => folders.push(path),
            kind if kind.is_file() => files.push(SourcePath::new(path)),
            _ => return None,
        }
    }
    Some((files, folders))
}

/// What the disk says of one file of the site now.
///
/// # Errors
/// A file that is not there (`NotFound`), is another thing than a file, or cannot be asked about.
pub fn look_at(disk: &Disk, path: &SourcePath) -> io::Result<SourceFile> {
    let place = disk.root.join(path.as_str());
    let found = std::fs::symlink_metadata(&place)?;
    if !found.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    Ok(file(path.clone(), &found, &place))
}

/// The file of a path that stands at a place of the disk.
fn file(path: SourcePath, found: &Metadata, place: &Path) -> SourceFile {
    let picture = is_image(path.name()).then(|| begins(place)).flatten();
    SourceFile { path, stamp: Stamp::of(found), picture }
}

/// What a photo's file begins with.
fn begins(path: &Path) -> Option<Picture> {
    header(&mut BufReader::new(File::open(path).ok()?))
}

impl Stamp {
    /// What the disk says of a file.
    pub fn of(found: &Metadata) -> Stamp {
        let written = found.modified().ok().and_then(|time| time.duration_since(SystemTime::UNIX_EPOCH).ok());
        #[cfg(unix)]
        let changed = {
            use std::os::unix::fs::MetadataExt;
            // Times before 1970 count as none.
            let nanoseconds = i128::from(found.ctime()) * 1_000_000_000 + i128::from(found.ctime_nsec());
            u128::try_from(nanoseconds).unwrap_or_default()
        };
        #[cfg(not(unix))]
        let changed = 0;
        Stamp { len: found.len(), written: written.map_or(0, |since| since.as_nanos()), changed }
    }
}
