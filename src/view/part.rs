//! The parts that pages are made of.

use serde::Serialize;

use super::described::view;
use crate::markdown::Destination;
use crate::span::SourcePath;

/// HTML that is safe to stand in a page as it is. In a template: `{{ field | safe }}`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Html(pub String);

/// The text of a record. It is laid out only when its page is rendered; until then it is
/// known by where it stands and where its links lead.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Body {
    #[serde(skip)]
    pub file: SourcePath,
    #[serde(skip)]
    pub start: usize,
    #[serde(skip)]
    pub links: Vec<(String, Destination)>,
    /// What stands before its anchors, where several texts share a page.
    #[serde(skip)]
    pub prefix: String,
    /// The level of its top headings.
    #[serde(skip)]
    pub top: u8,
    /// Itself, once it is laid out.
    pub html: Html,
}

/// A leaf of a volume: one record, whose printed pages bear the same words in their margins.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Leaf {
    /// The CSS class of the record, and the name of its pages.
    pub name: String,
    /// What stands at the head of each page.
    pub head: Option<String>,
    /// What stands at its foot.
    pub foot: String,
}

impl super::Described for Body {
    fn described() -> super::Type {
        super::Type::Html
    }
}

view! {
    /// A link.
    Link {
        /// Its words.
        title: String,
        /// Where it leads, as seen from this page.
        url: String,
    }

    /// Another name or spelling.
    OtherName {
        /// The name.
        name: String,
        /// Its language, where its script tells it.
        lang: Option<&'static str>,
    }

    /// A date.
    When {
        /// For machines: `2022-02-25`.
        iso: String,
        /// In the language's form.
        shown: String,
    }

    /// Somebody, or a group of people.
    Mention {
        /// The name.
        name: String,
        /// The person's page.
        url: Option<String>,
        /// In which role.
        role: Option<String>,
        /// Why absent.
        reason: Option<String>,
    }

    /// A step on the way from the front page to this one.
    Crumb {
        /// Its words.
        title: String,
        /// Absent on the last one, which is this page.
        url: Option<String>,
    }

    /// A language in which the site can be read.
    LanguageLink {
        /// The tag, for `lang` and `hreflang`.
        tag: String,
        /// The language's name in itself.
        name: String,
        /// This page in that language.
        url: String,
        /// Whether it is the one being read.
        current: bool,
    }

    /// This page's address in a language into which it is translated.
    Alternate {
        /// The tag, for `hreflang`.
        tag: String,
        /// The full address.
        url: String,
    }

    /// An entry of the navigation.
    MenuItem {
        /// Its words.
        title: String,
        /// Where it leads.
        url: String,
        /// Whether this page is below it.
        current: bool,
    }

    /// A `meta` element of the page's head.
    Meta {
        /// Its name.
        name: String,
        /// Its content.
        content: String,
    }

    /// A photo.
    Picture {
        /// The file; of a large JPEG, a smaller one.
        url: String,
        /// In pixels, of the photo itself.
        width: Option<u32>,
        /// In pixels, of the photo itself.
        height: Option<u32>,
        /// Its sizes in WebP, for the `srcset` of a `source`.
        webp: Option<String>,
        /// Its sizes in its own format, for the `srcset` of the `img`.
        srcset: Option<String>,
        /// What is to be seen.
        alt: String,
        /// The caption.
        caption: Option<Html>,
        /// Whose picture it is.
        credit: Option<String>,
    }

    /// A file to download.
    Download {
        /// What it is.
        title: String,
        /// The file.
        url: String,
        /// `PDF, 214 kB`.
        meta: String,
        /// The SHA-256 of a signed original, in hex.
        sha256: Option<String>,
    }

    /// A grade of a scale: its word and the square that is filled as far as it is good.
    Level {
        /// The CSS class: `lv1` is the best.
        class: String,
        /// The grade's word.
        word: String,
        /// Where the filled part begins, of 14 from the top.
        top: String,
        /// How high it is, of 14.
        height: String,
    }

    /// A piece of a bar.
    Segment {
        /// The CSS class: `lv1`, or `abstained`.
        class: String,
        /// Where it begins, in percent.
        start: String,
        /// How long it is, in percent.
        length: String,
        /// Where it begins in a column that stands upright, in percent from the top.
        top: String,
        /// Whether a gap stands before it.
        gap: bool,
    }

    /// Ballots as a bar.
    Bar {
        /// The counts in words, for those who do not see the bar.
        label: String,
        /// From the best grade to the poorest.
        segments: Vec<Segment>,
    }

    /// An assessment in one line.
    Grade {
        /// The ballots, if they are public.
        bar: Option<Bar>,
        /// The grade, if it is public.
        level: Option<Level>,
        /// What stands there if it is not.
        unpublished: Option<String>,
    }

    /// How a commitment stands.
    Status {
        /// The icon's name: `done`, `claimed`, `partly`, `progress`, `ongoing`, `open`, `carried`, `changed`, `broken`, `withdrawn`, `silent`.
        icon: &'static str,
        /// The CSS class.
        class: &'static str,
        /// The word.
        word: String,
    }

    /// What shows that something was done.
    Proof {
        /// Its words.
        words: String,
        /// Where it is to be seen.
        url: Option<String>,
    }

    /// An entry of a commitment's timeline.
    FollowUp {
        /// The year.
        year: String,
        /// The date.
        date: When,
        /// What was done, or the status in words.
        text: Html,
        /// The report that says so.
        url: Option<String>,
        /// What shows it.
        proof: Option<Proof>,
    }

    /// A commitment with what became of it.
    Promise {
        /// The anchor on its report's page; absent elsewhere.
        anchor: Option<String>,
        /// What was promised.
        text: Html,
        /// The place where it was made; absent on that page.
        url: Option<String>,
        /// `Made for 2021. Due December 2021.`
        made: String,
        /// Who answers for it.
        responsible: Option<Mention>,
        /// `Overdue since 31 December 2022`.
        overdue: Option<String>,
        /// How it stands.
        status: Status,
        /// `No evidence linked`.
        unproven: Option<String>,
        /// What became of it, earliest first.
        follow_ups: Vec<FollowUp>,
    }

    /// How many commitments stand so.
    Tally {
        /// How.
        status: Status,
        /// How many.
        count: usize,
        /// One mark each, up to 80; else none.
        marks: Vec<&'static str>,
        /// The page that lists them.
        url: String,
    }

    /// The day at the left of a row.
    RowDate {
        /// For machines.
        iso: String,
        /// `25`, or the year where no day is known.
        day: String,
        /// `Feb 2022`.
        month: String,
    }

    /// A row of a list.
    Row {
        /// The day at the left.
        date: Option<RowDate>,
        /// A year or a number at the left instead.
        mark: Option<String>,
        /// The headline.
        title: String,
        /// Its language, where it is not the page's.
        lang: Option<String>,
        /// Where it leads.
        url: String,
        /// The line below.
        meta: String,
        /// A text below.
        text: Option<Html>,
        /// An assessment at the right.
        grade: Option<Grade>,
    }

    /// Rows under a heading.
    RowGroup {
        /// The heading; absent if there is but one group.
        title: Option<String>,
        /// The heading's anchor.
        anchor: Option<String>,
        /// The rows.
        rows: Vec<Row>,
    }

    /// A link of a pager.
    PagerLink {
        /// A number, or a word.
        title: String,
        /// The page of the list; absent for a gap between numbers.
        url: Option<String>,
        /// Whether it is this page.
        current: bool,
        /// `next` or `prev`, for the two neighbors.
        rel: Option<&'static str>,
    }

    /// A number and what it counts.
    Figure {
        /// The number.
        number: String,
        /// What it counts.
        words: String,
    }

    /// A value among the key facts.
    FactItem {
        /// The words.
        words: String,
        /// Where they lead.
        url: Option<String>,
        /// What follows them: a role, a reason.
        after: Option<String>,
    }

    /// A key fact.
    Fact {
        /// What it is.
        label: String,
        /// The values; none where the source does not say.
        items: Vec<FactItem>,
        /// Whether the values are numbered.
        numbered: bool,
        /// What stands there where the source does not say.
        unknown: Option<String>,
    }

    /// The large number in the margin, with two lines under it.
    DateBlock {
        /// The day, the speaking order or a count.
        number: String,
        /// The first line.
        first: String,
        /// For machines, where it is a date.
        iso: Option<String>,
        /// The second line.
        second: Option<String>,
    }

    /// What stands under the standfirst of a record that is not as usual.
    Notice {
        /// The first words, in bold.
        lead: String,
        /// The rest.
        text: Html,
    }

    /// An entry of a numbered list that can be cited.
    Numbered {
        /// Its anchor.
        anchor: String,
        /// Its number.
        number: String,
        /// The text; absent where it is missing from the source.
        text: Option<Html>,
        /// A cause, the votes, or why the text is missing.
        note: Option<Html>,
    }

    /// A section of numbered entries.
    NumberedSection {
        /// The heading.
        title: String,
        /// Who put them forward.
        meta: Option<String>,
        /// The entries.
        items: Vec<Numbered>,
    }

    /// Whose text a record is.
    SourceNote {
        /// Its headline.
        title: Option<String>,
        /// Where it stands.
        url: Option<String>,
        /// Who published it, when, in which language.
        meta: String,
        /// What was inferred, and what is odd in it.
        notes: Vec<Html>,
    }

    /// A correction.
    CorrectionNote {
        /// When it was made.
        date: When,
        /// What was wrong and what is right.
        text: Html,
    }

    /// Source, corrections and review.
    Provenance {
        /// Whose text it is.
        source: Option<SourceNote>,
        /// The corrections, newest first.
        corrections: Vec<CorrectionNote>,
        /// One line a sign-off.
        reviews: Vec<String>,
        /// Whether the record is invented.
        sample: bool,
    }

    /// The neighbors in a series or in the speaking order.
    Neighbors {
        /// What `previous` means here.
        previous_label: String,
        /// The one before.
        previous: Option<Link>,
        /// What `next` means here.
        next_label: String,
        /// The one after.
        next: Option<Link>,
    }

    /// A report in the list of a meeting.
    ReportCard {
        /// Its place in the speaking order.
        order: String,
        /// The headline.
        title: String,
        /// Its language, where it is not the page's.
        lang: Option<String>,
        /// The report.
        url: String,
        /// Who reported.
        secretary: String,
        /// For whom.
        organization: Option<String>,
        /// The first comment on it.
        comment: Option<Html>,
        /// Who commented, in words.
        comment_label: String,
        /// The assessment, as far as it is public.
        grade: Option<Grade>,
    }

    /// A column of ballots, standing upright.
    Column {
        /// The year.
        year: String,
        /// The grade's word, or the share of the best.
        word: String,
        /// The ballots; absent where they are not public.
        bar: Option<Bar>,
    }

    /// Columns under a common word: an organization.
    ColumnGroup {
        /// How many columns.
        span: usize,
        /// The word.
        title: String,
        /// Whether it is the present one.
        current: bool,
    }

    /// A chart of columns, which is a table.
    Columns {
        /// What stands above.
        meta: String,
        /// The grades.
        legend: Vec<Level>,
        /// The columns, earliest first.
        columns: Vec<Column>,
        /// What brackets them; none if all are alike.
        groups: Vec<ColumnGroup>,
    }

    /// A year of the archive, as a bar.
    YearBar {
        /// The year.
        year: String,
        /// Its page.
        url: String,
        /// How high, in percent.
        height: String,
        /// What is above it, in percent.
        top: String,
        /// `24 records`.
        meta: String,
        /// Whether it is the latest.
        last: bool,
    }

    /// A term of office.
    TermRow {
        /// `March 2018 to now`.
        when: String,
        /// The office, or the person.
        title: String,
        /// Its page.
        url: Option<String>,
        /// What else there is to say.
        meta: Option<String>,
        /// Whether it is a present one.
        current: bool,
    }

    /// What every page has: what goes into the head, the header and the footer.
    Frame {
        /// The language of the interface, for `lang` on the root.
        lang: String,
        /// The site's title.
        site: String,
        /// What stands under the site's title.
        tagline: Option<String>,
        /// The title of the window.
        window: String,
        /// The page's title.
        title: String,
        /// What the page is about, for search engines and previews.
        description: Option<String>,
        /// The full address that this page should be known by.
        canonical: String,
        /// The site's root as seen from this page: empty, or `../` and so on.
        root: String,
        /// The front page.
        home: String,
        /// Whether this is the front page.
        is_home: bool,
        /// The style sheet.
        style: String,
        /// The script.
        script: String,
        /// The icon.
        icon: String,
        /// The Atom feed that fits this page best.
        feed: Link,
        /// `meta` elements that government sites state.
        meta: Vec<Meta>,
        /// This page in the site's other languages.
        languages: Vec<LanguageLink>,
        /// For `link rel=alternate hreflang`: full addresses.
        alternates: Vec<Alternate>,
        /// The search page; absent where the theme has none.
        search: Option<Link>,
        /// The navigation.
        menu: Vec<MenuItem>,
        /// The way here from the front page; empty there.
        crumbs: Vec<Crumb>,
        /// Whether the site holds invented records.
        has_samples: bool,
        /// Whether search engines should leave this page out.
        hidden: bool,
        /// `Shown in English: not translated yet`, with its language.
        untranslated: Option<String>,
        /// Who publishes the site.
        publisher: Option<Link>,
        /// Whether the publisher is invented.
        publisher_sample: bool,
        /// How to reach the publisher.
        contact: Option<String>,
        /// The site's other pages, for the footer.
        pages: Vec<Link>,
        /// The list of years, of people, of corrections, for the footer.
        record_links: Vec<Link>,
        /// The number under which the site is registered, if it is.
        registration: Vec<String>,
    }
}
