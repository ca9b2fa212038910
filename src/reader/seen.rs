//! What one page was seen to need, and until when it holds.

use std::cell::{Cell, RefCell};
use std::hash::Hash;

use crate::model::{Archive, Days, Today, stable};

/// Something that a page may need, by a hash of its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Need(pub u64);

impl Need {
    /// `what` of `whom`.
    pub fn of(what: &str, whom: impl Hash) -> Need {
        Need(stable(&(what, whom)))
    }
}

/// What one page was seen to need.
pub struct Seen {
    needs: RefCell<Vec<Need>>,
    lost: Cell<bool>,
    today: Today,
}

impl Seen {
    /// Nothing yet, of an archive as it stands today.
    pub fn of(archive: &Archive) -> Seen {
        Seen { needs: RefCell::default(), lost: Cell::default(), today: Today::new(archive.today.date()) }
    }

    /// Today, which notes until when the page holds.
    pub(super) fn today(&self) -> &Today {
        &self.today
    }

    /// The days on which the page is the same, if what it needs is.
    pub fn days(&self) -> Days {
        self.today.days()
    }

    pub(super) fn note(&self, what: &str, whom: impl Hash) {
        self.needs.borrow_mut().push(Need::of(what, whom));
    }

    /// The page is about to be laid out with a template.
    pub fn lays_out(&self, template: &str) {
        self.note("template", template);
    }

    /// Something was read that cannot be named: the page is made again whatever happens.
    pub(super) fn lose(&self) {
        self.lost.set(true);
    }

    /// Every need once, sorted; nothing where they are not all known.
    pub fn needs(self) -> Option<Vec<Need>> {
        let mut needs = self.needs.into_inner();
        needs.sort_unstable();
        needs.dedup();
        (!self.lost.get()).then_some(needs)
    }
}
