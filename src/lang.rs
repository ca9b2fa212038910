//! A language's words, dates and order: the theme's Fluent files, and collation by ICU4X.

use std::cmp::Ordering;
use std::sync::Arc;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use icu_collator::CollatorBorrowed;
use icu_collator::options::CollatorOptions;
use icu_locale_core::Locale;
use jiff::civil;

use crate::yaml::{Clock, Date, DayPart, Moment};

/// What a language's interface says.
pub struct Words {
    /// The language's tag: `en`, `zh-Hans`.
    pub tag: String,
    bundle: FluentBundle<FluentResource>,
    collator: Option<CollatorBorrowed<'static>>,
    /// The site's first language, for words that this one lacks.
    fallback: Option<Arc<Words>>,
}

/// A value put into a phrase.
pub enum Put<'a> {
    Text(&'a str),
    /// Chooses the plural, and is shown in digits.
    Number(usize),
}

impl<'a> From<&'a str> for Put<'a> {
    fn from(text: &'a str) -> Self {
        Put::Text(text)
    }
}

impl<'a> From<&'a String> for Put<'a> {
    fn from(text: &'a String) -> Self {
        Put::Text(text)
    }
}

impl From<usize> for Put<'_> {
    fn from(number: usize) -> Self {
        Put::Number(number)
    }
}

impl From<u32> for Put<'_> {
    fn from(number: u32) -> Self {
        Put::Number(number as usize)
    }
}

impl Words {
    /// `files` are the texts of the language's Fluent files, those that override last.
    /// What of them cannot be read comes back as messages.
    pub fn new(tag: &str, files: &[&str], fallback: Option<Arc<Words>>) -> (Words, Vec<String>) {
        let language = tag.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![language]);
        // Marks of direction around each value would end up in titles and feeds.
        bundle.set_use_isolating(false);
        let mut problems = Vec::new();
        for text in files {
            let resource = match FluentResource::try_new(text.to_string()) {
                Ok(resource) => resource,
                Err((resource, errors)) => {
                    problems.extend(errors.into_iter().map(|error| error.to_string()));
                    resource
                }
            };
            bundle.add_resource_overriding(resource);
        }
        let locale: Option<Locale> = tag.parse().ok();
        let collator = locale
            .and_then(|locale| icu_collator::Collator::try_new((&locale).into(), CollatorOptions::default()).ok());
        (Words { tag: tag.to_string(), bundle, collator, fallback }, problems)
    }

    /// Whether the language itself has the phrase.
    pub fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }

    /// Whether the phrase is to be had, if only in the first language.
    pub fn knows(&self, key: &str) -> bool {
        self.has(key) || self.fallback.as_ref().is_some_and(|fallback| fallback.knows(key))
    }

    /// The phrase `key` with `values` in it; in the first language if this one lacks it,
    /// and the key itself if that lacks it too.
    pub fn say(&self, key: &str, values: &[(&str, Put<'_>)]) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return match &self.fallback {
                Some(fallback) => fallback.say(key, values),
                None => key.to_string(),
            };
        };
        let mut args = FluentArgs::new();
        for (name, value) in values {
            let value = match value {
                Put::Text(text) => FluentValue::from(text.to_string()),
                Put::Number(number) => FluentValue::from(*number),
            };
            args.set(*name, value);
        }
        let mut errors = Vec::new();
        self.bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned()
    }

    /// A phrase without values.
    pub fn word(&self, key: &str) -> String {
        self.say(key, &[])
    }

    /// The order of two names in this language.
    pub fn compare(&self, a: &str, b: &str) -> Ordering {
        self.collator.as_ref().map_or_else(|| a.cmp(b), |collator| collator.compare(a, b)).then_with(|| a.cmp(b))
    }

    /// A date as far as it is known: `25 February 2022`, `February 2022`, `2022`.
    pub fn date(&self, date: Date) -> String {
        let year = date.year.to_string();
        match (date.month, date.day) {
            (Some(month), Some(day)) => {
                let (name, month, day) = (self.month(month), month.to_string(), day.to_string());
                let values = [
                    ("day", (&day).into()),
                    ("month", (&name).into()),
                    ("number", (&month).into()),
                    ("year", (&year).into()),
                ];
                self.say("date-day", &values)
            }
            (Some(month), None) => {
                let (name, month) = (self.month(month), month.to_string());
                self.say(
                    "date-month",
                    &[("month", (&name).into()), ("number", (&month).into()), ("year", (&year).into())],
                )
            }
            _ => self.say("date-year", &[("year", (&year).into())]),
        }
    }

    /// The month's name in a date.
    pub fn month(&self, month: i8) -> String {
        self.word(&format!("month-{month}"))
    }

    /// `Feb 2022`, under the number of the day.
    pub fn month_short(&self, date: civil::Date) -> String {
        let (name, month, year) =
            (self.word(&format!("month-{}-short", date.month())), date.month().to_string(), date.year().to_string());
        self.say("date-month", &[("month", (&name).into()), ("number", (&month).into()), ("year", (&year).into())])
    }

    /// `25 Feb 2022`
    pub fn date_short(&self, date: Date) -> String {
        let Some(day) = date.day_known() else { return self.date(date) };
        let (name, month) = (self.word(&format!("month-{}-short", day.month())), day.month().to_string());
        let (year, day) = (day.year().to_string(), day.day().to_string());
        let values =
            [("day", (&day).into()), ("month", (&name).into()), ("number", (&month).into()), ("year", (&year).into())];
        self.say("date-day", &values)
    }

    pub fn weekday(&self, date: civil::Date) -> String {
        self.word(&format!("weekday-{}", date.weekday().to_monday_one_offset()))
    }

    /// The day of a moment: its hour is for machines.
    pub fn moment(&self, moment: Moment) -> String {
        self.date(moment.date)
    }

    pub fn clock(&self, clock: Clock) -> String {
        match clock {
            Clock::At(hour, minute) => format!("{hour:02}:{minute:02}"),
            Clock::Part(part) => self.word(match part {
                DayPart::Morning => "time-morning",
                DayPart::Noon => "time-noon",
                DayPart::Afternoon => "time-afternoon",
                DayPart::Evening => "time-evening",
            }),
        }
    }

    /// `a, b and c`. The phrases' own spaces count; Fluent writes them as `{" "}`.
    pub fn list(&self, items: &[String]) -> String {
        match items {
            [] => String::new(),
            [one] => one.clone(),
            [rest @ .., last] => rest.join(&self.word("list-comma")) + &self.word("list-and") + last,
        }
    }
}
