//! What is wrong with a file that is shown as a picture, or is said to be one by its name.

use borsh::{BorshDeserialize, BorshSerialize};

use super::FileRef;
use crate::diag::{Check, Diagnostic, Place};
use crate::image::{MOST_BYTES, MOST_PIXELS};
use crate::source::is_image;

/// What a record does with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, BorshSerialize, BorshDeserialize)]
pub enum Use {
    Shown,
    /// To be opened or saved by whoever wants it.
    Offered,
    /// Offered as the signed scan, of which a checksum is public.
    Signed,
    /// Named as what shows that a commitment was kept.
    Evidence,
    /// Named by a record of which nothing more than the title is public, or which has no page.
    Withheld,
}

/// Why a file cannot be published, if it is a picture or is to be seen as one.
pub fn fault(file: &FileRef, used: Use, place: Place) -> Option<Diagnostic> {
    let name = file.source.name();
    let unusable =
        |message: String, help: &'static str| Some(Diagnostic::new(Check::UnusablePhoto, place, message).help(help));
    let Some(picture) = file.picture else {
        return match used {
            _ if is_image(name) => {
                unusable(format!("`{name}` is no photo that can be read"), "copy it anew from where it came from")
            }
            Use::Shown if !name.to_ascii_lowercase().ends_with(".svg") => {
                unusable(format!("`{name}` is no photo that every browser shows"), "save it as JPEG, PNG or WebP")
            }
            _ => None,
        };
    };
    let smaller = "save it smaller: 20 million pixels are plenty";
    match used {
        Use::Shown if picture.pixels() > MOST_PIXELS => {
            let (has, most) = (picture.pixels() / 1_000_000, MOST_PIXELS / 1_000_000);
            unusable(format!("`{name}` has {has} million pixels, and a photo can have {most} million"), smaller)
        }
        Use::Shown if file.len > MOST_BYTES => {
            let (has, most) = (file.len / 1_000_000, MOST_BYTES / 1_000_000);
            unusable(format!("`{name}` is {has} MB, and a photo can have {most} MB"), smaller)
        }
        _ => None,
    }
}
