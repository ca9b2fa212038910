//! `status`: what waits for somebody.

use std::io;
use std::time::{Duration, SystemTime};

use serde::Serialize;

use super::args::{Global, StatusArgs, StatusFormat};
use super::new::usage;
use super::{Place, Stop, counted, looked_at, place};
use crate::edit;
use crate::model::{Archive, Handle, Meeting, Told};
use crate::publish::documents::Documents;
use crate::span::SourcePath;
use crate::status::{self, About, Line, Scope, State};

/// A checkout or a copy writes all files within moments, in any order; what is that close
/// together says nothing about which text is newer.
const AT_ONCE: Duration = Duration::from_secs(60);

/// As many lines of a kind are shown to people who do not ask for more.
const MOST: usize = 20;

/// Lists what waits for somebody.
pub fn status(global: &Global, own: &StatusArgs) -> Result<(), Stop> {
    let place = place(global)?;
    let (site, _) = looked_at(&place, &mut Documents::open(&place.disk.root))?;
    if own.translations {
        return translations(global, own, &place, &site.archive);
    }
    let archive = &site.archive;
    let series = own.series.as_deref().map(|id| edit::meeting::series(archive, id)).transpose();
    let series = series.map_err(usage)?;
    let scope = Scope { series, covers: own.covers };
    let lines = status::lines(archive, scope);
    match own.format {
        StatusFormat::Json => json(&lines),
        StatusFormat::Csv => csv(&lines)?,
        StatusFormat::Human => {
            for meeting in status::rounds(archive, scope) {
                round(archive, meeting, &lines);
            }
            let most = if global.verbose { usize::MAX } else { MOST };
            for (about, heading) in SECTIONS {
                section(heading, lines.iter().filter(|line| line.about == *about).collect(), most);
            }
            if lines.is_empty() && !global.quiet {
                anstream::println!("nothing waits");
            }
        }
    }
    Ok(())
}

/// What stands after the reports, each with what it is called.
const SECTIONS: &[(About, &str)] = &[
    (About::Draft, "not public yet"),
    (About::Review, "not signed off"),
    (About::Commitment, "open commitments"),
    (About::PublicUntil, "public for 60 days or less"),
];

/// One meeting and everybody who was to report at it.
fn round(archive: &Archive, handle: Handle<Told<Meeting>>, lines: &[Line<'_>]) {
    let meeting = &archive.meetings[handle].original;
    let own: Vec<&Line> = lines
        .iter()
        .filter(|line| line.about == About::Report && line.meeting == Some(meeting.base.id.as_str()))
        .collect();
    let filed = own.iter().filter(|line| line.state == State::Filed).count();
    let covers = meeting.covers.map_or(String::new(), |covers| format!(" on {covers}"));
    anstream::println!("{}{covers}: {filed} of {} filed", meeting.base.id, counted(own.len(), "report"));
    let widest = own.iter().filter_map(|line| line.organization).map(width).max().unwrap_or(0);
    for line in own {
        let organization = line.organization.unwrap_or("-");
        let gap = " ".repeat(widest.saturating_sub(width(organization)));
        let secretary = line.secretary.unwrap_or("secretary not known");
        anstream::println!("  {:<9} {organization}{gap}  {secretary}", word(line.state));
    }
}

/// How many columns of a terminal it takes: a Han character takes two.
fn width(text: &str) -> usize {
    text.chars().map(|c| if c >= '\u{1100}' { 2 } else { 1 }).sum()
}

fn section(heading: &str, lines: Vec<&Line<'_>>, most: usize) {
    if lines.is_empty() {
        return;
    }
    anstream::println!("{heading}: {}", lines.len());
    for line in lines.iter().take(most) {
        let date = line.date.as_ref().map_or(String::new(), |date| format!(" {date}"));
        let words = line.words.as_ref().map_or(String::new(), |words| format!("  {words}"));
        anstream::println!("  {}{date}  {}{words}", word(line.state), line.file);
    }
    if lines.len() > most {
        anstream::println!("  and {} more; --verbose or --format csv lists them", lines.len() - most);
    }
}

fn word(state: State) -> &'static str {
    match state {
        State::Filed => "filed",
        State::Draft => "draft",
        State::Begun => "begun",
        State::Told => "told",
        State::Missing => "missing",
        State::Expected => "expected",
        State::Embargoed => "embargo",
        State::Unreviewed => "lacks",
        State::Overdue => "overdue",
        State::Silent => "silent",
        State::Open => "open",
        State::Ending => "until",
    }
}

fn json(lines: &[impl Serialize]) {
    for line in lines {
        anstream::println!("{}", serde_json::to_string(line).expect("a line of text"));
    }
}

fn csv(lines: &[impl Serialize]) -> Result<(), Stop> {
    let mut writer = csv::Writer::from_writer(io::stdout().lock());
    let written = lines.iter().try_for_each(|line| writer.serialize(line));
    let written = written.map_err(io::Error::from).and_then(|()| writer.flush());
    match written {
        // Who reads no further has all that was wanted.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Stop::machine(error.to_string())),
        _ => Ok(()),
    }
}

/// A translation that is missing or old, for programs. The field names are relied on.
#[derive(Serialize)]
struct Waiting<'a> {
    language: &'a str,
    state: &'static str,
    file: &'a str,
    original: &'a str,
}

/// Lists the records without a translation, and those whose original changed since.
fn translations(global: &Global, own: &StatusArgs, place: &Place, archive: &Archive) -> Result<(), Stop> {
    let all = status::translations(archive);
    let mut of_all = Vec::new();
    for (index, language) in archive.languages.iter().enumerate() {
        let of_language = all.iter().filter(|translation| translation.language.0 == index);
        let (mut records, mut waiting) = (0, Vec::new());
        for translation in of_language {
            records += 1;
            let state = match translation.is_there {
                false => "missing",
                true if is_older(place, &translation.file, &translation.original) => "older",
                true => continue,
            };
            let (file, original) = (translation.file.as_str(), translation.original.as_str());
            waiting.push(Waiting { language, state, file, original });
        }
        if own.format == StatusFormat::Human && records > 0 {
            human(language, records, &waiting);
        }
        of_all.extend(waiting);
    }
    match own.format {
        StatusFormat::Json => json(&of_all),
        StatusFormat::Csv => csv(&of_all)?,
        StatusFormat::Human if all.is_empty() && !global.quiet => {
            anstream::println!("the site has one language; further ones stand under `languages:` in minutebook.yaml");
        }
        StatusFormat::Human => {}
    }
    Ok(())
}

fn human(language: &str, records: usize, waiting: &[Waiting<'_>]) {
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
