//! What the styles and lists of a Word file say of its paragraphs.

use std::collections::BTreeMap;

use crate::import::package::{Element, Package};

/// What a paragraph is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Title,
    Heading(u8),
    List,
}

/// Headings by the names of their styles, which are English in every Word, and by their outline levels.
pub(super) fn styles(package: &Package, part: &str) -> BTreeMap<String, Style> {
    let Some(Ok(root)) = package.tree(part) else { return BTreeMap::new() };
    let style = |style: &Element| {
        let id = style.attribute("styleId")?.to_string();
        let name = style.value("name").unwrap_or("").to_lowercase();
        let level = style
            .child("pPr")
            .and_then(|properties| properties.value("outlineLvl"))
            .and_then(|level| level.parse::<u8>().ok());
        let heading = name.strip_prefix("heading ").and_then(|level| level.parse::<u8>().ok());
        let kind = match (name.as_str(), heading, level) {
            ("title", ..) => Style::Title,
            (_, Some(level), _) => Style::Heading(level.clamp(1, 6)),
            (_, None, Some(level)) if level < 6 => Style::Heading(level + 1),
            (name, ..) if name.starts_with("list ") && name != "list paragraph" => Style::List,
            _ => return None,
        };
        Some((id, kind))
    };
    root.elements().filter(|element| element.name == "style").filter_map(style).collect()
}

/// Whether the items of a list at a level have bullets.
pub(super) fn bullets(package: &Package, part: &str) -> BTreeMap<(String, String), bool> {
    let Some(Ok(root)) = package.tree(part) else { return BTreeMap::new() };
    let mut levels: BTreeMap<(&str, &str), bool> = BTreeMap::new();
    for list in root.elements().filter(|element| element.name == "abstractNum") {
        for level in list.elements().filter(|element| element.name == "lvl") {
            let key = (list.attribute("abstractNumId").unwrap_or(""), level.attribute("ilvl").unwrap_or("0"));
            levels.insert(key, matches!(level.value("numFmt"), Some("bullet" | "none") | None));
        }
    }
    let mut found = BTreeMap::new();
    for number in root.elements().filter(|element| element.name == "num") {
        let (Some(id), Some(list)) = (number.attribute("numId"), number.value("abstractNumId")) else { continue };
        for ((own, level), bullet) in &levels {
            if *own == list {
                found.insert((id.to_string(), level.to_string()), *bullet);
            }
        }
    }
    found
}
