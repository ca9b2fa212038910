//! `theme`: what a site changes of its theme.

use std::collections::BTreeSet;
use std::path::Path;
use std::{fs, io};

use super::args::{CheckArgs, EjectArgs, Format, Global, Theme as Command};
use super::new::make_all;
use super::print::{Printer, Shown};
use super::{Place, Stop, counted, failure_in_words, listed, place, refuse};
use crate::build::Ground;
use crate::diag::Diagnostic;
use crate::edit::NewFile;
use crate::parse::decode;
use crate::source::{Read, SourceSet};
use crate::span::SourcePath;
use crate::theme::{self, COPIES, Copies, Standing, Theme};

pub fn run(global: &Global, command: &Command) -> Result<(), Stop> {
    let place = place(global)?;
    let sources = listed(&place)?;
    let ground = Ground::read(&sources, &place.disk, None);
    let Ground { theme, found, .. } = ground.map_err(|failure| Stop::machine(failure_in_words(&failure)))?;
    match command {
        Command::List => list(&sources, &theme),
        Command::Eject(own) if own.files.is_empty() => offer(&place, &theme),
        Command::Eject(own) => return eject(global, &place, &theme, own),
        Command::Check(own) => return check(global, &place, &theme, found, own),
    }
    Ok(())
}

/// A line a theme, and a line a file of the site's in the one that it uses.
fn list(sources: &SourceSet, used: &Theme) {
    let inside: BTreeSet<&str> = theme::inside().collect();
    let own = |name: &str| sources.below(&format!("themes/{name}")).count() > 0;
    let folders = sources.below("themes").filter_map(|file| file.path.as_str().split('/').nth(1));
    let folders = folders.filter(|name| own(name));
    let names: BTreeSet<&str> = inside.iter().copied().chain(folders).chain([used.name.as_str()]).collect();
    let width = names.iter().map(|name| name.chars().count()).max().unwrap_or_default();
    for name in names {
        let in_use = if name == used.name { ", in use" } else { "" };
        let whose = match (inside.contains(name), own(name)) {
            (true, _) => "inside the program",
            (false, true) => "the site's own",
            (false, false) => "not there",
        };
        anstream::println!("{name:<width$}  {whose}{in_use}");
    }
    if !used.overrides.is_empty() {
        anstream::println!("\nthe site's files in themes/{}/:", used.name);
    }
    for file in &used.overrides {
        let standing = match file.standing {
            Standing::Changed => "changed",
            Standing::Stale => "stale",
            Standing::Same => "same",
            Standing::Added => "added",
        };
        anstream::println!("  {standing:<9}{}", file.name);
    }
}

/// Names the files that could be copied and are not.
fn offer(place: &Place, theme: &Theme) {
    for (name, file) in theme::originals(&theme.name) {
        if !is_there(&place.disk.root, &file.path) {
            anstream::println!("{name}");
        }
    }
}

fn is_there(root: &Path, path: &SourcePath) -> bool {
    root.join(path.as_str()).symlink_metadata().is_ok()
}

fn eject(global: &Global, place: &Place, theme: &Theme, own: &EjectArgs) -> Result<(), Stop> {
    let files = theme::named(&theme.name, &own.files)
        .map_err(|unknown| Stop::usage(format!("{}\n  help: {}", unknown.message, unknown.help)))?;
    let root = &place.disk.root;
    let in_theme = |name: &str| SourcePath::new(format!("themes/{}/{name}", theme.name));
    let copies = in_theme(COPIES);
    let mut known = match place.disk.read(&copies) {
        Ok(bytes) => Copies::read(&copies, &decode(&bytes).into_text())
            .map_err(|fault| Stop::usage(format!("{copies}: {}; mend it, or delete the file", fault.message)))?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Copies::default(),
        Err(error) => return Err(Stop::machine(format!("{copies}: {error}"))),
    };
    let missing: Vec<_> = files.iter().filter(|file| !is_there(root, &file.path)).cloned().collect();
    if !missing.is_empty() {
        known.note(&missing, |name| is_there(root, &in_theme(name)));
        // Before the copies: one of which nobody knows where it came from would never be called old.
        replace(&root.join(copies.as_str()), &known.to_text())
            .map_err(|error| Stop::machine(format!("{copies}: {error}")))?;
    }
    let files: Vec<NewFile> = files.into_iter().map(|file| NewFile::of_text(file.path.clone(), file.text())).collect();
    make_all(root, &files, global.quiet).map(drop)
}

/// Writes a file so that it is never half there.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let beside = path.with_extension("new~");
    fs::create_dir_all(path.parent().unwrap_or(path))?;
    fs::write(&beside, text)?;
    fs::rename(&beside, path)
}

fn check(
    global: &Global,
    place: &Place,
    theme: &Theme,
    mut found: Vec<Diagnostic>,
    own: &CheckArgs,
) -> Result<(), Stop> {
    found.sort_by(|a, b| a.place.cmp(&b.place).then(a.check.cmp(&b.check)).then(a.message.cmp(&b.message)));
    let printer = Printer { disk: &place.disk, theme: Some(theme), format: own.format, quiet: global.quiet };
    printer.print(&found, Shown::All);
    refuse(&found, own.strict)?;
    if !global.quiet && own.format == Format::Human {
        let own = counted(theme.overrides.len(), "file");
        anstream::println!("the theme `{}`, with {own} of the site's own; no errors", theme.name);
    }
    Ok(())
}
