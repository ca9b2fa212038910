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
        let first = files.next().filter(|document| document.found.is_empty() && document.missing.is_empty());
        Hidden { unnoticed: first.filter(|_| files.next().is_none()).map(|document| document.path.clone()) }
    }
}

impl Archive {
    /// Takes in a file of a record that may not be known of, neither before nor now. Nothing where somebody might notice.
    pub(super) fn retell_hidden(&mut self, file: File<'_>, identity: &Identity) -> Option<Retold> {
        if !self.has_unnoticed(identity, file.path()) {
            return None;
        }
        let is_new = !self.hidden.contains_key(identity);
        match file {
            File::Told(document) => {
                let is_meeting_known = || {
                    let meeting = Identity { kind: Kind::Meeting, report: None, ..identity.clone() };
                    identity.kind != Kind::Report || self.has(&meeting) || self.hidden.contains_key(&meeting)
                };
                let hidden = Hidden::told_by(std::iter::once(&**document));
                let is_placed = !is_new || !self.dangles && self.is_free(identity) && is_meeting_known();
                // Files that lie with a hidden meeting may not be linked to.
                let is_alone = !is_new || identity.kind != Kind::Meeting;
                let is_language_known = self.language_of(&document.identity).is_some();
                let is_unnoticed = hidden.unnoticed.is_some() && is_language_known && is_placed && is_alone;
                is_unnoticed.then(|| self.hidden.insert(identity.clone(), hidden))?;
            }
            File::Gone(_) => {
                // A link to it led to what is hidden, and leads nowhere now.
                let goes_alone = !is_new && !self.dangles && identity.kind != Kind::Meeting;
                goes_alone.then(|| self.hidden.remove(identity))?;
            }
        }
        Some(Retold::default())
    }

    /// Whether a record is not hidden, or nobody would notice if its file did not tell it so.
    pub(super) fn has_unnoticed(&self, identity: &Identity, file: &SourcePath) -> bool {
        self.hidden.get(identity).is_none_or(|hidden| hidden.unnoticed.as_ref() == Some(file))
    }

    /// Whether a file tells that its record may not be known of, as nobody notices.
    pub(super) fn hides_unnoticed(&self, document: &Document, setting: Setting<'_>) -> bool {
        let is_alone = document.identity.kind != Kind::Meeting;
        is_alone
            && self.standing(document, setting).is_none()
            && Hidden::told_by(std::iter::once(document)).unnoticed.is_some()
    }

    /// Takes in what has become of the record of an identity, that came, or goes, since its file tells that it may not be
    /// known of.
    pub(super) fn hide(&mut self, presence: Presence, file: File<'_>, identity: &Identity) {
        match (presence, file) {
            (Presence::Comes, _) => drop(self.hidden.remove(identity)),
            (Presence::Goes, File::Told(document)) => {
                self.hidden.insert(identity.clone(), Hidden::told_by(std::iter::once(&**document)));
            }
            _ => {}
        }
    }
}
