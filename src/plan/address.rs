//! The address of every page: one rule for each, used by the plan and by every link.

use crate::model::{
    Archive, Base, Filter, Handle, Language, Meeting, Organization, Person, Report, Series, Story, Told, Topic,
    meeting_anchors, page_count, report_anchors,
};
use crate::parse::{Kind, identify};
use borsh::{BorshDeserialize, BorshSerialize};

/// A page of a list. `Older(1)` holds the oldest entries, so that a new entry changes
/// only the newest page and, once in a while, adds one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize)]
pub enum PageNumber {
    Newest,
    Older(usize),
}

/// The entries of one page of a list that is sorted newest first.
pub fn slice<T>(all: &[T], length: usize, number: PageNumber) -> &[T] {
    let older = page_count(all.len(), length) * length;
    match number {
        PageNumber::Newest => &all[..all.len() - older],
        PageNumber::Older(number) => {
            let end = all.len() - (number - 1) * length;
            &all[end - length..end]
        }
    }
}

/// Every page that the site can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize)]
pub enum Page {
    Home,
    Meetings(PageNumber),
    Reports(PageNumber),
    News(PageNumber),
    Meeting(Handle<Told<Meeting>>),
    Report(Handle<Told<Report>>),
    /// A meeting and all its reports as one document.
    Volume(Handle<Told<Meeting>>),
    Volumes(PageNumber),
    Series(Handle<Series>, PageNumber),
    People,
    Person(Handle<Told<Person>>),
    Organizations,
    Organization(Handle<Told<Organization>>),
    Commitments(Filter, PageNumber),
    Corrections,
    Archive,
    Year(i16, PageNumber),
    Topics,
    Topic(Handle<Topic>, PageNumber),
    Story(Handle<Told<Story>>),
    Text(Handle<Told<Story>>),
    Search,
    NotFound,
}

impl Page {
    /// Which page of its list it is.
    pub fn number(&self) -> Option<PageNumber> {
        match self {
            Page::Meetings(number)
            | Page::Reports(number)
            | Page::News(number)
            | Page::Volumes(number)
            | Page::Series(_, number)
            | Page::Commitments(_, number)
            | Page::Year(_, number)
            | Page::Topic(_, number) => Some(*number),
            _ => None,
        }
    }

    /// The first page of the list that it is a page of; itself, if it is none.
    pub fn newest(self) -> Page {
        let newest = PageNumber::Newest;
        match self {
            Page::Meetings(_) => Page::Meetings(newest),
            Page::Reports(_) => Page::Reports(newest),
            Page::News(_) => Page::News(newest),
            Page::Volumes(_) => Page::Volumes(newest),
            Page::Series(series, _) => Page::Series(series, newest),
            Page::Commitments(filter, _) => Page::Commitments(filter, newest),
            Page::Year(year, _) => Page::Year(year, newest),
            Page::Topic(topic, _) => Page::Topic(topic, newest),
            other => other,
        }
    }
}

/// The address of a page below the site's root, without a leading slash.
pub fn address(archive: &Archive, language: Language, page: &Page) -> String {
    // Room for most, at once.
    let mut out = String::with_capacity(80);
    if language.0 > 0 {
        out.push_str(&archive.languages[language.0].to_lowercase());
        out.push('/');
    }
    let mut below = |folder: &str, id: &str| {
        out.push_str(folder);
        out.push_str(id);
        out.push('/');
    };
    match page {
        Page::Home => {}
        Page::Meetings(_) => out.push_str("meetings/"),
        Page::Reports(_) => out.push_str("reports/"),
        Page::News(_) => out.push_str("news/"),
        Page::Volumes(_) => out.push_str("volumes/"),
        Page::Meeting(meeting) => below("meetings/", &archive.meetings[*meeting].original.base.id),
        Page::Report(report) => {
            let report = &archive.reports[*report].original;
            below("meetings/", &archive.meetings[report.meeting].original.base.id);
            below("", &report.name);
        }
        Page::Volume(meeting) => {
            below("meetings/", &archive.meetings[*meeting].original.base.id);
            below("", "volume");
        }
        Page::Series(series, _) => below("series/", &archive.series[*series].id),
        Page::People => out.push_str("people/"),
        Page::Person(person) => below("people/", &archive.people[*person].original.base.id),
        Page::Organizations => out.push_str("organizations/"),
        Page::Organization(organization) => {
            below("organizations/", &archive.organizations[*organization].original.base.id)
        }
        Page::Commitments(Filter::All, _) => out.push_str("commitments/"),
        Page::Commitments(filter, _) => below("commitments/", filter.name()),
        Page::Corrections => out.push_str("corrections/"),
        Page::Archive => out.push_str("archive/"),
        Page::Year(year, _) => below("archive/", &year.to_string()),
        Page::Topics => out.push_str("topics/"),
        Page::Topic(topic, _) => below("topics/", &archive.topics[*topic].id),
        Page::Story(story) => below("news/", &archive.stories[*story].original.base.id),
        Page::Text(page) => below("", &archive.pages[*page].original.base.id),
        Page::Search => out.push_str("search/"),
        Page::NotFound => out.push_str("404.html"),
    }
    if let Some(PageNumber::Older(number)) = page.number() {
        out.push_str(&format!("page/{number}/"));
    }
    out
}

/// The address of the style sheet of a meeting's volume.
pub fn leaves(archive: &Archive, language: Language, meeting: Handle<Told<Meeting>>) -> String {
    address(archive, language, &Page::Volume(meeting)) + "leaves.css"
}

/// The page of the record at `base`'s file, if it has one.
pub fn page_of(archive: &Archive, identity: &crate::parse::Identity) -> Option<Page> {
    let report = || format!("{}/{}", identity.id, identity.report.as_deref().unwrap_or(""));
    match identity.kind {
        Kind::Meeting => archive.meetings.find(&identity.id).map(Page::Meeting),
        Kind::Report => archive.reports.find(&report()).map(Page::Report),
        Kind::Story => archive.stories.find(&identity.id).map(Page::Story),
        Kind::Page => archive.pages.find(&identity.id).map(Page::Text),
        Kind::Person => {
            archive.people.find(&identity.id).filter(|person| archive.people[*person].original.public).map(Page::Person)
        }
        Kind::Organization => archive.organizations.find(&identity.id).map(Page::Organization),
    }
}

/// The address of a record in its own language.
pub fn canonical(archive: &Archive, base: &Base) -> String {
    let page = identify(&base.file).ok().and_then(|identity| page_of(archive, &identity));
    page.map_or_else(String::new, |page| address(archive, base.language, &page))
}

/// Whether a page has `anchor`.
pub fn has_anchor(archive: &Archive, language: Language, page: &Page, anchor: &str) -> bool {
    let (kind, base) = match page {
        Page::Meeting(meeting) => (Kind::Meeting, &archive.meetings[*meeting].in_language(language).base),
        Page::Report(report) => (Kind::Report, &archive.reports[*report].in_language(language).base),
        Page::Story(story) => (Kind::Story, &archive.stories[*story].in_language(language).base),
        Page::Text(text) => (Kind::Page, &archive.pages[*text].in_language(language).base),
        Page::Person(person) => (Kind::Person, &archive.people[*person].in_language(language).base),
        Page::Organization(handle) => (Kind::Organization, &archive.organizations[*handle].in_language(language).base),
        _ => return false,
    };
    let of_facts = match page {
        Page::Meeting(meeting) => {
            meeting_anchors(&archive.meetings[*meeting].original.front).any(|known| known == anchor)
        }
        Page::Report(report) => report_anchors(&archive.reports[*report].original.front).any(|known| known == anchor),
        _ => false,
    };
    of_facts
        || kind.anchors().contains(&anchor)
        || base.text(archive).body.facts.headings.iter().any(|heading| heading.anchor == anchor)
}
