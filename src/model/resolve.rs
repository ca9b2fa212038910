//! Documents -> the archive: which records there are, and where every reference leads.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil;

use super::commitment::{Commitment, Evidence, FollowUp};
use super::link::{self, Known};
use super::{
    Actor, Archive, Base, FileRef, Handle, Language, Matter, Meeting, Newest, Organization, Person, Report, Scale,
    Series, Standing, Story, Table, Term, Told, Topic, Who, check,
};
use crate::config::Config;
use crate::diag::{Check, Diagnostic, Field, Place, Spot};
use crate::markdown;
use crate::parse::record::{self, Counted, OrText, Published, Status};
use crate::parse::{Document, Front, Identity, Kind, folded, problem_with_id};
use crate::source::{SourceFile, SourceSet};
use crate::span::SourcePath;
use crate::yaml::{Count, Date, Exact, Fields, Flag, Many, Ref};

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
    pub today: civil::Date,
    pub drafts: Drafts,
}

/// Resolves all documents of a site. Every problem is named; what it concerns is left out.
pub fn resolve(documents: &[Arc<Document>], setting: Setting<'_>) -> (Archive, Vec<Diagnostic>) {
    let mut languages = vec![setting.config.first_language().to_string()];
    languages.extend(setting.config.languages.keys().map(str::to_string));
    let mut found = Vec::new();
    let groups = group(documents, &languages, &mut found);
    let standings = standings(&groups, setting);

    let visible = |identity: &Identity| standings.get(identity).is_some_and(|standing| standing.is_some());
    let mut ids = Ids::default();
    for identity in groups.keys().filter(|identity| visible(identity)) {
        ids.add(identity);
    }
    ids.private = private_people(&groups, &ids);
    let hidden: Vec<Identity> = groups.keys().filter(|identity| !visible(identity)).cloned().collect();
    let records: BTreeMap<Identity, Vec<String>> = groups
        .iter()
        .filter(|(identity, _)| visible(identity) && ids.is_page(identity))
        .map(|(identity, group)| (identity.clone(), page_anchors(group)))
        .collect();

    let mut resolver = Resolver { setting, ids, records, hidden, found };
    let mut tables = Tables::default();
    for (identity, group) in groups.iter().filter(|(identity, _)| visible(identity)) {
        let standing = standings[identity].clone().unwrap_or(Standing::Public);
        resolver.add(group, &standing, &mut tables);
    }
    let Resolver { found: mut out, ids, .. } = resolver;
    let mut archive = assemble(tables, languages, setting);
    archive.newest = newest(&archive);
    archive.has_samples = has_samples(&archive);
    archive.lead = lead(&archive, &ids, &mut out);
    archive.commitments = commitments(&archive, setting.sources, &mut out);
    check::archive(&archive, &mut out);
    (archive, out)
}

/// The files that tell one record.
struct Group<'a> {
    original: &'a Document,
    language: Language,
    translations: Vec<(Language, &'a Document)>,
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
        let fold = (identity.kind, folded(&identity.id), identity.report.as_deref().map(folded));
        if let Some(other) = folds.insert(fold, original.path.clone()) {
            let message = format!("this {} has the same id as `{other}`", identity.kind.word());
            let diagnostic = Diagnostic::new(Check::DuplicateId, Place::file(&original.path), message);
            found.push(diagnostic.help("rename one of the two; letter case and accents do not tell ids apart"));
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

/// How each record may be shown; `None` where it may not be known of.
fn standings(groups: &BTreeMap<Identity, Group<'_>>, setting: Setting<'_>) -> BTreeMap<Identity, Option<Standing>> {
    let mut standings: BTreeMap<Identity, Option<Standing>> = BTreeMap::new();
    // Meetings come before their reports, whose standing is never better than the meeting's.
    for (identity, group) in groups {
        let own = match &group.original.front {
            Front::Meeting(front) => standing(&**front, setting),
            Front::Report(front) => standing(&**front, setting),
            Front::Story(front) => standing(&**front, setting),
            Front::Page(front) => standing(&**front, setting),
            Front::Person(_) | Front::Organization(_) => Some(Standing::Public),
        };
        let cover = match identity.kind {
            Kind::Report => {
                let meeting = Identity { kind: Kind::Meeting, report: None, ..identity.clone() };
                standings.get(&meeting).cloned().unwrap_or(Some(Standing::Public))
            }
            _ => Some(Standing::Public),
        };
        let standing = match (cover, own) {
            (None, _) | (_, None) => None,
            (Some(Standing::Withdrawn { date, reason }), _) => Some(Standing::Withdrawn { date, reason }),
            (Some(Standing::Draft), Some(Standing::Public)) => Some(Standing::Draft),
            (_, own) => own,
        };
        standings.insert(identity.clone(), standing);
    }
    standings
}

fn standing(front: &impl Published, setting: Setting<'_>) -> Option<Standing> {
    let today = setting.today;
    // With only the day at hand, an hour of the day counts as the end of it.
    let embargoed = front.embargo().is_some_and(|until| match until.time {
        Some(_) => today <= until.date.last(),
        None => today < until.date.first(),
    });
    if front.draft() || embargoed {
        return (setting.drafts == Drafts::Include).then_some(Standing::Draft);
    }
    if let Some(withdrawal) = front.withdrawn() {
        return Some(Standing::Withdrawn { date: withdrawal.date, reason: withdrawal.reason.clone() });
    }
    match front.public_until() {
        Some(until) if until.last() < today => Some(Standing::Withdrawn { date: Some(until), reason: None }),
        _ => Some(Standing::Public),
    }
}

fn private_people(groups: &BTreeMap<Identity, Group<'_>>, ids: &Ids) -> BTreeSet<u32> {
    let private = |(identity, group): (&Identity, &Group<'_>)| match &group.original.front {
        Front::Person(front) if front.public == Some(Flag(false)) => ids.people.get(&identity.id).copied(),
        _ => None,
    };
    groups.iter().filter_map(private).collect()
}

/// Every anchor of the record's page.
fn page_anchors(group: &Group<'_>) -> Vec<String> {
    let mut anchors: Vec<String> = link::anchors(group.original.identity.kind).iter().map(|a| a.to_string()).collect();
    let documents = std::iter::once(group.original).chain(group.translations.iter().map(|(_, document)| *document));
    for document in documents {
        anchors.extend(document.body.facts.headings.iter().map(|heading| heading.anchor.clone()));
    }
    match &group.original.front {
        Front::Meeting(front) => {
            anchors.extend((1..=front.decisions.len()).map(|number| format!("decision-{number}")));
            let suggestions = front.suggestions.as_ref().and_then(Counted::count).unwrap_or(0);
            anchors.extend((1..=suggestions).map(|number| format!("suggestion-{number}")));
        }
        Front::Report(front) => {
            let ids = front.commitments.iter().filter_map(|commitment| commitment.id.as_deref());
            anchors.extend(ids.map(|id| format!("commitment-{id}")));
        }
        _ => {}
    }
    anchors
}

/// The ids of the visible records, each with its place in its table.
#[derive(Default)]
struct Ids {
    meetings: BTreeMap<String, u32>,
    reports: BTreeMap<String, u32>,
    stories: BTreeMap<String, u32>,
    pages: BTreeMap<String, u32>,
    people: BTreeMap<String, u32>,
    organizations: BTreeMap<String, u32>,
    private: BTreeSet<u32>,
}

impl Ids {
    /// Records come in the order of their ids, so that the count so far is the place.
    fn add(&mut self, identity: &Identity) {
        let (map, id) = match identity.kind {
            Kind::Meeting => (&mut self.meetings, identity.id.clone()),
            Kind::Report => (&mut self.reports, report_key(identity)),
            Kind::Story => (&mut self.stories, identity.id.clone()),
            Kind::Page => (&mut self.pages, identity.id.clone()),
            Kind::Person => (&mut self.people, identity.id.clone()),
            Kind::Organization => (&mut self.organizations, identity.id.clone()),
        };
        let place = map.len() as u32;
        map.insert(id, place);
    }

    /// Whether the record has a page: a person who is not public has none.
    fn is_page(&self, identity: &Identity) -> bool {
        identity.kind != Kind::Person || !self.people.get(&identity.id).is_some_and(|id| self.private.contains(id))
    }
}

/// A report's id among all reports: `MEETING/REPORT`.
fn report_key(identity: &Identity) -> String {
    format!("{}/{}", identity.id, identity.report.as_deref().unwrap_or(""))
}

#[derive(Default)]
struct Tables {
    meetings: Vec<(String, Told<Meeting>)>,
    reports: Vec<(String, Told<Report>)>,
    stories: Vec<(String, Told<Story>)>,
    pages: Vec<(String, Told<Story>)>,
    people: Vec<(String, Told<Person>)>,
    organizations: Vec<(String, Told<Organization>)>,
}

struct Resolver<'a> {
    setting: Setting<'a>,
    ids: Ids,
    records: BTreeMap<Identity, Vec<String>>,
    hidden: Vec<Identity>,
    found: Vec<Diagnostic>,
}

impl<'a> Resolver<'a> {
    fn add(&mut self, group: &Group<'_>, standing: &Standing, tables: &mut Tables) {
        let identity = &group.original.identity;
        let id = identity.id.clone();
        match identity.kind {
            Kind::Meeting => tables.meetings.push((id, self.tell(group, |it, told| it.meeting(told, standing)))),
            Kind::Report => {
                let told = self.tell(group, |it, told| it.report(told, standing));
                tables.reports.push((report_key(identity), told));
            }
            Kind::Story => tables.stories.push((id, self.tell(group, |it, told| it.story(told, standing)))),
            Kind::Page => tables.pages.push((id, self.tell(group, |it, told| it.page(told, standing)))),
            Kind::Person => tables.people.push((id, self.tell(group, |it, told| it.person(told)))),
            Kind::Organization => tables.organizations.push((id, self.tell(group, |it, told| it.organization(told)))),
        }
    }

    /// Resolves a record in each of its languages. What is wrong with its facts is said once.
    fn tell<T>(&mut self, group: &Group<'_>, resolve: impl Fn(&mut Self, &Telling<'_>) -> T) -> Told<T> {
        let original = Telling {
            document: group.original,
            front: group.original.front.clone(),
            language: group.language,
            own: page_anchors(group),
        };
        let told = resolve(self, &original);
        let mut translations = Vec::new();
        for (language, document) in &group.translations {
            let front = self.translated(&group.original.front, document);
            let telling = Telling { document, front, language: *language, own: original.own.clone() };
            let before = self.found.len();
            translations.push((*language, resolve(self, &telling)));
            // Facts were checked in the original; of a translation only its own links are left to check.
            let facts = |diagnostic: &Diagnostic| {
                !matches!(diagnostic.check, Check::DeadLink | Check::DeadAnchor | Check::UnsafeLink)
            };
            let mut index = before;
            while index < self.found.len() {
                if facts(&self.found[index]) {
                    self.found.remove(index);
                } else {
                    index += 1;
                }
            }
        }
        Told { original: told, translations }
    }

    /// The original's facts with the translation's words.
    fn translated(&mut self, original: &Front, document: &Document) -> Front {
        fn over<R: Fields + Clone>(original: &Arc<R>, by: &Arc<R>, differs: &mut Vec<crate::yaml::Differs>) -> Arc<R> {
            let mut front = (**original).clone();
            front.translate((**by).clone(), &Field::default(), differs);
            Arc::new(front)
        }
        let mut differs = Vec::new();
        let front = match (original, &document.front) {
            (Front::Meeting(original), Front::Meeting(by)) => Front::Meeting(over(original, by, &mut differs)),
            (Front::Report(original), Front::Report(by)) => Front::Report(over(original, by, &mut differs)),
            (Front::Story(original), Front::Story(by)) => Front::Story(over(original, by, &mut differs)),
            (Front::Page(original), Front::Page(by)) => Front::Page(over(original, by, &mut differs)),
            (Front::Person(original), Front::Person(by)) => Front::Person(over(original, by, &mut differs)),
            (Front::Organization(original), Front::Organization(by)) => {
                Front::Organization(over(original, by, &mut differs))
            }
            (_, own) => own.clone(),
        };
        for differs in differs {
            let place = Place::value(&document.path, differs.field);
            let diagnostic = Diagnostic::new(Check::TranslationDiffers, place, differs.message);
            self.found.push(diagnostic.help("a translation gives words; leave facts to the original file"));
        }
        front
    }

    /// Looks a reference up, or says what it might have meant.
    fn find<T>(&mut self, of: Kind, id: &Ref, place: Place) -> Option<Handle<T>> {
        let (ids, check) = match of {
            Kind::Meeting => (&self.ids.meetings, Check::UnknownMeeting),
            Kind::Person => (&self.ids.people, Check::UnknownPerson),
            _ => (&self.ids.organizations, Check::UnknownOrganization),
        };
        if let Some(index) = ids.get(&**id) {
            return Some(Handle::new(*index as usize));
        }
        let word = of.word();
        let hidden = |identity: &&Identity| identity.kind == of && identity.id == id.0;
        self.found.push(match self.hidden.iter().find(hidden) {
            Some(_) => Diagnostic::new(Check::HiddenReachable, place, format!("the {word} `{id}` is not public yet"))
                .help("take it out until it is published, or make this record a draft too"),
            None => {
                let folder = match of {
                    Kind::Meeting => "content/meetings/",
                    Kind::Person => "content/people/",
                    _ => "content/organizations/",
                };
                let diagnostic = Diagnostic::new(check, place, format!("no {word} named `{id}`"))
                    .label(format!("not in {folder}"))
                    .help(unknown_help(of, id));
                diagnostic.help_nearest(id, ids.keys().map(String::as_str))
            }
        });
        None
    }

    /// Looks an id of the configuration up; the place among its keys is the handle.
    fn find_key<T>(&mut self, check: Check, what: &str, id: &str, keys: &[&str], place: Place) -> Option<Handle<T>> {
        if let Ok(index) = keys.binary_search(&id) {
            return Some(Handle::new(index));
        }
        let diagnostic = Diagnostic::new(check, place, format!("no {what} named `{id}`"))
            .label("not in minutebook.yaml")
            .help(format!("the configuration names {}", if keys.is_empty() { "none".into() } else { keys.join(", ") }));
        self.found.push(diagnostic.help_nearest(id, keys.iter().copied()));
        None
    }

    fn actor(&mut self, person: &record::Person, file: &SourcePath, field: Field) -> Option<Actor> {
        let stated = [person.person.is_some(), person.name.is_some(), person.group.is_some()];
        if stated.iter().filter(|stated| **stated).count() > 1 {
            let message = "this says who it is more than once";
            let diagnostic = Diagnostic::new(Check::WrongValue, Place::value(file, field.clone()), message);
            self.found.push(diagnostic.help("keep one of `person`, `name` and `group`"));
        }
        let who = if let Some(id) = &person.person {
            let handle = self.find(Kind::Person, id, Place::value(file, field.at("person")))?;
            match self.ids.private.contains(&handle.0) {
                true => Who::Unnamed,
                false => Who::Person(handle),
            }
        } else if let Some(name) = &person.name {
            Who::Named(name.clone())
        } else if let Some(words) = &person.group {
            Who::Group { words: words.clone(), count: person.count.map(|Count(count)| count) }
        } else {
            person.role.as_ref()?;
            Who::Unnamed
        };
        Some(Actor { who, role: person.role.clone(), reason: person.reason.clone() })
    }

    fn actors(&mut self, people: &Many<OrText<record::Person>>, file: &SourcePath, key: &str) -> Vec<Actor> {
        let field = Field::of(key);
        people.iter().enumerate().filter_map(|(index, person)| self.actor(person, file, field.at(index))).collect()
    }

    fn optional_actor(&mut self, person: Option<&record::Person>, file: &SourcePath, field: Field) -> Option<Actor> {
        person.and_then(|person| self.actor(person, file, field))
    }

    /// A file beside a record.
    fn beside(&mut self, name: &str, file: &SourcePath, field: Field, what: &str) -> Option<FileRef> {
        let path = file.join(name).filter(|path| path.folder() == file.folder() && !name.contains(['/', '\\']));
        if let Some(found) = path.as_ref().and_then(|path| self.setting.sources.get(path)) {
            return Some(file_ref(found));
        }
        let diagnostic =
            Diagnostic::new(Check::UnknownFile, Place::value(file, field), format!("there is no {what} `{name}`"))
                .help(format!("put the file into {}/", file.folder()));
        let folder = file.folder();
        let names =
            self.setting.sources.below(folder).map(|file| file.path.name()).filter(|name| !name.ends_with(".md"));
        self.found.push(diagnostic.help_nearest(name, names));
        None
    }

    fn base(
        &mut self,
        telling: &Telling<'_>,
        title: String,
        sample: bool,
        standing: &Standing,
        aliases: &[Exact],
    ) -> Base {
        let Document { path, identity, body, .. } = telling.document;
        let mut links = BTreeMap::new();
        let known = Known { sources: self.setting.sources, records: &self.records, hidden: &self.hidden };
        let mut checked = Vec::new();
        for found in &body.facts.links {
            checked.push((found.destination.clone(), Place::bytes(path, found.span)));
        }
        let mut texts = Vec::new();
        telling.front.markdown(&mut texts);
        for (field, text) in texts.iter().filter(|(_, text)| text.contains("](") || text.contains('<')) {
            for found in markdown::facts(text).links {
                let spot = Spot::Within(field.clone(), found.destination.as_str().into());
                checked.push((found.destination, Place { file: path.clone(), spot }));
            }
        }
        for (destination, place) in checked {
            match link::resolve(&destination, path, &telling.own, &known, place) {
                Ok(target) => {
                    links.insert(destination, target);
                }
                Err(diagnostic) => self.found.push(*diagnostic),
            }
        }
        if self.setting.config.raw_html() == crate::config::RawHtml::Escape
            && let Some(span) = body.facts.html.first()
        {
            let diagnostic = Diagnostic::new(Check::RawHtml, Place::bytes(path, *span), "this HTML is shown as text");
            self.found.push(diagnostic.help("write it in Markdown, or set `markdown: {raw_html: sanitize}`"));
        }
        self.suspects(path, body);
        let id = identity.report.clone().unwrap_or_else(|| identity.id.clone());
        let (language, standing, body) = (telling.language, standing.clone(), body.clone());
        Base { id, file: path.clone(), language, title, sample, standing, body, links, aliases: aliases.to_vec() }
    }

    fn suspects(&mut self, path: &SourcePath, body: &crate::parse::Body) {
        let allowed = |text: &str| {
            let privacy = self.setting.config.privacy.as_ref();
            privacy.is_some_and(|privacy| privacy.allow.iter().any(|allowance| allowance.text.as_deref() == Some(text)))
        };
        for suspect in &body.suspects {
            if suspect.check == Check::PhoneNumber && allowed(&suspect.text) {
                continue;
            }
            let place = Place::bytes(path, suspect.span);
            self.found.push(Diagnostic::new(suspect.check, place, &*suspect.message).help(suspect.help));
        }
    }

    fn matter(&mut self, front: &impl Published, file: &SourcePath) -> Matter {
        let topic_ids = sorted_keys(self.setting.config.topics.keys());
        let mut topics = Vec::new();
        for (index, id) in front.topics().iter().enumerate() {
            let place = Place::value(file, Field::of("topics").at(index));
            topics.extend(self.find_key(Check::UnknownTopic, "topic", id, &topic_ids, place));
        }
        let mut photos = Vec::new();
        for (index, photo) in front.photos().iter().enumerate() {
            photos.extend(self.photo(photo, file, Field::of("photos").at(index)));
        }
        let mut attachments = Vec::new();
        for (index, attachment) in front.attachments().iter().enumerate() {
            let field = Field::of("attachments").at(index).at("file");
            if let Some(name) = attachment.file.as_deref()
                && let Some(found) = self.beside(name, file, field.clone(), "attachment")
            {
                if found.len > 20_000_000 {
                    let message = format!("`{name}` is {} MB, long to wait for on a phone", found.len / 1_000_000);
                    let diagnostic = Diagnostic::new(Check::LargeAttachment, Place::value(file, field), message);
                    self.found.push(diagnostic.help("scan it in grey at 150 dots an inch, or split it"));
                }
                attachments.push((found, attachment.0.clone()));
            }
        }
        let mut review = Vec::new();
        for (index, entry) in front.review().iter().enumerate() {
            let field = Field::of("review").at(index);
            self.review_level(entry, file, &field);
            let by = self.optional_actor(entry.by.as_deref(), file, field.at("by"));
            review.push((entry.clone(), by));
        }
        self.required_reviews(front, file);
        let keys = ["author", "editor", "photographer"];
        let people = front.credits();
        let credits = [0, 1, 2].map(|index| self.optional_actor(people[index], file, Field::of(keys[index])));
        Matter {
            summary: front.summary().cloned(),
            topics,
            photos,
            attachments,
            source: front.source().cloned(),
            credits,
            review,
            corrections: front.corrections().to_vec(),
        }
    }

    fn photo(&mut self, photo: &record::Photo, file: &SourcePath, field: Field) -> Option<(FileRef, record::Photo)> {
        let name = photo.file.as_deref()?;
        if photo.alt.is_none() {
            let place = Place::value(file, field.at("file"));
            let diagnostic = Diagnostic::new(Check::ImageWithoutAlt, place, format!("the photo `{name}` has no `alt`"));
            self.found.push(diagnostic.help("add `alt:` with what is to be seen, for those who do not see it"));
        }
        Some((self.beside(name, file, field.at("file"), "photo")?, photo.clone()))
    }

    fn levels(&self) -> Vec<&'a str> {
        let review = self.setting.config.review.as_ref();
        review.map_or(Vec::new(), |review| review.levels.iter().map(|level| &**level).collect())
    }

    fn review_level(&mut self, entry: &record::Review, file: &SourcePath, field: &Field) {
        let levels = self.levels();
        let Some(level) = entry.level.as_deref() else {
            return;
        };
        if !levels.is_empty() && !levels.contains(&level) {
            let place = Place::value(file, field.at("level"));
            let diagnostic = Diagnostic::new(Check::WrongValue, place, format!("no review level named `{level}`"))
                .help(format!("the levels are {}", levels.join(", ")));
            self.found.push(diagnostic.help_nearest(level, levels));
        }
    }

    fn required_reviews(&mut self, front: &impl Published, file: &SourcePath) {
        let required = self.setting.config.review.as_ref().is_some_and(|review| review.required == Some(Flag(true)));
        if !required || front.draft() {
            return;
        }
        let has = |level: &str| front.review().iter().any(|entry| entry.level.as_deref() == Some(level));
        let missing: Vec<&str> = self.levels().into_iter().filter(|level| !has(level)).collect();
        if !missing.is_empty() {
            let message = format!("the review is not complete: {} missing", missing.join(", "));
            let diagnostic = Diagnostic::new(Check::MissingReview, Place::value(file, Field::of("review")), message);
            self.found.push(diagnostic.help("add the sign-off under `review:`, or mark the record `draft: true`"));
        }
    }

    fn meeting(&mut self, telling: &Telling<'_>, standing: &Standing) -> Meeting {
        let Front::Meeting(front) = &telling.front else { unreachable!("a meeting's file gives a meeting") };
        let file = &telling.document.path;
        let place = |key: &str| Place::value(file, Field::of(key));
        let title = front.title.as_deref().unwrap_or_default().to_string();
        let base = self.base(telling, title, front.sample(), standing, front.aliases());
        let matter = self.matter(&**front, file);
        let series_ids = sorted_keys(self.setting.config.series.keys());
        let series: Option<Handle<Series>> = front
            .series
            .as_ref()
            .and_then(|id| self.find_key(Check::UnknownSeries, "series", id, &series_ids, place("series")));
        let scale_ids = sorted_keys(self.setting.config.scales.keys());
        let assessment = front.assessment.as_ref();
        let scale_place = Place::value(file, Field::of("assessment").at("scale"));
        let scale = match assessment.and_then(|assessment| assessment.scale.as_ref()) {
            Some(id) => self.find_key(Check::UnknownScale, "scale", id, &scale_ids, scale_place),
            None => {
                let series = front.series.as_deref().and_then(|id| self.setting.config.series.get(id));
                let id = series.and_then(|series| series.scale.as_deref());
                id.and_then(|id| scale_ids.binary_search(&id).ok()).map(Handle::new)
            }
        };
        let mut named = Vec::new();
        for (index, id) in front.reports.iter().flat_map(|reports| reports.items.iter().enumerate()) {
            let place = Place::value(file, Field::of("reports").at("items").at(index));
            named.extend(self.find(Kind::Organization, id, place));
        }
        let mut motions = Vec::new();
        for (index, decision) in front.decisions.iter().enumerate() {
            let field = Field::of("decisions").at(index);
            let moved = self.optional_actor(decision.moved_by.as_deref(), file, field.at("moved_by"));
            let seconded = self.optional_actor(decision.seconded_by.as_deref(), file, field.at("seconded_by"));
            motions.push([moved, seconded]);
        }
        let held = front.held.unwrap_or(Date { year: 0, month: None, day: None });
        let past = held.first() <= self.setting.today;
        let suggestions_by = front.suggestions.as_ref().and_then(|suggestions| suggestions.by.as_deref());
        let adopted_at = front.minutes.as_ref().and_then(|minutes| minutes.adopted_at.as_ref());
        Meeting {
            base,
            matter,
            held,
            covers: front.covers,
            published: front.published,
            status: front.status.unwrap_or(if past { Status::Held } else { Status::Scheduled }),
            series,
            organizer: front.organizer.as_ref().and_then(|id| self.find(Kind::Organization, id, place("organizer"))),
            adopted_at: adopted_at
                .and_then(|id| self.find(Kind::Meeting, id, Place::value(file, Field::of("minutes").at("adopted_at")))),
            chair: self.actors(&front.chair, file, "chair"),
            speakers: self.actors(&front.speakers, file, "speakers"),
            present: self.actors(&front.present, file, "present"),
            in_attendance: self.actors(&front.in_attendance, file, "in_attendance"),
            apologies: self.actors(&front.apologies, file, "apologies"),
            absent: self.actors(&front.absent, file, "absent"),
            suggestions_by: self.optional_actor(suggestions_by, file, Field::of("suggestions").at("by")),
            motions,
            named,
            scale,
            visibility: assessment
                .and_then(|assessment| assessment.visibility)
                .unwrap_or_else(|| self.setting.config.visibility()),
            front: front.clone(),
        }
    }

    fn report(&mut self, telling: &Telling<'_>, standing: &Standing) -> Report {
        let Front::Report(front) = &telling.front else { unreachable!("a report's file gives a report") };
        let Document { path: file, identity, .. } = telling.document;
        let base = self.base(
            telling,
            front.title.as_deref().unwrap_or_default().to_string(),
            front.sample(),
            standing,
            front.aliases(),
        );
        let matter = self.matter(&**front, file);
        let meeting = match self.ids.meetings.get(&identity.id) {
            Some(index) => Handle::new(*index as usize),
            None => {
                let message = format!("there is no meeting `{}` for this report", identity.id);
                let diagnostic = Diagnostic::new(Check::UnknownMeeting, Place::file(file), message);
                self.found.push(diagnostic.help(format!("add {}/index.md", file.folder())));
                Handle::new(usize::from(u16::MAX))
            }
        };
        let place = Place::value(file, Field::of("organization"));
        let organization = front.organization.as_ref().and_then(|id| self.find(Kind::Organization, id, place));
        let mut comments = Vec::new();
        for (index, comment) in front.comment.iter().enumerate() {
            let by = self.optional_actor(comment.by.as_deref(), file, Field::of("comment").at(index).at("by"));
            comments.push((comment.0.clone(), by.into_iter().collect()));
        }
        let mut responsible = Vec::new();
        for (index, commitment) in front.commitments.iter().enumerate() {
            let field = Field::of("commitments").at(index).at("responsible");
            responsible.push(self.optional_actor(commitment.responsible.as_deref(), file, field));
        }
        if front.secretary.is_none() && front.organization.is_none() {
            let diagnostic = Diagnostic::new(
                Check::MissingKey,
                Place::value(file, Field::default()),
                "nothing says whose report this is",
            );
            self.found.push(diagnostic.help("add `secretary: ` or `organization: ` and an id"));
        }
        Report {
            base,
            matter,
            meeting,
            name: identity.report.clone().unwrap_or_default(),
            secretary: self.optional_actor(front.secretary.as_deref(), file, Field::of("secretary")),
            organization,
            comments,
            responsible,
            front: front.clone(),
        }
    }

    fn about(&mut self, about: &Many<Ref>, file: &SourcePath) -> Vec<Handle<Told<Meeting>>> {
        let mut meetings = Vec::new();
        for (index, id) in about.iter().enumerate() {
            meetings.extend(self.find(Kind::Meeting, id, Place::value(file, Field::of("about").at(index))));
        }
        meetings
    }

    fn story(&mut self, telling: &Telling<'_>, standing: &Standing) -> Story {
        let Front::Story(front) = &telling.front else { unreachable!("a story's file gives a story") };
        let title = front.title.as_deref().unwrap_or_default().to_string();
        let base = self.base(telling, title, front.sample(), standing, front.aliases());
        let file = &telling.document.path;
        let matter = self.matter(&**front, file);
        Story { base, matter, published: front.published, about: self.about(&front.about, file), menu: None }
    }

    fn page(&mut self, telling: &Telling<'_>, standing: &Standing) -> Story {
        let Front::Page(front) = &telling.front else { unreachable!("a page's file gives a page") };
        let title = front.title.as_deref().unwrap_or_default().to_string();
        let base = self.base(telling, title, front.sample(), standing, front.aliases());
        let file = &telling.document.path;
        let matter = self.matter(&**front, file);
        let menu = front.menu.map(|Count(place)| place);
        Story { base, matter, published: front.published, about: self.about(&front.about, file), menu }
    }

    fn person(&mut self, telling: &Telling<'_>) -> Person {
        let Front::Person(front) = &telling.front else { unreachable!("a person's file gives a person") };
        let file = &telling.document.path;
        let name = front.name.as_deref().unwrap_or_default().to_string();
        let sample = front.sample == Some(Flag(true));
        let base = self.base(telling, name, sample, &Standing::Public, &front.aliases);
        let mut terms = Vec::new();
        for (index, role) in front.roles.iter().enumerate() {
            let field = Field::of("roles").at(index);
            let organization = role
                .organization
                .as_ref()
                .and_then(|id| self.find(Kind::Organization, id, Place::value(file, field.at("organization"))));
            if let (Some(start), Some(end)) = (role.start, role.end)
                && end.last() < start.first()
            {
                let message = "this term ends before it begins";
                self.found.push(Diagnostic::new(Check::WrongValue, Place::value(file, field.at("end")), message));
            }
            let post = role.post.clone().unwrap_or_default();
            terms.push(Term { post, role: role.role.clone(), organization, start: role.start, end: role.end });
        }
        Person {
            base,
            sort_name: front.sort_name.clone(),
            other_names: front.other_names.to_vec(),
            terms,
            photo: front.photo.as_ref().and_then(|photo| self.photo(photo, file, Field::of("photo"))),
            public: front.public != Some(Flag(false)),
        }
    }

    fn organization(&mut self, telling: &Telling<'_>) -> Organization {
        let Front::Organization(front) = &telling.front else { unreachable!("an organization's file gives one") };
        let file = &telling.document.path;
        let name = front.name.as_deref().unwrap_or_default().to_string();
        let sample = front.sample == Some(Flag(true));
        let base = self.base(telling, name, sample, &Standing::Public, &front.aliases);
        let mut find = |id: &Option<Ref>, key: &str| {
            let id = id.as_ref()?;
            self.find(Kind::Organization, id, Place::value(file, Field::of(key)))
        };
        Organization {
            base,
            kind: front.kind.clone(),
            order: front.order.map(|Count(order)| order),
            parent: find(&front.parent, "parent"),
            other_names: front.other_names.to_vec(),
            founded: front.founded,
            dissolved: front.dissolved,
            successor: find(&front.successor, "successor"),
        }
    }
}

/// A record in one language.
struct Telling<'a> {
    document: &'a Document,
    front: Front,
    language: Language,
    own: Vec<String>,
}

impl Front {
    fn markdown<'a>(&'a self, out: &mut Vec<(Field, &'a crate::yaml::Markdown)>) {
        let root = Field::default();
        match self {
            Front::Meeting(front) => front.markdown(&root, out),
            Front::Report(front) => front.markdown(&root, out),
            Front::Story(front) => front.markdown(&root, out),
            Front::Page(front) => front.markdown(&root, out),
            Front::Person(front) => front.markdown(&root, out),
            Front::Organization(front) => front.markdown(&root, out),
        }
    }
}

fn file_ref(file: &SourceFile) -> FileRef {
    FileRef { source: file.path.clone(), len: file.len, size: file.size }
}

fn unknown_help(of: Kind, id: &str) -> String {
    match of {
        Kind::Person => format!("add content/people/{id}.md, or write `{{name: …}}` for somebody without a page"),
        Kind::Organization => format!("add content/organizations/{id}.md"),
        _ => format!("add content/meetings/{id}/index.md"),
    }
}

/// The keys of a group of the configuration, sorted: a key's place is its handle.
fn sorted_keys<'a>(keys: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut keys: Vec<&str> = keys.collect();
    keys.sort_unstable();
    keys
}

fn assemble(tables: Tables, languages: Vec<String>, setting: Setting<'_>) -> Archive {
    let config = setting.config.clone();
    let topics = sorted_keys(config.topics.keys()).into_iter().map(|id| (id.to_string(), Topic { id: id.to_string() }));
    let scales = sorted_keys(config.scales.keys()).into_iter().map(|id| {
        let grades = config.scales.get(id).map_or(Vec::new(), |grades| grades.keys().map(str::to_string).collect());
        (id.to_string(), Scale { id: id.to_string(), grades })
    });
    let (topics, scales) = (Table::new(topics.collect()), Table::new(scales.collect()));
    let meetings = Table::new(tables.meetings);
    let people = Table::new(tables.people);
    let organizations = Table::new(tables.organizations);
    let mut reports = tables.reports;
    // A report whose meeting is missing has been named; nothing can be said about it.
    reports.retain(|(_, report)| (report.original.meeting.0 as usize) < meetings.len());
    settle_reports(&mut reports, &meetings, &people, &organizations);
    let reports = Table::new(reports);
    let series = sorted_keys(config.series.keys()).into_iter().map(|id| {
        let handle = Handle::new(sorted_keys(config.series.keys()).binary_search(&id).unwrap_or(0));
        let scale = config.series.get(id).and_then(|series| series.scale.as_deref()).and_then(|id| scales.find(id));
        (id.to_string(), Series { id: id.to_string(), scale, meetings: in_series(&meetings, handle) })
    });
    let series = Table::new(series.collect());
    let reports_of = speaking_order(&meetings, &reports);
    let expected = expected(&config, &meetings, &organizations, &series);
    Archive {
        config,
        languages,
        today: setting.today,
        meetings,
        reports,
        stories: Table::new(tables.stories),
        pages: Table::new(tables.pages),
        people,
        organizations,
        topics,
        series,
        scales,
        commitments: Vec::new(),
        reports_of,
        expected,
        lead: None,
        newest: Newest::default(),
        has_samples: false,
    }
}

fn newest(archive: &Archive) -> Newest {
    let mut meetings: Vec<_> = archive.meetings.handles().collect();
    meetings.sort_by_key(|handle| {
        let meeting = &archive.meetings[*handle].original;
        (Reverse(meeting.held.first()), *handle)
    });
    let mut stories: Vec<_> = archive.stories.handles().collect();
    stories.sort_by_key(|handle| (Reverse(archive.stories[*handle].original.published), *handle));
    let reports = meetings.iter().flat_map(|meeting| archive.reports_of(*meeting).iter().copied()).collect();
    Newest { meetings, reports, stories }
}

fn has_samples(archive: &Archive) -> bool {
    archive.meetings.iter().any(|(_, record)| record.original.base.sample)
        || archive.reports.iter().any(|(_, record)| record.original.base.sample)
        || archive.stories.iter().any(|(_, record)| record.original.base.sample)
        || archive.people.iter().any(|(_, record)| record.original.base.sample)
        || archive.organizations.iter().any(|(_, record)| record.original.base.sample)
}

/// Fills in what a report leaves to the rest of the archive: the organization in which the
/// secretary held office that day, the title, and the chair as the one who commented.
fn settle_reports(
    reports: &mut [(String, Told<Report>)],
    meetings: &Table<Told<Meeting>>,
    people: &Table<Told<Person>>,
    organizations: &Table<Told<Organization>>,
) {
    for (_, told) in reports {
        let each = std::iter::once(&mut told.original).chain(told.translations.iter_mut().map(|(_, report)| report));
        for report in each {
            let meeting = meetings[report.meeting].in_language(report.base.language);
            if report.organization.is_none()
                && let Some(Actor { who: Who::Person(person), .. }) = &report.secretary
            {
                let terms = people[*person].original.terms_on(meeting.held);
                report.organization = terms.filter_map(|term| term.organization).next();
            }
            for (_, by) in report.comments.iter_mut().filter(|(_, by)| by.is_empty()) {
                *by = meeting.chair.clone();
            }
            if report.base.title.is_empty()
                && let Some(organization) = report.organization
            {
                // The words around the name come from the theme; here it is the name alone.
                report.base.title = organizations[organization].in_language(report.base.language).base.title.clone();
            }
        }
    }
}

fn in_series(meetings: &Table<Told<Meeting>>, series: Handle<Series>) -> Vec<Handle<Told<Meeting>>> {
    let mut members: Vec<_> = meetings
        .iter()
        .filter(|(_, meeting)| meeting.original.series == Some(series))
        .map(|(handle, _)| handle)
        .collect();
    members.sort_by_key(|handle| {
        let meeting = &meetings[*handle].original;
        (meeting.covers, meeting.held.first(), *handle)
    });
    members
}

fn speaking_order(meetings: &Table<Told<Meeting>>, reports: &Table<Told<Report>>) -> Vec<Vec<Handle<Told<Report>>>> {
    let mut order: Vec<Vec<Handle<Told<Report>>>> = vec![Vec::new(); meetings.len()];
    for (handle, report) in reports.iter() {
        order[report.original.meeting.0 as usize].push(handle);
    }
    for given in &mut order {
        given.sort_by_key(|handle| {
            let report = &reports[*handle].original;
            (report.front.order.unwrap_or(Count(u32::MAX)), report.name.clone())
        });
    }
    order
}

/// Who is expected to report at each meeting: the organizations of the series' kinds that
/// existed that day and answer to the meeting's organizer, in the order of the register.
fn expected(
    config: &Config,
    meetings: &Table<Told<Meeting>>,
    organizations: &Table<Told<Organization>>,
    series: &Table<Series>,
) -> Vec<Vec<Handle<Told<Organization>>>> {
    let mut register: Vec<_> = organizations.handles().collect();
    register.sort_by_key(|handle| {
        let organization = &organizations[*handle].original;
        (organization.order.unwrap_or(u32::MAX), organization.base.id.clone())
    });
    let of_meeting = |(_, meeting): (Handle<Told<Meeting>>, &Told<Meeting>)| {
        let meeting = &meeting.original;
        let Some(from) = meeting
            .series
            .and_then(|handle| config.series.get(&series[handle].id))
            .and_then(|series| series.reports_from.as_ref())
            .filter(|_| meeting.status == Status::Held)
        else {
            return Vec::new();
        };
        let is_expected = |handle: &Handle<Told<Organization>>| {
            let organization = &organizations[*handle].original;
            let kind = organization.kind.as_deref().is_some_and(|kind| from.kind.iter().any(|of| **of == *kind));
            let under = organization.parent.is_none()
                || meeting.organizer.is_none()
                || organization.parent == meeting.organizer;
            kind && under && organization.exists_on(meeting.held.first())
        };
        register.iter().copied().filter(is_expected).collect()
    };
    meetings.iter().map(of_meeting).collect()
}

fn lead(archive: &Archive, ids: &Ids, found: &mut Vec<Diagnostic>) -> Option<Handle<Told<Meeting>>> {
    let Some(id) = archive.config.lead.as_deref() else {
        let held = |handle: &Handle<Told<Meeting>>| {
            let meeting = &archive.meetings[*handle].original;
            meeting.status == Status::Held && !meeting.base.standing.is_withdrawn()
        };
        return archive.newest.meetings.iter().copied().find(held);
    };
    if let Some(index) = ids.meetings.get(id) {
        return Some(Handle::new(*index as usize));
    }
    let place = Place::value(&SourcePath::new(crate::config::FILE), Field::of("lead"));
    let diagnostic = Diagnostic::new(Check::UnknownMeeting, place, format!("no meeting named `{id}`"));
    found.push(diagnostic.help_nearest(id, ids.meetings.keys().map(String::as_str)));
    None
}

/// Every commitment of every report, with all that later reports say of it.
fn commitments(archive: &Archive, sources: &SourceSet, found: &mut Vec<Diagnostic>) -> Vec<Commitment> {
    let mut commitments: Vec<Commitment> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for (handle, told) in archive.reports.iter().filter(|(_, told)| !told.original.base.standing.is_withdrawn()) {
        let report = &told.original;
        let file = &report.base.file;
        let meeting = &archive.meetings[report.meeting].original;
        for (index, commitment) in report.front.commitments.iter().enumerate() {
            let id = commitment.id.as_deref().unwrap_or_default().to_string();
            let key = format!("{}/{}/{id}", meeting.base.id, report.name);
            if let Some(_first) = places.insert(key.clone(), commitments.len()) {
                let place = Place::value(file, Field::of("commitments").at(index).at("id"));
                let diagnostic =
                    Diagnostic::new(Check::DuplicateId, place, format!("two commitments are called `{id}`"));
                found.push(diagnostic.help("give each its own id; later reports answer it by this name"));
            }
            let updates = commitment.updates.iter().enumerate().filter_map(|(number, update)| {
                let field = Field::of("commitments").at(index).at("updates").at(number).at("evidence");
                Some(FollowUp {
                    date: update.date?,
                    status: update.status,
                    text: update.text.clone(),
                    evidence: evidence(update.evidence.as_deref(), file, field, sources, found),
                    report: None,
                })
            });
            commitments.push(Commitment {
                key,
                id,
                report: handle,
                index,
                kind: commitment.kind.unwrap_or(record::CommitmentKind::Commitment),
                made: meeting.held,
                due: commitment.due,
                first_status: commitment.status.unwrap_or(record::Progress::NotStarted),
                follow_ups: updates.collect(),
                sample: report.base.sample,
            });
        }
    }
    for (handle, told) in archive.reports.iter().filter(|(_, told)| !told.original.base.standing.is_withdrawn()) {
        let report = &told.original;
        let meeting = &archive.meetings[report.meeting].original;
        for (index, answer) in report.front.previous.iter().enumerate() {
            let field = Field::of("previous").at(index);
            let Some(key) = answer.r#ref.as_deref() else {
                continue;
            };
            let place = Place::value(&report.base.file, field.at("ref"));
            let Some(commitment) = places.get(key).map(|at| &mut commitments[*at]) else {
                let diagnostic =
                    Diagnostic::new(Check::UnknownCommitment, place, format!("no commitment named `{key}`"))
                        .help("write MEETING/REPORT/ID, as in `2022-02-25-annual-debriefing/orchard/heating`");
                found.push(diagnostic.help_nearest(key, places.keys().map(String::as_str)));
                continue;
            };
            if commitment.made.first() >= meeting.held.first() {
                let message = format!("`{key}` was not made before this meeting");
                found.push(
                    Diagnostic::new(Check::UnknownCommitment, place, message)
                        .help("answer what an earlier report promised"),
                );
                continue;
            }
            commitment.follow_ups.push(FollowUp {
                date: meeting.held,
                status: answer.status,
                text: answer.note.clone(),
                evidence: evidence(answer.evidence.as_deref(), &report.base.file, field.at("evidence"), sources, found),
                report: Some(handle),
            });
        }
    }
    for commitment in &mut commitments {
        commitment.follow_ups.sort_by_key(|follow_up| (follow_up.date.last(), follow_up.report));
    }
    commitments
}

fn evidence(
    words: Option<&str>,
    file: &SourcePath,
    field: Field,
    sources: &SourceSet,
    found: &mut Vec<Diagnostic>,
) -> Option<Evidence> {
    let words = words?;
    if markdown::is_external(words) {
        if markdown::is_safe(words) {
            return Some(Evidence::Link(words.to_string()));
        }
        let message = format!("`{words}` is a link that could run a program");
        found.push(Diagnostic::new(Check::UnsafeLink, Place::value(file, field), message));
        return None;
    }
    // One word with an ending is a file; anything else is words.
    let is_name = !words.contains(char::is_whitespace)
        && words
            .rsplit_once('.')
            .is_some_and(|(_, end)| (2..=5).contains(&end.len()) && end.chars().all(|c| c.is_ascii_alphanumeric()));
    if !is_name {
        return Some(Evidence::Words(words.to_string()));
    }
    if let Some(beside) =
        file.join(words).filter(|path| path.folder() == file.folder()).and_then(|path| sources.get(&path))
    {
        return Some(Evidence::File(file_ref(beside)));
    }
    let diagnostic =
        Diagnostic::new(Check::UnknownFile, Place::value(file, field), format!("there is no evidence `{words}`"))
            .help(format!("put the file into {}/, or describe it in words", file.folder()));
    let names = sources.below(file.folder()).map(|file| file.path.name()).filter(|name| !name.ends_with(".md"));
    found.push(diagnostic.help_nearest(words, names));
    None
}
