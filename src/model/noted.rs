//! What an archive notes of a record besides its place on lists: what it refers to, what it does with files, and what is
//! wrong with it by itself.

use std::collections::BTreeSet;

use super::referred::References;
use super::resolve::mark;
use super::retell::Beside;
use super::used::{Files, files};
use super::{Archive, FileRef, Reused, Use};
use crate::diag::Diagnostic;
use crate::parse::Identity;

/// What is noted of a record; of one that is not there, nothing.
#[derive(Default)]
pub(super) struct Noted {
    is_sample: bool,
    references: References,
    files: Files,
    /// As `Base::old_addresses` gives them.
    old_addresses: Vec<Option<String>>,
    /// What is wrong with it by itself.
    pub flaws: Vec<Diagnostic>,
}

impl Noted {
    /// Whether something leads nowhere that did not before.
    pub(super) fn dangles_otherwise(&self, before: &Noted) -> bool {
        self.flaws.iter().any(|flaw| flaw.check.dangles() && !before.flaws.contains(flaw))
    }
}

impl Archive {
    /// What is wrong by itself with the record of an identity, as was noted.
    pub(super) fn flaws(&self, identity: &Identity) -> Vec<Diagnostic> {
        self.flaws.get(&mark(identity)).cloned().unwrap_or_default()
    }

    /// What is to be noted of the record of an identity with which this is wrong.
    pub(super) fn noted(&self, identity: &Identity, flaws: Vec<Diagnostic>) -> Noted {
        let Some(record) = self.any(identity) else { return Noted::default() };
        Noted {
            is_sample: record.is_sample(),
            references: References::of(&record),
            files: files(&record),
            old_addresses: self.original(identity).iter().flat_map(|original| original.old_addresses()).collect(),
            flaws,
        }
    }

    /// Whether no more follows elsewhere from what is noted of a record now: nothing is in the way of a file, and its old
    /// addresses may be others.
    pub(super) fn may_note(&self, before: &Noted, after: &Noted, beside: Beside<'_>) -> bool {
        let is_new = |file: &FileRef, of_it: Use| of_it != Use::Withheld && !self.referred.files.publishes(file);
        let mut new = after.files.iter().filter(|(file, of_it)| is_new(file, *of_it));
        // What is said of a link that leads nowhere tells of what there is.
        (before.files == after.files || !self.dangles)
            && new.all(|(file, _)| (beside.has_room)(file))
            && (before.old_addresses == after.old_addresses || self.may_move(before, after, beside))
    }

    /// Whether a record may have other old addresses: each is sound, and stands once; what comes is free, and no link
    /// leads to what goes.
    fn may_move(&self, before: &Noted, after: &Noted, beside: Beside<'_>) -> bool {
        let sound = |noted: &Noted| {
            let sound: Option<BTreeSet<String>> = noted.old_addresses.iter().cloned().collect();
            sound.filter(|sound| sound.len() == noted.old_addresses.len())
        };
        let (Some(before), Some(after)) = (sound(before), sound(after)) else { return false };
        !self.dangles
            && after.difference(&before).all(|address| (beside.is_free)(address))
            && !before.difference(&after).any(|address| self.referred.leads_to(address))
    }

    /// Notes something else of the record of an identity; gives the files with which it does or did something.
    pub(super) fn note(&mut self, identity: &Identity, before: Noted, after: Noted) -> Vec<Reused> {
        self.samples += usize::from(after.is_sample);
        self.samples -= usize::from(before.is_sample);
        self.referred.exchange(before.references, after.references);
        match after.flaws.is_empty() {
            true => drop(self.flaws.remove(&mark(identity))),
            false => drop(self.flaws.insert(mark(identity), after.flaws)),
        }
        self.referred.files.exchange(identity, &before.files, &after.files)
    }
}
