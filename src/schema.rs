//! The tables of keys -> JSON Schemas (draft 2020-12), for editors and for validators of others.
//!
//! A schema never refuses what the program takes. The other way round it goes as far as a schema
//! can: whether a reference leads somewhere, only the archive knows. Values are those that YAML 1.2
//! gives, in which a text may arrive as a number.

use serde_json::{Map, Value, json};

use crate::config::{self, Config, Level, SECTIONS};
use crate::diag::Check;
use crate::parse::{Kind, table};
use crate::yaml::{Bare, Form, Key, Record, Shape, Spelling, Table, Word};

/// What a schema is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// `minutebook.yaml`.
    Configuration,
    /// The front matter of a record.
    Record(Kind),
    /// The front matter of a file that tells a record in one more language. What it does not say it
    /// takes from the original, so that no key must be there.
    Translation(Kind),
}

impl Subject {
    /// All subjects, each kind before its translations.
    pub fn all() -> impl Iterator<Item = Subject> + Clone {
        const KINDS: [Kind; 6] =
            [Kind::Meeting, Kind::Report, Kind::Story, Kind::Page, Kind::Person, Kind::Organization];
        let kinds = KINDS.into_iter().flat_map(|kind| [Subject::Record(kind), Subject::Translation(kind)]);
        std::iter::once(Subject::Configuration).chain(kinds)
    }

    /// As it is called on the command line, and in the names of files: `report.translation`.
    pub fn name(self) -> &'static str {
        match self {
            Subject::Configuration => "configuration",
            Subject::Record(kind) => kind.word(),
            Subject::Translation(kind) => match kind {
                Kind::Meeting => "meeting.translation",
                Kind::Report => "report.translation",
                Kind::Story => "story.translation",
                Kind::Page => "page.translation",
                Kind::Person => "person.translation",
                Kind::Organization => "organization.translation",
            },
        }
    }

    /// The files that it is for, as a pattern.
    pub fn files(self) -> String {
        let of = |kind, language: &str| match kind {
            Kind::Meeting => format!("content/meetings/*/index{language}.md"),
            Kind::Report => format!("content/meetings/*/*{language}.md"),
            Kind::Story => format!("content/news/*{language}.md"),
            Kind::Page => format!("content/pages/*{language}.md"),
            Kind::Person => format!("content/people/*{language}.md"),
            Kind::Organization => format!("content/organizations/*{language}.md"),
        };
        match self {
            Subject::Configuration => config::FILE.to_string(),
            Subject::Record(kind) => of(kind, ""),
            Subject::Translation(kind) => of(kind, ".*"),
        }
    }

    fn table(self) -> &'static Table {
        match self {
            Subject::Configuration => Config::TABLE,
            Subject::Record(kind) | Subject::Translation(kind) => table(kind),
        }
    }
}

/// The schema of a subject, in lines.
pub fn text(subject: Subject) -> String {
    format!("{:#}\n", schema(subject))
}

/// The schema of a subject.
pub fn schema(subject: Subject) -> Value {
    let table = subject.table();
    let mut making = Making { whole: !matches!(subject, Subject::Translation(_)), defs: Map::new() };
    let mut root = Map::new();
    root.insert("$schema".into(), json!("https://json-schema.org/draft/2020-12/schema"));
    root.insert("$id".into(), json!(format!("urn:minutebook:{}", subject.name().replace('.', ":"))));
    root.insert("title".into(), json!(format!("minutebook: {}", subject.name().replace('.', ", "))));
    let about = match subject {
        Subject::Translation(_) => " In one more language: words, and nothing that must be there.",
        _ => "",
    };
    root.insert("description".into(), json!(format!("{}{about}", table.about.trim())));
    let record = making.record(table, "#/properties");
    root.extend(record);
    match subject {
        Subject::Configuration => narrow(&mut making, &mut root),
        // Front matter that says nothing counts as a record without keys.
        Subject::Translation(_) => root.extend(object(json!({
            "type": ["object", "null", "array", "string"], "maxItems": 0, "pattern": "^\\s*$",
        }))),
        Subject::Record(_) => {}
    }
    root.insert("$defs".into(), Value::Object(making.defs));
    Value::Object(root)
}

/// What `Config::read` and `model` ask of the configuration beyond the forms of its keys.
fn narrow(making: &mut Making, root: &mut Map<String, Value>) {
    let properties = &mut root["properties"];
    properties["base_url"]["pattern"] = json!(whole(r#"https?://[^\s?#"<>\\/][^\s?#"<>\\]*/"#));
    properties["base_url"][MESSAGE] = json!("Must be an address like `https://example.org/`, with `/` at its end.");
    properties["paginate"]["minimum"] = json!(1);
    let sections = SECTIONS.join("|");
    properties["menu"]["items"] =
        json!({"anyOf": [{"enum": SECTIONS}, {"pattern": whole(&format!("{sections}|series/.*"))}]});
    let level = making.optional(&Level::form());
    making.defs.insert("level".into(), level);
    let firm =
        json!({"description": "This check cannot be lowered.", "anyOf": [{"const": Level::Error.word()}, nothing()]});
    making.defs.insert("firm-level".into(), firm);
    let checks: Map<_, _> = Check::ALL
        .iter()
        .map(|check| (check.name().to_string(), refer(if check.is_firm() { "firm-level" } else { "level" })))
        .collect();
    let mut unknown = making.defs["nothing"].clone();
    unknown[MESSAGE] = json!("There is no check of this name.");
    let checks = json!({"type": "object", "minProperties": 1, "properties": checks, "additionalProperties": unknown});
    properties["checks"]["anyOf"] = json!([checks, nothing()]);
}

/// Keys of which a record must have one, though none of them must be there: `model` asks for it.
fn one_of(table: &Table) -> &'static [&'static str] {
    match table.name {
        "Report" => &["secretary", "organization"],
        "Person" => &["person", "name", "group", "role"],
        _ => &[],
    }
}

/// A schema on its way.
struct Making {
    /// Whether what is required must be there.
    whole: bool,
    /// What is referred to, by its name, in the order in which it is first met.
    defs: Map<String, Value>,
}

impl Making {
    /// A group of keys that stands at `properties`, as a pointer of JSON.
    fn record(&mut self, table: &'static Table, pointer: &str) -> Map<String, Value> {
        let (mut properties, mut twice) = (Map::new(), Map::new());
        for key in table.keys {
            properties.insert(key.name.into(), self.property(key));
            for alias in key.aliases {
                properties.insert((*alias).into(), json!({"$ref": format!("{pointer}/{}", key.name)}));
                twice.insert((*alias).into(), json!({"properties": {key.name: false}}));
            }
        }
        let mut needed = Vec::new();
        if self.whole {
            let there = |name: &str| json!({"required": [name]});
            let required = table.keys.iter().filter(|key| key.required);
            needed.extend(required.map(|key| any(key.names().map(there).collect())));
            let one_of = one_of(table);
            if !one_of.is_empty() {
                // These keys may be there without a value.
                let told = |name: &str| json!({"required": [name], "properties": {name: {"not": nothing()}}});
                let of_them = table.keys.iter().filter(|key| one_of.contains(&key.name));
                needed.push(any(of_them.flat_map(Key::names).map(told).collect()));
            }
        }
        let mut record = object(json!({"type": "object", "properties": properties}));
        if !needed.is_empty() {
            record.insert("allOf".into(), json!(needed));
        }
        if !twice.is_empty() {
            record.insert("dependentSchemas".into(), json!(twice));
        }
        record.insert("additionalProperties".into(), json!(false));
        record
    }

    fn property(&mut self, key: &Key) -> Value {
        let form = (key.form)();
        let value = if self.whole && key.required { any(self.alternatives(&form)) } else { self.optional(&form) };
        let mut property = object(json!({"description": key.doc.trim()}));
        property.extend(object(value));
        Value::Object(property)
    }

    /// A value of this form, or none.
    fn optional(&mut self, form: &Form) -> Value {
        let mut alternatives = self.alternatives(form);
        self.define("nothing", |_| {
            json!({"$comment": "A key without a value counts as one that is not there.", "type": ["null", "string", "array", "object"],
                "pattern": "^\\s*$", "maxItems": 0, "maxProperties": 0})
        });
        alternatives.push(nothing());
        any(alternatives)
    }

    /// What a value of this form may be, none of it empty.
    fn alternatives(&mut self, form: &Form) -> Vec<Value> {
        match form {
            Form::Either(forms) => forms.iter().flat_map(|form| self.alternatives(&form())).collect(),
            Form::Text => vec![self.define("text", |_| text_like("Must not be empty.", "\\S"))],
            Form::Id => {
                let what = "Must be the id of a record: lower-case letters, digits and `-`.";
                vec![self.define("id", |_| text_like(what, &whole(r"[^\s!-,./:-`{-~]+")))]
            }
            Form::Spelling(spelling) => vec![self.define(spelling.name, |_| spelled(spelling))],
            Form::Words(words) => {
                let words: Vec<&str> = words.iter().flat_map(Word::spellings).collect();
                vec![json!({"enum": words})]
            }
            Form::List(item) => {
                let item = any(self.alternatives(&item()));
                vec![json!({"type": "array", "minItems": 1, "items": item})]
            }
            Form::Pairs(value) => {
                let value = self.optional(&value());
                vec![json!({"type": "object", "minProperties": 1, "additionalProperties": value})]
            }
            Form::Record(table) => vec![self.define(table.name, |making| {
                let name = kebab(table.name);
                let mut record = object(json!({"description": table.about.trim()}));
                record.extend(making.record(table, &format!("#/$defs/{name}/properties")));
                record.insert("minProperties".into(), json!(1));
                Value::Object(record)
            })],
        }
    }

    /// Refers to a definition, which is made when it is first met.
    fn define(&mut self, name: &str, make: impl FnOnce(&mut Self) -> Value) -> Value {
        let name = kebab(name);
        if !self.defs.contains_key(&name) {
            self.defs.insert(name.clone(), Value::Null);
            let made = make(self);
            self.defs.insert(name.clone(), made);
        }
        refer(&name)
    }
}

/// What the editors of Microsoft and Red Hat say instead of a pattern; validators pass over it.
const MESSAGE: &str = "patternErrorMessage";

fn spelled(spelling: &Spelling) -> Value {
    let pattern = whole(&(spelling.pattern)());
    let (types, bounds) = match spelling.bare {
        Bare::Text => (json!("string"), json!({})),
        Bare::Flag => (json!(["boolean", "string"]), json!({})),
        Bare::Whole(last) => (json!(["integer", "string"]), json!({"minimum": 0, "maximum": last})),
        Bare::Number(below) => (json!(["number", "string"]), json!({"minimum": 0, "exclusiveMaximum": below})),
    };
    let message = format!("Must be {}.", spelling.what);
    let mut schema = object(json!({"type": types, "pattern": pattern, MESSAGE: message}));
    schema.extend(object(bounds));
    Value::Object(schema)
}

/// Text without quotes may be a number or a flag to YAML; a pattern holds for the rest.
fn text_like(message: &str, pattern: &str) -> Value {
    json!({"type": ["string", "number", "boolean"], "pattern": pattern, MESSAGE: message})
}

/// One of several; what is alone needs nothing around it.
fn any(mut alternatives: Vec<Value>) -> Value {
    match alternatives.len() {
        1 => alternatives.remove(0),
        _ => json!({"anyOf": alternatives}),
    }
}

fn nothing() -> Value {
    refer("nothing")
}

fn refer(name: &str) -> Value {
    json!({"$ref": format!("#/$defs/{name}")})
}

/// A pattern of a whole text, around which blanks do not count.
fn whole(pattern: &str) -> String {
    format!(r"^\s*(?:{pattern})\s*$")
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        other => unreachable!("a schema of this module is an object, not {other}"),
    }
}

/// `AgendaItem` as `agenda-item`.
fn kebab(name: &str) -> String {
    let mut out = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !out.is_empty() {
            out.push('-');
        }
        out.extend(letter.to_lowercase());
    }
    out
}
