//! The site, read aside from the conversation: whoever types is answered meanwhile.

use std::collections::{BTreeMap, BTreeSet};
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, bounded, unbounded};
use jiff::civil;

use crate::build::{self, Options, Site, With};
use crate::cli::{Place, failure_in_words, now, whole};
use crate::config::Config;
use crate::diag::{Check, Diagnostic};
use crate::model::Wrong;
use crate::parse::{self, identify};
use crate::publish::documents::Documents;
use crate::source::{self, Disk, Overlay, Read, SourceSet};
use crate::span::SourcePath;

/// The site as it was when it was looked at.
pub struct Look {
    pub sources: SourceSet,
    pub site: Site,
    /// What is wrong, file by file: in an open file, what only the site as a whole can tell.
    pub found: BTreeMap<SourcePath, Vec<Diagnostic>>,
    /// The file that is not taken into the site, since an error is in it, and what is wrong with it.
    pub wrong: Option<(SourcePath, Wrong)>,
    pub took: Duration,
}

impl Look {
    /// Takes in a text as it stands in the editor, if what follows from it and from the day can be told; gives the files
    /// of which something else is to be said. `own` is what is wrong in the texts themselves.
    pub fn take_in(
        &mut self,
        file: &SourcePath,
        today: civil::Date,
        overlay: &Overlay,
        own: &Own,
    ) -> Option<BTreeSet<SourcePath>> {
        // What is wrong may be right with it.
        let aside = self.wrong.iter().map(|(wrong, _)| wrong).filter(|wrong| *wrong != file);
        let changed: Vec<SourcePath> = std::iter::once(file).chain(aside).cloned().collect();
        let turned = self.site.turn_to(today)?;
        let mut taken = self.site.take_in(&changed, &self.sources, overlay)?.after(turned);
        let wrong = std::mem::replace(&mut self.wrong, taken.wrong.take());
        let mut files = BTreeSet::new();
        for [found, mended] in taken.said() {
            let found: Vec<&Diagnostic> = found.iter().filter(|found| !is_own(own, found)).collect();
            files.extend(found.iter().copied().chain(mended).map(|found| found.place.file.clone()));
            for mended in mended {
                let found = self.found.get_mut(&mended.place.file);
                found.into_iter().for_each(|found| found.retain(|other| other != mended));
            }
            for found in found {
                self.found.entry(found.place.file.clone()).or_default().push(found.clone());
            }
        }
        if wrong != self.wrong {
            let all = wrong.iter().chain(&self.wrong).flat_map(|(_, wrong)| wrong.found.iter().chain(&wrong.mended));
            files.extend(all.map(|found| found.place.file.clone()));
        }
        Some(files)
    }

    /// What is wrong in a file, as far as only the site as a whole can tell.
    pub fn found_in(&self, file: &SourcePath, own: &Own) -> Vec<Diagnostic> {
        let mut all = self.found.get(file).cloned().unwrap_or_default();
        if let Some((_, Wrong { found, mended })) = &self.wrong {
            all.retain(|found| !mended.contains(found));
            all.extend(found.iter().filter(|found| found.place.file == *file && !is_own(own, found)).cloned());
        }
        all
    }
}

/// What is wrong in each open text, whatever stands in others.
pub type Own = BTreeMap<SourcePath, Vec<Diagnostic>>;

fn is_own(own: &Own, found: &Diagnostic) -> bool {
    own.get(&found.place.file).is_some_and(|own| own.contains(found))
}

/// The site, or why it cannot be read.
pub type Seen = Result<Box<Look>, String>;

/// Where looks are asked for, with the texts as they stand in the editor, and where they come from.
pub fn start(place: Place, mut documents: Documents) -> (Sender<Overlay>, Receiver<Seen>) {
    let (ask, asked) = unbounded::<Overlay>();
    let (tell, told) = bounded(1);
    thread::spawn(move || {
        for overlay in asked {
            if tell.send(look(&place, &overlay, &mut documents)).is_err() {
                break;
            }
        }
    });
    (ask, told)
}

fn look(place: &Place, overlay: &Overlay, documents: &mut Documents) -> Seen {
    let began = Instant::now();
    documents.listing(now());
    let listed = source::list(&place.disk).map_err(|error| error.to_string())?;
    let sources = overlay.over(listed);
    let mut with = With { parsed: Some(documents), ended: &mut |_| () };
    let options = Options { today: place.day.date(), ..whole(place) };
    let made = build::build_with(&sources, overlay, &options, &mut with);
    let (site, all) = made.map_err(|failure| failure_in_words(&failure))?;
    let mut found: BTreeMap<SourcePath, Vec<Diagnostic>> = BTreeMap::new();
    for diagnostic in all {
        found.entry(diagnostic.place.file.clone()).or_default().push(diagnostic);
    }
    for (file, bytes) in &overlay.open {
        if let Some(found) = found.get_mut(file) {
            let own = of_text(file, bytes, &site.archive.config);
            found.retain(|diagnostic| !own.contains(diagnostic));
        }
    }
    Ok(Box::new(Look { sources, site, found, wrong: None, took: began.elapsed() }))
}

/// What is wrong in a text whatever stands in others.
pub fn of_text(file: &SourcePath, bytes: &[u8], config: &Config) -> Vec<Diagnostic> {
    match identify(file) {
        Ok(identity) => config.weigh(parse::document(file, identity, bytes).found),
        Err(_) => Vec::new(),
    }
}

/// That a file is not UTF-8 on the disk, whatever an editor shows of it.
pub fn old_encoding(file: &SourcePath, disk: &Disk, config: &Config) -> Option<Diagnostic> {
    let found = of_text(file, &disk.read(file).ok()?, config);
    found.into_iter().find(|found| found.check == Check::NotUtf8)
}
