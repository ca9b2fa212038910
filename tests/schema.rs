//! The schemas: each says what its table says, and judges as the program does.

mod support;
#[path = "support/disk.rs"]
mod disk;
#[path = "support/judge.rs"]
mod judge;
#[path = "support/program.rs"]
mod program;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use expect_test::{expect, expect_file};
use minutebook::build::has_errors;
use minutebook::config::Config;
use minutebook::edit::{Tongue, starter};
use minutebook::parse::{Kind, document, identify, problem_with_id, table};
use minutebook::schema::{Subject, schema, text};
use minutebook::span::SourcePath;
use minutebook::yaml::{Form, Key, Record, Table};
use proptest::prelude::*;
use serde_json::Value;

use judge::{objections, subject, yaml};
use program::place;
use support::{built, lines, options, site};

#[test]
fn a_schema_can_be_read() {
    expect_file!["schemas/organization.schema.json"].assert_eq(&text(Subject::Record(Kind::Organization)));
}

#[test]
fn every_schema_is_one() {
    for subject in Subject::all() {
        let schema = schema(subject);
        assert!(jsonschema::meta::is_valid(&schema), "{}", subject.name());
        assert_eq!(text(subject), text(subject));
        for key in ["$schema", "$id", "title", "description"] {
            assert!(schema[key].as_str().is_some_and(|text| !text.is_empty()), "{}: {key}", subject.name());
        }
    }
}

#[test]
fn every_key_is_in_its_schema_with_what_it_means() {
    fn all(form: &Form, schema: &Value, seen: &mut BTreeSet<&'static str>) {
        match form {
            Form::List(inner) | Form::Pairs(inner) => all(&inner(), schema, seen),
            Form::Either(forms) => forms.iter().for_each(|form| all(&form(), schema, seen)),
            Form::Record(table) if seen.insert(table.name) => {
                let of_name = |record: &&Value| record["description"].as_str() == Some(table.about.trim());
                let record = schema["$defs"].as_object().expect("definitions").values().find(of_name);
                keys(table, record.unwrap_or_else(|| panic!("no {}", table.name)), schema, seen);
            }
            _ => {}
        }
    }
    fn keys(table: &'static Table, record: &Value, schema: &Value, seen: &mut BTreeSet<&'static str>) {
        let mut names = 0;
        for key in table.keys {
            let property = &record["properties"][key.name];
            assert_eq!(property["description"].as_str(), Some(key.doc.trim()), "{}.{}", table.name, key.name);
            for alias in key.aliases {
                let to = record["properties"][*alias]["$ref"].as_str().expect("an alias refers to its key");
                assert_eq!(schema.pointer(&to[1..]), Some(property), "{}.{alias}", table.name);
            }
            names += 1 + key.aliases.len();
            all(&(key.form)(), schema, seen);
        }
        assert_eq!(record["properties"].as_object().map(|all| all.len()), Some(names), "{}", table.name);
        assert_eq!(record["additionalProperties"], Value::Bool(false), "{}", table.name);
    }
    for subject in Subject::all() {
        let schema = schema(subject);
        keys(table_of(subject), &schema, &schema, &mut BTreeSet::new());
    }
}

fn table_of(subject: Subject) -> &'static Table {
    match subject {
        Subject::Configuration => Config::TABLE,
        Subject::Record(kind) | Subject::Translation(kind) => table(kind),
    }
}

#[test]
fn every_file_of_the_sample_site_and_of_a_new_site_is_taken() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<(String, String)> = Vec::new();
    for (path, bytes) in disk::tree(&root.join("content")).into_iter().filter(|(path, _)| path.ends_with(".md")) {
        files.push((format!("content/{path}"), String::from_utf8(bytes).expect("the sample site is UTF-8")));
    }
    files.push(("minutebook.yaml".into(), program::read(root, "minutebook.yaml")));
    for tongue in [Tongue::English, Tongue::Chinese] {
        files.extend(starter::files(tongue).into_iter().map(|file| {
            (file.path.as_str().to_string(), String::from_utf8(file.bytes).expect("a starter's file is text"))
        }));
    }
    let mut judged = BTreeSet::new();
    for (path, text) in &files {
        let Some(subject) = subject(path) else { continue };
        assert_eq!(objections(subject, yaml(path, text)), [""; 0], "{path}");
        judged.insert(subject.name());
    }
    assert!(judged.len() >= 10, "{judged:?}");
}

#[test]
fn every_example_of_the_checks_that_can_be_read_is_taken() {
    let page = include_str!("../docs/checks.md");
    let sites: Vec<&str> =
        page.split("```site\n").skip(1).map(|rest| rest.split("\n```").next().expect("a fence is closed")).collect();
    assert!(sites.len() > 40);
    for example in sites {
        let memory = site(&format!("{example}\n"));
        let (_, found) = built(&memory, &options());
        let wrong = |path: &SourcePath| found.iter().any(|it| it.place.file == *path && it.check.is_firm());
        for (path, bytes) in &memory.files {
            let Some(subject) = subject(path.as_str()).filter(|_| !wrong(path)) else { continue };
            let text = String::from_utf8_lossy(bytes);
            assert_eq!(objections(subject, yaml(path.as_str(), &text)), [""; 0], "{path}\n{text}");
        }
    }
}

/// The cases of a file: under a line `-- SUBJECT: WHAT --` the YAML.
fn cases(text: &str) -> Vec<(Subject, &str, &str)> {
    let text = text.strip_prefix("-- ").expect("a case begins the file");
    let case = |section| {
        let (head, yaml): (&str, &str) = str::split_once(section, " --").expect("a head ends in ` --`");
        let (name, what) = head.split_once(": ").expect("a head names its subject");
        let subject = Subject::all().find(|subject| subject.name() == name).expect("a subject");
        (subject, what, yaml.trim_start_matches('\n'))
    };
    text.split("\n-- ").map(case).collect()
}

const NEIGHBOURS: &str = "\
-- minutebook.yaml --
title: Test
base_url: https://example.org/
languages: {zh-Hans: {title: 测试}}
topics: {heating: {title: Heating}}
series: {annual: {title: Annual, scale: four}}
scales: {four: {good: Good, poor: Poor}}
-- content/organizations/orchard.md --
---
name: Orchard
---
-- content/people/chen-ning.md --
---
name: Chen Ning
roles: [{post: secretary, role: Secretary}]
---
-- content/meetings/spring/index.md --
---
title: Spring
held: 2022-03-01
photos: [{file: hall.png, alt: a hall}]
---
-- content/meetings/spring/hall.png --
hall
";

/// What the program finds against a YAML text that stands in a site where there is all that it may name.
fn found(subject: Subject, yaml: &str) -> Option<String> {
    let path = match subject {
        Subject::Configuration => "minutebook.yaml",
        Subject::Record(Kind::Meeting) => "content/meetings/case/index.md",
        Subject::Record(Kind::Report) => "content/meetings/spring/case.md",
        Subject::Record(Kind::Story) => "content/news/case.md",
        Subject::Record(Kind::Page) => "content/pages/case.md",
        Subject::Record(Kind::Person) => "content/people/case.md",
        Subject::Record(Kind::Organization) => "content/organizations/case.md",
        Subject::Translation(Kind::Meeting) => "content/meetings/spring/index.zh-Hans.md",
        Subject::Translation(Kind::Person) => "content/people/chen-ning.zh-Hans.md",
        Subject::Translation(Kind::Organization) => "content/organizations/orchard.zh-Hans.md",
        Subject::Translation(_) => panic!("no original of {} to translate", subject.name()),
    };
    let memory = match subject {
        Subject::Configuration => site(&format!("-- {path} --\n{yaml}")),
        _ => site(&format!("{NEIGHBOURS}-- {path} --\n---\n{yaml}---\n")),
    };
    let (_, found) = built(&memory, &options());
    has_errors(&found).then(|| lines(&memory, &found))
}

#[test]
fn what_is_taken_is_taken_by_both() {
    for (subject, what, yaml) in cases(include_str!("schemas/taken.txt")) {
        let yaml = format!("{yaml}\n");
        assert_eq!(found(subject, &yaml), None, "{}: {what}", subject.name());
        assert_eq!(objections(subject, &yaml), [""; 0], "{}: {what}", subject.name());
    }
}

#[test]
fn what_is_refused_is_refused_by_both() {
    let cases = cases(include_str!("schemas/refused.txt"));
    assert!(cases.len() >= 60);
    let mut taken = String::new();
    for (subject, what, yaml) in cases {
        let yaml = format!("{yaml}\n");
        assert!(found(subject, &yaml).is_some(), "the program takes {}: {what}", subject.name());
        if objections(subject, &yaml).is_empty() {
            taken += &format!("{}: {what}\n", subject.name());
        }
    }
    assert_eq!(taken, "", "the schemas take these");
}

/// Values that people write, and some that they should not.
const VALUES: &[&str] = &[
    "a",
    "a b",
    "chen-ning",
    "陈宁",
    "Chen-Ning",
    "a/b",
    "true",
    "false",
    "yes",
    "no",
    "True",
    "~",
    "null",
    "\"null\"",
    "\"\"",
    "\" \"",
    "\" true \"",
    "[]",
    "{}",
    "[a]",
    "[~]",
    "[\"\"]",
    "[[]]",
    "[a, b]",
    "[1, 2]",
    "[[a]]",
    "{a: b}",
    "{a: 1}",
    "{a: }",
    "{a: {b: c}}",
    "{en: A, zh-Hans: 甲}",
    "[{a: 1}]",
    "0",
    "3",
    "007",
    "-1",
    "+1",
    "999999",
    "1000000",
    "1.10",
    "1e3",
    "0x1F",
    "0o7",
    ".5",
    ".inf",
    ".nan",
    "2022",
    "0003",
    "20222",
    "2022.2",
    "2022.13",
    "2022-02",
    "2022-02-25",
    "2022-02-30",
    "2022-2-5",
    "2022.2.5.",
    "2022/2/25",
    "2022年2月25日",
    "2022年",
    "二〇二二年",
    "2022-02-25 09:30",
    "2022-02-25T09:30:00+08:00",
    "2022-02-25T9:30Z",
    "2022-02-25T09:30:00.5Z",
    "\"09:30\"",
    "9:5",
    "25:00",
    "14:30:61",
    "afternoon",
    "上午",
    "2020/2021",
    "2020/2022",
    "2021年度",
    "held",
    "已召开",
    "\" held \"",
    "done",
    "off",
    "error",
    "https://example.org/",
    "{text: x}",
    "{name: x}",
    "{title: x}",
    "{file: x}",
    "{count: 3}",
    "{count: 2, items: [a]}",
    "{姓名: x, name: y}",
    "{date: 2022}",
    "{id: a, text: b}",
    "{ref: a, status: done}",
];

/// Whether the program reads the text of a file without a fault of form; what is missing is no fault.
fn is_read(subject: Subject, yaml: &str) -> bool {
    let is_error = |found: &minutebook::diag::Diagnostic| found.severity == minutebook::diag::Severity::Error;
    let path = match subject {
        Subject::Configuration => return !Config::read(yaml).1.iter().any(is_error),
        Subject::Record(kind) | Subject::Translation(kind) => match kind {
            Kind::Meeting => "content/meetings/a/index.zh-Hans.md",
            Kind::Report => "content/meetings/a/b.zh-Hans.md",
            Kind::Story => "content/news/a.zh-Hans.md",
            Kind::Page => "content/pages/a.zh-Hans.md",
            Kind::Person => "content/people/a.zh-Hans.md",
            Kind::Organization => "content/organizations/a.zh-Hans.md",
        },
    };
    let path = SourcePath::new(path);
    let found = document(&path, identify(&path).expect("a record"), format!("---\n{yaml}---\n").as_bytes()).found;
    !found.iter().any(is_error)
}

/// Every place of a table at which a value may stand, as what is written before and behind it.
/// A record is gone into where it is first met.
fn places(table: &'static Table, name: fn(&Key) -> &'static str) -> Vec<(Form, String, String)> {
    type Place = (Form, String, String);
    fn go(
        form: Form,
        before: &str,
        behind: &str,
        name: fn(&Key) -> &'static str,
        seen: &mut BTreeSet<&'static str>,
        places: &mut Vec<Place>,
    ) {
        places.push((form.clone(), before.into(), behind.into()));
        let inner = match form {
            Form::Either(forms) => forms.iter().map(|form| form()).collect(),
            form => vec![form],
        };
        for form in inner {
            match form {
                Form::List(item) => go(item(), &format!("{before}["), &format!("]{behind}"), name, seen, places),
                Form::Pairs(value) => {
                    go(value(), &format!("{before}{{a: "), &format!("}}{behind}"), name, seen, places)
                }
                Form::Either(_) => go(form, before, behind, name, seen, places),
                Form::Record(table) if seen.insert(table.name) => {
                    for key in table.keys {
                        let before = format!("{before}{{{}: ", name(key));
                        go((key.form)(), &before, &format!("}}{behind}"), name, seen, places);
                    }
                }
                _ => {}
            }
        }
    }
    let mut places = Vec::new();
    let mut seen = BTreeSet::new();
    for key in table.keys {
        go((key.form)(), &format!("{}: ", name(key)), "\n", name, &mut seen, &mut places);
    }
    places
}

/// A reference that leads nowhere is refused by the archive, not by the reading.
fn names_no_record(form: &Form, value: &str) -> bool {
    let is_id = |form: &Form| match form {
        Form::Id => true,
        Form::Either(forms) => forms.iter().any(|form| matches!(form(), Form::Id | Form::Either(_))),
        _ => false,
    };
    let value = value.trim_matches(['"', '[', ']', ' ']);
    let form = match form {
        Form::List(_) => form.item(),
        form => form.clone(),
    };
    let within = is_id(&form) || is_id(&form.item());
    within && value.split(", ").any(|id| problem_with_id(Kind::Meeting, id).is_some())
}

#[test]
fn a_schema_never_refuses_what_is_read() {
    let mut taken = 0;
    let mut passed: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for subject in Subject::all().filter(|subject| !matches!(subject, Subject::Record(_))) {
        // Half of the keys by their Chinese names.
        let name = |key: &Key| key.aliases.first().filter(|_| key.name.len() % 2 == 1).copied().unwrap_or(key.name);
        for (form, before, behind) in &places(table_of(subject), name) {
            for value in VALUES.iter().filter(|value| !names_no_record(form, value)) {
                let mut yaml = format!("{before}{value}{behind}");
                if subject == Subject::Configuration {
                    let needed = [("title", "标题", "T"), ("base_url", "网址", "https://example.org/")];
                    let needed = needed.iter().filter(|(name, alias, _)| {
                        !before.starts_with(&format!("{name}: ")) && !before.starts_with(&format!("{alias}: "))
                    });
                    yaml.extend(needed.map(|(name, _, value)| format!("{name}: {value}\n")).collect::<Vec<_>>());
                }
                let objections = objections(subject, &yaml);
                if is_read(subject, &yaml) {
                    assert_eq!(objections, [""; 0], "{} {yaml}", subject.name());
                    taken += 1;
                } else if objections.is_empty() && subject != Subject::Configuration {
                    let values = passed.entry(form.describe()).or_default();
                    if !values.contains(value) {
                        values.push(value);
                    }
                }
            }
        }
    }
    assert!(taken > 2000, "{taken}");
    // What is refused by the program and not by a schema, by the form that is asked for.
    let passed: String = passed.into_iter().map(|(form, values)| format!("{form}: {}\n", values.join(" | "))).collect();
    expect![[r#"
        `true` or `false`: True
        a date like 2022-02-25: 0 | 3 | +1 | 1.10 | 1e3 | 0x1F | 0o7 | .5 | 2022.13
        a date like 2022-05-04 or 2022-05-04 09:30: 0 | 3 | +1 | 1.10 | 1e3 | 0x1F | 0o7 | .5 | 2022.13
        a whole number: +1 | 1e3 | 0x1F | 0o7
        a whole number, a list or a group with `count`, `items`: +1 | 1e3 | 0x1F | 0o7
        a whole number, a list or a group with `count`, `items`, `by`, `on_behalf_of`: +1 | 1e3 | 0x1F | 0o7
        a whole number, a list or a group with `count`, `items`, `manner`: 1e3 | 0o7
        a year like 2021, or two like 2020/2021: 0 | 3 | +1 | 1e3 | 0x1F | 0o7 | 2020/2022
    "#]]
    .assert_eq(&passed);
}

fn spelling() -> impl Strategy<Value = (&'static str, String)> {
    let blank = || prop::sample::select(vec!["", "", "", " ", "\u{3000}"]);
    let mark = || prop::sample::select(vec!["-", "/", ".", "年", "月", "日", "号", "", "--", ":"]);
    let number = |most: u32| {
        (0..=most, prop::sample::select(vec!["1", "2", "full"])).prop_map(|(number, how)| match how {
            "1" => number.to_string(),
            "2" => format!("{number:02}"),
            _ => number.to_string().chars().map(|c| char::from_u32(c as u32 + 0xFEE0).expect("a digit")).collect(),
        })
    };
    let date = (
        1990..2030_u32,
        mark(),
        blank(),
        number(13),
        blank(),
        mark(),
        number(32),
        prop::sample::select(vec!["", "日", ".", "-"]),
    );
    let date =
        date.prop_map(|(year, a, b, month, c, d, day, end)| format!("{year}{a}{b}{month}{c}{d}{day}{end}")).boxed();
    let clock = (number(25), number(61), prop::option::of(number(61)))
        .prop_map(|(hour, minute, second)| {
            format!("{hour}:{minute}{}", second.map_or(String::new(), |second| format!(":{second}")))
        })
        .boxed();
    let offset = prop::sample::select(vec!["", "Z", "+08:00", "-0500", "+8", " +01:00", "Z0800", "++800"]);
    let moment = (date.clone(), prop::sample::select(vec![" ", "T", "  ", "t"]), clock.clone(), offset)
        .prop_map(|(date, between, clock, offset)| format!("{date}{between}{clock}{offset}"));
    prop_oneof![
        date.clone().prop_map(|text| ("held", text)),
        date.prop_map(|text| ("published", text)),
        moment.prop_map(|text| ("published", text)),
        clock.prop_map(|text| ("time", text)),
        "[0-9]{3,5}(/[0-9]{4})?[年度]{0,2}".prop_map(|text| ("covers", text)),
        "[-+]?[0-9]{0,7}[.e]?[0-9]?".prop_map(|text| ("agenda", text)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_spelling_that_is_read_is_taken((key, text) in spelling(), quoted: bool) {
        let value = if quoted { format!("\"{text}\"") } else { text.clone() };
        let yaml = format!("{key}: {value}\n");
        let subject = Subject::Translation(Kind::Meeting);
        let (read, taken) = (is_read(subject, &yaml), objections(subject, &yaml).is_empty());
        prop_assert!(taken || !read, "{yaml}");
        // Beyond a pattern: which years have a 29 February, and which year follows which.
        let leap = key != "covers" && (text.contains("29") || text.contains("２９"));
        if quoted && !leap && !text.contains('/') {
            prop_assert_eq!(taken, read, "{}", yaml);
        }
    }
}

#[test]
fn the_program_prints_and_writes_schemas() {
    let place = place("");
    let list = place.command(&["schema"]);
    let list = program::ran(&mut { list }).ended(0).stdout;
    assert_eq!(list.lines().count(), Subject::all().count());
    assert!(list.contains("report.translation       content/meetings/*/*.*.md\n"), "{list}");
    let report = place.run(&["schema", "report"]).ended(0).stdout;
    assert_eq!(report, text(Subject::Record(Kind::Report)));
    place.run(&["schema", "reports"]).ended(2);
    let folder = place.folder.path().join("schemas");
    let folder_name = folder.to_str().expect("a plain path");
    for _ in 0..2 {
        place.run(&["schema", "--output", folder_name]).ended(0);
        for subject in Subject::all() {
            assert_eq!(program::read(&folder, &format!("{}.schema.json", subject.name())), text(subject));
        }
    }
    assert_eq!(fs::read_dir(&folder).expect("it was made").count(), Subject::all().count());
}
