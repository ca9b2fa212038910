//! One record of an archive, resolved again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::refs::{Known, Resolver, mark};
use super::{Group, Ids, Record, Setting, page_anchors, report_key};
use crate::model::{Archive, Language, Mark, Spoken, Standing, Table, Told, link};
use crate::parse::{Document, Identity, Kind};

/// A record that was resolved again.
pub struct Again {
    pub record: Record,
    pub mark: Mark,
    /// What is wrong with it by itself, as a hash; 0 where nothing is.
    pub flaws: u64,
    /// Every anchor of its page.
    pub anchors: Vec<String>,
}

/// Resolves a record from the documents that tell it, the original first, among the others of an
/// archive as they stand. Records that are not in the archive cannot be referred to.
///
/// # Panics
/// If there is no document.
pub fn again(
    archive: &Archive,
    told: &[(Language, Arc<Document>)],
    standing: &Standing,
    setting: Setting<'_>,
) -> Again {
    let ((language, original), translations) = told.split_first().expect("a record is told by a file");
    let translations = translations.iter().map(|(language, document)| (*language, &**document)).collect();
    let group = Group { original, language: *language, translations };
    let private = archive.people.iter().filter(|(_, person)| !person.original.public);
    let private: BTreeSet<u32> = private.map(|(handle, _)| handle.index).collect();
    let ids = Ids {
        meetings: &archive.meetings.ids,
        people: &archive.people.ids,
        organizations: &archive.organizations.ids,
        private: &private,
    };
    let withdrawn = archive.meetings.iter().filter(|(_, meeting)| meeting.original.base.standing.is_withdrawn());
    let identity = |id: &str| Identity { kind: Kind::Meeting, id: id.to_string(), report: None, language: None };
    let known = Known {
        ids,
        records: archive,
        hidden: Vec::new(),
        private: Vec::new(),
        names: BTreeMap::new(),
        withdrawn: withdrawn.map(|(_, meeting)| identity(&meeting.original.base.id)).collect(),
    };
    let mut resolver = Resolver { setting, known: &known, found: Vec::new() };
    let record = resolver.record(&group, standing);
    let mark = mark(&original.identity);
    Again { record, mark, flaws: group.flaws(&resolver.found), anchors: page_anchors(&group) }
}

impl link::Records for Archive {
    fn holds(&self, identity: &Identity) -> bool {
        let id = &identity.id;
        match identity.kind {
            Kind::Meeting => self.meetings.find(id).is_some(),
            Kind::Report => self.reports.find(&report_key(identity)).is_some(),
            Kind::Story => self.stories.find(id).is_some(),
            Kind::Page => self.pages.find(id).is_some(),
            Kind::Person => self.people.find(id).is_some_and(|person| self.people[person].original.public),
            Kind::Organization => self.organizations.find(id).is_some(),
        }
    }

    fn anchors(&self, identity: &Identity) -> Vec<String> {
        fn of<T: Spoken>(
            kind: Kind,
            table: &Table<Told<T>>,
            id: &str,
            of_front: impl Fn(&T) -> Vec<String>,
        ) -> Vec<String> {
            let Some(told) = table.find(id).map(|handle| &table[handle]) else { return Vec::new() };
            let headings = told.anchors().into_iter().flatten().map(str::to_string);
            let own = kind.anchors().iter().map(|anchor| anchor.to_string());
            own.chain(headings).chain(of_front(&told.original)).collect()
        }
        let (kind, id) = (identity.kind, identity.id.as_str());
        match kind {
            Kind::Meeting => of(kind, &self.meetings, id, |meeting| link::meeting_anchors(&meeting.front).collect()),
            Kind::Report => {
                of(kind, &self.reports, &report_key(identity), |report| link::report_anchors(&report.front).collect())
            }
            Kind::Story => of(kind, &self.stories, id, |_| Vec::new()),
            Kind::Page => of(kind, &self.pages, id, |_| Vec::new()),
            Kind::Person => of(kind, &self.people, id, |_| Vec::new()),
            Kind::Organization => of(kind, &self.organizations, id, |_| Vec::new()),
        }
    }

    fn identities(&self) -> Vec<&Identity> {
        Vec::new()
    }
}
