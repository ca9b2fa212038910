//! A photo's file -> the same pixels, byte for byte, and nothing that tells of their origin.
//!
//! What is kept is named, so that what nobody here has heard of is left out: the pixels, what
//! they are decoded with, their colors (ICC profiles too), transparency and the timing of frames.
//! EXIF, XMP, IPTC, comments, thumbnails, and whatever follows the end of the photo are gone.

use super::{Fault, Format, Picture};

/// The photo without what tells of its origin.
///
/// Of one that lies on its side, what says so stays: without the feature `images` nothing can
/// turn it, and with it, it is made anew from what is decoded.
///
/// # Errors
/// A file that is not put together as its format has it, or ends before the photo does.
pub fn bare(bytes: &[u8], picture: &Picture) -> Result<Vec<u8>, Fault> {
    let turn = if picture.turn == 1 || picture.moves { None } else { Some(exif(picture.turn)) };
    let bare = match picture.format {
        Format::Jpeg => jpeg(bytes, turn),
        Format::Png => png(bytes, turn),
        Format::Webp => webp(bytes, turn),
        Format::Gif => gif(bytes),
    };
    bare.ok_or_else(|| Fault("is damaged, or ends too early".to_string()))
}

/// EXIF that says how the photo lies, and nothing else.
fn exif(turn: u8) -> [u8; 26] {
    let mut tiff = *b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0";
    tiff[19] = turn;
    tiff
}

type Turn = Option<[u8; 26]>;

/// Segments, and between them the pixels (ITU T.81, B.1.1).
fn jpeg(bytes: &[u8], turn: Turn) -> Option<Vec<u8>> {
    let mut out = vec![0xff, 0xd8];
    if let Some(tiff) = turn {
        out.extend([0xff, 0xe1, 0, 34]);
        out.extend(b"Exif\0\0");
        out.extend(tiff);
    }
    let mut at = 2;
    loop {
        if *bytes.get(at)? != 0xff {
            return None;
        }
        // Any number of these may stand before the kind.
        while bytes.get(at + 1) == Some(&0xff) {
            at += 1;
        }
        let kind = *bytes.get(at + 1)?;
        if kind == 0xd9 {
            out.extend([0xff, 0xd9]);
            return Some(out);
        }
        let len = usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]));
        let segment = bytes.get(at..at.checked_add(2 + len.max(2))?)?;
        let words = &segment[4..];
        let kept = match kind {
            // The size of a pixel; longer ones hold a thumbnail.
            0xe0 => words.starts_with(b"JFIF\0") && words.len() == 14,
            0xe2 => words.starts_with(b"ICC_PROFILE\0"),
            // How colors were transformed.
            0xee => words.starts_with(b"Adobe"),
            // Frames, tables, scans and their distances.
            0xc0..=0xcf | 0xda..=0xdf => true,
            _ => false,
        };
        if kept {
            out.extend(segment);
        }
        at += segment.len();
        if kind == 0xda {
            let pixels = pixels(bytes.get(at..)?)?;
            out.extend(&bytes[at..at + pixels]);
            at += pixels;
        }
    }
}

/// How many bytes of pixels there are before the next segment.
fn pixels(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += memchr::memchr(0xff, bytes.get(at..)?)?;
        match bytes.get(at + 1)? {
            // A byte of the pixels, or a place where decoding can begin anew.
            0 | 0xd0..=0xd7 => at += 2,
            0xff => at += 1,
            _ => return Some(at),
        }
    }
}

/// The chunks that are kept (PNG, 11.2 and 11.3).
const KEPT: [&[u8; 4]; 17] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV",
    b"cLLI", b"pHYs", b"acTL", b"fcTL", b"fdAT",
];

/// Chunks up to the last (PNG, 5.3).
fn png(bytes: &[u8], turn: Turn) -> Option<Vec<u8>> {
    let mut out = bytes.get(..8)?.to_vec();
    let mut at = 8;
    loop {
        let len = u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?);
        let chunk = bytes.get(at..at.checked_add(usize::try_from(len).ok()?)?.checked_add(12)?)?;
        let kind: &[u8; 4] = chunk[4..8].try_into().ok()?;
        if KEPT.contains(&kind) {
            out.extend(chunk);
        }
        if kind == b"IHDR"
            && let Some(tiff) = turn
        {
            out.extend(26u32.to_be_bytes());
            out.extend(b"eXIf");
            out.extend(tiff);
            out.extend(crc(&[b"eXIf", &tiff[..]].concat()).to_be_bytes());
        }
        if kind == b"IEND" {
            return Some(out);
        }
        at += chunk.len();
    }
}

/// The sum at the end of a chunk (PNG, annex D).
fn crc(bytes: &[u8]) -> u32 {
    let step = |crc: u32| if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 };
    !bytes.iter().fold(!0, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| step(crc)))
}

/// Chunks as far as the file says that it reaches (RFC 9649, 2.3).
fn webp(bytes: &[u8], turn: Turn) -> Option<Vec<u8>> {
    let little = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?) as usize);
    let end = little(4)?.checked_add(8)?;
    let bytes = bytes.get(..end)?;
    let mut out = bytes.get(..12)?.to_vec();
    let mut at = 12;
    while at < end {
        let len = little(at + 4)?;
        let padded = len.checked_add(len % 2)?;
        let chunk = bytes.get(at..at.checked_add(8)?.checked_add(padded)?)?;
        match &chunk[..4] {
            b"VP8X" if len > 0 => {
                out.extend(chunk);
                let flags = out.len() - padded;
                // Neither EXIF nor XMP follows.
                out[flags] = out[flags] & !0b1100 | if turn.is_some() { 0b1000 } else { 0 };
            }
            b"VP8 " | b"VP8L" | b"ALPH" | b"ICCP" | b"ANIM" | b"ANMF" => out.extend(chunk),
            _ => {}
        }
        at += chunk.len();
    }
    if let Some(tiff) = turn {
        out.extend(b"EXIF");
        out.extend(26u32.to_le_bytes());
        out.extend(tiff);
    }
    let len = u32::try_from(out.len() - 8).ok()?;
    out[4..8].copy_from_slice(&len.to_le_bytes());
    Some(out)
}

/// Blocks up to the last (GIF89a, appendix A).
fn gif(bytes: &[u8]) -> Option<Vec<u8>> {
    let table = |flags: u8| if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) };
    let mut at = 13 + table(*bytes.get(10)?);
    let mut out = bytes.get(..at)?.to_vec();
    loop {
        let (head, kept) = match *bytes.get(at)? {
            b';' => {
                out.push(b';');
                return Some(out);
            }
            b',' => (11 + table(*bytes.get(at + 9)?), true),
            b'!' => match *bytes.get(at + 1)? {
                0xfe => (2, false),
                // How often it is repeated; other programs write here what they like.
                0xff => (2, matches!(bytes.get(at + 3..at + 14)?, b"NETSCAPE2.0" | b"ANIMEXTS1.0")),
                _ => (2, true),
            },
            _ => return None,
        };
        let mut end = at + head;
        loop {
            let len = usize::from(*bytes.get(end)?);
            end += 1 + len;
            if len == 0 {
                break;
            }
        }
        if kept {
            out.extend(bytes.get(at..end)?);
        }
        at = end;
    }
}
