//! Which records the search of a language holds, in parts that an edit of one year leaves alone.

use borsh::{BorshDeserialize, BorshSerialize};
use std::collections::BTreeMap;

use super::sitemap::place;
use super::{Page, Sitemap};
use crate::model::{Archive, Dated, Language, Spoken, Standing, Told};

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
    years.into_iter().flat_map(|(year, pages)| cut(year, pages)).collect()
}

/// The parts of a year's records.
fn cut(year: Option<i16>, pages: Vec<Page>) -> impl Iterator<Item = (Part, Vec<Page>)> {
    // Parts are cut from the oldest end, so that a new record changes the newest part alone.
    let count = pages.len().div_ceil(PART);
    (1..=count).map(move |number| {
        let end = pages.len() - (number - 1) * PART;
        (Part { year, number }, pages[end.saturating_sub(PART)..end].to_vec())
    })
}

/// Cuts the parts of a year anew, or of what belongs to none, of which there is a record more or less.
pub(super) fn cut_again(parts: &mut Parts, archive: &Archive, language: Language, year: Option<i16>) {
    let is_found = |page: &Page| is_public(archive, page) && place(archive, language, page).is_some();
    let pages = match year {
        Some(year) => of_year(archive, year).filter(is_found).collect(),
        None => undated(archive).filter(is_found).collect(),
    };
    parts.retain(|part, _| part.year != year);
    parts.extend(cut(year, pages));
}

/// Every record that may be found; those of a year newest first.
fn records(archive: &Archive) -> impl Iterator<Item = Page> {
    let dated = archive.related.years.keys().flat_map(|year| of_year(archive, *year));
    dated.chain(undated(archive)).filter(|page| is_public(archive, page))
}

/// The records that belong to no year.
fn undated(archive: &Archive) -> impl Iterator<Item = Page> {
    let stories = archive.stories.iter().filter(|(_, story)| story.original.published.is_none());
    let texts = archive.pages.handles().map(Page::Text);
    let organizations = archive.organizations.handles().map(Page::Organization);
    let people = archive.people.handles().map(Page::Person);
    stories.map(|(story, _)| Page::Story(story)).chain(texts).chain(organizations).chain(people)
}

/// Whether it is the page of a record that is no draft and not withdrawn, and tells of nobody who is not public.
fn is_public(archive: &Archive, page: &Page) -> bool {
    fn of<T: Spoken>(told: &Told<T>) -> bool {
        told.original.base().standing == Standing::Public
    }
    match page {
        Page::Meeting(handle) => of(&archive.meetings[*handle]),
        Page::Report(handle) => of(&archive.reports[*handle]),
        Page::Story(handle) => of(&archive.stories[*handle]),
        Page::Text(handle) => of(&archive.pages[*handle]),
        Page::Person(handle) => of(&archive.people[*handle]) && archive.people[*handle].original.public,
        Page::Organization(handle) => of(&archive.organizations[*handle]),
        _ => false,
    }
}

/// The records of a year, newest first: each meeting with its reports, and the stories.
pub(super) fn of_year(archive: &Archive, year: i16) -> impl Iterator<Item = Page> {
    let entries = archive.related.years.get(&year).into_iter().flatten();
    entries.flat_map(|entry| match entry {
        Dated::Meeting(meeting) => {
            let reports = archive.reports_of(*meeting).iter().copied().map(Page::Report);
            std::iter::once(Page::Meeting(*meeting)).chain(reports).collect::<Vec<Page>>()
        }
        Dated::Report(report) => vec![Page::Report(*report)],
        Dated::Story(story) => vec![Page::Story(*story)],
    })
}
