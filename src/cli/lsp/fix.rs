//! What is wrong -> how it can be mended with one key.

use serde_json::{Value, json};

use super::Desk;
use super::words::{self, Lines};
use crate::assist::Open;
use crate::cli::fmt;
use crate::diag::{Check, Diagnostic};
use crate::edit::report::Occasion;
use crate::edit::{NewFile, Tongue};
use crate::parse::{Kind, identify, problem_with_id};
use crate::span::{SourcePath, Span};
use crate::yaml::Key;

/// The command that writes a file anew as UTF-8.
pub const TO_UTF8: &str = "minutebook.toUtf8";

/// The mends of one finding, which concerns the bytes of `span`.
pub fn fixes(desk: &Desk, open: &Open<'_>, found: &Diagnostic, span: Span) -> Vec<Value> {
    let lines = Lines::of(open.text);
    let diagnostic = words::diagnostic(found, lines.range(span));
    let mut fixes = Vec::new();
    let mut offer = |title: String, what: &str, how: Value| {
        let mut fix = json!({ "title": title, "kind": "quickfix", "diagnostics": [diagnostic] });
        fix[what] = how;
        fixes.push(fix);
    };
    if let Some(word) = word_in_help(found) {
        let edit = json!({ "changes": { desk.uri_of(open.file): [{ "range": lines.range(span), "newText": word }] } });
        offer(format!("Write `{word}`"), "edit", edit);
    }
    // The message names what is missing.
    let named = found.message.split('`').nth(1).unwrap_or_default();
    match found.check {
        Check::UnknownPerson => {
            let file = new_file(Kind::Person, "people", named);
            file.into_iter().for_each(|file| offer(format!("Make {}", file.path), "edit", made(desk, &file)));
        }
        Check::UnknownOrganization => {
            let file = new_file(Kind::Organization, "organizations", named);
            file.into_iter().for_each(|file| offer(format!("Make {}", file.path), "edit", made(desk, &file)));
        }
        Check::MissingReport => {
            let file = report(open, named);
            file.into_iter().for_each(|file| offer(format!("Make {}", file.path), "edit", made(desk, &file)));
        }
        Check::MissingKey => {
            if let Some((at, line)) = missing_key(open, named, span.start) {
                let range = lines.range(Span::new(at, at));
                let edit = json!({ "changes": { desk.uri_of(open.file): [{ "range": range, "newText": line }] } });
                offer(format!("Add `{}`", line.split(':').next().unwrap_or_default()), "edit", edit);
            }
        }
        Check::NotUtf8 => {
            let command =
                json!({ "title": "Convert to UTF-8", "command": TO_UTF8, "arguments": [desk.uri_of(open.file)] });
            offer("Convert the file to UTF-8".to_string(), "command", command);
        }
        _ => {}
    }
    fixes
}

/// The word that was probably meant.
fn word_in_help(found: &Diagnostic) -> Option<&str> {
    let help = found.help.as_deref()?;
    let word = ["did you mean `", "write `"].iter().find_map(|begin| {
        let rest = help.strip_prefix(begin)?;
        Some(&rest[..rest.find('`')?])
    });
    word.filter(|word| !word.contains([':', '…', ' ']))
}

fn new_file(kind: Kind, folder: &str, id: &str) -> Option<NewFile> {
    let path = SourcePath::new(format!("content/{folder}/{id}.md"));
    problem_with_id(kind, id).is_none().then(|| NewFile::of_text(path, format!("---\nname: {id}\n---\n")))
}

/// The stub of the report that an organization has not filed.
fn report(open: &Open<'_>, organization: &str) -> Option<NewFile> {
    let archive = open.archive;
    let meeting = archive.meetings.find(&identify(open.file).ok()?.id)?;
    let organization = archive.organizations.find(organization)?;
    let order = archive.expected_at(meeting).iter().position(|expected| *expected == organization);
    Some(Occasion::of(archive, meeting).report(organization, order.map(|order| order + 1)))
}

/// A file that is made, as an edit.
fn made(desk: &Desk, file: &NewFile) -> Value {
    let uri = desk.uri_of(&file.path);
    let start = json!({ "line": 0, "character": 0 });
    let edit = json!({ "range": { "start": start, "end": start }, "newText": String::from_utf8_lossy(&file.bytes) });
    json!({ "documentChanges": [
        { "kind": "create", "uri": uri, "options": { "ignoreIfExists": true } },
        { "textDocument": { "uri": uri, "version": null }, "edits": [edit] },
    ] })
}

/// What adds a key that is missing from the group which begins at byte `start`, and where it goes.
fn missing_key(open: &Open<'_>, name: &str, start: usize) -> Option<(usize, String)> {
    let is_flow = open.text[start..].starts_with('{');
    let group = open.group_at(start + usize::from(is_flow))?;
    let place = group.keys.iter().position(|key| key.name == name && key.required)?;
    let key = &group.keys[place];
    let word = match open.tongue() {
        Tongue::English => key.name,
        Tongue::Chinese => key.aliases.first().unwrap_or(&key.name),
    };
    if is_flow {
        let is_empty = open.text[start + 1..].trim_start().starts_with('}');
        return Some((start + 1, format!("{word}: \"\"{}", if is_empty { "" } else { ", " })));
    }
    if group.is_record {
        return Some((below_keys(open.text, &group.keys[..place])?, format!("{word}: \n")));
    }
    // Above the first key of the group, whatever stands below that.
    let line = open.text[..start].rfind('\n').map_or(0, |at| at + 1);
    Some((start, format!("{word}: \n{}", " ".repeat(start - line))))
}

/// Where the line of a record's key goes: below the last of the keys that come before it.
fn below_keys(text: &str, before: &[Key]) -> Option<usize> {
    let fence = text.find('\n')? + 1;
    let (mut at, mut offset, mut is_before) = (fence, fence, false);
    for line in text[fence..].split_inclusive('\n') {
        if line.trim_end() == "---" {
            break;
        }
        if !line.starts_with([' ', '-', '#']) {
            let own = line.split(':').next().unwrap_or_default().trim_end();
            is_before = before.iter().any(|key| key.is_called(own));
        }
        offset += line.len();
        if is_before {
            at = offset;
        }
    }
    Some(at)
}

/// Does what a command says.
///
/// # Errors
/// A file that cannot be written, in words.
pub fn execute(desk: &Desk, params: &Value) -> Result<Value, String> {
    if params["command"].as_str() != Some(TO_UTF8) {
        return Err("this command is not known here".to_string());
    }
    let file = params["arguments"][0].as_str().and_then(|uri| desk.file_of(uri)).ok_or("no file of the site")?;
    let path = desk.root.join(file.as_str());
    fmt::to_utf8(&path).map(|()| Value::Null).map_err(|error| format!("{file}: {error}"))
}
