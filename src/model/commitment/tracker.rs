//! All commitments of the archive in the order of the tracker, and by how they stand.

use borsh::{BorshDeserialize, BorshSerialize};
use jiff::civil;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::ops::Range;

use super::{Commitment, Outcome};
use crate::model::today::number;
use crate::model::{Handle, List, Report, Told, many, page_count};
use crate::parse::record::Progress;
use crate::yaml::Date;

/// Which commitments a page lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize)]
pub enum Filter {
    All,
    Kept,
    PartlyKept,
    InProgress,
    Open,
    NotKept,
    Withdrawn,
    Silent,
    Overdue,
}

impl Filter {
    pub const ALL: &'static [Filter] = &[
        Filter::All,
        Filter::Kept,
        Filter::PartlyKept,
        Filter::InProgress,
        Filter::Open,
        Filter::NotKept,
        Filter::Withdrawn,
        Filter::Silent,
        Filter::Overdue,
    ];

    /// The groups in which commitments are counted: each is in one of them.
    pub fn groups() -> impl Iterator<Item = Filter> {
        Filter::ALL.iter().copied().filter(|filter| !matches!(filter, Filter::All | Filter::Overdue))
    }

    /// Whether a commitment that stands so is listed.
    pub fn holds(self, outcome: &Outcome) -> bool {
        match self {
            Filter::All => true,
            Filter::Overdue => outcome.overdue.is_some(),
            _ if outcome.silent => self == Filter::Silent,
            Filter::Kept => outcome.status == Progress::Done,
            Filter::PartlyKept => outcome.status == Progress::PartlyDone,
            Filter::InProgress => matches!(outcome.status, Progress::InProgress | Progress::Ongoing),
            Filter::Open => matches!(outcome.status, Progress::NotStarted | Progress::CarriedOver | Progress::Changed),
            Filter::NotKept => outcome.status == Progress::NotDone,
            Filter::Withdrawn => outcome.status == Progress::Withdrawn,
            Filter::Silent => false,
        }
    }

    /// The last part of the address, and of the name of its words.
    pub fn name(self) -> &'static str {
        match self {
            Filter::All => "all",
            Filter::Kept => "kept",
            Filter::PartlyKept => "partly-kept",
            Filter::InProgress => "in-progress",
            Filter::Open => "open",
            Filter::NotKept => "not-kept",
            Filter::Withdrawn => "withdrawn",
            Filter::Silent => "no-follow-up",
            Filter::Overdue => "overdue",
        }
    }
}

/// The places of commitments among all of the archive, a list for each filter: overdue first,
/// then by due date.
#[derive(Clone, Debug, Default, BorshSerialize, BorshDeserialize)]
pub struct Tracker {
    lists: Vec<Places>,
    /// Where those of each report begin among all, and where those of the last one end.
    starts: Places,
    /// The reports of which commitments will stand otherwise from a day on, if nothing more is said of them; sorted by
    /// these days, as numbers like 20260131.
    #[borsh(deserialize_with = "many")]
    due: Vec<(i32, Handle<Told<Report>>)>,
    /// The year in which the first was made.
    pub since: Option<i16>,
    /// Whether one of them is invented.
    pub has_samples: bool,
}

#[derive(Clone, Debug, Default, BorshSerialize, BorshDeserialize)]
struct Places(#[borsh(deserialize_with = "many")] Vec<usize>);

impl Tracker {
    /// Of all commitments, in the order of the reports that make them.
    pub(in crate::model) fn of(commitments: &[Commitment], reports: usize, today: civil::Date) -> Tracker {
        let mut all: Vec<(usize, Outcome)> =
            commitments.iter().map(|commitment| commitment.outcome(today)).enumerate().collect();
        all.sort_by_cached_key(|(place, outcome)| order(&commitments[*place], outcome));
        let list = |filter: &Filter| {
            Places(all.iter().filter(|(_, outcome)| filter.holds(outcome)).map(|(place, _)| *place).collect())
        };
        let mut starts = vec![0; reports + 1];
        commitments.iter().for_each(|commitment| starts[commitment.report.index as usize + 1] += 1);
        (0..reports).for_each(|report| starts[report + 1] += starts[report]);
        let lists = Filter::ALL.iter().map(list).collect();
        let mut due: Vec<_> = commitments.iter().filter_map(|commitment| due(commitment, today)).collect();
        due.sort();
        due.dedup();
        let mut tracker = Tracker { lists, starts: Places(starts), due, ..Tracker::default() };
        tracker.look_over(commitments.iter());
        tracker
    }

    /// Notes what all commitments together say, where some have come in the place of others.
    pub(super) fn look_again(&mut self, before: &[Commitment], after: &[Commitment], all: &List<Commitment>) {
        let say = |of: &[Commitment]| -> BTreeSet<(i16, bool)> {
            of.iter().map(|commitment| (commitment.made.year, commitment.sample)).collect()
        };
        let (before, after) = (say(before), say(after));
        if before.difference(&after).any(|(year, sample)| *sample || Some(*year) == self.since) {
            return self.look_over(all.iter());
        }
        self.since = after.iter().map(|(year, _)| *year).chain(self.since).min();
        self.has_samples |= after.iter().any(|(_, sample)| *sample);
    }

    /// Notes what all commitments together say.
    fn look_over<'a>(&mut self, commitments: impl Iterator<Item = &'a Commitment> + Clone) {
        self.since = commitments.clone().map(|commitment| commitment.made.year).min();
        self.has_samples = commitments.into_iter().any(|commitment| commitment.sample);
    }

    /// The places of the commitments that a report makes.
    pub fn made_in(&self, report: Handle<Told<Report>>) -> Range<usize> {
        let Places(starts) = &self.starts;
        let place = |report: usize| starts.get(report).or(starts.last()).copied().unwrap_or_default();
        place(report.index as usize)..place(report.index as usize + 1)
    }

    /// Makes room for the commitments of so many reports; of those that come there are none yet.
    pub(in crate::model) fn make_room(&mut self, reports: usize) {
        let end = self.starts.0.last().copied().unwrap_or_default();
        self.starts.0.resize(reports + 1, end);
    }

    /// Takes commitments out of all lists.
    pub(super) fn take_out(&mut self, places: &BTreeSet<usize>) {
        self.lists.iter_mut().for_each(|list| list.0.retain(|place| !places.contains(place)));
    }

    /// Says of the commitments that are made in the reports behind one that they have moved.
    pub(super) fn shift(&mut self, report: Handle<Told<Report>>, by: isize) {
        let end = self.made_in(report).end;
        let places = self.lists.iter_mut().flat_map(|list| &mut list.0).filter(|place| **place >= end);
        let starts = self.starts.0.iter_mut().skip(report.index as usize + 1);
        places.chain(starts).for_each(|place| *place = place.saturating_add_signed(by));
    }

    /// Puts commitments, by their places, into the lists, which hold none of them yet.
    pub(super) fn put_in(
        &mut self,
        places: impl Iterator<Item = usize>,
        commitments: &List<Commitment>,
        today: civil::Date,
    ) {
        for place in places {
            let outcome = commitments[place].outcome(today);
            let own = order(&commitments[place], &outcome);
            let order = |other: &Commitment| order(other, &other.outcome(today));
            let is_before = |other: &usize| order(&commitments[*other]) < own;
            let lists = self.lists.iter_mut().zip(Filter::ALL).filter(|(_, filter)| filter.holds(&outcome));
            lists.for_each(|(Places(list), _)| list.insert(list.partition_point(is_before), place));
        }
    }

    /// Notes when commitments that some reports make will stand otherwise.
    pub(super) fn schedule(
        &mut self,
        reports: &BTreeSet<Handle<Told<Report>>>,
        commitments: &List<Commitment>,
        today: civil::Date,
    ) {
        self.due.retain(|(_, report)| !reports.contains(report));
        let places = reports.iter().flat_map(|report| self.made_in(*report));
        let new: BTreeSet<_> = places.filter_map(|place| due(&commitments[place], today)).collect();
        self.due.extend(new);
        self.due.sort();
    }

    /// The first day on which a commitment stands otherwise than today, if nothing more is said of any; as a number.
    pub(in crate::model) fn holds_until(&self) -> i32 {
        self.due.first().map_or(i32::MAX, |(day, _)| *day)
    }

    /// The reports of which commitments stand otherwise on a later day than today.
    pub(in crate::model) fn due_by(&self, later: civil::Date) -> BTreeSet<Handle<Told<Report>>> {
        let later = number(later);
        self.due.iter().take_while(|(day, _)| *day <= later).map(|(_, report)| *report).collect()
    }

    /// How many older pages each list has.
    pub(in crate::model) fn page_counts(&self, length: usize) -> Vec<usize> {
        self.lists.iter().map(|list| page_count(list.0.len(), length)).collect()
    }

    /// The places of the commitments that a filter lists.
    pub fn list(&self, filter: Filter) -> &[usize] {
        self.lists.get(filter as usize).map_or(&[], |places| &places.0)
    }
}

/// Overdue ones come first, then those that are due; the later made before the earlier.
fn order(commitment: &Commitment, outcome: &Outcome) -> impl Ord + use<> {
    let due = commitment.due.map(Date::last);
    let due = (outcome.overdue.is_none(), outcome.overdue, due.is_none(), due);
    (due, Reverse(commitment.made), commitment.report, commitment.index)
}

/// The first day after today on which a commitment stands otherwise, if there is one, and its report.
fn due(commitment: &Commitment, today: civil::Date) -> Option<(i32, Handle<Told<Report>>)> {
    let (_, days) = commitment.outcome_and_days(today);
    (!days.are_endless()).then(|| (days.until(), commitment.report))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_outcome_is_counted_once() {
        use Progress::*;
        for status in [NotStarted, InProgress, Ongoing, Done, PartlyDone, NotDone, CarriedOver, Changed, Withdrawn] {
            for silent in [false, true] {
                let outcome = Outcome { status, overdue: None, silent, unproven: false };
                let holding = Filter::groups().filter(|filter| filter.holds(&outcome)).count();
                assert_eq!(holding, 1, "{outcome:?}");
            }
        }
    }
}
