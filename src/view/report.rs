//! The page of one secretary's report.

use std::io;

use super::Viewer;
use super::frame::Framing;
use super::meeting::comment_label;
use super::page::{CommentQuote, ReportPage, YearCell};
use super::part::{DateBlock, Fact, FactItem, Link, Neighbors, Numbered, NumberedSection, Promise};
use crate::markdown;
use crate::model::{Actor, Handle, Organization, Report, Told, Who};
use crate::parse::record::Mode;
use crate::plan::{Feed, Page, PageNumber};
use crate::yaml::Count;

/// How many years stand in a row.
const MOST_YEARS: usize = 10;

pub(super) fn report(viewer: &Viewer<'_>, handle: Handle<Told<Report>>) -> io::Result<ReportPage> {
    let archive = &viewer.archive;
    let report = viewer.told(&archive.reports[handle]);
    let title = viewer.report_title(handle);
    let organization = report.organization.map(|organization| viewer.page_link(Page::Organization(organization)));
    let problems = problems(viewer, report);
    let comments = comments(viewer, report);
    let commitments: Vec<Promise> = own(viewer, handle).map(|commitment| viewer.promise(commitment, true)).collect();
    let answers = answers(viewer, handle);
    let years = report.organization.map_or(Vec::new(), |organization| years(viewer, handle, report, organization));
    let years_title = organization.as_ref().map_or(String::new(), |organization| {
        viewer.words.say("year-by-year", &[("name", (&organization.title).into())])
    });
    let comment_title = comment_title(viewer, report);

    let mut contents = viewer.body_contents(&report.base);
    let mut add = |anchor: &str, title: Option<String>| {
        contents.extend(title.map(|title| Link { title, url: format!("#{anchor}") }));
    };
    add("problems", problems.as_ref().map(|problems| problems.title.clone()));
    add("comment", (!comments.is_empty()).then(|| comment_title.clone()));
    add("commitments", (!commitments.is_empty() || !answers.is_empty()).then(|| viewer.word("commitments")));
    add("years", (!years.is_empty()).then(|| years_title.clone()));
    add("source", Some(viewer.word("source-and-review")));

    let section = Page::Reports(PageNumber::Newest);
    let of_meeting = viewer.kicker(viewer.sitting(report.meeting)).map(|kicker| kicker.title);
    let of_meeting = of_meeting.unwrap_or_else(|| viewer.title(&archive.meetings, report.meeting));
    let crumb = organization.as_ref().map_or_else(|| title.clone(), |organization| organization.title.clone());
    let scale = viewer.public_scale(report.brief());
    let ballots =
        report.front.ballots.as_ref().zip(scale).map(|(ballots, scale)| viewer.ballots_in_words(scale, ballots));
    Ok(ReportPage {
        frame: viewer.frame(Framing {
            description: report.matter.summary.as_ref().map(|summary| markdown::plain(summary)),
            crumbs: vec![
                (viewer.page_name(section), Some(section)),
                (of_meeting, Some(Page::Meeting(report.meeting))),
                (crumb, None),
            ],
            section: Some(section),
            told_in: Some(viewer.told_in(&archive.reports[handle])),
            feed: report.organization.map_or(Feed::Site, Feed::Organization),
            ..Framing::of(&title)
        }),
        kicker: organization,
        title,
        lang: viewer.foreign(report.base.language),
        summary: report.matter.summary.as_ref().map(|summary| viewer.inline(&report.base, summary)),
        notice: viewer.draft_notice(&report.base),
        secretary: report.secretary.as_ref().map(|actor| viewer.mention(actor)),
        byline: byline(viewer, report),
        sample: report.base.sample,
        date: date_block(viewer, handle, report),
        facts: facts(viewer, report),
        grade: viewer.grade(report.brief()),
        ballots,
        contents: if contents.len() >= 4 { contents } else { Vec::new() },
        has_body: !report.base.text(archive).body.is_empty,
        body: viewer.body(&report.base),
        photos: viewer.photos(&report.matter, &report.base),
        problems,
        comments,
        comment_title,
        commitments,
        answers,
        years,
        years_title,
        attachments: viewer.attachments(&report.matter)?,
        provenance: viewer.provenance(&report.base, &report.matter),
        neighbors: neighbors(viewer, handle, report),
    })
}

fn own<'a>(viewer: &Viewer<'a>, handle: Handle<Told<Report>>) -> impl Iterator<Item = &'a crate::model::Commitment> {
    viewer.archive.commitments_of(handle)
}

/// Earlier commitments that this report answers.
pub(super) fn answers(viewer: &Viewer<'_>, handle: Handle<Told<Report>>) -> Vec<Promise> {
    viewer.archive.answered_in(handle).into_iter().map(|commitment| viewer.promise(commitment, false)).collect()
}

pub(super) fn byline(viewer: &Viewer<'_>, report: &Report) -> String {
    let meeting = viewer.sitting(report.meeting);
    let mut parts = Vec::new();
    let role = report.secretary.as_ref().and_then(|actor| match &actor.role {
        Some(role) => Some(role.to_string()),
        None => viewer.offices_on(actor, meeting.held),
    });
    if report.secretary.is_none() {
        parts.push(viewer.word("secretary-not-recorded"));
    }
    let organization = report.organization.map(|handle| viewer.title(&viewer.archive.organizations, handle));
    parts.extend(match (role, organization) {
        (Some(role), Some(name)) => Some(viewer.words.role_in(&role, &name)),
        (role, organization) => role.or(organization),
    });
    let line = parts.join(&viewer.word("clause-comma"));
    match report.front.mode {
        Some(Mode::Written) => line + &viewer.word("sentence-gap") + &viewer.word("written-not-spoken"),
        _ => line,
    }
}

fn date_block(viewer: &Viewer<'_>, handle: Handle<Told<Report>>, report: &Report) -> DateBlock {
    let meeting = viewer.sitting(report.meeting);
    let filed = viewer.archive.reports_of(report.meeting);
    let place = filed.iter().position(|other| *other == handle).map_or(1, |place| place + 1);
    let order = report.front.order.map_or(place, |Count(order)| order as usize);
    let given = meeting.given.map_or(filed.len(), |count| count as usize);
    let of = given.max(filed.len()).max(order);
    let second = viewer.kicker(meeting).map(|kicker| kicker.title);
    let first = viewer.words.say("order-of", &[("order", order.into()), ("count", of.into())]);
    DateBlock { number: order.to_string(), first, iso: None, second }
}

fn facts(viewer: &Viewer<'_>, report: &Report) -> Vec<Fact> {
    let meeting = viewer.sitting(report.meeting);
    let mut facts = Vec::new();
    let secretary = report.secretary.as_ref().map(|actor| {
        let mention = viewer.mention(actor);
        let since = in_post_since(viewer, actor, report);
        FactItem { words: mention.name, url: mention.url, after: since.or(mention.role) }
    });
    facts.push(match secretary {
        Some(item) => viewer.fact("secretary", vec![item]),
        None => viewer.words_fact("secretary", viewer.word("secretary-not-recorded")),
    });
    if let Some(organization) = report.organization {
        facts.push(viewer.page_fact("organization", Page::Organization(organization)));
    }
    if let Some(covers) = meeting.covers {
        facts.push(
            viewer.words_fact("year-covered", viewer.words.say("work-year", &[("year", (&covers.to_string()).into())])),
        );
    }
    let meeting_of = FactItem {
        words: viewer.words.date(meeting.held),
        url: Some(viewer.url(Page::Meeting(report.meeting))),
        after: None,
    };
    let key = if report.front.mode == Some(Mode::Written) { "submitted" } else { "heard" };
    facts.push(viewer.fact(key, vec![meeting_of]));
    let keys = ["author", "editor", "photographer"];
    for (key, actor) in keys.iter().zip(&report.matter.credits) {
        facts.extend(actor.as_ref().map(|actor| viewer.words_fact(key, viewer.name(actor))));
    }
    facts.extend(viewer.topics_fact(&report.matter.topics));
    facts
}

/// `in post since March 2018`
fn in_post_since(viewer: &Viewer<'_>, actor: &Actor, report: &Report) -> Option<String> {
    let Who::Person(person) = &actor.who else { return None };
    let held = viewer.sitting(report.meeting).held;
    let person = &viewer.archive.people[*person].original;
    let term = person.terms_on(held).find(|term| term.organization == report.organization)?;
    Some(viewer.words.say("in-post-since", &[("date", (&viewer.words.date(term.start?)).into())]))
}

pub(super) fn problems(viewer: &Viewer<'_>, report: &Report) -> Option<NumberedSection> {
    let problems = &report.front.problems;
    let item = |(index, problem): (usize, &crate::yaml::OrText<crate::parse::record::Problem>)| Numbered {
        anchor: viewer.anchor(&report.base.file, &format!("problem-{}", index + 1)),
        number: (index + 1).to_string(),
        text: problem.text.as_ref().map(|text| viewer.inline(&report.base, text)),
        note: problem.cause.as_ref().map(|cause| {
            let cause = viewer.inline(&report.base, cause);
            super::part::Html(format!("{}{}", markdown::escape(&viewer.word("cause")), cause.0))
        }),
    };
    let title = || viewer.word("problems");
    (!problems.is_empty()).then(|| NumberedSection {
        title: title(),
        meta: None,
        items: problems.iter().enumerate().map(item).collect(),
    })
}

/// The heading over the comments.
pub(super) fn comment_title(viewer: &Viewer<'_>, report: &Report) -> String {
    match report.comments.as_slice() {
        [(_, by)] => comment_label(viewer, report.meeting, by),
        _ => viewer.word("comments"),
    }
}

pub(super) fn comments(viewer: &Viewer<'_>, report: &Report) -> Vec<CommentQuote> {
    let meeting = viewer.sitting(report.meeting);
    let quote = |(comment, by): &(crate::parse::record::Comment, Vec<Actor>)| {
        let date = viewer.words.date(meeting.held);
        let meta = match comment.on_behalf_of.as_deref() {
            Some(behalf) => {
                viewer.words.say("comment-at-on-behalf", &[("date", (&date).into()), ("behalf", behalf.into())])
            }
            None => viewer.words.say("comment-at", &[("date", (&date).into())]),
        };
        Some(CommentQuote {
            text: viewer.inline(&report.base, comment.text.as_ref()?),
            by: by.iter().map(|actor| viewer.mention(actor)).collect(),
            meta,
        })
    };
    report.comments.iter().filter_map(quote).collect()
}

/// The organization's reports in the series, earliest first.
pub(super) fn years(
    viewer: &Viewer<'_>,
    handle: Handle<Told<Report>>,
    report: &Report,
    organization: Handle<Told<Organization>>,
) -> Vec<YearCell> {
    let Some(series) = viewer.sitting(report.meeting).series else { return Vec::new() };
    let in_series = viewer.archive.years(organization, series);
    if in_series.len() < 2 {
        return Vec::new();
    }
    // The theme lays out up to ten: those up to the page's own year, and what follows as far as there is room.
    let own = in_series.iter().position(|other| *other == handle).unwrap_or_default();
    let end = (own + 1).max(MOST_YEARS).min(in_series.len());
    let shown = &in_series[end.saturating_sub(MOST_YEARS)..end];
    shown.iter().map(|other| year_cell(viewer, *other, *other == handle)).collect()
}

fn year_cell(viewer: &Viewer<'_>, handle: Handle<Told<Report>>, current: bool) -> YearCell {
    let report = viewer.brief(handle);
    let scale = viewer.public_scale(report);
    let bar = scale.zip(report.ballots).and_then(|(scale, ballots)| viewer.bar(scale, ballots));
    let grade = scale.zip(report.grade).filter(|(scale, grade)| scale.level(grade).is_some());
    YearCell {
        year: viewer.report_year(report.meeting),
        url: (!current).then(|| viewer.url(Page::Report(handle))),
        word: match grade {
            Some((scale, grade)) => viewer.grade_word(scale, grade).to_string(),
            None => viewer.withdrawn_word(report.standing).unwrap_or_else(|| viewer.word("filed")),
        },
        bar,
        secretary: if report.standing.is_withdrawn() { String::new() } else { viewer.secretary_name(report.secretary) },
        current,
    }
}

fn neighbors(viewer: &Viewer<'_>, handle: Handle<Told<Report>>, report: &Report) -> Option<Neighbors> {
    let reports = viewer.archive.reports_of(report.meeting);
    let place = reports.iter().position(|other| *other == handle)?;
    let link = |handle: Option<&Handle<Told<Report>>>| handle.map(|handle| viewer.page_link(Page::Report(*handle)));
    Some(Neighbors {
        previous_label: viewer.word("previous-speaker"),
        previous: link(place.checked_sub(1).and_then(|before| reports.get(before))),
        next_label: viewer.word("next-speaker"),
        next: link(reports.get(place + 1)),
    })
    .filter(|neighbors| neighbors.previous.is_some() || neighbors.next.is_some())
}
