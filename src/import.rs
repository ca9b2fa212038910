//! What offices have -> files of the archive, and an account of what became of each piece.
//!
//! A reader for each kind of source gives a `Document`: text, tables, pictures, facts, and what it does
//! not understand. `recognize` finds what fields can hold, `compose` makes the file. A roster gives
//! people and organizations at once. Nothing is written here; `cli` writes what is not there yet.
//!
//! Nothing is dropped without a word: each piece of a source is in a field, in the text, a file beside
//! it, or not understood. What is not understood stands in the file where no page shows it.

mod account;
mod compose;
mod dates;
mod docx;
mod front;
mod html;
mod ids;
mod inline;
mod links;
mod markdown;
mod names;
mod package;
mod piece;
mod recognize;
mod roster;
mod text;

use std::collections::{BTreeMap, BTreeSet};

pub use account::{Entry, Fate};
pub use piece::Spot;

use crate::edit::{NewFile, Tongue};
use crate::model::Archive;
use crate::parse::{Decoded, Kind, decode};
use crate::source::is_image;
use crate::span::SourcePath;

/// A file that is brought in.
#[derive(Clone, Debug)]
pub struct Input {
    /// As it is called in the account.
    pub name: String,
    /// Its path below the folder that was named, with `/`; of a file that was named itself, its name.
    pub path: String,
    pub bytes: Vec<u8>,
}

/// What is asked for besides.
#[derive(Clone, Debug, Default)]
pub struct Wish {
    /// The meeting at which reports were given.
    pub meeting: Option<String>,
    /// What every text becomes; if nothing is said, what it looks like.
    pub kind: Option<Kind>,
    /// The series of the meetings, by its id in the configuration.
    pub series: Option<String>,
}

/// One record that was made of a source, with the files beside it, its own first.
#[derive(Clone, Debug)]
pub struct Made {
    pub source: String,
    pub kind: Kind,
    pub files: Vec<NewFile>,
    /// What the record lacks to be public, in words for a clerk.
    pub missing: Vec<String>,
}

/// What came of the sources.
#[derive(Clone, Debug, Default)]
pub struct Imported {
    pub made: Vec<Made>,
    pub account: Vec<Entry>,
}

/// A file of more bytes than this is not read.
pub const MOST_BYTES: u64 = 100_000_000;

/// What all sources share.
struct Setting<'a> {
    archive: &'a Archive,
    names: names::Names,
    tongue: Tongue,
    wish: &'a Wish,
}

/// Brings sources in. `files` are those that the site has.
pub fn import<'a>(
    archive: &Archive,
    files: impl Iterator<Item = &'a SourcePath>,
    inputs: &[Input],
    wish: &Wish,
) -> Imported {
    let setting = Setting {
        archive,
        names: names::Names::of(archive),
        tongue: Tongue::of(archive.config.first_language()),
        wish,
    };
    let mut taken = ids::Taken::of(archive, files);
    let mut imported = Imported::default();
    let mut documents = Vec::new();
    let mut tables = Vec::new();
    let mut pictures: BTreeMap<&str, &Input> = BTreeMap::new();
    for input in inputs {
        if is_image(&input.path) {
            pictures.insert(&input.path, input);
            continue;
        }
        match read(input) {
            Ok(Read::Document(document)) => documents.push((input, document)),
            Ok(Read::Tables(more, odd)) => {
                imported
                    .account
                    .extend(odd.into_iter().map(|odd| not_understood(input, odd.spot, odd.what, odd.words)));
                tables.extend(more.into_iter().map(|table| (input, table)));
            }
            Err(why) => imported.account.push(not_understood(input, Spot::Whole, why, String::new())),
        }
    }
    roster::compose(&setting, &mut taken, tables, &mut imported);
    let used = compose::compose(&setting, &mut taken, documents, &pictures, &mut imported);
    for (_, input) in pictures.iter().filter(|(path, _)| !used.contains(**path)) {
        let what = "a picture that no text shows".to_string();
        imported.account.push(not_understood(input, Spot::Whole, what, String::new()));
    }
    without_identity_numbers(&mut imported.account);
    imported
}

/// The paths of pictures that a record has taken up.
type Used = BTreeSet<String>;

fn not_understood(input: &Input, spot: Spot, what: String, words: String) -> Entry {
    Entry { source: input.name.clone(), spot, words, fate: Fate::NotUnderstood { what, file: None } }
}

/// The account is printed and kept too.
fn without_identity_numbers(account: &mut [Entry]) {
    for entry in account {
        entry.words = account::without_identity_numbers(&entry.words).0;
        if let Fate::Field { value, .. } = &mut entry.fate {
            *value = account::without_identity_numbers(value).0;
        }
    }
}

enum Read {
    Document(piece::Document),
    Tables(Vec<roster::Table>, Vec<piece::Odd>),
}

/// Reads a source by the ending of its name.
fn read(input: &Input) -> Result<Read, String> {
    let ending = input.path.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase();
    let text = || match decode(&input.bytes) {
        Decoded::Utf8(text) => Ok(text.into_owned()),
        Decoded::Converted(text, _) => Ok(text),
        Decoded::Unknown { line } => Err(format!(
            "a text in an encoding that is not known here, or no text at all (line {line}); save it as UTF-8"
        )),
    };
    Ok(match ending.as_str() {
        "docx" | "docm" | "dotx" => Read::Document(docx::read(&input.bytes)?),
        "xlsx" | "xlsm" => {
            let (tables, odd) = roster::sheets(&input.bytes)?;
            Read::Tables(tables, odd)
        }
        "csv" | "tsv" => Read::Tables(vec![roster::csv(&text()?)], Vec::new()),
        "md" | "markdown" | "mkd" => Read::Document(markdown::read(&text()?, &input.path)),
        "html" | "htm" | "xhtml" => Read::Document(html::read(&html::decoded(&input.bytes))),
        "txt" | "text" => Read::Document(text::read(&text()?)),
        "doc" | "wps" | "rtf" | "odt" | "pages" => {
            return Err("a text in a form that is not read here; save it as .docx".into());
        }
        "xls" | "et" | "ods" | "numbers" => {
            return Err("a spreadsheet in a form that is not read here; save it as .xlsx".into());
        }
        "pdf" => return Err("a PDF, which is not read here; if it was made from a .docx, bring that in".into()),
        _ => return Err("a file of a kind that is not read here".into()),
    })
}
