//! A record that stays, and is told otherwise.

use super::any::Any;
use super::change::{Change, Changes};
use super::commitment::Regathered;
use super::outline::{outline, outline_but_lists};
use super::relist::{Listed, days};
use super::resolve::{Again, Record, again, covered, report_key, standing};
use super::retell::{Beside, File};
use super::{Archive, Handle, Report, Setting, Target, Told, assemble, stable};
use crate::parse::{Identity, identify};

impl Archive {
    /// What is changed by a file that was read again, or by a translation that came or went.
    pub(super) fn revision(
        &mut self,
        file: File<'_>,
        identity: &Identity,
        beside: Beside<'_>,
        setting: Setting<'_>,
    ) -> Option<Changes> {
        let before = self.any(identity)?;
        let files = before.bases();
        let known = files.iter().position(|base| base.file == *file.path());
        let others = files.iter().filter(|base| base.file != *file.path());
        let others = others.map(|base| Some((base.language, (beside.document)(&base.file)?)));
        let mut told = others.collect::<Option<Vec<_>>>()?;
        if let File::Told(document) = file {
            let language = self.language_of(&document.identity)?;
            let place = told.partition_point(|(known, _)| *known < language);
            // Of two in one language, one is too many.
            if told.get(place).is_some_and(|(known, _)| *known == language) {
                return None;
            }
            told.insert(place, (language, document.clone()));
        }
        let (comes, goes) = match (file, known) {
            (File::Told(_), Some(_)) => (None, None),
            (File::Told(document), None) => (Some(self.language_of(&document.identity)?), None),
            (File::Gone(_), known) => (None, Some(files[known?].language)),
        };
        let translated = comes.or(goes);
        // Another original would be another record.
        if told.first()?.1.path != files.first()?.file {
            return None;
        }
        let (_, original) = told.first()?;
        let standing = self.standing(original, setting)?;
        let Again { mut record, flaws } = again(self, &told, &standing, setting);
        if let Record::Report(_, report) = &mut record {
            assemble::settle(report, &self.meetings, &self.people, &self.organizations);
        }
        let after = record.any();
        let is_of_plan = |target: &Target| beside.is_of_plan(target);
        // What it is in all languages in which it is told before and after.
        let [was, is] = [(goes, &before), (comes, &after)].map(|(language, told)| Some(told.without(language?)));
        let (was, is) = (was.as_ref().map_or(before, Record::any), is.as_ref().map_or(after, Record::any));
        let is_outline_same = outline(&was, &is_of_plan) == outline(&is, &is_of_plan);
        if !self.keeps_anchors(identity, &before, &after)
            || comes.is_some_and(|language| !after.links_to_records(language, beside))
            || !is_outline_same && outline_but_lists(&was, &is_of_plan) != outline_but_lists(&is, &is_of_plan)
        {
            return None;
        }
        let is_renamed = match &after {
            Any::Person(told) => before.titles() != after.titles() || !told.original.public,
            Any::Organization(_) => before.titles() != after.titles(),
            Any::Meeting(_) | Any::Report(_) | Any::Story(_) | Any::Page(_) => false,
        };
        let standing = |record: &Any<'_>| record.bases().first().map(|base| base.standing.clone());
        let stands_otherwise = standing(&before) != standing(&after);
        let (is_moved, is_dated) = match (&before, &after) {
            (Any::Meeting(before), Any::Meeting(after)) => {
                let (before, after) = (&before.original, &after.original);
                let is_moved = days(before) != days(after);
                (is_moved, is_moved || before.published != after.published)
            }
            (Any::Story(before), Any::Story(after)) => (false, before.original.published != after.original.published),
            _ => (false, false),
        };
        let regathered = match (&before, &after) {
            (Any::Report(before), Any::Report(after)) if promised(before) != promised(after) => {
                let handle = self.reports.find(&report_key(identity))?;
                Some(Regathered::of(self, handle, Some(&before.original), Some(&after.original))?)
            }
            _ => None,
        };
        let own = self.change(identity.clone(), record);
        let is_alone = is_outline_same && translated.is_none();
        let records = if is_alone { vec![own] } else { self.with_settled(own, setting)? };
        Some(Changes { records, regathered, flaws, is_renamed, stands_otherwise, translated, is_dated, is_moved })
    }

    /// The change of a record, and of the reports that are settled otherwise by it, or stand on another day.
    fn with_settled(&mut self, own: Change, setting: Setting<'_>) -> Option<Vec<Change>> {
        let reports = match self.any(&own.identity)? {
            Any::Meeting(_) => self.reports_of(self.meetings.find(&own.identity.id)?).to_vec(),
            Any::Person(_) => self.related.person(self.people.find(&own.identity.id)?).reports.clone(),
            Any::Organization(_) => {
                self.related.organization(self.organizations.find(&own.identity.id)?).reports.clone()
            }
            Any::Report(_) | Any::Story(_) | Any::Page(_) => Vec::new(),
        };
        let listed = |report: &Handle<_>| Listed::of(self, &Any::Report(&self.reports[*report]));
        let before: Vec<Listed> = reports.iter().map(listed).collect();
        let replaced = self.exchange(&own.identity, own.record);
        let settled = reports.into_iter().zip(before).map(|(report, before)| self.settled(report, before, setting));
        let settled = settled.collect::<Option<Vec<Option<Change>>>>();
        let own = Change { record: self.exchange(&own.identity, replaced), ..own };
        Some(std::iter::once(own).chain(settled?.into_iter().flatten()).collect())
    }

    /// The change of a report that is settled among the other records as they stand, if it is one.
    fn settled(&self, report: Handle<Told<Report>>, before: Listed, setting: Setting<'_>) -> Option<Option<Change>> {
        let mut told = self.reports[report].clone();
        let cover = self.meetings[told.original.meeting].original.base.standing.clone();
        let standing = covered(Some(cover), standing(&*told.original.front, setting))?;
        told.each_mut().for_each(|report| report.base.standing = standing.clone());
        assemble::settle(&mut told, &self.meetings, &self.people, &self.organizations);
        let after = Listed::of(self, &Any::Report(&told));
        if after == before && stable(&told) == stable(&self.reports[report]) {
            return Some(None);
        }
        let identity = Identity { language: None, ..identify(&told.original.base.file).ok()? };
        let record = Some(Record::Report(report_key(&identity), told));
        Some(Some(Change { identity, record, before, after }))
    }

    /// Whether every link of others leads where it led.
    fn keeps_anchors(&self, identity: &Identity, before: &Any<'_>, after: &Any<'_>) -> bool {
        let (before, after) = (before.anchors(), after.anchors());
        let are_there = || before.iter().all(|anchor| after.contains(anchor));
        // To one that is new no link can lead yet, if none leads nowhere.
        before == after || !self.dangles && (are_there() || !self.referred.holds(identity))
    }
}

/// The commitments of a report and what it answers, as a hash.
fn promised(told: &Told<Report>) -> u64 {
    let Report { base, front, update_evidence, answer_evidence, .. } = &*told.original;
    let is_withdrawn = base.standing.is_withdrawn();
    stable(&(is_withdrawn, &front.commitments, &front.previous, update_evidence, answer_evidence))
}
