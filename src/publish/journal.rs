#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "the edge to the output folder")]
//! What a run is about to move and remove, written down before it does.
//!
//! As long as no journal is there, what is staged is worth nothing. Once it is there, its
//! steps can be done, and done again, until all of them are.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::Step;
use super::manifest::is_inside;

/// Where files are staged: below the output folder, so that a move never crosses a mount.
pub const FOLDER: &str = ".minutebook";

/// Below it, where folders are staged that the output does not have: each is moved with all that it holds.
const FRESH: &str = "fresh";

const FILE: &str = "journal";
const END: &str = "end";

/// The steps to the new site.
pub struct Journal {
    /// Where it is staged, and the path of the file or folder to which it goes. The manifest goes last.
    pub moves: Vec<(Staged, String)>,
    pub removals: Vec<String>,
}

/// Where something is staged that goes to a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Staged {
    /// Under a number.
    Number(usize),
    /// Below `FRESH`, at the same path.
    Fresh,
}

impl Staged {
    /// Its place below the stage.
    pub fn place(self, stage: &Path, path: &str) -> PathBuf {
        match self {
            Staged::Number(number) => stage.join(number.to_string()),
            Staged::Fresh => stage.join(FRESH).join(path),
        }
    }
}

impl Journal {
    /// Writes the journal beside what is staged. From then on the new site is certain.
    pub fn commit(&self, stage: &Path, step: &Step<'_>) -> io::Result<()> {
        let mut text = String::new();
        for path in &self.removals {
            text.push_str(&format!("remove {path}\n"));
        }
        for (staged, path) in &self.moves {
            text.push_str(&match staged {
                Staged::Number(number) => format!("move {number} {path}\n"),
                Staged::Fresh => format!("bring {path}\n"),
            });
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
            } else if let Some(path) = line.strip_prefix("bring ").filter(|path| is_inside(path)) {
                journal.moves.push((Staged::Fresh, path.to_string()));
            } else if let Some((number, path)) = line.strip_prefix("move ").and_then(|rest| rest.split_once(' '))
                && let (Ok(number), true) = (number.parse(), is_inside(path))
            {
                journal.moves.push((Staged::Number(number), path.to_string()));
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
        for (staged, path) in &journal.moves {
            step()?;
            // Who forges a journal can put a link there, too.
            if !passes_link(&stage, &format!("{FRESH}/{path}")) {
                folders.bring(&staged.place(&stage, path), path)?;
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
    /// Moves a staged file or folder to a path, unless a symbolic link is on the way.
    fn bring(&mut self, staged: &Path, path: &str) -> io::Result<()> {
        if !self.lead_to(path)? {
            return Ok(());
        }
        let target = self.output.join(path);
        let Err(error) = fs::rename(staged, &target) else { return Ok(()) };
        match fs::symlink_metadata(staged) {
            // It has been moved before.
            Err(_) => Ok(()),
            // Somebody has made the folder meanwhile.
            Ok(found) if found.is_dir() && fs::symlink_metadata(&target).is_ok_and(|found| found.is_dir()) => {
                for entry in fs::read_dir(staged)? {
                    let entry = entry?;
                    let name = entry.file_name().into_string().map_err(|_| io::ErrorKind::InvalidData)?;
                    self.bring(&entry.path(), &format!("{path}/{name}"))?;
                }
                Ok(())
            }
            Ok(found) if found.is_dir() && target.is_symlink() => Ok(()),
            Ok(_) => Err(error),
        }
    }

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
