//! The lists that a record is on, when it is told anew.

use std::cmp::{Ordering, Reverse};
use std::collections::BTreeSet;

use super::any::Any;
use super::assemble::speaks;
use super::related::{person, secretary};
use super::resolve::report_key;
use super::{
    Archive, Corrected, Dated, Handle, Meeting, OfTopic, Organization, Person, Report, Series, Story, Told, Topic,
    stable,
};
use crate::parse::Identity;
use crate::yaml::{Covers, Date};

/// A list on which a record stands.
// The order of the reports of a meeting is read by that of all other lists of reports: it comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum On {
    /// The reports of a meeting.
    Meeting(Handle<Told<Meeting>>),
    /// All reports.
    Newest,
    /// The reports that somebody gave.
    Secretary(Handle<Told<Person>>),
    /// The reports on the work of an organization.
    Organization(Handle<Told<Organization>>),
    /// What is under a topic.
    Topic(Handle<Topic>),
    /// What was corrected.
    Corrected,
    /// All meetings.
    Meetings,
    /// The meetings of which a report is on file. On it stands a meeting, and a report that is the only one.
    Volumes,
    /// All stories.
    News,
    /// The meetings and stories of a year.
    Year(i16),
    /// The meetings of a series.
    Series(Handle<Series>),
    /// The meetings that an organization convened.
    Convened(Handle<Told<Organization>>),
    /// The meetings at which an organization was to report.
    Due(Handle<Told<Organization>>),
    /// The meetings that somebody chaired.
    Chair(Handle<Told<Person>>),
    /// The terms of office at an organization.
    Office(Handle<Told<Organization>>),
}

/// The lists that a record is on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    on: BTreeSet<On>,
    /// What gives it its place among others, as a hash: the days of a meeting, whether it was held, its series, and
    /// when a report was given there; the day of a story; somebody's terms.
    place: u64,
}

impl Listed {
    pub fn of(archive: &Archive, record: &Any<'_>) -> Listed {
        let mut listed = Listed::default();
        let (base, matter) = match record {
            Any::Meeting(told) => (&told.original.base, &told.original.matter),
            Any::Report(told) => (&told.original.base, &told.original.matter),
            Any::Story(told) | Any::Page(told) => (&told.original.base, &told.original.matter),
            Any::Person(told) => {
                let terms = &told.original.terms;
                listed.on.extend(terms.iter().filter_map(|term| term.organization).map(On::Office));
                listed.place = stable(terms);
                return listed;
            }
            Any::Organization(_) => return listed,
        };
        if let Any::Meeting(told) = record {
            let meeting = &told.original;
            listed.on.extend([On::Meetings, On::Year(meeting.held.year)]);
            listed.on.extend(meeting.series.map(On::Series));
            listed.on.extend(meeting.organizer.map(On::Convened));
            listed.on.extend(meeting.chair.iter().filter_map(|actor| person(&actor.who)).map(On::Chair));
            listed.on.extend(meeting.named.iter().copied().map(On::Due));
            listed.on.extend(archive.expected_anew(meeting).into_iter().map(On::Due));
            if let Some(handle) = archive.meetings.find(&meeting.base.id) {
                listed.on.extend((!archive.reports_of(handle).is_empty()).then_some(On::Volumes));
            }
            listed.place = stable(&(days(meeting), meeting.status));
        }
        if let Any::Report(told) = record {
            let report = &told.original;
            listed.on.extend([On::Meeting(report.meeting), On::Newest]);
            listed.on.extend(secretary(report).map(On::Secretary));
            listed.on.extend(report.organization.map(On::Organization));
            let meeting = &archive.meetings[report.meeting].original;
            listed.place = stable(&(days(meeting), meeting.series, report.front.order));
            let is_own = |other: &Handle<_>| archive.reports[*other].original.name == report.name;
            listed.on.extend(archive.reports_of(report.meeting).iter().all(is_own).then_some(On::Volumes));
        }
        if let Any::Story(told) = record {
            let published = told.original.published;
            listed.on.insert(On::News);
            listed.on.extend(published.map(|published| On::Year(published.date.year)));
            listed.place = stable(&published);
        }
        if !base.standing.is_withdrawn() {
            // A page is under no topic.
            let topics = if matches!(record, Any::Page(_)) { &[][..] } else { &matter.topics };
            listed.on.extend(topics.iter().copied().map(On::Topic));
            listed.on.extend((!matter.corrections.is_empty()).then_some(On::Corrected));
        }
        listed
    }

    /// The lists that stand otherwise where a record is on these instead of those.
    pub fn differing(&self, before: &Listed) -> BTreeSet<On> {
        match self.has_moved(before) {
            true => self.on.union(&before.on).copied().collect(),
            false => self.on.symmetric_difference(&before.on).copied().collect(),
        }
    }

    /// The years in which it stands.
    pub fn years(&self) -> impl Iterator<Item = i16> {
        self.on.iter().filter_map(|on| match on {
            On::Year(year) => Some(*year),
            _ => None,
        })
    }

    /// Whether it may stand elsewhere on every list.
    pub fn has_moved(&self, before: &Listed) -> bool {
        self.place != before.place
    }
}

/// A record that stands on lists, by its place in its table.
#[derive(Clone, Copy)]
enum Entry {
    Dated(Dated),
    /// A page, which has no day.
    Page(Handle<Told<Story>>),
    Person(Handle<Told<Person>>),
}

impl Archive {
    /// Takes a record from some lists.
    pub(super) fn take_from(&mut self, identity: &Identity, lists: &BTreeSet<On>) {
        if let Some(entry) = self.entry(identity) {
            lists.iter().for_each(|on| self.take_out(entry, *on));
        }
    }

    /// Puts a record on those of some lists on which it is `listed`, at its place among those that are there.
    pub(super) fn put_on(&mut self, identity: &Identity, lists: &BTreeSet<On>, listed: &Listed) {
        if let Some(entry) = self.entry(identity) {
            lists.intersection(&listed.on).for_each(|on| self.put_in(entry, *on));
        }
    }

    fn entry(&self, identity: &Identity) -> Option<Entry> {
        Some(match self.any(identity)? {
            Any::Meeting(told) => Entry::Dated(Dated::Meeting(self.meetings.find(&told.original.base.id)?)),
            Any::Report(_) => Entry::Dated(Dated::Report(self.reports.find(&report_key(identity))?)),
            Any::Story(told) => Entry::Dated(Dated::Story(self.stories.find(&told.original.base.id)?)),
            Any::Page(told) => Entry::Page(self.pages.find(&told.original.base.id)?),
            Any::Person(told) => Entry::Person(self.people.find(&told.original.base.id)?),
            Any::Organization(_) => return None,
        })
    }

    fn take_out(&mut self, entry: Entry, on: On) {
        match (on, entry) {
            (On::Topic(topic), Entry::Dated(entry)) => self.related.topic_mut(topic).take_out(entry),
            (On::Corrected, entry) => self.related.corrected.take_out(entry),
            (On::Year(year), Entry::Dated(entry)) => {
                let mut of = self.related.years.remove(&year).unwrap_or_default();
                of.retain(|other| *other != entry);
                // Of a year without records nothing is told.
                self.related.years.extend((!of.is_empty()).then_some((year, of)));
            }
            (On::News, Entry::Dated(Dated::Story(story))) => self.newest.stories.retain(|other| *other != story),
            (On::Series(series), Entry::Dated(Dated::Meeting(meeting))) => {
                let mut meetings = std::mem::take(self.related.meetings_mut(series));
                meetings.retain(|other| *other != meeting);
                self.related.line_up(series, meetings, &self.meetings);
                self.related.stand_alone(meeting);
            }
            (on, Entry::Dated(Dated::Meeting(meeting))) => {
                self.meetings_on(on).into_iter().for_each(|list| list.retain(|other| *other != meeting));
            }
            (On::Office(organization), Entry::Person(person)) => {
                self.related.organization_mut(organization).terms.retain(|(other, _)| *other != person);
            }
            (on, Entry::Dated(Dated::Report(report))) => {
                let is_other = |other: &Handle<_>| *other != report;
                match on {
                    On::Meeting(meeting) => self.reports_of[meeting.index as usize].retain(is_other),
                    On::Newest => self.newest.reports.retain(is_other),
                    On::Volumes => {
                        let meeting = self.reports[report].original.meeting;
                        self.newest.volumes.retain(|other| *other != meeting);
                    }
                    On::Secretary(person) => self.related.person_mut(person).reports.retain(is_other),
                    On::Organization(organization) => {
                        let of = self.related.organization_mut(organization);
                        of.reports.retain(is_other);
                        of.years.values_mut().for_each(|reports| reports.retain(is_other));
                        of.years.retain(|_, reports| !reports.is_empty());
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }

    fn put_in(&mut self, entry: Entry, on: On) {
        match (on, entry) {
            (On::Topic(topic), Entry::Dated(entry)) => {
                let of = std::mem::take(self.related.topic_mut(topic));
                *self.related.topic_mut(topic) = of.with(entry, self);
            }
            (On::Corrected, entry) => self.related.corrected.put_in(entry),
            (On::Year(year), Entry::Dated(entry)) => {
                let mut of = self.related.years.remove(&year).unwrap_or_default();
                of.insert(place(&of, |other| self.order_among_all(other, entry).is_lt()), entry);
                self.related.years.insert(year, of);
            }
            (On::Series(series), Entry::Dated(Dated::Meeting(meeting))) => {
                let mut meetings = std::mem::take(self.related.meetings_mut(series));
                let day = |handle| self.day_among_meetings(handle);
                meetings.insert(place(&meetings, |other| day(other) < day(meeting)), meeting);
                self.related.line_up(series, meetings, &self.meetings);
            }
            (On::News, Entry::Dated(Dated::Story(story))) => {
                let order = |other| self.order(Dated::Story(other), Dated::Story(story));
                let place = place(&self.newest.stories, |other| order(other).is_lt());
                self.newest.stories.insert(place, story);
            }
            (on, Entry::Dated(Dated::Meeting(meeting))) => self.put_meeting(meeting, on),
            (On::Volumes, Entry::Dated(Dated::Report(report))) => {
                self.put_meeting(self.reports[report].original.meeting, On::Volumes);
            }
            (On::Office(organization), Entry::Person(person)) => {
                for (number, term) in self.people[person].original.terms.iter().enumerate() {
                    if term.organization == Some(organization) {
                        let own = (person, number);
                        let terms = &self.related.organization(organization).terms;
                        let place = place(terms, |other| self.term_order(other) <= self.term_order(own));
                        self.related.organization_mut(organization).terms.insert(place, own);
                    }
                }
            }
            (on, Entry::Dated(Dated::Report(report))) => {
                let order = |other: Handle<_>| self.order(Dated::Report(other), Dated::Report(report));
                let is_before = |other: Handle<_>| order(other).is_lt();
                match on {
                    On::Meeting(meeting) => {
                        let speaks = |handle: Handle<Told<Report>>| speaks(&self.reports[handle].original);
                        let place = place(self.reports_of(meeting), |other| speaks(other) < speaks(report));
                        self.reports_of[meeting.index as usize].insert(place, report);
                    }
                    On::Newest => {
                        let place = place(&self.newest.reports, is_before);
                        self.newest.reports.insert(place, report);
                    }
                    On::Secretary(person) => {
                        let place = place(&self.related.person(person).reports, is_before);
                        self.related.person_mut(person).reports.insert(place, report);
                    }
                    On::Organization(organization) => {
                        let of = self.related.organization(organization);
                        let place_among_all = place(&of.reports, is_before);
                        let in_series = self.series_of(report).map(|series| {
                            let day = |handle| self.day_in_series(handle);
                            let is_before =
                                |other| day(other).cmp(&day(report)).then_with(|| order(other).reverse()).is_lt();
                            (series, of.years.get(&series).map_or(0, |reports| place(reports, is_before)))
                        });
                        let of = self.related.organization_mut(organization);
                        of.reports.insert(place_among_all, report);
                        if let Some((series, place)) = in_series {
                            of.years.entry(series).or_default().insert(place, report);
                        }
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }

    fn put_meeting(&mut self, meeting: Handle<Told<Meeting>>, on: On) {
        let mut list = self.meetings_on(on).map(std::mem::take).unwrap_or_default();
        let is_before = |other| self.order(Dated::Meeting(other), Dated::Meeting(meeting)).is_lt();
        let place = place(&list, is_before);
        // It is on the list of volumes by itself, and by its only report.
        if list.get(place) != Some(&meeting) {
            list.insert(place, meeting);
        }
        self.meetings_on(on).into_iter().for_each(|of| *of = std::mem::take(&mut list));
    }

    /// A list of meetings.
    fn meetings_on(&mut self, on: On) -> Option<&mut Vec<Handle<Told<Meeting>>>> {
        Some(match on {
            On::Meetings => &mut self.newest.meetings,
            On::Volumes => &mut self.newest.volumes,
            On::Convened(organization) => &mut self.related.organization_mut(organization).convened,
            On::Due(organization) => &mut self.related.organization_mut(organization).due,
            On::Chair(person) => &mut self.related.person_mut(person).chaired,
            _ => return None,
        })
    }

    /// The series of the meeting at which a report was given.
    pub(super) fn series_of(&self, report: Handle<Told<Report>>) -> Option<Handle<Series>> {
        self.meetings[self.reports[report].original.meeting].original.series
    }

    /// The order of two meetings, reports or stories among their like: newest first.
    fn order(&self, a: Dated, b: Dated) -> Ordering {
        let of_meeting = |entry: Dated| {
            let (meeting, place) = match entry {
                Dated::Meeting(meeting) => (meeting, None),
                Dated::Report(report) => {
                    let meeting = self.reports[report].original.meeting;
                    (meeting, self.reports_of(meeting).iter().position(|other| *other == report))
                }
                Dated::Story(_) => return None,
            };
            Some((Reverse(self.meetings[meeting].original.held.first()), meeting, place))
        };
        match (a, b) {
            (Dated::Story(a), Dated::Story(b)) => {
                let key = |story| (Reverse(self.stories[story].original.published), story);
                key(a).cmp(&key(b))
            }
            (a, b) => of_meeting(a).cmp(&of_meeting(b)),
        }
    }

    /// The order of two entries among all that is under a topic.
    fn order_among_all(&self, a: Dated, b: Dated) -> Ordering {
        let kind = |entry: Dated| match entry {
            Dated::Meeting(_) => 0,
            Dated::Report(_) => 1,
            Dated::Story(_) => 2,
        };
        let key = |entry: Dated| (Reverse(self.day_of(entry)), kind(entry));
        key(a).cmp(&key(b)).then_with(|| self.order(a, b))
    }
}

/// By which a meeting and its reports stand among others.
pub(super) fn days(meeting: &Meeting) -> (Date, Option<Covers>) {
    (meeting.held, meeting.covers)
}

/// The place in a sorted list before which all others stand.
fn place<T: Copy>(list: &[T], is_before: impl Fn(T) -> bool) -> usize {
    list.partition_point(|other| is_before(*other))
}

impl OfTopic {
    fn take_out(&mut self, entry: Dated) {
        match entry {
            Dated::Meeting(meeting) => self.meetings.retain(|other| *other != meeting),
            Dated::Report(report) => self.reports.retain(|other| *other != report),
            Dated::Story(story) => self.stories.retain(|other| *other != story),
        }
        self.all.retain(|other| *other != entry);
    }

    fn with(mut self, entry: Dated, archive: &Archive) -> OfTopic {
        fn put<T: Copy>(list: &mut Vec<T>, item: T, is_before: impl Fn(T) -> bool) {
            list.insert(place(list, is_before), item);
        }
        let is_before = |other: Dated| archive.order(other, entry).is_lt();
        match entry {
            Dated::Meeting(meeting) => put(&mut self.meetings, meeting, |other| is_before(Dated::Meeting(other))),
            Dated::Report(report) => put(&mut self.reports, report, |other| is_before(Dated::Report(other))),
            Dated::Story(story) => put(&mut self.stories, story, |other| is_before(Dated::Story(other))),
        }
        put(&mut self.all, entry, |other| archive.order_among_all(other, entry).is_lt());
        self
    }
}

impl Corrected {
    fn take_out(&mut self, entry: Entry) {
        match entry {
            Entry::Dated(Dated::Meeting(meeting)) => self.meetings.retain(|other| *other != meeting),
            Entry::Dated(Dated::Report(report)) => self.reports.retain(|other| *other != report),
            Entry::Dated(Dated::Story(story)) => self.stories.retain(|other| *other != story),
            Entry::Page(page) => self.pages.retain(|other| *other != page),
            Entry::Person(_) => {}
        }
    }

    fn put_in(&mut self, entry: Entry) {
        fn put<T>(list: &mut Vec<Handle<T>>, handle: Handle<T>) {
            list.insert(place(list, |other| other < handle), handle);
        }
        match entry {
            Entry::Dated(Dated::Meeting(meeting)) => put(&mut self.meetings, meeting),
            Entry::Dated(Dated::Report(report)) => put(&mut self.reports, report),
            Entry::Dated(Dated::Story(story)) => put(&mut self.stories, story),
            Entry::Page(page) => put(&mut self.pages, page),
            Entry::Person(_) => {}
        }
    }
}
