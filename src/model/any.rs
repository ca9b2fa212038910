//! A record of any kind.

use super::resolve::{Record, report_key};
use super::{Archive, Base, Language, Meeting, Organization, Person, Report, Spoken, Story, Told, link};
use crate::parse::{Identity, Kind, identify};

/// A record of any kind, in all its languages.
#[derive(Clone, Copy)]
pub(super) enum Any<'a> {
    Meeting(&'a Told<Meeting>),
    Report(&'a Told<Report>),
    Story(&'a Told<Story>),
    Page(&'a Told<Story>),
    Person(&'a Told<Person>),
    Organization(&'a Told<Organization>),
}

impl Archive {
    /// Whether there is a record of this identity.
    pub fn has(&self, identity: &Identity) -> bool {
        let id = identity.id.as_str();
        match identity.kind {
            Kind::Meeting => self.meetings.find(id).is_some(),
            Kind::Report => self.reports.find(&report_key(identity)).is_some(),
            Kind::Story => self.stories.find(id).is_some(),
            Kind::Page => self.pages.find(id).is_some(),
            Kind::Person => self.people.find(id).is_some(),
            Kind::Organization => self.organizations.find(id).is_some(),
        }
    }

    /// What every record has, of that of an identity, in the language in which it was written.
    pub fn original(&self, identity: &Identity) -> Option<&Base> {
        self.any(identity)?.bases().into_iter().next()
    }

    /// The record that a file of this identity tells.
    pub(super) fn any(&self, identity: &Identity) -> Option<Any<'_>> {
        let id = identity.id.as_str();
        Some(match identity.kind {
            Kind::Meeting => Any::Meeting(&self.meetings[self.meetings.find(id)?]),
            Kind::Report => Any::Report(&self.reports[self.reports.find(&report_key(identity))?]),
            Kind::Story => Any::Story(&self.stories[self.stories.find(id)?]),
            Kind::Page => Any::Page(&self.pages[self.pages.find(id)?]),
            Kind::Person => Any::Person(&self.people[self.people.find(id)?]),
            Kind::Organization => Any::Organization(&self.organizations[self.organizations.find(id)?]),
        })
    }
}

impl Record {
    pub(super) fn any(&self) -> Any<'_> {
        match self {
            Record::Meeting(_, told) => Any::Meeting(told),
            Record::Report(_, told) => Any::Report(told),
            Record::Story(_, told) => Any::Story(told),
            Record::Page(_, told) => Any::Page(told),
            Record::Person(_, told) => Any::Person(told),
            Record::Organization(_, told) => Any::Organization(told),
        }
    }
}

impl<'a> Any<'a> {
    /// The record but for what it is in a language other than that of its original.
    pub(super) fn without(&self, language: Language) -> Record {
        fn of<T: Clone + Spoken>(told: &Told<T>, language: Language) -> (String, Told<T>) {
            let others = told.translations.iter().filter(|(other, _)| *other != language);
            let others = Told { original: told.original.clone(), translations: others.cloned().collect() };
            (told.original.base().id.clone(), others)
        }
        fn record<T>((id, told): (String, Told<T>), kind: fn(String, Told<T>) -> Record) -> Record {
            kind(id, told)
        }
        match self {
            Any::Meeting(told) => record(of(told, language), Record::Meeting),
            Any::Report(told) => record(of(told, language), Record::Report),
            Any::Story(told) => record(of(told, language), Record::Story),
            Any::Page(told) => record(of(told, language), Record::Page),
            Any::Person(told) => record(of(told, language), Record::Person),
            Any::Organization(told) => record(of(told, language), Record::Organization),
        }
    }

    /// The identity of its file, whatever its language.
    pub(super) fn identity(&self) -> Option<Identity> {
        let original = self.bases().into_iter().next()?;
        Some(Identity { language: None, ..identify(&original.file).ok()? })
    }

    /// Whether it is invented for demonstration.
    pub fn is_sample(&self) -> bool {
        self.bases().first().is_some_and(|original| original.sample)
    }

    /// What every record has, in each of its languages, the original first.
    pub fn bases(&self) -> Vec<&'a Base> {
        fn of<T: Spoken>(told: &Told<T>) -> Vec<&Base> {
            told.each().map(Spoken::base).collect()
        }
        match self {
            Any::Meeting(told) => of(told),
            Any::Report(told) => of(told),
            Any::Story(told) | Any::Page(told) => of(told),
            Any::Person(told) => of(told),
            Any::Organization(told) => of(told),
        }
    }

    /// Its title or name in each of its languages.
    pub fn titles(&self) -> Vec<&'a str> {
        self.bases().into_iter().map(|base| base.title.as_str()).collect()
    }

    /// Every anchor of its page.
    pub fn anchors(&self) -> Vec<String> {
        let (kind, of_front): (Kind, Vec<String>) = match self {
            Any::Meeting(told) => (Kind::Meeting, link::meeting_anchors(&told.original.front).collect()),
            Any::Report(told) => (Kind::Report, link::report_anchors(&told.original.front).collect()),
            Any::Story(_) => (Kind::Story, Vec::new()),
            Any::Page(_) => (Kind::Page, Vec::new()),
            Any::Person(_) => (Kind::Person, Vec::new()),
            Any::Organization(_) => (Kind::Organization, Vec::new()),
        };
        let own = kind.anchors().iter().map(|anchor| anchor.to_string());
        let headings = self.bases().into_iter().flat_map(|base| &base.text.body.facts.headings);
        own.chain(headings.map(|heading| heading.anchor.clone())).chain(of_front).collect()
    }
}
