//! Values -> front matter, in the language of the site and with the keys of its tables.

use crate::edit::{Tongue, scalar};
use crate::parse::{Kind, keys};
use crate::yaml::Key;

use super::piece::{Odd, is_shown, squeezed};

/// A value of a key.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Words, quoted where YAML would read something else.
    Text(String),
    /// A date, a number, a word of the table: never quoted.
    Bare(String),
    List(Vec<Value>),
    Group(Vec<(&'static str, Value)>),
}

impl Value {
    pub fn text(text: &str) -> Self {
        Value::Text(squeezed(text))
    }

    pub fn bare(value: impl ToString) -> Self {
        Value::Bare(value.to_string())
    }

    /// As it is shown to people.
    pub fn shown(&self) -> String {
        match self {
            Value::Text(text) | Value::Bare(text) => text.clone(),
            Value::List(items) => items.iter().map(Value::shown).collect::<Vec<_>>().join("; "),
            Value::Group(pairs) => pairs.iter().map(|(_, value)| value.shown()).collect::<Vec<_>>().join(", "),
        }
    }
}

/// The text of a record's file.
pub fn file(kind: Kind, tongue: Tongue, front: &[(&'static str, Value)], remarks: &[String], body: &str) -> String {
    let mut out = String::from("---\n");
    // In the order of the table, which is that of the manual.
    let place = |name: &str| keys(kind).iter().position(|key| key.name == name);
    let mut front: Vec<_> = front.iter().collect();
    front.sort_by_key(|(name, _)| place(name));
    for (name, value) in front {
        group_line(&mut out, keys(kind), tongue, 0, name, value);
    }
    for remark in remarks {
        out.push_str(&format!("# {}\n", squeezed(remark)));
    }
    out.push_str("---\n");
    let body = body.trim_matches('\n');
    if !body.is_empty() {
        out.push('\n');
        out.push_str(body);
        out.push('\n');
    }
    out.retain(is_shown);
    out
}

fn group_line(out: &mut String, keys: &'static [Key], tongue: Tongue, indent: usize, name: &str, value: &Value) {
    let key = keys.iter().find(|key| key.name == name).expect("a key that the tables have");
    let word = match tongue {
        Tongue::English => key.name,
        Tongue::Chinese => key.aliases.first().unwrap_or(&key.name),
    };
    out.push_str(word);
    out.push(':');
    below(out, (key.form)().keys(), tongue, indent, value);
}

/// A word of the tables as a clerk of this language writes it.
fn word(tongue: Tongue, word: &str) -> &str {
    const CHINESE: [(&str, &str); 8] = [
        ("morning", "上午"),
        ("noon", "中午"),
        ("afternoon", "下午"),
        ("evening", "晚上"),
        ("one-by-one", "逐一"),
        ("on-the-spot", "现场"),
        ("secret-ballot", "无记名投票"),
        ("scheduled", "计划中"),
    ];
    let own = CHINESE.iter().find(|(english, _)| tongue == Tongue::Chinese && *english == word);
    own.map_or(word, |(_, chinese)| chinese)
}

/// What stands behind a colon.
fn below(out: &mut String, keys: &'static [Key], tongue: Tongue, indent: usize, value: &Value) {
    match value {
        Value::Text(text) => out.push_str(&format!(" {}\n", scalar(text))),
        Value::Bare(text) => out.push_str(&format!(" {}\n", word(tongue, text))),
        Value::List(items) => {
            out.push('\n');
            for item in items {
                out.push_str(&" ".repeat(indent + 2));
                out.push_str("- ");
                match item {
                    Value::Group(pairs) => pairs_at(out, keys, tongue, indent + 4, pairs),
                    Value::Text(text) => out.push_str(&format!("{}\n", scalar(text))),
                    other => out.push_str(&format!("{}\n", other.shown())),
                }
            }
        }
        Value::Group(pairs) => {
            out.push('\n');
            out.push_str(&" ".repeat(indent + 2));
            pairs_at(out, keys, tongue, indent + 2, pairs);
        }
    }
}

/// The lines of a group, the first of which is indented already.
fn pairs_at(out: &mut String, keys: &'static [Key], tongue: Tongue, indent: usize, pairs: &[(&'static str, Value)]) {
    for (place, (name, value)) in pairs.iter().enumerate() {
        if place > 0 {
            out.push_str(&" ".repeat(indent));
        }
        group_line(out, keys, tongue, indent, name, value);
    }
}

/// A line of Markdown that no page shows and every editor does: the definition of a link that
/// nobody uses (CommonMark, 4.7). An HTML comment would be printed on the page where raw HTML
/// is shown as text.
pub fn mark(odd: &Odd) -> String {
    let words = squeezed(&odd.words);
    let text = if words.is_empty() { odd.what.clone() } else { format!("{}: {words}", odd.what) };
    let mut line = String::from("[//]: # (import: ");
    for letter in text.chars() {
        if matches!(letter, '(' | ')' | '\\') {
            line.push('\\');
        }
        line.push(letter);
    }
    line.push(')');
    line
}
