//! Where a page comes from, and where a file goes to: the notes of `reader`, read the other way.

use std::collections::{BTreeSet, HashMap};

use rayon::prelude::*;

use super::{Anew, Failure, Site};
use crate::model::{Spoken, Table, Told};
use crate::plan::{Content, OutPath};
use crate::reader::{self, Need, Seen};
use crate::source::{Read, SourceSet};
use crate::span::SourcePath;
use crate::theme::Theme;
use crate::view;

/// What a file of the site is made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// Records, photos and other files of the site, sorted.
    pub sources: Vec<SourcePath>,
    /// The theme's files: the page's template first, then those that it includes.
    pub theme: Vec<SourcePath>,
}

impl Site {
    /// What stands at a path was made from this.
    ///
    /// # Errors
    /// What cannot be made.
    pub fn trace(&self, path: &OutPath, sources: &SourceSet, read: &dyn Read) -> Result<Option<Trace>, Failure> {
        let Some(content) = self.plan.paths.get(path) else { return Ok(None) };
        let needs = self.make(path, content, read, &Anew)?.needs.unwrap_or_default();
        let names = self.names(sources);
        let files: BTreeSet<SourcePath> =
            needs.iter().filter_map(|need| names.get(need)).flatten().map(|file| (*file).clone()).collect();
        Ok(Some(Trace { sources: files.into_iter().collect(), theme: self.theme_of(content, read)? }))
    }

    /// The paths at which something of a file of the site is shown, sorted.
    ///
    /// # Errors
    /// What cannot be made.
    pub fn touched_by(&self, file: &SourcePath, sources: &SourceSet, read: &dyn Read) -> Result<Vec<OutPath>, Failure> {
        let names = self.names(sources);
        let own: BTreeSet<Need> =
            names.iter().filter(|(_, files)| files.contains(&file)).map(|(need, _)| *need).collect();
        let all: Vec<(&OutPath, &Content)> = self.paths().collect();
        let touches = |(path, content): (&OutPath, &Content)| -> Result<Option<OutPath>, Failure> {
            let needs = match content {
                // A photo need not be decoded to say which it is.
                Content::Photo(source, ..) => vec![reader::of_file(source)],
                _ if self.theme_of(content, read)?.contains(file) => return Ok(Some(path.clone())),
                _ if own.is_empty() => return Ok(None),
                _ => self.make(path, content, read, &Anew)?.needs.unwrap_or_default(),
            };
            Ok(needs.iter().any(|need| own.contains(need)).then(|| path.clone()))
        };
        let found = all.into_par_iter().map(touches).collect::<Result<Vec<_>, Failure>>()?;
        Ok(found.into_iter().flatten().collect())
    }

    /// The files behind each need that is a record's or a file's own.
    fn names<'a>(&'a self, sources: &'a SourceSet) -> HashMap<Need, Vec<&'a SourcePath>> {
        fn records<'a, T: Spoken>(table: &'a Table<Told<T>>, names: &mut HashMap<Need, Vec<&'a SourcePath>>) {
            for (handle, told) in table.iter() {
                let files: Vec<&SourcePath> = std::iter::once(&told.original.base().file)
                    .chain(told.translations.iter().map(|(_, other)| &other.base().file))
                    .collect();
                names.extend(reader::of_record(handle.mark()).map(|need| (need, files.clone())));
            }
        }
        let mut names: HashMap<Need, Vec<&SourcePath>> =
            sources.files.iter().map(|file| (reader::of_file(&file.path), vec![&file.path])).collect();
        let archive = &self.archive;
        records(&archive.meetings, &mut names);
        records(&archive.reports, &mut names);
        records(&archive.stories, &mut names);
        records(&archive.pages, &mut names);
        records(&archive.people, &mut names);
        records(&archive.organizations, &mut names);
        names
    }

    /// The theme's files behind what stands at a path.
    fn theme_of(&self, content: &Content, read: &dyn Read) -> Result<Vec<SourcePath>, Failure> {
        let template = match content {
            Content::Page(language, page) => {
                let seen = Seen::of(&self.archive);
                let failed = |error| Failure::Machine(SourcePath::new("themes"), error);
                view::page(self.setting(&seen, read), *language, page).map_err(failed)?.template
            }
            Content::Redirect(_) => "redirect.html",
            Content::Asset(index) => return Ok(vec![self.theme.assets[*index].path.clone()]),
            _ => return Ok(Vec::new()),
        };
        Ok(included(&self.theme, template))
    }
}

/// A template and all that it needs, each once.
fn included(theme: &Theme, template: &str) -> Vec<SourcePath> {
    let texts: Vec<(&str, &SourcePath, String)> = theme
        .templates
        .iter()
        .map(|file| (file.name.strip_prefix("templates/").unwrap_or(&file.name), &file.path, file.text()))
        .collect();
    let mut wanted = vec![template.to_string()];
    let mut found: Vec<SourcePath> = Vec::new();
    while let Some(name) = wanted.pop() {
        let Some((_, path, text)) = texts.iter().find(|(other, ..)| *other == name) else { continue };
        if found.contains(path) {
            continue;
        }
        found.push((*path).clone());
        for (other, _, theirs) in &texts {
            let is_named = text.contains(&format!("\"{other}\""));
            if is_named || components(theirs).any(|component| uses(text, component)) {
                wanted.push((*other).to_string());
            }
        }
    }
    found
}

/// The components that a template declares.
fn components(text: &str) -> impl Iterator<Item = &str> {
    let declared = text.match_indices("{% component ").map(|(at, begin)| &text[at + begin.len()..]);
    declared.filter_map(|rest| rest.split('(').next().map(str::trim))
}

/// Whether a template places a component: `<name …>`.
fn uses(text: &str, component: &str) -> bool {
    let ends = |rest: &str| rest.starts_with([' ', '/', '>', '\n']);
    text.match_indices(&format!("<{component}")).any(|(at, begin)| ends(&text[at + begin.len()..]))
}
