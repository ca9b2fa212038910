//! Words with their looks -> Markdown that shows just those words.

use std::fmt::Write;

/// How words look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    pub bold: bool,
    pub italic: bool,
}

/// A paragraph that is being put together.
#[derive(Clone, Debug, Default)]
pub struct Inline {
    runs: Vec<Run>,
}

#[derive(Clone, Debug)]
enum Run {
    Words(String, Look),
    /// Markdown as it is: a footnote's mark, a picture.
    Whole(String),
    Break,
    LinkStart(String),
    LinkEnd,
}

impl Inline {
    pub fn words(&mut self, words: &str, look: Look) {
        match self.runs.last_mut() {
            Some(Run::Words(before, same)) if *same == look => before.push_str(words),
            _ if words.is_empty() => {}
            _ => self.runs.push(Run::Words(words.to_string(), look)),
        }
    }

    pub fn whole(&mut self, markdown: impl Into<String>) {
        self.runs.push(Run::Whole(markdown.into()));
    }

    pub fn line_break(&mut self) {
        self.runs.push(Run::Break);
    }

    pub fn link_start(&mut self, to: &str) {
        self.runs.push(Run::LinkStart(to.to_string()));
    }

    pub fn link_end(&mut self) {
        self.runs.push(Run::LinkEnd);
    }

    /// The words alone.
    pub fn plain(&self) -> String {
        let mut out = String::new();
        for run in &self.runs {
            match run {
                Run::Words(words, _) => out.push_str(words),
                Run::Break => out.push(' '),
                Run::Whole(_) | Run::LinkStart(_) | Run::LinkEnd => {}
            }
        }
        out.trim().to_string()
    }

    pub fn is_empty(&self) -> bool {
        self.runs.iter().all(|run| match run {
            Run::Words(words, _) => words.trim().is_empty(),
            Run::Whole(_) => false,
            Run::Break | Run::LinkStart(_) | Run::LinkEnd => true,
        })
    }

    /// As Markdown; `breaks` is what a line break becomes.
    pub fn markdown(&self, breaks: &str) -> String {
        let mut out = String::new();
        let mut links: Vec<(usize, String)> = Vec::new();
        for (place, run) in self.runs.iter().enumerate() {
            match run {
                Run::Words(words, look) => self.emphasized(&mut out, place, words, *look),
                Run::Whole(markdown) => out.push_str(markdown),
                Run::Break if out.trim().is_empty() => {}
                Run::Break => {
                    out.truncate(out.trim_end().len());
                    out.push_str(breaks);
                }
                Run::LinkStart(to) if links.is_empty() => links.push((out.len(), to.clone())),
                // A link in a link is none (CommonMark, 6.3).
                Run::LinkStart(_) => links.push((usize::MAX, String::new())),
                Run::LinkEnd => {
                    if let Some((start, to)) = links.pop().filter(|(start, _)| *start <= out.len()) {
                        close_link(&mut out, start, &to);
                    }
                }
            }
        }
        while let Some((start, to)) = links.pop() {
            if start <= out.len() {
                close_link(&mut out, start, &to);
            }
        }
        let text = out.trim();
        escaped_start(text.strip_suffix(breaks.trim_end()).filter(|_| breaks.starts_with('\\')).unwrap_or(text))
    }

    fn emphasized(&self, out: &mut String, place: usize, words: &str, look: Look) {
        let inner = words.trim();
        let marker = match (look.bold, look.italic) {
            (true, true) => "***",
            (true, false) => "**",
            (false, true) => "*",
            (false, false) => "",
        };
        let before = &words[..words.len() - words.trim_start().len()];
        let after = &words[words.trim_end().len()..];
        let next = self.runs.get(place + 1).and_then(|run| match run {
            Run::Words(words, _) => words.chars().next(),
            Run::Break => Some(' '),
            Run::Whole(_) | Run::LinkEnd => Some('['),
            Run::LinkStart(_) => Some('['),
        });
        // Where CommonMark (6.2) would not see the marks, the look is let go rather than the words spoiled.
        let opens = flanks(before.chars().next_back().or(out.chars().next_back()), inner.chars().next());
        let closes = flanks(after.chars().next().or(next), inner.chars().next_back());
        let touching = before.is_empty() && out.ends_with('*');
        let marker = if inner.is_empty() || !opens || !closes || touching { "" } else { marker };
        let _ = write!(out, "{before}{marker}{}{marker}{after}", escaped(inner));
    }
}

fn flanks(outside: Option<char>, inside: Option<char>) -> bool {
    let is_letter = |letter: char| letter.is_alphanumeric();
    match (outside, inside) {
        (_, None) => false,
        (_, Some(inside)) if inside.is_whitespace() => false,
        (_, Some(inside)) if is_letter(inside) => true,
        (None, _) => true,
        (Some(outside), _) => !is_letter(outside),
    }
}

fn close_link(out: &mut String, start: usize, to: &str) {
    let words = out[start..].to_string();
    let (inner, after) = (words.trim(), &words[words.trim_end().len()..]);
    let before = &words[..words.len() - words.trim_start().len()];
    if inner.is_empty() {
        return;
    }
    let linked = format!("{before}[{inner}]({}){after}", destination(to));
    out.truncate(start);
    out.push_str(&linked);
}

/// An address as it may stand between the brackets of a link.
pub fn destination(to: &str) -> String {
    let to: String = to.chars().filter(|c| !c.is_control() && !matches!(c, '<' | '>')).collect();
    let plain = !to.is_empty() && !to.contains([' ', '(', ')', '\u{a0}', '\u{3000}', '\\']);
    if plain { to } else { format!("<{}>", to.replace('\\', "\\\\")) }
}

/// Words whose marks of Markdown are taken as words.
pub fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let letters: Vec<char> = words.chars().collect();
    for (place, letter) in letters.iter().enumerate() {
        let before = place.checked_sub(1).map(|before| letters[before]);
        let after = letters.get(place + 1).copied();
        let within = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let escape = match letter {
            '\\' => after.is_some_and(|c| c.is_ascii_punctuation() || c == '\n') || after.is_none(),
            '*' | '`' | '[' | ']' | '<' => true,
            '_' => !(within(before) && within(after)),
            '~' => before == Some('~') || after == Some('~'),
            '&' => after.is_some_and(|c| c == '#' || c.is_ascii_alphabetic()),
            '|' => true,
            '!' => after == Some('['),
            _ => false,
        };
        if escape {
            out.push('\\');
        }
        out.push(*letter);
    }
    out
}

/// A line whose beginning would make it a heading, a list, a quotation or a rule.
pub fn escaped_start(line: &str) -> String {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    if (1..10).contains(&digits) && line[digits..].starts_with(['.', ')']) {
        let rest = &line[digits + 1..];
        if rest.is_empty() || rest.starts_with([' ', '\t']) {
            return format!("{}\\{}", &line[..digits], &line[digits..]);
        }
        return line.to_string();
    }
    let first = line.chars().next();
    let is_rule = |mark: char| line.chars().filter(|c| *c == mark).count() > 2;
    let marks = match first {
        Some('#' | '>' | '=') => true,
        Some('+' | '-') => line[1..].is_empty() || line[1..].starts_with([' ', '\t']) || is_rule('-'),
        Some('~') => line.starts_with("~~~"),
        _ => false,
    };
    if marks { format!("\\{line}") } else { line.to_string() }
}

/// One paragraph of plain words as Markdown.
pub fn paragraph(words: &str) -> String {
    escaped_start(&escaped(words.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::plain;

    #[test]
    fn the_words_are_shown_as_they_are() {
        for words in [
            "1. no list",
            "12) no list",
            "# no heading",
            "- no item",
            "a *b* _c_ [d](e) <f> &amp; ~~g~~ `h` \\*",
            "snake_case_word",
            "a | b",
            "--- no rule",
            "![x](y)",
            "1.5 is a number",
            "+ 1",
            "> quoted",
            "~~~",
            "===",
        ] {
            assert_eq!(plain(&paragraph(words)), words, "{}", paragraph(words));
        }
    }

    #[test]
    fn what_is_bold_is_marked_where_markdown_can_see_it() {
        let mut inline = Inline::default();
        inline.words("One ", Look::default());
        inline.words("two ", Look { bold: true, italic: false });
        inline.words("three", Look { bold: false, italic: true });
        assert_eq!(inline.markdown("\\\n"), "One **two** *three*");
        let mut inline = Inline::default();
        inline.words("他说", Look::default());
        inline.words("“好”", Look { bold: true, italic: false });
        inline.words("了", Look::default());
        assert_eq!(inline.markdown("\\\n"), "他说“好”了");
    }
}
