//! An archive under which another configuration is laid, where no record depends on what is another in it.

use std::sync::Arc;

use super::assemble::sorted_keys;
use super::{Archive, Handle, Topic};
use crate::config::Config;

impl Archive {
    /// The topics of a configuration that are not there yet; nothing where one that is there would go, or something may
    /// be looking for one that comes.
    pub fn new_topics<'c>(&self, config: &'c Config) -> Option<Vec<&'c str>> {
        let stays = self.topics.ids().all(|id| config.topics.get(id).is_some());
        let mut new = sorted_keys(config.topics.keys());
        new.retain(|id| self.topics.find(id).is_none());
        (stays && (new.is_empty() || !self.dangles)).then_some(new)
    }

    /// Takes another configuration, which has other words and more topics. Gives those that have come; nothing where
    /// the archive has to be resolved anew, and it is as it was.
    pub fn relay(&mut self, config: &Arc<Config>) -> Option<Vec<Handle<Topic>>> {
        let new: Vec<String> = self.new_topics(config)?.into_iter().map(str::to_string).collect();
        let mut came = Vec::with_capacity(new.len());
        for id in &new {
            let Some(topic) = self.topics.room(id) else {
                new[..came.len()].iter().for_each(|id| drop(self.topics.take_out(id)));
                return None;
            };
            self.topics.add(id.clone(), Topic { id: id.clone() });
            came.push(topic);
        }
        self.related.make_room(self.meetings.places(), self.people.places(), self.topics.places());
        self.config = config.clone();
        Some(came)
    }
}
