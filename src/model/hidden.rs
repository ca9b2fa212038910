//! Records that may not be known of: drafts, and what is under an embargo. Nothing is published of them; but what is wrong
//! with their files is said.

use super::retell::File;
use super::{Archive, Presence, Retold, Setting};
use crate::parse::{Document, Identity, Kind};
use crate::span::SourcePath;

/// A record that may not be known of.
#[derive(Clone, Debug, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Hidden {
    /// Its file, if that alone tells it and nothing is wrong with it: then nobody knows whether it is there.
    unnoticed: Option<SourcePath>,
}

impl Hidden {
    /// A record that is told by these files.
    pub(super) fn told_by<'a>(mut files: impl Iterator<Item = &'a Document>) -> Hidden {
        let first = files.next().filter(|document| is_sound(document));
        Hidden { unnoticed: first.filter(|_| files.next().is_none()).map(|document| document.path.clone()) }
    }

    /// A record that is told by one file.
    fn of(document: &Document) -> Hidden {
        Hidden::told_by(std::iter::once(document))
    }
}

impl Archive {
    /// Takes in a file of a record that may not be known of, neither before nor now. Nothing where somebody might notice.
    pub(super) fn retell_hidden(&mut self, file: File<'_>, identity: &Identity) -> Option<Retold> {
        let was_there = self.hidden.contains_key(identity);
        // Links tell what is hidden from what is not there; and files that lie with a hidden meeting may not be linked to.
        let may_come_or_go = !self.dangles && identity.kind != Kind::Meeting;
        let is_unnoticed = match file {
            File::Told(document) => is_sound(document) && (was_there || may_come_or_go && self.has_place(document)),
            File::Gone(_) => was_there && may_come_or_go,
        };
        if !is_unnoticed || !self.is_told_soundly(identity, file.path()) {
            return None;
        }
        match file {
            File::Told(document) => drop(self.hidden.insert(identity.clone(), Hidden::of(document))),
            File::Gone(_) => drop(self.hidden.remove(identity)),
        }
        Some(Retold::default())
    }

    /// Whether a record could stand where a file tells it.
    fn has_place(&self, document: &Document) -> bool {
        let identity = Identity { language: None, ..document.identity.clone() };
        let meeting = Identity { kind: Kind::Meeting, report: None, ..identity.clone() };
        let has_meeting = identity.kind != Kind::Report || self.has(&meeting) || self.hidden.contains_key(&meeting);
        has_meeting && self.language_of(&document.identity).is_some() && self.is_free(&identity)
    }

    /// Whether a record, if it is hidden, is told by this file alone, and nothing is wrong with it.
    pub(super) fn is_told_soundly(&self, identity: &Identity, file: &SourcePath) -> bool {
        self.hidden.get(identity).is_none_or(|hidden| hidden.unnoticed.as_ref() == Some(file))
    }

    /// Whether the record that a file tells is hidden by it, and nobody notices that it is there.
    pub(super) fn is_hidden_by(&self, document: &Document, setting: Setting<'_>) -> bool {
        let is_alone = document.identity.kind != Kind::Meeting;
        is_alone && is_sound(document) && self.standing(document, setting).is_none()
    }

    /// Takes in what has become of a record that came, and is hidden no longer, or goes, since a file of it hides it.
    pub(super) fn hide(&mut self, presence: Presence, file: File<'_>, identity: &Identity) {
        match (presence, file) {
            (Presence::Comes, _) => drop(self.hidden.remove(identity)),
            (Presence::Goes, File::Told(document)) => drop(self.hidden.insert(identity.clone(), Hidden::of(document))),
            _ => {}
        }
    }
}

/// Whether nothing is wrong with a file by itself.
fn is_sound(document: &Document) -> bool {
    document.found.is_empty() && document.missing.is_empty()
}
