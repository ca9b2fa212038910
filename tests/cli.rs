//! The program as its users run it: arguments, output, exit status.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "the program is run on a folder")]

mod support;
#[path = "support/disk.rs"]
mod disk;
#[path = "support/program.rs"]
mod program;

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::Duration;

use disk::{Tree, assert_same, put, tree, unpack};
use expect_test::expect;
use program::{Place, Ran, place, ran, read};
use support::site;

/// A site in which nothing is wrong.
const SOUND: &str = "
-- content/news/bus.md --
---
title: The bus stop moves
published: 2024-05-04
---
[About](/pages/about.md)
-- content/news/later.md --
---
title: Later
published: 2024-05-05
draft: true
---
Not yet.
-- content/pages/about.md --
---
title: About
---
Us.
";

/// An error, a warning and a note.
const FAULTY: &str = "
-- content/meetings/a/index.md --
---
title: A
held: 2024-02-01
published: 2024-05-04
attendance: {expected: 1, present: 2}
chair: chen-nin
---
-- content/people/chen-ning.md --
---
name: Chen Ning
---
";

/// The summary line without its time.
fn summary(ran: &Ran) -> String {
    let line = ran.stdout.lines().last().unwrap_or_default();
    let (counts, time) = line.rsplit_once(", in ").unwrap_or_else(|| panic!("no time in `{line}`"));
    assert!(time.strip_suffix(" s").is_some_and(|time| time.parse::<f64>().is_ok()), "{line}");
    counts.rsplit_once(": ").map_or(counts, |(_, counts)| counts).to_string()
}

#[test]
fn a_build_ends_with_a_summary_of_what_it_did() {
    let place = place(SOUND);
    let first = place.run(&["build"]).ended(0);
    let files = tree(&place.public()).keys().filter(|path| !path.ends_with('/')).count() - 1;
    let counts = summary(&first);
    assert!(counts.ends_with(&format!("{files} files written, 0 unchanged")), "{counts}");
    assert_eq!(first.stdout.lines().count(), 1);
    assert_eq!(first.stderr, "", "nothing is wrong, and no bar is drawn on a pipe");
    let second = summary(&place.run(&["build"]).ended(0));
    assert!(second.ends_with(&format!("0 files written, {files} unchanged")), "{second}");
    std::fs::remove_file(place.root().join("content/news/bus.md")).unwrap();
    assert!(summary(&place.run(&["build"]).ended(0)).ends_with(" removed"));
}

#[test]
fn errors_are_shown_with_their_line_and_nothing_is_written() {
    let place = place(FAULTY);
    let ran = place.run(&["build"]).ended(1);
    assert_eq!(ran.stdout, "");
    ran.says(
        &place,
        expect![[r#"
            warning[more-present-than-expected]: 2 were present, and 1 were expected
             --> content/meetings/a/index.md:5:36
              |
            5 | attendance: {expected: 1, present: 2}
              |                                    ^
              |
              = help: mend one of the two numbers

            error[unknown-person]: no person named `chen-nin`
             --> content/meetings/a/index.md:6:8
              |
            6 | chair: chen-nin
              |        ^^^^^^^^ not in content/people/
              |
              = help: did you mean `chen-ning`?

            1 error, 1 warning, 1 note; 1 not shown, `minutebook check` shows all; nothing was written; `minutebook explain NAME` says more of a check
        "#]],
    );
    assert!(!place.public().exists());
}

#[test]
fn errors_leave_the_old_site_as_it_was() {
    let place = place(SOUND);
    place.run(&["build"]).ended(0);
    let before = tree(&place.public());
    unpack(&site(FAULTY), &place.root());
    place.run(&["build"]).ended(1);
    assert_same(&tree(&place.public()), &before, "after a build with errors");
    place.run(&["check"]).ended(1);
    assert_same(&tree(&place.public()), &before, "after a check with errors");
}

#[test]
fn an_error_in_a_template_leaves_the_old_site_as_it_was() {
    let place = place(SOUND);
    place.run(&["build"]).ended(0);
    let before = tree(&place.public());
    put(&place.root(), "themes/street-news/templates/home.html", "{% block main %}\n{{ lead.titel }}\n");
    place.run(&["build"]).ended(1);
    assert_same(&tree(&place.public()), &before, "after a build with errors");
}

/// The fields on which a tool relies.
#[test]
fn json_gives_each_finding_a_line() {
    let place = place(FAULTY);
    let ran = place.run(&["check", "--format", "json"]).ended(1);
    assert_eq!(ran.stderr, "");
    let lines: Vec<serde_json::Value> = ran
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .collect();
    for line in &lines {
        for name in ["severity", "check", "file", "message"] {
            assert!(line[name].is_string(), "{name}: {line}");
        }
        for name in ["line", "column", "end_line", "end_column"] {
            assert!(line[name].as_u64().is_some_and(|number| number > 0), "{name}: {line}");
        }
        assert!(line["help"].is_string() || line["help"].is_null(), "{line}");
        let start = (line["line"].as_u64(), line["column"].as_u64());
        assert!(start <= (line["end_line"].as_u64(), line["end_column"].as_u64()), "{line}");
    }
    expect![[r#"
        {"severity":"note","check":"late-publication","file":"content/meetings/a/index.md","line":4,"column":12,"end_line":4,"end_column":22,"message":"published 93 days after the meeting","help":null}
        {"severity":"warning","check":"more-present-than-expected","file":"content/meetings/a/index.md","line":5,"column":36,"end_line":5,"end_column":37,"message":"2 were present, and 1 were expected","help":"mend one of the two numbers"}
        {"severity":"error","check":"unknown-person","file":"content/meetings/a/index.md","line":6,"column":8,"end_line":6,"end_column":16,"message":"no person named `chen-nin`","help":"did you mean `chen-ning`?"}
    "#]].assert_eq(&ran.stdout);
    let built = place.run(&["build", "--format", "json"]).ended(1);
    let errors = built.stdout.lines().filter(|line| line.contains(r#""severity":"error""#)).count();
    assert_eq!(errors, 1, "{}", built.stdout);
}

#[test]
fn json_says_nothing_of_a_site_in_which_nothing_is_wrong() {
    let place = place(SOUND);
    for args in [["check", "--format", "json"], ["build", "--format", "json"]] {
        let ran = place.run(&args).ended(0);
        assert_eq!((ran.stdout.as_str(), ran.stderr.as_str()), ("", ""));
    }
}

#[test]
fn columns_are_counted_in_characters() {
    let place = place("-- content/news/n.md --\n---\ntitle: N\npublished: 2024-05-04\n---\n街街街[x](y.md)\n");
    let ran = place.run(&["check", "--format", "json"]).ended(1);
    let line: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let position = ["line", "column", "end_line", "end_column"].map(|name| line[name].as_u64().unwrap());
    assert_eq!(position, [5, 8, 5, 12]);
}

/// A meeting with a warning.
const WARNED: &str = "
-- content/meetings/a/index.md --
---
title: A
held: 2024-05-01
attendance: {expected: 1, present: 2}
---
";

#[test]
fn warnings_stop_a_build_only_where_that_was_asked_for() {
    let place = place(WARNED);
    place.run(&["check"]).ended(0);
    place.run(&["check", "--strict"]).ended(1);
    place.run(&["build", "--strict"]).ended(1);
    assert!(!place.public().exists());
    place.run(&["build"]).ended(0);
}

#[test]
fn a_quiet_build_prints_errors_only() {
    let place = place(WARNED);
    assert!(place.run(&["build"]).ended(0).stderr.contains("more-present-than-expected"));
    let ran = place.run(&["build", "--quiet"]).ended(0);
    assert_eq!((ran.stdout, ran.stderr), (String::new(), String::new()));
    unpack(&site(FAULTY), &place.root());
    let ran = place.run(&["build", "--quiet"]).ended(1);
    assert!(ran.stderr.contains("unknown-person") && !ran.stderr.contains("more-present"), "{}", ran.stderr);
}

#[test]
fn a_verbose_build_names_every_file_that_it_writes() {
    let place = place(SOUND);
    let ran = place.run(&["build", "--verbose"]).ended(0);
    let named: Vec<&str> = ran.stdout.lines().filter_map(|line| line.strip_prefix("wrote ")).collect();
    let files = tree(&place.public());
    let written = files.keys().map(String::as_str).filter(|path| !path.ends_with('/') && *path != "manifest.txt");
    assert_eq!(named, Vec::from_iter(written));
}

#[test]
fn a_build_shows_twenty_warnings_and_counts_the_rest() {
    let meetings = (10..35).map(|day| {
        let meeting = WARNED.replace("/a/", &format!("/m{day}/")).replace("title: A", &format!("title: M{day}"));
        meeting.trim_start().to_string()
    });
    let place = place(&meetings.collect::<String>());
    let shown = |ran: &Ran| ran.stderr.matches("warning[more-present-than-expected]").count();
    let built = place.run(&["build"]).ended(0);
    assert_eq!(shown(&built), 20);
    assert_eq!(built.stderr.lines().last(), Some("25 warnings; 5 not shown, `minutebook check` shows all"));
    let checked = place.run(&["check"]).ended(0);
    assert_eq!(shown(&checked), 25);
    assert_eq!(checked.stderr.lines().last(), Some("25 warnings"));
}

#[test]
fn the_site_is_found_from_a_folder_inside_it() {
    let place = place(SOUND);
    ran(place.command(&["build", "--today", "2024-06-01"]).current_dir(place.root().join("content/news"))).ended(0);
    assert!(place.public().join("index.html").is_file());
}

#[test]
fn timings_name_every_stage_and_what_it_made() {
    let place = place(SOUND);
    let stages = |args: &[&str]| -> Vec<(String, u64)> {
        let ran = place.run(args).ended(0);
        let laps = ran.stdout.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
        laps.map(|lap| {
            assert!(lap["seconds"].as_f64().is_some_and(|seconds| seconds >= 0.0), "{lap}");
            (lap["stage"].as_str().unwrap_or_default().to_string(), lap["count"].as_u64().unwrap_or_default())
        })
        .collect()
    };
    let laps = stages(&["build", "--timings=json"]);
    let names: Vec<&str> = laps.iter().map(|(stage, _)| stage.as_str()).collect();
    assert_eq!(names, ["list", "theme", "parse", "model", "plan", "report", "compare", "publish", "keep"]);
    let files = tree(&place.public()).keys().filter(|path| !path.ends_with('/')).count() as u64;
    // The manifest is not among what it lists.
    assert_eq!((laps[4].1, laps[7].1), (files - 1, files - 1));
    let human = place.run(&["build", "--timings", "--base-url", "https://example.com/"]).ended(0).stdout;
    assert!(human.lines().any(|line| line.starts_with("parse ") && line.ends_with(" documents")), "{human}");
}

#[test]
fn a_folder_without_a_site_is_named() {
    let place = place(SOUND);
    let empty = place.folder.path().join("empty");
    std::fs::create_dir(&empty).unwrap();
    let build = ran(place.command(&["build"]).current_dir(&empty)).ended(2);
    build.says(
        &place,
        expect![[r#"
        error: there is no site in ~/empty: it has no minutebook.yaml
          help: go to the site's folder, or name it with --root; `minutebook init` makes a new one
    "#]],
    );
    for args in [["check", "--root", "../nowhere"], ["serve", "--root", "../empty"]] {
        place.run(&args).ended(2);
    }
    ran(place.command(&[]).current_dir(&empty)).ended(2);
}

#[test]
fn a_command_line_that_cannot_be_understood_is_refused() {
    let place = place(SOUND);
    let wrong: [&[&str]; 9] = [
        &["buidl"],
        &["build", "--ouput", "x"],
        &["build", "extra"],
        &["build", "--format", "xml"],
        &["build", "--today", "2024-02-30"],
        &["build", "--threads", "0"],
        &["build", "--quiet", "--verbose"],
        &["serve", "--port", "70000"],
        &["build", "--base-url", "example.org"],
    ];
    for args in wrong {
        let ran = ran(&mut place.command(args)).ended(2);
        assert!(!ran.stderr.is_empty() && ran.stdout.is_empty(), "{args:?}");
    }
    assert!(!place.public().exists());
}

#[test]
fn help_and_version_are_no_errors() {
    let place = place(SOUND);
    assert!(ran(&mut place.command(&["--help"])).ended(0).stdout.contains("build"));
    assert!(ran(&mut place.command(&["build", "--help"])).ended(0).stdout.contains("--base-url"));
    let version = concat!("minutebook ", env!("CARGO_PKG_VERSION"), "\n");
    assert_eq!(ran(&mut place.command(&["--version"])).ended(0).stdout, version);
}

#[test]
fn the_output_may_be_any_other_folder() {
    let place = place(SOUND);
    for output in ["../elsewhere/deep", "public/inner", "built"] {
        place.run(&["build", "--output", output]).ended(0);
        assert!(place.root().join(output).join("index.html").is_file(), "{output}");
    }
}

#[test]
fn the_output_is_never_among_the_sources() {
    let place = place(SOUND);
    put(&place.root(), "static/robots-note.txt", "static");
    let before = tree(&place.root());
    for output in ["content", "content/public", "themes/x", "static", ".", "..", "content/../content/y", "content/.."] {
        let ran = place.run(&["build", "--output", output]).ended(2);
        assert!(ran.stderr.starts_with("error: the output "), "{output}: {}", ran.stderr);
    }
    assert_same(&tree(&place.root()), &before, "after the refusals");
    place.run(&["build", "--output", "content"]).says(
        &place,
        expect![[r#"
        error: the output content lies in `content/`, which the site is made from
    "#]],
    );
    place.run(&["build", "--output", "."]).says(
        &place,
        expect![[r#"
        error: the output . holds the site itself; name another folder with --output
    "#]],
    );
}

#[cfg(unix)]
#[test]
fn the_output_is_not_reached_among_the_sources_through_a_link() {
    let place = place(SOUND);
    std::os::unix::fs::symlink("content", place.root().join("public")).unwrap();
    let before = tree(&place.root());
    place.run(&["build"]).ended(2);
    place.run(&["build", "--output", "public/deeper"]).ended(2);
    assert_same(&tree(&place.root()), &before, "after the refusals");
}

#[test]
fn an_output_that_is_a_file_is_refused() {
    let place = place(SOUND);
    put(&place.root(), "public", "a file");
    place.run(&["build"]).ended(2).says(
        &place,
        expect![[r#"
        error: the output ~/site/public is a file; name a folder with --output
    "#]],
    );
    assert_eq!(read(&place.root(), "public"), "a file");
}

#[test]
fn an_output_below_a_file_cannot_be_made() {
    let place = place(SOUND);
    put(&place.root(), "notes.txt", "a file");
    place.run(&["build", "--output", "notes.txt/public"]).ended(3);
    assert_eq!(read(&place.root(), "notes.txt"), "a file");
}

#[test]
fn a_foreign_file_in_the_way_is_named_and_stays() {
    let place = place(SOUND);
    put(&place.public(), "index.html", "my own");
    place.run(&["build"]).ended(3).says(
        &place,
        expect![[r#"
        error: ~/site/public holds files that minutebook did not write, in the place of its own:
          index.html
          help: move them away, or name another folder with --output
    "#]],
    );
    assert_eq!(tree(&place.public()), Tree::from([("index.html".into(), b"my own".to_vec())]));
}

#[test]
fn addresses_follow_the_base_url() {
    let place = place(SOUND);
    place.run(&["build", "--base-url", "https://town.example/news/archive/"]).ended(0);
    let page = read(&place.public(), "news/bus/index.html");
    assert!(page.contains(r#"<link rel="canonical" href="https://town.example/news/archive/news/bus/">"#), "{page}");
    assert!(page.contains(r#"href="../../about/""#), "links inside the site are relative");
    assert!(read(&place.public(), "feed.xml").contains("<id>https://town.example/news/archive/news/bus/</id>"));
    assert!(read(&place.public(), "404.html").contains(r#"href="/news/archive/"#), "404 is shown at any address");
    assert!(!tree(&place.public()).values().any(|bytes| String::from_utf8_lossy(bytes).contains("example.org")));
}

#[test]
fn portable_links_name_files() {
    let place = place(SOUND);
    place.run(&["build", "--portable"]).ended(0);
    let page = read(&place.public(), "news/bus/index.html");
    assert!(page.contains(r#"href="../../about/index.html""#));
    // Every relative link leads to a file, as a browser without a server needs it.
    let hrefs = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    for href in hrefs.filter(|href| !href.contains(':') && !href.starts_with('#')) {
        let file = place.public().join("news/bus").join(href.split(['#', '?']).next().unwrap());
        assert!(file.is_file(), "{href}");
    }
}

#[test]
fn drafts_are_included_where_that_was_asked_for() {
    let place = place(SOUND);
    place.run(&["build"]).ended(0);
    assert!(!place.public().join("news/later").exists());
    place.run(&["build", "--drafts"]).ended(0);
    assert!(read(&place.public(), "news/later/index.html").contains("Not yet."));
    place.run(&["build"]).ended(0);
    assert!(!place.public().join("news/later").exists());
}

#[test]
fn a_check_looks_at_drafts_and_a_build_does_not() {
    let place = place("-- content/news/n.md --\n---\ntitle: N\npublished: 2024-05-04\ndraft: true\n---\n[x](y.md)\n");
    place.run(&["build"]).ended(0);
    assert!(place.run(&["check"]).ended(1).stderr.contains("dead-link"));
    place.run(&["build", "--drafts"]).ended(1);
}

#[test]
fn today_is_told_or_taken_from_the_reproducible_date() {
    let place = place(
        "
-- minutebook.yaml --
title: Test
base_url: https://example.org/
timezone: Asia/Shanghai
-- content/news/n.md --
---
title: N
published: 2024-05-04
embargo: 2024-06-01
---
",
    );
    let public = |args: &[&str], epoch: &str| {
        ran(place.command(args).env("SOURCE_DATE_EPOCH", epoch)).ended(0);
        place.public().join("news/n").exists()
    };
    // 15:59:59 and 16:00 UTC on 31 May 2024: in Shanghai June begins at 16:00.
    assert!(!public(&["build"], "1717171199"));
    assert!(public(&["build"], "1717171200"));
    assert!(!public(&["build", "--today", "2024-05-31"], "1717171200"));
    assert!(public(&["build", "--today", "2024-06-01"], "1717171199"));
    ran(place.command(&["build"]).env("SOURCE_DATE_EPOCH", "soon")).ended(2);
}

#[test]
fn findings_are_colored_only_where_that_was_asked_for() {
    let place = place(FAULTY);
    assert!(!place.run(&["check"]).ended(1).stderr.contains('\u{1b}'));
    assert!(!place.run(&["check", "--color", "never"]).ended(1).stderr.contains('\u{1b}'));
    assert!(place.run(&["check", "--color", "always"]).ended(1).stderr.contains('\u{1b}'));
}

/// The program serving a site, ended with the test.
#[cfg(feature = "serve")]
struct Serving {
    child: Child,
    /// Host and port.
    address: String,
    /// The path at which the site stands.
    path: String,
}

#[cfg(feature = "serve")]
impl Drop for Serving {
    fn drop(&mut self) {
        self.child.kill().and_then(|()| self.child.wait().map(|_| ())).expect("the test started it");
    }
}

#[cfg(feature = "serve")]
fn serve(place: &Place, port: &str) -> Serving {
    let args = ["serve", "--port", port, "--today", "2024-06-01"];
    let mut command = place.command(&args);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the program runs");
    let mut lines = BufReader::new(child.stdout.take().expect("it is piped")).lines();
    let line = lines.next().expect("it says where it serves").expect("in UTF-8");
    let url = line.strip_prefix("serving http://").unwrap_or_else(|| panic!("no address in `{line}`"));
    let (address, path) = url.split_once('/').expect("an address has a path");
    Serving { child, address: address.to_string(), path: format!("/{path}") }
}

#[cfg(feature = "serve")]
impl Serving {
    /// The status, the head and the body of an answer.
    fn answer(&self, method: &str, target: &str) -> (u16, String, String) {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        let host = &self.address;
        write!(stream, "{method} {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("it answers");
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer to {target}: {text}"));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        (status, head.to_lowercase(), body.to_string())
    }

    fn status(&self, target: &str) -> u16 {
        self.answer("GET", target).0
    }
}

#[cfg(feature = "serve")]
#[test]
fn a_served_site_answers_with_what_a_build_writes_and_writes_nothing() {
    let place = place(SOUND);
    let serving = serve(&place, "0");
    assert!(serving.address.starts_with("127.0.0.1:") && serving.path == "/");
    let (status, head, body) = serving.answer("GET", "/about/");
    assert_eq!(status, 200);
    assert!(head.contains("content-type: text/html; charset=utf-8"), "{head}");
    let (_, _, draft) = serving.answer("GET", "/news/later/");
    assert!(draft.contains("Not yet."), "drafts are served");
    assert!(!place.public().exists());
    place.run(&["build", "--drafts"]).ended(0);
    let without_script: String = body.split_inclusive('\n').filter(|line| !line.contains("~minutebook")).collect();
    assert_eq!(without_script, read(&place.public(), "about/index.html"));
}

#[cfg(feature = "serve")]
#[test]
fn a_folder_is_redirected_and_a_missing_page_is_a_page() {
    let place = place(SOUND);
    let serving = serve(&place, "0");
    let (status, head, _) = serving.answer("GET", "/news/bus");
    assert!((status == 301 || status == 308) && head.contains("location: /news/bus/"), "{head}");
    let (status, _, body) = serving.answer("GET", "/nowhere/");
    assert_eq!(status, 404);
    assert!(body.contains("<h1"), "{body}");
    assert_eq!(serving.status("/feed.xml"), 200);
    assert_eq!(serving.status("/about/?a=b"), 200);
    assert_eq!(serving.answer("POST", "/about/").0, 405);
}

#[cfg(feature = "serve")]
#[test]
fn a_head_request_has_no_body() {
    let place = place(SOUND);
    let serving = serve(&place, "0");
    let (status, head, body) = serving.answer("HEAD", "/about/");
    assert_eq!((status, body.as_str()), (200, ""));
    let (_, _, page) = serving.answer("GET", "/about/");
    assert!(head.contains(&format!("content-length: {}", page.len())), "{head}");
}

#[cfg(feature = "serve")]
#[test]
fn no_request_reaches_a_file_that_is_not_of_the_site() {
    let place = place(SOUND);
    let serving = serve(&place, "0");
    let targets = [
        "/../minutebook.yaml",
        "/%2e%2e/minutebook.yaml",
        "/..%2fminutebook.yaml",
        "/%2e%2e%2fminutebook.yaml",
        "/about/../../minutebook.yaml",
        "/..\\minutebook.yaml",
        "/..%5cminutebook.yaml",
        "//minutebook.yaml",
        "/minutebook.yaml",
        "/content/news/bus.md",
        "/%00",
        "/%ff%fe",
        "/etc/passwd",
        "//etc/passwd",
        "/%2fetc/passwd",
    ];
    for target in targets {
        let (status, _, body) = serving.answer("GET", target);
        assert!(matches!(status, 400 | 404), "{target}: {status}");
        assert!(!body.contains("base_url") && !body.contains("root:"), "{target}");
    }
}

#[cfg(feature = "serve")]
#[test]
fn a_site_below_a_path_is_served_below_that_path() {
    let config = "-- minutebook.yaml --\ntitle: T\nbase_url: https://example.org/news/archive/\n";
    let place = place(&format!("{config}{}", SOUND.trim_start()));
    let serving = serve(&place, "0");
    assert_eq!(serving.path, "/news/archive/");
    assert_eq!(serving.status("/news/archive/about/"), 200);
    assert_eq!(serving.status("/news/archive/"), 200);
    let (status, head, _) = serving.answer("GET", "/");
    assert!((300..400).contains(&status) && head.contains("location: /news/archive/"), "{head}");
}

#[cfg(feature = "serve")]
#[test]
fn a_port_that_is_taken_is_replaced_by_a_free_one() {
    let place = place(SOUND);
    let first = serve(&place, "0");
    let taken = first.address.rsplit_once(':').expect("it has a port").1;
    let second = serve(&place, taken);
    assert_ne!(first.address, second.address);
    assert_eq!((first.status("/"), second.status("/")), (200, 200));
}

#[cfg(feature = "serve")]
#[test]
fn what_is_remembered_may_be_written_over_while_a_site_is_served_from_it() {
    let place = place(SOUND);
    let kept = place.root().join(".minutebook/records-shown");
    let wait = || {
        let is_kept = || std::fs::metadata(&kept).is_ok_and(|found| found.len() > 40);
        let mut turns = (0..500).map(|_| std::thread::sleep(Duration::from_millis(20)));
        assert!(turns.any(|()| is_kept()), "it was not written down");
    };
    // What was written only just now is read again.
    std::thread::sleep(Duration::from_millis(100));
    let first = serve(&place, "0");
    assert_eq!(first.status("/about/"), 200);
    wait();
    drop(first);
    let serving = serve(&place, "0");
    assert_eq!(serving.status("/robots.txt"), 200);
    File::options().write(true).open(&kept).and_then(|file| file.set_len(40)).unwrap();
    let (status, _, body) = serving.answer("GET", "/news/bus/");
    assert_eq!(status, 200);
    assert!(body.contains("The bus stop moves"), "{body}");
    // It was looked at, missed, and written down once more.
    wait();
}

#[test]
fn a_record_that_is_lost_while_pages_are_made_is_read_again_and_what_is_wrong_is_said_once() {
    // Without a search, whose parts are made of many records.
    let place = place(
        "
-- minutebook.yaml --
title: T
base_url: https://example.org/
theme: plain
-- content/meetings/a/index.md --
---
title: A
held: 2024-02-01
attendance: {expected: 1, present: 2}
---
-- content/meetings/a/bus.md --
---
title: The bus stop moves
secretary: {name: Wu}
summary: Two streets on
---
-- content/meetings/a/tram.md --
---
title: The tram
secretary: {name: He}
summary: Zigzag through the park
---
",
    );
    // What was written only just now is read again.
    std::thread::sleep(Duration::from_millis(100));
    place.run(&["build"]).ended(0);
    // The list of reports is made of the one that was edited, and of the other as it was kept.
    let kept = place.root().join(".minutebook/records-built");
    let mut bytes = std::fs::read(&kept).unwrap();
    let at = bytes.windows(6).position(|part| part == b"Zigzag").expect("the records are kept");
    bytes[at] = b'z';
    std::fs::write(&kept, bytes).unwrap();
    let report = place.root().join("content/meetings/a/bus.md");
    let text = std::fs::read_to_string(&report).unwrap();
    std::fs::write(&report, text.replace("Two streets on", "A street on")).unwrap();
    let ran = place.run(&["build"]).ended(0);
    assert_eq!(ran.stderr.matches("more-present-than-expected").count(), 1, "{}", ran.stderr);
    let list = std::fs::read_to_string(place.public().join("reports/index.html")).unwrap();
    assert!(list.contains("Zigzag through the park") && list.contains("A street on"), "{list}");
}

/// The turn that a page belongs to.
#[cfg(feature = "serve")]
fn turn_of(page: &str) -> &str {
    page.split("data-turn=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("the page has a script")
}

#[cfg(feature = "serve")]
#[test]
fn whoever_waits_is_told_of_what_is_saved() {
    let place = place(SOUND);
    let serving = serve(&place, "0");
    let (_, _, page) = serving.answer("GET", "/about/");
    let path = place.root().join("content/pages/about.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let waiting = format!("/~minutebook/changed?since={}", turn_of(&page));
    std::thread::scope(|scope| {
        let told = scope.spawn(|| serving.answer("GET", &waiting).2);
        std::fs::write(&path, format!("{text}\nA line more.\n")).unwrap();
        let told = told.join().expect("an answer");
        assert!(told.contains("\"files\":false"), "{told}");
        let (_, _, page) = serving.answer("GET", "/about/");
        assert!(page.contains("A line more."));
        assert!(told.contains(turn_of(&page)), "{told}");
    });
}

#[cfg(feature = "serve")]
#[test]
fn what_is_wrong_stands_over_the_last_good_page() {
    let place = place(SOUND);
    let serving = serve(&place, "0");
    assert_eq!(serving.status("/about/"), 200);
    let path = place.root().join("content/pages/about.md");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replacen("title:", "titel: <b>\ntitle:", 1)).unwrap();
    let (status, _, page) = serving.answer("GET", "/about/");
    assert_eq!(status, 200);
    assert!(page.contains("1 error; the page is shown as it was before"), "{page}");
    let (_, _, faults) = serving.answer("GET", "/~minutebook/faults");
    let root = place.root().canonicalize().unwrap();
    let link = format!("href=\"vscode://file{}/content/pages/about.md:2:1\"", root.display());
    assert!(faults.contains(&link), "{link} in {faults}");
    assert!(faults.contains("<mark>titel</mark>: &lt;b&gt;"), "{faults}");
    assert!(faults.contains("did you mean `title`?"), "{faults}");
    std::fs::write(&path, text).unwrap();
    let (_, _, page) = serving.answer("GET", "/about/");
    assert!(!page.contains("as it was before"), "{page}");
}

#[cfg(feature = "serve")]
#[test]
fn a_site_that_begins_with_errors_is_served_when_they_are_mended() {
    let place = place(FAULTY);
    let serving = serve(&place, "0");
    let (status, _, page) = serving.answer("GET", "/");
    assert_eq!(status, 503);
    for word in ["unknown-person", "content/"] {
        assert!(page.contains(word), "{word} in {page}");
    }
    std::fs::remove_dir_all(place.root().join("content")).unwrap();
    assert_eq!(serving.status("/"), 200);
}

#[test]
fn a_page_says_what_made_it_and_a_file_what_it_touches() {
    let place = place(SOUND);
    let why = |url: &str| place.run(&["why", url]).ended(0).stdout;
    let about = why("/about/");
    assert!(about.starts_with("about/index.html\nmade from\n  content/pages/about.md\n"), "{about}");
    assert!(about.contains("laid out by\n  themes/street-news/templates/page.html\n"), "{about}");
    for file in ["base.html", "components.html", "text.html"] {
        let is_there = place.run(&["impact", &format!("themes/street-news/templates/{file}")]).ended(0).stdout;
        assert_eq!(is_there.contains("about/index.html"), about.contains(&format!("templates/{file}")), "{file}");
    }
    for url in ["https://example.org/about/", "about", "public/about/index.html", "/about/?a=b#c"] {
        assert_eq!(why(url), about, "{url}");
    }
    let missing = place.run(&["why", "/abuot/"]).ended(2).stderr;
    assert!(missing.contains("did you mean `about/index.html`?"), "{missing}");
    assert_eq!(place.run(&["impact", "content/nobody.md"]).ended(2).stdout, "");
}

#[test]
fn what_a_file_touches_holds_all_that_changes_with_it() {
    let place = place("");
    let root = place.root();
    for (path, bytes) in tree(&Path::new(env!("CARGO_MANIFEST_DIR")).join("content")) {
        if !path.ends_with('/') {
            put(&root, &format!("content/{path}"), bytes);
        }
    }
    std::fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("minutebook.yaml"), root.join("minutebook.yaml")).unwrap();
    let built = || {
        place.run(&["build", "--drafts"]).ended(0);
        tree(&place.public())
    };
    let before = built();
    for (file, key) in [
        ("content/people/kong-mao.md", "name"),
        ("content/organizations/old-well-village.md", "name"),
        ("content/meetings/2020-01-17-annual-debriefing/index.md", "title"),
        ("content/meetings/2020-01-17-annual-debriefing/old-well.md", "title"),
    ] {
        let touched = place.run(&["impact", file]).ended(0).stdout;
        let touched: Vec<&str> = touched.lines().collect();
        let text = read(&root, file);
        let line = text.lines().find(|line| line.starts_with(&format!("{key}: "))).expect("the key");
        std::fs::write(root.join(file), text.replacen(line, &format!("{key}: Something else"), 1)).unwrap();
        let after = built();
        let changed: Vec<&String> = after
            .keys()
            .filter(|path| after.get(*path) != before.get(*path) && !path.ends_with('/'))
            // What lists or searches everything, whatever it says of it.
            .filter(|path| !path.contains("search/") && !path.contains("sitemap") && *path != "manifest.txt")
            .collect();
        assert!(!changed.is_empty() && touched.len() < after.len() / 2, "{file}: {} of {}", touched.len(), after.len());
        for path in changed {
            assert!(touched.contains(&path.as_str()), "{path} changes with {file}");
        }
        std::fs::write(root.join(file), text).unwrap();
    }
}
