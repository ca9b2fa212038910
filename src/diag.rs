//! What is wrong in the user's content, where, and how to mend it.
//!
//! A diagnostic is collected, never thrown, and one does not hide the next. It holds a
//! *place*, not a line: `parse::locate` turns the place into a span when it is shown.

mod check;

pub use check::{Check, Severity};

use std::borrow::Cow;
use std::cmp::Ordering;

use borsh::{BorshDeserialize, BorshSerialize};

use crate::span::{SourcePath, Span};

/// A step on the way to a value in YAML: a key by its canonical name, or an index.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize)]
pub enum Step {
    Key(Box<str>),
    Index(usize),
}

impl From<&str> for Step {
    fn from(key: &str) -> Self {
        Step::Key(key.into())
    }
}

impl From<usize> for Step {
    fn from(index: usize) -> Self {
        Step::Index(index)
    }
}

/// The way to a value in a file's front matter: `suggestions`, `items`, 2, `text`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize)]
pub struct Field(pub Vec<Step>);

impl Field {
    pub fn of(step: impl Into<Step>) -> Self {
        Field(vec![step.into()])
    }

    /// The way to what stands under `step` here.
    pub fn at(&self, step: impl Into<Step>) -> Self {
        let mut steps = self.0.clone();
        steps.push(step.into());
        Field(steps)
    }

    /// The innermost key on the way; that of a counted list is the list's.
    pub fn name(&self) -> &str {
        let key = self.0.iter().rev().find_map(|step| match step {
            Step::Key(key) if &**key != "items" => Some(key.as_ref()),
            _ => None,
        });
        key.unwrap_or_default()
    }
}

/// Where in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize)]
pub enum Spot {
    /// The file as a whole: its name, or that it cannot be read.
    File,
    /// Bytes of the decoded text.
    Bytes(Span),
    /// A value in the front matter, or in the whole file if it is a YAML file.
    Value(Field),
    /// A link or another piece of Markdown inside a value; the text is looked for in it.
    Within(Field, Box<str>),
}

/// A file and a spot in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize)]
pub struct Place {
    pub file: SourcePath,
    pub spot: Spot,
}

impl Place {
    pub fn file(file: &SourcePath) -> Self {
        Self { file: file.clone(), spot: Spot::File }
    }

    pub fn bytes(file: &SourcePath, span: Span) -> Self {
        Self { file: file.clone(), spot: Spot::Bytes(span) }
    }

    pub fn value(file: &SourcePath, field: Field) -> Self {
        Self { file: file.clone(), spot: Spot::Value(field) }
    }
}

/// One thing that is wrong, or worth a look.
#[derive(Clone, Debug, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize)]
pub struct Diagnostic {
    pub check: Check,
    pub severity: Severity,
    pub place: Place,
    /// What is wrong: lower case, no full stop, the user's word in backticks.
    pub message: String,
    /// Stands under the value, after the carets. Empty where it would only repeat.
    pub label: String,
    /// How to mend it.
    pub help: Option<Cow<'static, str>>,
}

impl Diagnostic {
    /// A diagnostic of the check's own severity.
    pub fn new(check: Check, place: Place, message: impl Into<String>) -> Self {
        Self { check, severity: check.severity(), place, message: message.into(), label: String::new(), help: None }
    }

    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    pub fn help(mut self, help: impl Into<Cow<'static, str>>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The order in which a run says what it found: by its place.
    pub fn order(&self, other: &Diagnostic) -> Ordering {
        let by_place = self.place.cmp(&other.place);
        by_place.then(self.check.cmp(&other.check)).then_with(|| self.message.cmp(&other.message))
    }

    /// Adds "did you mean" with the candidate nearest to `word`, where one is near enough.
    pub fn help_nearest<'a>(self, word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Self {
        match nearest(word, candidates) {
            Some(near) => self.help(format!("did you mean `{near}`?")),
            None => self,
        }
    }
}

/// What a build says of what was found: all errors, the first of the warnings, and how many there are.
#[derive(Clone, Debug, Default, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub struct Extract {
    pub first: Vec<Diagnostic>,
    /// How many errors, warnings and notes.
    pub counts: [usize; 3],
    /// How many warnings are said at most.
    most: usize,
}

impl Extract {
    const ORDER: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Note];

    /// Of all that was found, with at most this many warnings.
    pub fn of(found: &[Diagnostic], warnings: usize) -> Extract {
        let of = |severity: Severity| found.iter().filter(move |diagnostic| diagnostic.severity == severity);
        let first = of(Severity::Error).chain(of(Severity::Warning).take(warnings)).cloned().collect();
        Extract { first, counts: Self::ORDER.map(|severity| of(severity).count()), most: warnings }
    }

    /// Takes in what is found besides, and what is mended. Nothing where the first warnings do not follow from
    /// those before.
    pub fn take_in(&mut self, found: &[Diagnostic], mended: &[Diagnostic]) -> Option<()> {
        let is_whole = self.first.len() == self.counts[0] + self.counts[1];
        if !is_whole && mended.iter().any(|mended| self.first.contains(mended)) {
            return None;
        }
        let of = |all: &[Diagnostic], severity: Severity| all.iter().filter(|one| one.severity == severity).count();
        for (count, severity) in self.counts.iter_mut().zip(Self::ORDER) {
            *count = (*count + of(found, severity)).checked_sub(of(mended, severity))?;
        }
        self.first.retain(|one| !mended.contains(one));
        for one in found.iter().filter(|one| one.severity != Severity::Note) {
            let rank = |one: &Diagnostic| one.severity != Severity::Error;
            let is_before = |other: &Diagnostic| rank(other).cmp(&rank(one)).then_with(|| other.order(one)).is_lt();
            self.first.insert(self.first.partition_point(is_before), one.clone());
        }
        self.first.truncate(self.counts[0] + self.most);
        Some(())
    }
}

/// The candidate most like `word`, if it is like enough to be what was meant.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const LIKE_ENOUGH: f64 = 0.8;
    let likeness = |candidate: &str| {
        let prefix = candidate.starts_with(word) && word.chars().count() >= 3;
        if prefix { 1.0 } else { strsim::jaro_winkler(word, candidate) }
    };
    candidates
        .into_iter()
        .map(|candidate| (likeness(candidate), candidate))
        .filter(|(like, _)| *like >= LIKE_ENOUGH)
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)))
        .map(|(_, candidate)| candidate)
}
