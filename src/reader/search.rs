//! How all stands that the search of a part of the archive shows.

use super::Need;
use crate::model::{Actor, Archive, Handle, Mark, Spoken, Table, Told, Who, stable};
use crate::plan::{Page, search::Part};

/// How everything stands that the entries of `pages` are made from, as one hash.
pub fn state_of_part(archive: &Archive, pages: &[Page]) -> u64 {
    let states = pages.iter().flat_map(|page| needs_of_entry(archive, *page)).map(|(_, state)| state);
    stable(&states.collect::<Vec<_>>())
}

/// The need of the files of a part, in a language that is the `language`th of the site.
pub fn of_part(language: usize, part: Part) -> Need {
    Need::of("search", (language, part))
}

/// The need of a language's catalog of parts.
pub fn of_catalog(language: usize) -> Need {
    Need::of("catalog of search", language)
}

/// What one entry needs, each with how it stands. `view::entry` reads this and nothing else.
pub fn needs_of_entry(archive: &Archive, page: Page) -> Vec<(Need, u64)> {
    let mut needs = Vec::new();
    match page {
        Page::Meeting(handle) => {
            let meeting = &archive.meetings[handle].original;
            of_record(&archive.meetings, handle, &mut needs);
            let people = [&meeting.chair, &meeting.speakers, &meeting.present];
            let others = [&meeting.in_attendance, &meeting.apologies, &meeting.absent];
            people.into_iter().chain(others).flatten().for_each(|actor| of_actor(archive, actor, &mut needs));
            of_title(&archive.organizations, meeting.organizer, &mut needs);
        }
        Page::Report(handle) => {
            let report = &archive.reports[handle].original;
            of_record(&archive.reports, handle, &mut needs);
            // Parts of the record: they change with it.
            needs.extend(["brief", "headline"].map(|part| (Need::of(part, handle.mark()), 0)));
            let meeting = &archive.meetings[report.meeting];
            needs.push((Need::of("sitting", report.meeting.mark()), stable(&meeting.original.sitting())));
            report.secretary.iter().for_each(|actor| of_actor(archive, actor, &mut needs));
            of_title(&archive.organizations, report.organization, &mut needs);
        }
        Page::Story(handle) => of_record(&archive.stories, handle, &mut needs),
        Page::Text(handle) => of_record(&archive.pages, handle, &mut needs),
        Page::Person(handle) => {
            of_record(&archive.people, handle, &mut needs);
            let terms = &archive.people[handle].original.terms;
            terms.iter().for_each(|term| of_title(&archive.organizations, term.organization, &mut needs));
        }
        Page::Organization(handle) => of_record(&archive.organizations, handle, &mut needs),
        _ => {}
    }
    needs
}

fn of_record<T: Spoken + std::hash::Hash>(
    table: &Table<Told<T>>,
    handle: Handle<Told<T>>,
    needs: &mut Vec<(Need, u64)>,
) {
    let (mark, told): (Mark, &Told<T>) = (handle.mark(), &table[handle]);
    needs.push((Need::of("record", mark), stable(told)));
    needs.push((Need::of("text", mark), stable(&told.texts())));
    needs.push((Need::of("title", mark), stable(&told.titles())));
}

fn of_title<T: Spoken>(table: &Table<Told<T>>, handle: Option<Handle<Told<T>>>, needs: &mut Vec<(Need, u64)>) {
    needs.extend(handle.map(|handle| (Need::of("title", handle.mark()), stable(&table[handle].titles()))));
}

fn of_actor(archive: &Archive, actor: &Actor, needs: &mut Vec<(Need, u64)>) {
    match actor.who {
        Who::Person(handle) => of_title(&archive.people, Some(handle), needs),
        // Of somebody who is not named, the role may be told.
        Who::Unnamed(Some(handle)) => needs.push((Need::of("record", handle.mark()), stable(&archive.people[handle]))),
        _ => {}
    }
}
