//! What records refer to, by which it is known of which of them nobody would miss anything.

use borsh::{BorshDeserialize, BorshSerialize};
use rayon::prelude::*;
use std::collections::BTreeMap;

use super::any::Any;
use super::list::many;
use super::resolve::mark;
use super::used::Used;
use super::{Archive, Handle, Mark, Meeting, Spoken, Target, Told};
use crate::parse::{Identity, Kind};

/// To what the records of an archive refer, each with how many references lead there.
#[derive(Clone, Debug, Default, BorshSerialize, BorshDeserialize)]
pub struct Referred {
    /// Sorted. Of people and organizations, which many name by their ids, links alone are counted.
    #[borsh(deserialize_with = "many")]
    records: Vec<(Mark, u32)>,
    /// Addresses of the site, without the leading slash.
    addresses: BTreeMap<String, u32>,
    /// Files of the site.
    pub files: Used,
}

impl Referred {
    pub(super) fn of(archive: &Archive) -> Referred {
        let Archive { meetings, reports, stories, pages, people, organizations, .. } = archive;
        let all = meetings.iter().map(|(_, told)| Any::Meeting(told));
        let all = all.chain(reports.iter().map(|(_, told)| Any::Report(told)));
        let all = all.chain(stories.iter().map(|(_, told)| Any::Story(told)));
        let all = all.chain(pages.iter().map(|(_, told)| Any::Page(told)));
        let all = all.chain(people.iter().map(|(_, told)| Any::Person(told)));
        let all: Vec<Any<'_>> = all.chain(organizations.iter().map(|(_, told)| Any::Organization(told))).collect();
        let files = Used::of(&all);
        let all = all.par_iter().map(References::of).reduce(References::default, References::and);
        let References { mut records, addresses } = all;
        records.par_sort();
        let records = records.chunk_by(PartialEq::eq).map(|same| (same[0], same.len() as u32)).collect();
        let mut referred = Referred { records, addresses: BTreeMap::new(), files };
        addresses.into_iter().for_each(|address| *referred.addresses.entry(address).or_default() += 1);
        referred
    }

    /// Takes in what a record refers to that is told in the place of another, or comes or goes.
    pub(super) fn exchange(&mut self, before: References, after: References) {
        for mark in after.records {
            match self.place(mark) {
                Ok(at) => self.records[at].1 += 1,
                Err(at) => self.records.insert(at, (mark, 1)),
            }
        }
        for mark in before.records {
            if let Ok(at) = self.place(mark) {
                self.records[at].1 -= 1;
            }
        }
        after.addresses.into_iter().for_each(|address| *self.addresses.entry(address).or_default() += 1);
        let known = before.addresses.iter();
        known.for_each(|address| self.addresses.get_mut(address).into_iter().for_each(|count| *count -= 1));
    }

    fn place(&self, mark: Mark) -> Result<usize, usize> {
        self.records.binary_search_by_key(&mark, |(mark, _)| *mark)
    }

    /// Whether another record may refer to that of an identity, by its file, its id or an address of it.
    pub(super) fn holds(&self, identity: &Identity) -> bool {
        let Identity { kind, id, report, .. } = identity;
        let folder = match (kind, report) {
            (Kind::Meeting | Kind::Report, None) => format!("meetings/{id}"),
            (Kind::Meeting | Kind::Report, Some(report)) => format!("meetings/{id}/{report}"),
            (Kind::Story, _) => format!("news/{id}"),
            (Kind::Page, _) => id.clone(),
            (Kind::Person, _) => format!("people/{id}"),
            (Kind::Organization, _) => format!("organizations/{id}"),
        };
        // The volume of a meeting goes with its last report.
        let volume = format!("meetings/{id}/volume");
        self.place(mark(identity)).is_ok_and(|at| self.records[at].1 > 0)
            || self.leads_to(&folder)
            || *kind == Kind::Report && self.leads_to(&volume)
    }

    /// Whether a record may refer to the page of a year, or to its sitemap.
    pub(super) fn holds_year(&self, year: i16) -> bool {
        self.leads_to(&format!("archive/{year}")) || self.leads_to(&format!("sitemap-{year}"))
    }

    /// Whether a record may link to an address, however it is written, or below it.
    pub fn leads_to(&self, address: &str) -> bool {
        let place = address.strip_suffix("index.html").unwrap_or(address).trim_end_matches('/');
        self.addresses.iter().any(|(address, count)| *count > 0 && address.contains(place))
    }
}

/// What some records refer to, each as often as they do.
#[derive(Default)]
pub struct References {
    records: Vec<Mark>,
    addresses: Vec<String>,
}

impl References {
    pub(super) fn of(record: &Any<'_>) -> References {
        let mut found = References::default();
        for base in record.bases() {
            for (_, target) in base.links.iter().chain(base.text.links.iter()) {
                match target {
                    Target::Record(to, _) => found.records.push(mark(to)),
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

    fn and(mut self, other: References) -> References {
        self.records.extend(other.records);
        self.addresses.extend(other.addresses);
        self
    }
}
