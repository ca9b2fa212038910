#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "the edge to the disk, for what is remembered"
)]
//! Files in which something is remembered: whole, and of this very program, or nothing.

use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use borsh::{BorshDeserialize, BorshSerialize};
use rayon::prelude::*;

use crate::model::Store;
use crate::source::Stamp;

/// The folder in the site that holds what is remembered.
pub const FOLDER: &str = ".minutebook";

/// This program, as it can be told from others: by its version, and its file's size and times.
pub fn program() -> Option<[u8; 32]> {
    let own = fs::metadata(std::env::current_exe().ok()?).ok()?;
    let mut hasher = blake3::Hasher::new();
    hasher.update(env!("CARGO_PKG_VERSION").as_bytes());
    hasher.update(&bytes_of(&Stamp::of(&own)));
    Some(*hasher.finalize().as_bytes())
}

/// How many bytes name the program, before what it wrote; and are its hash, behind it.
const HEAD: usize = 32;
const HASH: usize = 32;

/// How many bytes a stamp is.
pub const STAMP: usize = 40;

/// A stamp as bytes.
pub fn bytes_of(stamp: &Stamp) -> [u8; STAMP] {
    let mut bytes = [0; STAMP];
    bytes[..8].copy_from_slice(&stamp.len.to_le_bytes());
    bytes[8..24].copy_from_slice(&stamp.written.to_le_bytes());
    bytes[24..].copy_from_slice(&stamp.changed.to_le_bytes());
    bytes
}

/// Reads what `save` has written; nothing of what is damaged, or of another program.
pub fn open<T: BorshDeserialize>(file: &Path) -> Option<T> {
    let bytes = fs::read(file).ok()?;
    let (body, _) = body(&bytes)?;
    borsh::from_slice(body).ok()
}

/// The body of a file that is whole and of this program, and its hash.
fn body(bytes: &[u8]) -> Option<(&[u8], [u8; 32])> {
    let (rest, hash) = bytes.split_last_chunk::<HASH>()?;
    let (writer, body) = rest.split_first_chunk::<HEAD>()?;
    let found = blake3::Hasher::new().update_rayon(body).finalize();
    (found.as_bytes() == hash && *writer == program()?).then_some((body, *hash))
}

/// Columns of a table as they stand in a file: nothing is made of them until somebody looks.
#[derive(Clone)]
pub struct Columns<const N: usize> {
    bytes: Vec<u8>,
    /// Where each begins among the bytes, and where the last one ends.
    places: Vec<usize>,
}

impl<const N: usize> Default for Columns<N> {
    fn default() -> Self {
        Columns { bytes: Vec::new(), places: vec![0; N + 1] }
    }
}

impl<const N: usize> Columns<N> {
    /// Reads `Written`, as `save` has written it, with its hash; nothing of what is damaged, or of another program.
    pub fn open(file: &Path) -> Option<(Columns<N>, [u8; 32])> {
        let bytes = fs::read(file).ok()?;
        let (_, hash) = body(&bytes)?;
        let body = HEAD..bytes.len() - HASH;
        Some((Columns::of(bytes, body)?, hash))
    }

    /// The columns in a part of these bytes, if they are all there.
    pub fn of(bytes: Vec<u8>, body: Range<usize>) -> Option<Columns<N>> {
        let lengths = bytes.get(body.end.checked_sub(8 * N)?..body.end)?;
        let places = places(lengths, body.start as u64, body.end as u64)?;
        let places = places.into_iter().map(|place| place as usize).collect();
        Some(Columns { bytes, places })
    }

    /// The bytes of a column.
    pub fn bytes(&self, column: usize) -> &[u8] {
        &self.bytes[self.places[column]..self.places[column + 1]]
    }

    /// The entries of a column in which all have one size.
    pub fn entries<const SIZE: usize>(&self, column: usize) -> &[[u8; SIZE]] {
        self.bytes(column).as_chunks().0
    }
}

/// Where columns of these lengths begin, and where the last one ends, in a part of a file which they fill with
/// their lengths.
fn places(lengths: &[u8], start: u64, end: u64) -> Option<Vec<u64>> {
    let mut places = vec![start];
    for length in lengths.as_chunks().0 {
        places.push(places.last()?.checked_add(u64::from_le_bytes(*length))?);
    }
    (places.last()?.checked_add(lengths.len() as u64)? == end).then_some(places)
}

/// Opens what `save` has written for somebody who reads pieces of it, if it is what has this hash; and where it
/// begins in the file. Whether a piece is as it was written is found out by whoever reads it.
pub fn open_pieces(file: &Path, hash: [u8; HASH]) -> Option<(Arc<dyn Store>, u64)> {
    let mut file = File::open(file).ok()?;
    let (mut writer, mut found) = ([0; HEAD], [0; HASH]);
    file.read_exact(&mut writer).ok()?;
    file.seek(SeekFrom::End(-(HASH as i64))).ok()?;
    file.read_exact(&mut found).ok()?;
    (writer == program()? && found == hash).then(|| (Arc::new(Opened(Mutex::new(file))) as Arc<dyn Store>, HEAD as u64))
}

/// A file that stays as it was opened, even if another run keeps the site anew.
#[derive(Debug)]
struct Opened(Mutex<File>);

impl Store for Opened {
    fn read(&self, part: Range<u64>) -> io::Result<Vec<u8>> {
        let length = part.end.saturating_sub(part.start);
        let mut file = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(part.start))?;
        let mut bytes = Vec::with_capacity(length as usize);
        (&mut *file).take(length).read_to_end(&mut bytes)?;
        if bytes.len() as u64 == length { Ok(bytes) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
    }
}

/// What was written, where nobody keeps it.
#[derive(Debug)]
pub struct InMemory(pub Vec<u8>);

impl Store for InMemory {
    fn read(&self, part: Range<u64>) -> io::Result<Vec<u8>> {
        let bytes = self.0.get(part.start as usize..part.end as usize);
        bytes.map(<[u8]>::to_vec).ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }
}

/// Writes one column.
pub type Column<'a> = &'a dyn Fn(&mut dyn Write) -> io::Result<()>;

/// Columns to be written, one behind the other, and how long each is.
pub struct Written<'a, const N: usize>(pub [Column<'a>; N]);

impl<const N: usize> BorshSerialize for Written<'_, N> {
    fn serialize<W: Write>(&self, writer: &mut W) -> io::Result<()> {
        let mut lengths = [0; N];
        for (column, length) in self.0.iter().zip(&mut lengths) {
            column(&mut Counted { out: writer, count: length })?;
        }
        lengths.serialize(writer)
    }
}

/// Counts what is written.
struct Counted<'a, W> {
    out: &'a mut W,
    count: &'a mut u64,
}

impl<W: Write> Write for Counted<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        *self.count += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Writes an entry of a column for each item, worked out on all cores, some at a time.
///
/// # Errors
/// What the writer says.
pub fn write_each<T: Sync>(
    out: &mut dyn Write,
    items: &[T],
    entry: impl Fn(&T, &mut Vec<u8>) + Sync,
) -> io::Result<()> {
    /// So many items are turned into bytes by one core, and by all of them before they are written.
    const SOME: usize = 1000;
    const MANY: usize = 16 * SOME;
    let bytes = |items: &[T]| {
        let mut bytes = Vec::new();
        items.iter().for_each(|item| entry(item, &mut bytes));
        bytes
    };
    for items in items.chunks(MANY) {
        let all: Vec<Vec<u8>> = items.par_chunks(SOME).map(bytes).collect();
        all.iter().try_for_each(|bytes| out.write_all(bytes))?;
    }
    Ok(())
}

/// Writes a value so that whoever reads it meanwhile reads the old one or the new one; gives its hash.
pub fn save<T: BorshSerialize>(file: &Path, value: &T) -> Option<[u8; 32]> {
    let program = program()?;
    make_folder(file.parent()?)?;
    let draft = file.with_extension("new");
    // A run that was killed leaves its draft to the next; while one is written, another is not.
    let mut out = File::options().write(true).create(true).truncate(false).open(&draft).ok()?;
    if matches!(out.try_lock(), Err(fs::TryLockError::WouldBlock)) {
        return None;
    }
    let mut write = || -> io::Result<[u8; 32]> {
        out.set_len(0)?;
        out.write_all(&program)?;
        // A hash is made of long pieces quickly, and of single numbers slowly.
        let mut body = BufWriter::with_capacity(1024 * 1024, Hashed { out: &mut out, hasher: blake3::Hasher::new() });
        borsh::to_writer(&mut body, value)?;
        let body = body.into_inner().map_err(io::IntoInnerError::into_error)?;
        let hash = *body.hasher.finalize().as_bytes();
        body.out.write_all(&hash)?;
        fs::rename(&draft, file)?;
        Ok(hash)
    };
    write().inspect_err(|_| fs::remove_file(&draft).unwrap_or_default()).ok()
}

/// Makes a folder for what is remembered.
pub fn make_folder(folder: &Path) -> Option<()> {
    fs::create_dir_all(folder).ok()?;
    // The folder is nobody's work; git need not ask about it.
    let ignore = folder.ancestors().find(|path| path.ends_with(FOLDER))?.join(".gitignore");
    if ignore.exists() { Some(()) } else { fs::write(ignore, "*\n").ok() }
}

/// Hashes what is written.
struct Hashed<W> {
    out: W,
    hasher: blake3::Hasher,
}

impl<W: Write> Write for Hashed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
