//! Names -> ids that are free.

use std::collections::BTreeSet;

use crate::edit::id_of;
use crate::model::Archive;
use crate::parse::{Kind, folded, problem_with_id};
use crate::span::SourcePath;

/// What stands in the site already, and what this import has made so far.
#[derive(Debug)]
pub struct Taken {
    paths: BTreeSet<String>,
    ids: BTreeSet<(Kind, String)>,
    made: BTreeSet<String>,
}

impl Taken {
    pub fn of<'a>(archive: &Archive, paths: impl Iterator<Item = &'a SourcePath>) -> Self {
        let mut ids = BTreeSet::new();
        ids.extend(archive.meetings.ids().map(|id| (Kind::Meeting, folded(id).into_owned())));
        ids.extend(archive.stories.ids().map(|id| (Kind::Story, folded(id).into_owned())));
        ids.extend(archive.pages.ids().map(|id| (Kind::Page, folded(id).into_owned())));
        ids.extend(archive.people.ids().map(|id| (Kind::Person, folded(id).into_owned())));
        ids.extend(archive.organizations.ids().map(|id| (Kind::Organization, folded(id).into_owned())));
        Taken { paths: paths.map(|path| path.as_str().to_lowercase()).collect(), ids, made: BTreeSet::new() }
    }

    /// Whether the site has this record, or a file in its place.
    pub fn has(&self, kind: Kind, id: &str, path: &SourcePath) -> bool {
        self.ids.contains(&(kind, folded(id).into_owned())) || self.paths.contains(&path.as_str().to_lowercase())
    }

    /// The id, or the first of id-2, id-3, … that this import has not given out.
    pub fn fresh(&mut self, kind: Kind, id: &str) -> String {
        let mut number = 1;
        loop {
            let candidate = if number == 1 { id.to_string() } else { format!("{id}-{number}") };
            if self.made.insert(format!("{} {}", kind.word(), folded(&candidate))) {
                return candidate;
            }
            number += 1;
        }
    }

    /// The same for the name of a file in a folder.
    pub fn fresh_file(&mut self, folder: &str, stem: &str, ending: &str) -> SourcePath {
        let mut number = 1;
        loop {
            let name = if number == 1 { format!("{stem}.{ending}") } else { format!("{stem}-{number}.{ending}") };
            let path = format!("{folder}/{name}");
            if !self.paths.contains(&path.to_lowercase()) && self.made.insert(format!("file {}", path.to_lowercase())) {
                return SourcePath::new(path);
            }
            number += 1;
        }
    }
}

/// The id that a name suggests, or one that can be.
pub fn slug(kind: Kind, name: &str) -> String {
    let out = id_of(name);
    match problem_with_id(kind, &out) {
        None => out,
        Some(_) if out.is_empty() => "imported".to_string(),
        Some(_) => {
            let safe = format!("imported-{out}");
            if problem_with_id(kind, &safe).is_none() { safe } else { "imported".to_string() }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ids_are_made_of_names() {
        assert_eq!(slug(Kind::Person, "Chen Ning"), "chen-ning");
        assert_eq!(slug(Kind::Person, "陈宁"), "陈宁");
        assert_eq!(slug(Kind::Organization, "St. John’s (North) School"), "st-johns-north-school");
        assert_eq!(slug(Kind::Story, "index"), "imported-index");
        assert_eq!(slug(Kind::Story, "★"), "imported");
    }

    proptest! {
        #[test]
        fn whatever_the_name_the_id_can_be_one(name in "\\PC{0,80}") {
            prop_assert_eq!(problem_with_id(Kind::Page, &slug(Kind::Page, &name)), None);
        }
    }
}
