//! A plan in which a record was told anew.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};

use super::search::Shard;
use super::search::{self, Parts};
use super::{
    Content, Feed, MANIFEST, OutPath, Page, PageNumber, Plan, Replanned, address, feed_address, files, records,
    sitemap_address,
};
use crate::model::{
    Archive, COLUMNS, FileRef, Filter, Handle, Language, Meeting, On, Retold, Reused, Series, Target, Told, Topic, Use,
    page_count,
};
use crate::parse::{Identity, Kind, folded};
use crate::source::SourceSet;
use crate::span::SourcePath;

/// What stands in the address of an older page of a list.
const OLDER: &str = "/page/";

/// Whether something else stands where an older page of a list could, or a link leads to where one does.
pub fn has_fixed_pages(archive: &Archive, plan: &Plan) -> bool {
    let is_linked = |target: &Target| matches!(target, Target::Address(address, _) if is_older(address));
    let of_others = |(path, content): (&OutPath, &Content)| !matches!(content, Content::Page(..)) && is_older(&path.0);
    plan.paths.iter().any(of_others)
        || records(archive).flatten().any(|base| {
            let links = base.links.iter().chain(base.text(archive).links.iter());
            links.into_iter().any(|(_, target)| is_linked(target))
        })
}

/// Whether an older page of a list could stand at an address, or below it.
fn is_older(address: &str) -> bool {
    format!("/{address}/").to_ascii_lowercase().contains(OLDER)
}

/// A list whose older pages may become more or fewer where a record is told anew.
#[derive(Clone, Copy, Debug)]
pub enum Paged {
    Meetings,
    Reports,
    News,
    Volumes,
    Year(i16),
    Topic(Handle<Topic>),
    Series(Handle<Series>),
    Commitments(Filter),
}

impl Paged {
    /// The lists of which something stands otherwise.
    pub fn of(retold: &Retold) -> impl Iterator<Item = Paged> {
        let lists = retold.lists.iter().filter_map(|on| match on {
            On::Meetings => Some(Paged::Meetings),
            On::Newest => Some(Paged::Reports),
            On::News => Some(Paged::News),
            On::Volumes => Some(Paged::Volumes),
            On::Year(year) => Some(Paged::Year(*year)),
            On::Topic(topic) => Some(Paged::Topic(*topic)),
            On::Series(series) => Some(Paged::Series(*series)),
            _ => None,
        });
        let filters = if retold.promised.is_empty() { &[] } else { Filter::ALL };
        lists.chain(filters.iter().copied().map(Paged::Commitments))
    }

    /// How many older pages it has.
    pub fn older(self, archive: &Archive) -> usize {
        let length = archive.config.page_length();
        match self {
            Paged::Meetings => page_count(archive.newest.meetings.len(), length),
            Paged::Reports => page_count(archive.newest.reports.len(), length),
            Paged::News => page_count(archive.newest.stories.len(), length),
            Paged::Volumes => page_count(archive.newest.volumes.len(), length),
            Paged::Year(year) => page_count(archive.related.years.get(&year).map_or(0, Vec::len), length),
            Paged::Topic(topic) => page_count(archive.related.topic(topic).all.len(), length),
            Paged::Series(series) => page_count(archive.related.series(series).held.len(), COLUMNS),
            Paged::Commitments(filter) => page_count(archive.tracker.list(filter).len(), length),
        }
    }

    pub fn page(self, number: PageNumber) -> Page {
        match self {
            Paged::Meetings => Page::Meetings(number),
            Paged::Reports => Page::Reports(number),
            Paged::News => Page::News(number),
            Paged::Volumes => Page::Volumes(number),
            Paged::Year(year) => Page::Year(year, number),
            Paged::Topic(topic) => Page::Topic(topic, number),
            Paged::Series(series) => Page::Series(series, number),
            Paged::Commitments(filter) => Page::Commitments(filter, number),
        }
    }
}

impl Plan {
    /// Whether something stands at an address that is not an older page of a list, which come and go, nor a file that
    /// has gone.
    pub fn has_address(&self, address: &str, sources: &SourceSet) -> bool {
        let stays = |content: &Content| match content {
            Content::Page(_, page) => !matches!(page.number(), Some(PageNumber::Older(_))),
            Content::Copy(file) | Content::Photo(file, ..) => sources.get(file).is_some(),
            _ => true,
        };
        self.at(address).is_some_and(stays)
    }

    /// Whether nothing else stands where the pages of a record would that comes, or has come to a `year`, nor on the way
    /// there or below.
    pub fn has_room(&self, archive: &Archive, identity: &Identity, year: Option<i16>) -> bool {
        let Identity { kind, id, report, .. } = identity;
        let mut places = match (archive.has(identity), kind, report) {
            (true, ..) => Vec::new(),
            (_, Kind::Meeting, _) => vec![format!("meetings/{id}")],
            // The first report of a meeting brings its volume.
            (_, Kind::Report, Some(report)) => vec![format!("meetings/{id}/{report}"), format!("meetings/{id}/volume")],
            (_, Kind::Story, _) => vec![format!("news/{id}")],
            (_, Kind::Person, _) => vec![format!("people/{id}")],
            (_, Kind::Page, _) => vec![id.clone()],
            _ => return false,
        };
        if let Some(year) = year.filter(|year| !archive.related.years.contains_key(year)) {
            places.extend([format!("archive/{year}"), sitemap_address(year)]);
        }
        // Beside what is not the site's own stand records of its own kind alone, but for a page, beside which stand all.
        let may_hinder = |content: &Content| {
            *kind == Kind::Page || !matches!(content, Content::Page(..) | Content::Feed(..) | Content::Leaves(..))
        };
        self.is_clear(&places, &archive.languages, may_hinder)
    }

    /// Whether nothing else stands where the pages of a topic would that comes.
    pub fn has_room_for_topic(&self, archive: &Archive, id: &str) -> bool {
        let is_other = |content: &Content| !matches!(content, Content::Page(..) | Content::Feed(..));
        self.is_clear(&[format!("topics/{id}")], &archive.languages, is_other)
    }

    /// Adds the page and the feed of a topic that has come, which nothing stands under yet.
    pub fn add_topic(&mut self, archive: &Archive, topic: Handle<Topic>) {
        for language in (0..archive.languages.len()).map(Language) {
            let (page, feed) = (Page::Topic(topic, PageNumber::Newest), Feed::Topic(topic));
            let at_page = OutPath::of(&address(archive, language, &page));
            let at_feed = OutPath::of(&feed_address(archive, language, feed));
            self.paths.extend([(at_page, Content::Page(language, page)), (at_feed, Content::Feed(language, feed))]);
        }
    }

    /// Whether nothing stands where a redirect would, nor on the way there or below, and it cannot be in the way of a list's
    /// older pages.
    pub fn is_free(&self, address: &str) -> bool {
        let path = OutPath::of(address).0;
        !is_older(&path) && self.is_clear(&[path], &[], |_| true)
    }

    /// Whether nothing else stands where a file would, and its sizes if it is a photo, nor on the way there or below.
    pub fn has_room_for(&self, file: &FileRef) -> bool {
        let places = files::published(file, &BTreeSet::from([Use::Shown]));
        let places: Vec<String> = places.into_iter().map(|(address, _)| address).collect();
        let is_other = |content: &Content| match content {
            Content::Copy(source) | Content::Photo(source, ..) => *source != file.source,
            _ => true,
        };
        !places.iter().any(|place| is_older(place)) && self.is_clear(&places, &[], is_other)
    }

    /// Whether nothing that may hinder stands at some places, on the way there or below, nor so in one of the languages.
    fn is_clear(&self, places: &[String], languages: &[String], may_hinder: impl Fn(&Content) -> bool) -> bool {
        if places.is_empty() {
            return true;
        }
        let places: Vec<Cow<'_, str>> = places.iter().map(|place| folded(place)).collect();
        let tags: Vec<String> = languages.iter().skip(1).map(|tag| format!("{}/", folded(tag))).collect();
        let is_below = |path: &str, place: &str| path.strip_prefix(place).is_some_and(|rest| rest.starts_with('/'));
        let is_clear = |path: &str| {
            let path = folded(path);
            let in_language = tags.iter().find_map(|tag| path.strip_prefix(tag)).unwrap_or(&path);
            let is_clear_of = |own: &str, path: &str| path != own && !is_below(path, own) && !is_below(own, path);
            places.iter().all(|own| is_clear_of(own, &path) && is_clear_of(own, in_language))
        };
        let others = self.paths.iter().filter(|(_, content)| may_hinder(content)).map(|(path, _)| path.as_str());
        std::iter::once(MANIFEST).chain(others).all(is_clear)
    }

    /// Takes in what stands otherwise in an archive where a record was told anew, came or went.
    pub fn retell(&mut self, archive: &Archive, replanned: &Replanned) {
        let Replanned { retold, before, after } = replanned;
        for path in before.paths.keys().filter(|path| !after.paths.contains_key(path)) {
            self.paths.remove(path);
        }
        let new = after.paths.iter().filter(|(path, _)| !before.paths.contains_key(path));
        self.paths.extend(new.map(|(path, content)| (path.clone(), content.clone())));
        // A file that was written again stands at the addresses of what it was.
        for Reused { file, before, .. } in &retold.files {
            let before = files::published(file, before).into_iter();
            before.for_each(|(address, _)| drop(self.paths.remove(&OutPath::of(&address))));
        }
        for Reused { file, after, .. } in &retold.files {
            let after = files::published(file, after).into_iter();
            self.paths.extend(after.map(|(address, content)| (OutPath::of(&address), content)));
        }
        for language in (0..archive.languages.len()).map(Language) {
            Paged::of(retold).for_each(|list| self.fit(archive, language, list));
            if replanned.is_found_otherwise() && retold.translated.is_none_or(|translated| translated == language) {
                let years: BTreeSet<Option<i16>> = replanned.years().collect();
                years.into_iter().for_each(|year| self.cut_again(archive, language, year));
            }
            for on in &retold.lists {
                let year = match on {
                    On::Meeting(meeting) => archive.meetings[*meeting].original.held.year,
                    On::Year(year) => *year,
                    _ => continue,
                };
                self.search.get_mut(language.0).into_iter().for_each(|parts| order(parts, archive, year));
            }
        }
    }

    /// Whether a file of the site is published as it is.
    pub fn copies(&self, file: &SourcePath) -> bool {
        self.paths.values().any(|content| matches!(content, Content::Copy(source) if source == file))
    }

    /// Lets the search hold the records of a year, or those of none.
    fn cut_again(&mut self, archive: &Archive, language: Language, year: Option<i16>) {
        let Some(parts) = self.search.get_mut(language.0) else { return };
        let shards = |parts: &Parts| -> HashSet<Shard> {
            let of_year = parts.iter().filter(|(part, _)| part.year == year);
            of_year.flat_map(|(part, pages)| Shard::of(*part, pages.len())).collect()
        };
        let before = shards(parts);
        search::cut_again(parts, archive, language, year);
        let after = shards(parts);
        let folder = address(archive, language, &Page::Search);
        let path = |shard: &Shard| OutPath::of(&format!("{folder}{}", shard.file()));
        for shard in before.difference(&after) {
            self.paths.remove(&path(shard));
        }
        for shard in after.difference(&before) {
            self.paths.insert(path(shard), Content::Search(language, *shard));
        }
    }

    /// Lets a list have as many older pages as it needs. There are all up to some number.
    fn fit(&mut self, archive: &Archive, language: Language, list: Paged) {
        let at = |number: usize| {
            let page = list.page(PageNumber::Older(number));
            (OutPath::of(&address(archive, language, &page)), Content::Page(language, page))
        };
        let older = list.older(archive);
        for (path, content) in (1..=older).rev().map(at) {
            if self.paths.insert(path, content).is_some() {
                break;
            }
        }
        for (path, _) in (older + 1..).map(at) {
            if self.paths.remove(&path).is_none() {
                break;
            }
        }
    }
}

/// The year among whose records the search has that of a page.
pub fn year_of(archive: &Archive, page: Page) -> Option<i16> {
    let of_meeting = |meeting: Handle<Told<Meeting>>| archive.meetings[meeting].original.held.year;
    match page {
        Page::Meeting(meeting) => Some(of_meeting(meeting)),
        Page::Report(report) => Some(of_meeting(archive.reports[report].original.meeting)),
        Page::Story(story) => archive.stories[story].original.published.map(|published| published.date.year),
        _ => None,
    }
}

/// Puts the records of a year in the order of the search. They are those that were there.
fn order(parts: &mut Parts, archive: &Archive, year: i16) {
    let of_year = parts.iter_mut().filter(|(part, _)| part.year == Some(year));
    // The newest part of a year has the highest number, and the newest records come first.
    let places: Vec<&mut Page> = of_year.rev().flat_map(|(_, pages)| pages).collect();
    let there: HashSet<Page> = places.iter().map(|page| **page).collect();
    let ordered = search::of_year(archive, year).filter(|page| there.contains(page));
    places.into_iter().zip(ordered).for_each(|(place, page)| *place = page);
}
