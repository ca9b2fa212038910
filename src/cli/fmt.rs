//! `fmt`: content files in their canonical form, written over themselves.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use super::args::{FmtArgs, Global};
use super::{Stop, counted, listed, place, source_path};
use crate::parse::{Decoded, Left, decode, formatted, identify};
use crate::source::Read;
use crate::span::SourcePath;

/// What is to be said of a file.
enum Found {
    /// What it should hold.
    Changed(String),
    AsItShould,
    Left(&'static str),
}

/// Formats the files that are named, or all.
pub fn fmt(global: &Global, own: &FmtArgs) -> Result<(), Stop> {
    let place = place(global)?;
    let sources = listed(&place)?;
    let is_record = |path: &SourcePath| sources.get(path).is_some() && identify(path).is_ok();
    let named: BTreeSet<SourcePath> = own.files.iter().map(|file| source_path(&place, file)).collect();
    if let Some(other) = named.iter().find(|path| !is_record(path)) {
        return Err(Stop::usage(format!("{other} is no record\n  help: name a Markdown file below content/")));
    }
    let all = sources.files.iter().map(|file| &file.path).filter(|path| is_record(path));
    let records = all.filter(|path| named.is_empty() || named.contains(path));
    let (mut seen, mut changed, mut left) = (0, 0, 0);
    for path in records {
        seen += 1;
        let bytes = place.disk.read(path).map_err(|error| Stop::machine(format!("{path}: {error}")))?;
        match form_of(path, &bytes, own.encoding) {
            Found::AsItShould => {}
            Found::Left(why) => {
                left += 1;
                anstream::eprintln!("{path}: {why}");
            }
            Found::Changed(text) => {
                changed += 1;
                if !own.check {
                    let file = place.disk.root.join(path.as_str());
                    replace(&file, text.as_bytes()).map_err(|error| Stop::machine(format!("{path}: {error}")))?;
                }
                if !global.quiet {
                    anstream::println!("{} {path}", if own.check { "not in form" } else { "wrote" });
                }
            }
        }
    }
    if !global.quiet {
        let verb = if own.check { "to be changed" } else { "changed" };
        let rest = if left > 0 { format!(", {left} left as they are") } else { String::new() };
        anstream::println!("{}: {changed} {verb}{rest}", counted(seen, "file"));
    }
    if left > 0 || own.check && changed > 0 { Err(Stop::content()) } else { Ok(()) }
}

fn form_of(path: &SourcePath, bytes: &[u8], converts: bool) -> Found {
    let (text, is_converted) = match decode(bytes) {
        Decoded::Utf8(text) => (text.into_owned(), false),
        Decoded::Converted(text, _) if converts => (text, true),
        Decoded::Converted(..) => return Found::Left("not UTF-8; `minutebook fmt --encoding` converts it"),
        Decoded::Unknown { .. } => return Found::Left("in an encoding that is not known here"),
    };
    let Ok(identity) = identify(path) else { return Found::AsItShould };
    match formatted(identity.kind, &text) {
        Ok(form) if form.as_bytes() == bytes => Found::AsItShould,
        Ok(form) => Found::Changed(form),
        // Its text can be read now, whatever is wrong in it.
        Err(_) if is_converted => Found::Changed(text),
        Err(Left::Faulty) => Found::Left("has errors; `minutebook check` names them"),
        Err(Left::Layout) => Found::Left("is laid out in a way that is left alone: write one `key: value` a line"),
    }
}

/// Writes a file in another encoding over as UTF-8.
///
/// # Errors
/// A file that cannot be read or written.
#[cfg(feature = "lsp")]
pub fn to_utf8(file: &Path) -> io::Result<()> {
    let bytes = fs::read(file)?;
    match decode(&bytes) {
        Decoded::Converted(text, _) => replace(file, text.as_bytes()),
        _ => Ok(()),
    }
}

/// Writes a file over at once: whoever looks sees the old text or the new one.
fn replace(file: &Path, bytes: &[u8]) -> io::Result<()> {
    // A link stays one, and what it leads to changes.
    let file = file.canonicalize()?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    // With this ending and a dot before it, nobody takes it for a record.
    let spare = file.with_file_name(format!(".{name}.{}~", std::process::id()));
    let written = File::create_new(&spare).and_then(|mut spare| {
        spare.write_all(bytes)?;
        spare.set_permissions(fs::metadata(&file)?.permissions())?;
        spare.sync_all()
    });
    let done = written.and_then(|()| fs::rename(&spare, &file));
    if done.is_err() {
        fs::remove_file(&spare).unwrap_or_default();
    }
    done
}
