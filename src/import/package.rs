//! The bytes of an Office file -> its parts (ECMA-376: a ZIP archive of XML), with bounds on what is unpacked.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

/// Of more bytes no part is read.
const LARGEST_PART: u64 = 64_000_000;
/// Of more bytes in all parts no file is read: an archive can hold a thousand times its size.
const LARGEST_WHOLE: u64 = 400_000_000;
const MOST_PARTS: usize = 20_000;
/// Elements in elements; Word's own files have some dozens.
const DEEPEST: usize = 400;
/// An element takes up some hundred bytes here, however short it is in the file.
const MOST_ELEMENTS: usize = 4_000_000;

/// The parts by their names.
pub struct Package {
    pub parts: BTreeMap<String, Vec<u8>>,
    /// What was too large, or could not be unpacked, with why.
    pub lost: Vec<(String, String)>,
}

impl Package {
    pub fn open(bytes: &[u8]) -> Result<Self, String> {
        let broken = |error: zip::result::ZipError| format!("a file that cannot be unpacked ({error})");
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
        if archive.len() > MOST_PARTS {
            return Err(format!("a file of more than {MOST_PARTS} parts"));
        }
        let (mut parts, mut lost) = (BTreeMap::new(), Vec::new());
        let mut whole = 0;
        for index in 0..archive.len() {
            let mut part = match archive.by_index(index) {
                Ok(part) => part,
                Err(error) => {
                    lost.push((format!("part {}", index + 1), error.to_string()));
                    continue;
                }
            };
            if part.is_dir() {
                continue;
            }
            let name = part
                .name()
                .map_or_else(|_| format!("part {}", index + 1), |name| name.trim_start_matches('/').to_string());
            let mut bytes = Vec::new();
            let read = (&mut part).take(LARGEST_PART + 1).read_to_end(&mut bytes);
            whole += bytes.len() as u64;
            if whole > LARGEST_WHOLE {
                return Err(format!("a file that unpacks to more than {} MB", LARGEST_WHOLE / 1_000_000));
            }
            match read {
                Ok(_) if bytes.len() as u64 > LARGEST_PART => {
                    lost.push((name, format!("it unpacks to more than {} MB", LARGEST_PART / 1_000_000)));
                }
                Ok(_) => {
                    parts.insert(name, bytes);
                }
                Err(error) => lost.push((name, error.to_string())),
            }
        }
        Ok(Package { parts, lost })
    }

    /// A part as a tree.
    pub fn tree(&self, name: &str) -> Option<Result<Element, String>> {
        Some(tree(self.parts.get(name)?))
    }

    /// What the ids in a part stand for: the target, and whether it lies outside.
    pub fn relations(&self, part: &str) -> BTreeMap<String, Relation> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let path = if folder.is_empty() { format!("_rels/{name}.rels") } else { format!("{folder}/_rels/{name}.rels") };
        let Some(Ok(root)) = self.tree(&path) else { return BTreeMap::new() };
        root.elements()
            .filter_map(|relation| {
                let target = relation.attribute("Target")?;
                let external = relation.attribute("TargetMode") == Some("External");
                let target = match external {
                    true => target.to_string(),
                    false => within(folder, target),
                };
                let kind = relation.attribute("Type").unwrap_or("").rsplit('/').next().unwrap_or("").to_string();
                Some((relation.attribute("Id")?.to_string(), Relation { kind, target, external }))
            })
            .collect()
    }
}

#[derive(Clone, Debug)]
pub struct Relation {
    pub kind: String,
    pub target: String,
    pub external: bool,
}

/// A path in the package, as seen from a folder of it.
fn within(folder: &str, target: &str) -> String {
    let mut parts: Vec<&str> = if target.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.retain(|part| !part.is_empty());
    parts.join("/")
}

/// An element of XML. Names are without their prefix: no two that matter here differ in it alone.
#[derive(Debug, Default)]
pub struct Element {
    pub name: String,
    attributes: Vec<(String, String)>,
    pub children: Vec<Child>,
}

#[derive(Debug)]
pub enum Child {
    Element(Element),
    Text(String),
}

impl Element {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|child| match child {
            Child::Element(element) => Some(element),
            Child::Text(_) => None,
        })
    }

    pub fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.name == name)
    }

    /// The value of a child that has nothing else: `<w:pStyle w:val="Title"/>`.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.child(name)?.attribute("val")
    }

    /// Every element below, itself not included, in the order of the file.
    pub fn below(&self) -> Vec<&Element> {
        let mut found = Vec::new();
        let mut waiting: Vec<&Element> = self.elements().collect::<Vec<_>>().into_iter().rev().collect();
        while let Some(element) = waiting.pop() {
            found.push(element);
            let at = waiting.len();
            waiting.extend(element.elements());
            waiting[at..].reverse();
        }
        found
    }

    /// The text directly in it.
    pub fn own_text(&self) -> String {
        self.children
            .iter()
            .filter_map(|child| if let Child::Text(text) = child { Some(text.as_str()) } else { None })
            .collect()
    }

    /// The words of everything below, those of paragraphs apart.
    pub fn words(&self) -> String {
        let mut out = String::new();
        for element in self.below() {
            match element.name.as_str() {
                "p" | "tab" | "br" | "cr" | "pt" => out.push(' '),
                "t" | "delText" | "v" => out.push_str(&element.own_text()),
                _ => {}
            }
        }
        super::piece::squeezed(&out)
    }
}

/// Reads XML into a tree.
pub fn tree(bytes: &[u8]) -> Result<Element, String> {
    let text = match crate::parse::decode(bytes) {
        crate::parse::Decoded::Utf8(text) => text.into_owned(),
        crate::parse::Decoded::Converted(text, _) => text,
        crate::parse::Decoded::Unknown { .. } => return Err("it is no text".into()),
    };
    let mut reader = Reader::from_str(&text);
    let mut open = vec![Element::default()];
    let mut count = 0usize;
    let mut fault = None;
    loop {
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => {
                fault = Some(error.to_string());
                break;
            }
        };
        match event {
            Event::Start(start) => {
                count += 1;
                if open.len() > DEEPEST || count > MOST_ELEMENTS {
                    fault = Some("more elements than a Word file has".into());
                    break;
                }
                open.push(element(&start));
            }
            Event::Empty(start) => {
                count += 1;
                push(&mut open, Child::Element(element(&start)));
            }
            Event::End(_) if open.len() > 1 => {
                let done = open.pop().unwrap_or_default();
                push(&mut open, Child::Element(done));
            }
            Event::Text(text) => push_text(&mut open, &text.xml10_content()),
            Event::CData(text) => push_text(&mut open, &text.xml10_content()),
            Event::GeneralRef(name) => {
                let letter = match name.resolve_char_ref() {
                    Ok(Some(letter)) => letter.to_string(),
                    _ => match &*name.xml10_content() {
                        "amp" => "&".into(),
                        "lt" => "<".into(),
                        "gt" => ">".into(),
                        "quot" => "\"".into(),
                        "apos" => "'".into(),
                        other => format!("&{other};"),
                    },
                };
                push_text(&mut open, &letter);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    // What a broken file has up to its break is better than nothing.
    while open.len() > 1 {
        let done = open.pop().unwrap_or_default();
        push(&mut open, Child::Element(done));
    }
    let mut root = open.pop().unwrap_or_default();
    let first = root.children.iter().position(|child| matches!(child, Child::Element(_)));
    match (first, fault) {
        (Some(at), _) => match root.children.swap_remove(at) {
            Child::Element(element) => Ok(element),
            Child::Text(_) => Err("it has no element".into()),
        },
        (None, Some(why)) => Err(why),
        (None, None) => Err("it is empty".into()),
    }
}

fn element(start: &BytesStart<'_>) -> Element {
    let local = |name: &str| name.rsplit(':').next().unwrap_or(name).to_string();
    let mut given = start.attributes();
    given.with_checks(false);
    let attributes = given.filter_map(Result::ok).map(|attribute| {
        let raw = attribute.value.to_string();
        let value = quick_xml::escape::unescape(&raw).map_or(raw.clone(), |value| value.into_owned());
        (local(attribute.key.0), value)
    });
    Element { name: local(start.name().0), attributes: attributes.collect(), children: Vec::new() }
}

fn push(open: &mut [Element], child: Child) {
    if let Some(last) = open.last_mut() {
        last.children.push(child);
    }
}

fn push_text(open: &mut [Element], text: &str) {
    if let Some(last) = open.last_mut() {
        match last.children.last_mut() {
            Some(Child::Text(before)) => before.push_str(text),
            _ => last.children.push(Child::Text(text.to_string())),
        }
    }
}
