//! The commitments that one report concerns, when it is told anew: those that it makes, and those
//! that it answers.

use std::collections::{BTreeMap, BTreeSet};

use super::Commitment;
use super::gather::{answer, answered, made};
use crate::model::{Archive, Handle, Report, Told};

/// Commitments as they stand otherwise than in an archive.
pub struct Regathered {
    report: Handle<Told<Report>>,
    /// Those that it makes now.
    own: Vec<Commitment>,
    /// Those that it answers or answered, by their places.
    others: BTreeMap<usize, Commitment>,
}

impl Regathered {
    /// What becomes of the commitments that a report concerns, `before` and `after` it is told anew, comes or
    /// goes. Nothing where more follows from that: a fault, an answer that has lost what it answers.
    pub fn of(
        archive: &Archive,
        handle: Handle<Told<Report>>,
        before: Option<&Report>,
        after: Option<&Report>,
    ) -> Option<Regathered> {
        let mut found = Vec::new();
        let told: Vec<&Commitment> = archive.commitments_of(handle).collect();
        let made = |report| made(archive, handle, report).collect();
        let mut own: Vec<Commitment> = after.map_or_else(Vec::new, made);
        let keys: BTreeSet<&str> = own.iter().map(|commitment| commitment.key.as_str()).collect();
        if keys.len() < own.len() {
            return None;
        }
        for commitment in &told {
            let mut answers = commitment.follow_ups.iter().filter(|entry| entry.report().is_some()).peekable();
            if answers.peek().is_some() {
                let own = own.iter_mut().find(|other| other.key == commitment.key)?;
                let answers = answers.cloned().map(|entry| (own.made.first() < entry.date.first()).then_some(entry));
                let answers = answers.collect::<Option<Vec<_>>>()?;
                own.follow_ups.extend(answers);
            }
        }
        let mut others: BTreeMap<usize, Commitment> = BTreeMap::new();
        for (_, key) in before.into_iter().flat_map(answered) {
            let place = archive.place_of(key)?;
            let commitment = others.entry(place).or_insert_with(|| archive.commitments[place].clone());
            commitment.follow_ups.retain(|entry| entry.report() != Some(handle));
        }
        for (report, (index, key)) in
            after.into_iter().flat_map(|after| answered(after).map(move |answer| (after, answer)))
        {
            let place = archive.place_of(key).filter(|place| archive.commitments[*place].report != handle)?;
            let commitment = others.entry(place).or_insert_with(|| archive.commitments[place].clone());
            let answer = answer(archive, handle, report, index, commitment, &mut found)?;
            commitment.follow_ups.push(answer);
        }
        own.iter_mut().chain(others.values_mut()).for_each(Commitment::sort);
        found.is_empty().then_some(Regathered { report: handle, own, others })
    }

    /// Puts them into the archive, and gives those that stood there.
    pub fn exchange(self, archive: &mut Archive) -> Regathered {
        let Regathered { report, own, others } = self;
        let places = archive.tracker.made_in(report);
        let changed = others.keys().copied().chain(places.clone()).collect();
        archive.tracker.take_out(&changed);
        let exchange = |(place, commitment)| (place, archive.commitments.replace(place, commitment));
        let before: BTreeMap<usize, Commitment> = others.into_iter().map(exchange).collect();
        let more = own.len() as isize - places.len() as isize;
        let own = archive.commitments.splice(places.clone(), own);
        if more != 0 {
            archive.tracker.shift(report, more);
        }
        let now: Vec<Commitment> = archive.commitments_of(report).cloned().collect();
        archive.tracker.look_again(&own, &now, &archive.commitments);
        // The others have moved, if the report makes more or fewer than before.
        let moved = |place: usize| if place < places.end { place } else { place.saturating_add_signed(more) };
        let others: BTreeMap<usize, Commitment> =
            before.into_iter().map(|(place, commitment)| (moved(place), commitment)).collect();
        let put_in = archive.tracker.made_in(report).chain(others.keys().copied());
        let today = archive.today.date();
        archive.tracker.put_in(put_in, &archive.commitments, today);
        let reports = others.keys().map(|place| archive.commitments[*place].report).chain([report]).collect();
        archive.tracker.schedule(&reports, &archive.commitments, today);
        Regathered { report, own, others }
    }

    /// The reports whose commitments these are.
    pub fn reports(&self) -> BTreeSet<Handle<Told<Report>>> {
        self.commitments().map(|commitment| commitment.report).chain([self.report]).collect()
    }

    /// The commitments that stand otherwise.
    pub fn commitments(&self) -> impl Iterator<Item = &Commitment> {
        self.own.iter().chain(self.others.values())
    }
}

impl Archive {
    /// Where a commitment stands among all.
    fn place_of(&self, key: &str) -> Option<usize> {
        let (report, _) = key.rsplit_once('/')?;
        let mut places = self.tracker.made_in(self.reports.find(report)?);
        places.find(|place| self.commitments[*place].key == key)
    }
}
