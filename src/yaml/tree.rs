//! YAML text -> a tree in which every key and value has its bytes.
//!
//! The only module that knows the YAML event parser. A broken text gives the tree as far
//! as it could be read. Anchors, aliases and tags are faults: nobody needs them here, and
//! they make a small text large.

use std::borrow::Cow;

use granit_parser::{Event, Parser, ScalarStyle};

use super::{Fault, Key};
use crate::diag::Check;
use crate::span::{Position, Span};

/// Deeper nesting than any record has.
const DEEPEST: usize = 24;

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    pub span: Span,
    pub data: Data,
}

/// A key with its value, in the order of the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub key: String,
    pub key_span: Span,
    pub value: Node,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Data {
    /// A scalar as it is written: `001` and `1.10` keep their characters.
    Text {
        text: String,
        quoted: bool,
    },
    List(Vec<Node>),
    Map(Vec<Entry>),
}

impl Node {
    /// Whether the value is absent: nothing, `~`, `null` or an empty text.
    pub fn is_null(&self) -> bool {
        match &self.data {
            Data::Text { text, quoted: false } => matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL"),
            Data::Text { text, quoted: true } => text.trim().is_empty(),
            Data::List(items) => items.is_empty(),
            Data::Map(entries) => entries.is_empty(),
        }
    }

    /// What a person would call it.
    pub fn kind(&self) -> &'static str {
        match self.data {
            Data::Text { .. } => "text",
            Data::List(_) => "a list",
            Data::Map(_) => "a group of keys",
        }
    }
}

/// A list or a map whose end has not been read.
enum Open {
    List { start: usize, items: Vec<Node> },
    Map { start: usize, entries: Vec<Entry>, key: Option<(String, Span)> },
}

impl Open {
    fn close(self, end: usize) -> Node {
        match self {
            Open::List { start, items } => Node { span: Span::new(start, end), data: Data::List(items) },
            Open::Map { start, entries, .. } => Node { span: Span::new(start, end), data: Data::Map(entries) },
        }
    }
}

/// Reads a text whose root is a map with `keys`.
pub fn read(text: &str, keys: &[Key]) -> (Node, Vec<Fault>) {
    let (root, faults) = read_as_written(text);
    // In a text that can be read, a full-width colon is a character like any other.
    if faults.is_empty() && (matches!(root.data, Data::Map(_)) || root.is_null()) {
        return (root, faults);
    }
    let (mended, mut colons) = with_plain_colons(text, keys);
    if colons.is_empty() {
        return (root, faults);
    }
    let (mut root, faults) = read_as_written(&mended);
    colons.extend(faults);
    // What begins behind a plain colon begins within a full-width one.
    colons.iter_mut().for_each(|fault| fault.span = fault.span.clamped(text));
    clamp(&mut root, text);
    (root, colons)
}

fn clamp(node: &mut Node, text: &str) {
    node.span = node.span.clamped(text);
    match &mut node.data {
        Data::Text { .. } => {}
        Data::List(items) => items.iter_mut().for_each(|item| clamp(item, text)),
        Data::Map(entries) => entries.iter_mut().for_each(|entry| {
            entry.key_span = entry.key_span.clamped(text);
            clamp(&mut entry.value, text);
        }),
    }
}

fn read_as_written(text: &str) -> (Node, Vec<Fault>) {
    let mut faults = Vec::new();
    let mut stack: Vec<Open> = Vec::new();
    let mut root: Option<Node> = None;
    // Behind the last text that was read.
    let mut read_to = 0;

    for event in Parser::new_from_str(text) {
        let (event, span) = match event {
            Ok((event, span)) => {
                let range = span.byte_range().unwrap_or(0..0);
                (event, Span::new(range.start, range.end).clamped(text))
            }
            Err(error) => {
                faults.push(syntax_fault(text, &error));
                break;
            }
        };
        let strange = match &event {
            Event::Alias(_) => Some("an alias (`*name`)"),
            Event::Scalar(_, _, anchor, tag) if *anchor > 0 || tag.is_some() => Some("an anchor or a tag"),
            Event::SequenceStart(_, anchor, tag) | Event::MappingStart(_, anchor, tag)
                if *anchor > 0 || tag.is_some() =>
            {
                Some("an anchor or a tag")
            }
            _ => None,
        };
        if let Some(strange) = strange {
            let fault = Fault::new(Check::Syntax, span, format!("{strange} is not used in these files"));
            faults.push(fault.help("write the value itself, in quotes if it begins with `*`, `&` or `!`"));
            break;
        }
        let complete = match event {
            Event::SequenceStart(..) => {
                stack.push(Open::List { start: span.start, items: Vec::new() });
                None
            }
            Event::MappingStart(..) => {
                stack.push(Open::Map { start: span.start, entries: Vec::new(), key: None });
                None
            }
            Event::SequenceEnd | Event::MappingEnd => stack.pop().map(|open| open.close(span.end)),
            Event::Scalar(value, style, ..) => {
                let quoted = style != ScalarStyle::Plain;
                let is_block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
                let start = if is_block { head_of_block(text, read_to, span.start) } else { span.start };
                let node =
                    Node { span: Span::new(start, span.end), data: Data::Text { text: value.into_owned(), quoted } };
                read_to = span.end;
                Some(node)
            }
            Event::DocumentEnd if root.is_some() => break,
            _ => None,
        };
        if stack.len() > DEEPEST {
            faults.push(Fault::new(Check::Syntax, span, "lists or keys are nested too deeply"));
            break;
        }
        if let Some(node) = complete {
            put(node, &mut stack, &mut root, &mut faults);
        }
    }
    // What was open when a fault ended the reading still counts as far as it came.
    while let Some(open) = stack.pop() {
        put(open.close(text.len()), &mut stack, &mut root, &mut faults);
    }
    let root = root.unwrap_or(Node { span: Span::new(0, 0), data: Data::Map(Vec::new()) });
    (root, faults)
}

/// Where the `|` or `>` stands of a text whose lines begin at `start`; nothing but comments is between it and `from`.
fn head_of_block(text: &str, from: usize, start: usize) -> usize {
    let mut at = from;
    for line in text[from..start].split_inclusive('\n') {
        let own = line.find(" #").map_or(line, |comment| &line[..comment]);
        match own.find(['|', '>']) {
            Some(mark) => return at + mark,
            None => at += line.len(),
        }
    }
    start
}

/// Puts a complete node where it belongs: into the innermost open list or map.
fn put(node: Node, stack: &mut [Open], root: &mut Option<Node>, faults: &mut Vec<Fault>) {
    match stack.last_mut() {
        None => *root = Some(node),
        Some(Open::List { items, .. }) => items.push(node),
        Some(Open::Map { entries, key, .. }) => match (key.take(), node) {
            (Some((name, key_span)), value) => entries.push(Entry { key: name, key_span, value }),
            (None, Node { span, data: Data::Text { text, .. } }) => *key = Some((text, span)),
            (None, Node { span, .. }) => {
                faults.push(
                    Fault::new(Check::Syntax, span, "a key must be a word")
                        .help("quote a text that begins with `[` or `{`"),
                );
                *key = Some((String::new(), span));
            }
        },
    }
}

/// Names every known key that is followed by a full-width colon, and gives the text with
/// a plain one and two spaces in its place, which is as many bytes, so that reading goes on.
fn with_plain_colons<'a>(text: &'a str, keys: &[Key]) -> (Cow<'a, str>, Vec<Fault>) {
    const FULL_WIDTH: char = '：';
    let mut faults = Vec::new();
    let mut mended = Cow::Borrowed(text);
    let mut line_start = 0;
    for line in text.split_inclusive('\n') {
        let before = line.split(FULL_WIDTH).next().unwrap_or("");
        let word = before.trim_matches(|c: char| c.is_whitespace() || c == '-' || c == '\u{3000}');
        if before.len() < line.len() && keys.iter().any(|key| key.is_called_within(word)) {
            let at = line_start + before.len();
            let span = Span::new(at, at + FULL_WIDTH.len_utf8());
            let fault = Fault::new(Check::Syntax, span, format!("a full-width colon after `{word}`"));
            faults.push(fault.help(format!("write `{word}: ` with a plain colon and a space")));
            mended.to_mut().replace_range(span.start..span.end, ":  ");
        }
        line_start += line.len();
    }
    (mended, faults)
}

/// What the parser says in terms of its grammar, in terms of what is written.
fn syntax_fault(text: &str, error: &granit_parser::ScanError) -> Fault {
    let at = error.marker().byte_offset().unwrap_or(0).min(text.len());
    // At the very end of the text there is nothing to point at but what came last.
    let at = if at >= text.trim_end().len() { text.trim_end().len().saturating_sub(1) } else { at };
    let span = Span::new(at, at + 1).clamped(text);
    let line_start = text[..span.start].rfind('\n').map_or(0, |newline| newline + 1);
    let line = text[line_start..].lines().next().unwrap_or("");
    let indent = &line[..line.len() - line.trim_start().len()];
    if indent.contains('\t') {
        let tab = line_start + indent.find('\t').unwrap_or(0);
        return Fault::new(Check::Syntax, Span::new(tab, tab + 1), "a tab indents this line")
            .help("indent with spaces, two for each level");
    }
    let second = line.trim_start().find(": ").and_then(|first| line.trim_start()[first + 1..].find(": ")).is_some();
    if error.info().starts_with("mapping values are not allowed") && !second && !indent.is_empty() {
        let span = Span::new(line_start + indent.len(), span.end);
        return Fault::new(Check::Syntax, span, "this line is indented, and the line above it holds a value already")
            .help("begin it below the first letter of the key above");
    }
    if error.info().starts_with("mapping values are not allowed") {
        return Fault::new(Check::Syntax, span, "a second colon in this line")
            .help("put a value that contains a colon and a space in double quotes");
    }
    if let Some(mark @ ('@' | '`' | '%')) = text[span.start..].chars().next() {
        return Fault::new(Check::Syntax, span, format!("a value cannot begin with `{mark}`"))
            .help("put the value in double quotes");
    }
    if error.info().starts_with("unclosed bracket") {
        let fault = Fault::new(Check::Syntax, span, "this bracket is not closed");
        return fault.help("close it, or put the value in quotes");
    }
    let number = Position::of(text, span.start).line;
    let fault = Fault::new(Check::Syntax, span, format!("the front matter cannot be read here: {}", error.info()));
    if line.matches(": ").count() > 1 && !line.contains('"') && !line.contains('\'') {
        return fault.help("put a value that contains a colon and a space in double quotes");
    }
    if line.matches('"').count() % 2 == 1 {
        return fault.help("close the double quotes");
    }
    if number > 1 {
        return fault.help("look at the indentation and quotes of this line and the one above it");
    }
    fault.help("write one `key: value` on each line")
}
