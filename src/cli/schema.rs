//! `schema`: what editors and other programs can check files against.

use std::fs;
use std::path::Path;

use super::Stop;
use super::about::print;
use super::args::SchemaArgs;
use crate::schema::{Subject, text};

/// Prints a schema, writes all of them into a folder, or says which there are.
pub fn schema(own: &SchemaArgs) -> Result<(), Stop> {
    if let Some(folder) = &own.output {
        return write(folder);
    }
    match &own.kind {
        Some(kind) => {
            Subject::all().filter(|subject| subject.name() == *kind).try_for_each(|it| print(text(it).as_bytes()))
        }
        None => {
            let line = |subject: Subject| format!("{:<25}{}\n", subject.name(), subject.files());
            print(Subject::all().map(line).collect::<String>().as_bytes())
        }
    }
}

fn write(folder: &Path) -> Result<(), Stop> {
    let fail = |path: &Path, error| Stop::machine(format!("{}: {error}", path.display()));
    fs::create_dir_all(folder).map_err(|error| fail(folder, error))?;
    for subject in Subject::all() {
        let path = folder.join(format!("{}.schema.json", subject.name()));
        fs::write(&path, text(subject)).map_err(|error| fail(&path, error))?;
    }
    Ok(())
}
