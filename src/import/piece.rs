//! What was read of a source, before anybody asks what it means: blocks of text, tables, pictures,
//! facts that were given as such, and what no field and no text can hold.

use std::fmt;

use super::front::Value;
use crate::lang::is_han;

/// Where in its source a piece stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spot {
    #[default]
    Whole,
    Line(usize),
    /// A Word file has no lines before somebody prints it.
    Paragraph(usize),
    /// A row of a sheet, counted as programs for spreadsheets show it.
    Row(usize),
    /// A part with a name of its own: a sheet, the head of the pages.
    Part(String),
}

impl fmt::Display for Spot {
    /// What goes after the source's name.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Spot::Whole => Ok(()),
            Spot::Line(line) => write!(f, ":{line}"),
            Spot::Paragraph(number) => write!(f, ", paragraph {number}"),
            Spot::Row(row) => write!(f, ", row {row}"),
            Spot::Part(name) => write!(f, ", {name}"),
        }
    }
}

/// A paragraph, a line of an address, an item of a list.
#[derive(Clone, Debug, Default)]
pub struct Line {
    pub spot: Spot,
    /// The words alone.
    pub plain: String,
    /// The same as Markdown.
    pub markdown: String,
}

/// What is not understood: where, what it is, and its words as far as it has any.
#[derive(Clone, Debug)]
pub struct Odd {
    pub spot: Spot,
    /// As it goes on after "not understood": `a text box`.
    pub what: String,
    pub words: String,
}

/// A part of the text.
#[derive(Clone, Debug)]
pub enum Block {
    Heading(u8, Line),
    /// Each a paragraph.
    Text(Line),
    /// An item of a list; its Markdown has the marker, its words do not.
    Item(Line),
    /// Rows of cells.
    Table(Spot, Vec<Vec<Line>>),
    /// Markdown that stays in one piece.
    Whole(Line),
    Odd(Odd),
}

/// A picture that came with a source.
#[derive(Clone, Debug)]
pub struct Photo {
    pub spot: Spot,
    /// As it is called in the source.
    pub name: String,
    pub bytes: Vec<u8>,
    /// What is to be seen, where the source says so.
    pub alt: Option<String>,
    /// Whether the text shows it, at the address `name`.
    pub in_text: bool,
}

/// Something known of the record: a key, its value, and the words that say so.
#[derive(Clone, Debug)]
pub struct Fact {
    pub key: &'static str,
    pub value: Value,
    pub words: String,
    pub spot: Spot,
}

/// A source, read.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// Which the source names as its title, apart from its text.
    pub title: Option<Line>,
    pub given: Vec<Fact>,
    pub blocks: Vec<Block>,
    pub photos: Vec<Photo>,
    /// What stands at no place of the text.
    pub odd: Vec<Odd>,
    /// The address that the source gives for itself.
    pub url: Option<String>,
    /// Whether it comes from another generator, or from the web: it was published once.
    pub posted: bool,
    /// Whether its Markdown is a writer's own, and not to be read for facts line by line.
    pub written: bool,
}

impl Document {
    /// The lines of the text, but for tables and what stays in one piece.
    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Heading(_, line) | Block::Text(line) | Block::Item(line) => Some(line),
            Block::Table(..) | Block::Whole(_) | Block::Odd(_) => None,
        })
    }

    /// Whether most of it is Chinese.
    pub fn is_chinese(&self) -> bool {
        let (mut han, mut other) = (0, 0);
        let title = self.title.iter();
        for letter in title.chain(self.lines()).flat_map(|line| line.plain.chars()).take(20_000) {
            match letter {
                letter if is_han(letter) => han += 1,
                letter if letter.is_alphabetic() => other += 1,
                _ => {}
            }
        }
        // A word of Latin letters is about as much as one Han character.
        han * 4 > other
    }
}

/// Whether a character stands for anything that people see or that parts words: damage does not.
pub fn is_shown(letter: char) -> bool {
    matches!(letter, '\n' | '\t') || !letter.is_control() && !matches!(letter, '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// On one line, with single blanks, and nothing that YAML (1.2.2, 5.1) cannot hold.
pub fn squeezed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let text: String = text.chars().filter(|c| is_shown(*c) || c.is_whitespace()).collect();
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}
