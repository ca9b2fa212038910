//! The lists that a record is on, when it is told anew.

use std::cmp::{Ordering, Reverse};
use std::collections::BTreeSet;

use super::any::Any;
use super::{Archive, Corrected, Dated, Handle, OfTopic, Related, Topic, page_count};
use crate::parse::Identity;

/// The lists that a record is on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    pub topics: BTreeSet<Handle<Topic>>,
    pub is_corrected: bool,
}

impl Listed {
    pub fn of(record: &Any<'_>) -> Listed {
        let (base, matter) = match record {
            Any::Meeting(told) => (&told.original.base, &told.original.matter),
            Any::Report(told) => (&told.original.base, &told.original.matter),
            Any::Story(told) | Any::Page(told) => (&told.original.base, &told.original.matter),
            Any::Person(_) | Any::Organization(_) => return Listed::default(),
        };
        if base.standing.is_withdrawn() {
            return Listed::default();
        }
        let topics = match record {
            // A page is under no topic.
            Any::Page(_) => BTreeSet::new(),
            _ => matter.topics.iter().copied().collect(),
        };
        Listed { topics, is_corrected: !matter.corrections.is_empty() }
    }
}

impl Archive {
    /// Whether every list has as many pages when a record is on these lists instead of those.
    pub(super) fn has_room(&self, before: &Listed, after: &Listed) -> bool {
        let length = self.config.page_length();
        before.topics.symmetric_difference(&after.topics).all(|topic| {
            let count = self.related.topic(*topic).all.len();
            let then = if after.topics.contains(topic) { count + 1 } else { count.saturating_sub(1) };
            page_count(count, length) == page_count(then, length)
        })
    }

    /// Takes a record from the lists on which it was, and puts it on those on which it is.
    pub(super) fn relist(&mut self, identity: &Identity, before: &Listed, after: &Listed) {
        let mut related = std::mem::take(&mut self.related);
        if let Some(entry) = self.dated(identity) {
            for topic in before.topics.difference(&after.topics) {
                related.topic_mut(*topic).take_out(entry);
            }
            for topic in after.topics.difference(&before.topics) {
                related.topic_mut(*topic).put_in(entry, self);
            }
        }
        if before.is_corrected != after.is_corrected {
            related.corrected = Corrected::of(self);
        }
        self.related = related;
    }

    fn dated(&self, identity: &Identity) -> Option<Dated> {
        match self.any(identity)? {
            Any::Meeting(told) => self.meetings.find(&told.original.base.id).map(Dated::Meeting),
            Any::Report(_) => self.reports.find(&super::resolve::report_key(identity)).map(Dated::Report),
            Any::Story(told) => self.stories.find(&told.original.base.id).map(Dated::Story),
            Any::Page(_) | Any::Person(_) | Any::Organization(_) => None,
        }
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

impl Related {
    fn topic_mut(&mut self, topic: Handle<Topic>) -> &mut OfTopic {
        &mut self.topics[topic.index as usize]
    }
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

    fn put_in(&mut self, entry: Dated, archive: &Archive) {
        fn put<T: Copy>(list: &mut Vec<T>, item: T, is_before: impl Fn(T) -> bool) {
            list.insert(list.partition_point(|other| is_before(*other)), item);
        }
        let is_before = |other: Dated| archive.order(other, entry).is_lt();
        match entry {
            Dated::Meeting(meeting) => put(&mut self.meetings, meeting, |other| is_before(Dated::Meeting(other))),
            Dated::Report(report) => put(&mut self.reports, report, |other| is_before(Dated::Report(other))),
            Dated::Story(story) => put(&mut self.stories, story, |other| is_before(Dated::Story(other))),
        }
        put(&mut self.all, entry, |other| archive.order_among_all(other, entry).is_lt());
    }
}
