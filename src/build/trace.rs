//! Where a page comes from, and where a file goes to: the notes of `reader`, read the other way.

use std::collections::{BTreeSet, HashMap};

use rayon::prelude::*;

use super::{Anew, Failure, Site};
use crate::model::{Spoken, Table, Told};
use crate::plan::{Content, OutPath};
use crate::reader::{self, Need};
use crate::source::{Read, SourceSet};
use crate::span::SourcePath;
use crate::theme::Included;

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
        let (names, templates) = (self.names(sources), self.templates());
        let files: BTreeSet<SourcePath> =
            needs.iter().filter_map(|need| names.get(need)).flatten().map(|file| (*file).clone()).collect();
        let theme = match content {
            Content::Asset(index) => vec![self.ground.theme.assets[*index].path.clone()],
            _ => needs.iter().filter_map(|need| templates.get(need)).flatten().map(|file| (*file).clone()).collect(),
        };
        Ok(Some(Trace { sources: files.into_iter().collect(), theme }))
    }

    /// The paths at which something of a file of the site is shown, sorted.
    ///
    /// # Errors
    /// What cannot be made.
    pub fn touched_by(&self, file: &SourcePath, sources: &SourceSet, read: &dyn Read) -> Result<Vec<OutPath>, Failure> {
        let (names, templates) = (self.names(sources), self.templates());
        let own = names.iter().chain(&templates).filter(|(_, files)| files.contains(&file));
        let own: BTreeSet<Need> = own.map(|(need, _)| *need).collect();
        let all: Vec<(&OutPath, &Content)> = self.paths().collect();
        let touches = |(path, content): (&OutPath, &Content)| -> Result<Option<OutPath>, Failure> {
            let needs = match content {
                // A photo need not be decoded to say which it is.
                Content::Photo(source, ..) => vec![reader::of_file(source)],
                Content::Asset(index) => {
                    return Ok((self.ground.theme.assets[*index].path == *file).then(|| path.clone()));
                }
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

    /// The files behind the need of each template, its own first.
    fn templates(&self) -> HashMap<Need, Vec<&SourcePath>> {
        let included = Included::of(&self.ground.theme.templates);
        let files = |name| included.by(name).into_iter().map(|file| &file.path).collect();
        included.templates().map(|name| (reader::of_template(name), files(name))).collect()
    }
}
