//! What only the archive as a whole can tell.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Unit;
use rayon::prelude::*;

use super::commitment::is_open;
use super::link::MOST_SUGGESTIONS;
use super::resolve::report_key;
use super::{Actor, Archive, Commitment, Dated, Handle, Meeting, Organization, Report, Story, Told, Who, office};
use crate::diag::{Check, Diagnostic, Field, Place};
use crate::parse::record::{Assessment, Status};
use crate::parse::{Counts, Identity, Kind};
use crate::yaml::{Count, Counted, Pairs};

type OfReport = Handle<Told<Report>>;

/// Adds everything that is wrong between records.
pub fn archive(archive: &Archive, found: &mut Vec<Diagnostic>) {
    archive.meetings.handles().for_each(|meeting| of_meeting(archive, meeting, found));
    archive.reports.handles().for_each(|report| of_report(archive, report, found));
    commitments(archive, found);
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
    around.meetings.iter().for_each(|meeting| of_meeting(archive, *meeting, &mut found));
    around.filed.iter().copied().chain(own).for_each(|report| of_report(archive, report, &mut found));
    match identity.kind {
        Kind::Meeting => {
            let meeting = archive.meetings.find(&identity.id);
            meeting.into_iter().for_each(|meeting| of_meeting(archive, meeting, &mut found));
        }
        Kind::Person => terms(archive, &mut found),
        Kind::Report | Kind::Story | Kind::Page | Kind::Organization => {}
    }
    around.years.iter().for_each(|year| titles_of(archive, *year, &mut found));
    found.extend(of_commitments(archive, &around.promised.iter().copied().chain(own).collect()));
    found
}

fn of_meeting(archive: &Archive, handle: Handle<Told<Meeting>>, found: &mut Vec<Diagnostic>) {
    let meeting = &archive.meetings[handle].original;
    if meeting.base.standing.is_withdrawn() {
        return;
    }
    dates(archive, meeting, found);
    counts(archive, handle, meeting, found);
    words(archive, meeting, found);
    attendance(archive, meeting, found);
    assessment(archive, meeting, found);
    filed(archive, handle, meeting, found);
}

fn of_report(archive: &Archive, handle: Handle<Told<Report>>, found: &mut Vec<Diagnostic>) {
    let report = &archive.reports[handle].original;
    if !report.base.standing.is_withdrawn() {
        grades(archive, report, found);
        in_office(archive, report, found);
    }
}

fn at(meeting: &Meeting, field: Field) -> Place {
    Place::value(&meeting.base.file, field)
}

fn dates(archive: &Archive, meeting: &Meeting, found: &mut Vec<Diagnostic>) {
    if meeting.front.status == Some(Status::Held) && !archive.today.has_come(meeting.held.first()) {
        let message = format!("the meeting is said to be held on {}, which has not come", meeting.held);
        let diagnostic = Diagnostic::new(Check::HeldInFuture, at(meeting, Field::of("held")), message);
        found.push(diagnostic.help("write `status: scheduled`, or mend the date"));
    }
    let is_held = meeting.status == Status::Held && meeting.front.held.is_some();
    let Some(published) = meeting.published.filter(|_| is_held) else {
        return;
    };
    let place = || at(meeting, Field::of("published"));
    if published.date.last() < meeting.held.first() {
        let message = format!("published on {}, before the meeting of {}", published.date, meeting.held);
        let diagnostic = Diagnostic::new(Check::PublishedBeforeHeld, place(), message);
        found.push(diagnostic.help("mend one of the two dates"));
    } else if let Ok(after) = meeting.held.last().until((Unit::Day, published.date.first()))
        && after.get_days() > 30
    {
        let message = format!("published {} days after the meeting", after.get_days());
        found.push(Diagnostic::new(Check::LatePublication, place(), message));
    }
}

fn counts(archive: &Archive, handle: Handle<Told<Meeting>>, meeting: &Meeting, found: &mut Vec<Diagnostic>) {
    let mut differs = |key: &str, stated: Option<Count>, listed: usize, help: &'static str| {
        let Some(Count(stated)) = stated.filter(|Count(stated)| listed > 0 && *stated as usize != listed) else {
            return;
        };
        let message = format!("`{key}` counts {stated} and lists {listed}");
        let diagnostic = Diagnostic::new(Check::CountDiffers, at(meeting, Field::of(key).at("count")), message);
        found.push(diagnostic.help(help));
    };
    if let Some(agenda) = &meeting.front.agenda {
        differs("agenda", agenda.count, agenda.items.len(), "mend the count, or list what is missing");
    }
    if let Some(suggestions) = &meeting.front.suggestions {
        let help = "mend the count, or list what is missing with a `note`";
        differs("suggestions", suggestions.count, suggestions.items.len(), help);
        if let Some(Count(count)) = suggestions.count.filter(|Count(count)| *count > MOST_SUGGESTIONS) {
            let message = format!("`suggestions` counts {count}; each has a place on the page");
            let place = at(meeting, Field::of("suggestions").at("count"));
            found.push(Diagnostic::new(Check::WrongValue, place, message).help("mend the count"));
        }
    }
    if let Some(reports) = &meeting.front.reports {
        let filed =
            archive.reports_of(handle).iter().filter_map(|report| archive.reports[*report].original.organization);
        let known: BTreeSet<_> = filed.chain(meeting.named.iter().copied()).collect();
        if let Some(Count(stated)) = reports.count.filter(|Count(stated)| (*stated as usize) < known.len()) {
            let message =
                format!("`reports` counts {stated}, and {} organizations are known to have reported", known.len());
            let diagnostic =
                Diagnostic::new(Check::CountDiffers, at(meeting, Field::of("reports").at("count")), message);
            found.push(diagnostic.help("mend the count"));
        }
    }
}

/// A count that the text states in words, held against the fields.
fn words(archive: &Archive, meeting: &Meeting, found: &mut Vec<Diagnostic>) {
    for stated in &meeting.base.text(archive).body.counts {
        let known = match stated.of {
            Counts::Agenda => meeting.front.agenda.as_ref().and_then(Counted::count),
            Counts::Suggestions => meeting.front.suggestions.as_ref().and_then(Counted::count),
            Counts::Decisions => (!meeting.front.decisions.is_empty()).then_some(meeting.front.decisions.len() as u32),
        };
        if let Some(known) = known.filter(|known| *known != stated.count) {
            let key = stated.of.key();
            let message = format!("the text counts {}, and `{key}` in the front matter {known}", stated.count);
            let place = Place::bytes(&meeting.base.file, stated.span);
            found.push(Diagnostic::new(Check::SelfContradiction, place, message).help("mend the one that is wrong"));
        }
    }
}

fn attendance(archive: &Archive, meeting: &Meeting, found: &mut Vec<Diagnostic>) {
    let person = |actor: &Actor| match actor.who {
        Who::Person(handle) => Some(handle),
        _ => None,
    };
    let there = [&meeting.chair, &meeting.speakers, &meeting.present, &meeting.in_attendance];
    let there: BTreeSet<_> = there.into_iter().flatten().filter_map(person).collect();
    for (key, away) in [("apologies", &meeting.apologies), ("absent", &meeting.absent)] {
        for (index, actor) in away.iter().enumerate() {
            if let Some(handle) = person(actor).filter(|handle| there.contains(handle)) {
                let id = &archive.people[handle].original.base.id;
                let message = format!("`{id}` is both present and absent");
                let place = at(meeting, Field::of(key).at(index));
                found.push(
                    Diagnostic::new(Check::PresentAndAbsent, place, message).help("take the name out of one list"),
                );
            }
        }
    }
    if let Some(numbers) = &meeting.front.attendance
        && let (Some(Count(expected)), Some(Count(present))) = (numbers.expected, numbers.present)
        && present > expected
    {
        let message = format!("{present} were present, and {expected} were expected");
        let place = at(meeting, Field::of("attendance").at("present"));
        found.push(Diagnostic::new(Check::MorePresentThanExpected, place, message).help("mend one of the two numbers"));
    }
}

fn assessment(archive: &Archive, meeting: &Meeting, found: &mut Vec<Diagnostic>) {
    let Some(Assessment { ballots, result, .. }) = &meeting.front.assessment else {
        return;
    };
    let field = Field::of("assessment");
    if let Some(papers) = ballots {
        let steps = [("issued", papers.issued), ("returned", papers.returned), ("valid", papers.valid)];
        let known: Vec<_> = steps.into_iter().filter_map(|(name, count)| Some((name, count?))).collect();
        for pair in known.windows(2).filter(|pair| pair[1].1 > pair[0].1) {
            let ((of, Count(all)), (name, Count(some))) = (pair[0], pair[1]);
            let message = format!("{some} ballots are {name}, of {all} {of}");
            let place = at(meeting, field.at("ballots").at(name));
            found.push(Diagnostic::new(Check::BallotsDoNotAddUp, place, message).help("mend one of the two numbers"));
        }
    }
    if let Some(result) = result {
        let place = |grade: &str| at(meeting, field.at("result").at(grade));
        known_grades(archive, meeting, result, &[], place, found);
        let sum: u32 = result.0.iter().map(|(_, Count(count))| count).sum();
        let stated = meeting.front.reports.as_ref().and_then(|reports| reports.count);
        if let Some(Count(stated)) = stated.filter(|Count(stated)| sum > *stated) {
            let message = format!("the result counts {sum} secretaries, and {stated} reported");
            let diagnostic = Diagnostic::new(Check::CountDiffers, at(meeting, field.at("result")), message);
            found.push(diagnostic.help("mend one of the two numbers"));
        }
    }
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

/// Who was expected to report, and who did.
fn filed(archive: &Archive, handle: Handle<Told<Meeting>>, meeting: &Meeting, found: &mut Vec<Diagnostic>) {
    let expected = archive.expected_at(handle);
    if expected.is_empty() {
        return;
    }
    let reports = archive.reports_of(handle).iter().map(|report| &archive.reports[*report].original);
    let filed: BTreeSet<_> = reports.clone().filter_map(|report| report.organization).collect();
    // A report of nobody that can be told may be the one that is missed.
    let all_told = reports.clone().all(|report| report.organization.is_some());
    let is_missing = |handle: &&Handle<_>| all_told && !filed.contains(handle) && !meeting.named.contains(handle);
    for organization in expected.iter().filter(is_missing) {
        let base = &archive.organizations[*organization].original.base;
        let message = format!("`{}` was expected to report, and no report is on file", base.id);
        let name = office::report_name(archive, *organization, meeting.series);
        let file = format!("{}/{name}.md", meeting.base.file.folder());
        let help = format!("add {file}, or write `missing-report: off` under `checks:` in minutebook.yaml");
        found.push(Diagnostic::new(Check::MissingReport, at(meeting, Field::of("series")), message).help(help));
    }
    for report in reports {
        let Some(organization) = report.organization.filter(|organization| !expected.contains(organization)) else {
            continue;
        };
        let name = &archive.organizations[organization].original.base.id;
        let key = if report.front.organization.is_some() { "organization" } else { "secretary" };
        let message = format!("`{name}` was not expected to report at this meeting");
        let diagnostic =
            Diagnostic::new(Check::UnexpectedReport, Place::value(&report.base.file, Field::of(key)), message);
        found.push(
            diagnostic
                .help("look at its `kind`, `parent`, `founded` and `dissolved`, and at the series' `reports_from`"),
        );
    }
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

fn commitments(archive: &Archive, found: &mut Vec<Diagnostic>) {
    let next: BTreeMap<_, _> = archive.organizations.handles().flat_map(|one| next_reports(archive, one)).collect();
    let of_one = |commitment: &Commitment| of_commitment(archive, commitment, next.get(&commitment.report).copied());
    found.par_extend(archive.commitments.par_iter().flat_map_iter(of_one));
}

/// What is wrong with the commitments of some reports.
fn of_commitments(archive: &Archive, reports: &BTreeSet<OfReport>) -> Vec<Diagnostic> {
    let organizations = reports.iter().filter_map(|report| archive.reports[*report].original.organization);
    let organizations: BTreeSet<_> = organizations.collect();
    let next: BTreeMap<_, _> = organizations.into_iter().flat_map(|one| next_reports(archive, one)).collect();
    let of_one = |commitment: &Commitment| of_commitment(archive, commitment, next.get(&commitment.report).copied());
    reports.iter().flat_map(|report| archive.commitments_of(*report)).flat_map(of_one).collect()
}

/// What is wrong with a commitment; `next` is the report that should answer it.
fn of_commitment(archive: &Archive, commitment: &Commitment, next: Option<OfReport>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let next = next.map(|next| &*archive.reports[next].original);
    let report = &archive.reports[commitment.report].original;
    let field = Field::of("commitments").at(commitment.index);
    let place = |field: Field| Place::value(&report.base.file, field);
    let outcome = commitment.outcome(&archive.today);
    if outcome.unproven {
        let message = format!("`{}` is said to be done, and nothing shows it", commitment.id);
        let diagnostic = Diagnostic::new(Check::DoneWithoutEvidence, place(field.at("id")), message);
        found.push(diagnostic.help("add `evidence:` where it was said to be done: a file, a link or words"));
    }
    if let Some(due) = outcome.overdue {
        let message = format!("`{}` was due on {due} and is open", commitment.id);
        let diagnostic = Diagnostic::new(Check::CommitmentOverdue, place(field.at("due")), message);
        found.push(diagnostic.help("say what became of it, under `updates:` here or `previous:` in a later report"));
    }
    if let Some(next) = next
        && is_open(commitment.status_before(archive.meetings[next.meeting].original.held.first()))
        && !commitment.follow_ups.iter().any(|follow_up| {
            follow_up.report().is_some_and(|by| archive.reports[by].original.base.file == next.base.file)
        })
    {
        let message = format!("nothing here answers `{}`", commitment.key);
        let place = Place::value(&next.base.file, Field::of("previous"));
        let diagnostic = Diagnostic::new(Check::CommitmentUnanswered, place, message);
        found.push(diagnostic.help(format!("add `- {{ref: {}, status: …}}` under `previous:`", commitment.key)));
    }
    found
}

/// For each report of an organization, its report at the next meeting of the series, if there is one.
fn next_reports(archive: &Archive, organization: Handle<Told<Organization>>) -> Vec<(OfReport, OfReport)> {
    let place = |report: &Handle<Told<Report>>| {
        let meeting = archive.reports[*report].original.meeting;
        let record = &archive.meetings[meeting].original;
        Some((record.series?, record.covers, record.held.first(), meeting))
    };
    let reports = archive.related.organization(organization).reports.iter();
    let mut placed: Vec<_> = reports.filter_map(|report| Some((place(report)?, *report))).collect();
    // The sort is stable, and of one meeting the reports stand in speaking order.
    placed.sort_by_key(|(place, _)| *place);
    let meetings: Vec<_> = placed.chunk_by(|(a, _), (b, _)| a == b).collect();
    let pairs = meetings.windows(2).filter(|pair| pair[0][0].0.0 == pair[1][0].0.0);
    pairs.flat_map(|pair| pair[0].iter().map(|(_, report)| (*report, pair[1][0].1))).collect()
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
