//! Views -> bytes: HTML through the theme's templates, Atom and sitemaps through an XML writer, and the
//! style sheets of volumes.

mod feed;
mod fields;
mod leaves;
mod sitemap;

use std::borrow::Cow;
use std::sync::Arc;

use tera::{Context, ErrorKind, Kwargs, State, Tera, TeraResult};

pub use feed::feed;
pub use leaves::leaves;
pub use sitemap::{robots, sitemap};

use crate::config::RawHtml;
use crate::diag::{Check, Diagnostic, Place, Severity};
use crate::lang::{Put, Words};
use crate::markdown::{self, Layout};
use crate::model::Language;
use crate::parse::identify;
use crate::span::{SourcePath, Span};
use crate::theme::{self, Theme};
use crate::view::part::{Body, Html};
use crate::view::{Shown, TEMPLATES, View, Wanted};

/// A theme's templates, ready for use in each language.
pub struct Renderer {
    /// One for each language: its words are the only thing in which they differ.
    engines: Vec<Tera>,
    words: Vec<Arc<Words>>,
    /// The templates by name, as they are written.
    texts: Vec<(String, String)>,
    /// Where each template stands.
    paths: Vec<(String, SourcePath)>,
    /// What the templates can read of a view.
    pub wanted: Wanted,
    raw_html: RawHtml,
}

/// Makes a theme's templates ready, and checks every field that they name.
pub fn renderer(theme: &Theme, raw_html: RawHtml) -> (Renderer, Vec<Diagnostic>) {
    let named = || theme.templates.iter().map(|file| (file.template().to_string(), file));
    let paths: Vec<_> = named().map(|(name, file)| (name, file.path.clone())).collect();
    let texts: Vec<(String, String)> = named().map(|(name, file)| (name, file.text())).collect();
    let wanted = Wanted::by(texts.iter().map(|(_, text)| text.as_str()));
    let (engines, words) = (Vec::new(), theme.words.clone());
    let mut renderer = Renderer { engines, words, texts, paths, wanted, raw_html };
    let mut found = Vec::new();
    let lacks = |needed: &&str| *needed != theme::SEARCH && !renderer.texts.iter().any(|(name, _)| name == *needed);
    for needed in TEMPLATES.iter().map(|(needed, _)| *needed).filter(lacks) {
        let path = SourcePath::new(format!("themes/{}/templates/{needed}", theme.name));
        let message = format!("the theme has no template `{needed}`");
        found.push(Diagnostic::new(Check::Template, Place::file(&path), message).help(format!("add {path}")));
    }
    for words in &theme.words {
        let engine = engine(&renderer.texts, words, with_words).or_else(|_| engine(&renderer.texts, words, as_written));
        if let Err(error) = &engine {
            // The templates are the same in every language; so are their faults.
            if found
                .iter()
                .all(|diagnostic| diagnostic.check != Check::Template || diagnostic.severity != Severity::Error)
            {
                found.push(renderer.fault(error, "templates"));
            }
        }
        renderer.engines.push(engine.unwrap_or_default());
    }
    if found.is_empty() {
        found.extend(fields::check(theme));
    }
    (renderer, found)
}

/// The templates as the engine has them, each prepared.
fn engine(
    texts: &[(String, String)],
    words: &Arc<Words>,
    prepare: for<'a> fn(&'a str, &Words) -> Cow<'a, str>,
) -> TeraResult<Tera> {
    let mut engine = Tera::new();
    engine.register_function("t", say(words.clone()));
    let prepared: Vec<_> = texts.iter().map(|(name, text)| (name.as_str(), prepare(text, words))).collect();
    engine.add_raw_templates(prepared.iter().map(|(name, text)| (*name, &**text)))?;
    Ok(engine)
}

fn as_written<'a>(text: &'a str, _: &Words) -> Cow<'a, str> {
    text.into()
}

/// A template with the words in it that are the same on every page. The engine takes longer to say a
/// word than to write it.
fn with_words<'a>(text: &'a str, words: &Words) -> Cow<'a, str> {
    const BEGIN: &str = "{{ t(key=\"";
    const END: &str = "\") }}";
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(BEGIN) {
        out.push_str(before);
        let whole = after.split_once(END).and_then(|(key, after)| Some((words.alone(key)?, after)));
        // What the engine would read as its own, or trim, stays with it.
        match whole.filter(|(word, _)| !word.contains(['{', '}']) && word.trim() == *word) {
            Some((word, after)) => {
                out.push_str(&markdown::escape(&word));
                rest = after;
            }
            None => {
                out.push_str(BEGIN);
                rest = after;
            }
        }
    }
    (out + rest).into()
}

/// `t(key="reports-count", count=3)`: words of the interface, pure over the theme's files.
fn say(words: Arc<Words>) -> impl Fn(Kwargs, &State) -> TeraResult<String> + Send + Sync + 'static {
    move |values, _| {
        let key = values.must_get::<&str>("key")?;
        if !words.knows(key) {
            return Err(tera::Error::message(format!("the theme has no word for `{key}`")));
        }
        let put: Vec<(&str, Put<'_>)> = values
            .iter()
            .filter_map(|(name, value)| match (value.as_u64(), value.as_str()) {
                (Some(number), _) => Some((name.as_str()?, Put::Number(number as usize))),
                (None, text) => Some((name.as_str()?, Put::Text(text.unwrap_or_default()))),
            })
            .collect();
        Ok(words.say(key, &put))
    }
}

impl Renderer {
    /// Lays the text of a record out. `text` is the decoded text of the file that holds it.
    pub fn body(&self, body: &Body, text: &str) -> Html {
        let resolve = |written: &str| body.links.iter().find(|(link, _)| link == written).map(|(_, to)| to.clone());
        let taken = identify(&body.file).map_or(&[][..], |identity| identity.kind.anchors());
        let layout = Layout { taken, prefix: &body.prefix, top: body.top, raw: self.raw_html };
        Html(markdown::html(text.get(body.start..).unwrap_or(""), layout, &resolve))
    }

    /// Lays a view out, whose texts have been laid out.
    ///
    /// # Errors
    /// What the template does not say right, with its file and line.
    pub fn html(&self, language: Language, view: &View) -> Result<Vec<u8>, Box<Diagnostic>> {
        let fail = |error: &tera::Error| Box::new(self.fault(error, view.template));
        let context = Context::from_serialize(&Shown(&view.data, &self.wanted)).map_err(|error| fail(&error))?;
        let mut out = Vec::with_capacity(16 * 1024);
        let result = self.engines[language.0].render_to(view.template, &context, &mut out);
        result.map_err(|error| {
            // With the templates as they are written, its place is theirs.
            let written = engine(&self.texts, &self.words[language.0], as_written);
            let again = written.and_then(|engine| engine.render_to(view.template, &context, &mut Vec::new()));
            fail(&again.err().unwrap_or(error))
        })?;
        Ok(out)
    }

    /// What the engine says, at the template's place.
    fn fault(&self, error: &tera::Error, template: &str) -> Diagnostic {
        let place_of = |name: &str| {
            let known = self.paths.iter().find(|(template, _)| template == name).map(|(_, path)| path.clone());
            known.unwrap_or_else(|| SourcePath::new(format!("templates/{name}")))
        };
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                let span = &report.span().range;
                let place = Place::bytes(&place_of(report.filename()), Span::new(span.start, span.end));
                Diagnostic::new(Check::Template, place, lower_first(report.message()))
            }
            ErrorKind::CircularExtend { tpl, .. } => {
                Diagnostic::new(Check::Template, Place::file(&place_of(tpl)), "this template extends itself")
            }
            ErrorKind::CircularInclude { tpl, include_chain } => {
                let message = format!("this template includes itself: {}", include_chain.join(" → "));
                Diagnostic::new(Check::Template, Place::file(&place_of(tpl)), message)
            }
            ErrorKind::MissingParent { current, parent } => {
                let message = format!("this template extends `{parent}`, which the theme does not have");
                Diagnostic::new(Check::Template, Place::file(&place_of(current)), message)
            }
            _ => Diagnostic::new(Check::Template, Place::file(&place_of(template)), lower_first(&error.to_string())),
        }
    }
}

/// A message of the engine in the style of ours: lower case, no full stop.
fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    let lower: String = chars.next().map_or(String::new(), |first| first.to_lowercase().chain(chars).collect());
    lower.trim_end_matches('.').to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_in_templates_as_the_engine_would_write_them() {
        let texts = ["en", "zh-Hans"]
            .map(|tag| format!("a = A \"<b>\" & it's {tag}\ngap = {{\" \"}}\nof = of {{$n}}\ncurly = {{\"{{\"}}"));
        for text in &texts {
            let words = Arc::new(Words::new("en", &[text], None).0);
            let template = "{{ t(key=\"a\") }}|{{- t(key=\"a\") }}|{{ t(key=\"gap\") }}|{{ t(key=\"of\", n=1) }}|{{ t(key=\"curly\") }}";
            let all = [("page.html".to_string(), template.to_string())];
            let html = |prepare| {
                let mut out = Vec::new();
                engine(&all, &words, prepare).unwrap().render_to("page.html", &Context::new(), &mut out).unwrap();
                String::from_utf8(out).unwrap()
            };
            assert_eq!(html(with_words), html(as_written));
            let prepared = with_words(template, &words);
            assert_eq!(prepared.matches("t(key").count(), 4, "{prepared}");
        }
    }
}
