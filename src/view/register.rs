//! The pages of people and organizations.

use super::Viewer;
use super::commitments::tallies;
use super::frame::Framing;
use super::page::RegisterPage;
use super::part::{Column, ColumnGroup, Columns, DateBlock, Fact, FactItem, OtherName, Promise, Row, TermRow};
use crate::model::{Commitment, Handle, Organization, Person, Report, Scale, Term, Told};
use crate::plan::{Feed, Page};
use crate::yaml::Date;

pub(super) fn person(viewer: &Viewer<'_>, handle: Handle<Told<Person>>) -> RegisterPage {
    let archive = &viewer.archive;
    let person = viewer.told(&archive.people[handle]);
    let today = archive.today();
    let of_person = archive.person(handle);
    let reports = of_person.reports.clone();
    let mut terms: Vec<&Term> = person.terms.iter().collect();
    terms.sort_by_key(|term| {
        (std::cmp::Reverse(term.end.is_none()), std::cmp::Reverse(term.end), std::cmp::Reverse(term.start))
    });
    let term_row = |term: &&Term| {
        let organization = term.organization.map(|handle| viewer.title(&archive.organizations, handle));
        let role = term.role.as_ref().map_or_else(|| term.post.to_string(), |role| role.to_string());
        TermRow {
            when: term_dates(viewer, term),
            title: match organization {
                Some(name) => viewer.words.role_in(&role, &name),
                None => role,
            },
            url: term.organization.map(|handle| viewer.url(Page::Organization(handle))),
            meta: None,
            current: term.is_current(today),
        }
    };
    let rows: Vec<TermRow> = terms.iter().map(term_row).collect();
    let kicker = rows.iter().find(|row| row.current).or(rows.first()).map(|row| row.title.clone());
    let chaired: Vec<FactItem> = of_person
        .chaired
        .iter()
        .map(|meeting| {
            let held = viewer.sitting(*meeting).held;
            FactItem { words: viewer.words.date(held), url: Some(viewer.url(Page::Meeting(*meeting))), after: None }
        })
        .collect();
    let mut facts: Vec<Fact> = Vec::new();
    let current: Vec<FactItem> =
        terms.iter().filter(|term| term.is_current(today)).map(|term| term_fact(viewer, term)).collect();
    if !current.is_empty() {
        facts.push(viewer.fact("now", current));
    }
    let earlier: Vec<FactItem> =
        terms.iter().filter(|term| !term.is_current(today)).map(|term| term_fact(viewer, term)).collect();
    if !earlier.is_empty() {
        facts.push(viewer.fact("earlier", earlier));
    }
    if !chaired.is_empty() {
        facts.push(viewer.fact("chaired", chaired));
    }
    let base = &person.base;
    let entry = Entry { reports, organization_named: true, base, told_in: viewer.told_in(&archive.people[handle]) };
    RegisterPage {
        kicker,
        other_names: person.other_names.iter().map(other_name).collect(),
        facts,
        photo: person.photo.as_ref().map(|(file, photo)| viewer.picture(file, photo, base)),
        terms: rows,
        terms_title: viewer.word("terms-in-office"),
        feed: viewer.feed(Feed::Person(handle)),
        ..entry.page(viewer, Page::People, Feed::Person(handle))
    }
}

pub(super) fn organization(viewer: &Viewer<'_>, handle: Handle<Told<Organization>>) -> RegisterPage {
    let archive = &viewer.archive;
    let organization = viewer.told(&archive.organizations[handle]);
    let today = archive.today();
    let reports = archive.organization(handle).reports.clone();
    let terms_there = archive.organization(handle).terms.iter().rev();
    let succession: Vec<Held<'_>> = terms_there
        .map(|(person, place)| Held { person: *person, term: &viewer.told(&archive.people[*person]).terms[*place] })
        .collect();
    let term_row = |held: &Held<'_>| {
        let person_record = viewer.told(&archive.people[held.person]);
        let term = held.term;
        let role = term.role.as_ref().map_or_else(|| term.post.to_string(), |role| role.to_string());
        TermRow {
            when: term_dates(viewer, term),
            title: if person_record.public { person_record.base.title.clone() } else { role.clone() },
            url: person_record.public.then(|| viewer.url(Page::Person(held.person))),
            meta: person_record.public.then_some(role),
            current: term.is_current(today),
        }
    };
    let terms: Vec<TermRow> = succession.iter().map(term_row).collect();
    let mut facts: Vec<Fact> = Vec::new();
    let kind = organization.kind.as_ref().map(|kind| viewer.kind_word(kind));
    facts.extend(kind.as_ref().map(|kind| viewer.words_fact("kind", kind)));
    let holds = |held: &&Held<'_>| is_reporting_post(viewer, &held.term.post) && held.term.is_current(today);
    let secretaries: Vec<FactItem> = succession
        .iter()
        .filter(holds)
        .map(|held| (held.person, viewer.told(&archive.people[held.person])))
        .filter(|(_, person)| person.public)
        .map(|(handle, person)| FactItem {
            words: person.base.title.clone(),
            url: Some(viewer.url(Page::Person(handle))),
            after: None,
        })
        .collect();
    if !secretaries.is_empty() {
        facts.push(viewer.fact("secretary", secretaries));
    }
    facts.extend(organization.parent.map(|parent| viewer.page_fact("parent", Page::Organization(parent))));
    facts.extend(organization.founded.map(|date| viewer.words_fact("founded", viewer.words.date(date))));
    facts.extend(organization.dissolved.map(|date| viewer.words_fact("dissolved", viewer.words.date(date))));
    facts.extend(organization.successor.map(|successor| viewer.page_fact("successor", Page::Organization(successor))));
    let base = &organization.base;
    let entry =
        Entry { reports, organization_named: false, base, told_in: viewer.told_in(&archive.organizations[handle]) };
    let mut page = RegisterPage {
        kicker: kind,
        other_names: organization.other_names.iter().map(other_name).collect(),
        facts,
        terms,
        terms_title: viewer.word(match succession.iter().all(|held| is_reporting_post(viewer, &held.term.post)) {
            true => "secretaries",
            false => "terms-in-office",
        }),
        feed: viewer.feed(Feed::Organization(handle)),
        ..entry.page(viewer, Page::Organizations, Feed::Organization(handle))
    };
    page.reports = with_gaps(viewer, handle, page.reports);
    page
}

/// A term of a person in an organization.
struct Held<'a> {
    person: Handle<Told<Person>>,
    term: &'a Term,
}

/// Whether the holders of a post report at the meetings of some series.
fn is_reporting_post(viewer: &Viewer<'_>, post: &str) -> bool {
    viewer.archive.series().any(|series| viewer.archive.reporting_post(series) == Some(post))
}

/// What the pages of people and organizations have in common.
struct Entry<'a> {
    reports: Vec<Handle<Told<Report>>>,
    /// Whether a report's row names the organization, not the secretary.
    organization_named: bool,
    base: &'a crate::model::Base,
    told_in: (crate::model::Language, Vec<crate::model::Language>),
}

impl Entry<'_> {
    fn page(self, viewer: &Viewer<'_>, list: Page, feed: Feed) -> RegisterPage {
        let archive = &viewer.archive;
        let base = self.base;
        let commitments: Vec<&Commitment> =
            self.reports.iter().flat_map(|report| archive.commitments_of(*report)).collect();
        let promises: Vec<Promise> = commitments.iter().map(|commitment| viewer.promise(commitment, false)).collect();
        let count = self.reports.len();
        let first = self.reports.last().map(|report| viewer.report_year(viewer.brief(*report).meeting));
        let second = first.map(|year| viewer.words.say("since-year", &[("year", (&year).into())]));
        RegisterPage {
            frame: viewer.frame(Framing {
                crumbs: vec![(viewer.page_name(list), Some(list)), (base.title.clone(), None)],
                section: Some(list),
                told_in: Some(self.told_in),
                feed,
                ..Framing::of(&base.title)
            }),
            kicker: None,
            title: base.title.clone(),
            other_names: Vec::new(),
            lang: viewer.foreign(base.language),
            sample: base.sample,
            date: DateBlock {
                number: count.to_string(),
                first: viewer.words.say("reports-on-file-count", &[("count", count.into())]),
                iso: None,
                second,
            },
            facts: Vec::new(),
            photo: None,
            terms: Vec::new(),
            terms_title: String::new(),
            has_body: !base.text(archive).body.is_empty,
            body: viewer.body(base),
            assessments: assessments(viewer, &self.reports, self.organization_named),
            reports: self.reports.iter().map(|report| viewer.report_row(*report)).collect(),
            tallies: tallies(viewer, &commitments),
            commitments: promises,
            feed: viewer.feed(feed),
        }
    }
}

/// Years in which a report was expected and none is on file stand among the rows.
fn with_gaps(viewer: &Viewer<'_>, organization: Handle<Told<Organization>>, rows: Vec<Row>) -> Vec<Row> {
    let archive = &viewer.archive;
    let gap = |meeting: &Handle<Told<crate::model::Meeting>>| {
        let record = viewer.sitting(*meeting);
        let named = record.named.contains(&organization);
        let filed =
            archive.reports_of(*meeting).iter().any(|report| viewer.brief(*report).organization == Some(organization));
        if filed || record.standing.is_withdrawn() {
            return None;
        }
        Some(Row {
            date: None,
            mark: Some(record.covers.map_or_else(|| record.held.year.to_string(), |covers| covers.to_string())),
            title: viewer.word(if named { "cell-named" } else { "cell-missing" }),
            lang: None,
            url: viewer.url(Page::Meeting(*meeting)),
            meta: viewer.title(&archive.meetings, *meeting),
            text: None,
            grade: None,
        })
    };
    let mut rows: Vec<Row> =
        rows.into_iter().chain(archive.organization(organization).due.iter().filter_map(gap)).collect();
    rows.sort_by(|a, b| b.mark.cmp(&a.mark));
    rows
}

fn other_name(name: &crate::yaml::Text) -> OtherName {
    let lang = name.chars().any(crate::lang::is_han).then_some("zh");
    OtherName { name: name.to_string(), lang }
}

/// `March 2018 to now`
fn term_dates(viewer: &Viewer<'_>, term: &Term) -> String {
    let date = |date: Date| viewer.words.date(date);
    match (term.start, term.end) {
        (Some(start), Some(end)) => {
            viewer.words.say("term-from-to", &[("from", (&date(start)).into()), ("to", (&date(end)).into())])
        }
        (Some(start), None) => viewer.words.say("term-from", &[("from", (&date(start)).into())]),
        (None, Some(end)) => viewer.words.say("term-to", &[("to", (&date(end)).into())]),
        (None, None) => viewer.word("term-unknown"),
    }
}

fn term_fact(viewer: &Viewer<'_>, term: &Term) -> FactItem {
    let role = term.role.as_ref().map_or_else(|| term.post.to_string(), |role| role.to_string());
    match term.organization {
        Some(handle) => FactItem {
            words: viewer.title(&viewer.archive.organizations, handle),
            url: Some(viewer.url(Page::Organization(handle))),
            after: Some(role),
        },
        None => FactItem { words: role, url: None, after: None },
    }
}

/// One column a year whose assessment is public; nothing if none is.
fn assessments(viewer: &Viewer<'_>, reports: &[Handle<Told<Report>>], grouped: bool) -> Option<Columns> {
    let archive = &viewer.archive;
    let mut columns = Vec::new();
    let mut groups: Vec<ColumnGroup> = Vec::new();
    let mut scale: Option<&Scale> = None;
    for handle in reports.iter().rev() {
        let report = viewer.brief(*handle);
        let grade = viewer.grade(report);
        scale = scale.or_else(|| viewer.public_scale(report).filter(|_| grade.is_some()));
        let word = grade.as_ref().and_then(|grade| grade.level.as_ref()).map(|level| level.word.clone());
        columns.push(Column {
            year: viewer.report_year(report.meeting),
            word: word.unwrap_or_else(|| viewer.word("grade-not-published")),
            bar: grade.and_then(|grade| grade.bar),
        });
        let name = report.organization.map(|handle| viewer.title(&archive.organizations, handle));
        match (groups.last_mut(), name) {
            (Some(group), Some(name)) if group.title == name => group.span += 1,
            (_, name) => groups.push(ColumnGroup { span: 1, title: name.unwrap_or_default(), current: false }),
        }
    }
    let scale = scale?;
    if let Some(last) = groups.last_mut() {
        last.current = true;
    }
    let groups = if grouped { groups } else { Vec::new() };
    Some(Columns { meta: viewer.word("assessments-meta"), legend: viewer.legend(scale), columns, groups })
}

impl Viewer<'_> {
    /// The word for a kind of organization: the theme's, or the one in the record.
    pub(super) fn kind_word(&self, kind: &str) -> String {
        let key = format!("kind-{kind}");
        let word = self.word(&key);
        if word == key { kind.to_string() } else { word }
    }
}
