//! The records of one kind, as one page reads them.

use std::ops::Index;

use super::Seen;
use crate::model::{
    BriefMeeting, BriefReport, Handle, Heard, Language, Meeting, Promised, Report, Sitting, Spoken, Standfirst, Table,
    Told,
};

/// The records of one kind, for one page.
pub struct Shelf<'a, T> {
    pub(super) table: &'a Table<T>,
    pub(super) seen: &'a Seen,
    pub(super) kind: &'static str,
}

impl<T> Index<Handle<T>> for Shelf<'_, T> {
    type Output = T;

    fn index(&self, handle: Handle<T>) -> &T {
        self.seen.note("record", handle.mark());
        &self.table[handle]
    }
}

impl<'a, T> Shelf<'a, T> {
    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = (Handle<T>, &'a T)> {
        self.seen.note("all", self.kind);
        self.table.iter().inspect(|(handle, _)| self.seen.note("record", handle.mark()))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.seen.note("count", self.kind);
        self.table.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub fn find(&self, id: &str) -> Option<Handle<T>> {
        let found = self.table.find(id);
        match found {
            Some(handle) => self.seen.note("record", handle.mark()),
            None => self.seen.lose(),
        }
        found
    }
}

impl<'a, T: Spoken> Shelf<'a, Told<T>> {
    /// The title alone, in a language.
    pub fn title(&self, handle: Handle<Told<T>>, language: Language) -> &'a str {
        self.seen.note("title", handle.mark());
        &self.table[handle].in_language(language).base().title
    }
}

impl<'a> Shelf<'a, Told<Meeting>> {
    /// What the reports of a meeting take from it.
    pub fn sitting(&self, handle: Handle<Told<Meeting>>) -> Sitting<'a> {
        self.seen.note("sitting", handle.mark());
        self.table[handle].original.sitting()
    }

    /// What a list shows of a meeting, in a language.
    pub fn brief(&self, handle: Handle<Told<Meeting>>, language: Language) -> BriefMeeting<'a> {
        self.seen.note("brief", handle.mark());
        self.table[handle].in_language(language).brief()
    }

    /// What stands below its headline where it is announced, in a language.
    pub fn standfirst(&self, handle: Handle<Told<Meeting>>, language: Language) -> Standfirst<'a> {
        self.seen.note("standfirst", handle.mark());
        self.table[handle].in_language(language).standfirst()
    }
}

impl<'a> Shelf<'a, Told<Report>> {
    /// What a list shows of a report, in a language.
    pub fn brief(&self, handle: Handle<Told<Report>>, language: Language) -> BriefReport<'a> {
        self.seen.note("brief", handle.mark());
        self.table[handle].in_language(language).brief()
    }

    /// The headline that a report has of its own, in a language.
    pub fn headline(&self, handle: Handle<Told<Report>>, language: Language) -> Option<&'a str> {
        self.seen.note("headline", handle.mark());
        self.table[handle].in_language(language).headline()
    }

    /// What stands below its headline where it is announced, in a language.
    pub fn standfirst(&self, handle: Handle<Told<Report>>, language: Language) -> Standfirst<'a> {
        self.seen.note("standfirst", handle.mark());
        self.table[handle].in_language(language).standfirst()
    }

    /// How a report was heard, in a language.
    pub fn heard(&self, handle: Handle<Told<Report>>, language: Language) -> Heard<'a> {
        self.seen.note("heard", handle.mark());
        self.table[handle].in_language(language).heard()
    }

    /// What a report promises and says of promises, in a language.
    pub fn promised(&self, handle: Handle<Told<Report>>, language: Language) -> Promised<'a> {
        self.seen.note("promised", handle.mark());
        self.table[handle].in_language(language).promised()
    }
}
