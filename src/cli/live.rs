//! The site that `serve` shows: made again when a file has changed.

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::args::Format;
use super::print::{MOST_WARNINGS, Printer, Shown as Chosen};
use super::{Place, make_of, now, whole};
use crate::build::{Options, Site, Taken, With, has_errors};
use crate::diag::{Diagnostic, Extract, Severity};
use crate::model::Lost;
use crate::publish::documents::Documents;
use crate::publish::kept::{self, Input, Kept};
use crate::reader::States;
use crate::serve::{Fault, Shown, Source};
use crate::source::{self, Disk, Files, Folders, Heard, SourceFile, SourceSet, Watch};
use crate::span::SourcePath;

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

    /// Takes in files that were written, came or went, if what follows from it can be told.
    fn take_in(&self, made: &mut Made, changed: &[SourcePath], sources: &SourceSet) -> bool {
        // What is wrong may be right with what has changed.
        let mut changed: Vec<SourcePath> = changed.iter().chain(&made.wrong).cloned().collect();
        kept::in_order(&mut changed, sources);
        changed.dedup();
        let mut found = Vec::new();
        let retell = |site: &mut Site| {
            let taken = site.take_in(&changed, sources, &self.disk)?;
            found.extend(taken.said().flat_map(|[found, _]| found).cloned());
            let Taken { wrong, .. } = taken;
            let (wrong, errors) = wrong.map_or((None, Vec::new()), |(file, wrong)| (Some(file), wrong.found));
            let faults = printer(&self.disk, true, Some(site)).faults(&errors);
            found.extend(errors);
            // Notes are never said here.
            found.retain(|found| found.severity != Severity::Note);
            Some((wrong, faults))
        };
        let is_taken = Lost::catch(|| self.change(made, &changed, retell)).unwrap_or_else(|Lost| {
            self.forget();
            false
        });
        if is_taken {
            self.tell(made, &found);
        }
        is_taken
    }

    /// Says what is wrong now and was not, if anything is.
    fn tell(&self, made: &Made, found: &[Diagnostic]) {
        if !found.is_empty() {
            printer(&self.disk, made.place.quiet, self.last().site.as_deref()).print(found, Chosen::Serve);
            tell_of_standing(found);
        }
    }

    /// Shows the site no more, and does not recall it again.
    fn forget(&self) {
        let _forgotten = kept::forget(&self.disk.root, kept::SHOWN);
        self.shown().site = None;
    }

    /// Changes a site where it stands, since these files have `changed`, in a way that gives the file that is not taken
    /// in, and the errors in it. `false` where it cannot be changed so, or not now.
    fn change(
        &self,
        made: &mut Made,
        changed: &[SourcePath],
        how: impl FnOnce(&mut Site) -> Option<(Option<SourcePath>, Vec<Fault>)>,
    ) -> bool {
        /// A page takes a few milliseconds; who takes longer need not be waited for.
        const PATIENCE: Duration = Duration::from_millis(500);
        made.keeping.take().and_then(|keeping| keeping.join().ok());
        let began = Instant::now();
        loop {
            let mut shown = self.shown();
            let Shown { site: Some(site), faults, turn, .. } = &mut *shown else { return false };
            // Errors in more than one file are looked for in all of them.
            if !faults.is_empty() && !made.wrong.as_ref().is_some_and(|wrong| changed.contains(wrong)) {
                return false;
            }
            // Nobody can come by a copy of it meanwhile.
            if let Some(site) = Arc::get_mut(site) {
                let Some((wrong, errors)) = how(site) else { return false };
                made.wrong = wrong;
                *faults = errors.into();
                *turn += 1;
                if changed.iter().any(is_shown_unsaid) {
                    shown.files = shown.turn;
                }
                return true;
            }
            drop(shown);
            if began.elapsed() > PATIENCE {
                return false;
            }
            // Until the pages that are being made of it are done.
            std::thread::sleep(Duration::from_millis(1));
        }
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

    /// The day may have changed since the site was made; then all is made anew, if more than commitments falls due.
    fn turn_to_today(&self, made: &mut Made) {
        let today = made.place.day.date();
        if today != made.place.today {
            made.place.today = today;
            let mut found = Vec::new();
            let turn = |site: &mut Site| {
                let turned = site.turn_to(today)?;
                found.extend(turned.said().flat_map(|[found, _]| found).cloned());
                found.retain(|found| found.severity != Severity::Note);
                Some(Default::default())
            };
            match Lost::catch(|| self.change(made, &[], turn)) {
                Ok(true) => self.tell(made, &found),
                Ok(false) => made.sources = None,
                Err(Lost) => {
                    self.forget();
                    made.sources = None;
                }
            }
        }
    }

    /// Makes the site anew.
    fn make(&self, made: &mut Made, before: Option<&SourceSet>, sources: &SourceSet, listed: u128) {
        made.wrong = None;
        let place = &made.place;
        let files = before.is_none_or(|before| files_differ(before, sources));
        let show = |site: Option<Arc<Site>>, faults: Vec<Fault>| {
            let mut shown = self.shown();
            shown.turn += 1;
            if files {
                shown.files = shown.turn;
            }
            shown.faults = faults.into();
            site.and_then(|site| shown.site.replace(site))
        };
        if self.shown().site.is_none()
            && let Some(Kept { site, said, wrong, .. }) =
                kept::recall(input(place, &whole(place), sources, listed), &self.disk)
        {
            let printer = printer(&self.disk, place.quiet, Some(&site));
            printer.say(&printer.report_again(&said, Chosen::Serve));
            tell_of_standing(&said.first);
            let faults = printer.faults(&said.first);
            made.wrong = wrong;
            show(Some(Arc::new(site)), faults);
            return;
        }
        let parsed = made.parsed.get_or_insert_with(|| Documents::open(&self.disk.root).held());
        parsed.listing(listed);
        match make_of(place, sources, &whole(place), &mut With { parsed: Some(parsed), ended: &mut |_| () }) {
            Ok((site, found)) => {
                let printer = printer(&self.disk, place.quiet, Some(&site));
                printer.print(&found, Chosen::Serve);
                let faults = printer.faults(&found);
                tell_of_standing(&found);
                if has_errors(&found) {
                    show(None, faults);
                } else {
                    let site = Arc::new(site);
                    let said = Extract::of(&found, MOST_WARNINGS);
                    made.keeping = Some(keep(place.clone(), sources.clone(), listed, site.clone(), said));
                    let before = show(Some(site), faults);
                    // To let go of an archive takes as long as to make pages; nobody need wait for it.
                    std::thread::spawn(move || drop(before));
                }
            }
            Err(stop) => {
                anstream::eprintln!("error: {}", stop.message);
                show(None, vec![Fault::of_machine(stop.message)]);
            }
        }
    }
}

impl Made {
    /// Looking at a hundred thousand files takes its time; it is not what the machine is for.
    fn trusted(&self) -> Duration {
        if self.unheard { SOON } else { TRUSTED.max(self.took * 50) }
    }
}

/// Says what becomes of what is wrong.
fn tell_of_standing(found: &[Diagnostic]) {
    if has_errors(found) {
        anstream::eprintln!("what is wrong is shown as it was before, until it is mended");
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

/// Writes a site down for the next run, while it is shown.
fn keep(place: Place, sources: SourceSet, listed: u128, site: Arc<Site>, said: Extract) -> JoinHandle<()> {
    std::thread::spawn(move || {
        kept::keep(input(&place, &whole(&place), &sources, listed), &site, said, &States::default());
    })
}

fn input<'a>(place: &'a Place, options: &'a Options, sources: &'a SourceSet, listed: u128) -> Input<'a> {
    Input { root: &place.disk.root, name: kept::SHOWN, options, sources, listed }
}

/// Whether a file has changed that pages show without a word of it in their text.
fn files_differ(before: &SourceSet, now: &SourceSet) -> bool {
    now.files.iter().any(|file| is_shown_unsaid(&file.path) && before.get(&file.path) != Some(file))
}

/// Whether pages may show a file without a word of it in their text; of a theme's files they say the version.
fn is_shown_unsaid(path: &SourcePath) -> bool {
    let is_as_it_is = |folder: &&str| path.as_str().starts_with(folder);
    ["content/", "static/"].iter().any(is_as_it_is) && !path.name().ends_with(".md")
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

fn printer<'a>(disk: &'a Disk, quiet: bool, site: Option<&'a Site>) -> Printer<'a> {
    Printer { disk, theme: site.map(Site::theme), format: Format::Human, quiet }
}
