//! Texts that may be private, secret, damaged or at odds with themselves.

use std::borrow::Cow;
use std::collections::BTreeSet;

use memchr::memmem;

use crate::diag::Check;
use crate::span::Span;

/// A piece of text that deserves a look.
#[derive(Clone, Debug, PartialEq, Eq, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Suspect {
    pub check: Check,
    pub span: Span,
    pub text: String,
    pub message: String,
    pub help: Cow<'static, str>,
}

/// Looks through a file's whole text.
pub fn suspects(text: &str) -> Vec<Suspect> {
    let mut found = Vec::new();
    numbers(text, &mut found);
    marks(text, &mut found);
    ordinals(text, &mut found);
    spellings(text, &mut found);
    found.sort_by_key(|suspect| suspect.span);
    found
}

fn suspect(check: Check, text: &str, span: Span, message: String, help: &'static str) -> Suspect {
    Suspect { check, span, text: text[span.start..span.end].to_string(), message, help: help.into() }
}

/// Where `words` stand in `text`.
fn places(text: &str, words: &str) -> impl Iterator<Item = usize> {
    memmem::find_iter(text.as_bytes(), words)
}

/// The runs of eleven digits and more.
fn long_numbers(text: &str) -> impl Iterator<Item = Span> {
    const FEWEST: usize = 11;
    let is_other = |byte: &u8| !byte.is_ascii_digit();
    let bytes = text.as_bytes();
    // So many digits in a row cannot stand between two other bytes that are so far apart.
    let mut at = FEWEST - 1;
    std::iter::from_fn(move || {
        while is_other(bytes.get(at)?) {
            at += FEWEST;
        }
        let start = bytes[..at].iter().rposition(is_other).map_or(0, |before| before + 1);
        let end = bytes[at..].iter().position(is_other).map_or(bytes.len(), |more| at + more);
        at = end + FEWEST;
        Some(Span::new(start, end))
    })
    .filter(|span| span.end - span.start >= FEWEST)
}

/// Runs of digits that are identity-card or mobile-phone numbers.
fn numbers(text: &str, found: &mut Vec<Suspect>) {
    let bytes = text.as_bytes();
    for Span { start, end } in long_numbers(text) {
        let check_character = bytes.get(end).is_some_and(|byte| byte.eq_ignore_ascii_case(&b'X'));
        let end = if end - start == 17 && check_character { end + 1 } else { end };
        let part_of_a_word = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'.');
        let alone = !part_of_a_word(start.checked_sub(1).and_then(|before| bytes.get(before)))
            && !bytes.get(end).is_some_and(u8::is_ascii_alphanumeric);
        let span = Span::new(start, end);
        let digits = &text[start..end];
        if alone && is_identity_number(digits) {
            let message = "this is an identity-card number".to_string();
            found.push(suspect(
                Check::IdentityNumber,
                text,
                span,
                message,
                "take it out: identity numbers are never published",
            ));
        } else if alone && is_mobile_number(digits) {
            let message = "this looks like a mobile-phone number".to_string();
            let help = "take it out, or allow it under `privacy: allow:` with the reason";
            found.push(suspect(Check::PhoneNumber, text, span, message, help));
        }
    }
}

/// A valid number of GB 11643: region, birth date, and the check character of ISO 7064, MOD 11-2.
fn is_identity_number(digits: &str) -> bool {
    let bytes = digits.as_bytes();
    if bytes.len() != 18 || !bytes[..17].iter().all(u8::is_ascii_digit) || bytes[0] == b'0' {
        return false;
    }
    let number = |range: std::ops::Range<usize>| digits[range].parse::<u16>().unwrap_or(0);
    let (year, month, day) = (number(6..10), number(10..12), number(12..14));
    if !(1900..2100).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return false;
    }
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = bytes[..17].iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    b"10X98765432"[(sum % 11) as usize] == bytes[17].to_ascii_uppercase()
}

/// Eleven digits of a mainland mobile network: 13 to 19.
fn is_mobile_number(digits: &str) -> bool {
    let bytes = digits.as_bytes();
    bytes.len() == 11 && bytes[0] == b'1' && (b'3'..=b'9').contains(&bytes[1])
}

/// Marks of secrecy (State Secrets Law: class, then a star) and of damaged text.
fn marks(text: &str, found: &mut Vec<Suspect>) {
    if text.is_ascii() {
        return;
    }
    for star in places(text, "★") {
        let before = text[..star].trim_end_matches([' ', '\u{3000}']);
        if let Some(class) = ["绝密", "机密", "秘密"].into_iter().find(|class| before.ends_with(class)) {
            let span = Span::new(before.len() - class.len(), star + '★'.len_utf8());
            let message = format!("`{class}★` marks a state secret");
            let help = "ask who classified it; it cannot be published";
            found.push(suspect(Check::ClassificationMark, text, span, message, help));
        }
    }
    for damage in ["锟斤拷", "\u{FFFD}", "烫烫烫"] {
        if let Some(at) = places(text, damage).next() {
            let message = "text was damaged by a wrong conversion here".to_string();
            let help = "take it again from the original";
            found.push(suspect(Check::Mojibake, text, Span::new(at, at + damage.len()), message, help));
        }
    }
}

/// "Second" or "Third" as the first word of a sentence, in a text that has no "first".
fn ordinals(text: &str, found: &mut Vec<Suspect>) {
    let starts = |word: &str| {
        places(text, word).find(|at| {
            let before = text[..*at].trim_end().chars().next_back();
            matches!(before, None | Some('.' | '。' | ':' | '：' | ';' | '；' | '?' | '!'))
        })
    };
    for (second, first) in [("Second,", "first"), ("Secondly,", "first"), ("第二，", "第一"), ("二是", "一是")]
    {
        // Most texts have no second; only then is it worth looking for a first, in any case.
        if let Some(at) = starts(second)
            && !text.to_ascii_lowercase().contains(first)
        {
            let span = Span::new(at, at + second.trim_end_matches([',', '，']).len());
            let message = format!("`{}` stands here, and nothing is said to be first", &text[span.start..span.end]);
            found.push(suspect(
                Check::SelfContradiction,
                text,
                span,
                message,
                "say in `source: notes:` that the text is so",
            ));
        }
    }
}

/// The words of ASCII letters that begin with a capital, and where each begins.
fn capitalized(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let bytes = text.as_bytes();
    let begins =
        move |at: &usize| bytes[*at].is_ascii_uppercase() && (*at == 0 || !bytes[*at - 1].is_ascii_alphabetic());
    (0..bytes.len()).filter(begins).map(move |at| {
        let letters = bytes[at..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        (at, &text[at..at + letters])
    })
}

/// Two long names that differ in one letter, among the first that the text has: each is
/// compared with all before it.
fn spellings(text: &str, found: &mut Vec<Suspect>) {
    const MOST_NAMES: usize = 4_000;
    let mut seen = BTreeSet::new();
    let long = capitalized(text).filter(|(_, name)| name.len() >= 9 && seen.insert(*name));
    let names: Vec<(usize, &str)> = long.take(MOST_NAMES).collect();
    for (index, (at, name)) in names.iter().enumerate() {
        let alike = |(_, other): &&(usize, &str)| other.len() == name.len() && strsim::hamming(other, name) == Ok(1);
        if let Some((_, other)) = names[..index].iter().find(alike) {
            let span = Span::new(*at, at + name.len());
            let message = format!("`{name}` and `{other}` may be one name in two spellings");
            found.push(suspect(
                Check::SelfContradiction,
                text,
                span,
                message,
                "write one of them, or say in `source: notes:` that the text is so",
            ));
        }
    }
}

/// What a text may count in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub enum Counts {
    Agenda,
    Suggestions,
    Decisions,
}

impl Counts {
    /// The key that holds what is counted.
    pub fn key(self) -> &'static str {
        match self {
            Counts::Agenda => "agenda",
            Counts::Suggestions => "suggestions",
            Counts::Decisions => "decisions",
        }
    }
}

/// A count in words: "three suggestions", 三点意见.
#[derive(Clone, Debug, PartialEq, Eq, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct CountInWords {
    pub of: Counts,
    pub count: u32,
    pub span: Span,
}

const NUMBERS: [&str; 10] = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
const HAN_NUMBERS: [char; 10] = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];

/// The counts that stand in a body.
pub fn counts_in_words(body: &str) -> Vec<CountInWords> {
    const NOUNS: [(&str, Counts); 5] = [
        ("agenda items", Counts::Agenda),
        ("items on the agenda", Counts::Agenda),
        ("agendas", Counts::Agenda),
        ("suggestions", Counts::Suggestions),
        ("decisions", Counts::Decisions),
    ];
    const HAN_NOUNS: [(&str, Counts); 4] = [
        ("点意见", Counts::Suggestions),
        ("点建议", Counts::Suggestions),
        ("项议程", Counts::Agenda),
        ("项决定", Counts::Decisions),
    ];
    let mut found = Vec::new();
    for (noun, of) in NOUNS {
        for at in places(body, noun) {
            let before = body[..at].strip_suffix(' ').unwrap_or("");
            let word_start = before
                .rfind(|c: char| !c.is_ascii_alphanumeric())
                .map_or(0, |space| space + before[space..].chars().next().map_or(1, char::len_utf8));
            let word = before[word_start..].to_ascii_lowercase();
            let count = NUMBERS.iter().position(|number| *number == word).map(|place| place as u32 + 1);
            if let Some(count) = count.or_else(|| word.parse().ok()) {
                found.push(CountInWords { of, count, span: Span::new(word_start, at + noun.len()) });
            }
        }
    }
    for (noun, of) in HAN_NOUNS.into_iter().filter(|_| !body.is_ascii()) {
        for at in places(body, noun) {
            let Some(digit) = body[..at].chars().next_back() else { continue };
            // 十三 and 二十 are more than one character says.
            let alone = !body[..at - digit.len_utf8()].ends_with(HAN_NUMBERS);
            if let Some(place) = HAN_NUMBERS.iter().position(|number| *number == digit).filter(|_| alone) {
                let span = Span::new(at - digit.len_utf8(), at + noun.len());
                found.push(CountInWords { of, count: place as u32 + 1, span });
            }
        }
    }
    found.sort_by_key(|count| count.span);
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn checks(text: &str) -> Vec<(&'static str, String)> {
        suspects(text).into_iter().map(|suspect| (suspect.check.name(), suspect.text)).collect()
    }

    #[test]
    fn an_identity_number_is_told_by_its_check_character() {
        assert_eq!(checks("号 11010519491231002X。"), [("identity-number", "11010519491231002X".to_string())]);
        assert_eq!(checks("110105194912310021"), []);
    }

    #[test]
    fn a_mobile_number_stands_alone() {
        assert_eq!(checks("call 13800138000"), [("phone-number", "13800138000".to_string())]);
        assert_eq!(checks("no. 9913800138000, A13800138000, 0.13800138000"), []);
    }

    #[test]
    fn a_text_at_odds_with_itself_is_noticed() {
        let text = "Tiaobingshan street\n\nDiaobingshan street made three points.Second, this.";
        let found: Vec<_> = suspects(text).into_iter().map(|suspect| suspect.message).collect();
        assert_eq!(
            found,
            [
                "`Diaobingshan` and `Tiaobingshan` may be one name in two spellings",
                "`Second` stands here, and nothing is said to be first",
            ]
        );
    }

    #[test]
    fn counts_in_words_are_read_in_both_languages() {
        let counts = |text: &str| counts_in_words(text).into_iter().map(|found| found.count).collect::<Vec<_>>();
        assert_eq!(counts("There are three agendas. He made Four suggestions and 12 decisions."), [3, 4, 12]);
        assert_eq!(counts("提出三点意见，十二项决定，两项议程"), [3]);
        assert_eq!(counts("many suggestions; the suggestions"), [] as [u32; 0]);
    }

    #[test]
    fn secrecy_and_damage_are_seen() {
        assert_eq!(checks("机密 ★ 一年"), [("classification-mark", "机密 ★".to_string())]);
        assert_eq!(checks("★ 秘密、绝密\u{3000}★★"), [("classification-mark", "绝密\u{3000}★".to_string())]);
        assert_eq!(checks("保守秘密"), []);
        assert_eq!(checks("锟斤拷"), [("mojibake", "锟斤拷".to_string())]);
    }

    proptest! {
        #[test]
        fn no_number_and_no_name_is_passed_over(text in "([0-9]{0,13}|[A-Za-z]{0,3}|[ .一])*") {
            let numbers: Vec<&str> = long_numbers(&text).map(|span| &text[span.start..span.end]).collect();
            let runs = text.split(|c: char| !c.is_ascii_digit());
            prop_assert_eq!(numbers, runs.filter(|run| run.len() >= 11).collect::<Vec<_>>());
            let names: Vec<&str> = capitalized(&text).map(|(_, name)| name).collect();
            let words = text.split(|c: char| !c.is_ascii_alphabetic());
            let begins = |word: &&str| word.starts_with(|c: char| c.is_ascii_uppercase());
            prop_assert_eq!(names, words.filter(begins).collect::<Vec<_>>());
        }
    }
}
