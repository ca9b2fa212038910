//! Resolved records -> the archive: what only all of them together say.

use std::cmp::Reverse;

use super::any::Any;
use super::related::secretary;
use super::resolve::{Setting, Tables};
use super::{
    Archive, Handle, List, Meeting, Newest, Organization, Person, Referred, Related, Report, Scale, Series, Spoken,
    Table, Told, Topic, Tracker, office,
};
use crate::config::Config;
use crate::parse::Kind;
use crate::parse::record::Status;
use crate::yaml::{Count, Date};

/// Puts the archive together; commitments and the lead are found in it afterwards.
pub(super) fn assemble(tables: Tables, languages: Vec<String>, setting: Setting<'_>) -> Archive {
    let config = setting.config.clone();
    let (topics, scales, series) = of_config(&config);
    let meetings = Table::new(Kind::Meeting.word(), tables.meetings);
    let people = Table::new(Kind::Person.word(), tables.people);
    let organizations = Table::new(Kind::Organization.word(), tables.organizations);
    let mut reports = tables.reports;
    // A report whose meeting is missing has been named; nothing can be said about it.
    reports.retain(|(_, report)| (report.original.meeting.index as usize) < meetings.len());
    for (_, report) in &mut reports {
        settle(report, &meetings, &people, &organizations);
    }
    let reports = Table::new(Kind::Report.word(), reports);
    let reports_of = speaking_order(&meetings, &reports);
    let expected = expected(&config, &meetings, &organizations, &series);
    let mut archive = Archive {
        config,
        languages,
        today: setting.today.clone(),
        meetings,
        reports,
        stories: Table::new(Kind::Story.word(), tables.stories),
        pages: Table::new(Kind::Page.word(), tables.pages),
        people,
        organizations,
        topics,
        series,
        scales,
        commitments: List::new(Vec::new()),
        tracker: Tracker::default(),
        reports_of,
        expected,
        lead: None,
        edition: None,
        newest: Newest::default(),
        related: Related::default(),
        samples: 0,
        referred: Referred::default(),
        hidden: tables.hidden,
        flaws: tables.flaws,
        dangles: false,
        has_fixed_pages: false,
    };
    archive.newest = newest(&archive);
    archive.edition = edition(&archive);
    archive.related = Related::of(&archive);
    archive.samples = samples(&archive);
    archive
}

/// The keys of a group of the configuration, sorted: a key's place is its handle.
pub(super) fn sorted_keys<'a>(keys: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut keys: Vec<&str> = keys.collect();
    keys.sort_unstable();
    keys
}

/// Of which kind topics are.
pub(super) const TOPIC: &str = "topic";

/// The topics, scales and series of a configuration.
pub(super) fn of_config(config: &Config) -> (Table<Topic>, Table<Scale>, Table<Series>) {
    let topics = sorted_keys(config.topics.keys()).into_iter().map(|id| (id.to_string(), Topic { id: id.to_string() }));
    let scales = sorted_keys(config.scales.keys()).into_iter().map(|id| {
        let grades = config.scales.get(id).map_or(Vec::new(), |grades| grades.keys().map(str::to_string).collect());
        (id.to_string(), Scale { id: id.to_string(), grades })
    });
    let (topics, scales) = (Table::new(TOPIC, topics.collect()), Table::new("scale", scales.collect()));
    let series = sorted_keys(config.series.keys()).into_iter().map(|id| {
        let scale = config.series.get(id).and_then(|series| series.scale.as_deref()).and_then(|id| scales.find(id));
        (id.to_string(), Series { id: id.to_string(), scale })
    });
    let series = Table::new("series", series.collect());
    (topics, scales, series)
}

fn newest(archive: &Archive) -> Newest {
    let mut meetings: Vec<_> = archive.meetings.handles().collect();
    meetings.sort_by_key(|handle| {
        let meeting = &archive.meetings[*handle].original;
        (Reverse(meeting.held.first()), *handle)
    });
    let mut stories: Vec<_> = archive.stories.handles().collect();
    stories.sort_by_key(|handle| (Reverse(archive.stories[*handle].original.published), *handle));
    let reports = meetings.iter().flat_map(|meeting| archive.reports_of(*meeting).iter().copied()).collect();
    let volumes = meetings.iter().copied().filter(|meeting| !archive.reports_of(*meeting).is_empty()).collect();
    Newest { meetings, reports, volumes, stories }
}

/// The newest date of a meeting, or of something published, that is not to come.
pub(super) fn edition(archive: &Archive) -> Option<Date> {
    let meetings = archive.meetings.iter().flat_map(|(_, meeting)| dates(&Any::Meeting(meeting)));
    let stories = archive.stories.iter().flat_map(|(_, story)| dates(&Any::Story(story)));
    let past = meetings.chain(stories).filter(|date| archive.today.has_come(date.first()));
    past.max_by_key(|date| date.last())
}

/// The dates of a record that may be the edition.
pub(super) fn dates(record: &Any<'_>) -> impl Iterator<Item = Date> + use<> {
    let (held, published) = match record {
        Any::Meeting(told) => (Some(told.original.held), told.original.published),
        Any::Story(told) => (None, told.original.published),
        _ => (None, None),
    };
    held.into_iter().chain(published.map(|published| published.date))
}

fn samples(archive: &Archive) -> usize {
    fn of<T: Spoken>(table: &Table<Told<T>>) -> usize {
        table.iter().filter(|(_, told)| told.original.base().sample).count()
    }
    let Archive { meetings, reports, stories, pages, people, organizations, .. } = archive;
    of(meetings) + of(reports) + of(stories) + of(pages) + of(people) + of(organizations)
}

/// Fills in what a report leaves to the rest of the archive: the organization in which the
/// secretary held office that day, the title, and the chair as the one who commented. It can be
/// settled again when one of these has changed.
pub(super) fn settle(
    told: &mut Told<Report>,
    meetings: &Table<Told<Meeting>>,
    people: &Table<Told<Person>>,
    organizations: &Table<Told<Organization>>,
) {
    for report in told.each_mut() {
        let front = report.front.clone();
        let meeting = meetings[report.meeting].in_language(report.base.language);
        if front.organization.is_none() {
            let terms = secretary(report).map(|person| people[person].original.terms_on(meeting.held));
            report.organization = terms.into_iter().flatten().find_map(|term| term.organization);
        }
        for (_, by) in report.comments.iter_mut().filter(|(comment, _)| comment.by.is_none()) {
            *by = meeting.chair.clone();
        }
        if front.title.as_deref().unwrap_or_default().is_empty() {
            // The words around the name come from the theme; here it is the name alone.
            let name = |handle| organizations[handle].in_language(report.base.language).base.title.clone();
            report.base.title = report.organization.map(name).unwrap_or_default();
        }
    }
}

fn speaking_order(meetings: &Table<Told<Meeting>>, reports: &Table<Told<Report>>) -> Vec<Vec<Handle<Told<Report>>>> {
    let mut order: Vec<Vec<Handle<Told<Report>>>> = vec![Vec::new(); meetings.len()];
    for (handle, report) in reports.iter() {
        order[report.original.meeting.index as usize].push(handle);
    }
    for given in &mut order {
        given.sort_by(|a, b| speaks(&reports[*a].original).cmp(&speaks(&reports[*b].original)));
    }
    order
}

/// When a report is given at its meeting, among the others.
pub(super) fn speaks(report: &Report) -> (Count, &str) {
    (report.front.order.unwrap_or(Count(u32::MAX)), &report.name)
}

/// Who is expected to report at each meeting, in the order of the register.
fn expected(
    config: &Config,
    meetings: &Table<Told<Meeting>>,
    organizations: &Table<Told<Organization>>,
    series: &Table<Series>,
) -> Vec<Vec<Handle<Told<Organization>>>> {
    meetings.iter().map(|(_, meeting)| expected_at(config, &meeting.original, organizations, series)).collect()
}

/// Who is expected to report at a meeting, if it was held, in the order of the register.
pub(super) fn expected_at(
    config: &Config,
    meeting: &Meeting,
    organizations: &Table<Told<Organization>>,
    series: &Table<Series>,
) -> Vec<Handle<Told<Organization>>> {
    match meeting.series.and_then(|handle| config.series.get(&series[handle].id)) {
        Some(series) if meeting.status == Status::Held => {
            office::expected(organizations, series, meeting.organizer, meeting.held.first())
        }
        _ => Vec::new(),
    }
}
