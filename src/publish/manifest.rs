#![expect(clippy::disallowed_methods, reason = "the edge to the output folder")]
//! `manifest.txt`: every file that minutebook wrote. It alone says what is its own.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

/// The manifest's path in the output folder.
pub const FILE: &str = crate::plan::MANIFEST;

const FIRST_LINE: &str = "# minutebook manifest 1: sha256, key, path";

/// What is known of a published file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// What its bytes were made from, in hex.
    pub key: String,
    /// The SHA-256 of its bytes, in hex.
    pub sha256: String,
}

/// The published files by path, itself left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    pub files: BTreeMap<String, Published>,
}

impl Manifest {
    /// Reads the manifest of an output folder; an empty one if there is none.
    ///
    /// Lines that are not well-formed are passed over: what a damaged manifest does not
    /// name is not minutebook's own, and stays.
    ///
    /// # Errors
    /// A manifest that cannot be read.
    pub fn read(output: &Path) -> io::Result<Manifest> {
        let text = match fs::read_to_string(output.join(FILE)) {
            Ok(text) => text,
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::InvalidData) => String::new(),
            Err(error) => return Err(error),
        };
        Ok(Manifest { files: text.lines().filter_map(read_line).collect() })
    }

    /// The manifest's text: sorted, one file a line.
    pub fn to_text(&self) -> String {
        let mut text = format!("{FIRST_LINE}\n");
        for (path, Published { key, sha256 }) in &self.files {
            text.push_str(&format!("{sha256} {key} {path}\n"));
        }
        text
    }
}

fn read_line(line: &str) -> Option<(String, Published)> {
    let mut parts = line.splitn(3, ' ');
    let (sha256, key, path) = (parts.next()?, parts.next()?, parts.next()?);
    let is_hex = |text: &str, length: usize| text.len() == length && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let inside = is_inside(path) && path.split('/').next() != Some(super::journal::FOLDER);
    (is_hex(sha256, 64) && is_hex(key, 32) && inside)
        .then(|| (path.to_string(), Published { key: key.to_string(), sha256: sha256.to_string() }))
}

/// Whether a path stays below the output folder. A manifest is a file that anybody can write.
pub fn is_inside(path: &str) -> bool {
    !path.contains(['\\', ':', '\0']) && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}
