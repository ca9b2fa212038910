//! The pictures of a text, and where its links lead from its new place.

use std::collections::BTreeMap;
use std::io::Cursor;

use super::{Draft, stem};
use crate::image::{MOST_PIXELS, Picture, Rendition, header, make};
use crate::import::ids::{Taken, slug};
use crate::import::links::{To, relinked};
use crate::import::piece::{Block, Document, Photo, Spot};
use crate::import::{Input, Used};
use crate::markdown::{is_external, is_safe};
use crate::parse::Kind;
use crate::span::SourcePath;

/// Whether it has pictures of which nobody says what is to be seen: no public page shows such.
pub(super) fn has_mute_pictures(document: &Document, path: &str, pictures: &BTreeMap<&str, &Input>) -> bool {
    let mute = |photo: &Photo| !photo.in_text && photo.alt.as_deref().is_none_or(|alt| alt.trim().is_empty());
    let mut wordless = false;
    for block in &document.blocks {
        if let Block::Text(line) | Block::Item(line) | Block::Whole(line) = block
            && line.markdown.contains("![")
        {
            relinked(&line.markdown, |to, image, has_words| {
                wordless |= image && !has_words && picture_at(path, to, pictures).is_some();
                To::Keep
            });
        }
    }
    wordless
        || document.photos.iter().any(mute)
        || document
            .odd
            .iter()
            .any(|odd| odd.what == crate::import::markdown::COVER && picture_at(path, &odd.words, pictures).is_some())
}

/// Whether a picture can be published, down to its pixels.
pub(super) fn usable(bytes: &[u8]) -> Result<Picture, String> {
    let picture = header(&mut Cursor::new(bytes)).ok_or("not a JPEG, PNG, WebP or GIF that can be read")?;
    if picture.pixels() > MOST_PIXELS {
        return Err("too many pixels".into());
    }
    let smallest = picture.sizes().into_iter().next().map_or(Rendition::Whole, Rendition::Sized);
    make(bytes, &picture, &[smallest]).map_err(|fault| fault.0)?;
    Ok(picture)
}

/// Where a picture goes: beside its record, under a name that tells whose it is.
pub(super) fn photo_path(taken: &mut Taken, draft: &Draft<'_>, photo: &Photo, picture: Picture) -> SourcePath {
    let name = photo.name.rsplit('/').next().unwrap_or(&photo.name);
    let own = slug(Kind::Story, name.rsplit_once('.').map_or(name, |(stem, _)| stem));
    let stem = if draft.kind == Kind::Meeting { own } else { format!("{}-{own}", draft.id) };
    taken.fresh_file(draft.path.folder(), &stem, picture.format.ending())
}

/// The pictures among the sources that a text shows.
pub(super) fn beside(draft: &Draft<'_>, pictures: &BTreeMap<&str, &Input>, used: &mut Used) -> Vec<Photo> {
    let text: Vec<&str> = draft
        .document
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Heading(_, line) | Block::Text(line) | Block::Item(line) | Block::Whole(line) => {
                Some(line.markdown.as_str())
            }
            _ => None,
        })
        .collect();
    let mut photos: Vec<Photo> = Vec::new();
    relinked(&text.join("\n\n"), |to, image, _| {
        if image && let Some(input) = picture_at(&draft.input.path, to, pictures) {
            used.insert(input.path.clone());
            if photos.iter().all(|photo| photo.name != to) {
                let (name, bytes) = (to.to_string(), input.bytes.clone());
                photos.push(Photo { spot: Spot::Whole, name, bytes, alt: None, in_text: true });
            }
        }
        To::Keep
    });
    // What the front matter of another generator names as the picture of a post.
    for odd in draft.document.odd.iter().filter(|odd| odd.what == crate::import::markdown::COVER) {
        if let Some(input) = picture_at(&draft.input.path, &odd.words, pictures) {
            used.insert(input.path.clone());
            let (name, bytes) = (odd.words.clone(), input.bytes.clone());
            photos.push(Photo { spot: odd.spot.clone(), name, bytes, alt: None, in_text: false });
        }
    }
    photos
}

/// The picture that an address means: beside the text, or below the folder that a generator serves.
fn picture_at<'a>(path: &str, to: &str, pictures: &BTreeMap<&str, &'a Input>) -> Option<&'a Input> {
    let to = to.split(['?', '#']).next().unwrap_or(to);
    let to = percent_encoding::percent_decode_str(to).decode_utf8().ok()?;
    let file = SourcePath::new(path);
    let beside = file.join(to.strip_prefix('/').unwrap_or(&to));
    let at = |path: &str| pictures.get(path).copied();
    let served = to.trim_start_matches('/');
    beside
        .and_then(|path| at(path.as_str()))
        .or_else(|| at(served))
        .or_else(|| at(&format!("static/{served}")))
        .or_else(|| at(&format!("assets/{served}")))
        .filter(|_| !is_external(&to))
}

/// Where a link of the source leads from the record.
pub(super) fn lead(
    to: &str,
    image: bool,
    draft: &Draft<'_>,
    places: &BTreeMap<String, (SourcePath, bool)>,
    shown: &BTreeMap<String, SourcePath>,
) -> To {
    if let Some(file) = shown.get(to).filter(|_| image) {
        return To::New(file.name().to_string());
    }
    if is_external(to) {
        // An image from another host would be asked of that host by every reader.
        return if is_safe(to) && !image { To::Keep } else { To::Nowhere };
    }
    let bare = to.split(['?', '#']).next().unwrap_or(to);
    if image || bare.is_empty() {
        return To::Nowhere;
    }
    let file = SourcePath::new(draft.input.path.as_str());
    let below = file.join(bare.trim_start_matches('/')).map(|path| path.as_str().to_string());
    let wanted = |path: &str| stem(path).to_string();
    let target = below
        .and_then(|path| places.get(&path))
        .or_else(|| {
            // Generators serve posts/bus.md as /posts/bus/: its name tells, where one alone has it.
            let name = bare.trim_end_matches('/').rsplit('/').next().unwrap_or(bare);
            let name = name.split_once('.').map_or(name, |(stem, _)| stem);
            let mut named = places.iter().filter(|(path, _)| wanted(path) == name && !name.is_empty());
            named.next().filter(|_| named.next().is_none()).map(|(_, place)| place)
        })
        // A public page does not lead to a draft.
        .filter(|(_, is_draft)| !is_draft || draft.is_draft);
    match target {
        // A record is named by its original, and this may be a record's only file.
        Some((path, _)) => To::New(path.as_str().strip_prefix("content").unwrap_or(path.as_str()).to_string()),
        None => To::Nowhere,
    }
}
