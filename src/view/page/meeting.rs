//! What the templates of a meeting and of a report see.

use crate::view::described::view;
use crate::view::part::*;

view! {
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
}
