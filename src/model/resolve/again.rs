//! One record of an archive, resolved again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::refs::{Known, Resolver};
use super::{Group, Ids, Record, Setting};
use crate::diag::Diagnostic;
use crate::model::any::Any;
use crate::model::{Archive, Language, Standing, link};
use crate::parse::{Document, Identity};

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
    let private = archive.people.iter().filter(|(_, person)| !person.original.public);
    let private: BTreeSet<u32> = private.map(|(handle, _)| handle.index).collect();
    let ids = Ids {
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
        private: Vec::new(),
        names: BTreeMap::new(),
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

    fn identities(&self) -> Vec<&Identity> {
        Vec::new()
    }
}
