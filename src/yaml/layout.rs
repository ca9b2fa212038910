//! YAML text -> the same record in its one canonical form.
//!
//! Keys stand in the order of their table, two spaces a level; a value is quoted only where it must be, and a date is
//! written as a date. Comments keep their words, and go where the key goes that they stand above. What somebody laid
//! out over several lines, a text or a list in brackets, keeps its lines.

use super::scalar::scalar;
use super::shape::{Form, Table};
use super::{Data, Entry, Key, Node, tree};

/// How far each level stands in.
const STEP: usize = 2;

/// The canonical form of a text without faults, ending in a line break; `None` where it is laid out in a way that
/// cannot be taken apart with certainty.
pub fn canonical(text: &str, table: &'static Table) -> Option<String> {
    let (root, faults) = tree::read(text, table.keys);
    if !faults.is_empty() {
        return None;
    }
    let layout = Layout { text };
    let form = Form::Record(table);
    let lines = match &root.data {
        Data::Map(entries) if !entries.is_empty() && layout.is_block(&root) => {
            let (pinned, from) = layout.pinned(entries[0].key_span.start);
            let block = layout.map(entries, &form, from, text.len(), 0)?;
            let gap = if pinned.is_empty() { Vec::new() } else { vec![String::new()] };
            [pinned, gap, without_gap(block.lead), block.lines].concat()
        }
        // There may be comments, and nothing else.
        _ if root.is_null() => layout.comments(text)?,
        _ => return None,
    };
    let first = lines.iter().position(|line| !line.is_empty()).unwrap_or(lines.len());
    let last = lines.iter().rposition(|line| !line.is_empty()).map_or(first, |last| last + 1);
    let text: String = lines[first..last].iter().flat_map(|line| [line.as_str(), "\n"]).collect();
    Some(text)
}

/// What became of a list or a map.
struct Block {
    /// What stands above the first key.
    lead: Vec<String>,
    lines: Vec<String>,
}

/// Where the text between two keys or items is cut.
struct Gap {
    /// The comment at the end of the line before.
    trailing: Option<String>,
    /// The comments that belong to what stands before, as they stand further in.
    inner: Vec<String>,
    /// Where what belongs to the next begins.
    next: usize,
}

struct Layout<'a> {
    text: &'a str,
}

impl Layout<'_> {
    fn is_block(&self, node: &Node) -> bool {
        matches!(node.data, Data::Map(_) | Data::List(_)) && !self.text[node.span.start..].starts_with(['{', '['])
    }

    /// What stays at the very top whatever comes to stand below: a first line for editors, and comments that an empty
    /// line separates from the first key. With where the rest begins.
    fn pinned(&self, first_key: usize) -> (Vec<String>, usize) {
        let above = &self.text[..first_key];
        let (mut end, mut at) = (0, 0);
        for line in above.split_inclusive('\n') {
            at += line.len();
            let is_gap = line.trim().is_empty() && !above[..at].trim().is_empty();
            if is_gap || at == line.len() && line.starts_with("# yaml-language-server:") {
                end = at;
            }
        }
        let mut pinned = own_lines(&above[..end], 0);
        pinned.truncate(pinned.iter().rposition(|line| !line.is_empty()).map_or(0, |last| last + 1));
        (pinned, end)
    }

    /// A map whose lines begin at `from`, and to whose last entry all belongs before `to`.
    fn map(&self, entries: &[Entry], form: &Form, from: usize, to: usize, indent: usize) -> Option<Block> {
        let mut parts = Vec::new();
        let mut lead_from = from;
        for (index, entry) in entries.iter().enumerate() {
            let lead = self.comments(self.text.get(lead_from..entry.key_span.start)?)?;
            let key = form.keys().iter().find(|key| key.is_called(&entry.key));
            let own_form = key.map_or_else(|| form.item(), |key| (key.form)());
            let end = self.end_of_entry(entry)?;
            let next = entries.get(index + 1).map_or(to, |next| next.key_span.start);
            let gap = self.gap(end, next, self.column(entry.key_span.start))?;
            lead_from = gap.next;
            let lines = self.entry(entry, &own_form, &gap, indent)?;
            let lead = lead.into_iter().map(|line| indented(&line, indent)).collect();
            parts.push((place(form, key, index), Part { lead, lines }));
        }
        parts.sort_by_key(|(place, _)| *place);
        let tail = self.comments(self.text.get(lead_from..to)?)?;
        Some(joined(parts.into_iter().map(|(_, part)| part), tail, indent))
    }

    fn entry(&self, entry: &Entry, form: &Form, gap: &Gap, indent: usize) -> Option<Vec<String>> {
        let head = format!("{}{}:", " ".repeat(indent), self.key(entry));
        if !self.is_block(&entry.value) {
            let value = self.value(&entry.value, form, self.column(entry.key_span.start), indent)?;
            return Some(self.with_comments(&head, value, gap, indent));
        }
        let after = self.after_colon(entry)?;
        let line_end = self.line_end(after);
        let trailing = self.comments(self.text.get(after..line_end)?)?;
        let head = std::iter::once(head).chain(trailing).collect::<Vec<_>>().join("  ");
        let (from, indent) = ((line_end + 1).min(self.text.len()), indent + STEP);
        if entry.value.span.start < from {
            return None;
        }
        let block = self.block(&entry.value, form, from, gap.next, indent)?;
        Some([vec![head], without_gap(block.lead), block.lines].concat())
    }

    fn block(&self, node: &Node, form: &Form, from: usize, to: usize, indent: usize) -> Option<Block> {
        match &node.data {
            Data::Map(entries) => self.map(entries, form, from, to, indent),
            Data::List(items) => self.list(items, form, from, to, indent),
            Data::Text { .. } => None,
        }
    }

    /// A list whose lines begin at `from`, and to whose last item all belongs before `to`.
    fn list(&self, items: &[Node], form: &Form, from: usize, to: usize, indent: usize) -> Option<Block> {
        let form = form.item();
        let mut parts = Vec::new();
        let mut lead_from = from;
        for (index, item) in items.iter().enumerate() {
            let dash = self.dash(lead_from)?;
            let lead: Vec<_> = self.comments(self.text.get(lead_from..dash)?)?;
            let lead = lead.into_iter().map(|line| indented(&line, indent)).collect::<Vec<_>>();
            let end = self.end(item)?;
            let next = match items.get(index + 1) {
                Some(next) => self.dash_after(end, next.span.start)?,
                None => to,
            };
            let gap = self.gap(end, next, self.column(dash))?;
            lead_from = gap.next;
            let part = if self.is_block(item) {
                let block = self.block(item, &form, dash + 1, gap.next, indent + STEP)?;
                let mut lines = block.lines;
                lines.first_mut()?.replace_range(indent..indent + 1, "-");
                let inner = without_gap(block.lead).into_iter().map(|line| indented(line.trim_start(), indent));
                Part { lead: lead.into_iter().chain(inner).collect(), lines }
            } else {
                let between = self.text.get(dash + 1..item.span.start)?;
                if !between.trim().is_empty() || between.contains('\n') {
                    return None;
                }
                let value = self.value(item, &form, self.column(dash), indent)?;
                Part { lead, lines: self.with_comments(&format!("{}-", " ".repeat(indent)), value, &gap, indent) }
            };
            parts.push(part);
        }
        let tail = self.comments(self.text.get(lead_from..to)?)?;
        Some(joined(parts.into_iter(), tail, indent))
    }

    /// `head value  # comment`, and the comments below it.
    fn with_comments(&self, head: &str, value: Vec<String>, gap: &Gap, indent: usize) -> Vec<String> {
        let mut lines = value.into_iter();
        let mut first = match lines.next().filter(|first| !first.is_empty()) {
            Some(first) => format!("{head} {first}"),
            None => head.to_string(),
        };
        let mut rest: Vec<String> = lines.collect();
        if let Some(comment) = &gap.trailing {
            let last = rest.last_mut().unwrap_or(&mut first);
            *last = format!("{last}  {comment}");
        }
        rest.insert(0, first);
        rest.extend(gap.inner.iter().map(|line| indented(line, indent + STEP)));
        rest
    }

    /// The lines of a text, or of a list or map in brackets; the first without an indentation.
    fn value(&self, node: &Node, form: &Form, column: usize, indent: usize) -> Option<Vec<String>> {
        let own = self.text.get(node.span.start..self.end(node)?)?;
        match &node.data {
            Data::Text { .. } if own.starts_with(['|', '>']) => block_scalar(own, indent + STEP),
            // Where a text is folded, blanks at the ends of its lines mean nothing.
            Data::Text { .. } if own.contains('\n') => {
                let mut lines = own.split('\n').map(str::trim);
                let first = lines.next()?.to_string();
                Some(std::iter::once(first).chain(lines.map(|line| indented(line, indent + STEP))).collect())
            }
            Data::Text { text, quoted } => Some(vec![scalar(own, text, *quoted, form, false)]),
            _ if own.contains('\n') => {
                let moved = |line: &str| match line.trim().is_empty() {
                    true => String::new(),
                    false => {
                        let deep = line.len() - line.trim_start().len();
                        indented(line.trim(), (deep + indent).saturating_sub(column))
                    }
                };
                let mut lines = own.split('\n');
                let first = lines.next()?.trim_end().to_string();
                Some(std::iter::once(first).chain(lines.map(moved)).collect())
            }
            _ => Some(vec![self.flow(node, form)]),
        }
    }

    /// A value in brackets, or within them, on one line.
    fn flow(&self, node: &Node, form: &Form) -> String {
        match &node.data {
            Data::Text { text, quoted } => {
                let own = &self.text[node.span.start..node.span.end];
                scalar(own, text, *quoted, form, true)
            }
            Data::List(items) => {
                let item = form.item();
                let items: Vec<_> = items.iter().map(|node| self.flow(node, &item)).collect();
                format!("[{}]", items.join(", "))
            }
            Data::Map(entries) => {
                let mut parts = Vec::new();
                for (index, entry) in entries.iter().enumerate() {
                    let key = form.keys().iter().find(|key| key.is_called(&entry.key));
                    let own_form = key.map_or_else(|| form.item(), |key| (key.form)());
                    let value = self.flow(&entry.value, &own_form);
                    let gap = if value.is_empty() { "" } else { " " };
                    parts.push((place(form, key, index), format!("{}:{gap}{value}", self.key(entry))));
                }
                parts.sort_by_key(|(place, _)| *place);
                let parts: Vec<_> = parts.into_iter().map(|(_, part)| part).collect();
                format!("{{{}}}", parts.join(", "))
            }
        }
    }

    fn key(&self, entry: &Entry) -> &str {
        &self.text[entry.key_span.start..entry.key_span.end]
    }

    /// Behind the colon of an entry.
    fn after_colon(&self, entry: &Entry) -> Option<usize> {
        let rest = &self.text[entry.key_span.end..];
        let colon = rest.len() - rest.trim_start_matches(' ').len();
        rest[colon..].starts_with(':').then_some(entry.key_span.end + colon + 1)
    }

    fn end_of_entry(&self, entry: &Entry) -> Option<usize> {
        let after = self.after_colon(entry)?;
        match &entry.value.data {
            Data::Text { quoted: false, text } if text.is_empty() => Some(after),
            _ if entry.value.span.start < after => None,
            _ => self.end(&entry.value),
        }
    }

    /// Where the last character of a value stands.
    fn end(&self, node: &Node) -> Option<usize> {
        match &node.data {
            Data::Map(entries) if self.is_block(node) => self.end_of_entry(entries.last()?),
            Data::List(items) if self.is_block(node) => self.end(items.last()?),
            Data::Text { .. } if self.text[node.span.start..].starts_with(['|', '>']) => {
                Some(self.end_of_block_scalar(node.span.start))
            }
            _ => {
                let own = &self.text[node.span.start..node.span.end];
                Some(node.span.start + own.trim_end().len())
            }
        }
    }

    /// A text after `|` or `>` goes on as long as lines stand further in than its key, or are empty.
    fn end_of_block_scalar(&self, start: usize) -> usize {
        let own_line = self.text[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let head = &self.text[own_line..start];
        // Of a list's item, what counts is the innermost key or dash of its line.
        let blank = head.len() - head.trim_start_matches([' ', '-']).len();
        let key_column = match head.trim_start_matches([' ', '-']).is_empty() {
            true => head.rfind('-').unwrap_or(0),
            false => blank,
        };
        let mut end = self.line_end(start);
        let mut at = end + 1;
        while at < self.text.len() {
            let line_end = self.line_end(at);
            let line = &self.text[at..line_end];
            let deep = line.len() - line.trim_start_matches(' ').len();
            if !line.trim().is_empty() && deep <= key_column {
                break;
            }
            if !line.trim().is_empty() {
                end = line_end;
            }
            at = line_end + 1;
        }
        end
    }

    fn line_end(&self, at: usize) -> usize {
        self.text[at..].find('\n').map_or(self.text.len(), |newline| at + newline)
    }

    /// How many bytes stand before it in its line.
    fn column(&self, at: usize) -> usize {
        at - self.text[..at].rfind('\n').map_or(0, |newline| newline + 1)
    }

    /// The first dash at or after `from`, above which nothing but comments stands.
    fn dash(&self, from: usize) -> Option<usize> {
        let mut at = from;
        for line in self.text.get(from..)?.split_inclusive('\n') {
            let own = line.trim_start_matches(' ');
            if own.starts_with('-') {
                return Some(at + line.len() - own.len());
            }
            if !(own.trim().is_empty() || own.starts_with('#')) {
                return None;
            }
            at += line.len();
        }
        None
    }

    /// The dash of the next item, below the line in which an item ends.
    fn dash_after(&self, end: usize, next: usize) -> Option<usize> {
        self.dash(self.line_end(end) + 1).filter(|dash| *dash < next)
    }

    /// Cuts what stands between the end of a value and the next key. `column` is that of the value's own key or dash;
    /// comments further in belong to the value.
    fn gap(&self, end: usize, next: usize, column: usize) -> Option<Gap> {
        let line_end = self.line_end(end).min(next);
        let trailing = self.comments(self.text.get(end..line_end)?)?.into_iter().find(|line| !line.is_empty());
        let below = (line_end + 1).min(next);
        let (mut at, mut cut) = (below, below);
        for line in self.text.get(below..next)?.split_inclusive('\n') {
            at += line.len();
            let deep = line.len() - line.trim_start_matches(' ').len();
            if line.trim_start().starts_with('#') && line.ends_with('\n') && deep > column {
                cut = at;
            }
        }
        let inner = self.comments(self.text.get(below..cut)?)?.into_iter().filter(|line| !line.is_empty()).collect();
        Some(Gap { trailing, inner, next: cut })
    }

    /// The comments of a text that holds nothing else, without their indentation. At most one empty line is kept
    /// between two.
    fn comments(&self, text: &str) -> Option<Vec<String>> {
        let is_comment = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
        text.lines().all(is_comment).then(|| own_lines(text, 0))
    }
}

/// One entry or item.
struct Part {
    lead: Vec<String>,
    lines: Vec<String>,
}

fn joined(parts: impl Iterator<Item = Part>, tail: Vec<String>, indent: usize) -> Block {
    let mut block = Block { lead: Vec::new(), lines: Vec::new() };
    for (index, part) in parts.enumerate() {
        match index {
            0 => block.lead = part.lead,
            _ => block.lines.extend(part.lead),
        }
        block.lines.extend(part.lines);
    }
    block.lines.extend(tail.into_iter().map(|line| indented(&line, indent)));
    block
}

/// Where an entry goes: known keys in the order of the table, free ones as they stand.
fn place(form: &Form, key: Option<&Key>, index: usize) -> usize {
    let place = key.and_then(|key| form.keys().iter().position(|other| other.name == key.name));
    place.unwrap_or(index)
}

fn own_lines(text: &str, indent: usize) -> Vec<String> {
    let above = match text.rsplit_once('\n') {
        // What stands before a key in its own line is no line above it.
        Some((above, last)) if last.trim().is_empty() => above,
        None if text.trim().is_empty() => return Vec::new(),
        _ => text,
    };
    let mut lines: Vec<String> = above.split('\n').map(|line| indented(line.trim(), indent)).collect();
    lines.dedup_by(|line, before| line.is_empty() && before.is_empty());
    lines
}

fn without_gap(lines: Vec<String>) -> Vec<String> {
    lines.into_iter().skip_while(String::is_empty).collect()
}

fn indented(line: &str, indent: usize) -> String {
    if line.is_empty() { String::new() } else { format!("{}{line}", " ".repeat(indent)) }
}

/// A text after `|` or `>`, moved to `indent`.
fn block_scalar(own: &str, indent: usize) -> Option<Vec<String>> {
    let mut lines = own.split('\n');
    let head = lines.next()?.trim_end();
    // A digit says how far in its lines stand, whatever they look like.
    if head.split(" #").next()?.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let body: Vec<&str> = lines.collect();
    let blank = |line: &&&str| !line.trim().is_empty();
    let margin = body.iter().filter(blank).map(|line| line.len() - line.trim_start_matches(' ').len()).min()?;
    let moved = body.iter().map(|line| match line.trim().is_empty() {
        true => String::new(),
        false => format!("{}{}", " ".repeat(indent), &line[margin..]),
    });
    Some(std::iter::once(head.to_string()).chain(moved).collect())
}
