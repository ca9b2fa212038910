//! Judges from outside: a reader of YAML and a validator of JSON Schema that know nothing of minutebook.

#![allow(dead_code, reason = "each test file uses what it needs")]

use std::collections::BTreeMap;
use std::sync::OnceLock;

use jsonschema::Validator;
use minutebook::config;
use minutebook::parse::identify;
use minutebook::schema::{Subject, schema};
use minutebook::span::SourcePath;
use serde_json::Value;
use serde_yaml::Value as Yaml;

/// The schema that holds for a file; `None` where it is neither a record nor the configuration.
pub fn subject(path: &str) -> Option<Subject> {
    if path == config::FILE {
        return Some(Subject::Configuration);
    }
    let identity = identify(&SourcePath::new(path)).ok()?;
    Some(match identity.language {
        None => Subject::Record(identity.kind),
        Some(_) => Subject::Translation(identity.kind),
    })
}

/// The YAML of a file: all of the configuration, of a record what stands between its two lines `---`.
pub fn yaml<'a>(path: &str, text: &'a str) -> &'a str {
    match path == config::FILE {
        true => text,
        false => {
            let rest = text.strip_prefix("---\n").unwrap_or_else(|| panic!("{path} begins with front matter"));
            rest.split("---\n").next().expect("the front matter ends")
        }
    }
}

/// What the schema of a subject says against a YAML text; nothing if it takes it.
pub fn objections(subject: Subject, yaml: &str) -> Vec<String> {
    static VALIDATORS: OnceLock<BTreeMap<&str, Validator>> = OnceLock::new();
    let validators = VALIDATORS.get_or_init(|| {
        let made = |subject: Subject| jsonschema::validator_for(&schema(subject)).expect("a schema of draft 2020-12");
        Subject::all().map(|subject| (subject.name(), made(subject))).collect()
    });
    let value = match serde_yaml::from_str::<Yaml>(yaml) {
        Ok(value) => plain(value),
        Err(error) => return vec![format!("no YAML: {error}")],
    };
    validators[subject.name()].iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

/// The value as JSON has it: every key is text.
fn plain(value: Yaml) -> Value {
    match value {
        Yaml::Mapping(pairs) => pairs.into_iter().map(|(key, value)| (word(key), plain(value))).collect(),
        Yaml::Sequence(items) => items.into_iter().map(plain).collect(),
        // JSON has no infinity; to a schema it is a number like another.
        Yaml::Number(number) if !number.as_f64().is_some_and(f64::is_finite) => Value::from(1e300),
        other => serde_json::to_value(other).expect("a scalar"),
    }
}

fn word(key: Yaml) -> String {
    match key {
        Yaml::String(text) => text,
        other => serde_yaml::to_string(&other).expect("a scalar").trim().to_string(),
    }
}
