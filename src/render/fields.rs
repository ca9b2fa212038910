//! Checks that every field which a template names is one that its view has.
//!
//! The engine reads an unknown field as false inside `if`, so a misspelt one would leave
//! its block out without a word. This follows each page template through `extends`,
//! `include` and components with the types of its view, and asks of every path whether
//! it leads to a field. What it does not understand it lets pass: the engine has parsed
//! the template before, and renders it after.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Check, Diagnostic, Place, nearest};
use crate::span::{SourcePath, Span};
use crate::theme::Theme;
use crate::view::{TEMPLATES, Type};

/// The types of the names that can be seen at some point of a template.
type Scope = BTreeMap<String, Option<Type>>;

/// Checks all templates of a theme.
pub fn check(theme: &Theme) -> Vec<Diagnostic> {
    let files: BTreeMap<String, Source> = theme
        .templates
        .iter()
        .map(|file| {
            let text = file.text();
            let name = file.template().to_string();
            (name, Source { path: file.path.clone(), tags: tags(&text) })
        })
        .collect();
    let mut components: BTreeMap<String, Component> = BTreeMap::new();
    for (file, source) in &files {
        find_components(file, source, &mut components);
    }
    let mut checking =
        Checking { files: &files, components: &components, found: BTreeSet::new(), seen: BTreeSet::new() };
    for (template, described) in TEMPLATES {
        let Type::Group(view) = described() else { continue };
        let scope: Scope =
            view.fields.iter().map(|field| (field.name.to_string(), Some((field.described)()))).collect();
        checking.template(template, &scope, 0);
    }
    checking.found.into_iter().map(Found::into_diagnostic).collect()
}

struct Source {
    path: SourcePath,
    tags: Vec<Tag>,
}

/// What stands between `{{ }}` or `{% %}`, as tokens.
struct Tag {
    statement: bool,
    tokens: Vec<Token>,
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    /// A name with what follows it by dots: `meeting.title`. Every part has its place.
    Path(Vec<(String, Span)>),
    Text(String),
    Number,
    Sign(char),
}

impl Tag {
    fn word(&self, at: usize) -> Option<&str> {
        match self.tokens.get(at)? {
            Token::Path(parts) if parts.len() == 1 => Some(&parts[0].0),
            _ => None,
        }
    }
}

/// Where a component's body stands, and its arguments.
struct Component {
    file: String,
    first: usize,
    last: usize,
    arguments: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    path: SourcePath,
    span: Span,
    message: String,
    help: Option<String>,
}

impl Found {
    fn into_diagnostic(self) -> Diagnostic {
        let diagnostic = Diagnostic::new(Check::TemplateField, Place::bytes(&self.path, self.span), self.message);
        Diagnostic { help: self.help.map(Into::into), ..diagnostic }
    }
}

fn find_components(file: &str, source: &Source, components: &mut BTreeMap<String, Component>) {
    let mut open: Option<(String, usize, Vec<String>)> = None;
    for (at, tag) in source.tags.iter().enumerate().filter(|(_, tag)| tag.statement) {
        match tag.word(0) {
            Some("component") => {
                let Some(name) = tag.tokens.get(1).and_then(dotted) else { continue };
                open = Some((name, at, arguments(&tag.tokens[2..])));
            }
            Some("endcomponent") => {
                if let Some((name, first, arguments)) = open.take() {
                    components
                        .insert(name, Component { file: file.to_string(), first: first + 1, last: at, arguments });
                }
            }
            _ => {}
        }
    }
}

fn dotted(token: &Token) -> Option<String> {
    match token {
        Token::Path(parts) => Some(parts.iter().map(|(part, _)| part.as_str()).collect::<Vec<_>>().join(".")),
        _ => None,
    }
}

/// The names of a component's arguments: each name that follows `(` or `,` at the top level.
fn arguments(tokens: &[Token]) -> Vec<String> {
    let (mut names, mut depth, mut fresh) = (Vec::new(), 0, false);
    for token in tokens {
        match token {
            Token::Sign('(' | '[' | '{') => {
                depth += 1;
                fresh = depth == 1;
            }
            Token::Sign(')' | ']' | '}') => depth -= 1,
            Token::Sign(',') => fresh = depth == 1,
            Token::Path(parts) if fresh => {
                names.push(parts[0].0.clone());
                fresh = false;
            }
            _ => {}
        }
    }
    names
}

struct Checking<'a> {
    files: &'a BTreeMap<String, Source>,
    components: &'a BTreeMap<String, Component>,
    found: BTreeSet<Found>,
    /// Components already followed with arguments of these types.
    seen: BTreeSet<String>,
}

impl Checking<'_> {
    fn template(&mut self, name: &str, scope: &Scope, depth: usize) {
        let Some(source) = self.files.get(name).filter(|_| depth < 16) else { return };
        self.tags(source, 0, source.tags.len(), scope.clone(), depth);
    }

    /// Follows the tags from `first` up to `last` with the names of `scope`.
    fn tags(&mut self, source: &Source, first: usize, last: usize, scope: Scope, depth: usize) {
        let mut scopes = vec![scope];
        let mut at = first;
        while at < last {
            let tag = &source.tags[at];
            at += 1;
            let scope = scopes.last().cloned().unwrap_or_default();
            if !tag.statement {
                self.expression(source, &tag.tokens, &scope, depth);
                continue;
            }
            match tag.word(0) {
                Some("extends" | "include") => {
                    if let Some(Token::Text(name)) = tag.tokens.get(1) {
                        self.template(name, &scope, depth + 1);
                    }
                }
                Some("component") => {
                    // Its body is followed where it is called, with the types of the call.
                    while at < last && source.tags[at].word(0) != Some("endcomponent") {
                        at += 1;
                    }
                    at += 1;
                }
                Some("for") => scopes.push(self.for_scope(source, tag, &scope, depth)),
                Some("endfor") => {
                    scopes.pop();
                }
                Some("set" | "set_global") => {
                    let value = tag.tokens.get(3..).unwrap_or(&[]);
                    self.expression(source, value, &scope, depth);
                    let bound = self.simple(value, &scope);
                    if let (Some(name), Some(scope)) = (tag.word(1), scopes.last_mut()) {
                        scope.insert(name.to_string(), bound);
                    }
                }
                Some(
                    "block" | "endblock" | "endif" | "else" | "endset" | "filter" | "endfilter" | "raw" | "endraw",
                ) => {}
                Some("if" | "elif") => self.expression(source, &tag.tokens[1..], &scope, depth),
                _ => self.expression(source, &tag.tokens, &scope, depth),
            }
        }
    }

    /// `for item in list`, `for key, value in …`
    fn for_scope(&mut self, source: &Source, tag: &Tag, scope: &Scope, depth: usize) -> Scope {
        let mut inner = scope.clone();
        inner.insert("loop".to_string(), None);
        let Some(place) = tag.tokens.iter().position(|token| matches!(token, Token::Path(parts) if parts[0].0 == "in"))
        else {
            return inner;
        };
        let list = &tag.tokens[place + 1..];
        self.expression(source, list, scope, depth);
        let item = match self.simple(list, scope) {
            Some(Type::List(item)) => Some(item()),
            _ => None,
        };
        let names: Vec<String> = tag.tokens[1..place].iter().filter_map(dotted).collect();
        for name in &names {
            inner.insert(name.clone(), if names.len() == 1 { item } else { None });
        }
        inner
    }

    /// The type of an expression that is a path and nothing else.
    fn simple(&self, tokens: &[Token], scope: &Scope) -> Option<Type> {
        match tokens {
            [Token::Path(parts)] => lookup(parts, scope).ok().flatten(),
            _ => None,
        }
    }

    fn expression(&mut self, source: &Source, tokens: &[Token], scope: &Scope, depth: usize) {
        if let [Token::Sign('<'), name, ..] = tokens
            && let Some(name) = dotted(name)
        {
            self.call(source, &name, &tokens[2..], scope, depth);
            return;
        }
        const WORDS: &[&str] = &[
            "and", "or", "not", "in", "is", "true", "false", "True", "False", "none", "None", "null", "if", "else",
            "for",
        ];
        for (at, token) in tokens.iter().enumerate() {
            let Token::Path(parts) = token else { continue };
            let before = at.checked_sub(1).map(|at| &tokens[at]);
            let is_filter = matches!(before, Some(Token::Sign('|')));
            let is_test = matches!(before, Some(Token::Path(word)) if matches!(word[0].0.as_str(), "is" | "not") && self.follows_is(tokens, at));
            let is_call = matches!(tokens.get(at + 1), Some(Token::Sign('(')));
            let is_argument = matches!(tokens.get(at + 1), Some(Token::Sign('=')))
                && !matches!(tokens.get(at + 2), Some(Token::Sign('=')));
            if is_filter || is_test || is_call || is_argument || WORDS.contains(&parts[0].0.as_str()) {
                continue;
            }
            if let Err((span, message, help)) = lookup(parts, scope) {
                self.found.insert(Found { path: source.path.clone(), span, message, help });
            }
        }
    }

    fn follows_is(&self, tokens: &[Token], at: usize) -> bool {
        let is = |at: Option<usize>| matches!(at.map(|at| &tokens[at]), Some(Token::Path(word)) if word[0].0 == "is");
        is(at.checked_sub(1)) || is(at.checked_sub(2))
    }

    /// `<card report={report} small />`: the body is followed with the arguments' types.
    fn call(&mut self, source: &Source, name: &str, tokens: &[Token], scope: &Scope, depth: usize) {
        let Some(component) = self.components.get(name) else { return };
        let mut inner: Scope = component.arguments.iter().map(|name| (name.clone(), None)).collect();
        inner.insert("body".to_string(), None);
        let mut at = 0;
        let mut types = String::new();
        while at < tokens.len() {
            let (Token::Path(argument), Some(Token::Sign('='))) = (&tokens[at], tokens.get(at + 1)) else {
                at += 1;
                continue;
            };
            let start = at + 2;
            let end = match tokens.get(start) {
                Some(Token::Sign('{')) => closing(tokens, start),
                _ => start,
            };
            let value =
                if end > start { &tokens[start + 1..end] } else { &tokens[start..(start + 1).min(tokens.len())] };
            self.expression(source, value, scope, depth);
            let of = self.simple(value, scope);
            types.push_str(&format!(" {}:{}", argument[0].0, name_of(of)));
            inner.insert(argument[0].0.clone(), of);
            at = end + 1;
        }
        if depth < 16 && self.seen.insert(format!("{name}{types}")) {
            let home = &self.files[&component.file];
            self.tags(home, component.first, component.last, inner, depth + 1);
        }
    }
}

fn closing(tokens: &[Token], open: usize) -> usize {
    let mut depth = 0;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match token {
            Token::Sign('{') => depth += 1,
            Token::Sign('}') => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    tokens.len()
}

fn name_of(of: Option<Type>) -> String {
    match of {
        None => "?".to_string(),
        Some(Type::Group(group)) => group.name.to_string(),
        Some(Type::Optional(inner)) => name_of(Some(inner())),
        Some(Type::List(item)) => format!("[{}]", name_of(Some(item()))),
        Some(_) => "value".to_string(),
    }
}

/// The type at the end of a path; `Ok(None)` where it cannot be known.
fn lookup(parts: &[(String, Span)], scope: &Scope) -> Result<Option<Type>, (Span, String, Option<String>)> {
    let (root, span) = &parts[0];
    let Some(mut of) = scope.get(root).copied() else {
        let help = nearest(root, scope.keys().map(String::as_str)).map(|near| format!("did you mean `{near}`?"));
        return Err((*span, format!("the view has no field `{root}`"), help));
    };
    for (index, (part, span)) in parts.iter().enumerate().skip(1) {
        while let Some(Type::Optional(inner)) = of {
            of = Some(inner());
        }
        of = match of {
            None => return Ok(None),
            Some(Type::Group(group)) => match group.fields.iter().find(|field| field.name == part) {
                Some(field) => Some((field.described)()),
                None => {
                    let names: Vec<&str> = group.fields.iter().map(|field| field.name).collect();
                    let help = match nearest(part, names.iter().copied()) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => format!("it has {}", names.join(", ")),
                    };
                    let owner = parts[..index].iter().map(|(part, _)| part.as_str()).collect::<Vec<_>>().join(".");
                    return Err((*span, format!("`{owner}` has no field `{part}`"), Some(help)));
                }
            },
            Some(_) => return Err((*span, format!("there is nothing called `{part}` in a plain value"), None)),
        };
    }
    while let Some(Type::Optional(inner)) = of {
        of = Some(inner());
    }
    Ok(of)
}

/// The tags of a template, in order. Comments and raw blocks hold none.
fn tags(text: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(open) = text[at..].find('{').map(|found| at + found) {
        let rest = &text[open..];
        let (statement, close) = if rest.starts_with("{{") {
            (false, "}}")
        } else if rest.starts_with("{%") {
            (true, "%}")
        } else if rest.starts_with("{#") {
            at = rest.find("#}").map_or(text.len(), |end| open + end + 2);
            continue;
        } else {
            at = open + 1;
            continue;
        };
        let inner = open + 2;
        let end = end_of(text, inner, close);
        let tokens = tokens(text, inner, end);
        at = (end + 2).min(text.len());
        let tag = Tag { statement, tokens };
        if statement && tag.word(0) == Some("raw") {
            at = text[at..].find("endraw").map_or(text.len(), |found| at + found);
        }
        tags.push(tag);
    }
    tags
}

/// Where the tag that began before `from` ends; what is quoted does not end it.
fn end_of(text: &str, from: usize, close: &str) -> usize {
    let mut quote: Option<char> = None;
    for (offset, c) in text[from..].char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'' | '`') => quote = Some(c),
            None if text[from + offset..].starts_with(close) && !text[from + offset..].starts_with("}}}") => {
                return from + offset;
            }
            None => {}
        }
    }
    text.len()
}

fn tokens(text: &str, start: usize, end: usize) -> Vec<Token> {
    let mut tokens = Vec::new();
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let mut at = start;
    while at < end {
        let rest = &text[at..end];
        let Some(c) = rest.chars().next() else { break };
        if matches!(c, '"' | '\'' | '`') {
            let close = rest[1..].find(c).map_or(rest.len(), |found| found + 1);
            tokens.push(Token::Text(rest[1..close].to_string()));
            at += close + 1;
        } else if c.is_ascii_digit() {
            at += rest.find(|c: char| !(c.is_alphanumeric() || c == '.')).unwrap_or(rest.len());
            tokens.push(Token::Number);
        } else if is_name(c) {
            let mut parts = Vec::new();
            loop {
                let length = text[at..end].find(|c: char| !is_name(c)).unwrap_or(end - at);
                parts.push((text[at..at + length].to_string(), Span::new(at, at + length)));
                at += length;
                let after = text[at..end].strip_prefix('.').or_else(|| text[at..end].strip_prefix("?."));
                match after {
                    Some(next) if next.starts_with(is_name) => at = end - next.len(),
                    _ => break,
                }
            }
            tokens.push(Token::Path(parts));
        } else {
            if !c.is_whitespace() && c != '-' {
                tokens.push(Token::Sign(c));
            }
            at += c.len_utf8();
        }
    }
    tokens
}
