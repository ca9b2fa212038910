//! The parts of a Word file besides its text: notes, comments, heads and feet, and whatever else there is.

use std::collections::{BTreeMap, BTreeSet};

use super::Walk;
use crate::import::inline::escaped;
use crate::import::package::{Package, Relation, tree};
use crate::import::piece::{Block, Line, Odd, Spot};

/// The words of notes and comments by their ids; separators are none.
pub(super) fn texts(package: &Package, part: &str, kind: &str) -> BTreeMap<String, String> {
    let Some(Ok(root)) = package.tree(part) else { return BTreeMap::new() };
    let own = root
        .elements()
        .filter(|element| element.name == kind && element.attribute("type").is_none_or(|kind| kind == "normal"));
    own.filter_map(|element| Some((element.attribute("id")?.to_string(), element.words())))
        .filter(|(_, words)| !words.is_empty())
        .collect()
}

impl Walk<'_> {
    /// Notes stand under the text, as Markdown has them.
    pub(super) fn notes_below(&mut self) {
        for (place, key) in std::mem::take(&mut self.noted).into_iter().enumerate() {
            let words = self.notes.remove(&key).unwrap_or_default();
            let line = Line {
                spot: Spot::Part(format!("{} {}", key.0, place + 1)),
                markdown: format!("[^{}]: {}", place + 1, escaped(&words)),
                plain: words,
            };
            self.out.blocks.push(Block::Whole(line));
        }
        for ((kind, _), words) in std::mem::take(&mut self.notes) {
            self.odd(&format!("a {kind} to which nothing refers"), words);
        }
        for (_, words) in std::mem::take(&mut self.comments) {
            self.odd("a comment", words);
        }
    }

    pub(super) fn heads_and_feet(&mut self) {
        let mut said = BTreeSet::new();
        let parts: Vec<Relation> =
            self.relations.values().filter(|own| matches!(own.kind.as_str(), "header" | "footer")).cloned().collect();
        for relation in parts {
            let Some(Ok(root)) = self.package.tree(&relation.target) else { continue };
            let words = root.words();
            self.used.insert(relation.target.clone());
            if words.is_empty() || !said.insert(words.clone()) {
                continue;
            }
            let what = if relation.kind == "header" { "the head of the pages" } else { "the foot of the pages" };
            self.out.odd.push(Odd { spot: Spot::Whole, what: what.into(), words });
        }
    }

    /// Parts that nothing of the text has led to, and that hold more than looks.
    pub(super) fn rest(&mut self, main: &str, folder: &str) {
        const LOOKS: [&str; 12] = [
            "styles",
            "stylesWithEffects",
            "settings",
            "webSettings",
            "fontTable",
            "numbering",
            "footnotes",
            "endnotes",
            "comments",
            "people",
            "commentsExtended",
            "commentsIds",
        ];
        for (name, bytes) in &self.package.parts {
            let below = name.strip_prefix(folder).map_or(name.as_str(), |name| name.trim_start_matches('/'));
            let stem = below.strip_suffix(".xml").unwrap_or("");
            let looks = LOOKS.contains(&stem)
                || name.ends_with(".rels")
                || name == main
                || name == "[Content_Types].xml"
                || ["docProps/", "customXml/", "_rels/", "_xmlsignatures/"].iter().any(|start| name.starts_with(start))
                || [
                    "theme/",
                    "fonts/",
                    "commentsExtensible",
                    "charts/style",
                    "charts/colors",
                    "diagrams/layout",
                    "diagrams/quickStyle",
                    "diagrams/colors",
                    "diagrams/drawing",
                ]
                .iter()
                .any(|start| below.starts_with(start));
            if looks || self.used.contains(name) {
                continue;
            }
            let words = if name.ends_with(".xml") {
                tree(bytes).map(|root| root.words()).unwrap_or_default()
            } else {
                String::new()
            };
            // XML without a word, such as an empty head, says nothing to anybody.
            if name.ends_with(".xml") && words.is_empty() {
                continue;
            }
            self.out.odd.push(Odd {
                spot: Spot::Part(name.clone()),
                what: format!("the part {name} of the file"),
                words,
            });
        }
        for (name, why) in &self.package.lost {
            self.out.odd.push(Odd {
                spot: Spot::Part(name.clone()),
                what: format!("the part {name} of the file ({why})"),
                words: String::new(),
            });
        }
    }
}
