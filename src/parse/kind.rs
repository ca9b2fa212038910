//! A file's path -> which kind of record it is, its id and its language.

use std::borrow::Cow;

use icu_normalizer::ComposingNormalizerBorrowed;

use crate::span::SourcePath;

/// The kinds of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub enum Kind {
    Meeting,
    Report,
    Story,
    Page,
    Person,
    Organization,
}

impl Kind {
    /// What a person would call it.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Meeting => "meeting",
            Kind::Report => "report",
            Kind::Story => "story",
            Kind::Page => "page",
            Kind::Person => "person",
            Kind::Organization => "organization",
        }
    }

    /// Anchors that the pages of a kind have besides those of their text's headings. The
    /// theme's templates carry them; a test looks for each on the built pages.
    pub fn anchors(self) -> &'static [&'static str] {
        match self {
            Kind::Meeting => {
                &["reports", "decisions", "suggestions", "emphasis", "assessment", "attachments", "source"]
            }
            Kind::Report => &["problems", "comment", "commitments", "years", "source"],
            Kind::Story | Kind::Page => &["source"],
            Kind::Person | Kind::Organization => &["terms", "reports", "commitments"],
        }
    }
}

/// What a file's path says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Identity {
    pub kind: Kind,
    /// The meeting's id for meetings and reports, else the record's own.
    pub id: String,
    /// A report's id within its meeting.
    pub report: Option<String>,
    /// The language tag before `.md`, if there is one.
    pub language: Option<String>,
}

impl Identity {
    /// That of a record other than a report, in no language of its own.
    pub fn of(kind: Kind, id: &str) -> Identity {
        Identity { kind, id: id.to_string(), report: None, language: None }
    }
}

/// Why a file under `content/` is no record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misplaced {
    /// It is not a Markdown file: a photo, an attachment, anything.
    NotMarkdown,
    /// No kind of record lives there.
    NoKindHere,
}

/// Reads the path of a file under `content/`.
pub fn identify(path: &SourcePath) -> Result<Identity, Misplaced> {
    let stem = path.name().strip_suffix(".md").ok_or(Misplaced::NotMarkdown)?;
    let (stem, language) = match stem.rsplit_once('.') {
        Some((stem, tag)) if tag.parse::<unic_langid::LanguageIdentifier>().is_ok() => (stem, Some(tag.to_string())),
        _ => (stem, None),
    };
    let folders: Vec<&str> = path.folder().split('/').collect();
    let (kind, id, report) = match folders.as_slice() {
        ["content", "meetings", meeting] if stem == "index" => (Kind::Meeting, *meeting, None),
        ["content", "meetings", meeting] => (Kind::Report, *meeting, Some(stem.to_string())),
        ["content", "news"] => (Kind::Story, stem, None),
        ["content", "pages"] => (Kind::Page, stem, None),
        ["content", "people"] => (Kind::Person, stem, None),
        ["content", "organizations"] => (Kind::Organization, stem, None),
        _ => return Err(Misplaced::NoKindHere),
    };
    Ok(Identity { kind, id: id.to_string(), report, language })
}

/// Top-level addresses that the site has for itself.
const TOP_LEVEL: &[&str] = &[
    "meetings",
    "reports",
    "news",
    "volumes",
    "series",
    "people",
    "organizations",
    "commitments",
    "corrections",
    "archive",
    "topics",
    "search",
    "data",
    "assets",
];

/// Names that mean something else at some place where records live.
const RESERVED: &[&str] = &["page", "volume", "index", "feed"];

/// Why `id` cannot be an id, or `None` if it can.
pub fn problem_with_id(kind: Kind, id: &str) -> Option<String> {
    if id.is_empty() {
        return Some("the name is empty".into());
    }
    if !ComposingNormalizerBorrowed::new_nfc().is_normalized(id) {
        return Some("its letters and accents are stored apart (not Unicode NFC)".into());
    }
    if let Some(c) = id.chars().find(|c| !(c.is_alphanumeric() || *c == '-')) {
        let shown = if c.is_whitespace() { "a space".to_string() } else { format!("`{c}`") };
        return Some(format!("{shown} cannot stand in an id"));
    }
    if id.chars().any(char::is_uppercase) {
        return Some("an id is in lower case".into());
    }
    if id.len() > 200 {
        return Some("it is longer than 200 bytes".into());
    }
    let device = matches!(id, "con" | "prn" | "aux" | "nul")
        || (id.len() == 4
            && (id.starts_with("com") || id.starts_with("lpt"))
            && id.ends_with(|c: char| c.is_ascii_digit()));
    if device {
        return Some("Windows cannot have a file of this name".into());
    }
    let taken = RESERVED.contains(&id) || kind == Kind::Page && (TOP_LEVEL.contains(&id) || id == "404");
    taken.then(|| "the site needs this name for itself".to_string())
}

/// The form in which two ids that a file system or a reader could confuse are equal.
pub fn folded(id: &str) -> Cow<'_, str> {
    // Most are of plain letters, of which nothing need be looked up.
    if id.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        return Cow::Borrowed(id);
    }
    Cow::Owned(ComposingNormalizerBorrowed::new_nfkc().normalize(&id.to_lowercase()).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity(path: &str) -> Result<Identity, Misplaced> {
        identify(&SourcePath::new(path))
    }

    #[test]
    fn the_path_says_what_a_file_is() {
        let report = identity("content/meetings/2022-a/orchard.zh-Hans.md").unwrap();
        assert_eq!(report.kind, Kind::Report);
        assert_eq!((report.id.as_str(), report.report.as_deref()), ("2022-a", Some("orchard")));
        assert_eq!(report.language.as_deref(), Some("zh-Hans"));
        assert_eq!(identity("content/meetings/2022-a/index.md").unwrap().kind, Kind::Meeting);
        assert_eq!(identity("content/meetings/hall.jpg"), Err(Misplaced::NotMarkdown));
        assert_eq!(identity("content/meetings/a.md"), Err(Misplaced::NoKindHere));
    }

    #[test]
    fn ids_are_lower_case_letters_digits_and_dashes() {
        assert_eq!(problem_with_id(Kind::Person, "chen-ning"), None);
        assert_eq!(problem_with_id(Kind::Person, "陈宁"), None);
        for bad in ["Chen", "chen ning", "chen_ning", "..", "page", "con", "lpt1", "e\u{301}", ""] {
            assert!(problem_with_id(Kind::Person, bad).is_some(), "{bad}");
        }
        assert!(problem_with_id(Kind::Page, "meetings").is_some());
        assert!(problem_with_id(Kind::Story, "meetings").is_none());
    }
}
