#![expect(
    clippy::disallowed_macros,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "the edge to the terminal, the clock, the environment, and new files"
)]
//! The command line: arguments in, words and an exit status out.

mod about;
mod args;
mod ask;
mod build;
mod fmt;
#[cfg(feature = "import")]
mod import;
#[cfg(feature = "serve")]
mod live;
#[cfg(feature = "lsp")]
mod lsp;
mod new;
mod print;
mod schema;
mod status;
mod theme;
mod timings;
mod trace;

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use jiff::tz::TimeZone;
use jiff::{Timestamp, civil};

use crate::build::{Failure, Options, Site, With, build_with};
use crate::config::{self, Config};
use crate::diag::{Diagnostic, Extract};
use crate::model::Drafts;
use crate::parse::decode;
use crate::publish::documents::Documents;
use crate::publish::photos::Photos;
use crate::source::{self, Disk, SourceSet};
use crate::span::SourcePath;
use crate::view::Links;
use args::{Args, CheckArgs, Command, EDITOR, Format, Global, PORT, ServeArgs};
use print::{Printer, Shown};

/// The content has errors.
const CONTENT: u8 = 1;
/// The command line is wrong.
const USAGE: u8 = 2;
/// The machine failed.
const MACHINE: u8 = 3;

/// Why a command stopped: what to say, and the exit status.
struct Stop {
    status: u8,
    message: String,
}

impl Stop {
    fn usage(message: impl Into<String>) -> Self {
        Stop { status: USAGE, message: message.into() }
    }

    fn machine(message: impl Into<String>) -> Self {
        Stop { status: MACHINE, message: message.into() }
    }

    /// The diagnostics have been printed; nothing is left to say.
    fn content() -> Self {
        Stop { status: CONTENT, message: String::new() }
    }
}

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    let args = Args::parse();
    match run(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => {
            if !stop.message.is_empty() {
                anstream::eprintln!("error: {}", stop.message);
            }
            ExitCode::from(stop.status)
        }
    }
}

fn run(args: &Args) -> Result<(), Stop> {
    match args.global.color {
        clap::ColorChoice::Always => anstream::ColorChoice::Always.write_global(),
        clap::ColorChoice::Never => anstream::ColorChoice::Never.write_global(),
        clap::ColorChoice::Auto => {}
    }
    if let Some(threads) = args.global.threads {
        rayon::ThreadPoolBuilder::new()
            .num_threads(threads.get())
            .build_global()
            .map_err(|error| Stop::machine(format!("{threads} threads cannot be had: {error}")))?;
    }
    match &args.command {
        Some(Command::Init(own)) => new::init(&args.global, own),
        Some(Command::Fmt(own)) => fmt::fmt(&args.global, own),
        Some(Command::New(own)) => new::record(&args.global, own),
        #[cfg(feature = "import")]
        Some(Command::Import(own)) => import::import(&args.global, own),
        Some(Command::Build(own)) => build::build(&args.global, own),
        Some(Command::Check(own)) => check(&args.global, own),
        Some(Command::Serve(own)) => serve(&args.global, own),
        #[cfg(feature = "lsp")]
        Some(Command::Lsp) => lsp::run(&args.global),
        Some(Command::Status(own)) => status::status(&args.global, own),
        Some(Command::Theme(own)) => theme::run(&args.global, own),
        Some(Command::Why(own)) => trace::why(&args.global, own),
        Some(Command::Impact(own)) => trace::impact(&args.global, own),
        Some(Command::Schema(own)) => schema::schema(own),
        Some(Command::Explain(own)) => about::explain(own),
        Some(Command::Completions(own)) => about::completions(own),
        Some(Command::Man(own)) => about::man(own),
        None => serve(&args.global, &ServeArgs { port: PORT, open: true, editor: EDITOR.to_string() }),
    }
}

/// A site's folder, and the day on which it is looked at.
#[derive(Clone)]
struct Place {
    disk: Disk,
    #[cfg_attr(not(any(feature = "serve", feature = "lsp")), expect(dead_code, reason = "a run does not last days"))]
    day: Day,
    /// `day` when the run began.
    today: civil::Date,
    /// Whether progress is kept to oneself.
    quiet: bool,
}

/// The day on which a site is looked at.
#[derive(Clone)]
enum Day {
    Told(civil::Date),
    /// Whatever day it is there.
    In(TimeZone),
}

impl Day {
    fn date(&self) -> civil::Date {
        match self {
            Day::Told(date) => *date,
            Day::In(zone) => Timestamp::now().to_zoned(zone.clone()).date(),
        }
    }
}

/// Finds the site: the folder named, else the nearest one upwards that is one.
fn place(global: &Global) -> Result<Place, Stop> {
    let root = match &global.root {
        Some(root) => root.clone(),
        None => {
            let here =
                std::env::current_dir().map_err(|error| Stop::machine(format!("the current folder: {error}")))?;
            site_above(&here).unwrap_or(here)
        }
    };
    let file = root.join(config::FILE);
    if !file.is_file() {
        return Err(Stop::usage(format!(
            "there is no site in {}: it has no {}\n  \
             help: go to the site's folder, or name it with --root; `minutebook init` makes a new one",
            root.display(),
            config::FILE,
        )));
    }
    let disk = Disk { root };
    let day = day(global, &configuration(&disk)?)?;
    Ok(Place { disk, today: day.date(), day, quiet: global.quiet })
}

/// The configuration, whatever is wrong with it.
fn configuration(disk: &Disk) -> Result<Config, Stop> {
    let file = disk.root.join(config::FILE);
    let bytes = std::fs::read(&file).map_err(|error| Stop::machine(format!("{}: {error}", file.display())))?;
    Ok(Config::read(&decode(&bytes).into_text()).0)
}

/// The nearest site at a folder or above it.
fn site_above(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().find(|folder| folder.join(config::FILE).is_file()).map(Path::to_path_buf)
}

/// The day on which the site is looked at: as told, else `SOURCE_DATE_EPOCH`
/// (reproducible-builds.org), else today, in the site's time zone.
fn day(global: &Global, config: &Config) -> Result<Day, Stop> {
    if let Some(today) = global.today {
        return Ok(Day::Told(today));
    }
    let zone = config.timezone.as_deref().and_then(|zone| TimeZone::get(zone).ok()).unwrap_or(TimeZone::UTC);
    let Ok(text) = std::env::var("SOURCE_DATE_EPOCH") else { return Ok(Day::In(zone)) };
    let moment = text.parse().ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
    let moment =
        moment.ok_or_else(|| Stop::usage(format!("SOURCE_DATE_EPOCH is `{text}`, not a number of seconds")))?;
    Ok(Day::Told(moment.to_zoned(zone).date()))
}

/// In nanoseconds since 1970.
fn now() -> u128 {
    let now = std::time::SystemTime::now().duration_since(std::time::SystemTime::UNIX_EPOCH);
    now.map_or(0, |since| since.as_nanos())
}

fn make(place: &Place, options: &Options, parsed: &mut Documents) -> Result<(Site, Vec<Diagnostic>), Stop> {
    parsed.listing(now());
    make_of(place, &listed(place)?, options, &mut With { parsed: Some(parsed), ended: &mut |_| () })
}

/// What `serve` shows: the whole archive, drafts included.
fn whole(place: &Place) -> Options {
    Options { today: place.today, drafts: Drafts::Include, links: Links::Folders, base_url: None }
}

fn listed(place: &Place) -> Result<SourceSet, Stop> {
    source::list(&place.disk).map_err(|error| Stop::machine(error.to_string()))
}

fn make_of(
    place: &Place,
    sources: &SourceSet,
    options: &Options,
    with: &mut With<'_>,
) -> Result<(Site, Vec<Diagnostic>), Stop> {
    // indicatif itself draws nothing where standard error is no terminal.
    let bar = match place.quiet {
        true => indicatif::ProgressBar::hidden(),
        false => indicatif::ProgressBar::new_spinner().with_message("reading the records"),
    };
    bar.enable_steady_tick(std::time::Duration::from_millis(100));
    let made = build_with(sources, &place.disk, options, with);
    bar.finish_and_clear();
    made.map_err(|failure| Stop::machine(failure_in_words(&failure)))
}

/// The whole archive, drafts included, whatever is wrong with it.
fn looked_at(place: &Place, parsed: &mut Documents) -> Result<(Site, Vec<Diagnostic>), Stop> {
    make(place, &whole(place), parsed)
}

fn failure_in_words(failure: &Failure) -> String {
    match failure {
        Failure::Content(diagnostic) => diagnostic.message.clone(),
        Failure::Machine(path, error) => format!("{path}: {error}"),
    }
}

/// Errors stop a build, and warnings too where that was asked for.
fn refuse(found: &[Diagnostic], strict: bool) -> Result<(), Stop> {
    refuse_counted(Extract::of(found, 0).counts, strict)
}

fn refuse_counted([errors, warnings, _]: [usize; 3], strict: bool) -> Result<(), Stop> {
    if errors > 0 || strict && warnings > 0 { Err(Stop::content()) } else { Ok(()) }
}

/// `1 page`, `2 pages`.
fn counted(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

/// The file of the site that somebody in the current folder names.
fn source_path(place: &Place, file: &Path) -> SourcePath {
    let root = place.disk.root.canonicalize().unwrap_or_else(|_| place.disk.root.clone());
    let within = file.canonicalize().ok().and_then(|path| path.strip_prefix(&root).map(Path::to_path_buf).ok());
    let named = within.unwrap_or_else(|| file.to_path_buf());
    SourcePath::new(named.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/"))
}

/// The path as one would type it in the current folder.
fn from_here(path: &Path) -> &Path {
    let here = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(&here).or(path.strip_prefix(".")).unwrap_or(path)
}

/// The path without links, as far as it exists.
fn resolved(path: &Path) -> io::Result<PathBuf> {
    let absolute = std::path::absolute(path)?;
    let mut missing = Vec::new();
    let mut existing = absolute.as_path();
    loop {
        match existing.canonicalize() {
            Ok(found) => {
                return Ok(missing
                    .into_iter()
                    .rev()
                    .fold(found, |path: PathBuf, part: &std::ffi::OsStr| path.join(part)));
            }
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            Err(error) => match (existing.parent(), existing.file_name()) {
                (Some(parent), Some(name)) => {
                    missing.push(name);
                    existing = parent;
                }
                _ => return Err(error),
            },
        }
    }
}

fn check(global: &Global, own: &CheckArgs) -> Result<(), Stop> {
    let place = place(global)?;
    let options = |drafts| Options { today: place.today, drafts, links: Links::Folders, base_url: None };
    // Once as readers get it, and once with what they do not see yet: both have to be right.
    let mut parsed = Documents::open(&place.disk.root).held();
    let (_, mut found) = make(&place, &options(Drafts::Skip), &mut parsed)?;
    let (site, with_drafts) = make(&place, &options(Drafts::Include), &mut parsed)?;
    found.extend(with_drafts);
    let photos = site.decode_photos(&place.disk, &Photos::of_run(&place.disk.root));
    found.extend(photos.map_err(|failure| Stop::machine(failure_in_words(&failure)))?);
    found.sort_by(|a, b| a.place.cmp(&b.place).then(a.check.cmp(&b.check)).then(a.message.cmp(&b.message)));
    found.dedup();
    Printer { disk: &place.disk, theme: Some(site.theme()), format: own.format, quiet: global.quiet }
        .print(&found, Shown::All);
    refuse(&found, own.strict)?;
    if !global.quiet && own.format == Format::Human {
        anstream::println!("{} files checked; no errors", site.records());
    }
    Ok(())
}

#[cfg(feature = "serve")]
fn serve(global: &Global, own: &ServeArgs) -> Result<(), Stop> {
    use crate::serve::{self, Editor, Served};
    use std::sync::Arc;

    let place = place(global)?;
    let root = resolved(&place.disk.root).unwrap_or_else(|_| place.disk.root.clone());
    let editor = Editor { pattern: own.editor.clone(), root: root.to_string_lossy().replace('\\', "/") };
    let base_path = configuration(&place.disk)?.base_path().to_string();
    let read = Arc::new(place.disk.clone());
    let photos = Arc::new(Photos::open(&place.disk.root));
    let served = Served { source: Arc::new(live::Current::new(place)), read, photos, editor };
    let started = |address: &str| {
        let address = format!("http://{address}{base_path}");
        anstream::println!("serving {address}\nopen pages show what is saved; stop with Ctrl-C");
        io::Write::flush(&mut io::stdout()).unwrap_or_default();
        if own.open && opener::open_browser(&address).is_err() {
            anstream::eprintln!("no browser was found; open the address above in one");
        }
    };
    serve::serve(served, own.port, started).map_err(|error| Stop::machine(format!("port {}: {error}", own.port)))
}

#[cfg(not(feature = "serve"))]
fn serve(_: &Global, _: &ServeArgs) -> Result<(), Stop> {
    Err(Stop::usage("this program was built without its server (the feature `serve`)"))
}
