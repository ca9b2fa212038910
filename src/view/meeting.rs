//! The page of a meeting.

use std::io;

use super::assessment::assessment;
use super::frame::Framing;
use super::page::{MeetingPage, Named, Reports};
use super::part::{
    DateBlock, Fact, FactItem, Figure, Html, Link, Neighbors, Notice, Numbered, NumberedSection, ReportCard,
};
use super::{Viewer, volume};
use crate::markdown;
use crate::model::{Handle, Meeting, Report, Told, Who};
use crate::parse::record::{Commentary, MinutesStatus, Status};
use crate::plan::{Feed, Page, PageNumber};
use crate::yaml::Count;
use crate::yaml::Counted;

/// How fast a report is read.
const WORDS_A_MINUTE: usize = 220;
const HAN_CHARACTERS_A_MINUTE: usize = 350;

pub(super) fn meeting(viewer: &Viewer<'_>, handle: Handle<Told<Meeting>>) -> io::Result<MeetingPage> {
    let archive = &viewer.archive;
    let meeting = viewer.told(&archive.meetings[handle]);
    let reports = reports(viewer, handle, meeting);
    let decisions = decisions(viewer, meeting);
    let suggestions = suggestions(viewer, meeting);
    let assessment = assessment(viewer, handle, meeting);
    let attachments = viewer.attachments(&meeting.matter)?;
    let emphasis: Vec<Html> = meeting.front.emphasis.iter().map(|text| viewer.inline(&meeting.base, text)).collect();

    let mut contents = viewer.body_contents(&meeting.base);
    let mut add = |anchor: &str, title: Option<String>| {
        contents.extend(title.map(|title| Link { title, url: format!("#{anchor}") }));
    };
    add("reports", reports.as_ref().map(|section| section.title.clone()));
    add("decisions", decisions.as_ref().map(|section| section.title.clone()));
    add("suggestions", suggestions.as_ref().map(|section| section.title.clone()));
    add("emphasis", (!emphasis.is_empty()).then(|| viewer.word("emphasis")));
    add("assessment", assessment.as_ref().map(|section| section.title.clone()));
    add("attachments", (!attachments.is_empty()).then(|| viewer.word("attachments")));
    add("source", Some(viewer.word("source-and-review")));

    let series = meeting.series.map(|series| Page::Series(series, PageNumber::Newest));
    let section = series.unwrap_or(Page::Meetings(PageNumber::Newest));
    let kicker = viewer.kicker(meeting.sitting());
    let crumb = match meeting.covers.filter(|_| series.is_some()) {
        Some(covers) => viewer.words.say("year-of-work", &[("year", (&covers.to_string()).into())]),
        None => meeting.base.title.clone(),
    };
    Ok(MeetingPage {
        frame: viewer.frame(Framing {
            description: meeting.matter.summary.as_ref().map(|summary| markdown::plain(summary)),
            crumbs: vec![(viewer.page_name(section), Some(section)), (crumb, None)],
            section: Some(section),
            told_in: Some(viewer.told_in(&archive.meetings[handle])),
            feed: meeting.series.map_or(Feed::Site, Feed::Series),
            ..Framing::of(&meeting.base.title)
        }),
        kicker,
        title: meeting.base.title.clone(),
        lang: viewer.foreign(meeting.base.language),
        summary: meeting.matter.summary.as_ref().map(|summary| viewer.inline(&meeting.base, summary)),
        notice: notice(viewer, meeting),
        byline: byline(viewer, meeting),
        sample: meeting.base.sample,
        date: date_block(viewer, meeting),
        facts: facts(viewer, meeting),
        contents: if contents.len() >= 4 { contents } else { Vec::new() },
        has_body: !meeting.base.text(archive).body.is_empty,
        body: viewer.body(&meeting.base),
        figures: figures(viewer, meeting),
        photos: viewer.photos(&meeting.matter, &meeting.base),
        volume: volume::link(viewer, handle),
        reports,
        decisions,
        suggestions,
        emphasis,
        assessment,
        attachments,
        provenance: viewer.provenance(&meeting.base, &meeting.matter),
        neighbors: neighbors(viewer, handle, meeting),
    })
}

impl Viewer<'_> {
    /// In which languages a record is told: its own, and those of its translations.
    pub(super) fn told_in<T: crate::model::Spoken>(
        &self,
        told: &Told<T>,
    ) -> (crate::model::Language, Vec<crate::model::Language>) {
        (told.original.language(), told.translations.iter().map(|(language, _)| *language).collect())
    }

    /// `By NAME. Published 4 May 2022. 4 minutes`
    pub(super) fn credits(
        &self,
        matter: &crate::model::Matter,
        published: Option<crate::yaml::Moment>,
        body: &crate::parse::Body,
    ) -> String {
        let mut parts = Vec::new();
        let keys = ["by-author", "by-editor", "by-photographer"];
        for (key, actor) in keys.iter().zip(&matter.credits) {
            parts.extend(actor.as_ref().map(|actor| self.words.say(key, &[("name", (&self.name(actor)).into())])));
        }
        parts.extend(
            published.map(|moment| self.words.say("published-on", &[("date", (&self.words.moment(moment)).into())])),
        );
        let words = body.facts.words + body.facts.characters * WORDS_A_MINUTE / HAN_CHARACTERS_A_MINUTE;
        if words >= WORDS_A_MINUTE {
            parts.push(self.words.say("minutes-of-reading", &[("count", words.div_ceil(WORDS_A_MINUTE).into())]));
        }
        parts.join(&self.word("sentence-space"))
    }
}

fn byline(viewer: &Viewer<'_>, meeting: &Meeting) -> String {
    viewer.credits(&meeting.matter, meeting.published, &meeting.base.text(&viewer.archive).body)
}

pub(super) fn notice(viewer: &Viewer<'_>, meeting: &Meeting) -> Option<Notice> {
    if let Some(draft) = viewer.draft_notice(&meeting.base) {
        return Some(draft);
    }
    let lead = viewer.status_word(meeting.sitting())?;
    let text = match (&meeting.front.reason, meeting.status) {
        (Some(reason), _) => viewer.inline(&meeting.base, reason),
        (None, Status::Scheduled) => Html(viewer.word("scheduled-text")),
        (None, _) => Html(viewer.word("no-reason-given")),
    };
    Some(Notice { lead, text })
}

pub(super) fn date_block(viewer: &Viewer<'_>, meeting: &Meeting) -> DateBlock {
    let held = meeting.held;
    let weekday = held.day_known().map(|day| viewer.words.weekday(day));
    let time = meeting.front.time.map(|time| match meeting.front.end_time {
        Some(end) => viewer.words.say(
            "time-span",
            &[("from", (&viewer.words.clock(time)).into()), ("to", (&viewer.words.clock(end)).into())],
        ),
        None => viewer.words.clock(time),
    });
    let mut second: Vec<String> = Vec::new();
    second.extend(match (weekday, time) {
        (Some(day), Some(time)) => {
            Some(viewer.words.say("day-and-time", &[("day", (&day).into()), ("time", (&time).into())]))
        }
        (day, time) => day.or(time),
    });
    if let Some(ended) = meeting.front.ended {
        second.push(viewer.words.say("until", &[("date", (&viewer.words.date(ended)).into())]));
    }
    let month = crate::yaml::Date { day: None, ..held };
    let (number, first) = match held.day {
        Some(day) => (day.to_string(), viewer.words.date(month)),
        None => (held.year.to_string(), held.month.map_or_else(String::new, |month| viewer.words.month(month))),
    };
    let second = second.join(&viewer.word("clause-comma"));
    DateBlock { number, first, iso: Some(held.to_string()), second: (!second.is_empty()).then_some(second) }
}

/// Room, house and address.
pub(super) fn place(viewer: &Viewer<'_>, meeting: &Meeting) -> Option<String> {
    let parts = meeting.front.place.iter().flat_map(|place| [&place.room, &place.name, &place.address]).flatten();
    parts.map(|part| part.to_string()).reduce(|inner, outer| {
        // As the language has it in which the place is written.
        let words = &viewer.theme.words[meeting.base.language.0];
        words.say("place-within", &[("inner", (&inner).into()), ("outer", (&outer).into())])
    })
}

pub(super) fn facts(viewer: &Viewer<'_>, meeting: &Meeting) -> Vec<Fact> {
    let front = &meeting.front;
    let mut facts = Vec::new();
    facts.extend(match place(viewer, meeting) {
        None => viewer.unknown_fact("place", &meeting.matter),
        Some(place) => Some(viewer.words_fact("place", place)),
    });
    if let Some(organizer) = meeting.organizer {
        facts.push(viewer.page_fact("organizer", Page::Organization(organizer)));
    }
    let known_people = |key, actors: &Vec<crate::model::Actor>| match actors.is_empty() {
        true => viewer.unknown_fact(key, &meeting.matter),
        false => Some(viewer.fact(key, viewer.fact_people(actors, meeting.held))),
    };
    facts.extend(known_people("chair", &meeting.chair));
    if !meeting.speakers.is_empty() && meeting.speakers != meeting.chair {
        facts.push(viewer.fact("speakers", viewer.fact_people(&meeting.speakers, meeting.held)));
    }
    facts.extend(known_people("attending", &meeting.present));
    let lists =
        [("in-attendance", &meeting.in_attendance), ("apologies", &meeting.apologies), ("absent", &meeting.absent)];
    for (key, people) in lists.into_iter().filter(|(_, people)| !people.is_empty()) {
        facts.push(viewer.fact(key, viewer.fact_people(people, meeting.held)));
    }
    if let Some(attendance) = &front.attendance {
        facts.extend(match (attendance.expected, attendance.present) {
            (Some(Count(expected)), Some(Count(present))) => {
                let values = [("present", present.into()), ("expected", expected.into())];
                Some(viewer.words_fact("attendance", viewer.words.say("present-of-expected", &values)))
            }
            (None, Some(Count(present))) => Some(viewer.words_fact("attendance", present.to_string())),
            (Some(Count(expected)), None) => {
                Some(viewer.words_fact("attendance", viewer.words.say("expected-only", &[("count", expected.into())])))
            }
            (None, None) => None,
        });
    }
    facts.extend(agenda(viewer, meeting));
    if let Some(count) = front.reports.as_ref().and_then(Counted::count) {
        let manner = front.reports.as_ref().and_then(|reports| reports.manner);
        let key = match manner {
            Some(manner) => format!("reports-{}", manner.word()),
            None => "reports-given".to_string(),
        };
        facts.push(viewer.words_fact("reports", viewer.words.say(&key, &[("count", count.into())])));
    }
    if let Some(commentary) = front.commentary.filter(|commentary| *commentary != Commentary::None) {
        facts.push(viewer.words_fact("commentary", viewer.word(&format!("commentary-{}", commentary.word()))));
    }
    if let Some(series) = meeting.series {
        facts.push(viewer.page_fact("series", Page::Series(series, PageNumber::Newest)));
    }
    facts.extend(viewer.topics_fact(&meeting.matter.topics));
    if let Some(minutes) = &front.minutes {
        let adopted = minutes.status == Some(MinutesStatus::Adopted);
        let mut items = vec![FactItem {
            words: viewer.word(if adopted { "minutes-adopted" } else { "minutes-draft" }),
            url: meeting.adopted_at.map(|handle| viewer.url(Page::Meeting(handle))),
            after: None,
        }];
        if let Some(handle) = meeting.adopted_at {
            items[0].after = Some(viewer.words.date(viewer.sitting(handle).held));
        }
        facts.push(viewer.fact("minutes", items));
    }
    let numbers = [
        ("document-number", front.number.as_deref()),
        ("index-number", front.index_number.as_deref()),
        ("disclosure", front.disclosure.as_deref()),
    ];
    facts.extend(numbers.into_iter().filter_map(|(key, value)| Some(viewer.words_fact(key, value?))));
    facts
}

fn agenda(viewer: &Viewer<'_>, meeting: &Meeting) -> Option<Fact> {
    let Some(agenda) = &meeting.front.agenda else { return viewer.unknown_fact("agenda", &meeting.matter) };
    if agenda.items.is_empty() {
        let count = agenda.count().unwrap_or(0);
        return Some(viewer.words_fact("agenda", viewer.words.say("agenda-count", &[("count", count.into())])));
    }
    let item = |item: &crate::yaml::OrText<crate::parse::record::AgendaItem>| FactItem {
        words: item.title.as_deref().map(markdown::plain).unwrap_or_default(),
        url: None,
        after: item.result.as_deref().map(markdown::plain),
    };
    Some(Fact { numbered: true, ..viewer.fact("agenda", agenda.items.iter().map(item).collect()) })
}

/// Up to four numbers of what happened.
pub(super) fn figures(viewer: &Viewer<'_>, meeting: &Meeting) -> Vec<Figure> {
    let front = &meeting.front;
    let count = |key: &str, count: Option<u32>| {
        let count = count.filter(|count| *count > 0)?;
        Some(Figure { number: count.to_string(), words: viewer.words.say(key, &[("count", count.into())]) })
    };
    let reports = front.reports.as_ref();
    let one_by_one = reports.and_then(|reports| reports.manner) == Some(crate::parse::record::Manner::OneByOne);
    let reported = if one_by_one { "figure-reported-one-by-one" } else { "figure-reported" };
    let present = front.attendance.as_ref().and_then(|attendance| attendance.present).map(|Count(count)| count);
    let figures = [
        count("figure-agenda", front.agenda.as_ref().and_then(Counted::count)),
        count(reported, reports.and_then(Counted::count)),
        count("figure-decisions", Some(front.decisions.len() as u32)),
        count("figure-suggestions", front.suggestions.as_ref().and_then(Counted::count)),
        count("figure-present", present),
    ];
    figures.into_iter().flatten().take(4).collect()
}

fn reports(viewer: &Viewer<'_>, handle: Handle<Told<Meeting>>, meeting: &Meeting) -> Option<Reports> {
    let archive = &viewer.archive;
    let filed = archive.reports_of(handle);
    let given = meeting.front.reports.as_ref().and_then(Counted::count).map(|count| count as usize);
    if filed.is_empty() && given.is_none() {
        return None;
    }
    let on_file: Vec<_> = filed.iter().filter_map(|report| viewer.brief(*report).organization).collect();
    let named = meeting.named.iter().filter(|organization| !on_file.contains(organization)).map(|organization| Named {
        title: viewer.title(&archive.organizations, *organization),
        url: viewer.url(Page::Organization(*organization)),
    });
    let count = given
        .filter(|given| *given > filed.len())
        .map(|given| viewer.words.say("reports-on-file", &[("filed", filed.len().into()), ("given", given.into())]));
    let cards: Vec<_> = filed.iter().enumerate().map(|(index, report)| card(viewer, *report, index + 1)).collect();
    let title = if cards.is_empty() { viewer.word("reports") } else { viewer.word("reports-in-order") };
    let sample = filed.iter().any(|report| viewer.brief(*report).sample);
    Some(Reports { title, count, sample, cards, named: named.collect() })
}

fn card(viewer: &Viewer<'_>, handle: Handle<Told<Report>>, place: usize) -> ReportCard {
    let archive = &viewer.archive;
    let report = viewer.brief(handle);
    let heard = archive.reports.heard(handle, viewer.language);
    let comment = heard.comment.filter(|_| !report.standing.is_withdrawn());
    let text = comment.and_then(|(comment, _)| comment.text.as_ref());
    ReportCard {
        order: heard.order.map_or(place, |order| order as usize).to_string(),
        title: viewer.report_title(handle),
        lang: viewer.foreign(report.language),
        url: viewer.url(Page::Report(handle)),
        secretary: viewer.withdrawn_word(report.standing).unwrap_or_else(|| viewer.secretary_name(report.secretary)),
        organization: report.organization.map(|organization| viewer.title(&archive.organizations, organization)),
        comment: text.map(|text| viewer.inline(heard.written, text)),
        comment_label: comment.map_or_else(String::new, |(_, by)| comment_label(viewer, report.meeting, by)),
        grade: viewer.grade(report),
    }
}

/// `Chair’s comment`, or whose comment it is.
pub(super) fn comment_label(viewer: &Viewer<'_>, meeting: Handle<Told<Meeting>>, by: &[crate::model::Actor]) -> String {
    let chair = viewer.sitting(meeting).chair;
    let is_chair = |actor: &crate::model::Actor| {
        chair.iter().any(|chair| chair.who == actor.who && !matches!(actor.who, Who::Unnamed(_)))
    };
    match by {
        [] => viewer.word("comment"),
        by if by.iter().all(is_chair) => viewer.word("chair-comment"),
        by => {
            let names: Vec<String> = by.iter().map(|actor| viewer.name(actor)).collect();
            viewer.words.say("comment-by", &[("name", (&viewer.words.list(&names)).into())])
        }
    }
}

pub(super) fn decisions(viewer: &Viewer<'_>, meeting: &Meeting) -> Option<NumberedSection> {
    let decisions = &meeting.front.decisions;
    let item = |(index, decision): (usize, &crate::yaml::OrText<crate::parse::record::Decision>)| {
        let mut note = Vec::new();
        let [moved, seconded] = &meeting.motions[index];
        let mut who = |key: &str, actor: &Option<crate::model::Actor>| {
            note.extend(actor.as_ref().map(|actor| viewer.words.say(key, &[("name", (&viewer.name(actor)).into())])));
        };
        who("moved-by", moved);
        who("seconded-by", seconded);
        if let Some(votes) = &decision.votes {
            let vote = |key: &str, count: Option<Count>| {
                count.map(|Count(count)| viewer.words.say(key, &[("count", count.into())]))
            };
            let votes = [
                vote("votes-for", votes.r#for),
                vote("votes-against", votes.against),
                vote("votes-abstain", votes.abstain),
            ];
            let votes: Vec<String> = votes.into_iter().flatten().collect();
            note.push(viewer.words.say("votes", &[("votes", (&votes.join(&viewer.word("list-comma"))).into())]));
        }
        Numbered {
            anchor: viewer.anchor(&meeting.base.file, &format!("decision-{}", index + 1)),
            number: decision.number.as_deref().map_or((index + 1).to_string(), str::to_string),
            text: decision.text.as_ref().map(|text| viewer.inline(&meeting.base, text)),
            note: (!note.is_empty()).then(|| Html(markdown::escape(&note.join(&viewer.word("sentence-space"))))),
        }
    };
    let title = || viewer.words.say("decisions-count", &[("count", decisions.len().into())]);
    (!decisions.is_empty()).then(|| NumberedSection {
        title: title(),
        meta: None,
        items: decisions.iter().enumerate().map(item).collect(),
    })
}

/// The suggestions, each under its number. One that the source leaves out keeps its place.
pub(super) fn suggestions(viewer: &Viewer<'_>, meeting: &Meeting) -> Option<NumberedSection> {
    let suggestions = meeting.front.suggestions.as_ref()?;
    let count = suggestions.count().filter(|count| *count > 0)?;
    let mut items: Vec<Numbered> = Vec::new();
    for (index, suggestion) in suggestions.items.iter().enumerate() {
        let number = suggestion.number.map_or(index + 1, |Count(number)| number as usize);
        items.push(Numbered {
            anchor: viewer.anchor(&meeting.base.file, &format!("suggestion-{number}")),
            number: number.to_string(),
            text: suggestion.text.as_ref().map(|text| viewer.inline(&meeting.base, text)),
            note: suggestion.note.as_ref().map(|note| viewer.inline(&meeting.base, note)),
        });
    }
    for number in 1..=count as usize {
        if !items.iter().any(|item| item.number == number.to_string()) {
            items.push(Numbered {
                anchor: viewer.anchor(&meeting.base.file, &format!("suggestion-{number}")),
                number: number.to_string(),
                text: None,
                note: Some(Html(viewer.word("not-in-source"))),
            });
        }
    }
    items.sort_by_key(|item| item.number.parse::<usize>().unwrap_or(usize::MAX));
    let by = meeting.suggestions_by.as_ref().map(|actor| viewer.name(actor));
    let behalf = suggestions.on_behalf_of.as_deref();
    let meta = match (by, behalf) {
        (Some(by), Some(behalf)) => {
            Some(viewer.words.say("put-forward-on-behalf", &[("name", (&by).into()), ("behalf", behalf.into())]))
        }
        (Some(by), None) => Some(viewer.words.say("put-forward-by", &[("name", (&by).into())])),
        (None, Some(behalf)) => Some(viewer.words.say("on-behalf-of", &[("behalf", behalf.into())])),
        (None, None) => None,
    };
    let title = viewer.words.say("suggestions-count", &[("count", count.into())]);
    Some(NumberedSection { title, meta, items })
}

fn neighbors(viewer: &Viewer<'_>, handle: Handle<Told<Meeting>>, meeting: &Meeting) -> Option<Neighbors> {
    meeting.series?;
    let [previous, next] = viewer.archive.neighbors(handle);
    let link = |handle: Option<Handle<Told<Meeting>>>| handle.map(|handle| viewer.page_link(Page::Meeting(handle)));
    Some(Neighbors {
        previous_label: viewer.word("previous-in-series"),
        previous: link(previous),
        next_label: viewer.word("next-in-series"),
        next: link(next),
    })
    .filter(|neighbors| neighbors.previous.is_some() || neighbors.next.is_some())
}
