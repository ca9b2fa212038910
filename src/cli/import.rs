//! `import`: files that lie anywhere -> new files of the site, and an account of what became of each piece.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::args::{Format, Global, ImportArgs, ImportKind};
use super::{Stop, counted, from_here, listed, looked_at, new, place};
use crate::edit::{meeting, report};
use crate::import::{self, Entry, Fate, Imported, Input, Spot, Wish};
use crate::parse::Kind;
use crate::publish::documents::Documents;

/// Words of a piece up to this many characters are printed; the file, or the JSON, has the rest.
const SHOWN: usize = 80;

pub fn import(global: &Global, own: &ImportArgs) -> Result<(), Stop> {
    let place = place(global)?;
    let (site, _) = looked_at(&place, &mut Documents::open(&place.disk.root))?;
    let archive = &site.archive;
    if let Some(series) = &own.series {
        meeting::series(archive, series).map_err(new::usage)?;
    }
    if let Some(id) = &own.meeting {
        report::meeting(archive, id).map_err(new::usage)?;
    }
    let mut inputs = Vec::new();
    let mut unread = Vec::new();
    for source in &own.sources {
        gather(source, &mut inputs, &mut unread)?;
    }
    let wish = Wish {
        kind: own.kind.map(|kind| match kind {
            ImportKind::Meeting => Kind::Meeting,
            ImportKind::Report => Kind::Report,
            ImportKind::Story => Kind::Story,
            ImportKind::Page => Kind::Page,
        }),
        series: own.series.clone(),
        meeting: own.meeting.clone(),
    };
    let sources = listed(&place)?;
    let mut imported = import::import(archive, sources.files.iter().map(|file| &file.path), &inputs, &wish);
    imported.account.extend(unread);
    imported.account.sort_by(|a, b| a.source.cmp(&b.source).then(a.spot.cmp(&b.spot)));
    if !own.dry_run {
        write(&place.disk.root, &mut imported)?;
    }
    match own.format {
        Format::Json => print_json(&imported, own.dry_run)?,
        Format::Human if !global.quiet => print(&imported, own.dry_run, &place.disk.root),
        Format::Human => {}
    }
    let in_the_way = imported.account.iter().any(|entry| matches!(entry.fate, Fate::InTheWay { .. }));
    if in_the_way || imported.made.is_empty() { Err(Stop::content()) } else { Ok(()) }
}

/// The files of a source, those below a folder in the order of their names.
fn gather(source: &Path, inputs: &mut Vec<Input>, unread: &mut Vec<Entry>) -> Result<(), Stop> {
    let found = fs::metadata(source).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Stop::usage(format!("there is no file or folder {}", source.display())),
        _ => Stop::machine(format!("{}: {error}", source.display())),
    })?;
    if !found.is_dir() {
        let name = source.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        return take(source, name, inputs, unread);
    }
    let is_hidden = |entry: &walkdir::DirEntry| {
        let name = entry.file_name().to_string_lossy();
        // A file that Word has open has a shadow of this name.
        entry.depth() > 0 && (name.starts_with('.') || name.starts_with("~$"))
    };
    let walk = walkdir::WalkDir::new(source).follow_links(false).sort_by_file_name().into_iter();
    for entry in walk.filter_entry(|entry| !is_hidden(entry)) {
        let entry = entry.map_err(|error| Stop::machine(error.to_string()))?;
        if entry.file_type().is_file() {
            let below = entry.path().strip_prefix(source).unwrap_or(entry.path());
            let path = below.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
            take(entry.path(), path, inputs, unread)?;
        } else if !entry.file_type().is_dir() {
            unread.push(not_read(entry.path(), "a link or a device, which is not followed"));
        }
    }
    Ok(())
}

fn take(file: &Path, path: String, inputs: &mut Vec<Input>, unread: &mut Vec<Entry>) -> Result<(), Stop> {
    let fail = |error: io::Error| Stop::machine(format!("{}: {error}", file.display()));
    let mut bytes = Vec::new();
    fs::File::open(file).map_err(fail)?.take(import::MOST_BYTES + 1).read_to_end(&mut bytes).map_err(fail)?;
    if bytes.len() as u64 > import::MOST_BYTES {
        unread.push(not_read(file, &format!("a file of more than {} MB", import::MOST_BYTES / 1_000_000)));
        return Ok(());
    }
    inputs.push(Input { name: named(file), path, bytes });
    Ok(())
}

fn named(file: &Path) -> String {
    from_here(file).to_string_lossy().into_owned()
}

fn not_read(file: &Path, what: &str) -> Entry {
    let fate = Fate::NotUnderstood { what: what.to_string(), file: None };
    Entry { source: named(file), spot: Spot::Whole, words: String::new(), fate }
}

/// Writes the files of every record; of one whose place was taken in the meantime, none.
fn write(root: &Path, imported: &mut Imported) -> Result<(), Stop> {
    let mut kept = Vec::new();
    for made in std::mem::take(&mut imported.made) {
        let taken = made.files.iter().find(|file| root.join(file.path.as_str()).symlink_metadata().is_ok());
        if let Some(file) = taken {
            let fate = Fate::InTheWay { file: file.path.clone() };
            imported.account.push(Entry { source: made.source, spot: Spot::Whole, words: String::new(), fate });
            continue;
        }
        for file in &made.files {
            let path: PathBuf = root.join(file.path.as_str());
            new::make(&path, &file.bytes).map_err(|error| Stop::machine(format!("{}: {error}", path.display())))?;
        }
        kept.push(made);
    }
    imported.made = kept;
    Ok(())
}

/// The account for people: what was made, what was recognized, what was not understood.
fn print(imported: &Imported, dry_run: bool, root: &Path) {
    let done = if dry_run { "would make" } else { "made" };
    for made in &imported.made {
        let own = made.files.first().map(|file| &file.path);
        for file in &made.files {
            anstream::println!("{done} {}", from_here(&root.join(file.path.as_str())).display());
        }
        anstream::println!("  from {}", made.source);
        for entry in &imported.account {
            if let Fate::Field { key, value, file } = &entry.fate
                && Some(file) == own
            {
                anstream::println!("  {key}: {} ({}{})", short(value), entry.source, entry.spot);
            }
        }
        for missing in &made.missing {
            anstream::println!("  missing: {missing}");
        }
    }
    let of = |wanted: &str| imported.account.iter().filter(|entry| entry.fate.name() == wanted).collect::<Vec<_>>();
    let not_understood = of("not-understood");
    if !not_understood.is_empty() {
        anstream::println!("\nnot understood:");
    }
    for entry in &not_understood {
        if let Fate::NotUnderstood { what, file } = &entry.fate {
            let words = if entry.words.is_empty() { String::new() } else { format!(": {}", short(&entry.words)) };
            let marked = if file.is_some() { "" } else { " (in no file)" };
            anstream::println!("  {}{}: {what}{marked}{words}", entry.source, entry.spot);
        }
    }
    let left_out = of("left-out");
    if !left_out.is_empty() {
        anstream::println!("\nleft out on purpose:");
    }
    for entry in left_out {
        if let Fate::LeftOut { what } = &entry.fate {
            anstream::println!("  {}{}: {what}", entry.source, entry.spot);
        }
    }
    let in_the_way = of("in-the-way");
    if !in_the_way.is_empty() {
        anstream::println!("\nthere already, and left as it is:");
    }
    for entry in &in_the_way {
        if let Fate::InTheWay { file } = &entry.fate {
            anstream::println!("  {file}, which {} would become", entry.source);
        }
    }
    let drafts = imported.made.iter().filter(|made| !made.missing.is_empty()).count();
    anstream::println!(
        "\n{}, {} with something missing; {} not understood",
        counted(imported.made.len(), "record"),
        drafts,
        counted(not_understood.len(), "piece"),
    );
    if dry_run {
        anstream::println!("nothing was written");
    } else if !imported.made.is_empty() {
        anstream::println!("each file says in lines with `import:` what to look at; `minutebook check` finds the rest");
    }
}

fn short(words: &str) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}

/// One line of JSON.
#[derive(Serialize)]
#[serde(tag = "fate", rename_all = "kebab-case")]
enum Line<'a> {
    /// A file that was made, or would be.
    Made { source: &'a str, kind: &'a str, file: &'a str, missing: &'a [String], written: bool },
    #[serde(untagged)]
    Piece {
        source: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        line: Option<usize>,
        #[serde(skip_serializing_if = "String::is_empty")]
        place: String,
        words: &'a str,
        fate: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        key: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        value: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        what: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        file: Option<&'a str>,
    },
}

fn print_json(imported: &Imported, dry_run: bool) -> Result<(), Stop> {
    let mut out = String::new();
    let mut add = |line: &Line<'_>| {
        out.push_str(&serde_json::to_string(line).expect("words and numbers are JSON"));
        out.push('\n');
    };
    for made in &imported.made {
        for file in &made.files {
            let (source, kind, missing) = (made.source.as_str(), made.kind.word(), made.missing.as_slice());
            add(&Line::Made { source, kind, file: file.path.as_str(), missing, written: !dry_run });
        }
    }
    for entry in &imported.account {
        let (mut key, mut value, mut what, mut file) = (None, None, None, None);
        match &entry.fate {
            Fate::Field { key: own, value: own_value, file: own_file } => {
                (key, value, file) = (Some(*own), Some(own_value.as_str()), Some(own_file.as_str()));
            }
            Fate::Text { file: own } | Fate::Picture { file: own } | Fate::InTheWay { file: own } => {
                file = Some(own.as_str())
            }
            Fate::NotUnderstood { what: own, file: own_file } => {
                (what, file) = (Some(own.as_str()), own_file.as_ref().map(|file| file.as_str()));
            }
            Fate::LeftOut { what: own } => what = Some(own.as_str()),
        }
        let line = if let Spot::Line(line) = entry.spot { Some(line) } else { None };
        let place =
            if line.is_some() { String::new() } else { entry.spot.to_string().trim_start_matches(", ").to_string() };
        let (source, words, fate) = (entry.source.as_str(), entry.words.as_str(), entry.fate.name());
        add(&Line::Piece { source, line, place, words, fate, key, value, what, file });
    }
    super::about::print(out.as_bytes())
}
