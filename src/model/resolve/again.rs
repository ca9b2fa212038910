//! One record of an archive, resolved again.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::refs::{Known, Resolver};
use super::{Group, Ids, Record, Setting};
use crate::diag::Diagnostic;
use crate::model::any::Any;
use crate::model::{Archive, Language, Standing, Table, Told, link};
use crate::parse::{Document, Identity, Kind};

/// A record that was resolved again.
pub struct Again {
    pub record: Record,
    /// What is wrong with it by itself.
    pub flaws: Vec<Diagnostic>,
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
    let without_page = archive.people.iter().filter(|(_, person)| !person.original.public);
    let (private, without_page): (BTreeSet<u32>, Vec<Identity>) = without_page
        .map(|(handle, person)| (handle.index, Identity::of(Kind::Person, &person.original.base.id)))
        .unzip();
    let ids = Ids {
        topics: &archive.topics.ids,
        series: &archive.series.ids,
        scales: &archive.scales.ids,
        meetings: &archive.meetings.ids,
        people: &archive.people.ids,
        organizations: &archive.organizations.ids,
        private: &private,
    };
    // One meeting is looked at, not all: those that were kept need not be read for it.
    let withdrawn = |id: &str| {
        let meeting = archive.meetings.find(id);
        meeting.is_some_and(|meeting| archive.meetings[meeting].original.base.standing.is_withdrawn())
    };
    let known = Known {
        ids,
        records: archive,
        // A file of a hidden meeting must not be linked to either.
        hidden: archive.hidden.keys().cloned().collect(),
        private: without_page,
        named: &|kind, name| match kind {
            Kind::Person => named(&archive.people, |told| Any::Person(told), name),
            _ => named(&archive.organizations, |told| Any::Organization(told), name),
        },
        withdrawn: &withdrawn,
    };
    let mut resolver = Resolver { setting, known: &known, found: Vec::new() };
    let record = resolver.record(&group, standing);
    Again { record, flaws: group.flaws(&resolver.found) }
}

impl link::Records for Archive {
    fn holds(&self, identity: &Identity) -> bool {
        self.any(identity).is_some_and(|record| !matches!(record, Any::Person(person) if !person.original.public))
    }

    fn anchors(&self, identity: &Identity) -> Vec<String> {
        self.any(identity).map_or(Vec::new(), |record| record.anchors())
    }

    fn identities(&self) -> Vec<Identity> {
        let reports = self.reports.ids().filter_map(|key| key.split_once('/'));
        let reports =
            reports.map(|(id, report)| Identity { report: Some(report.to_string()), ..Identity::of(Kind::Report, id) });
        let people = self.people.iter().filter(|(_, person)| person.original.public);
        let people = people.map(|(_, person)| Identity::of(Kind::Person, &person.original.base.id));
        let of = |kind: Kind| move |id: &str| Identity::of(kind, id);
        reports
            .chain(people)
            .chain(self.meetings.ids().map(of(Kind::Meeting)))
            .chain(self.stories.ids().map(of(Kind::Story)))
            .chain(self.pages.ids().map(of(Kind::Page)))
            .chain(self.organizations.ids().map(of(Kind::Organization)))
            .collect()
    }
}

/// The id of a person or an organization of a name, in any language.
fn named<T>(table: &Table<Told<T>>, any: fn(&Told<T>) -> Any<'_>, name: &str) -> Option<String> {
    let mut records = table.iter().rev().map(|(_, told)| any(told));
    let found = records.find(|record| record.has_page() && record.titles().contains(&name))?;
    Some(found.bases().first()?.id.clone())
}
