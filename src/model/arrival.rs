//! A record that comes to an archive, other than an organization.

use std::sync::Arc;

use super::any::Any;
use super::change::{Change, Changes};
use super::commitment::Regathered;
use super::relist::Listed;
use super::resolve::{Again, Record, again, report_key};
use super::retell::{Beside, promises};
use super::{Archive, Base, Language, Setting, assemble};
use crate::parse::{Document, Identity, Kind, folded, problem_with_id};

impl Archive {
    /// What is changed by a file of which there is no record yet. Nothing where more follows from it than that it
    /// stands on lists: a reference of another record that leads to it, a fault.
    pub(super) fn arrival(
        &self,
        document: &Arc<Document>,
        beside: Beside<'_>,
        setting: Setting<'_>,
    ) -> Option<Changes> {
        let identity = Identity { language: None, ..document.identity.clone() };
        let language = self.language_of(&document.identity)?;
        let standing = self.standing(document, setting)?;
        let was_hidden = self.hidden.contains_key(&identity);
        // With a meeting come its reports.
        let comes_alone = !was_hidden || identity.kind != Kind::Meeting;
        if self.dangles || !self.is_free(&identity) || !self.is_told_soundly(&identity, &document.path) || !comes_alone
        {
            return None;
        }
        let Again { mut record, flaws } = again(self, &[(language, document.clone())], &standing, setting);
        if let Record::Report(_, report) = &mut record {
            assemble::settle(report, &self.meetings, &self.people, &self.organizations);
        }
        let told = record.any();
        let after = Listed::of(self, &told);
        if !told.has_page() || !told.links_to_records(language, beside) {
            return None;
        }
        let regathered = match &told {
            Any::Report(told) if promises(told) => {
                let report = self.reports.room(&report_key(&identity))?;
                Some(Regathered::of(self, report, None, Some(&told.original))?)
            }
            _ => None,
        };
        let is_dated = matches!(identity.kind, Kind::Meeting | Kind::Story);
        let records = vec![Change { identity, record: Some(record), before: Listed::default(), after }];
        Some(Changes { records, regathered, flaws, is_dated, ..Changes::default() })
    }

    /// Whether there is room for a record of an identity, and no other that could be taken for it.
    pub(super) fn is_free(&self, identity: &Identity) -> bool {
        let ids = [Some(&identity.id), identity.report.as_ref()];
        if ids.into_iter().flatten().any(|id| problem_with_id(identity.kind, id).is_some()) {
            return false;
        }
        let (has_room, others): (bool, Vec<&str>) = match identity.kind {
            Kind::Meeting => (self.meetings.room(&identity.id).is_some(), self.meetings.ids().collect()),
            Kind::Report => (self.reports.room(&report_key(identity)).is_some(), self.reports.ids().collect()),
            Kind::Story => (self.stories.room(&identity.id).is_some(), self.stories.ids().collect()),
            Kind::Page => (self.pages.room(&identity.id).is_some(), self.pages.ids().collect()),
            Kind::Person => (self.people.room(&identity.id).is_some(), self.people.ids().collect()),
            // It may be one that was expected to report.
            Kind::Organization => return false,
        };
        let key = |identity: &Identity| match identity.kind {
            Kind::Report => report_key(identity),
            _ => identity.id.clone(),
        };
        let own = key(identity);
        let fold = folded(&own);
        // Ids of plain letters differ in any form.
        let is_like = |other: &str| other == own || !(own.is_ascii() && other.is_ascii()) && folded(other) == fold;
        let is_other = |other: &&Identity| other.kind == identity.kind && *other != identity;
        let hidden: Vec<String> = self.hidden.keys().filter(is_other).map(key).collect();
        has_room && !others.into_iter().chain(hidden.iter().map(String::as_str)).any(is_like)
    }
}

impl Any<'_> {
    /// Whether the plan need not be looked at for what a record links to in a language.
    pub(super) fn links_to_records(&self, language: Language, beside: Beside<'_>) -> bool {
        let is_plain = |base: &&Base| {
            let targets = base.links.iter().chain(base.text.links.iter());
            !targets.into_iter().any(|(_, target)| beside.is_of_plan(target))
        };
        self.bases().iter().filter(|base| base.language == language).all(is_plain)
    }

    /// Whether it has a page: somebody may have none.
    pub(super) fn has_page(&self) -> bool {
        !matches!(self, Any::Person(told) if !told.original.public)
    }
}
