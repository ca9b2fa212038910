//! The arguments of every command.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args as ClapArgs, ColorChoice, Parser, Subcommand, ValueEnum};
use jiff::civil;

/// Keeps a public body's meeting reports, and publishes them.
///
/// In a site's folder, without a command: serve the site on this machine.
#[derive(Debug, Parser)]
#[command(name = "minutebook", version, about, disable_help_subcommand = true)]
pub struct Args {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Option<Command>,
}

#[derive(Debug, ClapArgs)]
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
    /// Check the site and render it into public/
    #[command(after_help = "Example: minutebook build --base-url https://news.example.org/")]
    Build(BuildArgs),
    /// Find every problem of every file; write nothing
    #[command(after_help = "Example: minutebook check --format json")]
    Check(CheckArgs),
    /// Serve the site on this machine, drafts included
    #[command(after_help = "Example: minutebook serve --port 8080")]
    Serve(ServeArgs),
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
    #[arg(long, default_value_t = 8000)]
    pub port: u16,
}

impl Default for ServeArgs {
    fn default() -> Self {
        ServeArgs { port: 8000 }
    }
}
