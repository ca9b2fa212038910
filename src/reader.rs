//! The archive as one page reads it: whatever is read is noted, by names that are the same in
//! every run.
//!
//! A page need be made again only when something that it needed the last time stands otherwise
//! now. A view has nothing but a `Reader`, so that it cannot forget to say what it needs; and
//! a need that `States` does not know makes its page one that is always made again.

mod configured;
pub mod search;
mod seen;
mod shelf;
mod states;

pub use seen::{Need, Seen};
pub use shelf::Shelf;
pub use states::States;

use crate::config::Common;
use crate::model::{
    Archive, Commitment, Corrected, Dated, Filter, Handle, Language, Mark, Meeting, OfOrganization, OfPerson, OfSeries,
    OfTopic, Organization, Person, Reading, Report, Series, Story, Table, Today, Told, Topic,
};
use crate::parse::Identity;
use crate::plan::{self, COLUMNS, Page, PageNumber, Sitemap, page_count, slice};
use crate::span::SourcePath;
use crate::yaml::Date;

/// The archive, for one page.
pub struct Reader<'a> {
    archive: &'a Archive,
    seen: &'a Seen,
    // On these every page depends; they need not be noted.
    pub config: Common<'a>,
    pub languages: &'a [String],
    pub meetings: Shelf<'a, Told<Meeting>>,
    pub reports: Shelf<'a, Told<Report>>,
    pub stories: Shelf<'a, Told<Story>>,
    pub pages: Shelf<'a, Told<Story>>,
    pub people: Shelf<'a, Told<Person>>,
    pub organizations: Shelf<'a, Told<Organization>>,
}

/// One page of a list.
pub struct Slice<'a, T> {
    pub entries: &'a [T],
    /// How many older pages there are. On an older page only its neighbors depend on it.
    pub older: usize,
}

impl Reading for Reader<'_> {
    fn reads_text(&self, mark: Mark) {
        self.seen.note("text", mark);
    }
}

impl<'a> Reader<'a> {
    pub fn new(archive: &'a Archive, seen: &'a Seen) -> Self {
        fn shelf<'a, T>(table: &'a Table<T>, seen: &'a Seen, kind: &'static str) -> Shelf<'a, T> {
            Shelf { table, seen, kind }
        }
        Reader {
            archive,
            seen,
            config: archive.config.common(),
            languages: &archive.languages,
            meetings: shelf(&archive.meetings, seen, "meetings"),
            reports: shelf(&archive.reports, seen, "reports"),
            stories: shelf(&archive.stories, seen, "stories"),
            pages: shelf(&archive.pages, seen, "pages"),
            people: shelf(&archive.people, seen, "people"),
            organizations: shelf(&archive.organizations, seen, "organizations"),
        }
    }

    /// The address of a page, which depends on its mark alone.
    pub fn address(&self, language: Language, page: &Page) -> String {
        plan::address(self.archive, language, page)
    }

    /// The address of the style sheet of a volume, which depends on its meeting's mark alone.
    pub fn leaves(&self, language: Language, meeting: Handle<Told<Meeting>>) -> String {
        plan::leaves(self.archive, language, meeting)
    }

    /// The page of a record, if it has one.
    pub fn page_of(&self, identity: &Identity) -> Option<Page> {
        let page = plan::page_of(self.archive, identity);
        match (page, page.and_then(mark)) {
            // Whether somebody has a page stands in the record.
            (Some(Page::Person(_)), Some(mark)) => self.seen.note("record", mark),
            // Every other record has one, as long as it is there; of all that is noted of it this changes least.
            (_, Some(mark)) => self.seen.note("anchors", mark),
            (_, None) => self.seen.lose(),
        }
        page
    }

    /// Whether a page that is about to be linked to has an anchor.
    pub fn has_anchor(&self, language: Language, page: Page, anchor: &str) -> bool {
        if let Some(mark) = mark(page) {
            self.seen.note("record", mark);
            self.seen.note("anchors", mark);
        }
        plan::has_anchor(self.archive, language, &page, anchor)
    }

    /// The bytes of a file are about to be read.
    pub fn reads_file(&self, path: &SourcePath) {
        self.seen.note("file", path);
    }

    /// The address of a file of the theme, below `assets/`, is about to be told.
    pub fn names_asset(&self, name: &str) {
        self.seen.note("asset", name);
    }

    /// Today, which notes until when the page holds.
    pub fn today(&self) -> &'a Today {
        self.seen.today()
    }

    pub fn lead(&self) -> Option<Handle<Told<Meeting>>> {
        self.seen.note("lead", ());
        self.archive.lead
    }

    pub fn edition(&self) -> Option<Date> {
        self.seen.note("edition", ());
        self.archive.edition
    }

    pub fn has_samples(&self) -> bool {
        self.seen.note("has samples", ());
        self.archive.samples > 0
    }

    /// The texts that stand in the navigation, in its order.
    pub fn menu(&self) -> impl Iterator<Item = Handle<Told<Story>>> {
        self.seen.note("menu", ());
        menu(self.archive).into_iter()
    }

    /// The texts that are not withdrawn.
    pub fn public_pages(&self) -> impl Iterator<Item = Handle<Told<Story>>> {
        self.seen.note("public pages", ());
        public_pages(self.archive)
    }

    /// The reports given at a meeting and on file, in speaking order.
    pub fn reports_of(&self, meeting: Handle<Told<Meeting>>) -> &'a [Handle<Told<Report>>] {
        self.seen.note("reports of", meeting);
        self.archive.reports_of(meeting)
    }

    /// How many reports of a meeting are on file.
    pub fn report_count(&self, meeting: Handle<Told<Meeting>>) -> usize {
        self.seen.note("report count", meeting);
        self.archive.reports_of(meeting).len()
    }

    /// Who was expected to report at a meeting.
    pub fn expected_at(&self, meeting: Handle<Told<Meeting>>) -> &'a [Handle<Told<Organization>>] {
        self.seen.note("expected at", meeting);
        self.archive.expected_at(meeting)
    }

    /// The meetings of the series before and after one.
    pub fn neighbors(&self, meeting: Handle<Told<Meeting>>) -> [Option<Handle<Told<Meeting>>>; 2] {
        self.seen.note("neighbors", meeting);
        self.archive.related.neighbors(meeting)
    }

    /// The commitments made in a report.
    pub fn commitments_of(&self, report: Handle<Told<Report>>) -> impl Iterator<Item = &'a Commitment> + use<'a> {
        self.seen.note("commitments of", report);
        self.archive.commitments_of(report)
    }

    /// The earlier commitments that a report answers.
    pub fn answered_in(&self, report: Handle<Told<Report>>) -> Vec<&'a Commitment> {
        let answered: Vec<&Commitment> = self.archive.answered_in(report).collect();
        self.seen.note("record", report.mark());
        answered.iter().for_each(|commitment| self.seen.note("commitments of", commitment.report));
        answered
    }

    pub fn person(&self, person: Handle<Told<Person>>) -> &'a OfPerson {
        self.seen.note("of person", person);
        self.archive.related.person(person)
    }

    pub fn organization(&self, organization: Handle<Told<Organization>>) -> &'a OfOrganization {
        self.seen.note("of organization", organization);
        self.archive.related.organization(organization)
    }

    /// The reports of an organization in a series, the earliest first.
    pub fn years(
        &self,
        organization: Handle<Told<Organization>>,
        series: Handle<Series>,
    ) -> &'a [Handle<Told<Report>>] {
        self.seen.note("years", (organization, series));
        self.archive.related.organization(organization).years.get(&series).map_or(&[], Vec::as_slice)
    }

    pub fn of_series(&self, series: Handle<Series>) -> &'a OfSeries {
        self.seen.note("of series", series);
        self.archive.related.series(series)
    }

    /// One page of the meetings of a series that were held.
    pub fn held_in(&self, series: Handle<Series>, number: PageNumber) -> Slice<'a, Handle<Told<Meeting>>> {
        self.seen.note("held in", (series, number));
        cut(&self.archive.related.series(series).held, COLUMNS, number)
    }

    /// What stands under a topic.
    pub fn topic(&self, topic: Handle<Topic>) -> &'a OfTopic {
        self.seen.note("of topic", topic);
        self.archive.related.topic(topic)
    }

    /// How many meetings, reports and stories stand under a topic.
    pub fn topic_counts(&self, topic: Handle<Topic>) -> [usize; 3] {
        self.seen.note("counts of topic", topic);
        self.archive.related.topic(topic).counts()
    }

    /// One page of what stands under a topic.
    pub fn topic_page(&self, topic: Handle<Topic>, number: PageNumber) -> Slice<'a, Dated> {
        self.seen.note("page of topic", (topic, number));
        self.cut(&self.archive.related.topic(topic).all, number)
    }

    /// The meetings, newest first.
    pub fn newest_meetings(&self) -> &'a [Handle<Told<Meeting>>] {
        self.seen.note("newest", "meetings");
        &self.archive.newest.meetings
    }

    /// The reports, those of the newest meeting first.
    pub fn newest_reports(&self) -> &'a [Handle<Told<Report>>] {
        self.seen.note("newest", "reports");
        &self.archive.newest.reports
    }

    /// The stories, newest first.
    pub fn newest_stories(&self) -> &'a [Handle<Told<Story>>] {
        self.seen.note("newest", "stories");
        &self.archive.newest.stories
    }

    /// One page of the meetings.
    pub fn meetings_page(&self, number: PageNumber) -> Slice<'a, Handle<Told<Meeting>>> {
        self.seen.note("page of meetings", number);
        self.cut(&self.archive.newest.meetings, number)
    }

    /// One page of the reports.
    pub fn reports_page(&self, number: PageNumber) -> Slice<'a, Handle<Told<Report>>> {
        self.seen.note("page of reports", number);
        self.cut(&self.archive.newest.reports, number)
    }

    /// One page of the stories.
    pub fn stories_page(&self, number: PageNumber) -> Slice<'a, Handle<Told<Story>>> {
        self.seen.note("page of stories", number);
        self.cut(&self.archive.newest.stories, number)
    }

    /// One page of the meetings that have a volume.
    pub fn volumes_page(&self, number: PageNumber) -> Slice<'a, Handle<Told<Meeting>>> {
        self.seen.note("page of volumes", number);
        self.cut(&self.archive.newest.volumes, number)
    }

    /// How many volumes there are.
    pub fn volume_count(&self) -> usize {
        self.seen.note("count", "volumes");
        self.archive.newest.volumes.len()
    }

    /// The meetings and stories of a year, newest first.
    pub fn year(&self, year: i16) -> &'a [Dated] {
        self.seen.note("year", year);
        self.archive.related.years.get(&year).map_or(&[], Vec::as_slice)
    }

    /// One page of a year.
    pub fn year_page(&self, year: i16, number: PageNumber) -> Slice<'a, Dated> {
        self.seen.note("page of year", (year, number));
        self.cut(self.archive.related.years.get(&year).map_or(&[], Vec::as_slice), number)
    }

    /// How many records each year holds, the first year first.
    pub fn year_counts(&self) -> Vec<(i16, usize)> {
        self.seen.note("year counts", ());
        year_counts(self.archive)
    }

    pub fn corrected(&self) -> &'a Corrected {
        self.seen.note("corrected", ());
        &self.archive.related.corrected
    }

    /// One page of the commitments that stand in some way.
    pub fn tracker_page(&self, filter: Filter, number: PageNumber) -> (Vec<&'a Commitment>, usize) {
        self.seen.note("page of tracker", (filter, number));
        let Slice { entries, older } = self.cut(self.archive.tracker.list(filter), number);
        let shown = entries.iter().map(|place| &self.archive.commitments[*place]);
        let shown = shown.inspect(|commitment| self.seen.note("commitments of", commitment.report));
        (shown.collect(), older)
    }

    /// How many commitments there are of each group, when the first was made, and whether one is a sample.
    pub fn tracker(&self) -> Counted {
        self.seen.note("tracker", ());
        Counted::of(self.archive)
    }

    /// How a commitment stands today; whoever has it has noted that.
    pub fn outcome(&self, commitment: &Commitment) -> crate::model::Outcome {
        self.archive.outcome(commitment)
    }

    fn cut<T>(&self, all: &'a [T], number: PageNumber) -> Slice<'a, T> {
        cut(all, self.config.page_length, number)
    }
}

fn cut<T>(all: &[T], length: usize, number: PageNumber) -> Slice<'_, T> {
    Slice { entries: slice(all, length, number), older: page_count(all.len(), length) }
}

/// The mark of a page's record.
fn mark(page: Page) -> Option<Mark> {
    Some(match page {
        Page::Meeting(handle) => handle.mark(),
        Page::Report(handle) => handle.mark(),
        Page::Person(handle) => handle.mark(),
        Page::Organization(handle) => handle.mark(),
        Page::Story(handle) | Page::Text(handle) => handle.mark(),
        _ => return None,
    })
}

fn menu(archive: &Archive) -> Vec<Handle<Told<Story>>> {
    let mut texts: Vec<_> = archive.pages.iter().filter(|(_, page)| page.original.menu.is_some()).collect();
    texts.sort_by_key(|(handle, page)| (page.original.menu, *handle));
    texts.into_iter().map(|(handle, _)| handle).collect()
}

fn public_pages(archive: &Archive) -> impl Iterator<Item = Handle<Told<Story>>> {
    archive.pages.iter().filter(|(_, page)| !page.original.base.standing.is_withdrawn()).map(|(handle, _)| handle)
}

fn year_counts(archive: &Archive) -> Vec<(i16, usize)> {
    let count = |entry: &Dated| match entry {
        Dated::Meeting(meeting) => 1 + archive.reports_of(*meeting).len(),
        Dated::Report(_) | Dated::Story(_) => 1,
    };
    archive.related.years.iter().map(|(year, entries)| (*year, entries.iter().map(count).sum())).collect()
}

/// The tracker in numbers.
#[derive(Clone, Debug, Hash)]
pub struct Counted {
    /// In the order of `Filter::ALL`.
    counts: Vec<usize>,
    pub since: Option<i16>,
    pub sample: bool,
}

impl Counted {
    fn of(archive: &Archive) -> Counted {
        Counted {
            counts: Filter::ALL.iter().map(|filter| archive.tracker.list(*filter).len()).collect(),
            since: archive.tracker.since,
            sample: archive.tracker.has_samples,
        }
    }

    pub fn count(&self, filter: Filter) -> usize {
        self.counts[filter as usize]
    }
}

/// The need of a sitemap, which lists what the plan holds.
pub fn of_sitemap(which: Sitemap) -> Need {
    Need::of("sitemap", which)
}

/// The needs of a record's own.
pub fn of_record(mark: Mark) -> [Need; 10] {
    ["record", "title", "text", "anchors", "brief", "headline", "standfirst", "sitting", "heard", "promised"]
        .map(|what| Need::of(what, mark))
}

/// The need of a template, with all that it needs.
pub fn of_template(name: &str) -> Need {
    Need::of("template", name)
}

/// The need of a file of the theme, named as it is below `assets/`.
pub fn of_asset(name: &str) -> Need {
    Need::of("asset", name)
}

/// The need of a file that is published as it is.
pub fn of_file(path: &SourcePath) -> Need {
    Need::of("file", path)
}
