//! Photos that tests make: small, and with a lot to say of their origin.

#![allow(dead_code, reason = "each test file uses what it needs")]

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};

/// A PNG in whose pixels a text can be read: as wide as it is long, and one pixel high.
pub fn of_text(text: &[u8]) -> Vec<u8> {
    let mut line = vec![0];
    line.extend(text);
    let len = u16::try_from(line.len()).expect("a short text");
    // Deflate without compression (RFC 1950 and 1951).
    let mut data = vec![0x78, 0x01, 0x01];
    data.extend(len.to_le_bytes());
    data.extend((!len).to_le_bytes());
    data.extend(&line);
    let (a, b) = line
        .iter()
        .fold((1u32, 0u32), |(a, b), byte| ((a + u32::from(*byte)) % 65521, (b + a + u32::from(*byte)) % 65521));
    data.extend((b << 16 | a).to_be_bytes());
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    bytes.extend(chunk(b"IHDR", &head(text.len().max(1) as u32, 1)));
    bytes.extend(chunk(b"IDAT", &data));
    bytes.extend(chunk(b"IEND", b""));
    bytes
}

/// The head of a grey PNG.
pub fn head(width: u32, height: u32) -> Vec<u8> {
    [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 0, 0, 0, 0]].concat()
}

/// A chunk of a PNG.
pub fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let all = [&kind[..], data].concat();
    let step = |crc: u32| if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 };
    let crc = !all.iter().fold(!0u32, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| step(crc)));
    [&u32::try_from(data.len()).expect("short").to_be_bytes()[..], &all, &crc.to_be_bytes()].concat()
}

/// A photo whose upper left quarter is red, and the rest blue.
pub fn scene(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| match x < width / 2 && y < height / 2 {
        true => Rgb([220, 20, 20]),
        false => Rgb([20, 20, 220]),
    })
}

pub fn encoded(photo: &RgbImage, format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    photo.write_to(&mut out, format).expect("a photo of the test can be encoded");
    out.into_inner()
}

pub fn jpeg(width: u32, height: u32) -> Vec<u8> {
    encoded(&scene(width, height), ImageFormat::Jpeg)
}

/// EXIF as a telephone writes it: how the photo lies, and where it was taken.
pub fn exif(turn: u8) -> Vec<u8> {
    let mut tiff = b"II\x2a\0\x08\0\0\0\x02\0".to_vec();
    tiff.extend([0x12, 1, 3, 0, 1, 0, 0, 0, turn, 0, 0, 0]);
    // The directory of the place (tag 34853) and what stands in it.
    tiff.extend([0x25, 0x88, 4, 0, 1, 0, 0, 0, 38, 0, 0, 0]);
    tiff.extend([0; 4]);
    tiff.extend(b"\x01\0\x01\0\x02\0\x0a\0\0\0\x38\0\0\0\0\0\0\0canaryplace");
    tiff
}

/// The JPEG, said to lie in some way, with everything that cameras and editors write into one.
pub fn with_origin(jpeg: &[u8], turn: u8) -> Vec<u8> {
    let mut out = jpeg[..2].to_vec();
    let mut segment = |kind: u8, data: &[u8]| {
        out.extend([0xff, kind]);
        out.extend(u16::try_from(data.len() + 2).expect("short").to_be_bytes());
        out.extend(data);
    };
    segment(0xe1, &[b"Exif\0\0", &exif(turn)[..]].concat());
    segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>canaryxmp</x:xmpmeta>");
    segment(0xed, b"Photoshop 3.0\x008BIM\x04\x04\0\0canaryiptc");
    segment(0xfe, b"canarycomment");
    segment(0xe0, b"JFXX\0\x10canarythumbnail");
    out.extend(&jpeg[2..]);
    // Telephones put whole other photos behind the first, and say in these where they were taken.
    out.extend(b"\xff\xd8\xff\xe1canarysecond\xff\xd9");
    out
}

/// The PNG with texts in it, before the pixels and behind them.
pub fn with_texts(png: &[u8]) -> Vec<u8> {
    let (begin, end) = (33, png.len() - 12);
    let behind = [chunk(b"tIME", b"canarytime"), chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0canaryxmp")].concat();
    let before = [chunk(b"tEXt", b"Comment\0canarycomment"), chunk(b"caBX", b"canarysigned")].concat();
    [&png[..begin], &before, &png[begin..end], &behind, &png[end..], b"canarytrailer"].concat()
}

/// The WebP as a container with EXIF and XMP.
pub fn in_container(webp: &[u8], (width, height): (u32, u32), flags: u8) -> Vec<u8> {
    let part = |kind: &[u8; 4], data: &[u8]| {
        let pad = if data.len() % 2 == 1 { &[0][..] } else { &[] };
        [&kind[..], &u32::try_from(data.len()).expect("short").to_le_bytes(), data, pad].concat()
    };
    let head = [&[flags, 0, 0, 0][..], &(width - 1).to_le_bytes()[..3], &(height - 1).to_le_bytes()[..3]].concat();
    let parts =
        [&part(b"VP8X", &head)[..], &webp[12..], &part(b"EXIF", &exif(1)), &part(b"XMP ", b"canaryxmp")].concat();
    [&b"RIFF"[..], &u32::try_from(parts.len() + 4).expect("short").to_le_bytes(), b"WEBP", &parts].concat()
}

/// A GIF of one pixel in two frames, which is repeated.
pub fn gif() -> Vec<u8> {
    gif_with(b"", b"")
}

/// The same with a comment, XMP, and something behind its end.
pub fn gif_with_origin() -> Vec<u8> {
    gif_with(b"\x21\xfe\x0dcanarycomment\0\x21\xff\x0bXMP DataXMP\x09canaryxmp\0", b"canarytrailer")
}

fn gif_with(before: &[u8], behind: &[u8]) -> Vec<u8> {
    let frame = b"\x21\xf9\x04\0\x0a\0\0\0\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0";
    let head = b"GIF89a\x01\0\x01\0\x80\0\0\xff\xff\xff\0\0\0\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0";
    [&head[..], before, frame, frame, b";", behind].concat()
}
