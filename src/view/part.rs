//! The parts that pages are made of.

mod frame;
mod promise;

pub use frame::*;
pub use promise::*;

use serde::Serializer;

use super::described::view;
use crate::markdown::Destination;
use crate::span::SourcePath;

/// HTML that is safe to stand in a page as it is, and does so in a template.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Html(pub String);

/// The text of a record. It is laid out only when its page is rendered; until then it is
/// known by where it stands and where its links lead.
#[derive(Clone, Debug, PartialEq)]
pub struct Body {
    pub file: SourcePath,
    pub start: usize,
    pub links: Vec<(String, Destination)>,
    /// What stands before its anchors, where several texts share a page.
    pub prefix: String,
    /// The level of its top headings.
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

    fn show<S: Serializer>(&self, wanted: &super::Wanted, serializer: S) -> Result<S::Ok, S::Error> {
        self.html.show(wanted, serializer)
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
        /// Its page, or the meeting that is shown for it.
        url: String,
        /// How high, in percent.
        height: String,
        /// What is above it, in percent.
        top: String,
        /// `24 records`, or `6 of 7`.
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
}
