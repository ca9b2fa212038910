//! What the template of a volume sees.

use super::{AssessmentSection, CommentQuote, YearCell};
use crate::view::described::view;
use crate::view::part::*;

view! {
    /// An entry of the contents of a volume.
    VolumeEntry {
        /// The place in the speaking order, of a report.
        number: Option<String>,
        /// The headline.
        title: String,
        /// Its language, where it is not the page's.
        lang: Option<String>,
        /// Where it begins in the volume.
        url: String,
        /// Who reported.
        name: Option<String>,
    }

    /// A column of the imprint at the foot of a volume's cover.
    VolumeNote {
        /// What it is about.
        label: String,
        /// One after the other.
        lines: Vec<String>,
    }

    /// The meeting itself, in its volume.
    VolumeMeeting {
        /// The CSS class, by which the volume's style sheet knows it.
        leaf: String,
        /// Its anchor.
        anchor: String,
        /// The heading.
        title: String,
        /// The key facts.
        facts: Vec<Fact>,
        /// The text, if there is one.
        body: Option<Body>,
        /// The photos.
        photos: Vec<Picture>,
        /// What was decided.
        decisions: Option<NumberedSection>,
        /// What the chair put forward.
        suggestions: Option<NumberedSection>,
        /// What the meeting emphasized; the first leads.
        emphasis: Vec<Html>,
        /// Files that belong to it.
        attachments: Vec<Download>,
        /// Source, corrections, review.
        provenance: Provenance,
    }

    /// A report in a volume.
    VolumeReport {
        /// The CSS class, by which the volume's style sheet knows it.
        leaf: String,
        /// Its anchor.
        anchor: String,
        /// Its place in the speaking order.
        number: String,
        /// The headline.
        title: String,
        /// The language of the record, where it is not the page's.
        lang: Option<String>,
        /// Its own page.
        url: String,
        /// Who reported; absent where it is not recorded.
        secretary: Option<Mention>,
        /// The words after the name.
        byline: String,
        /// Whether it is invented.
        sample: bool,
        /// `Shown in English: not translated yet`.
        untranslated: Option<String>,
        /// The standfirst.
        summary: Option<Html>,
        /// Draft, or that it was withdrawn: then there is nothing more.
        notice: Option<Notice>,
        /// The text, if there is one.
        body: Option<Body>,
        /// The photos.
        photos: Vec<Picture>,
        /// The problems that it names.
        problems: Option<NumberedSection>,
        /// What was promised.
        commitments: Vec<Promise>,
        /// Earlier promises that it answers.
        answers: Vec<Promise>,
        /// The comments on it.
        comments: Vec<CommentQuote>,
        /// The heading over the comments.
        comment_title: String,
        /// The assessment, as far as it is public.
        grade: Option<Grade>,
        /// The ballots in words.
        ballots: Option<String>,
        /// The organization in the years before.
        years: Vec<YearCell>,
        /// Files that belong to it.
        attachments: Vec<Download>,
        /// Source, corrections, review; absent where it was withdrawn.
        provenance: Option<Provenance>,
    }

    /// The commitments of a meeting of which something is still to come.
    OpenCommitments {
        /// The CSS class, by which the volume's style sheet knows it.
        leaf: String,
        /// Its anchor.
        anchor: String,
        /// The heading.
        title: String,
        /// In the order of the reports.
        promises: Vec<Promise>,
        /// What stands there where there are none.
        none: Option<String>,
        /// Whether some are invented.
        sample: bool,
    }

    /// `volume.html`: a meeting and all its reports as one document.
    VolumePage {
        /// The frame.
        frame: Frame,
        /// The style sheet that names the printed pages and says what stands at their heads.
        style: String,
        /// `Annual volume 2021`.
        name: String,
        /// The year of work, or the year held.
        year: String,
        /// The meeting's headline.
        title: String,
        /// The language of the meeting's record, where it is not the page's.
        lang: Option<String>,
        /// The standfirst.
        summary: Option<Html>,
        /// Scheduled, cancelled, postponed, draft.
        notice: Option<Notice>,
        /// When and where it was held, and who presided.
        held: String,
        /// The meeting's own page.
        url: String,
        /// Whether it is invented.
        sample: bool,
        /// What stands at the foot of the cover.
        imprint: Vec<VolumeNote>,
        /// The CSS class of the contents, by which the volume's style sheet knows them.
        leaf: String,
        /// The contents.
        entries: Vec<VolumeEntry>,
        /// The assessment.
        assessment: Option<AssessmentSection>,
        /// The meeting.
        meeting: VolumeMeeting,
        /// The reports in speaking order.
        reports: Vec<VolumeReport>,
        /// The commitments that are open; absent where none was made.
        open: Option<OpenCommitments>,
    }
}
