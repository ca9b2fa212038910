//! What one page shows of the topics, series and scales of the configuration.

use super::Reader;
use crate::config::{SeriesKeys, TopicKeys};
use crate::model::{Archive, Handle, Scale, Series, Topic};
use crate::yaml::Wording;

impl<'a> Reader<'a> {
    /// Every topic.
    pub fn topics(&self) -> impl Iterator<Item = Handle<Topic>> + use<'a> {
        self.seen.note("all", "topics");
        self.archive.topics.handles()
    }

    /// The name of a topic.
    pub fn topic_title(&self, topic: Handle<Topic>) -> Option<&'a Wording> {
        self.seen.note("title of topic", topic);
        keys_of_topic(self.archive, topic).map(|keys| &keys.title)
    }

    /// What belongs to a topic.
    pub fn topic_about(&self, topic: Handle<Topic>) -> Option<&'a Wording> {
        self.seen.note("about topic", topic);
        keys_of_topic(self.archive, topic)?.about.as_ref()
    }

    /// Every series.
    pub fn series(&self) -> impl Iterator<Item = Handle<Series>> + use<'a> {
        self.seen.note("all", "series");
        self.archive.series.handles()
    }

    /// The series that an entry of the menu names, which is one of the configuration.
    pub fn series_of_menu(&self, id: &str) -> Option<Handle<Series>> {
        self.archive.series.find(id)
    }

    /// The name of a series.
    pub fn series_title(&self, series: Handle<Series>) -> Option<&'a Wording> {
        self.seen.note("title of series", series);
        keys_of_series(self.archive, series).map(|keys| &keys.title)
    }

    /// The short name of a series, if it has one.
    pub fn series_short(&self, series: Handle<Series>) -> Option<&'a Wording> {
        self.seen.note("short name of series", series);
        keys_of_series(self.archive, series)?.short.as_ref()
    }

    /// What a series is.
    pub fn series_about(&self, series: Handle<Series>) -> Option<&'a Wording> {
        self.seen.note("about series", series);
        keys_of_series(self.archive, series)?.about.as_ref()
    }

    /// The post whose holders report at the meetings of a series.
    pub fn reporting_post(&self, series: Handle<Series>) -> Option<&'a str> {
        self.seen.note("post of series", series);
        post_of(keys_of_series(self.archive, series)?)
    }

    /// The scale of a series.
    pub fn scale_of(&self, series: Handle<Series>) -> Option<Handle<Scale>> {
        self.seen.note("scale of series", series);
        self.archive.series[series].scale
    }

    /// A scale.
    pub fn scale(&self, scale: Handle<Scale>) -> &'a Scale {
        self.seen.note("scale", scale);
        &self.archive.scales[scale]
    }

    /// The word for a grade of a scale that was read, in the language of this tag.
    pub fn grade_word(&self, scale: &Scale, grade: &str, tag: &str) -> Option<&'a str> {
        let grades = self.archive.config.scales.get(&scale.id)?;
        grades.get(grade).map(|word| word.in_language(tag))
    }
}

pub(super) fn keys_of_topic(archive: &Archive, topic: Handle<Topic>) -> Option<&TopicKeys> {
    archive.config.topics.get(&archive.topics[topic].id)
}

pub(super) fn keys_of_series(archive: &Archive, series: Handle<Series>) -> Option<&SeriesKeys> {
    archive.config.series.get(&archive.series[series].id)
}

pub(super) fn post_of(series: &SeriesKeys) -> Option<&str> {
    series.reports_from.as_ref()?.post.as_deref()
}
