//! `lsp`: what an editor offers while a site is written, in the words of the Language Server
//! Protocol 3.17 (microsoft.github.io/language-server-protocol), on standard input and output.

mod answer;
mod words;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use lsp_server::{Connection, ErrorCode, Message, Notification, Request, Response};
use serde_json::{Value, json};

use super::args::Global;
use super::{Place, Stop, now, place, site_above, whole};
use crate::build::{self, Site, With};
use crate::diag::Diagnostic;
use crate::parse::{decode, locate};
use crate::publish::documents::Documents;
use crate::source::{self, Overlay, Read, SourceSet, Stamp};
use crate::span::SourcePath;

/// How long somebody pauses between two words: what is written is looked at then.
const PAUSE: Duration = Duration::from_millis(50);

/// Speaks with an editor until it ends the conversation.
pub fn run(global: &Global) -> Result<(), Stop> {
    let (connection, threads) = Connection::stdio();
    let broken = |error: lsp_server::ProtocolError| Stop::machine(format!("the editor: {error}"));
    let asked = connection.initialize(capabilities()).map_err(broken)?;
    let root = global.root.clone().or_else(|| site_above(&folder_of(&asked)?));
    let place = place(&Global { root, ..global.clone() })?;
    let root = std::path::absolute(&place.disk.root).unwrap_or_else(|_| place.disk.root.clone());
    let root = root.canonicalize().unwrap_or(root);
    let mut desk = Desk {
        documents: Documents::open(&place.disk.root).held(),
        overlay: Overlay { disk: place.disk.clone(), open: BTreeMap::new() },
        place,
        root,
        read: None,
        is_stale: true,
        told: BTreeMap::new(),
        sender: Box::new(move |message| connection.sender.send(message).is_ok()),
    };
    let receiver = connection.receiver;
    loop {
        let message = if desk.is_stale {
            match receiver.recv_timeout(PAUSE) {
                Ok(message) => message,
                Err(error) if error.is_timeout() => {
                    desk.look();
                    continue;
                }
                Err(_) => break,
            }
        } else {
            match receiver.recv() {
                Ok(message) => message,
                Err(_) => break,
            }
        };
        match message {
            Message::Request(request) if request.method == "shutdown" => {
                desk.say(Response::new_ok(request.id, Value::Null).into());
            }
            Message::Request(request) => desk.answer(request),
            Message::Notification(notification) if notification.method == "exit" => break,
            Message::Notification(notification) => desk.hear(&notification),
            Message::Response(_) => {}
        }
    }
    drop(desk);
    threads.join().map_err(|error| Stop::machine(error.to_string()))
}

/// What can be asked for.
fn capabilities() -> Value {
    json!({
        "textDocumentSync": { "openClose": true, "change": 1, "save": true },
        "completionProvider": { "triggerCharacters": [":", " ", "/", "#", "(", "{", "[", "-"] },
        "hoverProvider": true,
        "definitionProvider": true,
        "referencesProvider": true,
        "documentSymbolProvider": true,
        "renameProvider": { "prepareProvider": true },
        "codeActionProvider": { "codeActionKinds": ["quickfix"] },
    })
}

/// The folder that an editor has open.
fn folder_of(asked: &Value) -> Option<PathBuf> {
    let uri = asked["workspaceFolders"][0]["uri"].as_str().or_else(|| asked["rootUri"].as_str());
    match uri {
        Some(uri) => words::path_of(uri),
        None => asked["rootPath"].as_str().map(PathBuf::from),
    }
}

/// What lies on it: the site, and the texts that are being written.
struct Desk {
    place: Place,
    /// The site's folder without links.
    root: PathBuf,
    overlay: Overlay,
    documents: Documents,
    /// As it was last read.
    read: Option<(SourceSet, Site, Vec<Diagnostic>)>,
    /// Whether something was written since.
    is_stale: bool,
    /// What was said of each file.
    told: BTreeMap<SourcePath, Told>,
    sender: Box<dyn Fn(Message) -> bool>,
}

/// What was said of a file, as it was then.
#[derive(PartialEq)]
struct Told {
    stamp: Option<Stamp>,
    found: Vec<Diagnostic>,
}

impl Desk {
    fn say(&self, message: Message) {
        // An editor that has gone is noticed where it is listened to.
        let _ = (self.sender)(message);
    }

    /// Takes in what the editor tells.
    fn hear(&mut self, notification: &Notification) {
        let params = &notification.params;
        let file = params["textDocument"]["uri"].as_str().and_then(|uri| self.file_of(uri));
        match (notification.method.as_str(), file) {
            ("textDocument/didOpen", Some(file)) => self.put(file, params["textDocument"]["text"].as_str()),
            ("textDocument/didChange", Some(file)) => {
                let last = params["contentChanges"].as_array().and_then(|changes| changes.last());
                self.put(file, last.and_then(|change| change["text"].as_str()));
            }
            ("textDocument/didClose", Some(file)) => {
                self.overlay.open.remove(&file);
                self.is_stale = true;
            }
            ("textDocument/didSave" | "workspace/didChangeWatchedFiles", _) => self.is_stale = true,
            _ => {}
        }
    }

    fn put(&mut self, file: SourcePath, text: Option<&str>) {
        if let Some(text) = text {
            self.overlay.open.insert(file, Arc::from(text.as_bytes()));
            self.is_stale = true;
        }
    }

    /// The file of the site that an address means.
    fn file_of(&self, uri: &str) -> Option<SourcePath> {
        let path = words::path_of(uri)?;
        let path = match path.strip_prefix(&self.root) {
            Ok(below) => below.to_path_buf(),
            // The file may not be there yet; its folder is.
            Err(_) => {
                let folder = path.parent()?.canonicalize().ok()?;
                folder.strip_prefix(&self.root).ok()?.join(path.file_name()?)
            }
        };
        Some(SourcePath::new(path.to_str()?.replace(std::path::MAIN_SEPARATOR, "/")))
    }

    fn uri_of(&self, file: &SourcePath) -> String {
        words::uri_of(&Path::new(&self.root).join(file.as_str()))
    }

    /// The decoded text of a file, as it stands in the editor or on the disk.
    fn text(&self, file: &SourcePath) -> String {
        self.overlay.read(file).map(|bytes| decode(&bytes).into_text()).unwrap_or_default()
    }

    /// Reads the site again, and says what is wrong with it.
    fn look(&mut self) {
        self.is_stale = false;
        self.documents.listing(now());
        let Ok(listed) = source::list(&self.place.disk) else { return };
        let sources = self.overlay.over(listed);
        let mut with = With { parsed: Some(&mut self.documents), ended: &mut |_| () };
        match build::build_with(&sources, &self.overlay, &whole(&self.place), &mut with) {
            Ok((site, found)) => {
                self.tell(&found, &sources);
                self.read = Some((sources, site, found));
            }
            Err(failure) => {
                let message = super::failure_in_words(&failure);
                let params = json!({ "type": 1, "message": message });
                self.say(Notification::new("window/showMessage".to_string(), params).into());
            }
        }
    }

    /// Says what is wrong, of those files of which that has changed.
    fn tell(&mut self, found: &[Diagnostic], sources: &SourceSet) {
        let mut now: BTreeMap<SourcePath, Told> = BTreeMap::new();
        for diagnostic in found {
            let file = &diagnostic.place.file;
            let stamp = || sources.get(file).map(|file| file.stamp);
            now.entry(file.clone())
                .or_insert_with(|| Told { stamp: stamp(), found: Vec::new() })
                .found
                .push(diagnostic.clone());
        }
        let before = std::mem::take(&mut self.told);
        for file in before.keys().filter(|file| !now.contains_key(*file)) {
            self.publish(file, Vec::new());
        }
        for (file, told) in &now {
            // The same words may stand elsewhere in a text that is being written.
            if self.overlay.open.contains_key(file) || before.get(file) != Some(told) {
                let text = self.text(file);
                let lines = words::Lines::of(&text);
                let say = |found: &Diagnostic| words::diagnostic(found, lines.range(locate(&found.place, &text)));
                self.publish(file, told.found.iter().map(say).collect());
            }
        }
        self.told = now;
    }

    fn publish(&self, file: &SourcePath, found: Vec<Value>) {
        let params = json!({ "uri": self.uri_of(file), "diagnostics": found });
        self.say(Notification::new("textDocument/publishDiagnostics".to_string(), params).into());
    }

    fn answer(&mut self, request: Request) {
        if self.read.is_none() {
            self.look();
        }
        let Request { id, method, params } = request;
        self.say(match answer::answer(self, &method, &params) {
            Ok(Some(result)) => Response::new_ok(id, result).into(),
            Ok(None) => {
                Response::new_err(id, ErrorCode::MethodNotFound as i32, format!("{method} is not known here")).into()
            }
            Err(message) => Response::new_err(id, ErrorCode::InvalidParams as i32, message).into(),
        });
    }
}
