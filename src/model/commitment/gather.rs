//! Every report's commitments, with all that later reports say of them.

use std::collections::BTreeMap;

use super::{Commitment, FollowUp, Said};
use crate::diag::{Check, Diagnostic, Field, Place, nearest};
use crate::model::{Archive, Handle, Report, Told};
use crate::parse::record;

/// Every commitment of every report, with all that later reports say of it.
pub fn gather(archive: &Archive, found: &mut Vec<Diagnostic>) -> Vec<Commitment> {
    let mut commitments: Vec<Commitment> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for (handle, told) in archive.reports.iter() {
        let made: Vec<Commitment> = made(archive, handle, &told.original).collect();
        for commitment in made {
            if places.insert(commitment.key.clone(), commitments.len()).is_some() {
                let Commitment { index, id, .. } = &commitment;
                let place = Place::value(&told.original.base.file, Field::of("commitments").at(*index).at("id"));
                let diagnostic =
                    Diagnostic::new(Check::DuplicateId, place, format!("two commitments are called `{id}`"));
                found.push(diagnostic.help("give each its own id; later reports answer it by this name"));
            }
            commitments.push(commitment);
        }
    }
    for (handle, told) in archive.reports.iter() {
        let report = &told.original;
        for (index, key) in answered(report) {
            // What a misspelt name was meant to be counts as answered, so that one mistake is named once.
            let meant = match places.contains_key(key) {
                true => Some(key),
                false => {
                    let place = Place::value(&report.base.file, Field::of("previous").at(index).at("ref"));
                    let message = format!("no commitment named `{key}`");
                    let diagnostic = Diagnostic::new(Check::UnknownCommitment, place, message)
                        .help("write MEETING/REPORT/ID, as in `2022-02-25-annual-debriefing/orchard/heating`");
                    found.push(diagnostic.help_nearest(key, places.keys().map(String::as_str)));
                    nearest(key, places.keys().map(String::as_str))
                }
            };
            if let Some(commitment) = meant.and_then(|key| places.get(key)).map(|at| &mut commitments[*at]) {
                let answer = answer(archive, handle, report, index, commitment, found);
                commitment.follow_ups.extend(answer);
            }
        }
    }
    commitments.iter_mut().for_each(Commitment::sort);
    commitments
}

impl Commitment {
    pub(super) fn sort(&mut self) {
        self.follow_ups.sort_by_key(|follow_up| (follow_up.date.last(), follow_up.said));
    }
}

/// The commitments that a report makes, with its own updates; nothing of what is withdrawn.
pub(super) fn made<'a>(
    archive: &'a Archive,
    handle: Handle<Told<Report>>,
    report: &'a Report,
) -> impl Iterator<Item = Commitment> + 'a {
    let meeting = &archive.meetings[report.meeting].original;
    let shown: &[record::Commitment] =
        if report.base.standing.is_withdrawn() { &[] } else { &report.front.commitments };
    shown.iter().enumerate().map(move |(index, commitment)| {
        let id = commitment.id.as_deref().unwrap_or_default().to_string();
        let updates = commitment.updates.iter().enumerate().filter_map(|(number, update)| {
            Some(FollowUp {
                date: update.date?,
                status: update.status,
                evidence: report.update_evidence.get(&(index, number)).cloned(),
                said: Said::Update(number),
            })
        });
        Commitment {
            key: format!("{}/{}/{id}", meeting.base.id, report.name),
            id,
            report: handle,
            index,
            kind: commitment.kind.unwrap_or(record::CommitmentKind::Commitment),
            made: meeting.held,
            due: commitment.due,
            first_status: commitment.status.unwrap_or(record::Progress::NotStarted),
            follow_ups: updates.collect(),
            sample: report.base.sample,
        }
    })
}

/// The earlier commitments that a report answers, by their names, each with its place under `previous`.
pub(super) fn answered(report: &Report) -> impl Iterator<Item = (usize, &str)> {
    let shown = (!report.base.standing.is_withdrawn()).then_some(&report.front.previous);
    shown.into_iter().flatten().enumerate().filter_map(|(index, answer)| Some((index, answer.r#ref.as_deref()?)))
}

/// What a report says of an earlier commitment, at a place under `previous`; nothing where that was not made before.
pub(super) fn answer(
    archive: &Archive,
    handle: Handle<Told<Report>>,
    report: &Report,
    index: usize,
    commitment: &Commitment,
    found: &mut Vec<Diagnostic>,
) -> Option<FollowUp> {
    let file = &report.base.file;
    let field = Field::of("previous").at(index);
    let (answer, meeting) = (&report.front.previous[index], &archive.meetings[report.meeting].original);
    if meeting.front.held.is_some() && commitment.made.first() >= meeting.held.first() {
        let key = answer.r#ref.as_deref().unwrap_or_default();
        let message = format!("`{key}` was not made before this meeting");
        let diagnostic = Diagnostic::new(Check::UnknownCommitment, Place::value(file, field.at("ref")), message);
        found.push(diagnostic.help("answer what an earlier report promised"));
        return None;
    }
    Some(FollowUp {
        date: meeting.held,
        status: answer.status,
        evidence: report.answer_evidence.get(&index).cloned(),
        said: Said::Answer(handle, index),
    })
}
