//! What is published of the files that public records show or link to.
//!
//! A photo stands at its own address without what tells of its origin, and beside it in the sizes
//! that pages show. Only a signed original, of which a checksum is public, is left as it is.

use std::collections::BTreeSet;

use super::Content;
use crate::image::Rendition;
use crate::model::{FileRef, Use};

/// The addresses of a file with what stands there, by all that records do with it: none where that is not public.
pub(super) fn published(file: &FileRef, done: &BTreeSet<Use>) -> Vec<(String, Content)> {
    if done.iter().all(|of_it| *of_it == Use::Withheld) {
        return Vec::new();
    }
    let source = &file.source;
    let whole = match file.picture {
        Some(picture) if !done.contains(&Use::Signed) => Content::Photo(source.clone(), picture, Rendition::Whole),
        _ => Content::Copy(source.clone()),
    };
    let sizes = file.picture.filter(|_| done.contains(&Use::Shown)).into_iter().flat_map(|picture| {
        let sizes = picture.sizes().into_iter().map(Rendition::Sized);
        sizes.map(move |size| (file.address_of(size), Content::Photo(source.clone(), picture, size)))
    });
    std::iter::once((file.address().to_string(), whole)).chain(sizes).collect()
}
