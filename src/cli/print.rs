//! Diagnostics -> what a person or a program reads.

use std::collections::BTreeMap;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use serde::Serialize;

use super::args::Format;
use super::counted;
use crate::diag::{Diagnostic, Extract, Severity, Spot};
use crate::parse::{decode, locate};
#[cfg(feature = "serve")]
use crate::serve::Fault;
use crate::source::{Disk, Read};
use crate::span::{Position, SourcePath, Span};
use crate::theme::Theme;

/// How many warnings a build shows.
pub const MOST_WARNINGS: usize = 20;

/// Which findings are shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    All,
    /// All errors, and the first warnings; notes are left to `check`.
    Build,
    /// As for a build, where nothing is written in any case.
    #[cfg(feature = "serve")]
    Serve,
}

/// Prints findings with the lines that they are about.
pub struct Printer<'a> {
    pub disk: &'a Disk,
    /// Where the templates inside the program are.
    pub theme: Option<&'a Theme>,
    pub format: Format,
    pub quiet: bool,
}

/// A finding for programs. The field names are relied on.
#[derive(Serialize)]
struct Line<'a> {
    severity: &'static str,
    check: &'static str,
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    message: &'a str,
    help: Option<&'a str>,
}

impl Printer<'_> {
    /// Says what was found: to people on standard error, to programs on standard output.
    pub fn print(&self, found: &[Diagnostic], shown: Shown) {
        self.say(&self.report(found, shown));
    }

    /// Says what was reported before.
    pub fn say(&self, report: &str) {
        match self.format {
            Format::Json => anstream::print!("{report}"),
            Format::Human => anstream::eprint!("{report}"),
        }
    }

    /// What is to be said of what was found, in color.
    pub fn report(&self, found: &[Diagnostic], shown: Shown) -> String {
        self.report_of(found, Extract::of(found, 0).counts, shown)
    }

    /// The same, of what a run before has found.
    pub fn report_again(&self, said: &Extract, shown: Shown) -> String {
        self.report_of(&said.first, said.counts, shown)
    }

    fn report_of(&self, found: &[Diagnostic], counts: [usize; 3], shown: Shown) -> String {
        let chosen = self.chosen(found, shown);
        let mut texts: BTreeMap<&SourcePath, String> = BTreeMap::new();
        for diagnostic in &chosen {
            texts.entry(&diagnostic.place.file).or_insert_with(|| self.text_of(&diagnostic.place.file));
        }
        let text = |diagnostic: &Diagnostic| texts.get(&diagnostic.place.file).map_or("", String::as_str);
        let mut placed: Vec<(&Diagnostic, Span)> =
            chosen.iter().map(|diagnostic| (*diagnostic, locate(&diagnostic.place, text(diagnostic)))).collect();
        placed.sort_by(|(a, at), (b, bt)| (&a.place.file, at, a.check).cmp(&(&b.place.file, bt, b.check)));
        let mut report = String::new();
        for (diagnostic, span) in &placed {
            report += &match self.format {
                Format::Json => json(diagnostic, *span, text(diagnostic)),
                Format::Human => human(diagnostic, *span, text(diagnostic)),
            };
        }
        if self.format == Format::Human {
            report += &self.count(counts, counts.iter().sum::<usize>() - chosen.len(), shown);
        }
        report
    }

    /// The errors among what was found, for a browser.
    #[cfg(feature = "serve")]
    pub fn faults(&self, found: &[Diagnostic]) -> Vec<Fault> {
        let errors = found.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
        errors.map(|diagnostic| self.fault(diagnostic)).collect()
    }

    /// A finding for a browser.
    #[cfg(feature = "serve")]
    pub fn fault(&self, found: &Diagnostic) -> Fault {
        let text = self.text_of(&found.place.file);
        let span = first_line(locate(&found.place, &text), &text);
        let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
        let end = text[span.end..].find('\n').map_or(text.len(), |at| span.end + at);
        let line = [start..span.start, span.start..span.end, span.end..end].map(|part| text[part].to_string());
        Fault {
            message: found.message.clone(),
            check: Some(found.check.name()),
            place: Some((found.place.file.to_string(), Position::of(&text, span.start))),
            line: (found.place.spot != Spot::File && !text.is_empty()).then_some(line),
            label: found.label.clone(),
            help: found.help.as_ref().map(ToString::to_string),
        }
    }

    /// What is shown of what was found. Only that is looked for in its file.
    fn chosen<'d>(&self, found: &'d [Diagnostic], shown: Shown) -> Vec<&'d Diagnostic> {
        let mut left = MOST_WARNINGS;
        let choose = |diagnostic: &&Diagnostic| match (self.format, diagnostic.severity) {
            (Format::Json, _) | (Format::Human, Severity::Error) => true,
            _ if self.quiet => false,
            _ if shown == Shown::All => true,
            (_, Severity::Warning) if left > 0 => {
                left -= 1;
                true
            }
            _ => false,
        };
        found.iter().filter(choose).collect()
    }

    fn count(&self, [errors, warnings, notes]: [usize; 3], hidden: usize, shown: Shown) -> String {
        if errors == 0 && (self.quiet || warnings + notes == 0) {
            return String::new();
        }
        let counts = [(errors, "error"), (warnings, "warning"), (notes, "note")];
        let counts: Vec<String> =
            counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, name)| counted(count, name)).collect();
        let more =
            if hidden > 0 { format!("; {hidden} not shown, `minutebook check` shows all") } else { String::new() };
        let nothing = if errors > 0 && shown == Shown::Build { "; nothing was written" } else { "" };
        let explain = if errors > 0 { "; `minutebook explain NAME` says more of a check" } else { "" };
        format!("{}{more}{nothing}{explain}\n", counts.join(", "))
    }

    /// The decoded text of a file of the site, or of the theme inside the program.
    fn text_of(&self, path: &SourcePath) -> String {
        match self.disk.read(path) {
            Ok(bytes) => decode(&bytes).into_text(),
            Err(_) => self.theme.and_then(|theme| theme.text_of(path)).unwrap_or_default(),
        }
    }
}

fn json(diagnostic: &Diagnostic, span: Span, text: &str) -> String {
    let (start, end) = (Position::of(text, span.start), Position::of(text, span.end));
    let line = Line {
        severity: diagnostic.severity.name(),
        check: diagnostic.check.name(),
        file: diagnostic.place.file.as_str(),
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        message: &diagnostic.message,
        help: diagnostic.help.as_deref(),
    };
    serde_json::to_string(&line).expect("a line of text and numbers") + "\n"
}

fn human(diagnostic: &Diagnostic, span: Span, text: &str) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.check.name());
    let path = diagnostic.place.file.as_str();
    let mut group = if diagnostic.place.spot == Spot::File || text.is_empty() {
        title.element(annotate_snippets::Origin::path(path))
    } else {
        let span = first_line(span, text);
        let annotation = AnnotationKind::Primary.span(span.start..span.end);
        let annotation =
            if diagnostic.label.is_empty() { annotation } else { annotation.label(diagnostic.label.as_str()) };
        title.element(Snippet::source(text).path(path).annotation(annotation))
    };
    if let Some(help) = diagnostic.help.as_deref() {
        group = group.element(Level::HELP.message(help));
    }
    format!("{}\n\n", Renderer::styled().render(&[group]))
}

/// A long value is underlined on its first line only.
fn first_line(span: Span, text: &str) -> Span {
    let value = &text[span.start..span.end];
    let length = value.find('\n').unwrap_or(value.len());
    Span::new(span.start, span.start + length)
}
