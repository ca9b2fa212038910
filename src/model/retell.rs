//! An archive in which a record's text is written anew: most of what is typed into a record
//! concerns nothing but its own page.

use super::{Archive, Spoken, Table, Told};
use crate::parse::{Body, Document, Kind};

/// Whether two readings of one file differ in nothing but their text, and this in nothing that
/// another record, a check or the plan looks at.
pub fn differ_in_text_alone(old: &Document, new: &Document) -> bool {
    let heads = |document: &Document| {
        let Document { path, identity, front, whole, missing, body: _ } = document.clone();
        (path, identity, front, whole, missing)
    };
    heads(old) == heads(new) && seen_by_others(&old.body) == seen_by_others(&new.body)
}

/// What others see of a text; nothing of one in which something is to be looked at.
fn seen_by_others(body: &Body) -> Option<(Vec<&str>, Vec<&str>, bool)> {
    let links = body.facts.links.iter().map(|link| link.destination.as_str());
    let anchors = body.facts.headings.iter().map(|heading| heading.anchor.as_str());
    let is_plain = body.suspects.is_empty() && body.counts.is_empty() && body.facts.html.is_empty();
    is_plain.then(|| (links.collect(), anchors.collect(), body.is_empty))
}

impl Archive {
    /// Puts the text of `document` in the place of the one before, from which it may differ in
    /// its text alone. `false` where the archive does not hold the record.
    pub fn retell(&mut self, document: &Document) -> bool {
        let identity = &document.identity;
        let id = identity.id.as_str();
        match identity.kind {
            Kind::Meeting => put(&mut self.meetings, id, document),
            Kind::Report => {
                let name = identity.report.as_deref().unwrap_or_default();
                put(&mut self.reports, &format!("{id}/{name}"), document)
            }
            Kind::Story => put(&mut self.stories, id, document),
            Kind::Page => put(&mut self.pages, id, document),
            Kind::Person => put(&mut self.people, id, document),
            Kind::Organization => put(&mut self.organizations, id, document),
        }
    }
}

fn put<T: Spoken>(table: &mut Table<Told<T>>, id: &str, document: &Document) -> bool {
    let Some(handle) = table.find(id) else { return false };
    let told = &mut table.items[handle.index as usize];
    let each = std::iter::once(&mut *told.original).chain(told.translations.iter_mut().map(|(_, record)| record));
    let mut of_file = each.map(Spoken::base_mut).filter(|base| base.file == document.path);
    of_file.next().map(|base| base.text.body = document.body.clone()).is_some()
}
