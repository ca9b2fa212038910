//! YAML text -> typed records, and every fault of the text with its place.
//!
//! There are two readings. The fast one is `serde_yaml` straight into the record, and
//! is enough for a file without faults. When it is not content, or the text holds
//! something that it would read too freely, the careful one builds a tree with spans,
//! checks it against the record's table of keys, and names every fault. Both end in
//! the same `Deserialize` of the same types, so they cannot disagree on a value.

mod fields;
mod forms;
mod layout;
mod scalar;
mod shape;
mod tree;
mod value;
mod written;

pub(crate) use fields::facts_of;
pub use fields::{Differs, Fields, Visit, Way};
pub use forms::{Clock, Count, Covers, Date, DayPart, Exact, Flag, Markdown, Moment, Pairs, Ref, Text, Wording};
pub use layout::canonical;
pub use scalar::line;
pub use shape::{
    Bare, Either, Form, Key, Many, Record, Settled, Shape, Spelling, Table, Word, deserialize_either, plain_name,
};
pub(crate) use shape::{record, words};
pub use tree::{Data, Entry, Node};
pub use written::{CountForm, Counted, OrText, TextForm};
pub(crate) use written::{count_form, text_form};

use std::borrow::Cow;

use memchr::memmem;

use crate::diag::{Check, Diagnostic, Field, Place, Step};
use crate::span::{SourcePath, Span};

/// What is wrong in a YAML text, and at which of its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub check: Check,
    pub span: Span,
    pub message: String,
    pub label: String,
    pub help: Option<Cow<'static, str>>,
}

impl Fault {
    fn new(check: Check, span: Span, message: impl Into<String>) -> Self {
        Self { check, span, message: message.into(), label: String::new(), help: None }
    }

    fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    fn help(mut self, help: impl Into<Cow<'static, str>>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The fault as a diagnostic of `file`, in which the YAML text begins at byte `offset`.
    pub fn into_diagnostic(self, file: &SourcePath, offset: usize) -> Diagnostic {
        let diagnostic = Diagnostic::new(self.check, Place::bytes(file, self.span.shifted(offset)), self.message);
        Diagnostic { label: self.label, help: self.help, ..diagnostic }
    }
}

/// Longer front matter than this is refused: no clerk writes it, and some hostile
/// texts take time that grows faster than their length.
const LONGEST: usize = 256 * 1024;

/// Reads a record. It never fails: what is faulty is named and left out.
pub fn read<R: Record>(text: &str) -> (R, Vec<Fault>) {
    if text.len() > LONGEST {
        let fault = Fault::new(Check::Syntax, Span::new(0, 1), "this front matter is longer than 256 kB")
            .help("move the text below the closing `---`");
        return (R::default(), vec![fault]);
    }
    if is_plain(text)
        && let Ok(record) = serde_yaml::from_str::<R>(text)
        && record.is_complete()
    {
        return (record, Vec::new());
    }
    read_carefully(text)
}

/// A text as it is written, as far as it can be read.
pub fn tree(text: &str, keys: &[Key]) -> Node {
    tree::read(text, keys).0
}

/// The careful reading alone.
pub fn read_carefully<R: Record>(text: &str) -> (R, Vec<Fault>) {
    let (mut node, mut faults) = tree::read(text, R::KEYS);
    let broken = faults.iter().any(|fault| fault.check == Check::Syntax);
    faults.extend(shape::settle(&mut node, R::KEYS, !broken));
    faults.sort_by_key(|fault| (fault.span.start, fault.span.end));
    let record = R::deserialize(&node).unwrap_or_default();
    (record, faults)
}

/// The bytes of the value at the end of `field`, or of as much of the way as exists:
/// for a key that is missing, the place of what should hold it.
pub fn locate(text: &str, table: &'static Table, field: &Field) -> Span {
    let (root, _) = tree::read(text, table.keys);
    let (mut node, mut form, mut span) = (&root, Form::Record(table), Span::new(0, 0));
    for step in &field.0 {
        match (step, &node.data) {
            (Step::Key(name), Data::Map(entries)) => {
                let key = form.key(name);
                let named = |entry: &&Entry| *entry.key == **name || key.is_some_and(|key| key.is_called(&entry.key));
                let Some(entry) = entries.iter().find(named) else {
                    return span;
                };
                span = if entry.value.is_null() { entry.key_span } else { entry.value.span };
                (node, form) = (&entry.value, key.map_or_else(|| form.item(), |key| (key.form)()));
            }
            (Step::Index(index), Data::List(items)) => {
                let Some(item) = items.get(*index) else {
                    return span;
                };
                (node, form, span) = (item, form.item(), item.span);
            }
            // One item may be written without the list around it.
            (Step::Index(0), _) => form = form.item(),
            _ => return span,
        }
    }
    span
}

/// Whether the fast reading gives every value as it is written. Anchors and tags change
/// what stands in the text, and `~` and `null` could be text or nothing.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let begins = |at: usize| at == 0 || b" \t\n[{,-:?".contains(&bytes[at - 1]);
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'&' | b'*' | b'!' if begins(at) => return false,
            b'[' | b'{' => {
                depth += 1;
                // An empty list is an absent one, which the fast reading does not know, and
                // brackets in brackets take it time that grows with their square.
                if depth == 100 || text[at + 1..].trim_start().starts_with([']', '}']) {
                    return false;
                }
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    !["~", "null", "Null", "NULL"].iter().any(|nothing| memmem::find(bytes, nothing.as_bytes()).is_some())
}

#[cfg(test)]
mod tests;
