//! A plan in which a record was told anew.

use std::collections::BTreeSet;

use super::search::Parts;
use super::{Content, OutPath, Page, PageNumber, Plan, address, records};
use crate::model::{Archive, Filter, Handle, Language, Meeting, On, Retold, Target, Told, Topic, page_count};

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
    Commitments(Filter),
}

impl Paged {
    /// The lists of which something stands otherwise.
    pub fn of(retold: &Retold) -> impl Iterator<Item = Paged> {
        let topics = retold.lists.iter().filter_map(|on| match on {
            On::Topic(topic) => Some(Paged::Topic(*topic)),
            _ => None,
        });
        let filters = if retold.promised.is_empty() { &[] } else { Filter::ALL };
        topics.chain(filters.iter().copied().map(Paged::Commitments))
    }

    /// How many older pages it has.
    pub fn older(self, archive: &Archive) -> usize {
        let count = match self {
            Paged::Topic(topic) => archive.related.topic(topic).all.len(),
            Paged::Commitments(filter) => archive.tracker.list(filter).len(),
        };
        page_count(count, archive.config.page_length())
    }

    pub fn page(self, number: PageNumber) -> Page {
        match self {
            Paged::Topic(topic) => Page::Topic(topic, number),
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
                if let (On::Meeting(meeting), Some(parts)) = (on, self.search.get_mut(language.0)) {
                    order(parts, archive, *meeting);
                }
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

/// Puts the reports of a meeting in speaking order, at the places that they have among others.
fn order(parts: &mut Parts, archive: &Archive, meeting: Handle<Told<Meeting>>) {
    let reports = archive.reports_of(meeting);
    let among: BTreeSet<_> = reports.iter().copied().collect();
    let year = Some(archive.meetings[meeting].original.held.year);
    let of_year = parts.iter_mut().filter(|(part, _)| part.year == year);
    // The newest part of a year has the highest number, and the newest records come first.
    let pages = of_year.rev().flat_map(|(_, pages)| pages);
    let places: Vec<&mut Page> =
        pages.filter(|page| matches!(page, Page::Report(report) if among.contains(report))).collect();
    // What may not be found is not among them.
    let there: Vec<Page> = places.iter().map(|page| **page).collect();
    let ordered = reports.iter().map(|report| Page::Report(*report)).filter(|page| there.contains(page));
    places.into_iter().zip(ordered).for_each(|(place, page)| *place = page);
}
