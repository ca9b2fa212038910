//! The archive as it was last resolved, and the plan of its site, kept for the next run.
//!
//! A site of which nothing but records was written since is that archive with these read anew, if
//! nothing elsewhere follows from what has changed in them (`Site::retell`). It counts as nothing for
//! another day, another program, or where a file came or went.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use borsh::{BorshDeserialize, BorshSerialize};

use super::memory::{FOLDER, open_bytes, save};
use crate::build::{Options, ReadBefore, Site};
use crate::diag::Extract;
use crate::model::Drafts;
use crate::parse::{Document, identify};
use crate::plan::Plan;
use crate::source::{Read, SourceFile, SourceSet, Stamp};
use crate::span::SourcePath;

/// More files than this are read faster by building the site anew.
const MOST_CHANGED: usize = 100;

/// All that is kept, but for the archive, which stands behind it.
#[derive(BorshSerialize, BorshDeserialize)]
struct Head {
    settings: String,
    /// With no stamp where a file may be written again unnoticed.
    files: Vec<SourceFile>,
    strangers: Vec<SourcePath>,
    said: Extract,
    plan: Plan,
}

/// Keeps a site that has no errors, whose files were listed at `listed` (nanoseconds since 1970).
/// That it cannot be kept is no fault.
pub fn keep(root: &Path, options: &Options, sources: &SourceSet, listed: u128, site: &Site, said: Extract) {
    let trusted = |file: &SourceFile| {
        let stamp = if file.stamp.is_settled(listed) { file.stamp } else { Stamp::default() };
        SourceFile { stamp, ..file.clone() }
    };
    let head = Head {
        settings: settings(options),
        files: sources.files.iter().map(trusted).collect(),
        strangers: sources.strangers.clone(),
        said,
        plan: site.plan.clone(),
    };
    let _saved: Option<[u8; 32]> = save(&file(root, options), &Whole { head, archive: site.archive.to_bytes() });
}

struct Whole {
    head: Head,
    archive: Vec<u8>,
}

impl BorshSerialize for Whole {
    fn serialize<W: Write>(&self, writer: &mut W) -> io::Result<()> {
        self.head.serialize(writer)?;
        writer.write_all(&self.archive)
    }
}

/// The site of `sources`, and what is to be said of it, if it follows from what was kept.
pub fn recall(root: &Path, options: &Options, sources: &SourceSet, read: &dyn Read) -> Option<(Site, Extract)> {
    let (bytes, body) = open_bytes(&file(root, options))?;
    let mut rest = &bytes[body.clone()];
    let head = Head::deserialize(&mut rest).ok()?;
    let archive = body.end - rest.len()..body.end;
    if head.settings != settings(options) || head.strangers != sources.strangers {
        return None;
    }
    let changed = changed(&head.files, &sources.files)?;
    let mut site = Site::of_kept(&Arc::new(bytes), archive, head.plan, sources, read, options)?;
    for file in changed {
        if !site.retell(&document(file, read)?, &|path| document(path, read), sources) {
            return None;
        }
    }
    Some((site, head.said))
}

/// The records that may have been written since; nothing where anything else may have changed.
fn changed<'a>(before: &[SourceFile], now: &'a [SourceFile]) -> Option<Vec<&'a SourcePath>> {
    let is_same_file =
        |(before, now): (&SourceFile, &SourceFile)| before.path == now.path && before.picture == now.picture;
    if before.len() != now.len() || !before.iter().zip(now).all(is_same_file) {
        return None;
    }
    let written = before.iter().zip(now).filter(|(before, now)| before.stamp != now.stamp);
    let written: Vec<&SourcePath> = written.map(|(_, now)| &now.path).take(MOST_CHANGED + 1).collect();
    let are_records = written.iter().all(|path| path.as_str().starts_with("content/") && identify(path).is_ok());
    (written.len() <= MOST_CHANGED && are_records).then_some(written)
}

fn document(path: &SourcePath, read: &dyn Read) -> Option<Arc<Document>> {
    let bytes = read.read(path).ok()?;
    Some(ReadBefore::of(path, identify(path).ok()?, &bytes).document)
}

/// What the archive and the plan depend on besides the files.
fn settings(options: &Options) -> String {
    let Options { today, drafts, links: _, base_url } = options;
    format!("{today} {drafts:?} {base_url:?}")
}

fn file(root: &Path, options: &Options) -> PathBuf {
    root.join(FOLDER).join(match options.drafts {
        Drafts::Include => "archive-with-drafts",
        Drafts::Skip => "archive",
    })
}
