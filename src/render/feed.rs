//! Atom feeds (RFC 4287), written from the archive.

use std::cmp::Reverse;
use std::io::{self, Write};

use jiff::tz::TimeZone;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::lang::Words;
use crate::markdown;
use crate::model::{Archive, Base, Handle, Language, Matter, Meeting, Person, Report, Story, Told, Who};
use crate::plan::{Feed, Page, address};
use crate::yaml::{Date, Moment};

/// How many entries a feed holds.
const ENTRIES: usize = 30;

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
pub fn feed(archive: &Archive, words: &Words, language: Language, feed: Feed, out: &mut Vec<u8>) -> io::Result<()> {
    let mut entries = Collector { archive, words, language, feed, entries: Vec::new() }.collect();
    entries.sort_by_key(|entry| (Reverse(entry.published), entry.page_address(archive, language)));
    entries.truncate(ENTRIES);

    let config = &archive.config;
    let base_url = config.base_url();
    let page = address(archive, language, &feed.page());
    let own = format!("{base_url}{page}feed.xml");
    let site = config.languages.get(&words.tag).and_then(|keys| keys.title.as_deref()).or(config.title.as_deref());
    let site = site.unwrap_or_default();
    let title = match name(archive, language, words, feed) {
        Some(name) => format!("{name} – {site}"),
        None => site.to_string(),
    };
    let zone = config.timezone.as_deref().and_then(|zone| TimeZone::get(zone).ok()).unwrap_or(TimeZone::UTC);
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
            let url = format!("{base_url}{}", address(archive, language, &entry.page));
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

fn name(archive: &Archive, language: Language, words: &Words, feed: Feed) -> Option<String> {
    Some(match feed {
        Feed::Site => return None,
        Feed::Series(series) => {
            archive.config.series.get(&archive.series[series].id)?.title.in_language(&words.tag).to_string()
        }
        Feed::Organization(handle) => archive.organizations[handle].in_language(language).base.title.clone(),
        Feed::Person(handle) => archive.people[handle].in_language(language).base.title.clone(),
        Feed::Topic(topic) => {
            archive.config.topics.get(&archive.topics[topic].id)?.title.in_language(&words.tag).to_string()
        }
    })
}

impl Entry {
    fn page_address(&self, archive: &Archive, language: Language) -> String {
        address(archive, language, &self.page)
    }
}

struct Collector<'a> {
    archive: &'a Archive,
    words: &'a Words,
    language: Language,
    feed: Feed,
    entries: Vec<Entry>,
}

impl Collector<'_> {
    fn collect(mut self) -> Vec<Entry> {
        let (archive, language) = (self.archive, self.language);
        for (handle, told) in archive.meetings.iter().filter(|(_, told)| told.is_in(language)) {
            let meeting = told.in_language(language);
            if self.wants_meeting(meeting) {
                let published = meeting.published.unwrap_or(day(meeting.held));
                self.add(published, Page::Meeting(handle), &meeting.base, &meeting.matter, meeting.base.title.clone());
            }
        }
        for (handle, told) in archive.reports.iter().filter(|(_, told)| told.is_in(language)) {
            let report = told.in_language(language);
            if self.wants_report(report) {
                let meeting = &archive.meetings[report.meeting].original;
                let published = meeting.published.unwrap_or(day(meeting.held));
                let title = match report.front.title.as_deref() {
                    Some(title) => title.to_string(),
                    None => self.words.say("report-title-plain", &[("name", (&report.base.title).into())]),
                };
                self.add(published, Page::Report(handle), &report.base, &report.matter, title);
            }
        }
        for (handle, told) in archive.stories.iter().filter(|(_, told)| told.is_in(language)) {
            let story = told.in_language(language);
            if let Some(published) = story.published.filter(|_| self.wants_story(story)) {
                self.add(published, Page::Story(handle), &story.base, &story.matter, story.base.title.clone());
            }
        }
        self.entries
    }

    fn wants_meeting(&self, meeting: &Meeting) -> bool {
        match self.feed {
            Feed::Site => true,
            Feed::Series(series) => meeting.series == Some(series),
            Feed::Topic(topic) => meeting.matter.topics.contains(&topic),
            Feed::Organization(organization) => meeting.organizer == Some(organization),
            Feed::Person(person) => meeting.chair.iter().any(|actor| is_person(&actor.who, person)),
        }
    }

    fn wants_report(&self, report: &Report) -> bool {
        match self.feed {
            Feed::Site => false,
            Feed::Series(series) => self.archive.meetings[report.meeting].original.series == Some(series),
            Feed::Topic(topic) => report.matter.topics.contains(&topic),
            Feed::Organization(organization) => report.organization == Some(organization),
            Feed::Person(person) => report.secretary.as_ref().is_some_and(|actor| is_person(&actor.who, person)),
        }
    }

    fn wants_story(&self, story: &Story) -> bool {
        match self.feed {
            Feed::Site => true,
            Feed::Topic(topic) => story.matter.topics.contains(&topic),
            _ => false,
        }
    }

    fn add(&mut self, published: Moment, page: Page, base: &Base, matter: &Matter, title: String) {
        if base.standing.is_withdrawn() {
            return;
        }
        let corrected = matter.corrections.iter().filter_map(|correction| correction.date).map(day).max();
        self.entries.push(Entry {
            published,
            updated: corrected.map_or(published, |corrected| corrected.max(published)),
            title,
            page,
            summary: matter.summary.as_ref().map(|summary| markdown::plain(summary)),
            sample: base.sample,
        });
    }
}

fn is_person(who: &Who, person: Handle<Told<Person>>) -> bool {
    *who == Who::Person(person)
}

fn day(date: Date) -> Moment {
    Moment { date, time: None, offset: None }
}
