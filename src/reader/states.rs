//! The archive -> how everything stands that a page may need.
//!
//! What `Reader` notes under a name is hashed here under the same name.

mod retell;

use std::hash::Hash;

use rayon::prelude::*;

use super::configured::{keys_of_series, keys_of_topic, post_of};
use super::{Counted, Need, menu, of_asset, of_sitemap, of_template, public_pages, search, year_counts};
use crate::model::{
    Archive, Commitment, Filter, Handle, Mark, Meeting, Organization, Report, Series, Spoken, Table, Told, Topic,
    stable,
};
use crate::plan::search::Part;
use crate::plan::{self, COLUMNS, Page, PageNumber, Plan, page_count, slice};
use crate::sorted::near;
use crate::source::{SourceFile, SourceSet, Stamp};
use crate::theme::{Included, Theme};

/// How everything stands that a page may need, as hashes.
#[derive(Default)]
pub struct States {
    /// Each need once, sorted.
    all: Vec<(Need, u64)>,
}

impl States {
    /// The number of a need, and how it stands.
    pub fn get(&self, need: Need) -> Option<(u32, u64)> {
        let number = self.place(need).ok()?;
        Some((number as u32, self.all[number].1))
    }

    /// Where a need stands, or would.
    fn place(&self, need: Need) -> Result<usize, usize> {
        // Needs are hashes, and so lie evenly: where one stands can be guessed, and told better by what stands there.
        let length = self.all.len();
        let apart = (u64::MAX / length.max(1) as u64).max(1);
        let guess = ((need.0 / apart) as usize).min(length.saturating_sub(1));
        let found = self.all.get(guess).map_or(need, |(found, _)| *found);
        let off = (need.0.abs_diff(found.0) / apart) as usize;
        let guess = if found > need { guess.saturating_sub(off) } else { guess + off };
        near(length, guess, |at| self.all[at].0.cmp(&need))
    }

    /// Every need with how it stands, by number; sorted.
    pub fn all(&self) -> impl ExactSizeIterator<Item = (Need, u64)> {
        self.all.iter().copied()
    }

    /// A need and how it stands, as they are kept.
    pub fn bytes((need, state): &(Need, u64)) -> [u8; 16] {
        (u128::from(need.0) << 64 | u128::from(*state)).to_le_bytes()
    }

    /// The need that was kept as these bytes, and how it stood.
    pub fn entry(bytes: &[u8; 16]) -> (Need, u64) {
        let both = u128::from_le_bytes(*bytes);
        (Need((both >> 64) as u64), both as u64)
    }

    /// As they stood when they were kept: all entries, sorted by their needs.
    pub fn kept(entries: &[[u8; 16]]) -> States {
        States { all: entries.iter().map(States::entry).collect() }
    }

    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// `settled` tells whether a file with this stamp cannot change any more without its stamp changing.
    pub fn of(
        archive: &Archive,
        plan: &Plan,
        theme: &Theme,
        sources: &SourceSet,
        settled: impl Fn(&Stamp) -> bool,
    ) -> States {
        let mut states = States::default();
        states.records(&archive.meetings, "meetings");
        states.records(&archive.reports, "reports");
        states.records(&archive.stories, "stories");
        states.records(&archive.pages, "pages");
        states.records(&archive.people, "people");
        states.records(&archive.organizations, "organizations");
        for meeting in archive.meetings.handles() {
            states.of_meeting(archive, meeting);
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
            states.of_organization(archive, organization);
        }
        for series in archive.series.handles() {
            states.of_series(archive, series);
        }
        for topic in archive.topics.handles() {
            states.of_topic(archive, topic);
        }
        states.configuration(archive);
        states.theme(theme);
        states.newest_stories(archive);
        states.newest_meetings(archive);
        states.newest_reports(archive);
        states.newest_volumes(archive);
        archive.related.years.keys().for_each(|year| states.of_year(archive, *year));
        states.tracker(archive);
        states.put("year counts", (), year_counts(archive));
        states.put("corrected", (), &archive.related.corrected);
        states.put("menu", (), menu(archive));
        states.put("public pages", (), public_pages(archive).collect::<Vec<_>>());
        states.put("lead", (), archive.lead);
        states.put("edition", (), archive.edition);
        states.put("has samples", (), archive.samples > 0);
        plan::sitemaps(archive, plan).into_iter().for_each(|(which, sum)| states.add(of_sitemap(which), sum));
        for (language, parts) in plan.search.iter().enumerate() {
            let parts: Vec<_> = parts.iter().collect();
            let of_part = |(part, pages): (&Part, &Vec<Page>)| (*part, search::state_of_part(archive, pages));
            let stand: Vec<(Part, u64)> = parts.into_par_iter().map(of_part).collect();
            states.add(search::of_catalog(language), stable(&stand));
            stand.iter().for_each(|(part, state)| states.add(search::of_part(language, *part), *state));
        }
        for file in sources.files.iter().filter(|file| settled(&file.stamp)) {
            states.add(Need::of("file", &file.path), of_file(file));
        }
        states.all.par_sort_by_key(|(need, _)| *need);
        states.all.dedup_by_key(|(need, _)| *need);
        states
    }

    fn configuration(&mut self, archive: &Archive) {
        let config = &archive.config;
        self.kind(&archive.topics, "topics");
        self.kind(&archive.series, "series");
        for topic in archive.topics.handles() {
            let keys = keys_of_topic(archive, topic);
            self.put("title of topic", topic, keys.map(|keys| &keys.title));
            self.put("about topic", topic, keys.map(|keys| &keys.about));
        }
        for (series, told) in archive.series.iter() {
            let keys = keys_of_series(archive, series);
            self.put("title of series", series, keys.map(|keys| &keys.title));
            self.put("short name of series", series, keys.map(|keys| &keys.short));
            self.put("about series", series, keys.map(|keys| &keys.about));
            self.put("post of series", series, keys.map(post_of));
            self.put("scale of series", series, told.scale);
        }
        archive.scales.iter().for_each(|(handle, scale)| self.put("scale", handle, config.scales.get(&scale.id)));
    }

    fn theme(&mut self, theme: &Theme) {
        let included = Included::of(&theme.templates);
        for name in included.templates() {
            let files = included.by(name).into_iter().map(|file| (file.template(), &file.bytes));
            self.add(of_template(name), stable(&files.collect::<Vec<_>>()));
        }
        theme.assets.iter().for_each(|file| self.add(of_asset(file.asset()), stable(&file.bytes)));
    }

    fn of_meeting(&mut self, archive: &Archive, meeting: Handle<Told<Meeting>>) {
        self.put("reports of", meeting, archive.reports_of(meeting));
        self.put("report count", meeting, archive.reports_of(meeting).len());
    }

    fn of_organization(&mut self, archive: &Archive, organization: Handle<Told<Organization>>) {
        let of = archive.related.organization(organization);
        self.put("of organization", organization, of);
        of.years.iter().for_each(|(series, reports)| self.put("years", (organization, series), reports));
    }

    fn of_series(&mut self, archive: &Archive, series: Handle<Series>) {
        let of = archive.related.series(series);
        self.put("of series", series, of);
        self.pages("held in", &of.held, COLUMNS, |number| (series, number), stable);
    }

    fn of_year(&mut self, archive: &Archive, year: i16) {
        let entries = archive.related.years.get(&year).map_or(&[][..], Vec::as_slice);
        self.put("year", year, entries);
        self.pages("page of year", entries, archive.config.page_length(), |number| (year, number), stable);
    }

    fn newest_meetings(&mut self, archive: &Archive) {
        let meetings = &archive.newest.meetings;
        self.put("newest", "meetings", meetings);
        self.pages("page of meetings", meetings, archive.config.page_length(), |number| number, stable);
    }

    fn newest_volumes(&mut self, archive: &Archive) {
        let volumes = &archive.newest.volumes;
        self.pages("page of volumes", volumes, archive.config.page_length(), |number| number, stable);
        self.put("count", "volumes", volumes.len());
    }

    fn newest_stories(&mut self, archive: &Archive) {
        let stories = &archive.newest.stories;
        self.put("newest", "stories", stories);
        self.pages("page of stories", stories, archive.config.page_length(), |number| number, stable);
    }

    fn newest_reports(&mut self, archive: &Archive) {
        let reports = &archive.newest.reports;
        self.put("newest", "reports", reports);
        self.pages("page of reports", reports, archive.config.page_length(), |number| number, stable);
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
        let made_in =
            |report| archive.tracker.made_in(report).enumerate().map(move |(index, place)| (place, (report, index)));
        let mut all: Vec<_> = archive.reports.handles().flat_map(made_in).collect();
        all.sort_unstable_by_key(|(place, _)| *place);
        for filter in Filter::ALL {
            // Which ones they are; how each stands is among those of its report.
            let (list, length) = (archive.tracker.list(*filter), archive.config.page_length());
            self.pages("page of tracker", list, length, |number| (*filter, number), |place| stable(&all[*place].1));
        }
        self.put("tracker", (), Counted::of(archive));
    }

    fn put(&mut self, what: &str, whom: impl Hash, state: impl Hash) {
        self.add(Need::of(what, whom), stable(&state));
    }

    /// Takes in a need among others that are not sorted yet.
    fn add(&mut self, need: Need, state: u64) {
        self.all.push((need, state));
    }

    fn kind<T>(&mut self, table: &Table<T>, kind: &'static str) {
        self.put("count", kind, table.len());
        self.put("all", kind, table.handles().collect::<Vec<_>>());
    }

    fn records<T: Spoken + Hash + Sync>(&mut self, table: &Table<Told<T>>, kind: &'static str) {
        self.kind(table, kind);
        let records: Vec<_> = table.iter().collect();
        let states: Vec<_> = records.into_par_iter().map(|(handle, told)| of_record(handle.mark(), told)).collect();
        states.into_iter().flatten().for_each(|(need, state)| self.add(need, state));
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
fn of_record<T: Spoken + Hash>(mark: Mark, told: &Told<T>) -> Vec<(Need, u64)> {
    let all = [
        ("record", stable(told)),
        ("title", stable(&told.titles())),
        ("text", stable(&told.texts())),
        ("anchors", stable(&told.anchors())),
    ];
    all.into_iter().chain(T::aspects(told)).map(|(what, state)| (Need::of(what, mark), state)).collect()
}

fn of_commitment(archive: &Archive, commitment: &Commitment) -> u64 {
    stable(&(commitment, archive.outcome(commitment)))
}

fn of_file(file: &SourceFile) -> u64 {
    stable(&(file.stamp.len, file.stamp.written, file.stamp.changed))
}
