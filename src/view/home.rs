//! The front page.

use super::Viewer;
use super::archive::year_bars;
use super::commitments::tracker_tallies;
use super::frame::Framing;
use super::meeting::figures;
use super::page::{Desk, Glance, GlanceRow, Home, Lead, Teaser, Tracker};
use super::part::{Link, Row};
use crate::config::Visibility;
use crate::model::{Filter, Handle, Meeting, Report, Told};
use crate::plan::{Page, PageNumber};
use crate::yaml::Count;

/// How many entries the front page shows of each kind.
const ROWS: usize = 4;

pub(super) fn home(viewer: &Viewer<'_>) -> Home {
    let archive = &viewer.archive;
    let lead = archive.lead().filter(|meeting| !viewer.sitting(*meeting).standing.is_withdrawn());
    let teasers: Vec<Handle<Told<Report>>> =
        archive.newest_reports().iter().copied().filter(|report| is_shown(viewer, *report)).take(ROWS).collect();
    let shown = |handle: &Handle<Told<Meeting>>| !viewer.sitting(*handle).standing.is_withdrawn();
    let meetings: Vec<_> = archive.newest_meetings().iter().copied().filter(shown).take(ROWS).collect();
    let stories: Vec<_> = archive
        .newest_stories()
        .iter()
        .copied()
        .filter(|story| !archive.stories[*story].original.base.standing.is_withdrawn())
        .take(ROWS)
        .collect();
    let counts = [
        ("holdings-meetings", archive.meetings.len()),
        ("holdings-reports", archive.reports.len()),
        ("holdings-stories", archive.stories.len()),
    ];
    let counts: Vec<String> = counts
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(key, count)| viewer.words.say(key, &[("count", count.into())]))
        .collect();
    let holdings = counts.join(&viewer.word("list-comma"));
    let described: Vec<String> =
        viewer.tagline().into_iter().chain([holdings.clone()]).filter(|words| !words.is_empty()).collect();
    let framing = Framing {
        section: Some(Page::Home),
        description: Some(described.join(&viewer.word("sentence-gap"))).filter(|text| !text.is_empty()),
        ..Framing::of(viewer.site_title())
    };
    Home {
        frame: viewer.frame(framing),
        edition: archive.edition().map(|date| viewer.when(date)),
        holdings,
        lead: lead.map(|meeting| lead_story(viewer, meeting)),
        glance: glance(viewer),
        teasers_sample: teasers.iter().any(|report| viewer.brief(*report).sample),
        teasers: teasers.into_iter().map(|report| teaser(viewer, report)).collect(),
        teasers_more: more(viewer, "all-reports", Page::Reports(PageNumber::Newest)),
        meetings: Desk {
            sample: false,
            rows: meetings.into_iter().map(|meeting| viewer.meeting_row(meeting)).collect(),
            more: more(viewer, "all-meetings", Page::Meetings(PageNumber::Newest)),
        },
        news: Desk {
            sample: stories.iter().any(|story| archive.stories[*story].original.base.sample),
            rows: stories.into_iter().map(|story| viewer.story_row(story)).collect::<Vec<Row>>(),
            more: more(viewer, "all-news", Page::News(PageNumber::Newest)),
        },
        tracker: tracker(viewer),
        years: year_bars(viewer),
        years_more: more(viewer, "all-years", Page::Archive),
    }
}

fn more(viewer: &Viewer<'_>, key: &str, page: Page) -> Link {
    Link { title: viewer.word(key), url: viewer.url(page) }
}

fn is_shown(viewer: &Viewer<'_>, report: Handle<Told<Report>>) -> bool {
    !viewer.brief(report).standing.is_withdrawn()
}

fn lead_story(viewer: &Viewer<'_>, handle: Handle<Told<Meeting>>) -> Lead {
    let meeting = viewer.told(&viewer.archive.meetings[handle]);
    let base = &meeting.base;
    let mut held = Vec::new();
    held.extend(meeting.held.day_known().map(|day| viewer.words.weekday(day)));
    let date = viewer.words.date(meeting.held);
    let day = match held.first() {
        Some(weekday) => viewer.words.say("weekday-date", &[("weekday", weekday.into()), ("date", (&date).into())]),
        None => date,
    };
    let day = match meeting.front.time {
        Some(time) => {
            viewer.words.say("day-and-time", &[("day", (&day).into()), ("time", (&viewer.words.clock(time)).into())])
        }
        None => day,
    };
    let mut dateline = vec![match viewer.status_word(meeting.sitting()) {
        Some(status) => viewer.words.say("status-on", &[("status", (&status).into()), ("day", (&day).into())]),
        None => viewer.words.say("held-on", &[("day", (&day).into())]),
    }];
    dateline.extend(
        meeting
            .published
            .map(|moment| viewer.words.say("published-on", &[("date", (&viewer.words.moment(moment)).into())])),
    );
    Lead {
        kicker: viewer.kicker(meeting.sitting()),
        title: base.title.clone(),
        url: viewer.url(Page::Meeting(handle)),
        lang: viewer.foreign(base.language),
        summary: meeting.matter.summary.as_ref().map(|summary| viewer.inline(base, summary)),
        dateline: dateline.join(&viewer.word("sentence-space")),
        figures: figures(viewer, meeting),
        photo: meeting.matter.photos.first().map(|(file, photo)| viewer.picture(file, photo, base)),
        emphasis: meeting.front.emphasis.first().map(|text| viewer.inline(base, text)),
        sample: base.sample,
    }
}

/// The latest debriefing whose ballots are public.
fn glance(viewer: &Viewer<'_>) -> Option<Glance> {
    let archive = &viewer.archive;
    let has_ballots = |handle: &Handle<Told<Meeting>>| {
        let meeting = viewer.sitting(*handle);
        meeting.visibility == Visibility::Full
            && meeting.scale.is_some()
            && meeting.assessment.is_some()
            && archive.reports_of(*handle).iter().any(|report| viewer.brief(*report).ballots.is_some())
    };
    let handle = archive.newest_meetings().iter().copied().find(has_ballots)?;
    let meeting = viewer.sitting(handle);
    let scale = archive.scale(meeting.scale?);
    let best = scale.grades.first()?;
    let row = |report: &Handle<Told<Report>>| {
        let report = viewer.brief(*report);
        let ballots = viewer.public_scale(report).and(report.ballots)?;
        let total: u32 = ballots.0.iter().map(|(_, Count(count))| count).sum();
        let good = ballots.get(best).map_or(0, |Count(count)| *count);
        let organization = report.organization.map(|handle| viewer.title(&archive.organizations, handle));
        Some(GlanceRow {
            organization: organization.unwrap_or_default(),
            secretary: viewer.secretary_name(report.secretary),
            bar: viewer.bar(scale, ballots)?,
            count: viewer.words.say("count-of", &[("count", good.into()), ("total", total.into())]),
        })
    };
    let rows: Vec<GlanceRow> = archive.reports_of(handle).iter().filter_map(row).collect();
    let year = meeting.covers.map_or_else(|| meeting.held.year.to_string(), |covers| covers.to_string());
    let grade = viewer.grade_word(scale, best).to_lowercase();
    let url = format!("{}#assessment", viewer.url(Page::Meeting(handle)));
    (!rows.is_empty()).then(|| Glance {
        title: viewer.words.say("at-a-glance", &[("year", (&year).into())]),
        sample: meeting.sample,
        meta: viewer.word("glance-meta"),
        legend: viewer.legend(scale),
        rows,
        foot: viewer.words.say("glance-foot", &[("grade", (&grade).into())]),
        more: Link { title: viewer.word("every-ballot"), url },
    })
}

fn teaser(viewer: &Viewer<'_>, handle: Handle<Told<Report>>) -> Teaser {
    let archive = &viewer.archive;
    let report = viewer.brief(handle);
    let standfirst = archive.reports.standfirst(handle, viewer.language);
    let who = viewer.secretary_name(report.secretary);
    let year = viewer.report_year(report.meeting);
    Teaser {
        title: viewer.report_title(handle),
        lang: viewer.foreign(report.language),
        url: viewer.url(Page::Report(handle)),
        kicker: report.organization.map(|handle| viewer.title(&archive.organizations, handle)),
        summary: standfirst.summary.map(|summary| viewer.inline(standfirst.written, summary)),
        grade: viewer.grade(report),
        meta: viewer.words.say("name-and-year", &[("name", (&who).into()), ("year", (&year).into())]),
    }
}

fn tracker(viewer: &Viewer<'_>) -> Option<Tracker> {
    let archive = &viewer.archive;
    let counted = archive.tracker();
    let first = counted.since?.to_string();
    let total = counted.count(Filter::All);
    Some(Tracker {
        total,
        words: viewer.words.say("promises-since", &[("count", total.into()), ("year", (&first).into())]),
        tallies: tracker_tallies(viewer, &counted),
        more: more(viewer, "open-tracker", Page::Commitments(Filter::All, PageNumber::Newest)),
        sample: counted.sample,
    })
}
