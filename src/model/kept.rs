//! An archive that was written down, whose records are read one by one when somebody looks at them.
//!
//! What all of an archive says together (who reported where, what is how old) is read at once; the records
//! and the commitments, which are most of it, stay where they were written.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::Arc;

use borsh::{BorshDeserialize, BorshSerialize};

use super::hidden::Hidden;
use super::list::{List, Pieces, many};
use super::table::{Listing, Store};
use super::{
    Archive, Days, Handle, Mark, Meeting, Newest, Organization, Referred, Related, Report, Table, Told, Tracker,
    assemble,
};
use crate::config::Config;
use crate::diag::Diagnostic;
use crate::parse::{Identity, Kind};
use crate::yaml::Date;

/// An archive without its records, its commitments and its configuration.
#[derive(BorshSerialize, BorshDeserialize)]
pub struct Gathered {
    languages: Vec<String>,
    /// Of meetings, reports, stories, pages, people, organizations and topics, as they were written.
    listings: [Listing; 7],
    commitments: Pieces,
    tracker: Tracker,
    #[borsh(deserialize_with = "many")]
    reports_of: Vec<Vec<Handle<Told<Report>>>>,
    #[borsh(deserialize_with = "many")]
    expected: Vec<Vec<Handle<Told<Organization>>>>,
    lead: Option<Handle<Told<Meeting>>>,
    edition: Option<Date>,
    newest: Newest,
    related: Related,
    samples: usize,
    referred: Referred,
    hidden: BTreeMap<Identity, Hidden>,
    flaws: BTreeMap<Mark, Vec<Diagnostic>>,
    dangles: bool,
    has_fixed_pages: bool,
    days: Days,
}

impl Archive {
    /// Writes the records and the commitments one behind the other, and gives all the rest as the bytes of a `Gathered`.
    ///
    /// # Errors
    /// What the writer says.
    pub fn write(&self, out: &mut impl Write) -> io::Result<Vec<u8>> {
        let listings = [
            self.meetings.write(out)?,
            self.reports.write(out)?,
            self.stories.write(out)?,
            self.pages.write(out)?,
            self.people.write(out)?,
            self.organizations.write(out)?,
            self.topics.write(out)?,
        ];
        let commitments = self.commitments.write(out)?;
        // In the order of its fields, so that nothing need be copied.
        let mut rest = borsh::to_vec(&(&self.languages, listings, commitments, &self.tracker))?;
        (&self.reports_of, &self.expected, self.lead, self.edition, &self.newest).serialize(&mut rest)?;
        (&self.related, self.samples, &self.referred, &self.hidden, &self.flaws, self.dangles, self.has_fixed_pages)
            .serialize(&mut rest)?;
        self.today.days().serialize(&mut rest)?;
        Ok(rest)
    }

    /// The archive whose records were written to a store, where they begin at `start`, for a configuration with the
    /// series and scales of that time, and its topics among others; on the day on which it was written.
    pub fn kept(gathered: Gathered, store: &Arc<dyn Store>, start: u64, config: Arc<Config>) -> Option<Archive> {
        let today = Arc::new(gathered.days.first()?);
        let [meetings, reports, stories, pages, people, organizations, topics] = gathered.listings;
        let (meetings, end) = Table::kept(Kind::Meeting.word(), meetings, start, store);
        let (reports, end) = Table::kept(Kind::Report.word(), reports, end, store);
        let (stories, end) = Table::kept(Kind::Story.word(), stories, end, store);
        let (pages, end) = Table::kept(Kind::Page.word(), pages, end, store);
        let (people, end) = Table::kept(Kind::Person.word(), people, end, store);
        let (organizations, end) = Table::kept(Kind::Organization.word(), organizations, end, store);
        let (topics, end) = Table::kept(assemble::TOPIC, topics, end, store);
        let (_, scales, series) = assemble::of_config(&config);
        Some(Archive {
            config,
            languages: gathered.languages,
            today,
            meetings,
            reports,
            stories,
            pages,
            people,
            organizations,
            topics,
            series,
            scales,
            commitments: List::kept(&gathered.commitments, end, store),
            tracker: gathered.tracker,
            reports_of: gathered.reports_of,
            expected: gathered.expected,
            lead: gathered.lead,
            edition: gathered.edition,
            newest: gathered.newest,
            related: gathered.related,
            samples: gathered.samples,
            referred: gathered.referred,
            hidden: gathered.hidden,
            flaws: gathered.flaws,
            dangles: gathered.dangles,
            has_fixed_pages: gathered.has_fixed_pages,
        })
    }
}
