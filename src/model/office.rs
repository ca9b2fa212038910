//! Who held which office on which day, and who is expected to report.

use jiff::civil;

use super::{Handle, Organization, Person, Table, Term, Told};
use crate::config::SeriesKeys;
use crate::yaml::Date;

impl Term {
    /// Whether it may include `day`: an unknown date is open.
    pub fn may_include(&self, day: Date) -> bool {
        self.start.is_none_or(|start| start.first() <= day.last())
            && self.end.is_none_or(|end| day.first() <= end.last())
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

/// A term of a person, by its place among theirs.
#[derive(Clone, Copy, Debug)]
pub struct Held<'a> {
    pub person: Handle<Told<Person>>,
    pub index: usize,
    pub term: &'a Term,
}

/// The succession in an organization: everybody's terms there, earliest first.
pub fn succession(people: &Table<Told<Person>>, organization: Handle<Told<Organization>>) -> Vec<Held<'_>> {
    let all = people.iter().flat_map(|(person, told)| {
        let terms = told.original.terms.iter().enumerate();
        terms.map(move |(index, term)| Held { person, index, term })
    });
    let mut there: Vec<Held<'_>> = all.filter(|held| held.term.organization == Some(organization)).collect();
    there.sort_by_key(|held| (held.term.start, held.term.end.is_none(), held.term.end, held.person));
    there
}

/// The person in `post` of an organization on `day`, if exactly one may have been.
pub fn holder(
    people: &Table<Told<Person>>,
    organization: Handle<Told<Organization>>,
    post: &str,
    day: Date,
) -> Option<Handle<Told<Person>>> {
    let mut holders = succession(people, organization)
        .into_iter()
        .filter(|held| *held.term.post == *post && held.term.may_include(day))
        .map(|held| held.person);
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
