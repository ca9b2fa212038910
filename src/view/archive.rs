//! The archive by year: the years, and what each holds.

use super::Viewer;
use super::frame::Framing;
use super::list::{dated_story, numbered, pager, simple};
use super::page::{ArchivePage, ListPage};
use super::part::{Row, RowGroup, YearBar};
use crate::model::Dated;
use crate::plan::{Page, PageNumber};
use crate::reader::Slice;
use crate::yaml::Date;

pub(super) fn year(viewer: &Viewer<'_>, year: i16, number: PageNumber) -> ListPage {
    let archive = &viewer.archive;
    let Slice { entries, older } = archive.year_page(year, number);
    let newest = if number == PageNumber::Newest { archive.year(year) } else { &[] };
    let month = |entry: &Dated| match entry {
        Dated::Meeting(meeting) => viewer.sitting(*meeting).held.month,
        Dated::Story(story) => archive.stories[*story].original.published.and_then(|published| published.date.month),
        Dated::Report(_) => None,
    };
    let row = |entry: &Dated| match entry {
        Dated::Meeting(meeting) => viewer.meeting_row(*meeting),
        Dated::Story(story) => Row { text: None, ..dated_story(viewer, *story) },
        Dated::Report(report) => viewer.report_row(*report),
    };
    let groups = entries.chunk_by(|a, b| month(a) == month(b)).map(|entries| RowGroup {
        title: Some(month(&entries[0]).map_or_else(|| viewer.word("month-unknown"), |month| viewer.words.month(month))),
        anchor: month(&entries[0]).map(|month| format!("m{month:02}")),
        rows: entries.iter().map(row).collect(),
    });
    let groups: Vec<RowGroup> = groups.collect();
    let title = viewer.words.date(Date { year, month: None, day: None });
    let summary = number == PageNumber::Newest;
    let summary = summary.then(|| viewer.words.say("year-summary", &[("count", newest.len().into())]));
    let crumbs = numbered(viewer, vec![(viewer.word("archive"), Some(Page::Archive)), (title.clone(), None)]);
    let frame = viewer.frame(Framing { crumbs, section: Some(Page::Archive), ..Framing::of(&title) });
    ListPage {
        frame,
        kicker: Some(viewer.word("archive")),
        lead: newest.iter().find_map(|entry| debriefing(viewer, *entry)),
        pager: pager(viewer, |number| Page::Year(year, number), older, number),
        ..simple(viewer, Page::Archive, title, summary, groups, "year-none")
    }
}

/// A meeting at which reports were given, as the lead of its year.
fn debriefing(viewer: &Viewer<'_>, entry: Dated) -> Option<Row> {
    let Dated::Meeting(handle) = entry else { return None };
    let archive = &viewer.archive;
    let reported = || archive.meetings[handle].original.front.reports.is_some();
    let reported = !archive.expected_at(handle).is_empty() || reported();
    if !reported || viewer.sitting(handle).standing.is_withdrawn() {
        return None;
    }
    let standfirst = archive.meetings.standfirst(handle, viewer.language);
    Some(Row { text: standfirst.summary.map(|summary| viewer.unlinked(summary)), ..viewer.meeting_row(handle) })
}

/// The years with how much each holds.
pub(super) fn year_bars(viewer: &Viewer<'_>) -> Vec<YearBar> {
    let archive = &viewer.archive;
    let counts = archive.year_counts();
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or(1).max(1);
    let last = counts.last().map(|(year, _)| *year);
    let bar = |(year, count): (i16, usize)| YearBar {
        year: year.to_string(),
        url: viewer.url(Page::Year(year, PageNumber::Newest)),
        height: (count * 100 / most).to_string(),
        top: (100 - count * 100 / most).to_string(),
        meta: viewer.words.say("records-count", &[("count", count.into())]),
        last: Some(year) == last,
    };
    counts.into_iter().map(bar).collect()
}

pub(super) fn archive(viewer: &Viewer<'_>) -> ArchivePage {
    let bars = year_bars(viewer);
    let title = viewer.word("archive");
    let row = |bar: &YearBar| Row {
        date: None,
        mark: None,
        title: bar.year.clone(),
        lang: None,
        url: bar.url.clone(),
        meta: bar.meta.clone(),
        text: None,
        grade: None,
    };
    ArchivePage {
        frame: viewer.frame(Framing {
            crumbs: vec![(title.clone(), None)],
            section: Some(Page::Archive),
            ..Framing::of(&title)
        }),
        summary: viewer.words.say("archive-summary", &[("count", bars.len().into())]),
        rows: bars.iter().rev().map(row).collect(),
        title,
        bars,
    }
}
