//! The site that `serve` shows: made again when a file has changed.

mod change;

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::{Place, now};
use crate::diag::Diagnostic;
use crate::publish::documents::Documents;
use crate::publish::kept;
use crate::serve::{Fault, Shown, Source};
use crate::source::{self, Disk, Files, Folders, Heard, SourceFile, SourceSet, Watch};
use crate::span::SourcePath;
use change::printer;

/// The site, and the files that it was made from.
pub struct Current {
    disk: Disk,
    made: Mutex<Made>,
    /// Held for moments only, so that it can be asked for while the site is made anew.
    shown: Mutex<Shown>,
}

struct Made {
    place: Place,
    /// As they were when they were last looked at; nothing where they could not be.
    sources: Option<SourceSet>,
    /// When they were all looked at, and how long that took.
    looked: Instant,
    took: Duration,
    watch: Option<Watch>,
    /// Whether something may have changed unheard since the files were looked at, before it listened.
    unheard: bool,
    /// How often something was taken in.
    taken: u64,
    /// What was read of the records, once all of them had to be read.
    parsed: Option<Documents>,
    /// The one file that is not taken in, if all errors are in it.
    wrong: Option<SourcePath>,
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
    /// A site that nobody has looked at yet.
    pub fn new(place: Place) -> Current {
        let made = Made {
            place: place.clone(),
            sources: None,
            looked: Instant::now(),
            took: Duration::ZERO,
            watch: None,
            unheard: false,
            taken: 0,
            parsed: None,
            wrong: None,
            keeping: None,
        };
        // Another number than that of any earlier run, whose pages may still be open.
        let shown = Shown { site: None, faults: Arc::from([]), turn: (now() / 1_000_000) as u64, files: 0 };
        Current { disk: place.disk, made: Mutex::new(made), shown: Mutex::new(shown) }
    }

    fn made(&self) -> MutexGuard<'_, Made> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn shown(&self) -> MutexGuard<'_, Shown> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes in what was heard of, if that is enough.
    fn heard(&self, made: &mut Made) -> bool {
        let (Some(watch), true) = (&mut made.watch, made.sources.is_some()) else { return false };
        match watch.heard() {
            Heard::Nothing => true,
            Heard::Files(Files { mut files, folders }) => {
                made.taken += 1;
                let Some(listed) = watch.listen(&self.disk, &folders) else { return false };
                files.extend(listed);
                self.stat(made, files, &folders)
            }
            Heard::More => false,
        }
    }

    /// Looks at some files, and at all that stood in some folders, and takes in what has become of them. `false` where
    /// all files have to be looked at.
    fn stat(&self, made: &mut Made, files: BTreeSet<SourcePath>, folders: &BTreeSet<String>) -> bool {
        let listed = now();
        let Some(sources) = &made.sources else { return false };
        let in_folders = folders.iter().flat_map(|folder| sources.below(folder)).map(|file| file.path.clone());
        let paths: BTreeSet<SourcePath> = in_folders.chain(files).collect();
        let Some(mut stands) = stat_all(&self.disk, sources, &paths) else { return false };
        let is_fresh = |file: &SourceFile| listed.saturating_sub(file.stamp.written) < SETTLING.as_nanos();
        if stands.iter().flat_map(|(_, file)| file).any(is_fresh) {
            std::thread::sleep(SETTLING);
            let Some(settled) = stat_all(&self.disk, sources, &paths) else { return false };
            stands = settled;
        }
        if stands.is_empty() {
            return true;
        }
        // Until all of it is taken in, nobody knows how the files are.
        let Some(mut sources) = made.sources.take() else { return false };
        let mut changed = Vec::new();
        for (path, file) in stands {
            match file {
                Some(file) => sources.put(file),
                None => sources.take_out(&path),
            }
            changed.push(path);
        }
        kept::in_order(&mut changed, &sources);
        if changed.len() > kept::MOST_CHANGED || !self.take_in(made, &changed, &sources) {
            let before = changed.iter().all(kept::is_record).then_some(&sources);
            self.make(made, before, &sources, listed);
        }
        made.sources = Some(sources);
        true
    }

    /// The files of the site; nothing where they cannot be listed, which is told if nothing else can be.
    fn list(&self) -> Option<(SourceSet, Folders)> {
        let tell = |error: &std::io::Error| {
            // A folder that goes while it is listed is listed anew.
            let mut shown = self.shown();
            if shown.site.is_none() {
                shown.faults = Arc::from([Fault::of_machine(error.to_string())]);
                shown.turn += 1;
            }
        };
        source::list_with_folders(&self.disk).inspect_err(tell).ok()
    }

    /// Looks at all files, and makes the site anew if it is another.
    fn look(&self, made: &mut Made) {
        made.taken += 1;
        let (listed, began) = (now(), Instant::now());
        match self.list() {
            Some(listing) => self.compare(made, listing, listed, began),
            None => made.looked = began,
        }
    }

    /// Looks at a list of all files, made from `began` on, and at the calendar; makes the site anew if it is another.
    fn compare(&self, made: &mut Made, listing: (SourceSet, Folders), listed: u128, began: Instant) {
        (made.looked, made.took) = (began, began.elapsed());
        self.turn_to_today(made);
        let sources = self.listen(made, listing);
        if made.sources.as_ref() == Some(&sources) {
            return;
        }
        let before = made.sources.take();
        let changed = before.as_ref().and_then(|before| kept::changed(before, &sources));
        if !changed.is_some_and(|changed| self.take_in(made, &changed, &sources)) {
            self.make(made, before.as_ref(), &sources, listed);
        }
        made.sources = Some(sources);
    }

    /// Listens at all folders; the files, listed once more where one of the folders is new: nobody heard of what was
    /// written there, and of folders that came into it.
    fn listen(&self, made: &mut Made, (mut sources, mut folders): (SourceSet, Folders)) -> SourceSet {
        /// Where folders come faster than they are listed, they are listed a moment later.
        const MOST: usize = 3;
        for _ in 0..MOST {
            made.unheard = made.watch.as_ref().is_none_or(|watch| !watch.covers(&folders));
            if !made.unheard {
                break;
            }
            let is_first = made.watch.is_none();
            made.watch = Watch::over(&self.disk, &folders);
            if is_first {
                made.unheard = made.watch.is_some();
                break;
            }
            if let Some(listing) = self.list() {
                (sources, folders) = listing;
            }
        }
        sources
    }
}

impl Made {
    /// Looking at a hundred thousand files takes its time; it is not what the machine is for.
    fn trusted(&self) -> Duration {
        if self.unheard { SOON } else { TRUSTED.max(self.took * 50) }
    }
}

/// How the files at some paths stand, those of `sources` that went too. Nothing where all files have to be looked at.
fn stat_all(
    disk: &Disk,
    sources: &SourceSet,
    paths: &BTreeSet<SourcePath>,
) -> Option<Vec<(SourcePath, Option<SourceFile>)>> {
    let mut stands = Vec::new();
    for path in paths {
        match source::look_at(disk, path) {
            Ok(file) => stands.push((path.clone(), Some(file))),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                // Whoever writes a file may write another beside it for a moment.
                stands.extend(sources.get(path).map(|_| (path.clone(), None)));
            }
            Err(_) => return None,
        }
    }
    Some(stands)
}

impl Source for Current {
    fn last(&self) -> Shown {
        self.shown().clone()
    }

    fn now(&self) -> Shown {
        let mut made = self.made();
        if !self.heard(&mut made) {
            self.look(&mut made);
        }
        self.last()
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

    fn look_again(&self) {
        let taken = loop {
            let made = self.made();
            let left = made.trusted().saturating_sub(made.looked.elapsed());
            if left.is_zero() {
                break made.taken;
            }
            drop(made);
            std::thread::sleep(left);
        };
        let (listed, began) = (now(), Instant::now());
        let one = rayon::ThreadPoolBuilder::new().num_threads(1).build();
        let listing = one.map_or_else(|_| self.list(), |one| one.install(|| self.list()));
        let mut made = self.made();
        match listing {
            Some(listing) if made.taken == taken => self.compare(&mut made, listing, listed, began),
            // What was taken in meanwhile may not be in the list.
            Some(_) => {}
            None => made.looked = began,
        }
    }

    fn lose(&self) {
        let mut made = self.made();
        self.forget();
        made.sources = None;
    }

    fn fault(&self, found: &Diagnostic) -> Fault {
        let site = self.last().site;
        printer(&self.disk, true, site.as_deref()).fault(found)
    }
}
