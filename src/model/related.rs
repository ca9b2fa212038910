//! What hangs on each record, so that no page has to search the archive for it.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::{Archive, Handle, Meeting, Organization, Person, Report, Story, Told, Topic, Who};

type Meetings = Vec<Handle<Told<Meeting>>>;
type Reports = Vec<Handle<Told<Report>>>;

/// What hangs on each person, organization and topic, in the order of the lists: newest first.
#[derive(Clone, Debug, Default)]
pub struct Related {
    people: Vec<OfPerson>,
    organizations: Vec<OfOrganization>,
    topics: Vec<OfTopic>,
    /// The meetings held and the stories published in each year.
    pub years: BTreeMap<i16, Vec<Dated>>,
}

/// A record with a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dated {
    Meeting(Handle<Told<Meeting>>),
    Report(Handle<Told<Report>>),
    Story(Handle<Told<Story>>),
}

#[derive(Clone, Debug, Default)]
pub struct OfPerson {
    /// The reports that they gave.
    pub reports: Reports,
    /// The meetings that they chaired.
    pub chaired: Meetings,
}

#[derive(Clone, Debug, Default)]
pub struct OfOrganization {
    /// The reports on its work.
    pub reports: Reports,
    /// The meetings that it convened.
    pub convened: Meetings,
    /// The meetings at which a report of it was expected, or is said to have been given.
    pub due: Meetings,
}

/// What is under a topic and not withdrawn.
#[derive(Clone, Debug, Default)]
pub struct OfTopic {
    pub meetings: Meetings,
    pub reports: Reports,
    pub stories: Vec<Handle<Told<Story>>>,
    /// All of them.
    pub all: Vec<Dated>,
}

impl Related {
    pub fn person(&self, person: Handle<Told<Person>>) -> &OfPerson {
        &self.people[person.0 as usize]
    }

    pub fn organization(&self, organization: Handle<Told<Organization>>) -> &OfOrganization {
        &self.organizations[organization.0 as usize]
    }

    pub fn topic(&self, topic: Handle<Topic>) -> &OfTopic {
        &self.topics[topic.0 as usize]
    }

    /// What hangs on the records of an archive that is complete but for it.
    pub(super) fn of(archive: &Archive) -> Related {
        let mut related = Related {
            people: vec![OfPerson::default(); archive.people.len()],
            organizations: vec![OfOrganization::default(); archive.organizations.len()],
            topics: vec![OfTopic::default(); archive.topics.len()],
            years: BTreeMap::new(),
        };
        for handle in archive.newest.meetings.iter().copied() {
            let meeting = &archive.meetings[handle].original;
            related.years.entry(meeting.held.year).or_default().push(Dated::Meeting(handle));
            for person in meeting.chair.iter().filter_map(|actor| person(&actor.who)) {
                push(&mut related.people[person.0 as usize].chaired, handle);
            }
            if let Some(organizer) = meeting.organizer {
                related.organizations[organizer.0 as usize].convened.push(handle);
            }
            for organization in archive.expected_at(handle).iter().chain(&meeting.named) {
                push(&mut related.organizations[organization.0 as usize].due, handle);
            }
            for topic in topics(meeting.base.standing.is_withdrawn(), &meeting.matter.topics) {
                push(&mut related.topics[topic.0 as usize].meetings, handle);
            }
        }
        for handle in archive.newest.reports.iter().copied() {
            let report = &archive.reports[handle].original;
            if let Some(person) = report.secretary.as_ref().and_then(|actor| person(&actor.who)) {
                related.people[person.0 as usize].reports.push(handle);
            }
            if let Some(organization) = report.organization {
                related.organizations[organization.0 as usize].reports.push(handle);
            }
            for topic in topics(report.base.standing.is_withdrawn(), &report.matter.topics) {
                push(&mut related.topics[topic.0 as usize].reports, handle);
            }
        }
        for handle in archive.newest.stories.iter().copied() {
            let story = &archive.stories[handle].original;
            if let Some(published) = story.published {
                related.years.entry(published.date.year).or_default().push(Dated::Story(handle));
            }
            for topic in topics(story.base.standing.is_withdrawn(), &story.matter.topics) {
                push(&mut related.topics[topic.0 as usize].stories, handle);
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

impl Archive {
    /// The last day that a record's date can mean; a report's is that of its meeting.
    fn day_of(&self, entry: Dated) -> jiff::civil::Date {
        match entry {
            Dated::Meeting(meeting) => self.meetings[meeting].original.held.last(),
            Dated::Report(report) => self.meetings[self.reports[report].original.meeting].original.held.last(),
            Dated::Story(story) => {
                self.stories[story].original.published.map_or(jiff::civil::Date::MIN, |published| published.date.last())
            }
        }
    }
}

/// Adds what comes last once, however often one record names another.
fn push<T>(list: &mut Vec<Handle<T>>, handle: Handle<T>) {
    if list.last() != Some(&handle) {
        list.push(handle);
    }
}

fn person(who: &Who) -> Option<Handle<Told<Person>>> {
    match who {
        Who::Person(person) => Some(*person),
        _ => None,
    }
}

fn topics(withdrawn: bool, topics: &[Handle<Topic>]) -> &[Handle<Topic>] {
    if withdrawn { &[] } else { topics }
}
