//! One document -> one record, every reference of it looked up.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::refs::{Resolver, key};
use super::{Group, Record, anchors_in, report_key};
use crate::diag::{Check, Diagnostic, Field, Place, Spot};
use crate::model::table::Slot;
use crate::model::{
    Handle, Language, Mark, Meeting, Organization, Person, Report, Series, Standing, Story, Term, Told,
};
use crate::parse::record::{Published, Status};
use crate::parse::{Document, Front, Kind};
use crate::span::SourcePath;
use crate::yaml::{Count, Date, Fields, Flag, Many, Ref, Visit, Way};

impl Resolver<'_> {
    pub(super) fn record(&mut self, group: &Group<'_>, standing: &Standing) -> Record {
        let identity = &group.original.identity;
        let id = identity.id.clone();
        match identity.kind {
            Kind::Meeting => Record::Meeting(id, self.tell(group, |it, told| it.meeting(told, standing))),
            Kind::Report => {
                Record::Report(report_key(identity), self.tell(group, |it, told| it.report(told, standing)))
            }
            Kind::Story => Record::Story(id, self.tell(group, |it, told| it.story(told, standing))),
            Kind::Page => Record::Page(id, self.tell(group, |it, told| it.page(told, standing))),
            Kind::Person => Record::Person(id, self.tell(group, |it, told| it.person(told))),
            Kind::Organization => Record::Organization(id, self.tell(group, |it, told| it.organization(told))),
        }
    }

    /// Resolves a record in each of its languages. What is wrong with its facts is said once.
    fn tell<T>(&mut self, group: &Group<'_>, resolve: impl Fn(&mut Self, &Telling<'_>) -> T) -> Told<T> {
        let original =
            Telling { document: group.original, front: group.original.front.clone(), language: group.language, group };
        let told = resolve(self, &original);
        let mut translations = Vec::new();
        for (language, document) in &group.translations {
            let front = self.translated(&group.original.front, document);
            let telling = Telling { document, front, language: *language, group };
            let before = self.found.len();
            translations.push((*language, resolve(self, &telling)));
            // Facts were checked in the original; of a translation only its own text is left to check.
            let of_text = |spot: &Spot| matches!(spot, Spot::Bytes(_) | Spot::Within(..));
            let found = self.found.split_off(before);
            self.found.extend(found.into_iter().filter(|diagnostic| of_text(&diagnostic.place.spot)));
        }
        Told { original: Box::new(told), translations }
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
            self.found.push(diagnostic.help(differs.help));
        }
        front
    }

    fn meeting(&mut self, telling: &Telling<'_>, standing: &Standing) -> Meeting {
        let Front::Meeting(front) = &telling.front else { unreachable!("a meeting's file gives a meeting") };
        let file = &telling.document.path;
        let place = |key: &str| Place::value(file, Field::of(key));
        let title = front.title.as_deref().unwrap_or_default().to_string();
        let base = self.base(telling, title, front.sample(), standing, front.aliases());
        let matter = self.matter(&**front, telling.document);
        let series: Option<Handle<Series>> = front
            .series
            .as_ref()
            .and_then(|id| self.find_key(Check::UnknownSeries, "series", id, self.known.ids.series, place("series")));
        let scales = self.known.ids.scales;
        let assessment = front.assessment.as_ref();
        let scale_place = Place::value(file, Field::of("assessment").at("scale"));
        let scale = match assessment.and_then(|assessment| assessment.scale.as_ref()) {
            Some(id) => self.find_key(Check::UnknownScale, "scale", id, scales, scale_place),
            None => {
                let series = front.series.as_deref().and_then(|id| self.setting.config.series.get(id));
                let id = series.and_then(|series| series.scale.as_deref());
                id.and_then(|id| key("scale", id, scales))
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
        let past = self.setting.today.has_come(held.first());
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
        let matter = self.matter(&**front, telling.document);
        let meeting = match self.known.ids.meetings.get(&identity.id) {
            Some(slot) => Handle::new(*slot, Mark::of(Kind::Meeting.word(), &identity.id)),
            None => {
                let message = format!("there is no meeting `{}` for this report", identity.id);
                let diagnostic = Diagnostic::new(Check::UnknownMeeting, Place::file(file), message);
                self.found.push(diagnostic.help(format!("add {}/index.md", file.folder())));
                Handle::new(Slot::NOWHERE, Mark::of(Kind::Meeting.word(), &identity.id))
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
        let (mut update_evidence, mut answer_evidence) = (BTreeMap::new(), BTreeMap::new());
        for (index, commitment) in front.commitments.iter().enumerate() {
            for (number, update) in commitment.updates.iter().enumerate() {
                let field = Field::of("commitments").at(index).at("updates").at(number).at("evidence");
                let evidence = update.evidence.as_deref().and_then(|words| self.evidence(words, file, field));
                update_evidence.extend(evidence.map(|evidence| ((index, number), evidence)));
            }
        }
        for (index, answer) in front.previous.iter().enumerate() {
            let field = Field::of("previous").at(index).at("evidence");
            let evidence = answer.evidence.as_deref().and_then(|words| self.evidence(words, file, field));
            answer_evidence.extend(evidence.map(|evidence| (index, evidence)));
        }
        if telling.document.whole && front.secretary.is_none() && front.organization.is_none() {
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
            update_evidence,
            answer_evidence,
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
        let matter = self.matter(&**front, telling.document);
        Story { base, matter, published: front.published, about: self.about(&front.about, file), menu: None }
    }

    fn page(&mut self, telling: &Telling<'_>, standing: &Standing) -> Story {
        let Front::Page(front) = &telling.front else { unreachable!("a page's file gives a page") };
        let title = front.title.as_deref().unwrap_or_default().to_string();
        let base = self.base(telling, title, front.sample(), standing, front.aliases());
        let file = &telling.document.path;
        let matter = self.matter(&**front, telling.document);
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
pub(super) struct Telling<'a> {
    pub document: &'a Document,
    pub front: Front,
    pub language: Language,
    pub group: &'a Group<'a>,
}

impl Telling<'_> {
    /// The anchors of the record's page in this language.
    pub fn anchors(&self) -> Vec<String> {
        anchors_in(self.group, [self.document])
    }
}

impl Front {
    /// Visits every piece of Markdown in it.
    pub(super) fn markdown<'a>(&'a self, visit: &mut Visit<'_, 'a>) {
        match self {
            Front::Meeting(front) => front.markdown(&Way::Root, visit),
            Front::Report(front) => front.markdown(&Way::Root, visit),
            Front::Story(front) => front.markdown(&Way::Root, visit),
            Front::Page(front) => front.markdown(&Way::Root, visit),
            Front::Person(front) => front.markdown(&Way::Root, visit),
            Front::Organization(front) => front.markdown(&Way::Root, visit),
        }
    }
}
