//! Documents -> the archive: typed records in which every reference leads somewhere.
//!
//! A `Handle` is only made by looking a record up, so whoever holds one need not ask
//! again. A record that has a translation is held once per language, facts and all: the
//! translation file gives the words, the original the facts.

mod any;
mod arrival;
mod assemble;
mod brief;
mod change;
mod check;
pub mod commitment;
mod departure;
mod hidden;
mod kept;
mod link;
mod list;
mod noted;
pub mod office;
mod outline;
mod picture;
mod referred;
mod related;
mod relay;
mod relist;
mod resolve;
mod retell;
mod revision;
mod table;
mod today;
mod used;

use borsh::{BorshDeserialize, BorshSerialize};
use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

pub use brief::{BriefMeeting, BriefReport, Heard, Promised, Sitting, Standfirst, Written};
pub use commitment::{Commitment, Evidence, Filter, FollowUp, Outcome, Said, Tracker};
pub use kept::Gathered;
pub use link::{Links, Target, meeting_anchors, report_anchors};
pub use list::{List, many};
pub use picture::Use;
pub use referred::Referred;
pub use related::{COLUMNS, Corrected, Dated, OfOrganization, OfPerson, OfSeries, OfTopic, Related, page_count};
pub use relist::On;
pub use resolve::{Drafts, Setting, resolve};
pub use retell::{Beside, File, Presence, Retold, Wrong};
pub use table::{Handle, Lost, Mark, Store, Table, stable};
pub use today::{Days, Today};
pub use used::Reused;

use crate::config::{Config, Visibility};
use crate::diag::Diagnostic;
use crate::image::{Picture, Rendition};
use crate::parse::{Body, Identity, record};
use crate::span::SourcePath;
use crate::yaml::{self, Covers, Date, Exact, Markdown, Moment};
use hidden::Hidden;

/// One of the site's languages, by its place among them; 0 is the first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize)]
pub struct Language(pub usize);

/// A record in its original language, and in those into which it was translated.
#[derive(Clone, Debug, Hash, BorshSerialize, BorshDeserialize)]
pub struct Told<T> {
    #[borsh(bound(deserialize = "T: BorshDeserialize + Clone"))]
    pub original: Box<T>,
    pub translations: Vec<(Language, T)>,
}

impl<T> Told<T> {
    /// In each of its languages, the original first.
    pub fn each(&self) -> impl Iterator<Item = &T> {
        std::iter::once(&*self.original).chain(self.translations.iter().map(|(_, record)| record))
    }
}

impl<T> Told<T> {
    /// In each of its languages, the original first, to be changed.
    pub fn each_mut(&mut self) -> impl Iterator<Item = &mut T> {
        std::iter::once(&mut *self.original).chain(self.translations.iter_mut().map(|(_, record)| record))
    }
}

impl<T: Spoken> Told<T> {
    /// The record in `language`, else as it was written.
    pub fn in_language(&self, language: Language) -> &T {
        self.translations.iter().find(|(other, _)| *other == language).map_or(&*self.original, |(_, record)| record)
    }

    /// Its title in each of its languages.
    pub fn titles(&self) -> Vec<(Language, &str)> {
        self.each().map(|record| (record.language(), record.base().title.as_str())).collect()
    }

    /// Its text in each of its languages.
    pub fn texts(&self) -> Vec<&Text> {
        self.each().map(|record| &record.base().text).collect()
    }

    /// The anchors of its headings in each of its languages.
    pub fn anchors(&self) -> Vec<Vec<&str>> {
        let headings = self.texts().into_iter().map(|text| text.body.facts.headings.iter());
        headings.map(|headings| headings.map(|heading| heading.anchor.as_str()).collect()).collect()
    }

    /// Whether there is a text in `language`.
    pub fn is_in(&self, language: Language) -> bool {
        self.original.language() == language || self.translations.iter().any(|(other, _)| *other == language)
    }
}

/// A record in one language.
pub trait Spoken {
    fn base(&self) -> &Base;
    fn base_mut(&mut self) -> &mut Base;

    fn language(&self) -> Language {
        self.base().language
    }

    /// What others may need of it apart from all else, by name, each as a hash.
    fn aspects(_: &Told<Self>) -> Vec<(&'static str, u64)>
    where
        Self: Sized,
    {
        Vec::new()
    }
}

/// Whether a record may be shown.
#[derive(Clone, Debug, PartialEq, Hash, BorshSerialize, BorshDeserialize)]
pub enum Standing {
    Public,
    /// Not public yet, and here only because drafts were asked for.
    Draft,
    /// The address keeps title, date and reason; nothing else of it is published.
    Withdrawn {
        date: Option<Date>,
        reason: Option<Markdown>,
    },
    /// It was to be public until this day, which is past; it is kept as if withdrawn.
    Expired(Date),
}

impl Standing {
    /// Whether nothing but its title is public any more.
    pub fn is_withdrawn(&self) -> bool {
        matches!(self, Standing::Withdrawn { .. } | Standing::Expired(_))
    }
}

/// A file beside a record that is published with it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize)]
pub struct FileRef {
    pub source: SourcePath,
    pub len: u64,
    /// Of a photo, what its file begins with.
    pub picture: Option<Picture>,
}

impl FileRef {
    /// The address: the path below `content/`, pages' files at the top.
    pub fn address(&self) -> &str {
        let path = self.source.as_str();
        let path = path.strip_prefix("content/").unwrap_or(path);
        path.strip_prefix("pages/").unwrap_or(path)
    }
}

impl FileRef {
    /// The address of the file, if it is a photo, in one of its sizes.
    pub fn address_of(&self, rendition: Rendition) -> String {
        format!("{}{}", self.address(), rendition.suffix())
    }
}

fn file_ref(file: &crate::source::SourceFile) -> FileRef {
    FileRef { source: file.path.clone(), len: file.stamp.len, picture: file.picture }
}

/// Who: with a page, by name alone, or a group.
#[derive(Clone, Debug, PartialEq, Hash, BorshSerialize, BorshDeserialize)]
pub enum Who {
    Person(Handle<Told<Person>>),
    Named(yaml::Text),
    Group {
        words: yaml::Text,
        count: Option<u32>,
    },
    /// A person whose name no output holds, and whose page, if there is a file, is none either.
    Unnamed(Option<Handle<Told<Person>>>),
}

/// Somebody in a part: the chair, a speaker, a mover.
#[derive(Clone, Debug, PartialEq, Hash, BorshSerialize, BorshDeserialize)]
pub struct Actor {
    pub who: Who,
    pub role: Option<yaml::Text>,
    pub reason: Option<yaml::Text>,
}

/// What every record has.
#[derive(Clone, Debug, BorshSerialize, BorshDeserialize)]
pub struct Base {
    /// That of its kind and id, in every language.
    pub mark: Mark,
    pub id: String,
    pub file: SourcePath,
    pub language: Language,
    /// Whether the front matter could be read to its end. If not, what it lacks may well stand there.
    pub whole: bool,
    pub title: String,
    pub sample: bool,
    pub standing: Standing,
    /// Where the links of inline texts lead.
    pub links: Links,
    pub aliases: Vec<Exact>,
    text: Text,
}

/// The text below a record's front matter.
#[derive(Clone, Debug, Hash, BorshSerialize, BorshDeserialize)]
pub struct Text {
    pub body: Arc<Body>,
    /// Where its links lead.
    pub links: Links,
}

/// Is told what is read of an archive.
pub trait Reading {
    /// The text of the record at `mark` is about to be read.
    fn reads_text(&self, mark: Mark);
}

/// Whoever has the whole archive need not say what they read.
impl Reading for Archive {
    fn reads_text(&self, _: Mark) {}
}

impl Base {
    /// Its old addresses, without the leading slash, each in its place; nothing for what is no address of the site.
    pub fn old_addresses(&self) -> impl Iterator<Item = Option<String>> {
        self.aliases.iter().map(|alias| {
            let path = alias.trim_start_matches('/');
            let is_sound = !path.is_empty()
                && !path.contains(['\\', '?', '#', '%', ':'])
                && path.trim_end_matches('/').split('/').all(|part| !matches!(part, "" | "." | ".."));
            let slash = if path.ends_with('/') || path.ends_with(".html") { "" } else { "/" };
            is_sound.then(|| format!("{path}{slash}"))
        })
    }

    /// The text, which a page needs apart from everything else.
    pub fn text(&self, reader: &impl Reading) -> &Text {
        reader.reads_text(self.mark);
        &self.text
    }
}

/// All but the text: a page that lists a record does not show it.
impl Hash for Base {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Base { mark, id: _, file, language, whole, title, sample, standing, links, aliases, text: _ } = self;
        (mark, file, language, whole, title, sample, standing, links, aliases).hash(state);
    }
}

/// What every published text has besides.
#[derive(Clone, Debug, Default, Hash, BorshSerialize, BorshDeserialize)]
pub struct Matter {
    pub summary: Option<Markdown>,
    pub topics: Vec<Handle<Topic>>,
    pub photos: Vec<(FileRef, record::Photo)>,
    pub attachments: Vec<(FileRef, record::Attachment)>,
    pub source: Option<record::Source>,
    /// Author, editor, photographer.
    pub credits: [Option<Actor>; 3],
    pub review: Vec<(record::Review, Option<Actor>)>,
    pub corrections: Vec<record::Correction>,
    /// Not public before.
    pub embargo: Option<Moment>,
    /// The last day on which it is public.
    pub public_until: Option<Date>,
}

#[derive(Clone, Debug, Hash, BorshSerialize, BorshDeserialize)]
pub struct Meeting {
    pub base: Base,
    pub matter: Matter,
    pub held: Date,
    pub covers: Option<Covers>,
    pub published: Option<Moment>,
    pub status: record::Status,
    pub series: Option<Handle<Series>>,
    pub organizer: Option<Handle<Told<Organization>>>,
    pub adopted_at: Option<Handle<Told<Meeting>>>,
    pub chair: Vec<Actor>,
    pub speakers: Vec<Actor>,
    pub present: Vec<Actor>,
    pub in_attendance: Vec<Actor>,
    pub apologies: Vec<Actor>,
    pub absent: Vec<Actor>,
    pub suggestions_by: Option<Actor>,
    /// Mover and seconder of each decision.
    pub motions: Vec<[Option<Actor>; 2]>,
    /// Organizations that the source names as having reported.
    pub named: Vec<Handle<Told<Organization>>>,
    pub scale: Option<Handle<Scale>>,
    pub visibility: Visibility,
    /// The words and numbers that need no looking up.
    pub front: Arc<record::Meeting>,
}

#[derive(Clone, Debug, Hash, BorshSerialize, BorshDeserialize)]
pub struct Report {
    pub base: Base,
    pub matter: Matter,
    pub meeting: Handle<Told<Meeting>>,
    /// The id within the meeting.
    pub name: String,
    pub secretary: Option<Actor>,
    pub organization: Option<Handle<Told<Organization>>>,
    /// Each comment with who made it.
    pub comments: Vec<(record::Comment, Vec<Actor>)>,
    /// Who answers for each commitment.
    pub responsible: Vec<Option<Actor>>,
    /// What shows that it is as an update of a commitment says, by the places of both.
    pub update_evidence: BTreeMap<(usize, usize), Evidence>,
    /// What shows that it is as an answer to an earlier commitment says, by its place.
    pub answer_evidence: BTreeMap<usize, Evidence>,
    pub front: Arc<record::Report>,
}

#[derive(Clone, Debug, Hash, BorshSerialize, BorshDeserialize)]
pub struct Story {
    pub base: Base,
    pub matter: Matter,
    pub published: Option<Moment>,
    pub about: Vec<Handle<Told<Meeting>>>,
    /// The place in the navigation, of a page.
    pub menu: Option<u32>,
}

/// A term of office.
#[derive(Clone, Debug, Hash, BorshSerialize, BorshDeserialize)]
pub struct Term {
    pub post: Exact,
    pub role: Option<yaml::Text>,
    pub organization: Option<Handle<Told<Organization>>>,
    pub start: Option<Date>,
    pub end: Option<Date>,
}

#[derive(Clone, Debug, Hash, BorshSerialize, BorshDeserialize)]
pub struct Person {
    pub base: Base,
    pub sort_name: Option<yaml::Text>,
    pub other_names: Vec<yaml::Text>,
    /// In the order of the file.
    pub terms: Vec<Term>,
    pub photo: Option<(FileRef, record::Photo)>,
    /// `false`: no page, no id and no name in any output.
    pub public: bool,
}

#[derive(Clone, Debug, Hash, BorshSerialize, BorshDeserialize)]
pub struct Organization {
    pub base: Base,
    pub kind: Option<Exact>,
    pub order: Option<u32>,
    pub parent: Option<Handle<Told<Organization>>>,
    pub other_names: Vec<yaml::Text>,
    pub founded: Option<Date>,
    pub dissolved: Option<Date>,
    pub successor: Option<Handle<Told<Organization>>>,
}

/// A topic of the configuration.
#[derive(Clone, Debug, Hash, BorshSerialize, BorshDeserialize)]
pub struct Topic {
    pub id: String,
}

/// A series of the configuration.
#[derive(Clone, Debug, Hash, BorshSerialize, BorshDeserialize)]
pub struct Series {
    pub id: String,
    pub scale: Option<Handle<Scale>>,
}

/// A scale of grades, best first.
#[derive(Clone, Debug, Hash, BorshSerialize, BorshDeserialize)]
pub struct Scale {
    pub id: String,
    pub grades: Vec<String>,
}

impl Scale {
    /// The place of a grade, 0 for the best.
    pub fn level(&self, grade: &str) -> Option<usize> {
        self.grades.iter().position(|other| other == grade)
    }
}

macro_rules! spoken {
    ($($record:ident $(with $aspects:path)?),+) => {
        $(impl Spoken for $record {
            fn base(&self) -> &Base {
                &self.base
            }
            fn base_mut(&mut self) -> &mut Base {
                &mut self.base
            }
            $(fn aspects(told: &Told<Self>) -> Vec<(&'static str, u64)> {
                $aspects(told)
            })?
        })+
    };
}

spoken!(Meeting with brief::of_meeting, Report with brief::of_report, Story, Person, Organization);

/// Everything that may be published, and how it hangs together.
#[derive(Clone, Debug)]
pub struct Archive {
    pub config: Arc<Config>,
    /// The tags of the site's languages, the first one first.
    pub languages: Vec<String>,
    pub today: Arc<Today>,
    pub meetings: Table<Told<Meeting>>,
    pub reports: Table<Told<Report>>,
    pub stories: Table<Told<Story>>,
    pub pages: Table<Told<Story>>,
    pub people: Table<Told<Person>>,
    pub organizations: Table<Told<Organization>>,
    pub topics: Table<Topic>,
    pub series: Table<Series>,
    pub scales: Table<Scale>,
    pub commitments: List<Commitment>,
    pub tracker: Tracker,
    /// The reports of each meeting in speaking order.
    pub reports_of: Vec<Vec<Handle<Told<Report>>>>,
    /// The organizations expected to report at each meeting, in the order of the register.
    pub expected: Vec<Vec<Handle<Told<Organization>>>>,
    pub lead: Option<Handle<Told<Meeting>>>,
    /// The newest date in it that is past.
    pub edition: Option<Date>,
    pub newest: Newest,
    pub related: Related,
    /// How many of its records are invented for demonstration.
    pub samples: usize,
    /// What records refer to.
    pub referred: Referred,
    /// The records that may not be known of: drafts, and what is under an embargo.
    hidden: BTreeMap<Identity, Hidden>,
    /// What is wrong with records by themselves, where something is.
    flaws: BTreeMap<Mark, Vec<Diagnostic>>,
    /// Whether a reference leads to an anchor, an address, a file or a commitment that is not there, or an old address is
    /// that of a page: what comes could be just that, and what goes could be it.
    pub dangles: bool,
    /// Whether lists must keep the number of their pages: something else stands where an older page of a list
    /// could, or a link leads to where one does.
    pub has_fixed_pages: bool,
}

/// The records in the order of the lists: newest first.
#[derive(Clone, Debug, Default, BorshSerialize, BorshDeserialize)]
pub struct Newest {
    /// By the day held.
    #[borsh(deserialize_with = "many")]
    pub meetings: Vec<Handle<Told<Meeting>>>,
    /// Those of the newest meeting first, each meeting's in speaking order.
    #[borsh(deserialize_with = "many")]
    pub reports: Vec<Handle<Told<Report>>>,
    /// Those meetings of which at least one report is on file: each has a volume.
    #[borsh(deserialize_with = "many")]
    pub volumes: Vec<Handle<Told<Meeting>>>,
    /// By the day published.
    pub stories: Vec<Handle<Told<Story>>>,
}

impl Meeting {
    /// Whether it was held, and stands.
    pub fn was_held(&self) -> bool {
        self.status == record::Status::Held && !self.base.standing.is_withdrawn()
    }
}

impl Archive {
    /// The reports given at a meeting and on file, in speaking order.
    pub fn reports_of(&self, meeting: Handle<Told<Meeting>>) -> &[Handle<Told<Report>>] {
        &self.reports_of[meeting.index as usize]
    }

    /// Who was expected to report at a meeting.
    pub fn expected_at(&self, meeting: Handle<Told<Meeting>>) -> &[Handle<Told<Organization>>] {
        &self.expected[meeting.index as usize]
    }

    /// The commitments made in a report.
    pub fn commitments_of(&self, report: Handle<Told<Report>>) -> impl Iterator<Item = &Commitment> {
        self.tracker.made_in(report).map(|place| &self.commitments[place])
    }

    /// How a commitment stands today.
    pub fn outcome(&self, commitment: &Commitment) -> Outcome {
        commitment.outcome(self.today.date())
    }

    /// The earlier commitments that a report answers.
    pub fn answered_in(&self, report: Handle<Told<Report>>) -> impl Iterator<Item = &Commitment> {
        let keys = self.reports[report].original.front.previous.iter().filter_map(|answer| answer.r#ref.as_deref());
        keys.filter_map(|key| self.commitment(key))
    }

    fn commitment(&self, key: &str) -> Option<&Commitment> {
        let (report, _) = key.rsplit_once('/')?;
        self.commitments_of(self.reports.find(report)?).find(|commitment| commitment.key == key)
    }
}
