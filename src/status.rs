//! Archive -> what still waits for somebody.

mod translation;

use std::borrow::Cow;
use std::cmp::Reverse;

use serde::Serialize;

pub use translation::{Translation, translations};

use crate::config::SeriesKeys;
use crate::model::commitment::is_open;
use crate::model::{
    Actor, Archive, Base, Handle, Matter, Meeting, Organization, Report, Series, Standing, Told, Who, office,
};
use crate::parse::record::{self, Status};
use crate::yaml::{Date, Text};
use jiff::ToSpan;

/// How many days ahead it is told that a record is about to go.
const NOTICE: i64 = 60;

/// Which meetings are looked at; by default the last one of every series, and all that are still to come.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scope {
    pub series: Option<Handle<Series>>,
    /// The work year.
    pub covers: Option<i16>,
}

/// What a line is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum About {
    /// A report that is or was expected at a meeting.
    Report,
    /// A record that readers do not see yet.
    Draft,
    /// A record that lacks a level of sign-off.
    Review,
    /// A commitment of which something is still to come.
    Commitment,
    /// A record that is public for some days more.
    PublicUntil,
}

/// How it stands with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// The report is on file.
    Filed,
    /// It is on file, and not public yet.
    Draft,
    /// Its file says who reports, and nothing of what.
    Begun,
    /// The source says that it was given; its text is not on file.
    Told,
    /// The meeting is over, and it is not on file.
    Missing,
    /// The meeting is still to come.
    Expected,
    /// Public from a day on.
    Embargoed,
    /// It lacks the levels named in `words`.
    Unreviewed,
    /// Its last day is past.
    Overdue,
    /// Nothing was heard of it for twelve months.
    Silent,
    /// It has time.
    Open,
    /// It goes on `date`.
    Ending,
}

/// One thing that waits, or, of reports, one that is there. The names are relied on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line<'a> {
    pub about: About,
    pub state: State,
    /// Its id.
    pub meeting: Option<&'a str>,
    /// Its id.
    pub organization: Option<&'a str>,
    /// The secretary's name.
    pub secretary: Option<&'a str>,
    /// Where it stands, or would.
    pub file: String,
    /// The day on which it is due, becomes public, or goes.
    pub date: Option<String>,
    /// What was promised, or which levels are missing.
    pub words: Option<String>,
}

/// All lines in scope: reports by meeting in the order of the register, then drafts, sign-offs, commitments by the
/// day on which they are due, and what is about to go.
pub fn lines(archive: &Archive, scope: Scope) -> Vec<Line<'_>> {
    let seen = Seen { archive, scope };
    let mut lines: Vec<Line> = rounds(archive, scope).into_iter().flat_map(|meeting| seen.reports(meeting)).collect();
    seen.of_records(&mut lines);
    seen.commitments(&mut lines);
    // The sort is stable: what is of one kind keeps its order.
    lines.sort_by_key(|line| line.about as usize);
    lines
}

/// The meetings in scope at which reports are expected, by series, newest first.
pub fn rounds(archive: &Archive, scope: Scope) -> Vec<Handle<Told<Meeting>>> {
    let seen = Seen { archive, scope };
    let mut rounds = Vec::new();
    for series in archive.series.handles().filter(|series| scope.series.is_none_or(|only| only == *series)) {
        let mut meetings = archive.related.series(series).meetings.clone();
        meetings.sort_by_key(|meeting| Reverse(archive.meetings[*meeting].original.held.first()));
        let stands = |meeting: &Handle<Told<Meeting>>| {
            let status = archive.meetings[*meeting].original.status;
            !seen.expected(*meeting).is_empty() && !matches!(status, Status::Cancelled | Status::Postponed)
        };
        let meetings: Vec<_> = meetings.into_iter().filter(stands).collect();
        let last = meetings.iter().find(|meeting| !seen.is_to_come(**meeting)).copied();
        let is_current = |meeting: &Handle<Told<Meeting>>| seen.is_to_come(*meeting) || Some(*meeting) == last;
        rounds.extend(meetings.into_iter().filter(|meeting| match scope.covers {
            Some(_) => seen.holds(*meeting),
            None => is_current(meeting),
        }));
    }
    rounds
}

/// Whether a report's file says who reports, and nothing of what.
fn is_begun(archive: &Archive, report: &Report) -> bool {
    let front = (*report.front).clone();
    // A key that is not named here says something of it.
    let who_alone = record::Report {
        secretary: front.secretary.clone(),
        organization: front.organization.clone(),
        title: front.title.clone(),
        order: front.order,
        mode: front.mode,
        topics: front.topics.clone(),
        draft: front.draft,
        embargo: front.embargo,
        sample: front.sample,
        aliases: front.aliases.clone(),
        ..record::Report::default()
    };
    front == who_alone && report.base.text(archive).body.facts.are_headings_alone()
}

struct Seen<'a> {
    archive: &'a Archive,
    scope: Scope,
}

impl<'a> Seen<'a> {
    fn is_to_come(&self, meeting: Handle<Told<Meeting>>) -> bool {
        self.archive.meetings[meeting].original.status == Status::Scheduled
    }

    /// Whether the meeting is of the series and the year asked for.
    fn holds(&self, meeting: Handle<Told<Meeting>>) -> bool {
        let meeting = &self.archive.meetings[meeting].original;
        let Scope { series, covers } = self.scope;
        series.is_none_or(|series| meeting.series == Some(series))
            && covers
                .is_none_or(|year| meeting.covers.is_some_and(|covers| covers.year == year || covers.to == Some(year)))
    }

    /// Who reports at a meeting, or will.
    fn expected(&self, handle: Handle<Told<Meeting>>) -> Cow<'a, [Handle<Told<Organization>>]> {
        let archive = self.archive;
        let meeting = &*archive.meetings[handle].original;
        match self.keys(meeting).filter(|_| self.is_to_come(handle)) {
            Some(keys) => {
                office::expected(&archive.organizations, keys, meeting.organizer, meeting.held.first()).into()
            }
            None => archive.expected_at(handle).into(),
        }
    }

    fn keys(&self, meeting: &Meeting) -> Option<&'a SeriesKeys> {
        self.archive.config.series.get(&self.archive.series[meeting.series?].id)
    }

    /// One line for every report that is expected at a meeting, and for every other that is on file.
    fn reports(&self, handle: Handle<Told<Meeting>>) -> Vec<Line<'a>> {
        let archive = self.archive;
        let filed = archive.reports_of(handle).iter().map(|report| &*archive.reports[*report].original);
        let expected = self.expected(handle);
        let of_expected = expected.iter().map(|organization| {
            let mut reports = filed.clone().filter(|report| report.organization == Some(*organization));
            match reports.next() {
                Some(report) => self.filed(report),
                None => self.unfiled(handle, *organization),
            }
        });
        let is_expected = |report: &&Report| report.organization.is_some_and(|of| expected.contains(&of));
        let others = filed.clone().filter(|report| !is_expected(report)).map(|report| self.filed(report));
        of_expected.chain(others).collect()
    }

    fn filed(&self, report: &'a Report) -> Line<'a> {
        let state = match report.base.standing {
            _ if is_begun(self.archive, report) => State::Begun,
            Standing::Draft => State::Draft,
            _ => State::Filed,
        };
        Line { state, ..self.of_report(About::Report, report) }
    }

    fn unfiled(&self, handle: Handle<Told<Meeting>>, organization: Handle<Told<Organization>>) -> Line<'a> {
        let archive = self.archive;
        let meeting = &*archive.meetings[handle].original;
        let id = self.organization_id(organization);
        let name = office::report_name(archive, organization, meeting.series);
        let post = self.keys(meeting).and_then(|keys| keys.reports_from.as_ref()?.post.as_deref());
        let holder = post.and_then(|post| office::holder(archive, organization, post, meeting.held));
        Line {
            state: match self.is_to_come(handle) {
                true => State::Expected,
                false if meeting.named.contains(&organization) => State::Told,
                false => State::Missing,
            },
            organization: Some(id),
            secretary: holder.and_then(|person| self.person_name(person)),
            ..self.line(About::Report, format!("{}/{name}.md", meeting.base.file.folder()), Some(&meeting.base.id))
        }
    }

    /// Drafts, missing sign-offs and what is about to go, of all records that can have them.
    fn of_records(&self, lines: &mut Vec<Line<'a>>) {
        let archive = self.archive;
        for (handle, told) in archive.meetings.iter().filter(|(handle, _)| self.holds(*handle)) {
            let meeting = &*told.original;
            let line = self.line(About::Draft, meeting.base.file.to_string(), Some(&meeting.base.id));
            self.of_record(&line, &meeting.base, &meeting.matter, lines);
            for report in archive.reports_of(handle) {
                let report = &*archive.reports[*report].original;
                let line = self.of_report(About::Draft, report);
                self.of_record(&line, &report.base, &report.matter, lines);
            }
        }
        if self.scope.series.is_some() || self.scope.covers.is_some() {
            return;
        }
        for (_, story) in archive.stories.iter().chain(archive.pages.iter()) {
            let story = &*story.original;
            let line = self.line(About::Draft, story.base.file.to_string(), None);
            self.of_record(&line, &story.base, &story.matter, lines);
        }
    }

    fn of_record(&self, line: &Line<'a>, base: &Base, matter: &Matter, lines: &mut Vec<Line<'a>>) {
        let today = self.archive.today.date();
        if base.standing.is_withdrawn() {
            return;
        }
        if base.standing == Standing::Draft && line.organization.is_none() {
            let state = if matter.embargo.is_some() { State::Embargoed } else { State::Draft };
            let date = matter.embargo.map(|until| until.to_string());
            lines.push(Line { about: About::Draft, state, date, ..line.clone() });
        }
        let levels = self.archive.config.review.iter().flat_map(|review| review.levels.iter());
        let is_signed =
            |level: &Text| matter.review.iter().any(|(review, _)| review.level.as_deref() == Some(&**level));
        let missing: Vec<&str> = levels.filter(|level| !is_signed(level)).map(|level| &**level).collect();
        if !missing.is_empty() {
            let words = Some(missing.join(", "));
            lines.push(Line { about: About::Review, state: State::Unreviewed, words, ..line.clone() });
        }
        let notice = today.checked_add(NOTICE.days()).unwrap_or(today);
        if let Some(until) = matter.public_until.filter(|until| until.last() <= notice) {
            let date = Some(until.to_string());
            lines.push(Line { about: About::PublicUntil, state: State::Ending, date, ..line.clone() });
        }
    }

    /// What is open, that which is due first before the rest; what has no day comes last.
    fn commitments(&self, lines: &mut Vec<Line<'a>>) {
        let archive = self.archive;
        let mut open = Vec::new();
        for commitment in archive.commitments.iter() {
            let outcome = archive.outcome(commitment);
            let report = &*archive.reports[commitment.report].original;
            if !is_open(outcome.status) || !self.holds(report.meeting) || report.base.standing.is_withdrawn() {
                continue;
            }
            let state = match (outcome.overdue, outcome.silent) {
                (Some(_), _) => State::Overdue,
                (None, true) => State::Silent,
                (None, false) => State::Open,
            };
            let text = report.front.commitments[commitment.index].text.as_deref();
            let words = text.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
            let date = commitment.due.map(|due| due.to_string());
            let line = Line { state, date, words, ..self.of_report(About::Commitment, report) };
            open.push((commitment.due.map_or(jiff::civil::Date::MAX, Date::last), line));
        }
        open.sort_by_key(|(due, _)| *due);
        lines.extend(open.into_iter().map(|(_, line)| line));
    }

    fn of_report(&self, about: About, report: &'a Report) -> Line<'a> {
        let meeting = &self.archive.meetings[report.meeting].original.base.id;
        Line {
            organization: report.organization.map(|organization| self.organization_id(organization)),
            secretary: report.secretary.as_ref().and_then(|actor| self.name(actor)),
            ..self.line(about, report.base.file.to_string(), Some(meeting))
        }
    }

    /// A line of which nothing else is known yet.
    fn line(&self, about: About, file: String, meeting: Option<&'a str>) -> Line<'a> {
        let (organization, secretary, date, words) = (None, None, None, None);
        Line { about, state: State::Open, meeting, organization, secretary, file, date, words }
    }

    fn organization_id(&self, organization: Handle<Told<Organization>>) -> &'a str {
        &self.archive.organizations[organization].original.base.id
    }

    fn name(&self, actor: &'a Actor) -> Option<&'a str> {
        match &actor.who {
            Who::Person(person) => self.person_name(*person),
            Who::Named(name) => Some(name),
            Who::Group { words, .. } => Some(words),
            Who::Unnamed(_) => None,
        }
    }

    /// The name, of somebody whose name may be told.
    fn person_name(&self, person: Handle<Told<crate::model::Person>>) -> Option<&'a str> {
        let person = &*self.archive.people[person].original;
        person.public.then_some(person.base.title.as_str())
    }
}
