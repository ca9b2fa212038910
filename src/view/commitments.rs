//! The tracker: every commitment, and how it stands.

use super::Viewer;
use super::frame::Framing;
use super::list::{numbered, pager};
use super::page::{CommitmentsPage, FilterLink, TrackerRow};
use super::part::{Html, Status, Tally};
use crate::model::{Commitment, Filter};
use crate::plan::{Page, PageNumber};
use crate::reader::Counted;

pub(super) fn tracker(viewer: &Viewer<'_>, filter: Filter, number: PageNumber) -> CommitmentsPage {
    let archive = &viewer.archive;
    let (shown, older) = archive.tracker_page(filter, number);
    // How many there are stands on the newest pages alone: the others change only with what they list.
    let counted = (number == PageNumber::Newest).then(|| archive.tracker());
    let link = |other: &Filter, count: usize| FilterLink {
        title: filter_word(viewer, *other),
        count,
        url: viewer.url(Page::Commitments(*other, PageNumber::Newest)),
        current: *other == filter,
    };
    let links = counted.iter().flat_map(|counted| Filter::ALL.iter().map(|other| link(other, counted.count(*other))));
    let filters: Vec<FilterLink> = links.filter(|link| link.count > 0 || link.current).collect();
    let summary = counted.as_ref().map(|counted| match counted.since {
        Some(year) => {
            let (count, year) = (counted.count(Filter::All), year.to_string());
            viewer.words.say("commitments-summary", &[("count", count.into()), ("year", (&year).into())])
        }
        None => viewer.word("commitments-none"),
    });
    let title = viewer.word("commitments-title");
    let crumb = if filter == Filter::All { viewer.word("commitments") } else { filter_word(viewer, filter) };
    CommitmentsPage {
        frame: viewer.frame(Framing {
            crumbs: numbered(viewer, vec![(crumb, None)]),
            section: Some(Page::Commitments(Filter::All, PageNumber::Newest)),
            ..Framing::of(&title)
        }),
        title,
        summary,
        tallies: counted.map_or(Vec::new(), |counted| tracker_tallies(viewer, &counted)),
        filters,
        empty: shown.is_empty().then(|| viewer.word("commitments-none")),
        sample: shown.iter().any(|commitment| commitment.sample),
        rows: shown.into_iter().map(|commitment| row(viewer, commitment)).collect(),
        pager: pager(viewer, |number| Page::Commitments(filter, number), older, number),
    }
}

/// How many of all commitments stand how.
pub(super) fn tracker_tallies(viewer: &Viewer<'_>, counted: &Counted) -> Vec<Tally> {
    Filter::groups().filter_map(|filter| tally(viewer, filter, counted.count(filter))).collect()
}

fn row(viewer: &Viewer<'_>, commitment: &Commitment) -> TrackerRow {
    let archive = &viewer.archive;
    let report = archive.reports.promised(commitment.report, viewer.language);
    let outcome = archive.outcome(commitment);
    let text = report.commitments[commitment.index].text.clone().unwrap_or_default();
    let organization = report.organization.map(|handle| viewer.title(&archive.organizations, handle));
    let name = organization.unwrap_or_else(|| viewer.secretary_name(report.secretary));
    let year = viewer.report_year(report.meeting);
    let latest = commitment.follow_ups.last().map(|follow_up| viewer.follow_up(commitment, follow_up));
    TrackerRow {
        text: viewer.unlinked(&text),
        url: viewer.place_of(commitment),
        status: viewer.status(&outcome),
        who: report.secretary.map(|actor| viewer.mention(actor)),
        meta: viewer.words.say("name-and-report", &[("name", (&name).into()), ("year", (&year).into())]),
        due: commitment.due.map(|due| viewer.words.date(due)),
        overdue: viewer.overdue(&outcome),
        latest: latest.as_ref().map(|follow_up| follow_up.text.clone()).filter(|text| *text != Html::default()),
        latest_date: latest.map(|follow_up| follow_up.date.shown),
    }
}

fn filter_word(viewer: &Viewer<'_>, filter: Filter) -> String {
    viewer.word(&format!("filter-{}", filter.name()))
}

/// How many of some commitments stand how, in the order of the tracker; what is nowhere is left out.
pub(super) fn tallies(viewer: &Viewer<'_>, commitments: &[&Commitment]) -> Vec<Tally> {
    let outcomes: Vec<_> = commitments.iter().map(|commitment| viewer.archive.outcome(commitment)).collect();
    let count = |filter: Filter| outcomes.iter().filter(|outcome| filter.holds(outcome)).count();
    Filter::groups().filter_map(|filter| tally(viewer, filter, count(filter))).collect()
}

fn tally(viewer: &Viewer<'_>, filter: Filter, count: usize) -> Option<Tally> {
    let icon = match filter {
        Filter::Kept => "done",
        Filter::PartlyKept => "partly",
        Filter::InProgress => "progress",
        Filter::NotKept => "broken",
        Filter::Withdrawn => "withdrawn",
        Filter::Silent => "silent",
        _ => "open",
    };
    (count > 0).then(|| Tally {
        status: Status { icon, class: icon, word: filter_word(viewer, filter) },
        count,
        marks: viewer.marks(icon, count),
        url: viewer.url(Page::Commitments(filter, PageNumber::Newest)),
    })
}
