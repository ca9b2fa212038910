//! Which records the search of a language holds, in parts that an edit of one year leaves alone.

use borsh::{BorshDeserialize, BorshSerialize};
use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::sitemap::place;
use super::{Page, Sitemap};
use crate::model::{Archive, Language, Spoken, Standing, Table, Told};

/// A part of what can be searched: some records of a year, or of those that belong to no year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize)]
pub struct Part {
    pub year: Option<i16>,
    /// Counts from 1, for a year that has more records than fit into one part.
    pub number: usize,
}

/// A file of the search.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize)]
pub enum Shard {
    /// The parts that there are.
    Catalog,
    /// What each record of a part is.
    Part(Part),
    /// Where words stand: one of the files in the order of the words.
    Terms(Part, usize),
    /// The texts of some records.
    Texts(Part, usize),
}

/// At most this many records are a part, so that their numbers stay short.
pub const PART: usize = 1000;
/// This many records give their words to one file, on average.
pub const TERMS: usize = 32;
/// This many records have their texts in one file.
pub const TEXTS: usize = 16;

/// The records of every part, newest first.
pub type Parts = BTreeMap<Part, Vec<Page>>;

impl Part {
    /// The folder of its files below that of the search: `2022`, `2022-2`, `others`.
    pub fn folder(&self) -> String {
        let year = self.year.map_or("others".to_string(), |year| year.to_string());
        if self.number == 1 { year } else { format!("{year}-{}", self.number) }
    }
}

impl Shard {
    /// Its file below the folder of the search.
    pub fn file(&self) -> String {
        match self {
            Shard::Catalog => "catalog.js".to_string(),
            Shard::Part(part) => format!("{}/part.js", part.folder()),
            Shard::Terms(part, number) => format!("{}/terms-{number}.js", part.folder()),
            Shard::Texts(part, number) => format!("{}/texts-{number}.js", part.folder()),
        }
    }

    /// Every file of a part that has `count` records.
    pub fn of(part: Part, count: usize) -> impl Iterator<Item = Shard> {
        let terms = (0..count.div_ceil(TERMS)).map(move |number| Shard::Terms(part, number));
        let texts = (0..count.div_ceil(TEXTS)).map(move |number| Shard::Texts(part, number));
        std::iter::once(Shard::Part(part)).chain(terms).chain(texts)
    }
}

/// What can be found in a language: what the sitemaps list of records, but for drafts.
pub fn parts(archive: &Archive, language: Language) -> Parts {
    let mut years: BTreeMap<Option<i16>, Vec<Page>> = BTreeMap::new();
    for page in records(archive) {
        match place(archive, language, &page) {
            Some(Sitemap::Year(year)) => years.entry(Some(year)).or_default().push(page),
            Some(_) => years.entry(None).or_default().push(page),
            None => {}
        }
    }
    let mut parts = Parts::new();
    for (year, pages) in years {
        // Parts are cut from the oldest end, so that a new record changes the newest part alone.
        let mut end = pages.len();
        for number in 1.. {
            let start = end.saturating_sub(PART);
            parts.insert(Part { year, number }, pages[start..end].to_vec());
            end = start;
            if end == 0 {
                break;
            }
        }
    }
    parts
}

/// Every record that may be found, the newest first as far as it has a day.
fn records(archive: &Archive) -> Vec<Page> {
    fn is_public<T: Spoken>(told: &Told<T>) -> bool {
        told.original.base().standing == Standing::Public
    }
    fn public<'a, T: Spoken>(table: &'a Table<Told<T>>) -> impl Iterator<Item = crate::model::Handle<Told<T>>> + 'a {
        table.iter().filter(|(_, told)| is_public(*told)).map(|(handle, _)| handle)
    }
    let mut dated: Vec<(jiff::civil::Date, Page)> = Vec::new();
    for meeting in archive.newest.meetings.iter().copied() {
        let day = archive.meetings[meeting].original.held.last();
        let own = is_public(&archive.meetings[meeting]).then_some(Page::Meeting(meeting));
        let reports = archive.reports_of(meeting).iter().copied();
        let reports = reports.filter(|report| is_public(&archive.reports[*report])).map(Page::Report);
        dated.extend(own.into_iter().chain(reports).map(|page| (day, page)));
    }
    for story in public(&archive.stories) {
        let published = archive.stories[story].original.published;
        dated.push((published.map_or(jiff::civil::Date::MIN, |moment| moment.date.last()), Page::Story(story)));
    }
    dated.sort_by_key(|(day, _)| Reverse(*day));
    let dated = dated.into_iter().map(|(_, page)| page);
    let people = public(&archive.people).filter(|person| archive.people[*person].original.public).map(Page::Person);
    let organizations = public(&archive.organizations).map(Page::Organization);
    dated.chain(public(&archive.pages).map(Page::Text)).chain(organizations).chain(people).collect()
}
