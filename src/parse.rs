//! The bytes of one content file -> a `Document`: what can be known without laying out.
//!
//! Parsing never fails. A broken file still gives a document and its diagnostics.

mod decode;
mod format;
mod kind;
pub mod record;
mod scan;

use std::borrow::Cow;
use std::sync::Arc;

use borsh::{BorshDeserialize, BorshSerialize};

pub use decode::{Decoded, decode};
pub use format::{Left, formatted};
pub use kind::{Identity, Kind, Misplaced, folded, identify, problem_with_id};
pub use scan::{CountInWords, Counts, Suspect, suspects};

use crate::diag::{Check, Diagnostic, Place, Spot};
use crate::markdown::{self, Facts};
use crate::span::{SourcePath, Span};
use crate::yaml::{self, Key, Record, Table};

/// One content file, read.
#[derive(Clone, Debug, PartialEq, BorshSerialize, BorshDeserialize)]
pub struct Document {
    pub path: SourcePath,
    pub identity: Identity,
    pub front: Front,
    pub body: Arc<Body>,
    /// Whether the front matter could be read to its end.
    pub whole: bool,
    /// Keys that are required and missing. A translation takes them from its original.
    pub missing: Vec<Diagnostic>,
    /// What else was found in the file.
    pub found: Vec<Diagnostic>,
}

/// The front matter, by kind.
#[derive(Clone, Debug, PartialEq, BorshSerialize, BorshDeserialize)]
pub enum Front {
    Meeting(Arc<record::Meeting>),
    Report(Arc<record::Report>),
    Story(Arc<record::Story>),
    Page(Arc<record::Page>),
    Person(Arc<record::PersonPage>),
    Organization(Arc<record::Organization>),
}

impl Front {
    /// The year in which a meeting was held or a story published, if it says so.
    pub fn year(&self) -> Option<i16> {
        match self {
            Front::Meeting(meeting) => meeting.held.map(|held| held.year),
            Front::Story(story) => story.published.map(|published| published.date.year),
            Front::Report(_) | Front::Page(_) | Front::Person(_) | Front::Organization(_) => None,
        }
    }
}

/// What is known of the text below the front matter. The text itself stays in its file.
#[derive(Clone, Debug, Default, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub struct Body {
    /// Where it begins, in bytes of the decoded text.
    pub start: usize,
    /// A hash of its text.
    pub hash: [u8; 16],
    pub facts: Facts,
    /// Texts that may be private, secret or damaged, in the whole file.
    pub suspects: Vec<Suspect>,
    /// What it counts in words.
    pub counts: Vec<CountInWords>,
    pub is_empty: bool,
}

/// What a page shows of it: not where in its file it stands.
impl std::hash::Hash for Body {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.hash.hash(state);
    }
}

/// Reads one file, whose name has given its `identity`.
pub fn document(path: &SourcePath, identity: Identity, bytes: &[u8]) -> Document {
    let (text, encoding) = text(path, bytes);
    let mut found = Vec::from_iter(encoding);
    let parts = match split(&text) {
        Ok(parts) => parts,
        Err(fault) => {
            // An unreadable file has already been named.
            if !text.is_empty() || found.is_empty() {
                let place = Place::bytes(path, fault.span);
                found.push(Diagnostic::new(Check::Syntax, place, fault.message).help(fault.help));
            }
            Parts { front: fault.front, body: text.len() }
        }
    };
    let front = read_front(identity.kind, &text[parts.front.start..parts.front.end]);
    let (front, faults) = front;
    let faults = faults.into_iter().map(|fault| fault.into_diagnostic(path, parts.front.start));
    let (missing, faults): (Vec<_>, Vec<_>) = faults.partition(|fault| fault.check == Check::MissingKey);
    found.extend(faults);
    let whole = !found.iter().any(|fault| matches!(fault.check, Check::Syntax | Check::UnknownEncoding));
    // A text that broke off may well have held them.
    let missing = if whole { missing } else { Vec::new() };
    let body = Arc::new(body(&text, parts.body, identity.kind));
    found.extend(body.problems(path));
    Document { path: path.clone(), identity, front, body, whole, missing, found }
}

/// The text of a file, and what is to be said of its encoding.
pub fn text<'a>(path: &SourcePath, bytes: &'a [u8]) -> (Cow<'a, str>, Option<Diagnostic>) {
    match decode(bytes) {
        Decoded::Utf8(text) => (text, None),
        Decoded::Converted(text, encoding) => {
            let message = format!("this file is {encoding}, not UTF-8");
            let help = format!("save it as UTF-8: in the editor's Save As, or with `iconv -f {encoding} -t UTF-8`");
            (text.into(), Some(Diagnostic::new(Check::NotUtf8, Place::file(path), message).help(help)))
        }
        Decoded::Unknown { line } => {
            let message = format!("line {line} is no text, or text in an encoding that is not known here");
            let diagnostic = Diagnostic::new(Check::UnknownEncoding, Place::file(path), message);
            (Cow::Borrowed(""), Some(diagnostic.help("open it in the program that wrote it, and save it as UTF-8")))
        }
    }
}

fn read_front(kind: Kind, text: &str) -> (Front, Vec<yaml::Fault>) {
    fn read<R: Record>(text: &str, wrap: fn(Arc<R>) -> Front) -> (Front, Vec<yaml::Fault>) {
        let (record, faults) = yaml::read::<R>(text);
        (wrap(Arc::new(record)), faults)
    }
    match kind {
        Kind::Meeting => read(text, Front::Meeting),
        Kind::Report => read(text, Front::Report),
        Kind::Story => read(text, Front::Story),
        Kind::Page => read(text, Front::Page),
        Kind::Person => read(text, Front::Person),
        Kind::Organization => read(text, Front::Organization),
    }
}

/// The table of a kind.
pub fn table(kind: Kind) -> &'static Table {
    match kind {
        Kind::Meeting => record::Meeting::TABLE,
        Kind::Report => record::Report::TABLE,
        Kind::Story => record::Story::TABLE,
        Kind::Page => record::Page::TABLE,
        Kind::Person => record::PersonPage::TABLE,
        Kind::Organization => record::Organization::TABLE,
    }
}

/// The keys of a kind.
pub fn keys(kind: Kind) -> &'static [Key] {
    table(kind).keys
}

/// Where the front matter's YAML stands, and where the body begins.
struct Parts {
    front: Span,
    body: usize,
}

struct SplitFault {
    span: Span,
    message: &'static str,
    help: &'static str,
    /// What may still be read as front matter.
    front: Span,
}

/// Cuts the front matter off. `text` has no byte order mark and no CR.
fn split(text: &str) -> Result<Parts, SplitFault> {
    let first = text.lines().next().unwrap_or("");
    if first.trim_end() != "---" {
        let front = Span::new(0, 0);
        let (message, help) = match first.trim().is_empty() && text.trim_start().starts_with("---") {
            true => ("the first line is empty, and `---` stands below it", "take out what stands above the line `---`"),
            false => {
                ("the file does not begin with front matter", "begin with a line `---`, the keys, and a line `---`")
            }
        };
        return Err(SplitFault { span: Span::new(0, first.len()), message, help, front });
    }
    let start = (first.len() + 1).min(text.len());
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if line.trim_end() == "---" {
            return Ok(Parts { front: Span::new(start, at), body: at + line.len() });
        }
        at += line.len();
    }
    let (message, help) = ("the front matter does not end", "put a line `---` below the keys");
    Err(SplitFault { span: Span::new(0, first.len()), message, help, front: Span::new(start, text.len()) })
}

/// Where the text below the front matter begins.
pub fn body_start(text: &str) -> usize {
    split(text).map_or_else(|fault| fault.front.end, |parts| parts.body)
}

fn body(text: &str, start: usize, kind: Kind) -> Body {
    let body = &text[start..];
    let mut facts = markdown::facts(body, kind.anchors());
    facts.links.iter_mut().for_each(|link| link.span = link.span.shifted(start));
    facts.headings.iter_mut().for_each(|heading| heading.span = heading.span.shifted(start));
    facts.html.iter_mut().for_each(|span| *span = span.shifted(start));
    let mut counts = scan::counts_in_words(body);
    counts.iter_mut().for_each(|count| count.span = count.span.shifted(start));
    let mut hash = [0; 16];
    hash.copy_from_slice(&blake3::hash(body.as_bytes()).as_bytes()[..16]);
    Body { start, hash, facts, suspects: scan::suspects(text), is_empty: body.trim().is_empty(), counts }
}

impl Body {
    /// What is odd in the text itself, whatever the rest of the archive says.
    fn problems(&self, path: &SourcePath) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let mut level = self.facts.headings.first().map_or(2, |heading| heading.level.min(2));
        for heading in &self.facts.headings {
            if heading.level > level + 1 {
                let message = format!("this heading skips from level {level} to level {}", heading.level);
                let diagnostic = Diagnostic::new(Check::SkippedHeading, Place::bytes(path, heading.span), message);
                found.push(diagnostic.help(format!("begin it with {}", "#".repeat(level as usize + 1))));
            }
            level = heading.level;
        }
        for link in self.facts.links.iter().filter(|link| link.wordless) {
            let place = Place::bytes(path, link.span);
            found.push(match link.image {
                true => Diagnostic::new(Check::ImageWithoutAlt, place, "this image has no description")
                    .help(format!("write what is to be seen: `![a photo of …]({})`", link.destination)),
                false => Diagnostic::new(Check::EmptyLinkText, place, "this link has no words")
                    .help(format!("write `[words]({})`", link.destination)),
            });
        }
        found
    }
}

/// The bytes that a diagnostic points at, in `text`, the decoded text of its file.
pub fn locate(place: &Place, text: &str) -> Span {
    let front = || {
        let yaml_file = !place.file.as_str().ends_with(".md");
        match (yaml_file, identify(&place.file)) {
            (true, _) => Some((Span::new(0, text.len()), crate::config::Config::TABLE)),
            (false, Ok(identity)) => {
                let front = split(text).map_or_else(|fault| fault.front, |parts| parts.front);
                Some((front, table(identity.kind)))
            }
            (false, Err(_)) => None,
        }
    };
    let in_front = |field: &crate::diag::Field| {
        let Some((front, table)) = front() else {
            return Span::new(0, 0);
        };
        // No step leads to the front matter as a whole.
        if field.0.is_empty() && matches!(place.spot, Spot::Within(..)) {
            return front;
        }
        yaml::locate(&text[front.start..front.end], table, field).shifted(front.start)
    };
    let span = match &place.spot {
        Spot::File => Span::new(0, 0),
        Spot::Bytes(span) => *span,
        Spot::Value(field) => in_front(field),
        Spot::Within(field, words) => {
            let whole = in_front(field).clamped(text);
            let words: &str = words;
            match text[whole.start..whole.end].find(words) {
                Some(at) => Span::new(whole.start + at, whole.start + at + words.len()),
                None => whole,
            }
        }
    };
    Span::new(span.start.min(text.len()), span.end.min(text.len())).clamped(text)
}
