//! The stages in order: from the files of a site to a `Site` that gives bytes when asked.

mod ground;
mod parsed;
mod photos;
mod taken;
mod trace;

pub use ground::{Ground, is_of_ground};
pub use parsed::{Earlier, Parsed, Read as ReadBefore};
pub use photos::{Anew, Photo, Photos};
pub use taken::Taken;
pub use trace::Trace;

use std::io;
use std::sync::Arc;

use jiff::civil;
use rayon::prelude::*;

use crate::config::Config;
use crate::diag::{Check, Diagnostic, Place, Severity, nearest};
use crate::markdown;
use crate::model::{self, Archive, Days, Drafts, Language, Today, stable};
use crate::parse::{Document, Identity, Misplaced, decode, identify};
use crate::plan::search::{Part, Shard};
use crate::plan::{self, Content, OutPath, Page, Plan};
use crate::reader::{self, Need, Reader, Seen, States};
use crate::render;
use crate::search::{self, Index};
use crate::source::{Read, SourceFile, SourceSet, Stamp};
use crate::span::SourcePath;
use crate::theme::Theme;
use crate::view::{self, Links};

/// What a build depends on besides the files.
#[derive(Clone, Debug)]
pub struct Options {
    /// Decides what is past, due and under embargo.
    pub today: civil::Date,
    pub drafts: Drafts,
    pub links: Links,
    /// Instead of the configuration's `base_url`.
    pub base_url: Option<String>,
}

/// A site: every output path, and for each what turns into bytes.
pub struct Site {
    pub archive: Archive,
    pub plan: Plan,
    ground: Ground,
    links: Links,
    drafts: Drafts,
    base_url: Option<String>,
    indexes: search::Memo,
}

/// The bytes of a path, and what they were made from.
pub struct Made {
    pub bytes: Vec<u8>,
    /// What the archive had to say for them; `None` where that cannot be named.
    pub needs: Option<Vec<Need>>,
    /// The days on which they are the same, if what the archive says is.
    pub days: Days,
}

/// Why bytes could not be made.
#[derive(Debug)]
pub enum Failure {
    /// The content or the theme is wrong.
    Content(Box<Diagnostic>),
    /// The machine failed at a file.
    Machine(SourcePath, io::Error),
}

/// A stage of a build that has come to its end, and how much it made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The configuration, the theme's files and templates.
    Theme { templates: usize },
    /// Files read into documents.
    Parse { documents: usize },
    /// Documents resolved into the archive.
    Model { records: usize },
    /// Every output path.
    Plan { paths: usize },
}

/// Builds the site of `sources`. With an error among the diagnostics it must not be published.
///
/// # Errors
/// A source file that cannot be read.
pub fn build(sources: &SourceSet, read: &dyn Read, options: &Options) -> Result<(Site, Vec<Diagnostic>), Failure> {
    build_with(sources, read, options, &mut With { parsed: None, ended: &mut |_| () })
}

/// What a build may be given besides its input; it changes nothing of what comes out.
pub struct With<'a> {
    /// Documents of an earlier build, and then of this one.
    pub parsed: Option<&'a mut dyn Earlier>,
    /// Is told of every stage that has come to its end.
    pub ended: &'a mut dyn FnMut(Stage),
}

/// `build`, with what was read before, and with somebody who watches.
///
/// # Errors
/// As `build`.
pub fn build_with(
    sources: &SourceSet,
    read: &dyn Read,
    options: &Options,
    with: &mut With<'_>,
) -> Result<(Site, Vec<Diagnostic>), Failure> {
    let ground = Ground::read(sources, read, options.base_url.as_deref())?;
    (with.ended)(Stage::Theme { templates: ground.theme.templates.len() });
    let (documents, mut found) = documents(sources, read, &mut with.parsed)?;
    (with.ended)(Stage::Parse { documents: documents.len() });
    found.extend(strangers(sources));
    let today = Arc::new(Today::new(options.today));
    let setting = model::Setting { config: &ground.config, sources, today: &today, drafts: options.drafts };
    let records = documents.len();
    let (mut archive, more) = model::resolve(documents, setting);
    found.extend(more);
    (with.ended)(Stage::Model { records });
    let (plan, more) = plan::plan(&archive, &ground.theme, sources);
    found.extend(more);
    (with.ended)(Stage::Plan { paths: plan.paths.len() });

    archive.has_fixed_pages = plan::has_fixed_pages(&archive, &plan);
    archive.dangles = found.iter().any(|diagnostic| diagnostic.check.dangles());
    let mut found = ground.config.weigh(found);
    found.extend_from_slice(&ground.found);
    found.par_sort_by(Diagnostic::order);
    found.dedup();
    Ok((Site::of(archive, plan, ground, options), found))
}

/// Whether a site with these diagnostics may be published.
pub fn has_errors(found: &[Diagnostic]) -> bool {
    found.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
}

/// Reads every record under `content/`.
fn documents(
    sources: &SourceSet,
    read: &dyn Read,
    parsed: &mut Option<&mut dyn Earlier>,
) -> Result<(Vec<Arc<Document>>, Vec<Diagnostic>), Failure> {
    let mut found = Vec::new();
    let mut records: Vec<(&SourceFile, Identity)> = Vec::new();
    for file in sources.below("content") {
        match identify(&file.path) {
            Ok(identity) => records.push((file, identity)),
            Err(Misplaced::NotMarkdown) => {}
            Err(Misplaced::NoKindHere) => found.push(misplaced(&file.path)),
        }
    }
    let before = parsed.as_deref();
    let read_one = |(file, identity): (&SourceFile, Identity)| {
        if let Some(known) = before.and_then(|before| before.get(file)) {
            return Ok(known);
        }
        let bytes = read.read(&file.path).map_err(|error| Failure::Machine(file.path.clone(), error))?;
        match before.and_then(|before| before.get_of(&file.path, parsed::Read::hash(&bytes))) {
            Some(known) => Ok(known),
            None => Ok(parsed::Read::of(&file.path, identity, &bytes)),
        }
    };
    let files: Vec<&SourceFile> = records.iter().map(|(file, _)| *file).collect();
    let results: Vec<Result<parsed::Read, Failure>> = records.into_par_iter().map(read_one).collect();
    let all = results.into_iter().collect::<Result<Vec<parsed::Read>, Failure>>()?;
    found.extend(all.iter().flat_map(|read| read.document.found.iter().cloned()));
    let documents = all.iter().map(|read| read.document.clone()).collect();
    if let Some(parsed) = parsed {
        parsed.keep(files.into_iter().cloned().zip(all).collect());
    }
    Ok((documents, found))
}

fn misplaced(path: &SourcePath) -> Diagnostic {
    const FOLDERS: [&str; 5] = ["meetings", "news", "pages", "people", "organizations"];
    let diagnostic =
        Diagnostic::new(Check::MisplacedFile, Place::file(path), "no kind of record stands in this folder");
    let folder = path.as_str().split('/').nth(1).unwrap_or("");
    if folder == "meetings" {
        return diagnostic.help("a meeting is a folder: content/meetings/ID/index.md");
    }
    match nearest(folder, FOLDERS) {
        Some(near) if near != folder => diagnostic.help(format!("did you mean `content/{near}/`?")),
        _ => diagnostic.help(format!("records stand in content/ under {}", FOLDERS.join(", "))),
    }
}

fn strangers(sources: &SourceSet) -> impl Iterator<Item = Diagnostic> {
    sources.strangers.iter().map(|path| {
        let message = "this is a symbolic link, a device or a socket; it is not read";
        Diagnostic::new(Check::NotAFile, Place::file(path), message).help("put a copy of the file here instead")
    })
}

impl Site {
    fn of(archive: Archive, plan: Plan, ground: Ground, options: &Options) -> Site {
        let Options { today: _, drafts, links, base_url } = options.clone();
        Site { archive, plan, ground, links, drafts, base_url, indexes: search::Memo::default() }
    }

    /// A site whose archive was kept, with its plan; nothing where the configuration or the theme is wrong, or they were
    /// made on another ground.
    pub fn kept(
        archive: impl FnOnce(Arc<Config>) -> Option<Archive>,
        plan: Plan,
        bearing: u64,
        sources: &SourceSet,
        read: &dyn Read,
        options: &Options,
    ) -> Option<Site> {
        let ground = Ground::read(sources, read, options.base_url.as_deref()).ok()?;
        if has_errors(&ground.found) || ground.bearing() != bearing {
            return None;
        }
        Some(Site::of(archive(ground.config.clone())?, plan, ground, options))
    }

    /// How many records the site has.
    pub fn records(&self) -> usize {
        let Archive { meetings, reports, stories, pages, people, organizations, .. } = &self.archive;
        meetings.len() + reports.len() + stories.len() + pages.len() + people.len() + organizations.len()
    }

    /// The configuration and the theme.
    pub fn ground(&self) -> &Ground {
        &self.ground
    }

    /// The theme that it is laid out with.
    pub fn theme(&self) -> &Theme {
        &self.ground.theme
    }

    /// The paths of the site, sorted.
    pub fn paths(&self) -> impl Iterator<Item = (&OutPath, &Content)> {
        self.plan.paths.iter()
    }

    /// A hash of what everything depends on besides its needs: the program's version, what every page may show of the
    /// configuration, the theme's words, and how links are written.
    pub fn base(&self) -> u64 {
        let Archive { config, languages, .. } = &self.archive;
        stable(&(env!("CARGO_PKG_VERSION"), config.common(), languages, self.ground.theme.hash, self.links))
    }

    /// How all stands that pages may need.
    pub fn states(&self, sources: &SourceSet, settled: impl Fn(&Stamp) -> bool) -> States {
        States::of(&self.archive, &self.plan, &self.ground.theme, sources, settled)
    }

    /// What is wrong with photos that only decoding them shows.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn decode_photos(&self, read: &dyn Read, photos: &dyn Photos) -> Result<Vec<Diagnostic>, Failure> {
        let all: Vec<_> = self.paths().filter(|(_, content)| matches!(content, Content::Photo(..))).collect();
        let make = |(path, content): (&OutPath, &Content)| match self.make(path, content, read, photos) {
            Ok(_) => Ok(None),
            Err(Failure::Content(found)) => Ok(Some(*found)),
            Err(failure) => Err(failure),
        };
        let found = all.into_par_iter().map(make).collect::<Result<Vec<_>, Failure>>()?;
        Ok(found.into_iter().flatten().collect())
    }

    /// The bytes at a path.
    ///
    /// # Errors
    /// A template that is wrong in a way that only rendering shows, or a file that cannot be read.
    pub fn write(&self, path: &OutPath, content: &Content, read: &dyn Read) -> Result<Vec<u8>, Failure> {
        self.make(path, content, read, &Anew).map(|made| made.bytes)
    }

    /// The bytes at a path, with what they were made from.
    ///
    /// # Errors
    /// As `write`.
    pub fn make(
        &self,
        path: &OutPath,
        content: &Content,
        read: &dyn Read,
        photos: &dyn Photos,
    ) -> Result<Made, Failure> {
        let xml = |error| Failure::Machine(SourcePath::new(path.as_str()), error);
        let seen = Seen::of(&self.archive);
        let endless = seen.days();
        let of_one = |bytes, need| Ok(Made { bytes, needs: Some(vec![need]), days: endless });
        let mut bytes = Vec::new();
        match content {
            Content::Page(language, page) => {
                let view = view::page(self.setting(&seen, read), *language, page).map_err(xml)?;
                bytes = self.render(view, *language, &seen, read)?;
            }
            Content::Redirect(to) => {
                let view = view::redirect(&self.archive, self.links, path.as_str(), to);
                bytes = self.render(view, Language::default(), &seen, read)?;
            }
            Content::Feed(language, feed) => {
                let words = &self.ground.theme.words[language.0];
                let reader = Reader::new(&self.archive, &seen);
                render::feed(&reader, words, *language, *feed, &mut bytes).map_err(xml)?;
            }
            Content::Leaves(language, meeting) => {
                let leaves = view::leaves(self.setting(&seen, read), *language, *meeting);
                bytes = render::leaves(&leaves).into_bytes();
            }
            Content::Sitemap(which) => {
                render::sitemap(&self.archive, &self.plan, *which, &mut bytes).map_err(xml)?;
                return of_one(bytes, reader::of_sitemap(*which));
            }
            Content::Search(language, shard) => return self.searched(*language, shard, read, endless),
            Content::Robots => bytes = render::robots(&self.archive).into_bytes(),
            Content::Copy(source) => {
                let found = read.read(source).map_err(|error| Failure::Machine(source.clone(), error))?;
                return of_one(found.to_vec(), reader::of_file(source));
            }
            Content::Photo(source, picture, rendition) => {
                let bytes = photos.photo(&Photo { source, picture, rendition: *rendition, read })?;
                return of_one(bytes, reader::of_file(source));
            }
            Content::Asset(index) => {
                let asset = &self.ground.theme.assets[*index];
                return of_one(asset.bytes.to_vec(), reader::of_asset(asset.asset()));
            }
        }
        let days = seen.days();
        Ok(Made { bytes, needs: seen.needs(), days })
    }

    /// A file of the search.
    fn searched(&self, language: Language, shard: &Shard, read: &dyn Read, days: Days) -> Result<Made, Failure> {
        let Some(parts) = self.plan.search.get(language.0) else {
            return Ok(Made { bytes: Vec::new(), needs: None, days });
        };
        let (bytes, need) = match shard {
            Shard::Catalog => {
                let base = self.base();
                let version = |(part, pages): (&Part, &Vec<Page>)| {
                    (*part, stable(&(base, reader::search::state_of_part(&self.archive, pages))))
                };
                let words = &self.ground.theme.words[language.0];
                let kinds = search::KINDS.map(|kind| view::kind_words(kind).map(|key| words.word(key)));
                (search::catalog(parts.iter().map(version), &kinds), reader::search::of_catalog(language.0))
            }
            Shard::Part(part) | Shard::Terms(part, _) | Shard::Texts(part, _) => {
                let pages = parts.get(part).map_or(&[][..], Vec::as_slice);
                let make = || self.index(language, pages, read);
                let bytes = self.indexes.write(language, *part, shard, make)?;
                (bytes, reader::search::of_part(language.0, *part))
            }
        };
        Ok(Made { bytes, needs: Some(vec![need]), days })
    }

    /// The index of a part, which holds the records of these pages.
    fn index(&self, language: Language, pages: &[Page], read: &dyn Read) -> Result<Index, Failure> {
        let mut entries = Vec::with_capacity(pages.len());
        for page in pages {
            let seen = Seen::of(&self.archive);
            let Some(entry) = view::entry(self.setting(&seen, read), language, *page) else { continue };
            debug_assert!(
                is_within(seen, &reader::search::needs_of_entry(&self.archive, *page)),
                "the entry of {page:?} needs more than its part is known by"
            );
            let text = text(&entry.file, read)?;
            let words = markdown::plain(text.get(entry.start..).unwrap_or(""));
            entries.push((entry, words));
        }
        Ok(Index::of(&entries))
    }

    fn setting<'a>(&'a self, seen: &'a Seen, read: &'a dyn Read) -> view::Setting<'a> {
        let (archive, theme, wanted, links) =
            (&self.archive, &self.ground.theme, &self.ground.renderer.wanted, self.links);
        view::Setting { archive, seen, theme, wanted, links, read }
    }

    fn render(
        &self,
        mut view: view::View,
        language: Language,
        seen: &Seen,
        read: &dyn Read,
    ) -> Result<Vec<u8>, Failure> {
        seen.lays_out(view.template);
        for body in view.bodies() {
            body.html = self.ground.renderer.body(body, &text(&body.file, read)?);
        }
        self.ground.renderer.html(language, &view).map_err(Failure::Content)
    }
}

/// Whether all that was seen is among `known`.
fn is_within(seen: Seen, known: &[(Need, u64)]) -> bool {
    seen.days().are_endless()
        && seen.needs().is_some_and(|needs| needs.iter().all(|need| known.iter().any(|(other, _)| other == need)))
}

/// The decoded text of a file.
fn text(file: &SourcePath, read: &dyn Read) -> Result<String, Failure> {
    let bytes = read.read(file).map_err(|error| Failure::Machine(file.clone(), error))?;
    Ok(decode(&bytes).into_text())
}
