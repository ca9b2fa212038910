//! A site that is edited, and held after each edit against one that is built anew.

#![allow(dead_code, reason = "each test file uses what it needs")]

use std::collections::{BTreeMap, BTreeSet};

use minutebook::build::{Options, Site, Taken, has_errors};
use minutebook::diag::{Diagnostic, Extract};
use minutebook::model::Wrong;
use minutebook::publish::kept;
use minutebook::reader::States;
use minutebook::source::{Memory, Read, SourceSet};
use minutebook::span::SourcePath;

use super::disk::{Tree, assert_same};
use super::support::{self, lines};

/// What has changed between two sites, in an order in which it can be taken in.
pub fn changed(before: &Memory, now: &Memory) -> Vec<SourcePath> {
    let paths: BTreeSet<&SourcePath> = before.files.keys().chain(now.files.keys()).collect();
    let mut changed: Vec<SourcePath> = paths.into_iter().cloned().collect();
    changed.retain(|path| before.files.get(path) != now.files.get(path));
    kept::in_order(&mut changed, &now.list());
    changed
}

/// Takes what has changed between two sites into the first, as far as what follows from it can be told.
pub fn retold(site: &mut Site, before: &Memory, now: &Memory) -> Option<Taken> {
    site.take_in(&changed(before, now), &now.list(), now)
}

/// A site that is edited, and held after each edit against one that is built anew.
pub struct Edited {
    pub files: Memory,
    /// The day among them may turn.
    pub options: Options,
    pub site: Site,
    found: Vec<Diagnostic>,
    states: States,
}

impl Edited {
    pub fn of(files: Memory, options: Options) -> Edited {
        let (site, found) = support::built(&files, &options);
        assert!(!has_errors(&found), "{}", lines(&files, &found));
        let states = site.states(&written(&files), |_| true);
        Edited { files, options, site, found, states }
    }

    /// Whether what is other now was taken in.
    pub fn take_in(&mut self, now: Memory, how: &str) -> bool {
        self.tell(now, how) == Some(true)
    }

    /// Takes in what is other now, and what day it is, but for a file with an error, of which it tells all that is wrong:
    /// `false`. Nothing where more follows from it than can be told.
    pub fn tell(&mut self, now: Memory, how: &str) -> Option<bool> {
        let turned = self.site.turn_to(self.options.today)?;
        let taken_in = retold(&mut self.site, &self.files, &now)?.after(turned);
        let said: Vec<[&[Diagnostic]; 2]> = taken_in.said().collect();
        let Taken { wrong, .. } = &taken_in;
        if let Some((file, Wrong { found, mended })) = wrong {
            assert!(has_errors(found), "{how}");
            let mut extract = Extract::of(&self.found, 20);
            for [found, mended] in said.iter().copied().chain([[&**found, &**mended]]) {
                extract.take_in(found, mended).expect("it has all warnings");
            }
            let (_, found) = support::built(&now, &self.options);
            assert_eq!(lines(&now, &extract.first), lines(&now, &Extract::of(&found, 20).first), "{file}: {how}");
            assert_eq!(extract, Extract::of(&found, 20), "{file}: {how}");
        }
        let mut taken = now;
        if let Some((file, _)) = wrong {
            match self.files.files.get(file) {
                Some(before) => drop(taken.files.insert(file.clone(), before.clone())),
                None => drop(taken.files.remove(file)),
            }
        }
        let (anew, found) = support::built(&taken, &self.options);
        let mut extracts = [0, 1, 20].map(|most| Some(Extract::of(&self.found, most)));
        for [found, mended] in said {
            for extract in &mut extracts {
                *extract = extract.take().and_then(|mut of| of.take_in(found, mended).map(|()| of));
            }
            assert!(extracts[2].is_some(), "it has all warnings");
            self.found.retain(|found| !mended.contains(found));
            self.found.extend(found.iter().cloned());
        }
        self.found.sort_by(Diagnostic::order);
        assert_eq!(lines(&taken, &found), lines(&taken, &self.found), "{how}");
        for (extract, most) in extracts.into_iter().zip([0, 1, 20]) {
            assert!(extract.is_none_or(|extract| extract == Extract::of(&found, most)), "{most}: {how}");
        }
        assert_same(&bytes_of(&self.site, &taken), &bytes_of(&anew, &taken), how);
        let list = written(&taken);
        let changed = changed(&self.files, &taken);
        assert!(self.site.retell_states(&mut self.states, &changed, &taken_in, &list, later()).is_some(), "{how}");
        assert_eq!(by_need(&self.states), by_need(&anew.states(&list, |_| true)), "{how}");
        self.files = taken;
        Some(wrong.is_none())
    }

    pub fn has(&self, path: &str) -> bool {
        self.site.paths().any(|(other, _)| other.as_str() == path)
    }
}

pub fn bytes_of(site: &Site, read: &dyn Read) -> Tree {
    let made = site.paths().map(|(path, content)| {
        (path.as_str().to_string(), site.write(path, content, read).expect("a page can be made"))
    });
    made.collect()
}

/// The files of a site, all of them written long ago.
pub fn written(memory: &Memory) -> SourceSet {
    let mut list = memory.list();
    list.files.iter_mut().for_each(|file| file.stamp.written = 1);
    list
}

/// How each need stands, whatever its number.
pub fn by_need(states: &States) -> BTreeMap<u64, u64> {
    states.all().map(|(need, state)| (need.0, state)).collect()
}

/// A moment at which all that was written is long ago, in nanoseconds since 1970.
pub fn later() -> u128 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    now.expect("after 1970").as_nanos() + 1_000_000_000
}
