//! What is wrong with commitments, and with the reports that should answer them.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::super::commitment::is_open;
use super::super::{Archive, Commitment, Handle, Organization, Told};
use super::OfReport;
use crate::diag::{Check, Diagnostic, Field, Place};

/// What is wrong with any of them.
pub(super) fn all(archive: &Archive) -> impl ParallelIterator<Item = Diagnostic> {
    let next: BTreeMap<_, _> = archive.organizations.handles().flat_map(|one| next_reports(archive, one)).collect();
    let of_one = move |commitment: &Commitment| of_one(archive, commitment, next.get(&commitment.report).copied());
    archive.commitments.par_iter().flat_map_iter(of_one)
}

/// What is wrong with the commitments of some reports.
pub fn of_reports(archive: &Archive, reports: &BTreeSet<OfReport>) -> Vec<Diagnostic> {
    let organizations = reports.iter().filter_map(|report| archive.reports[*report].original.organization);
    let organizations: BTreeSet<_> = organizations.collect();
    let next: BTreeMap<_, _> = organizations.into_iter().flat_map(|one| next_reports(archive, one)).collect();
    let of_one = |commitment: &Commitment| of_one(archive, commitment, next.get(&commitment.report).copied());
    reports.iter().flat_map(|report| archive.commitments_of(*report)).flat_map(of_one).collect()
}

/// What is wrong with a commitment; `next` is the report that should answer it.
fn of_one(archive: &Archive, commitment: &Commitment, next: Option<OfReport>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let next = next.map(|next| &*archive.reports[next].original);
    let report = &archive.reports[commitment.report].original;
    let field = Field::of("commitments").at(commitment.index);
    let place = |field: Field| Place::value(&report.base.file, field);
    let outcome = archive.outcome(commitment);
    if outcome.unproven {
        let message = format!("`{}` is said to be done, and nothing shows it", commitment.id);
        let diagnostic = Diagnostic::new(Check::DoneWithoutEvidence, place(field.at("id")), message);
        found.push(diagnostic.help("add `evidence:` where it was said to be done: a file, a link or words"));
    }
    if let Some(due) = outcome.overdue {
        let message = format!("`{}` was due on {due} and is open", commitment.id);
        let diagnostic = Diagnostic::new(Check::CommitmentOverdue, place(field.at("due")), message);
        found.push(diagnostic.help("say what became of it, under `updates:` here or `previous:` in a later report"));
    }
    if let Some(next) = next
        && is_open(commitment.status_before(archive.meetings[next.meeting].original.held.first()))
        && !commitment.follow_ups.iter().any(|follow_up| {
            follow_up.report().is_some_and(|by| archive.reports[by].original.base.file == next.base.file)
        })
    {
        let message = format!("nothing here answers `{}`", commitment.key);
        let place = Place::value(&next.base.file, Field::of("previous"));
        let diagnostic = Diagnostic::new(Check::CommitmentUnanswered, place, message);
        found.push(diagnostic.help(format!("add `- {{ref: {}, status: …}}` under `previous:`", commitment.key)));
    }
    found
}

/// For each report of an organization, its report at the next meeting of the series, if there is one.
fn next_reports(archive: &Archive, organization: Handle<Told<Organization>>) -> Vec<(OfReport, OfReport)> {
    let place = |report: &OfReport| {
        let meeting = archive.reports[*report].original.meeting;
        let record = &archive.meetings[meeting].original;
        Some((record.series?, record.covers, record.held.first(), meeting))
    };
    let reports = archive.related.organization(organization).reports.iter();
    let mut placed: Vec<_> = reports.filter_map(|report| Some((place(report)?, *report))).collect();
    // The sort is stable, and of one meeting the reports stand in speaking order.
    placed.sort_by_key(|(place, _)| *place);
    let meetings: Vec<_> = placed.chunk_by(|(a, _), (b, _)| a == b).collect();
    let pairs = meetings.windows(2).filter(|pair| pair[0][0].0.0 == pair[1][0].0.0);
    pairs.flat_map(|pair| pair[0].iter().map(|(_, report)| (*report, pair[1][0].1))).collect()
}
