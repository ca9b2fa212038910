//! What is in a text: its links and headings, HTML, and how long it is.

use std::borrow::Cow;
use std::collections::BTreeMap;

use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};

use super::options;
use crate::lang::is_han;
use crate::span::Span;

/// A link or an image as it is written.
#[derive(Clone, Debug, PartialEq, Eq, Hash, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Link {
    pub destination: String,
    /// The destination's bytes in the text.
    pub span: Span,
    pub image: bool,
    /// Whether it has no words: an empty link text, or an empty `alt`.
    pub wordless: bool,
}

/// A heading.
#[derive(Clone, Debug, PartialEq, Eq, Hash, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Heading {
    /// As written, 1 to 6.
    pub level: u8,
    pub anchor: String,
    pub words: String,
    pub span: Span,
}

/// What is in a text.
#[derive(Clone, Debug, Default, PartialEq, Eq, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Facts {
    pub links: Vec<Link>,
    pub headings: Vec<Heading>,
    /// Where HTML stands.
    pub html: Vec<Span>,
    /// How many words there are besides Han characters.
    pub words: usize,
    /// How many Han characters there are.
    pub characters: usize,
}

impl Facts {
    /// Whether nothing stands below the headings.
    pub fn are_headings_alone(&self) -> bool {
        let of_headings = self.headings.iter().map(|heading| count(&heading.words));
        let of_headings = of_headings.map(|(words, characters)| words + characters).sum::<usize>();
        self.html.is_empty() && !self.links.iter().any(|link| link.image) && self.words + self.characters == of_headings
    }
}

/// Looks through `text`; spans count from its beginning. `taken` are anchors that its page
/// has already.
pub fn facts(text: &str, taken: &[&str]) -> Facts {
    let mut facts = Facts::default();
    let mut anchors = Anchors::new(taken);
    let mut heading: Option<Heading> = None;
    let mut open: Vec<Link> = Vec::new();
    for (event, range) in Parser::new_ext(text, options()).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                let span = Span::new(range.start, range.start + text[range.clone()].trim_end().len());
                heading = Some(Heading { level: level as u8, anchor: String::new(), words: String::new(), span });
            }
            Event::End(TagEnd::Heading(_)) => {
                if let Some(mut done) = heading.take() {
                    done.anchor = anchors.next(&done.words);
                    facts.headings.push(done);
                }
            }
            Event::Start(Tag::Link { dest_url, link_type, .. }) => open.push(Link {
                span: destination_span(text, &range, &dest_url, link_type),
                destination: dest_url.into_string(),
                image: false,
                wordless: true,
            }),
            Event::Start(Tag::Image { dest_url, link_type, .. }) => {
                // An image is words enough for the link around it.
                open.iter_mut().for_each(|link| link.wordless = false);
                open.push(Link {
                    span: destination_span(text, &range, &dest_url, link_type),
                    destination: dest_url.into_string(),
                    image: true,
                    wordless: true,
                });
            }
            Event::End(TagEnd::Link | TagEnd::Image) => facts.links.extend(open.pop()),
            Event::Html(_) | Event::InlineHtml(_) => facts.html.push(Span::new(range.start, range.end)),
            Event::Text(words) | Event::Code(words) => {
                let (more, characters) = count(&words);
                facts.words += more;
                facts.characters += characters;
                if !words.trim().is_empty() {
                    open.iter_mut().for_each(|link| link.wordless = false);
                }
                if let Some(heading) = &mut heading {
                    heading.words.push_str(&words);
                }
            }
            _ => {}
        }
    }
    facts
}

/// Where in the link's bytes its destination is written.
fn destination_span(text: &str, range: &std::ops::Range<usize>, destination: &str, kind: LinkType) -> Span {
    let source = &text[range.clone()];
    let written = match kind {
        LinkType::Inline => source.rfind("](").and_then(|at| source[at..].find(destination).map(|found| at + found)),
        _ => source.find(destination),
    };
    match written.filter(|_| !destination.is_empty()) {
        Some(at) => Span::new(range.start + at, range.start + at + destination.len()),
        None => Span::new(range.start, range.end),
    }
}

/// What a character is in a count of words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    Space,
    /// Stands in a word, or beside one.
    Mark,
}

/// The classes of the ASCII characters, of which most texts consist.
const ASCII: [Class; 0x80] = {
    let (mut classes, mut at) = ([Class::Mark; 0x80], 0);
    while at < 0x80 {
        let byte = at as u8;
        if byte.is_ascii_alphanumeric() {
            classes[at] = Class::Letter;
        } else if (byte as char).is_whitespace() {
            classes[at] = Class::Space;
        }
        at += 1;
    }
    classes
};

/// How many words there are, separated by spaces or by Han characters, and how many of these.
fn count(text: &str) -> (usize, usize) {
    let (mut words, mut characters, mut is_in_word) = (0, 0, false);
    for c in text.chars() {
        let class = match ASCII.get(c as usize) {
            Some(class) => *class,
            None if is_han(c) => {
                characters += 1;
                Class::Space
            }
            None if c.is_alphanumeric() => Class::Letter,
            None if c.is_whitespace() => Class::Space,
            None => Class::Mark,
        };
        words += usize::from(class == Class::Letter && !is_in_word);
        is_in_word = class == Class::Letter || class == Class::Mark && is_in_word;
    }
    (words, characters)
}

/// Anchors that every page may have, whatever its kind.
const OF_EVERY_PAGE: &[&str] = &["main", "facts", "contents", "attachments"];

/// Gives each heading an anchor that nothing else on its page has.
pub(super) struct Anchors<'a>(BTreeMap<Cow<'a, str>, usize>);

impl<'a> Anchors<'a> {
    pub fn new(taken: &[&'a str]) -> Self {
        Anchors(OF_EVERY_PAGE.iter().chain(taken).map(|anchor| (Cow::Borrowed(*anchor), 1)).collect())
    }

    pub fn next(&mut self, words: &str) -> String {
        let mut anchor = String::new();
        for c in words.chars().flat_map(char::to_lowercase) {
            if c.is_alphanumeric() {
                anchor.push(c);
            } else if !anchor.ends_with('-') && !anchor.is_empty() && !matches!(c, '\'' | '’') {
                anchor.push('-');
            }
        }
        anchor.truncate(anchor.trim_end_matches('-').len());
        if anchor.is_empty() {
            anchor.push_str("section");
        }
        let count = self.0.entry(Cow::Owned(anchor.clone())).or_insert(0);
        *count += 1;
        match *count {
            1 => anchor,
            count => self.next(&format!("{anchor}-{count}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn words_end_at_spaces_and_at_han_characters(text in "[a1é (-中，\u{3000}]{0,20}") {
            let words = text.split(|c: char| c.is_whitespace() || is_han(c));
            let words = words.filter(|word| word.contains(char::is_alphanumeric)).count();
            prop_assert_eq!(count(&text), (words, text.matches(is_han).count()));
        }
    }
}
