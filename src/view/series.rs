//! The page of a series: who reported in which year, and with what assessment.

use std::collections::BTreeSet;

use super::frame::Framing;
use super::list::{numbered, pager};
use super::page::{Matrix, MatrixCell, MatrixColumn, MatrixFoot, MatrixRow, SeriesPage};
use super::part::{Column, Columns, Level, YearBar};
use super::{Viewer, volume};
use crate::config::Visibility;
use crate::model::{Handle, Meeting, Organization, Report, Series, Sitting, Told, Who, office};
use crate::plan::{COLUMNS, Feed, Page, PageNumber};
use crate::yaml::{Count, Pairs};

pub(super) fn series(viewer: &Viewer<'_>, handle: Handle<Series>, number: PageNumber) -> SeriesPage {
    let archive = &viewer.archive;
    let title = viewer.series_title(handle);
    let about = archive.series_about(handle).map(|about| viewer.worded(about));
    let shown = archive.held_in(handle, number);
    let mut held = shown.entries.to_vec();
    held.reverse();
    let register = register(viewer, &held);
    let mut matrices: Vec<Matrix> = Vec::new();
    if !register.is_empty() {
        matrices.extend(held.rchunks(COLUMNS).map(|shown| matrix(viewer, &register, shown, &held)));
    }
    // What was not held stands among the newest.
    let mut meetings = shown.entries.to_vec();
    if number == PageNumber::Newest {
        meetings.extend(&archive.of_series(handle).others);
        meetings.sort_by_key(|meeting| {
            let record = viewer.sitting(*meeting);
            std::cmp::Reverse((record.covers, record.held.first(), *meeting))
        });
    }
    let meetings = meetings.iter().map(|meeting| {
        let covers = viewer.sitting(*meeting).covers;
        let mut row = viewer.meeting_row(*meeting);
        if let Some(covers) = covers {
            (row.date, row.mark) = (None, Some(covers.to_string()));
        }
        row
    });
    let legend = archive.scale_of(handle).filter(|_| held.iter().any(|meeting| is_full(viewer, *meeting)));
    let legend: Vec<Level> = legend.map_or(Vec::new(), |scale| viewer.legend(archive.scale(scale)));
    SeriesPage {
        frame: viewer.frame(Framing {
            description: about.clone(),
            crumbs: numbered(viewer, vec![(viewer.series_short(handle), None)]),
            section: Some(Page::Series(handle, PageNumber::Newest)),
            feed: Feed::Series(handle),
            ..Framing::of(&title)
        }),
        title,
        summary: about,
        sample: held.iter().any(|meeting| viewer.sitting(*meeting).sample),
        legend,
        matrices,
        pager: pager(viewer, |number| Page::Series(handle, number), shown.older, number),
        filed: held.iter().filter_map(|meeting| filed_bar(viewer, *meeting, held.last())).collect(),
        shares: shares(viewer, handle, &held),
        meetings: meetings.collect(),
        volumes: shown.entries.iter().filter_map(|meeting| volume::link(viewer, *meeting)).collect(),
    }
}

fn is_full(viewer: &Viewer<'_>, meeting: Handle<Told<Meeting>>) -> bool {
    viewer.sitting(meeting).visibility == Visibility::Full
}

/// The organizations that were expected, reported or are named, in the order of the register.
fn register(viewer: &Viewer<'_>, held: &[Handle<Told<Meeting>>]) -> Vec<Handle<Told<Organization>>> {
    let archive = &viewer.archive;
    let mut known: BTreeSet<Handle<Told<Organization>>> = BTreeSet::new();
    for meeting in held {
        known.extend(archive.expected_at(*meeting));
        known.extend(viewer.sitting(*meeting).named);
        known.extend(archive.reports_of(*meeting).iter().filter_map(|report| viewer.brief(*report).organization));
    }
    let mut register: Vec<_> = known.into_iter().collect();
    register.sort_by_key(|handle| {
        let organization = &archive.organizations[*handle].original;
        (organization.order.unwrap_or(u32::MAX), organization.base.id.clone())
    });
    register
}

fn matrix(
    viewer: &Viewer<'_>,
    register: &[Handle<Told<Organization>>],
    shown: &[Handle<Told<Meeting>>],
    all: &[Handle<Told<Meeting>>],
) -> Matrix {
    let year = |handle: &Handle<Told<Meeting>>| year_of(viewer.sitting(*handle));
    let columns = shown.iter().map(|meeting| MatrixColumn {
        year: year(meeting),
        date: viewer.words.date_short(viewer.sitting(*meeting).held),
        url: viewer.url(Page::Meeting(*meeting)),
    });
    let rows = register.iter().map(|organization| row(viewer, *organization, shown, all));
    let feet = shown.iter().map(|meeting| foot(viewer, *meeting));
    let (first, last) = (shown.first().map(year).unwrap_or_default(), shown.last().map(year).unwrap_or_default());
    Matrix {
        caption: viewer.words.say("matrix-caption", &[("first", (&first).into()), ("last", (&last).into())]),
        columns: columns.collect(),
        rows: rows.collect(),
        feet: feet.collect(),
    }
}

fn row(
    viewer: &Viewer<'_>,
    handle: Handle<Told<Organization>>,
    shown: &[Handle<Told<Meeting>>],
    all: &[Handle<Told<Meeting>>],
) -> MatrixRow {
    let archive = &viewer.archive;
    let title = viewer.title(&archive.organizations, handle);
    let mut before: Option<Who> = None;
    let mut cells = Vec::new();
    for meeting in all {
        let report = report_of(viewer, *meeting, handle);
        let who = report.and_then(|report| viewer.brief(report).secretary).map(|actor| actor.who.clone());
        let is_new = who.is_some() && before.is_some() && who != before;
        before = who.or(before);
        if shown.contains(meeting) {
            cells.push(cell(viewer, &title, handle, *meeting, report, is_new));
        }
    }
    let filed = all.iter().filter(|meeting| report_of(viewer, **meeting, handle).is_some()).count();
    let expected = |meeting: &&Handle<Told<Meeting>>| {
        archive.expected_at(**meeting).contains(&handle) || viewer.sitting(**meeting).named.contains(&handle)
    };
    let due = all.iter().filter(expected).count().max(filed);
    MatrixRow {
        filed: viewer.words.say("reports-of", &[("filed", filed.into()), ("count", due.into())]),
        url: viewer.url(Page::Organization(handle)),
        now: all.last().and_then(|meeting| now(viewer, *meeting, handle)),
        title,
        cells,
    }
}

/// The present secretary, if one person alone may be.
fn now(
    viewer: &Viewer<'_>,
    meeting: Handle<Told<Meeting>>,
    organization: Handle<Told<Organization>>,
) -> Option<String> {
    let archive = &viewer.archive;
    let post = viewer.archive.reporting_post(viewer.sitting(meeting).series?)?;
    let terms = archive.organization(organization).terms.iter();
    let terms = terms.map(|(person, place)| (*person, &archive.people[*person].original.terms[*place]));
    let holder = office::sole_holder(terms.filter(|(_, term)| term.may_be_current(archive.today())), post)?;
    let person = viewer.told(&archive.people[holder]);
    person.public.then(|| person.base.title.clone())
}

fn report_of(
    viewer: &Viewer<'_>,
    meeting: Handle<Told<Meeting>>,
    organization: Handle<Told<Organization>>,
) -> Option<Handle<Told<Report>>> {
    let of = |report: &&Handle<Told<Report>>| viewer.brief(**report).organization == Some(organization);
    viewer.archive.reports_of(meeting).iter().find(of).copied()
}

fn cell(
    viewer: &Viewer<'_>,
    title: &str,
    organization: Handle<Told<Organization>>,
    handle: Handle<Told<Meeting>>,
    report: Option<Handle<Told<Report>>>,
    is_new: bool,
) -> MatrixCell {
    let archive = &viewer.archive;
    let meeting = viewer.sitting(handle);
    let year = meeting.covers.map_or(meeting.held.year, |covers| covers.to.unwrap_or(covers.year));
    let short = format!("{:02}", year.rem_euclid(100));
    let full = year.to_string();
    let Some(report) = report else {
        let on = meeting.held.first();
        let body = &archive.organizations[organization].original;
        let (kind, word) = if meeting.named.contains(&organization) {
            ("named", "cell-named")
        } else if archive.expected_at(handle).contains(&organization) {
            ("missing", "cell-missing")
        } else if body.founded.is_some_and(|founded| on < founded.first()) {
            ("none", "cell-not-yet-formed")
        } else if body.dissolved.is_some_and(|dissolved| dissolved.last() < on) {
            ("none", "cell-dissolved")
        } else {
            ("outside", "cell-outside")
        };
        let word = viewer.word(word);
        let label = viewer
            .words
            .say("cell-label", &[("name", title.into()), ("year", (&full).into()), ("word", (&word).into())]);
        let class = match kind {
            "missing" => "missing",
            "named" => "named-only",
            _ => "",
        };
        return MatrixCell {
            kind,
            class: class.to_string(),
            url: None,
            label,
            level: None,
            short,
            word,
            who: String::new(),
            bar: None,
        };
    };
    let brief = viewer.brief(report);
    let (bar, level) = viewer.grade(brief).map_or((None, None), |grade| (grade.bar, grade.level));
    let word = match &level {
        Some(level) => level.word.clone(),
        None => viewer.withdrawn_word(brief.standing).unwrap_or_else(|| viewer.word("filed")),
    };
    let withdrawn = brief.standing.is_withdrawn();
    let who = if withdrawn { String::new() } else { viewer.secretary_name(brief.secretary) };
    let class = level.as_ref().map_or("filed", |level| &level.class);
    let values = [("name", title.into()), ("year", (&full).into()), ("word", (&word).into())];
    let mut label = viewer.words.say("cell-label", &values);
    if !who.is_empty() {
        label = format!("{label}{}{who}", viewer.word("sentence-gap"));
    }
    MatrixCell {
        kind: if level.is_some() { "graded" } else { "filed" },
        class: if is_new { format!("{class} new") } else { class.to_string() },
        url: Some(viewer.url(Page::Report(report))),
        label,
        level,
        short,
        word,
        who,
        bar,
    }
}

/// The year that a meeting stands for.
fn year_of(meeting: Sitting<'_>) -> String {
    meeting.covers.map_or_else(|| meeting.held.year.to_string(), |covers| covers.to_string())
}

/// How many reports of a meeting were filed, and how many were due.
fn filed_of(viewer: &Viewer<'_>, handle: Handle<Told<Meeting>>) -> (usize, usize) {
    let archive = &viewer.archive;
    let filed = archive.report_count(handle);
    let given = viewer.sitting(handle).given.map_or(0, |count| count as usize);
    (filed, archive.expected_at(handle).len().max(given).max(filed))
}

fn filed_bar(
    viewer: &Viewer<'_>,
    handle: Handle<Told<Meeting>>,
    last: Option<&Handle<Told<Meeting>>>,
) -> Option<YearBar> {
    let (filed, due) = filed_of(viewer, handle);
    let share = (filed * 100).checked_div(due)?;
    Some(YearBar {
        year: year_of(viewer.sitting(handle)),
        url: viewer.url(Page::Meeting(handle)),
        height: share.to_string(),
        top: (100 - share).to_string(),
        meta: viewer.words.say("filed-of", &[("filed", filed.into()), ("count", due.into())]),
        last: last == Some(&handle),
    })
}

fn foot(viewer: &Viewer<'_>, handle: Handle<Told<Meeting>>) -> MatrixFoot {
    let meeting = viewer.sitting(handle);
    let (filed, due) = filed_of(viewer, handle);
    let papers = meeting.assessment.and_then(|assessment| assessment.ballots.as_ref());
    let voted = papers
        .and_then(|papers| papers.valid.or(papers.returned))
        .filter(|_| meeting.visibility != Visibility::Withheld);
    MatrixFoot {
        filed: viewer.words.say("filed-of", &[("filed", filed.into()), ("count", due.into())]),
        voted: voted.map(|Count(count)| viewer.words.say("voted", &[("count", count.into())])),
    }
}

/// All ballots of each debriefing whose ballots are public, as shares.
fn shares(viewer: &Viewer<'_>, handle: Handle<Series>, held: &[Handle<Told<Meeting>>]) -> Option<Columns> {
    let archive = &viewer.archive;
    let scale = archive.scale(archive.scale_of(handle)?);
    let best = scale.grades.first()?;
    let column = |meeting: &Handle<Told<Meeting>>| {
        let record = viewer.sitting(*meeting);
        if record.visibility != Visibility::Full || record.scale != archive.scale_of(handle) {
            return None;
        }
        let reports = archive.reports_of(*meeting).iter().map(|report| viewer.brief(*report));
        let mut sum: Vec<(String, Count)> = scale.grades.iter().map(|grade| (grade.clone(), Count(0))).collect();
        for ballots in reports
            .filter(|report| !report.standing.is_withdrawn())
            .filter_map(|report| viewer.public_scale(report).and(report.ballots))
        {
            for (grade, total) in &mut sum {
                total.0 += ballots.get(grade).map_or(0, |Count(count)| *count);
            }
        }
        let sum = Pairs(sum);
        let all: u32 = sum.0.iter().map(|(_, Count(count))| count).sum();
        let bar = viewer.bar(scale, &sum)?;
        let good = sum.get(best).map_or(0, |Count(count)| *count);
        let share = (f64::from(good) * 100.0 / f64::from(all)).round() as usize;
        let grade = viewer.grade_word(scale, best).to_lowercase();
        // Below twenty ballots a percentage says more than there is.
        let word = match all {
            0..20 => viewer.words.say("count-of-grade", &[("count", good.into()), ("grade", (&grade).into())]),
            _ => viewer.words.say("share-of-grade", &[("share", share.into()), ("grade", (&grade).into())]),
        };
        Some(Column { year: year_of(record), word, bar: Some(bar) })
    };
    let columns: Vec<Column> = held.iter().filter_map(column).collect();
    let legend = viewer.legend(scale);
    (!columns.is_empty()).then(|| Columns { meta: viewer.word("shares-meta"), legend, columns, groups: Vec::new() })
}
