//! What a document says -> facts for fields. A fact is taken only where its words are certain; what is
//! not known is left out, and what was inferred is said to be so.

mod labels;
mod prose;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::civil;
use regex::Regex;

use super::dates::{self, Day};
use super::front::Value;
use super::names::Names;
use super::piece::{Block, Document, Fact, Line, Odd, Spot};
use crate::edit::Tongue;

/// What was recognized.
#[derive(Debug, Default)]
pub struct Found {
    pub title: Option<Line>,
    pub facts: Vec<Fact>,
    /// What was inferred, and what is odd, as sentences for readers.
    pub notes: Vec<String>,
    /// The blocks that fields show in the very same words, by their places, and the key of each.
    pub taken: BTreeMap<usize, &'static str>,
    /// What is left of a block that was taken.
    pub odd: Vec<Odd>,
    pub held: Option<civil::Date>,
    pub published: Option<civil::Date>,
    /// The day under the text, on which it was signed.
    pub signed: Option<civil::Date>,
    /// Whether it tells of a meeting.
    pub is_meeting: bool,
}

impl Found {
    fn has(&self, key: &str) -> bool {
        self.facts.iter().any(|fact| fact.key == key)
    }

    /// What is said first stands.
    fn add(&mut self, key: &'static str, value: Value, words: &str, spot: &Spot) {
        if !self.has(key) {
            self.facts.push(Fact { key, value, words: words.to_string(), spot: spot.clone() });
        }
    }

    fn hold(&mut self, date: civil::Date, words: &str, spot: &Spot) {
        if self.held.is_none() {
            self.held = Some(date);
            self.add("held", Value::bare(date), words, spot);
        }
    }

    /// Takes a day as that of the meeting; a year that is not said is inferred, and a note says so.
    fn hold_day(&mut self, day: &Day<'_>, tongue: Tongue, spot: &Spot) {
        let date = match (day.date(), self.published, self.signed) {
            (Some(date), ..) => Some(date),
            (None, Some(published), _) => {
                let date = day.before(published);
                self.infer(
                    date.filter(|_| self.held.is_none()),
                    day.words,
                    published,
                    tongue,
                    [PUBLICATION_EN, "发布日期"],
                );
                date
            }
            (None, None, Some(signed)) => {
                // What is announced is signed before it is held, and not half a year before.
                let same_year = day.in_year(signed.year());
                let date = same_year.filter(|date| signed.until(*date).is_ok_and(|span| span.get_days().abs() < 180));
                self.infer(date.filter(|_| self.held.is_none()), day.words, signed, tongue, [SIGNING_EN, "落款日期"]);
                date
            }
            (None, None, None) => None,
        };
        if let Some(date) = date {
            self.hold(date, day.words, spot);
        }
    }

    fn infer(&mut self, date: Option<civil::Date>, words: &str, from: civil::Date, tongue: Tongue, what: [&str; 2]) {
        let Some(date) = date else { return };
        self.notes.push(match tongue {
            Tongue::English => format!(
                "The source gives the day as \"{words}\" without a year. The year {} is inferred from {}, {from}.",
                date.year(),
                what[0]
            ),
            Tongue::Chinese => {
                format!("来源只写“{words}”，没有写年份。{}年是根据{}（{from}）推定的。", date.year(), what[1])
            }
        });
    }
}

const PUBLICATION_EN: &str = "the publication date";
const SIGNING_EN: &str = "the date under the text";

/// Words by which a text is told to be about a meeting.
static MEETING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:meetings?|debriefings?|sessions?|forums?|assembl(?:y|ies)|conferences?|hearings?|minutes)\b|会议|座谈会|述职|评议会|例会|大会|动员会|议事会|学习会|部署会|推进会|协调会|培训会|纪要")
        .expect("a fixed pattern")
});

/// A title that announces.
static NOTICE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:public )?notice\b|\bto be held\b|(?:通知|预告)(?:（.*）)?$").expect("a fixed pattern")
});

/// Recognizes what a document says.
pub fn recognize(document: &Document, names: &Names, tongue: Tongue) -> Found {
    let mut found = Found { facts: Vec::new(), title: document.title.clone(), ..Found::default() };
    for fact in &document.given {
        let day = || dates::days(&fact.words).next().and_then(|day| day.date());
        match fact.key {
            "published" => found.published = day(),
            "held" => found.held = day(),
            _ => {}
        }
        found.facts.push(fact.clone());
    }
    if document.written {
        if let Some(title) = &found.title {
            found.is_meeting = MEETING.is_match(&title.plain);
        }
    } else {
        find_title(document, &mut found);
        find_dates(document, &mut found);
    }
    labels::read(document, names, tongue, &mut found);
    prose::read(document, names, tongue, &mut found);
    // Two labelled facts of a meeting are a meeting, whatever it is called.
    let labelled = ["place", "chair", "present", "agenda"].iter().filter(|key| found.has(key)).count();
    let titled = found.title.as_ref().is_some_and(|title| MEETING.is_match(&title.plain));
    found.is_meeting = found.held.is_some() && (titled || labelled > 1);
    // What is announced may not have come to pass.
    if let Some(title) = found.title.clone().filter(|title| found.is_meeting && NOTICE.is_match(&title.plain)) {
        found.add("status", Value::bare("scheduled"), &title.plain, &title.spot);
        // Who is to come has not come.
        found.facts.retain(|fact| fact.key != "present");
        found.taken.retain(|_, key| *key != "present");
    }
    found
}

/// Whether this can be a headline.
fn is_headline(text: &str) -> bool {
    let length = text.chars().count();
    (2..=200).contains(&length)
        && !text.ends_with(['。', '；', ';', ':', '：', ','])
        && !(text.ends_with('.') && text.matches(". ").count() > 0)
        && text.chars().any(char::is_alphabetic)
        && !(text.starts_with(|c: char| c.is_ascii_digit()) && dates::days(text).next().is_some_and(|day| day.at == 0))
}

/// The first heading, or the first short line; a line that says what kind of document this is goes before others.
fn find_title(document: &Document, found: &mut Found) {
    static KIND: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)(?:纪要|通知|通报|公告|决定|报告|讲话|会议|述职|总结)(?:（.*）)?$|^minutes\b|\bminutes$")
            .expect("a fixed pattern")
    });
    let early = document.blocks.iter().enumerate().filter(|(_, block)| !matches!(block, Block::Odd(_))).take(6);
    let mut first = None;
    for (place, block) in early {
        let (line, is_heading) = match block {
            Block::Heading(_, line) => (line, true),
            Block::Text(line) => (line, false),
            _ => break,
        };
        if labels::is_label(&line.plain) || !is_headline(&line.plain) {
            if first.is_some() || !line.plain.chars().any(char::is_alphabetic) || labels::is_label(&line.plain) {
                break;
            }
            continue;
        }
        if is_heading || KIND.is_match(&line.plain) {
            first = Some((place, line));
            break;
        }
        first = first.or(Some((place, line)));
    }
    match (&found.title, first) {
        (None, Some((place, line))) => {
            found.title = Some(line.clone());
            found.taken.insert(place, "title");
        }
        // The page shows the title already.
        (Some(title), Some((place, line))) if title.plain == line.plain => {
            found.taken.insert(place, "title");
        }
        _ => {}
    }
}

/// The day on which it was posted, which stands alone near the top, and that on which it was signed, at the end.
fn find_dates(document: &Document, found: &mut Found) {
    static CLOCK: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^\s*\d{1,2}:\d{2}(?::\d{2})?").expect("a fixed pattern"));
    let text = |place: usize| match &document.blocks[place] {
        Block::Text(line) => Some(line),
        _ => None,
    };
    if found.published.is_none() {
        for (place, line) in (0..document.blocks.len().min(5)).filter_map(|place| Some((place, text(place)?))) {
            let posted = dates::days(&line.plain).next().filter(|day| day.at == 0);
            let Some((day, date)) = posted.and_then(|day| Some((day, day.date()?))) else { continue };
            let rest = &line.plain[day.words.len()..];
            let rest = CLOCK.find(rest).map_or(rest, |clock| &rest[clock.end()..]).trim();
            if rest.chars().count() > 40 || rest.ends_with(['.', '。']) {
                continue;
            }
            found.published = Some(date);
            found.add("published", Value::bare(date), &line.plain, &line.spot);
            found.taken.insert(place, "published");
            if !rest.is_empty() {
                let what = "what stands behind the date of publication".to_string();
                found.odd.push(Odd { spot: line.spot.clone(), what, words: rest.to_string() });
            }
            break;
        }
    }
    let last = document.blocks.len().saturating_sub(6)..document.blocks.len();
    for line in last.filter(|place| !found.taken.contains_key(place)).filter_map(text) {
        let whole = line.plain.trim();
        let day = dates::days(whole).next().filter(|day| day.words == whole);
        found.signed = day.and_then(|day| day.date()).or(found.signed);
    }
}
