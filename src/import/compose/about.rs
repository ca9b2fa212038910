//! What kind of text it is: whose, about what, in which language, by what name.

use std::sync::LazyLock;

use regex::Regex;

use crate::edit::Tongue;
use crate::import::front::Value;
use crate::import::piece::{Document, Fact, Spot};
use crate::import::recognize::Found;
use crate::import::{Input, Setting, markdown, names};
use crate::yaml::Wording;

/// Finds out whose report it is: by what a label says, by its title, its first lines, or the name of its file.
pub(super) fn given_by(setting: &Setting<'_>, input: &Input, document: &Document, found: &mut Found) {
    static LABEL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)^(?:述职人|汇报人|报告人|姓名|secretary|reported by|reporter)\s*[:：]\s*(.+)$")
            .expect("a fixed pattern")
    });
    let title = found.title.iter().map(|title| (title.spot.clone(), title.plain.clone()));
    let lines = document.lines().take(4).map(|line| (line.spot.clone(), line.plain.clone()));
    let places: Vec<(Spot, String)> =
        title.chain(lines).chain([(Spot::Whole, stem(&input.path).to_string())]).collect();
    let mut say = |key: &'static str, value: Value, words: &str, spot: &Spot| {
        if !found.facts.iter().any(|fact| fact.key == key) {
            found.facts.push(Fact { key, value, words: words.to_string(), spot: spot.clone() });
        }
    };
    for (spot, words) in &places {
        if let Some(somebody) = LABEL.captures(words.trim()).and_then(|label| names::somebody(&label[1])) {
            say("secretary", setting.names.who(&somebody), words, spot);
        }
        if let Some((name, id)) = setting.names.person_in(words) {
            say("secretary", Value::bare(id), name, spot);
        }
        if let Some((name, id)) = setting.names.organization_in(words) {
            say("organization", Value::bare(id), name, spot);
        }
    }
}

/// Takes over those topics of another generator that the site has, by their ids or titles.
pub(super) fn topics(setting: &Setting<'_>, document: &mut Document) {
    let known = |words: &str| {
        let topics = &setting.archive.config.topics;
        let titled = |title: &Wording| {
            setting.archive.languages.iter().any(|tag| title.in_language(tag).eq_ignore_ascii_case(words))
        };
        topics.0.iter().find(|(id, keys)| id == words || titled(&keys.title)).map(|(id, _)| id.to_string())
    };
    let mut found: Vec<Value> = Vec::new();
    let (mut said, mut spot) = (Vec::new(), Spot::Whole);
    document.odd.retain_mut(|odd| {
        if odd.what != markdown::TAGS {
            return true;
        }
        let mut unknown = Vec::new();
        for words in odd.words.split(", ") {
            match known(words) {
                Some(id) => {
                    spot = odd.spot.clone();
                    said.push(words.to_string());
                    if found.iter().all(|value| value.shown() != id) {
                        found.push(Value::text(&id));
                    }
                }
                None => unknown.push(words.to_string()),
            }
        }
        odd.words = unknown.join(", ");
        !odd.words.is_empty()
    });
    if !found.is_empty() {
        document.given.push(Fact { key: "topics", value: Value::List(found), words: said.join(", "), spot });
    }
}

/// The tag before `.md` of a text in a language that is not the site's first, and the language of what is said in it.
pub(super) fn language(setting: &Setting<'_>, document: &Document) -> (String, Tongue) {
    let own = if document.is_chinese() { Tongue::Chinese } else { Tongue::English };
    let mut tags = setting.archive.languages.iter();
    match tags.next() {
        Some(first) if Tongue::of(first) == own => (String::new(), own),
        _ => match tags.find(|tag| Tongue::of(tag) == own) {
            Some(tag) => (format!(".{tag}"), own),
            None => (String::new(), setting.tongue),
        },
    }
}

pub(super) fn said(setting: &Setting<'_>, english: &str, chinese: &str) -> String {
    match setting.tongue {
        Tongue::English => english.to_string(),
        Tongue::Chinese => chinese.to_string(),
    }
}

/// The name of a file, or of the folder of a bundle, without the date of a Jekyll post.
pub(super) fn stem(path: &str) -> &str {
    let mut parts = path.rsplit('/');
    let name = parts.next().unwrap_or(path);
    let stem = name.split_once('.').map_or(name, |(stem, _)| stem);
    let stem = match stem {
        "index" | "_index" => parts.next().unwrap_or(stem),
        stem => stem,
    };
    let bytes = stem.as_bytes();
    let dated = bytes.len() > 11 && bytes[..10].iter().all(|b| b.is_ascii_digit() || *b == b'-') && bytes[10] == b'-';
    if dated { &stem[11..] } else { stem }
}
