//! The volume of a meeting: it and all its reports as one document, to be read as one page and to be
//! printed and bound.
//!
//! The records share a page, so each has its anchors behind its id and a full stop, which no id and
//! no anchor has in it: `orchard.what-went-wrong`. The meeting has `index`, and a record begins at
//! `page.orchard`: these two can be no report's id.

use std::io;

use super::Viewer;
use super::assessment::assessment;
use super::frame::Framing;
use super::meeting::{decisions, facts, notice, place, suggestions};
use super::page::{OpenCommitments, VolumeEntry, VolumeMeeting, VolumeNote, VolumePage, VolumeReport};
use super::part::{Body, Leaf, Link};
use super::record::with_anchor;
use super::report::{answers, byline, comment_title, comments, problems, years};
use crate::markdown;
use crate::model::commitment::is_open;
use crate::model::{Base, Commitment, Handle, Heard, Matter, Meeting, Report, Standing, Told, stable};
use crate::parse::{Kind, identify};
use crate::plan::{Feed, Page, PageNumber};
use crate::span::SourcePath;
use crate::yaml::Date;

/// What a meeting is called among the records of its volume.
const MEETING_NAME: &str = "index";

const CONTENTS: &str = "leaf-contents";
const MEETING: &str = "leaf-meeting";
const COMMITMENTS: &str = "leaf-commitments";

pub(super) fn volume(viewer: &Viewer<'_>, handle: Handle<Told<Meeting>>) -> io::Result<VolumePage> {
    let archive = &viewer.archive;
    let meeting = viewer.told(&archive.meetings[handle]);
    let filed = archive.reports_of(handle);
    let assessment = assessment(viewer, handle, meeting);
    let reports = filed.iter().enumerate().map(|(index, handle)| report(viewer, *handle, index + 1));
    let reports = reports.collect::<io::Result<Vec<VolumeReport>>>()?;
    let open = open(viewer, filed);
    let name = viewer.volume_name(handle);
    let series = meeting.series.map(|series| Page::Series(series, PageNumber::Newest));
    let section = series.unwrap_or(Page::Meetings(PageNumber::Newest));
    let frame = viewer.frame(Framing {
        description: meeting.matter.summary.as_ref().map(|summary| markdown::plain(summary)),
        crumbs: vec![
            (viewer.page_name(section), Some(section)),
            (meeting.base.title.clone(), Some(Page::Meeting(handle))),
            (name.clone(), None),
        ],
        section: Some(section),
        told_in: Some(viewer.told_in(&archive.meetings[handle])),
        feed: meeting.series.map_or(Feed::Site, Feed::Series),
        // All of it stands at the addresses of its records, which are the ones to be found.
        hidden: true,
        ..Framing::of(&name)
    });
    let sheet = viewer.href(&archive.leaves(viewer.language, handle));
    let holds = [
        Some(viewer.word("volume-meeting")),
        Some(viewer.words.say("reports-count", &[("count", filed.len().into())])),
        assessment.as_ref().map(|assessment| assessment.title.clone()),
        open.as_ref().map(|open| open.title.clone()),
    ];
    Ok(VolumePage {
        style: format!("{sheet}?v={:016x}", stable(&leaves(viewer, handle))),
        year: meeting.covers.map_or_else(|| meeting.held.year.to_string(), |covers| covers.to_string()),
        title: meeting.base.title.clone(),
        lang: viewer.foreign(meeting.base.language),
        summary: meeting.matter.summary.as_ref().map(|summary| viewer.inline(&meeting.base, summary)),
        notice: notice(viewer, meeting),
        held: held(viewer, meeting),
        url: viewer.url(Page::Meeting(handle)),
        sample: meeting.base.sample,
        imprint: vec![
            VolumeNote { label: viewer.word("contents"), lines: holds.into_iter().flatten().collect() },
            edition(viewer, meeting, filed),
            VolumeNote {
                label: viewer.word("online"),
                lines: std::iter::once(frame.canonical.clone())
                    .chain(frame.publisher.as_ref().map(|link| viewer.word("published-by") + &link.title))
                    .collect(),
            },
        ],
        leaf: CONTENTS.to_string(),
        entries: entries(viewer, handle, &reports, open.as_ref()),
        assessment,
        meeting: VolumeMeeting {
            leaf: MEETING.to_string(),
            anchor: beginning(MEETING_NAME),
            title: viewer.word("volume-meeting"),
            facts: facts(viewer, meeting),
            body: body(viewer, &meeting.base),
            photos: viewer.photos(&meeting.matter, &meeting.base),
            decisions: decisions(viewer, meeting),
            suggestions: suggestions(viewer, meeting),
            emphasis: meeting.front.emphasis.iter().map(|text| viewer.inline(&meeting.base, text)).collect(),
            attachments: viewer.attachments(&meeting.matter)?,
            provenance: viewer.provenance(&meeting.base, &meeting.matter),
        },
        reports,
        open,
        name,
        frame,
    })
}

/// The leaves of the volume, in its order.
pub(super) fn leaves(viewer: &Viewer<'_>, handle: Handle<Told<Meeting>>) -> Vec<Leaf> {
    let archive = &viewer.archive;
    let name = viewer.volume_name(handle);
    let foot = viewer.words.say("volume-foot", &[("name", (&name).into()), ("site", (&viewer.site_title()).into())]);
    let leaf = |name: String, head: Option<String>| Leaf { name, head, foot: foot.clone() };
    let of_meeting = viewer.kicker(viewer.sitting(handle));
    let of_meeting = of_meeting.map_or_else(|| viewer.title(&archive.meetings, handle), |kicker| kicker.title);
    let mut leaves = vec![leaf(CONTENTS.to_string(), None), leaf(MEETING.to_string(), Some(of_meeting))];
    for (index, handle) in archive.reports_of(handle).iter().enumerate() {
        let report = viewer.brief(*handle);
        let number = number(archive.reports.heard(*handle, viewer.language), index + 1);
        let whose = report.organization.map(|organization| viewer.title(&archive.organizations, organization));
        let whose = whose.unwrap_or_else(|| viewer.report_title(*handle));
        let head = viewer.words.say("volume-head", &[("number", (&number).into()), ("name", (&whose).into())]);
        leaves.push(leaf(leaf_of(index + 1), Some(head)));
    }
    leaves.push(leaf(COMMITMENTS.to_string(), Some(viewer.word("open-commitments"))));
    leaves
}

/// A link to the volume of a meeting, if it has one.
pub(super) fn link(viewer: &Viewer<'_>, handle: Handle<Told<Meeting>>) -> Option<Link> {
    let withdrawn = viewer.sitting(handle).standing.is_withdrawn();
    let has_one = !withdrawn && viewer.archive.report_count(handle) > 0;
    has_one.then(|| viewer.page_link(Page::Volume(handle)))
}

fn leaf_of(place: usize) -> String {
    format!("leaf-{place}")
}

/// The anchor at which a record begins in its volume.
fn beginning(name: &str) -> String {
    format!("page.{name}")
}

fn number(heard: Heard<'_>, place: usize) -> String {
    heard.order.map_or(place, |order| order as usize).to_string()
}

fn body(viewer: &Viewer<'_>, base: &Base) -> Option<Body> {
    (!base.text(&viewer.archive).body.is_empty).then(|| viewer.body(base))
}

/// `Held Friday 25 February 2022. Street hall. Chair: Chen Ning.`
fn held(viewer: &Viewer<'_>, meeting: &Meeting) -> String {
    let day = viewer.words.date(meeting.held);
    let mut parts = vec![match viewer.status_word(meeting.sitting()) {
        Some(status) => viewer.words.say("status-on", &[("status", (&status).into()), ("day", (&day).into())]),
        None => viewer.words.say("held-on", &[("day", (&day).into())]),
    }];
    parts.extend(place(viewer, meeting).map(|place| viewer.words.say("volume-place", &[("place", (&place).into())])));
    if !meeting.chair.is_empty() {
        let names: Vec<String> = meeting.chair.iter().map(|actor| viewer.name(actor)).collect();
        parts.push(viewer.words.say("volume-chair", &[("name", (&viewer.words.list(&names)).into())]));
    }
    parts.join(&viewer.word("sentence-space"))
}

/// How far the record goes that the volume holds.
fn edition(viewer: &Viewer<'_>, meeting: &Meeting, filed: &[Handle<Told<Report>>]) -> VolumeNote {
    let archive = &viewer.archive;
    let corrected = |matter: &Matter| matter.corrections.iter().filter_map(|correction| correction.date).collect();
    let mut dates: Vec<Date> = corrected(&meeting.matter);
    dates.push(meeting.held);
    dates.extend(meeting.published.map(|published| published.date));
    let mut sample = meeting.base.sample;
    for handle in filed {
        let report = &archive.reports[*handle].original;
        sample |= report.base.sample;
        if !report.base.standing.is_withdrawn() {
            dates.append(&mut corrected(&report.matter));
        }
        let followed = archive.commitments_of(*handle).flat_map(|commitment| &commitment.follow_ups);
        dates.extend(followed.map(|follow_up| follow_up.date));
    }
    let newest = dates.into_iter().filter(|date| archive.today().has_come(date.first())).max_by_key(|date| date.last());
    let until = newest.map(|date| viewer.words.say("record-until", &[("date", (&viewer.words.date(date)).into())]));
    let invented = sample.then(|| viewer.word("imprint-sample"));
    VolumeNote { label: viewer.word("edition"), lines: until.into_iter().chain(invented).collect() }
}

fn entries(
    viewer: &Viewer<'_>,
    handle: Handle<Told<Meeting>>,
    reports: &[VolumeReport],
    open: Option<&OpenCommitments>,
) -> Vec<VolumeEntry> {
    let plain = |title: String, anchor: &str| VolumeEntry {
        number: None,
        title,
        lang: None,
        url: format!("#{anchor}"),
        name: None,
    };
    let of_report = |(report, handle): (&VolumeReport, &Handle<Told<Report>>)| {
        let brief = viewer.brief(*handle);
        VolumeEntry {
            number: Some(report.number.clone()),
            lang: report.lang.clone(),
            name: Some(viewer.withdrawn_word(brief.standing).unwrap_or_else(|| viewer.secretary_name(brief.secretary))),
            ..plain(report.title.clone(), &report.anchor)
        }
    };
    let mut entries = vec![plain(viewer.word("volume-meeting"), &beginning(MEETING_NAME))];
    entries.extend(reports.iter().zip(viewer.archive.reports_of(handle)).map(of_report));
    entries.extend(open.map(|open| plain(open.title.clone(), &open.anchor)));
    entries
}

fn report(viewer: &Viewer<'_>, handle: Handle<Told<Report>>, place: usize) -> io::Result<VolumeReport> {
    let archive = &viewer.archive;
    let report = viewer.told(&archive.reports[handle]);
    let base = &report.base;
    let language = archive.reports[handle].original.base.language;
    let mut leaf = VolumeReport {
        leaf: leaf_of(place),
        anchor: beginning(&report.name),
        number: number(report.heard(), place),
        title: viewer.report_title(handle),
        lang: viewer.foreign(base.language),
        url: viewer.url(Page::Report(handle)),
        secretary: None,
        byline: String::new(),
        sample: base.sample,
        untranslated: None,
        summary: None,
        notice: viewer.withdrawal(base),
        body: None,
        photos: Vec::new(),
        problems: None,
        commitments: Vec::new(),
        answers: Vec::new(),
        comments: Vec::new(),
        comment_title: String::new(),
        grade: None,
        ballots: None,
        years: Vec::new(),
        attachments: Vec::new(),
        provenance: None,
    };
    if leaf.notice.is_some() {
        return Ok(leaf);
    }
    leaf.secretary = report.secretary.as_ref().map(|actor| viewer.mention(actor));
    leaf.byline = byline(viewer, report);
    leaf.untranslated = (base.language != viewer.language).then(|| viewer.untranslated(language));
    leaf.summary = report.matter.summary.as_ref().map(|summary| viewer.inline(base, summary));
    leaf.notice = viewer.draft_notice(base);
    leaf.body = body(viewer, base);
    leaf.photos = viewer.photos(&report.matter, base);
    leaf.problems = problems(viewer, report);
    leaf.commitments = archive.commitments_of(handle).map(|commitment| viewer.promise(commitment, true)).collect();
    leaf.answers = answers(viewer, handle);
    leaf.comments = comments(viewer, report);
    leaf.comment_title = comment_title(viewer, report);
    leaf.grade = viewer.grade(report.brief());
    let ballots = report.front.ballots.as_ref().zip(viewer.public_scale(report.brief()));
    leaf.ballots = ballots.map(|(ballots, scale)| viewer.ballots_in_words(scale, ballots));
    let years = report.organization.map_or(Vec::new(), |organization| years(viewer, handle, report, organization));
    leaf.years = years.into_iter().take_while(|year| !year.current).collect();
    leaf.attachments = viewer.attachments(&report.matter)?;
    leaf.provenance = Some(viewer.provenance(base, &report.matter));
    Ok(leaf)
}

/// What is still to come of what was promised at the meeting.
fn open(viewer: &Viewer<'_>, filed: &[Handle<Told<Report>>]) -> Option<OpenCommitments> {
    let archive = &viewer.archive;
    let made: Vec<&Commitment> = filed.iter().flat_map(|report| archive.commitments_of(*report)).collect();
    let open = made.iter().filter(|commitment| is_open(archive.outcome(commitment).status));
    let promises: Vec<_> = open.map(|commitment| viewer.promise(commitment, false)).collect();
    (!made.is_empty()).then(|| OpenCommitments {
        leaf: COMMITMENTS.to_string(),
        anchor: "commitments".to_string(),
        title: viewer.word("open-commitments"),
        none: promises.is_empty().then(|| viewer.words.say("open-none", &[("count", made.len().into())])),
        promises,
        sample: made.iter().any(|commitment| commitment.sample),
    })
}

impl Viewer<'_> {
    /// `Annual volume 2021`
    pub(super) fn volume_name(&self, handle: Handle<Told<Meeting>>) -> String {
        let meeting = self.sitting(handle);
        match meeting.covers {
            Some(covers) => self.words.say("annual-volume", &[("year", (&covers.to_string()).into())]),
            None => self.words.say("volume-of", &[("date", (&self.words.date(meeting.held)).into())]),
        }
    }

    /// An anchor of a record on this page, which in a volume is one among those of other records.
    pub(super) fn anchor(&self, file: &SourcePath, anchor: &str) -> String {
        match (self.page, identify(file)) {
            (Page::Volume(_), Ok(identity)) => {
                format!("{}.{anchor}", identity.report.as_deref().unwrap_or(MEETING_NAME))
            }
            _ => anchor.to_string(),
        }
    }

    /// Where a record is to be read from this page, from its beginning or from an anchor on: in a
    /// volume, if the volume holds it, else on its own page.
    pub(super) fn place(&self, page: Page, anchor: Option<&str>) -> String {
        let Some((kind, name, standing)) = self.in_volume(page) else { return with_anchor(self.url(page), anchor) };
        let Some(anchor) = anchor else { return format!("#{}", beginning(name)) };
        // A volume has the texts and what is numbered, and not the sections of each page.
        match kind.anchors().contains(&anchor) || standing.is_withdrawn() {
            true => with_anchor(self.url(page), Some(anchor)),
            false => format!("#{name}.{anchor}"),
        }
    }

    /// A record that stands in the volume that this page is: its kind, its name there, and whether it may be shown.
    fn in_volume(&self, page: Page) -> Option<(Kind, &str, &Standing)> {
        let Page::Volume(volume) = self.page else { return None };
        match page {
            Page::Meeting(meeting) if meeting == volume => {
                Some((Kind::Meeting, MEETING_NAME, self.sitting(meeting).standing))
            }
            Page::Report(report) => {
                let report = self.brief(report);
                (report.meeting == volume).then_some((Kind::Report, report.name, report.standing))
            }
            _ => None,
        }
    }
}
