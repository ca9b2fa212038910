#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "the edge to the disk, for what is remembered"
)]
//! Files in which something is remembered: whole, and of this very program, or nothing.

mod whole;

use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::Path;

use borsh::{BorshDeserialize, BorshSerialize};
use rayon::prelude::*;

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
    let (rest, hash) = bytes.split_last_chunk::<HASH>()?;
    let (writer, body) = rest.split_first_chunk::<HEAD>()?;
    let is_sound = *writer == program()? && hash_of(body) == *hash;
    is_sound.then(|| borsh::from_slice(body).ok())?
}

fn hash_of(bytes: &[u8]) -> [u8; HASH] {
    *blake3::Hasher::new().update_rayon(bytes).finalize().as_bytes()
}

/// A file that this program has written, its body about to be read.
struct Opened<'a> {
    path: &'a Path,
    file: File,
    stamp: Stamp,
    /// Where the body ends, and its hash begins.
    end: u64,
    /// Whether it was found whole before, so that it need not be hashed.
    is_known: bool,
}

impl Opened<'_> {
    fn of(path: &Path) -> Option<Opened<'_>> {
        let mut file = File::open(path).ok()?;
        let stamp = Stamp::of(&file.metadata().ok()?);
        let end = stamp.len.checked_sub(HASH as u64).filter(|end| *end >= HEAD as u64)?;
        let mut writer = [0; HEAD];
        file.read_exact(&mut writer).ok()?;
        (writer == program()?).then(|| Opened { path, file, stamp, end, is_known: whole::is_known(path, &stamp) })
    }

    /// The hash of the body, all of which has been read, if it is `found`; that is asked for where it has to be.
    fn checked(&mut self, found: impl FnOnce() -> [u8; HASH]) -> Option<[u8; HASH]> {
        let mut hash = [0; HASH];
        self.file.read_exact(&mut hash).ok()?;
        if self.is_known {
            return Some(hash);
        }
        let is_whole = found() == hash;
        is_whole.then(|| {
            whole::note_of(self.path, &self.stamp);
            hash
        })
    }
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
        let mut opened = Opened::of(file)?;
        let mut bytes = Vec::with_capacity(opened.end as usize);
        (&opened.file).take(opened.end - HEAD as u64).read_to_end(&mut bytes).ok()?;
        let hash = opened.checked(|| hash_of(&bytes))?;
        let all = 0..bytes.len();
        Some((Columns::of(bytes, all)?, hash))
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

/// A file of columns that is whole and of this program. Of the first, which is long, something is read when
/// somebody wants it; the others are in hand.
pub struct Sound<const N: usize> {
    pub file: File,
    /// Where the columns begin in the file, and where the last one ends.
    places: Vec<u64>,
    others: Vec<u8>,
}

impl<const N: usize> Sound<N> {
    /// Reads `Written`, as `save` has written it; nothing of what is damaged, or of another program.
    pub fn open(file: &Path) -> Option<Sound<N>> {
        let mut opened = Opened::of(file)?;
        let mut lengths = vec![0; 8 * N];
        opened.file.seek(SeekFrom::Start(opened.end.checked_sub(lengths.len() as u64)?)).ok()?;
        opened.file.read_exact(&mut lengths).ok()?;
        let places = places(&lengths, HEAD as u64, opened.end)?;

        let mut hasher = blake3::Hasher::new();
        if !opened.is_known {
            // The bytes of the first pass by, and need no memory.
            let mut buffer = vec![0; 1024 * 1024];
            opened.file.seek(SeekFrom::Start(places[0])).ok()?;
            let mut first = (&opened.file).take(places[1] - places[0]);
            loop {
                match first.read(&mut buffer).ok()? {
                    0 => break,
                    read => hasher.update_rayon(&buffer[..read]),
                };
            }
        }
        opened.file.seek(SeekFrom::Start(places[1])).ok()?;
        let length = opened.end - places[1];
        let mut others = Vec::with_capacity(length as usize);
        (&opened.file).take(length).read_to_end(&mut others).ok()?;
        opened.checked(|| *hasher.update_rayon(&others).finalize().as_bytes())?;
        Some(Sound { file: opened.file, places, others })
    }

    /// Where the first column begins in the file.
    pub fn start(&self) -> u64 {
        self.places[0]
    }

    /// The bytes of a column, but of the first.
    pub fn column(&self, number: usize) -> &[u8] {
        let at = |place: u64| (place - self.places[1]) as usize;
        &self.others[at(self.places[number])..at(self.places[number + 1])]
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

#[cfg(test)]
mod tests {
    use std::fs::FileTimes;
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_long_file_that_was_found_whole_is_trusted_until_somebody_touches_it() {
        let folder = tempfile::tempdir().expect("there is room for it");
        let file = folder.path().join(FOLDER).join("long");
        let long = vec![7; 40 * 1024 * 1024];
        let column = |out: &mut dyn Write| out.write_all(&long);
        save(&file, &Written([&column, &column])).expect("it can be written");
        let is_sound = || {
            let columns = Columns::<2>::open(&file).map(|(columns, _)| columns.bytes(1) == long);
            assert_eq!(Sound::<2>::open(&file).map(|sound| sound.column(1) == long), columns);
            columns == Some(true)
        };
        let is_known = || whole::is_known(&file, &Stamp::of(&fs::metadata(&file).expect("it is there")));
        assert!(is_sound());
        // By then it is so old that its times would tell if it were written again.
        std::thread::sleep(Duration::from_millis(100));
        assert!(is_sound() && is_sound());
        assert_eq!(is_known(), cfg!(target_os = "linux"));

        // Somebody changes a byte, and sets the time back.
        let mut opened = File::options().write(true).open(&file).expect("it is there");
        let modified = opened.metadata().and_then(|found| found.modified()).expect("a time");
        opened.seek(SeekFrom::Start(50 * 1024 * 1024)).expect("it is longer");
        opened.write_all(&[8]).expect("it can be written");
        opened.set_times(FileTimes::new().set_modified(modified)).expect("it is ours");
        assert!(!is_known() && !is_sound());

        // A note that tells nothing.
        save(&file, &Written([&column, &column])).expect("it can be written");
        std::thread::sleep(Duration::from_millis(100));
        fs::write(file.with_extension("whole"), "nothing").expect("it can be written");
        assert!(!is_known() && is_sound());
    }
}
