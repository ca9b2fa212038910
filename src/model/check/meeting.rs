//! What is wrong with a meeting among the other records.

use std::collections::BTreeSet;

use jiff::Unit;

use super::super::link::MOST_SUGGESTIONS;
use super::super::{Actor, Archive, Handle, Meeting, Told, Who, office};
use super::known_grades;
use crate::diag::{Check, Diagnostic, Field, Place};
use crate::parse::Counts;
use crate::parse::record::{Assessment, Status};
use crate::yaml::{Count, Counted};

/// What is wrong with a meeting and with who reported at it.
pub(super) fn of_meeting(archive: &Archive, handle: Handle<Told<Meeting>>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let meeting = &archive.meetings[handle].original;
    if meeting.base.standing.is_withdrawn() {
        return found;
    }
    dates(archive, meeting, &mut found);
    counts(archive, handle, meeting, &mut found);
    words(archive, meeting, &mut found);
    attendance(archive, meeting, &mut found);
    assessment(archive, meeting, &mut found);
    filed(archive, handle, meeting, &mut found);
    found
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
