#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "the edge to the output folder")]
//! What a run is about to move and remove, written down before it does.
//!
//! As long as no journal is there, what is staged is worth nothing. Once it is there, its
//! steps can be done, and done again, until all of them are.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use super::Step;
use super::manifest::is_inside;

/// Where files are staged: below the output folder, so that a move never crosses a mount.
pub const FOLDER: &str = ".minutebook";

const FILE: &str = "journal";
const END: &str = "end";

/// The steps to the new site.
pub struct Journal {
    /// The number of staged bytes, and the path to which they go. The manifest goes last.
    pub moves: Vec<(usize, String)>,
    pub removals: Vec<String>,
}

impl Journal {
    /// Writes the journal beside what is staged. From then on the new site is certain.
    pub fn commit(&self, stage: &Path, step: &Step<'_>) -> io::Result<()> {
        let mut text = String::new();
        for path in &self.removals {
            text.push_str(&format!("remove {path}\n"));
        }
        for (number, path) in &self.moves {
            text.push_str(&format!("move {number} {path}\n"));
        }
        text.push_str(END);
        step()?;
        let draft = stage.join("journal.new");
        let mut file = File::create(&draft)?;
        file.write_all(text.as_bytes())?;
        // The staged bytes have to be on the disk before the journal that relies on them.
        sync(&file)?;
        step()?;
        fs::rename(&draft, stage.join(FILE))
    }

    fn read(stage: &Path) -> io::Result<Option<Journal>> {
        let text = match fs::read_to_string(stage.join(FILE)) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let Some(steps) = text.strip_suffix(END) else { return Ok(None) };
        let mut journal = Journal { moves: Vec::new(), removals: Vec::new() };
        for line in steps.lines() {
            if let Some(path) = line.strip_prefix("remove ").filter(|path| is_inside(path)) {
                journal.removals.push(path.to_string());
            } else if let Some((number, path)) = line.strip_prefix("move ").and_then(|rest| rest.split_once(' '))
                && let (Ok(number), true) = (number.parse(), is_inside(path))
            {
                journal.moves.push((number, path.to_string()));
            }
        }
        Ok(Some(journal))
    }
}

#[cfg(unix)]
fn sync(file: &File) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    rustix::fs::syncfs(file)?;
    file.sync_all()
}

#[cfg(not(unix))]
fn sync(file: &File) -> io::Result<()> {
    file.sync_all()
}

/// Finishes what an earlier run has committed to, or clears away what it has not.
pub fn recover(output: &Path, step: &Step<'_>) -> io::Result<()> {
    let stage = output.join(FOLDER);
    match fs::symlink_metadata(&stage) {
        Ok(found) if found.is_dir() => {}
        Ok(_) => {
            let message = format!("{} is not a folder; move it away", stage.display());
            return Err(io::Error::new(io::ErrorKind::AlreadyExists, message));
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    }
    if let Some(journal) = Journal::read(&stage)? {
        for path in &journal.removals {
            step()?;
            remove(output, path)?;
        }
        let mut folders = Folders { output, known: HashMap::new() };
        for (number, path) in &journal.moves {
            step()?;
            if !folders.lead_to(path)? {
                continue;
            }
            let staged = stage.join(number.to_string());
            match fs::rename(&staged, output.join(path)) {
                // It has been moved before if it is no longer here.
                Err(_) if fs::symlink_metadata(&staged).is_err() => {}
                moved => moved?,
            }
        }
    }
    step()?;
    fs::remove_dir_all(&stage)
}

/// The folders below the output folder, each of which is looked at once: most files share theirs.
struct Folders<'a> {
    output: &'a Path,
    /// Whether one is a folder, and not a symbolic link: what lies behind that is not ours.
    known: HashMap<String, bool>,
}

impl Folders<'_> {
    /// Makes the folders on the way to a path; `false` where a symbolic link is among them.
    fn lead_to(&mut self, path: &str) -> io::Result<bool> {
        let Some((folder, _)) = path.rsplit_once('/') else { return Ok(true) };
        if let Some(known) = self.known.get(folder) {
            return Ok(*known);
        }
        let is_folder = self.lead_to(folder)? && self.make(folder)?;
        self.known.insert(folder.to_string(), is_folder);
        Ok(is_folder)
    }

    fn make(&self, folder: &str) -> io::Result<bool> {
        let folder = self.output.join(folder);
        match fs::create_dir(&folder) {
            Ok(()) => Ok(true),
            Err(error) => match fs::symlink_metadata(&folder) {
                Ok(found) if found.is_dir() => Ok(true),
                Ok(found) if found.is_symlink() => Ok(false),
                _ => Err(error),
            },
        }
    }
}

/// Whether a folder on the way to `path` is a symbolic link: what lies behind is not ours.
fn passes_link(output: &Path, path: &str) -> bool {
    let mut folder = output.to_path_buf();
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    parts.into_iter().any(|part| {
        folder.push(part);
        fs::symlink_metadata(&folder).is_ok_and(|found| found.is_symlink())
    })
}

/// Removes a file, and the folders that it leaves empty.
fn remove(output: &Path, path: &str) -> io::Result<()> {
    let target = output.join(path);
    if passes_link(output, path) {
        return Ok(());
    }
    // What is a folder by now was no file of ours, or its step has been done before.
    if fs::symlink_metadata(&target).is_ok_and(|found| found.is_dir()) {
        return Ok(());
    }
    match fs::remove_file(&target) {
        Ok(()) => {}
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {}
        Err(error) => return Err(error),
    }
    let folders = target.ancestors().skip(1).take_while(|folder| *folder != output);
    for folder in folders {
        // A folder that still holds something stays, and so do those above it.
        if fs::remove_dir(folder).is_err() {
            break;
        }
    }
    Ok(())
}
