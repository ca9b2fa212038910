//! What a file changes in an archive: made, and undone.

use std::collections::BTreeSet;

use super::commitment::Regathered;
use super::relist::{Listed, On};
use super::resolve::{Record, report_key};
use super::{Archive, Language, Table};
use crate::diag::Diagnostic;
use crate::parse::{Identity, Kind};

/// What is changed by a file.
#[derive(Default)]
pub(super) struct Changes {
    /// Its record first, then the reports that are settled otherwise by it.
    pub records: Vec<Change>,
    /// What becomes of commitments, where more than words has changed of them.
    pub regathered: Option<Regathered>,
    /// What is wrong with the record by itself then.
    pub flaws: Vec<Diagnostic>,
    pub is_renamed: bool,
    pub stands_otherwise: bool,
    pub translated: Option<Language>,
    /// Whether it is a meeting or a story that was published on another day.
    pub is_dated: bool,
    /// Whether it is a meeting that stands on another day.
    pub is_moved: bool,
}

/// A record told anew, one that comes or one that goes again, and the lists that it was on and is on.
pub(super) struct Change {
    pub identity: Identity,
    /// Nothing where it goes.
    pub record: Option<Record>,
    pub before: Listed,
    pub after: Listed,
}

impl Change {
    /// The lists that stand otherwise by it.
    pub(super) fn lists(&self) -> BTreeSet<On> {
        self.after.differing(&self.before)
    }
}

impl Archive {
    pub(super) fn change(&self, identity: Identity, record: Record) -> Change {
        let before = self.any(&identity).map_or_else(Listed::default, |record| Listed::of(self, &record));
        Change { before, after: Listed::of(self, &record.any()), identity, record: Some(record) }
    }

    /// Makes changes, and gives those that undo them.
    pub(super) fn make(&mut self, changes: Vec<Change>) -> Vec<Change> {
        // What goes can be taken from its lists as long as it is there.
        let going = changes.iter().filter(|change| change.record.is_none());
        going.for_each(|change| self.take_from(&change.identity, &change.lists()));
        let exchange = |Change { identity, record, before, after }| Change {
            record: self.exchange(&identity, record),
            identity,
            before: after,
            after: before,
        };
        let undoing: Vec<Change> = changes.into_iter().map(exchange).collect();
        // A place can be found on a list where all stand in their order.
        undoing.iter().for_each(|change| self.take_from(&change.identity, &change.lists()));
        undoing.iter().for_each(|change| self.put_on(&change.identity, &change.lists(), &change.before));
        undoing
    }

    /// Puts a record in the place of the one of its identity, and gives that; nothing, for none, where it comes or
    /// goes.
    pub(super) fn exchange(&mut self, identity: &Identity, record: Option<Record>) -> Option<Record> {
        fn at<T>(table: &mut Table<T>, id: String, told: T, kind: fn(String, T) -> Record) -> Option<Record> {
            match table.find(&id) {
                Some(handle) => Some(kind(id, table.replace(handle, told))),
                None => {
                    table.add(id, told);
                    None
                }
            }
        }
        let before = match record {
            Some(Record::Meeting(id, told)) => at(&mut self.meetings, id, told, Record::Meeting),
            Some(Record::Report(id, told)) => at(&mut self.reports, id, told, Record::Report),
            Some(Record::Story(id, told)) => at(&mut self.stories, id, told, Record::Story),
            Some(Record::Page(id, told)) => at(&mut self.pages, id, told, Record::Page),
            Some(Record::Person(id, told)) => at(&mut self.people, id, told, Record::Person),
            Some(Record::Organization(id, told)) => at(&mut self.organizations, id, told, Record::Organization),
            None => self.dismiss(identity),
        };
        self.make_room();
        if let (Kind::Meeting, Some(meeting)) = (identity.kind, self.meetings.find(&identity.id)) {
            self.expected[meeting.index as usize] = self.expected_anew(&self.meetings[meeting].original);
        }
        before
    }

    /// Takes out the record of an identity, which is on no list.
    fn dismiss(&mut self, identity: &Identity) -> Option<Record> {
        let Identity { kind, id, .. } = identity;
        Some(match kind {
            Kind::Meeting => Record::Meeting(id.clone(), self.meetings.take_out(id)?),
            Kind::Report => Record::Report(report_key(identity), self.reports.take_out(&report_key(identity))?),
            Kind::Story => Record::Story(id.clone(), self.stories.take_out(id)?),
            Kind::Page => Record::Page(id.clone(), self.pages.take_out(id)?),
            Kind::Person => Record::Person(id.clone(), self.people.take_out(id)?),
            Kind::Organization => Record::Organization(id.clone(), self.organizations.take_out(id)?),
        })
    }

    /// Makes room for what hangs on the records that there are.
    fn make_room(&mut self) {
        let meetings = self.meetings.places();
        self.reports_of.resize(meetings, Vec::new());
        self.expected.resize(meetings, Vec::new());
        self.related.make_room(meetings, self.people.places(), self.topics.places());
        self.tracker.make_room(self.reports.places());
    }
}
