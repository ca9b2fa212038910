//! The day on which an archive is looked at, and until when what it says then holds.

use std::sync::atomic::{AtomicI32, Ordering};

use borsh::{BorshDeserialize, BorshSerialize};
use jiff::civil;

/// Today. Whoever compares a date with it leaves a note when the answer would be another one, so
/// that what was resolved once can be used on another day until then.
#[derive(Debug)]
pub struct Today {
    date: civil::Date,
    /// The first day on which an answer that was given would be another one.
    until: AtomicI32,
}

/// The days on which what was said holds: from one until another, as numbers like 20260131.
#[derive(Clone, Copy, Debug, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub struct Days {
    from: i32,
    until: i32,
}

impl Today {
    pub fn new(date: civil::Date) -> Today {
        Today { date, until: AtomicI32::new(i32::MAX) }
    }

    /// The date itself. `days` does not know of what is said with it.
    pub fn date(&self) -> civil::Date {
        self.date
    }

    /// Whether a day has begun.
    pub fn has_come(&self, day: civil::Date) -> bool {
        if day > self.date {
            self.until.fetch_min(number(day), Ordering::Relaxed);
        }
        day <= self.date
    }

    /// Whether a day is over.
    pub fn is_past(&self, day: civil::Date) -> bool {
        day.tomorrow().is_ok_and(|next| self.has_come(next))
    }

    /// The days on which every answer is as it was given.
    pub fn days(&self) -> Days {
        Days { from: number(self.date), until: self.until.load(Ordering::Relaxed) }
    }
}

impl Days {
    /// Whether a date is one of these days.
    pub fn hold(self, date: civil::Date) -> bool {
        (self.from..self.until).contains(&number(date))
    }

    /// A date as today, if it is one of these days.
    pub fn today(self, date: civil::Date) -> Option<Today> {
        self.hold(date).then(|| Today { date, until: AtomicI32::new(self.until) })
    }

    /// The first of them as today.
    pub fn first(self) -> Option<Today> {
        let part = |of: i32, most: i32| i8::try_from(of % most).ok();
        let date = civil::Date::new(
            i16::try_from(self.from / 10_000).ok()?,
            part(self.from / 100, 100)?,
            part(self.from, 100)?,
        );
        self.today(date.ok()?)
    }

    /// The first day that is not one of them, as a number like 20260131.
    pub fn until(self) -> i32 {
        self.until
    }

    /// Those of them that come before a day, as a number like 20260131.
    pub fn before(self, day: i32) -> Days {
        Days { until: self.until.min(day), ..self }
    }

    /// The days that are among these and others.
    pub fn and(self, others: Days) -> Days {
        Days { from: self.from.max(others.from), until: self.until.min(others.until) }
    }

    /// As they are written among others.
    pub fn bytes(self) -> [u8; 8] {
        (i64::from(self.from) << 32 | i64::from(self.until)).to_le_bytes()
    }

    /// The days that were written as these bytes.
    pub fn of_bytes(bytes: [u8; 8]) -> Days {
        let both = i64::from_le_bytes(bytes);
        Days { from: (both >> 32) as i32, until: both as i32 }
    }

    /// Whether nothing makes them end.
    pub fn are_endless(self) -> bool {
        self.until == i32::MAX
    }
}

/// A date as a number like 20260131.
pub(super) fn number(date: civil::Date) -> i32 {
    (i32::from(date.year()) * 100 + i32::from(date.month())) * 100 + i32::from(date.day())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn what_was_said_holds_until_the_first_day_on_which_it_would_not() {
        let today = Today::new(date(2026, 1, 30));
        assert!(today.has_come(date(2026, 1, 30)) && !today.is_past(date(2026, 1, 30)));
        assert!(!today.has_come(date(2027, 1, 1)) && !today.is_past(date(2026, 1, 31)));
        let holds = |day| today.days().today(day).is_some();
        assert!(holds(date(2026, 1, 30)), "it is today");
        assert!(!holds(date(2026, 1, 31)), "the thirtieth is past");
        assert!(!holds(date(2026, 1, 29)), "nobody asked about days before");

        let today = Today::new(date(2026, 1, 30));
        today.has_come(date(2026, 3, 1));
        assert!(today.days().today(date(2026, 2, 28)).is_some());
        assert!(today.days().today(date(2026, 3, 1)).is_none());
        let later = today.days().today(date(2026, 2, 1)).unwrap();
        assert!(later.days().today(date(2026, 3, 1)).is_none(), "what was said before still counts");
        let first = later.days().first().unwrap();
        assert_eq!((first.date(), first.days()), (date(2026, 2, 1), later.days()));
    }

    #[test]
    fn the_last_day_there_is_never_passes() {
        let today = Today::new(civil::Date::MAX);
        assert!(today.has_come(civil::Date::MAX) && !today.is_past(civil::Date::MAX));
    }
}
