//! The assessment of a meeting, as far as it is public.

use super::Viewer;
use super::page::{AssessmentSection, BallotRow, GradeCount, ResultRow};
use crate::config::Visibility;
use crate::model::{Handle, Meeting, Report, Told};
use crate::parse::record::Method;
use crate::plan::Page;
use crate::yaml::Count;

/// The assessment as far as its visibility allows: the words, the result, each ballot.
pub(super) fn assessment(
    viewer: &Viewer<'_>,
    handle: Handle<Told<Meeting>>,
    meeting: &Meeting,
) -> Option<AssessmentSection> {
    let archive = &viewer.archive;
    let assessment = meeting.front.assessment.as_ref()?;
    let scale = meeting.scale.map(|scale| archive.scale(scale));
    let title = viewer.word(match assessment.method {
        Some(Method::OnTheSpot) => "assessment-on-the-spot",
        _ => "assessment",
    });
    let mut meta = Vec::new();
    let by = assessment.by.as_deref().map(|by| viewer.known_or_own("assessed-by", by));
    let subject = assessment.subject.as_deref().map(|subject| viewer.known_or_own("assessed", subject));
    meta.extend(match (by, subject) {
        (Some(by), Some(subject)) => {
            Some(viewer.words.say("assessed-by-whom", &[("by", (&by).into()), ("subject", (&subject).into())]))
        }
        (Some(by), None) => Some(viewer.words.say("assessed-by", &[("by", (&by).into())])),
        (None, Some(subject)) => Some(viewer.words.say("assessed", &[("subject", (&subject).into())])),
        (None, None) => None,
    });
    meta.extend(assessment.method.map(|method| viewer.word(&format!("method-{}", method.word()))));
    let mut section = AssessmentSection {
        title,
        sample: meeting.base.sample,
        meta,
        withheld: None,
        legend: Vec::new(),
        grades: Vec::new(),
        rows: Vec::new(),
        results: Vec::new(),
    };
    if meeting.visibility == Visibility::Withheld {
        section.withheld = Some(viewer.word("assessment-withheld"));
        return Some(section);
    }
    if let Some(papers) = &assessment.ballots {
        let counts = [("issued", papers.issued), ("returned", papers.returned), ("valid", papers.valid)];
        let words: Vec<String> = counts
            .into_iter()
            .filter_map(|(name, count)| {
                count.map(|Count(count)| viewer.words.say(&format!("ballots-{name}"), &[("count", count.into())]))
            })
            .collect();
        if !words.is_empty() {
            section.meta.push(
                viewer.words.say("ballot-papers", &[("counts", (&words.join(&viewer.word("list-comma"))).into())]),
            );
        }
    }
    let Some(scale) = scale else { return Some(section) };
    section.legend = viewer.legend(scale);
    for grade in &scale.grades {
        let counted = assessment.result.as_ref().and_then(|result| result.get(grade));
        if let (Some(Count(count)), Some(level)) = (counted, viewer.level(scale, grade)) {
            section.results.push(ResultRow { level, count: count.to_string() });
        }
    }
    if meeting.visibility == Visibility::Full {
        section.grades = scale.grades.iter().map(|grade| viewer.grade_word(scale, grade).to_string()).collect();
        let reports = archive.reports_of(handle).iter();
        let shown = reports.filter(|report| !viewer.brief(**report).standing.is_withdrawn());
        section.rows = shown.filter_map(|report| ballot_row(viewer, *report)).collect();
    }
    if section.rows.iter().all(|row| row.bar.is_none()) {
        section.grades.clear();
        section.rows.iter_mut().for_each(|row| row.counts.clear());
    }
    if section.rows.is_empty() && section.results.is_empty() {
        section.withheld = Some(viewer.word("assessment-not-given"));
        section.legend.clear();
    }
    Some(section)
}

fn ballot_row(viewer: &Viewer<'_>, handle: Handle<Told<Report>>) -> Option<BallotRow> {
    let report = viewer.brief(handle);
    let scale = viewer.public_scale(report)?;
    let ballots = report.ballots;
    let count = |grade: &String| GradeCount {
        word: viewer.grade_word(scale, grade).to_string(),
        count: ballots.map_or(String::new(), |ballots| ballots.get(grade).map_or(0, |Count(count)| *count).to_string()),
    };
    let level = report.grade.and_then(|grade| viewer.level(scale, grade));
    if ballots.is_none() && level.is_none() {
        return None;
    }
    Some(BallotRow {
        title: match report.organization {
            Some(organization) => viewer.title(&viewer.archive.organizations, organization),
            None => viewer.secretary_name(report.secretary),
        },
        url: viewer.place(Page::Report(handle), None),
        bar: ballots.and_then(|ballots| viewer.bar(scale, ballots)),
        counts: scale.grades.iter().map(count).collect(),
        level,
    })
}

impl Viewer<'_> {
    /// The theme's word for `value`, if it has one, else the value as the record has it.
    fn known_or_own(&self, key: &str, value: &str) -> String {
        let key = format!("{key}-{value}");
        let known = self.word(&key);
        if known == key { value.to_string() } else { known }
    }
}
