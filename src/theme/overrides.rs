//! What a site has of a theme itself: copies of the program's files for changing, and files besides.
//!
//! Which version of a file each copy was made from stands in `themes/NAME/ejected.yaml`, beside the
//! copies and not in them: a copy that nobody has changed is then equal to the original, and no
//! kind of file needs a comment of its own.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{EMBEDDED, ThemeFile, WORDS, embedded, file_of};
use crate::config;
use crate::diag::{Check, Diagnostic, Place, nearest};
use crate::span::{SourcePath, Span};

/// The file of a theme's folder that says from what its copies were made.
pub const COPIES: &str = "ejected.yaml";

const HEAD: &str = "# Which version of its own file minutebook copied. `minutebook theme check` reads it.\n";

/// From what each copy of a theme was made, by its path within the theme.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Copies(BTreeMap<String, Original>);

/// A file of the program at the time when it was copied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Original {
    /// The version of minutebook that it was in.
    minutebook: String,
    /// Of the file with lines that end in LF, as `sha256sum` prints it.
    sha256: String,
}

impl Original {
    fn of(file: &ThemeFile) -> Self {
        let sha256 = format!("{:x}", Sha256::digest(file.text().as_bytes()));
        Self { minutebook: env!("CARGO_PKG_VERSION").to_string(), sha256 }
    }
}

impl Copies {
    /// Reads what `to_text` has written.
    ///
    /// # Errors
    /// Where the text is none of that, as after two changes of it were not merged well.
    pub fn read(path: &SourcePath, text: &str) -> Result<Self, Box<Diagnostic>> {
        if text.lines().all(|line| line.trim().is_empty() || line.starts_with('#')) {
            return Ok(Self::default());
        }
        serde_yaml::from_str(text).map_err(|error| {
            let at = error.location().map_or(0, |place| place.index());
            let message = "this is not a list of copies as `minutebook theme eject` writes it";
            let place = Place::bytes(path, Span::new(at, at).clamped(text));
            Box::new(Diagnostic::new(Check::Syntax, place, message).help("mend it, or delete the file"))
        })
    }

    /// Notes that a file is copied as it is now, and forgets those that are copied no longer.
    pub fn note(&mut self, copied: &[ThemeFile], is_there: impl Fn(&str) -> bool) {
        self.0.retain(|name, _| is_there(name));
        self.0.extend(copied.iter().map(|file| (file.name.clone(), Original::of(file))));
    }

    pub fn to_text(&self) -> String {
        HEAD.to_string() + &serde_yaml::to_string(self).expect("text can always be written as YAML")
    }
}

/// How a file of the site's stands to the program's of the same name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It stands in for it.
    Changed,
    /// It stands in for it, and was copied from an older version of it.
    Stale,
    /// It says the same.
    Same,
    /// The program has none of that name.
    Added,
}

/// A file of the site's own in a theme.
#[derive(Clone, Debug)]
pub struct Override {
    /// The path within the theme.
    pub name: String,
    pub standing: Standing,
}

/// The program's files of a theme that a site may copy, by name. The words of the default theme
/// stand in where another has none.
pub fn originals(theme: &str) -> BTreeMap<String, ThemeFile> {
    let mut files = BTreeMap::new();
    if let Some(folder) = EMBEDDED.get_dir(config::DEFAULT_THEME) {
        embedded(folder, config::DEFAULT_THEME, &mut files);
        files.retain(|name, _| name.starts_with(WORDS));
        for (name, file) in &mut files {
            file.path = SourcePath::new(format!("themes/{theme}/{name}"));
        }
    }
    if let Some(folder) = EMBEDDED.get_dir(theme) {
        embedded(folder, theme, &mut files);
    }
    // What it says of the theme, nothing reads.
    files.remove("theme.yaml");
    files
}

/// The names of the themes inside the program.
pub fn inside() -> impl Iterator<Item = &'static str> {
    EMBEDDED.dirs().filter_map(|dir| dir.path().to_str())
}

/// What no original is called, and what may have been meant.
pub struct Unknown {
    pub message: String,
    pub help: String,
}

/// The program's files of a theme by the names that somebody gave: within the theme, from the
/// site's folder, or the last part alone.
///
/// # Errors
/// The first name that there is not.
pub fn named(theme: &str, names: &[String]) -> Result<Vec<ThemeFile>, Unknown> {
    let all = originals(theme);
    let one = |given: &String| {
        let plain = given.replace('\\', "/");
        let name = plain.trim_start_matches("./");
        let name = name.strip_prefix(&format!("themes/{theme}/")).unwrap_or(name);
        if let Some(file) = all.get(name) {
            return Ok(file.clone());
        }
        let help = match near(name, all.keys().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`minutebook theme eject` lists the files that there are".to_string(),
        };
        Err(Unknown { message: format!("minutebook has no file `{name}` in the theme `{theme}`"), help })
    };
    names.iter().map(one).collect()
}

/// The name that was meant: one with the same last part, else one in the same folder, with the same
/// ending, that is much like it.
fn near<'a>(name: &str, all: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
    fn parts(name: &str) -> (&str, &str, &str) {
        let (folder, last) = name.rsplit_once('/').unwrap_or(("", name));
        let (stem, ending) = last.rsplit_once('.').unwrap_or((last, ""));
        (folder, stem, ending)
    }
    let (folder, stem, ending) = parts(name);
    let same = all.clone().find(|other| parts(other).1 == stem && parts(other).2 == ending);
    same.or_else(|| {
        let beside = || all.clone().filter(|other| parts(other).0 == folder && parts(other).2 == ending);
        let like = nearest(stem, beside().map(|other| parts(other).1))?;
        beside().find(|other| parts(other).1 == like)
    })
}

/// Looks at the site's own files of a theme, `own`, which are among `all` of its files.
pub fn look(
    theme: &str,
    own: &[ThemeFile],
    all: &BTreeMap<String, ThemeFile>,
    languages: &[String],
    found: &mut Vec<Diagnostic>,
) -> Vec<Override> {
    if own.is_empty() {
        return Vec::new();
    }
    let originals = originals(theme);
    let copies = match own.iter().find(|file| file.name == COPIES).map(|file| Copies::read(&file.path, &file.text())) {
        Some(Err(diagnostic)) => {
            found.push(*diagnostic);
            Copies::default()
        }
        Some(Ok(copies)) => copies,
        None => Copies::default(),
    };
    let mut overrides = Vec::new();
    for file in own.iter().filter(|file| file.name != COPIES) {
        let name = file.name.clone();
        let copied = copies.0.get(&name);
        let standing = match originals.get(&name) {
            None => {
                found.extend(unused(file, all, languages));
                Standing::Added
            }
            Some(original) if original.bytes == file.bytes || original.text() == file.text() => {
                let message = "this file says what the one inside the program says";
                found.push(
                    Diagnostic::new(Check::NeedlessOverride, Place::file(&file.path), message)
                        .help("delete it, so that it cannot grow old"),
                );
                Standing::Same
            }
            Some(original) => match copied.filter(|copied| copied.sha256 != Original::of(original).sha256) {
                Some(copied) => {
                    let message =
                        format!("minutebook's own file has changed since it was copied from {}", copied.minutebook);
                    let help =
                        format!("move yours away, `minutebook theme eject {name}`, and change the new copy as you had");
                    found.push(Diagnostic::new(Check::StaleOverride, Place::file(&file.path), message).help(help));
                    Standing::Stale
                }
                None => Standing::Changed,
            },
        };
        overrides.push(Override { name, standing });
    }
    overrides
}

/// What is to be said of a file that the program has not, if nothing uses it.
fn unused(file: &ThemeFile, all: &BTreeMap<String, ThemeFile>, languages: &[String]) -> Option<Diagnostic> {
    let name = file.name.as_str();
    let (folder, inner) = name.split_once('/').unwrap_or(("", name));
    let last = name.rsplit('/').next().unwrap_or(name);
    let is_named = |quoted: &str| all.values().any(|other| other.name != name && other.text().contains(quoted));
    let known: BTreeMap<String, ThemeFile> = inside().flat_map(originals).collect();
    let near = near(name, known.keys().map(String::as_str));
    let uses = match folder {
        // A theme of the site's own has pages of the same names.
        _ if known.contains_key(name) => true,
        "i18n" => languages.iter().any(|tag| name == file_of(tag)),
        "templates" => {
            let holds_component = file.text().contains("{% component") || file.text().contains("{%- component");
            holds_component || is_named(&format!("\"{inner}\"")) || is_named(&format!("'{inner}'"))
        }
        // The texts of the site may show it.
        "static" => near.is_none() || is_named(last),
        // A theme may hold words about itself.
        "" => !matches!(last.rsplit('.').next(), Some("html" | "css" | "js" | "ftl" | "svg")),
        _ => false,
    };
    if uses {
        return None;
    }
    let (message, help) = match (folder, near) {
        ("i18n", _) => {
            let tags = languages.iter().map(|tag| format!("`{tag}`")).collect::<Vec<_>>().join(" and ");
            ("no language of the site reads these words".to_string(), format!("the site is in {tags}"))
        }
        (_, Some(near)) => (format!("nothing in the theme uses `{name}`"), format!("did you mean `{near}`?")),
        ("templates", None) => {
            (format!("nothing in the theme uses `{name}`"), "include it in another template, or delete it".to_string())
        }
        (_, None) => (
            format!("nothing in the theme uses `{name}`"),
            "a theme's files stand in templates/, static/ and i18n/".to_string(),
        ),
    };
    Some(Diagnostic::new(Check::UnusedThemeFile, Place::file(&file.path), message).help(help))
}
