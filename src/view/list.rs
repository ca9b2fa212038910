//! Lists: of meetings, reports, stories, volumes, people, organizations, topics, corrections.

use std::collections::BTreeMap;

use super::Viewer;
use super::frame::Framing;
use super::page::{ListPage, TopicRow, TopicsPage};
use super::part::{PagerLink, Promise, Row, RowGroup};
use crate::model::{Base, Corrected, Dated, Handle, Matter, Meeting, Organization, Report, Spoken, Told, Topic};
use crate::parse::record::Correction;
use crate::plan::{Feed, Page, PageNumber};
use crate::reader::{Shelf, Slice};
use crate::yaml::Date;

pub(super) fn meetings(viewer: &Viewer<'_>, number: PageNumber) -> ListPage {
    let Slice { entries, older } = viewer.archive.meetings_page(number);
    let year = |handle: &Handle<Told<Meeting>>| viewer.sitting(*handle).held.year;
    let groups = by_year(entries, year, |handle| viewer.meeting_row(*handle));
    let list = List {
        title: "meetings",
        summary: "meetings-summary",
        empty: "meetings-none",
        page: Page::Meetings,
        count: || viewer.archive.meetings.len(),
        older,
    };
    list.view(viewer, groups, number)
}

pub(super) fn reports(viewer: &Viewer<'_>, number: PageNumber) -> ListPage {
    let Slice { entries, older } = viewer.archive.reports_page(number);
    let year = |handle: &Handle<Told<Report>>| viewer.sitting(viewer.brief(*handle).meeting).held.year;
    let row = |handle: &Handle<Told<Report>>| {
        let shown = !viewer.brief(*handle).standing.is_withdrawn();
        let standfirst = viewer.archive.reports.standfirst(*handle, viewer.language);
        let text = standfirst.summary.filter(|_| shown).map(|summary| viewer.unlinked(summary));
        Row { mark: None, text, ..viewer.report_row(*handle) }
    };
    let groups = by_year(entries, year, row);
    let list = List {
        title: "reports",
        summary: "reports-summary",
        empty: "reports-none",
        page: Page::Reports,
        count: || viewer.archive.reports.len(),
        older,
    };
    list.view(viewer, groups, number)
}

pub(super) fn news(viewer: &Viewer<'_>, number: PageNumber) -> ListPage {
    let Slice { entries, older } = viewer.archive.stories_page(number);
    let year = |handle: &Handle<Told<crate::model::Story>>| {
        viewer.archive.stories[*handle].original.published.map_or(0, |published| published.date.year)
    };
    let groups = by_year(entries, year, |handle| dated_story(viewer, *handle));
    let list = List {
        title: "news",
        summary: "news-summary",
        empty: "news-none",
        page: Page::News,
        count: || viewer.archive.stories.len(),
        older,
    };
    list.view(viewer, groups, number)
}

/// The meetings of which there is a volume.
pub(super) fn volumes(viewer: &Viewer<'_>, number: PageNumber) -> ListPage {
    let Slice { entries, older } = viewer.archive.volumes_page(number);
    let year = |handle: &Handle<Told<Meeting>>| viewer.sitting(*handle).held.year;
    let row =
        |handle: &Handle<Told<Meeting>>| Row { url: viewer.url(Page::Volume(*handle)), ..viewer.meeting_row(*handle) };
    let list = List {
        title: "volumes",
        summary: "volumes-summary",
        empty: "volumes-none",
        page: Page::Volumes,
        count: || viewer.archive.volume_count(),
        older,
    };
    list.view(viewer, by_year(entries, year, row), number)
}

pub(super) fn dated_story(viewer: &Viewer<'_>, handle: Handle<Told<crate::model::Story>>) -> Row {
    let story = viewer.told(&viewer.archive.stories[handle]);
    let shown = !story.base.standing.is_withdrawn();
    let row = viewer.story_row(handle);
    Row {
        date: story.published.map(|published| viewer.row_date(published.date)),
        meta: viewer.meta(story.base.sample, viewer.withdrawn_word(&story.base.standing).into_iter().collect()),
        text: story.matter.summary.as_ref().filter(|_| shown).map(|summary| viewer.unlinked(summary)),
        ..row
    }
}

/// A list with pages.
struct List<C> {
    title: &'static str,
    summary: &'static str,
    empty: &'static str,
    page: fn(PageNumber) -> Page,
    count: C,
    older: usize,
}

impl<C: Fn() -> usize> List<C> {
    fn view(self, viewer: &Viewer<'_>, groups: Vec<RowGroup>, number: PageNumber) -> ListPage {
        let newest = (self.page)(PageNumber::Newest);
        let name = viewer.word(self.title);
        let crumbs = numbered(viewer, vec![(name.clone(), None)]);
        ListPage {
            frame: viewer.frame(Framing { crumbs, section: Some(newest), ..Framing::of(&name) }),
            kicker: None,
            title: name,
            // How many there are stands on the newest page alone: the older ones never change.
            summary: (!groups.is_empty() && number == PageNumber::Newest)
                .then(|| viewer.words.say(self.summary, &[("count", (self.count)().into())])),
            sample: false,
            lead: None,
            empty: groups.is_empty().then(|| viewer.word(self.empty)),
            groups,
            pager: pager(viewer, self.page, self.older, number),
            commitments: Vec::new(),
        }
    }
}

/// The way to a page of a list: on an older one, by way of the newest.
pub(super) fn numbered(viewer: &Viewer<'_>, mut crumbs: Vec<(String, Option<Page>)>) -> Vec<(String, Option<Page>)> {
    if let Some(PageNumber::Older(number)) = viewer.page.number() {
        if let Some((_, page)) = crumbs.last_mut() {
            *page = Some(viewer.page.newest());
        }
        crumbs.push((viewer.words.say("page-number", &[("number", number.into())]), None));
    }
    crumbs
}

/// Links to the pages of a list. The newest page names the latest of the others; an older
/// one only its neighbors, so that it stays as it is when the list grows.
pub(super) fn pager(
    viewer: &Viewer<'_>,
    page: impl Fn(PageNumber) -> Page,
    older: usize,
    number: PageNumber,
) -> Vec<PagerLink> {
    if older == 0 {
        return Vec::new();
    }
    let url = |number: PageNumber| Some(viewer.url(page(number)));
    let word = |number: PageNumber| match number {
        PageNumber::Newest => viewer.word("newest"),
        PageNumber::Older(number) => number.to_string(),
    };
    let link = |to: PageNumber| PagerLink { title: word(to), url: url(to), current: to == number, rel: None };
    let neighbor = |to: PageNumber, key: &str, rel: &'static str| PagerLink {
        title: viewer.word(key),
        url: url(to),
        current: false,
        rel: Some(rel),
    };
    let below = |number: usize| (number > 1).then(|| PageNumber::Older(number - 1));
    match number {
        PageNumber::Newest => {
            const NAMED: usize = 3;
            let mut links = vec![link(PageNumber::Newest)];
            links.extend((1..=older).rev().take(NAMED).map(|number| link(PageNumber::Older(number))));
            if older > NAMED {
                links.push(PagerLink { title: "…".to_string(), url: None, current: false, rel: None });
                links.push(link(PageNumber::Older(1)));
            }
            links.push(neighbor(PageNumber::Older(older), "older", "next"));
            links
        }
        PageNumber::Older(here) => {
            let above = if here == older { PageNumber::Newest } else { PageNumber::Older(here + 1) };
            let mut links = vec![link(PageNumber::Newest), neighbor(above, "newer", "prev"), link(number)];
            links.extend(below(here).map(|below| neighbor(below, "older", "next")));
            links
        }
    }
}

/// Rows under their years; the entries are sorted by year already.
fn by_year<T>(shown: &[T], year: impl Fn(&T) -> i16, row: impl Fn(&T) -> Row) -> Vec<RowGroup> {
    let group = |entries: &[T]| {
        let year = year(&entries[0]).to_string();
        RowGroup { anchor: Some(format!("y{year}")), title: Some(year), rows: entries.iter().map(&row).collect() }
    };
    shown.chunk_by(|a, b| year(a) == year(b)).map(group).collect()
}

pub(super) fn simple(
    viewer: &Viewer<'_>,
    page: Page,
    title: String,
    summary: Option<String>,
    groups: Vec<RowGroup>,
    none: &str,
) -> ListPage {
    ListPage {
        frame: viewer.frame(Framing {
            crumbs: vec![(title.clone(), None)],
            section: Some(page),
            ..Framing::of(&title)
        }),
        kicker: None,
        title,
        summary,
        sample: false,
        lead: None,
        empty: groups.is_empty().then(|| viewer.word(none)),
        groups,
        pager: Vec::new(),
        commitments: Vec::new(),
    }
}

pub(super) fn people(viewer: &Viewer<'_>) -> ListPage {
    let archive = &viewer.archive;
    let today = archive.today();
    let mut people: Vec<_> = archive.people.iter().filter(|(_, person)| person.original.public).collect();
    let sort_name = |told: &Told<crate::model::Person>| {
        let person = viewer.told(told);
        person.sort_name.as_ref().map_or_else(|| person.base.title.clone(), |name| name.to_string())
    };
    people.sort_by(|a, b| viewer.words.compare(&sort_name(a.1), &sort_name(b.1)).then(a.0.cmp(&b.0)));
    let row = |(handle, told): &(Handle<Told<crate::model::Person>>, &Told<crate::model::Person>)| {
        let person = viewer.told(told);
        let terms: Vec<_> = person.terms.iter().filter(|term| term.is_current(today)).collect();
        let terms = if terms.is_empty() { person.terms.iter().take(1).collect() } else { terms };
        let office = |term: &&crate::model::Term| {
            let role = term.role.as_ref().map_or_else(|| term.post.to_string(), |role| role.to_string());
            match term.organization {
                Some(organization) => {
                    let name = &viewer.told(&archive.organizations[organization]).base.title;
                    viewer.words.role_in(&role, name)
                }
                None => role,
            }
        };
        entry_row(viewer, &person.base, Page::Person(*handle), terms.iter().map(office).collect())
    };
    let initial = |entry: &(Handle<Told<crate::model::Person>>, &Told<crate::model::Person>)| {
        viewer.words.initial(&sort_name(entry.1))
    };
    let groups = people.chunk_by(|a, b| initial(a) == initial(b)).map(|entries| {
        let initial = initial(&entries[0]);
        RowGroup { title: Some(initial), anchor: None, rows: entries.iter().map(row).collect() }
    });
    let groups: Vec<RowGroup> = groups.collect();
    let summary = viewer.words.say("people-summary", &[("count", people.len().into())]);
    simple(viewer, Page::People, viewer.word("people"), (!people.is_empty()).then_some(summary), groups, "people-none")
}

fn entry_row(viewer: &Viewer<'_>, base: &Base, page: Page, parts: Vec<String>) -> Row {
    Row {
        date: None,
        mark: None,
        title: base.title.clone(),
        lang: viewer.foreign(base.language),
        url: viewer.url(page),
        meta: viewer.meta(base.sample, parts),
        text: None,
        grade: None,
    }
}

pub(super) fn organizations(viewer: &Viewer<'_>) -> ListPage {
    let archive = &viewer.archive;
    let mut by_kind: BTreeMap<String, Vec<_>> = BTreeMap::new();
    for (handle, told) in archive.organizations.iter() {
        let organization = viewer.told(told);
        let kind = organization.kind.as_deref().unwrap_or_default().to_string();
        by_kind.entry(kind).or_default().push((handle, organization));
    }
    let mut kinds: Vec<_> = by_kind.into_iter().collect();
    // Kinds come in the order of their first entry in the register.
    let order = |organization: &Organization| organization.order.unwrap_or(u32::MAX);
    kinds.sort_by_key(|(kind, entries)| {
        (entries.iter().map(|(_, organization)| order(organization)).min(), kind.clone())
    });
    let groups = kinds.into_iter().map(|(kind, mut entries)| {
        entries.sort_by(|a, b| {
            order(a.1).cmp(&order(b.1)).then_with(|| viewer.words.compare(&a.1.base.title, &b.1.base.title))
        });
        let row = |(handle, organization): &(Handle<Told<Organization>>, &Organization)| {
            let parent = organization.parent.map(|parent| viewer.title(&archive.organizations, parent));
            let count = archive.organization(*handle).reports.len();
            let reports = (count > 0).then(|| viewer.words.say("reports-count", &[("count", count.into())]));
            entry_row(
                viewer,
                &organization.base,
                Page::Organization(*handle),
                parent.into_iter().chain(reports).collect(),
            )
        };
        let title = if kind.is_empty() {
            viewer.word("kind-other")
        } else {
            viewer.words.say("kind-many", &[("kind", (&viewer.kind_word(&kind)).into())])
        };
        RowGroup { title: Some(title), anchor: None, rows: entries.iter().map(row).collect() }
    });
    let groups: Vec<RowGroup> = groups.collect();
    let count = archive.organizations.len();
    let summary = viewer.words.say("organizations-summary", &[("count", count.into())]);
    simple(
        viewer,
        Page::Organizations,
        viewer.word("organizations"),
        (count > 0).then_some(summary),
        groups,
        "organizations-none",
    )
}

pub(super) fn corrections(viewer: &Viewer<'_>) -> ListPage {
    let archive = &viewer.archive;
    let Corrected { meetings, reports, stories, pages } = archive.corrected();
    let mut all = corrections_of(viewer, &archive.meetings, meetings, Page::Meeting, |meeting| &meeting.matter);
    all.extend(corrections_of(viewer, &archive.reports, reports, Page::Report, |report| &report.matter));
    all.extend(corrections_of(viewer, &archive.stories, stories, Page::Story, |story| &story.matter));
    all.extend(corrections_of(viewer, &archive.pages, pages, Page::Text, |page| &page.matter));
    all.sort_by_key(|(date, _, base, _)| (std::cmp::Reverse(date.last()), base.file.clone()));
    let row = |(date, page, base, correction): &Corrects<'_>| Row {
        date: Some(viewer.row_date(*date)),
        mark: None,
        title: viewer.page_name(*page),
        lang: viewer.foreign(base.language),
        url: viewer.url(*page),
        meta: viewer.meta(base.sample, Vec::new()),
        text: correction.text.as_ref().map(|text| viewer.inline(*base, text)),
        grade: None,
    };
    let groups = by_year(&all, |(date, ..)| date.year, row);
    let summary = viewer.words.say("corrections-summary", &[("count", all.len().into())]);
    simple(
        viewer,
        Page::Corrections,
        viewer.word("corrections"),
        (!all.is_empty()).then_some(summary),
        groups,
        "corrections-empty",
    )
}

/// A correction with its date, and the record that it corrects.
type Corrects<'a> = (Date, Page, &'a Base, &'a Correction);

/// The corrections of records of one kind.
fn corrections_of<'a, T: Spoken>(
    viewer: &Viewer<'_>,
    shelf: &'a Shelf<'_, Told<T>>,
    handles: &[Handle<Told<T>>],
    page: fn(Handle<Told<T>>) -> Page,
    matter: fn(&T) -> &Matter,
) -> Vec<Corrects<'a>> {
    let of_one = |handle: &Handle<Told<T>>| {
        let (page, record) = (page(*handle), viewer.told(&shelf[*handle]));
        let corrections = matter(record).corrections.iter();
        corrections.filter_map(move |correction| Some((correction.date?, page, record.base(), correction)))
    };
    handles.iter().flat_map(of_one).collect()
}

/// What stands under a topic, in numbers.
fn holdings(viewer: &Viewer<'_>, topic: Handle<Topic>) -> String {
    let keys = ["holdings-meetings", "holdings-reports", "holdings-stories"];
    let counts = keys.into_iter().zip(viewer.archive.topic_counts(topic)).filter(|(_, count)| *count > 0);
    let words: Vec<String> = counts.map(|(key, count)| viewer.words.say(key, &[("count", count.into())])).collect();
    if words.is_empty() { viewer.word("topic-none") } else { words.join(&viewer.word("list-comma")) }
}

pub(super) fn topics(viewer: &Viewer<'_>) -> TopicsPage {
    let archive = &viewer.archive;
    let row = |handle: Handle<Topic>| TopicRow {
        title: viewer.topic_title(handle),
        url: viewer.url(Page::Topic(handle, PageNumber::Newest)),
        about: about(viewer, handle),
        meta: holdings(viewer, handle),
    };
    let mut rows: Vec<TopicRow> = archive.topics().map(row).collect();
    rows.sort_by(|a, b| viewer.words.compare(&a.title, &b.title));
    let title = viewer.word("topics");
    TopicsPage {
        frame: viewer.frame(Framing {
            crumbs: vec![(title.clone(), None)],
            section: Some(Page::Topics),
            ..Framing::of(&title)
        }),
        summary: viewer.words.say("topics-summary", &[("count", rows.len().into())]),
        title,
        topics: rows,
    }
}

fn about(viewer: &Viewer<'_>, topic: Handle<Topic>) -> Option<String> {
    viewer.archive.topic_about(topic).map(|about| viewer.worded(about))
}

pub(super) fn topic(viewer: &Viewer<'_>, handle: Handle<Topic>, number: PageNumber) -> ListPage {
    let archive = &viewer.archive;
    let Slice { entries: shown, older } = archive.topic_page(handle, number);
    let group = |key: &str, row: &dyn Fn(Dated) -> Option<Row>| {
        let rows: Vec<Row> = shown.iter().filter_map(|entry| row(*entry)).collect();
        (!rows.is_empty()).then(|| RowGroup { title: Some(viewer.word(key)), anchor: Some(key.to_string()), rows })
    };
    let groups = [
        group("meetings", &|entry| match entry {
            Dated::Meeting(meeting) => Some(viewer.meeting_row(meeting)),
            _ => None,
        }),
        group("reports", &|entry| match entry {
            Dated::Report(report) => Some(viewer.report_row(report)),
            _ => None,
        }),
        group("news", &|entry| match entry {
            Dated::Story(story) => Some(dated_story(viewer, story)),
            _ => None,
        }),
    ];
    let reports = shown.iter().filter_map(|entry| match entry {
        Dated::Report(report) => Some(*report),
        _ => None,
    });
    let commitments: Vec<Promise> = reports
        .flat_map(|report| archive.commitments_of(report))
        .map(|commitment| viewer.promise(commitment, false))
        .collect();
    let title = viewer.topic_title(handle);
    let frame = viewer.frame(Framing {
        description: about(viewer, handle),
        crumbs: numbered(viewer, vec![(viewer.word("topics"), Some(Page::Topics)), (title.clone(), None)]),
        section: Some(Page::Topics),
        feed: Feed::Topic(handle),
        ..Framing::of(&title)
    });
    let list = simple(
        viewer,
        Page::Topics,
        title,
        about(viewer, handle),
        groups.into_iter().flatten().collect(),
        "topic-none",
    );
    ListPage {
        frame,
        kicker: Some(viewer.word("topic")),
        commitments,
        pager: pager(viewer, |number| Page::Topic(handle, number), older, number),
        ..list
    }
}
