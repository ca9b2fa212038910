#![expect(clippy::disallowed_methods, reason = "the edge to the output folder")]
//! `manifest.txt`: every file that minutebook wrote. It alone says what is its own.
//!
//! It is written as `sha256sum` writes (GNU coreutils), so that `sha256sum --check manifest.txt`
//! tells in any year whether a site is as it was published.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use rayon::prelude::*;

/// The manifest's path in the output folder.
pub const FILE: &str = crate::plan::MANIFEST;

/// The SHA-256 of a file's bytes.
pub type Checksum = [u8; 32];

/// The published files by path, itself left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    pub files: BTreeMap<String, Checksum>,
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
        let files: Vec<(String, Checksum)> = text.par_lines().filter_map(read_line).collect();
        Ok(Manifest { files: files.into_iter().collect() })
    }

    /// The manifest's text: sorted, one file a line.
    pub fn to_text(&self) -> String {
        let files: Vec<(&String, &Checksum)> = self.files.iter().collect();
        files.par_chunks(1000).map(lines).collect::<Vec<String>>().concat()
    }
}

fn lines(files: &[(&String, &Checksum)]) -> String {
    let mut text = String::with_capacity(files.len() * 128);
    for (path, checksum) in files {
        for byte in *checksum {
            text.push(HEX[usize::from(byte >> 4)]);
            text.push(HEX[usize::from(byte & 15)]);
        }
        text.push_str("  ");
        text.push_str(path);
        text.push('\n');
    }
    text
}

const HEX: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];

fn read_line(line: &str) -> Option<(String, Checksum)> {
    let (hex, path) = line.split_at_checked(64)?;
    let path = path.strip_prefix("  ")?;
    let mut checksum = [0; 32];
    for (byte, pair) in checksum.iter_mut().zip(hex.as_bytes().chunks(2)) {
        let digit = |digit: u8| (digit as char).to_digit(16);
        *byte = (digit(pair[0])? * 16 + digit(pair[1])?) as u8;
    }
    let inside = is_inside(path) && path.split('/').next() != Some(super::journal::FOLDER);
    inside.then(|| (path.to_string(), checksum))
}

/// Whether a path stays below the output folder. A manifest is a file that anybody can write.
pub fn is_inside(path: &str) -> bool {
    !path.contains(['\\', ':', '\0']) && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}
