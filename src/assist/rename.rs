//! A thing and its new name -> what has to be written elsewhere, and which files move.

use percent_encoding::percent_decode_str;

use super::{Mention, Open, Thing, front_of};
use crate::config;
use crate::edit::Tongue;
use crate::model::Language;
use crate::parse::{Identity, Kind, identify, problem_with_id};
use crate::span::{SourcePath, Span};
use crate::yaml::{self, Data};

/// What a new name asks for.
#[derive(Clone, Debug)]
pub struct Plan {
    thing: Thing,
    name: String,
    /// Files and folders that get another path.
    pub moves: Vec<(SourcePath, SourcePath)>,
    /// The records that keep an old address, and that address.
    pub aliases: Vec<(SourcePath, String)>,
    /// The configuration, where it is the key of a group.
    pub config: Option<(SourcePath, &'static str, String)>,
}

/// The id by which a thing is called in a reference, which may be a link.
pub fn word_of(thing: &Thing, written: &str) -> String {
    match thing {
        Thing::Record(_) | Thing::Commitment(_) => thing.word().to_string(),
        _ => written.to_string(),
    }
}

/// What it takes to give `thing` the id `name`.
///
/// # Errors
/// A name that cannot be an id, or is taken.
pub fn plan(open: &Open<'_>, thing: &Thing, name: &str) -> Result<Plan, String> {
    let mut plan =
        Plan { thing: thing.clone(), name: name.to_string(), moves: Vec::new(), aliases: Vec::new(), config: None };
    let kind = if let Thing::Record(identity) = thing { identity.kind } else { Kind::Story };
    if let Some(problem) = problem_with_id(kind, name) {
        return Err(format!("`{name}` cannot be an id: {problem}"));
    }
    let in_config = |key| Some((SourcePath::new(config::FILE), key, word_of(thing, "")));
    match thing {
        Thing::Record(identity) => {
            let fresh = renamed(identity, name);
            if open.place_of(&Thing::Record(fresh)).is_some() {
                return Err(format!("there is a {} `{name}` already", identity.kind.word()));
            }
            let own = open.place_of(thing).ok_or("this record is not there")?.file;
            let folder = own.folder();
            if identity.kind == Kind::Meeting {
                let parent = folder.rsplit_once('/').map_or("", |(parent, _)| parent);
                plan.moves.push((SourcePath::new(folder), SourcePath::new(format!("{parent}/{name}"))));
            } else {
                let same = |path: &&SourcePath| {
                    identify(path).is_ok_and(|other| Identity { language: None, ..other } == *identity)
                };
                let files = open.sources.below(folder).map(|file| &file.path).filter(same);
                plan.moves.extend(files.map(|path| (path.clone(), moved(path, name))));
            }
            plan.aliases.extend(address_of(open, identity).map(|address| (own, address)));
            if identity.kind == Kind::Meeting {
                // The addresses of its reports begin with its own.
                for handle in open.archive.meetings.find(&identity.id).map_or(&[][..], |id| open.archive.reports_of(id))
                {
                    let report = &open.archive.reports[*handle].original;
                    let identity = identify(&report.base.file).map(|identity| Identity { language: None, ..identity });
                    let address = identity.ok().and_then(|identity| address_of(open, &identity));
                    plan.aliases.extend(address.map(|address| (report.base.file.clone(), address)));
                }
            }
        }
        Thing::Series(id) => plan.config = in_config("series").map(|(file, key, _)| (file, key, id.clone())),
        Thing::Topic(id) => plan.config = in_config("topics").map(|(file, key, _)| (file, key, id.clone())),
        Thing::Scale(id) => plan.config = in_config("scales").map(|(file, key, _)| (file, key, id.clone())),
        Thing::Commitment(_) => {}
        Thing::File(_) => return Err("rename the file in its folder".to_string()),
    }
    Ok(plan)
}

/// The address of a record's page, as an alias is written.
fn address_of(open: &Open<'_>, identity: &Identity) -> Option<String> {
    let page = crate::plan::page_of(open.archive, identity)?;
    Some(format!("/{}", crate::plan::address(open.archive, Language::default(), &page)))
}

fn renamed(identity: &Identity, name: &str) -> Identity {
    match identity.kind {
        Kind::Report => Identity { report: Some(name.to_string()), ..identity.clone() },
        _ => Identity { id: name.to_string(), ..identity.clone() },
    }
}

/// `people/li.zh-Hans.md` -> `people/NAME.zh-Hans.md`
fn moved(path: &SourcePath, name: &str) -> SourcePath {
    let rest = path.name().split_once('.').map_or("md", |(_, rest)| rest);
    SourcePath::new(format!("{}/{name}.{rest}", path.folder()))
}

impl Plan {
    /// What stands instead of `word`, which names something, if that changes.
    pub fn fresh(&self, mention: &Mention, word: &str) -> Option<String> {
        match (&self.thing, &mention.thing) {
            (Thing::Record(this), Thing::Record(other)) if word.contains(['/', '.']) => {
                let leads_here = this == other;
                let is_inside = this.kind == Kind::Meeting && other.kind == Kind::Report && this.id == other.id;
                (leads_here || is_inside).then(|| self.link(this, word)).filter(|fresh| fresh != word)
            }
            (Thing::Record(this), Thing::File(file)) if this.kind == Kind::Meeting => {
                let inside = file.folder().strip_suffix(&this.id).is_some_and(|before| before.ends_with("meetings/"));
                inside.then(|| self.link(this, word)).filter(|fresh| fresh != word)
            }
            (Thing::Record(this), Thing::Commitment(key)) => {
                let parts: Vec<&str> = key.split('/').collect();
                let [meeting, report, id] = parts[..] else { return None };
                let is_key = word == key;
                match this.kind {
                    Kind::Meeting if is_key && meeting == this.id => Some(format!("{}/{report}/{id}", self.name)),
                    Kind::Report if is_key && meeting == this.id && this.report.as_deref() == Some(report) => {
                        Some(format!("{meeting}/{}/{id}", self.name))
                    }
                    _ => None,
                }
            }
            (Thing::Commitment(this), Thing::Commitment(other)) if this == other => match word.rsplit_once('/') {
                Some((before, _)) => Some(format!("{before}/{}", self.name)),
                None => Some(self.name.clone()),
            },
            (this, other) => (this == other).then(|| self.name.clone()),
        }
    }

    /// A link with the new name in it.
    fn link(&self, this: &Identity, link: &str) -> String {
        let (path, rest) = link.split_at(link.find(['#', '?']).unwrap_or(link.len()));
        let mut parts: Vec<String> = path.split('/').map(str::to_string).collect();
        let count = parts.len();
        let is = |part: &str, id: &str| percent_decode_str(part).decode_utf8().is_ok_and(|part| part == id);
        if this.kind == Kind::Meeting {
            if let Some(place) = (0..count.saturating_sub(1)).rev().find(|place| is(&parts[*place], &this.id)) {
                parts[place].clone_from(&self.name);
            }
        } else if let Some(last) = parts.last_mut() {
            let id = this.report.as_ref().unwrap_or(&this.id);
            if let Some((_, ending)) = last.split_once('.').filter(|(stem, _)| is(stem, id)) {
                *last = format!("{}.{ending}", self.name);
            }
        }
        parts.join("/") + rest
    }
}

/// The bytes of the key `id` in the group `key` of the configuration.
pub fn key_in(text: &str, key: &str, id: &str) -> Option<Span> {
    let root = yaml::tree(text, <config::Config as yaml::Record>::KEYS);
    let Data::Map(entries) = root.data else { return None };
    let of = <config::Config as yaml::Record>::KEYS.iter().find(|of| of.name == key)?;
    let group = entries.into_iter().find(|entry| of.is_called(&entry.key))?;
    let Data::Map(entries) = group.value.data else { return None };
    entries.into_iter().find(|entry| entry.key == id).map(|entry| entry.key_span)
}

/// Where a line goes that keeps an old address, and the line.
pub fn alias_line(text: &str, alias: &str, tongue: Tongue) -> (usize, String) {
    let file = SourcePath::new("content/pages/any.md");
    let front = front_of(&file, text);
    let keys = ["aliases", "旧地址"];
    let lines = text[front.start..front.end].split_inclusive('\n');
    let mut at = front.start;
    for line in lines {
        let key = line.split(':').next().unwrap_or_default();
        if keys.contains(&key.trim_end()) && !line.starts_with(' ') {
            let value = at + key.len() + 1;
            let list = text[value..at + line.len()].find('[').map(|open| value + open + 1);
            return match list {
                Some(inside) => (inside, format!("{alias}, ")),
                None => (at + line.len(), format!("  - {alias}\n")),
            };
        }
        at += line.len();
    }
    let key = keys[usize::from(tongue == Tongue::Chinese)];
    (front.end, format!("{key}: [{alias}]\n"))
}
