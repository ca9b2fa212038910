//! What the plan has of one record by itself.

use std::collections::BTreeMap;

use super::sitemap::listing;
use super::{Content, Feed, OutPath, Page, PageNumber, Sitemap, address, canonical, feed_address, leaves};
use super::{page_of, sitemap_address, year_of};
use crate::model::{Archive, Dated, Language, Presence, Retold};
use crate::parse::Identity;

/// What comes and goes with a record: nothing of one that is not there, or has no page.
#[derive(Default)]
pub struct Own {
    pub page: Option<Page>,
    /// The year among whose records the search has it, if it has a page.
    pub year: Option<i16>,
    pub(super) paths: BTreeMap<OutPath, Content>,
    /// The sitemaps that list these pages, and those of a meeting's reports, each with what that adds to its number.
    listed: Vec<(Sitemap, u64)>,
}

impl Own {
    pub fn of(archive: &Archive, identity: &Identity) -> Own {
        let Some(page) = page_of(archive, identity) else { return Own::default() };
        let mut own = Own { page: Some(page), year: year_of(archive, page), ..Own::default() };
        if let Some(original) = archive.original(identity) {
            let to = Content::Redirect(canonical(archive, original));
            let addresses = original.old_addresses().flatten();
            own.paths.extend(addresses.map(|address| (OutPath::of(&address), to.clone())));
        }
        let with: Vec<Page> = std::iter::once(page).chain(pages_with(archive, page)).collect();
        for language in (0..archive.languages.len()).map(Language) {
            for page in &with {
                own.paths.insert(OutPath::of(&address(archive, language, page)), Content::Page(language, *page));
                own.listed.extend(listing(archive, language, page));
                match page {
                    Page::Meeting(meeting) => {
                        let reports = archive.reports_of(*meeting).iter().map(|report| Page::Report(*report));
                        own.listed.extend(reports.filter_map(|report| listing(archive, language, &report)));
                    }
                    Page::Person(person) => {
                        let path = OutPath::of(&feed_address(archive, language, Feed::Person(*person)));
                        own.paths.insert(path, Content::Feed(language, Feed::Person(*person)));
                    }
                    Page::Volume(meeting) if !archive.meetings[*meeting].original.base.standing.is_withdrawn() => {
                        let path = OutPath::of(&leaves(archive, language, *meeting));
                        own.paths.insert(path, Content::Leaves(language, *meeting));
                    }
                    Page::Year(year, _) => {
                        let path = OutPath::of(&sitemap_address(*year));
                        own.paths.insert(path, Content::Sitemap(Sitemap::Year(*year)));
                    }
                    _ => {}
                }
            }
        }
        own
    }
}

/// The pages that stand or fall with that of a record: the volume of a meeting with its only report, a year with the
/// only meeting or story in it.
fn pages_with(archive: &Archive, page: Page) -> Option<Page> {
    let entry = match page {
        Page::Report(report) => {
            let meeting = archive.reports[report].original.meeting;
            return (*archive.reports_of(meeting) == [report]).then_some(Page::Volume(meeting));
        }
        Page::Meeting(meeting) => Dated::Meeting(meeting),
        Page::Story(story) => Dated::Story(story),
        _ => return None,
    };
    let year = year_of(archive, page)?;
    (*archive.related.years.get(&year)? == [entry]).then_some(Page::Year(year, PageNumber::Newest))
}

/// A record that was told anew, came or went, and what the plan had and has of it.
pub struct Replanned {
    pub retold: Retold,
    pub before: Own,
    pub after: Own,
}

impl Replanned {
    /// Its page, or the one that it had.
    pub fn page(&self) -> Option<Page> {
        self.after.page.or(self.before.page)
    }

    /// Whether the search holds something of it that it did not hold, or the other way about.
    pub fn is_found_otherwise(&self) -> bool {
        let Retold { presence, stands_otherwise, translated, .. } = &self.retold;
        *presence != Presence::Stays || *stands_otherwise || translated.is_some() || self.before.year != self.after.year
    }

    /// The years among whose records the search has or had it.
    pub fn years(&self) -> impl Iterator<Item = Option<i16>> {
        [&self.before, &self.after].into_iter().filter(|own| own.page.is_some()).map(|own| own.year)
    }

    /// The sitemaps that list or listed it, each with what is to be added to its number.
    pub fn listings(&self) -> impl Iterator<Item = (Sitemap, u64)> {
        let taken = self.before.listed.iter().map(|(sitemap, entry)| (*sitemap, entry.wrapping_neg()));
        taken.chain(self.after.listed.iter().copied())
    }
}
