//! One target of the plan -> the struct that its template sees.
//!
//! Everything is worked out here: sorting, counting, choosing, the wording of dates and
//! where each link leads from the page at hand. What that needs of the archive is read
//! through a `Reader`, which notes it.

mod archive;
mod assessment;
mod commitments;
mod described;
mod frame;
mod grade;
mod home;
mod list;
mod meeting;
pub mod page;
pub mod part;
mod promise;
mod record;
mod register;
mod report;
mod row;
mod search;
mod series;
mod text;
mod volume;

use std::borrow::Cow;
use std::io;

use serde::{Serialize, Serializer};

pub use described::{Described, FieldOf, Group, Shown, Type, Wanted};
pub use search::{Entry, entry, kind_words};

use crate::lang::Words;
use crate::model::{Archive, BriefReport, Handle, Language, Meeting, Report, Sitting, Spoken, Told};
use crate::plan::Page;
use crate::reader::{Reader, Seen, Shelf};
use crate::source::Read;
use crate::theme::{self, Theme};
use page::*;

/// How links inside the site are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Links {
    /// To folders, as web servers understand them.
    Folders,
    /// To each `index.html`, for a site that is opened from a disk.
    Files,
}

/// What views are made from, besides the page.
#[derive(Clone, Copy)]
pub struct Setting<'a> {
    pub archive: &'a Archive,
    /// Is told what the page needs.
    pub seen: &'a Seen,
    pub theme: &'a Theme,
    /// What of it the theme's templates can read.
    pub wanted: &'a Wanted,
    pub links: Links,
    pub read: &'a dyn Read,
}

/// What a template sees, and which template.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// The template's file name.
    pub template: &'static str,
    pub data: Data,
}

macro_rules! data {
    ($($variant:ident),+) => {
        /// The view of one page.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Data { $($variant(Box<$variant>),)+ }

        impl Serialize for Shown<'_, Data> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self.0 { $(Data::$variant(page) => page.show(self.1, serializer),)+ }
            }
        }

        $(impl From<$variant> for Data {
            fn from(page: $variant) -> Self {
                Data::$variant(Box::new(page))
            }
        })+
    };
}

data!(
    Home,
    MeetingPage,
    ReportPage,
    SeriesPage,
    RegisterPage,
    ListPage,
    ArchivePage,
    TopicsPage,
    CommitmentsPage,
    TextPage,
    VolumePage,
    WithdrawnPage,
    SearchPage,
    NotFoundPage,
    RedirectPage
);

/// Says what a template sees.
pub type Describe = fn() -> Type;

/// The templates that a theme must have, and what each of them sees.
pub const TEMPLATES: &[(&str, Describe)] = &[
    ("home.html", Home::described),
    ("meeting.html", MeetingPage::described),
    ("report.html", ReportPage::described),
    ("volume.html", VolumePage::described),
    ("series.html", SeriesPage::described),
    ("person.html", RegisterPage::described),
    ("organization.html", RegisterPage::described),
    ("meetings.html", ListPage::described),
    ("reports.html", ListPage::described),
    ("news.html", ListPage::described),
    ("volumes.html", ListPage::described),
    ("people.html", ListPage::described),
    ("organizations.html", ListPage::described),
    ("corrections.html", ListPage::described),
    ("year.html", ListPage::described),
    ("topic.html", ListPage::described),
    ("archive.html", ArchivePage::described),
    ("topics.html", TopicsPage::described),
    ("commitments.html", CommitmentsPage::described),
    ("story.html", TextPage::described),
    ("page.html", TextPage::described),
    ("withdrawn.html", WithdrawnPage::described),
    (theme::SEARCH, SearchPage::described),
    ("404.html", NotFoundPage::described),
    ("redirect.html", RedirectPage::described),
];

impl View {
    fn new(template: &'static str, data: impl Into<Data>) -> Self {
        View { template, data: data.into() }
    }

    /// The texts of records that the page shows.
    pub fn bodies(&mut self) -> Vec<&mut part::Body> {
        match &mut self.data {
            Data::MeetingPage(page) => vec![&mut page.body],
            Data::ReportPage(page) => vec![&mut page.body],
            Data::RegisterPage(page) => vec![&mut page.body],
            Data::TextPage(page) => vec![&mut page.body],
            Data::VolumePage(page) => {
                let reports = page.reports.iter_mut().filter_map(|report| report.body.as_mut());
                page.meeting.body.as_mut().into_iter().chain(reports).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// Makes the view of a page in a language.
///
/// # Errors
/// A signed original that cannot be read for its checksum.
pub fn page(setting: Setting<'_>, language: Language, page: &Page) -> io::Result<View> {
    let viewer = Viewer::new(setting, language, *page);
    let archive = &viewer.archive;
    if let Some(view) = viewer.withdrawn() {
        return Ok(view);
    }
    Ok(match page {
        Page::Home => View::new("home.html", home::home(&viewer)),
        Page::Meetings(number) => View::new("meetings.html", list::meetings(&viewer, *number)),
        Page::Reports(number) => View::new("reports.html", list::reports(&viewer, *number)),
        Page::News(number) => View::new("news.html", list::news(&viewer, *number)),
        Page::Meeting(meeting) => View::new("meeting.html", meeting::meeting(&viewer, *meeting)?),
        Page::Report(report) => View::new("report.html", report::report(&viewer, *report)?),
        Page::Volume(meeting) => View::new("volume.html", volume::volume(&viewer, *meeting)?),
        Page::Volumes(number) => View::new("volumes.html", list::volumes(&viewer, *number)),
        Page::Series(series, number) => View::new("series.html", series::series(&viewer, *series, *number)),
        Page::People => View::new("people.html", list::people(&viewer)),
        Page::Person(person) => View::new("person.html", register::person(&viewer, *person)),
        Page::Organizations => View::new("organizations.html", list::organizations(&viewer)),
        Page::Organization(organization) => {
            View::new("organization.html", register::organization(&viewer, *organization))
        }
        Page::Commitments(filter, number) => {
            View::new("commitments.html", commitments::tracker(&viewer, *filter, *number))
        }
        Page::Corrections => View::new("corrections.html", list::corrections(&viewer)),
        Page::Archive => View::new("archive.html", archive::archive(&viewer)),
        Page::Year(year, number) => View::new("year.html", archive::year(&viewer, *year, *number)),
        Page::Topics => View::new("topics.html", list::topics(&viewer)),
        Page::Topic(topic, number) => View::new("topic.html", list::topic(&viewer, *topic, *number)),
        Page::Story(story) => {
            View::new("story.html", text::text(&viewer, archive.stories[*story].in_language(language))?)
        }
        Page::Text(text) => View::new("page.html", text::text(&viewer, archive.pages[*text].in_language(language))?),
        Page::Search => View::new(theme::SEARCH, search::search(&viewer)),
        Page::NotFound => View::new("404.html", text::not_found(&viewer)),
    })
}

/// The leaves of a meeting's volume, in the order of the volume.
pub fn leaves(setting: Setting<'_>, language: Language, meeting: Handle<Told<Meeting>>) -> Vec<part::Leaf> {
    volume::leaves(&Viewer::new(setting, language, Page::Volume(meeting)), meeting)
}

/// Makes the view of an old address, which sends its reader on to `to`.
pub fn redirect(archive: &Archive, links: Links, from: &str, to: &str) -> View {
    let depth = from.matches('/').count();
    let config = &archive.config;
    let page = RedirectPage {
        lang: archive.languages[0].clone(),
        url: href(&"../".repeat(depth), to, links),
        canonical: format!("{}{to}", config.base_url()),
        site: config.title.as_deref().unwrap_or_default().to_string(),
    };
    View::new("redirect.html", page)
}

/// The address `to` as seen from a page whose way to the root is `root`.
fn href(root: &str, to: &str, links: Links) -> String {
    let file = if links == Links::Files && (to.is_empty() || to.ends_with('/')) { "index.html" } else { "" };
    let href = [root, &encoded(to), file].concat();
    if href.is_empty() { "./".to_string() } else { href }
}

/// The bytes of an address that are written as percent signs and digits.
const SPECIAL: [bool; 256] = {
    let marks = b" \"#%<>?^`{|}\\\x7F";
    let (mut special, mut at) = ([false; 256], 0);
    while at < 0x20 {
        special[at] = true;
        at += 1;
    }
    at = 0;
    while at < marks.len() {
        special[marks[at] as usize] = true;
        at += 1;
    }
    special
};

/// An address with what would end it, or mean something else in it, as percent signs and digits
/// (WHATWG URL, 1.3: the path percent-encode set, and `%` itself). Letters of any script stay.
fn encoded(address: &str) -> Cow<'_, str> {
    if !address.bytes().any(|byte| SPECIAL[usize::from(byte)]) {
        return Cow::Borrowed(address);
    }
    let is_special = |c: char| c.is_ascii() && SPECIAL[c as usize];
    let one = |c: char| if is_special(c) { format!("%{:02X}", c as u32) } else { c.to_string() };
    Cow::Owned(address.chars().map(one).collect())
}

/// A page being made: the archive as seen from its address, in its language.
pub(crate) struct Viewer<'a> {
    pub archive: Reader<'a>,
    theme: &'a Theme,
    pub wanted: &'a Wanted,
    links: Links,
    read: &'a dyn Read,
    pub words: &'a Words,
    pub language: Language,
    pub page: Page,
    /// The way from the page to the site's root: `../../`.
    pub root: String,
}

impl<'a> Viewer<'a> {
    fn new(setting: Setting<'a>, language: Language, page: Page) -> Self {
        let Setting { archive, seen, theme, wanted, links, read } = setting;
        let archive = Reader::new(archive, seen);
        let here = archive.address(language, &page);
        let root = match page {
            // The page for what is not there is shown at any depth.
            Page::NotFound => archive.config.base_path().to_string(),
            _ => "../".repeat(here.matches('/').count()),
        };
        Viewer { archive, theme, wanted, links, read, words: &theme.words[language.0], language, page, root }
    }

    /// A page of the site in the page's language, as seen from here.
    pub fn url(&self, page: Page) -> String {
        self.href(&self.archive.address(self.language, &page))
    }

    /// An address of the site as seen from here.
    pub fn href(&self, address: &str) -> String {
        href(&self.root, address, self.links)
    }

    /// The record in the page's language, as far as it is translated.
    pub fn told<'t, T: Spoken>(&self, told: &'t Told<T>) -> &'t T {
        told.in_language(self.language)
    }

    /// What a list shows of a report.
    pub fn brief(&self, handle: Handle<Told<Report>>) -> BriefReport<'a> {
        self.archive.reports.brief(handle, self.language)
    }

    /// What the reports of a meeting take from it.
    pub fn sitting(&self, meeting: Handle<Told<Meeting>>) -> Sitting<'a> {
        self.archive.meetings.sitting(meeting)
    }

    /// A record's title in the page's language.
    pub fn title<T: Spoken>(&self, shelf: &Shelf<'_, Told<T>>, handle: Handle<Told<T>>) -> String {
        shelf.title(handle, self.language).to_string()
    }

    /// The tag for `lang`, where a record's language is not the page's.
    pub fn foreign(&self, language: Language) -> Option<String> {
        (language != self.language).then(|| self.archive.languages[language.0].clone())
    }

    pub fn word(&self, key: &str) -> String {
        self.words.word(key)
    }
}
