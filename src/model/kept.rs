//! An archive in bytes, whose records are read one by one when somebody looks at them.
//!
//! What all of an archive says together (who reported where, what became of each commitment) is
//! read at once; the records, which are most of it, stay in the bytes.

use std::io;
use std::ops::Range;
use std::sync::Arc;

use borsh::{BorshDeserialize, BorshSerialize};
use jiff::civil;

use super::{Archive, Table, assemble};
use crate::config::Config;
use crate::parse::Kind;

impl Archive {
    /// The archive in bytes, without its configuration and its day.
    pub fn to_bytes(&self) -> Vec<u8> {
        fn of(value: &impl BorshSerialize) -> Vec<u8> {
            borsh::to_vec(value).expect("memory takes everything")
        }
        let single = (&self.languages, self.lead, self.edition, self.has_samples, &self.flaws);
        let parts = [
            self.meetings.write(),
            self.reports.write(),
            self.stories.write(),
            self.pages.write(),
            self.people.write(),
            self.organizations.write(),
            of(&self.commitments),
            of(&(&self.tracker, &self.reports_of, &self.expected, &self.newest)),
            of(&(&self.related, single)),
        ];
        let mut bytes = Vec::new();
        for part in &parts {
            bytes.extend((part.len() as u64).to_le_bytes());
            bytes.extend_from_slice(part);
        }
        bytes
    }

    /// The archive that was put into bytes, which stand in a part of `bytes`, for the day on which
    /// that was done and the configuration of that time.
    ///
    /// # Errors
    /// Bytes in another form.
    pub fn of_bytes(
        bytes: &Arc<Vec<u8>>,
        part: Range<usize>,
        config: Arc<Config>,
        today: civil::Date,
    ) -> io::Result<Archive> {
        let wrong = || io::Error::from(io::ErrorKind::InvalidData);
        let mut parts = Vec::new();
        let mut at = part.start;
        while at < part.end {
            let length = bytes.get(at..at + 8).and_then(|length| length.try_into().ok()).ok_or_else(wrong)?;
            let begin = at + 8;
            at = begin
                .checked_add(u64::from_le_bytes(length) as usize)
                .filter(|end| *end <= part.end)
                .ok_or_else(wrong)?;
            parts.push(begin..at);
        }
        let [meetings, reports, stories, pages, people, organizations, commitments, lists, related] =
            <[_; 9]>::try_from(parts).map_err(|_| wrong())?;
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
