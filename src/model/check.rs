//! What only the archive as a whole can tell.

mod commitment;
mod meeting;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::resolve::report_key;
use super::{Actor, Archive, Dated, Handle, Meeting, Organization, Report, Story, Told, Who};
use crate::diag::{Check, Diagnostic, Field, Place};
use crate::parse::{Identity, Kind};
use crate::yaml::{Count, Pairs};
pub use commitment::of_reports as of_commitments;
use meeting::of_meeting;

type OfReport = Handle<Told<Report>>;

/// Adds everything that is wrong between records.
pub fn archive(archive: &Archive, found: &mut Vec<Diagnostic>) {
    let (meetings, reports): (Vec<_>, Vec<_>) =
        (archive.meetings.handles().collect(), archive.reports.handles().collect());
    found.par_extend(meetings.into_par_iter().flat_map_iter(|meeting| of_meeting(archive, meeting)));
    found.par_extend(reports.into_par_iter().flat_map_iter(|report| of_report(archive, report)));
    found.par_extend(commitment::all(archive));
    terms(archive, found);
    titles(archive, archive.meetings.handles(), archive.stories.handles(), found);
}

/// What is looked at where a record is told anew.
pub struct Around {
    pub identity: Identity,
    /// The reports that it has to do with by themselves, itself perhaps among them.
    pub filed: BTreeSet<OfReport>,
    /// The meetings at which who reported may stand otherwise, or what is said of who did not.
    pub meetings: BTreeSet<Handle<Told<Meeting>>>,
    /// The years in which there may be another title, or one more.
    pub years: BTreeSet<i16>,
    /// The reports whose commitments, or the reports that are to answer them, may stand otherwise.
    pub promised: BTreeSet<OfReport>,
}

/// What is wrong around a record.
pub fn around(archive: &Archive, around: &Around) -> Vec<Diagnostic> {
    let (mut found, identity) = (Vec::new(), &around.identity);
    let own = (identity.kind == Kind::Report).then(|| archive.reports.find(&report_key(identity))).flatten();
    found.extend(around.meetings.iter().flat_map(|meeting| of_meeting(archive, *meeting)));
    found.extend(around.filed.iter().copied().chain(own).flat_map(|report| of_report(archive, report)));
    match identity.kind {
        Kind::Meeting => {
            let meeting = archive.meetings.find(&identity.id);
            found.extend(meeting.into_iter().flat_map(|meeting| of_meeting(archive, meeting)));
        }
        Kind::Person => terms(archive, &mut found),
        Kind::Report | Kind::Story | Kind::Page | Kind::Organization => {}
    }
    around.years.iter().for_each(|year| titles_of(archive, *year, &mut found));
    found.extend(of_commitments(archive, &around.promised.iter().copied().chain(own).collect()));
    found
}

fn of_report(archive: &Archive, handle: OfReport) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let report = &archive.reports[handle].original;
    if !report.base.standing.is_withdrawn() {
        grades(archive, report, &mut found);
        in_office(archive, report, &mut found);
    }
    found
}

fn known_grades(
    archive: &Archive,
    meeting: &Meeting,
    counts: &Pairs<Count>,
    besides: &[&str],
    place: impl Fn(&str) -> Place,
    found: &mut Vec<Diagnostic>,
) {
    for grade in counts.keys().filter(|grade| !besides.contains(grade)) {
        found.extend(grade_problem(archive, meeting, grade, place(grade)));
    }
}

fn grade_problem(archive: &Archive, meeting: &Meeting, grade: &str, place: Place) -> Option<Diagnostic> {
    let Some(scale) = meeting.scale.map(|scale| &archive.scales[scale]) else {
        if !meeting.base.whole {
            return None;
        }
        let diagnostic = Diagnostic::new(Check::UnknownGrade, place, format!("`{grade}` is a grade of no scale"));
        return Some(diagnostic.help("name the scale in the meeting's `assessment: scale:` or in its series"));
    };
    if scale.level(grade).is_some() {
        return None;
    }
    let diagnostic =
        Diagnostic::new(Check::UnknownGrade, place, format!("the scale `{}` has no grade `{grade}`", scale.id))
            .help(format!("its grades are {}", scale.grades.join(", ")));
    Some(diagnostic)
}

fn grades(archive: &Archive, report: &Report, found: &mut Vec<Diagnostic>) {
    let meeting = &archive.meetings[report.meeting].original;
    let place = |field: Field| Place::value(&report.base.file, field);
    if let Some(grade) = report.front.grade.as_deref() {
        found.extend(grade_problem(archive, meeting, grade, place(Field::of("grade"))));
    }
    let Some(ballots) = &report.front.ballots else {
        return;
    };
    known_grades(archive, meeting, ballots, &["abstain"], |grade| place(Field::of("ballots").at(grade)), found);
    let sum: u32 = ballots.0.iter().map(|(_, Count(count))| count).sum();
    let papers = meeting.front.assessment.as_ref().and_then(|assessment| assessment.ballots.as_ref());
    let most = papers.and_then(|papers| papers.valid.or(papers.returned).or(papers.issued));
    if let Some(Count(most)) = most.filter(|Count(most)| sum > *most) {
        let message = format!("the ballots add up to {sum}, and {most} were valid");
        let diagnostic = Diagnostic::new(Check::BallotsDoNotAddUp, place(Field::of("ballots")), message);
        found.push(diagnostic.help("mend one of the numbers"));
    }
}

fn in_office(archive: &Archive, report: &Report, found: &mut Vec<Diagnostic>) {
    let Some(Actor { who: Who::Person(handle), .. }) = &report.secretary else {
        return;
    };
    let meeting = &archive.meetings[report.meeting].original;
    let person = &archive.people[*handle].original;
    let in_office = person.terms_on(meeting.held).any(|term| term.organization == report.organization);
    let is_known = meeting.front.held.is_some() && person.base.whole;
    if in_office || !is_known || report.organization.is_none() && person.terms.is_empty() {
        return;
    }
    let office = match report.organization {
        Some(organization) => format!("office in `{}`", archive.organizations[organization].original.base.id),
        None => "office".to_string(),
    };
    let message = format!("`{}` held no {office} on {}", person.base.id, meeting.held);
    let place = Place::value(&report.base.file, Field::of("secretary"));
    let diagnostic = Diagnostic::new(Check::NotInOffice, place, message);
    found.push(diagnostic.help(format!("mend the terms in {}, or name the secretary of that day", person.base.file)));
}

/// Two people in one post of one organization at the same time.
fn terms(archive: &Archive, found: &mut Vec<Diagnostic>) {
    let mut posts: BTreeMap<(Handle<Told<Organization>>, &str), Vec<_>> = BTreeMap::new();
    for (handle, person) in archive.people.iter() {
        for (index, term) in person.original.terms.iter().enumerate() {
            if let Some(organization) = term.organization {
                posts.entry((organization, &term.post)).or_default().push((handle, index, term));
            }
        }
    }
    for ((organization, post), holders) in posts {
        for (place, (handle, index, term)) in holders.iter().enumerate() {
            let Some((other, ..)) =
                holders[..place].iter().find(|(other, _, held)| other != handle && held.overlaps(term))
            else {
                continue;
            };
            let names = |handle: &Handle<_>| &archive.people[*handle].original.base;
            let message = format!(
                "`{}` and `{}` are both {post} of `{}` at the same time",
                names(other).id,
                names(handle).id,
                archive.organizations[organization].original.base.id
            );
            let place = Place::value(&names(handle).file, Field::of("roles").at(*index));
            found.push(
                Diagnostic::new(Check::OverlappingTerms, place, message)
                    .help(format!("mend `start` or `end` here or in {}", names(other).file)),
            );
        }
    }
}

/// Two records of one kind with the same title in a year.
fn titles_of(archive: &Archive, year: i16, found: &mut Vec<Diagnostic>) {
    let (mut meetings, mut stories) = (BTreeSet::new(), BTreeSet::new());
    for entry in archive.related.years.get(&year).into_iter().flatten() {
        match entry {
            Dated::Meeting(meeting) => meetings.extend([*meeting]),
            Dated::Story(story) => stories.extend([*story]),
            Dated::Report(_) => {}
        }
    }
    titles(archive, meetings.into_iter(), stories.into_iter(), found);
}

/// Two records of one kind with the same title in one year, among records in the order of their tables.
fn titles(
    archive: &Archive,
    meetings: impl Iterator<Item = Handle<Told<Meeting>>>,
    stories: impl Iterator<Item = Handle<Told<Story>>>,
    found: &mut Vec<Diagnostic>,
) {
    let meetings = meetings.filter_map(|meeting| {
        let meeting = &archive.meetings[meeting].original;
        Some(("meeting", meeting.front.held?.year, &meeting.base))
    });
    let stories = stories.filter_map(|story| {
        let story = &archive.stories[story].original;
        Some(("story", story.published?.date.year, &story.base))
    });
    let mut seen = BTreeMap::new();
    for (kind, year, base) in meetings.chain(stories).filter(|(.., base)| !base.title.is_empty()) {
        if let Some(other) = seen.insert((kind, year, &base.title), &base.file) {
            let message = format!("this {kind} has the same title as `{other}` of the same year");
            let diagnostic = Diagnostic::new(Check::SameTitle, Place::value(&base.file, Field::of("title")), message);
            found.push(diagnostic.help("add what tells them apart: a place, a month, a number"));
        }
    }
}
