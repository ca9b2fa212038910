//! The manual in `docs/` is followed word by word: every command is run and every example
//! written, page by page, in a folder with nothing but the program.
//!
//! What a page must keep to, so that it can be followed:
//! - ```` ```sh ```` holds commands. A ```` ```text ```` block right after it is what they print;
//!   a line `…` in it stands for any lines.
//! - Any other block is an example, and the paragraph before it says where it goes. It ends in a
//!   colon and names the file in backticks: "Write `content/news/a.md`:" gives the whole file,
//!   "In `minutebook.yaml`:" the keys that are changed or added in it.
//! - `<!-- starts with: COMMANDS -->` in the first line says what is there before.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "the program is run as a reader would")]

mod support;
#[path = "support/disk.rs"]
mod disk;
#[path = "support/judge.rs"]
mod judge;
#[path = "support/program.rs"]
mod program;

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use program::{Ran, ran};

/// The pages that the manual has at least; `checks.md` has its own test.
const PAGES: &[&str] = &[
    "configuration.md",
    "editors.md",
    "following-commitments.md",
    "getting-started.md",
    "getting-started.zh-Hans.md",
    "hosting.md",
    "import.md",
    "keeping-track.md",
    "people-and-offices.md",
    "searching.md",
    "two-languages.md",
    "volumes.md",
    "writing-a-meeting.md",
    "writing-a-report.md",
];

#[test]
fn every_page_can_be_followed() {
    let folder = docs();
    let mut pages: Vec<String> = fs::read_dir(&folder)
        .expect("docs/ can be listed")
        .map(|entry| entry.expect("docs/ can be listed").file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".md") && name != "checks.md")
        .collect();
    pages.sort();
    assert!(PAGES.iter().all(|page| pages.iter().any(|found| found == page)), "{pages:?}");
    for page in pages {
        follow(&page, &fs::read_to_string(folder.join(&page)).expect("a page can be read"));
    }
}

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs")
}

/// Does what the page says, and fails where that does not work.
fn follow(page: &str, text: &str) {
    let mut reader = Reader::new(page);
    let start = text.lines().next().and_then(|line| line.strip_prefix("<!-- starts with: "));
    if let Some(commands) = start.and_then(|line| line.strip_suffix(" -->")) {
        reader.run(commands);
    }
    let mut printed = None;
    for block in blocks(text) {
        match block.language {
            "sh" => printed = Some(reader.run(&block.text)),
            "text" => {
                let printed = printed.take().unwrap_or_else(|| panic!("{page}: no command prints\n{}", block.text));
                assert!(is_like(&printed, &block.text), "{page}: expected\n{}\nprinted\n{printed}", block.text);
            }
            _ => {
                reader.write(&block);
                printed = None;
            }
        }
    }
    if reader.here.join("minutebook.yaml").is_file() {
        reader.minutebook(&["check"]).ended(0);
        reader.judge();
    }
}

/// A fenced block, with the paragraph before it.
struct Block<'a> {
    language: &'a str,
    text: String,
    before: &'a str,
}

fn blocks(page: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut rest = page;
    while let Some(start) = rest.find("\n```") {
        let before = rest[..start].trim_end().rsplit("\n\n").next().unwrap_or_default();
        let (language, body) = rest[start + 4..].split_once('\n').expect("a fence ends its line");
        let end = body.find("\n```").expect("a fence is closed");
        blocks.push(Block { language, text: format!("{}\n", &body[..end]), before });
        rest = &body[end + 4..];
    }
    blocks
}

/// Whether what was printed is what the page shows; `…` stands for any lines, and a time for any time.
fn is_like(printed: &str, shown: &str) -> bool {
    let plain = |line: &str| {
        let line = line.trim_end();
        match line.rfind(", in ") {
            Some(at) if line.ends_with(" s") => line[..at].to_string(),
            _ => line.to_string(),
        }
    };
    let lines = |text: &str| text.trim().lines().map(plain).collect::<Vec<_>>();
    let printed = lines(printed);
    let mut from = 0;
    for (index, part) in lines(shown).split(|line| line == "…").enumerate() {
        if part.is_empty() {
            continue;
        }
        let found = (from..=printed.len().saturating_sub(part.len())).find(|at| printed[*at..].starts_with(part));
        match found {
            Some(at) if index > 0 || at == 0 => from = at + part.len(),
            _ => return false,
        }
    }
    shown.trim_end().ends_with('…') || from == printed.len()
}

/// Somebody who follows a page.
struct Reader<'a> {
    page: &'a str,
    _folder: tempfile::TempDir,
    /// The folder that they are in.
    here: PathBuf,
}

impl<'a> Reader<'a> {
    fn new(page: &'a str) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let here = folder.path().to_path_buf();
        Reader { page, _folder: folder, here }
    }

    fn command(&self, program: &str) -> Command {
        let own = Path::new(env!("CARGO_BIN_EXE_minutebook")).parent().expect("the program lies in a folder");
        let mut command = Command::new(program);
        // 1 June 2026; the time zone has no say in the examples' days.
        command.env_clear().env("SOURCE_DATE_EPOCH", "1780315200").env("HOME", &self.here);
        command.env("PATH", format!("{}:/usr/local/bin:/usr/bin:/bin", own.display())).current_dir(&self.here);
        command
    }

    fn minutebook(&self, args: &[&str]) -> Ran {
        ran(self.command(env!("CARGO_BIN_EXE_minutebook")).args(args))
    }

    /// Runs a block of commands, and gives what they print. Where they lead to, the reader stays.
    fn run(&mut self, commands: &str) -> String {
        let mut printed = String::new();
        for line in commands.lines().filter(|line| !line.trim().is_empty()) {
            if line.trim().starts_with("minutebook serve") {
                printed.push_str(&self.serve(line));
                continue;
            }
            let script = format!("set -e\n{line}\npwd > \"$HOME/.here\"\n");
            let home = self._folder.path();
            let done = ran(self.command("sh").env("HOME", home).args(["-c", &script]));
            let output = format!("{}{}", done.stdout, done.stderr);
            // A check that finds errors says so with its status; the page shows what it found.
            let is_check = line.trim().starts_with("minutebook check") && done.status == 1;
            assert!(done.status == 0 || is_check, "{}: `{line}` ended with {}\n{output}", self.page, done.status);
            if done.status == 0 {
                self.here = PathBuf::from(fs::read_to_string(home.join(".here")).expect("the shell said").trim());
            }
            printed.push_str(&output);
        }
        printed
    }

    /// Serves until the front page has been seen. No browser is opened.
    fn serve(&self, line: &str) -> String {
        let arguments = line.trim().trim_start_matches("minutebook ").replace("--open", "");
        let mut command = self.command(env!("CARGO_BIN_EXE_minutebook"));
        command.args(arguments.split_whitespace()).args(["--port", "0"]).stdout(Stdio::piped()).stdin(Stdio::null());
        let mut child = Served(command.spawn().expect("the program runs"));
        let mut lines = BufReader::new(child.0.stdout.take().expect("it is piped")).lines().map_while(Result::ok);
        let first = lines.next().unwrap_or_default();
        let address = first.strip_prefix("serving http://").unwrap_or_else(|| panic!("{}: {first}", self.page));
        let host = address.split('/').next().unwrap_or_default();
        let mut stream = std::net::TcpStream::connect(host).expect("it listens");
        std::io::Write::write_all(&mut stream, b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        std::io::Read::read_to_string(&mut stream, &mut answer).expect("it answers");
        assert!(answer.starts_with("HTTP/1.1 200"), "{}: {answer}", self.page);
        format!("{first}\n{}\n", lines.next().unwrap_or_default()).replace(host, "127.0.0.1:8000")
    }

    /// What the page made is also right by the schemas.
    fn judge(&self) {
        for (path, bytes) in disk::tree(&self.here) {
            let Some(subject) = judge::subject(&path) else { continue };
            let text = String::from_utf8(bytes).expect("what a page writes is UTF-8");
            let objections = judge::objections(subject, judge::yaml(&path, &text));
            assert!(objections.is_empty(), "{}: {path}: {objections:?}", self.page);
        }
    }

    /// Writes an example to where the page says that it goes.
    fn write(&self, block: &Block<'_>) {
        let named = block.before.split('`').skip(1).step_by(2).filter(|name| is_file_name(name)).last();
        let said = block.before.ends_with([':', '：']);
        let Some(path) = named.filter(|_| said) else {
            panic!("{}: where does this go?\n{}\n{}", self.page, block.before, block.text)
        };
        let file = self.here.join(path);
        let before = block.before.rsplit_once(&format!("`{path}`")).map_or("", |(before, _)| before);
        let before = before.trim_end().to_lowercase();
        let is_part = before.ends_with("in") || before.ends_with('在');
        let text = if is_part {
            let there = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {path}: {error}", self.page));
            with_keys(&there, &block.text)
        } else {
            block.text.clone()
        };
        fs::create_dir_all(file.parent().expect("it lies in a folder")).expect("folders can be made");
        fs::write(file, text).expect("files can be written");
    }
}

/// A server that is stopped at the end.
struct Served(Child);

impl Drop for Served {
    fn drop(&mut self) {
        self.0.kill().and_then(|()| self.0.wait().map(drop)).expect("it can be stopped");
    }
}

fn is_file_name(name: &str) -> bool {
    let ends = [".md", ".yaml", ".html", ".ftl", ".css", ".txt", ".csv", ".json", ".lua", ".toml"];
    ends.iter().any(|end| name.ends_with(end)) && !name.contains([' ', '*'])
}

/// The file with the keys of `part` in the place of those of the same name, new ones at the end
/// of the front matter. A part that is no key, such as text, goes to the end of the file.
fn with_keys(file: &str, part: &str) -> String {
    let (open, front, close) = match file.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")) {
        Some((front, body)) => ("---\n", front.to_string() + "\n", format!("---\n{body}")),
        None => ("", file.to_string(), String::new()),
    };
    if !part.lines().all(|line| line.starts_with([' ', '#', '-']) || line.split_once(':').is_some() || line.is_empty())
    {
        return format!("{file}\n{part}");
    }
    let mut entries = entries(&front);
    for (key, text) in self::entries(part) {
        match entries.iter_mut().find(|(name, _)| *name == key) {
            Some(entry) if !key.is_empty() => entry.1 = text,
            _ => entries.push((key, text)),
        }
    }
    let front: String = entries.into_iter().map(|(_, text)| text).collect();
    format!("{open}{front}{close}")
}

/// The top-level keys of a YAML text with their lines.
fn entries(text: &str) -> Vec<(String, String)> {
    let mut entries: Vec<(String, String)> = vec![(String::new(), String::new())];
    for line in text.split_inclusive('\n') {
        let key = line.split_once(':').map(|(key, _)| key).filter(|_| !line.starts_with([' ', '#', '-']));
        match key {
            Some(key) => entries.push((key.to_string(), line.to_string())),
            None => entries.last_mut().expect("one is there from the start").1.push_str(line),
        }
    }
    entries
}

#[test]
fn a_part_takes_the_place_of_its_keys() {
    let file = "---\ntitle: A\ntopics:\n  - b\n# a remark\nheld: 2024\n---\nText.\n";
    assert_eq!(
        with_keys(file, "topics: [c]\nplace: D\n"),
        "---\ntitle: A\ntopics: [c]\nheld: 2024\nplace: D\n---\nText.\n"
    );
    assert!(with_keys("a: 1\n", "b: 2\n").ends_with("a: 1\nb: 2\n"));
}

#[test]
fn what_a_page_shows_is_held_against_what_is_printed() {
    assert!(is_like("a\nb\n1 page, in 0.03 s\n", "a\nb\n1 page, in 0.10 s"));
    assert!(is_like("a\nb\nc\nd\n", "a\n…\nd") && is_like("a\nb\n", "…\nb") && is_like("a\nb\n", "a\n…"));
    assert!(
        !is_like("a\nb\n", "a") && !is_like("a\nb\n", "b") && !is_like("a\n", "a\nb") && !is_like("x\na\n", "a\n…")
    );
}
