//! The forms of a single value: text, references, dates, times, counts.
//!
//! Each is read from text in its canonical spelling. Other spellings that people use
//! are understood by `settle`, which names the canonical one.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use jiff::civil;
use serde::de::{self, DeserializeOwned, Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize};

use super::Either;
use super::shape::{Bare, Form, Settled, Shape, Spelling, either};

/// Declares a value read from its text alone.
macro_rules! spelled {
    ($name:ident, $what:literal, $bare:expr, $pattern:expr, $settle:expr) => {
        impl Shape for $name {
            fn form() -> Form {
                let name = stringify!($name);
                Form::Spelling(Spelling { name, what: $what, settle: $settle, pattern: $pattern, bare: $bare })
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.trim().parse().map_err(|()| de::Error::custom(concat!("not ", $what)))
            }
        }
    };
}

fn settled<T: FromStr>(text: &str) -> Settled {
    if text.parse::<T>().is_ok() { Settled::AsIs } else { Settled::Wrong }
}

/// Declares a text that keeps its characters; empty only where it is absent.
macro_rules! text {
    ($(#[doc = $doc:literal])+ $name:ident, $form:expr) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, borsh::BorshSerialize, borsh::BorshDeserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl std::ops::Deref for $name {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl Shape for $name {
            fn form() -> Form {
                $form
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                Self::of_text(text.trim()).ok_or_else(|| de::Error::custom("an empty text"))
            }
        }

        impl Either for $name {
            type Item = Text;
            type Group = Text;

            fn of_text(text: &str) -> Option<Self> {
                (!text.is_empty()).then(|| $name(text.to_string()))
            }
        }
    };
}

text!(
    /// Plain words.
    Text,
    Form::Text
);
text!(
    /// Inline Markdown.
    Markdown,
    Form::Text
);
text!(
    /// A text that is the same in every language: an id of the configuration, a file's name, an address.
    Exact,
    Form::Text
);
text!(
    /// The id of another record, not yet looked up.
    Ref,
    Form::Id
);

/// `true` or `false`. `yes` and `no` are words, not flags.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Flag(pub bool);

impl FromStr for Flag {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        text.parse().map(Flag).map_err(|_| ())
    }
}

spelled!(Flag, "`true` or `false`", Bare::Flag, || "true|false".into(), settled::<Flag>);

/// A number of things, from 0 to 999,999: the counts of a record have a sum.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    borsh::BorshSerialize,
    borsh::BorshDeserialize,
)]
#[serde(transparent)]
pub struct Count(pub u32);

impl FromStr for Count {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let digits = !text.is_empty() && text.len() <= 6 && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|_| digits).map(Count).ok_or(())
    }
}

spelled!(Count, "a whole number", Bare::Whole(999_999), || "[0-9]{1,6}".into(), settled::<Count>);

/// A day, a month of a year, or a year alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Date {
    pub year: i16,
    /// 1 to 12.
    pub month: Option<i8>,
    /// 1 to 31, and only where there is a month.
    pub day: Option<i8>,
}

impl Date {
    pub fn of(day: civil::Date) -> Self {
        Date { year: day.year(), month: Some(day.month()), day: Some(day.day()) }
    }

    /// The first day that it can mean.
    pub fn first(self) -> civil::Date {
        civil::Date::new(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1)).unwrap_or(civil::Date::ZERO)
    }

    /// The last day that it can mean.
    pub fn last(self) -> civil::Date {
        match (self.month, self.day) {
            (Some(_), Some(_)) => self.first(),
            (Some(_), None) => self.first().last_of_month(),
            (None, _) => self.first().last_of_year(),
        }
    }

    /// The day, if it is known.
    pub fn day_known(self) -> Option<civil::Date> {
        self.day.map(|_| self.first())
    }

    /// Reads what people write for dates, digits of any width between any of
    /// `-`, `/`, `.`, `年月日`. `Err(Some(_))` is a date that cannot be.
    fn lenient(text: &str) -> Result<Date, Option<String>> {
        let mut parts: Vec<String> = vec![String::new()];
        for c in text.chars() {
            match c {
                '0'..='9' => parts.last_mut().expect("one part is there from the start").push(c),
                '０'..='９' => {
                    let digit = char::from_digit(c as u32 - '０' as u32, 10).expect("ten full-width digits");
                    parts.last_mut().expect("one part is there from the start").push(digit);
                }
                '-' | '/' | '.' | '年' | '月' | '日' | '号' => parts.push(String::new()),
                c if c.is_whitespace() => {}
                _ => return Err(None),
            }
        }
        if parts.last().is_some_and(String::is_empty) {
            parts.pop();
        }
        if parts.is_empty()
            || parts.len() > 3
            || parts[0].len() != 4
            || parts[1..].iter().any(|part| part.is_empty() || part.len() > 2)
        {
            return Err(None);
        }
        let year: i16 = parts[0].parse().map_err(|_| None)?;
        let month: Option<i8> = parts.get(1).and_then(|part| part.parse().ok());
        let day: Option<i8> = parts.get(2).and_then(|part| part.parse().ok());
        match civil::Date::new(year, month.unwrap_or(1), day.unwrap_or(1)) {
            Ok(_) => Ok(Date { year, month, day }),
            Err(_) => Err(Some(format!("there is no day `{text}` in the calendar"))),
        }
    }
}

impl FromStr for Date {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Date::lenient(text).ok().filter(|date| date.to_string() == text).ok_or(())
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

/// What `Date::lenient` understands, but for leap years; a day is there only if `days` says so.
fn date_pattern(days: &str) -> String {
    const BETWEEN: &str = r"\s*[-/.年月日号]\s*";
    // From one number to another of the same two digits or one, in digits of any width.
    let [zero, one, two, three] = ["[0０]", "[1１]", "[2２]", "[3３]"];
    let to_29 = format!(r"{zero}?\s*[1-9１-９]|[12１２]\s*[0-9０-９]");
    let to_30 = format!(r"{to_29}|{three}\s*{zero}");
    let to_31 = format!(r"{to_30}|{three}\s*{one}");
    let with_31 = format!(r"{zero}?\s*[13578１３５７８]|{one}\s*[02０２]");
    let with_30 = format!(r"{zero}?\s*[469４６９]|{one}\s*{one}");
    let month = |months: &str, days_of: &str| format!("(?:{months})(?:{BETWEEN}(?:{days_of})){days}");
    let year = r"[0-9０-９](?:\s*[0-9０-９]){3}";
    let months =
        [month(&with_31, &to_31), month(&with_30, &to_30), month(&format!(r"{zero}?\s*{two}"), &to_29)].join("|");
    format!("{year}(?:{BETWEEN}(?:{months})){days}(?:{BETWEEN})?")
}

spelled!(
    Date,
    "a date like 2022-02-25",
    Bare::Number(10_000),
    || date_pattern("?"),
    |text| match Date::lenient(text) {
        Ok(date) if date.to_string() == text => Settled::AsIs,
        Ok(date) => Settled::Understood(date.to_string()),
        Err(Some(why)) => Settled::Impossible(why),
        Err(None) => Settled::Wrong,
    }
);

/// A day, with the time of day and the offset from UTC where they are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Moment {
    pub date: Date,
    /// Hour and minute.
    pub time: Option<(i8, i8)>,
    /// Minutes east of UTC.
    pub offset: Option<i16>,
}

impl Moment {
    fn lenient(text: &str) -> Result<Moment, Option<String>> {
        let text = text.trim();
        let Some((day, time)) = text.split_once(['T', ' ']).filter(|(_, time)| time.contains(':')) else {
            return Date::lenient(text).map(|date| Moment { date, time: None, offset: None });
        };
        let date = Date::lenient(day)?;
        let (clock, offset) = match time.find(['+', '-', 'Z']) {
            Some(at) => (&time[..at], Some(read_offset(&time[at..]).ok_or(None)?)),
            None => (time, None),
        };
        let time = read_clock(clock.trim()).ok_or(None)?;
        if date.day.is_none() {
            return Err(None);
        }
        Ok(Moment { date, time: Some(time), offset })
    }
}

/// `09:30` or `9:30:00`; seconds are read and let go.
fn read_clock(text: &str) -> Option<(i8, i8)> {
    // Rust would read `+9` and `009` as numbers.
    let number = |text: &str, limit: i8| {
        let digits = text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<i8>().ok().filter(|number| digits && *number < limit)
    };
    let mut parts = text.split(':');
    let clock = (number(parts.next()?, 24)?, number(parts.next()?, 60)?);
    (parts.next().is_none_or(|seconds| number(seconds, 60).is_some()) && parts.next().is_none()).then_some(clock)
}

/// What `read_clock` reads.
const CLOCK: &str = "(?:[01]?[0-9]|2[0-3]):[0-5]?[0-9](?::[0-5]?[0-9])?";

/// `Z`, `+08:00` or `-0500`, in minutes (RFC 3339, 5.6).
fn read_offset(text: &str) -> Option<i16> {
    if text == "Z" {
        return Some(0);
    }
    let east = || text.strip_prefix('+').map(|rest| (1, rest));
    let (sign, rest) = text.strip_prefix('-').map(|rest| (-1, rest)).or_else(east)?;
    let (hours, minutes) = rest.split_once(':').or(rest.split_at_checked(2))?;
    let number = |text: &str| {
        text.parse::<i16>().ok().filter(|_| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit()))
    };
    Some(sign * (number(hours)? * 60 + number(minutes)?))
}

impl FromStr for Moment {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Moment::lenient(text).ok().filter(|moment| text.starts_with(&moment.date.to_string())).ok_or(())
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.date)?;
        if let Some((hour, minute)) = self.time {
            write!(f, "T{hour:02}:{minute:02}:00")?;
        }
        match self.offset {
            Some(offset) => {
                let sign = if offset < 0 { '-' } else { '+' };
                write!(f, "{sign}{:02}:{:02}", offset.abs() / 60, offset.abs() % 60)
            }
            None => Ok(()),
        }
    }
}

spelled!(
    Moment,
    "a date like 2022-05-04 or 2022-05-04 09:30",
    Bare::Number(10_000),
    || {
        // The first space ends the day.
        let day = date_pattern("").replace(r"\s", r"[^\S ]");
        format!(r"{}|{day}[T ]\s*{CLOCK}\s*(?:Z|[+-][0-9]{{2}}:?[0-9]{{2}})?", date_pattern("?"))
    },
    |text| match Moment::lenient(text) {
        Ok(_) if text.parse::<Moment>().is_ok() => Settled::AsIs,
        Ok(moment) => Settled::Understood(moment.to_string()),
        Err(Some(why)) => Settled::Impossible(why),
        Err(None) => Settled::Wrong,
    }
);

/// A time of day: on the clock, or as a word that never becomes a clock time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub enum Clock {
    At(i8, i8),
    Part(DayPart),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub enum DayPart {
    Morning,
    Noon,
    Afternoon,
    Evening,
}

impl FromStr for Clock {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Ok(match text {
            "morning" | "上午" => Clock::Part(DayPart::Morning),
            "noon" | "中午" => Clock::Part(DayPart::Noon),
            "afternoon" | "下午" => Clock::Part(DayPart::Afternoon),
            "evening" | "晚上" => Clock::Part(DayPart::Evening),
            _ => read_clock(text).map(|(hour, minute)| Clock::At(hour, minute)).ok_or(())?,
        })
    }
}

spelled!(
    Clock,
    "a time like 14:30, or morning, noon, afternoon or evening",
    Bare::Text,
    || format!("morning|noon|afternoon|evening|上午|中午|下午|晚上|{CLOCK}"),
    settled::<Clock>
);

/// The work year reported on: one year, or two that follow each other, as schools have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Covers {
    pub year: i16,
    pub to: Option<i16>,
}

impl FromStr for Covers {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let year =
            |text: &str| text.parse().ok().filter(|_| text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit()));
        match text.split_once('/') {
            None => Ok(Covers { year: year(text).ok_or(())?, to: None }),
            Some((from, to)) => {
                let (from, to): (i16, i16) = (year(from).ok_or(())?, year(to).ok_or(())?);
                (to == from + 1).then_some(Covers { year: from, to: Some(to) }).ok_or(())
            }
        }
    }
}

impl fmt::Display for Covers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to {
            Some(to) => write!(f, "{}/{to}", self.year),
            None => write!(f, "{}", self.year),
        }
    }
}

spelled!(
    Covers,
    "a year like 2021, or two like 2020/2021",
    Bare::Whole(9999),
    // That the second year follows the first is beyond a pattern.
    || "[0-9]{4}(?:/[0-9]{4})?[年度]*".into(),
    |text| match text.trim_end_matches(['年', '度']) {
        bare if bare != text && bare.parse::<Covers>().is_ok() => Settled::Understood(bare.to_string()),
        _ => settled::<Covers>(text),
    }
);

/// A map with free keys, in the order in which it is written.
#[derive(Clone, Debug, PartialEq, Hash, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Pairs<T>(pub Vec<(String, T)>);

impl<T> Default for Pairs<T> {
    fn default() -> Self {
        Pairs(Vec::new())
    }
}

impl<T> Pairs<T> {
    pub fn get(&self, name: &str) -> Option<&T> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(key, _)| key.as_str())
    }
}

impl<T: Shape> Shape for Pairs<T> {
    fn form() -> Form {
        Form::Pairs(T::form)
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Pairs<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reading<T>(std::marker::PhantomData<T>);

        impl<'de, T: DeserializeOwned> Visitor<'de> for Reading<T> {
            type Value = Pairs<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a group of `key: value` lines")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut pairs: Vec<(String, T)> = Vec::new();
                let mut seen = BTreeSet::new();
                while let Some((key, value)) = map.next_entry::<String, T>()? {
                    if !seen.insert(key.clone()) {
                        return Err(de::Error::custom("a key stands twice"));
                    }
                    pairs.push((key, value));
                }
                Ok(Pairs(pairs))
            }
        }

        deserializer.deserialize_map(Reading(std::marker::PhantomData))
    }
}

/// Words in one language, or a word for each: `{en: Good, zh-Hans: 好}`.
#[derive(Clone, Debug, PartialEq, Hash, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub enum Wording {
    Same(String),
    Each(Pairs<Text>),
}

impl Default for Wording {
    fn default() -> Self {
        Wording::Same(String::new())
    }
}

impl Wording {
    /// The words in `language`, else in the first one given.
    pub fn in_language(&self, language: &str) -> &str {
        match self {
            Wording::Same(words) => words,
            Wording::Each(pairs) => {
                pairs.get(language).or(pairs.0.first().map(|(_, words)| words)).map_or("", |words| words)
            }
        }
    }
}

impl Either for Wording {
    type Item = Text;
    type Group = Pairs<Text>;

    fn of_text(text: &str) -> Option<Self> {
        Some(Wording::Same(text.to_string()))
    }
    fn of_group(group: Pairs<Text>) -> Option<Self> {
        Some(Wording::Each(group))
    }
}

either!(Wording: Text, Pairs<Text>);
