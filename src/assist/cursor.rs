//! A place in front matter that is being written -> the groups around it and the word there.
//!
//! Text that is being written is broken most of the time, so that no parser reads it. Lines and
//! their indentation say enough.

use crate::span::Span;

/// Where somebody writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor<'t> {
    /// The keys of the groups around, the outermost first, as they are written.
    pub path: Vec<&'t str>,
    /// The key whose value is being written; without one, a key or an item of a list.
    pub key: Option<&'t str>,
    /// The word that the cursor is in or behind.
    pub word: Span,
}

/// A line, as far as its layout goes. Columns are bytes.
struct Line<'t> {
    /// Where the first dash of a list stands.
    dash: Option<usize>,
    /// Where its words begin.
    start: usize,
    key: Option<&'t str>,
    /// Where the value begins, behind the colon.
    value: usize,
}

fn read(line: &str) -> Line<'_> {
    let skip = |at: usize| at + (line[at..].len() - line[at..].trim_start_matches(' ').len());
    let (mut start, mut dash) = (skip(0), None);
    while line[start..].starts_with("- ") || line[start..].trim_end() == "-" {
        dash.get_or_insert(start);
        start = skip(start + 1);
    }
    let words = &line[start..];
    let colon = words.match_indices(':').map(|(at, _)| at).find(|at| {
        let after = words[at + 1..].chars().next();
        after.is_none_or(char::is_whitespace)
    });
    let key = colon.map(|at| words[..at].trim().trim_matches(['"', '\'']));
    let key = key.filter(|key| !key.is_empty() && !key.starts_with(['#', '{', '[']));
    let value = colon.map_or(start, |at| start + at + 1);
    Line { dash, start, key, value: if key.is_some() { value } else { start } }
}

/// The place at byte `offset` of front matter.
pub fn cursor(text: &str, offset: usize) -> Cursor<'_> {
    let offset = text.floor_char_boundary(offset);
    let line_start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[offset..].find('\n').map_or(text.len(), |at| offset + at);
    let line = &text[line_start..line_end];
    let here = read(line);
    let column = offset - line_start;
    let in_value = here.key.is_some() && column >= here.value;

    // A line on which nothing stands yet belongs where the cursor is.
    let own = if line.trim().is_empty() { column } else { here.start };
    let limit = match here.dash {
        Some(dash) => (dash, true),
        None => (own, false),
    };
    let mut path = groups_above(&text[..line_start], limit);

    let from = if in_value || here.key.is_none() { here.value.min(column) } else { here.start.min(column) };
    let flow = flow(&line[from..column]);
    let mut key = if in_value { here.key } else { None };
    for (bracket, inner) in &flow.open {
        if *bracket == '{' {
            path.extend(key.take());
            key = *inner;
        }
    }
    let ends: &[char] = if flow.open.is_empty() { &[] } else { &[',', ']', '}'] };
    let rest = &line[column..];
    let stop = if !in_value && flow.open.is_empty() { rest.find(':') } else { rest.find(ends) };
    let rest = &rest[..stop.unwrap_or(rest.len())];
    let rest = rest.find(" #").map_or(rest, |at| &rest[..at]).trim_end();
    let before = &line[from + flow.word..column];
    let start = column - before.trim_start().len();
    let quote = |text: &str| usize::from(text.starts_with(['"', '\'']));
    let start = start + quote(&line[start..column]);
    let end = column + rest.len() - usize::from(rest.ends_with(['"', '\'']));
    Cursor { path, key, word: Span::new(line_start + start, line_start + end.max(start)) }
}

/// The keys of the groups that a line belongs to: above, and less indented. An item of a list
/// may begin below the first letter of its key.
fn groups_above(text: &str, (mut limit, mut may_equal): (usize, bool)) -> Vec<&str> {
    let mut path = Vec::new();
    for line in text.lines().rev() {
        if limit == 0 && !may_equal {
            break;
        }
        if line.trim().is_empty() || line.trim_start().starts_with('#') {
            continue;
        }
        let above = read(line);
        let Some(key) = above.key else { continue };
        let is_group = above.start < limit || above.start == limit && may_equal && above.dash.is_none();
        let begins_item = above.dash.is_some_and(|dash| dash < limit);
        if is_group {
            path.push(key);
        }
        if is_group || begins_item {
            (limit, may_equal) = match above.dash {
                Some(dash) => (dash, true),
                None => (above.start, false),
            };
        }
    }
    path.reverse();
    path
}

/// Brackets that are open at the end of a value, each with the key before the last colon in it.
struct Flow<'t> {
    open: Vec<(char, Option<&'t str>)>,
    /// Where the last word begins.
    word: usize,
}

fn flow(value: &str) -> Flow<'_> {
    let mut flow = Flow { open: Vec::new(), word: 0 };
    let mut quote = None;
    for (at, c) in value.char_indices() {
        match (quote, c) {
            (Some(open), _) => quote = (open != c).then_some(open),
            (None, '"' | '\'') if value[flow.word..at].trim().is_empty() => quote = Some(c),
            (None, '{' | '[') if !flow.open.is_empty() || value[..at].trim().is_empty() => {
                flow.open.push((c, None));
                flow.word = at + 1;
            }
            (None, '}' | ']') if !flow.open.is_empty() => {
                flow.open.pop();
                flow.word = at + 1;
            }
            (None, ',') if !flow.open.is_empty() => {
                if let Some((_, key)) = flow.open.last_mut() {
                    *key = None;
                }
                flow.word = at + 1;
            }
            (None, ':') if value[at + 1..].chars().next().is_none_or(char::is_whitespace) => {
                if let Some((_, key)) = flow.open.last_mut() {
                    *key = Some(value[flow.word..at].trim());
                    flow.word = at + 1;
                }
            }
            _ => {}
        }
    }
    flow
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The place of `|` in a text: groups, key, word.
    fn at(text: &str) -> String {
        let offset = text.find('|').expect("a cursor");
        let text = text.replacen('|', "", 1);
        let cursor = cursor(&text, offset);
        let word = &text[cursor.word.start..cursor.word.end];
        format!("{} {} `{word}`", cursor.path.join("."), cursor.key.unwrap_or("-"))
    }

    #[test]
    fn a_place_has_its_groups_its_key_and_its_word() {
        assert_eq!(at("title: A\nch|"), " - `ch`");
        assert_eq!(at("title: A\nch|air: x"), " - `chair`");
        assert_eq!(at("chair: che|n-ning # who"), " chair `chen-ning`");
        assert_eq!(at("chair: \"che|n\""), " chair `chen`");
        assert_eq!(at("主持: 陈|"), " 主持 `陈`");
        assert_eq!(at("place:\n  na|"), "place - `na`");
        assert_eq!(at("place:\n  name: A\n\n  |"), "place - ``");
        assert_eq!(at("agenda:\n  items:\n    - title: A\n      re|"), "agenda.items - `re`");
        assert_eq!(at("present:\n- chen|"), "present - `chen`");
        assert_eq!(at("present:\n  - li\n  - person: ch|"), "present person `ch`");
        assert_eq!(
            at("suggestions:\n  by:\n    person: a\n  items:\n  - text: A\n    no|"),
            "suggestions.items - `no`"
        );
        assert_eq!(at("a:\n  b: c\nd|"), " - `d`");
    }

    #[test]
    fn brackets_make_groups_too() {
        assert_eq!(at("place: {name: Hall, ro|"), "place - `ro`");
        assert_eq!(at("place: {name: Ha|ll, room: B}"), "place name `Hall`");
        assert_eq!(at("about: [a, b|, c]"), " about `b`");
        assert_eq!(at("present: [{person: li, role: x}, {person: w|"), "present person `w`");
        assert_eq!(at("a: {b: {c: d, e|"), "a.b - `e`");
        assert_eq!(at("title: A [b] c|"), " title `A [b] c`");
    }

    proptest::proptest! {
        #[test]
        fn every_place_of_any_text_has_a_word(text in "[a主:{}\\[\\]\"' #,\\-\n]{0,40}", offset in 0..140usize) {
            let offset = offset.min(text.len());
            let word = cursor(&text, offset).word;
            proptest::prop_assert!(text.get(word.start..word.end).is_some());
        }
    }
}
