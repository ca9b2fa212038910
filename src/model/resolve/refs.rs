//! References of a record -> what they lead to, or a finding that says what they might mean.

use std::collections::{BTreeMap, BTreeSet};

use super::records::Telling;
use super::{Ids, Setting, report_key};
use crate::config::{self, RawHtml};
use crate::diag::{Check, Diagnostic, Field, Place, Spot};
use crate::markdown;
use crate::model::link;
use crate::model::picture::{self, Use};
use crate::model::table::Slot;
use crate::model::{
    Actor, Base, Evidence, FileRef, Handle, Mark, Matter, Meeting, Organization, Standing, Target, Text, Told, Who,
    file_ref,
};
use crate::parse::record::{self, Published};
use crate::parse::{Document, Identity, Kind, problem_with_id};
use crate::span::SourcePath;
use crate::yaml::OrText;
use crate::yaml::{Count, Exact, Flag, Many, Ref};

/// What there is that a record may refer to.
pub(super) struct Known<'a> {
    pub ids: Ids<'a>,
    /// The records that have pages.
    pub records: &'a dyn link::Records,
    pub hidden: Vec<Identity>,
    /// The people who have no page.
    pub private: Vec<Identity>,
    /// The id of a person or an organization of a name.
    pub named: &'a (dyn Fn(Kind, &str) -> Option<String> + Sync),
    /// Whether the meeting of an id was taken back.
    pub withdrawn: &'a (dyn Fn(&str) -> bool + Sync),
}

/// Looks up what a record refers to, and gathers what it does not find.
pub(super) struct Resolver<'a> {
    pub setting: Setting<'a>,
    pub known: &'a Known<'a>,
    pub found: Vec<Diagnostic>,
}

impl<'a> Resolver<'a> {
    /// Looks a reference up, or says what it might have meant.
    pub(super) fn find<T>(&mut self, of: Kind, id: &Ref, place: Place) -> Option<Handle<T>> {
        let (ids, check) = match of {
            Kind::Meeting => (&self.known.ids.meetings, Check::UnknownMeeting),
            Kind::Person => (&self.known.ids.people, Check::UnknownPerson),
            _ => (&self.known.ids.organizations, Check::UnknownOrganization),
        };
        if let Some(slot) = ids.get(&**id) {
            return Some(Handle::new(*slot, Mark::of(of.word(), id)));
        }
        let word = of.word();
        let hidden = |identity: &&Identity| identity.kind == of && identity.id == id.0;
        self.found.push(match self.known.hidden.iter().find(hidden) {
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
                // Who writes a name where an id belongs means the record of that name, or the id like it.
                let like = id.to_lowercase().replace([' ', '_'], "-");
                match (self.known.named)(of, id) {
                    Some(named) => diagnostic.help(format!("write `{named}`, the name of its file")),
                    None => diagnostic.help_nearest(&like, ids.keys().map(String::as_str)),
                }
            }
        });
        None
    }

    /// Looks an id of the configuration up.
    pub(super) fn find_key<T>(
        &mut self,
        check: Check,
        what: &str,
        id: &str,
        known: &BTreeMap<String, Slot>,
        place: Place,
    ) -> Option<Handle<T>> {
        if let Some(handle) = key(what, id, known) {
            return Some(handle);
        }
        let keys: Vec<&str> = known.keys().map(String::as_str).collect();
        let diagnostic = Diagnostic::new(check, place, format!("no {what} named `{id}`"))
            .label("not in minutebook.yaml")
            .help(format!("the configuration names {}", if keys.is_empty() { "none".into() } else { keys.join(", ") }));
        self.found.push(diagnostic.help_nearest(id, keys));
        None
    }

    pub(super) fn actor(&mut self, person: &record::Person, file: &SourcePath, field: Field) -> Option<Actor> {
        let stated = [person.person.is_some(), person.name.is_some(), person.group.is_some()];
        if stated.iter().filter(|stated| **stated).count() > 1 {
            let message = "this says who it is more than once";
            let diagnostic = Diagnostic::new(Check::WrongValue, Place::value(file, field.clone()), message);
            self.found.push(diagnostic.help("keep one of `person`, `name` and `group`"));
        }
        let who = if let Some(id) = &person.person {
            let handle = self.find(Kind::Person, id, Place::value(file, field.at("person")))?;
            match self.known.ids.private.contains(&handle.index) {
                true => Who::Unnamed(Some(handle)),
                false => Who::Person(handle),
            }
        } else if let Some(name) = &person.name {
            Who::Named(name.clone())
        } else if let Some(words) = &person.group {
            Who::Group { words: words.clone(), count: person.count.map(|Count(count)| count) }
        } else {
            if person.role.is_none() {
                let diagnostic = Diagnostic::new(Check::WrongValue, Place::value(file, field), "this names nobody");
                self.found.push(diagnostic.help("add `name`, `person`, `group` or `role`"));
                return None;
            }
            Who::Unnamed(None)
        };
        Some(Actor { who, role: person.role.clone(), reason: person.reason.clone() })
    }

    pub(super) fn actors(&mut self, people: &Many<OrText<record::Person>>, file: &SourcePath, key: &str) -> Vec<Actor> {
        let field = Field::of(key);
        people.iter().enumerate().filter_map(|(index, person)| self.actor(person, file, field.at(index))).collect()
    }

    pub(super) fn optional_actor(
        &mut self,
        person: Option<&record::Person>,
        file: &SourcePath,
        field: Field,
    ) -> Option<Actor> {
        person.and_then(|person| self.actor(person, file, field))
    }

    /// A file beside a record.
    pub(super) fn beside(&mut self, name: &str, file: &SourcePath, field: Field, used: Use) -> Option<FileRef> {
        let path = file.join(name).filter(|path| path.folder() == file.folder() && !name.contains(['/', '\\']));
        if let Some(found) = path.as_ref().and_then(|path| self.setting.sources.get(path)) {
            let found = file_ref(found);
            self.found.extend(picture::fault(&found, used, Place::value(file, field)));
            return Some(found);
        }
        let folder = file.folder();
        let (what, help) = match used {
            Use::Evidence => ("evidence", format!("put the file into {folder}/, or describe it in words")),
            Use::Shown => ("photo", format!("put the file into {folder}/")),
            Use::Offered | Use::Signed | Use::Withheld => ("attachment", format!("put the file into {folder}/")),
        };
        let diagnostic =
            Diagnostic::new(Check::UnknownFile, Place::value(file, field), format!("there is no {what} `{name}`"))
                .help(help);
        let names =
            self.setting.sources.below(folder).map(|file| file.path.name()).filter(|name| !name.ends_with(".md"));
        self.found.push(diagnostic.help_nearest(name, names));
        None
    }

    /// What shows that it is as an update of a commitment says, or an answer to one: an address, a file beside the record,
    /// or words.
    pub(super) fn evidence(&mut self, words: &str, file: &SourcePath, field: Field) -> Option<Evidence> {
        if markdown::is_external(words) {
            if markdown::is_safe(words) {
                return Some(Evidence::Link(words.to_string()));
            }
            let message = format!("`{words}` is a link that could run a program");
            let diagnostic = Diagnostic::new(Check::UnsafeLink, Place::value(file, field), message);
            self.found.push(diagnostic.help("write an https address, the name of a file beside the record, or words"));
            return None;
        }
        // One word with an ending is a file; anything else is words.
        let is_name = !words.contains(char::is_whitespace)
            && words
                .rsplit_once('.')
                .is_some_and(|(_, end)| (2..=5).contains(&end.len()) && end.chars().all(|c| c.is_ascii_alphanumeric()));
        let found = if is_name { self.beside(words, file, field, Use::Evidence) } else { None };
        Some(found.map_or(Evidence::Words, Evidence::File))
    }

    pub(super) fn base(
        &mut self,
        telling: &Telling<'_>,
        title: String,
        sample: bool,
        standing: &Standing,
        aliases: &[Exact],
    ) -> Base {
        let Document { path, identity, body, .. } = telling.document;
        let known = link::Known {
            sources: self.setting.sources,
            records: self.known.records,
            hidden: &self.known.hidden,
            private: &self.known.private,
            withdrawn: self.known.withdrawn,
        };
        let used = |found: &markdown::Link| if found.image { Use::Shown } else { Use::Offered };
        let in_text = body.facts.links.iter();
        let in_text = in_text.map(|found| (found.destination.clone(), used(found), Place::bytes(path, found.span)));
        let mut in_front = Vec::new();
        telling.front.markdown(&mut |way, text| {
            if !text.contains("](") && !text.contains('<') {
                return;
            }
            for found in markdown::facts(text, &[]).links {
                let spot = Spot::Within(way.field(), found.destination.as_str().into());
                in_front.push((found.destination.clone(), used(&found), Place { file: path.clone(), spot }));
            }
        });
        let mut faults = Vec::new();
        let mut resolve = |(destination, used, place): (String, Use, Place)| match link::resolve(
            &destination,
            path,
            &|| telling.anchors(),
            &known,
            place.clone(),
        ) {
            Ok(target) => {
                if let Target::File(file) = &target {
                    faults.extend(picture::fault(file, used, place));
                }
                Some((destination, target))
            }
            Err(diagnostic) => {
                faults.push(*diagnostic);
                None
            }
        };
        let text = Text { body: body.clone(), links: in_text.filter_map(&mut resolve).collect() };
        let links = in_front.into_iter().filter_map(&mut resolve).collect();
        if !faults.is_empty() {
            // Words that a translation takes from its original were checked there.
            let mut own = BTreeSet::new();
            telling.document.front.markdown(&mut |way, _| {
                own.insert(way.field());
            });
            self.found.extend(faults.into_iter().filter(|fault| match &fault.place.spot {
                Spot::Within(field, _) => own.contains(field),
                _ => true,
            }));
        }
        if self.setting.config.raw_html() == RawHtml::Escape
            && let Some(span) = body.facts.html.first()
        {
            let diagnostic = Diagnostic::new(Check::RawHtml, Place::bytes(path, *span), "this HTML is shown as text");
            self.found.push(diagnostic.help("write it in Markdown, or set `markdown: {raw_html: sanitize}`"));
        }
        self.suspects(path, body);
        let id = identity.report.clone().unwrap_or_else(|| identity.id.clone());
        let (language, whole) = (telling.language, telling.document.whole);
        let (mark, standing, aliases) = (mark(identity), standing.clone(), aliases.to_vec());
        Base { mark, id, file: path.clone(), language, whole, title, sample, standing, links, aliases, text }
    }

    pub(super) fn suspects(&mut self, path: &SourcePath, body: &crate::parse::Body) {
        let allowed = |text: &str| {
            let privacy = self.setting.config.privacy.as_ref();
            privacy.is_some_and(|privacy| privacy.allow.iter().any(|allowance| allowance.text.as_deref() == Some(text)))
        };
        for suspect in &body.suspects {
            if suspect.check == Check::PhoneNumber && allowed(&suspect.text) {
                continue;
            }
            let place = Place::bytes(path, suspect.span);
            self.found.push(Diagnostic::new(suspect.check, place, &*suspect.message).help(suspect.help.clone()));
        }
    }

    pub(super) fn matter(&mut self, front: &impl Published, document: &Document) -> Matter {
        let file = &document.path;
        let known = self.known.ids.topics;
        let mut topics = Vec::new();
        for (index, id) in front.topics().iter().enumerate() {
            let place = Place::value(file, Field::of("topics").at(index));
            topics.extend(self.find_key(Check::UnknownTopic, "topic", id, known, place));
        }
        let mut photos = Vec::new();
        for (index, photo) in front.photos().iter().enumerate() {
            photos.extend(self.photo(photo, file, Field::of("photos").at(index)));
        }
        let mut attachments = Vec::new();
        for (index, attachment) in front.attachments().iter().enumerate() {
            let field = Field::of("attachments").at(index).at("file");
            if let Some(name) = attachment.file.as_deref()
                && let Some(found) = self.beside(name, file, field.clone(), Use::Offered)
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
        if document.whole {
            self.required_reviews(front, file);
        }
        let url = front.source().and_then(|source| source.url.as_deref());
        if let Some(url) = url.filter(|url| !markdown::is_safe(url)) {
            let message = format!("`{url}` is a link that could run a program");
            let place = Place::value(file, Field::of("source").at("url"));
            self.found.push(Diagnostic::new(Check::UnsafeLink, place, message).help("write its https address"));
        }
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
            embargo: front.embargo(),
            public_until: front.public_until(),
        }
    }

    pub(super) fn photo(
        &mut self,
        photo: &record::Photo,
        file: &SourcePath,
        field: Field,
    ) -> Option<(FileRef, record::Photo)> {
        let name = photo.file.as_deref()?;
        if photo.alt.is_none() {
            let place = Place::value(file, field.at("file"));
            let diagnostic = Diagnostic::new(Check::ImageWithoutAlt, place, format!("the photo `{name}` has no `alt`"));
            self.found.push(diagnostic.help("add `alt:` with what is to be seen, for those who do not see it"));
        }
        Some((self.beside(name, file, field.at("file"), Use::Shown)?, photo.clone()))
    }

    pub(super) fn levels(&self) -> Vec<&'a str> {
        let review = self.setting.config.review.as_ref();
        review.map_or(Vec::new(), |review| review.levels.iter().map(|level| &**level).collect())
    }

    pub(super) fn review_level(&mut self, entry: &record::Review, file: &SourcePath, field: &Field) {
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

    pub(super) fn required_reviews(&mut self, front: &impl Published, file: &SourcePath) {
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

    /// The organization that the configuration says publishes the site.
    pub(super) fn publisher(&mut self) {
        let publisher = self.setting.config.publisher.as_ref();
        if let Some(id) = publisher.and_then(|publisher| publisher.organization.as_ref()) {
            let place = Place::value(&SourcePath::new(config::FILE), Field::of("publisher").at("organization"));
            self.find::<Told<Organization>>(Kind::Organization, id, place);
        }
    }

    /// The meeting that the configuration puts at the head of the front page.
    pub(super) fn lead(&mut self) -> Option<Handle<Told<Meeting>>> {
        let id = self.setting.config.lead.as_ref()?;
        self.find(Kind::Meeting, id, Place::value(&SourcePath::new(config::FILE), Field::of("lead")))
    }
}

/// What has an id among those of the configuration.
pub(super) fn key<T>(what: &str, id: &str, known: &BTreeMap<String, Slot>) -> Option<Handle<T>> {
    Some(Handle::new(*known.get(id)?, Mark::of(what, id)))
}

/// The mark of a record, as its table gives it.
pub(in crate::model) fn mark(identity: &Identity) -> Mark {
    match identity.kind {
        Kind::Report => Mark::of(Kind::Report.word(), &report_key(identity)),
        kind => Mark::of(kind.word(), &identity.id),
    }
}

fn unknown_help(of: Kind, id: &str) -> String {
    match of {
        _ if id.contains('：') => "write a plain colon and a space after the key, like `name: …`".to_string(),
        Kind::Person if problem_with_id(of, id).is_some() => {
            format!("write the name of a file in content/people/, or `{{name: {id}}}` for somebody without a page")
        }
        _ if problem_with_id(of, id).is_some() => "write the name of its file or folder, without `.md`".to_string(),
        Kind::Person => format!("add content/people/{id}.md, or write `{{name: …}}` for somebody without a page"),
        Kind::Organization => format!("add content/organizations/{id}.md"),
        _ => format!("add content/meetings/{id}/index.md"),
    }
}
