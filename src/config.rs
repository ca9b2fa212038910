//! `minutebook.yaml`: the site's configuration.

use std::collections::BTreeMap;

use crate::diag::{Check, Diagnostic, Field, Place, Severity};
use crate::span::SourcePath;
use crate::yaml::{self, Count, Exact, Flag, Many, Pairs, Ref, Text, Wording, record, words};

pub use crate::source::CONFIG as FILE;

words! {
    /// What is done with HTML in Markdown.
    RawHtml {
        /// It is shown as text.
        Escape = "escape",
        /// What is harmless of it is kept.
        Sanitize = "sanitize",
    }
}
words! {
    /// How much of an assessment is public.
    Visibility {
        /// Nothing of it, in any output.
        Withheld = "withheld" | "不公开",
        /// How many secretaries got each grade.
        Summary = "summary" | "公开汇总",
        /// Each grade and ballot.
        Full = "full" | "全部公开",
    }
}
words! {
    /// What a check's findings count as.
    Level { Off = "off", Note = "note", Warning = "warning", Error = "error", }
}

record! {
    /// What a site in one more language is called.
    LanguageKeys {
        /// The site's title in this language.
        title: Option<Text>, "标题";
        /// What stands under the title.
        tagline: Option<Text>, "副标题";
    }
}
record! {
    /// Who publishes the site.
    Publisher {
        /// The organization's id.
        organization: Option<Ref>, "单位";
        /// How to reach it.
        contact: Option<Text>, "联系方式";
    }
}
record! {
    /// A topic.
    TopicKeys {
        /// Its name.
        title: Wording, "标题"; required;
        /// What belongs to it, in one sentence.
        about: Option<Wording>, "说明";
    }
}
record! {
    /// Who is expected to report at the meetings of a series.
    ReportsFrom {
        /// Organizations of these kinds.
        kind: Many<Text>, "类别"; required;
        /// Through whoever holds this post.
        post: Option<Text>, "岗位";
    }
}
record! {
    /// A series of meetings.
    SeriesKeys {
        /// Its name.
        title: Wording, "标题"; required;
        /// A short name, for the navigation.
        short: Option<Wording>, "简称";
        /// What it is, in a sentence or two.
        about: Option<Wording>, "说明";
        /// Who is expected to report.
        reports_from: Option<ReportsFrom>, "述职范围";
        /// The scale of grades, by its id.
        scale: Option<Exact>, "等次表";
    }
}
record! {
    /// How Markdown is read.
    MarkdownKeys {
        /// `escape` shows HTML as text; `sanitize` keeps what is harmless.
        raw_html: Option<RawHtml>, "网页代码";
    }
}
record! {
    /// What holds for assessments.
    AssessmentKeys {
        /// How much is public where a meeting does not say.
        visibility: Option<Visibility>, "公开程度";
    }
}
record! {
    /// What holds for sign-offs.
    ReviewKeys {
        /// The levels, in order.
        levels: Vec<Text>, "级别";
        /// Whether every published record needs them all.
        required: Option<Flag>, "必须";
    }
}
record! {
    /// A text that looks private and is public.
    Allowance {
        /// The text.
        text: Option<Text>, "内容"; required;
        /// Why it is public.
        reason: Option<Text>, "原因"; required;
    }
}
record! {
    /// What holds for private data.
    PrivacyKeys {
        /// Texts that may stand.
        allow: Vec<Allowance>, "允许";
    }
}
record! {
    /// What Chinese government sites state in their pages.
    Government {
        /// The site's registered name.
        site_name: Option<Text>, "网站名称";
        /// Its domain.
        site_domain: Option<Text>, "网站域名";
        /// Its identification code.
        site_id_code: Option<Text>, "标识码";
        /// The ICP number.
        icp: Option<Text>, "备案号";
        /// The public security record number.
        police_record: Option<Text>, "公安备案号";
    }
}
record! {
    /// The keys of `minutebook.yaml`.
    Config {
        /// The site's title.
        title: Option<Text>, "标题"; required;
        /// What stands under the title.
        tagline: Option<Text>, "副标题";
        /// Where the site will be, with scheme and host; the only place from which full addresses are made.
        base_url: Option<Text>, "网址"; required;
        /// The site's first language, a tag like `en` or `zh-Hans`.
        language: Option<Text>, "语言";
        /// Further languages.
        languages: Pairs<LanguageKeys>, "语言版本";
        /// The theme's folder name.
        theme: Option<Text>, "主题";
        /// The meeting that leads the front page; by default the newest.
        lead: Option<Ref>, "头条";
        /// How many entries a page of a list holds.
        paginate: Option<Count>, "每页";
        /// The time zone of times without an offset.
        timezone: Option<Text>, "时区";
        /// Who publishes the site.
        publisher: Option<Publisher>, "发布单位";
        /// The navigation: sections, and `series/ID`.
        menu: Vec<Text>, "菜单";
        /// Topics.
        topics: Pairs<TopicKeys>, "专题";
        /// How Markdown is read.
        markdown: Option<MarkdownKeys>;
        /// Series of meetings.
        series: Pairs<SeriesKeys>, "系列";
        /// Scales of grades, best first.
        scales: Pairs<Pairs<Wording>>, "等次表";
        /// What holds for assessments.
        assessment: Option<AssessmentKeys>, "测评";
        /// What holds for sign-offs.
        review: Option<ReviewKeys>, "审核";
        /// What holds for private data.
        privacy: Option<PrivacyKeys>, "隐私";
        /// What Chinese government sites state.
        government: Option<Government>, "政府网站";
        /// Checks that count for more or less here.
        checks: Pairs<Level>, "检查";
    }
}

/// What every page may show of a configuration. Which of its topics, series and scales a page shows is known of each.
#[derive(Clone, Copy, Debug, Hash)]
pub struct Common<'a> {
    pub title: Option<&'a str>,
    pub tagline: Option<&'a str>,
    pub base_url: &'a str,
    pub languages: &'a Pairs<LanguageKeys>,
    pub publisher: Option<&'a Publisher>,
    pub menu: &'a [Text],
    pub government: Option<&'a Government>,
    pub timezone: Option<&'a str>,
    pub raw_html: RawHtml,
    pub page_length: usize,
}

impl<'a> Common<'a> {
    /// As `Config::base_path`.
    pub fn base_path(&self) -> &'a str {
        path_of(self.base_url)
    }

    /// The site's title in a language.
    pub fn title_in(&self, tag: &str) -> &'a str {
        self.languages.get(tag).and_then(|language| language.title.as_deref()).or(self.title).unwrap_or_default()
    }
}

/// The theme of a site that names none; its words stand in for those that another theme lacks.
pub const DEFAULT_THEME: &str = "street-news";

/// The section names that a menu can hold, besides `series/ID`.
pub const SECTIONS: &[&str] = &[
    "meetings",
    "reports",
    "commitments",
    "news",
    "organizations",
    "people",
    "topics",
    "archive",
    "volumes",
    "corrections",
];

impl Config {
    /// Reads the configuration from the text of `minutebook.yaml`.
    pub fn read(text: &str) -> (Config, Vec<Diagnostic>) {
        let file = SourcePath::new(FILE);
        let (config, faults) = yaml::read::<Config>(text);
        let mut found: Vec<_> = faults.into_iter().map(|fault| fault.into_diagnostic(&file, 0)).collect();
        found.extend(config.problems(&file));
        (config, found)
    }

    /// What a single key's form cannot say.
    fn problems(&self, file: &SourcePath) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let mut wrong = |field: Field, message: String, help: &str| {
            found.push(Diagnostic::new(Check::WrongValue, Place::value(file, field), message).help(help.to_string()));
        };
        if let Some(url) = self.base_url.as_deref()
            && !is_base_url(url)
        {
            let message = format!("`{url}` is not an address like `https://example.org/`");
            wrong(Field::of("base_url"), message, "write scheme, host and path, and end with `/`");
        }
        for tag in self.languages.keys().chain(self.language.as_deref()) {
            if tag.parse::<unic_langid::LanguageIdentifier>().is_err() {
                let field = if self.languages.get(tag).is_some() {
                    Field::of("languages").at(tag)
                } else {
                    Field::of("language")
                };
                wrong(field, format!("`{tag}` is not a language tag"), "write a tag like `en` or `zh-Hans`");
            }
        }
        if self.language.as_deref().is_some_and(|first| self.languages.get(first).is_some()) {
            wrong(
                Field::of("languages"),
                "the first language stands among the further ones".into(),
                "list only the others",
            );
        }
        if self.paginate.is_some_and(|Count(count)| count == 0) {
            wrong(Field::of("paginate"), "a page of a list holds at least one entry".into(), "write 30");
        }
        if let Some(zone) = self.timezone.as_deref()
            && jiff::tz::TimeZone::get(zone).is_err()
        {
            wrong(
                Field::of("timezone"),
                format!("there is no time zone `{zone}`"),
                "write a name like `Asia/Shanghai`",
            );
        }
        for (index, item) in self.menu.iter().enumerate() {
            let known = match item.strip_prefix("series/") {
                Some(series) => self.series.get(series).is_some(),
                None => SECTIONS.contains(&&**item),
            };
            if !known {
                let help = format!("write one of {}, or series/ID", SECTIONS.join(", "));
                wrong(Field::of("menu").at(index), format!("there is no section `{item}`"), &help);
            }
        }
        for (id, series) in &self.series.0 {
            if let Some(scale) = series.scale.as_deref()
                && self.scales.get(scale).is_none()
            {
                let place = Place::value(file, Field::of("series").at(id.as_str()).at("scale"));
                let diagnostic = Diagnostic::new(Check::UnknownScale, place, format!("no scale named `{scale}`"));
                found.push(diagnostic.help_nearest(scale, self.scales.keys()));
            }
        }
        for (name, level) in &self.checks.0 {
            let place = Place::value(file, Field::of("checks").at(name.as_str()));
            match name.parse::<Check>() {
                Err(()) => {
                    let diagnostic = Diagnostic::new(Check::WrongValue, place, format!("there is no check `{name}`"));
                    found.push(diagnostic.help_nearest(name, Check::ALL.iter().map(|check| check.name())));
                }
                Ok(check) if check.is_firm() && *level != Level::Error => {
                    let message = format!("`{name}` cannot be lowered");
                    found.push(Diagnostic::new(Check::WrongValue, place, message).help("take the line out"));
                }
                Ok(_) => {}
            }
        }
        found
    }

    /// The site's first language.
    pub fn first_language(&self) -> &str {
        self.language.as_deref().unwrap_or("en")
    }

    /// The tags of the site's languages, the first one first.
    pub fn all_languages(&self) -> Vec<String> {
        let others = self.languages.keys().map(str::to_string);
        std::iter::once(self.first_language().to_string()).chain(others).collect()
    }

    /// How many entries a page of a list holds.
    pub fn page_length(&self) -> usize {
        self.paginate.map_or(30, |Count(count)| count.max(1) as usize)
    }

    pub fn theme_name(&self) -> &str {
        self.theme.as_deref().unwrap_or(DEFAULT_THEME)
    }

    pub fn raw_html(&self) -> RawHtml {
        self.markdown.as_ref().and_then(|markdown| markdown.raw_html).unwrap_or(RawHtml::Escape)
    }

    pub fn visibility(&self) -> Visibility {
        let set = self.assessment.as_ref().and_then(|assessment| assessment.visibility);
        set.unwrap_or(Visibility::Withheld)
    }

    /// The address of the site, ending in `/`.
    pub fn base_url(&self) -> &str {
        self.base_url.as_deref().unwrap_or("https://example.org/")
    }

    /// The path of the site on its host, beginning and ending in `/`.
    pub fn base_path(&self) -> &str {
        path_of(self.base_url())
    }

    /// What every page may show of it.
    pub fn common(&self) -> Common<'_> {
        Common {
            title: self.title.as_deref(),
            tagline: self.tagline.as_deref(),
            base_url: self.base_url(),
            languages: &self.languages,
            publisher: self.publisher.as_ref(),
            menu: &self.menu,
            government: self.government.as_ref(),
            timezone: self.timezone.as_deref(),
            raw_html: self.raw_html(),
            page_length: self.page_length(),
        }
    }

    /// All of it but its topics and what pages alone show: of two that are alike in this and in their topics, the same
    /// records make the same archive, and the same plan of pages.
    pub fn without_words(&self) -> Config {
        let none = || Wording::default();
        let languages = self.languages.0.iter().map(|(tag, _)| (tag.clone(), LanguageKeys::default()));
        let publisher = self.publisher.as_ref().map(|publisher| Publisher { contact: None, ..publisher.clone() });
        let series = |keys: &SeriesKeys| SeriesKeys { title: none(), short: None, about: None, ..keys.clone() };
        let series = self.series.0.iter().map(|(id, keys)| (id.clone(), series(keys)));
        let grades = |scale: &Pairs<Wording>| Pairs(scale.0.iter().map(|(grade, _)| (grade.clone(), none())).collect());
        let scales = self.scales.0.iter().map(|(id, scale)| (id.clone(), grades(scale)));
        Config {
            title: None,
            tagline: None,
            base_url: None,
            timezone: None,
            menu: Vec::new(),
            government: None,
            languages: Pairs(languages.collect()),
            publisher,
            topics: Pairs::default(),
            series: Pairs(series.collect()),
            scales: Pairs(scales.collect()),
            ..self.clone()
        }
    }

    /// Applies `checks:` to what was found: what is off goes, the rest gets its level.
    pub fn weigh(&self, found: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let levels: BTreeMap<&str, Level> = self.checks.0.iter().map(|(name, level)| (name.as_str(), *level)).collect();
        let weigh = |mut diagnostic: Diagnostic| {
            match levels.get(diagnostic.check.name()).filter(|_| !diagnostic.check.is_firm()) {
                None => {}
                Some(Level::Off) => return None,
                Some(Level::Note) => diagnostic.severity = Severity::Note,
                Some(Level::Warning) => diagnostic.severity = Severity::Warning,
                Some(Level::Error) => diagnostic.severity = Severity::Error,
            }
            Some(diagnostic)
        };
        found.into_iter().filter_map(weigh).collect()
    }
}

/// The path of a site at an address, beginning and ending in `/`.
fn path_of(base_url: &str) -> &str {
    let after_scheme = base_url.split_once("://").map_or("", |(_, rest)| rest);
    after_scheme.find('/').map_or("/", |at| &after_scheme[at..])
}

/// Whether it is `http(s)://host/…/`, without query or fragment.
pub fn is_base_url(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or(url.strip_prefix("http://"));
    let plain = |c: char| !c.is_whitespace() && !matches!(c, '?' | '#' | '"' | '<' | '>' | '\\');
    rest.is_some_and(|rest| rest.ends_with('/') && !rest.starts_with('/') && rest.chars().all(plain))
}
