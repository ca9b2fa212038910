//! One struct for each page kind: what its template sees, and nothing else.

mod volume;

pub use volume::*;

use super::described::view;
use super::part::*;

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

    /// An organization that the source names, and of which no report is on file.
    Named {
        /// The organization.
        title: String,
        /// Its page.
        url: String,
    }

    /// The reports of a meeting.
    Reports {
        /// The heading.
        title: String,
        /// `3 of 10 reports on file`; absent where none is missing.
        count: Option<String>,
        /// Whether they are invented.
        sample: bool,
        /// In speaking order.
        cards: Vec<ReportCard>,
        /// Named in the source, not on file.
        named: Vec<Named>,
    }

    /// A count under a grade.
    GradeCount {
        /// The grade's word.
        word: String,
        /// The count, in digits; empty where it is not known.
        count: String,
    }

    /// A secretary's assessment in the meeting's table.
    BallotRow {
        /// The organization, or the secretary.
        title: String,
        /// The report.
        url: String,
        /// The ballots, if recorded.
        bar: Option<Bar>,
        /// The ballots in numbers.
        counts: Vec<GradeCount>,
        /// The grade, if recorded.
        level: Option<Level>,
    }

    /// How many secretaries got a grade.
    ResultRow {
        /// The grade.
        level: Level,
        /// How many.
        count: String,
    }

    /// The assessment of a meeting, as far as it is public.
    AssessmentSection {
        /// The heading.
        title: String,
        /// Whether it is invented.
        sample: bool,
        /// Who assessed whom, how.
        meta: Vec<String>,
        /// Why there is nothing more.
        withheld: Option<String>,
        /// The grades.
        legend: Vec<Level>,
        /// The column heads of the ballots.
        grades: Vec<String>,
        /// Each secretary; none unless all is public.
        rows: Vec<BallotRow>,
        /// How many secretaries got each grade; none where it is not public.
        results: Vec<ResultRow>,
    }

    /// `meeting.html`: a meeting.
    MeetingPage {
        /// The frame.
        frame: Frame,
        /// The series and the year.
        kicker: Option<Link>,
        /// The headline.
        title: String,
        /// The language of the record, where it is not the page's.
        lang: Option<String>,
        /// The standfirst.
        summary: Option<Html>,
        /// Scheduled, cancelled, postponed, draft.
        notice: Option<Notice>,
        /// Author, published, minutes of reading.
        byline: String,
        /// Whether it is invented.
        sample: bool,
        /// The day.
        date: DateBlock,
        /// The key facts.
        facts: Vec<Fact>,
        /// What is on the page.
        contents: Vec<Link>,
        /// Whether there is a text.
        has_body: bool,
        /// The text.
        body: Body,
        /// Up to four numbers.
        figures: Vec<Figure>,
        /// The photos; the first leads.
        photos: Vec<Picture>,
        /// The meeting and its reports as one page; absent where none is on file.
        volume: Option<Link>,
        /// The reports; absent where none was given.
        reports: Option<Reports>,
        /// What was decided.
        decisions: Option<NumberedSection>,
        /// What the chair put forward.
        suggestions: Option<NumberedSection>,
        /// What the meeting emphasized; the first leads.
        emphasis: Vec<Html>,
        /// The assessment.
        assessment: Option<AssessmentSection>,
        /// Files to download.
        attachments: Vec<Download>,
        /// Source, corrections, review.
        provenance: Provenance,
        /// The neighbors in the series.
        neighbors: Option<Neighbors>,
    }

    /// A comment on a report.
    CommentQuote {
        /// The comment.
        text: Html,
        /// Who made it.
        by: Vec<Mention>,
        /// In which part, on whose behalf, when.
        meta: String,
    }

    /// A year of an organization.
    YearCell {
        /// The year.
        year: String,
        /// The report.
        url: Option<String>,
        /// The grade, or that the report is on file.
        word: String,
        /// The ballots, if public.
        bar: Option<Bar>,
        /// The secretary.
        secretary: String,
        /// Whether it is this page's.
        current: bool,
    }

    /// `report.html`: one secretary's report.
    ReportPage {
        /// The frame.
        frame: Frame,
        /// The organization.
        kicker: Option<Link>,
        /// The headline.
        title: String,
        /// The language of the record, where it is not the page's.
        lang: Option<String>,
        /// The standfirst.
        summary: Option<Html>,
        /// Draft.
        notice: Option<Notice>,
        /// Who reported; absent where it is not recorded.
        secretary: Option<Mention>,
        /// The words after the name.
        byline: String,
        /// Whether it is invented.
        sample: bool,
        /// The speaking order.
        date: DateBlock,
        /// The key facts.
        facts: Vec<Fact>,
        /// The assessment among the facts, as far as it is public.
        grade: Option<Grade>,
        /// The ballots in words.
        ballots: Option<String>,
        /// What is on the page.
        contents: Vec<Link>,
        /// Whether there is a text.
        has_body: bool,
        /// The text.
        body: Body,
        /// The photos.
        photos: Vec<Picture>,
        /// The problems that it names.
        problems: Option<NumberedSection>,
        /// The comments on it.
        comments: Vec<CommentQuote>,
        /// The heading over the comments.
        comment_title: String,
        /// What was promised.
        commitments: Vec<Promise>,
        /// Earlier promises that it answers.
        answers: Vec<Promise>,
        /// The organization, year by year; none if there is only this one.
        years: Vec<YearCell>,
        /// The heading over the years.
        years_title: String,
        /// Files to download.
        attachments: Vec<Download>,
        /// Source, corrections, review.
        provenance: Provenance,
        /// Previous and next speaker.
        neighbors: Option<Neighbors>,
    }

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
