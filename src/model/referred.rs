//! What records refer to, by which it is known of which of them nobody would miss anything.

use borsh::{BorshDeserialize, BorshSerialize};
use rayon::prelude::*;
use std::collections::BTreeSet;

use super::any::Any;
use super::list::many;
use super::resolve::mark;
use super::{Archive, Handle, Mark, Meeting, Spoken, Target, Told};
use crate::parse::{Identity, Kind};

/// What some record of an archive refers to, or did: what is taken out of a text stays until all is resolved anew.
#[derive(Clone, Debug, Default, BorshSerialize, BorshDeserialize)]
pub struct Referred {
    /// Meetings, reports and stories, sorted.
    #[borsh(deserialize_with = "many")]
    records: Vec<Mark>,
    /// Addresses of the site, without the leading slash.
    addresses: BTreeSet<String>,
}

impl Referred {
    pub fn of(archive: &Archive) -> Referred {
        fn all<T: Send + Sync>(table: &super::Table<T>, refer: impl Fn(&T) -> References + Send + Sync) -> Vec<References> {
            let records: Vec<&T> = table.iter().map(|(_, told)| told).collect();
            records.into_par_iter().map(refer).filter(|refer| *refer != References::default()).collect()
        }
        let mut references = all(&archive.meetings, |told| References::of(&Any::Meeting(told)));
        references.extend(all(&archive.reports, |told| References::of(&Any::Report(told))));
        references.extend(all(&archive.stories, |told| References::of(&Any::Story(told))));
        references.extend(all(&archive.pages, |told| References::of(&Any::Page(told))));
        references.extend(all(&archive.people, |told| References::of(&Any::Person(told))));
        references.extend(all(&archive.organizations, |told| References::of(&Any::Organization(told))));
        let mut referred = Referred::default();
        for References { records, addresses } in references {
            referred.records.extend(records);
            referred.addresses.extend(addresses);
        }
        referred.records.par_sort();
        referred.records.dedup();
        referred
    }

    /// Takes in what a record refers to.
    pub(super) fn take_in(&mut self, record: &Any<'_>) {
        let References { records, addresses } = References::of(record);
        for mark in records {
            if let Err(at) = self.records.binary_search(&mark) {
                self.records.insert(at, mark);
            }
        }
        self.addresses.extend(addresses);
    }

    /// Whether a record may refer to that of an identity, by its file, its id or an address of it.
    pub(super) fn holds(&self, identity: &Identity) -> bool {
        let Identity { kind, id, report, .. } = identity;
        let folder = match (kind, report) {
            (Kind::Story, _) => format!("news/{id}"),
            (Kind::Report, Some(report)) => format!("meetings/{id}/{report}"),
            _ => format!("meetings/{id}"),
        };
        // The volume of a meeting goes with its last report.
        let volume = format!("meetings/{id}/volume");
        let leads_there = |address: &String| address.contains(&folder) || *kind == Kind::Report && address.contains(&volume);
        self.records.binary_search(&mark(identity)).is_ok() || self.addresses.iter().any(leads_there)
    }
}

/// What one record refers to.
#[derive(Default, PartialEq)]
struct References {
    records: Vec<Mark>,
    addresses: Vec<String>,
}

impl References {
    fn of(record: &Any<'_>) -> References {
        let mut found = References::default();
        for base in record.bases() {
            for (_, target) in base.links.iter().chain(base.text.links.iter()) {
                match target {
                    Target::Record(identity, _) if matches!(identity.kind, Kind::Meeting | Kind::Report | Kind::Story) => {
                        found.records.push(mark(identity));
                    }
                    Target::Address(address, _) => found.addresses.push(address.clone()),
                    _ => {}
                }
            }
        }
        fn each<T: Spoken>(told: &Told<T>, of: impl Fn(&T) -> &[Handle<Told<Meeting>>]) -> Vec<Mark> {
            told.each().flat_map(|record| of(record).iter().map(|meeting| meeting.mark())).collect()
        }
        match record {
            Any::Meeting(told) => found.records.extend(each(told, |meeting| meeting.adopted_at.as_slice())),
            Any::Story(told) | Any::Page(told) => found.records.extend(each(told, |story| &story.about)),
            Any::Report(_) | Any::Person(_) | Any::Organization(_) => {}
        }
        // To itself it may refer.
        let own = record.bases().first().map(|base| base.mark);
        found.records.retain(|mark| Some(*mark) != own);
        found
    }
}
