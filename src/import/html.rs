//! An HTML page -> a document: its article. What stands around it, and what runs in it, is not understood.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use scraper::node::Node;
use scraper::{ElementRef, Html, Selector};

use super::dates;
use super::front::Value;
use super::inline::{Inline, Look};
use super::piece::{Block, Document, Fact, Line, Odd, Spot, squeezed};

/// So deep a page is read as it stands; below that, its words alone.
const DEEPEST: usize = 60;

/// The text of a page, by what it says of its encoding in its first bytes.
pub fn decoded(bytes: &[u8]) -> String {
    if let crate::parse::Decoded::Utf8(text) = crate::parse::decode(bytes) {
        return text.into_owned();
    }
    static CHARSET: LazyLock<regex::bytes::Regex> = LazyLock::new(|| {
        regex::bytes::Regex::new(r#"(?i)charset\s*=\s*["']?\s*([a-z0-9_-]+)"#).expect("a fixed pattern")
    });
    let head = &bytes[..bytes.len().min(2048)];
    let named = CHARSET.captures(head).and_then(|found| encoding_rs::Encoding::for_label(&found[1]));
    // GB 18030 holds GBK and GB 2312, under whose names it is sent.
    named.unwrap_or(encoding_rs::GB18030).decode(bytes).0.into_owned()
}

macro_rules! selector {
    ($name:ident, $selector:literal) => {
        static $name: LazyLock<Selector> = LazyLock::new(|| Selector::parse($selector).expect("a fixed selector"));
    };
}

pub fn read(text: &str) -> Document {
    selector!(TITLE, "title");
    selector!(H1, "h1");
    selector!(
        ARTICLE,
        "article, main, [role=main], .TRS_Editor, #UCAP-CONTENT, .article-content, .entry-content, #content"
    );
    selector!(BODY, "body");
    selector!(META, "meta[property], meta[name], link[rel=canonical]");
    let page = Html::parse_document(text);
    let mut reader = Reader { document: Document::default(), seen: BTreeSet::new() };
    meta(&page, &META, &mut reader.document);
    reader.document.posted = true;
    let body = page.select(&BODY).next().unwrap_or_else(|| page.root_element());
    // The article that has most to say, where there are several.
    let length = |element: &ElementRef<'_>| element.text().map(str::len).sum::<usize>();
    let root = page.select(&ARTICLE).max_by_key(length).filter(|found| length(found) > 0).unwrap_or(body);
    let heading = page.select(&H1).next().filter(|heading| !heading.text().all(|text| text.trim().is_empty()));
    let title = heading.or_else(|| page.select(&TITLE).next());
    if let Some(title) = title {
        let plain = squeezed(&title.text().collect::<String>());
        if !plain.is_empty() {
            reader.document.title = Some(Line { spot: Spot::Whole, markdown: plain.clone(), plain });
        }
    }
    if let (Some(_), Some(title)) = (heading, page.select(&TITLE).next()) {
        let words = squeezed(&title.text().collect::<String>());
        let same = reader.document.title.as_ref().is_some_and(|own| own.plain == words);
        if !same && !words.is_empty() {
            reader.odd("the title in the browser's tab", words);
        }
    }
    reader.flow(root, 0);
    selector!(SCRIPT, "script, style, iframe, form");
    let inside: BTreeSet<_> = root.descendants().map(|node| node.id()).collect();
    let outside = page.select(&SCRIPT).filter(|element| !inside.contains(&element.id())).count();
    if outside > 0 {
        reader.odd(&format!("scripts, styles, frames and forms around the article ({outside})"), String::new());
    }
    if root.id() != body.id() {
        reader.around(body, root);
    }
    // The page shows its heading as the title.
    let own = reader.document.title.as_ref().map(|title| title.plain.clone());
    if heading.is_some() {
        let at = reader
            .document
            .blocks
            .iter()
            .position(|block| matches!(block, Block::Heading(1, line) if Some(&line.plain) == own.as_ref()));
        at.map(|at| reader.document.blocks.remove(at));
    }
    reader.document
}

/// What the head of the page says of it.
fn meta(page: &Html, meta: &Selector, document: &mut Document) {
    for element in page.select(meta) {
        let name =
            element.attr("property").or(element.attr("name")).or(element.attr("rel")).unwrap_or("").to_lowercase();
        let content = element.attr("content").or(element.attr("href")).unwrap_or("").trim();
        if content.is_empty() {
            continue;
        }
        match name.as_str() {
            "canonical" | "og:url" if content.starts_with("http") => {
                document.url.get_or_insert_with(|| content.to_string());
            }
            "article:published_time" | "pubdate" | "publishdate" | "date"
                if !document.given.iter().any(|fact| fact.key == "published") =>
            {
                if let Some(date) = dates::days(content).next().and_then(|day| day.date()) {
                    let (words, spot) = (content.to_string(), Spot::Part("its head".into()));
                    document.given.push(Fact { key: "published", value: Value::bare(date), words, spot });
                }
            }
            "contentsource" | "og:site_name" if !document.given.iter().any(|fact| fact.key == "source") => {
                let (words, spot) = (content.to_string(), Spot::Part("its head".into()));
                let value = Value::Group(vec![("name", Value::text(content))]);
                document.given.push(Fact { key: "source", value, words, spot });
            }
            _ => {}
        }
    }
}

struct Reader {
    document: Document,
    seen: BTreeSet<String>,
}

const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn", "em", "font", "i",
    "img", "ins", "kbd", "label", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong",
    "sub", "sup", "time", "tt", "u", "var", "wbr", "o:p",
];
const RUNS: &[&str] = &[
    "script", "style", "iframe", "object", "embed", "applet", "form", "input", "button", "select", "textarea", "video",
    "audio", "canvas", "svg", "math", "noscript", "template", "dialog",
];

impl Reader {
    fn odd(&mut self, what: &str, words: String) {
        self.document.odd.push(Odd { spot: Spot::Whole, what: what.to_string(), words });
    }

    /// What cannot stand in a text: its words go to the account.
    fn runs(&mut self, element: ElementRef<'_>) {
        let name = element.value().name();
        let words = squeezed(&element.text().collect::<Vec<_>>().join(" "));
        let address = element.attr("src").or(element.attr("data")).or(element.attr("action")).unwrap_or("");
        // A page has dozens of styles that say nothing to anybody.
        if name == "style" || (words.is_empty() && address.is_empty()) {
            if self.seen.insert(name.to_string()) {
                self.odd(&format!("an HTML element `{name}`"), String::new());
            }
            return;
        }
        let words = if address.is_empty() { words } else { squeezed(&format!("{address} {words}")) };
        let odd = Odd { spot: Spot::Whole, what: format!("an HTML element `{name}`"), words };
        self.document.blocks.push(Block::Odd(odd));
    }

    /// Blocks one after another; runs of inline content between them are paragraphs.
    fn flow(&mut self, element: ElementRef<'_>, depth: usize) {
        let mut inline = Inline::default();
        for child in element.children() {
            match child.value() {
                Node::Text(text) => inline.words(&collapsed(text), Look::default()),
                Node::Comment(comment) if !comment.trim().is_empty() => {
                    let words = squeezed(comment);
                    self.odd("an HTML comment", words);
                }
                Node::Element(own) => {
                    let Some(child) = ElementRef::wrap(child) else { continue };
                    let name = own.name();
                    if INLINE.contains(&name) && !has_blocks(child) {
                        self.inline(child, Look::default(), &mut inline, depth);
                    } else {
                        self.paragraph(&mut inline);
                        self.block(child, name, depth + 1);
                    }
                }
                _ => {}
            }
        }
        self.paragraph(&mut inline);
    }

    fn paragraph(&mut self, inline: &mut Inline) {
        let done = std::mem::take(inline);
        if !done.is_empty() {
            let line = line(&done);
            self.document.blocks.push(Block::Text(line));
        }
    }

    fn block(&mut self, element: ElementRef<'_>, name: &str, depth: usize) {
        if RUNS.contains(&name) {
            self.runs(element);
        } else if depth > DEEPEST {
            let mut inline = Inline::default();
            inline.words(&squeezed(&element.text().collect::<String>()), Look::default());
            self.paragraph(&mut inline);
        } else if name == "table" {
            self.table(element, depth);
        } else if name == "ul" || name == "ol" {
            self.list(element, depth, 0);
        } else if name == "pre" {
            let words = element.text().collect::<String>();
            if !words.trim().is_empty() {
                let indented: String = words.trim_end().lines().map(|line| format!("    {line}\n")).collect();
                let line = Line { spot: Spot::Whole, plain: words, markdown: indented.trim_end().to_string() };
                self.document.blocks.push(Block::Whole(line));
            }
        } else if name == "hr" {
            let line = Line { markdown: "---".into(), ..Line::default() };
            self.document.blocks.push(Block::Whole(line));
        } else if let Some(level) =
            name.strip_prefix('h').and_then(|level| level.parse::<u8>().ok()).filter(|level| (1..7).contains(level))
        {
            let mut inline = Inline::default();
            self.inline_children(element, Look::default(), &mut inline, depth);
            if !inline.is_empty() {
                let line = Line { spot: Spot::Whole, plain: inline.plain(), markdown: inline.markdown(" ") };
                self.document.blocks.push(Block::Heading(level, line));
            }
        } else if name == "p" && !has_blocks(element) {
            let mut inline = Inline::default();
            self.inline_children(element, Look::default(), &mut inline, depth);
            self.paragraph(&mut inline);
        } else {
            self.flow(element, depth);
        }
    }

    fn inline_children(&mut self, element: ElementRef<'_>, look: Look, inline: &mut Inline, depth: usize) {
        for child in element.children() {
            match child.value() {
                Node::Text(text) => inline.words(&collapsed(text), look),
                Node::Comment(comment) if !comment.trim().is_empty() => {
                    let words = squeezed(comment);
                    self.odd("an HTML comment", words);
                }
                Node::Element(_) => {
                    if let Some(child) = ElementRef::wrap(child) {
                        self.inline(child, look, inline, depth + 1);
                    }
                }
                _ => {}
            }
        }
    }

    fn inline(&mut self, element: ElementRef<'_>, look: Look, inline: &mut Inline, depth: usize) {
        let name = element.value().name();
        if depth > DEEPEST {
            inline.words(&collapsed(&element.text().collect::<String>()), look);
            return;
        }
        match name {
            "br" => inline.line_break(),
            "img" => self.image(element, inline),
            "b" | "strong" => self.inline_children(element, Look { bold: true, ..look }, inline, depth),
            "i" | "em" | "cite" | "dfn" | "var" => {
                self.inline_children(element, Look { italic: true, ..look }, inline, depth);
            }
            "del" | "s" | "strike" => {
                let words = squeezed(&element.text().collect::<String>());
                self.odd("words that are struck out", words);
            }
            "a" => match element.attr("href").filter(|to| !to.trim().is_empty()) {
                Some(to) => {
                    inline.link_start(to.trim());
                    self.inline_children(element, look, inline, depth);
                    inline.link_end();
                }
                None => self.inline_children(element, look, inline, depth),
            },
            name if RUNS.contains(&name) => self.runs(element),
            _ => self.inline_children(element, look, inline, depth),
        }
    }

    /// An image stays, if its file is among what is brought in.
    fn image(&mut self, element: ElementRef<'_>, inline: &mut Inline) {
        let alt = squeezed(element.attr("alt").unwrap_or(""));
        match element.attr("src").map(str::trim).filter(|src| !src.is_empty() && !src.starts_with("data:")) {
            Some(src) => {
                let to = super::inline::destination(src);
                inline.whole(format!("![{}]({to})", super::inline::escaped(&alt)));
            }
            None => self.odd("an image without an address", alt),
        }
    }

    fn list(&mut self, element: ElementRef<'_>, depth: usize, indent: usize) {
        let ordered = element.value().name() == "ol";
        let mut number = element.attr("start").and_then(|start| start.parse::<u32>().ok()).unwrap_or(1).min(100_000);
        for child in element.children() {
            let Some(item) = ElementRef::wrap(child) else {
                if let Node::Text(text) = child.value()
                    && !text.trim().is_empty()
                {
                    let mut inline = Inline::default();
                    inline.words(&collapsed(text), Look::default());
                    self.paragraph(&mut inline);
                }
                continue;
            };
            let name = item.value().name();
            if name != "li" {
                match name {
                    "ul" | "ol" if depth < DEEPEST => self.list(item, depth + 1, indent + 3),
                    name => self.block(item, name, depth + 1),
                }
                continue;
            }
            let mut inline = Inline::default();
            let mut inner = Vec::new();
            for child in item.children() {
                match (child.value(), ElementRef::wrap(child)) {
                    (Node::Text(text), _) => inline.words(&collapsed(text), Look::default()),
                    (_, Some(child)) if matches!(child.value().name(), "ul" | "ol") => inner.push(child),
                    (_, Some(child)) => {
                        self.inline(child, Look::default(), &mut inline, depth + 1);
                        inline.words(" ", Look::default());
                    }
                    _ => {}
                }
            }
            let mark = if ordered { format!("{number}.") } else { "-".to_string() };
            number += 1;
            let gap = " ".repeat(indent);
            let line = Line {
                spot: Spot::Whole,
                plain: inline.plain(),
                markdown: format!("{gap}{mark} {}", inline.markdown(" ")).trim_end().to_string(),
            };
            self.document.blocks.push(Block::Item(line));
            for inner in inner {
                match depth < DEEPEST {
                    true => self.list(inner, depth + 1, indent + mark.len() + 1),
                    false => self.block(inner, "ul", DEEPEST + 1),
                }
            }
        }
    }

    fn table(&mut self, element: ElementRef<'_>, depth: usize) {
        selector!(CAPTION, "caption");
        selector!(NESTED, "table");
        // A table in a table lays a page out.
        if element.select(&NESTED).next().is_some() {
            let mut cells = Vec::new();
            own_cells(element, &mut cells);
            for cell in cells {
                self.flow(cell, depth + 1);
            }
            return;
        }
        if let Some(caption) = element.select(&CAPTION).next() {
            let mut inline = Inline::default();
            self.inline_children(caption, Look::default(), &mut inline, depth);
            self.paragraph(&mut inline);
        }
        selector!(ROW, "tr");
        selector!(CELL, "td, th");
        let mut rows = Vec::new();
        for row in element.select(&ROW) {
            let mut cells = Vec::new();
            for cell in row.select(&CELL) {
                let mut inline = Inline::default();
                self.inline_children(cell, Look::default(), &mut inline, depth);
                cells.push(Line {
                    spot: Spot::Whole,
                    plain: squeezed(&inline.plain()),
                    markdown: inline.markdown(" "),
                });
                let wide = cell.attr("colspan").and_then(|wide| wide.parse::<usize>().ok()).unwrap_or(1).clamp(1, 50);
                cells.extend((1..wide).map(|_| Line::default()));
            }
            if !cells.is_empty() {
                rows.push(cells);
            }
        }
        if !rows.is_empty() {
            self.document.blocks.push(Block::Table(Spot::Whole, rows));
        }
    }

    /// What stands on the page outside of its article.
    fn around(&mut self, body: ElementRef<'_>, root: ElementRef<'_>) {
        let inside: BTreeSet<_> = root.descendants().map(|node| node.id()).collect();
        selector!(H1, "h1");
        let heading: BTreeSet<_> =
            body.select(&H1).next().map(|h1| h1.descendants().map(|node| node.id()).collect()).unwrap_or_default();
        let mut words = String::new();
        for node in body.descendants() {
            let Node::Text(text) = node.value() else { continue };
            let parent = node.parent().and_then(ElementRef::wrap);
            let runs = parent.is_some_and(|parent| matches!(parent.value().name(), "script" | "style" | "template"));
            if !inside.contains(&node.id()) && !heading.contains(&node.id()) && !runs {
                words.push_str(text);
                words.push(' ');
            }
        }
        let words = squeezed(&words);
        if !words.is_empty() {
            self.odd("what stands around the article", words);
        }
    }
}

/// The cells of a table that belong to no table inside of it.
fn own_cells<'a>(element: ElementRef<'a>, cells: &mut Vec<ElementRef<'a>>) {
    for child in element.children().filter_map(ElementRef::wrap) {
        match child.value().name() {
            "tbody" | "thead" | "tfoot" | "tr" => own_cells(child, cells),
            _ => cells.push(child),
        }
    }
}

/// Whether an element that stands among words has blocks in it all the same.
fn has_blocks(element: ElementRef<'_>) -> bool {
    element.descendants().skip(1).any(|node| match node.value() {
        Node::Element(own) => !INLINE.contains(&own.name()) && !RUNS.contains(&own.name()),
        _ => false,
    })
}

fn collapsed(text: &str) -> String {
    let mut out = String::new();
    for letter in text.chars() {
        match letter {
            ' ' | '\n' | '\t' | '\r' | '\u{a0}' if out.ends_with(' ') => {}
            ' ' | '\n' | '\t' | '\r' | '\u{a0}' => out.push(' '),
            letter => out.push(letter),
        }
    }
    out
}

fn line(inline: &Inline) -> Line {
    Line { spot: Spot::Whole, plain: inline.plain(), markdown: inline.markdown("\\\n") }
}
