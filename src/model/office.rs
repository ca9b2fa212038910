//! Who held which office on which day.

use jiff::civil;

use super::{Handle, Organization, Person, Table, Term, Told};
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

/// The succession in an organization: everybody's terms there, earliest first.
pub fn succession(
    people: &Table<Told<Person>>,
    organization: Handle<Told<Organization>>,
) -> Vec<(Handle<Told<Person>>, &Term)> {
    let mut terms: Vec<_> = people
        .iter()
        .flat_map(|(handle, person)| person.original.terms.iter().map(move |term| (handle, term)))
        .filter(|(_, term)| term.organization == Some(organization))
        .collect();
    terms.sort_by_key(|(handle, term)| (term.start, term.end.is_none(), term.end, *handle));
    terms
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
        .filter(|(_, term)| *term.post == *post && term.may_include(day))
        .map(|(person, _)| person);
    let holder = holders.next()?;
    holders.next().is_none().then_some(holder)
}
