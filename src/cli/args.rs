//! The arguments of every command.

mod new;

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args as ClapArgs, ColorChoice, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use jiff::civil;

pub use new::{New, NewMeetingArgs, NewReportArgs};

use crate::schema::Subject;

/// Keeps a public body's meeting reports, and publishes them.
///
/// In a site's folder, without a command: serve the site and open it in the browser.
#[derive(Debug, Parser)]
#[command(
    name = "minutebook",
    version,
    about,
    disable_help_subcommand = true,
    after_help = "A new site: minutebook init records\n`minutebook COMMAND --help` says more, with an example."
)]
pub struct Args {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Option<Command>,
}

#[derive(Clone, Debug, ClapArgs)]
#[command(next_help_heading = "For every command")]
pub struct Global {
    /// The site's folder [default: the nearest one upwards that holds minutebook.yaml]
    #[arg(long, value_name = "DIR", global = true)]
    pub root: Option<PathBuf>,
    /// When to color what is printed
    #[arg(long, value_name = "WHEN", default_value = "auto", global = true)]
    pub color: ColorChoice,
    /// Print errors only
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Print every file that is written
    #[arg(long, short, global = true)]
    pub verbose: bool,
    /// How many processor cores to use [default: all]
    #[arg(long, value_name = "N", global = true)]
    pub threads: Option<NonZeroUsize>,
    /// The day that counts as today, like 2022-05-04
    #[arg(long, value_name = "DATE", global = true)]
    pub today: Option<civil::Date>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a new site with one example meeting
    #[command(after_help = "Example: minutebook init records --language zh-Hans")]
    Init(InitArgs),
    /// Make a new record, ready to be filled in
    #[command(subcommand, disable_help_subcommand = true)]
    New(New),
    /// Bring in what an office has: Word files, rosters, web pages, texts
    ///
    /// Reads .docx, .xlsx, .csv, .html and .txt files, Markdown of Hugo, Zola and Jekyll, and folders of them.
    /// What is recognized goes into fields, the rest stays as text, and an account says what became of each piece.
    /// A file that is there already is left as it is, and the exit status is then 1.
    #[cfg(feature = "import")]
    #[command(after_help = "Example: minutebook import minutes-2022.docx roster.xlsx --dry-run")]
    Import(ImportArgs),
    /// Check the site and render it into public/
    #[command(after_help = "Example: minutebook build --base-url https://news.example.org/")]
    Build(BuildArgs),
    /// Find every problem of every file; write nothing
    #[command(after_help = "Example: minutebook check --format json")]
    Check(CheckArgs),
    /// Serve the site on this machine, drafts included
    #[command(after_help = "Example: minutebook serve --port 8080 --open")]
    Serve(ServeArgs),
    /// Help a text editor while reports are written, on standard input and output
    ///
    /// Speaks the Language Server Protocol. An editor starts it; docs/editors.md says how.
    #[cfg(feature = "lsp")]
    #[command(after_help = "Example: minutebook lsp --root records")]
    Lsp,
    /// Put front matter into its one canonical form
    ///
    /// The order of keys, dates, quotes and indentation; comments and the text below stay. Files with errors in their
    /// front matter are left as they are.
    #[command(after_help = "Example: minutebook fmt --check")]
    Fmt(FmtArgs),
    /// List who has filed and who has not, and what else waits for somebody
    ///
    /// Reports that are expected, drafts, sign-offs that are missing, commitments that are open, and records that
    /// are public for 60 days or less.
    #[command(after_help = "Example: minutebook status --series annual-debriefing --covers 2022")]
    Status(StatusArgs),
    /// Look after what the site changes of its theme
    #[command(
        subcommand,
        disable_help_subcommand = true,
        after_help = "Example: minutebook theme eject templates/meeting.html"
    )]
    Theme(Theme),
    /// Say which records and templates made a page
    #[command(after_help = "Example: minutebook why /people/chen-ning/")]
    Why(WhyArgs),
    /// Say which pages show something of a file
    #[command(after_help = "Example: minutebook impact content/people/chen-ning.md")]
    Impact(ImpactArgs),
    /// Print the JSON Schema of the configuration or of a kind of front matter, for editors
    ///
    /// Without a kind: list those that there are, and the files that each is for.
    #[command(after_help = "Example: minutebook schema configuration > minutebook.schema.json")]
    Schema(SchemaArgs),
    /// Say what a check means and how to mend what it finds
    #[command(after_help = "Example: minutebook explain missing-report")]
    Explain(ExplainArgs),
    /// Print a script that lets a shell complete the commands
    #[command(
        after_help = "Example: minutebook completions bash > ~/.local/share/bash-completion/completions/minutebook"
    )]
    Completions(CompletionsArgs),
    /// Print the manual page, or write those of all commands
    #[command(after_help = "Example: minutebook man --output ~/.local/share/man/man1")]
    Man(ManArgs),
}

#[derive(Debug, ClapArgs)]
pub struct InitArgs {
    /// The folder of the new site; it is made if it is not there [default: the current one]
    #[arg(value_name = "DIR")]
    pub folder: Option<PathBuf>,
    /// The language of the examples and of the site
    #[arg(long, value_name = "TAG", value_parser = ["en", "zh-Hans"], default_value = "en")]
    pub language: String,
}

#[cfg(feature = "import")]
#[derive(Debug, ClapArgs)]
pub struct ImportArgs {
    /// Files, and folders of files
    #[arg(value_name = "SOURCE", required = true)]
    pub sources: Vec<PathBuf>,
    /// What each text becomes [default: a meeting where it tells of one with its day, else a story]
    #[arg(long = "as", value_enum, value_name = "KIND")]
    pub kind: Option<ImportKind>,
    /// The series of the meetings, by its id in minutebook.yaml
    #[arg(long, value_name = "ID")]
    pub series: Option<String>,
    /// With `--as report`: the meeting at which they were given, by its id
    #[arg(long, value_name = "ID", required_if_eq("kind", "report"))]
    pub meeting: Option<String>,
    /// Write nothing, and print the same account
    #[arg(long)]
    pub dry_run: bool,
    /// How to print the account
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

#[cfg(feature = "import")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ImportKind {
    Meeting,
    /// One that was given at `--meeting`
    Report,
    Story,
    Page,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    #[default]
    Human,
    /// One JSON object a line
    Json,
}

#[derive(Debug, ClapArgs)]
pub struct BuildArgs {
    /// Where to write [default: public/ in the site's folder]
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// The site's address, instead of the configuration's
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// Include drafts and embargoed records, marked
    #[arg(long)]
    pub drafts: bool,
    /// Let links end in index.html, for a site that is opened from a disk
    #[arg(long)]
    pub portable: bool,
    /// Let warnings stop the build
    #[arg(long)]
    pub strict: bool,
    /// Print how long each stage took, and how much it made
    #[arg(long, value_enum, value_name = "FORMAT", num_args = 0..=1, require_equals = true, default_missing_value = "human")]
    pub timings: Option<Format>,
    /// How to print what is found
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

#[derive(Debug, ClapArgs)]
pub struct CheckArgs {
    /// Let warnings count as errors
    #[arg(long)]
    pub strict: bool,
    /// How to print what is found
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

#[derive(Debug, ClapArgs)]
pub struct ServeArgs {
    /// The port; a free one if it is taken
    #[arg(long, default_value_t = PORT)]
    pub port: u16,
    /// Open the site in the browser
    #[arg(long)]
    pub open: bool,
    /// The address that opens a file in your text editor; empty for none
    ///
    /// `{file}`, `{line}` and `{column}` stand for the place of an error that is clicked on.
    #[arg(long, value_name = "URL", env = "MINUTEBOOK_EDITOR", default_value = EDITOR)]
    pub editor: String,
}

/// Visual Studio Code.
pub const EDITOR: &str = "vscode://file/{file}:{line}:{column}";

/// The usual port.
pub const PORT: u16 = 8000;

#[derive(Debug, ClapArgs)]
pub struct FmtArgs {
    /// Files below content/ [default: all of them]
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Write nothing; list the files that are not in canonical form, and fail if there are any
    #[arg(long)]
    pub check: bool,
    /// Convert files in other encodings to UTF-8
    #[arg(long)]
    pub encoding: bool,
}

#[derive(Debug, ClapArgs)]
pub struct StatusArgs {
    /// Only meetings of this series, by its id in minutebook.yaml
    #[arg(long, value_name = "ID")]
    pub series: Option<String>,
    /// Only meetings on this work year [default: the last meeting of every series, and those to come]
    #[arg(long, value_name = "YEAR")]
    pub covers: Option<i16>,
    /// Instead: records that lack a translation, or have one older than the original
    #[arg(long, conflicts_with_all = ["series", "covers"])]
    pub translations: bool,
    /// How to print what is found
    #[arg(long, value_enum, default_value_t)]
    pub format: StatusFormat,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum StatusFormat {
    /// For people
    #[default]
    Human,
    /// One JSON object a line
    Json,
    /// For a spreadsheet, in UTF-8
    Csv,
}

#[derive(Debug, Subcommand)]
pub enum Theme {
    /// List the themes, and the site's own files in the one that it uses
    List,
    /// Copy files of the theme into the site, for changing
    ///
    /// Files that are there already are kept as they are. Without a file: list those that can be copied.
    #[command(after_help = "Example: minutebook theme eject templates/meeting.html static/style.css")]
    Eject(EjectArgs),
    /// Find what is wrong with the site's own files, and which are older than the program's
    #[command(after_help = "Example: minutebook theme check --format json")]
    Check(CheckArgs),
}

#[derive(Debug, ClapArgs)]
pub struct EjectArgs {
    /// Files of the theme, like templates/meeting.html
    #[arg(value_name = "FILE")]
    pub files: Vec<String>,
}

#[derive(Debug, ClapArgs)]
pub struct WhyArgs {
    /// The page, as its address stands in the browser, or its path below public/
    #[arg(value_name = "URL")]
    pub url: String,
}

#[derive(Debug, ClapArgs)]
pub struct ImpactArgs {
    /// A file below content/, static/ or themes/
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}

#[derive(Debug, ClapArgs)]
pub struct SchemaArgs {
    /// Which one, like configuration, report or report.translation
    #[arg(value_parser = PossibleValuesParser::new(Subject::all().map(Subject::name)), hide_possible_values = true)]
    pub kind: Option<String>,
    /// A folder for all of them, as KIND.schema.json
    #[arg(long, value_name = "DIR", conflicts_with = "kind")]
    pub output: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub struct ExplainArgs {
    /// The name in brackets after `error`, `warning` or `note`
    pub check: String,
}

#[derive(Debug, ClapArgs)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub shell: Shell,
}

#[derive(Debug, ClapArgs)]
pub struct ManArgs {
    /// A folder for the pages of all commands
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
}
