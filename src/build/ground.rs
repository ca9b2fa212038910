//! What lies under all records: the configuration and the theme.

use std::sync::Arc;

use super::Failure;
use crate::config::{self, Config};
use crate::diag::{Check, Diagnostic};
use crate::model::stable;
use crate::parse;
use crate::render::{self, Renderer};
use crate::source::{Read, SourceSet};
use crate::span::SourcePath;
use crate::theme::{self, Theme};

/// The configuration and the theme of a site, ready for use.
pub struct Ground {
    pub config: Arc<Config>,
    pub theme: Theme,
    pub renderer: Renderer,
    /// What is wrong with them, as the configuration weighs it, sorted; each once.
    pub found: Vec<Diagnostic>,
}

/// Whether a file belongs to it.
pub fn is_of_ground(file: &SourcePath) -> bool {
    file.as_str() == config::FILE || file.as_str().starts_with("themes/")
}

impl Ground {
    /// With `base_url` in place of that of the configuration.
    ///
    /// # Errors
    /// A source file that cannot be read.
    pub fn read(sources: &SourceSet, read: &dyn Read, base_url: Option<&str>) -> Result<Ground, Failure> {
        let (mut config, mut found) = configuration(read)?;
        if let Some(base_url) = base_url {
            config.base_url = Some(crate::yaml::Text(base_url.to_string()));
        }
        let (theme, more) = theme::load(config.theme_name(), &config.all_languages(), sources, read)
            .map_err(|error| Failure::Machine(SourcePath::new("themes"), error))?;
        found.extend(more);
        let (renderer, more) = render::renderer(&theme, config.raw_html());
        found.extend(more);
        let mut found = config.weigh(found);
        found.sort_by(Diagnostic::order);
        found.dedup();
        Ok(Ground { config: Arc::new(config), theme, renderer, found })
    }

    /// What is found and was not, where this was found before, and what is mended.
    pub fn differs(&self, before: &[Diagnostic]) -> [Vec<Diagnostic>; 2] {
        let only = |these: &[Diagnostic], those: &[Diagnostic]| {
            these.iter().filter(|one| !those.contains(one)).cloned().collect()
        };
        [only(&self.found, before), only(before, &self.found)]
    }

    /// A hash of what of it, besides the topics, the archive and the plan depend on. The rest is words, and how pages are
    /// laid out.
    pub fn bearing(&self) -> u64 {
        let templates: Vec<&str> = self.theme.templates.iter().map(|file| file.template()).collect();
        let assets: Vec<&str> = self.theme.assets.iter().map(|file| file.asset()).collect();
        stable(&(self.config.without_words(), templates, assets))
    }
}

fn configuration(read: &dyn Read) -> Result<(Config, Vec<Diagnostic>), Failure> {
    let file = SourcePath::new(config::FILE);
    let bytes = read.read(&file).map_err(|error| Failure::Machine(file.clone(), error))?;
    let (text, encoding) = parse::text(&file, &bytes);
    let (config, mut found) = Config::read(&text);
    // Of a file that is no text nothing else can be said.
    if encoding.as_ref().is_some_and(|encoding| encoding.check == Check::UnknownEncoding) {
        found.clear();
    }
    found.extend(encoding);
    Ok((config, found))
}
