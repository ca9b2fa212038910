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
        title: "Debriefing: the year, 24 February 2023"
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
        index.starts_with("---\ntitle: \"2022: a year\"\nheld: 2023-02-24\ncovers: 2022/2023\nseries: council\n"),
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

#[test]
fn every_kind_of_record_can_be_made_and_is_without_fault() {
    let place = place(SERIES);
    let made = |args: &[&str]| place.run(&[&["new"], args].concat()).ended(0).stdout;
    new_meeting(&place).ended(0);
    let folder = place.root().join("content/meetings/2023-02-24-debriefing");
    std::fs::remove_file(folder.join("apples.md")).unwrap();
    made(&["report", "--meeting", "2023-02-24-debriefing", "--secretary", "sun-wu"]);
    // By its organization or by its secretary, it is the stub that the meeting would have had.
    let report = read(&folder, "apples.md");
    assert!(report.starts_with("---\nsecretary: sun-wu\norganization: orchard\norder: 2\n"), "{report}");
    assert_eq!(
        made(&["person", "Lü Bu", "--organization", "old-well", "--start", "2023-03"]),
        "made content/people/lü-bu.md\n"
    );
    expect![[r#"
        ---
        name: Lü Bu
        roles:
          - post: secretary
            organization: old-well
            start: 2023-03
        ---

    "#]]
    .assert_eq(&read(&place.root(), "content/people/lü-bu.md"));
    made(&["person", "Nobody Yet"]);
    made(&["organization", "Mill: upper", "--kind", "village", "--parent", "street"]);
    let mill = read(&place.root(), "content/organizations/mill-upper.md");
    assert!(mill.starts_with("---\nname: \"Mill: upper\"\nkind: village\nparent: street\n"), "{mill}");
    expect![[r#"
        made content/news/2024-06-01-the-bus-stop-moves.md

        Write it, then take the line `draft: true` out.
    "#]]
    .assert_eq(&made(&["story", "The bus stop moves"]));
    made(&["page", "How to reach us", "--id", "contact"]);
    let found = place.run(&["check"]).ended(0);
    assert!(found.stdout.ends_with("no errors\n"), "{}", found.stdout);

    // What is there stays, and what cannot be is said.
    let again = place.run(&["new", "page", "Other", "--id", "contact"]).ended(2);
    assert_eq!(again.stderr, "error: content/pages/contact.md is there already; nothing was written\n");
    for (args, expected) in [
        (vec!["page", "Meetings"], "error: `meetings` cannot be the id of a page: the site needs this name for itself"),
        (vec!["person", "？！"], "error: `` cannot be the id of a person: the name is empty"),
        (vec!["person", "A", "--organization", "orchrad"], "error: no organization named `orchrad`"),
        (vec!["report", "--meeting", "2023", "--organization", "orchard"], "error: no meeting named `2023`"),
        (
            vec!["report", "--meeting", "2023-02-24-debriefing", "--organization", "orchard"],
            "error: the report is on file: content/meetings/2023-02-24-debriefing/apples.md",
        ),
        (
            vec!["report", "--meeting", "2023-02-24-debriefing", "--secretary", "cao-chen"],
            "error: `cao-chen` held no office on 2023-02-24",
        ),
        (vec!["meeting", "--series", "debriefing"], "error: on which day is the meeting?"),
        (vec!["meeting", "--title", "A"], "error: on which day is the meeting?"),
        (vec!["meeting"], "error: which meeting?"),
    ] {
        let ran = place.run(&[&["new"], args.as_slice()].concat()).ended(2);
        assert_eq!(ran.stderr.lines().next(), Some(expected), "{args:?}");
    }
}

/// Runs the program in a terminal, in which `keys` are typed.
#[cfg(target_os = "linux")]
fn in_terminal(place: &Place, args: &[&str], keys: &str) -> String {
    use std::io::Write;
    use std::process::{Command, Stdio};

    let own = [env!("CARGO_BIN_EXE_minutebook")].iter().chain(args).copied().collect::<Vec<_>>().join(" ");
    let mut command = Command::new("script");
    command.args(["--quiet", "--return", "--command", &own, "/dev/null"]).current_dir(place.root());
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("`script` of util-linux runs");
    child.stdin.as_mut().expect("a pipe").write_all(keys.as_bytes()).expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    let shown = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{shown}");
    shown
}

#[test]
#[cfg(target_os = "linux")]
fn in_a_terminal_a_new_meeting_asks_for_what_it_needs_and_proposes_the_next_of_its_series() {
    let asked = place(SERIES);
    // The second series by the arrow key would be `debriefing`; its last meeting was on a Friday of the year before.
    let shown = in_terminal(&asked, &["new", "meeting"], "\u{1b}[B\r\r\r\r");
    assert!(shown.contains("2023-02-24") && shown.contains("On which day?"), "{shown}");
    let given = place(SERIES);
    new_meeting(&given).ended(0);
    let meetings = |place: &Place| tree(&place.root().join("content/meetings"));
    assert_same(&meetings(&asked), &meetings(&given), "asked for, and given on the command line");

    // An answer that cannot be is asked for again.
    let shown = in_terminal(&asked, &["new", "meeting", "--series", "council"], "soon\r2023-05-06\rCouncil in May\r");
    assert!(shown.contains("a day is written as 2023-02-24"), "{shown}");
    let index = read(&asked.root(), "content/meetings/2023-05-06-council/index.md");
    assert!(index.starts_with("---\ntitle: Council in May\nheld: 2023-05-06\nseries: council\n"), "{index}");
}

#[test]
fn status_says_who_has_filed_and_what_waits() {
    let place = place(
        &format!(
            "{SERIES}-- content/meetings/2022-02-25-debriefing/mill.md --
---
organization: street
commitments:
  - {{id: lamp, text: Mend the lamp, due: 2022-12}}
  - {{id: path, text: 'Keep the path, always', status: ongoing}}
  - {{id: done, text: Done, status: done}}
public_until: 2024-07-01
review: [{{level: first, date: 2022-03-01}}]
---
-- content/meetings/2024-08-02-debriefing/index.md --
---
title: To come
held: 2024-08-02
series: debriefing
organizer: street
draft: true
---
-- content/meetings/2021-02-26-debriefing/index.md --
---
title: Long ago
held: 2021-02-26
covers: 2020
series: debriefing
organizer: street
---
"
        )
        .replace("title: Test\n", "title: Test\nreview: {levels: [first, final]}\n"),
    );
    let status = |args: &[&str]| place.run(&[&["status"], args].concat()).ended(0).stdout;
    expect![[r#"
        2024-08-02-debriefing: 0 of 2 reports filed
          expected  old-well  secretary not known
          expected  orchard   Sun Wu
        2022-02-25-debriefing on 2021: 1 of 3 reports filed
          begun     old-well  secretary not known
          begun     orchard   secretary not known
          filed     street    secretary not known
        not public yet: 1
          draft  content/meetings/2024-08-02-debriefing/index.md
        not signed off: 6
          lacks  content/meetings/2021-02-26-debriefing/index.md  first, final
          lacks  content/meetings/2022-02-25-debriefing/index.md  first, final
          lacks  content/meetings/2022-02-25-debriefing/apples.md  first, final
          lacks  content/meetings/2022-02-25-debriefing/mill.md  final
          lacks  content/meetings/2022-02-25-debriefing/old-well.md  first, final
          lacks  content/meetings/2024-08-02-debriefing/index.md  first, final
        open commitments: 2
          overdue 2022-12  content/meetings/2022-02-25-debriefing/mill.md  Mend the lamp
          silent  content/meetings/2022-02-25-debriefing/mill.md  Keep the path, always
        public for 60 days or less: 1
          until 2024-07-01  content/meetings/2022-02-25-debriefing/mill.md
    "#]]
    .assert_eq(&status(&[]));
    expect![[r#"
        about,state,meeting,organization,secretary,file,date,words
        report,missing,2021-02-26-debriefing,old-well,,content/meetings/2021-02-26-debriefing/old-well.md,,
        report,missing,2021-02-26-debriefing,orchard,Cao Chen,content/meetings/2021-02-26-debriefing/apples.md,,
        report,missing,2021-02-26-debriefing,ferry,,content/meetings/2021-02-26-debriefing/ferry.md,,
        review,unreviewed,2021-02-26-debriefing,,,content/meetings/2021-02-26-debriefing/index.md,,"first, final"
    "#]]
    .assert_eq(&status(&["--series", "debriefing", "--covers", "2020", "--format", "csv"]));
    let json = status(&["--covers", "2021", "--format", "json"]);
    expect![[r#"{"about":"report","state":"begun","meeting":"2022-02-25-debriefing","organization":"old-well","secretary":null,"file":"content/meetings/2022-02-25-debriefing/old-well.md","date":null,"words":null}"#]].assert_eq(json.lines().next().unwrap_or_default());
    assert_eq!(status(&["--series", "council"]), "nothing waits\n");
    let wrong = place.run(&["status", "--series", "debreifing"]).ended(2);
    assert!(wrong.stderr.contains("did you mean `debriefing`?"), "{}", wrong.stderr);
}
