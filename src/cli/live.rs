//! The site that `serve` shows: made again when a file has changed.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::args::Format;
use super::print::{MOST_WARNINGS, Printer, Shown as Chosen};
use super::{Place, make_of, now, whole};
use crate::build::{Options, Site, With, has_errors};
use crate::diag::{Diagnostic, Extract};
use crate::publish::documents::Documents;
use crate::publish::kept::{self, Input, Kept};
use crate::reader::States;
use crate::serve::{Fault, Shown, Source};
use crate::source::{self, Heard, SourceSet, Watch};
use crate::span::SourcePath;

/// The site, and the files that it was made from.
pub struct Current {
    place: Place,
    made: Mutex<Made>,
}

struct Made {
    /// As they were when they were last looked at; nothing where they could not be.
    sources: Option<SourceSet>,
    /// When they were all looked at, and how long that took.
    looked: Instant,
    took: Duration,
    watch: Option<Watch>,
    /// Whether something may have changed unheard since the files were looked at, before it listened.
    unheard: bool,
    /// What was read of the records, once all of them had to be read.
    parsed: Option<Documents>,
    shown: Shown,
    /// Writes the site down for the next run.
    keeping: Option<JoinHandle<()>>,
}

/// How long the system's word is taken that nothing was written. It does not hear what other
/// machines write to a disk that is shared with them.
const TRUSTED: Duration = Duration::from_secs(2);

/// How soon all files are looked at once more where something may have changed unheard.
const SOON: Duration = Duration::from_secs(1);

/// An editor writes a file in several steps; what is read between them is half a file.
const SETTLING: Duration = Duration::from_millis(10);

impl Current {
    /// The site as it is now.
    pub fn new(place: Place) -> Current {
        let mut made = Made {
            sources: None,
            looked: Instant::now(),
            took: Duration::ZERO,
            watch: None,
            unheard: false,
            parsed: None,
            // Another number than that of any earlier run, whose pages may still be open.
            shown: Shown { site: None, faults: Arc::from([]), turn: (now() / 1_000_000) as u64, files: 0 },
            keeping: None,
        };
        made.look(&place);
        Current { place, made: Mutex::new(made) }
    }

    fn made(&self) -> MutexGuard<'_, Made> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Made {
    /// Takes in what was heard of, if that is enough.
    fn heard(&mut self, place: &Place) -> bool {
        let (Some(watch), Some(sources)) = (&self.watch, &self.sources) else { return false };
        match watch.heard(sources) {
            Heard::Nothing => self.looked.elapsed() < self.trusted(),
            Heard::Written(paths) => {
                // Some of it may be taken in without the rest; that all of it is, has to be seen then.
                let Some(mut sources) = self.sources.take() else { return false };
                let mut stamp = |path: &SourcePath| -> Option<()> {
                    sources.get_mut(path)?.stamp = source::look_at(&place.disk, path).ok()?;
                    Some(())
                };
                let enough = paths.iter().all(|path| stamp(path).is_some()) && self.take_in(place, &paths, &sources);
                self.sources = enough.then_some(sources);
                enough
            }
            Heard::More => false,
        }
    }

    /// Takes records in that were written, if nothing elsewhere follows from what has changed in them.
    fn take_in<'a>(
        &mut self,
        place: &Place,
        written: impl IntoIterator<Item = &'a SourcePath>,
        sources: &SourceSet,
    ) -> bool {
        self.keeping.take().and_then(|keeping| keeping.join().ok());
        let site = self.shown.site.as_mut().filter(|_| self.shown.faults.is_empty());
        let Some(site) = site.and_then(alone) else { return false };
        let enough = written.into_iter().all(|path| site.retell(path, sources, &place.disk));
        self.shown.turn += u64::from(enough);
        enough
    }

    /// Looking at a hundred thousand files takes its time; it is not what the machine is for.
    fn trusted(&self) -> Duration {
        if self.unheard { SOON } else { TRUSTED.max(self.took * 50) }
    }

    /// Looks at all files, and makes the site anew if any has changed.
    fn look(&mut self, place: &Place) {
        let listed = now();
        self.looked = Instant::now();
        let Ok(sources) = source::list(&place.disk) else { return };
        self.took = self.looked.elapsed();
        if self.sources.as_ref() == Some(&sources) {
            self.unheard = false;
            return;
        }
        let is_new = self.watch.as_ref().is_none_or(|watch| !watch.covers(&sources));
        if is_new {
            self.watch = Watch::over(&place.disk, &sources);
        }
        self.unheard = is_new && self.watch.is_some();
        let before = self.sources.take();
        let written = before.as_ref().and_then(|before| kept::written(before, &sources));
        if written.is_some_and(|written| self.take_in(place, written.into_iter().map(|file| &file.path), &sources)) {
            self.sources = Some(sources);
            return;
        }
        self.shown.turn += 1;
        if before.as_ref().is_none_or(|before| files_differ(before, &sources)) {
            self.shown.files = self.shown.turn;
        }
        let root = &place.disk.root;
        if self.shown.site.is_none()
            && let Some(Kept { site, said, .. }) =
                kept::recall(input(place, &whole(place), &sources, listed), &place.disk)
        {
            let printer = printer(place, Some(&site));
            printer.say(&printer.report_again(&said, Chosen::Serve));
            (self.sources, self.shown.site) = (Some(sources), Some(Arc::new(site)));
            return;
        }
        let parsed = self.parsed.get_or_insert_with(|| Documents::open(root).held());
        parsed.listing(listed);
        let mut with = With { parsed: Some(parsed), ended: &mut |_| () };
        match make_of(place, &sources, &whole(place), &mut with) {
            Ok((site, found)) => {
                let printer = printer(place, Some(&site));
                printer.print(&found, Chosen::Serve);
                self.shown.faults = printer.faults(&found).into();
                if has_errors(&found) {
                    anstream::eprintln!("the site is shown as it was before, until that is mended");
                } else {
                    let site = Arc::new(site);
                    let said = Extract::of(&found, MOST_WARNINGS);
                    self.keeping = Some(keep(place.clone(), sources.clone(), listed, site.clone(), said));
                    let before = self.shown.site.replace(site);
                    // To let go of an archive takes as long as to make pages; nobody need wait for it.
                    std::thread::spawn(move || drop(before));
                }
            }
            Err(stop) => {
                anstream::eprintln!("error: {}", stop.message);
                self.shown.faults = Arc::from([Fault::of_machine(stop.message)]);
            }
        }
        self.sources = Some(sources);
    }
}

/// Writes a site down for the next run, while it is shown.
fn keep(place: Place, sources: SourceSet, listed: u128, site: Arc<Site>, said: Extract) -> JoinHandle<()> {
    std::thread::spawn(move || {
        kept::keep(input(&place, &whole(&place), &sources, listed), &site, said, &States::default());
    })
}

fn input<'a>(place: &'a Place, options: &'a Options, sources: &'a SourceSet, listed: u128) -> Input<'a> {
    Input { root: &place.disk.root, name: kept::SHOWN, options, sources, listed }
}

/// The site for changing, once the pages that are being made of it are done.
fn alone(site: &mut Arc<Site>) -> Option<&mut Site> {
    /// A page takes a few milliseconds; who takes longer need not be waited for.
    const PATIENCE: Duration = Duration::from_millis(500);
    let began = Instant::now();
    while Arc::strong_count(site) > 1 && began.elapsed() < PATIENCE {
        std::thread::sleep(Duration::from_millis(1));
    }
    Arc::get_mut(site)
}

/// Whether a file has changed that pages show without a word of it in their text.
fn files_differ(before: &SourceSet, now: &SourceSet) -> bool {
    let is_text = |path: &SourcePath| path.name().ends_with(".md") || !path.as_str().starts_with("content/");
    now.files.iter().any(|file| !is_text(&file.path) && before.get(&file.path) != Some(file))
}

impl Source for Current {
    fn last(&self) -> Shown {
        self.made().shown.clone()
    }

    fn now(&self) -> Shown {
        let mut made = self.made();
        if !made.heard(&self.place) {
            made.look(&self.place);
        }
        made.shown.clone()
    }

    fn wait(&self) {
        let (ear, trusted) = {
            let made = self.made();
            (made.watch.as_ref().and_then(Watch::ear), made.trusted())
        };
        match ear {
            Some(ear) => ear.wait(trusted),
            None => std::thread::sleep(trusted / 4),
        }
        std::thread::sleep(SETTLING);
    }

    fn fault(&self, found: &Diagnostic) -> Fault {
        let site = self.last().site;
        printer(&self.place, site.as_deref()).fault(found)
    }
}

fn printer<'a>(place: &'a Place, site: Option<&'a Site>) -> Printer<'a> {
    Printer { disk: &place.disk, theme: site.map(Site::theme), format: Format::Human, quiet: place.quiet }
}
