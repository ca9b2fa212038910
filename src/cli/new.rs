//! New files on the disk: `init` and `new`. What is there is never touched.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::args::{Global, InitArgs, New, NewMeetingArgs, NewReportArgs};
use super::{Place, Stop, ask, from_here, looked_at, place};
use crate::config;
use crate::edit::record::{self, Called, Office};
use crate::edit::{self, NewFile, Tongue, Unknown, meeting, report, starter};
use crate::model::Archive;
use crate::parse::Kind;
use crate::publish::documents::Documents;

/// Makes a new site.
pub fn init(global: &Global, own: &InitArgs) -> Result<(), Stop> {
    let folder = own.folder.clone().unwrap_or_else(|| PathBuf::from("."));
    if folder.join(config::FILE).exists() {
        return Err(Stop::usage(format!(
            "{} is a site already: it has a {}\n  help: name another folder, or go there and run `minutebook serve`",
            folder.display(),
            config::FILE
        )));
    }
    let files = starter::files(Tongue::of(&own.language));
    let taken: Vec<String> = files
        .iter()
        .map(|file| folder.join(file.path.as_str()))
        .filter(|path| path.symlink_metadata().is_ok())
        .map(|path| format!("  {}\n", path.display()))
        .collect();
    if !taken.is_empty() {
        return Err(Stop::usage(format!(
            "these files are in the way of a new site:\n{}  help: name a folder that is empty or not there yet",
            taken.concat()
        )));
    }
    make_all(&folder, &files, global.quiet)?;
    if !global.quiet {
        let go = match &own.folder {
            Some(folder) => format!("  cd {}\n", folder.display()),
            None => String::new(),
        };
        anstream::println!("\nA new site. See it in the browser with:\n{go}  minutebook serve --open");
    }
    Ok(())
}

/// Makes a record.
pub fn record(global: &Global, own: &New) -> Result<(), Stop> {
    let place = place(global)?;
    let (site, _) = looked_at(&place, &mut Documents::open(&place.disk.root))?;
    let archive = &site.archive;
    let (file, kind) = match own {
        New::Meeting(own) => return meeting(global, own, &place, archive),
        New::Report(own) => {
            let NewReportArgs { meeting, secretary, organization } = own;
            (report::file(archive, meeting, secretary.as_deref(), organization.as_deref()), Kind::Report)
        }
        New::Person(own) => {
            let called = Called { name: &own.name, id: own.id.as_deref() };
            let (post, role) = (own.post.as_deref(), own.role.as_deref());
            let office = Office { post, role, organization: own.organization.as_deref(), start: own.start };
            (record::person(archive, called, office), Kind::Person)
        }
        New::Organization(own) => {
            let called = Called { name: &own.name, id: own.id.as_deref() };
            let made = record::organization(archive, called, own.kind.as_deref(), own.parent.as_deref());
            (made, Kind::Organization)
        }
        New::Story(own) => {
            let called = Called { name: &own.title, id: own.id.as_deref() };
            (record::story(archive, called, own.published.unwrap_or(place.today)), Kind::Story)
        }
        New::Page(own) => {
            let called = Called { name: &own.title, id: own.id.as_deref() };
            (record::page(archive, called), Kind::Page)
        }
    };
    let file = file.map_err(usage)?;
    let path = from_here(&place.disk.root.join(file.path.as_str())).display().to_string();
    if make_all(&place.disk.root, &[file], true)? == 0 {
        return Err(Stop::usage(format!("{path} is there already; nothing was written")));
    }
    if !global.quiet {
        anstream::println!("made {path}");
        if matches!(kind, Kind::Story | Kind::Page) {
            anstream::println!("\nWrite it, then take the line `{}` out.", edit::draft_line(archive, kind));
        }
    }
    Ok(())
}

/// Makes a meeting and the stubs of the reports that are expected at it.
fn meeting(global: &Global, own: &NewMeetingArgs, place: &Place, archive: &Archive) -> Result<(), Stop> {
    let files = meeting::files(archive, &ask::meeting(archive, own)?).map_err(usage)?;
    let made = make_all(&place.disk.root, &files, global.quiet)?;
    if global.quiet {
        return Ok(());
    }
    if made == 0 {
        anstream::println!("everything was there already; nothing was written");
    } else {
        let line = edit::draft_line(archive, Kind::Meeting);
        anstream::println!("\nFill them in, then take the line `{line}` out of index.md.");
    }
    Ok(())
}

/// What stands in the way is what was asked for.
pub fn usage(unknown: Unknown) -> Stop {
    Stop::usage(format!("{}\n  help: {}", unknown.message, unknown.help))
}

/// Makes those of the files that are not there, and says of each which it was; how many were made.
pub fn make_all(root: &Path, files: &[NewFile], quiet: bool) -> Result<usize, Stop> {
    let mut made = 0;
    for file in files {
        let path = root.join(file.path.as_str());
        let outcome = match make(&path, &file.bytes) {
            Ok(()) => {
                made += 1;
                "made"
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => "kept",
            Err(error) => return Err(Stop::machine(format!("{}: {error}", path.display()))),
        };
        if !quiet {
            anstream::println!("{outcome} {}", from_here(&path).display());
        }
    }
    Ok(made)
}

/// Writes a file that is not there yet.
pub fn make(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::File::create_new(path)?.write_all(bytes)
}
