//! An archive in which one file is read anew: most of what is typed into a record concerns nothing
//! but its own page, and those that list it.

use std::sync::Arc;

use super::outline::outline;
use super::resolve::{Again, Record, again, own_standing, report_key};
use super::{Archive, Language, Setting, Spoken, Standing, Table, Told, assemble, check};
use crate::parse::{Document, Identity, Kind};
use crate::span::SourcePath;

/// A file that was read again.
#[derive(Clone, Copy)]
pub struct Reread<'a> {
    pub before: &'a Arc<Document>,
    pub now: &'a Arc<Document>,
    /// The documents of the other files.
    pub documents: &'a dyn Fn(&SourcePath) -> Option<Arc<Document>>,
}

impl Archive {
    /// Takes one file in that was read again, if nothing that stands elsewhere follows from what has
    /// changed in it. `false` where the archive has to be resolved anew; it is as it was.
    pub fn retell(&mut self, reread: Reread<'_>, setting: Setting<'_>) -> bool {
        self.retold(reread, setting).is_some()
    }

    fn retold(&mut self, reread: Reread<'_>, setting: Setting<'_>) -> Option<()> {
        let Reread { before, now, documents } = reread;
        let stands = |document: &Document| {
            (document.identity.clone(), document.whole, document.missing.clone(), own_standing(document, setting))
        };
        if stands(before) != stands(now) {
            return None;
        }
        let (files, standing) = self.files(&now.identity)?;
        let told = |reread: &Arc<Document>| {
            let document =
                |file: &SourcePath| if *file == reread.path { Some(reread.clone()) } else { documents(file) };
            files.iter().map(|(language, file)| Some((*language, document(file)?))).collect::<Option<Vec<_>>>()
        };
        let before = again(self, &told(before)?, &standing, setting);
        let Again { mut record, found, anchors } = again(self, &told(now)?, &standing, setting);
        if (outline(&before.record), before.found, before.anchors) != (outline(&record), found, anchors) {
            return None;
        }
        if let Record::Report(_, report) = &mut record {
            assemble::settle(report, &self.meetings, &self.people, &self.organizations);
        }
        let before = check::around(self, &now.identity);
        self.exchange(&mut record);
        if check::around(self, &now.identity) != before {
            self.exchange(&mut record);
            return None;
        }
        Some(())
    }

    /// The files that tell a record, the original first, and how it may be shown.
    fn files(&self, identity: &Identity) -> Option<(Vec<(Language, SourcePath)>, Standing)> {
        fn of<T: Spoken>(table: &Table<Told<T>>, id: &str) -> Option<(Vec<(Language, SourcePath)>, Standing)> {
            let told = &table[table.find(id)?];
            let file = |record: &T| (record.language(), record.base().file.clone());
            Some((told.each().map(file).collect(), told.original.base().standing.clone()))
        }
        let id = identity.id.as_str();
        match identity.kind {
            Kind::Meeting => of(&self.meetings, id),
            Kind::Report => of(&self.reports, &report_key(identity)),
            Kind::Story => of(&self.stories, id),
            Kind::Page => of(&self.pages, id),
            Kind::Person => of(&self.people, id),
            Kind::Organization => of(&self.organizations, id),
        }
    }

    /// Puts a record in the place of the one with its id, and gives that.
    fn exchange(&mut self, record: &mut Record) {
        fn at<T>(table: &mut Table<T>, id: &str, record: &mut T) {
            if let Some(handle) = table.find(id) {
                std::mem::swap(&mut table.items[handle.index as usize], record);
            }
        }
        match record {
            Record::Meeting(id, told) => at(&mut self.meetings, id, told),
            Record::Report(id, told) => at(&mut self.reports, id, told),
            Record::Story(id, told) => at(&mut self.stories, id, told),
            Record::Page(id, told) => at(&mut self.pages, id, told),
            Record::Person(id, told) => at(&mut self.people, id, told),
            Record::Organization(id, told) => at(&mut self.organizations, id, told),
        }
    }
}
