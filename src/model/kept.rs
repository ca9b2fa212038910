//! An archive in bytes, whose records are read one by one when somebody looks at them.
//!
//! What all of an archive says together (who reported where, what became of each commitment) is
//! read at once; the records, which are most of it, stay in the bytes.

use std::io::{self, Write};
use std::ops::Range;
use std::sync::Arc;

use borsh::{BorshDeserialize, BorshSerialize};
use jiff::civil;

use super::{Archive, Table, assemble};
use crate::config::Config;
use crate::parse::Kind;

/// Tables, commitments, lists, and what hangs on each record.
const PARTS: usize = 9;

impl Archive {
    /// Writes the archive for `read`, without its configuration and its day: its parts, then where
    /// each of them ends.
    ///
    /// # Errors
    /// What the writer says.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        fn of(value: &impl BorshSerialize, out: &mut impl Write) -> io::Result<u64> {
            let bytes = borsh::to_vec(value)?;
            out.write_all(&bytes)?;
            Ok(bytes.len() as u64)
        }
        let single = (&self.languages, self.lead, self.edition, self.has_samples, &self.flaws);
        let lengths: [u64; PARTS] = [
            self.meetings.write(out)?,
            self.reports.write(out)?,
            self.stories.write(out)?,
            self.pages.write(out)?,
            self.people.write(out)?,
            self.organizations.write(out)?,
            of(&self.commitments, out)?,
            of(&(&self.tracker, &self.reports_of, &self.expected, &self.newest), out)?,
            of(&(&self.related, single), out)?,
        ];
        lengths.serialize(out)
    }

    /// The archive that was written to a part of `bytes`, for the day on which that was done and the
    /// configuration of that time.
    ///
    /// # Errors
    /// Bytes in another form.
    pub fn read(
        bytes: &Arc<Vec<u8>>,
        part: Range<usize>,
        config: Arc<Config>,
        today: civil::Date,
    ) -> io::Result<Archive> {
        let wrong = || io::Error::from(io::ErrorKind::InvalidData);
        let (rest, lengths) = bytes[part.clone()].split_last_chunk::<{ PARTS * 8 }>().ok_or_else(wrong)?;
        let lengths: [u64; PARTS] = borsh::from_slice(lengths)?;
        let mut at = part.start;
        let parts = lengths.map(|length| {
            let start = at;
            at = at.saturating_add(length as usize);
            start..at
        });
        if at != part.start + rest.len() {
            return Err(wrong());
        }
        let [meetings, reports, stories, pages, people, organizations, commitments, lists, related] = parts;
        fn of<T: BorshDeserialize>(bytes: &[u8]) -> io::Result<T> {
            borsh::from_slice(bytes)
        }
        let (commitments, (lists, (related, reports))) = rayon::join(
            || of(&bytes[commitments]),
            || {
                rayon::join(
                    || of(&bytes[lists]),
                    || rayon::join(|| of(&bytes[related]), || Table::read(Kind::Report.word(), bytes, reports)),
                )
            },
        );
        let (tracker, reports_of, expected, newest) = lists?;
        let (related, (languages, lead, edition, has_samples, flaws)) = related?;
        let (topics, scales, series) = assemble::of_config(&config);
        Ok(Archive {
            config,
            languages,
            today,
            meetings: Table::read(Kind::Meeting.word(), bytes, meetings)?,
            reports: reports?,
            stories: Table::read(Kind::Story.word(), bytes, stories)?,
            pages: Table::read(Kind::Page.word(), bytes, pages)?,
            people: Table::read(Kind::Person.word(), bytes, people)?,
            organizations: Table::read(Kind::Organization.word(), bytes, organizations)?,
            topics,
            series,
            scales,
            commitments: commitments?,
            tracker,
            reports_of,
            expected,
            lead,
            edition,
            newest,
            related,
            has_samples,
            flaws,
        })
    }
}
