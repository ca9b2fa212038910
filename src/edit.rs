//! Text + archive -> files that a clerk goes on with: what `init`, `new` and `import` make.
//!
//! Nothing is written here, and nothing that stands is changed: `cli` writes each file
//! that is not there yet.

pub mod meeting;
pub mod starter;

use crate::parse::{Kind, keys};
use crate::span::SourcePath;

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

/// Text as a value of YAML, quoted where it would be read as something else.
pub fn scalar(text: &str) -> String {
    let text = serde_yaml::to_string(text).expect("text can always be written as YAML");
    text.trim_end().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_yaml_would_misread_is_quoted() {
        assert_eq!(scalar("Annual debriefing, 24 February 2023"), "Annual debriefing, 24 February 2023");
        for text in ["yes", "2022", "a: b", "# no", "- a", "14:30", "“”", "a\nb", ""] {
            let read: String = serde_yaml::from_str(&scalar(text)).unwrap();
            assert_eq!(read, text);
        }
    }
}
