//! A place in a text -> what may be written there.

use super::{Names, Open, front_of, level, names};
use crate::edit::Tongue;
use crate::model::{Spoken, Told};
use crate::parse::{Kind, identify};
use crate::span::{SourcePath, Span};
use crate::yaml::{Form, Key};

/// Something that may be written at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// What is written.
    pub text: String,
    /// What it means, in a few words.
    pub detail: String,
    pub kind: OfferKind,
}

/// What an offer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfferKind {
    Key,
    Word,
    Reference,
    File,
}

/// What each key means in Chinese, by what it means in English.
const CHINESE: &str = include_str!("keys.zh-Hans.txt");

/// What a key means, in a language.
pub fn about(key: &Key, tongue: Tongue) -> &'static str {
    let english = key.doc.trim();
    let chinese = || CHINESE.lines().find_map(|line| line.strip_prefix(english)?.strip_prefix(" → "));
    match tongue {
        Tongue::English => english,
        Tongue::Chinese => chinese().unwrap_or(english),
    }
}

impl Open<'_> {
    /// What may be written at byte `offset`, and the bytes in whose place it goes.
    pub fn offers(&self, offset: usize) -> (Span, Vec<Offer>) {
        let Some((cursor, table)) = self.cursor(offset) else { return self.link_offers(offset) };
        let above = level(table, &cursor.path);
        let mut offers = Vec::new();
        match cursor.key {
            Some(name) => {
                if let Some(key) = above.form.keys().iter().find(|key| key.is_called(name)) {
                    self.values(key, above.key, &mut offers);
                }
            }
            None => {
                let taken = if cursor.path.is_empty() { self.keys_at_the_margin() } else { Vec::new() };
                let is_free = |key: &&Key| !taken.iter().any(|name| key.is_called(name));
                offers.extend(above.form.keys().iter().filter(is_free).map(|key| self.key(key)));
                if let Some(key) = above.key {
                    self.values(key, above.parent, &mut offers);
                }
            }
        }
        (cursor.word, offers)
    }

    /// The language in which the site is written.
    pub fn tongue(&self) -> Tongue {
        Tongue::of(self.archive.config.first_language())
    }

    /// A key, in the language in which the site is written.
    fn key(&self, key: &Key) -> Offer {
        let (name, required) = match self.tongue() {
            Tongue::English => (key.name, " (required)"),
            Tongue::Chinese => (*key.aliases.first().unwrap_or(&key.name), "（必填）"),
        };
        let other = if name == key.name { String::new() } else { format!("{}: ", key.name) };
        let required = if key.required { required } else { "" };
        let about = about(key, self.tongue());
        Offer { text: format!("{name}: "), detail: format!("{other}{about}{required}"), kind: OfferKind::Key }
    }

    /// The keys that stand at the beginning of a line.
    fn keys_at_the_margin(&self) -> Vec<&str> {
        let front = front_of(self.file, self.text);
        let lines = self.text[front.start..front.end].lines();
        lines
            .filter(|line| !line.starts_with([' ', '-', '#']))
            .filter_map(|line| Some(line.split_once(':')?.0.trim()))
            .collect()
    }

    fn values(&self, key: &Key, parent: Option<&Key>, offers: &mut Vec<Offer>) {
        self.words(&(key.form)(), offers);
        if key.name == "ballots" {
            return self.grades(offers, ": ");
        }
        let archive = self.archive;
        let plain = |ids: Vec<&str>, offers: &mut Vec<Offer>| {
            let offer = |id: &str| Offer { text: id.to_string(), detail: String::new(), kind: OfferKind::Reference };
            offers.extend(ids.into_iter().map(offer));
        };
        match names(key, parent) {
            Some(Names::Record(Kind::Person)) => records(archive.people.iter().map(|(_, told)| told), offers),
            Some(Names::Record(Kind::Organization)) => {
                records(archive.organizations.iter().map(|(_, told)| told), offers);
            }
            Some(Names::Record(_)) => records(archive.meetings.iter().map(|(_, told)| told), offers),
            Some(Names::Series) => plain(archive.series.ids().collect(), offers),
            Some(Names::Topic) => plain(archive.topics.ids().collect(), offers),
            Some(Names::Scale) => plain(archive.scales.ids().collect(), offers),
            Some(Names::Commitment) => self.commitments(offers),
            Some(Names::File) => offers.extend(self.beside().map(|path| Offer {
                text: path.name().to_string(),
                detail: String::new(),
                kind: OfferKind::File,
            })),
            Some(Names::Grade) => self.grades(offers, ""),
            None => {}
        }
    }

    /// The words that a value may be.
    fn words(&self, form: &Form, offers: &mut Vec<Offer>) {
        match form {
            Form::Words(words) => offers.extend(words.iter().map(|word| {
                let text = match self.tongue() {
                    Tongue::English => word.word,
                    Tongue::Chinese => word.aliases.first().unwrap_or(&word.word),
                };
                Offer { text: text.to_string(), detail: String::new(), kind: OfferKind::Word }
            })),
            Form::List(item) => self.words(&item(), offers),
            Form::Either(forms) => forms.iter().for_each(|form| self.words(&form(), offers)),
            _ => {}
        }
    }

    /// The grades of the meeting at which this report was given; else those of every scale.
    fn grades(&self, offers: &mut Vec<Offer>, after: &str) {
        let archive = self.archive;
        let meeting = identify(self.file).ok().and_then(|identity| archive.meetings.find(&identity.id));
        let own = meeting.and_then(|meeting| archive.meetings[meeting].original.scale);
        for (_, scale) in archive.scales.iter().filter(|(handle, _)| own.is_none_or(|own| own == *handle)) {
            offers.extend(scale.grades.iter().map(|grade| Offer {
                text: format!("{grade}{after}"),
                detail: scale.id.clone(),
                kind: OfferKind::Word,
            }));
        }
    }

    /// What the organization of this report promised earlier; without one, what anybody did.
    fn commitments(&self, offers: &mut Vec<Offer>) {
        let archive = self.archive;
        let own = identify(self.file).ok().and_then(|identity| {
            let report = archive.reports.find(&format!("{}/{}", identity.id, identity.report?))?;
            archive.reports[report].original.organization
        });
        for commitment in archive.commitments.iter() {
            let report = &archive.reports[commitment.report].original;
            if report.base.file == *self.file || own.is_some() && report.organization != own {
                continue;
            }
            let text = report.front.commitments[commitment.index].text.as_deref().unwrap_or_default();
            let text = text.replace('\n', " ");
            offers.push(Offer { text: commitment.key.clone(), detail: text, kind: OfferKind::Reference });
        }
    }

    /// The files beside this one that are no records.
    fn beside(&self) -> impl Iterator<Item = &SourcePath> {
        let folder = self.file.folder();
        let files = self.sources.below(folder).map(|file| &file.path);
        files.filter(move |path| path.folder() == folder && !path.name().ends_with(".md"))
    }

    /// Where a link in the text may lead: to files, and behind `#` to their headings.
    fn link_offers(&self, offset: usize) -> (Span, Vec<Offer>) {
        let none = (Span::new(offset, offset), Vec::new());
        let offset = self.text.floor_char_boundary(offset);
        let line = self.text[..offset].rfind('\n').map_or(0, |at| at + 1);
        let before = &self.text[line..offset];
        let Some(start) = before.rfind("](").map(|at| at + 2).filter(|at| !before[*at..].contains([')', ' '])) else {
            return none;
        };
        let (start, typed) = (line + start, &before[start..]);
        let rest = self.text[offset..].find([')', '\n', ' ']).map_or(self.text.len(), |at| offset + at);
        if let Some((path, _)) = typed.split_once('#') {
            let target = if path.is_empty() { Some(self.file.clone()) } else { self.file.join(path) };
            let anchors = target.map_or(Vec::new(), |target| self.anchors(&target));
            return (Span::new(start + path.len() + 1, rest), anchors);
        }
        let mut offers: Vec<Offer> = self
            .beside()
            .map(|path| Offer { text: path.name().to_string(), detail: String::new(), kind: OfferKind::File })
            .collect();
        let archive = self.archive;
        let mut all = Vec::new();
        bases(archive.meetings.iter().map(|(_, told)| told), &mut all);
        bases(archive.reports.iter().map(|(_, told)| told), &mut all);
        bases(archive.stories.iter().map(|(_, told)| told), &mut all);
        bases(archive.pages.iter().map(|(_, told)| told), &mut all);
        bases(archive.people.iter().map(|(_, told)| told), &mut all);
        bases(archive.organizations.iter().map(|(_, told)| told), &mut all);
        offers.extend(all.into_iter().filter(|(file, _)| *file != self.file).map(|(file, title)| Offer {
            text: relative(self.file, file),
            detail: title.to_string(),
            kind: OfferKind::Reference,
        }));
        (Span::new(start, rest), offers)
    }

    fn anchors(&self, file: &SourcePath) -> Vec<Offer> {
        let Ok(identity) = identify(file) else { return Vec::new() };
        let archive = self.archive;
        let id = identity.id.as_str();
        let anchors = match identity.kind {
            Kind::Meeting => archive.meetings.find(id).map(|handle| archive.meetings[handle].anchors()),
            Kind::Report => {
                let key = format!("{id}/{}", identity.report.as_deref().unwrap_or_default());
                archive.reports.find(&key).map(|handle| archive.reports[handle].anchors())
            }
            Kind::Story => archive.stories.find(id).map(|handle| archive.stories[handle].anchors()),
            Kind::Page => archive.pages.find(id).map(|handle| archive.pages[handle].anchors()),
            Kind::Person => archive.people.find(id).map(|handle| archive.people[handle].anchors()),
            Kind::Organization => archive.organizations.find(id).map(|handle| archive.organizations[handle].anchors()),
        };
        let headings = anchors.into_iter().flatten().flatten();
        let all = headings.chain(identity.kind.anchors().iter().copied());
        all.map(|anchor| Offer { text: anchor.to_string(), detail: String::new(), kind: OfferKind::Reference })
            .collect()
    }
}

fn records<'a, T: Spoken + 'a>(all: impl Iterator<Item = &'a Told<T>>, offers: &mut Vec<Offer>) {
    offers.extend(all.map(|told| {
        let base = told.original.base();
        Offer { text: base.id.clone(), detail: base.title.clone(), kind: OfferKind::Reference }
    }));
}

fn bases<'a, T: Spoken + 'a>(all: impl Iterator<Item = &'a Told<T>>, bases: &mut Vec<(&'a SourcePath, &'a str)>) {
    bases.extend(all.map(|told| (&told.original.base().file, told.original.base().title.as_str())));
}

/// The way from one file to another, as a link is written.
fn relative(from: &SourcePath, to: &SourcePath) -> String {
    let here: Vec<&str> = from.folder().split('/').collect();
    let there: Vec<&str> = to.as_str().split('/').collect();
    let shared = here.iter().zip(&there).take_while(|(a, b)| a == b).count();
    let mut way = vec![".."; here.len() - shared];
    way.extend(&there[shared..]);
    way.join("/").replace(' ', "%20")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_climbs_as_far_as_it_must() {
        let from = SourcePath::new("content/meetings/a/index.md");
        assert_eq!(relative(&from, &SourcePath::new("content/meetings/a/b.md")), "b.md");
        assert_eq!(relative(&from, &SourcePath::new("content/meetings/b/index.md")), "../b/index.md");
        assert_eq!(relative(&from, &SourcePath::new("content/people/li.md")), "../../people/li.md");
    }
}
