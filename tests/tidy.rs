//! The order of the house: which module may name which, and how long a file may be.

use std::path::{Path, PathBuf};

/// Modules that are edges: nothing but `cli` names them.
const SHELLS: &[&str] = &["publish", "serve"];
/// Where a file is too long to be held in mind.
const LONGEST: usize = 700;

#[test]
fn a_module_names_only_modules_above_it() {
    let lib = read(&source("lib.rs"));
    let order = declared(&lib);
    assert!(order.len() > 10, "src/lib.rs declares {order:?}");
    let mut faults = Vec::new();
    for file in files(&source("")) {
        let Some(module) = module_of(&file).filter(|module| order.contains(module)) else {
            continue;
        };
        let place = order.iter().position(|name| *name == module).expect("it was looked up above");
        for (line, named) in named(&read(&file)) {
            let at = format!("{}:{line}", shown(&file));
            match order.iter().position(|name| *name == named) {
                None => faults.push(format!("{at}: `crate::{named}` is no module of src/lib.rs")),
                Some(other) if other > place => faults.push(format!(
                    "{at}: `{module}` names `{named}`, which stands below it in src/lib.rs; \
                     move what both need into a module above them"
                )),
                Some(other) if other < place && SHELLS.contains(&named.as_str()) && module != "cli" => {
                    faults.push(format!("{at}: `{module}` names the shell `{named}`; only `cli` may"));
                }
                Some(_) => {}
            }
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn every_top_file_of_the_sources_is_a_module_of_lib() {
    let order = declared(&read(&source("lib.rs")));
    let lost: Vec<String> = files(&source(""))
        .iter()
        .filter(|file| !module_of(file).is_some_and(|module| order.contains(&module)))
        .map(|file| shown(file))
        .filter(|file| !matches!(file.as_str(), "src/lib.rs" | "src/main.rs"))
        .collect();
    assert!(lost.is_empty(), "no `pub mod` in src/lib.rs leads to {lost:?}");
}

#[test]
fn no_file_is_longer_than_one_can_hold_in_mind() {
    let long: Vec<String> = files(&source(""))
        .iter()
        .map(|file| (shown(file), read(file).lines().count()))
        .filter(|(_, lines)| *lines > LONGEST)
        .map(|(file, lines)| format!("{file} has {lines} lines; split it where the data changes shape"))
        .collect();
    assert!(long.is_empty(), "\n{}\n", long.join("\n"));
}

#[test]
fn paths_are_found_in_code_and_not_in_words_about_it() {
    let text = r##"
//! crate::one is talked about.
use crate::two::{Thing, crate_like};
use crate::{
    three::Part,
    four::{self, five::Deep},
    six,
};
/* crate::seven, /* nested */ crate::eight */
fn main() {
    let (a, b) = ("crate::nine", r#"crate::ten"#);
    let quote = '"'; // crate::eleven
    let x: crate::twelve::Type<'_> = r#crate::thirteen();
    not_crate::fourteen();
}
"##;
    let found: Vec<(usize, String)> = named(text);
    let expected = [(3, "two"), (5, "three"), (6, "four"), (7, "six"), (13, "twelve")];
    let expected: Vec<(usize, String)> = expected.iter().map(|(line, name)| (*line, name.to_string())).collect();
    assert_eq!(found, expected);
}

fn source(below: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(below)
}

fn read(file: &Path) -> String {
    std::fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// The path from the repository, with `/`.
fn shown(file: &Path) -> String {
    let below = file.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap_or(file);
    below.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// Every `.rs` file below a folder, sorted.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("the folder can be listed").path()).collect();
    paths.sort();
    let below = |path: PathBuf| match path.is_dir() {
        true => files(&path),
        false => Vec::from_iter(path.extension().is_some_and(|ending| ending == "rs").then_some(path)),
    };
    paths.into_iter().flat_map(below).collect()
}

/// The module of `src/lib.rs` that a file belongs to: `model` for `src/model/check.rs`.
fn module_of(file: &Path) -> Option<String> {
    let below = file.strip_prefix(source("")).ok()?;
    let first = below.components().next()?.as_os_str().to_str()?;
    Some(first.strip_suffix(".rs").unwrap_or(first).to_string())
}

/// The modules that a file declares, in order.
fn declared(text: &str) -> Vec<String> {
    let code = without_words(text);
    let names = code.lines().filter_map(|line| {
        let rest = line.trim_start();
        let rest = rest.strip_prefix("pub ").unwrap_or(rest);
        Some(rest.strip_prefix("mod ")?.trim_end().strip_suffix(';')?.trim().to_string())
    });
    names.collect()
}

/// The modules that a file names as `crate::name` or in `crate::{name, …}`, each with its line.
fn named(text: &str) -> Vec<(usize, String)> {
    let code = without_words(text);
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let before = code[..at].chars().next_back();
        if before.is_some_and(|letter| is_name(letter) || letter == '#' || letter == '$') {
            continue;
        }
        let start = at + "crate::".len();
        match code[start..].strip_prefix('{') {
            Some(_) => found.extend(first_names(&code, start + 1)),
            None => found.extend(Some((start, name_at(&code, start))).filter(|(_, name)| !name.is_empty())),
        }
    }
    found.into_iter().map(|(at, name)| (code[..at].matches('\n').count() + 1, name.to_string())).collect()
}

/// The first name of each path in a list that begins at `start`, behind its brace.
fn first_names(code: &str, start: usize) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut depth = 0;
    let mut begins = true;
    for (at, letter) in code[start..].char_indices().map(|(at, letter)| (start + at, letter)) {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => begins = true,
            _ if depth == 0 && begins && is_name(letter) => {
                found.push((at, name_at(code, at)));
                begins = false;
            }
            _ => {}
        }
    }
    found
}

fn is_name(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

fn name_at(code: &str, start: usize) -> &str {
    let rest = &code[start..];
    &rest[..rest.find(|letter| !is_name(letter)).unwrap_or(rest.len())]
}

/// The code with its comments and strings blanked; lines stay where they are.
fn without_words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut last = ' ';
    while let Some(letter) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            block_comment(rest)
        } else if letter == '"' {
            string(rest)
        } else if letter == 'r' && !is_name(last) {
            raw_string(rest)
        } else if letter == '\'' {
            character(rest)
        } else {
            0
        };
        if length == 0 {
            out.push(letter);
            last = letter;
            rest = &rest[letter.len_utf8()..];
        } else {
            out.extend(rest[..length].chars().map(|letter| if letter == '\n' { '\n' } else { ' ' }));
            last = ' ';
            rest = &rest[length..];
        }
    }
    out
}

fn block_comment(rest: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < rest.len() {
        if rest[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

fn string(rest: &str) -> usize {
    let mut escaped = false;
    for (at, letter) in rest.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// The length of a string like `r#"…"#`; 0 if none begins here.
fn raw_string(rest: &str) -> usize {
    let hashes = rest[1..].bytes().take_while(|byte| *byte == b'#').count();
    if !rest[1 + hashes..].starts_with('"') {
        return 0;
    }
    let end = format!("\"{}", "#".repeat(hashes));
    let start = 2 + hashes;
    rest[start..].find(&end).map_or(rest.len(), |at| start + at + end.len())
}

/// The length of a character like `'"'`; 0 if it is a lifetime.
fn character(rest: &str) -> usize {
    let mut letters = rest.char_indices().skip(1);
    match letters.next() {
        Some((_, '\\')) => {
            rest[2..].char_indices().skip(1).find(|(_, letter)| *letter == '\'').map_or(0, |(at, _)| at + 3)
        }
        Some(_) => letters.next().filter(|(_, letter)| *letter == '\'').map_or(0, |(at, _)| at + 1),
        None => 0,
    }
}
