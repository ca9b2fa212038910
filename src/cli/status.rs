//! `status`: what waits for somebody.

use std::time::{Duration, SystemTime};

use serde::Serialize;

use super::args::{Format, Global, StatusArgs};
use super::{Place, Stop, looked_at, place};
use crate::publish::documents::Documents;
use crate::span::SourcePath;
use crate::status;

/// A checkout or a copy writes all files within moments, in any order; what is that close
/// together says nothing about which text is newer.
const AT_ONCE: Duration = Duration::from_secs(60);

/// A translation that is missing or old, for programs. The field names are relied on.
#[derive(Serialize)]
struct Line<'a> {
    language: &'a str,
    state: &'static str,
    file: &'a str,
    original: &'a str,
}

/// Lists the records without a translation, and those whose original changed since.
pub fn status(global: &Global, own: &StatusArgs) -> Result<(), Stop> {
    let place = place(global)?;
    let (site, _) = looked_at(&place, &mut Documents::open(&place.disk.root))?;
    let archive = &site.archive;
    let all = status::translations(archive);
    for (index, language) in archive.languages.iter().enumerate() {
        let of_language = all.iter().filter(|translation| translation.language.0 == index);
        let (mut records, mut waiting) = (0, Vec::new());
        for translation in of_language {
            records += 1;
            let state = match translation.is_there {
                false => "missing",
                true if is_older(&place, &translation.file, &translation.original) => "older",
                true => continue,
            };
            let (file, original) = (translation.file.as_str(), translation.original.as_str());
            waiting.push(Line { language, state, file, original });
        }
        match own.format {
            Format::Json => {
                for line in &waiting {
                    anstream::println!("{}", serde_json::to_string(line).expect("a line of text"));
                }
            }
            Format::Human if records > 0 => human(language, records, &waiting),
            Format::Human => {}
        }
    }
    if all.is_empty() && own.format == Format::Human && !global.quiet {
        anstream::println!("the site has one language; further ones stand under `languages:` in minutebook.yaml");
    }
    Ok(())
}

fn human(language: &str, records: usize, waiting: &[Line<'_>]) {
    let count = |state| waiting.iter().filter(|line| line.state == state).count();
    let (missing, older) = (count("missing"), count("older"));
    let words = match (missing, older) {
        (0, 0) => "all translated".to_string(),
        (_, 0) => format!("{missing} not translated"),
        (0, _) => format!("{older} older than the original"),
        (_, _) => format!("{missing} not translated, {older} older than the original"),
    };
    anstream::println!("{language}: {records} records, {words}");
    for line in waiting {
        anstream::println!("  {:<8}{}", line.state, line.file);
    }
}

/// Whether a file was last written well before another.
fn is_older(place: &Place, file: &SourcePath, than: &SourcePath) -> bool {
    let written = |path: &SourcePath| -> Option<SystemTime> {
        std::fs::metadata(place.disk.root.join(path.as_str())).and_then(|found| found.modified()).ok()
    };
    match (written(file), written(than)) {
        (Some(file), Some(than)) => than.duration_since(file).is_ok_and(|later| later > AT_ONCE),
        _ => false,
    }
}
