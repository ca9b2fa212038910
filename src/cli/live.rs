//! The site that `serve` shows: made again when a file has changed.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use super::args::Format;
use super::print::{Printer, Shown};
use super::{Place, Stop, looked_at, make_of, refuse, whole};
use crate::build::{Site, With};
use crate::diag::Diagnostic;
use crate::publish::documents::Documents;
use crate::serve::Source;
use crate::source::{self, SourceSet};

/// The site, and the files that it was made from.
pub struct Current {
    place: Place,
    made: Mutex<Made>,
}

struct Made {
    /// As they were when they were last looked at; nothing where they could not be.
    sources: Option<SourceSet>,
    /// The last site without an error.
    site: Arc<Site>,
    parsed: Documents,
}

impl Current {
    /// # Errors
    /// A site with errors, which are printed; a file that cannot be read.
    pub fn new(place: Place) -> Result<Current, Stop> {
        // Before the files are read: what changes while they are is read again.
        let sources = source::list(&place.disk).ok();
        let mut parsed = Documents::open(&place.disk.root, true);
        let (site, found) = looked_at(&place, &mut parsed)?;
        print(&place, &site, &found);
        refuse(&found, false)?;
        Ok(Current { place, made: Mutex::new(Made { sources, site: Arc::new(site), parsed }) })
    }
}

impl Source for Current {
    /// The site as it was last looked at.
    fn last(&self) -> Arc<Site> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner).site.clone()
    }

    /// The site as its files are now; while there is an error in them, as it was before.
    fn now(&self) -> Arc<Site> {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        made.parsed.listing(SystemTime::now());
        let Ok(sources) = source::list(&self.place.disk) else {
            return made.site.clone();
        };
        if made.sources.as_ref() == Some(&sources) {
            return made.site.clone();
        }
        let mut with = With { parsed: Some(&mut made.parsed), ended: &mut |_| () };
        let looked_at = make_of(&self.place, &sources, &whole(&self.place), &mut with);
        made.sources = Some(sources);
        match looked_at {
            Ok((site, found)) => {
                print(&self.place, &site, &found);
                match refuse(&found, false) {
                    Ok(()) => made.site = Arc::new(site),
                    Err(_) => anstream::eprintln!("the site is shown as it was before, until that is mended"),
                }
            }
            Err(stop) => anstream::eprintln!("error: {}", stop.message),
        }
        made.site.clone()
    }
}

fn print(place: &Place, site: &Site, found: &[Diagnostic]) {
    Printer { disk: &place.disk, site: Some(site), format: Format::Human, quiet: place.quiet }
        .print(found, Shown::Serve);
}
