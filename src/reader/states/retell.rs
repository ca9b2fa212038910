//! How everything stands where records were told anew, came or went, and nothing else.

use std::collections::{BTreeSet, HashSet};
use std::hash::Hash;

use super::{States, of_file, of_record};
use crate::model::{Archive, Handle, Language, Mark, On, Presence, Retold, Spoken, Told, Topic, stable};
use crate::parse::{Identity, Kind};
use crate::plan::search::Part;
use crate::plan::{self, Page, PageNumber, Paged, Plan, Replanned, Sitemap};
use crate::reader::{self, Need, menu, of_sitemap, public_pages, search, year_counts};
use crate::source::SourceFile;
use crate::span::SourcePath;
use crate::theme::Theme;

impl States {
    /// Takes in what has changed with records of an archive in which they were told anew, and nothing else
    /// (`Archive::retell`). `None` where that cannot be told.
    pub fn retell(&mut self, archive: &Archive, plan: &Plan, told: &[(Identity, &Replanned)]) -> Option<()> {
        let mut shown: HashSet<Page> = HashSet::new();
        // The years whose records stand in another order.
        let mut years: BTreeSet<Option<i16>> = BTreeSet::new();
        let is_renamed = told.iter().any(|(_, replanned)| replanned.retold.is_renamed);
        for (identity, replanned) in told {
            let retold = &replanned.retold;
            self.relist(archive, retold);
            if retold.presence != Presence::Stays || retold.stands_otherwise {
                self.recount(archive, replanned.page()?);
            }
            match retold.presence {
                Presence::Comes => self.arrive(archive, replanned.after.page?),
                Presence::Goes => self.leave(replanned.before.page?),
                Presence::Stays => {}
            }
            replanned.listings().for_each(|(sitemap, entry)| self.add_to(of_sitemap(sitemap), entry));
            years.extend(replanned.years().filter(|_| replanned.is_found_otherwise()));
            for report in &retold.settled {
                self.record(report.mark(), &archive.reports[*report]);
                shown.insert(Page::Report(*report));
            }
            for on in &retold.lists {
                match on {
                    On::Meeting(meeting) => {
                        shown.extend(archive.reports_of(*meeting).iter().copied().map(Page::Report));
                    }
                    On::Year(year) => years.extend([Some(*year)]),
                    _ => {}
                }
            }
            if retold.presence == Presence::Goes {
                continue;
            }
            let page = match (identity.kind, archive.people.find(&identity.id)) {
                // Somebody may have no page, and a part in others.
                (Kind::Person, Some(handle)) => Page::Person(handle),
                _ => match replanned.after.page {
                    Some(page) => page,
                    // Nothing of it may be known.
                    None => continue,
                },
            };
            match page {
                Page::Meeting(handle) => {
                    self.record(handle.mark(), &archive.meetings[handle]);
                    self.set(Need::of("expected at", handle), stable(&archive.expected_at(handle)));
                    self.set(Need::of("neighbors", handle), stable(&archive.related.neighbors(handle)));
                    // The entry of a report in the search says of which meeting it is.
                    shown.extend(archive.reports_of(handle).iter().copied().map(Page::Report));
                }
                Page::Report(handle) => self.record(handle.mark(), &archive.reports[handle]),
                Page::Story(handle) => self.record(handle.mark(), &archive.stories[handle]),
                Page::Text(handle) => self.record(handle.mark(), &archive.pages[handle]),
                Page::Person(handle) => self.record(handle.mark(), &archive.people[handle]),
                Page::Organization(handle) => self.record(handle.mark(), &archive.organizations[handle]),
                _ => return None,
            }
            shown.insert(page);
        }
        for year in years.iter().flatten().filter(|year| !archive.related.years.contains_key(year)) {
            self.unset(of_sitemap(Sitemap::Year(*year)));
        }
        if !years.is_empty() {
            self.set(of_sitemap(Sitemap::Index), stable(&plan::listed(archive, plan, Sitemap::Index)));
        }
        for (language, parts) in plan.search.iter().enumerate() {
            for year in &years {
                let gone = (1..).map(|number| Part { year: *year, number }).filter(|part| !parts.contains_key(part));
                let is_known = |part: &Part| self.place(search::of_part(language, *part)).is_ok();
                let gone: Vec<Part> = gone.take_while(is_known).collect();
                gone.into_iter().for_each(|part| self.unset(search::of_part(language, part)));
            }
            // A name may stand in any entry.
            let is_shown = |pages: &[Page]| is_renamed || pages.iter().any(|page| shown.contains(page));
            let changed = parts.iter().filter(|(part, pages)| years.contains(&part.year) || is_shown(pages));
            let changed: Vec<(&Part, &Vec<Page>)> = changed.collect();
            for (part, pages) in changed {
                self.set(search::of_part(language, *part), search::state_of_part(archive, pages));
            }
            let stand = |part: &Part| Some((*part, self.get(search::of_part(language, *part))?.1));
            let stand = parts.keys().map(stand).collect::<Option<Vec<(Part, u64)>>>()?;
            self.set(search::of_catalog(language), stable(&stand));
        }
        Some(())
    }

    /// A file that was written, came or went, as a list has it that was made at `listed` (nanoseconds since 1970).
    pub fn file(&mut self, path: &SourcePath, file: Option<&SourceFile>, listed: u128) {
        let need = Need::of("file", path);
        match file {
            Some(file) if file.stamp.is_settled(listed) => self.set(need, of_file(file)),
            // One that may be written again unnoticed stands as it never will again.
            Some(_) => self.set(need, stable(&listed)),
            None => self.unset(need),
        }
    }

    /// Takes in what a configuration and a theme say that have the same series, scales and files as before, and these
    /// topics besides.
    pub fn relay(&mut self, archive: &Archive, theme: &Theme, topics: &[Handle<Topic>]) {
        let mut states = States::default();
        states.configuration(archive);
        states.theme(theme);
        for topic in topics {
            states.of_topic(archive, *topic);
            let page = Page::Topic(*topic, PageNumber::Newest);
            let languages = (0..archive.languages.len()).map(Language);
            let listings = languages.filter_map(|language| plan::listing(archive, language, &page));
            listings.for_each(|(sitemap, entry)| self.add_to(of_sitemap(sitemap), entry));
        }
        states.all.into_iter().for_each(|(need, state)| self.set(need, state));
    }

    /// What stands otherwise where a record was told anew, besides itself.
    fn relist(&mut self, archive: &Archive, retold: &Retold) {
        let mut states = States::default();
        for on in &retold.lists {
            match on {
                On::Meeting(meeting) => states.of_meeting(archive, *meeting),
                On::Newest => states.newest_reports(archive),
                On::Secretary(person) => states.put("of person", person, archive.related.person(*person)),
                On::Organization(organization) => {
                    let years = &archive.related.organization(*organization).years;
                    let empty = archive.series.handles().filter(|series| !years.contains_key(series));
                    empty.for_each(|series| self.unset(Need::of("years", (organization, series))));
                    states.of_organization(archive, *organization);
                }
                On::Topic(topic) => states.of_topic(archive, *topic),
                On::Corrected => states.put("corrected", (), &archive.related.corrected),
                On::Meetings => states.newest_meetings(archive),
                On::Volumes => states.newest_volumes(archive),
                On::News => states.newest_stories(archive),
                On::Year(year) => {
                    if archive.related.years.contains_key(year) {
                        states.of_year(archive, *year);
                    } else {
                        self.unset(Need::of("year", year));
                        self.unset(Need::of("page of year", (year, PageNumber::Newest)));
                    }
                    states.put("year counts", (), year_counts(archive));
                }
                On::Series(series) => {
                    let meetings = &archive.related.series(*series).meetings;
                    meetings
                        .iter()
                        .for_each(|meeting| states.put("neighbors", meeting, archive.related.neighbors(*meeting)));
                    states.of_series(archive, *series);
                }
                On::Chair(person) => states.put("of person", person, archive.related.person(*person)),
                On::Convened(organization) | On::Due(organization) | On::Office(organization) => {
                    states.of_organization(archive, *organization);
                }
            }
        }
        states.put("edition", (), archive.edition);
        states.put("lead", (), archive.lead);
        retold.promised.iter().for_each(|report| states.commitments_of(archive, *report));
        if !retold.promised.is_empty() {
            states.tracker(archive);
        }
        Paged::of(retold).for_each(|list| self.fit(archive, list));
        states.all.into_iter().for_each(|(need, state)| self.set(need, state));
    }

    /// Takes in how many older pages a list has. There are all up to some number.
    fn fit(&mut self, archive: &Archive, list: Paged) {
        let need = |number: usize| match (list, PageNumber::Older(number)) {
            (Paged::Meetings, number) => Need::of("page of meetings", number),
            (Paged::Reports, number) => Need::of("page of reports", number),
            (Paged::News, number) => Need::of("page of stories", number),
            (Paged::Volumes, number) => Need::of("page of volumes", number),
            (Paged::Year(year), number) => Need::of("page of year", (year, number)),
            (Paged::Topic(topic), number) => Need::of("page of topic", (topic, number)),
            (Paged::Series(series), number) => Need::of("held in", (series, number)),
            (Paged::Commitments(filter), number) => Need::of("page of tracker", (filter, number)),
        };
        let older = list.older(archive);
        let is_there = |number: &usize| self.place(need(*number)).is_ok();
        let new: Vec<usize> = (1..=older).rev().take_while(|number| !is_there(number)).collect();
        let gone: Vec<usize> = (older + 1..).take_while(is_there).collect();
        gone.iter().for_each(|number| self.unset(need(*number)));
        for language in (0..archive.languages.len()).map(Language) {
            let listing = |number: &usize| plan::listing(archive, language, &list.page(PageNumber::Older(*number)));
            let entries = new.iter().filter_map(listing);
            let taken = gone.iter().filter_map(listing).map(|(sitemap, entry)| (sitemap, entry.wrapping_neg()));
            entries.chain(taken).for_each(|(sitemap, entry)| self.add_to(of_sitemap(sitemap), entry));
        }
    }

    /// Takes in what hangs on a record that came.
    fn arrive(&mut self, archive: &Archive, page: Page) {
        let mut states = States::default();
        match page {
            Page::Meeting(meeting) => states.of_meeting(archive, meeting),
            Page::Report(report) => states.commitments_of(archive, report),
            Page::Person(person) => states.put("of person", person, archive.related.person(person)),
            _ => {}
        }
        states.all.into_iter().for_each(|(need, state)| self.set(need, state));
    }

    /// Takes out what hung on a record that went.
    fn leave(&mut self, page: Page) {
        let mark = match page {
            Page::Meeting(meeting) => meeting.mark(),
            Page::Report(report) => report.mark(),
            Page::Story(story) | Page::Text(story) => story.mark(),
            _ => return,
        };
        const HANGS_ON: [&str; 5] = ["expected at", "neighbors", "reports of", "report count", "commitments of"];
        let hangs_on = HANGS_ON.map(|what| Need::of(what, mark));
        let gone = reader::of_record(mark).into_iter().chain(hangs_on);
        let gone: BTreeSet<usize> = gone.filter_map(|need| self.place(need).ok()).collect();
        let (mut gone, mut place) = (gone.into_iter().peekable(), 0..);
        self.all.retain(|_| gone.next_if_eq(&place.next().unwrap_or_default()).is_none());
    }

    /// Takes in how many records there are of a kind.
    fn recount(&mut self, archive: &Archive, page: Page) {
        let mut states = States::default();
        match page {
            Page::Meeting(_) => states.kind(&archive.meetings, "meetings"),
            Page::Report(_) => states.kind(&archive.reports, "reports"),
            Page::Story(_) => states.kind(&archive.stories, "stories"),
            Page::Text(_) => {
                states.kind(&archive.pages, "pages");
                states.put("menu", (), menu(archive));
                states.put("public pages", (), public_pages(archive).collect::<Vec<_>>());
            }
            Page::Person(_) => states.kind(&archive.people, "people"),
            _ => {}
        }
        states.put("year counts", (), year_counts(archive));
        states.put("has samples", (), archive.samples > 0);
        states.all.into_iter().for_each(|(need, state)| self.set(need, state));
    }

    fn add_to(&mut self, need: Need, more: u64) {
        match self.place(need) {
            Ok(number) => self.all[number].1 = self.all[number].1.wrapping_add(more),
            Err(number) => self.all.insert(number, (need, more)),
        }
    }

    fn unset(&mut self, need: Need) {
        if let Ok(number) = self.place(need) {
            self.all.remove(number);
        }
    }

    fn set(&mut self, need: Need, state: u64) {
        match self.place(need) {
            Ok(number) => self.all[number].1 = state,
            Err(number) => self.all.insert(number, (need, state)),
        }
    }

    fn record<T: Spoken + Hash>(&mut self, mark: Mark, told: &Told<T>) {
        of_record(mark, told).into_iter().for_each(|(need, state)| self.set(need, state));
    }
}
