//! Photos: what their first bytes say, which sizes of them are published, and the bytes of each.
//!
//! Bytes in, bytes out. What is published of a photo says nothing of where, when and by whom it
//! was taken. Before a photo is decoded, its size is known and has been held against a limit.

mod bare;
mod header;
#[cfg(feature = "images")]
mod resize;

use borsh::{BorshDeserialize, BorshSerialize};

pub use bare::bare;
pub use header::header;
#[cfg(feature = "images")]
pub use resize::make;

/// A kind of image that browsers show, and whose parts are known here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize)]
pub enum Format {
    Jpeg,
    Png,
    Webp,
    Gif,
}

impl Format {
    /// The ending of a file's name.
    pub fn ending(self) -> &'static str {
        match self {
            Format::Jpeg => "jpg",
            Format::Png => "png",
            Format::Webp => "webp",
            Format::Gif => "gif",
        }
    }
}

/// What the beginning of a photo's file says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize)]
pub struct Picture {
    pub format: Format,
    /// In pixels, as it is seen: upright.
    pub width: u32,
    pub height: u32,
    /// How it lies in the file: 1 is upright (TIFF 6.0, `Orientation`).
    pub turn: u8,
    /// Whether it has several frames. A GIF counts as if it had.
    pub moves: bool,
}

/// The widths in which photos are published, as far as they have as many pixels.
const WIDTHS: [u32; 3] = [480, 960, WIDEST];

/// The largest width of a photo on a page: wider ones are for those who ask for the photo itself.
pub const WIDEST: u32 = 1600;

/// Of more pixels than this a photo is not decoded.
pub const MOST_PIXELS: u64 = 100_000_000;

/// A file of more bytes than this is not read.
pub const MOST_BYTES: u64 = 200_000_000;

/// WebP knows no longer side (RFC 9649, 2.5).
const LONGEST_SIDE: u32 = 16_383;

impl Picture {
    pub fn pixels(&self) -> u64 {
        u64::from(self.width) * u64::from(self.height)
    }

    /// The height at a width; at least one pixel.
    pub fn height_at(&self, width: u32) -> u32 {
        let height = (u64::from(self.height) * u64::from(width) + u64::from(self.width) / 2) / u64::from(self.width);
        u32::try_from(height).unwrap_or(u32::MAX).max(1)
    }

    /// The sizes beside the photo itself, the smallest first: WebP, and for a JPEG the same in JPEG.
    ///
    /// A PNG has no smaller PNGs: those of drawings are larger than the drawing.
    pub fn sizes(&self) -> Vec<Size> {
        if cfg!(not(feature = "images")) || self.moves {
            return Vec::new();
        }
        let own = (self.width <= WIDEST).then_some(self.width);
        let widths = WIDTHS.into_iter().filter(|width| *width < self.width).chain(own);
        let widths = widths.filter(|width| self.height_at(*width) <= LONGEST_SIDE);
        let in_formats = |width| {
            let formats = [Some(Format::Webp), (self.format == Format::Jpeg).then_some(Format::Jpeg)];
            formats.into_iter().flatten().map(move |format| Size { width, format })
        };
        // At its own width and in its own format it stands at its own address.
        let is_itself = |size: &Size| size.width == self.width && size.format == self.format;
        widths.flat_map(in_formats).filter(|size| !is_itself(size)).collect()
    }
}

/// A photo in another width or format than its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize)]
pub struct Size {
    pub width: u32,
    pub format: Format,
}

/// What of a photo stands at an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize)]
pub enum Rendition {
    /// All of its pixels, upright, and nothing but them.
    Whole,
    Sized(Size),
}

impl Rendition {
    /// What stands behind the photo's own address: `.480.webp`.
    pub fn suffix(&self) -> String {
        match self {
            Rendition::Whole => String::new(),
            Rendition::Sized(size) => format!(".{}.{}", size.width, size.format.ending()),
        }
    }

    /// Whether the photo has to be decoded for it.
    pub fn is_decoded(&self, picture: &Picture) -> bool {
        cfg!(feature = "images") && (*self != Rendition::Whole || (picture.turn != 1 && !picture.moves))
    }
}

/// Why a photo cannot be published, in words that follow `this photo`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault(pub String);

/// Which side of a photo is up, alone, as EXIF: for a program that cannot turn it.
#[cfg(not(feature = "images"))]
pub fn make(bytes: &[u8], picture: &Picture, _: &[Rendition]) -> Result<Vec<Vec<u8>>, Fault> {
    Ok(vec![bare(bytes, picture)?])
}
