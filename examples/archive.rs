//! Writes the invented archive that `benches/` measure with, as a site of minutebook, and the same
//! records as a site of Hugo: `cargo run --release --example archive -- FOLDER 10000 --hugo FOLDER`.

#[path = "../benches/archive.rs"]
mod archive;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use archive::{Archive, Record, archive};
use clap::Parser;
use include_dir::{Dir, include_dir};

/// Settings and layouts.
static HUGO: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/benches/hugo");

/// Writes an invented archive.
#[derive(Parser)]
struct Args {
    /// Where the site goes.
    folder: PathBuf,
    /// How many reports it has, ten a meeting.
    reports: usize,
    /// Where the same archive goes as a site of Hugo.
    #[arg(long, value_name = "FOLDER")]
    hugo: Option<PathBuf>,
}

fn main() -> io::Result<()> {
    let args = Args::parse();
    let archive = archive(args.reports);
    minutebook(&archive, &args.folder)?;
    args.hugo.map_or(Ok(()), |folder| hugo(&archive, &folder))
}

fn minutebook(archive: &Archive, folder: &Path) -> io::Result<()> {
    put(folder, "minutebook.yaml", &archive.config)?;
    archive.records.iter().try_for_each(|record| put(folder, &record.path, &record.file()))
}

fn hugo(archive: &Archive, folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    HUGO.extract(folder)?;
    for (id, title) in &archive.topics {
        put(folder, &format!("content/topics/{id}/_index.md"), &format!("---\ntitle: {title}\n---\n"))?;
    }
    archive.records.iter().try_for_each(|record| {
        let record = in_hugo(record);
        put(folder, &record.path, &record.file())
    })
}

/// The record where Hugo looks for it, with the keys that Hugo wants besides.
fn in_hugo(record: &Record) -> Record {
    let Record { path, keys, text } = record;
    let day = path.strip_prefix("content/meetings/").map(|rest| &rest[.."2006-01-09".len()]);
    let value = |key: &str| keys.lines().find_map(|line| line.strip_prefix(key)).unwrap_or_default();
    let (path, keys) = match day {
        Some(day) if path.ends_with("/index.md") => {
            (path.replace("/index.md", "/_index.md"), format!("date: {day}\nlayout: meeting\n{keys}"))
        }
        Some(day) => {
            let (secretary, organization) = (value("secretary: "), value("organization: "));
            let terms = format!("people: [{secretary}]\norganizations: [{organization}]\nyears: [\"{}\"]", &day[..4]);
            (path.clone(), format!("date: {day}\n{terms}\n{keys}"))
        }
        // To Hugo it is the page of a term, of which it wants no more.
        None => (path.replace(".md", "/_index.md"), format!("title: {}\n", value("name: "))),
    };
    // minutebook links to files, Hugo to addresses.
    Record { path, keys, text: text.replace("/index.md)", "/)").replace(".md)", "/)") }
}

fn put(folder: &Path, path: &str, text: &str) -> io::Result<()> {
    let file = folder.join(path);
    fs::create_dir_all(file.parent().expect("it lies in a folder"))?;
    fs::write(file, text)
}
