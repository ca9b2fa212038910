//! The program, run on a site in a folder.

#![allow(dead_code, reason = "each test file uses what it needs")]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use expect_test::Expect;

use super::disk::unpack;
use super::support::site;

/// A folder that is removed at the end of the test.
pub struct Place {
    pub folder: tempfile::TempDir,
}

pub fn place(text: &str) -> Place {
    let folder = tempfile::tempdir().expect("a folder for the test");
    unpack(&site(text), &folder.path().join("site"));
    Place { folder }
}

pub struct Ran {
    pub status: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Place {
    pub fn root(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    pub fn public(&self) -> PathBuf {
        self.root().join("public")
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_minutebook"));
        command.env_clear().current_dir(self.root()).args(args);
        command
    }

    /// Runs the program in the site's folder on 1 June 2024.
    pub fn run(&self, args: &[&str]) -> Ran {
        ran(self.command(args).args(["--today", "2024-06-01"]))
    }
}

pub fn ran(command: &mut Command) -> Ran {
    let output = command.stdin(Stdio::null()).output().expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program writes UTF-8");
    let status = output.status.code().expect("the program ends by itself");
    Ran { status, stdout: text(output.stdout), stderr: text(output.stderr) }
}

impl Ran {
    #[track_caller]
    pub fn ended(self, status: i32) -> Self {
        assert_eq!(self.status, status, "{}{}", self.stdout, self.stderr);
        self
    }

    /// Compares standard error, in which `folder` is written as `~`.
    #[track_caller]
    pub fn says(&self, place: &Place, expected: Expect) {
        let folder = place.folder.path().to_str().expect("a plain path");
        expected.assert_eq(&self.stderr.replace(folder, "~"));
    }
}

pub fn read(folder: &Path, path: &str) -> String {
    std::fs::read_to_string(folder.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}
