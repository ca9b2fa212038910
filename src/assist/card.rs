//! A thing -> its card: what one wants to know of it while a record is written, in Markdown.

use super::{Open, Thing};
use crate::model::{Archive, Handle, Person, Report, Term, Told};
use crate::parse::{Identity, Kind, identify};
use crate::yaml::Date;

impl Open<'_> {
    /// What is known of a thing, in Markdown.
    pub fn card(&self, thing: &Thing) -> Option<String> {
        let archive = self.archive;
        match thing {
            Thing::Record(identity) => self.card_of(identity),
            Thing::Commitment(key) => {
                let commitment = archive.commitments.iter().find(|commitment| commitment.key == *key)?;
                let report = &archive.reports[commitment.report].original;
                let promise = &report.front.commitments[commitment.index];
                let due = commitment.due.map(|due| format!(", due {due}")).unwrap_or_default();
                let text = promise.text.as_deref().unwrap_or_default();
                Some(format!("{text}\n\nPromised in “{}”, {}{due}", report.base.title, commitment.made))
            }
            _ => None,
        }
    }

    /// The day that the open file is about: on which its meeting was held, or its story came out.
    fn day(&self) -> Option<Date> {
        let identity = identify(self.file).ok()?;
        match identity.kind {
            Kind::Meeting | Kind::Report => {
                Some(self.archive.meetings[self.archive.meetings.find(&identity.id)?].original.held)
            }
            Kind::Story => {
                let story = &self.archive.stories[self.archive.stories.find(&identity.id)?].original;
                story.published.map(|published| published.date)
            }
            Kind::Page | Kind::Person | Kind::Organization => None,
        }
    }

    fn card_of(&self, identity: &Identity) -> Option<String> {
        let (archive, id) = (self.archive, identity.id.as_str());
        Some(match identity.kind {
            Kind::Person => {
                let handle = archive.people.find(id)?;
                let person = &archive.people[handle].original;
                let reports = &archive.related.person(handle).reports;
                format!(
                    "**{}**\n\n{}{}",
                    person.base.title,
                    offices(archive, person, self.day()),
                    last(archive, reports)
                )
            }
            Kind::Organization => {
                let handle = archive.organizations.find(id)?;
                let organization = &archive.organizations[handle].original;
                let kind = organization.kind.as_deref().unwrap_or_default();
                let reports = &archive.related.organization(handle).reports;
                format!("**{}**\n\n{kind}\n{}", organization.base.title, last(archive, reports))
            }
            Kind::Meeting => {
                let handle = archive.meetings.find(id)?;
                let meeting = &archive.meetings[handle].original;
                let count = match archive.reports_of(handle).len() {
                    0 => String::new(),
                    1 => "\n\n1 report on file".to_string(),
                    count => format!("\n\n{count} reports on file"),
                };
                format!("**{}**\n\n{}{count}", meeting.base.title, meeting.held)
            }
            Kind::Report => {
                let key = format!("{id}/{}", identity.report.as_deref()?);
                let report = &archive.reports[archive.reports.find(&key)?].original;
                let meeting = &archive.meetings[report.meeting].original;
                format!("**{}**\n\n{} ({})", report.base.title, meeting.base.title, meeting.held)
            }
            Kind::Story => {
                let story = &archive.stories[archive.stories.find(id)?].original;
                let published = story.published.map(|published| format!("\n\n{}", published.date));
                format!("**{}**{}", story.base.title, published.unwrap_or_default())
            }
            Kind::Page => format!("**{}**", archive.pages[archive.pages.find(id)?].original.base.title),
        })
    }
}

/// The offices that a person held on a day, a line each; all of them, where no day is known, or none is of that day.
fn offices(archive: &Archive, person: &Person, day: Option<Date>) -> String {
    let line = |term: &Term| {
        let of = term.organization.map(|of| format!(", {}", archive.organizations[of].original.base.title));
        let date = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
        let role = term.role.as_deref().unwrap_or(&term.post);
        format!("- {role}{} ({}–{})\n", of.unwrap_or_default(), date(term.start), date(term.end))
    };
    let of_day = |day| person.terms_on(day).map(line).collect::<String>();
    match day.map(|day| (day, of_day(day))) {
        Some((day, lines)) if !lines.is_empty() => format!("On {day}\n\n{lines}"),
        Some((day, _)) => format!("No office on {day}\n\n{}", person.terms.iter().map(line).collect::<String>()),
        None => person.terms.iter().map(line).collect(),
    }
}

/// The last of some reports, the newest first.
fn last(archive: &Archive, reports: &[Handle<Told<Report>>]) -> String {
    let line = |handle: &Handle<Told<Report>>| {
        let report = &archive.reports[*handle].original;
        format!("- {}: {}\n", archive.meetings[report.meeting].original.held, report.base.title)
    };
    let lines: String = reports.iter().rev().take(3).map(line).collect();
    if lines.is_empty() { lines } else { format!("\nReports\n\n{lines}") }
}
