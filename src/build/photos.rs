//! Renditions of photos: asked for one by one, made together.

use std::sync::Arc;

use super::Failure;
use crate::diag::{Check, Diagnostic, Place};
use crate::image::{self, Fault, Picture, Rendition};
use crate::source::Read;
use crate::span::SourcePath;

/// Gives renditions of photos: those that were made before, or made now.
pub trait Photos: Sync + Send {
    /// # Errors
    /// A photo that cannot be read, or not be decoded.
    fn photo(&self, photo: &Photo<'_>) -> Result<Vec<u8>, Failure>;
}

/// A photo of the site, and what is wanted of it.
#[derive(Clone, Copy)]
pub struct Photo<'a> {
    pub source: &'a SourcePath,
    pub picture: &'a Picture,
    pub rendition: Rendition,
    pub read: &'a dyn Read,
}

impl Photo<'_> {
    /// The bytes of the photo's file.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn bytes(&self) -> Result<Arc<[u8]>, Failure> {
        self.read.read(self.source).map_err(|error| Failure::Machine(self.source.clone(), error))
    }

    /// Renditions of a photo with these bytes, which is decoded once for all of them.
    ///
    /// # Errors
    /// A photo that cannot be decoded.
    pub fn make(&self, bytes: &[u8], wanted: &[Rendition]) -> Result<Vec<Vec<u8>>, Failure> {
        image::make(bytes, self.picture, wanted).map_err(|Fault(words)| {
            let message = format!("this photo {words}");
            let found = Diagnostic::new(Check::UnusablePhoto, Place::file(self.source), message);
            Failure::Content(Box::new(found.help("open it in a picture viewer and save it anew, or copy it again")))
        })
    }
}

/// Makes every rendition when it is asked for, and keeps nothing.
pub struct Anew;

impl Photos for Anew {
    fn photo(&self, photo: &Photo<'_>) -> Result<Vec<u8>, Failure> {
        let mut made = photo.make(&photo.bytes()?, &[photo.rendition])?;
        Ok(made.swap_remove(0))
    }
}
