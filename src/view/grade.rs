//! Grades and ballots, as far as they are public.
//!
//! `public_scale` is the one door to a report's ballots and grade: what is withheld does
//! not pass it.

use super::Viewer;
use super::part::{Bar, Grade, Level, Segment};
use crate::config::Visibility;
use crate::model::{BriefReport, Scale};
use crate::yaml::{Count, Pairs};

impl Viewer<'_> {
    pub(super) fn grade_word<'s>(&'s self, scale: &Scale, grade: &'s str) -> &'s str {
        self.archive.grade_word(scale, grade, &self.words.tag).unwrap_or(grade)
    }

    /// The square of a grade: filled to (n − k + 1) / n.
    pub(super) fn level(&self, scale: &Scale, grade: &str) -> Option<Level> {
        let place = scale.level(grade)?;
        let count = scale.grades.len();
        let height = 14.0 * (count - place) as f64 / count as f64;
        Some(Level {
            class: level_class(place, count).to_string(),
            word: self.grade_word(scale, grade).to_string(),
            top: number(14.0 - height),
            height: number(height),
        })
    }

    pub(super) fn legend(&self, scale: &Scale) -> Vec<Level> {
        scale.grades.iter().filter_map(|grade| self.level(scale, grade)).collect()
    }

    /// Ballots as a bar, in the scale's order, abstentions last; nothing where nobody voted.
    pub(super) fn bar(&self, scale: &Scale, ballots: &Pairs<Count>) -> Option<Bar> {
        if ballots.0.iter().all(|(_, Count(count))| *count == 0) {
            return None;
        }
        let count = |grade: &str| ballots.get(grade).map_or(0, |Count(count)| *count);
        let grades = || scale.grades.iter().map(String::as_str).chain([ABSTAIN]);
        let is_drawn = self.wanted.has(Bar::GROUP, "segments");
        let counts = || grades().map(|grade| (grade, count(grade))).filter(|(_, count)| *count > 0);
        let segments = if is_drawn { segments(scale, &counts().collect::<Vec<_>>()) } else { Vec::new() };
        Some(Bar { label: self.ballots_in_words(scale, ballots), segments })
    }

    /// `good 41, fairly good 4, fair 1, poor 0`
    pub(super) fn ballots_in_words(&self, scale: &Scale, ballots: &Pairs<Count>) -> String {
        // Room for most, at once.
        let mut line = String::with_capacity(80);
        let mut add = |word: &str, count: u32| {
            if !line.is_empty() {
                self.words.say_behind(&mut line, "list-comma", &[]);
            }
            self.words.say_behind(&mut line, "ballots-of", &[("grade", word.into()), ("count", count.into())]);
        };
        for grade in &scale.grades {
            add(self.grade_word(scale, grade), ballots.get(grade).map_or(0, |Count(count)| *count));
        }
        if let Some(Count(count)) = ballots.get(ABSTAIN) {
            add(&self.word("abstained"), *count);
        }
        line
    }

    /// The scale and the report, where the meeting's assessment is public in full.
    pub(super) fn public_scale(&self, report: BriefReport<'_>) -> Option<&Scale> {
        let meeting = self.sitting(report.meeting);
        let shown = meeting.visibility == Visibility::Full && !report.standing.is_withdrawn();
        meeting.scale.filter(|_| shown).map(|scale| self.archive.scale(scale))
    }

    /// A report's assessment, as far as it is public; nothing where there was none.
    pub(super) fn grade(&self, report: BriefReport<'_>) -> Option<Grade> {
        let scale = self.public_scale(report)?;
        let bar = report.ballots.and_then(|ballots| self.bar(scale, ballots));
        let level = report.grade.and_then(|grade| self.level(scale, grade));
        if bar.is_none() && level.is_none() {
            return None;
        }
        let unpublished = level.is_none().then(|| self.word("grade-not-published"));
        Some(Grade { bar, level, unpublished })
    }
}

/// How abstentions are counted among ballots.
const ABSTAIN: &str = "abstain";

fn segments(scale: &Scale, counts: &[(&str, u32)]) -> Vec<Segment> {
    let total: u32 = counts.iter().map(|(_, count)| count).sum();
    let share = |count: u32| f64::from(count) * 100.0 / f64::from(total);
    let mut before = 0;
    let segment = |(grade, count): &(&str, u32)| {
        let class = scale.level(grade).map_or("abstained", |place| level_class(place, scale.grades.len()));
        let start = before;
        before += count;
        Segment {
            class: class.to_string(),
            start: number(share(start)),
            length: number(share(*count)),
            top: number(100.0 - share(before)),
            gap: start > 0,
        }
    };
    counts.iter().map(segment).collect()
}

/// The class of the grade at `place` of `count`: two ends and what lies between.
fn level_class(place: usize, count: usize) -> &'static str {
    match (count, place) {
        (_, 0) => "lv1",
        (2, 1) | (3, 2) => "lv4",
        (5, 2) => "lvm",
        (5, 3) => "lv3",
        (_, 1) => "lv2",
        (4, 2) => "lv3",
        (count, place) if place + 1 == count => "lv4",
        _ => "lv3",
    }
}

/// A number for SVG: two decimals at most.
fn number(value: f64) -> String {
    let hundredths = (value * 100.0).round_ties_even() as u32;
    let mut digits = (hundredths / 100).to_string();
    let digit = |digit: u32| char::from(b'0' + (digit % 10) as u8);
    match hundredths % 100 {
        0 => {}
        rest if rest % 10 == 0 => digits.extend(['.', digit(rest / 10)]),
        rest => digits.extend(['.', digit(rest / 10), digit(rest)]),
    }
    digits
}
