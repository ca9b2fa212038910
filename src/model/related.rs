//! What hangs on each record, so that no page has to search the archive for it.

use borsh::{BorshDeserialize, BorshSerialize};
use jiff::civil;
use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::list::many;
use super::{
    Archive, Base, Handle, Matter, Meeting, Organization, Person, Report, Series, Story, Table, Told, Topic, Who,
};
use crate::yaml::Covers;

type Meetings = Vec<Handle<Told<Meeting>>>;
type Reports = Vec<Handle<Told<Report>>>;

/// What hangs on each person, organization and topic, in the order of the lists: newest first.
#[derive(Clone, Debug, Default, BorshSerialize, BorshDeserialize)]
pub struct Related {
    people: Vec<OfPerson>,
    organizations: Vec<OfOrganization>,
    topics: Vec<OfTopic>,
    series: Vec<OfSeries>,
    #[borsh(deserialize_with = "many")]
    neighbors: Vec<[Option<Handle<Told<Meeting>>>; 2]>,
    pub corrected: Corrected,
    /// The meetings held and the stories published in each year.
    pub years: BTreeMap<i16, Vec<Dated>>,
}

/// A record with a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize)]
pub enum Dated {
    Meeting(Handle<Told<Meeting>>),
    Report(Handle<Told<Report>>),
    Story(Handle<Told<Story>>),
}

#[derive(Clone, Debug, Default, Hash, BorshSerialize, BorshDeserialize)]
pub struct OfPerson {
    /// The reports that they gave.
    pub reports: Reports,
    /// The meetings that they chaired.
    pub chaired: Meetings,
}

#[derive(Clone, Debug, Default, Hash, BorshSerialize, BorshDeserialize)]
pub struct OfOrganization {
    /// The reports on its work.
    pub reports: Reports,
    /// The meetings that it convened.
    pub convened: Meetings,
    /// The meetings at which a report of it was expected, or is said to have been given.
    pub due: Meetings,
    /// Those reports by series, the earliest first.
    pub years: BTreeMap<Handle<Series>, Reports>,
    /// Everybody's terms there, each by its place among theirs, earliest first.
    pub terms: Vec<(Handle<Told<Person>>, usize)>,
}

/// The meetings of a series.
#[derive(Clone, Debug, Default, Hash, BorshSerialize, BorshDeserialize)]
pub struct OfSeries {
    /// All of them, by the year covered, then by the day held.
    pub meetings: Meetings,
    /// Those that were held, newest first.
    pub held: Meetings,
    /// The others, newest first.
    pub others: Meetings,
}

/// The records that were corrected, in the order of their tables; nothing withdrawn.
#[derive(Clone, Debug, Default, Hash, BorshSerialize, BorshDeserialize)]
pub struct Corrected {
    pub meetings: Meetings,
    pub reports: Reports,
    pub stories: Vec<Handle<Told<Story>>>,
    pub pages: Vec<Handle<Told<Story>>>,
}

/// What is under a topic and not withdrawn.
#[derive(Clone, Debug, Default, Hash, BorshSerialize, BorshDeserialize)]
pub struct OfTopic {
    pub meetings: Meetings,
    pub reports: Reports,
    pub stories: Vec<Handle<Told<Story>>>,
    /// All of them.
    pub all: Vec<Dated>,
}

impl OfTopic {
    /// How many meetings, reports and stories.
    pub fn counts(&self) -> [usize; 3] {
        [self.meetings.len(), self.reports.len(), self.stories.len()]
    }
}

impl Related {
    pub fn person(&self, person: Handle<Told<Person>>) -> &OfPerson {
        &self.people[person.index as usize]
    }

    pub fn organization(&self, organization: Handle<Told<Organization>>) -> &OfOrganization {
        &self.organizations[organization.index as usize]
    }

    pub fn topic(&self, topic: Handle<Topic>) -> &OfTopic {
        &self.topics[topic.index as usize]
    }

    /// The meetings of a series, in the order of that.
    pub(super) fn meetings_mut(&mut self, series: Handle<Series>) -> &mut Meetings {
        &mut self.series[series.index as usize].meetings
    }

    /// Takes in the meetings of a series in their order.
    pub(super) fn line_up(&mut self, series: Handle<Series>, meetings: Meetings, table: &Table<Told<Meeting>>) {
        for (place, meeting) in meetings.iter().enumerate() {
            let before = place.checked_sub(1).map(|before| meetings[before]);
            self.neighbors[meeting.index as usize] = [before, meetings.get(place + 1).copied()];
        }
        let (held, others) = meetings.iter().rev().partition(|meeting| table[**meeting].original.was_held());
        self.series[series.index as usize] = OfSeries { meetings, held, others };
    }

    /// Makes room for what hangs on so many meetings, people and topics.
    pub(super) fn make_room(&mut self, meetings: usize, people: usize, topics: usize) {
        self.neighbors.resize(meetings, [None; 2]);
        self.people.resize(people, OfPerson::default());
        self.topics.resize(topics, OfTopic::default());
    }

    /// A meeting that has no others before and after it.
    pub(super) fn stand_alone(&mut self, meeting: Handle<Told<Meeting>>) {
        self.neighbors[meeting.index as usize] = [None; 2];
    }

    pub(super) fn person_mut(&mut self, person: Handle<Told<Person>>) -> &mut OfPerson {
        &mut self.people[person.index as usize]
    }

    pub(super) fn organization_mut(&mut self, organization: Handle<Told<Organization>>) -> &mut OfOrganization {
        &mut self.organizations[organization.index as usize]
    }

    pub(super) fn topic_mut(&mut self, topic: Handle<Topic>) -> &mut OfTopic {
        &mut self.topics[topic.index as usize]
    }

    pub fn series(&self, series: Handle<Series>) -> &OfSeries {
        &self.series[series.index as usize]
    }

    /// The meetings of the series before and after one.
    pub fn neighbors(&self, meeting: Handle<Told<Meeting>>) -> [Option<Handle<Told<Meeting>>>; 2] {
        self.neighbors[meeting.index as usize]
    }

    /// What hangs on the records of an archive that is complete but for it.
    pub(super) fn of(archive: &Archive) -> Related {
        let mut related = Related {
            people: vec![OfPerson::default(); archive.people.len()],
            organizations: vec![OfOrganization::default(); archive.organizations.len()],
            topics: vec![OfTopic::default(); archive.topics.len()],
            series: vec![OfSeries::default(); archive.series.len()],
            neighbors: vec![[None; 2]; archive.meetings.len()],
            corrected: Corrected::of(archive),
            years: BTreeMap::new(),
        };
        for (handle, told) in archive.people.iter() {
            for (place, term) in told.original.terms.iter().enumerate() {
                if let Some(organization) = term.organization {
                    related.organizations[organization.index as usize].terms.push((handle, place));
                }
            }
        }
        for organization in &mut related.organizations {
            organization.terms.sort_by_key(|term| archive.term_order(*term));
        }
        for (handle, meeting) in archive.meetings.iter() {
            if let Some(series) = meeting.original.series {
                related.series[series.index as usize].meetings.push(handle);
            }
        }
        for handle in archive.series.handles() {
            let mut meetings = std::mem::take(related.meetings_mut(handle));
            meetings.sort_by_key(|meeting| archive.day_among_meetings(*meeting));
            related.line_up(handle, meetings, &archive.meetings);
        }
        for handle in archive.newest.meetings.iter().copied() {
            let meeting = &archive.meetings[handle].original;
            related.years.entry(meeting.held.year).or_default().push(Dated::Meeting(handle));
            for person in meeting.chair.iter().filter_map(|actor| person(&actor.who)) {
                push(&mut related.people[person.index as usize].chaired, handle);
            }
            if let Some(organizer) = meeting.organizer {
                related.organizations[organizer.index as usize].convened.push(handle);
            }
            for organization in archive.expected_at(handle).iter().chain(&meeting.named) {
                push(&mut related.organizations[organization.index as usize].due, handle);
            }
            for topic in topics(meeting.base.standing.is_withdrawn(), &meeting.matter.topics) {
                push(&mut related.topics[topic.index as usize].meetings, handle);
            }
        }
        for handle in archive.newest.reports.iter().copied() {
            let report = &archive.reports[handle].original;
            if let Some(person) = secretary(report) {
                related.people[person.index as usize].reports.push(handle);
            }
            if let Some(organization) = report.organization {
                related.organizations[organization.index as usize].reports.push(handle);
            }
            for topic in topics(report.base.standing.is_withdrawn(), &report.matter.topics) {
                push(&mut related.topics[topic.index as usize].reports, handle);
            }
        }
        for handle in archive.newest.stories.iter().copied() {
            let story = &archive.stories[handle].original;
            if let Some(published) = story.published {
                related.years.entry(published.date.year).or_default().push(Dated::Story(handle));
            }
            for topic in topics(story.base.standing.is_withdrawn(), &story.matter.topics) {
                push(&mut related.topics[topic.index as usize].stories, handle);
            }
        }
        for organization in &mut related.organizations {
            for report in organization.reports.iter().rev() {
                let meeting = archive.reports[*report].original.meeting;
                if let Some(series) = archive.meetings[meeting].original.series {
                    organization.years.entry(series).or_default().push(*report);
                }
            }
            for reports in organization.years.values_mut() {
                reports.sort_by_key(|report| archive.day_in_series(*report));
            }
        }
        // Of one day, meetings come first, and reports in speaking order.
        let newest_first = |entries: &mut Vec<Dated>| {
            entries.sort_by_cached_key(|entry| Reverse(archive.day_of(*entry)));
        };
        related.years.values_mut().for_each(newest_first);
        for topic in &mut related.topics {
            topic.all.extend(topic.meetings.iter().copied().map(Dated::Meeting));
            topic.all.extend(topic.reports.iter().copied().map(Dated::Report));
            topic.all.extend(topic.stories.iter().copied().map(Dated::Story));
            newest_first(&mut topic.all);
        }
        related
    }
}

impl Corrected {
    pub(super) fn of(archive: &Archive) -> Corrected {
        fn corrected<T>(table: &Table<Told<T>>, parts: fn(&T) -> (&Base, &Matter)) -> Vec<Handle<Told<T>>> {
            let is_shown = |(_, told): &(_, &Told<T>)| {
                let (base, matter) = parts(&told.original);
                !base.standing.is_withdrawn() && !matter.corrections.is_empty()
            };
            table.iter().filter(is_shown).map(|(handle, _)| handle).collect()
        }
        Corrected {
            meetings: corrected(&archive.meetings, |meeting| (&meeting.base, &meeting.matter)),
            reports: corrected(&archive.reports, |report| (&report.base, &report.matter)),
            stories: corrected(&archive.stories, |story| (&story.base, &story.matter)),
            pages: corrected(&archive.pages, |page| (&page.base, &page.matter)),
        }
    }
}

impl Archive {
    /// By which the terms of office at an organization are put in order.
    pub(super) fn term_order(&self, (person, place): (Handle<Told<Person>>, usize)) -> impl Ord + use<> {
        let term = &self.people[person].original.terms[place];
        (term.start, term.end.is_none(), term.end, person)
    }

    /// By which the meetings of a series are put in order: the year covered, then the day.
    pub(super) fn day_among_meetings(&self, handle: Handle<Told<Meeting>>) -> impl Ord + use<> {
        let meeting = &self.meetings[handle].original;
        (meeting.covers, meeting.held.first(), handle)
    }

    /// By which the reports in a series are put in order: the year covered, then the day of the meeting.
    pub(super) fn day_in_series(&self, report: Handle<Told<Report>>) -> (Option<Covers>, civil::Date) {
        let meeting = &self.meetings[self.reports[report].original.meeting].original;
        (meeting.covers, meeting.held.first())
    }

    /// The last day that a record's date can mean; a report's is that of its meeting.
    pub(super) fn day_of(&self, entry: Dated) -> civil::Date {
        match entry {
            Dated::Meeting(meeting) => self.meetings[meeting].original.held.last(),
            Dated::Report(report) => self.meetings[self.reports[report].original.meeting].original.held.last(),
            Dated::Story(story) => {
                self.stories[story].original.published.map_or(civil::Date::MIN, |published| published.date.last())
            }
        }
    }
}

/// How many meetings of a series stand on a page of it: the columns of its matrix.
pub const COLUMNS: usize = 10;

/// How many older pages a list of `count` entries has: the newest page holds between one
/// and two lengths, but for a list that is shorter.
pub fn page_count(count: usize, length: usize) -> usize {
    (count / length).saturating_sub(1)
}

/// Adds what comes last once, however often one record names another.
fn push<T>(list: &mut Vec<Handle<T>>, handle: Handle<T>) {
    if list.last() != Some(&handle) {
        list.push(handle);
    }
}

/// Who gave a report, where that is somebody with a page.
pub(super) fn secretary(report: &Report) -> Option<Handle<Told<Person>>> {
    report.secretary.as_ref().and_then(|actor| person(&actor.who))
}

/// Who it is, where that is somebody with a page.
pub(super) fn person(who: &Who) -> Option<Handle<Told<Person>>> {
    match who {
        Who::Person(person) => Some(*person),
        _ => None,
    }
}

fn topics(withdrawn: bool, topics: &[Handle<Topic>]) -> &[Handle<Topic>] {
    if withdrawn { &[] } else { topics }
}
