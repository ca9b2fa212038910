//! What became of each piece of each source.

use super::piece::Spot;
use crate::diag::Check;
use crate::parse::suspects;
use crate::span::SourcePath;

/// One piece, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The source, as it was named.
    pub source: String,
    pub spot: Spot,
    /// The piece's own words; empty where it has none, and where they may stand nowhere.
    pub words: String,
    pub fate: Fate,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// A key holds it.
    Field { key: &'static str, value: String, file: SourcePath },
    /// It is the text of a file.
    Text { file: SourcePath },
    /// It came out as a file.
    Picture { file: SourcePath },
    /// Nobody knows what it means; if it stands in a file all the same, in which.
    NotUnderstood { what: String, file: Option<SourcePath> },
    /// It is left out on purpose, and its words stand nowhere.
    LeftOut { what: String },
    /// It would have become this file, and there is one already.
    InTheWay { file: SourcePath },
}

impl Fate {
    /// The word for it in JSON.
    pub fn name(&self) -> &'static str {
        match self {
            Fate::Field { .. } => "field",
            Fate::Text { .. } => "text",
            Fate::Picture { .. } => "picture",
            Fate::NotUnderstood { .. } => "not-understood",
            Fate::LeftOut { .. } => "left-out",
            Fate::InTheWay { .. } => "in-the-way",
        }
    }
}

/// What stands in the place of a number that no file may hold.
const LEFT_OUT: &str = "[…]";

/// The text without the identity-card numbers in it, and how many there were.
pub fn without_identity_numbers(text: &str) -> (String, usize) {
    let mut out = text.to_string();
    let mut found: Vec<_> = suspects(text)
        .into_iter()
        .filter(|suspect| suspect.check == Check::IdentityNumber)
        .map(|suspect| suspect.span)
        .collect();
    found.sort();
    for span in found.iter().rev() {
        out.replace_range(span.start..span.end, LEFT_OUT);
    }
    (out, found.len())
}

/// The mark of a state secret in a text, if it has one.
pub fn secret(text: &str) -> bool {
    suspects(text).iter().any(|suspect| suspect.check == Check::ClassificationMark)
}
