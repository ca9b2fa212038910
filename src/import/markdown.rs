//! Markdown of other generators -> a document: Hugo's and Zola's `+++`, Hugo's and Jekyll's `---`,
//! Hugo's JSON. What their front matter says goes to the keys that mean the same.

use std::ops::Range;
use std::sync::LazyLock;

use pulldown_cmark::{Event, Parser, Tag};
use regex::Regex;
use serde_json::Value as Json;

use super::dates;
use super::front::Value;
use super::piece::{Block, Document, Fact, Line, Odd, Spot};
use crate::markdown::{options, plain};

/// What is said of a key that names the picture of a post.
pub const COVER: &str = "the picture of the post";

/// What is said of a key that names topics.
pub const TAGS: &str = "topics that the site does not have";

/// Reads a text; `path` may hold its date, as Jekyll's posts have it.
pub fn read(text: &str, path: &str) -> Document {
    let mut document = Document { written: true, ..Document::default() };
    let (front, start) = front(text, &mut document);
    document.posted = front.is_some();
    for (key, value) in front.into_iter().flatten() {
        let spot = Spot::Line(line_of_key(text, &key));
        given(&key, &value, spot, &mut document);
    }
    let name = path.rsplit('/').next().unwrap_or(path);
    let dated = dates::days(name)
        .next()
        .filter(|day| day.at == 0 && !document.given.iter().any(|fact| fact.key == "published"));
    if let Some((day, date)) = dated.and_then(|day| Some((day, day.date()?))) {
        document.posted = true;
        let words = day.words.to_string();
        document.given.push(Fact {
            key: "published",
            value: Value::bare(date),
            words,
            spot: Spot::Part("its name".into()),
        });
    }
    blocks(text, start, &mut document);
    // A text without front matter has its title on top.
    if document.title.is_none()
        && let Some(Block::Heading(1, _)) = document.blocks.first()
        && let Block::Heading(_, line) = document.blocks.remove(0)
    {
        document.title = Some(line);
    }
    document
}

type Pairs = Vec<(String, Json)>;

/// The front matter, and where the text begins.
fn front(text: &str, document: &mut Document) -> (Option<Pairs>, usize) {
    let mut broken = |words: &str, why: String| {
        let what = format!("front matter that cannot be read ({why})");
        document.odd.push(Odd { spot: Spot::Line(1), what, words: words.to_string() });
    };
    for fence in ["---", "+++"] {
        let Some((inner, end)) = fenced(text, fence) else { continue };
        let words = &text[inner.clone()];
        let read: Result<Json, String> = match fence {
            "---" => serde_yaml::from_str(words).map_err(|error| error.to_string()),
            _ => toml::from_str::<toml::Table>(words)
                .map(|table| of_toml(toml::Value::Table(table)))
                .map_err(|error| error.message().to_string()),
        };
        return match read {
            Ok(Json::Object(map)) => (Some(map.into_iter().collect()), end),
            Ok(Json::Null) => (Some(Vec::new()), end),
            Ok(_) => {
                broken(words, "it is no list of keys".into());
                (None, end)
            }
            Err(why) => {
                broken(words, why);
                (None, end)
            }
        };
    }
    if text.starts_with('{') {
        let mut stream = serde_json::Deserializer::from_str(text).into_iter::<Json>();
        if let Some(Ok(Json::Object(map))) = stream.next() {
            return (Some(map.into_iter().collect()), stream.byte_offset());
        }
    }
    (None, 0)
}

/// What stands between two lines that are `fence`, and where the text behind them begins.
fn fenced(text: &str, fence: &str) -> Option<(Range<usize>, usize)> {
    let first = text.split_inclusive('\n').next()?;
    (first.trim_end() == fence).then_some(())?;
    let mut at = first.len();
    for line in text[at..].split_inclusive('\n') {
        if line.trim_end() == fence {
            return Some((first.len()..at, at + line.len()));
        }
        at += line.len();
    }
    None
}

fn of_toml(value: toml::Value) -> Json {
    match value {
        toml::Value::String(text) => Json::String(text),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => Json::from(number),
        toml::Value::Boolean(flag) => Json::Bool(flag),
        toml::Value::Datetime(date) => Json::String(date.to_string()),
        toml::Value::Array(items) => items.into_iter().map(of_toml).collect(),
        toml::Value::Table(table) => {
            Json::Object(table.into_iter().map(|(key, value)| (key, of_toml(value))).collect())
        }
    }
}

/// The line on which a key stands; the first where that cannot be told.
fn line_of_key(text: &str, key: &str) -> usize {
    let own = |line: &str| {
        let line = line.trim_start_matches([' ', '"', '\'', '[']);
        line.strip_prefix(key)
            .is_some_and(|rest| rest.trim_start_matches(['"', '\'', ' ']).starts_with([':', '=', ']']))
    };
    text.lines().position(own).map_or(1, |place| place + 1)
}

/// A value as words.
fn words(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Null => String::new(),
        Json::Array(items) => items.iter().map(words).collect::<Vec<_>>().join(", "),
        Json::Object(map) => {
            map.iter().map(|(key, value)| format!("{key}: {}", words(value))).collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    }
}

/// Takes one key over, where there is one here that means the same.
fn given(key: &str, value: &Json, spot: Spot, document: &mut Document) {
    let said = words(value);
    let has = |own: &str, document: &Document| document.given.iter().any(|fact| fact.key == own);
    let own = spot.clone();
    let fact = |key: &'static str, value: Value, document: &mut Document| {
        document.given.push(Fact { key, value, words: said.clone(), spot: own.clone() });
    };
    match (key.to_lowercase().as_str(), value) {
        ("title", Json::String(title)) if document.title.is_none() && !title.trim().is_empty() => {
            document.title = Some(Line { spot, plain: title.trim().to_string(), markdown: title.clone() });
        }
        ("date" | "publishdate" | "pubdate" | "published", _) if !has("published", document) => {
            match dates::days(&said).next().and_then(|day| day.date()) {
                Some(day) => fact("published", Value::bare(moment(&said).unwrap_or_else(|| day.to_string())), document),
                None => unknown(key, &said, spot, document),
            }
        }
        ("draft", Json::Bool(true)) => fact("draft", Value::bare(true), document),
        ("published", Json::Bool(false)) => fact("draft", Value::bare(true), document),
        // What they are anyway.
        ("draft", Json::Bool(false)) | ("published", Json::Bool(true)) => {}
        ("description" | "summary" | "excerpt", Json::String(text))
            if !text.trim().is_empty() && !has("summary", document) =>
        {
            fact("summary", Value::text(text), document);
        }
        ("author" | "authors", Json::String(name)) if !name.trim().is_empty() => {
            fact("author", Value::Group(vec![("name", Value::text(name))]), document);
        }
        ("authors", Json::Array(names)) if names.len() == 1 && names[0].is_string() => {
            fact("author", Value::Group(vec![("name", Value::text(&said))]), document);
        }
        ("aliases" | "redirect_from", Json::Array(old))
            if old.iter().all(|old| old.as_str().is_some_and(is_address)) && !old.is_empty() =>
        {
            fact("aliases", Value::List(old.iter().map(|old| Value::text(&words(old))).collect()), document);
        }
        ("tags" | "categories" | "topics" | "tag" | "category", Json::Array(_) | Json::String(_)) => {
            document.odd.push(Odd { spot, what: TAGS.to_string(), words: said });
        }
        // Zola has them in a group.
        ("taxonomies", Json::Object(map)) => {
            for value in map.values() {
                document.odd.push(Odd { spot: spot.clone(), what: TAGS.to_string(), words: words(value) });
            }
        }
        ("image" | "cover" | "thumbnail" | "featured_image" | "feature" | "images", _) => {
            let path = match value {
                Json::Object(map) => map.get("image").or(map.get("src")).or(map.get("path")).map(words),
                Json::Array(items) if items.len() == 1 => items.first().map(words),
                Json::String(path) => Some(path.clone()),
                _ => None,
            };
            match path {
                Some(path) => document.odd.push(Odd { spot, what: COVER.to_string(), words: path }),
                None => unknown(key, &said, spot, document),
            }
        }
        _ => unknown(key, &said, spot, document),
    }
}

fn unknown(key: &str, said: &str, spot: Spot, document: &mut Document) {
    let what = format!("the key `{key}` of another generator");
    document.odd.push(Odd { spot, what, words: said.to_string() });
}

/// An old address as the site takes them: from its own top, and of plain characters.
fn is_address(path: &str) -> bool {
    path.starts_with('/')
        && path.len() > 1
        && path.chars().all(|c| c.is_ascii_alphanumeric() || "/-_.".contains(c))
        && !path.contains("..")
}

/// A day with its time, as `published` has it.
fn moment(text: &str) -> Option<String> {
    static MOMENT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?\s?(Z|[+-]\d{2}:?\d{2})?$")
            .expect("a fixed pattern")
    });
    let read = MOMENT.captures(text.trim())?;
    let offset = match read.get(3).map(|offset| offset.as_str()) {
        Some(offset) if offset.len() == 5 => format!("{}:{}", &offset[..3], &offset[3..]),
        Some(offset) => offset.to_string(),
        None => String::new(),
    };
    // Midnight is what generators write where there was a day alone.
    let is_midnight = &read[2] == "00:00";
    Some(if is_midnight { read[1].to_string() } else { format!("{}T{}{offset}", &read[1], &read[2]) })
}

/// The top blocks of the text, each with its line.
fn blocks(text: &str, start: usize, document: &mut Document) {
    let body = &text[start..];
    let before = text[..start].matches('\n').count();
    let mut depth = 0usize;
    let mut top: Vec<(Top, Range<usize>)> = Vec::new();
    for (event, range) in Parser::new_ext(body, options()).into_offset_iter() {
        match event {
            Event::Start(tag) => {
                if depth == 0 {
                    top.push((Top::of(&tag), range));
                }
                depth += 1;
            }
            Event::End(_) => depth = depth.saturating_sub(1),
            _ if depth == 0 => top.push((Top::Whole, range)),
            _ => {}
        }
    }
    let mut at = 0;
    for (kind, range) in top {
        // What no event covers: the definitions of links. They stay.
        if range.start > at {
            gap(body, at..range.start, before, document);
        }
        let (from, to) = (range.start.max(at), range.end);
        if from >= to {
            continue;
        }
        at = to;
        let spot = Spot::Line(before + body[..from].matches('\n').count() + 1);
        let (source, odd) = without_code(body[from..to].trim_end(), &spot);
        if kind == Top::Html {
            let what = "HTML in the text".to_string();
            document.odd.push(Odd { spot: spot.clone(), what, words: source.clone() });
        }
        if !source.trim().is_empty() && kind != Top::Html {
            let line = Line { spot, plain: plain(&source), markdown: source };
            document.blocks.push(match kind {
                Top::Heading(level) => {
                    let bare = line
                        .markdown
                        .trim_start_matches('#')
                        .trim()
                        .trim_end_matches(['#', '=', '-'])
                        .trim()
                        .to_string();
                    Block::Heading(level, Line { markdown: bare, ..line })
                }
                Top::Paragraph => Block::Text(line),
                Top::Whole | Top::Html => Block::Whole(line),
            });
        }
        document.blocks.extend(odd.into_iter().map(Block::Odd));
    }
    gap(body, at..body.len(), before, document);
}

fn gap(body: &str, range: Range<usize>, before: usize, document: &mut Document) {
    let words = body[range.clone()].trim();
    if !words.is_empty() {
        let spot = Spot::Line(before + body[..range.start].matches('\n').count() + 1);
        document.blocks.push(Block::Whole(Line { spot, plain: String::new(), markdown: words.to_string() }));
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Top {
    Heading(u8),
    Paragraph,
    Html,
    Whole,
}

impl Top {
    fn of(tag: &Tag<'_>) -> Self {
        match tag {
            Tag::Heading { level, .. } => Top::Heading(*level as u8),
            Tag::Paragraph => Top::Paragraph,
            Tag::HtmlBlock => Top::Html,
            _ => Top::Whole,
        }
    }
}

/// The text without what a generator would have run: Hugo's shortcodes, Liquid's tags, HTML comments.
fn without_code(source: &str, spot: &Spot) -> (String, Vec<Odd>) {
    static CODE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?s)\{\{[<%].*?[%>]\}\}|\{%.*?%\}|\{\{.*?\}\}|<!--.*?-->|\{:\s?[^}\n]*\}")
            .expect("a fixed pattern")
    });
    if source.starts_with("```") || source.starts_with("~~~") || source.starts_with("    ") {
        return (source.to_string(), Vec::new());
    }
    let what = |words: &str| match () {
        () if words.starts_with("<!--") => "an HTML comment",
        () if words.starts_with("{{<") || words.starts_with("{{%") => "a shortcode",
        () => "a tag of a template",
    };
    let odd = CODE.find_iter(source).map(|found| Odd {
        spot: spot.clone(),
        what: what(found.as_str()).to_string(),
        words: found.as_str().to_string(),
    });
    let odd: Vec<Odd> = odd.collect();
    (CODE.replace_all(source, "").trim_matches('\n').to_string(), odd)
}
