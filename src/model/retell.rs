//! An archive in which one file is read anew: most of what is typed into a record concerns nothing
//! but its own page, and those that list it.

use std::sync::Arc;

use super::outline::outline;
use super::resolve::{Again, Record, again, covered, own_standing};
use super::{Archive, Setting, Standing, Table, assemble, check};
use crate::parse::{Document, Identity, Kind};
use crate::span::SourcePath;

impl Archive {
    /// Takes in one file that was read again, if nothing that stands elsewhere follows from what has
    /// changed in it. `others` gives the documents of the other files. `false` where the archive has to
    /// be resolved anew; it is as it was.
    pub fn retell(
        &mut self,
        document: &Arc<Document>,
        others: &dyn Fn(&SourcePath) -> Option<Arc<Document>>,
        setting: Setting<'_>,
    ) -> bool {
        self.retold(document, others, setting).is_some()
    }

    fn retold(
        &mut self,
        document: &Arc<Document>,
        others: &dyn Fn(&SourcePath) -> Option<Arc<Document>>,
        setting: Setting<'_>,
    ) -> Option<()> {
        let identity = Identity { language: None, ..document.identity.clone() };
        let before = self.any(&identity)?;
        let read = |file: &SourcePath| if *file == document.path { Some(document.clone()) } else { others(file) };
        let told = before.bases().into_iter().map(|base| Some((base.language, read(&base.file)?)));
        let told = told.collect::<Option<Vec<_>>>()?;
        let (_, original) = told.first()?;
        let standing = self.standing(original, setting)?;
        let Again { mut record, mark, flaws } = again(self, &told, &standing, setting);
        let is_as_before = outline(&before) == outline(&record.any())
            && self.flaws.get(&mark).copied().unwrap_or(0) == flaws
            && before.anchors() == record.any().anchors();
        if !is_as_before {
            return None;
        }
        if let Record::Report(_, report) = &mut record {
            assemble::settle(report, &self.meetings, &self.people, &self.organizations);
        }
        let before = check::around(self, &identity);
        let replaced = self.exchange(record);
        let stands = check::around(self, &identity) == before;
        if !stands {
            self.exchange(replaced);
        }
        stands.then_some(())
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
