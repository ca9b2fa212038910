//! `docs/fields.md` and the tables of `docs/themes.md` are written from those that the program reads,
//! so they cannot drift. `UPDATE_EXPECT=1 cargo test --test docs` brings them up to date.

mod support;

use std::collections::BTreeMap;
use std::fmt::Write;

use expect_test::expect_file;
use minutebook::config::Config;
use minutebook::parse::{Kind, keys};
use minutebook::view::{Group, TEMPLATES, Type};
use minutebook::yaml::{Form, Key, Record, Word};
use support::{is_person, key_paths};

#[test]
fn every_key_is_described() {
    let mut text = String::from(
        "# Fields\n\n\
         Every key of every kind of file, generated from the table that the program reads. Only what is marked\n\
         **required** must be there. A key may be written by its Chinese name too. Dates are written as\n\
         2022-02-25; where a record is historic also 2022-02 or 2022. A person is an id (`chen-ning`), or\n\
         `{name: …, role: …}` for somebody without a page, or `{group: …, count: 7}`. Unknown is the absence of a\n\
         key, never a guess.\n",
    );
    let kinds = [
        ("Meetings: `content/meetings/ID/index.md`", Kind::Meeting),
        ("Reports: `content/meetings/ID/REPORT.md`", Kind::Report),
        ("Stories: `content/news/ID.md`", Kind::Story),
        ("Pages: `content/pages/ID.md`", Kind::Page),
        ("People: `content/people/ID.md`", Kind::Person),
        ("Organizations: `content/organizations/ID.md`", Kind::Organization),
    ];
    for (title, kind) in kinds {
        writeln!(text, "\n## {title}\n").expect("a string takes any text");
        table(&mut text, keys(kind));
    }
    text.push_str("\n## Configuration: `minutebook.yaml`\n\n");
    table(&mut text, Config::KEYS);
    expect_file!["../docs/fields.md"].assert_eq(&text);
}

fn table(text: &mut String, keys: &'static [Key]) {
    text.push_str("| key | Chinese | form | meaning |\n| --- | --- | --- | --- |\n");
    for (path, key) in key_paths(keys) {
        let required = if key.required { " **required**" } else { "" };
        let (aliases, about) = (key.aliases.join(", "), key.doc.trim());
        writeln!(text, "| `{path}`{required} | {aliases} | {} | {about} |", shape(&(key.form)()))
            .expect("a string takes any text");
    }
}

/// The form in a few words.
fn shape(form: &Form) -> String {
    match form {
        Form::Text => "text".to_string(),
        Form::Id => "id".to_string(),
        Form::Spelling(spelling) => spelling.what.to_string(),
        Form::Words(words) => words.iter().map(spellings).collect::<Vec<_>>().join(", "),
        Form::List(item) => format!("list of {}", shape(&item()).replace(", or ", "/")),
        Form::Pairs(value) => format!("`name: value` lines, each {}", shape(&value())),
        Form::Record(table) if is_person(table.keys) => "person".to_string(),
        Form::Record(_) => "group".to_string(),
        Form::Either(forms) => {
            let mut shapes: Vec<String> = forms.iter().map(|form| shape(&form())).collect();
            if shapes.iter().any(|shape| shape == "person") {
                shapes.retain(|shape| shape != "id");
            }
            shapes.dedup();
            shapes.join(", or ")
        }
    }
}

/// A word with its Chinese one: `done` 已完成.
fn spellings(word: &Word) -> String {
    let also: String = word.aliases.iter().map(|alias| format!(" {alias}")).collect();
    format!("`{}`{also}", word.word)
}

/// Where what is generated of `docs/themes.md` begins.
const TABLES: &str = "## Templates\n";

#[test]
fn every_field_of_every_view_is_described() {
    // What stands above the tables is written by hand; `tests/manual.rs` follows it.
    let (head, _) = include_str!("../docs/themes.md").split_once(TABLES).expect("the tables have their heading");
    let mut text = format!("{head}{TABLES}\n| template | sees |\n| --- | --- |\n");
    let mut groups: BTreeMap<&str, &Group> = BTreeMap::new();
    for (template, described) in TEMPLATES {
        let Type::Group(group) = described() else { panic!("{template} sees a group of fields") };
        writeln!(text, "| `{template}` | [{}](#{}) |", group.name, group.name.to_lowercase())
            .expect("a string takes any text");
        collect(group, &mut groups);
    }
    for (name, group) in groups {
        writeln!(text, "\n## {name}\n\n{}\n\n| field | type | meaning |\n| --- | --- | --- |", group.about.trim())
            .expect("a string takes any text");
        for field in group.fields {
            writeln!(text, "| `{}` | {} | {} |", field.name, named((field.described)()), field.about.trim())
                .expect("a string takes any text");
        }
    }
    expect_file!["../docs/themes.md"].assert_eq(&text);
}

fn collect(group: &'static Group, groups: &mut BTreeMap<&str, &Group>) {
    if groups.insert(group.name, group).is_some() {
        return;
    }
    for field in group.fields {
        let mut inner = (field.described)();
        while let Type::Optional(of) | Type::List(of) = inner {
            inner = of();
        }
        if let Type::Group(group) = inner {
            collect(group, groups);
        }
    }
}

fn named(of: Type) -> String {
    match of {
        Type::Text => "text".to_string(),
        Type::Html => "HTML".to_string(),
        Type::Number => "number".to_string(),
        Type::Flag => "true or false".to_string(),
        Type::Optional(inner) => format!("{}, or absent", named(inner())),
        Type::List(item) => format!("list of {}", named(item())),
        Type::Group(group) => format!("[{}](#{})", group.name, group.name.to_lowercase()),
    }
}
