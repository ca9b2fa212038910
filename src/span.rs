//! Places in text: which file, which bytes, and which line and column that is.
//!
//! A span counts bytes of the decoded text (after a byte order mark, front matter
//! fences included). Lines and columns are worked out only when a place is shown.

use std::fmt;
use std::sync::Arc;

use borsh::{BorshDeserialize, BorshSerialize};

/// A file of the site, named by its path from the site's folder, with `/` between
/// parts: `content/people/chen-ning.md`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize)]
pub struct SourcePath(Arc<str>);

impl SourcePath {
    /// `path` is relative, uses `/` and holds no `.` or `..` part.
    pub fn new(path: impl Into<Arc<str>>) -> Self {
        Self(path.into())
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last part of the path.
    pub fn name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// Everything before the last part, without the slash; empty at the top.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The path of `relative` as seen from this file's folder, or from the site's
    /// content folder where it starts with `/`. `None` when it climbs out of the site.
    pub fn join(&self, relative: &str) -> Option<SourcePath> {
        let mut parts: Vec<&str> = match relative.starts_with('/') {
            true => vec!["content"],
            false => self.folder().split('/').filter(|part| !part.is_empty()).collect(),
        };
        for part in relative.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                part => parts.push(part),
            }
        }
        Some(Self::new(parts.join("/")))
    }
}

impl fmt::Display for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A range of bytes in a file's decoded text. `start` is never after `end`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize)]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

impl Span {
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end: end.max(start) }
    }

    /// The same range in a text that has `offset` more bytes before it.
    pub fn shifted(self, offset: usize) -> Self {
        Self::new(self.start + offset, self.end + offset)
    }

    /// The nearest range that lies inside `text` on character boundaries.
    pub fn clamped(self, text: &str) -> Self {
        let start = text.floor_char_boundary(self.start);
        Self::new(start, text.ceil_char_boundary(self.end.max(start)))
    }
}

/// A line and a column, both counted from 1, the column in Unicode characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

impl Position {
    /// The position of byte `offset` of `text`.
    pub fn of(text: &str, offset: usize) -> Self {
        let before = &text[..text.floor_char_boundary(offset)];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Self {
            line: before.bytes().filter(|byte| *byte == b'\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let text = "a\n主持: x";
        assert_eq!(Position::of(text, text.find('x').unwrap()), Position { line: 2, column: 5 });
    }

    #[test]
    fn a_path_that_climbs_out_of_the_site_is_no_path() {
        let file = SourcePath::new("content/news/a.md");
        assert_eq!(file.join("../people/b.md"), Some(SourcePath::new("content/people/b.md")));
        assert_eq!(file.join("/people/b.md"), Some(SourcePath::new("content/people/b.md")));
        assert_eq!(file.join("../../../etc/passwd"), None);
    }
}
