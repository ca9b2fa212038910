//! The site that `serve` shows: made again when a file has changed.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::args::Format;
use super::print::{Printer, Shown};
use super::{Place, Stop, looked_at, make_of, now, refuse, whole};
use crate::build::{ReadBefore, Site, With};
use crate::diag::Diagnostic;
use crate::parse::identify;
use crate::publish::documents::Documents;
use crate::serve::Source;
use crate::source::{self, Heard, Read, SourceSet, Watch};
use crate::span::SourcePath;

/// The site, and the files that it was made from.
pub struct Current {
    place: Place,
    made: Mutex<Made>,
}

struct Made {
    /// As they were when they were last looked at; nothing where they could not be.
    sources: Option<SourceSet>,
    /// When they were all looked at.
    looked: Instant,
    watch: Option<Watch>,
    /// The last site without an error.
    site: Arc<Site>,
    parsed: Documents,
}

/// How long the system's word is taken that nothing was written. It does not hear what other
/// machines write to a disk that is shared with them.
const TRUSTED: Duration = Duration::from_secs(2);

impl Current {
    /// # Errors
    /// A site with errors, which are printed; a file that cannot be read.
    pub fn new(place: Place) -> Result<Current, Stop> {
        // Before the files are read: what changes while they are is read again.
        let sources = source::list(&place.disk).ok();
        let watch = sources.as_ref().and_then(|sources| Watch::over(&place.disk, sources));
        let mut parsed = Documents::open(&place.disk.root).held();
        let (site, found) = looked_at(&place, &mut parsed)?;
        print(&place, &site, &found);
        refuse(&found, false)?;
        let made = Made { sources, looked: Instant::now(), watch, site: Arc::new(site), parsed };
        Ok(Current { place, made: Mutex::new(made) })
    }
}

impl Made {
    /// Takes in what was heard of, if that is enough.
    fn heard(&mut self, place: &Place) -> bool {
        let (Some(watch), Some(sources)) = (&self.watch, &mut self.sources) else { return false };
        match watch.heard(sources) {
            Heard::Nothing => self.looked.elapsed() < TRUSTED,
            Heard::Written(paths) => {
                let Some(site) = Arc::get_mut(&mut self.site) else { return false };
                let enough = paths.iter().all(|path| retold(place, path, sources, site, &mut self.parsed));
                if !enough {
                    // Some of it may have been taken in; that all of it is, has to be seen.
                    self.sources = None;
                }
                enough
            }
            Heard::More => false,
        }
    }
}

/// Takes in one file that was written, if nothing but its text has changed.
fn retold(place: &Place, path: &SourcePath, sources: &mut SourceSet, site: &mut Site, parsed: &mut Documents) -> bool {
    let mut retell = || -> Option<bool> {
        let identity = identify(path).ok()?;
        parsed.listing(now());
        let stamp = source::look_at(&place.disk, path).ok()?;
        let bytes = place.disk.read(path).ok()?;
        let file = sources.get_mut(path)?;
        file.stamp = stamp;
        let now = ReadBefore::of(path, identity, &bytes);
        let before = parsed.parsed().replace(file, now.clone())?;
        Some(site.retell(&before, &now))
    };
    retell().unwrap_or(false)
}

impl Source for Current {
    /// The site as it was last looked at.
    fn last(&self) -> Arc<Site> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner).site.clone()
    }

    /// The site as its files are now; while there is an error in them, as it was before.
    fn now(&self) -> Arc<Site> {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        let made = &mut *made;
        if made.heard(&self.place) {
            return made.site.clone();
        }
        made.parsed.listing(now());
        made.looked = Instant::now();
        let Ok(sources) = source::list(&self.place.disk) else {
            return made.site.clone();
        };
        if made.sources.as_ref() == Some(&sources) {
            return made.site.clone();
        }
        if made.watch.as_ref().is_some_and(|watch| !watch.covers(&sources)) {
            made.watch = Watch::over(&self.place.disk, &sources);
        }
        let mut with = With { parsed: Some(&mut made.parsed), ended: &mut |_| () };
        let looked_at = make_of(&self.place, &sources, &whole(&self.place), &mut with);
        made.sources = Some(sources);
        match looked_at {
            Ok((site, found)) => {
                print(&self.place, &site, &found);
                match refuse(&found, false) {
                    Ok(()) => {
                        let before = std::mem::replace(&mut made.site, Arc::new(site));
                        // To let go of an archive takes as long as to make pages; nobody need wait for it.
                        std::thread::spawn(move || drop(before));
                    }
                    Err(_) => anstream::eprintln!("the site is shown as it was before, until that is mended"),
                }
            }
            Err(stop) => anstream::eprintln!("error: {}", stop.message),
        }
        made.site.clone()
    }
}

fn print(place: &Place, site: &Site, found: &[Diagnostic]) {
    Printer { disk: &place.disk, theme: Some(site.theme()), format: Format::Human, quiet: place.quiet }
        .print(found, Shown::Serve);
}
