//! The site that `minutebook init` makes: one example meeting, in English or Chinese.

use include_dir::{Dir, include_dir};

use super::{NewFile, Tongue};
use crate::span::SourcePath;

static SITES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/edit/starter");

/// The files of a new site, in the order of their paths.
pub fn files(tongue: Tongue) -> Vec<NewFile> {
    let name = match tongue {
        Tongue::English => "en",
        Tongue::Chinese => "zh-Hans",
    };
    let mut files = Vec::new();
    collect(SITES.get_dir(name).expect("a starter for each language"), name, &mut files);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn collect(folder: &Dir<'static>, site: &str, files: &mut Vec<NewFile>) {
    for file in folder.files() {
        let path = file.path().to_str().expect("the starter's names are plain").replace('\\', "/");
        let text = file.contents_utf8().expect("the starter's files are UTF-8");
        files.push(NewFile::of_text(SourcePath::new(&path[site.len() + 1..]), text));
    }
    for inner in folder.dirs() {
        collect(inner, site, files);
    }
}
