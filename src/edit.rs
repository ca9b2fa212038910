//! Text + archive -> files that a clerk goes on with: what `init` and `new` make.
//!
//! Nothing is written here, and nothing that stands is changed: `cli` writes each file
//! that is not there yet.

pub mod meeting;
pub mod record;
pub mod report;
pub mod starter;

use icu_normalizer::ComposingNormalizerBorrowed;

use crate::diag::nearest;
use crate::model::{Archive, Handle, Organization, Told};
use crate::parse::{Kind, keys};
use crate::span::SourcePath;
use crate::yaml;

/// A file that is to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFile {
    pub path: SourcePath,
    pub text: String,
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
    fn key(self, kind: Kind, name: &'static str) -> &'static str {
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

/// The id that a name or a title suggests: its letters and digits in lower case, with `-` for all that stands between.
pub fn id_of(name: &str) -> String {
    let name = ComposingNormalizerBorrowed::new_nfc().normalize(name).to_lowercase();
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
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
fn scalar(text: &str) -> String {
    yaml::line(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_suggests_an_id() {
        assert_eq!(id_of("The bus stop’s move, 4 May"), "the-bus-stop-s-move-4-may");
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
