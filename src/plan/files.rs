//! The files that public records show or link to, and what of each is published.
//!
//! A photo stands at its own address without what tells of its origin, and beside it in the sizes
//! that pages show. Only a signed original, of which a checksum is public, is left as it is.

use std::collections::BTreeMap;

use super::{Content, records};
use crate::image::Rendition;
use crate::model::{Archive, Base, Evidence, FileRef, Matter, Target};
use crate::span::SourcePath;

/// What public records do with a file.
#[derive(Default)]
struct Uses {
    shown: bool,
    signed: bool,
}

/// Puts every file at its addresses.
pub(super) fn files(archive: &Archive, put: &mut dyn FnMut(String, Content, &SourcePath)) {
    for (file, uses) in used(archive) {
        let source = &file.source;
        let whole = match file.picture {
            Some(picture) if !uses.signed => Content::Photo(source.clone(), picture, Rendition::Whole),
            _ => Content::Copy(source.clone()),
        };
        put(file.address().to_string(), whole, source);
        let Some(picture) = file.picture.filter(|_| uses.shown) else { continue };
        for size in picture.sizes() {
            let rendition = Rendition::Sized(size);
            put(file.address_of(rendition), Content::Photo(source.clone(), picture, rendition), source);
        }
    }
}

fn used(archive: &Archive) -> BTreeMap<&FileRef, Uses> {
    let mut files: BTreeMap<&FileRef, Uses> = BTreeMap::new();
    let shown = |base: &Base| !base.standing.is_withdrawn();
    for (_, matter) in matters(archive).filter(|(base, _)| shown(base)) {
        matter.photos.iter().for_each(|(file, _)| files.entry(file).or_default().shown = true);
        for (file, attachment) in &matter.attachments {
            files.entry(file).or_default().signed |= attachment.role.as_deref() == Some("signed-original");
        }
    }
    for (_, person) in archive.people.iter().filter(|(_, person)| person.original.public) {
        person.original.photo.iter().for_each(|(file, _)| files.entry(file).or_default().shown = true);
    }
    for base in records(archive).flatten().filter(|base| shown(base)) {
        let text = base.text(archive);
        let is_image =
            |written: &str| text.body.facts.links.iter().any(|link| link.image && link.destination == written);
        for (written, target) in text.links.iter() {
            if let Target::File(file) = target {
                files.entry(file).or_default().shown |= is_image(written);
            }
        }
        // Of what stands in front of the text nobody has noted which links are images.
        for (_, target) in base.links.iter() {
            if let Target::File(file) = target {
                files.entry(file).or_default().shown = true;
            }
        }
    }
    for follow_up in archive.commitments.iter().flat_map(|commitment| &commitment.follow_ups) {
        if let Some(Evidence::File(file)) = &follow_up.evidence {
            files.entry(file).or_default();
        }
    }
    files
}

fn matters(archive: &Archive) -> impl Iterator<Item = (&Base, &Matter)> {
    let meetings = archive.meetings.iter().map(|(_, told)| (&told.original.base, &told.original.matter));
    let reports = archive.reports.iter().map(|(_, told)| (&told.original.base, &told.original.matter));
    let stories = archive.stories.iter().map(|(_, told)| (&told.original.base, &told.original.matter));
    let pages = archive.pages.iter().map(|(_, told)| (&told.original.base, &told.original.matter));
    meetings.chain(reports).chain(stories).chain(pages)
}
