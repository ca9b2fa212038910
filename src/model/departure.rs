//! A record that goes from an archive: a meeting, a report, a story or a page, to which no other refers.

use super::any::Any;
use super::change::{Change, Changes};
use super::commitment::Regathered;
use super::relist::Listed;
use super::resolve::report_key;
use super::retell::promises;
use super::{Archive, Setting};
use crate::parse::{Identity, Kind};
use crate::span::SourcePath;

impl Archive {
    /// What is changed where the file goes that alone tells the record of an identity. Nothing where more follows from
    /// it than that it stands on no list any more: a reference that leads nowhere, an answer without a question.
    pub(super) fn departure(&self, identity: &Identity, file: &SourcePath, setting: Setting<'_>) -> Option<Changes> {
        let told = self.any(identity)?;
        let is_told_by_it = matches!(told.bases()[..], [base] if base.file == *file);
        let goes_alone = match &told {
            Any::Meeting(_) => {
                let is_lead = setting.config.lead.as_deref() == Some(identity.id.as_str());
                let hides = |hidden: &Identity| hidden.kind == Kind::Report && hidden.id == identity.id;
                !is_lead
                    && self.reports_of(self.meetings.find(&identity.id)?).is_empty()
                    && !self.hidden.keys().any(hides)
            }
            Any::Report(_) | Any::Story(_) | Any::Page(_) => true,
            Any::Person(_) | Any::Organization(_) => false,
        };
        let before = Listed::of(self, &told);
        if self.dangles || !is_told_by_it || !goes_alone || self.referred.holds(identity) || !told.has_page() {
            return None;
        }
        let regathered = match &told {
            Any::Report(told) if promises(told) => {
                let handle = self.reports.find(&report_key(identity))?;
                Some(Regathered::of(self, handle, Some(&told.original), None)?)
            }
            _ => None,
        };
        let change = Change { identity: identity.clone(), record: None, before, after: Listed::default() };
        let is_dated = matches!(identity.kind, Kind::Meeting | Kind::Story);
        Some(Changes { records: vec![change], regathered, is_dated, ..Changes::default() })
    }
}
