//! A commitment with its timeline.

use super::Viewer;
use super::part::{FollowUp, Html, Promise, Proof, Status};
use crate::markdown;
use crate::model::{Commitment, Evidence, Outcome, Said};
use crate::parse::record::Progress;
use crate::plan::Page;
use crate::yaml::Date;

/// How many marks stand for numbers; above, the number stands alone.
const MOST_MARKS: usize = 80;

impl Viewer<'_> {
    pub(super) fn status(&self, outcome: &Outcome) -> Status {
        if outcome.silent {
            return Status { icon: "silent", class: "silent", word: self.word("status-no-follow-up") };
        }
        if outcome.unproven {
            return Status { icon: "claimed", class: "claimed", word: self.word("status-done") };
        }
        self.progress(outcome.status)
    }

    pub(super) fn progress(&self, progress: Progress) -> Status {
        let (icon, class) = match progress {
            Progress::Done => ("done", "done"),
            Progress::PartlyDone => ("partly", "partly"),
            Progress::InProgress => ("progress", "progress"),
            Progress::Ongoing => ("ongoing", "progress"),
            Progress::NotStarted => ("open", "open"),
            Progress::CarriedOver => ("carried", "carried"),
            Progress::Changed => ("changed", "changed"),
            Progress::NotDone => ("broken", "broken"),
            Progress::Withdrawn => ("withdrawn", "withdrawn"),
        };
        Status { icon, class, word: self.word(&format!("status-{}", progress.word())) }
    }

    /// A commitment with its timeline; `here` if this is the page of its report.
    pub(super) fn promise(&self, commitment: &Commitment, here: bool) -> Promise {
        let report = self.archive.reports.promised(commitment.report, self.language);
        let outcome = self.archive.outcome(commitment);
        let text = report.commitments[commitment.index].text.clone().unwrap_or_default();
        let year = self.report_year(report.meeting);
        let due = commitment.due.map(|due| self.words.date(due));
        let made = match &due {
            Some(due) => self.words.say("made-and-due", &[("year", (&year).into()), ("date", due.into())]),
            None => self.words.say("made-for", &[("year", (&year).into())]),
        };
        Promise {
            anchor: here.then(|| self.anchor(report.written.file, &anchor(commitment))),
            text: if here { self.inline(report.written, &text) } else { self.unlinked(&text) },
            url: (!here).then(|| self.place_of(commitment)),
            made,
            responsible: report.responsible[commitment.index].as_ref().map(|actor| self.mention(actor)),
            overdue: self.overdue(&outcome),
            status: self.status(&outcome),
            unproven: outcome.unproven.then(|| self.word("no-evidence")),
            follow_ups: commitment.follow_ups.iter().map(|follow_up| self.follow_up(commitment, follow_up)).collect(),
        }
    }

    /// Where it was promised.
    pub(super) fn place_of(&self, commitment: &Commitment) -> String {
        self.place(Page::Report(commitment.report), Some(&anchor(commitment)))
    }

    /// `Overdue since 31 December 2022`
    pub(super) fn overdue(&self, outcome: &Outcome) -> Option<String> {
        Some(self.words.say("overdue-since", &[("date", (&self.words.date(Date::of(outcome.overdue?))).into())]))
    }

    pub(super) fn follow_up(&self, commitment: &Commitment, follow_up: &crate::model::FollowUp) -> FollowUp {
        let report = self.archive.reports.promised(follow_up.report().unwrap_or(commitment.report), self.language);
        let (text, words) = match follow_up.said {
            Said::Update(index) => {
                let update = &report.commitments[commitment.index].updates[index];
                (&update.text, &update.evidence)
            }
            Said::Answer(_, index) => {
                let answer = &report.previous[index];
                (&answer.note, &answer.evidence)
            }
        };
        let word = follow_up.status.map(|status| self.progress(status).word);
        let text = match (text, word) {
            (Some(text), _) => self.inline(report.written, text),
            (None, Some(word)) => Html(markdown::escape(&word)),
            (None, None) => Html::default(),
        };
        let elsewhere = follow_up.report().filter(|report| self.page != Page::Report(*report));
        FollowUp {
            year: follow_up.date.year.to_string(),
            date: self.when(follow_up.date),
            text,
            url: elsewhere.map(|report| self.place(Page::Report(report), None)),
            proof: follow_up.evidence.as_ref().map(|evidence| match evidence {
                Evidence::File(file) => {
                    Proof { words: file.source.name().to_string(), url: Some(self.href(file.address())) }
                }
                Evidence::Link(url) => Proof { words: url.clone(), url: Some(url.clone()) },
                Evidence::Words => Proof { words: words.as_deref().unwrap_or_default().to_string(), url: None },
            }),
        }
    }

    /// One mark for each of `count`, as long as they can be told apart.
    pub(super) fn marks(&self, icon: &'static str, count: usize) -> Vec<&'static str> {
        if count <= MOST_MARKS { vec![icon; count] } else { Vec::new() }
    }
}

fn anchor(commitment: &Commitment) -> String {
    format!("commitment-{}", commitment.id)
}
