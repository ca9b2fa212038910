//! Links of a text -> what they lead to.

use borsh::{BorshDeserialize, BorshSerialize};
use percent_encoding::percent_decode_str;

use super::FileRef;
use crate::diag::{Check, Diagnostic, Place};
use crate::markdown;
use crate::parse::record;
use crate::parse::{Identity, Kind, identify};
use crate::source::SourceSet;
use crate::span::SourcePath;
use crate::yaml::Count;
use crate::yaml::Counted;

/// More suggestions than a meeting can have put forward.
pub const MOST_SUGGESTIONS: u32 = 1000;

/// What a link leads to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize)]
pub enum Target {
    /// A record, by its file, and an anchor on its page.
    Record(Identity, Option<String>),
    /// An address of the site, without the leading slash, checked against the plan.
    Address(String, Option<String>),
    File(FileRef),
    /// An anchor on the same page.
    Here(String),
    External(String),
}

/// The records that have pages.
pub trait Records: Sync {
    fn holds(&self, identity: &Identity) -> bool;

    /// The anchors of a record's page.
    fn anchors(&self, identity: &Identity) -> Vec<String>;

    fn identities(&self) -> Vec<Identity>;
}

/// Links by the destination as it is written, each with what it leads to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, BorshSerialize, BorshDeserialize)]
pub struct Links(Vec<(String, Target)>);

impl Links {
    pub fn get(&self, written: &str) -> Option<&Target> {
        self.0.binary_search_by(|(other, _)| other.as_str().cmp(written)).ok().map(|at| &self.0[at].1)
    }

    /// Keeps those that lead to what `is_kept` says.
    pub fn retain(&mut self, is_kept: impl Fn(&Target) -> bool) {
        self.0.retain(|(_, target)| is_kept(target));
    }

    pub fn iter(&self) -> impl Iterator<Item = &(String, Target)> {
        self.0.iter()
    }
}

impl FromIterator<(String, Target)> for Links {
    fn from_iter<I: IntoIterator<Item = (String, Target)>>(links: I) -> Self {
        let mut links: Vec<_> = links.into_iter().collect();
        links.sort_by(|a, b| a.0.cmp(&b.0));
        // One destination leads to one place from wherever in the record it is written.
        links.dedup_by(|a, b| a.0 == b.0);
        links.shrink_to_fit();
        Links(links)
    }
}

/// What a link can lead to, as far as files go.
pub struct Known<'a> {
    pub sources: &'a SourceSet,
    pub records: &'a dyn Records,
    /// The records that exist and are not public.
    pub hidden: &'a [Identity],
    /// The people who have no page.
    pub private: &'a [Identity],
    /// Whether the meeting of an id was taken back.
    pub withdrawn: &'a (dyn Fn(&str) -> bool + Sync),
}

impl Known<'_> {
    /// Whether `source` lies with a meeting that is not public, and `file` elsewhere.
    fn is_covered(&self, source: &SourcePath, file: &SourcePath) -> bool {
        fn meeting(path: &SourcePath) -> Option<&str> {
            Some(path.as_str().strip_prefix("content/meetings/")?.split_once('/')?.0)
        }
        let closed = |id: &str| {
            let mut hidden = self.hidden.iter().filter(|other| other.kind == Kind::Meeting);
            hidden.any(|meeting| meeting.id == id) || (self.withdrawn)(id)
        };
        meeting(source).is_some_and(|id| meeting(file) != Some(id) && closed(id))
    }
}

/// Anchors that a meeting's page has for its decisions and suggestions.
pub fn meeting_anchors(front: &record::Meeting) -> impl Iterator<Item = String> + use<> {
    let decisions = (1..=front.decisions.len()).map(|number| format!("decision-{number}"));
    let count = front.suggestions.as_ref().and_then(Counted::count).unwrap_or(0);
    let items = front.suggestions.iter().flat_map(|suggestions| &suggestions.items);
    let numbered: Vec<u32> = items.filter_map(|item| item.number).map(|Count(number)| number).collect();
    let suggestions = (1..=count.min(MOST_SUGGESTIONS)).chain(numbered).map(|number| format!("suggestion-{number}"));
    decisions.chain(suggestions)
}

/// Anchors that a report's page has for its commitments.
pub fn report_anchors(front: &record::Report) -> impl Iterator<Item = String> {
    let ids = front.commitments.iter().filter_map(|commitment| commitment.id.as_deref());
    ids.map(|id| format!("commitment-{id}"))
}

/// Finds what `destination`, a link in `file` at `place`, leads to.
pub fn resolve(
    destination: &str,
    file: &SourcePath,
    own: &dyn Fn() -> Vec<String>,
    known: &Known<'_>,
    place: Place,
) -> Result<Target, Box<Diagnostic>> {
    let fail = |check: Check, message: String| Box::new(Diagnostic::new(check, place.clone(), message));
    if !markdown::is_safe(destination) {
        let message = format!("`{destination}` is a link that could run a program");
        return Err(Box::new(fail(Check::UnsafeLink, message).help("link to an https address, a file or `mailto:`")));
    }
    if markdown::is_external(destination) {
        return Ok(Target::External(destination.to_string()));
    }
    let (path, anchor) = match destination.split_once('#') {
        Some((path, anchor)) => (path, Some(percent_decode_str(anchor).decode_utf8_lossy().into_owned())),
        None => (destination, None),
    };
    if path.is_empty() {
        let anchor = anchor.unwrap_or_default();
        let own = own();
        return match own.contains(&anchor) {
            true => Ok(Target::Here(anchor)),
            false => Err(dead_anchor(&anchor, "this page", &own, place)),
        };
    }
    let Ok(path) = percent_decode_str(path).decode_utf8() else {
        return Err(fail(Check::DeadLink, format!("`{destination}` is not UTF-8 behind its percent signs")));
    };
    let Some(source) = file.join(&path).filter(|path| path.as_str().starts_with("content/")) else {
        let diagnostic = fail(Check::DeadLink, format!("`{path}` leads out of `content/`"));
        return Err(Box::new(
            diagnostic.help("link to a file below `content/`, or to an address of the site like `/topics/`"),
        ));
    };
    if path.starts_with('/') && !path.ends_with(".md") && known.sources.get(&source).is_none() {
        return Ok(Target::Address(path.trim_start_matches('/').to_string(), anchor));
    }
    match identify(&source) {
        Ok(identity) => record(identity, anchor, &path, known, place),
        Err(_) => match known.sources.get(&source) {
            Some(_) if known.is_covered(&source, file) => {
                let diagnostic =
                    fail(Check::HiddenReachable, format!("`{path}` belongs to a meeting that is not public"));
                Err(Box::new(diagnostic.help("take the link out; a meeting's files are as public as the meeting")))
            }
            Some(found) => Ok(Target::File(super::file_ref(found))),
            None => Err(no_file(&path, &source, known, place)),
        },
    }
}

fn record(
    identity: Identity,
    anchor: Option<String>,
    path: &str,
    known: &Known<'_>,
    place: Place,
) -> Result<Target, Box<Diagnostic>> {
    // A link to a translation leads to the record; the reader's language decides.
    let identity = Identity { language: None, ..identity };
    match (known.records.holds(&identity), anchor) {
        (true, None) => Ok(Target::Record(identity, None)),
        (true, Some(anchor)) => {
            let anchors = known.records.anchors(&identity);
            match anchors.contains(&anchor) {
                true => Ok(Target::Record(identity, Some(anchor))),
                false => Err(dead_anchor(&anchor, path, &anchors, place)),
            }
        }
        (false, _) if known.hidden.contains(&identity) => {
            let diagnostic = Diagnostic::new(Check::HiddenReachable, place, format!("`{path}` is not public yet"));
            Err(Box::new(diagnostic.help("take the link out until it is published")))
        }
        (false, _) if known.private.contains(&identity) => {
            let diagnostic = Diagnostic::new(Check::DeadLink, place, format!("`{path}` has no page: `public: false`"));
            Err(Box::new(diagnostic.help("take the link out and keep its words")))
        }
        (false, _) => {
            let diagnostic = Diagnostic::new(Check::DeadLink, place, format!("there is no file `{path}`"));
            let names: Vec<String> = known.records.identities().iter().map(file_name).collect();
            let wanted = file_name(&identity);
            Err(Box::new(match crate::diag::nearest(&wanted, names.iter().map(String::as_str)) {
                Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
                None => diagnostic.help(
                    "links are written to files: `../people/chen-ning.md`, or `/people/chen-ning.md` from `content/`",
                ),
            }))
        }
    }
}

/// The record's file as a link from `content/`.
fn file_name(identity: &Identity) -> String {
    let Identity { kind, id, report, .. } = identity;
    match (kind, report) {
        (Kind::Meeting, _) => format!("/meetings/{id}/index.md"),
        (Kind::Report, report) => format!("/meetings/{id}/{}.md", report.as_deref().unwrap_or("")),
        (Kind::Story, _) => format!("/news/{id}.md"),
        (Kind::Page, _) => format!("/pages/{id}.md"),
        (Kind::Person, _) => format!("/people/{id}.md"),
        (Kind::Organization, _) => format!("/organizations/{id}.md"),
    }
}

fn no_file(path: &str, source: &SourcePath, known: &Known<'_>, place: Place) -> Box<Diagnostic> {
    let diagnostic = Diagnostic::new(Check::DeadLink, place, format!("there is no file `{path}`"));
    if known.sources.below(source.as_str()).next().is_some() {
        return Box::new(
            diagnostic.help(format!("that is a folder; link to `{}/index.md`", path.trim_end_matches('/'))),
        );
    }
    let beside: Vec<&str> = known.sources.below(source.folder()).map(|file| file.path.name()).collect();
    Box::new(diagnostic.help_nearest(source.name(), beside))
}

fn dead_anchor(anchor: &str, page: &str, anchors: &[String], place: Place) -> Box<Diagnostic> {
    let page = if page == "this page" { page.to_string() } else { format!("`{page}`") };
    let diagnostic = Diagnostic::new(Check::DeadAnchor, place, format!("{page} has no anchor `#{anchor}`"));
    if let Some(near) = crate::diag::nearest(anchor, anchors.iter().map(String::as_str)) {
        return Box::new(diagnostic.help(format!("did you mean `#{near}`?")));
    }
    Box::new(diagnostic.help("an anchor is a heading's words in lower case, with `-` between them"))
}
