//! Every check that there is, declared once: its name, severity and whether the
//! configuration may lower it. `docs/checks.md` has a paragraph on each.

use std::fmt;
use std::str::FromStr;

/// How bad it is. Errors stop a build before anything is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub enum Severity {
    Error,
    Warning,
    Note,
}

impl Severity {
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

macro_rules! checks {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal $severity:ident $firm:ident;)+) => {
        /// One kind of finding. Its name is stable: people and tools rely on it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, borsh::BorshSerialize, borsh::BorshDeserialize)]
        pub enum Check { $($(#[doc = $doc])+ $variant,)+ }

        impl Check {
            /// All checks, in the order of `docs/checks.md`.
            pub const ALL: &'static [Check] = &[$(Check::$variant,)+];

            /// The name shown in brackets after a message.
            pub fn name(self) -> &'static str {
                match self { $(Check::$variant => $name,)+ }
            }

            /// How bad a finding is unless the configuration says otherwise.
            pub fn severity(self) -> Severity {
                match self { $(Check::$variant => Severity::$severity,)+ }
            }

            /// Whether `checks:` in the configuration cannot change it.
            pub fn is_firm(self) -> bool {
                match self { $(Check::$variant => firm!($firm),)+ }
            }
        }
    };
}

impl Check {
    /// Whether it says that something leads to what is not there, or may not be shown: what comes could be just that.
    pub fn dangles(self) -> bool {
        matches!(
            self,
            Check::AliasHidesPage
                | Check::DeadAnchor
                | Check::DeadLink
                | Check::HiddenReachable
                | Check::UnknownCommitment
                | Check::UnknownFile
        )
    }
}

macro_rules! firm {
    (firm) => {
        true
    };
    (free) => {
        false
    };
}

checks! {
    /// The bytes of a file are text in no known encoding.
    UnknownEncoding = "unknown-encoding" Error firm;
    /// The YAML of a file cannot be read.
    Syntax = "syntax" Error firm;
    /// A key that this kind of file does not have.
    UnknownKey = "unknown-key" Error firm;
    /// A key that this kind of file must have.
    MissingKey = "missing-key" Error firm;
    /// The same key twice.
    DuplicateKey = "duplicate-key" Error firm;
    /// A value of the wrong form.
    WrongValue = "wrong-value" Error firm;
    /// A date that no calendar has.
    ImpossibleDate = "impossible-date" Error firm;
    /// A file or folder whose name cannot be an id.
    BadId = "bad-id" Error firm;
    /// A file that stands where no record is expected.
    MisplacedFile = "misplaced-file" Error firm;
    /// Two records with the same id, by letter case or Unicode normalization too.
    DuplicateId = "duplicate-id" Error firm;
    /// Two things that would be published at the same address.
    DuplicateRoute = "duplicate-route" Error firm;
    /// A person that is not in `content/people/`.
    UnknownPerson = "unknown-person" Error firm;
    /// An organization that is not in `content/organizations/`.
    UnknownOrganization = "unknown-organization" Error firm;
    /// A meeting that is not in `content/meetings/`.
    UnknownMeeting = "unknown-meeting" Error firm;
    /// A series that the configuration does not name.
    UnknownSeries = "unknown-series" Error firm;
    /// A topic that the configuration does not name.
    UnknownTopic = "unknown-topic" Error firm;
    /// A scale that the configuration does not name.
    UnknownScale = "unknown-scale" Error firm;
    /// A commitment that no report on file made.
    UnknownCommitment = "unknown-commitment" Error firm;
    /// A photo, attachment or evidence file that is not there.
    UnknownFile = "unknown-file" Error firm;
    /// A photo that cannot be read, is too large, or is of a kind that not every browser shows.
    UnusablePhoto = "unusable-photo" Error firm;
    /// A translation that states a fact differently, or has lists of another length.
    TranslationDiffers = "translation-differs" Error firm;
    /// A meeting said to be held on a day that has not come.
    HeldInFuture = "held-in-future" Error free;
    /// Published before the day of the meeting.
    PublishedBeforeHeld = "published-before-held" Error free;
    /// A grade that the scale does not have.
    UnknownGrade = "unknown-grade" Error firm;
    /// Ballots that do not add up.
    BallotsDoNotAddUp = "ballots-do-not-add-up" Error free;
    /// A link that leads nowhere.
    DeadLink = "dead-link" Error free;
    /// A link to an anchor that its page does not have.
    DeadAnchor = "dead-anchor" Error free;
    /// A link with a scheme that could run a script.
    UnsafeLink = "unsafe-link" Error firm;
    /// An image without a description for those who do not see it.
    ImageWithoutAlt = "image-without-alt" Error free;
    /// A review level that the configuration requires is not there.
    MissingReview = "missing-review" Error free;
    /// A number that is a valid Chinese identity-card number.
    IdentityNumber = "identity-number" Error firm;
    /// A mark of a state secret.
    ClassificationMark = "classification-mark" Error firm;
    /// A public page leads to a draft or an embargoed record.
    HiddenReachable = "hidden-reachable" Error firm;
    /// A template that cannot be read or rendered.
    Template = "template" Error firm;
    /// A template that names a field which its view does not have.
    TemplateField = "template-field" Error firm;
    /// A symbolic link, device or socket among the files; it is never read.
    NotAFile = "not-a-file" Warning free;
    /// A file that is not UTF-8 and was converted for this run.
    NotUtf8 = "not-utf-8" Warning free;
    /// A stated count and a list that disagree.
    CountDiffers = "count-differs" Warning free;
    /// An organization that was expected to report and has no report on file.
    MissingReport = "missing-report" Warning free;
    /// A report from an organization that was not expected to report.
    UnexpectedReport = "unexpected-report" Warning free;
    /// A secretary who did not hold the office on the day.
    NotInOffice = "not-in-office" Warning free;
    /// Two people in the same post at the same time.
    OverlappingTerms = "overlapping-terms" Warning free;
    /// A person both present and absent.
    PresentAndAbsent = "present-and-absent" Warning free;
    /// More people present than were expected.
    MorePresentThanExpected = "more-present-than-expected" Warning free;
    /// A commitment past its due date and still open.
    CommitmentOverdue = "commitment-overdue" Warning free;
    /// An open commitment that the next year's report does not answer.
    CommitmentUnanswered = "commitment-unanswered" Warning free;
    /// A commitment said to be done without anything that shows it.
    DoneWithoutEvidence = "done-without-evidence" Warning free;
    /// A mobile-phone number in public text.
    PhoneNumber = "phone-number" Warning free;
    /// Text damaged by a wrong conversion.
    Mojibake = "mojibake" Warning free;
    /// A heading that skips a level.
    SkippedHeading = "skipped-heading" Warning free;
    /// A link without words.
    EmptyLinkText = "empty-link-text" Warning free;
    /// An attachment over 20 MB.
    LargeAttachment = "large-attachment" Warning free;
    /// Two records of one kind with the same title in one year.
    SameTitle = "same-title" Warning free;
    /// An old address that is a page of its own.
    AliasHidesPage = "alias-hides-page" Warning free;
    /// A word of the interface that a language lacks.
    MissingWord = "missing-word" Warning free;
    /// A copy of a file of the theme that was made from an older version of it.
    StaleOverride = "stale-override" Warning free;
    /// A file in a theme that nothing uses.
    UnusedThemeFile = "unused-theme-file" Warning free;
    /// Published more than 30 days after the meeting.
    LatePublication = "late-publication" Note free;
    /// A date in another form than the archive's own.
    DateForm = "date-form" Note free;
    /// HTML in Markdown, shown as text.
    RawHtml = "raw-html" Note free;
    /// A file of the site that is the same as the theme's own.
    NeedlessOverride = "needless-override" Note free;
    /// A text that contradicts itself.
    SelfContradiction = "self-contradiction" Note free;
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Check {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        Check::ALL.iter().copied().find(|check| check.name() == name).ok_or(())
    }
}
