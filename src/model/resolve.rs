//! Documents -> the archive: which records there are, and where every reference leads.

mod again;
mod records;
mod refs;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::commitment::{Tracker, gather};
use super::hidden::Hidden;
use super::table::{Slot, slots};
use super::{
    Archive, Handle, Language, List, Mark, Meeting, Organization, Person, Referred, Report, Standing, Story, Today,
    Told, assemble, check, link,
};
use crate::config::Config;
use crate::diag::{Check, Diagnostic, Place};
use crate::parse::record::Published;
use crate::parse::{Document, Front, Identity, Kind, folded, problem_with_id};
use crate::source::SourceSet;
use crate::span::SourcePath;
use crate::yaml::Flag;
pub(super) use again::{Again, again};
use rayon::prelude::*;
pub(super) use refs::mark;
use refs::{Known, Resolver};

/// Whether drafts and embargoed records are part of the archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drafts {
    Include,
    Skip,
}

/// What a resolution depends on besides the documents.
#[derive(Clone, Copy)]
pub struct Setting<'a> {
    pub config: &'a Arc<Config>,
    pub sources: &'a SourceSet,
    pub today: &'a Arc<Today>,
    pub drafts: Drafts,
}

/// Resolves all documents of a site. Every problem is named; what it concerns is left out.
pub fn resolve(documents: Vec<Arc<Document>>, setting: Setting<'_>) -> (Archive, Vec<Diagnostic>) {
    let languages = setting.config.all_languages();
    let (tables, lead, mut found) = tables(&documents, &languages, setting);
    // The records hold what is needed of them.
    drop(documents);
    let mut archive = assemble::assemble(tables, languages, setting);
    archive.lead = lead.or_else(|| newest_held(&archive));
    let commitments = gather(&archive, &mut found);
    archive.tracker = Tracker::of(&commitments, archive.reports.len(), archive.today.date());
    archive.commitments = List::new(commitments);
    check::archive(&archive, &mut found);
    archive.referred = Referred::of(&archive);
    (archive, found)
}

/// The records with their ids resolved, and the meeting that the site names as its lead.
fn tables(
    documents: &[Arc<Document>],
    languages: &[String],
    setting: Setting<'_>,
) -> (Tables, Option<Handle<Told<Meeting>>>, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let groups = group(documents, languages, &mut found);
    let standings = standings(&groups, setting);

    let all =
        || groups.iter().zip(&standings).map(|((identity, group), standing)| (identity, group, standing.as_ref()));
    let seen = || all().filter_map(|(identity, group, standing)| Some((identity, group, standing?)));
    let places = Places::of(seen().map(|(identity, ..)| identity));
    let private = private_people(&groups, &places);
    let (topics, scales, series) = assemble::of_config(setting.config);
    let ids = Ids {
        topics: &topics.ids,
        series: &series.ids,
        scales: &scales.ids,
        meetings: &places.meetings,
        people: &places.people,
        organizations: &places.organizations,
        private: &private,
    };
    let hidden = all().filter(|(.., standing)| standing.is_none());
    let hidden: BTreeMap<Identity, Hidden> =
        hidden.map(|(identity, group, _)| (identity.clone(), Hidden::told_by(group.documents()))).collect();
    let is_withdrawn = |(identity, _, standing): &(&Identity, &Group<'_>, &Standing)| {
        identity.kind == Kind::Meeting && standing.is_withdrawn()
    };
    let withdrawn: BTreeSet<&str> = seen().filter(is_withdrawn).map(|(identity, ..)| identity.id.as_str()).collect();
    let withdrawn = |id: &str| withdrawn.contains(id);
    let without_page =
        seen().filter(|(identity, ..)| !ids.is_page(identity)).map(|(identity, ..)| identity.clone()).collect();
    let with_page = seen().filter(|(identity, ..)| ids.is_page(identity)).map(|(identity, group, _)| (identity, group));
    let records: BTreeMap<&Identity, &Group<'_>> = with_page.collect();
    let names = names(records.iter().map(|(identity, group)| (*identity, *group)));
    let named = |kind: Kind, name: &str| names.get(&(kind, name.to_string())).cloned();
    let known = Known {
        ids,
        records: &records,
        hidden: hidden.keys().cloned().collect(),
        private: without_page,
        named: &named,
        withdrawn: &withdrawn,
    };
    let resolver = || Resolver { setting, known: &known, found: Vec::new() };
    let resolved: Vec<(Record, Vec<Diagnostic>, Vec<Diagnostic>)> = seen()
        .collect::<Vec<_>>()
        .into_par_iter()
        .map(|(_, group, standing)| {
            let mut resolver = resolver();
            let record = resolver.record(group, standing);
            (record, group.flaws(&resolver.found), resolver.found)
        })
        .collect();
    let mut tables = Tables { hidden, ..Tables::default() };
    for ((identity, ..), (record, flaws, more)) in seen().zip(resolved) {
        tables.add(record);
        if !flaws.is_empty() {
            tables.flaws.insert(mark(identity), flaws);
        }
        found.extend(more);
    }
    let mut resolver = resolver();
    resolver.publisher();
    let lead = resolver.lead();
    found.extend(resolver.found);
    (tables, lead, found)
}

/// The files that tell one record.
struct Group<'a> {
    original: &'a Document,
    language: Language,
    translations: Vec<(Language, &'a Document)>,
}

impl Group<'_> {
    /// Of all files, the original's first.
    fn documents(&self) -> impl Iterator<Item = &Document> {
        std::iter::once(self.original).chain(self.translations.iter().map(|(_, document)| *document))
    }

    /// All that is wrong with the record by itself, each once.
    fn flaws(&self, found: &[Diagnostic]) -> Vec<Diagnostic> {
        let of_files = self.documents().flat_map(|document| &document.found);
        let mut flaws: Vec<Diagnostic> = of_files.chain(&self.original.missing).chain(found).cloned().collect();
        flaws.sort_by(Diagnostic::order);
        flaws.dedup();
        flaws
    }
}

fn group<'a>(
    documents: &'a [Arc<Document>],
    languages: &[String],
    found: &mut Vec<Diagnostic>,
) -> BTreeMap<Identity, Group<'a>> {
    let mut files: BTreeMap<Identity, Vec<(Language, &'a Document)>> = BTreeMap::new();
    for document in documents {
        let Identity { kind, id, report, language } = &document.identity;
        for id in std::iter::once(id).chain(report) {
            if let Some(problem) = problem_with_id(*kind, id) {
                let message = format!("`{id}` cannot be the id of a {}: {problem}", kind.word());
                let diagnostic = Diagnostic::new(Check::BadId, Place::file(&document.path), message);
                found.push(diagnostic.help("rename the file; ids are lower-case letters, digits and `-`"));
                break;
            }
        }
        let tag = language.as_deref().unwrap_or(&languages[0]);
        let Some(index) = languages.iter().position(|other| other == tag) else {
            let message = format!("`{tag}` is not one of the site's languages");
            let diagnostic = Diagnostic::new(Check::MisplacedFile, Place::file(&document.path), message);
            found.push(diagnostic.help("add it to `languages:` in minutebook.yaml, or take it out of the file's name"));
            continue;
        };
        let identity = Identity { language: None, ..document.identity.clone() };
        files.entry(identity).or_default().push((Language(index), document));
    }
    let mut groups = BTreeMap::new();
    let mut folds: BTreeMap<(Kind, String, Option<String>), SourcePath> = BTreeMap::new();
    for (identity, mut told) in files {
        told.sort_by_key(|(language, document)| (*language, document.path.clone()));
        let (language, original) = told[0];
        let fold = (
            identity.kind,
            folded(&identity.id).into_owned(),
            identity.report.as_deref().map(|id| folded(id).into_owned()),
        );
        if let Some(other) = folds.insert(fold, original.path.clone()) {
            let message = format!("this {} has the same id as `{other}`", identity.kind.word());
            let diagnostic = Diagnostic::new(Check::DuplicateId, Place::file(&original.path), message);
            found.push(
                diagnostic
                    .help("rename one of the two; ids that differ only in letter case, width or accents are the same"),
            );
        }
        found.extend(original.missing.iter().cloned());
        for pair in told.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
            let message = format!("`{}` is in the same language", pair[0].1.path);
            let diagnostic = Diagnostic::new(Check::DuplicateId, Place::file(&pair[1].1.path), message);
            found.push(diagnostic.help("keep one of the two"));
        }
        groups.insert(identity, Group { original, language, translations: told[1..].to_vec() });
    }
    groups
}

/// How each record may be shown, in the order of the groups; `None` where it may not be known of.
fn standings(groups: &BTreeMap<Identity, Group<'_>>, setting: Setting<'_>) -> Vec<Option<Standing>> {
    let mut meetings: BTreeMap<&str, Option<Standing>> = BTreeMap::new();
    // Meetings come before their reports, whose standing is never better than the meeting's.
    let mut standings = Vec::with_capacity(groups.len());
    for (identity, group) in groups {
        let own = own_standing(group.original, setting);
        let cover = match identity.kind {
            Kind::Report => meetings.get(identity.id.as_str()).cloned().unwrap_or(Some(Standing::Public)),
            _ => Some(Standing::Public),
        };
        let standing = covered(cover, own);
        if identity.kind == Kind::Meeting {
            meetings.insert(&identity.id, standing.clone());
        }
        standings.push(standing);
    }
    standings
}

/// How a report may be shown, given how its meeting may be.
pub(super) fn covered(cover: Option<Standing>, own: Option<Standing>) -> Option<Standing> {
    match (cover, own) {
        (None, _) | (_, None) => None,
        (Some(gone), _) if gone.is_withdrawn() => Some(gone),
        (Some(Standing::Draft), Some(Standing::Public)) => Some(Standing::Draft),
        (_, own) => own,
    }
}

/// How a record may be shown, whatever covers it.
pub(super) fn own_standing(document: &Document, setting: Setting<'_>) -> Option<Standing> {
    match &document.front {
        Front::Meeting(front) => standing(&**front, setting),
        Front::Report(front) => standing(&**front, setting),
        Front::Story(front) => standing(&**front, setting),
        Front::Page(front) => standing(&**front, setting),
        Front::Person(_) | Front::Organization(_) => Some(Standing::Public),
    }
}

pub(super) fn standing(front: &impl Published, setting: Setting<'_>) -> Option<Standing> {
    let today = setting.today;
    // With only the day at hand, an hour of the day counts as the end of it.
    let embargoed = front.embargo().is_some_and(|until| match until.time {
        Some(_) => !today.is_past(until.date.last()),
        None => !today.has_come(until.date.first()),
    });
    if front.draft() || embargoed {
        return (setting.drafts == Drafts::Include).then_some(Standing::Draft);
    }
    if let Some(withdrawal) = front.withdrawn() {
        return Some(Standing::Withdrawn { date: withdrawal.date, reason: withdrawal.reason.clone() });
    }
    match front.public_until() {
        Some(until) if today.is_past(until.last()) => Some(Standing::Expired(until)),
        _ => Some(Standing::Public),
    }
}

/// The ids of people and organizations by their names, in every language.
fn names<'a>(groups: impl Iterator<Item = (&'a Identity, &'a Group<'a>)>) -> BTreeMap<(Kind, String), String> {
    let mut names = BTreeMap::new();
    for (identity, group) in groups.filter(|(identity, _)| matches!(identity.kind, Kind::Person | Kind::Organization)) {
        for document in group.documents() {
            let name = match &document.front {
                Front::Person(front) => front.name.as_ref(),
                Front::Organization(front) => front.name.as_ref(),
                _ => None,
            };
            names.extend(name.map(|name| ((identity.kind, name.to_string()), identity.id.clone())));
        }
    }
    names
}

fn private_people(groups: &BTreeMap<Identity, Group<'_>>, places: &Places) -> BTreeSet<u32> {
    let private = |(identity, group): (&Identity, &Group<'_>)| match &group.original.front {
        Front::Person(front) if front.public == Some(Flag(false)) => {
            places.people.get(&identity.id).map(|slot| slot.index)
        }
        _ => None,
    };
    groups.iter().filter_map(private).collect()
}

/// Every anchor of the record's page.
fn page_anchors(group: &Group<'_>) -> Vec<String> {
    anchors_in(group, std::iter::once(group.original).chain(group.translations.iter().map(|(_, document)| *document)))
}

/// The anchors of the record's page in the languages of some of its files.
fn anchors_in<'a>(group: &Group<'_>, documents: impl IntoIterator<Item = &'a Document>) -> Vec<String> {
    let mut anchors: Vec<String> = group.original.identity.kind.anchors().iter().map(|a| a.to_string()).collect();
    for document in documents {
        anchors.extend(document.body.facts.headings.iter().map(|heading| heading.anchor.clone()));
    }
    match &group.original.front {
        Front::Meeting(front) => anchors.extend(link::meeting_anchors(front)),
        Front::Report(front) => anchors.extend(link::report_anchors(front)),
        _ => {}
    }
    anchors
}

impl link::Records for BTreeMap<&Identity, &Group<'_>> {
    fn holds(&self, identity: &Identity) -> bool {
        self.contains_key(identity)
    }

    fn anchors(&self, identity: &Identity) -> Vec<String> {
        self.get(identity).map_or(Vec::new(), |group| page_anchors(group))
    }

    fn identities(&self) -> Vec<Identity> {
        self.keys().copied().cloned().collect()
    }
}

/// The ids to which records refer, each with its place in its table.
#[derive(Clone, Copy)]
struct Ids<'a> {
    topics: &'a BTreeMap<String, Slot>,
    series: &'a BTreeMap<String, Slot>,
    scales: &'a BTreeMap<String, Slot>,
    meetings: &'a BTreeMap<String, Slot>,
    people: &'a BTreeMap<String, Slot>,
    organizations: &'a BTreeMap<String, Slot>,
    /// The people who have no page.
    private: &'a BTreeSet<u32>,
}

impl Ids<'_> {
    /// Whether the record has a page: a person who is not public has none.
    fn is_page(&self, identity: &Identity) -> bool {
        let is_private = |slot: &Slot| self.private.contains(&slot.index);
        identity.kind != Kind::Person || !self.people.get(&identity.id).is_some_and(is_private)
    }
}

/// The ids of the visible records by which others name them, each with its place in its table.
struct Places {
    meetings: BTreeMap<String, Slot>,
    people: BTreeMap<String, Slot>,
    organizations: BTreeMap<String, Slot>,
}

impl Places {
    /// Those of records that come in the order of their ids.
    fn of<'a>(records: impl Iterator<Item = &'a Identity> + Clone) -> Places {
        let of = |kind| {
            let ids = records.clone().filter(|identity| identity.kind == kind).map(|identity| identity.id.clone());
            slots(ids.collect())
        };
        Places { meetings: of(Kind::Meeting), people: of(Kind::Person), organizations: of(Kind::Organization) }
    }
}

/// A report's id among all reports: `MEETING/REPORT`.
pub(super) fn report_key(identity: &Identity) -> String {
    format!("{}/{}", identity.id, identity.report.as_deref().unwrap_or(""))
}

#[derive(Default)]
pub(super) struct Tables {
    pub meetings: Vec<(String, Told<Meeting>)>,
    pub reports: Vec<(String, Told<Report>)>,
    pub stories: Vec<(String, Told<Story>)>,
    pub pages: Vec<(String, Told<Story>)>,
    pub people: Vec<(String, Told<Person>)>,
    pub organizations: Vec<(String, Told<Organization>)>,
    /// The records that may not be known of.
    pub hidden: BTreeMap<Identity, Hidden>,
    /// What is wrong with records by themselves, where something is.
    pub flaws: BTreeMap<Mark, Vec<Diagnostic>>,
}

/// A record that was resolved, with its id.
pub(super) enum Record {
    Meeting(String, Told<Meeting>),
    Report(String, Told<Report>),
    Story(String, Told<Story>),
    Page(String, Told<Story>),
    Person(String, Told<Person>),
    Organization(String, Told<Organization>),
}

impl Tables {
    fn add(&mut self, record: Record) {
        match record {
            Record::Meeting(id, told) => self.meetings.push((id, told)),
            Record::Report(id, told) => self.reports.push((id, told)),
            Record::Story(id, told) => self.stories.push((id, told)),
            Record::Page(id, told) => self.pages.push((id, told)),
            Record::Person(id, told) => self.people.push((id, told)),
            Record::Organization(id, told) => self.organizations.push((id, told)),
        }
    }
}

/// The newest meeting that was held: the lead where the configuration names none.
pub(super) fn newest_held(archive: &Archive) -> Option<Handle<Told<Meeting>>> {
    archive.newest.meetings.iter().copied().find(|meeting| archive.meetings[*meeting].original.was_held())
}
