//! Front matter in its canonical form: what changes, and what never does.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "the program is run on a folder")]

mod support;
#[path = "support/disk.rs"]
mod disk;
#[path = "support/program.rs"]
mod program;

use expect_test::{Expect, expect};
use minutebook::parse::{Decoded, Kind, Left, decode, document, formatted, identify};
use minutebook::span::SourcePath;
use program::{place, read};
use proptest::prelude::*;

fn check(kind: Kind, front: &str, expected: Expect) {
    let file = |front: &str| format!("---\n{front}---\n\n# A  text \n\n  as it stands\n");
    let form = formatted(kind, &file(front)).unwrap_or_else(|left| panic!("{left:?}: {front}"));
    let body = form.strip_suffix("---\n\n# A  text \n\n  as it stands\n").expect("the text stays as it is");
    expected.assert_eq(body.strip_prefix("---\n").expect("a fence"));
    assert_eq!(formatted(kind, &form).as_deref(), Ok(form.as_str()), "a second time changes nothing");
}

#[test]
fn keys_stand_in_the_order_of_their_table_and_comments_go_with_them() {
    check(
        Kind::Meeting,
        "\
# A word on the whole file.

topics:   [party-building,assessment]
series:  'annual-debriefing'   # the yearly one
chair: {role: 'Deputy secretary',  person: chen-ning}
# Nothing is public while this stands.
draft: true


place:
    room: '2'
    # its address is not known
    name:   \"Hall, ground floor\"
agenda:
    count: 3
    items:
    - 'One'   # first
    # before the second
    -   title: Two
        # of the second
    - result: done
      title: 'It''s three'
held: 2022年2月25日
title: \"Annual debriefing\"
covers: '2021'
# At the end.
",
        expect![[r#"
            # A word on the whole file.

            title: Annual debriefing
            held: 2022-02-25
            covers: 2021
            series: annual-debriefing  # the yearly one

            place:
              # its address is not known
              name: Hall, ground floor
              room: "2"
            chair: {person: chen-ning, role: Deputy secretary}
            agenda:
              count: 3
              items:
                - One  # first
                # before the second
                - title: Two
                  # of the second
                - title: It's three
                  result: done
            topics: [party-building, assessment]
            # Nothing is public while this stands.
            draft: true
            # At the end.
        "#]],
    );
}

#[test]
fn long_texts_keep_their_lines_and_quotes_stay_where_they_are_needed() {
    check(
        Kind::Report,
        "\
organization: orchard
comment:
- text: |
      Good.

        Go on.
  by: {name: '2022'}
- 'Short: and quoted'
- \"on two
     lines\"
summary: >-
  folded
  text
commitments: [{id: a, text: 'A, b', due: 2022.12.31}, {text: \"[x]\", id: 'b'}]
problems:
  - {text: 'He said \"no\" and ''yes''', cause: \"tab\\there\"}
  - text: 'true'
    cause: on
previous: [
  {status: done,
     ref: a/b/c}   # as it stands
]
",
        expect![[r#"
            organization: orchard
            summary: >-
              folded
              text
            comment:
              - by: {name: "2022"}
                text: |
                  Good.

                    Go on.
              - "Short: and quoted"
              - "on two
                lines"
            problems:
              - {text: He said "no" and 'yes', cause: "tab\there"}
              - text: "true"
                cause: on
            commitments: [{id: a, text: "A, b", due: 2022-12-31}, {id: b, text: "[x]"}]
            previous: [
              {status: done,
                 ref: a/b/c}   # as it stands
            ]
        "#]],
    );
}

#[test]
fn chinese_keys_stay_chinese() {
    check(
        Kind::Person,
        "任职:\n- 单位: orchard\n  岗位: secretary\n  开始: 2021年6月15日 # 到任\n姓名: '孙 五'\n",
        expect![[r#"
            姓名: 孙 五
            任职:
              - 岗位: secretary
                单位: orchard
                开始: 2021-06-15  # 到任
        "#]],
    );
}

#[test]
fn what_cannot_be_read_is_left_alone() {
    let left = |front: &str| formatted(Kind::Story, &format!("---\n{front}\n---\n")).unwrap_err();
    for faulty in ["title: [", "titel: A", "title: A\ntitle: B", "title: A\npublished: 2022-02-30", "title: &a A"] {
        assert_eq!(left(faulty), Left::Faulty, "{faulty}");
    }
    for strange in ["{title: A, published: 2022-05-04}", "? title\n: A", "title: |2\n   A"] {
        assert_eq!(left(strange), Left::Layout, "{strange}");
    }
    // What is missing is not made up.
    assert_eq!(formatted(Kind::Story, "---\n# nothing yet\n\n---\n").unwrap(), "---\n# nothing yet\n---\n");
}

/// One key with a value, in some way of writing it. `#` stands for a comment of its own.
fn entry(key: &'static str, values: &'static [&'static str]) -> impl Strategy<Value = (String, bool, bool)> {
    let drawn = (proptest::sample::select(values), any::<bool>(), any::<bool>());
    drawn.prop_map(move |(value, leads, gap)| (format!("{key}:{value}"), leads, gap))
}

fn front() -> impl Strategy<Value = String> {
    let entries = (
        entry("title", &[" A", " 'A'  #", " \"A: b\"", " '2022'", " >\n    A\n\n    b", " A\n  b"]),
        entry("held", &[" 2022-02-25", " '2022-02-25'", " 2022年2月25日 #", " 2022.2.25"]),
        entry(
            "agenda",
            &[
                " 3",
                " [A, {title: 'B'}]",
                "\n- A\n- title: B   #\n  result: |\n      done\n   #\n#\n- C",
                "\n    items:   #\n    #\n    - 'A'\n    #\n    count: 1\n    #",
                " {items: [A],count: 1}",
                " [\"|\", '> a']\n#",
                " [\n   A, #\n  B]",
            ],
        ),
        entry(
            "chair",
            &[
                " {role: R, name: 'N'}",
                "\n  #\n  role: R\n  name: N",
                "\n  - name: N\n    #\n    role: R\n  - {group: G}",
            ],
        ),
        entry("source", &[" A", "\n  notes:\n  -  A\n  #\n\n  - 'b: c'\n  title: T"]),
        entry("minutes", &[" {status: draft}", "\n  status:  'adopted' #"]),
        entry("draft", &[" true", " 'true'", "   false"]),
    );
    let entries = entries.prop_map(|(a, b, c, d, e, f, g)| vec![a, b, c, d, e, f, g]);
    (entries, any::<[bool; 3]>()).prop_flat_map(|(entries, [pinned, tail, gap])| {
        Just(entries).prop_shuffle().prop_map(move |entries| {
            let mut text = String::new();
            text.push_str(if pinned { "#\n\n" } else { "" });
            for (entry, leads, blank) in entries {
                text.push_str(if blank && gap { "\n" } else { "" });
                text.push_str(if leads { "#\n" } else { "" });
                text.push_str(&entry);
                text.push('\n');
            }
            text.push_str(if tail { "  #\n#\n" } else { "" });
            numbered(&text)
        })
    })
}

/// Gives every comment a number, by which it is known again.
fn numbered(text: &str) -> String {
    let mut parts = text.split('#');
    let mut out = parts.next().unwrap_or_default().to_string();
    for (index, part) in parts.enumerate() {
        out.push_str(&format!("# comment {index}.{part}"));
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn formatting_changes_the_form_and_nothing_else(front in front(), body in "[a-z#\\- \n]{0,40}") {
        let text = format!("---\n{front}---\n{body}");
        let path = SourcePath::new("content/meetings/a/index.md");
        let form = formatted(Kind::Meeting, &text);
        prop_assert!(form.is_ok(), "{form:?}\n{text}");
        let form = form.unwrap();
        let twice = formatted(Kind::Meeting, &form);
        prop_assert_eq!(twice.as_ref(), Ok(&form), "twice:\n{}", text);
        let record = |text: &str| document(&path, identify(&path).unwrap(), text.as_bytes());
        let (before, after) = (record(&text), record(&form));
        prop_assert_eq!(before.front, after.front);
        prop_assert_eq!(before.body.hash, after.body.hash);
        let end = format!("---\n{body}");
        prop_assert!(form.ends_with(&end));
        let front = &form[..form.len() - body.len()];
        for number in 0..text[..text.len() - body.len()].matches("# comment").count() {
            prop_assert_eq!(front.matches(&format!("# comment {number}.")).count(), 1, "{}\n{}", text, form);
        }
        let keys: Vec<_> = front.lines().filter_map(|line| line.split_once(':')).map(|(key, _)| key)
            .filter(|key| key.chars().all(|c| c.is_ascii_lowercase())).collect();
        prop_assert_eq!(keys, ["title", "held", "minutes", "chair", "agenda", "source", "draft"]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn whatever_stands_there_is_put_into_form_or_left_alone(
        lines in prop::collection::vec((0..4usize, prop::sample::select(PIECES), prop::sample::select(PIECES)), 0..9),
    ) {
        let lines = lines.iter().map(|(deep, one, other)| format!("{}{one}{other}\n", "  ".repeat(*deep)));
        let text = format!("---\n{}---\n", lines.collect::<String>());
        for kind in [Kind::Meeting, Kind::Report, Kind::Person] {
            if let Ok(form) = formatted(kind, &text) {
                let twice = formatted(kind, &form);
                prop_assert_eq!(twice.as_ref(), Ok(&form), "twice:\n{}", text);
            }
        }
    }
}

/// What lines are made of.
const PIECES: &[&str] = &[
    "",
    "title: ",
    "agenda:",
    "agenda: ",
    "items:",
    "- ",
    "-",
    "- - ",
    "? ",
    ": ",
    "text: |",
    "text: >-",
    "by: {name: 'A'}",
    "姓名：",
    "姓名: 陈宁",
    "comment: ",
    "[a, 'b', {c: d}",
    "]",
    "}",
    "{",
    "\"x",
    "\"",
    "'",
    "# c",
    " # c",
    "x",
    "2022年2月25日",
    "held: ",
    "&a ",
    "*a",
    "!t ",
    "previous:",
    "ref: a/b/c",
    "roles:",
    "post: secretary",
    "|2",
    "...",
    "---",
];

#[test]
fn the_program_formats_what_it_is_asked_to_and_leaves_the_rest() {
    let place = place(
        "\
-- content/people/li.md --
---
sample: true
name: Li
---
Text.
-- content/people/wu.md --
---
name: Wu
---
-- content/news/broken.md --
---
titel: A
---
",
    );
    let root = place.root();
    std::fs::write(root.join("content/people/chen.md"), b"\xEF\xBB\xBF---\r\nname: Chen\r\n---\r\nText.\r\n").unwrap();
    let (old, ..) = encoding_rs::GB18030.encode("---\nsample: true\n姓名: 陈宁\n---\n正文\n");
    std::fs::write(root.join("content/people/陈宁.md"), &old).unwrap();
    let before = disk::tree(&root);
    expect![[r#"
        not in form content/people/chen.md
        not in form content/people/li.md
        5 files: 2 to be changed, 2 left as they are
    "#]]
    .assert_eq(&place.run(&["fmt", "--check"]).ended(1).stdout);
    disk::assert_same(&disk::tree(&root), &before, "after --check");

    expect![[r#"
        content/news/broken.md: has errors; `minutebook check` names them
        content/people/陈宁.md: not UTF-8; `minutebook fmt --encoding` converts it
    "#]]
    .assert_eq(&place.run(&["fmt"]).ended(1).stderr);
    assert_eq!(read(&root, "content/people/li.md"), "---\nname: Li\nsample: true\n---\nText.\n");
    assert_eq!(read(&root, "content/people/chen.md"), "---\nname: Chen\n---\nText.\n");
    assert_eq!(std::fs::read(root.join("content/people/陈宁.md")).unwrap(), old.as_ref());

    let ran = place.run(&["fmt", "--encoding", "content/people/陈宁.md"]).ended(0);
    assert_eq!(ran.stdout, "wrote content/people/陈宁.md\n1 file: 1 changed\n");
    assert_eq!(read(&root, "content/people/陈宁.md"), "---\n姓名: 陈宁\nsample: true\n---\n正文\n");
    assert_eq!(place.run(&["fmt", "content/people"]).ended(2).stdout, "");
    std::fs::remove_file(root.join("content/news/broken.md")).unwrap();
    assert_eq!(place.run(&["fmt", "--check"]).ended(0).stdout, "4 files: 0 to be changed\n");
    let people = disk::tree(&root.join("content/people"));
    assert_eq!(people.len(), 4, "no spare file is left: {:?}", people.keys());
}

#[test]
fn the_sample_site_and_every_new_site_are_in_form() {
    let repository = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["content", "src/edit/starter/en/content", "src/edit/starter/zh-Hans/content"] {
        for entry in walkdir::WalkDir::new(repository.join(folder)) {
            let entry = entry.unwrap();
            let below = entry.path().strip_prefix(repository.join(folder)).unwrap();
            let path = SourcePath::new(format!("content/{}", below.display()));
            if identify(&path).is_ok() {
                files.push((path, entry.into_path()));
            }
        }
    }
    assert!(files.len() > 50);
    for (path, file) in files {
        let bytes = std::fs::read(&file).unwrap();
        let Decoded::Utf8(text) = decode(&bytes) else { panic!("{path}") };
        let form = formatted(identify(&path).unwrap().kind, &text).unwrap_or_else(|left| panic!("{path}: {left:?}"));
        assert_eq!(form, text, "{path}: `minutebook fmt` puts it into form");
    }
}
