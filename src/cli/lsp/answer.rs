//! What an editor asks -> what it is answered.

use rayon::prelude::*;
use serde_json::{Map, Value, json};

use super::words::Lines;
use super::{Desk, fix, text_in};
use crate::assist::{Mention, Offer, OfferKind, Open, Thing, mentions, rename};
use crate::diag::Place;
use crate::markdown;
use crate::parse::{body_start, formatted, identify, locate};
use crate::span::{SourcePath, Span};

/// The answer to a request; nothing where its method is not known.
///
/// # Errors
/// A request that cannot be fulfilled, in words.
pub fn answer(desk: &Desk, method: &str, params: &Value) -> Result<Option<Value>, String> {
    let Some(look) = &desk.look else { return Err("the site cannot be read".to_string()) };
    if method == "workspace/executeCommand" {
        return fix::execute(desk, params).map(Some);
    }
    let file = params["textDocument"]["uri"].as_str().and_then(|uri| desk.file_of(uri));
    let Some(file) = file else {
        return Ok(method.starts_with("textDocument/").then_some(Value::Null));
    };
    let text = desk.text(&file);
    let lines = Lines::of(&text);
    let offset = lines.offset(&params["position"]).unwrap_or_default();
    let open = Open { archive: &look.site.archive, sources: &look.sources, file: &file, text: &text };
    let asked = || open.at(offset).map(|mention| mention.thing).or_else(|| open.own());
    Ok(Some(match method {
        "textDocument/completion" => {
            let (span, offers) = open.offers(offset);
            let range = lines.range(span);
            json!({ "isIncomplete": false, "items": offers.iter().map(|offer| item(offer, &range)).collect::<Vec<_>>() })
        }
        "textDocument/hover" => match open.at(offset).and_then(|at| Some((at.span, open.card(&at.thing)?))) {
            Some((span, card)) => {
                json!({ "range": lines.range(span), "contents": { "kind": "markdown", "value": card } })
            }
            None => match open.key_at(offset) {
                Some((span, about)) => {
                    json!({ "range": lines.range(span), "contents": { "kind": "markdown", "value": about } })
                }
                None => Value::Null,
            },
        },
        "textDocument/definition" => {
            let place = open.at(offset).and_then(|at| open.place_of(&at.thing));
            place.map_or(Value::Null, |place| location(desk, &place))
        }
        "textDocument/references" => {
            let thing = asked().ok_or("there is no id here")?;
            let mut all: Vec<Value> = Vec::new();
            if params["context"]["includeDeclaration"].as_bool() == Some(true) {
                all.extend(open.place_of(&thing).map(|place| location(desk, &place)));
            }
            each_mention(desk, thing.word(), |file, lines, mention| {
                if mention.thing == thing {
                    all.push(json!({ "uri": desk.uri_of(file), "range": lines.range(mention.span) }));
                }
            });
            all.into()
        }
        "textDocument/documentSymbol" => symbols(&file, &text, &lines),
        "textDocument/prepareRename" => match open.at(offset).filter(|at| open.place_of(&at.thing).is_some()) {
            Some(at) => {
                let word = rename::word_of(&at.thing, &text[at.span.start..at.span.end]);
                let start =
                    text[at.span.start..at.span.end].find(&word).map_or(at.span.start, |start| at.span.start + start);
                json!({ "range": lines.range(Span::new(start, start + word.len())), "placeholder": word })
            }
            None => Value::Null,
        },
        "textDocument/rename" => {
            let thing = asked().filter(|thing| open.place_of(thing).is_some()).ok_or("there is no id here")?;
            let name = params["newName"].as_str().unwrap_or_default();
            rename(desk, &open, &thing, name)?
        }
        "textDocument/codeAction" => {
            let range = &params["range"];
            let (start, end) = (lines.offset(&range["start"]).unwrap_or(0), lines.offset(&range["end"]).unwrap_or(0));
            let found = desk.found_in(&file);
            let here = found.iter().filter_map(|found| {
                let span = locate(&found.place, &text);
                (span.start <= end && start <= span.end).then(|| fix::fixes(desk, &open, found, span))
            });
            here.flatten().collect::<Vec<_>>().into()
        }
        "textDocument/formatting" => formatting(&file, &text, &lines),
        _ => return Ok(None),
    }))
}

fn item(offer: &Offer, range: &Value) -> Value {
    // As the protocol numbers them: property, value, reference, file.
    let kind = match offer.kind {
        OfferKind::Key => 10,
        OfferKind::Word => 12,
        OfferKind::Reference => 18,
        OfferKind::File => 17,
    };
    let label = offer.text.trim_end_matches([' ', ':']);
    let mut item = json!({
        "label": label, "kind": kind, "textEdit": { "range": range, "newText": offer.text },
        // Who types a name means the id.
        "filterText": if offer.kind == OfferKind::Reference { format!("{label} {}", offer.detail) } else { label.to_string() },
    });
    if !offer.detail.is_empty() {
        item["detail"] = offer.detail.as_str().into();
    }
    item
}

fn location(desk: &Desk, place: &Place) -> Value {
    let text = desk.text(&place.file);
    json!({ "uri": desk.uri_of(&place.file), "range": Lines::of(&text).range(locate(place, &text)) })
}

/// Looks through every text of the site that may name a thing called `word`.
fn each_mention(desk: &Desk, word: &str, mut see: impl FnMut(&SourcePath, &Lines<'_>, &Mention)) {
    let Some(look) = &desk.look else { return };
    let is_text = |path: &&SourcePath| {
        path.as_str() == crate::config::FILE || path.as_str().starts_with("content/") && path.name().ends_with(".md")
    };
    let texts: Vec<&SourcePath> = look.sources.files.iter().map(|file| &file.path).filter(is_text).collect();
    let overlay = &desk.overlay;
    let read = |file| {
        let text = text_in(overlay, file);
        // Letters may be written as marks for them, and from within a folder its own name is not needed.
        let may_name = text.contains(word) || text.contains(['%', '\\', '&']) || file.as_str().contains(word);
        let found = if may_name { mentions(file, &text) } else { Vec::new() };
        (!found.is_empty()).then_some((file, text, found))
    };
    let found: Vec<_> = texts.into_par_iter().filter_map(read).collect();
    for (file, text, mentions) in &found {
        let lines = Lines::of(text);
        mentions.iter().for_each(|mention| see(file, &lines, mention));
    }
}

/// The edit that puts front matter into its form; none where it is in form, or cannot be read.
fn formatting(file: &SourcePath, text: &str, lines: &Lines<'_>) -> Value {
    let form = identify(file).ok().and_then(|identity| formatted(identity.kind, text).ok());
    match form.filter(|form| form != text) {
        Some(form) => {
            // The text below stays, and with it whatever the editor has marked in it.
            let (old, new) = (body_start(text), body_start(&form));
            json!([{ "range": lines.range(Span::new(0, old)), "newText": form[..new] }])
        }
        None => json!([]),
    }
}

/// The headings of a text, each within the one above it.
fn symbols(file: &SourcePath, text: &str, lines: &Lines<'_>) -> Value {
    if !file.as_str().ends_with(".md") {
        return Value::Array(Vec::new());
    }
    let body = body_start(text);
    let headings = markdown::facts(&text[body..], &[]).headings;
    let ends = |place: usize| {
        let level = headings[place].level;
        let next = headings[place + 1..].iter().find(|other| other.level <= level);
        next.map_or(text.len(), |next| next.span.start + body)
    };
    let symbol = |(place, heading): (usize, &markdown::Heading)| {
        let own = heading.span.shifted(body);
        json!({
            "name": heading.words, "kind": 15, "range": lines.range(Span::new(own.start, ends(place))),
            "selectionRange": lines.range(own), "children": [],
        })
    };
    headings.iter().enumerate().map(symbol).collect::<Vec<_>>().into()
}

/// The edit that gives a thing another name everywhere.
fn rename(desk: &Desk, open: &Open<'_>, thing: &Thing, name: &str) -> Result<Value, String> {
    let plan = rename::plan(open, thing, name)?;
    let mut edits: Map<String, Value> = Map::new();
    let mut put = |file: &SourcePath, range: Value, text: String| {
        let list = edits.entry(desk.uri_of(file)).or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(list) = list {
            list.push(json!({ "range": range, "newText": text }));
        }
    };
    each_mention(desk, thing.word(), |file, lines, mention| {
        let text = desk.text(file);
        let word = &text[mention.span.start..mention.span.end];
        if let Some(fresh) = plan.fresh(mention, word) {
            put(file, lines.range(mention.span), fresh);
        }
    });
    if let Some((file, key, id)) = &plan.config {
        let text = desk.text(file);
        if let Some(span) = rename::key_in(&text, key, id) {
            put(file, Lines::of(&text).range(span), name.to_string());
        }
    }
    for (file, alias) in &plan.aliases {
        let text = desk.text(file);
        let (at, line) = rename::alias_line(&text, alias, open.tongue());
        put(file, Lines::of(&text).range(Span::new(at, at)), line);
    }
    let mut changes: Vec<Value> = edits
        .into_iter()
        .map(|(uri, edits)| json!({ "textDocument": { "uri": uri, "version": null }, "edits": edits }))
        .collect();
    // Files move last, so that what is said of them above still holds.
    let moves = plan.moves.iter().map(|(from, to)| {
        json!({ "kind": "rename", "oldUri": desk.uri_of(from), "newUri": desk.uri_of(to), "options": { "overwrite": false } })
    });
    changes.extend(moves);
    Ok(json!({ "documentChanges": changes }))
}
