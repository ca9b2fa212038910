//! `why` and `impact`: what made a page, and which pages a file touches.

use percent_encoding::percent_decode_str;

use super::args::{Global, ImpactArgs, WhyArgs};
use super::{Place, Stop, failure_in_words, from_here, listed, make_of, now, place, source_path, whole};
use crate::build::{Site, With};
use crate::diag::nearest;
use crate::plan::OutPath;
use crate::publish::documents::Documents;
use crate::source::SourceSet;

fn site(place: &Place) -> Result<(SourceSet, Site), Stop> {
    let mut documents = Documents::open(&place.disk.root);
    documents.listing(now());
    let sources = listed(place)?;
    let mut with = With { parsed: Some(&mut documents), ended: &mut |_| () };
    let (site, _) = make_of(place, &sources, &whole(place), &mut with)?;
    Ok((sources, site))
}

/// Prints which records and templates made a page.
pub fn why(global: &Global, own: &WhyArgs) -> Result<(), Stop> {
    let place = place(global)?;
    let (sources, site) = site(&place)?;
    let path = path_of(&site, &own.url);
    let trace = site.trace(&path, &sources, &place.disk);
    let Some(trace) = trace.map_err(|failure| Stop::machine(failure_in_words(&failure)))? else {
        let help = match nearest(path.as_str(), site.paths().map(|(path, _)| path.as_str())) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "write it as it stands in the browser, or as its path below public/".to_string(),
        };
        return Err(Stop::usage(format!("the site has nothing at `{}`\n  help: {help}", own.url)));
    };
    anstream::println!("{}", path.as_str());
    for (words, files) in [("made from", &trace.sources), ("laid out by", &trace.theme)] {
        if !files.is_empty() {
            anstream::println!("{words}");
            files.iter().for_each(|file| anstream::println!("  {file}"));
        }
    }
    Ok(())
}

/// The path of an address as it is typed: whole, without the host, or below `public/`.
fn path_of(site: &Site, url: &str) -> OutPath {
    let url = url.split(['#', '?']).next().unwrap_or_default();
    let config = &site.archive.config;
    let below_host = match url.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("", |at| &rest[at..]),
        None => url.strip_prefix("public/").unwrap_or(url),
    };
    let address = below_host.strip_prefix(config.base_path()).unwrap_or(below_host.trim_start_matches('/'));
    let address = percent_decode_str(address).decode_utf8_lossy();
    let path = OutPath::of(&address);
    let as_folder = OutPath::of(&format!("{address}/"));
    if !site.plan.paths.contains_key(&path) && site.plan.paths.contains_key(&as_folder) { as_folder } else { path }
}

/// Prints which files of the site show something of a file.
pub fn impact(global: &Global, own: &ImpactArgs) -> Result<(), Stop> {
    let place = place(global)?;
    let (sources, site) = site(&place)?;
    let file = source_path(&place, &own.file);
    if file.as_str() == crate::config::FILE {
        anstream::println!("every file of the site may change with {file}");
        return Ok(());
    }
    let is_theirs = site.theme().templates.iter().chain(&site.theme().assets).any(|one| one.path == file);
    if sources.get(&file).is_none() && !is_theirs {
        return Err(Stop::usage(format!(
            "the site has no file {}\n  help: name a file below content/, static/ or themes/",
            from_here(&own.file).display()
        )));
    }
    let touched = site.touched_by(&file, &sources, &place.disk);
    let touched = touched.map_err(|failure| Stop::machine(failure_in_words(&failure)))?;
    touched.iter().for_each(|path| anstream::println!("{}", path.as_str()));
    Ok(())
}
