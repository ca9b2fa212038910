//! Who held which office on which day, and who is expected to report.

use jiff::civil;

use super::{Archive, Handle, Organization, Person, Series, Table, Term, Today, Told};
use crate::config::SeriesKeys;
use crate::yaml::Date;

impl Term {
    /// Whether it may include `day`: an unknown date is open.
    pub fn may_include(&self, day: Date) -> bool {
        self.start.is_none_or(|start| start.first() <= day.last())
            && self.end.is_none_or(|end| day.first() <= end.last())
    }

    /// Whether it may include today.
    pub fn may_be_current(&self, today: &Today) -> bool {
        self.start.is_none_or(|start| today.has_come(start.first()))
            && self.end.is_none_or(|end| !today.is_past(end.last()))
    }

    /// Whether it has begun, and may include today.
    pub fn is_current(&self, today: &Today) -> bool {
        self.start.is_some() && self.may_be_current(today)
    }

    /// Whether two terms are certain to share more than the day of a handover.
    pub fn overlaps(&self, other: &Term) -> bool {
        let starts_before_end = |a: &Term, b: &Term| match (a.start, b.end) {
            (Some(start), Some(end)) => start.last() < end.first(),
            (None, _) => false,
            (Some(_), None) => true,
        };
        starts_before_end(self, other) && starts_before_end(other, self)
    }
}

impl Person {
    /// The terms that may include `day`.
    pub fn terms_on(&self, day: Date) -> impl Iterator<Item = &Term> {
        self.terms.iter().filter(move |term| term.may_include(day))
    }
}

impl Organization {
    /// Whether it may have existed on `day`.
    pub fn exists_on(&self, day: civil::Date) -> bool {
        self.founded.is_none_or(|founded| founded.first() <= day)
            && self.dissolved.is_none_or(|dissolved| day <= dissolved.last())
    }
}

/// What the report of an organization is called: as at the last meeting of the series at which it reported, else as
/// the organization itself.
pub fn report_name(
    archive: &Archive,
    organization: Handle<Told<Organization>>,
    series: Option<Handle<Series>>,
) -> &str {
    let reports = series.and_then(|series| archive.related.organization(organization).years.get(&series));
    match reports.and_then(|reports| reports.last()) {
        Some(report) => &archive.reports[*report].original.name,
        None => &archive.organizations[organization].original.base.id,
    }
}

/// The person in `post` of an organization on `day`, if exactly one may have been.
pub fn holder(
    archive: &Archive,
    organization: Handle<Told<Organization>>,
    post: &str,
    day: Date,
) -> Option<Handle<Told<Person>>> {
    let terms = archive.related.organization(organization).terms.iter();
    let terms = terms.map(|(person, place)| (*person, &archive.people[*person].original.terms[*place]));
    sole_holder(terms.filter(|(_, term)| term.may_include(day)), post)
}

/// The one person who holds `post` by one of these terms.
pub fn sole_holder<'a>(
    terms: impl Iterator<Item = (Handle<Told<Person>>, &'a Term)>,
    post: &str,
) -> Option<Handle<Told<Person>>> {
    let mut holders = terms.filter(|(_, term)| *term.post == *post).map(|(person, _)| person);
    let holder = holders.next()?;
    holders.next().is_none().then_some(holder)
}

/// Who is expected to report at a meeting of a series: the organizations of the series'
/// kinds that exist that day and answer to the meeting's organizer, in the order of the
/// register. An organization without a parent answers to anybody.
pub fn expected(
    organizations: &Table<Told<Organization>>,
    series: &SeriesKeys,
    organizer: Option<Handle<Told<Organization>>>,
    day: civil::Date,
) -> Vec<Handle<Told<Organization>>> {
    let Some(from) = &series.reports_from else { return Vec::new() };
    let is_expected = |handle: &Handle<Told<Organization>>| {
        let organization = &organizations[*handle].original;
        let kind = organization.kind.as_deref().is_some_and(|kind| from.kind.iter().any(|of| **of == *kind));
        let under = organization.parent.is_none() || organizer.is_none() || organization.parent == organizer;
        kind && under && organization.exists_on(day)
    };
    let mut expected: Vec<_> = organizations.handles().filter(is_expected).collect();
    expected.sort_by_key(|handle| {
        let organization = &organizations[*handle].original;
        (organization.order.unwrap_or(u32::MAX), organization.base.id.clone())
    });
    expected
}
