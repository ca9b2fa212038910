#![expect(clippy::disallowed_methods, reason = "the edge to the disk, for sizes of photos")]
//! Sizes of photos that were made before, by the bytes of the photo and the program that made them.
//!
//! Each photo has a folder, in which there is a file for each size. What is lost or damaged is made
//! again. A photo is decoded once for all of its sizes, and few photos are decoded at a time.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};

use super::store::{FOLDER, make_folder};
use crate::build::{self, Failure, Photo};
use crate::image::{MOST_PIXELS, Rendition};
use crate::source::SourceSet;
use crate::span::SourcePath;

/// What decides the bytes of a size besides the photo: to be raised with every change of
/// `image::make`, or of the libraries that it calls.
const MAKER: &str = concat!(env!("CARGO_PKG_VERSION"), " 1");

/// The hash of a photo's bytes and of what turns them into sizes.
type Key = [u8; 16];

/// The sizes that are kept of a site's photos.
pub struct Photos {
    folder: PathBuf,
    /// What was read in this run, whose files stay as they are; nothing where they may change.
    keys: Option<Mutex<HashMap<SourcePath, Key>>>,
    bench: Bench,
    /// Whether anything was made.
    worked: AtomicBool,
}

impl Photos {
    /// For a run in which no file of the site changes.
    pub fn of_run(root: &Path) -> Photos {
        Photos { keys: Some(Mutex::default()), ..Photos::open(root) }
    }

    pub fn open(root: &Path) -> Photos {
        let folder = root.join(FOLDER).join("photos");
        Photos { folder, keys: None, bench: Bench::default(), worked: AtomicBool::new(false) }
    }

    /// Removes what is kept of photos that are gone, if there is something new in their place.
    pub fn sweep(&self, sources: &SourceSet) {
        let Some(found) = fs::read_dir(&self.folder).ok().filter(|_| self.worked.load(Ordering::Relaxed)) else {
            return;
        };
        let photos = sources.files.iter().filter(|file| file.picture.is_some());
        let known: BTreeSet<String> = photos.map(|file| name_of(&file.path)).collect();
        for entry in found.flatten() {
            if !entry.file_name().to_str().is_some_and(|name| known.contains(name)) {
                fs::remove_dir_all(entry.path()).unwrap_or_default();
            }
        }
    }

    /// The key of a photo, whose file is read for it where it is not known.
    fn key(&self, photo: &Photo<'_>) -> Result<Key, Failure> {
        if let Some(keys) = &self.keys
            && let Some(key) = keys.lock().unwrap_or_else(PoisonError::into_inner).get(photo.source)
        {
            return Ok(*key);
        }
        let mut hasher = blake3::Hasher::new();
        hasher.update(MAKER.as_bytes()).update(&[0]).update(&photo.bytes()?);
        let mut key = Key::default();
        key.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
        if let Some(keys) = &self.keys {
            keys.lock().unwrap_or_else(PoisonError::into_inner).insert(photo.source.clone(), key);
        }
        Ok(key)
    }

    /// The folder of a photo.
    fn folder(&self, source: &SourcePath) -> PathBuf {
        self.folder.join(name_of(source))
    }
}

impl build::Photos for Photos {
    fn photo(&self, photo: &Photo<'_>) -> Result<Vec<u8>, Failure> {
        if !photo.rendition.is_decoded(photo.picture) {
            return Ok(photo.make(&photo.bytes()?, &[photo.rendition])?.swap_remove(0));
        }
        let (key, folder) = (self.key(photo)?, self.folder(photo.source));
        if let Some(bytes) = read(&folder, &name(key, photo.rendition)) {
            return Ok(bytes);
        }
        let _place = self.bench.take(photo.source, photo.picture.pixels());
        // Whoever was there before may have made it.
        if let Some(bytes) = read(&folder, &name(key, photo.rendition)) {
            return Ok(bytes);
        }
        let mut wanted: Vec<Rendition> = photo.picture.sizes().into_iter().map(Rendition::Sized).collect();
        wanted.push(Rendition::Whole);
        wanted.retain(|rendition| rendition.is_decoded(photo.picture));
        wanted.retain(|rendition| *rendition == photo.rendition || read(&folder, &name(key, *rendition)).is_none());
        let made = photo.make(&photo.bytes()?, &wanted)?;
        self.worked.store(true, Ordering::Relaxed);
        let names: Vec<String> = wanted.iter().map(|rendition| name(key, *rendition)).collect();
        forget(&folder, key);
        for (name, bytes) in names.iter().zip(&made) {
            let _kept: Option<()> = keep(&folder, name, bytes);
        }
        let asked = wanted.iter().zip(made).find(|(rendition, _)| **rendition == photo.rendition);
        Ok(asked.expect("what was asked for was made").1)
    }
}

fn name_of(source: &SourcePath) -> String {
    blake3::hash(source.as_str().as_bytes()).to_hex()[..32].to_string()
}

/// The name of the file in which a rendition is kept.
fn name(key: Key, rendition: Rendition) -> String {
    let key: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{key}{}", rendition.suffix())
}

/// Removes what is kept of the photo as it was.
fn forget(folder: &Path, key: Key) {
    let now = name(key, Rendition::Whole);
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if !entry.file_name().to_str().is_some_and(|name| name.starts_with(&now)) {
            fs::remove_file(entry.path()).unwrap_or_default();
        }
    }
}

/// What is kept under a name; nothing of what is damaged.
fn read(folder: &Path, name: &str) -> Option<Vec<u8>> {
    let mut bytes = fs::read(folder.join(name)).ok()?;
    let end = bytes.len().checked_sub(32)?;
    let sum = bytes.split_off(end);
    (sum == sum_of(name, &bytes)).then_some(bytes)
}

/// Keeps bytes under a name, so that whoever reads meanwhile reads all of them or nothing.
fn keep(folder: &Path, name: &str, bytes: &[u8]) -> Option<()> {
    make_folder(folder)?;
    let draft = folder.join(format!("{name}-{}-new", std::process::id()));
    let write = || {
        fs::write(&draft, [bytes, &sum_of(name, bytes)].concat()).and_then(|()| fs::rename(&draft, folder.join(name)))
    };
    write().inspect_err(|_| fs::remove_file(&draft).unwrap_or_default()).ok()
}

fn sum_of(name: &str, bytes: &[u8]) -> [u8; 32] {
    *blake3::Hasher::new().update(name.as_bytes()).update(&[0]).update(bytes).finalize().as_bytes()
}

/// Where photos are decoded: as many at a time as memory allows, and each of them once.
#[derive(Default)]
struct Bench {
    /// The photos in hand, with their pixels.
    taken: Mutex<BTreeMap<SourcePath, u64>>,
    freed: Condvar,
}

impl Bench {
    /// Waits until there is room for a photo.
    fn take(&self, source: &SourcePath, pixels: u64) -> Taken<'_> {
        let has_room = |taken: &BTreeMap<SourcePath, u64>| {
            taken.is_empty() || (!taken.contains_key(source) && taken.values().sum::<u64>() + pixels <= MOST_PIXELS)
        };
        let taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let mut taken = self.freed.wait_while(taken, |taken| !has_room(taken)).unwrap_or_else(PoisonError::into_inner);
        taken.insert(source.clone(), pixels);
        Taken { bench: self, source: source.clone() }
    }
}

/// A place at the bench, for as long as it is held.
struct Taken<'a> {
    bench: &'a Bench,
    source: SourcePath,
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        self.bench.taken.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.source);
        self.bench.freed.notify_all();
    }
}
