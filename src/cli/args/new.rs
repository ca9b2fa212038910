//! What `new` can be told.

use clap::{Args as ClapArgs, Subcommand};
use jiff::civil;

use crate::yaml::{Covers, Date};

#[derive(Debug, Subcommand)]
pub enum New {
    /// Make a meeting, and a stub for every report that is expected at it
    ///
    /// In a terminal, what is not given is asked for. Files that are there already are kept as they are.
    #[command(after_help = "Example: minutebook new meeting --series annual-debriefing --held 2023-02-24")]
    Meeting(NewMeetingArgs),
    /// Make the stub of one report, with the commitments that it should answer
    #[command(
        after_help = "Example: minutebook new report --meeting 2023-02-24-annual-debriefing --organization orchard"
    )]
    Report(NewReportArgs),
    /// Make a person
    #[command(after_help = "Example: minutebook new person 'Sun Wu' --organization orchard --start 2024-03")]
    Person(NewPersonArgs),
    /// Make an organization
    #[command(after_help = "Example: minutebook new organization Orchard --kind village --parent riverside-street")]
    Organization(NewOrganizationArgs),
    /// Make a news story
    #[command(after_help = "Example: minutebook new story 'The bus stop moves' --published 2022-05-04")]
    Story(NewStoryArgs),
    /// Make any other page
    #[command(after_help = "Example: minutebook new page 'How to reach us' --id contact")]
    Page(NewPageArgs),
}

#[derive(Debug, ClapArgs)]
pub struct NewMeetingArgs {
    /// The series, by its id in minutebook.yaml
    #[arg(long, value_name = "ID")]
    pub series: Option<String>,
    /// The day of the meeting, like 2023-02-24
    #[arg(long, value_name = "DATE")]
    pub held: Option<civil::Date>,
    /// The work year reported on [default: as at the series' last meeting]
    #[arg(long, value_name = "YEAR", value_parser = covers)]
    pub covers: Option<Covers>,
    /// The organization that convenes it [default: as at the series' last meeting]
    #[arg(long, value_name = "ID")]
    pub organizer: Option<String>,
    /// The headline [default: the series and the day]
    #[arg(long)]
    pub title: Option<String>,
}

#[derive(Debug, ClapArgs)]
pub struct NewReportArgs {
    /// The meeting, by its id
    #[arg(long, value_name = "ID")]
    pub meeting: String,
    /// Who reports, by their id
    #[arg(long, value_name = "ID", required_unless_present = "organization", conflicts_with = "organization")]
    pub secretary: Option<String>,
    /// Whose work it is about, by its id; the secretary is then the one of that day
    #[arg(long, value_name = "ID")]
    pub organization: Option<String>,
}

#[derive(Debug, ClapArgs)]
pub struct NewPersonArgs {
    /// The name
    pub name: String,
    /// The name of the file, and the address [default: as the name suggests]
    #[arg(long)]
    pub id: Option<String>,
    /// Where they hold office, by its id
    #[arg(long, value_name = "ID")]
    pub organization: Option<String>,
    /// The post that the checks look for [default: secretary, if any of its term is given]
    #[arg(long, value_name = "WORD")]
    pub post: Option<String>,
    /// The words for it
    #[arg(long, value_name = "WORDS")]
    pub role: Option<String>,
    /// Since when, like 2024-03-01, 2024-03 or 2024
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub start: Option<Date>,
}

#[derive(Debug, ClapArgs)]
pub struct NewOrganizationArgs {
    /// The name
    pub name: String,
    /// The name of the file, and the address [default: as the name suggests]
    #[arg(long)]
    pub id: Option<String>,
    /// What it is, like village or community
    #[arg(long, value_name = "WORD")]
    pub kind: Option<String>,
    /// What it answers to, by its id
    #[arg(long, value_name = "ID")]
    pub parent: Option<String>,
}

#[derive(Debug, ClapArgs)]
pub struct NewStoryArgs {
    /// The headline
    pub title: String,
    /// The name of the file, and the address [default: the day and the headline]
    #[arg(long)]
    pub id: Option<String>,
    /// When it goes out [default: today]
    #[arg(long, value_name = "DATE")]
    pub published: Option<civil::Date>,
}

#[derive(Debug, ClapArgs)]
pub struct NewPageArgs {
    /// The headline
    pub title: String,
    /// The name of the file, and the address [default: as the headline suggests]
    #[arg(long)]
    pub id: Option<String>,
}

fn date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "a date is written as 2024-03-01, 2024-03 or 2024".to_string())
}

fn covers(text: &str) -> Result<Covers, String> {
    text.parse().map_err(|()| "a work year is written as 2022, or 2022/2023".to_string())
}
