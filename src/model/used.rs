//! The files that records show, offer or name as evidence: they are published for it.

use borsh::{BorshDeserialize, BorshSerialize};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

use super::any::Any;
use super::picture::Use;
use super::{Archive, Base, Evidence, FileRef, Matter, Report, Target, file_ref};
use crate::parse::Identity;
use crate::source::SourceSet;
use crate::span::SourcePath;

/// Each file with what records do with it.
#[derive(Clone, Debug, Default, BorshSerialize, BorshDeserialize)]
pub struct Used(BTreeMap<FileRef, BTreeSet<(Identity, Use)>>);

/// A file with which a record does or did something, and all that is done with it before and after that is told
/// otherwise. One that is written again is another file, of the same addresses.
#[derive(Clone, Debug)]
pub struct Reused {
    pub file: FileRef,
    pub before: BTreeSet<Use>,
    pub after: BTreeSet<Use>,
}

impl Used {
    pub(super) fn of(records: &[Any<'_>]) -> Used {
        let mut used = Used::default();
        let with_files =
            records.par_iter().map(|record| (record, files(record))).filter(|(_, files)| !files.is_empty());
        for (record, files) in with_files.collect::<Vec<_>>() {
            let Some(identity) = record.identity() else { continue };
            files.into_iter().for_each(|(file, of_it)| used.put(file, &identity, of_it));
        }
        used
    }

    /// Each file with all that is done with it, sorted.
    pub fn iter(&self) -> impl Iterator<Item = (&FileRef, BTreeSet<Use>)> {
        self.0.iter().map(|(file, by)| (file, by.iter().map(|(_, of_it)| *of_it).collect()))
    }

    /// The records that do something with the file at a path, as it was when it was another than `now`.
    fn by_others(&self, path: &SourcePath, now: Option<&FileRef>) -> BTreeSet<&(Identity, Use)> {
        let first = FileRef { source: path.clone(), len: 0, picture: None };
        let all = self.0.range(first..).take_while(|(file, _)| file.source == *path);
        all.filter(|(file, _)| Some(*file) != now).flat_map(|(_, by)| by).collect()
    }

    /// Takes in what a record does with files that is told in the place of another, or comes or goes.
    pub(super) fn exchange(&mut self, identity: &Identity, before: &Files, after: &Files) -> Vec<Reused> {
        let touched: BTreeSet<&FileRef> = before.iter().chain(after).map(|(file, _)| file).collect();
        let stood: Vec<BTreeSet<Use>> = touched.iter().map(|file| self.done_with(file)).collect();
        for (file, of_it) in before {
            let Some(by) = self.0.get_mut(file) else { continue };
            by.remove(&(identity.clone(), *of_it));
            if by.is_empty() {
                self.0.remove(file);
            }
        }
        after.iter().for_each(|(file, of_it)| self.put(file.clone(), identity, *of_it));
        let reused = |(file, before)| Reused { file: FileRef::clone(file), before, after: self.done_with(file) };
        touched.into_iter().zip(stood).map(reused).collect()
    }

    /// Whether a file is published.
    pub(super) fn publishes(&self, file: &FileRef) -> bool {
        self.done_with(file).iter().any(|of_it| *of_it != Use::Withheld)
    }

    /// All that is done with a file.
    fn done_with(&self, file: &FileRef) -> BTreeSet<Use> {
        self.0.get(file).into_iter().flatten().map(|(_, of_it)| *of_it).collect()
    }

    fn put(&mut self, file: FileRef, by: &Identity, of_it: Use) {
        self.0.entry(file).or_default().insert((by.clone(), of_it));
    }
}

impl Archive {
    /// The files of the records that are told otherwise since a file was written, came or went that is no record: those
    /// that do something with it. Nothing where more follows from it: a link that leads nowhere, or elsewhere.
    pub fn told_with(&self, path: &SourcePath, sources: &SourceSet) -> Option<Vec<SourcePath>> {
        let now = sources.get(path).map(file_ref);
        let by = self.referred.files.by_others(path, now.as_ref());
        // What was a link to an address, or to nothing, may lead to a file that has come, and no more to one that goes.
        let below = path.as_str().split_once('/').map_or("", |(_, below)| below);
        if (by.is_empty() || now.is_none()) && (self.dangles || self.referred.leads_to(below)) {
            return None;
        }
        let identities: BTreeSet<&Identity> = by.into_iter().map(|(identity, _)| identity).collect();
        let file = |identity| Some(self.any(identity)?.bases().first()?.file.clone());
        identities.into_iter().map(file).collect()
    }
}

/// Files, each with what a record does with it.
pub(super) type Files = BTreeSet<(FileRef, Use)>;

/// What a record does with files.
pub(super) fn files(record: &Any<'_>) -> Files {
    let (matter, photo) = match record {
        Any::Meeting(told) => (Some(&told.original.matter), None),
        Any::Report(told) => (Some(&told.original.matter), None),
        Any::Story(told) | Any::Page(told) => (Some(&told.original.matter), None),
        Any::Person(told) => (None, told.original.photo.as_ref()),
        Any::Organization(_) => (None, None),
    };
    let bases = record.bases();
    let is_withdrawn = bases.first().is_some_and(|original| original.standing.is_withdrawn());
    let is_withheld = is_withdrawn || !record.has_page();
    let of_texts = bases.into_iter().flat_map(in_texts);
    let photos = matter.into_iter().flat_map(|matter| &matter.photos).chain(photo);
    let photos = photos.map(|(file, _)| (file.clone(), Use::Shown));
    let evidence = match record {
        Any::Report(told) => Some(evidence(&told.original)),
        _ => None,
    };
    let all = of_texts.chain(photos).chain(matter.into_iter().flat_map(attached)).chain(evidence.into_iter().flatten());
    all.map(|(file, of_it)| (file, if is_withheld { Use::Withheld } else { of_it })).collect()
}

/// The files to which texts of a record link in one language, those that stand in front of the text too.
fn in_texts(base: &Base) -> impl Iterator<Item = (FileRef, Use)> {
    let facts = &base.text.body.facts;
    let is_image = |written: &str| facts.links.iter().any(|link| link.image && link.destination == written);
    let in_text = base.text.links.iter().map(move |(written, target)| (target, is_image(written)));
    // Of what stands in front of the text nobody has noted which links are images.
    let in_front = base.links.iter().map(|(_, target)| (target, true));
    in_text.chain(in_front).filter_map(|(target, is_shown)| match target {
        Target::File(file) => Some((file.clone(), if is_shown { Use::Shown } else { Use::Offered })),
        _ => None,
    })
}

/// The files that show what a report says became of commitments.
fn evidence(report: &Report) -> impl Iterator<Item = (FileRef, Use)> {
    let all = report.update_evidence.values().chain(report.answer_evidence.values());
    all.filter_map(|evidence| match evidence {
        Evidence::File(file) => Some((file.clone(), Use::Evidence)),
        Evidence::Link(_) | Evidence::Words => None,
    })
}

fn attached(matter: &Matter) -> impl Iterator<Item = (FileRef, Use)> {
    matter.attachments.iter().map(|(file, attachment)| {
        let is_signed = attachment.role.as_deref() == Some("signed-original");
        (file.clone(), if is_signed { Use::Signed } else { Use::Offered })
    })
}
