//! Places, addresses and findings in the protocol's words.

use std::path::{Path, PathBuf};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde_json::{Value, json};

use crate::diag::{Diagnostic, Severity};
use crate::span::Span;

/// A text by its lines. The protocol counts lines from 0, and columns in units of UTF-16.
pub struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    pub fn of(text: &'t str) -> Self {
        let starts = std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1)).collect();
        Lines { text, starts }
    }

    fn position(&self, offset: usize) -> Value {
        let line = self.starts.partition_point(|start| *start <= offset) - 1;
        let before = &self.text[self.starts[line]..self.text.floor_char_boundary(offset)];
        json!({ "line": line, "character": before.encode_utf16().count() })
    }

    pub fn range(&self, span: Span) -> Value {
        json!({ "start": self.position(span.start), "end": self.position(span.end) })
    }

    /// The byte at a position; one behind the end of a line is the end of the line.
    pub fn offset(&self, position: &Value) -> Option<usize> {
        let line = usize::try_from(position["line"].as_u64()?).ok()?;
        let column = usize::try_from(position["character"].as_u64()?).ok()?;
        let Some(start) = self.starts.get(line).copied() else { return Some(self.text.len()) };
        let end = self.starts.get(line + 1).map_or(self.text.len(), |next| next - 1);
        let mut units = 0;
        for (at, c) in self.text[start..end].char_indices() {
            if units >= column {
                return Some(start + at);
            }
            units += c.len_utf16();
        }
        Some(end)
    }
}

/// The path of a `file:` address (RFC 8089).
pub fn path_of(uri: &str) -> Option<PathBuf> {
    let path = uri.strip_prefix("file://")?;
    let path = percent_decode_str(path).decode_utf8().ok()?;
    // `/C:/records` on Windows.
    let is_drive = cfg!(windows) && path.len() > 2 && path.as_bytes()[2] == b':';
    Some(PathBuf::from(if is_drive { &path[1..] } else { &path }))
}

pub fn uri_of(path: &Path) -> String {
    const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b'~');
    let path = path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
    let slash = if path.starts_with('/') { "" } else { "/" };
    format!("file://{slash}{}", utf8_percent_encode(&path, KEPT))
}

pub fn diagnostic(found: &Diagnostic, range: Value) -> Value {
    let severity = match found.severity {
        Severity::Error => 1,
        Severity::Warning => 2,
        Severity::Note => 3,
    };
    let more = [Some(found.label.as_str()).filter(|label| !label.is_empty()), found.help.as_deref()];
    let message = more.into_iter().flatten().fold(found.message.clone(), |all, more| format!("{all}\n{more}"));
    json!({ "range": range, "severity": severity, "code": found.check.name(), "source": "minutebook", "message": message })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_units_of_utf_16() {
        let text = "a\n主持: 😀x\n";
        let lines = Lines::of(text);
        let x = text.find('x').unwrap();
        assert_eq!(lines.position(x), json!({ "line": 1, "character": 6 }));
        assert_eq!(lines.offset(&json!({ "line": 1, "character": 6 })), Some(x));
        assert_eq!(lines.offset(&json!({ "line": 1, "character": 99 })), Some(x + 1));
        assert_eq!(lines.offset(&json!({ "line": 9, "character": 0 })), Some(text.len()));
    }

    #[test]
    fn a_path_is_an_address_and_back() {
        let path = Path::new("/home/li/街 记录/a.md");
        let uri = uri_of(path);
        assert_eq!(uri, "file:///home/li/%E8%A1%97%20%E8%AE%B0%E5%BD%95/a.md");
        assert_eq!(path_of(&uri).as_deref(), Some(path));
    }
}
