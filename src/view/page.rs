//! One struct for each page kind: what its template sees, and nothing else.

mod home;
mod list;
mod meeting;
mod volume;

pub use home::*;
pub use list::*;
pub use meeting::*;
pub use volume::*;

use super::described::view;
use super::part::*;

view! {
    /// A year of the matrix.
    MatrixColumn {
        /// The year covered.
        year: String,
        /// The day of the meeting, short.
        date: String,
        /// The meeting.
        url: String,
    }

    /// A cell of the matrix.
    MatrixCell {
        /// `graded`, `filed`, `missing`, `named`, `none` or `outside`.
        kind: &'static str,
        /// The CSS classes; empty for none.
        class: String,
        /// The report.
        url: Option<String>,
        /// What the cell says, for those who do not see it.
        label: String,
        /// The grade, if public.
        level: Option<Level>,
        /// The year's last two digits.
        short: String,
        /// The grade, `Filed`, `Not filed` and so on.
        word: String,
        /// The secretary.
        who: String,
        /// The ballots, if public.
        bar: Option<Bar>,
    }

    /// An organization in the matrix.
    MatrixRow {
        /// The organization.
        title: String,
        /// Its page.
        url: String,
        /// `7 of 7 reports`.
        filed: String,
        /// The present secretary.
        now: Option<String>,
        /// One for each column.
        cells: Vec<MatrixCell>,
    }

    /// The foot of a column.
    MatrixFoot {
        /// `9 of 10`.
        filed: String,
        /// `46 voted`.
        voted: Option<String>,
    }

    /// Up to ten years of a series.
    Matrix {
        /// What it shows, for those who do not see it.
        caption: String,
        /// The years, earliest first.
        columns: Vec<MatrixColumn>,
        /// The organizations, in the order of the register.
        rows: Vec<MatrixRow>,
        /// One for each column.
        feet: Vec<MatrixFoot>,
    }

    /// `series.html`: a series of meetings, year by organization.
    SeriesPage {
        /// The frame.
        frame: Frame,
        /// The name.
        title: String,
        /// What it is.
        summary: Option<String>,
        /// Whether records in it are invented.
        sample: bool,
        /// The grades that are shown.
        legend: Vec<Level>,
        /// The page's years, ten side by side; none where nobody is expected to report.
        matrices: Vec<Matrix>,
        /// Links to earlier and later years.
        pager: Vec<PagerLink>,
        /// How many of the reports due were filed each year, where some were due.
        filed: Vec<YearBar>,
        /// The ballots of each year whose ballots are public.
        shares: Option<Columns>,
        /// The meetings, newest first.
        meetings: Vec<Row>,
        /// The volumes of those of which reports are on file, newest first.
        volumes: Vec<Link>,
    }

    /// `person.html` and `organization.html`: an entry of the register.
    RegisterPage {
        /// The frame.
        frame: Frame,
        /// The office, or the kind of organization.
        kicker: Option<String>,
        /// The name.
        title: String,
        /// Other names and spellings.
        other_names: Vec<OtherName>,
        /// The language of the record, where it is not the page's.
        lang: Option<String>,
        /// Whether it is invented.
        sample: bool,
        /// How many reports.
        date: DateBlock,
        /// The key facts.
        facts: Vec<Fact>,
        /// A portrait.
        photo: Option<Picture>,
        /// Terms in office, latest first.
        terms: Vec<TermRow>,
        /// The heading over the terms.
        terms_title: String,
        /// Whether there is a text.
        has_body: bool,
        /// The text.
        body: Body,
        /// The assessments over the years; absent where nothing is public.
        assessments: Option<Columns>,
        /// The reports, latest first, with the years that have none.
        reports: Vec<Row>,
        /// How many commitments stand how.
        tallies: Vec<Tally>,
        /// The commitments.
        commitments: Vec<Promise>,
        /// The feed of the page.
        feed: Link,
    }

    /// `story.html` and `page.html`: a text.
    TextPage {
        /// The frame.
        frame: Frame,
        /// What kind of text it is.
        kicker: Option<Link>,
        /// The headline.
        title: String,
        /// The language of the record, where it is not the page's.
        lang: Option<String>,
        /// The standfirst.
        summary: Option<Html>,
        /// Draft.
        notice: Option<Notice>,
        /// Author and date.
        byline: String,
        /// Whether it is invented.
        sample: bool,
        /// The key facts.
        facts: Vec<Fact>,
        /// What is on the page.
        contents: Vec<Link>,
        /// The meetings that it is about.
        about: Vec<Link>,
        /// Whether there is a text.
        has_body: bool,
        /// The text.
        body: Body,
        /// The photos.
        photos: Vec<Picture>,
        /// Files to download.
        attachments: Vec<Download>,
        /// Source, corrections, review.
        provenance: Provenance,
    }

    /// `withdrawn.html`: what is left of a record that was taken back.
    WithdrawnPage {
        /// The frame.
        frame: Frame,
        /// The headline.
        title: String,
        /// When it was held or published.
        meta: Option<String>,
        /// That and when it was withdrawn.
        notice: Notice,
    }

    /// `404.html`: where there is no page.
    NotFoundPage {
        /// The frame.
        frame: Frame,
        /// Where to go instead.
        links: Vec<Link>,
    }

    /// `redirect.html`: an old address.
    RedirectPage {
        /// The language.
        lang: String,
        /// The new address as seen from here.
        url: String,
        /// The new address in full.
        canonical: String,
        /// The site's title.
        site: String,
    }
}
