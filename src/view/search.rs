//! The search page, and what the search knows of each record.

use super::frame::Framing;
use super::page::SearchPage;
use super::part::Link;
use super::{Links, Setting, Viewer};
use crate::markdown;
use crate::model::{
    Actor, Base, Handle, Language, Matter, Meeting, Organization, Person, Report, Story, Term, Told, Who,
};
use crate::parse::Kind;
use crate::plan::{Page, search::Shard};
use crate::span::SourcePath;
use crate::yaml::{Fields, Markdown, Way};

/// A record as the search knows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Below the root of the site.
    pub address: String,
    pub kind: Kind,
    pub title: String,
    /// When, in words; empty for what has no day.
    pub date: String,
    /// Who and where, in one line.
    pub meta: String,
    /// By whose name results can be narrowed.
    pub organization: Option<String>,
    /// The words of its front matter, as they stand on its page.
    pub words: Vec<String>,
    /// The file that holds its text, and where in it the text begins, in bytes.
    pub file: SourcePath,
    pub start: usize,
}

/// What the search knows of the record whose page is `page`; nothing of any other page.
pub fn entry(setting: Setting<'_>, language: Language, page: Page) -> Option<Entry> {
    let viewer = Viewer::new(setting, language, Page::Search);
    let archive = &viewer.archive;
    Some(match page {
        Page::Meeting(handle) => viewer.meeting_entry(page, viewer.told(&archive.meetings[handle])),
        Page::Report(handle) => {
            let entry = viewer.report_entry(page, viewer.told(&archive.reports[handle]));
            Entry { title: viewer.report_title(handle), ..entry }
        }
        Page::Story(handle) => viewer.text_entry(page, Kind::Story, viewer.told(&archive.stories[handle])),
        Page::Text(handle) => viewer.text_entry(page, Kind::Page, viewer.told(&archive.pages[handle])),
        Page::Person(handle) => viewer.person_entry(page, viewer.told(&archive.people[handle])),
        Page::Organization(handle) => {
            let organization = viewer.told(&archive.organizations[handle]);
            Entry {
                meta: viewer.meta(organization.base.sample, Vec::new()),
                organization: Some(organization.base.title.clone()),
                words: organization.other_names.iter().map(|name| name.to_string()).collect(),
                ..viewer.entry(page, Kind::Organization, &organization.base)
            }
        }
        _ => return None,
    })
}

/// The words for a kind of record: for many of it, and for one.
pub fn kind_words(kind: Kind) -> [&'static str; 2] {
    match kind {
        Kind::Meeting => ["meetings", "one-meeting"],
        Kind::Report => ["reports", "one-report"],
        Kind::Story => ["news", "one-story"],
        Kind::Person => ["people", "one-person"],
        Kind::Organization => ["organizations", "one-organization"],
        Kind::Page => ["other-pages", "one-page"],
    }
}

impl Viewer<'_> {
    fn entry(&self, page: Page, kind: Kind, base: &Base) -> Entry {
        let text = base.text(&self.archive);
        Entry {
            address: self.archive.address(self.language, &page),
            kind,
            title: base.title.clone(),
            date: String::new(),
            meta: String::new(),
            organization: None,
            words: Vec::new(),
            file: base.file.clone(),
            start: text.body.start,
        }
    }

    fn meeting_entry(&self, page: Page, meeting: &Meeting) -> Entry {
        let place = meeting.front.place.as_ref();
        let venue = place.iter().flat_map(|place| [&place.name, &place.room, &place.address]).flatten();
        let there = [&meeting.chair, &meeting.speakers, &meeting.present, &meeting.in_attendance];
        let away = [&meeting.apologies, &meeting.absent];
        let people = there.into_iter().chain(away).flat_map(|actors| self.names(actors));
        let mut words = markdown_of(&*meeting.front, meeting.matter.summary.as_ref());
        words.extend(venue.map(|words| words.to_string()).chain(people));
        words.extend(meeting.front.number.as_deref().map(str::to_string));
        words.extend(beside(&meeting.matter));
        let chair = self.names(&meeting.chair);
        let chaired = || self.words.say("chaired-by", &[("name", (&self.words.list(&chair)).into())]);
        let hall = place.and_then(|place| place.name.as_deref()).map(str::to_string);
        Entry {
            date: self.words.date(meeting.held),
            meta: self.meta(meeting.base.sample, hall.into_iter().chain((!chair.is_empty()).then(chaired)).collect()),
            organization: self.organization_title(meeting.organizer),
            words,
            ..self.entry(page, Kind::Meeting, &meeting.base)
        }
    }

    fn report_entry(&self, page: Page, report: &Report) -> Entry {
        let organization = self.organization_title(report.organization);
        let secretary = self.names(&report.secretary);
        let who: Vec<String> = secretary.into_iter().chain(organization.clone()).collect();
        let mut words = markdown_of(&*report.front, report.matter.summary.as_ref());
        words.extend(who.iter().cloned().chain(beside(&report.matter)));
        Entry {
            date: self.report_year(report.meeting),
            meta: self.meta(report.base.sample, who),
            organization,
            words,
            ..self.entry(page, Kind::Report, &report.base)
        }
    }

    fn person_entry(&self, page: Page, person: &Person) -> Entry {
        let words_of = |term: &Term| {
            let role = term.role.as_ref().map(|role| role.to_string());
            role.into_iter().chain(self.organization_title(term.organization)).collect::<Vec<_>>()
        };
        let last = person.terms.iter().max_by_key(|term| (term.end.is_none(), term.start));
        let names = person.other_names.iter().map(|name| name.to_string());
        Entry {
            meta: self.meta(person.base.sample, last.map(words_of).unwrap_or_default()),
            organization: last.and_then(|term| self.organization_title(term.organization)),
            words: names.chain(person.terms.iter().flat_map(words_of)).collect(),
            ..self.entry(page, Kind::Person, &person.base)
        }
    }

    fn organization_title(&self, organization: Option<Handle<Told<Organization>>>) -> Option<String> {
        organization.map(|handle| self.title(&self.archive.organizations, handle))
    }

    fn text_entry(&self, page: Page, kind: Kind, story: &Story) -> Entry {
        let matter = &story.matter;
        let summary = matter.summary.iter();
        let captions = matter.photos.iter().filter_map(|(_, photo)| photo.caption.as_ref());
        let corrections = matter.corrections.iter().filter_map(|correction| correction.text.as_ref());
        let notes = matter.source.iter().flat_map(|source| &source.notes);
        let words = summary.chain(captions).chain(corrections).chain(notes).map(|text| markdown::plain(text));
        Entry {
            date: story.published.map_or_else(String::new, |published| self.words.date(published.date)),
            meta: self.meta(story.base.sample, Vec::new()),
            words: words.chain(beside(matter)).collect(),
            ..self.entry(page, kind, &story.base)
        }
    }

    /// The names of those who have one, and the words for groups.
    fn names<'t>(&self, actors: impl IntoIterator<Item = &'t Actor>) -> Vec<String> {
        let name = |actor: &Actor| match &actor.who {
            Who::Person(handle) => Some(self.title(&self.archive.people, *handle)),
            Who::Named(words) | Who::Group { words, .. } => Some(words.to_string()),
            Who::Unnamed(_) => None,
        };
        actors.into_iter().filter_map(name).collect()
    }
}

/// Every piece of Markdown in a record, as plain words, the standfirst first.
fn markdown_of(front: &impl Fields, summary: Option<&Markdown>) -> Vec<String> {
    let mut words: Vec<String> = summary.iter().map(|text| markdown::plain(text)).collect();
    front.markdown(&Way::Root, &mut |_, text| {
        if !summary.is_some_and(|summary| std::ptr::eq(summary, text) || *summary == *text) {
            words.push(markdown::plain(text));
        }
    });
    words
}

/// What stands beside the text: the files' titles, and where it was taken from.
fn beside(matter: &Matter) -> Vec<String> {
    let attachments = matter.attachments.iter().filter_map(|(_, attachment)| attachment.title.as_ref());
    let source = matter.source.iter().flat_map(|source| [&source.title, &source.name]).flatten();
    attachments.chain(source).map(|words| words.to_string()).collect()
}

/// The search page.
pub(super) fn search(viewer: &Viewer<'_>) -> SearchPage {
    let title = viewer.word("search-the-record");
    let links: Vec<Link> =
        [Page::Archive, Page::People, Page::Organizations, Page::Topics].map(|page| viewer.page_link(page)).into();
    SearchPage {
        frame: viewer.frame(Framing {
            crumbs: vec![(viewer.word("search"), None)],
            description: Some(viewer.word("search-private")),
            ..Framing::of(&title)
        }),
        title,
        style: viewer.asset("search.css"),
        script: viewer.asset("search.js"),
        catalog: Shard::Catalog.file(),
        index: if viewer.links == Links::Files { "index.html" } else { "" }.to_string(),
        links,
    }
}
