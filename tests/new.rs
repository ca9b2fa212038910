//! Files that the program makes for a clerk, and what it says of itself.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "the program is run on a folder")]

mod support;
#[path = "support/disk.rs"]
mod disk;
#[path = "support/program.rs"]
mod program;

use std::time::{Duration, SystemTime};

use disk::{assert_same, tree};
use expect_test::expect;
use program::{Place, place, ran, read};

/// A series with two meetings behind it; three villages, of which one is gone by 2023.
const SERIES: &str = "
-- minutebook.yaml --
title: Test
base_url: https://example.org/
series:
  debriefing:
    title: 'Debriefing: the year'
    reports_from: {kind: village, post: secretary}
  council: {title: Council}
-- content/organizations/street.md --
---
name: Street
---
-- content/organizations/orchard.md --
---
name: Orchard
kind: village
order: 2
---
-- content/organizations/old-well.md --
---
name: Old Well
kind: village
order: 1
parent: street
---
-- content/organizations/ferry.md --
---
name: Ferry
kind: village
dissolved: 2021
---
-- content/people/sun-wu.md --
---
name: Sun Wu
roles: [{post: secretary, organization: orchard, start: 2021-06-15}]
---
-- content/people/cao-chen.md --
---
name: Cao Chen
roles: [{post: secretary, organization: orchard, start: 2016, end: 2021-06-14}]
---
-- content/meetings/2022-02-25-debriefing/index.md --
---
title: Last year
held: 2022-02-25
covers: 2021
series: debriefing
organizer: street
---
-- content/meetings/2022-02-25-debriefing/apples.md --
---
organization: orchard
---
-- content/meetings/2022-02-25-debriefing/old-well.md --
---
organization: old-well
---
";

fn new_meeting(place: &Place) -> program::Ran {
    place.run(&["new", "meeting", "--series", "debriefing", "--held", "2023-02-24"])
}

#[test]
fn a_new_meeting_has_a_stub_for_every_report_that_is_expected() {
    let place = place(SERIES);
    let ran = new_meeting(&place).ended(0);
    expect![[r#"
        made content/meetings/2023-02-24-debriefing/index.md
        made content/meetings/2023-02-24-debriefing/old-well.md
        made content/meetings/2023-02-24-debriefing/apples.md

        Fill them in, then take the line `draft: true` out of index.md.
    "#]]
    .assert_eq(&ran.stdout.replace(&format!("{}/", place.root().display()), ""));
    let folder = place.root().join("content/meetings/2023-02-24-debriefing");
    expect![[r#"
        ---
        title: 'Debriefing: the year, 24 February 2023'
        held: 2023-02-24
        covers: 2022
        series: debriefing
        organizer: street
        # Nothing of this meeting is public while the next line stands. Take it out when all is ready.
        draft: true
        # What you do not know, you leave out. Take the # away from what you fill in:
        # time: afternoon
        # place: Town hall, large room
        # chair: the-id-of-a-person
        # summary: One or two sentences that say what happened.
        ---

    "#]]
    .assert_eq(&read(&folder, "index.md"));
    // The report keeps the name that it had last year, and the secretary is the one of that day.
    let report = read(&folder, "apples.md");
    assert!(report.starts_with("---\nsecretary: sun-wu\norganization: orchard\norder: 2\n"), "{report}");
    let headings: Vec<&str> = report.lines().filter(|line| line.starts_with("## ")).collect();
    assert_eq!(headings, ["## Last year’s issues", "## Work done", "## Problems", "## Causes", "## Next steps"]);
    // Nobody is on file as the secretary of Old Well, and nobody is guessed.
    assert!(read(&folder, "old-well.md").starts_with("---\norganization: old-well\n"));
    assert_eq!(place.run(&["check", "--strict"]).ended(0).stderr, "");
}

#[test]
fn what_is_commented_out_in_a_stub_is_right_once_the_marks_are_gone() {
    let place = place(SERIES);
    new_meeting(&place).ended(0);
    let folder = place.root().join("content/meetings/2023-02-24-debriefing");
    for file in ["index.md", "apples.md"] {
        let is_sentence =
            |line: &&str| line.ends_with(['.', ':']) && line.matches(": ").count() == 0 && line.contains("Take ");
        let text = read(&folder, file);
        let lines = text.lines().filter(|line| !is_sentence(line)).map(|line| line.strip_prefix("# ").unwrap_or(line));
        let text = lines.collect::<Vec<_>>().join("\n").replace("the-id-of-a-person", "sun-wu");
        assert!(text.contains("sun-wu") && text.contains("\nsummary: ") && !text.contains("\n# "), "{text}");
        std::fs::write(folder.join(file), text).unwrap();
    }
    assert_eq!(place.run(&["check", "--strict"]).ended(0).stderr, "");
}

#[test]
fn what_was_promised_and_is_still_open_stands_in_the_stub() {
    let promising = SERIES.replace(
        "organization: orchard\n---\n",
        "organization: orchard\ncommitments:\n- {id: gate, text: 'Mend the gate: both halves'}\n\
         - {id: roof, text: Mend the roof, status: done}\n---\n",
    );
    let place = place(&promising);
    new_meeting(&place).ended(0);
    let file = "content/meetings/2023-02-24-debriefing/apples.md";
    let stub = read(&place.root(), file);
    expect![[r#"
        # Promised earlier and still open. Say what became of each.
        # previous:
        #   # Mend the gate: both halves
        #   - ref: 2022-02-25-debriefing/apples/gate
        #     status: in-progress
    "#]]
    .assert_eq(&lines_from(&stub, "# Promised", "---"));
    // Until it is answered, `check` reminds of it.
    assert!(place.run(&["check"]).ended(0).stderr.contains("warning[commitment-unanswered]"));
    let answered = stub.replace("# previous", "previous").replace("#   # Mend", "  # Mend");
    let answered = answered.replace("#   - ref", "  - ref").replace("#     status: in", "    status: in");
    disk::put(&place.root(), file, answered);
    assert!(!place.run(&["check"]).ended(0).stderr.contains("commitment-unanswered"));
}

/// The lines of a text from one that begins with `from` to the next that is `to`.
fn lines_from(text: &str, from: &str, to: &str) -> String {
    let lines = text.lines().skip_while(|line| !line.starts_with(from)).take_while(|line| *line != to);
    lines.map(|line| format!("{line}\n")).collect()
}

#[test]
fn nothing_that_is_there_is_overwritten() {
    let place = place(SERIES);
    new_meeting(&place).ended(0);
    let folder = place.root().join("content/meetings/2023-02-24-debriefing");
    std::fs::write(folder.join("apples.md"), "---\norganization: orchard\n---\nMine.\n").unwrap();
    std::fs::remove_file(folder.join("old-well.md")).unwrap();
    let before = tree(&place.root().join("content"));
    let again = new_meeting(&place).ended(0).stdout;
    let done: Vec<&str> = again.lines().map(|line| line.split(' ').next().unwrap_or_default()).take(2).collect();
    assert_eq!(done, ["kept", "made"], "{again}");
    let mut after = tree(&place.root().join("content"));
    after.remove("meetings/2023-02-24-debriefing/old-well.md").expect("the missing stub was made again");
    assert_same(&after, &before, "after a second run");
    std::fs::remove_file(folder.join("index.md")).unwrap();
    assert!(new_meeting(&place).ended(0).stdout.contains("made"));
}

#[test]
fn readers_see_nothing_of_a_new_meeting_before_its_clerk_says_so() {
    let place = place(SERIES);
    place.run(&["build"]).ended(0);
    let before = tree(&place.public());
    new_meeting(&place).ended(0);
    place.run(&["build"]).ended(0);
    assert_same(&tree(&place.public()), &before, "while the meeting is a draft");
}

#[test]
fn a_chinese_site_gets_chinese_stubs() {
    let place = place(
        &SERIES
            .replace("title: Test\n", "title: 测试\nlanguage: zh-Hans\n")
            .replace("'Debriefing: the year'", "述职评议会"),
    );
    new_meeting(&place).ended(0);
    let folder = place.root().join("content/meetings/2023-02-24-debriefing");
    let index = read(&folder, "index.md");
    assert!(
        index.starts_with(
            "---\n标题: 述职评议会（2023年2月24日）\n日期: 2023-02-24\n年度: 2022\n类型: debriefing\n主办: street\n"
        ),
        "{index}"
    );
    assert!(index.contains("\n草稿: true\n"));
    let report = read(&folder, "apples.md");
    assert!(report.starts_with("---\n书记: sun-wu\n单位: orchard\n顺序: 2\n"), "{report}");
    assert!(report.contains("\n## 存在的问题\n"));
    let found = place.run(&["check", "--format", "json"]).ended(0).stdout;
    assert!(!found.contains("2023-02-24"), "{found}");
}

#[test]
fn what_new_cannot_find_is_named_with_what_to_do() {
    let place = place(SERIES);
    let wrong = place.run(&["new", "meeting", "--series", "debreifing", "--held", "2023-02-24"]).ended(2);
    expect![[r#"
        error: no series named `debreifing`
          help: did you mean `debriefing`?
    "#]]
    .assert_eq(&wrong.stderr);
    let wrong =
        place.run(&["new", "meeting", "--series", "council", "--held", "2023-02-24", "--organizer", "x"]).ended(2);
    expect![[r#"
        error: no organization named `x`
          help: the site has ferry, old-well, orchard, street; or make content/organizations/x.md first
    "#]]
    .assert_eq(&wrong.stderr);
    place.run(&["new", "meeting", "--series", "council", "--held", "2023-02-30"]).ended(2);
    let council = place.run(&[
        "new",
        "meeting",
        "--series",
        "council",
        "--held",
        "2023-02-24",
        "--covers",
        "2022/2023",
        "--title",
        "2022: a year",
    ]);
    assert_eq!(council.ended(0).stdout.matches("made ").count(), 1, "a series without expected reports has none");
    let index = read(&place.root(), "content/meetings/2023-02-24-council/index.md");
    assert!(
        index.starts_with("---\ntitle: '2022: a year'\nheld: 2023-02-24\ncovers: 2022/2023\nseries: council\n"),
        "{index}"
    );
    assert_eq!(place.run(&["check", "--strict"]).ended(0).stderr, "");
}

#[test]
fn a_new_site_is_without_fault_in_either_language_and_in_any_year() {
    for language in ["en", "zh-Hans"] {
        let place = place("");
        let folder = place.folder.path().join("records");
        let init = ["init", "../records", "--language", language];
        let made = ran(&mut place.command(&init)).ended(0).stdout;
        let count = made.lines().filter(|line| line.starts_with("made ")).count();
        let files = tree(&folder).keys().filter(|path| !path.ends_with('/')).count();
        assert!(count == files && count > 8, "{made}");
        assert!(made.ends_with("cd ../records\n  minutebook serve --open\n"), "{made}");
        for today in ["2025-06-01", "2046-01-01"] {
            let run = |args: &[&str]| ran(place.command(args).args(["--today", today]).current_dir(&folder));
            assert_eq!(run(&["check", "--strict"]).ended(0).stderr, "", "{language} {today}");
            assert_eq!(run(&["build"]).ended(0).stderr, "");
        }
        let page = read(&folder, "public/index.html");
        assert!(page.contains(&format!("<html lang=\"{language}\">")));
        ran(&mut place.command(&[
            "new",
            "meeting",
            "--series",
            "annual-debriefing",
            "--held",
            "2026-01-16",
            "--root",
            "../records",
        ]))
        .ended(0);
        assert!(folder.join("content/meetings/2026-01-16-annual-debriefing/north-village.md").is_file());
    }
}

#[test]
fn a_new_site_takes_nobodys_place() {
    let place = place("");
    let again = place.run(&["init"]).ended(2);
    expect![[r#"
        error: . is a site already: it has a minutebook.yaml
          help: name another folder, or go there and run `minutebook serve`
    "#]]
    .assert_eq(&again.stderr);
    let folder = place.folder.path().join("full");
    disk::put(&folder, "content/pages/about.md", "Mine.");
    let before = tree(&folder);
    let refused = place.run(&["init", "../full"]).ended(2);
    expect![[r#"
        error: these files are in the way of a new site:
          ../full/content/pages/about.md
          help: name a folder that is empty or not there yet
    "#]]
    .assert_eq(&refused.stderr);
    assert_same(&tree(&folder), &before, "after a refusal");
    place.run(&["init", "x", "--language", "fr"]).ended(2);
}

const BILINGUAL: &str = "
-- minutebook.yaml --
title: Test
base_url: https://example.org/
languages: {zh-Hans: {title: 测试}}
-- content/pages/about.md --
---
title: About
---
-- content/pages/about.zh-Hans.md --
---
title: 关于
---
-- content/pages/contact.md --
---
title: Contact
---
-- content/news/only.zh-Hans.md --
---
title: 只有中文
published: 2024-01-01
---
";

#[test]
fn missing_and_outdated_translations_are_listed() {
    let place = place(BILINGUAL);
    let status = |args: &[&str]| place.run(&[&["status", "--translations"], args].concat()).ended(0).stdout;
    expect![[r#"
        en: 1 records, 1 not translated
          missing content/news/only.md
        zh-Hans: 2 records, 1 not translated
          missing content/pages/contact.zh-Hans.md
    "#]]
    .assert_eq(&status(&[]));
    let written = |path: &str, days: u64| {
        let file = std::fs::File::options().write(true).open(place.root().join(path)).unwrap();
        file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(days * 86_400)).unwrap();
    };
    written("content/pages/about.md", 20_001);
    written("content/pages/about.zh-Hans.md", 20_000);
    expect![[r#"
        {"language":"en","state":"missing","file":"content/news/only.md","original":"content/news/only.zh-Hans.md"}
        {"language":"zh-Hans","state":"older","file":"content/pages/about.zh-Hans.md","original":"content/pages/about.md"}
        {"language":"zh-Hans","state":"missing","file":"content/pages/contact.zh-Hans.md","original":"content/pages/contact.md"}
    "#]]
    .assert_eq(&status(&["--format", "json"]));
    written("content/pages/about.zh-Hans.md", 20_001);
    assert!(!status(&[]).contains("older"));
}

#[test]
fn every_check_is_explained() {
    let place = place("");
    let explained = place.run(&["explain", "missing-report"]).ended(0).stdout;
    assert!(explained.starts_with("## missing-report\n\nWarning.\n"), "{explained}");
    expect![[r#"
        error: there is no check `mising-report`
          help: did you mean `missing-report`?
    "#]]
    .assert_eq(&place.run(&["explain", "mising-report"]).ended(2).stderr);
    assert!(place.run(&["explain", "[unknown-person]"]).ended(0).stdout.contains("unknown-person"));
}

#[test]
fn every_command_has_help_with_an_example_a_manual_page_and_completions() {
    let place = place("");
    let help = place.run(&["--help"]).ended(0).stdout;
    let commands: Vec<&str> = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(commands.contains(&"init") && commands.contains(&"serve"), "{commands:?}");
    let pages = place.folder.path().join("man1");
    place.run(&["man", "--output", pages.to_str().unwrap()]).ended(0);
    let script = place.run(&["completions", "bash"]).ended(0).stdout;
    for command in commands {
        let words: Vec<&str> = if command == "new" { vec!["new", "meeting"] } else { vec![command] };
        let own = place.run(&[&words[..], &["--help"]].concat()).ended(0).stdout;
        let example = own.lines().find_map(|line| line.strip_prefix("Example: minutebook "));
        assert!(example.is_some_and(|example| example.starts_with(&words.join(" "))), "{own}");
        let page = read(&pages, &format!("minutebook-{command}.1"));
        assert!(page.contains(".TH"), "{page}");
        assert!(script.contains(command), "{command}");
    }
    for shell in ["zsh", "fish", "powershell", "elvish"] {
        assert!(place.run(&["completions", shell]).ended(0).stdout.contains("translations"), "{shell}");
    }
    assert!(place.run(&["man"]).ended(0).stdout.contains(".SH NAME"));
}

#[test]
fn no_color_is_respected() {
    let place = place("-- content/people/a.md --\n---\nnam: A\n---\n");
    let check = |no_color: bool| {
        let mut command = place.command(&["check"]);
        command.env("CLICOLOR_FORCE", "1");
        if no_color {
            command.env_remove("CLICOLOR_FORCE").env("NO_COLOR", "1");
        }
        ran(&mut command).ended(1).stderr.contains('\u{1b}')
    };
    assert!(check(false) && !check(true));
}
