//! What the template of the front page sees.

use crate::view::described::view;
use crate::view::part::*;

view! {
    /// The lead story of the front page.
    Lead {
        /// The series and the year.
        kicker: Option<Link>,
        /// The headline.
        title: String,
        /// The meeting.
        url: String,
        /// The language of title and summary, where it is not the page's.
        lang: Option<String>,
        /// The standfirst.
        summary: Option<Html>,
        /// `Held Friday 25 February 2022, afternoon. Published 4 May 2022.`
        dateline: String,
        /// Up to four numbers.
        figures: Vec<Figure>,
        /// The lead photo.
        photo: Option<Picture>,
        /// The first of what was emphasized.
        emphasis: Option<Html>,
        /// Whether it is invented.
        sample: bool,
    }

    /// A secretary in the debriefing at a glance.
    GlanceRow {
        /// Whose work it is.
        organization: String,
        /// Who reported.
        secretary: String,
        /// The ballots.
        bar: Bar,
        /// `41 of 46`.
        count: String,
    }

    /// The latest visible debriefing at a glance.
    Glance {
        /// The heading.
        title: String,
        /// Whether it is invented.
        sample: bool,
        /// What the bars show.
        meta: String,
        /// The grades.
        legend: Vec<Level>,
        /// In speaking order.
        rows: Vec<GlanceRow>,
        /// What stands at the right, in words.
        foot: String,
        /// The meeting's table.
        more: Link,
    }

    /// A report on the front page.
    Teaser {
        /// The headline.
        title: String,
        /// Its language, where it is not the page's.
        lang: Option<String>,
        /// The report.
        url: String,
        /// The organization.
        kicker: Option<String>,
        /// The standfirst.
        summary: Option<Html>,
        /// The assessment, as far as it is public.
        grade: Option<Grade>,
        /// Who and which year.
        meta: String,
    }

    /// A section of the front page with rows.
    Desk {
        /// The rows.
        rows: Vec<Row>,
        /// The whole list.
        more: Link,
        /// Whether rows are invented.
        sample: bool,
    }

    /// All commitments in numbers.
    Tracker {
        /// How many were made.
        total: usize,
        /// `promises made in debriefings since 2019`.
        words: String,
        /// How many stand how.
        tallies: Vec<Tally>,
        /// The page that lists them.
        more: Link,
        /// Whether some are invented.
        sample: bool,
    }

    /// `home.html`: the front page.
    Home {
        /// The frame.
        frame: Frame,
        /// The day of the newest entry in the record.
        edition: Option<When>,
        /// What is in the record, in numbers.
        holdings: String,
        /// The lead story; absent on a site's first day.
        lead: Option<Lead>,
        /// The latest debriefing whose ballots are public.
        glance: Option<Glance>,
        /// The latest reports.
        teasers: Vec<Teaser>,
        /// All reports.
        teasers_more: Link,
        /// Whether the reports are invented.
        teasers_sample: bool,
        /// The latest meetings.
        meetings: Desk,
        /// The latest stories.
        news: Desk,
        /// Commitments; absent if there are none.
        tracker: Option<Tracker>,
        /// The years of the archive, earliest first.
        years: Vec<YearBar>,
        /// The page of all years.
        years_more: Link,
    }
}
