//! `lsp`: what an editor offers while a site is written, in the words of the Language Server
//! Protocol 3.17 (microsoft.github.io/language-server-protocol), on standard input and output.

mod answer;
mod fix;
mod look;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crossbeam_channel::{Sender, at, never, select};
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, Response};
use serde_json::{Value, json};

use super::args::Global;
use super::{Day, Stop, place, site_above};
use crate::diag::{Check, Diagnostic, Severity};
use crate::parse::{decode, locate};
use crate::publish::documents::Documents;
use crate::source::{Overlay, Read, Stamp};
use crate::span::SourcePath;
use look::{Look, Own, Seen};

/// How long somebody pauses between two words: what is written is looked at then.
const PAUSE: Duration = Duration::from_millis(50);

/// Of how many files that nobody has opened warnings are told at the start.
const MOST_FILES: usize = 500;

/// How long at most before the whole of a large site is looked at.
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// Speaks with an editor until it ends the conversation.
pub fn run(global: &Global) -> Result<(), Stop> {
    let (connection, threads) = Connection::stdio();
    let broken = |error: lsp_server::ProtocolError| Stop::machine(format!("the editor: {error}"));
    let asked = connection.initialize(capabilities()).map_err(broken)?;
    let root = global.root.clone().or_else(|| site_above(&folder_of(&asked)?));
    let place = place(&Global { root, ..global.clone() })?;
    let root = std::path::absolute(&place.disk.root).unwrap_or_else(|_| place.disk.root.clone());
    let root = root.canonicalize().unwrap_or(root);
    let (ask, seen) = look::start(place.clone(), Documents::open(&place.disk.root).held());
    let mut desk = Desk {
        overlay: Overlay { disk: place.disk.clone(), open: BTreeMap::new() },
        day: place.day,
        root,
        ask,
        look: None,
        is_looking: false,
        heard: Heard { at: Instant::now(), texts: BTreeSet::new(), anything: true },
        own: BTreeMap::new(),
        told: BTreeMap::new(),
        is_first_look: true,
        is_watching: false,
        sender: Box::new(move |message| connection.sender.send(message).is_ok()),
    };
    desk.watch_files(&asked);
    loop {
        let timer = desk.due().map_or_else(never, at);
        select! {
            recv(connection.receiver) -> message => match message {
                Ok(Message::Request(request)) if request.method == "shutdown" => {
                    desk.say(Response::new_ok(request.id, Value::Null).into());
                }
                Ok(Message::Request(request)) => {
                    if desk.look.is_none() {
                        desk.ask();
                        desk.take(seen.recv().unwrap_or_else(|error| Err(error.to_string())));
                    }
                    desk.answer(request);
                }
                Ok(Message::Notification(notification)) if notification.method == "exit" => break,
                Ok(Message::Notification(notification)) => desk.hear(&notification),
                Ok(Message::Response(_)) => {}
                Err(_) => break,
            },
            recv(seen) -> seen => match seen {
                Ok(seen) => desk.take(seen),
                Err(_) => return Err(Stop::machine("the site can be looked at no more")),
            },
            recv(timer) -> _ => desk.pause(),
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
        "documentFormattingProvider": true,
        "executeCommandProvider": { "commands": [fix::TO_UTF8] },
    })
}

/// The decoded text of a file, as it stands in the editor or on the disk.
fn text_in(overlay: &Overlay, file: &SourcePath) -> String {
    overlay.read(file).map(|bytes| decode(&bytes).into_text()).unwrap_or_default()
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
    /// The site's folder without links.
    root: PathBuf,
    overlay: Overlay,
    /// The day on which it is looked at, which may turn meanwhile.
    day: Day,
    /// Where a look at the site is asked for.
    ask: Sender<Overlay>,
    /// The site as it was last seen.
    look: Option<Box<Look>>,
    /// Whether somebody is looking.
    is_looking: bool,
    heard: Heard,
    own: Own,
    /// What was said of each file, or need not be.
    told: BTreeMap<SourcePath, Told>,
    is_first_look: bool,
    /// Whether the editor tells of files that others write.
    is_watching: bool,
    sender: Box<dyn Fn(Message) -> bool>,
}

/// What was heard and not looked at yet.
struct Heard {
    /// When the last of it was.
    at: Instant,
    /// The texts that were written.
    texts: BTreeSet<SourcePath>,
    /// Whether there is anything that may concern the site as a whole.
    anything: bool,
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

    /// Asks an editor that can to tell of files that others write.
    fn watch_files(&mut self, asked: &Value) {
        let can = &asked["capabilities"]["workspace"]["didChangeWatchedFiles"]["dynamicRegistration"];
        self.is_watching = can.as_bool() == Some(true);
        if self.is_watching {
            let watchers = ["**/content/**", "**/themes/**", "**/static/**", "**/minutebook.yaml"]
                .map(|pattern| json!({ "globPattern": pattern }));
            let method = "workspace/didChangeWatchedFiles";
            let registration = json!({ "id": "files", "method": method, "registerOptions": { "watchers": watchers } });
            let params = json!({ "registrations": [registration] });
            let id = "watch".to_string().into();
            self.say(Request { id, method: "client/registerCapability".to_string(), params }.into());
        }
    }

    /// When there is something to do if nothing is heard before.
    fn due(&self) -> Option<Instant> {
        let of_texts = (!self.heard.texts.is_empty()).then(|| self.heard.at + PAUSE);
        of_texts.or_else(|| self.is_due().then(|| self.heard.at + self.pause_for_look()))
    }

    fn is_due(&self) -> bool {
        self.heard.anything && !self.is_looking
    }

    /// A site that takes long to look at is not looked at between two words.
    fn pause_for_look(&self) -> Duration {
        self.look.as_ref().map_or(PAUSE, |look| look.took / 2).clamp(PAUSE, LONGEST_PAUSE)
    }

    /// Whoever writes has paused: what is wrong in the text itself is said at once, and the site is looked at.
    fn pause(&mut self) {
        for file in std::mem::take(&mut self.heard.texts) {
            let before = self.own.get(&file).cloned().unwrap_or_default();
            self.read_text(&file);
            let taken_in = self.retell(&file);
            let is_taken_in = taken_in.is_some();
            let mut files = taken_in.unwrap_or_default();
            // What is wrong as before may stand on another line now.
            if self.own.get(&file) != Some(&before) || is_taken_in && !self.found_in(&file).is_empty() {
                files.insert(file);
            }
            files.iter().for_each(|file| self.tell_of(file));
        }
        if self.is_due() && self.heard.at.elapsed() >= self.pause_for_look() {
            self.ask();
        }
    }

    /// Asks for a look at the site as it stands in the editor.
    fn ask(&mut self) {
        if !self.is_looking {
            self.is_looking = self.ask.send(self.overlay.clone()).is_ok();
            self.heard.anything = false;
        }
    }

    /// Takes a text into the site as it was last seen, if what follows from it can be told; gives the files of
    /// which something else is to be said. What cannot be taken in is to be looked at.
    fn retell(&mut self, file: &SourcePath) -> Option<BTreeSet<SourcePath>> {
        let is_behind = std::mem::replace(&mut self.heard.anything, true) || self.is_looking;
        let look = self.look.as_mut().filter(|_| !is_behind)?;
        let files = look.take_in(file, self.day.date(), &self.overlay, &self.own)?;
        self.heard.anything = false;
        Some(files)
    }

    /// Says what is wrong in a file.
    fn tell_of(&mut self, file: &SourcePath) {
        let found = self.found_in(file);
        self.publish(file, &found);
        let stamp = self.told.get(file).and_then(|told| told.stamp);
        self.told.insert(file.clone(), Told { stamp, found });
    }

    fn read_text(&mut self, file: &SourcePath) {
        let own = match (&self.look, self.overlay.open.get(file)) {
            (Some(look), Some(bytes)) => {
                let config = &look.site.archive.config;
                let mut own = look::of_text(file, bytes, config);
                own.extend(look::old_encoding(file, &self.overlay.disk, config));
                own
            }
            _ => Vec::new(),
        };
        self.own.insert(file.clone(), own);
    }

    /// What is wrong in a file, as far as it is known.
    fn found_in(&self, file: &SourcePath) -> Vec<Diagnostic> {
        let mut found = self.look.as_ref().map_or_else(Vec::new, |look| look.found_in(file, &self.own));
        found.extend(self.own.get(file).into_iter().flatten().cloned());
        // What an editor makes of another encoding need not be what is written there.
        if found.iter().any(|found| found.check == Check::NotUtf8) {
            found.retain(|found| found.check != Check::Mojibake);
        }
        found.sort_by(Diagnostic::order);
        found
    }

    /// Takes in what the editor tells.
    fn hear(&mut self, notification: &Notification) {
        let params = &notification.params;
        let file = params["textDocument"]["uri"].as_str().and_then(|uri| self.file_of(uri));
        match (notification.method.as_str(), file) {
            ("textDocument/didOpen", Some(file)) => return self.put(file, params["textDocument"]["text"].as_str()),
            ("textDocument/didChange", Some(file)) => {
                let last = params["contentChanges"].as_array().and_then(|changes| changes.last());
                return self.put(file, last.and_then(|change| change["text"].as_str()));
            }
            ("textDocument/didClose", Some(file)) => {
                self.overlay.open.remove(&file);
                self.own.remove(&file);
                self.heard.texts.remove(&file);
            }
            // Of what others write, such an editor tells.
            ("textDocument/didSave", _) if self.is_watching => return,
            ("textDocument/didSave", _) => {}
            ("workspace/didChangeWatchedFiles", _) if self.is_elsewhere(&params["changes"]) => {}
            _ => return,
        }
        (self.heard.at, self.heard.anything) = (Instant::now(), true);
    }

    /// Whether anything has come, gone, or changed but texts that the editor has open.
    fn is_elsewhere(&self, changes: &Value) -> bool {
        const CHANGED: u64 = 2;
        let is_open = |change: &Value| {
            let file = change["uri"].as_str().and_then(|uri| self.file_of(uri));
            file.is_some_and(|file| self.overlay.open.contains_key(&file))
        };
        !changes
            .as_array()
            .is_some_and(|all| all.iter().all(|change| change["type"].as_u64() == Some(CHANGED) && is_open(change)))
    }

    fn put(&mut self, file: SourcePath, text: Option<&str>) {
        if let Some(text) = text {
            self.overlay.open.insert(file.clone(), Arc::from(text.as_bytes()));
            self.heard.texts.insert(file);
            self.heard.at = Instant::now();
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

    fn text(&self, file: &SourcePath) -> String {
        text_in(&self.overlay, file)
    }

    /// Takes in how the site was seen, and says what is wrong with it.
    fn take(&mut self, seen: Seen) {
        self.is_looking = false;
        match seen {
            Ok(look) => {
                let before = self.look.replace(look);
                // To let go of an archive takes a while; nobody need wait for it.
                std::thread::spawn(move || drop(before));
                for file in self.overlay.open.keys().cloned().collect::<Vec<_>>() {
                    self.read_text(&file);
                }
                self.tell();
            }
            Err(message) => {
                let params = json!({ "type": 1, "message": message });
                self.say(Notification::new("window/showMessage".to_string(), params).into());
            }
        }
    }

    /// Says what is wrong, of those files of which that has changed.
    fn tell(&mut self) {
        let Some(look) = &self.look else { return };
        let files: BTreeSet<&SourcePath> = look.found.keys().chain(self.own.keys()).collect();
        let now = files.into_iter().filter_map(|file| {
            let found = self.found_in(file);
            let stamp = look.sources.get(file).map(|file| file.stamp);
            (!found.is_empty()).then(|| (file.clone(), Told { stamp, found }))
        });
        let now: BTreeMap<SourcePath, Told> = now.collect();
        let before = std::mem::take(&mut self.told);
        for file in before.keys().filter(|file| !now.contains_key(*file)) {
            self.publish(file, &[]);
        }
        let is_open = |file: &SourcePath| self.overlay.open.contains_key(file);
        for (file, told) in now.iter().filter(|(file, _)| is_open(file)) {
            self.publish(file, &told.found);
        }
        // Of an old archive there may be a warning for every record: whoever starts to write need not wait for them.
        let is_first = self.is_first_look;
        self.is_first_look = false;
        let is_error = |found: &Diagnostic| found.severity == Severity::Error;
        let closed = now.iter().filter(|(file, told)| !is_open(file) && before.get(*file) != Some(told));
        let (wrong, odd): (Vec<_>, Vec<_>) = closed.partition(|(_, told)| told.found.iter().any(is_error));
        let most = if is_first { MOST_FILES } else { usize::MAX };
        for (file, told) in wrong.into_iter().chain(odd.into_iter().take(most)) {
            self.publish(file, &told.found);
        }
        self.told = now;
    }

    fn publish(&self, file: &SourcePath, found: &[Diagnostic]) {
        let text = self.text(file);
        let lines = words::Lines::of(&text);
        let say = |found: &Diagnostic| words::diagnostic(found, lines.range(locate(&found.place, &text)));
        let found: Vec<Value> = found.iter().map(say).collect();
        let params = json!({ "uri": self.uri_of(file), "diagnostics": found });
        self.say(Notification::new("textDocument/publishDiagnostics".to_string(), params).into());
    }

    fn answer(&mut self, request: Request) {
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
