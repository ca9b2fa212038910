//! An archive on another day: what was promised falls due.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use jiff::civil;

use crate::diag::{Diagnostic, Severity};
use crate::model::{Archive, Days, Handle, Report, Retold, Today, Told, check};

type Reports = BTreeSet<Handle<Told<Report>>>;

impl Archive {
    /// The days on which all of it stands as today.
    pub fn days(&self) -> Days {
        self.today.days().before(self.tracker.holds_until())
    }

    /// Takes another day as today, and gives what stands otherwise with commitments that fall due by then. Nothing where
    /// something else does, or an error is found; it is as it was.
    pub fn turn_to(&mut self, today: civil::Date) -> Option<Retold> {
        let turned = self.today.days().today(today)?;
        let promised = self.tracker.due_by(today);
        let (stood, pages) = self.due(&promised);
        let then = self.turn(&promised, Arc::new(turned));
        let (stands, pages_now) = self.due(&promised);
        let mut found: Vec<Diagnostic> = stands.difference(&stood).cloned().collect();
        found.sort_by(Diagnostic::order);
        let is_wrong = found.iter().any(|found| found.severity == Severity::Error);
        if is_wrong || self.has_fixed_pages && pages != pages_now {
            self.turn(&promised, then);
            return None;
        }
        let mended = stood.difference(&stands).cloned().collect();
        Some(Retold { promised, found, mended, ..Retold::default() })
    }

    /// What is wrong with the commitments of some reports, and how many older pages the lists of commitments have.
    fn due(&self, promised: &Reports) -> (HashSet<Diagnostic>, Vec<usize>) {
        let said = self.config.weigh(check::of_commitments(self, promised));
        (said.into_iter().collect(), self.tracker.page_counts(self.config.page_length()))
    }

    /// Puts the commitments of some reports where they stand on another day, and gives what was today.
    fn turn(&mut self, promised: &Reports, today: Arc<Today>) -> Arc<Today> {
        let places: BTreeSet<usize> = promised.iter().flat_map(|report| self.tracker.made_in(*report)).collect();
        self.tracker.take_out(&places);
        let then = std::mem::replace(&mut self.today, today);
        let today = self.today.date();
        self.tracker.put_in(places.into_iter(), &self.commitments, today);
        self.tracker.schedule(promised, &self.commitments, today);
        then
    }
}
