//! Words -> days and times of day, in English and Chinese.

use std::sync::LazyLock;

use jiff::civil;
use regex::{Captures, Regex};

/// A day as a text gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day<'a> {
    /// Nothing where the text does not say the year.
    pub year: Option<i16>,
    pub month: i8,
    pub day: i8,
    pub words: &'a str,
    /// Where the words begin.
    pub at: usize,
}

impl Day<'_> {
    /// The day, if its year is known.
    pub fn date(&self) -> Option<civil::Date> {
        self.in_year(self.year?)
    }

    pub fn in_year(&self, year: i16) -> Option<civil::Date> {
        civil::Date::new(year, self.month, self.day).ok()
    }

    /// The last such day that is not after another.
    pub fn before(&self, other: civil::Date) -> Option<civil::Date> {
        [other.year(), other.year() - 1].into_iter().filter_map(|year| self.in_year(year)).find(|day| *day <= other)
    }
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

static DAY: LazyLock<Regex> = LazyLock::new(|| {
    let month = r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?";
    let han = "[〇零○一二三四五六七八九十]";
    Regex::new(&format!(
        r"(?x)
        \b(?P<y1>\d{{4}})\s?[-/.]\s?(?P<m1>\d{{1,2}})\s?[-/.]\s?(?P<d1>\d{{1,2}})(?:T|\b)
        |(?:(?P<y2>\d{{4}}|{han}{{4}})\s?年\s?)?(?P<m2>\d{{1,2}}|{han}{{1,2}})\s?月\s?(?P<d2>\d{{1,2}}|{han}{{1,3}})\s?[日号]
        |\b(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?\x20(?:of\x20)?(?P<m3>{month})\b(?:,?\x20(?P<y3>\d{{4}})\b)?
        |\b(?P<m4>{month})\x20(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\x20(?P<y4>\d{{4}})\b)?
        "
    ))
    .expect("a fixed pattern")
});

/// The days that a text names, in its order.
pub fn days(text: &str) -> impl Iterator<Item = Day<'_>> {
    DAY.captures_iter(text).filter_map(|found| read(&found))
}

fn read<'a>(found: &Captures<'a>) -> Option<Day<'a>> {
    let part = |names: [&str; 4]| names.into_iter().find_map(|name| found.name(name)).map(|part| part.as_str());
    let year = match part(["y1", "y2", "y3", "y4"]) {
        Some(year) => Some(number(year)?),
        None => None,
    };
    let month = part(["m1", "m2", "m3", "m4"])?;
    let named = MONTHS.iter().position(|name| month.to_lowercase().starts_with(name));
    let month = named.map_or_else(|| number(month), |place| i16::try_from(place + 1).ok())?;
    let day = number(part(["d1", "d2", "d3", "d4"])?)?;
    let whole = found.get(0)?;
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    // A leap year, so that 29 February is a day.
    civil::Date::new(year.unwrap_or(2024), month, day).ok()?;
    Some(Day { year, month, day, words: whole.as_str().trim_end_matches('T'), at: whole.start() })
}

/// `12`, 十二, 二〇二二.
pub fn number(text: &str) -> Option<i16> {
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let digit = |letter: char| match letter {
        '〇' | '零' | '○' => Some(0),
        '两' => Some(2),
        _ => "一二三四五六七八九".chars().position(|other| other == letter).map(|place| place as i16 + 1),
    };
    match text.split_once('十') {
        None if text.is_empty() => None,
        None => text.chars().try_fold(0i16, |sum, letter| sum.checked_mul(10)?.checked_add(digit(letter)?)),
        Some((tens, ones)) => {
            let one = |text: &str| text.chars().next().filter(|c| c.len_utf8() == text.len()).and_then(digit);
            let tens = if tens.is_empty() { 1 } else { one(tens)? };
            let ones = if ones.is_empty() { 0 } else { one(ones)? };
            Some(tens * 10 + ones)
        }
    }
}

/// `three`, `3`, 三.
pub fn count(text: &str) -> Option<u32> {
    const WORDS: [&str; 12] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let word = text.to_lowercase();
    let named = WORDS.iter().position(|other| *other == word).map(|place| place as u32 + 1);
    named.or_else(|| number(text).and_then(|number| u32::try_from(number).ok())).filter(|count| *count > 0)
}

/// A time of day, as the table of keys writes it, with its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Time<'a> {
    pub value: String,
    pub words: &'a str,
}

/// The first time of day in a text, and when it ended if that is said.
pub fn times(text: &str) -> Vec<Time<'_>> {
    static TIME: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?ix)
            (?P<part>上午|下午|晚上|中午|早上)?\s?(?P<h>\d{1,2})\s?(?:[:：](?P<m>\d{2})(?::\d{2})?|[时点](?:(?P<half>半)|(?P<m2>\d{1,2})分?|整|钟)?)(?:\s?(?P<ap>[ap]\.?m\b\.?))?
            |\b(?P<h2>\d{1,2})(?:\.(?P<m3>\d{2}))?\s?(?P<ap2>[ap]\.?m\b\.?)
            |(?P<word>上午|下午|晚上|中午|\b(?:morning|afternoon|evening|noon)\b)
            ",
        )
        .expect("a fixed pattern")
    });
    // 下午2点至4点: the second is in the afternoon too.
    let mut was_late = false;
    TIME.captures_iter(text)
        .filter_map(move |found| {
            let words = found.get(0)?.as_str();
            if let Some(word) = found.name("word") {
                return Some(Time { value: part_of_day(word.as_str())?.to_string(), words });
            }
            let name = |a: &str, b: &str| found.name(a).or(found.name(b)).map(|part| part.as_str());
            let mut hour: u32 = name("h", "h2")?.parse().ok()?;
            let minute: u32 = match found.name("half") {
                Some(_) => 30,
                None => found
                    .name("m")
                    .or(found.name("m2"))
                    .or(found.name("m3"))
                    .map_or(Ok(0), |m| m.as_str().parse())
                    .ok()?,
            };
            let late = name("ap", "ap2").is_some_and(|half| half.to_lowercase().starts_with('p'))
                || found.name("part").is_some_and(|part| matches!(part.as_str(), "下午" | "晚上"))
                || was_late && name("ap", "ap2").is_none() && found.name("part").is_none();
            was_late = late;
            if late && hour < 12 {
                hour += 12;
            }
            if name("ap", "ap2").is_some_and(|half| half.to_lowercase().starts_with('a')) && hour == 12 {
                hour = 0;
            }
            (hour < 24 && minute < 60).then(|| Time { value: format!("{hour:02}:{minute:02}"), words })
        })
        .collect()
}

fn part_of_day(word: &str) -> Option<&'static str> {
    Some(match word.to_lowercase().as_str() {
        "上午" | "morning" => "morning",
        "中午" | "noon" => "noon",
        "下午" | "afternoon" => "afternoon",
        "晚上" | "evening" => "evening",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> (Option<i16>, i8, i8) {
        let day = days(text).next().unwrap_or_else(|| panic!("{text} names a day"));
        (day.year, day.month, day.day)
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        for text in [
            "2022-02-25",
            "25 February 2022",
            "February 25, 2022",
            "25th of Feb 2022",
            "2022年2月25日",
            "二〇二二年二月二十五日",
            "2022/2/25",
            "2022.02.25",
            "2022-02-25T10:00:00+08:00",
        ] {
            assert_eq!(day(text), (Some(2022), 2, 25), "{text}");
        }
        assert_eq!(day("On the afternoon of February 25, The meeting"), (None, 2, 25));
        assert_eq!(day("2月25日下午"), (None, 2, 25));
        assert_eq!(days("2022-13-40, 31 June, Mayor 3, 1.5").count(), 0);
    }

    #[test]
    fn times_are_read_as_people_write_them() {
        let time = |text: &str| times(text).into_iter().map(|time| time.value).collect::<Vec<_>>();
        assert_eq!(time("下午2:30"), ["14:30"]);
        assert_eq!(time("下午2点半至4时"), ["14:30", "16:00"]);
        assert_eq!(time("2.30 pm"), ["14:30"]);
        assert_eq!(time("09:00"), ["09:00"]);
        assert_eq!(time("On the afternoon of"), ["afternoon"]);
        assert_eq!(time("12 am"), ["00:00"]);
    }
}
