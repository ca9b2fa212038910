//! A language's words, dates and order: the theme's Fluent files, and collation by ICU4X.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::Arc;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::unicode::unescape_unicode_to_string;
use foldhash::fast::FixedState;
use icu_collator::CollatorBorrowed;
use icu_collator::options::CollatorOptions;
use icu_locale_core::Locale;
use jiff::civil;

use crate::span::Span;
use crate::yaml::{Clock, Date, DayPart, Moment};

/// The first character of each letter in the order of pinyin (CLDR, root collation for `zh`):
/// no syllable begins with I, U or V.
const PINYIN: &[(char, &str)] = &[
    ('A', "阿"),
    ('B', "八"),
    ('C', "嚓"),
    ('D', "哒"),
    ('E', "妸"),
    ('F', "发"),
    ('G', "旮"),
    ('H', "哈"),
    ('J', "讥"),
    ('K', "咔"),
    ('L', "垃"),
    ('M', "呣"),
    ('N', "拏"),
    ('O', "噢"),
    ('P', "妑"),
    ('Q', "七"),
    ('R', "呥"),
    ('S', "仨"),
    ('T', "他"),
    ('W', "屲"),
    ('X', "夕"),
    ('Y', "丫"),
    ('Z', "帀"),
];

/// What a language's interface says.
pub struct Words {
    /// The language's tag: `en`, `zh-Hans`.
    pub tag: String,
    bundle: FluentBundle<FluentResource>,
    /// The phrases that choose nothing: words, and places for values. Most of a page is made of
    /// them, and they are put together without the bundle.
    plain: HashMap<String, Vec<Piece>, FixedState>,
    collator: Option<CollatorBorrowed<'static>>,
    /// The site's first language, for words that this one lacks.
    fallback: Option<Arc<Words>>,
}

/// A part of a plain phrase.
enum Piece {
    Words(String),
    /// The value of this name.
    Value(String),
}

/// A value put into a phrase.
pub enum Put<'a> {
    Text(&'a str),
    /// Chooses the plural, and is shown in digits.
    Number(usize),
}

impl<'a> From<&'a str> for Put<'a> {
    fn from(text: &'a str) -> Self {
        Put::Text(text)
    }
}

impl<'a> From<&'a String> for Put<'a> {
    fn from(text: &'a String) -> Self {
        Put::Text(text)
    }
}

impl From<usize> for Put<'_> {
    fn from(number: usize) -> Self {
        Put::Number(number)
    }
}

impl From<u32> for Put<'_> {
    fn from(number: u32) -> Self {
        Put::Number(number as usize)
    }
}

impl Words {
    /// `files` are the texts of the language's Fluent files, those that override last.
    /// Where the last of them cannot be read comes back, in bytes; it is read past.
    pub fn new(tag: &str, files: &[&str], fallback: Option<Arc<Words>>) -> (Words, Vec<Span>) {
        let language = tag.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![language]);
        // Marks of direction around each value would end up in titles and feeds.
        bundle.set_use_isolating(false);
        let (mut problems, mut plain) = (Vec::new(), HashMap::default());
        for text in files {
            let (resource, errors) = match FluentResource::try_new(text.to_string()) {
                Ok(resource) => (resource, Vec::new()),
                Err((resource, errors)) => (resource, errors),
            };
            problems = errors.into_iter().map(|error| Span::new(error.pos.start, error.pos.end)).collect();
            for entry in resource.entries() {
                if let Entry::Message(message) = entry {
                    // What overrides a plain phrase may be one that chooses.
                    plain.remove(message.id.name);
                    let pieces = message.value.as_ref().and_then(pieces);
                    plain.extend(pieces.map(|pieces| (message.id.name.to_string(), pieces)));
                }
            }
            bundle.add_resource_overriding(resource);
        }
        let locale: Option<Locale> = tag.parse().ok();
        let collator = locale
            .and_then(|locale| icu_collator::Collator::try_new((&locale).into(), CollatorOptions::default()).ok());
        (Words { tag: tag.to_string(), bundle, plain, collator, fallback }, problems)
    }

    /// Whether the language itself has the phrase.
    pub fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }

    /// Whether the phrase is to be had, if only in the first language.
    pub fn knows(&self, key: &str) -> bool {
        self.has(key) || self.fallback.as_ref().is_some_and(|fallback| fallback.knows(key))
    }

    /// The phrase `key` with `values` in it; in the first language if this one lacks it,
    /// and the key itself if that lacks it too.
    pub fn say(&self, key: &str, values: &[(&str, Put<'_>)]) -> String {
        // Room for most, at once.
        let mut phrase = String::with_capacity(64);
        self.say_behind(&mut phrase, key, values);
        phrase
    }

    /// `say`, behind what was said before.
    pub fn say_behind(&self, before: &mut String, key: &str, values: &[(&str, Put<'_>)]) {
        let end = before.len();
        if self.plain.get(key).is_none_or(|pieces| put_together(pieces, values, before).is_none()) {
            before.truncate(end);
            before.push_str(&self.choose(key, values));
        }
    }

    /// A phrase that is not plain.
    fn choose(&self, key: &str, values: &[(&str, Put<'_>)]) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return match &self.fallback {
                Some(fallback) => fallback.say(key, values),
                None => key.to_string(),
            };
        };
        let mut args = FluentArgs::new();
        for (name, value) in values {
            let value = match value {
                Put::Text(text) => FluentValue::from(text.to_string()),
                Put::Number(number) => FluentValue::from(*number),
            };
            args.set(*name, value);
        }
        let mut errors = Vec::new();
        self.bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned()
    }

    /// A phrase that takes no values; nothing where it takes some, or is not to be had.
    pub fn alone(&self, key: &str) -> Option<String> {
        match self.plain.get(key) {
            Some(pieces) => {
                let mut phrase = String::new();
                put_together(pieces, &[], &mut phrase)?;
                Some(phrase)
            }
            None if self.has(key) => None,
            None => self.fallback.as_ref()?.alone(key),
        }
    }

    /// A phrase without values.
    pub fn word(&self, key: &str) -> String {
        self.say(key, &[])
    }

    /// The order of two names in this language.
    pub fn compare(&self, a: &str, b: &str) -> Ordering {
        self.collator.as_ref().map_or_else(|| a.cmp(b), |collator| collator.compare(a, b)).then_with(|| a.cmp(b))
    }

    /// The letter under which a name stands in a register: its first one, or of a Chinese name
    /// the first one of its pinyin.
    pub fn initial(&self, name: &str) -> String {
        let Some(first) = name.chars().next() else { return String::new() };
        let at = PINYIN.partition_point(|(_, from)| self.compare(from, name) != Ordering::Greater);
        match at.checked_sub(1) {
            Some(at) if is_han(first) && self.tag.starts_with("zh") => PINYIN[at].0.to_string(),
            _ => first.to_uppercase().to_string(),
        }
    }

    /// A date as far as it is known: `25 February 2022`, `February 2022`, `2022`.
    pub fn date(&self, date: Date) -> String {
        let year = date.year.to_string();
        match (date.month, date.day) {
            (Some(month), Some(day)) => {
                let name = self.month(month);
                let (day, month) = (digits(day), digits(month));
                let values = [
                    ("day", day.into()),
                    ("month", (&name).into()),
                    ("number", month.into()),
                    ("year", (&year).into()),
                ];
                self.say("date-day", &values)
            }
            (Some(month), None) => {
                let name = self.month(month);
                let values = [("month", (&name).into()), ("number", digits(month).into()), ("year", (&year).into())];
                self.say("date-month", &values)
            }
            _ => self.say("date-year", &[("year", (&year).into())]),
        }
    }

    /// The month's name in a date.
    pub fn month(&self, month: i8) -> String {
        const KEYS: [&str; 12] = [
            "month-1", "month-2", "month-3", "month-4", "month-5", "month-6", "month-7", "month-8", "month-9",
            "month-10", "month-11", "month-12",
        ];
        self.word(KEYS[(month - 1).clamp(0, 11) as usize])
    }

    /// `Feb 2022`, under the number of the day.
    pub fn month_short(&self, date: civil::Date) -> String {
        let (name, month, year) =
            (self.word(&format!("month-{}-short", date.month())), date.month().to_string(), date.year().to_string());
        self.say("date-month", &[("month", (&name).into()), ("number", (&month).into()), ("year", (&year).into())])
    }

    /// `25 Feb 2022`
    pub fn date_short(&self, date: Date) -> String {
        let Some(day) = date.day_known() else { return self.date(date) };
        let (name, month) = (self.word(&format!("month-{}-short", day.month())), day.month().to_string());
        let (year, day) = (day.year().to_string(), day.day().to_string());
        let values =
            [("day", (&day).into()), ("month", (&name).into()), ("number", (&month).into()), ("year", (&year).into())];
        self.say("date-day", &values)
    }

    pub fn weekday(&self, date: civil::Date) -> String {
        self.word(&format!("weekday-{}", date.weekday().to_monday_one_offset()))
    }

    /// The day of a moment: its hour is for machines.
    pub fn moment(&self, moment: Moment) -> String {
        self.date(moment.date)
    }

    pub fn clock(&self, clock: Clock) -> String {
        match clock {
            Clock::At(hour, minute) => format!("{hour:02}:{minute:02}"),
            Clock::Part(part) => self.word(match part {
                DayPart::Morning => "time-morning",
                DayPart::Noon => "time-noon",
                DayPart::Afternoon => "time-afternoon",
                DayPart::Evening => "time-evening",
            }),
        }
    }

    /// A role and where it is held: `Secretary, Orchard Community`, 果园社区书记.
    ///
    /// Where words of Latin script meet without anything between them, a space keeps them apart.
    pub fn role_in(&self, role: &str, name: &str) -> String {
        let is_latin = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !is_han(c));
        let whole = self.say("role-in", &[("role", role.into()), ("name", name.into())]);
        match whole.strip_prefix(name) {
            Some(rest) if is_latin(name.chars().next_back()) && is_latin(rest.chars().next()) => {
                format!("{name} {rest}")
            }
            _ => whole,
        }
    }

    /// `a, b and c`. The phrases' own spaces count; Fluent writes them as `{" "}`.
    pub fn list(&self, items: &[String]) -> String {
        match items {
            [] => String::new(),
            [one] => one.clone(),
            [rest @ .., last] => rest.join(&self.word("list-comma")) + &self.word("list-and") + last,
        }
    }
}

/// The number of a day or a month. Dates are what pages have most of.
fn digits(number: i8) -> &'static str {
    const DIGITS: [&str; 32] = [
        "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17", "18", "19",
        "20", "21", "22", "23", "24", "25", "26", "27", "28", "29", "30", "31",
    ];
    DIGITS[number.clamp(0, 31) as usize]
}

/// The pieces of a pattern that holds nothing but words and values.
fn pieces(pattern: &Pattern<&str>) -> Option<Vec<Piece>> {
    let piece = |element: &PatternElement<&str>| match element {
        PatternElement::TextElement { value } => Some(Piece::Words(value.to_string())),
        PatternElement::Placeable { expression: Expression::Inline(inline) } => match inline {
            InlineExpression::StringLiteral { value } => {
                Some(Piece::Words(unescape_unicode_to_string(value).into_owned()))
            }
            InlineExpression::VariableReference { id } => Some(Piece::Value(id.name.to_string())),
            _ => None,
        },
        PatternElement::Placeable { .. } => None,
    };
    pattern.elements.iter().map(piece).collect()
}

/// Writes a plain phrase with its values; nothing, with some of it written, if one of them is missing.
fn put_together(pieces: &[Piece], values: &[(&str, Put<'_>)], phrase: &mut String) -> Option<()> {
    for piece in pieces {
        match piece {
            Piece::Words(words) => phrase.push_str(words),
            Piece::Value(name) => match values.iter().find(|(known, _)| known == name)? {
                (_, Put::Text(text)) => phrase.push_str(text),
                (_, Put::Number(number)) => phrase.push_str(&number.to_string()),
            },
        }
    }
    Some(())
}

/// Whether it is a character of the CJK Unified Ideographs blocks (Unicode, chapter 18).
pub fn is_han(c: char) -> bool {
    matches!(c as u32, 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x323AF)
}

/// Cuts a text to a width, in which a Han character counts for two and any other for one:
/// before a word of Latin script, after any Han character. What was cut off is an ellipsis.
pub fn cut(text: &str, width: usize) -> String {
    let wide = |c: char| if is_han(c) { 2 } else { 1 };
    if text.chars().map(wide).sum::<usize>() <= width {
        return text.to_string();
    }
    let (mut used, mut end) = (0, 0);
    for (at, c) in text.char_indices() {
        // A cut may come before a space, and on either side of a Han character.
        let before = text[..at].chars().next_back();
        if c.is_whitespace() || is_han(c) || before.is_some_and(is_han) {
            end = at;
        }
        used += wide(c);
        if used >= width {
            break;
        }
    }
    let kept = text[..end]
        .trim_end_matches(|c: char| c.is_whitespace() || c.is_ascii_punctuation() || "，。、；：".contains(c));
    format!("{kept}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_phrase_is_what_fluent_makes_of_it() {
        let text = "a = One { $x }, { \"  \\u0041\" }two\nb =\n    A longer\n      phrase of { $x }\nc = { $n ->\n    \
                    [one] one\n   *[other] { $n } of { $x }\n }\n";
        let words = Words::new("en", &["a = other\n", text], None).0;
        let values = || [("x", Put::Text("“x”")), ("n", Put::Number(1_200))];
        for key in ["a", "b", "c"] {
            let mut bundle = Words::new("en", &[text], None).0;
            bundle.plain.clear();
            assert_eq!(words.say(key, &values()), bundle.say(key, &values()), "{key}");
        }
        assert!(words.plain.contains_key("a") && words.plain.contains_key("b") && !words.plain.contains_key("c"));
        assert_eq!(words.say("c", &values()), "1200 of “x”");
        // What is overridden by a phrase that chooses is no longer plain.
        let words = Words::new("en", &["c = plain\n", text], None).0;
        assert_eq!(words.say("c", &values()), "1200 of “x”");
    }

    #[test]
    fn a_text_is_cut_by_words_or_by_characters() {
        assert_eq!(cut("as it is", 8), "as it is");
        assert_eq!(cut("one two, three", 13), "one two…");
        assert_eq!(cut("村、社区书记逐一述职", 10), "村、社区书…");
        assert_eq!(cut("共有10名书记，逐一述职", 13), "共有10名书记…");
        assert_eq!(cut("unbroken", 3), "…");
    }

    #[test]
    fn a_chinese_name_stands_under_the_first_letter_of_its_pinyin() {
        let words = Words::new("zh-Hans", &[], None).0;
        let names = [
            "曹辰", "陈宁", "方丑", "冯壬", "蒋寅", "孔卯", "钱癸", "孙戊", "陶酉", "吴庚", "严巳", "赵丁", "郑辛",
            "周己",
        ];
        let initials: String = names.iter().map(|name| words.initial(name)).collect();
        assert_eq!(initials, "CCFFJKQSTWYZZZ");
        let mut sorted = names;
        sorted.reverse();
        sorted.sort_by(|a, b| words.compare(a, b));
        assert_eq!(sorted, names);
        assert_eq!(words.initial("Chen Ning") + &words.initial("éva"), "CÉ");
        assert_eq!(Words::new("en", &[], None).0.initial("陈宁"), "陈");
    }
}
