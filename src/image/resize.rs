//! A photo's file -> the sizes of it, decoded once.

use std::io::Cursor;

use ::image::codecs::jpeg::JpegEncoder;
use ::image::metadata::Orientation;
use ::image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, RgbImage, RgbaImage};
use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::pixels::{U8x3, U8x4};
use fast_image_resize::{PixelTrait, PixelType, Resizer};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

use super::{Fault, Format, MOST_BYTES, MOST_PIXELS, Picture, Rendition, Size, bare};

/// How good it is, of 100, in each format: about as far from the photo, to the eye.
const QUALITY: u8 = 80;

/// How good a whole photo is that was turned: more is asked of it.
const QUALITY_OF_WHOLE: u8 = 90;

/// What is asked for, in the same order.
///
/// Colors of sizes are those of sRGB, which need not be named in the file.
///
/// # Errors
/// A photo that cannot be decoded, or is too large to be.
pub fn make(bytes: &[u8], picture: &Picture, wanted: &[Rendition]) -> Result<Vec<Vec<u8>>, Fault> {
    let bare = bare(bytes, picture)?;
    if wanted.iter().all(|rendition| !rendition.is_decoded(picture)) {
        return Ok(wanted.iter().map(|_| bare.clone()).collect());
    }
    let decoded = Decoded::of(bytes, picture)?;
    let make = |rendition: &Rendition| match rendition {
        Rendition::Whole if !rendition.is_decoded(picture) => Ok(bare.clone()),
        Rendition::Whole => decoded.whole(picture),
        Rendition::Sized(size) => decoded.sized(picture, *size),
    };
    wanted.iter().map(make).collect()
}

/// What a library says of it, nobody can do anything about.
fn damaged<E>(_: E) -> Fault {
    Fault("is damaged: its pixels cannot be decoded".to_string())
}

fn not_encoded<E>(_: E) -> Fault {
    Fault("cannot be encoded".to_string())
}

/// The pixels of a photo as they lie in its file.
struct Decoded {
    image: DynamicImage,
    /// Where its colors are others than those of sRGB.
    colors: Option<Box<ColorProfile>>,
}

impl Decoded {
    fn of(bytes: &[u8], picture: &Picture) -> Result<Decoded, Fault> {
        if picture.pixels() > MOST_PIXELS || bytes.len() as u64 > MOST_BYTES {
            return Err(Fault("is too large to be decoded".to_string()));
        }
        let format = match picture.format {
            Format::Jpeg => ImageFormat::Jpeg,
            Format::Png => ImageFormat::Png,
            Format::Webp => ImageFormat::WebP,
            Format::Gif => return Err(Fault("is a GIF, which has no sizes".to_string())),
        };
        let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
        let mut limits = Limits::no_limits();
        // Four channels of two bytes, and the same again for what decoding takes.
        limits.max_alloc = Some(MOST_PIXELS * 16);
        reader.limits(limits);
        let mut decoder = reader.into_decoder().map_err(damaged)?;
        let (width, height) = decoder.dimensions();
        if u64::from(width) * u64::from(height) != picture.pixels() {
            return Err(Fault("has another size than its file begins with".to_string()));
        }
        let colors = decoder.icc_profile().ok().flatten().and_then(|profile| colors(&profile));
        let image = DynamicImage::from_decoder(decoder).map_err(damaged)?;
        let image = match image.color().has_alpha() {
            true => DynamicImage::ImageRgba8(image.into_rgba8()),
            false => DynamicImage::ImageRgb8(image.into_rgb8()),
        };
        Ok(Decoded { image, colors })
    }

    /// All of its pixels, upright.
    fn whole(&self, picture: &Picture) -> Result<Vec<u8>, Fault> {
        let image = self.upright(self.image.clone(), picture)?;
        match picture.format {
            Format::Jpeg => jpeg(&image, QUALITY_OF_WHOLE),
            Format::Webp if image.width().max(image.height()) <= super::LONGEST_SIDE => {
                webp(&image, QUALITY_OF_WHOLE.into())
            }
            _ => {
                let mut out = Cursor::new(Vec::new());
                image.write_to(&mut out, ImageFormat::Png).map_err(not_encoded)?;
                Ok(out.into_inner())
            }
        }
    }

    fn sized(&self, picture: &Picture, size: Size) -> Result<Vec<u8>, Fault> {
        let image = self.upright(self.resized(picture, size.width)?, picture)?;
        let lossy = match size.format {
            Format::Jpeg => return jpeg(&image, QUALITY),
            _ => webp(&image, QUALITY.into())?,
        };
        // A drawing as it was drawn is often smaller without any loss.
        if picture.format == Format::Png && size.width == picture.width {
            let lossless = webp_without_loss(&image)?;
            return Ok(if lossless.len() <= lossy.len() { lossless } else { lossy });
        }
        Ok(lossy)
    }

    /// As wide as asked for when it is upright; it lies as in its file.
    fn resized(&self, picture: &Picture, width: u32) -> Result<DynamicImage, Fault> {
        let height = picture.height_at(width);
        let (width, height) = if picture.turn >= 5 { (height, width) } else { (width, height) };
        let (own_width, own_height) = (self.image.width(), self.image.height());
        if (width, height) == (own_width, own_height) {
            return Ok(self.image.clone());
        }
        let has_alpha = self.image.color().has_alpha();
        let kind = if has_alpha { PixelType::U8x4 } else { PixelType::U8x3 };
        let from = ImageRef::new(own_width, own_height, self.image.as_bytes(), kind).map_err(not_encoded)?;
        let mut to = Image::new(width, height, kind);
        match has_alpha {
            true => scale::<U8x4>(&from, &mut to)?,
            false => scale::<U8x3>(&from, &mut to)?,
        }
        image_of(width, height, to.into_vec(), has_alpha)
    }

    /// Turned upright, in the colors of sRGB.
    fn upright(&self, mut image: DynamicImage, picture: &Picture) -> Result<DynamicImage, Fault> {
        if let Some(colors) = &self.colors {
            let has_alpha = image.color().has_alpha();
            let layout = if has_alpha { Layout::Rgba } else { Layout::Rgb };
            let options = TransformOptions::default();
            let transform = colors.create_transform_8bit(layout, &ColorProfile::new_srgb(), layout, options);
            let mut pixels = vec![0; image.as_bytes().len()];
            // A profile that says nothing sensible is passed over, as browsers do.
            if transform.is_ok_and(|transform| transform.transform(image.as_bytes(), &mut pixels).is_ok()) {
                image = image_of(image.width(), image.height(), pixels, has_alpha)?;
            }
        }
        image.apply_orientation(Orientation::from_exif(picture.turn).unwrap_or(Orientation::NoTransforms));
        Ok(image)
    }
}

/// For one kind of pixels: code for all that the library knows took a third of this crate's compilation.
fn scale<P: PixelTrait>(from: &ImageRef, to: &mut Image) -> Result<(), Fault> {
    let (from, to) = (from.typed_image::<P>(), to.typed_image_mut::<P>());
    let (from, mut to) = from.zip(to).ok_or_else(|| not_encoded(()))?;
    Resizer::new().resize_typed(&from, &mut to, None).map_err(not_encoded)
}

fn image_of(width: u32, height: u32, pixels: Vec<u8>, has_alpha: bool) -> Result<DynamicImage, Fault> {
    let image = match has_alpha {
        true => RgbaImage::from_raw(width, height, pixels).map(DynamicImage::ImageRgba8),
        false => RgbImage::from_raw(width, height, pixels).map(DynamicImage::ImageRgb8),
    };
    image.ok_or_else(|| damaged(()))
}

/// The profile, if it is of colors, and of others than those of sRGB.
fn colors(profile: &[u8]) -> Option<Box<ColorProfile>> {
    // The name is written once in ASCII or in UTF-16, in a file that is mostly numbers.
    let is_srgb =
        memchr::memmem::find(profile, b"sRGB").or_else(|| memchr::memmem::find(profile, b"s\0R\0G\0B")).is_some();
    let profile = (!is_srgb).then(|| ColorProfile::new_from_slice(profile).ok()).flatten()?;
    (profile.color_space == DataColorSpace::Rgb).then(|| Box::new(profile))
}

fn jpeg(image: &DynamicImage, quality: u8) -> Result<Vec<u8>, Fault> {
    let mut out = Vec::new();
    let pixels = image.to_rgb8();
    JpegEncoder::new_with_quality(&mut out, quality).encode_image(&pixels).map_err(not_encoded)?;
    Ok(out)
}

fn webp(image: &DynamicImage, quality: f32) -> Result<Vec<u8>, Fault> {
    encoder(image).encode_simple(false, quality).map(|bytes| bytes.to_vec()).map_err(not_encoded)
}

fn webp_without_loss(image: &DynamicImage) -> Result<Vec<u8>, Fault> {
    encoder(image).encode_simple(true, 75.0).map(|bytes| bytes.to_vec()).map_err(not_encoded)
}

fn encoder(image: &DynamicImage) -> webp::Encoder<'_> {
    let (width, height) = (image.width(), image.height());
    match image.color().has_alpha() {
        true => webp::Encoder::from_rgba(image.as_bytes(), width, height),
        false => webp::Encoder::from_rgb(image.as_bytes(), width, height),
    }
}
