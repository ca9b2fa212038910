#![expect(clippy::disallowed_macros, clippy::disallowed_methods, reason = "the edge to the terminal and the clock")]
//! `build`: as little as has changed since the last one.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::args::{BuildArgs, Format, Global};
use super::print::{MOST_WARNINGS, Printer, Shown};
use super::timings::Timings;
use super::{Place, Stop, counted, failure_in_words, from_here, listed, make_of, now, place, refuse_counted, resolved};
use crate::build::{Options, With};
use crate::config;
use crate::diag::Extract;
use crate::model::{Drafts, Lost};
use crate::publish::documents::Documents;
use crate::publish::kept::{self, Input, Kept};
use crate::publish::memory::{self, Answer, Built, Left, Question};
use crate::publish::photos::Photos;
use crate::publish::{self, Outcome, Trouble, Work};
use crate::view::Links;

pub fn build(global: &Global, own: &BuildArgs) -> Result<(), Stop> {
    match attempt(global, own, &|printer, report| printer.say(report))? {
        Attempt::Done => Ok(()),
        // What was kept of a record cannot be read: once more, from the files. What is to be said of them was said.
        Attempt::Lost => attempt(global, own, &|_, _| ()).map(|_| ()),
    }
}

/// What became of a build.
enum Attempt {
    Done,
    /// It took a record from what was kept, which is forgotten now.
    Lost,
}

fn attempt(global: &Global, own: &BuildArgs, say: &dyn Fn(&Printer<'_>, &str)) -> Result<Attempt, Stop> {
    let started = Instant::now();
    let place = place(global)?;
    if let Some(base_url) = own.base_url.as_deref().filter(|url| !config::is_base_url(url)) {
        return Err(Stop::usage(format!(
            "`{base_url}` is not an address like `https://example.org/`; it ends with `/`"
        )));
    }
    let output = output(&place.disk.root, own.output.as_deref())?;
    let options = Options {
        today: place.today,
        drafts: if own.drafts { Drafts::Include } else { Drafts::Skip },
        links: if own.portable { Links::Files } else { Links::Folders },
        base_url: own.base_url.clone(),
    };
    let mut timings = Timings::start();
    let listed_at = now();
    let sources = listed(&place)?;
    timings.lap("list", sources.files.len(), "files");
    let Options { today, drafts, links, base_url } = &options;
    let settings = format!("{drafts:?} {links:?} {base_url:?} {:?} {:?} {:?}", own.strict, own.format, global.quiet);
    let question = Question::new(&sources, &settings, listed_at);
    let silent = Printer { disk: &place.disk, theme: None, format: own.format, quiet: global.quiet };
    let left = Left::open(&place.disk.root, &output);
    let answer = || left.as_ref()?.answer(&output, question?, *today);
    if let Some(answer) = answer() {
        say(&silent, &answer.report);
        let outcome = Outcome { unchanged: answer.files, pages: answer.pages, ..Outcome::default() };
        if !global.quiet && own.format == Format::Human {
            summary(&outcome, global.verbose, &output, started.elapsed());
        }
        timings.lap("recall", answer.files, "files");
        own.timings.iter().for_each(|format| timings.print(*format));
        return Ok(Attempt::Done);
    }

    let input =
        Input { root: &place.disk.root, name: kept::BUILT, options: &options, sources: &sources, listed: listed_at };
    let (recalled, before) = rayon::join(
        // Programs are told of everything that was found.
        || if own.format == Format::Human { kept::recall(input, &place.disk) } else { None },
        || left?.with_origins(input.root, &output),
    );
    let (Kept { site, said, wrong: _, states, is_behind }, report) = match recalled {
        Some(kept) => {
            let report = Printer { theme: Some(kept.site.theme()), ..silent }.report_again(&kept.said, Shown::Build);
            timings.lap("recall", kept.site.records(), "records");
            (kept, report)
        }
        None => made(&place, input, &silent, &mut timings)?,
    };
    say(&silent, &report);
    refuse_counted(said.counts, own.strict)?;
    let memory = before.and_then(|before| before.seen(site.base(), &states)).unwrap_or_default();
    timings.lap("compare", states.all().count(), "needs");
    let bar = progress(global, own.format, site.plan.paths.len());
    let advance = |done: usize| bar.set_position(done as u64);
    let photos = Photos::of_run(&place.disk.root);
    let work = Work {
        read: &place.disk,
        progress: &advance,
        step: &|| Ok(()),
        memory: &memory,
        states: &states,
        photos: &photos,
    };
    let result = Lost::catch(|| publish::publish(&site, &output, &work));
    bar.finish_and_clear();
    let Ok(result) = result else {
        kept::forget(input.root, input.name).map_err(|error| {
            Stop::machine(format!("what .minutebook keeps can neither be read nor deleted: {error}"))
        })?;
        return Ok(Attempt::Lost);
    };
    photos.sweep(&sources);
    let printer = Printer { theme: Some(site.theme()), ..silent };
    let outcome = result.map_err(|trouble| stop_of(&trouble, &printer, &output))?;
    let files = outcome.written.len() + outcome.unchanged;
    timings.lap("publish", files, "files");
    let standing = outcome.standing.iter().flatten();
    let days = standing.fold(site.archive.days(), |days, standing| days.and(memory.days(standing)));
    let built = Built {
        answer: question.map(|question| (question, Answer { pages: outcome.pages, files, report, days })),
        base: site.base(),
        states: &states,
        memory: &memory,
        files: site
            .paths()
            .zip(&outcome.standing)
            .filter_map(|((path, _), is)| Some((path.as_str(), is.as_ref()?)))
            .collect(),
        manifest: outcome.manifest,
    };
    memory::keep(&place.disk.root, &output, &built);
    if is_behind {
        kept::keep(input, &site, said, &states);
    }
    timings.lap("keep", files, "files");
    if !global.quiet && own.format == Format::Human {
        summary(&outcome, global.verbose, &output, started.elapsed());
    }
    own.timings.iter().for_each(|format| timings.print(*format));
    // The process ends. To let go of what it knew piece by piece takes as long as some hundred pages.
    std::mem::forget((site, sources, states, memory, outcome));
    Ok(Attempt::Done)
}

/// The site made anew, and what is to be said of it.
fn made(place: &Place, input: Input<'_>, silent: &Printer<'_>, timings: &mut Timings) -> Result<(Kept, String), Stop> {
    let mut parsed = Documents::open(input.root);
    parsed.listing(input.listed);
    let mut with = With { parsed: Some(&mut parsed), ended: &mut |stage| timings.stage(stage) };
    let (site, found) = make_of(place, input.sources, input.options, &mut with)?;
    let report = Printer { theme: Some(site.theme()), ..*silent }.report(&found, Shown::Build);
    timings.lap("report", found.len(), "findings");
    // Half a million findings need not be kept while the pages are made.
    let said = Extract::of(&found, MOST_WARNINGS);
    drop(found);
    let states = site.states(input.sources, |stamp| stamp.is_settled(input.listed));
    Ok((Kept { site, said, wrong: None, states, is_behind: true }, report))
}

fn progress(global: &Global, format: Format, length: usize) -> indicatif::ProgressBar {
    if global.quiet || format == Format::Json {
        return indicatif::ProgressBar::hidden();
    }
    let style = indicatif::ProgressStyle::with_template("{bar:30} {pos} of {len} files").expect("a fixed template");
    indicatif::ProgressBar::new(length as u64).with_style(style)
}

fn summary(outcome: &Outcome, verbose: bool, output: &Path, took: Duration) {
    if verbose {
        for path in &outcome.written {
            anstream::println!("wrote {path}");
        }
        for path in &outcome.removed {
            anstream::println!("removed {path}");
        }
    }
    let removed =
        if outcome.removed.is_empty() { String::new() } else { format!(", {} removed", outcome.removed.len()) };
    anstream::println!(
        "{}: {}; {} written, {} unchanged{removed}, in {:.2} s",
        from_here(output).display(),
        counted(outcome.pages, "page"),
        counted(outcome.written.len(), "file"),
        outcome.unchanged,
        took.as_secs_f64(),
    );
}

/// The output folder, which must not hold or be held by what the site is made from.
fn output(root: &Path, named: Option<&Path>) -> Result<PathBuf, Stop> {
    let output = named.map_or_else(|| root.join("public"), Path::to_path_buf);
    if output.exists() && !output.is_dir() {
        return Err(Stop::usage(format!("the output {} is a file; name a folder with --output", output.display())));
    }
    let real = |path: &Path| resolved(path).map_err(|error| Stop::machine(format!("{}: {error}", path.display())));
    let (own, site) = (real(&output)?, real(root)?);
    let among = ["content", "themes", "static"].into_iter().find(|folder| own.starts_with(site.join(folder)));
    if let Some(folder) = among {
        return Err(Stop::usage(format!(
            "the output {} lies in `{folder}/`, which the site is made from",
            output.display()
        )));
    }
    if site.starts_with(&own) {
        return Err(Stop::usage(format!(
            "the output {} holds the site itself; name another folder with --output",
            output.display()
        )));
    }
    Ok(output)
}

fn stop_of(trouble: &Trouble, printer: &Printer<'_>, output: &Path) -> Stop {
    match trouble {
        Trouble::Content(found) => {
            printer.print(found, Shown::All);
            Stop::content()
        }
        Trouble::Making(failure) => Stop::machine(failure_in_words(failure)),
        Trouble::Disk(path, error) => Stop::machine(format!("{}: {error}", path.display())),
        Trouble::Locked(path) => {
            Stop::machine(format!("another build is writing to {}; wait for it to end", path.display()))
        }
        Trouble::Foreign(paths) => {
            let mut message =
                format!("{} holds files that minutebook did not write, in the place of its own:\n", output.display());
            for path in paths.iter().take(10) {
                message.push_str(&format!("  {}\n", path.display()));
            }
            if paths.len() > 10 {
                message.push_str(&format!("  and {} more\n", paths.len() - 10));
            }
            Stop::machine(message + "  help: move them away, or name another folder with --output")
        }
    }
}
