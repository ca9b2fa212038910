//! The archive -> how everything stands that a page may need.
//!
//! What `Reader` notes under a name is hashed here under the same name.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::Hash;

use foldhash::fast::FixedState;
use rayon::prelude::*;

use super::{Counted, Need, menu, public_pages, search, year_counts};
use crate::model::{Archive, Commitment, Filter, Handle, Mark, Report, Retold, Spoken, Table, Told, Topic, stable};
use crate::parse::Identity;
use crate::plan::search::Part;
use crate::plan::{self, COLUMNS, Page, PageNumber, Plan, page_count, slice};
use crate::source::{SourceFile, SourceSet, Stamp};

/// How everything stands that a page may need, as hashes.
#[derive(Default)]
pub struct States {
    numbers: HashMap<Need, u32, FixedState>,
    all: Vec<(Need, u64)>,
}

impl States {
    /// The number of a need, and how it stands.
    pub fn get(&self, need: Need) -> Option<(u32, u64)> {
        let number = *self.numbers.get(&need)?;
        Some((number, self.all[number as usize].1))
    }

    /// Every need with how it stands, by number.
    pub fn all(&self) -> impl Iterator<Item = (Need, u64)> {
        self.all.iter().copied()
    }

    /// As they stood when they were kept, by needs and states as numbers.
    pub fn kept(all: Vec<(u64, u64)>) -> States {
        let all: Vec<(Need, u64)> = all.into_iter().map(|(need, state)| (Need(need), state)).collect();
        let numbers = all.iter().enumerate().map(|(number, (need, _))| (*need, number as u32)).collect();
        States { numbers, all }
    }

    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Takes in what has changed with records of an archive in which they were told anew, and nothing else
    /// (`Archive::retell`). `None` where that cannot be told.
    pub fn retell(&mut self, archive: &Archive, plan: &Plan, told: &[(Identity, &Retold)]) -> Option<()> {
        let mut shown: Vec<Page> = Vec::new();
        for (identity, retold) in told {
            self.relist(archive, retold);
            let page = plan::page_of(archive, identity)?;
            match page {
                Page::Meeting(handle) => {
                    self.record(handle.mark(), &archive.meetings[handle]);
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
            shown.push(page);
        }
        for (language, parts) in plan.search.iter().enumerate() {
            let changed = parts.iter().filter(|(_, pages)| pages.iter().any(|page| shown.contains(page)));
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

    /// A file that was written, in a list that was made at `listed` (nanoseconds since 1970).
    pub fn file(&mut self, file: &SourceFile, listed: u128) {
        // One that may be written again unnoticed stands as it never will again.
        let state = if file.stamp.is_settled(listed) { of_file(file) } else { stable(&listed) };
        self.set(Need::of("file", &file.path), state);
    }

    /// `settled` tells whether a file with this stamp cannot change any more without its stamp changing.
    pub fn of(archive: &Archive, plan: &Plan, sources: &SourceSet, settled: impl Fn(&Stamp) -> bool) -> States {
        let length = archive.config.page_length();
        let mut states = States::default();
        states.records(&archive.meetings, "meetings");
        states.records(&archive.reports, "reports");
        states.records(&archive.stories, "stories");
        states.records(&archive.pages, "pages");
        states.records(&archive.people, "people");
        states.records(&archive.organizations, "organizations");
        for meeting in archive.meetings.handles() {
            states.put("reports of", meeting, archive.reports_of(meeting));
            states.put("expected at", meeting, archive.expected_at(meeting));
            states.put("neighbors", meeting, archive.related.neighbors(meeting));
        }
        for report in archive.reports.handles() {
            states.commitments_of(archive, report);
        }
        for person in archive.people.handles() {
            states.put("of person", person, archive.related.person(person));
        }
        for organization in archive.organizations.handles() {
            let of = archive.related.organization(organization);
            states.put("of organization", organization, of);
            of.years.iter().for_each(|(series, reports)| states.put("years", (organization, series), reports));
        }
        for series in archive.series.handles() {
            let of = archive.related.series(series);
            states.put("of series", series, of);
            states.pages("held in", &of.held, COLUMNS, |number| (series, number), stable);
        }
        for topic in archive.topics.handles() {
            states.of_topic(archive, topic);
        }
        let newest = &archive.newest;
        states.put("newest", "meetings", &newest.meetings);
        states.put("newest", "reports", &newest.reports);
        states.put("newest", "stories", &newest.stories);
        states.pages("page of meetings", &newest.meetings, length, |number| number, stable);
        states.pages("page of reports", &newest.reports, length, |number| number, stable);
        states.pages("page of stories", &newest.stories, length, |number| number, stable);
        states.pages("page of volumes", &newest.volumes, length, |number| number, stable);
        states.put("count", "volumes", newest.volumes.len());
        for (year, entries) in &archive.related.years {
            states.put("year", year, entries);
            states.pages("page of year", entries, length, |number| (*year, number), stable);
        }
        states.tracker(archive);
        states.put("year counts", (), year_counts(archive));
        states.put("corrected", (), &archive.related.corrected);
        states.put("menu", (), menu(archive));
        states.put("public pages", (), public_pages(archive).collect::<Vec<_>>());
        states.put("lead", (), archive.lead);
        states.put("edition", (), archive.edition);
        states.put("has samples", (), archive.has_samples);
        for (which, hash) in plan::sitemaps(archive, plan) {
            states.put("sitemap", which, hash);
        }
        for (language, parts) in plan.search.iter().enumerate() {
            let parts: Vec<_> = parts.iter().collect();
            let of_part = |(part, pages): (&Part, &Vec<Page>)| (*part, search::state_of_part(archive, pages));
            let stand: Vec<(Part, u64)> = parts.into_par_iter().map(of_part).collect();
            states.set(search::of_catalog(language), stable(&stand));
            stand.iter().for_each(|(part, state)| states.set(search::of_part(language, *part), *state));
        }
        for file in sources.files.iter().filter(|file| settled(&file.stamp)) {
            states.set(Need::of("file", &file.path), of_file(file));
        }
        states
    }

    /// What stands otherwise where a record was told anew, besides itself.
    fn relist(&mut self, archive: &Archive, retold: &Retold) {
        retold.topics.iter().for_each(|topic| self.of_topic(archive, *topic));
        retold.reports.iter().for_each(|report| self.commitments_of(archive, *report));
        if !retold.reports.is_empty() {
            self.tracker(archive);
        }
        if retold.corrected {
            self.put("corrected", (), &archive.related.corrected);
        }
    }

    fn of_topic(&mut self, archive: &Archive, topic: Handle<Topic>) {
        let of = archive.related.topic(topic);
        self.put("of topic", topic, of);
        self.put("counts of topic", topic, of.counts());
        self.pages("page of topic", &of.all, archive.config.page_length(), |number| (topic, number), stable);
    }

    fn commitments_of(&mut self, archive: &Archive, report: Handle<Told<Report>>) {
        let made = archive.commitments_of(report).map(|commitment| of_commitment(archive, commitment));
        self.put("commitments of", report, made.collect::<Vec<u64>>());
    }

    fn tracker(&mut self, archive: &Archive) {
        let all = &archive.commitments;
        let outcomes: Vec<u64> = all.par_iter().map(|commitment| of_commitment(archive, commitment)).collect();
        for filter in Filter::ALL {
            let (list, length) = (archive.tracker.list(*filter), archive.config.page_length());
            self.pages("page of tracker", list, length, |number| (*filter, number), |place| outcomes[*place]);
        }
        self.put("tracker", (), Counted::of(archive));
    }

    fn put(&mut self, what: &str, whom: impl Hash, state: impl Hash) {
        self.set(Need::of(what, whom), stable(&state));
    }

    fn set(&mut self, need: Need, state: u64) {
        match self.numbers.entry(need) {
            Entry::Occupied(number) => self.all[*number.get() as usize].1 = state,
            Entry::Vacant(place) => {
                place.insert(self.all.len() as u32);
                self.all.push((need, state));
            }
        }
    }

    fn record<T: Spoken + Hash>(&mut self, mark: Mark, told: &Told<T>) {
        of_record(mark, told).into_iter().for_each(|(need, state)| self.set(need, state));
    }

    fn records<T: Spoken + Hash + Sync>(&mut self, table: &Table<Told<T>>, kind: &'static str) {
        self.put("count", kind, table.len());
        self.put("all", kind, table.handles().collect::<Vec<_>>());
        let records: Vec<_> = table.iter().collect();
        let states: Vec<_> = records.into_par_iter().map(|(handle, told)| of_record(handle.mark(), told)).collect();
        states.into_iter().flatten().for_each(|(need, state)| self.set(need, state));
    }

    /// Every page of a list: what it holds, and its place among the others.
    fn pages<T, W: Hash>(
        &mut self,
        what: &str,
        all: &[T],
        length: usize,
        whom: impl Fn(PageNumber) -> W,
        state: impl Fn(&T) -> u64,
    ) {
        let older = page_count(all.len(), length);
        let states = |number| slice(all, length, number).iter().map(&state).collect::<Vec<u64>>();
        self.put(what, whom(PageNumber::Newest), (all.len(), states(PageNumber::Newest)));
        for number in 1..=older {
            let page = PageNumber::Older(number);
            self.put(what, whom(page), (number == older, states(page)));
        }
    }
}

/// The needs of a record's own, each with how it stands.
fn of_record<T: Spoken + Hash>(mark: Mark, told: &Told<T>) -> [(Need, u64); 4] {
    [
        (Need::of("record", mark), stable(told)),
        (Need::of("title", mark), stable(&told.titles())),
        (Need::of("text", mark), stable(&told.texts())),
        (Need::of("anchors", mark), stable(&told.anchors())),
    ]
}

fn of_commitment(archive: &Archive, commitment: &Commitment) -> u64 {
    stable(&(commitment, commitment.outcome(&archive.today)))
}

fn of_file(file: &SourceFile) -> u64 {
    stable(&(file.stamp.len, file.stamp.written, file.stamp.changed))
}
