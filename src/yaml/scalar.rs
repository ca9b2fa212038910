//! A text on one line -> the same text as YAML, in quotes only where it must be.

use super::Spelling;
use super::shape::{Form, Settled};

/// A text on one line: plain if it can be.
pub fn scalar(own: &str, text: &str, quoted: bool, form: &Form, in_flow: bool) -> String {
    let settled = spelling(form).map(|spelling| (spelling.settle)(text.trim()));
    let (text, is_spelt) = match &settled {
        Some(Settled::Understood(canonical)) => (canonical.as_str(), true),
        Some(Settled::AsIs) => (text.trim(), true),
        _ => (text, false),
    };
    if !quoted {
        return if is_spelt { text.to_string() } else { own.to_string() };
    }
    let is_word = is_spelt && !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || "-/.+".contains(c));
    let closes = in_flow && text.contains([',', '[', ']', '{', '}']);
    match () {
        () if is_word || is_plain(text) && !closes => text.to_string(),
        () => in_quotes(text).unwrap_or_else(|| own.to_string()),
    }
}

/// A text as a value on one line: in quotes where it would be read as something else.
pub fn line(text: &str) -> String {
    match () {
        () if is_plain(text) => text.to_string(),
        // What no quotes can hold as it is, YAML writes with marks for it.
        () => in_quotes(text).unwrap_or_else(|| serde_json::Value::from(text).to_string()),
    }
}

/// Whether every reader of YAML takes it for this text: what looks like a number or a truth stays in quotes, and so
/// does what did in YAML 1.1 (yaml.org/type): `no`, and 14:30 as a number to the base of 60.
fn is_plain(text: &str) -> bool {
    const TRUTHS: [&str; 6] = ["y", "n", "yes", "no", "on", "off"];
    let is_old = TRUTHS.iter().any(|word| text.eq_ignore_ascii_case(word))
        || text.contains(':') && text.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '.' | '-' | '+' | '_'));
    !is_old && serde_yaml::to_string(text).is_ok_and(|plain| plain.trim_end() == text)
}

/// In double quotes, or in single ones where that saves marks within.
fn in_quotes(text: &str) -> Option<String> {
    if text.contains(|c: char| c.is_control() || matches!(c, '\u{feff}' | '\u{2028}' | '\u{2029}')) {
        return None;
    }
    Some(match text.contains(['"', '\\']) {
        true => format!("'{}'", text.replace('\'', "''")),
        false => format!("\"{text}\""),
    })
}

/// How a single value of this form is spelt.
fn spelling(form: &Form) -> Option<Spelling> {
    match form {
        Form::Spelling(spelling) => Some(*spelling),
        Form::Either(forms) => forms.iter().map(|form| form()).find_map(|form| spelling(&form)),
        Form::List(item) => spelling(&item()),
        _ => None,
    }
}
