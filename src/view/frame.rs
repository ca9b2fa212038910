//! What every page has: head, header, navigation, footer.

use super::Viewer;
use super::page::WithdrawnPage;
use super::part::{Alternate, Crumb, Frame, LanguageLink, Link, MenuItem, Meta, Notice};
use super::{Data, View};
use crate::lang::cut;
use crate::model::Filter;
use crate::model::{Base, Language, Standing};
use crate::plan::{Feed, Page, PageNumber};

/// How wide a description for search engines may be: 120 Han characters, or 240 letters.
const DESCRIPTION: usize = 240;

/// What differs from page to page in the frame.
pub(super) struct Framing {
    pub title: String,
    pub description: Option<String>,
    /// The steps between the front page and this one.
    pub crumbs: Vec<(String, Option<Page>)>,
    /// The entry of the navigation that this page is below.
    pub section: Option<Page>,
    /// The record's language, and those into which it is translated.
    pub told_in: Option<(Language, Vec<Language>)>,
    pub feed: Feed,
    pub hidden: bool,
}

impl Framing {
    pub fn of(title: impl Into<String>) -> Self {
        Framing {
            title: title.into(),
            description: None,
            crumbs: Vec::new(),
            section: None,
            told_in: None,
            feed: Feed::Site,
            hidden: false,
        }
    }
}

impl Viewer<'_> {
    pub(super) fn frame(&self, framing: Framing) -> Frame {
        let config = self.archive.config;
        let site = self.site_title();
        let here = self.archive.address(self.language, &self.page);
        let (own, translated) = framing.told_in.unwrap_or_else(|| (self.language, self.languages().collect()));
        let is_translated = own == self.language || translated.contains(&self.language);
        let canonical_language = if is_translated { self.language } else { own };
        let full = |language: Language| format!("{}{}", config.base_url, self.archive.address(language, &self.page));
        let is_home = here == self.archive.address(self.language, &Page::Home);
        let alternates: Vec<_> = self
            .languages()
            .filter(|language| *language == own || translated.contains(language))
            .map(|language| Alternate { tag: self.archive.languages[language.0].clone(), url: full(language) })
            .collect();
        let publisher = config.publisher;
        let organization = publisher
            .and_then(|publisher| publisher.organization.as_deref())
            .and_then(|id| self.archive.organizations.find(id));
        let crumb = |(title, page): (String, Option<Page>)| Crumb { title, url: page.map(|page| self.url(page)) };
        let home = (self.word("front-page"), Some(Page::Home));
        Frame {
            lang: self.words.tag.clone(),
            tagline: self.tagline(),
            window: if is_home { site.clone() } else { format!("{} – {site}", framing.title) },
            site,
            title: framing.title,
            description: framing.description.map(|text| cut(&text, DESCRIPTION)),
            canonical: full(canonical_language),
            root: self.root.clone(),
            home: self.url(Page::Home),
            is_home,
            style: self.asset("style.css"),
            script: self.asset("script.js"),
            icon: self.asset("icon.svg"),
            feed: self.feed(framing.feed),
            meta: self.government(),
            languages: self.language_links(),
            alternates: if alternates.len() > 1 { alternates } else { Vec::new() },
            search: self.theme.has_search().then(|| self.page_link(Page::Search)),
            menu: self.menu(framing.section),
            crumbs: if is_home { Vec::new() } else { std::iter::once(home).chain(framing.crumbs).map(crumb).collect() },
            has_samples: self.archive.has_samples(),
            hidden: framing.hidden,
            untranslated: (!is_translated).then(|| self.untranslated(own)),
            publisher: organization.map(|handle| Link {
                title: self.title(&self.archive.organizations, handle),
                url: self.url(Page::Organization(handle)),
            }),
            publisher_sample: organization
                .is_some_and(|handle| self.archive.organizations[handle].original.base.sample),
            contact: publisher.and_then(|publisher| publisher.contact.as_deref()).map(str::to_string),
            pages: self.pages(),
            record_links: self.record_links(),
            registration: self.registration(),
        }
    }

    /// The address of a file of the theme, which changes when the file does.
    pub(super) fn asset(&self, name: &str) -> String {
        match self.theme.versions.get(name) {
            Some(version) => {
                self.archive.names_asset(name);
                format!("{}assets/{name}?v={version}", self.root)
            }
            None => format!("{}assets/{name}", self.root),
        }
    }

    /// `Shown in English: this record has not been translated yet.`
    pub(super) fn untranslated(&self, language: Language) -> String {
        let name = self.word(&format!("language-{}", self.archive.languages[language.0]));
        self.words.say("not-translated", &[("language", (&name).into())])
    }

    pub(super) fn languages(&self) -> impl Iterator<Item = Language> + use<> {
        (0..self.archive.languages.len()).map(Language)
    }

    /// The site's title in the page's language.
    pub(super) fn site_title(&self) -> String {
        self.archive.config.title_in(&self.words.tag).to_string()
    }

    pub(super) fn tagline(&self) -> Option<String> {
        let config = self.archive.config;
        match config.languages.get(&self.words.tag) {
            Some(language) => language.tagline.as_deref().map(str::to_string),
            None => config.tagline.map(str::to_string),
        }
    }

    pub(super) fn feed(&self, feed: Feed) -> Link {
        let address = self.archive.address(self.language, &feed.page()) + "feed.xml";
        Link { title: self.word("atom-feed"), url: self.href(&address) }
    }

    fn language_links(&self) -> Vec<LanguageLink> {
        let link = |language: Language| {
            let tag = self.archive.languages[language.0].clone();
            // A language is named in itself.
            let name = self.theme.words[language.0].word("language-own");
            let url = self.href(&self.archive.address(language, &self.page));
            LanguageLink { tag, name, url, current: language == self.language }
        };
        self.languages().map(link).collect()
    }

    fn menu(&self, section: Option<Page>) -> Vec<MenuItem> {
        let entry = |page: Page| {
            let Link { title, url } = self.page_link(page);
            MenuItem { title, url, current: section == Some(page) || self.page == page }
        };
        let of_config = |item: &str| match item.strip_prefix("series/") {
            Some(series) => self.archive.series_of_menu(series).map(|series| Page::Series(series, PageNumber::Newest)),
            None => section_page(item),
        };
        let mut menu = vec![entry(Page::Home)];
        menu.extend(self.archive.config.menu.iter().filter_map(|item| of_config(item)).map(entry));
        menu.extend(self.archive.menu().map(|handle| entry(Page::Text(handle))));
        menu
    }

    /// A link to a page under its usual name.
    pub(super) fn page_link(&self, page: Page) -> Link {
        Link { title: self.page_name(page), url: self.url(page) }
    }

    pub(super) fn page_name(&self, page: Page) -> String {
        match page {
            Page::Home => self.word("front-page"),
            Page::Meetings(_) => self.word("meetings"),
            Page::Reports(_) => self.word("reports"),
            Page::News(_) => self.word("news"),
            Page::Volumes(_) => self.word("volumes"),
            Page::Volume(handle) => self.volume_name(handle),
            Page::People => self.word("people"),
            Page::Organizations => self.word("organizations"),
            Page::Commitments(..) => self.word("commitments"),
            Page::Corrections => self.word("corrections"),
            Page::Archive => self.word("archive"),
            Page::Topics => self.word("topics"),
            Page::Search => self.word("search"),
            Page::NotFound => self.word("page-not-found"),
            Page::Year(year, _) => year.to_string(),
            Page::Series(series, _) => self.series_short(series),
            Page::Topic(topic, _) => self.topic_title(topic),
            Page::Meeting(handle) => self.title(&self.archive.meetings, handle),
            Page::Report(handle) => self.report_title(handle),
            Page::Person(handle) => self.title(&self.archive.people, handle),
            Page::Organization(handle) => self.title(&self.archive.organizations, handle),
            Page::Story(handle) => self.title(&self.archive.stories, handle),
            Page::Text(handle) => self.title(&self.archive.pages, handle),
        }
    }

    fn record_links(&self) -> Vec<Link> {
        let pages = [Page::Archive, Page::Volumes(PageNumber::Newest), Page::People, Page::Corrections];
        pages.map(|page| self.page_link(page)).into()
    }

    fn pages(&self) -> Vec<Link> {
        self.archive.public_pages().map(|handle| self.page_link(Page::Text(handle))).collect()
    }

    /// The meta elements of Chinese government sites (国办发〔2017〕47号, page tags).
    fn government(&self) -> Vec<Meta> {
        let Some(government) = self.archive.config.government else { return Vec::new() };
        let meta = |name: &str, value: &Option<crate::yaml::Text>| {
            value.as_deref().map(|value| Meta { name: name.to_string(), content: value.to_string() })
        };
        let tags = [
            meta("SiteName", &government.site_name),
            meta("SiteDomain", &government.site_domain),
            meta("SiteIDCode", &government.site_id_code),
        ];
        tags.into_iter().flatten().collect()
    }

    fn registration(&self) -> Vec<String> {
        let Some(government) = self.archive.config.government else { return Vec::new() };
        let of = |number: &Option<crate::yaml::Text>| number.as_deref().map(str::to_string);
        [of(&government.icp), of(&government.police_record)].into_iter().flatten().collect()
    }

    /// What is left of the page's record, if it was withdrawn.
    pub(super) fn withdrawn(&self) -> Option<View> {
        let archive = &self.archive;
        let (base, date, section): (&Base, _, _) = match self.page {
            Page::Meeting(handle) | Page::Volume(handle) => {
                let meeting = self.told(&archive.meetings[handle]);
                (&meeting.base, Some(meeting.held), Page::Meetings(PageNumber::Newest))
            }
            Page::Report(handle) => {
                let report = self.told(&archive.reports[handle]);
                let held = self.sitting(report.meeting).held;
                (&report.base, Some(held), Page::Reports(PageNumber::Newest))
            }
            Page::Story(handle) => {
                let story = self.told(&archive.stories[handle]);
                (&story.base, story.published.map(|published| published.date), Page::News(PageNumber::Newest))
            }
            Page::Text(handle) => {
                let text = self.told(&archive.pages[handle]);
                (&text.base, text.published.map(|published| published.date), Page::Home)
            }
            _ => return None,
        };
        let notice = self.withdrawal(base)?;
        let page = WithdrawnPage {
            frame: self.frame(Framing {
                section: Some(section),
                crumbs: vec![(self.page_name(section), Some(section)), (base.title.clone(), None)],
                hidden: true,
                ..Framing::of(&base.title)
            }),
            title: base.title.clone(),
            meta: date.map(|date| self.words.date(date)),
            notice,
        };
        Some(View { template: "withdrawn.html", data: Data::from(page) })
    }

    /// That a record was taken back, when and why.
    pub(super) fn withdrawal(&self, base: &Base) -> Option<Notice> {
        let on = |key, date| self.words.say(key, &[("date", (&self.words.date(date)).into())]);
        let (lead, reason) = match &base.standing {
            Standing::Withdrawn { date: Some(date), reason } => (on("withdrawn-on", *date), reason.as_ref()),
            Standing::Withdrawn { date: None, reason } => (self.word("withdrawn"), reason.as_ref()),
            Standing::Expired(until) => (on("was-public-until", *until), None),
            Standing::Public | Standing::Draft => return None,
        };
        Some(Notice { lead, text: reason.map(|reason| self.inline(base, reason)).unwrap_or_default() })
    }
}

/// The page of a section that the configuration's menu names.
fn section_page(name: &str) -> Option<Page> {
    Some(match name {
        "meetings" => Page::Meetings(PageNumber::Newest),
        "reports" => Page::Reports(PageNumber::Newest),
        "news" => Page::News(PageNumber::Newest),
        "commitments" => Page::Commitments(Filter::All, PageNumber::Newest),
        "organizations" => Page::Organizations,
        "people" => Page::People,
        "topics" => Page::Topics,
        "archive" => Page::Archive,
        "volumes" => Page::Volumes(PageNumber::Newest),
        "corrections" => Page::Corrections,
        _ => return None,
    })
}
