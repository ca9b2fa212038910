//! What the templates of lists see, and that of the search page.

use crate::view::described::view;
use crate::view::part::*;

view! {
    /// `meetings.html`, `reports.html`, `news.html`, `volumes.html`, `people.html`, `organizations.html`,
    /// `corrections.html`, `year.html` and `topic.html`: a list.
    ListPage {
        /// The frame.
        frame: Frame,
        /// What kind of page it is.
        kicker: Option<String>,
        /// The title.
        title: String,
        /// How much there is, and how it is sorted.
        summary: Option<String>,
        /// Whether entries are invented.
        sample: bool,
        /// That year's debriefing, on the page of a year.
        lead: Option<Row>,
        /// The entries.
        groups: Vec<RowGroup>,
        /// What stands there where there are none.
        empty: Option<String>,
        /// The pages of the list; none if there is but one.
        pager: Vec<PagerLink>,
        /// The commitments, on the page of a topic.
        commitments: Vec<Promise>,
    }

    /// `archive.html`: the years.
    ArchivePage {
        /// The frame.
        frame: Frame,
        /// The title.
        title: String,
        /// How much there is.
        summary: String,
        /// As bars, earliest first.
        bars: Vec<YearBar>,
        /// As rows, latest first.
        rows: Vec<Row>,
    }

    /// A topic in the list of topics.
    TopicRow {
        /// Its name.
        title: String,
        /// Its page.
        url: String,
        /// What belongs to it.
        about: Option<String>,
        /// How much there is.
        meta: String,
    }

    /// `topics.html`: the topics.
    TopicsPage {
        /// The frame.
        frame: Frame,
        /// The title.
        title: String,
        /// How many there are.
        summary: String,
        /// In the order of their names.
        topics: Vec<TopicRow>,
    }

    /// A page of the tracker that lists other commitments.
    FilterLink {
        /// Its words.
        title: String,
        /// How many it lists.
        count: usize,
        /// Where it is.
        url: String,
        /// Whether it is this one.
        current: bool,
    }

    /// A commitment in the tracker.
    TrackerRow {
        /// What was promised.
        text: Html,
        /// Where.
        url: String,
        /// How it stands.
        status: Status,
        /// Who promised it.
        who: Option<Mention>,
        /// In which report.
        meta: String,
        /// By when.
        due: Option<String>,
        /// `Overdue since 31 March 2022`.
        overdue: Option<String>,
        /// The latest entry of its timeline.
        latest: Option<Html>,
        /// When that was.
        latest_date: Option<String>,
    }

    /// `commitments.html`: the tracker.
    CommitmentsPage {
        /// The frame.
        frame: Frame,
        /// The title.
        title: String,
        /// How many there are.
        summary: Option<String>,
        /// How many stand how.
        tallies: Vec<Tally>,
        /// The static pages that list a part.
        filters: Vec<FilterLink>,
        /// Overdue first, then by due date.
        rows: Vec<TrackerRow>,
        /// Links to the other pages of the list.
        pager: Vec<PagerLink>,
        /// What stands there where there are none.
        empty: Option<String>,
        /// Whether some are invented.
        sample: bool,
    }

    /// `search.html`: the search page, which its script fills. A theme without this template has no search.
    SearchPage {
        /// The frame.
        frame: Frame,
        /// The title.
        title: String,
        /// The style sheet of this page alone.
        style: String,
        /// The script that searches.
        script: String,
        /// The file that names all the others that it loads, as seen from this page.
        catalog: String,
        /// What comes after the address of a folder: `index.html` for a site that is opened from a disk.
        index: String,
        /// Where to look without a script.
        links: Vec<Link>,
    }
}
