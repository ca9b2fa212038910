//! Which templates need which: those that they extend and include, and those that declare their components.

use std::collections::{BTreeMap, BTreeSet};

use super::ThemeFile;

/// The templates of a theme, and what each of them needs. What only looks like a need counts as one.
pub struct Included<'a> {
    templates: Vec<(&'a str, &'a ThemeFile)>,
    /// For each template those that it names itself.
    named: Vec<BTreeSet<usize>>,
}

impl<'a> Included<'a> {
    pub fn of(templates: &'a [ThemeFile]) -> Included<'a> {
        let templates: Vec<(&str, &ThemeFile)> = templates.iter().map(|file| (file.template(), file)).collect();
        let texts: Vec<String> = templates.iter().map(|(_, file)| file.text()).collect();
        let places: BTreeMap<&str, usize> = (0..).zip(&templates).map(|(place, (name, _))| (*name, place)).collect();
        let mut components: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (place, text) in texts.iter().enumerate() {
            declared(text).for_each(|component| components.entry(component).or_default().push(place));
        }
        let named = |text: &String| {
            let files = text.split(['"', '\'', '`']).filter_map(|quoted| places.get(quoted));
            files.chain(placed(text).filter_map(|component| components.get(component)).flatten()).copied().collect()
        };
        let named = texts.iter().map(named).collect();
        Included { templates, named }
    }

    /// A template, and all that it needs, each once.
    pub fn by(&self, template: &str) -> Vec<&'a ThemeFile> {
        let mut wanted: Vec<usize> =
            self.templates.iter().position(|(name, _)| *name == template).into_iter().collect();
        let mut found: Vec<usize> = Vec::new();
        while let Some(place) = wanted.pop() {
            if !found.contains(&place) {
                found.push(place);
                wanted.extend(&self.named[place]);
            }
        }
        found.into_iter().map(|place| self.templates[place].1).collect()
    }

    /// Every template.
    pub fn templates(&self) -> impl Iterator<Item = &'a str> {
        self.templates.iter().map(|(name, _)| *name)
    }
}

/// The components that a text declares: `{% component NAME`.
fn declared(text: &str) -> impl Iterator<Item = &str> {
    text.split("component").skip(1).map(name)
}

/// The components that a text places: `<NAME`.
fn placed(text: &str) -> impl Iterator<Item = &str> {
    text.split('<').skip(1).map(name)
}

/// The name with which a text begins; of one with dots the first part.
fn name(text: &str) -> &str {
    let text = text.trim_start();
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::SourcePath;

    #[test]
    fn a_template_needs_what_it_extends_includes_and_places_and_what_these_need() {
        let file = |name: &str, text: &str| ThemeFile {
            name: format!("templates/{name}"),
            path: SourcePath::new(name),
            bytes: text.as_bytes().into(),
        };
        let templates = [
            file("base.html", "{{ < icon name=\"x\" /> }}"),
            file("components.html", "{%- component icon(name) -%}{% include 'deep.html' %}{% endcomponent icon %}"),
            file("deep.html", "icon list.html"),
            file("dots.html", "{% component ui.button() %}{% endcomponent ui.button %}"),
            file("list.html", "{% extends \"base.html\" %}"),
            file("topic.html", "{% extends `list.html` %}{{ <ui.button/> }}"),
        ];
        let included = Included::of(&templates);
        let by = |name| {
            let mut names: Vec<&str> = included.by(name).into_iter().map(ThemeFile::template).collect();
            names.sort_unstable();
            names.join(" ")
        };
        assert_eq!(by("deep.html"), "deep.html");
        assert_eq!(by("list.html"), "base.html components.html deep.html list.html");
        assert_eq!(by("topic.html"), "base.html components.html deep.html dots.html list.html topic.html");
        assert_eq!(by("other.html"), "");
    }
}
