//! Atom feeds (RFC 4287), written from the archive.

use std::cmp::Reverse;
use std::io::{self, Write};

use jiff::tz::TimeZone;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::lang::Words;
use crate::markdown;
use crate::model::{Dated, Handle, Language, Meeting, Report, Sitting, Standfirst, Story, Told};
use crate::plan::{Feed, Page};
use crate::reader::Reader;
use crate::yaml::{Date, Moment};

/// How many entries a feed holds.
const ENTRIES: usize = 30;
/// How many of a list are looked at: not all go out in the order in which they were held.
const ENOUGH: usize = 2 * ENTRIES;

struct Entry {
    published: Moment,
    updated: Moment,
    title: String,
    page: Page,
    summary: Option<String>,
    sample: bool,
}

/// Writes a feed. Only records that are told in `language` are in it.
///
/// # Errors
/// None but those of `out`.
pub fn feed(archive: &Reader<'_>, words: &Words, language: Language, feed: Feed, out: &mut Vec<u8>) -> io::Result<()> {
    let entries = Collector { archive, words, language, feed, candidates: Vec::new() }.collect();

    let config = archive.config;
    let base_url = config.base_url;
    let page = archive.address(language, &feed.page());
    let own = format!("{base_url}{page}feed.xml");
    let site = config.title_in(&words.tag);
    let title = match name(archive, language, words, feed) {
        Some(name) => format!("{name} – {site}"),
        None => site.to_string(),
    };
    let zone = config.timezone.and_then(|zone| TimeZone::get(zone).ok()).unwrap_or(TimeZone::UTC);
    // A feed without entries is as old as the calendar of computers; it has to say something.
    let epoch = Moment { date: Date { year: 1970, month: Some(1), day: Some(1) }, time: None, offset: Some(0) };
    let updated = entries.iter().map(|entry| entry.updated).max().unwrap_or(epoch);

    let mut xml = Writer::new_with_indent(out, b' ', 1);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    let root = xml.create_element("feed");
    let root = root.with_attributes([("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", words.tag.as_str())]);
    root.write_inner_content(|xml| {
        text(xml, "title", &title)?;
        text(xml, "id", &own)?;
        text(xml, "updated", &timestamp(updated, &zone))?;
        link(xml, &[("rel", "self"), ("type", "application/atom+xml"), ("href", &own)])?;
        link(xml, &[("rel", "alternate"), ("type", "text/html"), ("href", &format!("{base_url}{page}"))])?;
        xml.create_element("author").write_inner_content(|xml| text(xml, "name", site))?;
        let generator = xml.create_element("generator").with_attribute(("version", env!("CARGO_PKG_VERSION")));
        generator.write_text_content(BytesText::new("minutebook"))?;
        for entry in &entries {
            let url = format!("{base_url}{}", archive.address(language, &entry.page));
            xml.create_element("entry").write_inner_content(|xml| {
                let title = if entry.sample {
                    format!("{} ({})", entry.title, words.word("sample"))
                } else {
                    entry.title.clone()
                };
                text(xml, "title", &title)?;
                text(xml, "id", &url)?;
                text(xml, "published", &timestamp(entry.published, &zone))?;
                text(xml, "updated", &timestamp(entry.updated, &zone))?;
                link(xml, &[("rel", "alternate"), ("type", "text/html"), ("href", &url)])?;
                entry.summary.iter().try_for_each(|summary| text(xml, "summary", summary))
            })?;
        }
        Ok(())
    })?;
    writeln!(xml.into_inner())
}

fn text<W: Write>(xml: &mut Writer<W>, name: &str, words: &str) -> io::Result<()> {
    // Control characters cannot stand in XML at all (XML 1.0, 2.2).
    let words: String = words.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    xml.create_element(name).write_text_content(BytesText::new(&words)).map(|_| ())
}

fn link<W: Write>(xml: &mut Writer<W>, attributes: &[(&str, &str)]) -> io::Result<()> {
    xml.create_element("link").with_attributes(attributes.iter().copied()).write_empty().map(|_| ())
}

/// A moment as RFC 3339 has it; a day alone is its beginning in the site's time zone.
fn timestamp(moment: Moment, zone: &TimeZone) -> String {
    let (hour, minute) = moment.time.unwrap_or((0, 0));
    let local = moment.date.first().at(hour, minute, 0, 0);
    if let Some(offset) = moment.offset {
        let sign = if offset < 0 { '-' } else { '+' };
        return format!("{local}{sign}{:02}:{:02}", offset.abs() / 60, offset.abs() % 60);
    }
    match local.to_zoned(zone.clone()) {
        Ok(zoned) => zoned.timestamp().display_with_offset(zoned.offset()).to_string(),
        Err(_) => format!("{local}Z"),
    }
}

fn name(archive: &Reader<'_>, language: Language, words: &Words, feed: Feed) -> Option<String> {
    Some(match feed {
        Feed::Site => return None,
        Feed::Series(series) => archive.series_title(series)?.in_language(&words.tag).to_string(),
        Feed::Organization(handle) => archive.organizations[handle].in_language(language).base.title.clone(),
        Feed::Person(handle) => archive.people[handle].in_language(language).base.title.clone(),
        Feed::Topic(topic) => archive.topic_title(topic)?.in_language(&words.tag).to_string(),
    })
}

/// Finds the newest entries; only those that stay are looked at closely.
struct Collector<'a> {
    archive: &'a Reader<'a>,
    words: &'a Words,
    language: Language,
    feed: Feed,
    candidates: Vec<(Moment, Page)>,
}

impl Collector<'_> {
    fn collect(mut self) -> Vec<Entry> {
        let archive = self.archive;
        match self.feed {
            Feed::Site => {
                self.gather(archive.newest_meetings(), Self::meeting);
                self.gather(archive.newest_stories(), Self::story);
            }
            Feed::Series(series) => {
                let newest: Vec<_> = archive.of_series(series).meetings.iter().rev().copied().collect();
                self.gather(&newest, |it, meeting| {
                    it.meeting(meeting);
                    archive.reports_of(meeting).iter().for_each(|report| it.report(*report));
                });
            }
            Feed::Topic(topic) => self.gather(&archive.topic(topic).all, |it, entry| match entry {
                Dated::Meeting(meeting) => it.meeting(meeting),
                Dated::Report(report) => it.report(report),
                Dated::Story(story) => it.story(story),
            }),
            Feed::Organization(organization) => {
                let of = archive.organization(organization);
                self.gather(&of.convened, Self::meeting);
                self.gather(&of.reports, Self::report);
            }
            Feed::Person(person) => {
                let of = archive.person(person);
                self.gather(&of.chaired, Self::meeting);
                self.gather(&of.reports, Self::report);
            }
        }
        self.candidates.sort_by_key(|(published, page)| (Reverse(*published), archive.address(self.language, page)));
        self.candidates.truncate(ENTRIES);
        self.candidates.iter().map(|(published, page)| self.entry(*published, page)).collect()
    }

    /// Adds the newest of a list.
    fn gather<T: Copy>(&mut self, newest_first: &[T], add: impl Fn(&mut Self, T)) {
        let enough = self.candidates.len() + ENOUGH;
        for entry in newest_first {
            if self.candidates.len() >= enough {
                return;
            }
            add(self, *entry);
        }
    }

    fn meeting(&mut self, handle: Handle<Told<Meeting>>) {
        let meeting = self.archive.meetings.brief(handle, self.language);
        if meeting.language == self.language && !meeting.sitting.standing.is_withdrawn() {
            self.candidates.push((published(meeting.sitting), Page::Meeting(handle)));
        }
    }

    fn report(&mut self, handle: Handle<Told<Report>>) {
        let report = self.archive.reports.brief(handle, self.language);
        if report.language == self.language && !report.standing.is_withdrawn() {
            let meeting = self.archive.meetings.sitting(report.meeting);
            self.candidates.push((published(meeting), Page::Report(handle)));
        }
    }

    fn story(&mut self, handle: Handle<Told<Story>>) {
        let told = &self.archive.stories[handle];
        if let Some(published) = told.original.published
            && told.is_in(self.language)
            && !told.original.base.standing.is_withdrawn()
        {
            self.candidates.push((published, Page::Story(handle)));
        }
    }

    fn entry(&self, published: Moment, page: &Page) -> Entry {
        let (archive, language) = (self.archive, self.language);
        let (title, sample, Standfirst { summary, corrections, .. }) = match page {
            Page::Meeting(handle) => {
                let meeting = archive.meetings.brief(*handle, language);
                let standfirst = archive.meetings.standfirst(*handle, language);
                (meeting.title.to_string(), meeting.sitting.sample, standfirst)
            }
            Page::Report(handle) => {
                let title = match archive.reports.headline(*handle, language) {
                    Some(headline) => headline.to_string(),
                    None => {
                        let name = archive.reports.title(*handle, language);
                        self.words.say("report-title-plain", &[("name", name.into())])
                    }
                };
                let standfirst = archive.reports.standfirst(*handle, language);
                (title, archive.reports.brief(*handle, language).sample, standfirst)
            }
            Page::Story(handle) => {
                let story = archive.stories[*handle].in_language(language);
                (story.base.title.clone(), story.base.sample, Standfirst::of(&story.base, &story.matter))
            }
            _ => unreachable!("a feed is made of meetings, reports and stories"),
        };
        let corrected = corrections.iter().filter_map(|correction| correction.date).map(day).max();
        Entry {
            published,
            updated: corrected.map_or(published, |corrected| corrected.max(published)),
            title,
            page: *page,
            summary: summary.map(|summary| markdown::plain(summary)),
            sample,
        }
    }
}

/// When the meeting went out, and with it its reports.
fn published(meeting: Sitting<'_>) -> Moment {
    meeting.published.unwrap_or(day(meeting.held))
}

fn day(date: Date) -> Moment {
    Moment { date, time: None, offset: None }
}
