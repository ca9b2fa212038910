//! Which sitemap lists which page.

use std::collections::BTreeMap;

use super::{Content, OutPath, Page, PageNumber, Plan, Sitemap, address, search};
use crate::model::{Archive, Base, Filter, Language, page_count, stable};

/// The addresses that a sitemap lists, in the order of the plan.
pub fn listed(archive: &Archive, plan: &Plan, which: Sitemap) -> Vec<String> {
    let of_index = |(path, content): (&OutPath, &Content)| match content {
        Content::Sitemap(Sitemap::Year(_) | Sitemap::Others) => Some(path.as_str().to_string()),
        _ => None,
    };
    match which {
        Sitemap::Index => plan.paths.iter().filter_map(of_index).collect(),
        Sitemap::Year(year) => of_year(archive, year),
        Sitemap::Others => {
            let is_dated = |page: &Page| matches!(page, Page::Meeting(_) | Page::Report(_));
            let undated = pages(plan).filter(|(_, page)| !is_dated(page));
            let here = undated.filter(|(language, page)| place(archive, *language, page) == Some(which));
            here.map(|(language, page)| address(archive, language, page)).collect()
        }
    }
}

/// The address of the sitemap of a year.
pub(super) fn sitemap_address(year: i16) -> String {
    format!("sitemap-{year}.xml")
}

/// The addresses of a year, in the order of the plan. Of a large archive the records of one year are few.
fn of_year(archive: &Archive, year: i16) -> Vec<String> {
    let count = archive.related.years.get(&year).map_or(0, Vec::len);
    let older = (1..=page_count(count, archive.config.page_length())).map(PageNumber::Older);
    let lists = std::iter::once(PageNumber::Newest).chain(older).map(|number| Page::Year(year, number));
    let pages: Vec<Page> = search::of_year(archive, year).chain(lists).collect();
    let in_language = |language| {
        let is_here = move |page: &&Page| place(archive, language, page) == Some(Sitemap::Year(year));
        pages.iter().filter(is_here).map(move |page| address(archive, language, page))
    };
    let mut addresses: Vec<String> = (0..archive.languages.len()).map(Language).flat_map(in_language).collect();
    addresses.sort_by_cached_key(|address| OutPath::of(address));
    addresses
}

/// Every sitemap, with a number that tells what it lists and is the same in every run.
pub fn sitemaps(archive: &Archive, plan: &Plan) -> BTreeMap<Sitemap, u64> {
    let mut all: BTreeMap<Sitemap, u64> = BTreeMap::from([(Sitemap::Others, 0)]);
    for (which, entry) in pages(plan).filter_map(|(language, page)| listing(archive, language, page)) {
        let sum = all.entry(which).or_default();
        *sum = sum.wrapping_add(entry);
    }
    all.insert(Sitemap::Index, stable(&listed(archive, plan, Sitemap::Index)));
    all
}

/// What a page adds to the number of the sitemap that lists it. Pages stand there in the order of their addresses,
/// whatever the order in which they are added.
fn entry(language: Language, page: &Page) -> u64 {
    stable(&(language, page))
}

/// The sitemap that lists a page, and what the page adds to its number.
pub fn listing(archive: &Archive, language: Language, page: &Page) -> Option<(Sitemap, u64)> {
    Some((place(archive, language, page)?, entry(language, page)))
}

fn pages(plan: &Plan) -> impl Iterator<Item = (Language, &Page)> {
    plan.paths.values().filter_map(|content| match content {
        Content::Page(language, page) => Some((*language, page)),
        _ => None,
    })
}

/// In which sitemap a page stands; `None` for what is withdrawn, untranslated or not to be found.
pub(super) fn place(archive: &Archive, language: Language, page: &Page) -> Option<Sitemap> {
    let shown = |base: &Base, told: bool| (told && !base.standing.is_withdrawn()).then_some(());
    Some(match page {
        Page::Search | Page::NotFound => return None,
        // A volume repeats what stands at the addresses of its records.
        Page::Volume(_) => return None,
        // A part of the tracker is found through the whole.
        Page::Commitments(filter, number) if *filter != Filter::All || *number != PageNumber::Newest => return None,
        Page::Meeting(handle) => {
            let meeting = &archive.meetings[*handle];
            shown(&meeting.original.base, meeting.is_in(language))?;
            Sitemap::Year(meeting.original.held.year)
        }
        Page::Report(handle) => {
            let report = &archive.reports[*handle];
            shown(&report.original.base, report.is_in(language))?;
            Sitemap::Year(archive.meetings[report.original.meeting].original.held.year)
        }
        Page::Story(handle) => {
            let story = &archive.stories[*handle];
            shown(&story.original.base, story.is_in(language))?;
            story.original.published.map_or(Sitemap::Others, |published| Sitemap::Year(published.date.year))
        }
        Page::Text(handle) => {
            let text = &archive.pages[*handle];
            shown(&text.original.base, text.is_in(language))?;
            Sitemap::Others
        }
        Page::Person(handle) => archive.people[*handle].is_in(language).then_some(Sitemap::Others)?,
        Page::Organization(handle) => archive.organizations[*handle].is_in(language).then_some(Sitemap::Others)?,
        Page::Year(year, _) => Sitemap::Year(*year),
        _ => Sitemap::Others,
    })
}
