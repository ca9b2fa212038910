//! What a file changes in an archive: made, and undone.

use std::collections::BTreeSet;

use super::commitment::Regathered;
use super::relist::{Listed, On};
use super::resolve::Record;
use super::{Archive, Language, Table};
use crate::parse::Identity;

/// What is changed by a file.
pub(super) struct Changes {
    /// Its record first, then the reports that are settled otherwise by it.
    pub records: Vec<Change>,
    /// What becomes of commitments, where more than words has changed of them.
    pub regathered: Option<Regathered>,
    pub is_renamed: bool,
    pub is_released: bool,
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

    pub(super) fn is_sample(&self) -> bool {
        self.record.as_ref().is_some_and(|record| record.any().bases().iter().any(|base| base.sample))
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
    /// goes. What goes is what came last.
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
            Some(Record::Meeting(id, told)) => {
                let expected = self.expected_anew(&told.original);
                match self.meetings.find(&id) {
                    Some(meeting) => self.expected[meeting.index as usize] = expected,
                    None => self.expected.push(expected),
                }
                at(&mut self.meetings, id, told, Record::Meeting)
            }
            Some(Record::Report(id, told)) => at(&mut self.reports, id, told, Record::Report),
            Some(Record::Story(id, told)) => at(&mut self.stories, id, told, Record::Story),
            Some(Record::Page(id, told)) => at(&mut self.pages, id, told, Record::Page),
            Some(Record::Person(id, told)) => at(&mut self.people, id, told, Record::Person),
            Some(Record::Organization(id, told)) => at(&mut self.organizations, id, told, Record::Organization),
            None => self.dismiss(identity),
        };
        self.make_room();
        before
    }
}
