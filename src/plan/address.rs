//! The address of every page: one rule for each, used by the plan and by every link.

use super::Content;
use crate::model::{
    Archive, Base, Handle, Language, Meeting, Organization, Person, Report, Series, Story, Told, Topic,
    meeting_anchors, report_anchors,
};
use crate::parse::{Kind, identify};

/// A page of a list. `Older(1)` holds the oldest entries, so that a new entry changes
/// only the newest page and, once in a while, adds one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PageNumber {
    Newest,
    Older(usize),
}

/// How many older pages a list of `count` entries has: the newest page holds between one
/// and two lengths, but for a list that is shorter.
pub fn page_count(count: usize, length: usize) -> usize {
    (count / length).saturating_sub(1)
}

/// Which commitments a page lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Filter {
    All,
    Kept,
    PartlyKept,
    InProgress,
    Open,
    NotKept,
    Silent,
    Overdue,
}

impl Filter {
    pub const ALL: &'static [Filter] = &[
        Filter::All,
        Filter::Kept,
        Filter::PartlyKept,
        Filter::InProgress,
        Filter::Open,
        Filter::NotKept,
        Filter::Silent,
        Filter::Overdue,
    ];

    /// The last part of the address, and of the name of its words.
    pub fn name(self) -> &'static str {
        match self {
            Filter::All => "all",
            Filter::Kept => "kept",
            Filter::PartlyKept => "partly-kept",
            Filter::InProgress => "in-progress",
            Filter::Open => "open",
            Filter::NotKept => "not-kept",
            Filter::Silent => "no-follow-up",
            Filter::Overdue => "overdue",
        }
    }
}

/// Every page that the site can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Page {
    Home,
    Meetings(PageNumber),
    Reports(PageNumber),
    News(PageNumber),
    Meeting(Handle<Told<Meeting>>),
    Report(Handle<Told<Report>>),
    Series(Handle<Series>),
    People,
    Person(Handle<Told<Person>>),
    Organizations,
    Organization(Handle<Told<Organization>>),
    Commitments(Filter),
    Corrections,
    Archive,
    Year(i16),
    Topics,
    Topic(Handle<Topic>),
    Story(Handle<Told<Story>>),
    Text(Handle<Told<Story>>),
    NotFound,
}

/// The address of a page below the site's root, without a leading slash.
pub fn address(archive: &Archive, language: Language, page: &Page) -> String {
    let mut out = String::new();
    if language.0 > 0 {
        out.push_str(&archive.languages[language.0].to_lowercase());
        out.push('/');
    }
    let list = |out: &mut String, name: &str, number: PageNumber| {
        out.push_str(name);
        if let PageNumber::Older(number) = number {
            out.push_str(&format!("page/{number}/"));
        }
    };
    let mut below = |folder: &str, id: &str| {
        out.push_str(folder);
        out.push_str(id);
        out.push('/');
    };
    match page {
        Page::Home => {}
        Page::Meetings(number) => list(&mut out, "meetings/", *number),
        Page::Reports(number) => list(&mut out, "reports/", *number),
        Page::News(number) => list(&mut out, "news/", *number),
        Page::Meeting(meeting) => below("meetings/", &archive.meetings[*meeting].original.base.id),
        Page::Report(report) => {
            let report = &archive.reports[*report].original;
            below("meetings/", &archive.meetings[report.meeting].original.base.id);
            below("", &report.name);
        }
        Page::Series(series) => below("series/", &archive.series[*series].id),
        Page::People => out.push_str("people/"),
        Page::Person(person) => below("people/", &archive.people[*person].original.base.id),
        Page::Organizations => out.push_str("organizations/"),
        Page::Organization(organization) => {
            below("organizations/", &archive.organizations[*organization].original.base.id)
        }
        Page::Commitments(Filter::All) => out.push_str("commitments/"),
        Page::Commitments(filter) => below("commitments/", filter.name()),
        Page::Corrections => out.push_str("corrections/"),
        Page::Archive => out.push_str("archive/"),
        Page::Year(year) => below("archive/", &year.to_string()),
        Page::Topics => out.push_str("topics/"),
        Page::Topic(topic) => below("topics/", &archive.topics[*topic].id),
        Page::Story(story) => below("news/", &archive.stories[*story].original.base.id),
        Page::Text(page) => below("", &archive.pages[*page].original.base.id),
        Page::NotFound => out.push_str("404.html"),
    }
    out
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

/// Whether what is planned has `anchor`.
pub fn has_anchor(archive: &Archive, content: &Content, anchor: &str) -> bool {
    let Content::Page(language, page) = content else {
        return false;
    };
    let language = *language;
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
        || archive.headings(base).iter().any(|heading| heading.anchor == anchor)
}
