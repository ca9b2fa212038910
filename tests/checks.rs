//! Every check: its page in `docs/checks.md`, and what is said of bad input.

mod support;

use std::fmt::Write;

use expect_test::expect;
use minutebook::build::build;
use minutebook::diag::{Check, Diagnostic};
use minutebook::source::{Memory, SourceSet};
use minutebook::span::SourcePath;
use support::{check_diagnostics, lines, options, page, site};

const DOCS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/checks.md");

/// A section of `docs/checks.md` about one check.
#[derive(Default)]
struct Section {
    name: String,
    /// The line below the heading: severity, and whether it is firm.
    severity: String,
    /// The smallest site in which the check finds something, as a text.
    site: Option<String>,
    /// What is found there, and the lines of the page between which it stands.
    finding: String,
    finding_lines: (usize, usize),
}

fn sections(page: &str) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    let mut fence: Option<&str> = None;
    for (number, line) in page.lines().enumerate() {
        if let Some(language) = line.strip_prefix("```") {
            fence = if fence.is_some() { None } else { Some(language) };
            if let Some(section) = sections.last_mut() {
                match fence {
                    Some("site") => section.site = Some(String::new()),
                    Some("finding") => section.finding_lines = (number + 1, number + 1),
                    _ => {}
                }
            }
        } else if let Some(name) = line.strip_prefix("## ").filter(|_| fence.is_none()) {
            sections.push(Section { name: name.to_string(), ..Section::default() });
        } else if let Some(section) = sections.last_mut() {
            match fence {
                None if section.severity.is_empty() => section.severity = line.to_string(),
                Some("site") => *section.site.get_or_insert_default() += &format!("{line}\n"),
                Some("finding") => {
                    section.finding += &format!("{line}\n");
                    section.finding_lines.1 = number + 1;
                }
                _ => {}
            }
        }
    }
    let known = |section: &Section| section.name.chars().all(|c| c.is_ascii_lowercase() || c == '-' || c == '8');
    sections.retain(known);
    sections
}

fn checks_page() -> String {
    std::fs::read_to_string(DOCS).expect("docs/checks.md can be read")
}

/// What is found of `check` in the files that `sources` lists.
fn found_of(check: &str, memory: &Memory, sources: &SourceSet) -> String {
    let (_, found) = build(sources, memory, &options()).unwrap_or_else(|failure| panic!("{failure:?}"));
    let of_check: Vec<Diagnostic> = found.into_iter().filter(|found| found.check.name() == check).collect();
    lines(memory, &of_check)
}

/// What is found in files that no text can show.
fn found_in_bytes(check: &str) -> String {
    let mut memory = site("");
    let notice = "---\ntitle: 道路封闭通知\npublished: 2024-05-06\n---\n";
    match check {
        "unknown-encoding" => memory.insert("content/news/notice.md", *b"PK\x03\x04\n\x00\xFF\xFE\x00"),
        "not-utf-8" => memory.insert("content/news/notice.md", encoding_rs::GB18030.encode(notice).0.into_owned()),
        "large-attachment" => {
            let text = "---\ntitle: Spring meeting\nheld: 2024-03-01\nattachments: [minutes.pdf]\n---\n";
            memory.insert("content/meetings/2024-spring/index.md", text.as_bytes());
            memory.insert("content/meetings/2024-spring/minutes.pdf", *b"%PDF");
        }
        _ => {}
    }
    let mut sources = memory.list();
    for file in sources.files.iter_mut().filter(|file| file.path.name() == "minutes.pdf") {
        file.stamp.len = 43_700_000;
    }
    if check == "not-a-file" {
        sources.strangers.push(SourcePath::new("content/meetings/2024-spring/hall.jpg"));
    }
    found_of(check, &memory, &sources)
}

#[test]
fn the_page_names_every_check_in_order_with_its_severity() {
    let told: Vec<(String, String)> =
        sections(&checks_page()).into_iter().map(|section| (section.name, section.severity)).collect();
    let severity = |check: &Check| {
        let name = check.severity().name();
        let firm = if check.is_firm() { "; cannot be lowered" } else { "" };
        format!("{}{}{firm}.", name[..1].to_uppercase(), &name[1..])
    };
    let checks: Vec<(String, String)> =
        Check::ALL.iter().map(|check| (check.name().to_string(), severity(check))).collect();
    assert_eq!(told, checks);
}

/// With `UPDATE_EXPECT=1` the findings are written into the page.
#[test]
fn every_example_of_the_page_gives_the_finding_below_it() {
    let page = checks_page();
    let mut updated: Vec<String> = page.lines().map(str::to_string).collect();
    let mut wrong = String::new();
    for section in sections(&page).iter().rev() {
        let found = match &section.site {
            Some(text) => {
                let memory = site(text);
                found_of(&section.name, &memory, &memory.list())
            }
            None => found_in_bytes(&section.name),
        };
        if found.is_empty() || found != section.finding {
            let _ = writeln!(wrong, "{}\nthe page: {}the build: {found}", section.name, section.finding);
        }
        let (start, end) = section.finding_lines;
        updated.splice(start..end, found.lines().map(str::to_string));
    }
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(DOCS, updated.join("\n") + "\n").expect("docs/checks.md can be written");
    } else {
        assert!(wrong.is_empty(), "{wrong}");
    }
}

// Front matter that cannot be read, or not all of it.

#[test]
fn a_line_that_is_indented_by_mistake_is_pointed_at() {
    check_diagnostics(
        "
-- content/news/a.md --
---
title: A
  published: 2024-05-06
about: []
---
",
        expect![[r#"
            content/news/a.md:3:3 error[syntax] this line is indented, and the line above it holds a value already (begin it below the first letter of the key above)
        "#]],
    );
}

#[test]
fn a_tab_is_named_as_a_tab() {
    check_diagnostics(
        "
-- content/meetings/a/index.md --
---
title: A
held: 2024-03-01
chair:
\tname: Chen Ning
---
",
        expect![[r#"
            content/meetings/a/index.md:5:1 error[syntax] a tab indents this line (indent with spaces, two for each level)
        "#]],
    );
}

#[test]
fn a_quote_that_is_not_closed_is_found_where_it_opens() {
    check_diagnostics(
        "
-- content/news/a.md --
---
title: \"A
published: 2024-05-06
---
",
        expect![[r#"
            content/news/a.md:2:8 error[syntax] the front matter cannot be read here: unclosed quote (close the double quotes)
        "#]],
    );
}

#[test]
fn a_full_width_colon_is_named_and_the_value_behind_it_is_read() {
    check_diagnostics(
        "
-- content/meetings/a/index.md --
---
标题：春季会议
日期：2024-02-30
---
",
        expect![[r#"
            content/meetings/a/index.md:2:3 error[syntax] a full-width colon after `标题` (write `标题: ` with a plain colon and a space)
            content/meetings/a/index.md:3:3 error[syntax] a full-width colon after `日期` (write `日期: ` with a plain colon and a space)
            content/meetings/a/index.md:3:4 error[impossible-date] there is no day `2024-02-30` in the calendar (mend it, or leave out what is not known: `2012-09`, `2012`)
        "#]],
    );
}

#[test]
fn a_full_width_colon_in_words_is_a_character_like_any_other() {
    check_diagnostics(
        "
-- content/meetings/a/index.md --
---
title: A
held: 2024年3月1日
summary: |
  地点：礼堂
suggestions: [说明：不详, \"说明：也不详\"]
---
地点：礼堂
",
        expect![[r#"
            content/meetings/a/index.md:3:7 note[date-form] `2024年3月1日` is understood as 2024-03-01 (write `2024-03-01`)
        "#]],
    );
}

#[test]
fn a_file_without_front_matter_is_told_how_to_begin() {
    check_diagnostics(
        "
-- content/news/a.md --
# The river road is closed
-- content/news/b.md --
-- content/news/c.md --
---
-- content/meetings/a/index.md --
---
title: A
held: 2024-03-01
---
-- content/meetings/a/b.md --
---
secretary: {
---
",
        expect![[r#"
            content/meetings/a/b.md:2:12 error[syntax] this bracket is not closed (close it, or put the value in quotes)
            content/news/a.md:1:1 error[syntax] the file does not begin with front matter (begin with a line `---`, the keys, and a line `---`)
            content/news/b.md:1:1 error[syntax] the file does not begin with front matter (begin with a line `---`, the keys, and a line `---`)
            content/news/c.md:1:1 error[syntax] the front matter does not end (put a line `---` below the keys)
        "#]],
    );
}

#[test]
fn front_matter_that_does_not_end_is_still_read() {
    check_diagnostics(
        "
-- content/news/a.md --
---
title: A
published: 2024-05-06
titel: B
",
        expect![[r#"
            content/news/a.md:1:1 error[syntax] the front matter does not end (put a line `---` below the keys)
            content/news/a.md:4:1 error[unknown-key] there is no key `titel` here (did you mean `title`?)
        "#]],
    );
}

#[test]
fn front_matter_that_is_a_list_or_a_text_is_no_record() {
    check_diagnostics(
        "
-- content/news/a.md --
---
- title: A
---
-- content/news/b.md --
---
The river road is closed
---
",
        expect![[r#"
            content/news/a.md:2:1 error[syntax] one `key: value` is expected on each line (begin each line with a key, a colon and a space: `title: …`)
            content/news/b.md:2:1 error[syntax] one `key: value` is expected on each line (begin each line with a key, a colon and a space: `title: …`)
        "#]],
    );
}

#[test]
fn a_key_that_stands_twice_is_found_under_each_of_its_names() {
    check_diagnostics(
        "
-- content/meetings/a/index.md --
---
title: A
held: 2024-03-01
标题: 甲
held: 2024-03-02
place: {name: Hall, room: 1, room: 2}
---
",
        expect![[r#"
            content/meetings/a/index.md:4:1 error[duplicate-key] `标题` is the same key as `title`, which stands here too (keep one of the two)
            content/meetings/a/index.md:5:1 error[duplicate-key] `held` stands here twice (keep one of the two)
            content/meetings/a/index.md:6:30 error[duplicate-key] `room` stands here twice (keep one of the two)
        "#]],
    );
}

#[test]
fn a_misspelt_key_gets_a_suggestion_and_an_unknown_one_the_list() {
    check_diagnostics(
        "
-- content/meetings/a/index.md --
---
title: A
held: 2024-03-01
organiser: x
place: {nmae: Hall}
weather: fine
地址: 礼堂
标是: 甲
---
",
        expect![[r#"
            content/meetings/a/index.md:4:1 error[unknown-key] there is no key `organiser` here (did you mean `organizer`?)
            content/meetings/a/index.md:5:9 error[unknown-key] there is no key `nmae` here (did you mean `name`?)
            content/meetings/a/index.md:6:1 error[unknown-key] there is no key `weather` here (the keys are title, held, time, end_time, ended, published, covers, summary, series, status, reason, number, index_number, disclosure, minutes, place, organizer, chair, speakers, present, in_attendance, apologies, absent, attendance, agenda, reports, commentary, suggestions, emphasis, decisions, assessment, photos, attachments, topics, source, author, editor, photographer, review, corrections, draft, embargo, withdrawn, public_until, sample, aliases)
            content/meetings/a/index.md:7:1 error[unknown-key] there is no key `地址` here (the keys are 标题, 日期, 时间, 结束时间, 结束日期, 发布, 年度, 摘要, 类型, 状态, 原因, 文号, 索引号, 公开类别, 纪要, 地点, 主办, 主持, 讲话, 出席, 列席, 请假, 缺席, 人数, 议程, 述职, 点评, 意见, 强调, 决定, 测评, 图片, 附件, 关键词, 来源, 作者, 编辑, 摄影, 审核, 更正, 草稿, 解禁, 撤稿, 公示期, 示例, 旧地址)
            content/meetings/a/index.md:8:1 error[unknown-key] there is no key `标是` here (the keys are 标题, 日期, 时间, 结束时间, 结束日期, 发布, 年度, 摘要, 类型, 状态, 原因, 文号, 索引号, 公开类别, 纪要, 地点, 主办, 主持, 讲话, 出席, 列席, 请假, 缺席, 人数, 议程, 述职, 点评, 意见, 强调, 决定, 测评, 图片, 附件, 关键词, 来源, 作者, 编辑, 摄影, 审核, 更正, 草稿, 解禁, 撤稿, 公示期, 示例, 旧地址)
        "#]],
    );
}

#[test]
fn a_value_of_the_wrong_form_is_told_the_right_one() {
    check_diagnostics(
        "
-- content/meetings/a/index.md --
---
title: [A, B]
held: next spring
time: 25:00
draft: yes
topics: {a: b}
summary: {text: A}
photos: hall.jpg
chair: [[chen-ning]]
agenda: several
attendance: 40
reports: -3
covers: 2020/2022
status: Held
minutes: {status: adoptd}
assessment: {ballots: {issued: 1.5}}
emphasis:
  - A
  -
  - {b: c}
---
",
        expect![[r#"
            content/meetings/a/index.md:2:8 error[wrong-value] `title` must be text, not a list
            content/meetings/a/index.md:3:7 error[wrong-value] `held` must be a date like 2022-02-25, not `next spring`
            content/meetings/a/index.md:4:7 error[wrong-value] `time` must be a time like 14:30, or morning, noon, afternoon or evening, not `25:00`
            content/meetings/a/index.md:5:8 error[wrong-value] `draft` must be `true` or `false`, not `yes`
            content/meetings/a/index.md:6:9 error[wrong-value] `topics` must be a list or text, not a group of keys
            content/meetings/a/index.md:7:10 error[wrong-value] `summary` must be text, not a group of keys
            content/meetings/a/index.md:8:9 error[wrong-value] `photos` must be a list, not text
            content/meetings/a/index.md:9:9 error[wrong-value] `chair` must be text or a group with `person`, `name`, `role`, `group`, …, not a list
            content/meetings/a/index.md:10:9 error[wrong-value] `agenda` must be a whole number, a list or a group with `count`, `items`, not `several`
            content/meetings/a/index.md:11:13 error[wrong-value] `attendance` must be a group with `expected`, `present`, not text
            content/meetings/a/index.md:12:10 error[wrong-value] `reports` must be a whole number, a list or a group with `count`, `items`, `manner`, not `-3`
            content/meetings/a/index.md:13:9 error[wrong-value] `covers` must be a year like 2021, or two like 2020/2021, not `2020/2022`
            content/meetings/a/index.md:14:9 error[wrong-value] `status` must be `scheduled`, `held`, `cancelled` or `postponed`, not `Held` (did you mean `held`?)
            content/meetings/a/index.md:15:19 error[wrong-value] `status` must be `draft` or `adopted`, not `adoptd` (did you mean `adopted`?)
            content/meetings/a/index.md:16:32 error[wrong-value] `issued` must be a whole number, not `1.5`
            content/meetings/a/index.md:19:4 error[wrong-value] an empty item in `emphasis`
            content/meetings/a/index.md:20:5 error[wrong-value] `emphasis` must be text, not a group of keys
        "#]],
    );
}

#[test]
fn the_configuration_is_checked_like_any_file() {
    check_diagnostics(
        "
-- minutebook.yaml --
title: Test
base_url: example.org
language: english language
timezone: Mars/Olympus
paginate: 0
menu: [meeting, series/nothing]
lead: nothing
theme: street-new
publisher: {organization: nothing}
series: {a: {title: A, scale: four-level}, b: {}}
checks: {dead-lnk: off, syntax: note, dead-link: loud}
",
        expect![[r#"
            minutebook.yaml:2:11 error[wrong-value] `example.org` is not an address like `https://example.org/` (write scheme, host and path, and end with `/`)
            minutebook.yaml:3:11 error[wrong-value] `english language` is not a language tag (write a tag like `en` or `zh-Hans`)
            minutebook.yaml:4:11 error[wrong-value] there is no time zone `Mars/Olympus` (write a name like `Asia/Shanghai`)
            minutebook.yaml:5:11 error[wrong-value] a page of a list holds at least one entry (write 30)
            minutebook.yaml:6:8 error[wrong-value] there is no section `meeting` (write one of meetings, reports, commitments, news, organizations, people, topics, archive, volumes, corrections, or series/ID)
            minutebook.yaml:6:17 error[wrong-value] there is no section `series/nothing` (write one of meetings, reports, commitments, news, organizations, people, topics, archive, volumes, corrections, or series/ID)
            minutebook.yaml:7:7 error[unknown-meeting] no meeting named `nothing` (add content/meetings/nothing/index.md)
            minutebook.yaml:8:8 error[wrong-value] there is no theme `street-new` (did you mean `street-news`?)
            minutebook.yaml:9:27 error[unknown-organization] no organization named `nothing` (add content/organizations/nothing.md)
            minutebook.yaml:10:31 error[unknown-scale] no scale named `four-level`
            minutebook.yaml:11:20 error[wrong-value] there is no check `dead-lnk` (did you mean `dead-link`?)
            minutebook.yaml:11:33 error[wrong-value] `syntax` cannot be lowered (take the line out)
            minutebook.yaml:11:50 error[wrong-value] `dead-link` must be `off`, `note`, `warning` or `error`, not `loud`
            themes/street-news/i18n/english language.ftl:1:1 warning[missing-word] the theme has no words in `english language`; the first language's stand in (add themes/street-news/i18n/english language.ftl)
        "#]],
    );
}

#[test]
fn a_configuration_in_an_old_encoding_is_read_and_named() {
    let mut memory = Memory::default();
    let text = "title: 河边街道\nbase_url: https://example.org/\n";
    memory.insert("minutebook.yaml", encoding_rs::GB18030.encode(text).0.into_owned());
    let (_, found) = support::built(&memory, &options());
    expect![[r#"
        minutebook.yaml:1:1 warning[not-utf-8] this file is GB18030, not UTF-8 (save it as UTF-8: in the editor's Save As, or with `iconv -f GB18030 -t UTF-8`)
    "#]].assert_eq(&lines(&memory, &found));
    memory.insert("minutebook.yaml", *b"\x00\xFF\xFE\x00");
    let (_, found) = support::built(&memory, &options());
    expect![[r#"
        minutebook.yaml:1:1 error[unknown-encoding] line 1 is no text, or text in an encoding that is not known here (open it in the program that wrote it, and save it as UTF-8)
    "#]]
    .assert_eq(&lines(&memory, &found));
}

// A required key inside a list.

#[test]
fn a_key_that_is_missing_in_a_list_does_not_hide_the_rest_of_the_file() {
    check_diagnostics(
        "
-- content/organizations/orchard.md --
---
name: Orchard
---
-- content/meetings/a/index.md --
---
title: A
held: 2024-03-01
chair: nobody
attachments: [{title: Minutes}]
photos: [{alt: The hall}]
decisions: [{number: 1}]
---
-- content/meetings/a/orchard.md --
---
organization: orchard
commitments: [{text: A rota.}]
previous: [{status: done}]
problems: [{cause: Rain}]
---
",
        expect![[r#"
            content/meetings/a/index.md:4:8 error[unknown-person] no person named `nobody` (add content/people/nobody.md, or write `{name: …}` for somebody without a page)
            content/meetings/a/index.md:5:15 error[missing-key] `file` is missing (add `file: ` and text)
            content/meetings/a/index.md:6:10 error[missing-key] `file` is missing (add `file: ` and text)
            content/meetings/a/index.md:7:13 error[missing-key] `text` is missing (add `text: ` and text)
            content/meetings/a/orchard.md:3:15 error[missing-key] `id` is missing (add `id: ` and text)
            content/meetings/a/orchard.md:4:12 error[missing-key] `ref` is missing (add `ref: ` and text)
            content/meetings/a/orchard.md:5:12 error[missing-key] `text` is missing (add `text: ` and text)
        "#]],
    );
}

#[test]
fn a_translation_of_a_list_gives_words_alone() {
    let text = "
-- minutebook.yaml --
title: Test
base_url: https://example.org/
languages: {zh-Hans: {title: 测试}}
checks: {missing-word: off}
-- content/organizations/orchard.md --
---
name: Orchard
---
-- content/meetings/a/index.md --
---
title: A
held: 2024-03-01
attachments: [{file: minutes.pdf, title: Minutes}]
---
-- content/meetings/a/minutes.pdf --
-- content/meetings/a/index.zh-Hans.md --
---
title: 甲
attachments: [{title: 会议记录}]
---
-- content/meetings/a/orchard.md --
---
organization: orchard
commitments: [{id: rota, text: A rota.}]
---
-- content/meetings/a/orchard.zh-Hans.md --
---
commitments: [{text: 值班表。}]
---
";
    check_diagnostics(text, expect![[""]]);
    assert!(page(text, "zh-hans/meetings/a/index.html").contains("会议记录"));
    assert!(page(text, "zh-hans/meetings/a/orchard/index.html").contains("值班表。"));
}

// Texts that would take long to read.

#[test]
fn an_alias_bomb_is_refused() {
    check_diagnostics(
        "
-- content/news/a.md --
---
title: &a [x, x, x, x, x, x, x, x, x]
summary: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]
topics: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]
---
-- content/news/b.md --
---
title: B
published: 2024-05-06
summary:	&a text
author:	*a
---
",
        expect![[r#"
            content/news/a.md:2:11 error[syntax] an anchor or a tag is not used in these files (write the value itself, in quotes if it begins with `*`, `&` or `!`)
            content/news/b.md:4:13 error[syntax] an anchor or a tag is not used in these files (write the value itself, in quotes if it begins with `*`, `&` or `!`)
        "#]],
    );
}

#[test]
fn nesting_without_end_is_refused() {
    let text = format!("-- content/news/a.md --\n---\ntitle: {}\n---\n", "[".repeat(20_000));
    check_diagnostics(
        &text,
        expect![[r#"
        content/news/a.md:2:263 error[syntax] the front matter cannot be read here: recursion limit exceeded (write one `key: value` on each line)
    "#]],
    );
    let text = format!("-- content/news/a.md --\n---\ntitle: {}x\n---\n", "{a: ".repeat(20_000));
    check_diagnostics(
        &text,
        expect![[r#"
        content/news/a.md:2:8 error[wrong-value] `title` must be text, not a group of keys
        content/news/a.md:2:100 error[syntax] lists or keys are nested too deeply
    "#]],
    );
    let text = format!("-- content/news/a.md --\n---\n{}x\n---\n", "- ".repeat(20_000));
    check_diagnostics(
        &text,
        expect![[r#"
            content/news/a.md:2:1 error[syntax] one `key: value` is expected on each line (begin each line with a key, a colon and a space: `title: …`)
            content/news/a.md:2:49 error[syntax] lists or keys are nested too deeply
        "#]],
    );
}

#[test]
fn front_matter_of_300_kb_is_refused() {
    let text = format!(
        "-- content/news/a.md --\n---\ntitle: A\npublished: 2024-05-06\nsummary: {}\n---\n",
        "x".repeat(300_000)
    );
    check_diagnostics(
        &text,
        expect![[r#"
        content/news/a.md:2:1 error[syntax] this front matter is longer than 256 kB (move the text below the closing `---`)
    "#]],
    );
}

#[test]
fn a_number_that_nobody_can_count_to_is_no_burden() {
    check_diagnostics(
        "
-- minutebook.yaml --
title: Test
base_url: https://example.org/
scales: {s: {a: A, b: B, c: C, d: D, e: E, f: F}}
-- content/meetings/a/index.md --
---
title: A
held: 2024-03-01
suggestions: 999999
agenda: 999999999
assessment:
  scale: s
  result: {a: 999999, b: 999999, c: 999999, d: 999999, e: 999999, f: 4294967296}
---
-- content/meetings/a/b.md --
---
secretary: {name: B}
ballots: {a: 999999, b: 999999, c: 999999, d: 999999, e: 999999, f: 999999}
---
",
        expect![[r#"
            content/meetings/a/index.md:4:14 error[wrong-value] `suggestions` counts 999999; each has a place on the page (mend the count)
            content/meetings/a/index.md:5:9 error[wrong-value] `agenda` must be a whole number, a list or a group with `count`, `items`, not `999999999`
            content/meetings/a/index.md:8:70 error[wrong-value] `f` must be a whole number, not `4294967296`
        "#]],
    );
}

// Dates.

#[test]
fn dates_are_understood_as_people_write_them() {
    check_diagnostics(
        "
-- content/meetings/a/index.md --
---
title: A
held: 2024年3月1日
time: 上午
covers: 2023年度
published: 2024/3/2
ended: ２０２４.３.１
corrections: [{date: 2024.3.5, text: A}]
---
",
        expect![[r#"
            content/meetings/a/index.md:3:7 note[date-form] `2024年3月1日` is understood as 2024-03-01 (write `2024-03-01`)
            content/meetings/a/index.md:5:9 note[date-form] `2023年度` is understood as 2023 (write `2023`)
            content/meetings/a/index.md:6:12 note[date-form] `2024/3/2` is understood as 2024-03-02 (write `2024-03-02`)
            content/meetings/a/index.md:7:8 note[date-form] `２０２４.３.１` is understood as 2024-03-01 (write `2024-03-01`)
            content/meetings/a/index.md:8:22 note[date-form] `2024.3.5` is understood as 2024-03-05 (write `2024-03-05`)
        "#]],
    );
}

#[test]
fn dates_that_cannot_be_are_errors_in_every_form() {
    check_diagnostics(
        "
-- content/meetings/a/index.md --
---
title: A
held: 2023年2月29日
published: 2024-13-01 09:30
ended: 2024.4.31
corrections: [{date: 2024-00-01, text: A}, {date: 1.3.2024, text: B}, {date: 24-03-01, text: C}]
---
",
        expect![[r#"
            content/meetings/a/index.md:3:7 error[impossible-date] there is no day `2023年2月29日` in the calendar (mend it, or leave out what is not known: `2012-09`, `2012`)
            content/meetings/a/index.md:4:12 error[impossible-date] there is no day `2024-13-01` in the calendar (mend it, or leave out what is not known: `2012-09`, `2012`)
            content/meetings/a/index.md:5:8 error[impossible-date] there is no day `2024.4.31` in the calendar (mend it, or leave out what is not known: `2012-09`, `2012`)
            content/meetings/a/index.md:6:22 error[impossible-date] there is no day `2024-00-01` in the calendar (mend it, or leave out what is not known: `2012-09`, `2012`)
            content/meetings/a/index.md:6:51 error[wrong-value] `date` must be a date like 2022-02-25, not `1.3.2024`
            content/meetings/a/index.md:6:78 error[wrong-value] `date` must be a date like 2022-02-25, not `24-03-01`
        "#]],
    );
}

// Ids and addresses.

#[test]
fn ids_that_differ_in_case_alone_collide() {
    check_diagnostics(
        "
-- content/people/wu-geng.md --
---
name: Wu Geng
---
-- content/people/WU-geng.md --
---
name: Wu Geng
---
",
        expect![[r#"
            content/people/WU-geng.md:1:1 error[bad-id] `WU-geng` cannot be the id of a person: an id is in lower case (rename the file; ids are lower-case letters, digits and `-`)
            content/people/wu-geng.md:1:1 error[duplicate-id] this person has the same id as `content/people/WU-geng.md` (rename one of the two; ids that differ only in letter case, width or accents are the same)
        "#]],
    );
}

#[test]
fn ids_that_differ_in_unicode_normalization_alone_collide() {
    check_diagnostics(
        "
-- content/news/caf\u{e9}.md --
---
title: A
published: 2024-05-06
---
-- content/news/cafe\u{301}.md --
---
title: B
published: 2024-05-06
---
",
        expect![[r#"
            content/news/café.md:1:1 error[bad-id] `café` cannot be the id of a story: its letters and accents are stored apart (not Unicode NFC) (rename the file; ids are lower-case letters, digits and `-`)
            content/news/café.md:1:1 error[duplicate-id] this story has the same id as `content/news/café.md` (rename one of the two; ids that differ only in letter case, width or accents are the same)
        "#]],
    );
}

#[test]
fn names_that_the_site_or_windows_needs_are_no_ids() {
    check_diagnostics(
        "
-- content/news/page.md --
---
title: A
published: 2024-05-06
---
-- content/news/con.md --
---
title: B
published: 2024-05-06
---
-- content/pages/meetings.md --
---
title: C
---
-- content/pages/index.md --
---
title: D
---
-- content/meetings/feed/index.md --
---
title: E
held: 2024-03-01
---
",
        expect![[r#"
            content/meetings/feed/index.md:1:1 error[bad-id] `feed` cannot be the id of a meeting: the site needs this name for itself (rename the file; ids are lower-case letters, digits and `-`)
            content/news/con.md:1:1 error[bad-id] `con` cannot be the id of a story: Windows cannot have a file of this name (rename the file; ids are lower-case letters, digits and `-`)
            content/news/page.md:1:1 error[bad-id] `page` cannot be the id of a story: the site needs this name for itself (rename the file; ids are lower-case letters, digits and `-`)
            content/pages/index.md:1:1 error[bad-id] `index` cannot be the id of a page: the site needs this name for itself (rename the file; ids are lower-case letters, digits and `-`)
            content/pages/meetings.md:1:1 error[bad-id] `meetings` cannot be the id of a page: the site needs this name for itself (rename the file; ids are lower-case letters, digits and `-`)
            content/pages/meetings.md:1:1 error[duplicate-route] `/meetings/index.html` is already the address of a page of the site's own (rename one of the two)
        "#]],
    );
}

#[test]
fn a_page_cannot_take_the_address_of_a_language() {
    check_diagnostics(
        "
-- minutebook.yaml --
title: Test
base_url: https://example.org/
languages: {zh-Hans: {title: 测试}}
checks: {missing-word: off}
-- content/pages/zh-hans.md --
---
title: A
---
",
        expect![[r#"
            content/pages/zh-hans.md:1:1 error[duplicate-route] `/zh-hans/index.html` is already the address of a page of the site's own (rename one of the two)
        "#]],
    );
}

#[test]
fn an_alias_is_an_address_of_the_site() {
    check_diagnostics(
        "
-- content/pages/a.md --
---
title: A
aliases: [/old/, ../up, https://example.org/, /, /people/, old]
---
",
        expect![[r#"
            content/pages/a.md:3:18 error[wrong-value] `../up` is not an address of this site (write a path like `/2019/old-name/`)
            content/pages/a.md:3:25 error[wrong-value] `https://example.org/` is not an address of this site (write a path like `/2019/old-name/`)
            content/pages/a.md:3:47 error[wrong-value] `/` is not an address of this site (write a path like `/2019/old-name/`)
            content/pages/a.md:3:50 warning[alias-hides-page] `/people/` is the address of a page; it stays, and does not lead here (take the alias out)
            content/pages/a.md:3:60 warning[alias-hides-page] `old` is the address of a page; it stays, and does not lead here (take the alias out)
        "#]],
    );
}

// Links.

#[test]
fn no_link_climbs_out_of_the_content() {
    check_diagnostics(
        "
-- content/news/a.md --
---
title: A
published: 2024-05-06
summary: See [this](../../minutebook.yaml)
---
[a](../../minutebook.yaml) [b](../../../etc/passwd) [c](/../minutebook.yaml) [d](/etc/passwd)
[e](%2e%2e/%2E%2E/minutebook.yaml) [f](..%2f..%2fminutebook.yaml) [g](%ff)
![h](../../../etc/passwd)
-- content/news/b.md --
---
title: B
published: 2024-05-06
photos: [{file: ../../minutebook.yaml, alt: A}]
attachments: [/etc/passwd, ..\\..\\minutebook.yaml, '%2e%2e/b.md']
---
",
        expect![[r#"
            content/news/a.md:4:21 error[dead-link] `../../minutebook.yaml` leads out of `content/` (link to a file below `content/`, or to an address of the site like `/topics/`)
            content/news/a.md:6:5 error[dead-link] `../../minutebook.yaml` leads out of `content/` (link to a file below `content/`, or to an address of the site like `/topics/`)
            content/news/a.md:6:32 error[dead-link] `../../../etc/passwd` leads out of `content/` (link to a file below `content/`, or to an address of the site like `/topics/`)
            content/news/a.md:6:57 error[dead-link] `/../minutebook.yaml` leads out of `content/` (link to a file below `content/`, or to an address of the site like `/topics/`)
            content/news/a.md:6:82 error[dead-link] the site has no address `/etc/passwd` (links to records are written to their files: `/people/chen-ning.md`)
            content/news/a.md:7:5 error[dead-link] `../../minutebook.yaml` leads out of `content/` (link to a file below `content/`, or to an address of the site like `/topics/`)
            content/news/a.md:7:40 error[dead-link] `../../minutebook.yaml` leads out of `content/` (link to a file below `content/`, or to an address of the site like `/topics/`)
            content/news/a.md:7:71 error[dead-link] `%ff` is not UTF-8 behind its percent signs
            content/news/a.md:8:6 error[dead-link] `../../../etc/passwd` leads out of `content/` (link to a file below `content/`, or to an address of the site like `/topics/`)
            content/news/b.md:4:17 error[unknown-file] there is no photo `../../minutebook.yaml` (put the file into content/news/)
            content/news/b.md:5:15 error[unknown-file] there is no attachment `/etc/passwd` (put the file into content/news/)
            content/news/b.md:5:28 error[unknown-file] there is no attachment `..\..\minutebook.yaml` (put the file into content/news/)
            content/news/b.md:5:51 error[unknown-file] there is no attachment `%2e%2e/b.md` (put the file into content/news/)
        "#]],
    );
}

#[test]
fn a_link_that_runs_a_program_is_pointed_at_wherever_it_stands() {
    check_diagnostics(
        "
-- content/organizations/orchard.md --
---
name: Orchard
---
-- content/meetings/a/index.md --
---
title: A
held: 2024-03-01
summary: Click [here](javascript:alert(1)).
source: {name: A, url: 'javascript:alert(2)', notes: ['[x](data:text/html,x)']}
decisions:
  - text: See [this](JavaScript:alert(3))
---
Click [there](<java script:alert(4)>), or ![an image](vbscript:x).
-- content/meetings/a/orchard.md --
---
organization: orchard
commitments: [{id: a, text: A, updates: [{date: 2024-04-01, status: done, evidence: 'javascript:alert(5)'}]}]
---
",
        expect![[r#"
            content/meetings/a/index.md:4:23 error[unsafe-link] `javascript:alert(1)` is a link that could run a program (link to an https address, a file or `mailto:`)
            content/meetings/a/index.md:5:24 error[unsafe-link] `javascript:alert(2)` is a link that could run a program (write its https address)
            content/meetings/a/index.md:5:60 error[unsafe-link] `data:text/html,x` is a link that could run a program (link to an https address, a file or `mailto:`)
            content/meetings/a/index.md:7:22 error[unsafe-link] `JavaScript:alert(3)` is a link that could run a program (link to an https address, a file or `mailto:`)
            content/meetings/a/index.md:9:16 error[unsafe-link] `java script:alert(4)` is a link that could run a program (link to an https address, a file or `mailto:`)
            content/meetings/a/index.md:9:55 error[unsafe-link] `vbscript:x` is a link that could run a program (link to an https address, a file or `mailto:`)
            content/meetings/a/orchard.md:3:20 warning[done-without-evidence] `a` is said to be done, and nothing shows it (add `evidence:` where it was said to be done: a file, a link or words)
            content/meetings/a/orchard.md:3:85 error[unsafe-link] `javascript:alert(5)` is a link that could run a program (write an https address, the name of a file beside the record, or words)
        "#]],
    );
}

#[test]
fn a_dead_link_is_pointed_at_wherever_it_stands() {
    check_diagnostics(
        "
-- content/meetings/a/index.md --
---
title: A
held: 2024-03-01
summary: See [b](../b/index.md) and [c](/nowhere/).
emphasis: See [d](d.pdf) and [e](/nowhere/else/).
---
See [b](../b/), [a](../a/), [c](/nowhere/) and [e](/topics).
",
        expect![[r#"
            content/meetings/a/index.md:4:18 error[dead-link] there is no file `../b/index.md` (did you mean `/meetings/a/index.md`?)
            content/meetings/a/index.md:5:19 error[dead-link] there is no file `d.pdf`
            content/meetings/a/index.md:5:34 error[dead-link] the site has no address `/nowhere/else/` (links to records are written to their files: `/people/chen-ning.md`)
            content/meetings/a/index.md:7:9 error[dead-link] there is no file `../b/`
            content/meetings/a/index.md:7:21 error[dead-link] there is no file `../a/` (that is a folder; link to `../a/index.md`)
            content/meetings/a/index.md:7:33 error[dead-link] the site has no address `/nowhere/` (links to records are written to their files: `/people/chen-ning.md`)
        "#]],
    );
}

#[test]
fn an_anchor_is_known_however_its_page_is_named() {
    check_diagnostics(
        "
-- content/meetings/a/index.md --
---
title: A
held: 2024-03-01
decisions: [One]
suggestions: 2
---
## What was said
-- content/news/b.md --
---
title: B
published: 2024-05-06
---
[1](/meetings/a/#decision-1) [2](/meetings/a/index.md#decision-1) [3](/meetings/a/#suggestion-2)
[4](/meetings/a/#what-was-said) [5](../meetings/a/index.md#what-was-said) [6](/topics/#nothing)
[7](/meetings/a/#decision-2) [8](/meetings/a/index.md#decision-2) [9](/meetings/a/index.md#what-was-sad)
[10](#nothing) [11](#)
",
        expect![[r#"
            content/news/b.md:6:79 error[dead-anchor] `/topics/` has no anchor `#nothing` (take the anchor out, or link to a record's file)
            content/news/b.md:7:5 error[dead-anchor] `/meetings/a/` has no anchor `#decision-2` (take the anchor out, or link to a record's file)
            content/news/b.md:7:34 error[dead-anchor] `/meetings/a/index.md` has no anchor `#decision-2` (did you mean `#decision-1`?)
            content/news/b.md:7:71 error[dead-anchor] `/meetings/a/index.md` has no anchor `#what-was-sad` (did you mean `#what-was-said`?)
            content/news/b.md:8:6 error[dead-anchor] this page has no anchor `#nothing` (an anchor is a heading's words in lower case, with `-` between them)
            content/news/b.md:8:21 error[dead-anchor] this page has no anchor `#` (an anchor is a heading's words in lower case, with `-` between them)
        "#]],
    );
}

#[test]
fn what_is_not_public_yet_cannot_be_reached() {
    check_diagnostics(
        "
-- minutebook.yaml --
title: Test
base_url: https://example.org/
lead: draft
-- content/meetings/draft/index.md --
---
title: A
held: 2024-03-01
draft: true
chair: nobody
---
-- content/meetings/draft/report.md --
---
secretary: {name: B}
commitments: [{id: c, text: C}]
---
-- content/news/embargo.md --
---
title: C
published: 2024-05-06
embargo: 2024-06-02
---
-- content/people/private.md --
---
name: D
public: false
---
-- content/news/public.md --
---
title: E
published: 2024-05-06
summary: See [the meeting](../meetings/draft/index.md).
about: [draft]
author: private
---
[report](/meetings/draft/report.md) [story](embargo.md) [address](/meetings/draft/) [person](../people/private.md)
",
        expect![[r#"
            content/news/public.md:4:28 error[hidden-reachable] `../meetings/draft/index.md` is not public yet (take the link out until it is published)
            content/news/public.md:5:9 error[hidden-reachable] the meeting `draft` is not public yet (take it out until it is published, or make this record a draft too)
            content/news/public.md:8:10 error[hidden-reachable] `/meetings/draft/report.md` is not public yet (take the link out until it is published)
            content/news/public.md:8:45 error[hidden-reachable] `embargo.md` is not public yet (take the link out until it is published)
            content/news/public.md:8:67 error[dead-link] the site has no address `/meetings/draft/` (did you mean `/meetings/`?)
            content/news/public.md:8:94 error[dead-link] `../people/private.md` has no page: `public: false` (take the link out and keep its words)
            minutebook.yaml:3:7 error[hidden-reachable] the meeting `draft` is not public yet (take it out until it is published, or make this record a draft too)
        "#]],
    );
}

#[test]
fn grades_are_checked_though_they_are_withheld() {
    check_diagnostics(
        "
-- minutebook.yaml --
title: Test
base_url: https://example.org/
scales: {s: {good: Good, poor: Poor}}
-- content/meetings/a/index.md --
---
title: A
held: 2024-03-01
assessment: {scale: s, visibility: withheld, ballots: {issued: 5, valid: 4}, result: {god: 1}}
---
-- content/meetings/a/b.md --
---
secretary: {name: B}
ballots: {good: 3, bad: 1, abstain: 1}
grade: bad
---
-- content/meetings/b/index.md --
---
title: B
held: 2024-03-02
---
-- content/meetings/b/c.md --
---
secretary: {name: C}
grade: good
---
",
        expect![[r#"
            content/meetings/a/b.md:3:10 error[ballots-do-not-add-up] the ballots add up to 5, and 4 were valid (mend one of the numbers)
            content/meetings/a/b.md:3:25 error[unknown-grade] the scale `s` has no grade `bad` (its grades are good, poor)
            content/meetings/a/b.md:4:8 error[unknown-grade] the scale `s` has no grade `bad` (its grades are good, poor)
            content/meetings/a/index.md:4:92 error[unknown-grade] the scale `s` has no grade `god` (its grades are good, poor)
            content/meetings/b/c.md:3:8 error[unknown-grade] `good` is a grade of no scale (name the scale in the meeting's `assessment: scale:` or in its series)
        "#]],
    );
}

// References.

#[test]
fn an_unknown_person_is_pointed_at_in_lists_within_lists() {
    check_diagnostics(
        "
-- content/people/chen-ning.md --
---
name: Chen Ning
---
-- content/meetings/a/index.md --
---
title: A
held: 2024-03-01
出席: [chen-ning, chen-nin, {person: chen-nign, role: Clerk}, {name: Wu Geng}]
suggestions: {by: nobody, items: [A]}
decisions:
  - text: A
    moved_by: {person: nobody}
    seconded_by: chen-ningg
review: [{level: first, by: no-one}]
---
-- content/meetings/a/b.md --
---
secretary: chen
comment:
  - {by: nobody, text: A}
commitments:
  - id: a
    text: A
    responsible: nobody
---
",
        expect![[r#"
            content/meetings/a/b.md:2:12 error[unknown-person] no person named `chen` (did you mean `chen-ning`?)
            content/meetings/a/b.md:4:10 error[unknown-person] no person named `nobody` (add content/people/nobody.md, or write `{name: …}` for somebody without a page)
            content/meetings/a/b.md:8:18 error[unknown-person] no person named `nobody` (add content/people/nobody.md, or write `{name: …}` for somebody without a page)
            content/meetings/a/index.md:4:17 error[unknown-person] no person named `chen-nin` (did you mean `chen-ning`?)
            content/meetings/a/index.md:4:36 error[unknown-person] no person named `chen-nign` (did you mean `chen-ning`?)
            content/meetings/a/index.md:5:19 error[unknown-person] no person named `nobody` (add content/people/nobody.md, or write `{name: …}` for somebody without a page)
            content/meetings/a/index.md:8:24 error[unknown-person] no person named `nobody` (add content/people/nobody.md, or write `{name: …}` for somebody without a page)
            content/meetings/a/index.md:9:18 error[unknown-person] no person named `chen-ningg` (did you mean `chen-ning`?)
            content/meetings/a/index.md:10:29 error[unknown-person] no person named `no-one` (add content/people/no-one.md, or write `{name: …}` for somebody without a page)
        "#]],
    );
}

#[test]
fn a_person_is_named_in_one_way() {
    check_diagnostics(
        "
-- content/people/chen-ning.md --
---
name: Chen Ning
---
-- content/meetings/a/index.md --
---
title: A
held: 2024-03-01
present: [{person: chen-ning, name: Chen Ning}, {reason: ill}, Chen Ning, Wu Geng]
---
",
        expect![[r#"
            content/meetings/a/index.md:4:11 error[wrong-value] this says who it is more than once (keep one of `person`, `name` and `group`)
            content/meetings/a/index.md:4:49 error[wrong-value] this names nobody (add `name`, `person`, `group` or `role`)
            content/meetings/a/index.md:4:64 error[unknown-person] no person named `Chen Ning` (write `chen-ning`, the name of its file)
            content/meetings/a/index.md:4:75 error[unknown-person] no person named `Wu Geng` (write the name of a file in content/people/, or `{name: Wu Geng}` for somebody without a page)
        "#]],
    );
}

#[test]
fn a_report_without_its_meeting_is_named_once() {
    check_diagnostics(
        "
-- content/meetings/a/b.md --
---
secretary: {name: B}
---
",
        expect![[r#"
            content/meetings/a/b.md:1:1 error[unknown-meeting] there is no meeting `a` for this report (add content/meetings/a/index.md)
        "#]],
    );
}

#[test]
fn a_secretary_without_a_place_is_told_so() {
    check_diagnostics(
        "
-- content/organizations/orchard.md --
---
name: Orchard
---
-- content/people/chen-ning.md --
---
name: Chen Ning
roles: [{post: secretary, organization: orchard, end: 2020}, {post: member, start: 2023, end: 2022}]
---
-- content/meetings/a/index.md --
---
title: A
held: 2024-03-01
---
-- content/meetings/a/b.md --
---
secretary: chen-ning
---
",
        expect![[r#"
            content/meetings/a/b.md:2:12 warning[not-in-office] `chen-ning` held no office on 2024-03-01 (mend the terms in content/people/chen-ning.md, or name the secretary of that day)
            content/people/chen-ning.md:3:95 error[wrong-value] this term ends before it begins
        "#]],
    );
}

// Translations.

#[test]
fn a_translation_gives_words_and_no_other_facts() {
    check_diagnostics(
        "
-- minutebook.yaml --
title: Test
base_url: https://example.org/
languages: {zh-Hans: {title: 测试}}
checks: {missing-word: off}
-- content/meetings/a/index.md --
---
title: A
held: 2024-03-01
agenda: [One, Two]
summary: See [this](nowhere.pdf).
---
-- content/meetings/a/index.zh-Hans.md --
---
title: 甲
held: 2024-03-02
place: 礼堂
agenda: [一]
---
See [that](elsewhere.pdf).
",
        expect![[r#"
            content/meetings/a/index.md:5:21 error[dead-link] there is no file `nowhere.pdf`
            content/meetings/a/index.zh-Hans.md:3:7 error[translation-differs] `held` is a fact, and the original states it differently (a translation gives words; leave facts to the original file)
            content/meetings/a/index.zh-Hans.md:4:8 error[translation-differs] `place` does not stand in the original (a translation gives words; leave facts to the original file)
            content/meetings/a/index.zh-Hans.md:5:9 error[translation-differs] `agenda` lists 1 here and 2 in the original (give as many as the original, in the same order)
            content/meetings/a/index.zh-Hans.md:7:12 error[dead-link] there is no file `elsewhere.pdf`
        "#]],
    );
}

#[test]
fn the_text_of_a_translation_is_checked_like_any_text() {
    check_diagnostics(
        "
-- minutebook.yaml --
title: Test
base_url: https://example.org/
languages: {zh-Hans: {title: 测试}}
checks: {missing-word: off}
-- content/news/hidden.md --
---
title: B
published: 2024-05-06
draft: true
---
-- content/news/a.md --
---
title: A
published: 2024-05-06
---
-- content/news/a.zh-Hans.md --
---
title: 甲
---
11010519491231002X 机密★ 13800138000 <b>甲</b> [甲](hidden.md)
",
        expect![[r#"
            content/news/a.zh-Hans.md:4:1 error[identity-number] this is an identity-card number (take it out: identity numbers are never published)
            content/news/a.zh-Hans.md:4:20 error[classification-mark] `机密★` marks a state secret (ask who classified it; it cannot be published)
            content/news/a.zh-Hans.md:4:24 warning[phone-number] this looks like a mobile-phone number (take it out, or allow it under `privacy: allow:` with the reason)
            content/news/a.zh-Hans.md:4:36 note[raw-html] this HTML is shown as text (write it in Markdown, or set `markdown: {raw_html: sanitize}`)
            content/news/a.zh-Hans.md:4:49 error[hidden-reachable] `hidden.md` is not public yet (take the link out until it is published)
        "#]],
    );
}

#[test]
fn a_file_in_a_language_that_the_site_lacks_is_misplaced() {
    check_diagnostics(
        "
-- content/news/a.md --
---
title: A
published: 2024-05-06
---
-- content/news/a.fr.md --
---
title: A
---
-- content/news/a.en.md --
---
title: A
published: 2024-05-06
---
",
        expect![[r#"
            content/news/a.fr.md:1:1 error[misplaced-file] `fr` is not one of the site's languages (add it to `languages:` in minutebook.yaml, or take it out of the file's name)
            content/news/a.md:1:1 error[duplicate-id] `content/news/a.en.md` is in the same language (keep one of the two)
        "#]],
    );
}

// Input that is no site at all.

/// A few numbers that look random and are the same in every run (xorshift).
fn noise(seed: u64, length: usize) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let step = |_| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[3]
    };
    (0..length).map(step).collect()
}

/// Builds two sites: in one every record is `bytes`, in the other the configuration is.
fn read_whatever_it_is(bytes: &[u8]) {
    let records = [
        "content/meetings/a/index.md",
        "content/meetings/a/b.md",
        "content/news/a.md",
        "content/pages/a.md",
        "content/people/a.md",
        "content/organizations/a.md",
    ];
    for paths in [records.as_slice(), &["minutebook.yaml"]] {
        let mut memory = site("");
        paths.iter().for_each(|path| memory.insert(path, bytes));
        let (_, found) = support::built(&memory, &options());
        lines(&memory, &found);
    }
}

#[test]
fn any_bytes_are_read_without_a_panic() {
    const MARKS: &[u8] = b"\n\n -:[]{}\"'#&*!|>,?%@`ax1\t---";
    for seed in 0..8 {
        let bytes = noise(seed, 400);
        let marks: Vec<u8> = bytes.iter().map(|byte| MARKS[usize::from(*byte) % MARKS.len()]).collect();
        read_whatever_it_is(&bytes);
        read_whatever_it_is(&[b"---\n", bytes.as_slice(), b"\n---\n"].concat());
        read_whatever_it_is(&[b"---\ntitle: A\nheld: 2024-03-01\n", marks.as_slice(), b"\n---\n", &marks].concat());
    }
}

#[test]
fn a_file_that_holds_next_to_nothing_is_read_without_a_panic() {
    for text in [
        "",
        "\n",
        "---",
        "---\n",
        "---\n---",
        "---\n---\n",
        "\u{feff}",
        "\u{feff}---",
        "---\r\n---\r\n",
        "---\n\0",
        "...\n",
        "---\n--- \n",
        "---\n...\n---\n",
        "---\n: \n---\n",
        "---\n? a\n---\n",
        "---\ntitle:\n---\n",
        "---\n你：好\n---",
    ] {
        read_whatever_it_is(text.as_bytes());
    }
}

/// Texts on which a careless reading spends time that grows faster than their length.
#[test]
fn long_lines_and_long_lists_are_read_to_their_end() {
    let numbered = |count: usize, of: &dyn Fn(usize) -> String| (0..count).map(of).collect::<String>();
    let name = |number: usize| {
        let letter = |shift: u32| char::from(b'a' + (number >> shift) as u8 % 16);
        format!("Abcdefgh{}{}{}{} ", letter(0), letter(4), letter(8), letter(12))
    };
    let front = |keys: String| format!("---\ntitle: A\nheld: 2024-03-01\n{keys}\n---\n");
    let texts = [
        "x".repeat(1_000_000),
        "地".repeat(300_000),
        "1".repeat(1_000_000),
        "![".repeat(5_000),
        "[a](".repeat(5_000),
        "<".repeat(50_000),
        "*a **b ".repeat(5_000),
        "# a\n".repeat(5_000),
        "> ".repeat(2_000),
        numbered(20_000, &name),
        front(numbered(5_000, &|number| format!("k{number}: 1\n"))),
        front(format!("present: [{}]", numbered(200, &|number| format!("p{number}, ")))),
        front(format!("assessment: {{result: {{{}}}}}", numbered(200, &|number| format!("p{number}: 1, ")))),
        front(format!("summary: {}", "\"a\" : ".repeat(5_000))),
        front(format!("summary: {}", "? ".repeat(5_000))),
    ];
    for (index, text) in texts.iter().enumerate() {
        let mut memory = site("");
        memory.insert("content/meetings/a/index.md", text.as_bytes());
        let (_, found) = support::built(&memory, &options());
        lines(&memory, &found);
        assert!(found.len() < 100_000, "text {index} has {} findings", found.len());
    }
}

#[test]
fn a_count_in_words_is_held_against_the_fields() {
    check_diagnostics(
        "
-- content/meetings/a/index.md --
---
title: A
held: 2024-05-31
suggestions: [one, two]
agenda: 2
---
There were two agendas. The chair put forward three suggestions.
",
        expect![[r#"
            content/meetings/a/index.md:7:47 note[self-contradiction] the text counts 3, and `suggestions` in the front matter 2 (mend the one that is wrong)
        "#]],
    );
}
