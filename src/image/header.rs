//! The beginning of a file -> what kind of photo it is, its size, and how it lies.
//!
//! No more is read than the parts up to the pixels, and of them their heads.

use std::io::{self, Read, Seek, SeekFrom};

use super::{Format, Picture};

/// What the file says of itself; nothing where it is no photo that is known here, or is cut off.
pub fn header<R: Read + Seek>(file: &mut R) -> Option<Picture> {
    let mut first = [0; 12];
    file.read_exact(&mut first).ok()?;
    let picture = match first {
        [0xff, 0xd8, ..] => jpeg(file),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => png(file),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P'] => webp(file),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', a, b, c, d, ..] => {
            Ok(Some(upright(Format::Gif, u16::from_le_bytes([a, b]).into(), u16::from_le_bytes([c, d]).into(), true)))
        }
        _ => return None,
    };
    picture.ok()?.filter(|picture| picture.width > 0 && picture.height > 0)
}

fn upright(format: Format, width: u32, height: u32, moves: bool) -> Picture {
    Picture { format, width, height, turn: 1, moves }
}

impl Picture {
    /// Turned as EXIF says, so that it is seen upright.
    fn turned(self, exif: Option<u8>) -> Picture {
        let turn = exif.unwrap_or(1);
        let (width, height) = if turn >= 5 { (self.height, self.width) } else { (self.width, self.height) };
        // Browsers show the frames of what moves as they are.
        if self.moves { self } else { Picture { turn, width, height, ..self } }
    }
}

fn take<const N: usize>(file: &mut impl Read) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// The beginning of a part of `len` bytes, and then the place behind it.
fn part<R: Read + Seek>(file: &mut R, len: u64, wanted: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(len.min(wanted)).read_to_end(&mut bytes)?;
    skip(file, len - len.min(wanted))?;
    Ok(bytes)
}

fn skip(file: &mut impl Seek, len: u64) -> io::Result<()> {
    file.seek(SeekFrom::Current(i64::try_from(len).map_err(io::Error::other)?)).map(|_| ())
}

/// Segments up to the one that begins the pixels (ITU T.81, B.1 and B.2).
fn jpeg<R: Read + Seek>(file: &mut R) -> io::Result<Option<Picture>> {
    file.seek(SeekFrom::Start(2))?;
    let (mut exif, mut picture) = (None, None);
    loop {
        let [mark] = take(file)?;
        if mark != 0xff {
            return Ok(None);
        }
        let mut kind = 0xff;
        while kind == 0xff {
            [kind] = take(file)?;
        }
        if kind == 0xda || kind == 0xd9 {
            return Ok(picture.map(|picture: Picture| picture.turned(exif)));
        }
        let len = u64::from(u16::from_be_bytes(take(file)?));
        let Some(len) = len.checked_sub(2) else { return Ok(None) };
        match kind {
            0xc0..=0xcf if !matches!(kind, 0xc4 | 0xc8 | 0xcc) => {
                let frame = part(file, len, 5)?;
                let [_, high, low, wide, narrow] = frame[..] else { return Ok(None) };
                let (height, width) = (u16::from_be_bytes([high, low]), u16::from_be_bytes([wide, narrow]));
                picture = Some(upright(Format::Jpeg, width.into(), height.into(), false));
            }
            0xe1 if exif.is_none() => {
                let segment = part(file, len, EXIF)?;
                exif = segment.strip_prefix(b"Exif\0\0").and_then(orientation);
            }
            _ => skip(file, len)?,
        }
    }
}

/// Chunks up to the first that holds pixels (PNG, 5.3).
fn png<R: Read + Seek>(file: &mut R) -> io::Result<Option<Picture>> {
    file.seek(SeekFrom::Start(8))?;
    let (mut exif, mut picture) = (None, None);
    loop {
        let len = u64::from(u32::from_be_bytes(take(file)?));
        match &take(file)? {
            b"IHDR" => {
                let head = part(file, len, 8)?;
                let [a, b, c, d, e, f, g, h] = head[..] else { return Ok(None) };
                let (width, height) = (u32::from_be_bytes([a, b, c, d]), u32::from_be_bytes([e, f, g, h]));
                picture = Some(upright(Format::Png, width, height, false));
            }
            b"eXIf" => exif = orientation(&part(file, len, EXIF)?),
            b"acTL" => {
                picture = picture.map(|picture| Picture { moves: true, ..picture });
                skip(file, len)?;
            }
            b"IDAT" | b"IEND" => return Ok(picture.map(|picture: Picture| picture.turned(exif))),
            _ => skip(file, len)?,
        }
        skip(file, 4)?;
    }
}

/// All chunks: EXIF stands behind the pixels (RFC 9649, 2.7).
fn webp<R: Read + Seek>(file: &mut R) -> io::Result<Option<Picture>> {
    file.seek(SeekFrom::Start(12))?;
    let (mut exif, mut picture, mut has_exif) = (None, None, false);
    let little = |a: u8, b: u8, c: u8| u32::from_le_bytes([a, b, c, 0]);
    while let Ok(kind) = take::<4>(file) {
        let len = u64::from(u32::from_le_bytes(take(file)?));
        let head = part(file, len, if &kind == b"EXIF" { EXIF } else { 10 })?;
        if len % 2 == 1 {
            skip(file, 1)?;
        }
        match (&kind, &head[..]) {
            (b"VP8X", [flags, _, _, _, a, b, c, d, e, f]) => {
                picture = Some(upright(Format::Webp, little(*a, *b, *c) + 1, little(*d, *e, *f) + 1, flags & 2 != 0));
                has_exif = flags & 8 != 0;
            }
            (b"VP8 ", [_, _, _, 0x9d, 0x01, 0x2a, a, b, c, d]) if picture.is_none() => {
                picture = Some(upright(Format::Webp, little(*a, b & 0x3f, 0), little(*c, d & 0x3f, 0), false));
            }
            (b"VP8L", [0x2f, a, b, c, d, ..]) if picture.is_none() => {
                let sizes = u32::from_le_bytes([*a, *b, *c, *d]);
                picture = Some(upright(Format::Webp, (sizes & 0x3fff) + 1, (sizes >> 14 & 0x3fff) + 1, false));
            }
            (b"EXIF", _) => exif = orientation(head.strip_prefix(b"Exif\0\0").unwrap_or(&head)),
            _ => {}
        }
        if picture.is_some() && !has_exif {
            break;
        }
    }
    Ok(picture.map(|picture: Picture| picture.turned(exif)))
}

/// More bytes than the first directory of EXIF takes.
const EXIF: u64 = 64 * 1024;

/// How the photo lies (TIFF 6.0: tag 274 of the first directory, a SHORT).
fn orientation(tiff: &[u8]) -> Option<u8> {
    let little = match tiff.get(..4)? {
        [b'I', b'I', 42, 0] => true,
        [b'M', b'M', 0, 42] => false,
        _ => return None,
    };
    let short = |at: usize| {
        let bytes = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let long = tiff.get(4..8)?.try_into().ok()?;
    let directory = if little { u32::from_le_bytes(long) } else { u32::from_be_bytes(long) } as usize;
    let entries = (0..usize::from(short(directory)?)).map(|index| directory + 2 + 12 * index);
    let mut found = entries.filter(|at| short(*at) == Some(274) && short(at + 2) == Some(3));
    let turn = short(found.next()? + 8)?;
    u8::try_from(turn).ok().filter(|turn| (1..=8).contains(turn))
}
