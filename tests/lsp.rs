//! What a text editor is told while a site is written: the real program, spoken to as an editor does.

#![cfg(feature = "lsp")]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "an editor opens a folder")]

#[path = "support/disk.rs"]
mod disk;
#[path = "support/program.rs"]
mod program;
mod support;

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdout, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use program::Place;
use proptest::prelude::*;
use serde_json::{Value, json};

const SITE: &str = "
-- minutebook.yaml --
title: 街道新闻
base_url: https://example.org/
topics: {roads: {title: Roads}}
series: {debriefing: {title: Debriefing}}
scales: {four: {good: Good, fair: Fair}}
-- content/meetings/a/index.md --
---
title: A
held: 2022-01-05
series: debriefing
chair: li-yi
topics: [roads]
---
See [Orchard](orchard.md#work) and [Li](../../people/li-yi.md).
-- content/meetings/a/orchard.md --
---
secretary: li-yi
organization: orchard
commitments:
  - id: lamps
    text: Mend the lamps
---
## Work
-- content/meetings/b/index.md --
---
title: B
held: 2023-01-05
series: debriefing
attachments: [list.pdf]
---
The year before: [A](../a/index.md), [its report](../a/orchard.md).
-- content/meetings/b/list.pdf --
-
-- content/meetings/b/orchard.md --
---
secretary: li-yi
organization: orchard
previous:
  - ref: a/orchard/lamps
    status: in-progress
---
-- content/people/li-yi.md --
---
name: Li Yi
roles:
  - {post: secretary, role: Secretary, organization: orchard, start: 2020}
  - {post: clerk, role: Clerk, organization: orchard, start: 2011, end: 2019}
---
-- content/organizations/orchard.md --
---
name: Orchard
---
";

/// How long it is waited for what the program has to say.
const PATIENCE: Duration = Duration::from_secs(60);

/// An editor that has a site open.
struct Editor {
    child: Child,
    from: Receiver<Value>,
    root: std::path::PathBuf,
    last: i64,
    /// What was last said of each file.
    found: BTreeMap<String, Value>,
    _place: Place,
}

impl Drop for Editor {
    fn drop(&mut self) {
        self.child.kill().and_then(|()| self.child.wait().map(|_| ())).expect("the test started it");
    }
}

impl Editor {
    fn start(text: &str) -> Editor {
        let place = program::place(text);
        let root = place.root().canonicalize().expect("it was made");
        let mut command = place.command(&["lsp", "--today", "2024-06-01"]);
        let child = command.current_dir("/").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit());
        let mut child = child.spawn().expect("the program runs");
        let mut out = BufReader::new(child.stdout.take().expect("it is piped"));
        let (tell, from) = mpsc::channel();
        thread::spawn(move || while read(&mut out).is_some_and(|message| tell.send(message).is_ok()) {});
        let mut editor = Editor { child, from, root, last: 0, found: BTreeMap::new(), _place: place };
        let uri = format!("file://{}", editor.root.display());
        editor.ask("initialize", json!({ "processId": null, "rootUri": uri, "capabilities": {} }));
        editor.tell("initialized", json!({}));
        editor
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        let to = self.child.stdin.as_mut().expect("it is piped");
        write!(to, "Content-Length: {}\r\n\r\n{text}", text.len()).and_then(|()| to.flush()).expect("it listens");
    }

    #[track_caller]
    fn receive(&mut self) -> Value {
        let message = self.from.recv_timeout(PATIENCE).expect("the program has something to say");
        if message["method"] == "textDocument/publishDiagnostics" {
            let uri = message["params"]["uri"].as_str().expect("a file").to_string();
            self.found.insert(uri, message["params"]["diagnostics"].clone());
        }
        message
    }

    fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    fn answer(&mut self, method: &str, params: Value) -> Value {
        self.last += 1;
        let id = self.last;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let message = self.receive();
            if message["id"] == id {
                return message;
            }
        }
    }

    #[track_caller]
    fn ask(&mut self, method: &str, params: Value) -> Value {
        let answer = self.answer(method, params);
        assert!(answer.get("error").is_none(), "{answer}");
        answer["result"].clone()
    }

    fn uri(&self, file: &str) -> String {
        format!("file://{}/{file}", self.root.display())
    }

    fn read(&self, file: &str) -> String {
        fs::read_to_string(self.root.join(file)).expect("it is there")
    }

    /// Opens a file with a text in which `|` is the cursor, and gives the cursor's place.
    fn write(&mut self, file: &str, text: &str) -> Value {
        let at = text.find('|').expect("a cursor");
        let line = text[..at].matches('\n').count();
        let column = text[..at].rsplit('\n').next().unwrap_or("").encode_utf16().count();
        let document =
            json!({ "uri": self.uri(file), "languageId": "markdown", "version": 1, "text": text.replacen('|', "", 1) });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
        json!({ "textDocument": { "uri": self.uri(file) }, "position": { "line": line, "character": column } })
    }

    /// What is said of a file the next time that anything is said of it.
    fn hear(&mut self, file: &str) -> Vec<String> {
        let uri = self.uri(file);
        loop {
            let message = self.receive();
            if message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == *uri {
                return lines(&message["params"]["diagnostics"]);
            }
        }
    }

    /// What may be written at the cursor of a text.
    fn offers(&mut self, file: &str, text: &str) -> Vec<String> {
        let place = self.write(file, text);
        let offers = self.ask("textDocument/completion", place);
        offers["items"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|item| item["label"].as_str().unwrap().to_string())
            .collect()
    }
}

/// The next message, if there is one.
fn read(from: &mut BufReader<ChildStdout>) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if from.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end().split_once(": ") {
            Some(("Content-Length", bytes)) => length = bytes.parse().expect("a number"),
            Some(_) => {}
            None => break,
        }
    }
    let mut bytes = vec![0; length];
    from.read_exact(&mut bytes).ok()?;
    Some(serde_json::from_slice(&bytes).expect("JSON"))
}

/// `line:column code message`, as the protocol counts.
fn lines(found: &Value) -> Vec<String> {
    let line = |one: &Value| {
        let start = &one["range"]["start"];
        let message = one["message"].as_str().unwrap().lines().next().unwrap_or_default().to_string();
        format!("{}:{} {} {message}", start["line"], start["character"], one["code"].as_str().unwrap())
    };
    found.as_array().expect("a list").iter().map(line).collect()
}

/// Changes the files of a folder as an edit says.
fn apply(edit: &Value) {
    let path = |uri: &Value| {
        let path = uri.as_str().unwrap().strip_prefix("file://").unwrap();
        std::path::PathBuf::from(&*percent_encoding::percent_decode_str(path).decode_utf8().unwrap())
    };
    for change in edit["documentChanges"].as_array().expect("changes") {
        match change["kind"].as_str() {
            Some("rename") => fs::rename(path(&change["oldUri"]), path(&change["newUri"])).expect("it can be moved"),
            Some("create") => fs::write(path(&change["uri"]), "").expect("it can be made"),
            _ => {
                let file = path(&change["textDocument"]["uri"]);
                let mut text = fs::read_to_string(&file).expect("it is there");
                let mut edits = change["edits"].as_array().expect("edits").clone();
                let place =
                    |position: &Value| (position["line"].as_u64().unwrap(), position["character"].as_u64().unwrap());
                edits.sort_by_key(|edit| std::cmp::Reverse(place(&edit["range"]["start"])));
                for edit in edits {
                    let [start, end] = ["start", "end"].map(|end| offset(&text, place(&edit["range"][end])));
                    text.replace_range(start..end, edit["newText"].as_str().unwrap());
                }
                fs::write(file, text).expect("it can be written");
            }
        }
    }
}

fn offset(text: &str, (line, column): (u64, u64)) -> usize {
    let start: usize = text.split_inclusive('\n').take(line as usize).map(str::len).sum();
    let mut units = 0;
    for (at, c) in text[start..].char_indices() {
        if units >= column {
            return start + at;
        }
        units += c.len_utf16() as u64;
    }
    text.len()
}

#[test]
fn what_is_wrong_is_told_of_a_text_that_is_not_saved() {
    let mut editor = Editor::start(SITE);
    let file = "content/meetings/a/index.md";
    editor.write(file, "---\ntitle: 😀 甲\nheld: 2022-01-05\nsummary: 主持\nchair: li-yi|\n---\n[中文😀](nobody.md)\n");
    assert_eq!(editor.hear(file), ["6:7 dead-link there is no file `nobody.md`"].map(str::to_string).to_vec());
    assert!(editor.read(file).contains("series: debriefing"), "nothing is written");
}

#[test]
fn what_an_edit_breaks_elsewhere_is_told_there_and_taken_back() {
    let mut editor = Editor::start(SITE);
    let text = editor.read("content/meetings/a/orchard.md");
    editor.write("content/meetings/a/orchard.md", &text.replace("lamps", "lights|"));
    let found = editor.hear("content/meetings/b/orchard.md");
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with("4:9 unknown-commitment"), "{found:?}");
    editor.write("content/meetings/a/orchard.md", &format!("{text}|"));
    assert_eq!(editor.hear("content/meetings/b/orchard.md"), Vec::<String>::new());
}

#[test]
fn what_is_wrong_in_the_configuration_is_told_and_taken_back() {
    let mut editor = Editor::start(SITE);
    let config = editor.read("minutebook.yaml");
    editor.write("minutebook.yaml", &format!("{config}tag_line: Minutes|\n"));
    let found = editor.hear("minutebook.yaml");
    assert_eq!(found.len(), 1);
    assert!(found[0].contains(" unknown-key "), "{found:?}");
    editor.write("minutebook.yaml", &format!("{config}tagline: Minutes|\n"));
    assert_eq!(editor.hear("minutebook.yaml"), Vec::<String>::new());
}

#[test]
fn what_an_answer_lacks_is_told_where_the_promise_was_made() {
    let mut editor = Editor::start(SITE);
    let (answer, promise) = ("content/meetings/b/orchard.md", "content/meetings/a/orchard.md");
    let text = |said: &str| {
        format!("---\nsecretary: li-yi\norganization: orchard\nprevious:\n  - {{ref: a/orchard/lamps, {said}}}|\n---\n")
    };
    editor.write(answer, &text("status: done"));
    let found = editor.hear(promise);
    assert!(found.len() == 1 && found[0].contains("done-without-evidence"), "{found:?}");
    editor.write(answer, &text("status: done, evidence: The ledger"));
    assert_eq!(editor.hear(promise), Vec::<String>::new());
    editor.write(answer, &text("status: done, note: They burn"));
    assert_eq!(editor.hear(promise), found);
}

#[test]
fn keys_words_and_ids_are_offered_while_the_text_is_broken() {
    let mut editor = Editor::start(SITE);
    let file = "content/meetings/b/index.md";
    let keys = editor.offers(file, "---\ntitle: B\nheld: 2023-01-05\nagenda: [\nch|\n---\n");
    assert!(keys.contains(&"chair".to_string()) && keys.contains(&"attachments".to_string()), "{keys:?}");
    assert!(!keys.contains(&"title".to_string()), "it is there already: {keys:?}");
    assert_eq!(editor.offers(file, "---\ntitle: B\nchair: |\n---\n"), ["li-yi"]);
    assert_eq!(editor.offers(file, "---\npresent:\n  - person: l|"), ["li-yi"]);
    assert_eq!(editor.offers(file, "---\nplace: {na|"), ["name", "room", "address"]);
    assert_eq!(editor.offers(file, "---\nstatus: h|\n---\n"), ["scheduled", "held", "cancelled", "postponed"]);
    assert_eq!(editor.offers(file, "---\norganizer: o|\n---\n"), ["orchard"]);
    assert_eq!(editor.offers(file, "---\nseries: |\ntopics: []\n---\n"), ["debriefing"]);
    assert_eq!(editor.offers(file, "---\ntopics: [r|]\n---\n"), ["roads"]);
    assert_eq!(editor.offers(file, "---\nattachments:\n  - file: l|\n---\n"), ["list.pdf"]);
    assert_eq!(editor.offers(file, "---\nminutes: {adopted_at: |}\n---\n"), ["a", "b"]);
    let report = "content/meetings/b/orchard.md";
    assert_eq!(editor.offers(report, "---\nprevious:\n  - ref: a|\n---\n"), ["a/orchard/lamps"]);
    assert_eq!(editor.offers(report, "---\ngrade: |\n---\n"), ["good", "fair"]);
    let links = editor.offers(file, "---\ntitle: B\nheld: 2023-01-05\n---\n甲[A](../a/|)\n");
    assert!(links.contains(&"../a/orchard.md".to_string()) && links.contains(&"list.pdf".to_string()), "{links:?}");
    let anchors = editor.offers(file, "---\ntitle: B\nheld: 2023-01-05\n---\n甲[A](../a/orchard.md#|)\n");
    assert!(anchors.contains(&"work".to_string()) && anchors.contains(&"commitments".to_string()), "{anchors:?}");
}

#[test]
fn an_id_shows_its_record_and_leads_there() {
    let mut editor = Editor::start(SITE);
    let file = "content/meetings/a/index.md";
    let text = editor.read(file).replace("chair: li", "chair: l|i");
    let place = editor.write(file, &text);
    let card = editor.ask("textDocument/hover", place.clone());
    let card = card["contents"]["value"].as_str().expect("a card");
    for words in ["Li Yi", "Secretary, Orchard (2020–)", "2023-01-05"] {
        assert!(card.contains(words), "{words} in {card}");
    }
    assert!(!card.contains("Clerk"), "an office of another day: {card}");
    let place = editor.ask("textDocument/definition", place);
    assert_eq!(place["uri"], editor.uri("content/people/li-yi.md"));
    let orchard = "content/organizations/orchard.md";
    let text = format!("{}[Li](/people/li-yi.m|d)\n", editor.read(orchard));
    let place = editor.write(orchard, &text);
    let card = editor.ask("textDocument/hover", place);
    let card = card["contents"]["value"].as_str().expect("a card");
    assert!(card.contains("Secretary, Orchard (2020–)") && card.contains("Clerk, Orchard (2011–2019)"), "{card}");
    let place = editor.write(file, &editor.read(file).replace("[roads]", "[ro|ads]"));
    let place = editor.ask("textDocument/definition", place);
    assert_eq!((&place["uri"], &place["range"]["start"]["line"]), (&json!(editor.uri("minutebook.yaml")), &json!(2)));
    let report = "content/meetings/b/orchard.md";
    let place = editor.write(report, &editor.read(report).replace("a/orchard/la", "a/orchard/la|"));
    let card = editor.ask("textDocument/hover", place.clone());
    assert!(card["contents"]["value"].as_str().unwrap().contains("Mend the lamps"), "{card}");
    let place = editor.ask("textDocument/definition", place);
    assert_eq!(
        (&place["uri"], &place["range"]["start"]["line"]),
        (&json!(editor.uri("content/meetings/a/orchard.md")), &json!(4))
    );
}

#[test]
fn every_place_that_names_a_thing_is_found() {
    let mut editor = Editor::start(SITE);
    let file = "content/people/li-yi.md";
    let mut place = editor.write(file, &editor.read(file).replace("Li Yi", "Li| Yi"));
    place["context"] = json!({ "includeDeclaration": false });
    let found = editor.ask("textDocument/references", place);
    let mut found: Vec<String> = found
        .as_array()
        .expect("a list")
        .iter()
        .map(|at| {
            format!(
                "{}:{}",
                at["uri"].as_str().unwrap().rsplit("content/").next().unwrap(),
                at["range"]["start"]["line"]
            )
        })
        .collect();
    found.sort();
    assert_eq!(
        found,
        ["meetings/a/index.md:4", "meetings/a/index.md:7", "meetings/a/orchard.md:1", "meetings/b/orchard.md:1"]
    );
}

/// Renames what stands at the cursor, and checks the site that comes of it.
fn renamed(file: &str, find: &str, cursor: &str, name: &str) -> Editor {
    let mut editor = Editor::start(SITE);
    let text = editor.read(file);
    assert!(text.contains(find));
    let mut place = editor.write(file, &text.replacen(find, cursor, 1));
    place["newName"] = json!(name);
    let edit = editor.ask("textDocument/rename", place);
    apply(&edit);
    editor._place.run(&["check", "--strict"]).ended(0);
    editor
}

#[test]
fn a_new_name_goes_everywhere_and_the_old_address_stays() {
    let editor = renamed("content/meetings/a/index.md", "chair: li-yi", "chair: li|-yi", "李义");
    assert!(editor.read("content/people/李义.md").contains("aliases: [/people/li-yi/]"));
    assert!(editor.read("content/meetings/a/index.md").contains("[Li](../../people/李义.md)"));
    let editor = renamed("content/meetings/b/index.md", "title: B", "title: B|", "c");
    assert!(editor.read("content/meetings/c/index.md").contains("aliases: [/meetings/b/]"));
    let editor = renamed("content/meetings/a/index.md", "title: A", "title: A|", "z");
    assert!(editor.read("content/meetings/z/orchard.md").contains("aliases: [/meetings/a/orchard/]"));
    assert!(editor.read("content/meetings/b/orchard.md").contains("ref: z/orchard/lamps"));
    assert!(editor.read("content/meetings/b/index.md").contains("[A](../z/index.md), [its report](../z/orchard.md)"));
    let editor = renamed("content/meetings/a/orchard.md", "## Work", "## Wo|rk", "garden");
    assert!(editor.read("content/meetings/b/orchard.md").contains("ref: a/garden/lamps"));
    assert!(editor.read("content/meetings/a/index.md").contains("[Orchard](garden.md#work)"));
    let editor = renamed("content/meetings/a/orchard.md", "id: lamps", "id: la|mps", "lights");
    assert!(editor.read("content/meetings/b/orchard.md").contains("ref: a/orchard/lights"));
    let editor = renamed("content/meetings/a/index.md", "[roads]", "[ro|ads]", "streets");
    assert!(editor.read("minutebook.yaml").contains("topics: {streets: {title: Roads}}"));
}

#[test]
fn a_name_that_is_taken_or_no_id_is_refused() {
    let mut editor = Editor::start(SITE);
    let file = "content/meetings/a/index.md";
    for (name, why) in [("b", "already"), ("Not An Id", "cannot be an id")] {
        let mut place = editor.write(file, &editor.read(file).replace("title: A", "title: A|"));
        place["newName"] = json!(name);
        let answer = editor.answer("textDocument/rename", place);
        assert!(answer["error"]["message"].as_str().expect("an error").contains(why), "{answer}");
    }
}

#[test]
fn what_is_misspelt_is_mended_and_who_is_missing_is_made() {
    let mut editor = Editor::start(SITE);
    let file = "content/meetings/a/index.md";
    for (wrong, titles) in [
        ("chair: li-yy", vec!["Write `li-yi`", "Make content/people/li-yy.md"]),
        ("chair: wang-wu", vec!["Make content/people/wang-wu.md"]),
        ("chiar: li-yi", vec!["Write `chair`"]),
    ] {
        editor.write(file, &editor.read(file).replace("chair: li-yi", &format!("{wrong}|")));
        editor.hear(file);
        let line = json!({ "start": { "line": 4, "character": 1 }, "end": { "line": 4, "character": 8 } });
        let params =
            json!({ "textDocument": { "uri": editor.uri(file) }, "range": line, "context": { "diagnostics": [] } });
        let fixes = editor.ask("textDocument/codeAction", params);
        let found: Vec<&str> = fixes.as_array().unwrap().iter().map(|fix| fix["title"].as_str().unwrap()).collect();
        assert_eq!(found, titles);
    }
}

#[test]
fn headings_are_the_outline() {
    let mut editor = Editor::start(SITE);
    let file = "content/meetings/a/orchard.md";
    let text = editor.read(file);
    editor.write(file, &format!("{text}\n### Lamps\n\n## 下一步|\n"));
    let params = json!({ "textDocument": { "uri": editor.uri(file) } });
    let symbols = editor.ask("textDocument/documentSymbol", params);
    let names: Vec<&str> = symbols.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Work", "Lamps", "下一步"]);
}

#[test]
fn the_conversation_ends_as_it_should() {
    let mut editor = Editor::start(SITE);
    editor.ask("shutdown", Value::Null);
    editor.tell("exit", Value::Null);
    assert!(editor.child.wait().expect("it ends").success());
}

/// The titles of what is offered for the whole of a file, and what each does.
fn actions(editor: &mut Editor, file: &str) -> BTreeMap<String, Value> {
    let end = json!({ "line": 99, "character": 0 });
    let range = json!({ "start": { "line": 0, "character": 0 }, "end": end });
    let uri = editor.uri(file);
    let actions = editor.ask(
        "textDocument/codeAction",
        json!({ "textDocument": { "uri": uri }, "range": range, "context": { "diagnostics": [] } }),
    );
    let actions = actions.as_array().expect("a list").iter();
    actions.map(|action| (action["title"].as_str().unwrap().to_string(), action.clone())).collect()
}

/// Gives an edit of one file the form in which `apply` reads edits.
fn of_document(editor: &Editor, file: &str, edits: &Value) -> Value {
    json!({ "documentChanges": [{ "textDocument": { "uri": editor.uri(file) }, "edits": edits }] })
}

#[test]
fn what_is_missing_is_added_where_it_belongs() {
    let mut editor = Editor::start(&format!(
        "{SITE}-- content/meetings/c/index.md --
---
# A note.
held: 2024-01-05
agenda:
  - title: Lamps
draft: true
---
-- content/news/empty.md --
---
---
"
    ));
    let file = "content/meetings/c/index.md";
    let found = actions(&mut editor, file);
    assert_eq!(found.keys().collect::<Vec<_>>(), ["Add `title`"]);
    let uri = editor.uri(file);
    apply(&of_document(&editor, file, &found["Add `title`"]["edit"]["changes"][&uri]));
    assert!(editor.read(file).starts_with("---\ntitle: \n# A note.\nheld:"));
    let file = "content/news/empty.md";
    let found = actions(&mut editor, file);
    assert_eq!(found.keys().collect::<Vec<_>>(), ["Add `published`", "Add `title`"]);
}

#[test]
fn what_is_missing_from_a_group_is_added_to_it() {
    let mut editor = Editor::start(&format!(
        "{SITE}-- content/meetings/b/mill.md --
---
secretary: li-yi
organization: orchard
commitments:
  - id: road
    due: 2029
previous:
- {{ref: a/orchard/lamps}}
---
"
    ));
    let file = "content/meetings/b/mill.md";
    let found = actions(&mut editor, file);
    let uri = editor.uri(file);
    // From below, so that each place is still where it was.
    for key in ["status", "text"] {
        let fix = found.get(&format!("Add `{key}`")).unwrap_or_else(|| panic!("{key} in {:?}", found.keys()));
        apply(&of_document(&editor, file, &fix["edit"]["changes"][&uri]));
    }
    let report = editor.read(file);
    assert!(report.contains("commitments:\n  - text: \n    id: road\n    due: 2029\n"), "{report}");
    assert!(report.contains("previous:\n- {status: \"\", ref: a/orchard/lamps}\n"), "{report}");
}

#[test]
fn a_report_that_is_missing_is_begun() {
    let config = "series: {debriefing: {title: Debriefing, reports_from: {kind: village, post: secretary}}}";
    let site = SITE
        .replace("series: {debriefing: {title: Debriefing}}", config)
        .replace("name: Orchard\n", "name: Orchard\nkind: village\n");
    let site =
        format!("{site}-- content/meetings/c/index.md --\n---\ntitle: C\nheld: 2024-01-05\nseries: debriefing\n---\n");
    let mut editor = Editor::start(&site);
    let found = actions(&mut editor, "content/meetings/c/index.md");
    let fix = &found["Make content/meetings/c/orchard.md"];
    apply(&fix["edit"]);
    let report = editor.read("content/meetings/c/orchard.md");
    assert!(report.starts_with("---\nsecretary: li-yi\norganization: orchard\norder: 1\n"), "{report}");
    // What was promised is there to be answered.
    assert!(report.contains("#   - ref: a/orchard/lamps\n"), "{report}");
}

#[test]
fn a_file_is_put_into_form_and_its_text_is_not_touched() {
    let mut editor = Editor::start(SITE);
    let file = "content/people/li-yi.md";
    let text = "---\nsample:   true # 示例 😀\n姓名: '李一'\n---\n# 正  文\n";
    let at = editor.write(file, &format!("{text}|"));
    let options = json!({ "tabSize": 4, "insertSpaces": true });
    let params = json!({ "textDocument": at["textDocument"], "options": options });
    let edits = editor.ask("textDocument/formatting", params.clone());
    assert_eq!(edits[0]["range"]["end"], json!({ "line": 4, "character": 0 }));
    fs::write(editor.root.join(file), text).unwrap();
    apply(&of_document(&editor, file, &edits));
    assert_eq!(editor.read(file), "---\n姓名: 李一\nsample: true  # 示例 😀\n---\n# 正  文\n");
    // What has errors, and what is in form, stays.
    for text in ["---\nnam: [\n---\n|", "---\nname: Li\n---\n|"] {
        editor.write(file, text);
        assert_eq!(editor.ask("textDocument/formatting", params.clone()), json!([]), "{text}");
    }
}

#[test]
fn an_old_encoding_is_converted() {
    let mut editor = Editor::start(SITE);
    let file = "content/people/old.md";
    let (old, ..) = encoding_rs::GB18030.encode("---\n姓名: 陈宁\n---\n正文\n");
    fs::write(editor.root.join(file), &old).unwrap();
    // As an editor shows it that takes it for UTF-8, and as one does that knows better: it is to be converted still.
    let mut command = Value::Null;
    for shown in [&String::from_utf8_lossy(&old), "---\n姓名: 陈宁\n---\n正文\n"] {
        let place = editor.write(file, &format!("{shown}|"));
        let found = editor.hear(file);
        assert!(found.iter().any(|found| found.contains("not-utf-8")), "{found:?}");
        assert!(!found.iter().any(|found| found.contains("mojibake")), "{found:?}");
        command = actions(&mut editor, file)["Convert the file to UTF-8"]["command"].clone();
        editor.tell("textDocument/didClose", json!({ "textDocument": place["textDocument"] }));
    }
    editor.ask("workspace/executeCommand", json!({ "command": command["command"], "arguments": command["arguments"] }));
    assert_eq!(editor.read(file), "---\n姓名: 陈宁\n---\n正文\n");
    let answer = editor.answer("workspace/executeCommand", json!({ "command": "rm", "arguments": [] }));
    assert_eq!(answer["error"]["message"], "this command is not known here");
}

#[test]
fn what_is_wrong_in_a_text_alone_is_said_before_the_site_is_looked_at() {
    let mut editor = Editor::start(SITE);
    let file = "content/people/li-yi.md";
    let at = editor.write(file, "---\nname: Li\n---\n|");
    let text = "---\nnmae: Li\n---\n";
    let changed = json!({ "textDocument": at["textDocument"], "contentChanges": [{ "text": text }] });
    editor.tell("textDocument/didChange", changed);
    let first = editor.hear(file);
    assert_eq!(first, ["1:0 unknown-key there is no key `nmae` here"].map(str::to_string));
}

#[test]
fn a_chinese_site_is_helped_in_chinese() {
    let mut editor = Editor::start(&SITE.replace("title: 街道新闻\n", "title: 街道新闻\nlanguage: zh-Hans\n"));
    let place = editor.write("content/meetings/b/index.md", "---\n标题: B\n日期: 2023-01-05\n主|\n---\n");
    let offers = editor.ask("textDocument/completion", place);
    let about = |label: &str| {
        let item = offers["items"].as_array().unwrap().iter().find(|item| item["label"] == label);
        item.map(|item| item["detail"].as_str().unwrap().to_string())
    };
    assert_eq!(about("主持").as_deref(), Some("chair: 谁主持。"));
    assert_eq!(about("标题"), None, "it is there already");
    let place = editor.write("content/meetings/b/index.md", "---\n标题: B\n日|期: 2023-01-05\n---\n");
    let card = editor.ask("textDocument/hover", place);
    assert_eq!(card["contents"]["value"], "**held · 日期**\n\n开会的日期。");
}

/// Texts of a site, each a file with what is put in the place of something in it.
const TEXTS: [(&str, &str, &str); 20] = [
    ("content/meetings/a/index.md", "", ""),
    ("content/meetings/a/index.md", "orchard.md#work", "orchard.md"),
    ("content/meetings/a/index.md", "li-yi.md", "nobody.md"),
    ("content/meetings/a/index.md", "chair: li-yi", "chair: li-yii"),
    ("content/meetings/a/index.md", "[roads]", "[roads, rivers]"),
    ("content/meetings/a/orchard.md", "", ""),
    ("content/meetings/a/orchard.md", "## Work", "## Works"),
    ("content/meetings/a/orchard.md", "id: lamps", "id: lights"),
    ("content/meetings/a/orchard.md", "text: Mend", "due: 2023-05-01\n    text: Mend"),
    ("content/meetings/a/orchard.md", "secretary:", "secretery:"),
    ("content/meetings/b/orchard.md", "", ""),
    ("content/meetings/b/orchard.md", "in-progress", "done"),
    ("content/meetings/b/orchard.md", "orchard/lamps", "orchard/lights"),
    ("content/meetings/b/orchard.md", "previous:", "previous: ["),
    ("content/people/li-yi.md", "", ""),
    ("content/people/li-yi.md", "Li Yi", "Li Er"),
    ("content/people/li-yi.md", "start: 2020", "start: 2023"),
    ("content/people/li-yi.md", "name:", "nmae:"),
    ("minutebook.yaml", "", ""),
    ("minutebook.yaml", "title: Roads", "titel: Roads"),
];

/// What is wrong in each file of which anything is said.
fn wrong(editor: &Editor) -> BTreeMap<String, Vec<String>> {
    let of_file = |(uri, found): (&String, &Value)| {
        let mut found = lines(found);
        found.sort();
        Some((uri.rsplit_once("/site/")?.1.to_string(), found))
    };
    editor.found.iter().filter_map(of_file).filter(|(_, found)| !found.is_empty()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_was_written_one_after_the_other_is_told_as_of_all_at_once(
        history in proptest::collection::vec(proptest::sample::select(&TEXTS[..]), 1..8)
    ) {
        let mut editor = Editor::start(SITE);
        let mut open = BTreeMap::new();
        for (file, from, to) in history {
            let text = format!("{}|", editor.read(file).replace(from, to));
            editor.write(file, &text);
            open.insert(file, text);
            let mut other = Editor::start(SITE);
            let places: Vec<Value> = open.iter().map(|(file, text)| other.write(file, text)).collect();
            // Whoever asks first is answered when all has been looked at.
            other.ask("textDocument/hover", places[0].clone());
            let whole = wrong(&other);
            while wrong(&editor) != whole {
                editor.receive();
            }
        }
    }
}

#[test]
fn a_text_with_an_error_is_looked_at_alone() {
    let mut editor = Editor::start(SITE);
    let (file, other) = ("content/meetings/a/index.md", "content/people/li-yi.md");
    let place = editor.write(file, &format!("{}|", editor.read(file)));
    editor.ask("textDocument/hover", place);
    // Of this nobody tells; who looks at all files finds it.
    fs::write(editor.root.join("content/meetings/b/orchard.md"), "---\nsecretary: nobody\n---\n").unwrap();
    for link in ["dead1.md", "dead2.md", "../../people/li-yi.md#none"] {
        editor.write(file, &format!("{}\n[x]({link})|", editor.read(file)));
        assert_eq!(editor.hear(file).len(), 1, "{link}");
    }
    editor.write(other, &editor.read(other).replace("Li Yi", "Li| Er"));
    editor.write(file, &format!("{}|", editor.read(file)));
    assert_eq!(editor.hear(file), Vec::<String>::new());
    assert_eq!(wrong(&editor), BTreeMap::new(), "all files were looked at");
    editor.tell("textDocument/didSave", json!({ "textDocument": { "uri": editor.uri(file) } }));
    assert_eq!(editor.hear("content/meetings/b/orchard.md").len(), 1);
}
