//! A text -> everything in it that names something else.

use super::{Names, front_of, names, table_of};
use crate::markdown;
use crate::parse::{Identity, Kind, identify};
use crate::span::{SourcePath, Span};
use crate::yaml::{self, Data, Form, Key, Node};

/// Something that has a name in the archive.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Thing {
    /// A record, whatever its language.
    Record(Identity),
    Series(String),
    Topic(String),
    Scale(String),
    /// By its key, `MEETING/REPORT/ID`.
    Commitment(String),
    /// A photo or an attachment.
    File(SourcePath),
}

/// Where a text names a thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Bytes of the text.
    pub span: Span,
    pub thing: Thing,
}

impl Thing {
    /// What stands, among other letters perhaps, wherever the thing is named.
    pub fn word(&self) -> &str {
        match self {
            Thing::Record(identity) => identity.report.as_ref().unwrap_or(&identity.id),
            Thing::Series(id) | Thing::Topic(id) | Thing::Scale(id) => id,
            Thing::Commitment(key) => key.rsplit('/').next().unwrap_or(key),
            Thing::File(path) => path.name(),
        }
    }

    /// What `word` is where such things are named, in `file`.
    pub(super) fn of(names: Names, word: &str, file: &SourcePath) -> Option<Thing> {
        let word = word.trim();
        if word.is_empty() {
            return None;
        }
        let id = || word.to_string();
        Some(match names {
            Names::Record(kind) => Thing::Record(Identity::of(kind, &id())),
            Names::Series => Thing::Series(id()),
            Names::Topic => Thing::Topic(id()),
            Names::Scale => Thing::Scale(id()),
            Names::Commitment => Thing::Commitment(id()),
            Names::File => Thing::File(file.join(word)?),
            Names::Grade => return None,
        })
    }

    /// Where a link leads, as it is written in `file`.
    fn of_link(destination: &str, file: &SourcePath) -> Option<Thing> {
        let path = destination.split(['#', '?']).next().filter(|path| !path.is_empty() && !path.contains("://"))?;
        let path = percent_encoding::percent_decode_str(path).decode_utf8().ok()?;
        let path = file.join(&path)?;
        match identify(&path) {
            Ok(identity) => Some(Thing::Record(Identity { language: None, ..identity })),
            Err(_) => Some(Thing::File(path)),
        }
    }
}

/// Everything that `text` names, in the order of the text. Where its front matter cannot be read
/// to the end, what stands below that is left out.
pub fn mentions(file: &SourcePath, text: &str) -> Vec<Mention> {
    let mut found = Vec::new();
    let front = front_of(file, text);
    if let Some(table) = table_of(file) {
        let root = yaml::tree(&text[front.start..front.end], table.keys);
        let mut walk = Walk { file, offset: front.start, found: &mut found };
        walk.node(&root, &Form::Record(table), None, None);
    }
    if file.as_str().ends_with(".md") {
        let body = text[front.end..].find('\n').map_or(text.len(), |at| front.end + at + 1);
        for link in markdown::facts(&text[body..], &[]).links {
            if let Some(thing) = Thing::of_link(&link.destination, file) {
                let whole = link.span.shifted(body);
                let within = text[whole.start..whole.end].rfind(&link.destination);
                let span =
                    within.map_or(whole, |at| Span::new(whole.start + at, whole.start + at + link.destination.len()));
                found.push(Mention { span, thing });
            }
        }
    }
    found.sort_by_key(|mention| mention.span);
    found
}

struct Walk<'a> {
    file: &'a SourcePath,
    offset: usize,
    found: &'a mut Vec<Mention>,
}

impl Walk<'_> {
    fn node(&mut self, node: &Node, form: &Form, key: Option<&'static Key>, parent: Option<&'static Key>) {
        match &node.data {
            Data::Text { text, .. } => {
                let thing = match key {
                    Some(key) if key.name == "id" => self.commitment(text),
                    Some(key) => names(key, parent).and_then(|names| Thing::of(names, text, self.file)),
                    None => None,
                };
                if let Some(thing) = thing {
                    self.found.push(Mention { span: self.inner(node.span, text), thing });
                }
            }
            Data::List(items) => items.iter().for_each(|item| self.node(item, &form.item(), key, parent)),
            Data::Map(entries) => {
                for entry in entries {
                    match form.keys().iter().find(|key| key.is_called(&entry.key)) {
                        Some(inner) => self.node(&entry.value, &(inner.form)(), Some(inner), key),
                        None => self.node(&entry.value, &form.item(), None, key),
                    }
                }
            }
        }
    }

    /// The bytes of a text without its quotes.
    fn inner(&self, span: Span, text: &str) -> Span {
        let quote = usize::from(span.end - span.start == text.len() + 2);
        Span::new(span.start + quote, span.end - quote).shifted(self.offset)
    }

    /// A commitment is named where it is made, too.
    fn commitment(&self, id: &str) -> Option<Thing> {
        let identity = identify(self.file).ok().filter(|identity| identity.kind == Kind::Report)?;
        Some(Thing::Commitment(format!("{}/{}/{id}", identity.id, identity.report?)))
    }
}
