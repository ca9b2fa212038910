//! The commitments that one report concerns, when it is told anew: those that it makes, and those
//! that it answers.

use std::collections::{BTreeMap, BTreeSet};

use super::gather::{answer, answered, made};
use super::tracker::since;
use super::{Commitment, Evidence};
use crate::model::{Archive, FileRef, Handle, Report, Told};
use crate::source::SourceSet;

/// Commitments as they stand otherwise than in an archive.
pub struct Regathered {
    report: Handle<Told<Report>>,
    /// Where those of the report begin, and how many it made.
    start: usize,
    count: usize,
    /// Those that it makes now.
    own: Vec<Commitment>,
    /// Those that it answers or answered, by their places.
    others: BTreeMap<usize, Commitment>,
}

impl Regathered {
    /// What becomes of the commitments that a report concerns, `before` and `after` it is told anew. Nothing
    /// where more follows from that: a fault, another file to publish, an answer that has lost what it answers.
    pub fn of(
        archive: &Archive,
        handle: Handle<Told<Report>>,
        before: &Report,
        after: &Report,
        sources: &SourceSet,
    ) -> Option<Regathered> {
        let mut found = Vec::new();
        let start = archive.commitments.partition_point(|commitment| commitment.report < handle);
        let told: Vec<&Commitment> = archive.commitments_of(handle).collect();
        let mut own: Vec<Commitment> = made(archive, handle, after, sources, &mut found).collect();
        let keys: BTreeSet<&str> = own.iter().map(|commitment| commitment.key.as_str()).collect();
        if keys.len() < own.len() {
            return None;
        }
        for commitment in &told {
            let mut answers = commitment.follow_ups.iter().filter(|entry| entry.report().is_some()).peekable();
            if answers.peek().is_some() {
                own.iter_mut().find(|other| other.key == commitment.key)?.follow_ups.extend(answers.cloned());
            }
        }
        let mut others: BTreeMap<usize, Commitment> = BTreeMap::new();
        for (_, key) in answered(before) {
            let place = archive.place_of(key)?;
            let commitment = others.entry(place).or_insert_with(|| archive.commitments[place].clone());
            commitment.follow_ups.retain(|entry| entry.report() != Some(handle));
        }
        for (index, key) in answered(after) {
            let place = archive.place_of(key).filter(|place| archive.commitments[*place].report != handle)?;
            let commitment = others.entry(place).or_insert_with(|| archive.commitments[place].clone());
            let answer = answer(archive, handle, after, index, commitment, sources, &mut found)?;
            commitment.follow_ups.push(answer);
        }
        own.iter_mut().chain(others.values_mut()).for_each(Commitment::sort);
        let before = told.iter().copied().chain(others.keys().map(|place| &archive.commitments[*place]));
        let is_sound = found.is_empty() && files(before) == files(own.iter().chain(others.values()));
        is_sound.then_some(Regathered { report: handle, start, count: told.len(), own, others })
    }

    /// Puts them into the archive, and gives those that stood there.
    pub fn exchange(self, archive: &mut Archive) -> Regathered {
        let Regathered { report, start, count, own, others } = self;
        let mut changed: BTreeSet<usize> = others.keys().copied().collect();
        changed.extend(start..start + count);
        archive.tracker.take_out(&changed);
        let exchange = |(place, commitment)| (place, archive.commitments.replace(place, commitment));
        let before: BTreeMap<usize, Commitment> = others.into_iter().map(exchange).collect();
        let (end, made) = (start + count, own.len());
        let own = archive.commitments.splice(start..end, own);
        archive.tracker.shift(end, made as isize - count as isize);
        if made != count {
            archive.tracker.since = since(archive.commitments.iter());
        }
        // The others keep their order, and their places by this, if the report makes more or fewer than before.
        let moved = |place: usize| if place < start { place } else { place - count + made };
        let others: BTreeMap<usize, Commitment> =
            before.into_iter().map(|(place, commitment)| (moved(place), commitment)).collect();
        let put_in = (start..start + made).chain(others.keys().copied());
        archive.tracker.put_in(put_in, &archive.commitments, &archive.today);
        Regathered { report, start, count: made, own, others }
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
        let report = self.reports.find(report)?;
        let start = self.commitments.partition_point(|commitment| commitment.report < report);
        let count = self.commitments_of(report).position(|commitment| commitment.key == key)?;
        Some(start + count)
    }
}

/// The files that show what became of commitments.
fn files<'a>(commitments: impl Iterator<Item = &'a Commitment>) -> BTreeSet<&'a FileRef> {
    let entries = commitments.flat_map(|commitment| &commitment.follow_ups);
    let files = entries.filter_map(|entry| match &entry.evidence {
        Some(Evidence::File(file)) => Some(file),
        _ => None,
    });
    files.collect()
}
