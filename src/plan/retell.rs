//! A plan in which a record was told anew.

use std::collections::HashSet;

use super::search::{self, Parts};
use super::{Content, OutPath, Page, PageNumber, Plan, address, records};
use crate::model::{Archive, COLUMNS, Filter, Handle, Language, On, Retold, Series, Target, Topic, page_count};

/// What stands in the address of an older page of a list.
const OLDER: &str = "/page/";

/// Whether something else stands where an older page of a list could, or a link leads to where one does.
pub fn has_fixed_pages(archive: &Archive, plan: &Plan) -> bool {
    let is_older = |address: &str| format!("/{address}/").to_ascii_lowercase().contains(OLDER);
    let is_linked = |target: &Target| matches!(target, Target::Address(address, _) if is_older(address));
    let of_others = |(path, content): (&OutPath, &Content)| !matches!(content, Content::Page(..)) && is_older(&path.0);
    plan.paths.iter().any(of_others)
        || records(archive).flatten().any(|base| {
            let links = base.links.iter().chain(base.text(archive).links.iter());
            links.into_iter().any(|(_, target)| is_linked(target))
        })
}

/// A list whose older pages may become more or fewer where a record is told anew.
#[derive(Clone, Copy, Debug)]
pub enum Paged {
    Topic(Handle<Topic>),
    Series(Handle<Series>),
    Commitments(Filter),
}

impl Paged {
    /// The lists of which something stands otherwise.
    pub fn of(retold: &Retold) -> impl Iterator<Item = Paged> {
        let lists = retold.lists.iter().filter_map(|on| match on {
            On::Topic(topic) => Some(Paged::Topic(*topic)),
            On::Series(series) => Some(Paged::Series(*series)),
            _ => None,
        });
        let filters = if retold.promised.is_empty() { &[] } else { Filter::ALL };
        lists.chain(filters.iter().copied().map(Paged::Commitments))
    }

    /// How many older pages it has.
    pub fn older(self, archive: &Archive) -> usize {
        let length = archive.config.page_length();
        match self {
            Paged::Topic(topic) => page_count(archive.related.topic(topic).all.len(), length),
            Paged::Series(series) => page_count(archive.related.series(series).held.len(), COLUMNS),
            Paged::Commitments(filter) => page_count(archive.tracker.list(filter).len(), length),
        }
    }

    pub fn page(self, number: PageNumber) -> Page {
        match self {
            Paged::Topic(topic) => Page::Topic(topic, number),
            Paged::Series(series) => Page::Series(series, number),
            Paged::Commitments(filter) => Page::Commitments(filter, number),
        }
    }
}

impl Plan {
    /// Takes in what stands otherwise in an archive where a record was told anew.
    pub fn retell(&mut self, archive: &Archive, retold: &Retold) {
        for language in (0..archive.languages.len()).map(Language) {
            Paged::of(retold).for_each(|list| self.fit(archive, language, list));
            for on in &retold.lists {
                let year = match on {
                    On::Meeting(meeting) => archive.meetings[*meeting].original.held.year,
                    On::Year(year) => *year,
                    _ => continue,
                };
                self.search.get_mut(language.0).into_iter().for_each(|parts| order(parts, archive, year));
            }
        }
    }

    /// Lets a list have as many older pages as it needs. There are all up to some number.
    fn fit(&mut self, archive: &Archive, language: Language, list: Paged) {
        let at = |number: usize| {
            let page = list.page(PageNumber::Older(number));
            (OutPath::of(&address(archive, language, &page)), Content::Page(language, page))
        };
        let older = list.older(archive);
        for (path, content) in (1..=older).rev().map(at) {
            if self.paths.insert(path, content).is_some() {
                break;
            }
        }
        for (path, _) in (older + 1..).map(at) {
            if self.paths.remove(&path).is_none() {
                break;
            }
        }
    }
}

/// Puts the records of a year in the order of the search. They are those that were there.
fn order(parts: &mut Parts, archive: &Archive, year: i16) {
    let of_year = parts.iter_mut().filter(|(part, _)| part.year == Some(year));
    // The newest part of a year has the highest number, and the newest records come first.
    let places: Vec<&mut Page> = of_year.rev().flat_map(|(_, pages)| pages).collect();
    let there: HashSet<Page> = places.iter().map(|page| **page).collect();
    let ordered = search::of_year(archive, year).filter(|page| there.contains(page));
    places.into_iter().zip(ordered).for_each(|(place, page)| *place = page);
}
