//! The parts that several kinds of records share: people, photos, provenance, names and titles.

use std::io;

use sha2::{Digest, Sha256};

use super::Viewer;
use super::part::{
    Body, CorrectionNote, Download, Fact, FactItem, Html, Link, Mention, Notice, Picture, Provenance, SourceNote, When,
};
use crate::image::{Format, Rendition, Size, WIDEST};
use crate::markdown::{self, Destination, Image};
use crate::model::{
    Actor, Base, FileRef, Handle, Matter, Meeting, Person, Report, Series, Sitting, Standing, Target, Told, Topic, Who,
    Written,
};
use crate::parse::identify;
use crate::parse::record::{Photo, Status as MeetingStatus};
use crate::plan::{Page, PageNumber};
use crate::span::SourcePath;
use crate::yaml::{Date, Markdown, Text, Wording};

impl Viewer<'_> {
    pub(super) fn when(&self, date: Date) -> When {
        When { iso: date.to_string(), shown: self.words.date(date) }
    }

    /// Where a link of a record leads, as seen from this page.
    fn destination(&self, file: &SourcePath, target: &Target) -> Option<Destination> {
        let plain = |href: String| Some(Destination { href, image: None });
        match target {
            Target::Record(identity, anchor) => {
                let page = self.archive.page_of(identity)?;
                // A translation has headings of its own: where the one meant is not, its page is.
                let anchor = anchor.clone().filter(|anchor| self.archive.has_anchor(self.language, page, anchor));
                plain(self.place(page, anchor.as_deref()))
            }
            Target::Address(address, anchor) => plain(with_anchor(self.href(address), anchor.as_deref())),
            Target::File(file) => Some(Destination { href: self.href(file.address()), image: self.image(file) }),
            Target::Here(anchor) => {
                let page = self.archive.page_of(&identify(file).ok()?)?;
                plain(if page == self.page { format!("#{anchor}") } else { self.place(page, Some(anchor)) })
            }
            Target::External(url) => plain(url.clone()),
        }
    }

    /// Inline Markdown of a record as HTML.
    pub(super) fn inline<'t>(&self, written: impl Into<Written<'t>>, text: &Markdown) -> Html {
        let Written { file, links } = written.into();
        let resolve = |destination: &str| self.destination(file, links.get(destination)?);
        Html(markdown::html_inline(text, self.archive.config.raw_html, &resolve))
    }

    /// Inline Markdown without its links, for texts inside of links.
    pub(super) fn unlinked(&self, text: &Markdown) -> Html {
        Html(markdown::html_inline(text, self.archive.config.raw_html, &|_| None))
    }

    /// The record's text, for the template.
    pub(super) fn body(&self, base: &Base) -> Body {
        let text = base.text(&self.archive);
        let links = text
            .links
            .iter()
            .filter_map(|(written, target)| Some((written.clone(), self.destination(&base.file, target)?)));
        Body {
            file: base.file.clone(),
            start: text.body.start,
            links: links.collect(),
            prefix: self.anchor(&base.file, ""),
            top: if matches!(self.page, Page::Volume(_)) { 3 } else { 2 },
            html: Html::default(),
        }
    }

    /// The headings of the text that are worth a line in the contents.
    pub(super) fn body_contents(&self, base: &Base) -> Vec<Link> {
        let headings = &base.text(&self.archive).body.facts.headings;
        let top = headings.iter().map(|heading| heading.level).min();
        let at_top = headings.iter().filter(|heading| Some(heading.level) == top);
        at_top.map(|heading| Link { title: heading.words.clone(), url: format!("#{}", heading.anchor) }).collect()
    }

    pub(super) fn mention(&self, actor: &Actor) -> Mention {
        let (name, url) = match &actor.who {
            Who::Person(handle) => (self.title(&self.archive.people, *handle), Some(self.url(Page::Person(*handle)))),
            Who::Named(name) => (name.to_string(), None),
            Who::Group { words, count: None } => (words.to_string(), None),
            Who::Group { words, count: Some(count) } => {
                (self.words.say("group-count", &[("group", (&words.0).into()), ("count", (*count).into())]), None)
            }
            Who::Unnamed(person) => match actor.role.clone().or_else(|| self.role_alone((*person)?)) {
                Some(role) => return Mention { name: role.to_string(), url: None, role: None, reason: None },
                None => (self.word("name-not-published"), None),
            },
        };
        let reason = actor.reason.as_ref().map(|reason| reason.to_string());
        Mention { name, url, role: actor.role.as_ref().map(|role| role.to_string()), reason }
    }

    /// What may be said of a person who is not named.
    fn role_alone(&self, person: Handle<Told<Person>>) -> Option<Text> {
        self.told(&self.archive.people[person]).terms.iter().find_map(|term| term.role.clone())
    }

    /// The name alone.
    pub(super) fn name(&self, actor: &Actor) -> String {
        self.mention(actor).name
    }

    /// People as values of a key fact: with the role stated, else the office held that day.
    pub(super) fn fact_people(&self, actors: &[Actor], on: Date) -> Vec<FactItem> {
        let item = |actor: &Actor| {
            let mention = self.mention(actor);
            let role = mention.role.or_else(|| self.offices_on(actor, on));
            let after: Vec<String> = role.into_iter().chain(mention.reason).collect();
            FactItem {
                words: mention.name,
                url: mention.url,
                after: (!after.is_empty()).then(|| after.join(&self.word("clause-gap"))),
            }
        };
        actors.iter().map(item).collect()
    }

    /// The offices that a person with a page held on a day, in words.
    pub(super) fn offices_on(&self, actor: &Actor, on: Date) -> Option<String> {
        let Who::Person(handle) = &actor.who else { return None };
        let person = self.told(&self.archive.people[*handle]);
        let roles: Vec<String> =
            person.terms_on(on).filter_map(|term| term.role.as_ref()).map(|role| role.to_string()).collect();
        (!roles.is_empty()).then(|| self.words.list(&roles))
    }

    pub(super) fn fact(&self, key: &str, items: Vec<FactItem>) -> Fact {
        Fact { label: self.word(key), items, numbered: false, unknown: None }
    }

    /// A fact of which a source says nothing; where there is no source, it is left out.
    pub(super) fn unknown_fact(&self, key: &str, matter: &Matter) -> Option<Fact> {
        let unknown = matter.source.as_ref().map(|_| self.word("not-given"))?;
        Some(Fact { unknown: Some(unknown), ..self.fact(key, Vec::new()) })
    }

    pub(super) fn words_fact(&self, key: &str, words: impl Into<String>) -> Fact {
        self.fact(key, vec![FactItem { words: words.into(), url: None, after: None }])
    }

    pub(super) fn page_fact(&self, key: &str, page: Page) -> Fact {
        let Link { title, url } = self.page_link(page);
        self.fact(key, vec![FactItem { words: title, url: Some(url), after: None }])
    }

    pub(super) fn topics_fact(&self, topics: &[Handle<Topic>]) -> Option<Fact> {
        let item = |topic: &Handle<Topic>| FactItem {
            words: self.topic_title(*topic),
            url: Some(self.url(Page::Topic(*topic, PageNumber::Newest))),
            after: None,
        };
        (!topics.is_empty()).then(|| self.fact("topics", topics.iter().map(item).collect()))
    }

    pub(super) fn topic_title(&self, topic: Handle<Topic>) -> String {
        self.archive.topic_title(topic).map_or(String::new(), |title| self.worded(title))
    }

    pub(super) fn series_title(&self, series: Handle<Series>) -> String {
        self.archive.series_title(series).map_or(String::new(), |title| self.worded(title))
    }

    pub(super) fn series_short(&self, series: Handle<Series>) -> String {
        self.archive.series_short(series).map_or_else(|| self.series_title(series), |short| self.worded(short))
    }

    /// Words of the configuration in the page's language.
    pub(super) fn worded(&self, wording: &Wording) -> String {
        wording.in_language(&self.words.tag).to_string()
    }

    /// The series and the year of a meeting, as a link.
    pub(super) fn kicker(&self, meeting: Sitting<'_>) -> Option<Link> {
        let series = meeting.series?;
        let name = self.series_short(series);
        let title = match meeting.covers {
            Some(covers) => {
                self.words.say("series-year", &[("series", (&name).into()), ("year", (&covers.to_string()).into())])
            }
            None => name,
        };
        Some(Link { title, url: self.url(Page::Series(series, PageNumber::Newest)) })
    }

    /// The report's headline; by default the organization and the year.
    pub(super) fn report_title(&self, handle: Handle<Told<Report>>) -> String {
        if let Some(headline) = self.archive.reports.headline(handle, self.language) {
            return headline.to_string();
        }
        let report = self.brief(handle);
        let organization = report.organization.map(|handle| self.title(&self.archive.organizations, handle));
        // Of what was withdrawn not even the name is left.
        let who = || self.withdrawn_word(report.standing).unwrap_or_else(|| self.secretary_name(report.secretary));
        let name = organization.unwrap_or_else(who);
        match self.sitting(report.meeting).covers {
            Some(covers) => {
                self.words.say("report-title", &[("name", (&name).into()), ("year", (&covers.to_string()).into())])
            }
            None => self.words.say("report-title-plain", &[("name", (&name).into())]),
        }
    }

    pub(super) fn secretary_name(&self, secretary: Option<&Actor>) -> String {
        secretary.map_or_else(|| self.word("secretary-not-recorded"), |actor| self.name(actor))
    }

    /// The year that a report is listed under: the one covered, else the one of the meeting.
    pub(super) fn report_year(&self, meeting: Handle<Told<Meeting>>) -> String {
        let meeting = self.sitting(meeting);
        meeting.covers.map_or_else(|| meeting.held.year.to_string(), |covers| covers.to_string())
    }

    pub(super) fn picture(&self, file: &FileRef, photo: &Photo, base: &Base) -> Picture {
        let image = self.image(file);
        Picture {
            width: image.as_ref().map(|image| image.width),
            height: image.as_ref().map(|image| image.height),
            webp: image.as_ref().and_then(|image| image.webp.clone()),
            srcset: image.as_ref().and_then(|image| image.own.clone()),
            url: image.map_or_else(|| self.href(file.address()), |image| image.src),
            alt: photo.alt.as_deref().unwrap_or_default().to_string(),
            caption: photo.caption.as_ref().map(|caption| self.inline(base, caption)),
            credit: photo.credit.as_deref().map(|credit| self.words.say("photo-credit", &[("name", credit.into())])),
        }
    }

    /// How a file is shown, if it is a photo.
    fn image(&self, file: &FileRef) -> Option<Image> {
        let picture = file.picture?;
        let sizes = picture.sizes();
        let at = |size: &Size| self.href(&file.address_of(Rendition::Sized(*size)));
        let srcset = |format: Format| {
            let mut all: Vec<(String, u32)> =
                sizes.iter().filter(|size| size.format == format).map(|size| (at(size), size.width)).collect();
            if picture.format == format && all.last().is_some_and(|(_, width)| *width < WIDEST) {
                all.push((self.href(file.address()), picture.width));
            }
            candidates(&all)
        };
        let largest = sizes.iter().rfind(|size| size.format == picture.format && picture.width > WIDEST);
        Some(Image {
            src: largest.map_or_else(|| self.href(file.address()), at),
            width: picture.width,
            height: picture.height,
            webp: srcset(Format::Webp).filter(|_| picture.format != Format::Webp),
            own: srcset(picture.format),
        })
    }

    pub(super) fn photos(&self, matter: &Matter, base: &Base) -> Vec<Picture> {
        matter.photos.iter().map(|(file, photo)| self.picture(file, photo, base)).collect()
    }

    pub(super) fn attachments(&self, matter: &Matter) -> io::Result<Vec<Download>> {
        let download = |(file, attachment): &(FileRef, crate::parse::record::Attachment)| {
            let signed = attachment.role.as_deref() == Some("signed-original");
            let sha256 = match signed {
                true => {
                    self.archive.reads_file(&file.source);
                    Some(hex(&Sha256::digest(&self.read.read(&file.source)?)))
                }
                false => None,
            };
            let name = file.source.name();
            let kind = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_uppercase();
            let title = attachment.title.as_deref().unwrap_or(name).to_string();
            let size = self.size(file.len);
            Ok(Download { title, url: self.href(file.address()), meta: format!("{kind}, {size}"), sha256 })
        };
        matter.attachments.iter().map(download).collect()
    }

    /// A file's size in kB or MB of a thousand.
    fn size(&self, bytes: u64) -> String {
        match bytes {
            1_000_000.. => format!("{:.1} MB", bytes as f64 / 1_000_000.0),
            _ => format!("{} kB", bytes.div_ceil(1000)),
        }
    }

    pub(super) fn provenance(&self, base: &Base, matter: &Matter) -> Provenance {
        let source = matter.source.as_ref().map(|source| {
            let mut meta = Vec::new();
            meta.extend(source.name.as_deref().map(str::to_string));
            meta.extend(
                source
                    .published
                    .map(|date| self.words.say("published-on", &[("date", (&self.words.date(date)).into())])),
            );
            if let Some(language) = source.language.as_deref() {
                meta.push(
                    self.words
                        .say("source-language", &[("language", (&self.word(&format!("language-{language}"))).into())]),
                );
            }
            if source.machine_translated == Some(crate::yaml::Flag(true)) {
                meta.push(self.word("machine-translated"));
            }
            SourceNote {
                title: source.title.as_deref().map(str::to_string),
                url: source.url.as_deref().filter(|url| markdown::is_safe(url)).map(str::to_string),
                meta: meta.join(&self.word("sentence-space")),
                notes: source.notes.iter().map(|note| self.inline(base, note)).collect(),
            }
        });
        let mut corrections: Vec<_> =
            matter.corrections.iter().filter_map(|correction| self.correction(base, correction)).collect();
        corrections.sort_by(|a, b| b.date.iso.cmp(&a.date.iso));
        let review = |(review, by): &(crate::parse::record::Review, Option<Actor>)| {
            let level = review.level.as_deref().unwrap_or_default();
            let known = self.word(&format!("review-{level}"));
            let level = if known == format!("review-{level}") { level.to_string() } else { known };
            let mut line = match by {
                Some(by) => {
                    self.words.say("review-by", &[("level", (&level).into()), ("name", (&self.name(by)).into())])
                }
                None => level,
            };
            if let Some(date) = review.date {
                line = self
                    .words
                    .say("review-on", &[("review", (&line).into()), ("date", (&self.words.date(date)).into())]);
            }
            if let Some(digest) = review.digest.as_deref() {
                line = self.words.say("review-digest", &[("review", (&line).into()), ("digest", digest.into())]);
            }
            line
        };
        Provenance { source, corrections, reviews: matter.review.iter().map(review).collect(), sample: base.sample }
    }

    pub(super) fn correction(
        &self,
        base: &Base,
        correction: &crate::parse::record::Correction,
    ) -> Option<CorrectionNote> {
        Some(CorrectionNote { date: self.when(correction.date?), text: self.inline(base, correction.text.as_ref()?) })
    }

    /// What stands under the standfirst of a record that is not as usual.
    pub(super) fn draft_notice(&self, base: &Base) -> Option<Notice> {
        (base.standing == Standing::Draft)
            .then(|| Notice { lead: self.word("draft"), text: Html(self.word("draft-text")) })
    }

    /// What kind of meeting it is, where it was not simply held.
    pub(super) fn status_word(&self, meeting: Sitting<'_>) -> Option<String> {
        self.withdrawn_word(meeting.standing).or_else(|| {
            let word = match meeting.status {
                MeetingStatus::Held => return None,
                MeetingStatus::Scheduled => "scheduled",
                MeetingStatus::Cancelled => "cancelled",
                MeetingStatus::Postponed => "postponed",
            };
            Some(self.word(word))
        })
    }

    /// Why nothing but the title of a record is public, in a word.
    pub(super) fn withdrawn_word(&self, standing: &Standing) -> Option<String> {
        match standing {
            Standing::Withdrawn { .. } => Some(self.word("withdrawn")),
            Standing::Expired(_) => Some(self.word("no-longer-public")),
            Standing::Public | Standing::Draft => None,
        }
    }
}

/// A link to an anchor of a page.
pub(super) fn with_anchor(url: String, anchor: Option<&str>) -> String {
    match anchor {
        Some(anchor) => format!("{url}#{anchor}"),
        None => url,
    }
}

/// What a browser can choose from, as `srcset` has it (HTML, 4.8.4.2.1). Of one there is nothing to choose.
fn candidates(all: &[(String, u32)]) -> Option<String> {
    // A comma would end the address.
    let escaped = |url: &str| url.replace(',', "%2C");
    match all {
        [] => None,
        [(url, _)] => Some(escaped(url)),
        all => Some(all.iter().map(|(url, width)| format!("{} {width}w", escaped(url))).collect::<Vec<_>>().join(", ")),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
