//! Commitments: what was promised, and what every later text says became of it.
//!
//! A commitment's own `updates` and every later `previous` make one timeline. The latest
//! entry wins; nothing is overwritten.

mod gather;
mod regather;
mod tracker;
mod turn;

pub use gather::gather;
pub(super) use regather::Regathered;
pub use tracker::{Filter, Tracker};

use borsh::{BorshDeserialize, BorshSerialize};
use jiff::ToSpan;
use jiff::civil;

use super::{Days, FileRef, Handle, Report, Today, Told};
use crate::parse::record::{CommitmentKind, Progress};
use crate::yaml::Date;

/// Something promised in a report.
#[derive(Clone, Debug, Hash, BorshSerialize, BorshDeserialize)]
pub struct Commitment {
    /// `MEETING/REPORT/ID`, by which a later report answers it.
    pub key: String,
    pub id: String,
    pub report: Handle<Told<Report>>,
    /// Its place among the report's commitments.
    pub index: usize,
    pub kind: CommitmentKind,
    pub made: Date,
    pub due: Option<Date>,
    pub first_status: Progress,
    /// In the order of their dates.
    pub follow_ups: Vec<FollowUp>,
    pub sample: bool,
}

/// One entry of a commitment's timeline.
#[derive(Clone, Debug, Hash, BorshSerialize, BorshDeserialize)]
pub struct FollowUp {
    pub date: Date,
    pub status: Option<Progress>,
    pub evidence: Option<Evidence>,
    pub said: Said,
}

/// Where an entry of a timeline stands, words and all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize)]
pub enum Said {
    /// Among the `updates` of the commitment itself.
    Update(usize),
    /// Among the `previous` of a later report.
    Answer(Handle<Told<Report>>, usize),
}

impl FollowUp {
    /// The later report that says so; `None` for an update of the report itself.
    pub fn report(&self) -> Option<Handle<Told<Report>>> {
        match self.said {
            Said::Update(_) => None,
            Said::Answer(report, _) => Some(report),
        }
    }
}

/// What shows that something was done.
#[derive(Clone, Debug, Hash, BorshSerialize, BorshDeserialize)]
pub enum Evidence {
    File(FileRef),
    Link(String),
    /// Words that point to something outside the archive; they stand where the rest is said.
    Words,
}

/// How a commitment stands today. Overdue and silent are computed, never typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Outcome {
    pub status: Progress,
    /// Open, and its due date is past: the last day on which it was due.
    pub overdue: Option<civil::Date>,
    /// Open, and nothing was heard of it for twelve months.
    pub silent: bool,
    /// Said to be done, with nothing that shows it.
    pub unproven: bool,
}

/// Whether something is still to come of it.
pub fn is_open(status: Progress) -> bool {
    matches!(
        status,
        Progress::NotStarted | Progress::InProgress | Progress::Ongoing | Progress::CarriedOver | Progress::Changed
    )
}

impl Commitment {
    /// How it stands on a day.
    pub fn outcome(&self, today: civil::Date) -> Outcome {
        self.outcome_and_days(today).0
    }

    /// How it stands on a day, and the days on which it does, if nothing more is said of it.
    pub(super) fn outcome_and_days(&self, today: civil::Date) -> (Outcome, Days) {
        let today = Today::new(today);
        let outcome = self.seen_on(&today);
        (outcome, today.days())
    }

    fn seen_on(&self, today: &Today) -> Outcome {
        let known = self.follow_ups.iter().filter(|follow_up| today.has_come(follow_up.date.first()));
        let status = known.clone().filter_map(|follow_up| follow_up.status).next_back().unwrap_or(self.first_status);
        let heard = known.clone().map(|follow_up| follow_up.date.last()).max().unwrap_or(self.made.last());
        let open = is_open(status);
        let silent_from = heard.checked_add(12.months()).unwrap_or(civil::Date::MAX);
        Outcome {
            status,
            // What is kept up for good has begun in time.
            overdue: self.due.map(Date::last).filter(|due| open && status != Progress::Ongoing && today.is_past(*due)),
            silent: open && today.is_past(silent_from),
            unproven: status == Progress::Done && !self.follow_ups.iter().any(|follow_up| follow_up.evidence.is_some()),
        }
    }

    /// How it stood just before `day`.
    pub fn status_before(&self, day: civil::Date) -> Progress {
        let before = self.follow_ups.iter().filter(|follow_up| follow_up.date.last() < day);
        before.filter_map(|follow_up| follow_up.status).next_back().unwrap_or(self.first_status)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn commitment(status: Progress, due: &str, follow_ups: &[(&str, Option<Progress>)]) -> Commitment {
        let date = |text: &str| text.parse::<Date>().unwrap();
        let follow_up = |(day, status): &(&str, Option<Progress>)| FollowUp {
            date: date(day),
            status: *status,
            evidence: None,
            said: Said::Update(0),
        };
        Commitment {
            key: "m/r/c".into(),
            id: "c".into(),
            report: Handle::new(crate::model::table::Slot::of(0, 1), crate::model::Mark::of("report", "m/r")),
            index: 0,
            kind: CommitmentKind::Commitment,
            made: date("2022-02-25"),
            due: Some(date(due)),
            first_status: status,
            follow_ups: follow_ups.iter().map(follow_up).collect(),
            sample: false,
        }
    }

    #[test]
    fn the_latest_word_wins() {
        let kept = commitment(
            Progress::NotStarted,
            "2022-12",
            &[("2022-06", Some(Progress::InProgress)), ("2023-02-24", Some(Progress::Done))],
        );
        let outcome = kept.outcome(civil::date(2024, 1, 1));
        assert_eq!((outcome.status, outcome.overdue, outcome.unproven), (Progress::Done, None, true));
        assert_eq!(kept.status_before(civil::date(2023, 2, 24)), Progress::InProgress);
    }

    #[test]
    fn overdue_and_silent_are_computed_from_the_last_day_that_a_date_can_mean() {
        let open = commitment(Progress::NotStarted, "2022-12", &[]);
        assert_eq!(open.outcome(civil::date(2022, 12, 31)).overdue, None);
        assert_eq!(open.outcome(civil::date(2023, 1, 1)).overdue, Some(civil::date(2022, 12, 31)));
        assert!(!open.outcome(civil::date(2023, 2, 25)).silent);
        assert!(open.outcome(civil::date(2023, 2, 26)).silent);
        let ongoing = commitment(Progress::Ongoing, "2022-12", &[]);
        assert_eq!(ongoing.outcome(civil::date(2023, 1, 1)).overdue, None);
    }
}
