//! An archive in which one file is read anew: most of what is typed into a record concerns nothing
//! but its own page, and those that list it.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::any::Any;
use super::commitment::Regathered;
use super::outline::{outline, outline_but_lists};
use super::relist::Listed;
use super::resolve::{Again, Record, again, covered, own_standing, report_key};
use super::{Archive, Handle, Report, Setting, Standing, Table, Told, Topic, assemble, check};
use crate::diag::{Diagnostic, Severity};
use crate::parse::{Document, Identity, Kind};
use crate::span::SourcePath;

/// What stands otherwise in an archive, besides the record that was told anew.
#[derive(Clone, Debug, Default)]
pub struct Retold {
    /// The topics that it is under now, or no longer.
    pub topics: BTreeSet<Handle<Topic>>,
    /// Whether it was put on the list of what was corrected, or taken from it.
    pub corrected: bool,
    /// The reports whose commitments stand otherwise, itself perhaps among them.
    pub reports: BTreeSet<Handle<Told<Report>>>,
    /// What is wrong now and was not, as the configuration weighs it.
    pub found: Vec<Diagnostic>,
    /// What is wrong no longer.
    pub mended: Vec<Diagnostic>,
}

impl Archive {
    /// Takes in one file that was read again, if no more follows elsewhere from what has changed in it than
    /// can be told: other lists of topics and corrections, and what became of commitments. `others` gives the
    /// documents of the other files. Nothing where the archive has to be resolved anew; it is as it was.
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
        let after = record.any();
        let is_on_lists_alone = || outline_but_lists(&before) == outline_but_lists(&after);
        let are_lists_same = outline(&before) == outline(&after);
        if self.flaws.get(&mark).copied().unwrap_or(0) != flaws
            || !self.keeps_anchors(&before, &after)
            || !are_lists_same && !is_on_lists_alone()
        {
            return None;
        }
        let (listed, relisted) = (Listed::of(&before), Listed::of(&after));
        let regathered = match (&before, &after) {
            (Any::Report(before), Any::Report(after)) if !are_lists_same => {
                let handle = self.reports.find(&report_key(&identity))?;
                Some(Regathered::of(self, handle, &before.original, &after.original, setting.sources)?)
            }
            _ => None,
        };
        if !self.has_room(&listed, &relisted) {
            return None;
        }
        if let Record::Report(_, report) = &mut record {
            assemble::settle(report, &self.meetings, &self.people, &self.organizations);
        }
        let around = check::around(self, &identity);
        let replaced = self.exchange(record);
        let said = (check::around(self, &identity) == around)
            .then(|| match regathered {
                Some(regathered) => self.regather(regathered, setting),
                None => Some(Retold::default()),
            })
            .flatten();
        let Some(retold) = said else {
            self.exchange(replaced);
            return None;
        };
        self.relist(&identity, &listed, &relisted);
        let topics = listed.topics.symmetric_difference(&relisted.topics).copied().collect();
        Some(Retold { topics, corrected: listed.is_corrected != relisted.is_corrected, ..retold })
    }

    /// Whether every link of others leads where it led.
    fn keeps_anchors(&self, before: &Any<'_>, after: &Any<'_>) -> bool {
        let (before, after) = (before.anchors(), after.anchors());
        // To one that is new no link can lead yet, if none leads nowhere.
        before == after || !self.dangles && before.iter().all(|anchor| after.contains(anchor))
    }

    /// Takes in what became of commitments, if every list of the tracker has as many pages as before, and no
    /// error follows from it. Nothing where it cannot be taken in; all is as it was.
    fn regather(&mut self, regathered: Regathered, setting: Setting<'_>) -> Option<Retold> {
        let length = self.config.page_length();
        let (tracker, pages) = (self.tracker.clone(), self.tracker.page_counts(length));
        let reports = regathered.reports();
        let now = setting.config.weigh(check::of_commitments(self, regathered.commitments()));
        let before = regathered.exchange(self);
        let then = setting.config.weigh(check::of_commitments(self, before.commitments()));
        let found: Vec<Diagnostic> = now.iter().filter(|found| !then.contains(found)).cloned().collect();
        let is_wrong = found.iter().any(|found| found.severity == Severity::Error);
        if is_wrong || self.tracker.page_counts(length) != pages {
            before.exchange(self);
            self.tracker = tracker;
            return None;
        }
        let mended = then.into_iter().filter(|mended| !now.contains(mended)).collect();
        Some(Retold { reports, found, mended, ..Retold::default() })
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
