//! New files on the disk: `init` and `new`. What is there is never touched.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::args::{Global, InitArgs, NewMeetingArgs};
use super::{Stop, from_here, looked_at, place};
use crate::config;
use crate::edit::meeting::{self, Wanted};
use crate::edit::{NewFile, Tongue, starter};
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

/// Makes a meeting and the stubs of the reports that are expected at it.
pub fn meeting(global: &Global, own: &NewMeetingArgs) -> Result<(), Stop> {
    let place = place(global)?;
    let (site, _) = looked_at(&place, &mut Documents::open(&place.disk.root))?;
    let wanted = Wanted {
        series: own.series.clone(),
        held: own.held,
        covers: own.covers,
        organizer: own.organizer.clone(),
        title: own.title.clone(),
    };
    let files = meeting::files(&site.archive, &wanted)
        .map_err(|unknown| Stop::usage(format!("{}\n  help: {}", unknown.message, unknown.help)))?;
    let made = make_all(&place.disk.root, &files, global.quiet)?;
    if global.quiet {
        return Ok(());
    }
    if made == 0 {
        anstream::println!("everything was there already; nothing was written");
    } else {
        anstream::println!(
            "\nFill them in, then take the line `{}` out of index.md.",
            meeting::draft_line(&site.archive)
        );
    }
    Ok(())
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
