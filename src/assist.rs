//! Archive + a text that is being written -> what a text editor can offer: words to go on with, what
//! an id stands for, where it leads, and where else it stands.
//!
//! The text need not be whole: the archive is the one that was read last, and the place in the text
//! is found by its lines alone.

mod card;
mod cursor;
mod mention;
mod offer;
pub mod rename;

pub use mention::{Mention, Thing, mentions};
pub use offer::{Offer, OfferKind};

use crate::config::{self, Config};
use crate::diag::{Field, Place};
use crate::model::Archive;
use crate::parse::{self, Identity, Kind, identify};
use crate::source::SourceSet;
use crate::span::{SourcePath, Span};
use crate::yaml::{Form, Key, Record, Table};
use cursor::Cursor;

/// A file that is open in an editor.
#[derive(Clone, Copy)]
pub struct Open<'a> {
    pub archive: &'a Archive,
    pub sources: &'a SourceSet,
    pub file: &'a SourcePath,
    /// As it stands in the editor, decoded.
    pub text: &'a str,
}

/// What a text under a key names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Names {
    Record(Kind),
    Series,
    Topic,
    Scale,
    /// A commitment of an earlier report.
    Commitment,
    /// A file beside the record.
    File,
    Grade,
}

/// What a text under `key` names, in the group of `parent`.
fn names(key: &Key, parent: Option<&Key>) -> Option<Names> {
    let form = (key.form)();
    let holds = |name: &str| form.key(name).is_some();
    Some(match key.name {
        "organization" | "organizer" | "parent" | "successor" | "reports" => Names::Record(Kind::Organization),
        "items" if parent.is_some_and(|parent| parent.name == "reports") => Names::Record(Kind::Organization),
        "adopted_at" | "about" | "lead" => Names::Record(Kind::Meeting),
        "series" => Names::Series,
        "topics" => Names::Topic,
        "scale" => Names::Scale,
        "ref" => Names::Commitment,
        "file" => Names::File,
        "grade" => Names::Grade,
        _ if key.name == "person" || holds("person") => Names::Record(Kind::Person),
        _ if holds("file") => Names::File,
        _ => return None,
    })
}

/// The keys of the front matter of a file, or of the configuration.
fn table_of(file: &SourcePath) -> Option<&'static Table> {
    if file.as_str() == config::FILE {
        return Some(Config::TABLE);
    }
    identify(file).ok().map(|identity| parse::table(identity.kind))
}

/// Where the front matter stands in a text, whether it ends or not; all of a YAML file.
fn front_of(file: &SourcePath, text: &str) -> Span {
    if !file.as_str().ends_with(".md") {
        return Span::new(0, text.len());
    }
    let Some(first) = text.split_inclusive('\n').next().filter(|line| line.trim_end() == "---") else {
        return Span::new(0, 0);
    };
    let mut at = first.len();
    for line in text[at..].split_inclusive('\n') {
        if line.trim_end() == "---" {
            return Span::new(first.len(), at);
        }
        at += line.len();
    }
    Span::new(first.len(), text.len())
}

/// A group of keys in front matter.
pub struct Group {
    pub keys: &'static [Key],
    /// Whether they are the record's own.
    pub is_record: bool,
}

/// A form on the way down, and the key that it stands under.
struct Level {
    form: Form,
    key: Option<&'static Key>,
    parent: Option<&'static Key>,
}

fn level(table: &'static Table, path: &[&str]) -> Level {
    let mut level = Level { form: Form::Record(table), key: None, parent: None };
    for name in path {
        level = match level.form.keys().iter().find(|key| key.is_called(name)) {
            Some(key) => Level { form: (key.form)(), parent: level.key, key: Some(key) },
            None => Level { form: level.form.item(), ..level },
        };
    }
    level
}

impl<'a> Open<'a> {
    /// The place in the front matter at byte `offset` of the text.
    fn cursor(&self, offset: usize) -> Option<(Cursor<'a>, &'static Table)> {
        let front = front_of(self.file, self.text);
        let table = table_of(self.file)?;
        if offset < front.start || offset > front.end || front.end == 0 {
            return None;
        }
        let mut found = cursor::cursor(&self.text[front.start..front.end], offset - front.start);
        found.word = found.word.shifted(front.start);
        Some((found, table))
    }

    /// What the word at byte `offset` names, with the bytes of the word.
    pub fn at(&self, offset: usize) -> Option<Mention> {
        if let Some((cursor, table)) = self.cursor(offset) {
            let above = level(table, &cursor.path);
            let key = match cursor.key {
                Some(name) => above.form.keys().iter().find(|key| key.is_called(name)),
                None => above.key,
            };
            let parent = if cursor.key.is_some() { above.key } else { above.parent };
            let word = &self.text[cursor.word.start..cursor.word.end];
            let thing = match key {
                Some(key) if key.name == "id" => self.commitment_called(word),
                Some(key) => names(key, parent).and_then(|names| Thing::of(names, word, self.file)),
                None => None,
            };
            return thing.map(|thing| Mention { span: cursor.word, thing });
        }
        let all = mentions(self.file, self.text);
        all.into_iter().find(|mention| (mention.span.start..=mention.span.end).contains(&offset))
    }

    /// The key at byte `offset` of the text, with the bytes of its name, and what it means.
    pub fn key_at(&self, offset: usize) -> Option<(Span, String)> {
        let (cursor, table) = self.cursor(offset)?;
        let word = &self.text[cursor.word.start..cursor.word.end];
        let above = level(table, &cursor.path);
        let key = above.form.keys().iter().find(|key| cursor.key.is_none() && key.is_called(word.trim()))?;
        let names = key.names().collect::<Vec<_>>().join(" · ");
        Some((cursor.word, format!("**{names}**\n\n{}", offer::about(key, self.tongue()))))
    }

    /// The group around byte `offset` of the front matter: the record itself, or one within it.
    pub fn group_at(&self, offset: usize) -> Option<Group> {
        let (cursor, table) = self.cursor(offset)?;
        Some(Group { keys: level(table, &cursor.path).form.keys(), is_record: cursor.path.is_empty() })
    }

    /// The commitment that this file's report calls so.
    fn commitment_called(&self, id: &str) -> Option<Thing> {
        let Identity { kind: Kind::Report, id: meeting, report: Some(report), .. } = identify(self.file).ok()? else {
            return None;
        };
        Some(Thing::Commitment(format!("{meeting}/{report}/{id}")))
    }

    /// What the file itself is.
    pub fn own(&self) -> Option<Thing> {
        identify(self.file).ok().map(|identity| Thing::Record(Identity { language: None, ..identity }))
    }

    /// Where a thing is stated.
    pub fn place_of(&self, thing: &Thing) -> Option<Place> {
        let archive = self.archive;
        let in_config = |key: &str, id: &str| Some(Place::value(&SourcePath::new(config::FILE), Field::of(key).at(id)));
        match thing {
            Thing::Record(identity) => file_of(archive, identity).map(|file| Place::file(&file)),
            Thing::Series(id) => archive.series.find(id).and_then(|_| in_config("series", id)),
            Thing::Topic(id) => archive.topics.find(id).and_then(|_| in_config("topics", id)),
            Thing::Scale(id) => archive.scales.find(id).and_then(|_| in_config("scales", id)),
            Thing::File(path) => self.sources.get(path).map(|_| Place::file(path)),
            Thing::Commitment(key) => {
                let commitment = archive.commitments.iter().find(|commitment| commitment.key == *key)?;
                let file = &archive.reports[commitment.report].original.base.file;
                Some(Place::value(file, Field::of("commitments").at(commitment.index).at("id")))
            }
        }
    }
}

/// The file that states a record.
fn file_of(archive: &Archive, identity: &Identity) -> Option<SourcePath> {
    let id = identity.id.as_str();
    let base = match identity.kind {
        Kind::Meeting => &archive.meetings[archive.meetings.find(id)?].original.base,
        Kind::Report => {
            let key = format!("{id}/{}", identity.report.as_deref()?);
            &archive.reports[archive.reports.find(&key)?].original.base
        }
        Kind::Story => &archive.stories[archive.stories.find(id)?].original.base,
        Kind::Page => &archive.pages[archive.pages.find(id)?].original.base,
        Kind::Person => &archive.people[archive.people.find(id)?].original.base,
        Kind::Organization => &archive.organizations[archive.organizations.find(id)?].original.base,
    };
    Some(base.file.clone())
}
