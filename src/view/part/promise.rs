//! Commitments, and what became of them.

use super::{Html, Mention, When};
use crate::view::described::view;

view! {
    /// How a commitment stands.
    Status {
        /// The icon's name: `done`, `claimed`, `partly`, `progress`, `ongoing`, `open`, `carried`, `changed`, `broken`, `withdrawn`, `silent`.
        icon: &'static str,
        /// The CSS class.
        class: &'static str,
        /// The word.
        word: String,
    }

    /// What shows that something was done.
    Proof {
        /// Its words.
        words: String,
        /// Where it is to be seen.
        url: Option<String>,
    }

    /// An entry of a commitment's timeline.
    FollowUp {
        /// The year.
        year: String,
        /// The date.
        date: When,
        /// What was done, or the status in words.
        text: Html,
        /// The report that says so.
        url: Option<String>,
        /// What shows it.
        proof: Option<Proof>,
    }

    /// A commitment with what became of it.
    Promise {
        /// The anchor on its report's page; absent elsewhere.
        anchor: Option<String>,
        /// What was promised.
        text: Html,
        /// The place where it was made; absent on that page.
        url: Option<String>,
        /// `Made for 2021. Due December 2021.`
        made: String,
        /// Who answers for it.
        responsible: Option<Mention>,
        /// `Overdue since 31 December 2022`.
        overdue: Option<String>,
        /// How it stands.
        status: Status,
        /// `No evidence linked`.
        unproven: Option<String>,
        /// What became of it, earliest first.
        follow_ups: Vec<FollowUp>,
    }

    /// How many commitments stand so.
    Tally {
        /// How.
        status: Status,
        /// How many.
        count: usize,
        /// One mark each, up to 80; else none.
        marks: Vec<&'static str>,
        /// The page that lists them.
        url: String,
    }
}
