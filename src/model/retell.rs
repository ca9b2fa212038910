//! An archive in which one file is read anew: most of what is typed into a record concerns nothing
//! but its own page, and those that list it.

use std::cmp::Ordering;
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use super::any::Any;
use super::change::{Change, Changes};
use super::check::Around;
use super::commitment::Regathered;
use super::relist::On;
use super::resolve::{Record, covered, newest_held, own_standing, report_key};
use super::{
    Archive, COLUMNS, FileRef, Handle, Language, Meeting, Organization, Report, Reused, Series, Setting, Standing,
    Target, Told, assemble, check, page_count,
};
use crate::diag::{Diagnostic, Severity};
use crate::parse::{Document, Identity, Kind};
use crate::span::SourcePath;
use crate::yaml::Date;

/// What an archive does not know of itself.
#[derive(Clone, Copy)]
pub struct Beside<'a> {
    /// The document of a file.
    pub document: &'a dyn Fn(&SourcePath) -> Option<Arc<Document>>,
    /// Whether something stands at an address of the site, and always will as long as no more is changed than can be
    /// told.
    pub has_address: &'a dyn Fn(&str) -> bool,
    /// Whether nothing stands in the way of a file that is to be published.
    pub has_room: &'a dyn Fn(&FileRef) -> bool,
    /// Whether nothing stands in the way of a redirect at an address.
    pub is_free: &'a dyn Fn(&str) -> bool,
}

/// A file of a record.
#[derive(Clone, Copy)]
pub enum File<'a> {
    Told(&'a Arc<Document>),
    Gone(&'a SourcePath),
}

impl File<'_> {
    pub(super) fn path(&self) -> &SourcePath {
        match self {
            File::Told(document) => &document.path,
            File::Gone(path) => path,
        }
    }
}

impl Beside<'_> {
    /// Whether the plan has to be looked at for what a link leads to: an address that may not be there.
    pub(super) fn is_of_plan(&self, target: &Target) -> bool {
        match target {
            Target::Address(address, anchor) => anchor.is_some() || !(self.has_address)(address),
            _ => false,
        }
    }
}

/// What stands otherwise in an archive, besides the record that was told anew.
#[derive(Clone, Debug, Default)]
pub struct Retold {
    /// The lists on which it is now, or no longer, or at another place.
    pub lists: BTreeSet<On>,
    /// The reports whose commitments stand otherwise, itself perhaps among them.
    pub promised: BTreeSet<Handle<Told<Report>>>,
    /// The reports that say otherwise what they leave to it: an organization, a title, who commented.
    pub settled: BTreeSet<Handle<Told<Report>>>,
    /// Whether it is a person or an organization of another name, or somebody without a page: of these, entries of
    /// the search tell.
    pub is_renamed: bool,
    pub presence: Presence,
    /// Whether it may be shown otherwise, and its reports with it: as a draft, of which the search knows nothing, or
    /// withdrawn.
    pub stands_otherwise: bool,
    /// The language in which it is told now and was not, or the other way about.
    pub translated: Option<Language>,
    /// The files with which it does or did something.
    pub files: Vec<Reused>,
    /// What is wrong now and was not, as the configuration weighs it.
    pub found: Vec<Diagnostic>,
    /// What is wrong no longer.
    pub mended: Vec<Diagnostic>,
}

/// What a file with an error would bring about; it is not taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// What would be wrong and was not, an error among it, as the configuration weighs it.
    pub found: Vec<Diagnostic>,
    /// What would be wrong no longer.
    pub mended: Vec<Diagnostic>,
}

/// Whether a record stays among the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Presence {
    #[default]
    Stays,
    Comes,
    Goes,
}

/// How some of what a record has to do with stands, before and after it is told anew.
struct Stand {
    /// What is wrong.
    said: HashSet<Diagnostic>,
    /// How many older pages the lists have.
    pages: Vec<usize>,
}

impl Archive {
    /// Takes in one file of the record of `identity` that was read again, or came, or went, if no more follows elsewhere
    /// from what has changed in it than can be told: other lists, what became of commitments, and what reports leave to
    /// it. Nothing where the archive has to be resolved anew; it is as it was.
    ///
    /// # Errors
    /// What is wrong, where an error is among it; the archive is as it was.
    pub fn retell(
        &mut self,
        file: File<'_>,
        identity: &Identity,
        beside: Beside<'_>,
        setting: Setting<'_>,
    ) -> Option<Result<Retold, Wrong>> {
        let files = self.any(identity).map_or(0, |record| record.bases().len());
        let (presence, changes) = match (file, files) {
            (File::Told(document), 0) if self.standing(document, setting).is_some() => {
                (Presence::Comes, self.arrival(document, beside, setting))
            }
            (_, 0) => return self.retell_hidden(file, identity).map(Ok),
            (File::Told(document), 1) if self.is_hidden_by(document, setting) => {
                (Presence::Goes, self.departure(identity, file.path(), setting))
            }
            (File::Gone(file), 1) => (Presence::Goes, self.departure(identity, file, setting)),
            _ => (Presence::Stays, self.revision(file, identity, beside, setting)),
        };
        let Changes { records, regathered, flaws, is_renamed, stands_otherwise, translated, is_dated, is_moved } =
            changes?;
        if !self.may_have_years_of(&records[0]) {
            return None;
        }
        // Reports whose meeting is on another day.
        let moved = records.iter().skip(1).filter(|change| is_moved && change.after.has_moved(&change.before));
        let moved = moved.filter_map(|change| self.reports.find(&report_key(&change.identity)));
        let moved: Vec<Handle<Told<Report>>> = moved.collect();
        let mut promised = regathered.as_ref().map_or_else(BTreeSet::new, Regathered::reports);
        promised.extend(moved.iter().flat_map(|report| self.reports_answered_in(*report)).chain(moved.iter().copied()));
        let lists: BTreeSet<On> = records.iter().flat_map(Change::lists).collect();
        let around = self.around(&records, &promised);
        let before = self.noted(identity, self.flaws(identity));
        let stood = self.stand(&around, &lists, &before.flaws, setting);
        let tracker = (!promised.is_empty()).then(|| self.tracker.clone());
        let (edition, lead) = (self.edition, self.lead);
        let dates: Vec<Date> = self.any(&records[0].identity).iter().flat_map(assemble::dates).collect();
        let undoing = self.make(records);
        let (ungathered, is_gathered) = self.regather(regathered, &moved);
        if is_dated {
            self.edition = self.edition_with(&dates, &undoing[0].identity);
        }
        if lists.contains(&On::Meetings) && setting.config.lead.is_none() {
            self.lead = newest_held(self);
        }
        let after = self.noted(identity, flaws);
        let stands = self.stand(&around, &lists, &after.flaws, setting);
        let mut found: Vec<Diagnostic> = stands.said.difference(&stood.said).cloned().collect();
        found.sort_by(Diagnostic::order);
        let mended = stood.said.difference(&stands.said).cloned().collect();
        let is_wrong = found.iter().any(|found| found.severity == Severity::Error);
        let may_be_told = is_gathered
            && self.may_note(&before, &after, beside)
            && (is_wrong || !after.dangles_otherwise(&before))
            && !(self.has_fixed_pages && stands.pages != stood.pages);
        if is_wrong || !may_be_told {
            ungathered.into_iter().rev().for_each(|ungathered| drop(ungathered.exchange(self)));
            tracker.into_iter().for_each(|tracker| self.tracker = tracker);
            (self.edition, self.lead) = (edition, lead);
            self.make(undoing);
            return may_be_told.then_some(Err(Wrong { found, mended }));
        }
        self.hide(presence, file, identity);
        let files = self.note(identity, before, after);
        let settled = undoing.iter().skip(1).filter_map(|change| self.reports.find(&report_key(&change.identity)));
        let settled = settled.collect();
        Some(Ok(Retold {
            lists,
            promised,
            settled,
            is_renamed,
            presence,
            stands_otherwise,
            translated,
            files,
            found,
            mended,
        }))
    }

    /// The reports whose commitments a report answers.
    fn reports_answered_in(&self, report: Handle<Told<Report>>) -> impl Iterator<Item = Handle<Told<Report>>> {
        self.answered_in(report).map(|commitment| commitment.report)
    }

    /// Takes in what becomes of commitments, and of those in reports whose meeting is on another day. Gives what
    /// undoes it, and whether all of it can be told.
    fn regather(&mut self, regathered: Option<Regathered>, moved: &[Handle<Told<Report>>]) -> (Vec<Regathered>, bool) {
        let mut undoing: Vec<Regathered> = regathered.into_iter().map(|regathered| regathered.exchange(self)).collect();
        for report in moved {
            let told = &self.reports[*report].original;
            let Some(regathered) = Regathered::of(self, *report, Some(told), Some(told)) else {
                return (undoing, false);
            };
            undoing.push(regathered.exchange(self));
        }
        (undoing, true)
    }

    /// The edition where a record of other dates has come, or stands in the place of one of some.
    fn edition_with(&self, before: &[Date], identity: &Identity) -> Option<Date> {
        let after: Vec<Date> = self.any(identity).iter().flat_map(assemble::dates).collect();
        let newest = |dates: &[Date]| {
            let past = dates.iter().copied().filter(|date| self.today.has_come(date.first()));
            past.max_by_key(|date| date.last())
        };
        let last = |date: Option<Date>| date.map(Date::last);
        let edition = last(self.edition);
        let (was, is) = (last(newest(before)), last(newest(&after)));
        match is.cmp(&edition) {
            Ordering::Greater => newest(&after),
            Ordering::Less if was < edition => self.edition,
            // Others have to be asked, of which one may end on the same day.
            _ => assemble::edition(self),
        }
    }

    /// Who would be expected to report at a meeting.
    pub(super) fn expected_anew(&self, meeting: &Meeting) -> Vec<Handle<Told<Organization>>> {
        assemble::expected_at(&self.config, meeting, &self.organizations, &self.series)
    }

    /// What is to be looked at where records change, and commitments of some reports.
    fn around(&self, changes: &[Change], promised: &BTreeSet<Handle<Told<Report>>>) -> Around {
        let identity = changes[0].identity.clone();
        let filed = match identity.kind {
            Kind::Person => self.people.find(&identity.id).map(|person| &*self.related.person(person).reports),
            Kind::Meeting => self.meetings.find(&identity.id).map(|meeting| self.reports_of(meeting)),
            Kind::Report | Kind::Story | Kind::Page | Kind::Organization => None,
        };
        let filed = filed.unwrap_or_default().iter().copied().collect();
        // One that comes is looked at when it is there.
        let promised = promised.iter().copied().filter(|report| self.reports.holds(*report)).collect();
        let years = changes[0].before.years().chain(changes[0].after.years()).collect();
        let mut around = Around { identity, filed, meetings: BTreeSet::new(), years, promised };
        let going = changes[0].record.is_none().then(|| self.any(&changes[0].identity)).flatten();
        for change in changes {
            let told = change.record.as_ref().map(Record::any);
            let Some(Any::Report(told)) = told.as_ref().or(going.as_ref()) else { continue };
            let meeting = told.original.meeting;
            let report = self.reports.find(&report_key(&change.identity)).filter(|_| going.is_none());
            around.filed.extend(report);
            let lists = change.lists();
            let says_whose = |report: &Report| report.front.organization.is_some();
            let is_of_others = lists.iter().any(|on| matches!(on, On::Secretary(_) | On::Organization(_)))
                || report.is_none_or(|report| says_whose(&self.reports[report].original) != says_whose(&told.original));
            if !is_of_others {
                continue;
            }
            // Who reported at its meeting, and which report is to answer which.
            around.meetings.insert(meeting);
            around.promised.extend(report);
            let series = self.meetings[meeting].original.series.into_iter().chain(series_of(&changes[0]));
            let series: BTreeSet<_> = series.collect();
            for on in lists {
                let On::Organization(organization) = on else { continue };
                let of = self.related.organization(organization);
                around.promised.extend(series.iter().filter_map(|series| of.years.get(series)).flatten());
                // Where it did not report, the file of its report is advised by the name of the last one.
                let filed: BTreeSet<_> =
                    of.reports.iter().map(|report| self.reports[*report].original.meeting).collect();
                around.meetings.extend(of.due.iter().filter(|meeting| !filed.contains(meeting)));
            }
        }
        // One that goes is looked at as long as it is there.
        if let Some(Any::Report(_)) = going {
            let going = self.reports.find(&report_key(&changes[0].identity));
            around.promised.retain(|report| Some(*report) != going);
        }
        around
    }

    /// How it stands around a record with which this is wrong by itself.
    fn stand(&self, around: &Around, lists: &BTreeSet<On>, flaws: &[Diagnostic], setting: Setting<'_>) -> Stand {
        let length = self.config.page_length();
        let paged = lists.iter().filter_map(|on| match on {
            On::Topic(topic) => Some(page_count(self.related.topic(*topic).all.len(), length)),
            On::Series(series) => Some(page_count(self.related.series(*series).held.len(), COLUMNS)),
            On::Year(year) => Some(page_count(self.related.years.get(year).map_or(0, Vec::len), length)),
            On::Newest => Some(page_count(self.newest.reports.len(), length)),
            On::Meetings => Some(page_count(self.newest.meetings.len(), length)),
            On::Volumes => Some(page_count(self.newest.volumes.len(), length)),
            On::News => Some(page_count(self.newest.stories.len(), length)),
            _ => None,
        });
        Stand {
            said: setting.config.weigh([&check::around(self, around)[..], flaws].concat()).into_iter().collect(),
            pages: paged.chain(self.tracker.page_counts(length)).collect(),
        }
    }

    /// Whether no link leads to a year that comes, or goes with its last record.
    fn may_have_years_of(&self, change: &Change) -> bool {
        let comes = |year: i16| !self.related.years.contains_key(&year);
        let goes = |year: i16| self.related.years.get(&year).is_some_and(|of| of.len() == 1);
        let (before, after): (Vec<i16>, Vec<i16>) = (change.before.years().collect(), change.after.years().collect());
        let stays = |year: &i16| after.contains(year) || !goes(*year) || !self.referred.holds_year(*year);
        (!self.dangles || !after.iter().copied().any(comes)) && before.iter().all(stays)
    }

    /// The language that a file's name says.
    pub(super) fn language_of(&self, identity: &Identity) -> Option<Language> {
        let tag = identity.language.as_ref().unwrap_or(&self.languages[0]);
        self.languages.iter().position(|known| known == tag).map(Language)
    }

    /// How a record may be shown that is told anew.
    pub(super) fn standing(&self, document: &Document, setting: Setting<'_>) -> Option<Standing> {
        let own = own_standing(document, setting);
        if document.identity.kind != Kind::Report {
            return own;
        }
        let meeting = self.meetings.find(&document.identity.id)?;
        covered(Some(self.meetings[meeting].original.base.standing.clone()), own)
    }
}

/// The series of which a record is another meeting, or no longer.
fn series_of(change: &Change) -> impl Iterator<Item = Handle<Series>> + use<> {
    change.lists().into_iter().filter_map(|on| match on {
        On::Series(series) => Some(series),
        _ => None,
    })
}

/// Whether a report makes commitments, or answers some.
pub(super) fn promises(told: &Told<Report>) -> bool {
    let front = &told.original.front;
    !front.commitments.is_empty() || !front.previous.is_empty()
}
