//! The tracker: every commitment, and how it stands.

use std::cmp::Reverse;

use super::Viewer;
use super::frame::Framing;
use super::page::{CommitmentsPage, FilterLink, TrackerRow};
use super::part::{Html, Status, Tally};
use crate::model::Commitment;
use crate::parse::record::Progress;
use crate::plan::{Filter, Page};

/// The groups in which commitments are counted.
const COUNTED: &[Filter] =
    &[Filter::Kept, Filter::PartlyKept, Filter::InProgress, Filter::Open, Filter::NotKept, Filter::Silent];

pub(super) fn tracker(viewer: &Viewer<'_>, filter: Filter) -> CommitmentsPage {
    let archive = viewer.archive;
    let all: Vec<&Commitment> = archive.commitments.iter().collect();
    let mut shown: Vec<&Commitment> =
        all.iter().copied().filter(|commitment| is_in(viewer, commitment, filter)).collect();
    shown.sort_by_key(|commitment| {
        let overdue = commitment.outcome(archive.today).overdue;
        let due = commitment.due.map(|due| due.last());
        (overdue.is_none(), overdue, due.is_none(), due, Reverse(commitment.made), commitment.key.clone())
    });
    let filters = Filter::ALL.iter().map(|other| FilterLink {
        title: filter_word(viewer, *other),
        count: all.iter().filter(|commitment| is_in(viewer, commitment, *other)).count(),
        url: viewer.url(Page::Commitments(*other)),
        current: *other == filter,
    });
    let filters: Vec<FilterLink> = filters.filter(|link| link.count > 0 || link.current).collect();
    let first = all.iter().map(|commitment| commitment.made.year).min();
    let summary = match first {
        Some(year) => {
            let year = year.to_string();
            viewer.words.say("commitments-summary", &[("count", all.len().into()), ("year", (&year).into())])
        }
        None => viewer.word("commitments-none"),
    };
    let title = viewer.word("commitments-title");
    let crumb = if filter == Filter::All { viewer.word("commitments") } else { filter_word(viewer, filter) };
    CommitmentsPage {
        frame: viewer.frame(Framing {
            crumbs: vec![(crumb, None)],
            section: Some(Page::Commitments(Filter::All)),
            ..Framing::of(&title)
        }),
        title,
        summary,
        tallies: tallies(viewer, &all),
        filters,
        empty: shown.is_empty().then(|| viewer.word("commitments-none")),
        sample: shown.iter().any(|commitment| commitment.sample),
        rows: shown.into_iter().map(|commitment| row(viewer, commitment)).collect(),
    }
}

fn row(viewer: &Viewer<'_>, commitment: &Commitment) -> TrackerRow {
    let archive = viewer.archive;
    let report = viewer.told(&archive.reports[commitment.report]);
    let promise = viewer.promise(commitment, false);
    let organization = report.organization.map(|handle| viewer.told(&archive.organizations[handle]).base.title.clone());
    let name = organization.unwrap_or_else(|| viewer.secretary_name(report));
    let year = viewer.report_year(report);
    let latest = promise.follow_ups.last();
    TrackerRow {
        text: promise.text,
        url: promise.url.unwrap_or_default(),
        status: promise.status,
        who: report.secretary.as_ref().map(|actor| viewer.mention(actor)),
        meta: viewer.words.say("name-and-report", &[("name", (&name).into()), ("year", (&year).into())]),
        due: commitment.due.map(|due| viewer.words.date(due)),
        overdue: promise.overdue,
        latest: latest.map(|follow_up| follow_up.text.clone()).filter(|text| *text != Html::default()),
        latest_date: latest.map(|follow_up| follow_up.date.shown.clone()),
    }
}

/// Whether a commitment is listed under a filter.
fn is_in(viewer: &Viewer<'_>, commitment: &Commitment, filter: Filter) -> bool {
    let outcome = commitment.outcome(viewer.archive.today);
    match filter {
        Filter::All => true,
        Filter::Overdue => outcome.overdue.is_some(),
        _ if outcome.silent => filter == Filter::Silent,
        Filter::Kept => outcome.status == Progress::Done,
        Filter::PartlyKept => outcome.status == Progress::PartlyDone,
        Filter::InProgress => matches!(outcome.status, Progress::InProgress | Progress::Ongoing),
        Filter::Open => matches!(outcome.status, Progress::NotStarted | Progress::CarriedOver | Progress::Changed),
        Filter::NotKept => outcome.status == Progress::NotDone,
        Filter::Silent => false,
    }
}

fn filter_word(viewer: &Viewer<'_>, filter: Filter) -> String {
    viewer.word(&format!("filter-{}", filter.name()))
}

/// How many commitments stand how, in the order of the tracker; what is nowhere is left out.
pub(super) fn tallies(viewer: &Viewer<'_>, commitments: &[&Commitment]) -> Vec<Tally> {
    let tally = |filter: &Filter| {
        let count = commitments.iter().filter(|commitment| is_in(viewer, commitment, *filter)).count();
        let icon = match filter {
            Filter::Kept => "done",
            Filter::PartlyKept => "partly",
            Filter::InProgress => "progress",
            Filter::NotKept => "broken",
            Filter::Silent => "silent",
            _ => "open",
        };
        Tally {
            status: Status { icon, class: icon, word: filter_word(viewer, *filter) },
            count,
            marks: viewer.marks(icon, count),
            url: viewer.url(Page::Commitments(*filter)),
        }
    };
    COUNTED.iter().map(tally).filter(|tally| tally.count > 0).collect()
}
