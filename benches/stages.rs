//! What the stages of a build take, on an invented archive: `cargo bench --bench stages`, with `-- model`
//! for those that have that in their name. The numbers below a name are how many reports there are.

mod archive;

use std::path::Path;
use std::sync::Arc;

use archive::{TODAY, archive};
use divan::Bencher;
use divan::counter::ItemsCount;
use minutebook::build::{self, Anew, Options, Site};
use minutebook::config::Config;
use minutebook::diag::{Check, Diagnostic};
use minutebook::model::{self, Archive, Drafts, Today};
use minutebook::parse::{self, Document, identify};
use minutebook::plan::{self, Content, OutPath, Page, PageNumber};
use minutebook::publish::memory::Memory as Remembered;
use minutebook::publish::{Outcome, Work, publish};
use minutebook::reader::States;
use minutebook::source::{CONFIG, Memory, Read, SourceSet};
use minutebook::span::SourcePath;
use minutebook::theme;
use minutebook::view::Links;
use rayon::prelude::*;
use tempfile::TempDir;

/// The program's own allocator, without which every figure would be another.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const SIZES: [usize; 3] = [100, 1_000, 10_000];

fn main() {
    divan::main();
}

#[divan::bench_group(sample_count = 20, sample_size = 1, max_time = 10)]
mod stages {
    use super::*;

    #[divan::bench(args = SIZES)]
    fn parse(bencher: Bencher, reports: usize) {
        let input = Input::new(reports);
        bencher.counter(ItemsCount::new(input.documents().len())).bench(|| input.documents());
    }

    #[divan::bench(args = SIZES)]
    fn model(bencher: Bencher, reports: usize) {
        let input = Input::new(reports);
        let documents = input.documents();
        let bencher = bencher.counter(ItemsCount::new(documents.len()));
        bencher.with_inputs(|| documents.clone()).bench_values(|documents| input.archive(documents));
    }

    #[divan::bench(args = SIZES)]
    fn plan(bencher: Bencher, reports: usize) {
        let input = Input::new(reports);
        let archive = input.archive(input.documents());
        let (theme, _) = theme::load(input.config.theme_name(), &archive.languages, &input.sources, &input.memory)
            .expect("memory can be read");
        let made = || plan::plan(&archive, &theme, &input.sources);
        bencher.counter(ItemsCount::new(made().0.paths.len())).bench(made);
    }

    /// All of them, and then the bytes at every path.
    #[divan::bench(args = SIZES)]
    fn everything(bencher: Bencher, reports: usize) {
        let input = Input::new(reports);
        let bencher = bencher.counter(ItemsCount::new(input.site().plan.paths.len()));
        bencher.bench(|| {
            let site = input.site();
            let paths: Vec<(&OutPath, &Content)> = site.paths().collect();
            paths.into_par_iter().map(|(path, content)| input.bytes(&site, path, content).len()).sum::<usize>()
        });
    }
}

/// The work of one page, which is not to grow with the archive. The newest page of a list is longer
/// or shorter, as it comes.
#[divan::bench_group(max_time = 2)]
mod page {
    use super::*;

    #[divan::bench(args = SIZES)]
    fn report(bencher: Bencher, reports: usize) {
        one(bencher, reports, |page| matches!(page, Page::Report(_)));
    }

    #[divan::bench(args = SIZES)]
    fn meeting(bencher: Bencher, reports: usize) {
        one(bencher, reports, |page| matches!(page, Page::Meeting(_)));
    }

    #[divan::bench(args = SIZES)]
    fn topic(bencher: Bencher, reports: usize) {
        one(bencher, reports, |page| matches!(page, Page::Topic(_, PageNumber::Newest)));
    }

    /// The page in the middle of those that are `wanted`.
    fn one(bencher: Bencher, reports: usize, wanted: fn(&Page) -> bool) {
        let input = Input::new(reports);
        let site = input.site();
        let is_wanted = |content: &Content| matches!(content, Content::Page(_, page) if wanted(page));
        let paths: Vec<(&OutPath, &Content)> = site.paths().filter(|(_, content)| is_wanted(content)).collect();
        let (path, content) = paths[paths.len() / 2];
        bencher.bench(|| input.bytes(&site, path, content));
    }
}

/// A site that is built already, into a folder: on a RAM disk, if there is one.
#[divan::bench_group(sample_count = 20, sample_size = 1, max_time = 10)]
mod publishing {
    use super::*;

    #[divan::bench(args = [1_000])]
    fn new_site(bencher: Bencher, reports: usize) {
        let input = Input::new(reports);
        let site = input.site();
        bencher.with_inputs(folder).bench_refs(|folder| input.published(&site, folder.path()));
    }

    #[divan::bench(args = [1_000])]
    fn nothing_changed(bencher: Bencher, reports: usize) {
        let (input, folder) = (Input::new(reports), folder());
        let site = input.site();
        input.published(&site, folder.path());
        bencher.bench(|| input.published(&site, folder.path()));
    }

    /// The site before and after the edit of a title, by turns.
    #[divan::bench(args = [1_000])]
    fn one_edit(bencher: Bencher, reports: usize) {
        let (before, folder) = (Input::new(reports), folder());
        let after = before.edited();
        let sites = [(&before, before.site()), (&after, after.site())];
        let (input, site) = &sites[0];
        input.published(site, folder.path());
        let mut turn = 0;
        bencher.bench_local(|| {
            turn = 1 - turn;
            let (input, site) = &sites[turn];
            let outcome = input.published(site, folder.path());
            assert!(!outcome.written.is_empty() && outcome.unchanged > 0, "{outcome:?}");
            outcome
        });
    }

    fn folder() -> TempDir {
        let memory = Path::new("/dev/shm");
        let folder = if memory.is_dir() { TempDir::new_in(memory) } else { TempDir::new() };
        folder.expect("a folder for the site")
    }
}

/// A site in memory.
struct Input {
    memory: Memory,
    sources: SourceSet,
    config: Arc<Config>,
}

impl Input {
    fn new(reports: usize) -> Self {
        let archive = archive(reports);
        let mut memory = Memory::default();
        for record in &archive.records {
            memory.insert(&record.path, record.file().into_bytes());
        }
        memory.insert(CONFIG, archive.config.clone().into_bytes());
        let (config, found) = Config::read(&archive.config);
        assert!(found.is_empty(), "{found:?}");
        Input { sources: memory.list(), memory, config: Arc::new(config) }
    }

    /// The same with another title over one report.
    fn edited(&self) -> Self {
        let mut memory = self.memory.clone();
        let is_report = |path: &SourcePath| path.as_str().contains("/meetings/") && path.name() != "index.md";
        let path = memory.files.keys().find(|path| is_report(path)).expect("there are reports").clone();
        let text = String::from_utf8(memory.files[&path].to_vec()).expect("it was written as UTF-8");
        memory.insert(path.as_str(), text.replacen("title: ", "title: Again ", 1).into_bytes());
        Input { sources: memory.list(), memory, config: self.config.clone() }
    }

    /// Every record read, on all cores, as a build does.
    fn documents(&self) -> Vec<Arc<Document>> {
        let read = |(path, identity)| {
            let bytes = self.memory.read(path).expect("memory can be read");
            Arc::new(parse::document(path, identity, &bytes))
        };
        let records = self.sources.files.iter().filter_map(|file| Some((&file.path, identify(&file.path).ok()?)));
        records.collect::<Vec<_>>().into_par_iter().map(read).collect()
    }

    fn archive(&self, documents: Vec<Arc<Document>>) -> Archive {
        let (config, sources, today) = (&self.config, &self.sources, Arc::new(Today::new(TODAY)));
        model::resolve(documents, model::Setting { config, sources, today: &today, drafts: Drafts::Skip }).0
    }

    fn site(&self) -> Site {
        let options = Options { today: TODAY, drafts: Drafts::Skip, links: Links::Folders, base_url: None };
        let (site, found) = build::build(&self.sources, &self.memory, &options).expect("memory can be read");
        let odd: Vec<&Diagnostic> = found.iter().filter(|found| found.check != Check::CommitmentOverdue).collect();
        assert!(odd.is_empty(), "{odd:?}");
        site
    }

    fn bytes(&self, site: &Site, path: &OutPath, content: &Content) -> Vec<u8> {
        site.write(path, content, &self.memory).expect("nothing is wrong with it")
    }

    fn published(&self, site: &Site, folder: &Path) -> Outcome {
        let work = Work {
            read: &self.memory,
            progress: &|_| (),
            step: &|| Ok(()),
            memory: &Remembered::default(),
            states: &States::default(),
            photos: &Anew,
        };
        publish(site, folder, &work).expect("the folder can be written to")
    }
}
