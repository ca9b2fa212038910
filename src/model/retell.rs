//! An archive in which one file is read anew: most of what is typed into a record concerns nothing
//! but its own page, and those that list it.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use super::any::Any;
use super::check::Around;
use super::commitment::Regathered;
use super::outline::{outline, outline_but_lists};
use super::relist::{Listed, On};
use super::resolve::{Again, Record, again, covered, own_standing, report_key};
use super::{Archive, Handle, Report, Setting, Standing, Table, Told, assemble, check, page_count, stable};
use crate::diag::{Diagnostic, Severity};
use crate::parse::{Document, Identity, Kind};
use crate::span::SourcePath;

/// What stands otherwise in an archive, besides the record that was told anew.
#[derive(Clone, Debug, Default)]
pub struct Retold {
    /// The lists on which it is now, or no longer, or at another place.
    pub lists: BTreeSet<On>,
    /// The reports whose commitments stand otherwise, itself perhaps among them.
    pub reports: BTreeSet<Handle<Told<Report>>>,
    /// What is wrong now and was not, as the configuration weighs it.
    pub found: Vec<Diagnostic>,
    /// What is wrong no longer.
    pub mended: Vec<Diagnostic>,
}

/// How some of what a record has to do with stands, before and after it is told anew.
struct Stand {
    /// What is wrong.
    said: HashSet<Diagnostic>,
    /// How many older pages the lists have.
    pages: Vec<usize>,
}

impl Archive {
    /// Takes in one file that was read again, if no more follows elsewhere from what has changed in it than
    /// can be told: other lists, and what became of commitments. `others` gives the documents of the other
    /// files. Nothing where the archive has to be resolved anew; it is as it was.
    pub fn retell(
        &mut self,
        document: &Arc<Document>,
        others: &dyn Fn(&SourcePath) -> Option<Arc<Document>>,
        setting: Setting<'_>,
    ) -> Option<Retold> {
        let identity = Identity { language: None, ..document.identity.clone() };
        let before = self.any(&identity)?;
        let read = |file: &SourcePath| if *file == document.path { Some(document.clone()) } else { others(file) };
        let told = before.bases().into_iter().map(|base| Some((base.language, read(&base.file)?)));
        let told = told.collect::<Option<Vec<_>>>()?;
        let (_, original) = told.first()?;
        let standing = self.standing(original, setting)?;
        let Again { mut record, mark, flaws } = again(self, &told, &standing, setting);
        if let Record::Report(_, report) = &mut record {
            assemble::settle(report, &self.meetings, &self.people, &self.organizations);
        }
        let after = record.any();
        let are_lists_same = outline(&before) == outline(&after);
        if self.flaws.get(&mark).copied().unwrap_or(0) != flaws
            || !self.keeps_anchors(&before, &after)
            || !are_lists_same && outline_but_lists(&before) != outline_but_lists(&after)
        {
            return None;
        }
        let (listed, relisted) = (Listed::of(&before), Listed::of(&after));
        let regathered = match (&before, &after) {
            (Any::Report(before), Any::Report(after)) if promised(before) != promised(after) => {
                let handle = self.reports.find(&report_key(&identity))?;
                Some(Regathered::of(self, handle, &before.original, &after.original, setting.sources)?)
            }
            _ => None,
        };
        let lists = relisted.differing(&listed);
        let reports = regathered.as_ref().map_or_else(BTreeSet::new, Regathered::reports);
        let around = self.around(identity, &lists, &reports);
        let stood = self.stand(&around, &lists, setting);
        let tracker = regathered.as_ref().map(|_| self.tracker.clone());

        let replaced = self.exchange(record);
        let regathered = regathered.map(|regathered| regathered.exchange(self));
        self.relist(&around.identity, &lists, &relisted);
        let stands = self.stand(&around, &lists, setting);
        let mut found: Vec<Diagnostic> = stands.said.difference(&stood.said).cloned().collect();
        found.sort_by(Diagnostic::order);
        let is_wrong = found.iter().any(|found| found.severity == Severity::Error);
        if is_wrong || self.has_fixed_pages && stands.pages != stood.pages {
            let _now = regathered.map(|before| before.exchange(self));
            tracker.into_iter().for_each(|tracker| self.tracker = tracker);
            self.exchange(replaced);
            self.relist(&around.identity, &lists, &listed);
            return None;
        }
        let mended = stood.said.difference(&stands.said).cloned().collect();
        Some(Retold { lists, reports, found, mended })
    }

    /// What is to be looked at where a record is put on other lists, and commitments of some reports change.
    fn around(&self, identity: Identity, lists: &BTreeSet<On>, reports: &BTreeSet<Handle<Told<Report>>>) -> Around {
        let mut around = Around { identity, meetings: BTreeSet::new(), reports: reports.clone() };
        let is_of_it = |on: &On| matches!(on, On::Secretary(_) | On::Organization(_));
        let report = if lists.iter().any(is_of_it) { self.reports.find(&report_key(&around.identity)) } else { None };
        let Some(report) = report else { return around };
        // Who reported at its meeting, and which report is to answer which.
        around.meetings.insert(self.reports[report].original.meeting);
        around.reports.insert(report);
        let series = self.series_of(report);
        for on in lists {
            let On::Organization(organization) = on else { continue };
            let of = self.related.organization(*organization);
            around.reports.extend(series.and_then(|series| of.years.get(&series)).into_iter().flatten());
            // Where it did not report, the file of its report is advised by the name of the last one.
            let filed: BTreeSet<_> = of.reports.iter().map(|report| self.reports[*report].original.meeting).collect();
            around.meetings.extend(of.due.iter().filter(|meeting| !filed.contains(meeting)));
        }
        around
    }

    fn stand(&self, around: &Around, lists: &BTreeSet<On>, setting: Setting<'_>) -> Stand {
        let length = self.config.page_length();
        let topics = lists.iter().filter_map(|on| match on {
            On::Topic(topic) => Some(page_count(self.related.topic(*topic).all.len(), length)),
            _ => None,
        });
        Stand {
            said: setting.config.weigh(check::around(self, around)).into_iter().collect(),
            pages: topics.chain(self.tracker.page_counts(length)).collect(),
        }
    }

    /// Whether every link of others leads where it led.
    fn keeps_anchors(&self, before: &Any<'_>, after: &Any<'_>) -> bool {
        let (before, after) = (before.anchors(), after.anchors());
        // To one that is new no link can lead yet, if none leads nowhere.
        before == after || !self.dangles && before.iter().all(|anchor| after.contains(anchor))
    }

    /// How a record may be shown that is told anew.
    fn standing(&self, document: &Document, setting: Setting<'_>) -> Option<Standing> {
        let own = own_standing(document, setting);
        if document.identity.kind != Kind::Report {
            return own;
        }
        let meeting = self.meetings.find(&document.identity.id)?;
        covered(Some(self.meetings[meeting].original.base.standing.clone()), own)
    }

    /// Puts a record in the place of the one with its id, and gives that.
    fn exchange(&mut self, record: Record) -> Record {
        fn at<T>(table: &mut Table<T>, id: String, told: T, kind: fn(String, T) -> Record) -> Record {
            let before = match table.find(&id) {
                Some(handle) => table.replace(handle, told),
                None => told,
            };
            kind(id, before)
        }
        match record {
            Record::Meeting(id, told) => at(&mut self.meetings, id, told, Record::Meeting),
            Record::Report(id, told) => at(&mut self.reports, id, told, Record::Report),
            Record::Story(id, told) => at(&mut self.stories, id, told, Record::Story),
            Record::Page(id, told) => at(&mut self.pages, id, told, Record::Page),
            Record::Person(id, told) => at(&mut self.people, id, told, Record::Person),
            Record::Organization(id, told) => at(&mut self.organizations, id, told, Record::Organization),
        }
    }
}

/// The commitments of a report and what it answers, as a hash.
fn promised(told: &Told<Report>) -> u64 {
    let front = &told.original.front;
    stable(&(&front.commitments, &front.previous))
}
