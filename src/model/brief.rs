//! What others show of a meeting and of a report: little of it, and a page needs no more than it shows.

use super::{
    Actor, Base, Handle, Language, Links, Matter, Meeting, Organization, Report, Scale, Series, Standing, Told, stable,
};
use crate::config::Visibility;
use crate::parse::record::{Answer, Assessment, Comment, Commitment, Correction, Status};
use crate::span::SourcePath;
use crate::yaml::{Count, Counted, Covers, Date, Markdown, Moment, Pairs};

/// A report as one of many, in one language: what lists, tables and charts show of it.
#[derive(Clone, Copy, Debug, Hash)]
pub struct BriefReport<'a> {
    /// The id within the meeting.
    pub name: &'a str,
    pub language: Language,
    pub sample: bool,
    pub standing: &'a Standing,
    pub meeting: Handle<Told<Meeting>>,
    pub secretary: Option<&'a Actor>,
    pub organization: Option<Handle<Told<Organization>>>,
    pub grade: Option<&'a str>,
    pub ballots: Option<&'a Pairs<Count>>,
}

/// What the reports given at a meeting, and tables of meetings, take from it.
#[derive(Clone, Copy, Debug, Hash)]
pub struct Sitting<'a> {
    pub held: Date,
    pub covers: Option<Covers>,
    pub published: Option<Moment>,
    pub status: Status,
    pub series: Option<Handle<Series>>,
    pub sample: bool,
    pub standing: &'a Standing,
    pub chair: &'a [Actor],
    /// Organizations that the source names as having reported.
    pub named: &'a [Handle<Told<Organization>>],
    /// How many reports were given, on file or not.
    pub given: Option<u32>,
    pub scale: Option<Handle<Scale>>,
    pub visibility: Visibility,
    pub assessment: Option<&'a Assessment>,
}

/// A meeting as one of many, in one language: what lists show of it.
#[derive(Clone, Copy, Debug, Hash)]
pub struct BriefMeeting<'a> {
    pub sitting: Sitting<'a>,
    pub language: Language,
    pub title: &'a str,
    /// The name of the place.
    pub place: Option<&'a str>,
    pub chair: &'a [Actor],
}

/// How a report was heard, in one language: what the page of its meeting shows besides.
#[derive(Clone, Copy, Debug, Hash)]
pub struct Heard<'a> {
    /// Its place in the speaking order, if the record has it.
    pub order: Option<u32>,
    /// The first comment, with who made it.
    pub comment: Option<&'a (Comment, Vec<Actor>)>,
    pub written: Written<'a>,
}

/// What a report promises, and what it says of promises, in one language.
#[derive(Clone, Copy, Debug, Hash)]
pub struct Promised<'a> {
    pub meeting: Handle<Told<Meeting>>,
    pub secretary: Option<&'a Actor>,
    pub organization: Option<Handle<Told<Organization>>>,
    pub commitments: &'a [Commitment],
    /// Who answers for each commitment.
    pub responsible: &'a [Option<Actor>],
    /// What it answers to earlier ones.
    pub previous: &'a [Answer],
    pub written: Written<'a>,
}

/// What stands below a headline where a text is announced.
#[derive(Clone, Copy, Debug, Hash)]
pub struct Standfirst<'a> {
    pub summary: Option<&'a Markdown>,
    /// What was corrected; an announcement tells when.
    pub corrections: &'a [Correction],
    pub written: Written<'a>,
}

/// Where a text stands, and where its links lead.
#[derive(Clone, Copy, Debug, Hash)]
pub struct Written<'a> {
    pub file: &'a SourcePath,
    pub links: &'a Links,
}

impl<'a> From<&'a Base> for Written<'a> {
    fn from(base: &'a Base) -> Self {
        Written { file: &base.file, links: &base.links }
    }
}

impl<'a> Standfirst<'a> {
    pub fn of(base: &'a Base, matter: &'a Matter) -> Self {
        let Matter { summary, corrections, .. } = matter;
        Standfirst { summary: summary.as_ref(), corrections, written: base.into() }
    }
}

/// What others may need of a meeting, by name, each as a hash.
pub(super) fn of_meeting(told: &Told<Meeting>) -> Vec<(&'static str, u64)> {
    let briefs: Vec<BriefMeeting<'_>> = told.each().map(Meeting::brief).collect();
    let standfirsts: Vec<Standfirst<'_>> = told.each().map(Meeting::standfirst).collect();
    vec![
        ("sitting", stable(&told.original.sitting())),
        ("brief", stable(&briefs)),
        ("standfirst", stable(&standfirsts)),
    ]
}

impl Meeting {
    pub fn sitting(&self) -> Sitting<'_> {
        Sitting {
            held: self.held,
            covers: self.covers,
            published: self.published,
            status: self.status,
            series: self.series,
            sample: self.base.sample,
            standing: &self.base.standing,
            chair: &self.chair,
            named: &self.named,
            given: self.front.reports.as_ref().and_then(Counted::count),
            scale: self.scale,
            visibility: self.visibility,
            assessment: self.front.assessment.as_ref(),
        }
    }

    pub fn standfirst(&self) -> Standfirst<'_> {
        Standfirst::of(&self.base, &self.matter)
    }

    pub fn brief(&self) -> BriefMeeting<'_> {
        BriefMeeting {
            sitting: self.sitting(),
            language: self.base.language,
            title: &self.base.title,
            place: self.front.place.as_ref().and_then(|place| place.name.as_deref()),
            chair: &self.chair,
        }
    }
}

/// What others may need of a report, by name, each as a hash.
pub(super) fn of_report(told: &Told<Report>) -> Vec<(&'static str, u64)> {
    let briefs: Vec<BriefReport<'_>> = told.each().map(Report::brief).collect();
    let headlines: Vec<Option<&str>> = told.each().map(Report::headline).collect();
    let standfirsts: Vec<Standfirst<'_>> = told.each().map(Report::standfirst).collect();
    let heard: Vec<Heard<'_>> = told.each().map(Report::heard).collect();
    let promised: Vec<Promised<'_>> = told.each().map(Report::promised).collect();
    vec![
        ("brief", stable(&briefs)),
        ("headline", stable(&headlines)),
        ("standfirst", stable(&standfirsts)),
        ("heard", stable(&heard)),
        ("promised", stable(&promised)),
    ]
}

impl Report {
    pub fn brief(&self) -> BriefReport<'_> {
        BriefReport {
            name: &self.name,
            language: self.base.language,
            sample: self.base.sample,
            standing: &self.base.standing,
            meeting: self.meeting,
            secretary: self.secretary.as_ref(),
            organization: self.organization,
            grade: self.front.grade.as_deref(),
            ballots: self.front.ballots.as_ref(),
        }
    }

    /// Its own headline; most are called after the organization and the year.
    pub fn headline(&self) -> Option<&str> {
        self.front.title.is_some().then_some(&self.base.title)
    }

    pub fn standfirst(&self) -> Standfirst<'_> {
        Standfirst::of(&self.base, &self.matter)
    }

    pub fn heard(&self) -> Heard<'_> {
        Heard {
            order: self.front.order.map(|Count(order)| order),
            comment: self.comments.first(),
            written: Written::from(&self.base),
        }
    }

    pub fn promised(&self) -> Promised<'_> {
        Promised {
            meeting: self.meeting,
            secretary: self.secretary.as_ref(),
            organization: self.organization,
            commitments: &self.front.commitments,
            responsible: &self.responsible,
            previous: &self.front.previous,
            written: Written::from(&self.base),
        }
    }
}
