//! Plain text -> a document. A paragraph ends at an empty line; in Chinese, and where a line says
//! what it holds or is an item of a list, at every line.

use std::sync::LazyLock;

use regex::Regex;

use super::inline::{escaped, paragraph};
use super::piece::{Block, Document, Line, Spot};
use crate::lang::is_han;

static MARKER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\s*(?P<m>[-*•·]|\d{1,3}[.)]|\d{1,3}[、．])\s*(?P<t>\S.*)$").expect("a fixed pattern")
});

pub fn read(text: &str) -> Document {
    let mut document = Document::default();
    let is_chinese =
        text.chars().filter(|c| is_han(*c)).count() * 4 > text.chars().filter(|c| c.is_alphabetic()).count();
    // The paragraph so far, and the line on which it began.
    let mut open: Option<(usize, Vec<&str>)> = None;
    let close = |open: &mut Option<(usize, Vec<&str>)>, blocks: &mut Vec<Block>| {
        if let Some((number, lines)) = open.take() {
            blocks.push(Block::Text(Line {
                spot: Spot::Line(number),
                plain: lines.join(" "),
                markdown: lines.iter().map(|line| paragraph(line)).collect::<Vec<_>>().join("\n"),
            }));
        }
    };
    for (index, raw) in text.lines().enumerate() {
        let number = index + 1;
        let line = raw.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        if line.is_empty() {
            close(&mut open, &mut document.blocks);
            continue;
        }
        if let Some(item) = item(line) {
            close(&mut open, &mut document.blocks);
            document.blocks.push(Block::Item(Line { spot: Spot::Line(number), ..item }));
            continue;
        }
        let is_labelled =
            line.find([':', '：']).is_some_and(|at| at <= 40 && !line[..at].contains(['.', '。', ',', '，']));
        if is_chinese || is_labelled || raw.starts_with([' ', '\t', '　']) {
            close(&mut open, &mut document.blocks);
        }
        match &mut open {
            Some((_, lines)) => lines.push(line),
            None => open = Some((number, vec![line])),
        }
        if is_labelled && !line.ends_with(',') {
            close(&mut open, &mut document.blocks);
        }
    }
    close(&mut open, &mut document.blocks);
    document
}

/// An item of a list as Markdown has it; 1、 has no mark there, and stays a paragraph in its looks.
fn item(line: &str) -> Option<Line> {
    let read = MARKER.captures(line)?;
    let (mark, words) = (&read["m"], &read["t"]);
    let is_sign = mark.chars().all(|c| !c.is_ascii_digit());
    let has_gap = line[read.name("m")?.end()..].starts_with(char::is_whitespace);
    let markdown = match mark {
        // A dash without a blank is a minus or a dialogue.
        _ if is_sign && !has_gap => return None,
        _ if is_sign => format!("- {}", paragraph(words)),
        mark if mark.ends_with(['、', '．']) => escaped(line),
        // 1.5 is a number.
        _ if !has_gap => return None,
        mark => format!("{mark} {}", paragraph(words)),
    };
    Some(Line { plain: words.to_string(), markdown, ..Line::default() })
}
