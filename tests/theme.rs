//! What a site changes of its theme, as `minutebook theme` tells and keeps it.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "the program is run on a folder")]

mod support;
#[path = "support/disk.rs"]
mod disk;
#[path = "support/program.rs"]
mod program;

use disk::{put, tree};
use expect_test::expect;
use program::{Place, place, read};

const COPIES: &str = "themes/street-news/ejected.yaml";
const MEETING: &str = "themes/street-news/templates/meeting.html";

/// A line of JSON a finding: `file:line:column severity[check]`.
fn findings(place: &Place, status: i32) -> String {
    let ran = place.run(&["theme", "check", "--format", "json"]).ended(status);
    let short = |line: &str| {
        let value: serde_json::Value = serde_json::from_str(line).expect("a line of JSON");
        let word = |name: &str| value[name].as_str().expect("a word").to_string();
        let (line, column) = (&value["line"], &value["column"]);
        format!("{}:{line}:{column} {}[{}]\n", word("file"), word("severity"), word("check"))
    };
    ran.stdout.lines().map(short).collect()
}

/// As if the program's file had been another one when it was copied.
fn grow_old(place: &Place) {
    let copies = read(&place.root(), COPIES);
    let (before, hash) = copies.rsplit_once("sha256: ").expect("a hash is noted");
    put(&place.root(), COPIES, format!("{before}sha256: {}\n", "0".repeat(hash.trim().len())));
}

#[test]
fn a_copy_is_made_once_and_noted_with_what_it_was_made_from() {
    let place = place("");
    let ran = place.run(&["theme", "eject", "templates/meeting.html", "i18n/zh-Hans.ftl"]).ended(0);
    assert_eq!(
        ran.stdout,
        "made themes/street-news/templates/meeting.html\nmade themes/street-news/i18n/zh-Hans.ftl\n"
    );
    assert_eq!(read(&place.root(), MEETING), include_str!("../themes/street-news/templates/meeting.html"));
    let copies = read(&place.root(), COPIES);
    assert!(copies.contains("templates/meeting.html:\n  minutebook: 0.1.0\n  sha256: "), "{copies}");

    put(&place.root(), MEETING, "{% extends \"base.html\" %}\n");
    let before = tree(&place.root());
    let again = place.run(&["theme", "eject", "templates/meeting.html"]).ended(0);
    assert_eq!(again.stdout, "kept themes/street-news/templates/meeting.html\n");
    assert!(tree(&place.root()) == before, "nothing is written over, and nothing is left behind");
}

#[test]
fn a_name_is_taken_as_one_would_type_it_and_a_wrong_one_copies_nothing() {
    let place = place("");
    place.run(&["theme", "eject", "./themes/street-news/static/style.css"]).ended(0);
    assert!(place.root().join("themes/street-news/static/style.css").is_file());

    let before = tree(&place.root());
    for name in ["templates/metting.html", "meeting.html", "static/meeting.html"] {
        let ran = place.run(&["theme", "eject", "templates/home.html", name]).ended(2);
        let says = format!(
            "error: minutebook has no file `{name}` in the theme `street-news`\n  \
             help: did you mean `templates/meeting.html`?\n"
        );
        assert_eq!(ran.stderr, says);
    }
    place.run(&["theme", "eject", "../../minutebook.yaml"]).ended(2).says(
        &place,
        expect![[r#"
            error: minutebook has no file `../../minutebook.yaml` in the theme `street-news`
              help: `minutebook theme eject` lists the files that there are
        "#]],
    );
    assert!(tree(&place.root()) == before);
}

#[test]
fn what_can_be_copied_is_listed_for_the_theme_in_use() {
    let place = place("-- minutebook.yaml --\ntitle: Test\nbase_url: https://example.org/\ntheme: plain\n");
    place.run(&["theme", "eject", "static/style.css"]).ended(0);
    let names = place.run(&["theme", "eject"]).ended(0).stdout;
    let has = |name: &str| names.lines().any(|line| line == name);
    assert!(has("templates/meeting.html") && has("templates/head.html") && has("static/icon.svg"), "{names}");
    assert!(has("i18n/en.ftl"), "the words of the default theme stand in: {names}");
    assert!(!has("static/style.css") && !has("static/script.js") && !has("theme.yaml"), "{names}");
    place.run(&["theme", "eject", "i18n/en.ftl"]).ended(0);
    assert!(place.root().join("themes/plain/i18n/en.ftl").is_file());
}

#[test]
fn the_list_names_themes_and_how_each_file_stands() {
    let place = place("-- themes/ours/templates/home.html --\nOurs.\n");
    let unchanged = place.run(&["theme", "list"]).ended(0);
    assert_eq!(
        unchanged.stdout,
        "ours         the site's own\nplain        inside the program\nstreet-news  inside the program, in use\n"
    );
    place.run(&["theme", "eject", "templates/meeting.html"]).ended(0);
    grow_old(&place);
    put(&place.root(), MEETING, "{% extends \"base.html\" %}\n");
    place.run(&["theme", "eject", "templates/home.html"]).ended(0);
    put(&place.root(), "themes/street-news/static/logo.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>\n");
    put(&place.root(), "themes/street-news/i18n/en.ftl", "menu = All pages\n");
    let changed = place.run(&["theme", "list"]).ended(0);
    expect![[r#"
        ours         the site's own
        plain        inside the program
        street-news  inside the program, in use

        the site's files in themes/street-news/:
          changed  i18n/en.ftl
          added    static/logo.svg
          same     templates/home.html
          stale    templates/meeting.html
    "#]]
    .assert_eq(&changed.stdout);
}

#[test]
fn a_copy_is_called_old_when_the_original_has_changed_until_it_is_made_anew() {
    let place = place("");
    place.run(&["theme", "eject", "templates/meeting.html"]).ended(0);
    assert_eq!(findings(&place, 0), "themes/street-news/templates/meeting.html:1:1 note[needless-override]\n");
    put(&place.root(), MEETING, "{% extends \"base.html\" %}\n");
    assert_eq!(findings(&place, 0), "");
    grow_old(&place);
    assert_eq!(findings(&place, 0), "themes/street-news/templates/meeting.html:1:1 warning[stale-override]\n");
    place.run(&["theme", "check"]).ended(0).says(
        &place,
        expect![[r#"
            warning[stale-override]: minutebook's own file has changed since it was copied from 0.1.0
            --> themes/street-news/templates/meeting.html
             = help: move yours away, `minutebook theme eject templates/meeting.html`, and change the new copy as you had

            1 warning
        "#]],
    );
    place.run(&["theme", "check", "--strict"]).ended(1);
    std::fs::remove_file(place.root().join(MEETING)).expect("it was put there");
    assert_eq!(findings(&place, 0), "", "what is noted of a file that is gone is left at that");
    place.run(&["theme", "eject", "templates/meeting.html"]).ended(0);
    put(&place.root(), MEETING, "{% extends \"base.html\" %}\n");
    assert_eq!(findings(&place, 0), "");
}

#[test]
fn a_copy_with_the_line_ends_of_windows_is_the_same() {
    let place = place("");
    place.run(&["theme", "eject", "templates/meeting.html"]).ended(0);
    put(&place.root(), MEETING, read(&place.root(), MEETING).replace('\n', "\r\n"));
    put(&place.root(), COPIES, read(&place.root(), COPIES).replace('\n', "\r\n"));
    assert_eq!(findings(&place, 0), "themes/street-news/templates/meeting.html:1:1 note[needless-override]\n");
}

#[test]
fn fields_that_a_view_lacks_are_found_with_their_line_inside_if_too() {
    let place = place("");
    put(
        &place.root(),
        "themes/street-news/templates/text.html",
        "{% extends \"base.html\" %}\n{% block main %}{% if tilte %}a{% endif %}{% endblock main %}\n",
    );
    let text = findings(&place, 1);
    assert_eq!(text, "themes/street-news/templates/text.html:2:23 error[template-field]\n");
}

#[test]
fn what_fails_only_while_a_page_is_made_has_its_place_in_the_template() {
    let place = place("");
    let template = "{% extends \"base.html\" %}\n{% block main %}<p>{{ t(key=\"page-not-found-text\") }}</p>\
        <p>{{ t(key=\"page-not-found\") }}</p><h1>{{ t(key=frame.title) }}</h1>{% endblock main %}\n";
    put(&place.root(), "themes/street-news/templates/404.html", template);
    let column = template.lines().nth(1).and_then(|line| line.find("t(key=frame.title)")).expect("it is there") + 1;
    let stderr = place.run(&["build"]).ended(1).stderr;
    assert!(stderr.contains("the theme has no word for `Page not found`"), "{stderr}");
    assert!(stderr.contains(&format!("themes/street-news/templates/404.html:2:{column}")), "{stderr}");
}

#[test]
fn files_that_nothing_uses_are_found() {
    let place = place("");
    for (name, text) in [
        ("README.md", "Ours.\n"),
        ("i18n/fr.ftl", "menu = Menu\n"),
        ("meeting.html", "x\n"),
        ("template/home.html", "x\n"),
        (
            "templates/404.html",
            "{% extends \"base.html\" %}{% block main %}{% include \"gone.html\" %}{{ <line/> }}{% endblock %}",
        ),
        ("templates/gone.html", "Gone.\n"),
        ("templates/line.html", "{% component line() %}<hr>{% endcomponent line %}"),
        ("templates/lost.html", "x\n"),
        ("static/photo.css", ".photo { margin: 0 }\n"),
        ("static/styles.css", "body { color: red }\n"),
    ] {
        put(&place.root(), &format!("themes/street-news/{name}"), text);
    }
    let ran = place.run(&["theme", "check"]).ended(0);
    let found: Vec<&str> =
        ran.stderr.lines().filter(|line| line.contains("[unused") || line.contains("help:")).collect();
    expect![[r#"
        warning[unused-theme-file]: no language of the site reads these words
         = help: the site is in `en`
        warning[unused-theme-file]: nothing in the theme uses `meeting.html`
         = help: did you mean `templates/meeting.html`?
        warning[unused-theme-file]: nothing in the theme uses `static/styles.css`
         = help: did you mean `static/style.css`?
        warning[unused-theme-file]: nothing in the theme uses `template/home.html`
         = help: did you mean `templates/home.html`?
        warning[unused-theme-file]: nothing in the theme uses `templates/lost.html`
         = help: did you mean `templates/list.html`?
    "#]]
    .assert_eq(&(found.join("\n") + "\n"));
}

#[test]
fn a_list_of_copies_that_cannot_be_read_is_pointed_at_and_kept() {
    let place = place("");
    put(&place.root(), COPIES, "templates/meeting.html:\n<<<<<<< ours\n");
    let found = findings(&place, 1);
    assert!(found.starts_with(&format!("{COPIES}:3:")) && found.ends_with(" error[syntax]\n"), "{found}");
    let before = tree(&place.root());
    let ran = place.run(&["theme", "eject", "templates/home.html"]).ended(2);
    assert!(ran.stderr.starts_with(&format!("error: {COPIES}: this is not a list of copies")), "{}", ran.stderr);
    assert!(tree(&place.root()) == before);
}

#[test]
fn a_theme_that_is_not_there_is_an_error_of_the_configuration() {
    let place = place("-- minutebook.yaml --\ntitle: Test\nbase_url: https://example.org/\ntheme: street-new\n");
    assert_eq!(findings(&place, 1), "minutebook.yaml:3:8 error[wrong-value]\n");
    let list = place.run(&["theme", "list"]).ended(0).stdout;
    assert!(list.contains("street-new   not there, in use\n"), "{list}");
}

#[test]
fn a_theme_of_ones_own_may_have_files_of_any_name() {
    let place = place(
        "
-- minutebook.yaml --
title: Test
base_url: https://example.org/
theme: ours
-- themes/ours/static/sheet.css --
body { margin: 0 }
-- themes/ours/LICENSE --
Free.
",
    );
    let found = findings(&place, 1);
    assert!(!found.contains("unused"), "{found}");
    assert!(found.contains("themes/ours/templates/home.html:1:1 error[template]"), "{found}");
}

#[test]
fn a_template_of_ones_own_reads_what_those_of_the_theme_do_not() {
    const REPORT: &str = "public/meetings/a/orchard/index.html";
    let place = place(
        "
-- minutebook.yaml --
title: Test
base_url: https://example.org/
theme: plain
scales: {two: {good: Good, poor: Poor}}
-- content/organizations/orchard.md --
---
name: The <Orchard>
---
-- content/meetings/a/index.md --
---
title: A
held: 2022-02-25
assessment: {scale: two, visibility: full}
---
-- content/meetings/a/orchard.md --
---
organization: orchard
ballots: {good: 3, poor: 1}
---
*Text.*
",
    );
    place.run(&["build"]).ended(0);
    assert!(read(&place.root(), REPORT).contains("Good 3, Poor 1"));
    let own = "{% for one in grade.bar.segments %}[{{ one.length }}]{% endfor %}{{ title }}: {{ body }}";
    put(&place.root(), "themes/plain/templates/report.html", own);
    place.run(&["build"]).ended(0);
    assert_eq!(read(&place.root(), REPORT), "[75][25]The &lt;Orchard&gt;: report: <p><em>Text.</em></p>\n");
}
