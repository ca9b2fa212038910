//! The archive -> every path of the site that is built, no two alike, and what stands there.

mod address;
mod files;
mod own;
mod retell;
pub mod search;
mod sitemap;

use borsh::{BorshDeserialize, BorshSerialize};
use std::collections::BTreeMap;
use std::io;

pub use crate::model::{COLUMNS, page_count};
pub use address::{Page, PageNumber, address, canonical, has_anchor, leaves, page_of, slice};
pub use own::{Own, Replanned};
pub use retell::{Paged, has_fixed_pages, year_of};
use sitemap::sitemap_address;
pub use sitemap::{listed, listing, sitemaps};

use crate::diag::{Check, Diagnostic, Field, Place, Spot};
use crate::image::{Picture, Rendition};
use crate::model::{
    Archive, Base, Filter, Handle, Language, Meeting, Organization, Person, Series, Target, Told, Topic, many,
};
use crate::parse::folded;
use crate::source::SourceSet;
use crate::span::SourcePath;
use crate::theme::Theme;
use search::{Parts, Shard};

/// A path below the output folder: `meetings/a/index.html`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize)]
pub struct OutPath(String);

impl OutPath {
    /// The path of an address: one that ends in `/` is a folder's `index.html`.
    pub fn of(address: &str) -> Self {
        match address.is_empty() || address.ends_with('/') {
            true => OutPath(format!("{address}index.html")),
            false => OutPath(address.to_string()),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a feed is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize)]
pub enum Feed {
    Site,
    Series(Handle<Series>),
    Organization(Handle<Told<Organization>>),
    Person(Handle<Told<Person>>),
    Topic(Handle<Topic>),
}

impl Feed {
    /// The page that the feed follows.
    pub fn page(self) -> Page {
        match self {
            Feed::Site => Page::Home,
            Feed::Series(series) => Page::Series(series, PageNumber::Newest),
            Feed::Organization(organization) => Page::Organization(organization),
            Feed::Person(person) => Page::Person(person),
            Feed::Topic(topic) => Page::Topic(topic, PageNumber::Newest),
        }
    }
}

/// What a sitemap lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize)]
pub enum Sitemap {
    /// The other sitemaps.
    Index,
    /// The records of a year.
    Year(i16),
    /// What belongs to no year.
    Others,
}

/// What stands at a path.
#[derive(Clone, Debug, PartialEq, Hash, BorshSerialize, BorshDeserialize)]
pub enum Content {
    Page(Language, Page),
    Feed(Language, Feed),
    /// The style sheet of a volume, which names its pages and says what stands at their heads.
    Leaves(Language, Handle<Told<Meeting>>),
    Sitemap(Sitemap),
    /// A file in which the search page of a language looks things up.
    Search(Language, Shard),
    Robots,
    /// A page that sends its reader on to an address of the site.
    Redirect(String),
    /// A file of the site as it is.
    Copy(SourcePath),
    /// A photo of the site, or a size of it.
    Photo(SourcePath, Picture, Rendition),
    /// A file of the theme, by its place among the assets.
    Asset(usize),
}

/// Every path of the site.
#[derive(Clone, Debug, Default, BorshSerialize, BorshDeserialize)]
pub struct Plan {
    #[borsh(deserialize_with = "paths")]
    pub paths: BTreeMap<OutPath, Content>,
    /// What can be searched in each language; nothing where the theme has no search.
    pub search: Vec<Parts>,
}

fn paths<R: io::Read>(reader: &mut R) -> io::Result<BTreeMap<OutPath, Content>> {
    Ok(many::<(OutPath, Content), R>(reader)?.into_iter().collect())
}

impl Plan {
    /// What stands at an address as it may be written in a link: with the slash of a folder at its end or without.
    pub fn at(&self, address: &str) -> Option<&Content> {
        let with_slash =
            if address.is_empty() || address.ends_with('/') { address.to_string() } else { format!("{address}/") };
        [OutPath::of(address), OutPath::of(&with_slash)].iter().find_map(|path| self.paths.get(path))
    }
}

/// The address of a file that is published as it is; nothing for any other.
pub fn static_address(file: &SourcePath) -> Option<&str> {
    file.as_str().strip_prefix("static/")
}

/// Where publishing lists what it wrote; no file of the site stands there.
pub const MANIFEST: &str = "manifest.txt";

/// Plans the site.
pub fn plan(archive: &Archive, theme: &Theme, sources: &SourceSet) -> (Plan, Vec<Diagnostic>) {
    let folds = BTreeMap::from([(MANIFEST.to_string(), None)]);
    let mut planning = Planning { plan: Plan::default(), folds, found: Vec::new() };
    for language in (0..archive.languages.len()).map(Language) {
        pages(archive, language, &mut planning);
        if theme.has_search() {
            searched(archive, language, &mut planning);
        }
    }
    planning.put("sitemap.xml", Content::Sitemap(Sitemap::Index), None);
    planning.put("sitemap-others.xml", Content::Sitemap(Sitemap::Others), None);
    for year in archive.related.years.keys() {
        planning.put(&sitemap_address(*year), Content::Sitemap(Sitemap::Year(*year)), None);
    }
    planning.put("robots.txt", Content::Robots, None);
    for (index, asset) in theme.assets.iter().enumerate() {
        planning.put(&format!("assets/{}", asset.asset()), Content::Asset(index), Some(&asset.path));
    }
    for (file, done) in archive.referred.files.iter() {
        for (address, content) in files::published(file, &done) {
            planning.put(&address, content, Some(&file.source));
        }
    }
    for file in &sources.files {
        if let Some(address) = static_address(&file.path) {
            planning.put(address, Content::Copy(file.path.clone()), Some(&file.path));
        }
    }
    for told in records(archive) {
        aliases(told[0], archive, &mut planning);
    }
    files_as_folders(&mut planning);
    for base in records(archive).flatten() {
        links(base, archive, &mut planning);
    }
    (planning.plan, planning.found)
}

struct Planning {
    plan: Plan,
    /// Paths as a file system that does not tell letter case apart sees them.
    folds: BTreeMap<String, Option<SourcePath>>,
    found: Vec<Diagnostic>,
}

impl Planning {
    /// Puts `content` at `address`; `origin` is the file to name if two want the same.
    fn put(&mut self, address: &str, content: Content, origin: Option<&SourcePath>) {
        let path = OutPath::of(address);
        if let Some(other) = self.folds.insert(folded(path.as_str()).into_owned(), origin.cloned()) {
            // The same file may be shown by several records.
            if self.plan.paths.get(&path) == Some(&content) {
                return;
            }
            // Two ids that differ only by case or by how accents are stored were named as such.
            if matches!(content, Content::Page(..) | Content::Feed(..) | Content::Leaves(..))
                && !self.plan.paths.contains_key(&path)
            {
                return;
            }
            let own = "a page of the site's own".to_string();
            let (file, other) = match (origin, other) {
                (Some(file), other) => (file.clone(), other.map_or(own, |other| format!("`{other}`"))),
                (None, Some(file)) => (file, own),
                (None, None) => (SourcePath::new(crate::config::FILE), own),
            };
            let message = format!("`/{}` is already the address of {other}", path.as_str());
            let diagnostic = Diagnostic::new(Check::DuplicateRoute, Place::file(&file), message);
            self.found.push(diagnostic.help("rename one of the two"));
            return;
        }
        self.plan.paths.insert(path, content);
    }
}

fn pages(archive: &Archive, language: Language, planning: &mut Planning) {
    let mut put = |page: Page, origin: Option<&SourcePath>| {
        planning.put(&address(archive, language, &page), Content::Page(language, page), origin);
    };
    let length = archive.config.page_length();
    let mut list = |count: usize, length: usize, page: &dyn Fn(PageNumber) -> Page| {
        put(page(PageNumber::Newest), None);
        (1..=page_count(count, length)).for_each(|number| put(page(PageNumber::Older(number)), None));
    };
    list(archive.meetings.len(), length, &Page::Meetings);
    list(archive.reports.len(), length, &Page::Reports);
    list(archive.stories.len(), length, &Page::News);
    list(archive.newest.volumes.len(), length, &Page::Volumes);
    for filter in Filter::ALL {
        list(archive.tracker.list(*filter).len(), length, &|number| Page::Commitments(*filter, number));
    }
    for (year, entries) in &archive.related.years {
        list(entries.len(), length, &|number| Page::Year(*year, number));
    }
    for topic in archive.topics.handles() {
        list(archive.related.topic(topic).all.len(), length, &|number| Page::Topic(topic, number));
    }
    for series in archive.series.handles() {
        list(archive.related.series(series).held.len(), COLUMNS, &|number| Page::Series(series, number));
    }
    put(Page::Home, None);
    put(Page::People, None);
    put(Page::Organizations, None);
    put(Page::Archive, None);
    put(Page::Topics, None);
    put(Page::Corrections, None);
    put(Page::NotFound, None);
    for (handle, meeting) in archive.meetings.iter() {
        put(Page::Meeting(handle), Some(&meeting.original.base.file));
    }
    for (handle, report) in archive.reports.iter() {
        put(Page::Report(handle), Some(&report.original.base.file));
    }
    for (handle, person) in archive.people.iter().filter(|(_, person)| person.original.public) {
        put(Page::Person(handle), Some(&person.original.base.file));
    }
    for (handle, organization) in archive.organizations.iter() {
        put(Page::Organization(handle), Some(&organization.original.base.file));
    }
    for (handle, story) in archive.stories.iter() {
        put(Page::Story(handle), Some(&story.original.base.file));
    }
    for (handle, page) in archive.pages.iter() {
        put(Page::Text(handle), Some(&page.original.base.file));
    }
    for meeting in &archive.newest.volumes {
        let page = Page::Volume(*meeting);
        put(page, Some(&archive.meetings[*meeting].original.base.file));
    }
    let shown = |meeting: &&Handle<Told<Meeting>>| !archive.meetings[**meeting].original.base.standing.is_withdrawn();
    for meeting in archive.newest.volumes.iter().filter(shown) {
        planning.put(&leaves(archive, language, *meeting), Content::Leaves(language, *meeting), None);
    }
    let feeds = std::iter::once(Feed::Site)
        .chain(archive.series.handles().map(Feed::Series))
        .chain(archive.organizations.handles().map(Feed::Organization))
        .chain(archive.people.handles().filter(|person| archive.people[*person].original.public).map(Feed::Person))
        .chain(archive.topics.handles().map(Feed::Topic));
    for feed in feeds {
        planning.put(&feed_address(archive, language, feed), Content::Feed(language, feed), None);
    }
}

fn feed_address(archive: &Archive, language: Language, feed: Feed) -> String {
    address(archive, language, &feed.page()) + "feed.xml"
}

/// The search page of a language, and what it loads.
fn searched(archive: &Archive, language: Language, planning: &mut Planning) {
    let folder = address(archive, language, &Page::Search);
    planning.put(&folder, Content::Page(language, Page::Search), None);
    let parts = search::parts(archive, language);
    let files = parts.iter().flat_map(|(part, pages)| Shard::of(*part, pages.len()));
    for shard in std::iter::once(Shard::Catalog).chain(files) {
        planning.put(&format!("{folder}{}", shard.file()), Content::Search(language, shard), None);
    }
    planning.plan.search.push(parts);
}

/// Finds the paths that are a file, and a folder on the way to another.
fn files_as_folders(planning: &mut Planning) {
    for (path, origin) in &planning.folds {
        let folders = path.match_indices('/').map(|(at, _)| &path[..at]);
        for (folder, other) in folders.filter_map(|folder| planning.folds.get_key_value(folder)) {
            let file = other.clone().or(origin.clone()).unwrap_or_else(|| SourcePath::new(crate::config::FILE));
            let message = format!("`/{folder}` is a file, and a folder on the way to `/{path}`");
            let diagnostic = Diagnostic::new(Check::DuplicateRoute, Place::file(&file), message);
            planning.found.push(diagnostic.help("rename one of the two"));
        }
    }
}

/// Every record that has a page, in each of its languages, the original first.
fn records(archive: &Archive) -> impl Iterator<Item = Vec<&Base>> {
    fn all<'a, T>(told: &'a Told<T>, base: impl Fn(&'a T) -> &'a Base) -> Vec<&'a Base> {
        told.each().map(base).collect()
    }
    let meetings = archive.meetings.iter().map(|(_, told)| all(told, |record| &record.base));
    let reports = archive.reports.iter().map(|(_, told)| all(told, |record| &record.base));
    let stories = archive.stories.iter().map(|(_, told)| all(told, |record| &record.base));
    let pages = archive.pages.iter().map(|(_, told)| all(told, |record| &record.base));
    let people = archive.people.iter().filter(|(_, told)| told.original.public);
    let people = people.map(|(_, told)| all(told, |record| &record.base));
    let organizations = archive.organizations.iter().map(|(_, told)| all(told, |record| &record.base));
    meetings.chain(reports).chain(stories).chain(pages).chain(people).chain(organizations)
}

/// Redirect pages at a record's old addresses.
fn aliases(base: &Base, archive: &Archive, planning: &mut Planning) {
    for (index, (alias, address)) in base.aliases.iter().zip(base.old_addresses()).enumerate() {
        let place = Place::value(&base.file, Field::of("aliases").at(index));
        let Some(address) = address else {
            let diagnostic =
                Diagnostic::new(Check::WrongValue, place, format!("`{alias}` is not an address of this site"));
            planning.found.push(diagnostic.help("write a path like `/2019/old-name/`"));
            continue;
        };
        if planning.folds.contains_key(&*folded(OutPath::of(&address).as_str())) {
            let message = format!("`{alias}` is the address of a page; it stays, and does not lead here");
            planning.found.push(Diagnostic::new(Check::AliasHidesPage, place, message).help("take the alias out"));
            continue;
        }
        let to = canonical(archive, base);
        planning.put(&address, Content::Redirect(to), Some(&base.file));
    }
}

/// Links that are written as addresses of the site are checked against the plan.
fn links(base: &Base, archive: &Archive, planning: &mut Planning) {
    let text = base.text(archive);
    for (destination, target) in base.links.iter().chain(text.links.iter()) {
        let Target::Address(path, anchor) = target else {
            continue;
        };
        let written = text.body.facts.links.iter().find(|link| link.destination == *destination);
        let in_front = || {
            let spot = Spot::Within(Field::default(), destination.as_str().into());
            Place { file: base.file.clone(), spot }
        };
        let place = written.map_or_else(in_front, |link| Place::bytes(&base.file, link.span));
        let Some(content) = planning.plan.at(path) else {
            let diagnostic =
                Diagnostic::new(Check::DeadLink, place, format!("the site has no address `{destination}`"));
            let addresses: Vec<String> = planning
                .plan
                .paths
                .keys()
                .map(|path| format!("/{}", path.as_str().strip_suffix("index.html").unwrap_or(path.as_str())))
                .collect();
            let diagnostic = diagnostic.help("links to records are written to their files: `/people/chen-ning.md`");
            planning.found.push(diagnostic.help_nearest(&format!("/{path}"), addresses.iter().map(String::as_str)));
            continue;
        };
        let has_anchor = |anchor: &&str| match content {
            Content::Page(language, page) => has_anchor(archive, *language, page, anchor),
            _ => false,
        };
        if let Some(anchor) = anchor.as_deref().filter(|anchor| !has_anchor(anchor)) {
            let message = format!("`/{path}` has no anchor `#{anchor}`");
            let diagnostic = Diagnostic::new(Check::DeadAnchor, place, message);
            planning.found.push(diagnostic.help("take the anchor out, or link to a record's file"));
        }
    }
}
