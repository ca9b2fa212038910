//! How the site that is shown follows its files and the day: changed where it stands, or made anew.

use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::{Current, Made};
use crate::build::{Options, Site, Taken, With, has_errors};
use crate::cli::args::Format;
use crate::cli::print::{MOST_WARNINGS, Printer, Shown as Chosen};
use crate::cli::{Place, make_of, whole};
use crate::diag::{Diagnostic, Extract, Severity};
use crate::model::Lost;
use crate::publish::documents::Documents;
use crate::publish::kept::{self, Input, Kept};
use crate::reader::States;
use crate::serve::{Fault, Shown};
use crate::source::{Disk, SourceSet};
use crate::span::SourcePath;

impl Current {
    /// Takes in files that were written, came or went, if what follows from it can be told.
    pub(super) fn take_in(&self, made: &mut Made, changed: &[SourcePath], sources: &SourceSet) -> bool {
        // What is wrong may be right with what has changed.
        let mut changed: Vec<SourcePath> = changed.iter().chain(&made.wrong).cloned().collect();
        kept::in_order(&mut changed, sources);
        changed.dedup();
        self.change(made, &changed, |site| site.take_in(&changed, sources, &self.disk))
    }

    /// The day may have changed since the site was made; then all is made anew, if more than commitments falls due.
    pub(super) fn turn_to_today(&self, made: &mut Made) {
        let today = made.place.day.date();
        if today != made.place.today {
            made.place.today = today;
            if !self.change(made, &[], |site| site.turn_to(today)) {
                made.sources = None;
            }
        }
    }

    /// Changes the site where it stands, since these files have `changed`, and says what is wrong by it. `false` where it
    /// cannot be changed so, or not now.
    fn change(&self, made: &mut Made, changed: &[SourcePath], how: impl FnOnce(&mut Site) -> Option<Taken>) -> bool {
        match Lost::catch(|| self.changed(made, changed, how)) {
            Ok(Some(found)) if found.is_empty() => true,
            Ok(Some(found)) => {
                let site = self.shown().site.clone();
                printer(&self.disk, made.place.quiet, site.as_deref()).print(&found, Chosen::Serve);
                tell_of_standing(&found);
                true
            }
            Ok(None) => false,
            Err(Lost) => {
                self.forget();
                false
            }
        }
    }

    /// Changes the site where it stands, and gives what is wrong now and was not. Nothing where it cannot be changed so, or
    /// not now.
    fn changed(
        &self,
        made: &mut Made,
        changed: &[SourcePath],
        how: impl FnOnce(&mut Site) -> Option<Taken>,
    ) -> Option<Vec<Diagnostic>> {
        /// A page takes a few milliseconds; who takes longer need not be waited for.
        const PATIENCE: Duration = Duration::from_millis(500);
        made.keeping.take().and_then(|keeping| keeping.join().ok());
        let began = Instant::now();
        loop {
            let mut shown = self.shown();
            let Shown { site: Some(site), faults, turn, .. } = &mut *shown else { return None };
            // Errors in more than one file are looked for in all of them.
            if !faults.is_empty() && !made.wrong.as_ref().is_some_and(|wrong| changed.contains(wrong)) {
                return None;
            }
            // Nobody can come by a copy of it meanwhile.
            if let Some(site) = Arc::get_mut(site) {
                let taken = how(site)?;
                let mut found: Vec<Diagnostic> = taken.said().flat_map(|[found, _]| found).cloned().collect();
                let (wrong, errors) = taken.wrong.map_or((None, Vec::new()), |(file, wrong)| (Some(file), wrong.found));
                made.wrong = wrong;
                *faults = printer(&self.disk, true, Some(site)).faults(&errors).into();
                *turn += 1;
                if changed.iter().any(is_shown_unsaid) {
                    shown.files = shown.turn;
                }
                found.extend(errors);
                // Notes are never said here.
                found.retain(|found| found.severity != Severity::Note);
                return Some(found);
            }
            drop(shown);
            if began.elapsed() > PATIENCE {
                return None;
            }
            // Until the pages that are being made of it are done.
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// Shows the site no more, and does not recall it again.
    pub(super) fn forget(&self) {
        let _forgotten = kept::forget(&self.disk.root, kept::SHOWN);
        self.shown().site = None;
    }

    /// Makes the site anew.
    pub(super) fn make(&self, made: &mut Made, before: Option<&SourceSet>, sources: &SourceSet, listed: u128) {
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

/// Says what becomes of what is wrong.
fn tell_of_standing(found: &[Diagnostic]) {
    if has_errors(found) {
        anstream::eprintln!("what is wrong is shown as it was before, until it is mended");
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

/// Whether a file has changed that pages show without a word of it in their text.
fn files_differ(before: &SourceSet, now: &SourceSet) -> bool {
    now.files.iter().any(|file| is_shown_unsaid(&file.path) && before.get(&file.path) != Some(file))
}

/// Whether pages may show a file without a word of it in their text; of a theme's files they say the version.
fn is_shown_unsaid(path: &SourcePath) -> bool {
    let is_as_it_is = |folder: &&str| path.as_str().starts_with(folder);
    ["content/", "static/"].iter().any(is_as_it_is) && !path.name().ends_with(".md")
}

pub(super) fn printer<'a>(disk: &'a Disk, quiet: bool, site: Option<&'a Site>) -> Printer<'a> {
    Printer { disk, theme: site.map(Site::theme), format: Format::Human, quiet }
}
