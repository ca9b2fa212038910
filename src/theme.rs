//! The files of a theme: templates, assets and words.
//!
//! Themes are inside the program. A site overrides any one file by a file of the same
//! path under its own `themes/NAME/`; a theme of its own is the same with nothing beneath.

mod included;
mod overrides;

pub use included::Included;
pub use overrides::{COPIES, Copies, Override, Standing, Unknown, inside, named, originals};

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

use include_dir::{Dir, include_dir};

use crate::config;
use crate::diag::{Check, Diagnostic, Field, Place};
use crate::lang::Words;
use crate::parse::decode;
use crate::source::{Read, SourceSet};
use crate::span::SourcePath;

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes");

/// A file of a theme.
#[derive(Clone, Debug)]
pub struct ThemeFile {
    /// The path within the theme: `templates/home.html`.
    pub name: String,
    /// The path in the site, for messages; an override stands there, another file would.
    pub path: SourcePath,
    pub bytes: Arc<[u8]>,
}

impl ThemeFile {
    /// A short name of its bytes, for addresses that may be cached for ever.
    pub fn version(&self) -> String {
        blake3::hash(&self.bytes).to_hex()[..8].to_string()
    }

    /// The name that templates have for a template: its path below `templates/`.
    pub fn template(&self) -> &str {
        self.name.strip_prefix("templates/").unwrap_or(&self.name)
    }

    /// The name that views have for an asset: its path below `static/`, and in the site below `assets/`.
    pub fn asset(&self) -> &str {
        self.name.strip_prefix("static/").unwrap_or(&self.name)
    }

    pub fn text(&self) -> String {
        decode(&self.bytes).into_text()
    }
}

/// A theme with the site's overrides in place.
pub struct Theme {
    /// The name of its folder in `themes/`.
    pub name: String,
    pub templates: Vec<ThemeFile>,
    /// What is served as it is, below `assets/`.
    pub assets: Vec<ThemeFile>,
    /// The version of each asset, by its path below `assets/`.
    pub versions: BTreeMap<String, String>,
    /// The words of each of the site's languages, the first one first.
    pub words: Vec<Arc<Words>>,
    /// The site's own files in it, by name.
    pub overrides: Vec<Override>,
    /// A hash of its words, and of which files it has: on these every page depends.
    pub hash: [u8; 16],
}

/// Where its words stand.
const WORDS: &str = "i18n/";

/// The template of the search page, without which a theme has no search.
pub const SEARCH: &str = "search.html";

impl Theme {
    /// Whether the site can be searched: a theme without scripts cannot do that.
    pub fn has_search(&self) -> bool {
        self.templates.iter().any(|file| file.template() == SEARCH)
    }

    /// The text of one of its templates, which may stand inside the program.
    pub fn text_of(&self, path: &SourcePath) -> Option<String> {
        self.templates.iter().find(|file| file.path == *path).map(ThemeFile::text)
    }
}

/// Loads the theme `name` for a site in `languages`.
///
/// # Errors
/// A file of the site that cannot be read.
pub fn load(
    name: &str,
    languages: &[String],
    sources: &SourceSet,
    read: &dyn Read,
) -> io::Result<(Theme, Vec<Diagnostic>)> {
    let mut files: BTreeMap<String, ThemeFile> = BTreeMap::new();
    if let Some(folder) = EMBEDDED.get_dir(name) {
        embedded(folder, name, &mut files);
    }
    let mut own = format!("themes/{name}");
    let mut of_site = Vec::new();
    for file in sources.below(&own) {
        let inner = file.path.as_str()[own.len() + 1..].to_string();
        let bytes = read.read(&file.path)?;
        of_site.push(ThemeFile { name: inner, path: file.path.clone(), bytes });
    }
    files.extend(of_site.iter().map(|file| (file.name.clone(), file.clone())));
    let mut found = Vec::new();
    let overrides = overrides::look(name, &of_site, &files, languages, &mut found);
    if files.is_empty() {
        let place = Place::value(&SourcePath::new(config::FILE), Field::of("theme"));
        let names: Vec<&str> = inside().collect();
        let diagnostic = Diagnostic::new(Check::WrongValue, place, format!("there is no theme `{name}`"))
            .help(format!("put it into {own}/, or use {}", names.join(" or ")));
        found.push(diagnostic.help_nearest(name, names.iter().copied()));
        // Another stands in, so that nothing is said of files that nobody meant.
        if let Some(folder) = EMBEDDED.get_dir(config::DEFAULT_THEME) {
            embedded(folder, config::DEFAULT_THEME, &mut files);
            own = format!("themes/{}", config::DEFAULT_THEME);
        }
    }
    let mut hasher = blake3::Hasher::new();
    for (name, file) in &files {
        hasher.update(name.as_bytes()).update(&[0]);
        if name.starts_with(WORDS) {
            hasher.update(blake3::hash(&file.bytes).as_bytes());
        }
    }
    let mut hash = [0; 16];
    hash.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    let words = words(&files, &own, languages, &mut found);
    let below = |folder: &str| {
        let inside = |file: &&ThemeFile| file.name.starts_with(folder);
        files.values().filter(inside).cloned().collect::<Vec<_>>()
    };
    let (name, templates, assets) = (name.to_string(), below("templates/"), below("static/"));
    let versions = assets.iter().map(|file| (file.asset().to_string(), file.version())).collect();
    Ok((Theme { name, templates, assets, versions, words, overrides, hash }, found))
}

fn embedded(folder: &Dir<'static>, theme: &str, files: &mut BTreeMap<String, ThemeFile>) {
    for file in folder.files() {
        let Some(path) = file.path().to_str() else {
            continue;
        };
        let path = path.replace('\\', "/");
        let name = path[theme.len() + 1..].to_string();
        let path = SourcePath::new(format!("themes/{path}"));
        files.insert(name.clone(), ThemeFile { name, path, bytes: file.contents().into() });
    }
    for inner in folder.dirs() {
        embedded(inner, theme, files);
    }
}

/// The words of each language: `i18n/en.ftl` for `en`.
fn words(
    files: &BTreeMap<String, ThemeFile>,
    own: &str,
    languages: &[String],
    found: &mut Vec<Diagnostic>,
) -> Vec<Arc<Words>> {
    let mut all: Vec<Arc<Words>> = Vec::new();
    let first = file_of(languages.first().map_or("en", |tag| tag));
    // What a site changes of the first language's words, it changes; the others are still needed.
    let mut first_keys = keys(&words_inside(own, languages.first().map_or("en", |tag| tag)));
    first_keys.extend(files.get(&first).map(|file| keys(&file.text())).unwrap_or_default());
    for tag in languages {
        let file = files.get(&file_of(tag));
        let text = file.map(ThemeFile::text).unwrap_or_default();
        // A site's file of words need only hold those that it changes.
        let beneath = words_inside(own, tag);
        // Below the site's own first language stands English, which every theme has.
        let english = words_inside(own, "en");
        let fallback = match all.first() {
            Some(first) => Some(first.clone()),
            None if tag != "en" => Some(Arc::new(Words::new("en", &[&english], None).0)),
            None => None,
        };
        let (words, problems) = Words::new(tag, &[&beneath, &text], fallback);
        let path = file.map_or_else(|| SourcePath::new(format!("{own}/{}", file_of(tag))), |file| file.path.clone());
        for span in problems {
            let diagnostic = Diagnostic::new(Check::Template, Place::bytes(&path, span), "this is no word in Fluent");
            found.push(diagnostic.help("write `name = words`; what goes on in the next line is indented"));
        }
        let missing: Vec<&String> = first_keys.iter().filter(|key| !words.has(key)).collect();
        if file.is_none() && beneath.is_empty() {
            let message = format!("the theme has no words in `{tag}`; the first language's stand in");
            found.push(Diagnostic::new(Check::MissingWord, Place::file(&path), message).help(format!("add {path}")));
        } else {
            for key in missing {
                let message = format!("`{tag}` has no word for `{key}`");
                found.push(
                    Diagnostic::new(Check::MissingWord, Place::file(&path), message).help(format!("add `{key} = …`")),
                );
            }
        }
        all.push(Arc::new(words));
    }
    all
}

/// The program's own words of a theme, given by its folder `themes/NAME`; those of the default
/// theme for a theme that has none.
fn words_inside(folder: &str, tag: &str) -> String {
    let name = folder.strip_prefix("themes/").unwrap_or_default();
    let file = [name, config::DEFAULT_THEME]
        .into_iter()
        .find_map(|name| EMBEDDED.get_file(format!("{name}/{}", file_of(tag))));
    file.and_then(|file| file.contents_utf8()).unwrap_or_default().to_string()
}

fn file_of(tag: &str) -> String {
    format!("{WORDS}{tag}.ftl")
}

/// The keys of a Fluent file: what stands before `=` at the beginning of a line.
fn keys(text: &str) -> BTreeSet<String> {
    let key = |line: &str| {
        let (key, _) = line.split_once('=')?;
        let key = key.trim_end();
        let plain = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        (plain && !line.starts_with(' ')).then(|| key.to_string())
    };
    text.lines().filter_map(key).collect()
}
