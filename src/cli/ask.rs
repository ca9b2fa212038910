//! Questions in a terminal, for what the command line leaves open.

use std::fmt::Display;
use std::io::{IsTerminal, stderr, stdin};
use std::str::FromStr;

use dialoguer::theme::SimpleTheme;
use dialoguer::{Input, Select};

use super::Stop;
use super::args::NewMeetingArgs;
use super::new::usage;
use crate::edit::Tongue;
use crate::edit::meeting::{self, Wanted};
use crate::model::{Archive, Handle, Series};
use crate::yaml::Covers;

/// The meeting as the command line says; where that leaves something open, as somebody in a terminal says.
pub fn meeting(archive: &Archive, own: &NewMeetingArgs) -> Result<Wanted, Stop> {
    let given = own.series.as_deref().map(|id| meeting::series(archive, id)).transpose().map_err(usage)?;
    let is_complete = own.held.is_some() && (given.is_some() || own.title.is_some());
    let can_ask = stdin().is_terminal() && stderr().is_terminal();
    if !is_complete && !can_ask {
        return Err(incomplete(archive, given, own));
    }
    let mut wanted = Wanted {
        series: given,
        held: own.held.unwrap_or_default(),
        covers: own.covers,
        organizer: own.organizer.clone(),
        title: own.title.clone(),
    };
    if is_complete {
        return Ok(wanted);
    }
    let words = Words::of(archive);
    if given.is_none() && own.title.is_none() {
        wanted.series = words.series(archive)?;
    }
    if own.held.is_none() {
        let proposed = wanted.series.and_then(|series| meeting::next_day(archive, series));
        wanted.held = words.answer(words.held, proposed, words.no_day)?;
    }
    if let Some(series) = wanted.series
        && own.covers.is_none()
        && let Some(proposed) = meeting::covers(archive, series, wanted.held)
    {
        wanted.covers = Some(words.answer::<Year>(words.covers, Some(Year(proposed)), words.no_year)?.0);
    }
    if own.title.is_none() {
        let proposed = wanted.series.map(|series| meeting::title(archive, series, wanted.held));
        wanted.title = Some(words.answer(words.title, proposed, words.no_title)?);
    }
    Ok(wanted)
}

/// Where nobody can be asked: what is missing.
fn incomplete(archive: &Archive, series: Option<Handle<Series>>, own: &NewMeetingArgs) -> Stop {
    let Some(series) = series else {
        return Stop::usage(match own.title {
            Some(_) => "on which day is the meeting?\n  help: add --held 2023-02-24",
            None => "which meeting?\n  help: add --series ID --held DATE, or --title TITLE --held DATE",
        });
    };
    let day = meeting::next_day(archive, series);
    let next = day.map_or("2023-02-24".to_string(), |day| day.to_string());
    let why = if day.is_some() { "; the next of the series may be then" } else { "" };
    Stop::usage(format!("on which day is the meeting?\n  help: add --held {next}{why}"))
}

/// A work year in an answer.
#[derive(Clone, Copy)]
struct Year(Covers);

impl Display for Year {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Year {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.trim().parse().map(Year).map_err(|()| text.to_string())
    }
}

/// The questions, in the language in which the site is written.
struct Words {
    series: &'static str,
    no_series: &'static str,
    held: &'static str,
    no_day: &'static str,
    covers: &'static str,
    no_year: &'static str,
    title: &'static str,
    no_title: &'static str,
}

impl Words {
    fn of(archive: &Archive) -> Self {
        match Tongue::of(archive.config.first_language()) {
            Tongue::English => Words {
                series: "Which series? (arrow keys, then Enter)",
                no_series: "none of these",
                held: "On which day?",
                no_day: "a day is written as 2023-02-24",
                covers: "On which work year?",
                no_year: "a work year is written as 2022, or 2022/2023",
                title: "The headline?",
                no_title: "a meeting needs a headline",
            },
            Tongue::Chinese => Words {
                series: "哪个系列？（用上下键选择，按回车确认）",
                no_series: "都不是",
                held: "哪一天开会？",
                no_day: "日期写成 2023-02-24",
                covers: "汇报哪一年度的工作？",
                no_year: "年度写成 2022，或 2022/2023",
                title: "标题？",
                no_title: "会议要有标题",
            },
        }
    }

    /// One of the site's series, or none.
    fn series(&self, archive: &Archive) -> Result<Option<Handle<Series>>, Stop> {
        let language = archive.config.first_language();
        let known: Vec<_> = archive.series.iter().map(|(handle, series)| (handle, &series.id)).collect();
        if known.is_empty() {
            return Ok(None);
        }
        let title = |id: &str| archive.config.series.get(id).map(|keys| keys.title.in_language(language).to_string());
        let names = known.iter().map(|(_, id)| title(id).unwrap_or_default()).chain([self.no_series.to_string()]);
        let chosen = Select::with_theme(&SimpleTheme).with_prompt(self.series).items(names).default(0);
        let chosen = chosen.interact().map_err(unanswered)?;
        Ok(known.get(chosen).map(|(handle, _)| *handle))
    }

    /// One line, asked for until it can be read.
    fn answer<T: FromStr + Display>(&self, prompt: &str, proposed: Option<T>, otherwise: &str) -> Result<T, Stop> {
        let mut input = Input::<String>::with_theme(&SimpleTheme).with_prompt(prompt);
        if let Some(proposed) = proposed {
            input = input.default(proposed.to_string());
        }
        let reads = |text: &String| match text.trim().is_empty() || text.trim().parse::<T>().is_err() {
            true => Err(otherwise.to_string()),
            false => Ok(()),
        };
        let text = input.validate_with(reads).interact_text().map_err(unanswered)?;
        text.trim().parse().map_err(|_| Stop::usage(otherwise.to_string()))
    }
}

fn unanswered(error: dialoguer::Error) -> Stop {
    Stop::usage(format!("nothing was made: {error}"))
}
