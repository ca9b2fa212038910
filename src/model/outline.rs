//! The outline of a record: what the rest of the archive, the plan and the checks of other records
//! read of it. Two readings of a record with one outline differ in nothing but what its own pages,
//! and those that list it, show when they are made.
//!
//! Words are taken out by name, so that a key that is new counts as read by others.

use std::hash::Hash;
use std::sync::Arc;

use super::any::Any;
use super::{Base, Matter, Meeting, Organization, Person, Report, Spoken, Standing, Story, Target, Told, stable};
use crate::config::Visibility;
use crate::parse::record::{self, Published, Status};
use crate::yaml::Date;

/// The outline of a record, as a hash. `is_of_plan` tells of which targets of its links the plan makes something; its
/// anchors, which others read, are looked at by themselves.
pub(super) fn outline(record: &Any<'_>, is_of_plan: &dyn Fn(&Target) -> bool) -> u64 {
    match record {
        Any::Meeting(told) => of(told, is_of_plan, meeting),
        Any::Report(told) => of(told, is_of_plan, report),
        Any::Story(told) | Any::Page(told) => of(told, is_of_plan, story),
        Any::Person(told) => of(told, is_of_plan, person),
        Any::Organization(told) => of(told, is_of_plan, organization),
    }
}

/// The outline of a record without what puts it on lists and gives it its place there, without its commitments and
/// answers, and without what reports leave to it: what follows from these can be told by itself.
pub(super) fn outline_but_lists(record: &Any<'_>, is_of_plan: &dyn Fn(&Target) -> bool) -> u64 {
    fn unlisted<F: Published + Clone>(front: &Arc<F>, matter: &mut Matter) -> Arc<F> {
        unlisted_matter(matter);
        let mut front = (**front).clone();
        front.take_lists_out();
        Arc::new(front)
    }
    match record {
        Any::Meeting(told) => of(told, is_of_plan, |record| {
            meeting(record);
            unveiled(&mut record.base);
            let mut front = (*unlisted(&record.front, &mut record.matter)).clone();
            (front.chair, front.published, front.assessment) = Default::default();
            (front.status, front.series, front.organizer, front.reports) = Default::default();
            (record.status, record.series, record.organizer) = (Status::Held, None, None);
            record.chair.clear();
            record.named.clear();
            (front.held, front.covers, record.covers) = (None, None, None);
            record.held = Date { year: 0, month: None, day: None };
            (record.published, record.scale, record.visibility) = (None, None, Visibility::Withheld);
            record.front = Arc::new(front);
        }),
        Any::Report(told) => of(told, is_of_plan, |record| {
            report(record);
            record.base.standing = Standing::Public;
            let mut front = (*unlisted(&record.front, &mut record.matter)).clone();
            (front.order, front.secretary, front.organization) = (None, None, None);
            (record.secretary, record.organization) = (None, None);
            front.commitments.clear();
            front.previous.clear();
            record.update_evidence.clear();
            record.answer_evidence.clear();
            record.front = Arc::new(front);
        }),
        Any::Story(told) => of(told, is_of_plan, |record| {
            unlisted_story(record);
            record.base.standing = Standing::Public;
            record.published = None;
        }),
        Any::Page(told) => of(told, is_of_plan, |record| {
            unlisted_story(record);
            record.base.standing = Standing::Public;
        }),
        Any::Person(told) => of(told, is_of_plan, |record| {
            person(record);
            record.base.title.clear();
            record.terms.clear();
        }),
        Any::Organization(told) => of(told, is_of_plan, |record| {
            organization(record);
            record.base.title.clear();
        }),
    }
}

fn of<T: Clone + Hash + Spoken>(
    told: &Told<T>,
    is_of_plan: &dyn Fn(&Target) -> bool,
    take_out: impl Fn(&mut T),
) -> u64 {
    let each = told.each().cloned().map(|mut record| {
        take_out(&mut record);
        record.base_mut().links.retain(is_of_plan);
        // Old addresses are compared by themselves.
        record.base_mut().aliases.clear();
        // A file that cannot be read is not taken in.
        record.base_mut().whole = true;
        // A record is hashed without its text.
        let mut links = record.base().text.links.clone();
        links.retain(is_of_plan);
        (record, links)
    });
    stable(&each.collect::<Vec<_>>())
}

fn meeting(meeting: &mut Meeting) {
    meeting.base.title.clear();
    matter(&mut meeting.matter);
    let there = [&mut meeting.speakers, &mut meeting.present, &mut meeting.in_attendance];
    let away = [&mut meeting.apologies, &mut meeting.absent];
    there.into_iter().chain(away).for_each(Vec::clear);
    (meeting.suggestions_by, meeting.adopted_at) = (None, None);
    meeting.motions.clear();
    let mut front = record::Meeting {
        time: None,
        end_time: None,
        reason: None,
        number: None,
        index_number: None,
        disclosure: None,
        place: None,
        minutes: None,
        speakers: Default::default(),
        present: Default::default(),
        in_attendance: Default::default(),
        apologies: Default::default(),
        absent: Default::default(),
        attendance: None,
        agenda: None,
        commentary: None,
        suggestions: None,
        emphasis: Default::default(),
        decisions: Vec::new(),
        ..(*meeting.front).clone()
    };
    front.take_words_out();
    meeting.front = Arc::new(front);
}

fn report(report: &mut Report) {
    report.base.title.clear();
    matter(&mut report.matter);
    report.comments.clear();
    report.responsible.clear();
    if report.front.organization.is_none() {
        // It follows from others, once the archive is assembled.
        report.organization = None;
    }
    let mut front = record::Report {
        mode: None,
        comment: Default::default(),
        ballots: None,
        grade: None,
        problems: Vec::new(),
        ..(*report.front).clone()
    };
    front.take_words_out();
    for commitment in &mut front.commitments {
        commitment.text = None;
        commitment.responsible = None;
        commitment.updates.iter_mut().for_each(|update| update.text = None);
    }
    front.previous.iter_mut().for_each(|answer| answer.note = None);
    report.front = Arc::new(front);
}

fn story(story: &mut Story) {
    story.base.title.clear();
    // Its own page links to the meetings.
    story.about.clear();
    matter(&mut story.matter);
}

/// Whether it is a draft only the search asks, where drafts are shown.
fn unveiled(base: &mut Base) {
    if base.standing == Standing::Draft {
        base.standing = Standing::Public;
    }
}

fn unlisted_story(record: &mut Story) {
    story(record);
    unlisted_matter(&mut record.matter);
}

/// Whether a record may be shown, its standing says.
fn unlisted_matter(matter: &mut Matter) {
    matter.topics.clear();
    matter.corrections.clear();
    (matter.embargo, matter.public_until) = (None, None);
}

/// The title of a person or an organization is a name, by which others are named.
fn person(person: &mut Person) {
    person.sort_name = None;
    person.other_names.clear();
    person.photo = None;
}

fn organization(organization: &mut Organization) {
    organization.other_names.clear();
}

fn matter(matter: &mut Matter) {
    matter.summary = None;
    matter.source = None;
    matter.credits = [None, None, None];
    matter.review.clear();
    // That there is a correction puts a record on a list.
    matter.corrections.truncate(1);
    matter.corrections.iter_mut().for_each(|correction| *correction = record::Correction::default());
    // What is published with it is compared by itself.
    (matter.photos, matter.attachments) = (Vec::new(), Vec::new());
}
