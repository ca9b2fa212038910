//! Text + archive -> files that a clerk goes on with: what `init`, `new` and `import` make.
//!
//! Nothing is written here, and nothing that stands is changed: `cli` writes each file
//! that is not there yet.

pub mod meeting;
pub mod record;
pub mod report;
pub mod starter;

use icu_normalizer::ComposingNormalizerBorrowed;

use crate::diag::nearest;
use crate::lang::is_han;
use crate::model::{Archive, Handle, Organization, Told};
use crate::parse::{Kind, keys};
use crate::span::SourcePath;
use crate::yaml;

/// A file that is to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFile {
    pub path: SourcePath,
    pub bytes: Vec<u8>,
}

impl NewFile {
    /// A file that holds text.
    pub fn of_text(path: SourcePath, text: impl Into<String>) -> Self {
        NewFile { path, bytes: text.into().into_bytes() }
    }
}

/// The languages in which files can be made; the first stands in for any other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tongue {
    English,
    Chinese,
}

impl Tongue {
    /// The language of a site by its tag: any `zh` is Chinese, all else English.
    pub fn of(tag: &str) -> Self {
        if tag == "zh" || tag.starts_with("zh-") { Tongue::Chinese } else { Tongue::English }
    }

    /// How a clerk of this language writes a key of front matter.
    pub fn key(self, kind: Kind, name: &'static str) -> &'static str {
        let key = keys(kind).iter().find(|key| key.name == name).expect("a key that the tables have");
        match self {
            Tongue::English => key.name,
            Tongue::Chinese => key.aliases.first().unwrap_or(&key.name),
        }
    }
}

/// What stands in the way of a new file, with what to do instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    pub message: String,
    pub help: String,
}

fn unknown<'a>(what: &str, id: &str, known: impl Iterator<Item = &'a str>, otherwise: &str) -> Unknown {
    let known: Vec<&str> = known.collect();
    let help = match nearest(id, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() || known.len() > 20 => otherwise.to_string(),
        None => format!("the site has {}; or {otherwise}", known.join(", ")),
    };
    Unknown { message: format!("no {what} named `{id}`"), help }
}

fn organization(archive: &Archive, id: &str) -> Result<Handle<Told<Organization>>, Unknown> {
    let otherwise = format!("make content/organizations/{id}.md first");
    archive.organizations.find(id).ok_or_else(|| unknown("organization", id, archive.organizations.ids(), &otherwise))
}

/// The id that a name or a title suggests: its letters and digits in lower case, of any script, with `-` for what
/// stands between, and no more words than an address can do with. Empty where the name has neither.
pub fn id_of(name: &str) -> String {
    const LONGEST: usize = 60;
    let name = ComposingNormalizerBorrowed::new_nfc().normalize(name).to_lowercase();
    let mut out = String::new();
    let mut length = 0;
    for letter in name.chars() {
        // A lower-case letter alone may be what an upper-case one becomes (Unicode has some that stay).
        if letter.is_alphanumeric() && !letter.is_uppercase() {
            if length >= LONGEST && !is_han(letter) || length >= 2 * LONGEST {
                // Whole words only.
                if let Some(at) = out.rfind('-').filter(|at| *at > LONGEST / 2) {
                    out.truncate(at);
                }
                break;
            }
            length += if is_han(letter) { 3 } else { 1 };
            out.push(letter);
        } else if matches!(letter, '\'' | '’' | '.') {
            // St. John’s is st-johns.
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
            length += 1;
        }
    }
    ComposingNormalizerBorrowed::new_nfc().normalize(out.trim_matches('-')).into_owned()
}

/// The line of a new record that keeps it from readers.
pub fn draft_line(archive: &Archive, kind: Kind) -> String {
    format!("{}: true", Tongue::of(archive.config.first_language()).key(kind, "draft"))
}

/// Front matter that is known, and the rest of the file in the site's language.
fn stub(tongue: Tongue, kind: Kind, front: &[(&'static str, String)], [english, chinese]: [&str; 2]) -> String {
    let line = |(name, value): &(&'static str, String)| format!("{}: {value}\n", tongue.key(kind, name));
    let rest = match tongue {
        Tongue::English => english,
        Tongue::Chinese => chinese,
    };
    format!("---\n{}{rest}", front.iter().map(line).collect::<String>())
}

/// Text as a value of YAML, quoted where it would be read as something else.
pub fn scalar(text: &str) -> String {
    yaml::line(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_suggests_an_id() {
        assert_eq!(id_of("The bus stop’s move, 4 May"), "the-bus-stops-move-4-may");
        assert_eq!(id_of("  陈宁（副书记） "), "陈宁-副书记");
        assert_eq!(id_of("Cafe\u{301}"), "café");
        assert_eq!(id_of("?!"), "");
    }

    #[test]
    fn what_yaml_would_misread_is_quoted() {
        assert_eq!(scalar("Annual debriefing, 24 February 2023"), "Annual debriefing, 24 February 2023");
        for text in ["yes", "2022", "a: b", "# no", "- a", "14:30", "“”", "a\nb", ""] {
            let read: String = serde_yaml::from_str(&scalar(text)).unwrap();
            assert_eq!(read, text);
        }
    }
}
