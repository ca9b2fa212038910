//! A Word file -> a document.
//!
//! The archive is read with `zip` and `quick-xml`. The account needs every word in its order, those in boxes, notes,
//! deletions and charts too, and that is a walk over the tree: `docx-rust` knows no text boxes, `docx-rs` is made for
//! writing, and `rdocx` brings an engine for layout, fonts and PDF.

mod parts;
mod style;

use std::collections::{BTreeMap, BTreeSet};

use parts::texts;
use style::{Style, bullets, styles};

use super::package::{Element, Package, Relation};

use super::inline::{Inline, Look, escaped_start};
use super::piece::{Block, Document, Line, Odd, Photo, Spot, squeezed};

/// Drawings in boxes in drawings; deeper, the words alone are taken.
const DEEPEST: usize = 12;

pub fn read(bytes: &[u8]) -> Result<Document, String> {
    let package = Package::open(bytes)?;
    let main = package
        .relations("")
        .into_values()
        .find(|relation| relation.kind == "officeDocument")
        .map_or("word/document.xml".to_string(), |relation| relation.target);
    let root = match package.tree(&main) {
        Some(root) => root.map_err(|why| format!("a Word file whose text cannot be read ({why})"))?,
        None => match package.lost.iter().find(|(name, _)| *name == main) {
            Some((_, why)) => return Err(format!("a Word file whose text cannot be unpacked ({why})")),
            None => return Err("a file that is called .docx and holds no text of Word".into()),
        },
    };
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
    let part = |name: &str| if folder.is_empty() { name.to_string() } else { format!("{folder}/{name}") };
    let mut walk = Walk {
        styles: styles(&package, &part("styles.xml")),
        bullets: bullets(&package, &part("numbering.xml")),
        relations: package.relations(&main),
        notes: BTreeMap::new(),
        comments: texts(&package, &part("comments.xml"), "comment"),
        package: &package,
        out: Document::default(),
        paragraph: 0,
        numbers: BTreeMap::new(),
        used: BTreeSet::new(),
        noted: Vec::new(),
        fields: Vec::new(),
        is_title: false,
    };
    for (name, kind) in [("footnotes.xml", "footnote"), ("endnotes.xml", "endnote")] {
        let notes = texts(&package, &part(name), kind);
        walk.notes.extend(notes.into_iter().map(|(id, words)| ((kind, id), words)));
    }
    if let Some(body) = root.child("body") {
        walk.blocks(body, 0);
    }
    walk.notes_below();
    walk.heads_and_feet();
    walk.rest(&main, folder);
    Ok(walk.out)
}

struct Walk<'a> {
    package: &'a Package,
    /// What paragraphs of a style are.
    styles: BTreeMap<String, Style>,
    /// Whether the items of a list at a level have bullets.
    bullets: BTreeMap<(String, String), bool>,
    relations: BTreeMap<String, Relation>,
    notes: BTreeMap<(&'static str, String), String>,
    comments: BTreeMap<String, String>,
    out: Document,
    paragraph: usize,
    /// The number of the last item of each list at each level.
    numbers: BTreeMap<(String, usize), u32>,
    used: BTreeSet<String>,
    /// The notes that the text refers to, in its order.
    noted: Vec<(&'static str, String)>,
    /// Fields that have begun: their codes, and whether a link was opened.
    fields: Vec<FieldCode>,
    /// Whether the paragraph has the style of a title.
    is_title: bool,
}

#[derive(Default)]
struct FieldCode {
    code: String,
    in_result: bool,
    linked: bool,
}

impl Walk<'_> {
    fn odd(&mut self, what: &str, words: impl Into<String>) {
        let odd = Odd { spot: Spot::Paragraph(self.paragraph.max(1)), what: what.to_string(), words: words.into() };
        self.out.blocks.push(Block::Odd(odd));
    }

    fn blocks(&mut self, parent: &Element, depth: usize) {
        if depth > DEEPEST {
            let words = parent.words();
            if !words.is_empty() {
                self.out.blocks.push(Block::Text(self.line_of(&words)));
            }
            return;
        }
        for element in parent.elements() {
            match element.name.as_str() {
                "p" => self.one_paragraph(element, depth),
                "tbl" => self.table(element, depth),
                "del" | "moveFrom" => {
                    let words = element.words();
                    if !words.is_empty() {
                        self.odd("a deletion that was tracked", words);
                    }
                }
                "altChunk" => self.odd("a document inside of this one", ""),
                "sectPr" | "bookmarkStart" | "bookmarkEnd" | "proofErr" | "sdtPr" | "sdtEndPr" => {}
                _ => self.blocks(element, depth + 1),
            }
        }
    }

    fn line_of(&self, words: &str) -> Line {
        Line {
            spot: Spot::Paragraph(self.paragraph.max(1)),
            plain: words.to_string(),
            markdown: super::inline::paragraph(words),
        }
    }

    fn one_paragraph(&mut self, element: &Element, depth: usize) {
        self.paragraph += 1;
        let properties = element.child("pPr");
        let style = properties.and_then(|own| own.value("pStyle")).and_then(|id| self.styles.get(id)).copied();
        let outline = properties
            .and_then(|own| own.value("outlineLvl"))
            .and_then(|level| level.parse::<u8>().ok())
            .filter(|level| *level < 6);
        let numbering = properties.and_then(|own| own.child("numPr"));
        self.is_title = style == Some(Style::Title);
        let mut inline = Inline::default();
        // What belongs to the paragraph and cannot stand in it comes behind it.
        let at = self.out.blocks.len();
        self.inline(element, Look::default(), &mut inline, depth);
        let behind = self.out.blocks.split_off(at);
        if !inline.is_empty() {
            let spot = Spot::Paragraph(self.paragraph);
            let plain = inline.plain();
            let heading = match (style, outline) {
                (Some(Style::Title), _) => Some(1),
                (Some(Style::Heading(level)), _) => Some(level),
                (_, Some(level)) => Some(level + 1),
                _ => None,
            };
            let block = match heading {
                Some(level) => {
                    let line = Line { spot, markdown: inline.markdown(" "), plain };
                    if self.is_title && self.out.title.is_none() && !line.plain.is_empty() {
                        self.out.title = Some(line.clone());
                    }
                    Block::Heading(level, line)
                }
                None if numbering.is_some() || style == Some(Style::List) => {
                    let level = numbering
                        .and_then(|own| own.value("ilvl"))
                        .and_then(|level| level.parse::<usize>().ok())
                        .unwrap_or(0)
                        .min(8);
                    let list = numbering.and_then(|own| own.value("numId")).unwrap_or("").to_string();
                    let mark = self.marker(&list, level);
                    let markdown = format!("{}{mark} {}", "   ".repeat(level), inline.markdown(" "));
                    Block::Item(Line { spot, plain, markdown })
                }
                None => Block::Text(Line { spot, plain, markdown: inline.markdown("\\\n") }),
            };
            self.out.blocks.push(block);
        }
        self.out.blocks.extend(behind);
    }

    fn marker(&mut self, list: &str, level: usize) -> String {
        let bullet = self.bullets.get(&(list.to_string(), level.to_string())).copied().unwrap_or(true);
        if list == "0" || bullet {
            return "-".to_string();
        }
        self.numbers.retain(|(own, deep), _| own != list || *deep <= level);
        let number = self.numbers.entry((list.to_string(), level)).or_insert(0);
        *number += 1;
        format!("{number}.")
    }

    fn inline(&mut self, parent: &Element, look: Look, inline: &mut Inline, depth: usize) {
        if depth > 4 * DEEPEST {
            inline.words(&parent.words(), look);
            return;
        }
        for element in parent.elements() {
            match element.name.as_str() {
                "r" => self.run(element, look, inline, depth),
                "hyperlink" => {
                    let target = element
                        .attribute("id")
                        .and_then(|id| self.relations.get(id))
                        .filter(|relation| relation.external);
                    match target.map(|relation| relation.target.clone()) {
                        Some(target) => {
                            inline.link_start(&target);
                            self.inline(element, look, inline, depth + 1);
                            inline.link_end();
                        }
                        None => self.inline(element, look, inline, depth + 1),
                    }
                }
                "del" | "moveFrom" => {
                    let words = element.words();
                    if !words.is_empty() {
                        self.odd("a deletion that was tracked", words);
                    }
                }
                "oMath" | "oMathPara" => {
                    let words = element.words();
                    inline.words(&words, look);
                    self.odd("a formula, of which the signs alone are kept", words);
                }
                "pPr" | "bookmarkStart" | "bookmarkEnd" | "proofErr" | "sdtPr" | "sdtEndPr" | "commentRangeStart"
                | "commentRangeEnd" => {}
                _ => self.inline(element, look, inline, depth + 1),
            }
        }
    }

    fn run(&mut self, run: &Element, look: Look, inline: &mut Inline, depth: usize) {
        let look = match run.child("rPr") {
            Some(properties) => {
                let on = |name: &str| {
                    properties
                        .child(name)
                        .is_some_and(|own| !matches!(own.attribute("val"), Some("0" | "false" | "off" | "none")))
                };
                Look { bold: look.bold || on("b"), italic: look.italic || on("i") }
            }
            None => look,
        };
        for element in run.elements() {
            match element.name.as_str() {
                "t" => inline.words(&element.own_text(), look),
                "tab" | "ptab" => inline.words(" ", look),
                "br" if matches!(element.attribute("type"), Some("page" | "column")) => inline.words(" ", look),
                "br" | "cr" => inline.line_break(),
                "noBreakHyphen" => inline.words("\u{2011}", look),
                "softHyphen" | "rPr" | "lastRenderedPageBreak" | "annotationRef" | "footnoteRef" | "endnoteRef" => {}
                "sym" => {
                    let code = element.attribute("char").unwrap_or("");
                    let font = element.attribute("font").unwrap_or("").to_string();
                    self.odd("a sign of a font of its own", format!("{font} {code}"));
                }
                "delText" => {
                    let words = element.own_text();
                    self.odd("a deletion that was tracked", words);
                }
                "footnoteReference" | "endnoteReference" => self.note(element, inline),
                "commentReference" => {
                    if let Some(words) = element.attribute("id").and_then(|id| self.comments.remove(id)) {
                        self.odd("a comment", words);
                    }
                }
                "fldChar" => self.field(element.attribute("fldCharType").unwrap_or(""), inline),
                "instrText" => {
                    if let Some(field) = self.fields.last_mut() {
                        field.code.push_str(&element.own_text());
                    }
                }
                "ruby" => {
                    // Word by word, then how it is said.
                    inline.words(&element.words(), look);
                }
                _ => self.drawing(element, inline, depth),
            }
        }
    }

    /// A field is its result; of a code with a link, the result is linked.
    fn field(&mut self, kind: &str, inline: &mut Inline) {
        match kind {
            "begin" if self.fields.len() < 100 => self.fields.push(FieldCode::default()),
            "separate" => {
                if let Some(field) = self.fields.last_mut() {
                    field.in_result = true;
                    let mut words = field.code.split_whitespace();
                    if words.next() == Some("HYPERLINK")
                        && let Some(target) =
                            words.next().map(|word| word.trim_matches('"')).filter(|word| !word.starts_with('\\'))
                    {
                        inline.link_start(target);
                        field.linked = true;
                    }
                }
            }
            "end" => {
                let Some(field) = self.fields.pop() else { return };
                if field.linked {
                    inline.link_end();
                }
                let code = squeezed(&field.code);
                if !field.in_result && !code.is_empty() {
                    self.odd("a field that Word fills in", code);
                }
            }
            _ => {}
        }
    }

    fn note(&mut self, element: &Element, inline: &mut Inline) {
        let kind = if element.name == "footnoteReference" { "footnote" } else { "endnote" };
        let key = (kind, element.attribute("id").unwrap_or("").to_string());
        if !self.notes.contains_key(&key) {
            return;
        }
        let place = self.noted.iter().position(|own| *own == key).unwrap_or_else(|| {
            self.noted.push(key);
            self.noted.len() - 1
        });
        inline.whole(format!("[^{}]", place + 1));
    }

    /// Pictures come out as files; the words of a box follow the paragraph to which it is tied.
    fn drawing(&mut self, element: &Element, inline: &mut Inline, depth: usize) {
        if element.name == "AlternateContent" {
            // The same twice, for programs of different age.
            let says = |own: &&Element| {
                own.below()
                    .iter()
                    .any(|below| matches!(below.name.as_str(), "t" | "blip" | "imagedata" | "chart" | "relIds"))
            };
            let chosen = element.elements().find(says);
            if let Some(chosen) = chosen {
                for inner in chosen.elements() {
                    self.drawing(inner, inline, depth + 1);
                }
            }
            return;
        }
        if element.name == "object" {
            self.odd(
                "an object of another program",
                element.below().iter().find_map(|own| own.attribute("ProgID")).unwrap_or("").to_string(),
            );
        }
        let mut alt = None;
        let mut waiting: Vec<&Element> = vec![element];
        while let Some(own) = waiting.pop() {
            match own.name.as_str() {
                "docPr" => alt = own.attribute("descr").map(squeezed).filter(|alt| !alt.is_empty()).or(alt),
                "shape" => alt = alt.or(own.attribute("alt").map(squeezed).filter(|alt| !alt.is_empty())),
                "blip" => {
                    if let Some(id) = own.attribute("embed").or(own.attribute("link")) {
                        self.picture(id, alt.clone());
                    }
                }
                "imagedata" => {
                    if let Some(id) = own.attribute("id") {
                        self.picture(id, alt.clone());
                    }
                }
                "txbxContent" => {
                    self.odd("a text box, whose text follows", "");
                    self.blocks(own, depth + 1);
                    continue;
                }
                "chart" | "relIds" => self.diagram(own),
                "AlternateContent" => {
                    self.drawing(own, inline, depth + 1);
                    continue;
                }
                "t" => inline.words(&own.own_text(), Look::default()),
                _ => {}
            }
            let at = waiting.len();
            waiting.extend(own.elements());
            waiting[at..].reverse();
        }
    }

    fn picture(&mut self, id: &str, alt: Option<String>) {
        let Some(relation) = self.relations.get(id).cloned() else { return };
        if relation.external {
            self.odd("a picture that lies elsewhere", relation.target);
            return;
        }
        if !self.used.insert(relation.target.clone()) {
            return;
        }
        match self.package.parts.get(&relation.target) {
            Some(bytes) => self.out.photos.push(Photo {
                spot: Spot::Paragraph(self.paragraph.max(1)),
                name: relation.target,
                bytes: bytes.clone(),
                alt,
                in_text: false,
            }),
            None => self.odd("a picture that the file does not hold", relation.target),
        }
    }

    /// A chart, or a drawing out of words: those stand in parts of their own.
    fn diagram(&mut self, element: &Element) {
        let chart = element.name == "chart";
        let ids = [element.attribute("id"), element.attribute("dm")].into_iter().flatten();
        let targets: Vec<String> =
            ids.filter_map(|id| self.relations.get(id)).map(|relation| relation.target.clone()).collect();
        for target in targets {
            let words = match self.package.tree(&target) {
                Some(Ok(root)) => root.words(),
                _ => String::new(),
            };
            self.used.insert(target);
            self.odd(if chart { "a chart" } else { "a drawing out of words" }, words);
        }
    }

    fn table(&mut self, table: &Element, depth: usize) {
        let spot = Spot::Paragraph(self.paragraph + 1);
        let mut rows = Vec::new();
        let at = self.out.blocks.len();
        for row in table.below_rows() {
            let mut cells = Vec::new();
            for cell in row.elements_through("tc") {
                let inside = self.out.blocks.len();
                self.blocks(cell, depth + 1);
                let inner = self.out.blocks.split_off(inside);
                let (mut plain, mut markdown) = (Vec::new(), Vec::new());
                for block in inner {
                    match block {
                        Block::Heading(_, line) | Block::Text(line) | Block::Item(line) | Block::Whole(line) => {
                            plain.push(line.plain);
                            markdown.push(line.markdown.replace("\\\n", " "));
                        }
                        Block::Table(_, rows) => {
                            for line in rows.into_iter().flatten() {
                                plain.push(line.plain);
                                markdown.push(line.markdown);
                            }
                        }
                        // Behind the table.
                        odd @ Block::Odd(_) => self.out.blocks.push(odd),
                    }
                }
                let line = Line {
                    spot: Spot::Paragraph(self.paragraph.max(1)),
                    plain: squeezed(&plain.join(" ")),
                    markdown: squeezed(&markdown.join(" ")),
                };
                cells.push(line);
                let wide = cell
                    .child("tcPr")
                    .and_then(|own| own.value("gridSpan"))
                    .and_then(|wide| wide.parse::<usize>().ok());
                cells.extend((1..wide.unwrap_or(1).min(60)).map(|_| Line::default()));
            }
            if cells.iter().any(|cell| !cell.plain.is_empty() || !cell.markdown.is_empty()) {
                rows.push(cells);
            }
        }
        let behind = self.out.blocks.split_off(at);
        if rows.iter().all(|row| row.len() == 1) {
            // A frame around words.
            let lines = rows.into_iter().flatten();
            self.out
                .blocks
                .extend(lines.map(|line| Block::Text(Line { markdown: escaped_start(&line.markdown), ..line })));
        } else if !rows.is_empty() {
            self.out.blocks.push(Block::Table(spot, rows));
        }
        self.out.blocks.extend(behind);
    }
}

impl Element {
    /// The rows of a table, those that were inserted or lie in a control too.
    fn below_rows(&self) -> Vec<&Element> {
        self.elements_through("tr")
    }

    /// The elements of a name, also through elements that only wrap them.
    fn elements_through(&self, name: &str) -> Vec<&Element> {
        let mut found = Vec::new();
        for element in self.elements() {
            match element.name.as_str() {
                own if own == name => found.push(element),
                "sdt" | "sdtContent" | "ins" | "customXml" | "smartTag" => found.extend(element.elements_through(name)),
                _ => {}
            }
        }
        found
    }
}
