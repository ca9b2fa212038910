//! Records without a translation.

use crate::model::{Archive, Base, Language, Spoken, Told};
use crate::span::SourcePath;

/// A record in one of the site's further languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Translation {
    pub language: Language,
    /// The file that states the record's facts.
    pub original: SourcePath,
    /// The file that gives its words in `language`, which may not be there yet.
    pub file: SourcePath,
    pub is_there: bool,
}

/// Every record in every language but its own, by language and file.
pub fn translations(archive: &Archive) -> Vec<Translation> {
    let mut all = Vec::new();
    for language in (0..archive.languages.len()).map(Language) {
        collect(archive, language, archive.meetings.iter().map(|(_, told)| told), |meeting| &meeting.base, &mut all);
        collect(archive, language, archive.reports.iter().map(|(_, told)| told), |report| &report.base, &mut all);
        collect(archive, language, archive.stories.iter().map(|(_, told)| told), |story| &story.base, &mut all);
        collect(archive, language, archive.pages.iter().map(|(_, told)| told), |page| &page.base, &mut all);
        collect(archive, language, archive.people.iter().map(|(_, told)| told), |person| &person.base, &mut all);
        let organizations = archive.organizations.iter().map(|(_, told)| told);
        collect(archive, language, organizations, |organization| &organization.base, &mut all);
    }
    all.sort_by(|a, b| (a.language, &a.original).cmp(&(b.language, &b.original)));
    all
}

fn collect<'a, T: Spoken + 'a>(
    archive: &Archive,
    language: Language,
    records: impl Iterator<Item = &'a Told<T>>,
    base: impl Fn(&T) -> &Base,
    all: &mut Vec<Translation>,
) {
    for told in records.filter(|told| told.original.language() != language) {
        let original = base(&told.original).file.clone();
        let is_there = told.is_in(language);
        let file = match is_there {
            true => base(told.in_language(language)).file.clone(),
            false => translated_name(archive, &original, language),
        };
        all.push(Translation { language, original, file, is_there });
    }
}

/// `people/li.md` -> `people/li.zh-Hans.md`; the first language has no tag.
fn translated_name(archive: &Archive, original: &SourcePath, language: Language) -> SourcePath {
    let stem = original.name().split('.').next().unwrap_or_default();
    let folder = original.folder();
    SourcePath::new(match language {
        Language(0) => format!("{folder}/{stem}.md"),
        Language(other) => format!("{folder}/{stem}.{}.md", archive.languages[other]),
    })
}
