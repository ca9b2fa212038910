//! What must not be published is in no output: not in a page, a feed, a file or a path.
//!
//! A site holds canaries: words that begin with `canary`, and numbers of six digits.
//! None may be anywhere in what is built. Then one line of the site is
//! changed, and each of them has to be there: a search that finds nothing proves nothing.

mod support;

use std::collections::BTreeSet;

use expect_test::expect;
use minutebook::source::Memory;
use support::{check_diagnostics, options, pages, site};

const CONFIG: &str = "-- minutebook.yaml --
title: Test
base_url: https://example.org/
languages: {zh-Hans: {title: 测试}}
series:
  debriefing:
    title: Debriefing
    reports_from: {kind: village, post: secretary}
    scale: levels
scales:
  levels: {best: Best, worst: Worst}
topics: {roads: {title: Roads}}
-- content/organizations/orchard.md --
---
name: Orchard
kind: village
---
-- content/people/chen.md --
---
name: Chen
roles: [{post: secretary, organization: orchard, start: 2010}]
---
";

fn is_canary(word: &str) -> bool {
    word.starts_with("canary") || (word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_digit()))
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase)
}

/// The canaries of a site, its paths included.
fn canaries(memory: &Memory) -> BTreeSet<String> {
    let files = memory.files.iter();
    let texts = files.map(|(path, bytes)| format!("{} {}", path.as_str(), String::from_utf8_lossy(bytes)));
    texts.flat_map(|text| words(&text).filter(|word| is_canary(word)).collect::<Vec<_>>()).collect()
}

/// Where each canary is found in what is built: `canary: path`.
fn found(memory: &Memory, canaries: &BTreeSet<String>) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (path, bytes) in pages(memory, &options()) {
        let text = format!("{path}\n{}", String::from_utf8_lossy(&bytes)).to_lowercase();
        // A number is written with separators in some languages.
        let bare = text.replace([',', '\u{a0}', '\u{202f}', '_'], "");
        let here = canaries.iter().filter(|canary| text.contains(*canary) || bare.contains(*canary));
        found.extend(here.map(|canary| (canary.clone(), path.clone())));
    }
    found
}

/// Nothing of `text` may be found, and everything once `from` is written as `to`.
#[track_caller]
fn check(text: &str, from: &str, to: &str) {
    let text = if text.contains("-- minutebook.yaml --") { text.to_string() } else { format!("{CONFIG}{text}") };
    assert!(text.contains(from), "`{from}` is a line of the site");
    let hidden = site(&text);
    let all = canaries(&hidden);
    let leaks = found(&hidden, &all);
    assert!(leaks.is_empty(), "published though it must not be: {leaks:#?}");

    let seen: BTreeSet<String> =
        found(&site(&text.replace(from, to)), &all).into_iter().map(|(canary, _)| canary).collect();
    let unseen: Vec<&String> = all.difference(&seen).collect();
    assert!(unseen.is_empty(), "never published, so this test shows nothing of them: {unseen:?}");
}

/// A debriefing with ballots, grades and a result.
const ASSESSED: &str = "
-- content/meetings/a/index.md --
---
title: A
held: 2022-02-25
covers: 2021
series: debriefing
assessment:
  ballots: {issued: 911113, returned: 911112, valid: 911111}
  result: {worst: 922222}
  visibility: withheld
---
-- content/meetings/a/orchard.md --
---
secretary: chen
# 600006 in all.
ballots: {best: 100001, worst: 200002, abstain: 300003}
grade: worst
---
";

/// The configuration with a grade whose word is a canary, and that debriefing.
fn assessed() -> String {
    CONFIG.replace("Worst", "Canaryword") + ASSESSED
}

#[test]
fn a_withheld_assessment_is_nowhere() {
    check(&assessed(), "visibility: withheld", "visibility: full");
}

#[test]
fn an_assessment_is_withheld_unless_somebody_says_otherwise() {
    let text = assessed().replace("  visibility: withheld\n", "");
    check(&text, "title: Test\n", "title: Test\nassessment: {visibility: full}\n");
}

#[test]
fn a_meeting_can_withhold_what_the_site_publishes() {
    let text = assessed().replace("title: Test\n", "title: Test\nassessment: {visibility: full}\n");
    check(&text, "visibility: withheld", "visibility: full");
}

#[test]
fn a_summary_says_nothing_of_a_single_report() {
    let text = "
-- content/meetings/a/index.md --
---
title: A
held: 2022-02-25
covers: 2021
series: debriefing
assessment: {result: {best: 1}, visibility: summary}
---
-- content/meetings/a/orchard.md --
---
secretary: chen
ballots: {best: 100001, worst: 200002, abstain: 300003}
grade: best
---
";
    let text = CONFIG.to_string() + text;
    check(&text, "visibility: summary", "visibility: full");
    // The grade itself is a word of the scale, which the meeting's page explains.
    let report = support::page(&text, "meetings/a/orchard/index.html");
    assert!(!report.contains("Best"), "{report}");
    let report =
        support::page(&text.replace("visibility: summary", "visibility: full"), "meetings/a/orchard/index.html");
    assert!(report.contains("Best"));
}

/// Everything that a meeting can say about itself.
const MEETING: &str = "
-- content/meetings/a/index.md --
---
title: A
held: 2022-02-25
covers: 2021
series: debriefing
HIDDEN
summary: Canarysummary
number: canarynumber
index_number: canaryindex
disclosure: canarydisclosure
place: {name: canaryplace, room: canaryroom, address: canaryaddress}
chair: {name: Canarychair, role: canaryrole}
speakers: {name: Canaryspeaker}
present: [{name: Canarypresent}, {group: Canarygroup, count: 933331}]
in_attendance: {name: Canaryguest}
apologies: {name: Canaryapologies, reason: canaryill}
absent: {name: Canaryabsent, reason: canaryaway}
attendance: {expected: 933333, present: 933332}
agenda: [{title: Canaryitem, result: canaryresult}]
suggestions: {items: [Canarysuggestion, {note: Canarynote}], by: {name: Canaryproposer}, on_behalf_of: canarybehalf}
emphasis: [Canaryemphasis, Canarysecond]
decisions:
  - {text: Canarydecision, moved_by: {name: Canarymover}, seconded_by: {name: Canaryseconder}, votes: {for: 944441, against: 944442, abstain: 944443}}
assessment: {by: canaryassessors, subject: canaryassessed, ballots: {issued: 955551}, result: {worst: 955552}, visibility: full}
photos: [{file: canaryphoto.png, alt: Canaryalt, caption: Canarycaption, credit: Canarycredit}]
attachments: [{file: canaryscan.pdf, title: Canaryattachment}]
topics: roads
source: {title: Canarysource, name: canarypaper, url: 'https://example.com/canarylink', notes: [Canaryremark]}
author: {name: Canaryauthor}
editor: {name: Canaryeditor}
photographer: {name: Canaryphotographer}
review: [{level: first, by: {name: Canaryreviewer}, date: 2022-03-01, digest: canarydigest}]
corrections: [{date: 2022-04-01, text: Canarycorrection}]
---
## Canaryheading

Canarybody, [canarywords](canaryfile.pdf), ![canaryimage](canaryinline.png)
-- content/meetings/a/canaryphoto.png --
canaryphotobytes
-- content/meetings/a/canaryscan.pdf --
canaryscanbytes
-- content/meetings/a/canaryfile.pdf --
canaryfilebytes
-- content/meetings/a/canaryinline.png --
canaryinlinebytes
";

/// Everything that a report can say.
const REPORT: &str = "
-- content/meetings/a/orchard.md --
---
organization: orchard
secretary: {name: Canarysecretary, role: canarypost}
HIDDEN
summary: Canarydigested
comment: [{by: {name: Canarycommenter}, on_behalf_of: canaryfor, text: Canarycomment}]
# 600006 in all.
ballots: {best: 100001, worst: 200002, abstain: 300003}
grade: worst
problems: [{text: Canaryproblem, cause: canarycause}]
commitments:
  - id: canaryid
    text: Canarypromise
    due: 2023-01-01
    responsible: {name: Canaryresponsible}
    updates: [{date: 2022-06-01, status: done, text: Canaryupdate, evidence: canaryevidence.pdf}]
photos: [{file: canaryportrait.png, alt: Canaryseen, caption: Canaryunder}]
attachments: [canarytable.csv]
source: {title: Canaryorigin}
author: {name: Canarywriter}
review: [{level: first, by: {name: Canarysigner}, digest: canaryhash}]
corrections: [{date: 2022-04-01, text: Canarymended}]
---
Canaryreport
-- content/meetings/a/canaryevidence.pdf --
canaryevidencebytes
-- content/meetings/a/canaryportrait.png --
canaryportraitbytes
-- content/meetings/a/canarytable.csv --
canarytablebytes
";

const HELD: &str = "
-- content/meetings/a/index.md --
---
title: A
held: 2022-02-25
covers: 2021
series: debriefing
assessment: {visibility: full}
---
";

const STORY: &str = "
-- content/news/story.md --
---
title: Story
published: 2022-03-01
HIDDEN
summary: Canarysummary
topics: roads
photos: [{file: canaryphoto.png, alt: Canaryalt, caption: Canarycaption}]
attachments: [{file: canaryscan.pdf, title: Canaryattachment}]
source: {title: Canarysource}
author: {name: Canaryauthor}
review: [{level: first, by: {name: Canaryreviewer}, digest: canarydigest}]
corrections: [{date: 2022-04-01, text: Canarycorrection}]
---
Canarybody
-- content/news/canaryphoto.png --
canaryphotobytes
-- content/news/canaryscan.pdf --
canaryscanbytes
";

/// A translation of the meeting, with words of its own.
const TRANSLATION: &str = "
-- content/meetings/a/index.zh-Hans.md --
---
title: 会
summary: Canary摘要
emphasis: [Canary强调, Canary二]
---
Canary正文
";

/// The ways in which a record that has an address keeps nothing but that.
const TAKEN_BACK: [&str; 2] = ["withdrawn: {date: 2023-01-01, reason: Wrong}", "public_until: 2024-05-31"];
/// The ways in which a record is not known of at all.
const NOT_YET: [&str; 3] = ["draft: true", "embargo: 2024-06-02", "embargo: 2024-06-01 09:00"];

fn every_way() -> impl Iterator<Item = &'static str> {
    TAKEN_BACK.into_iter().chain(NOT_YET)
}

#[test]
fn nothing_of_a_hidden_meeting_is_published() {
    for hidden in every_way() {
        check(&MEETING.replace("HIDDEN", hidden), hidden, "");
    }
}

#[test]
fn a_hidden_report_without_a_title_is_not_named_after_its_secretary() {
    for hidden in every_way() {
        let report =
            format!("-- content/meetings/a/r.md --\n---\nsecretary: {{name: Canarysecretary}}\n{hidden}\n---\n");
        check(&(HELD.to_string() + &report), hidden, "");
    }
}

#[test]
fn nothing_of_a_hidden_report_is_published() {
    for hidden in every_way() {
        check(&(HELD.to_string() + &REPORT.replace("HIDDEN", hidden)), hidden, "");
    }
}

#[test]
fn nothing_of_a_report_to_a_hidden_meeting_is_published() {
    for hidden in every_way() {
        let text = HELD.replace("series:", &format!("{hidden}\nseries:")) + &REPORT.replace("HIDDEN\n", "");
        check(&text, hidden, "");
    }
}

#[test]
fn what_a_hidden_report_says_of_an_earlier_promise_is_not_published() {
    let text = "
-- content/meetings/a/index.md --
---
title: A
held: 2022-02-25
---
-- content/meetings/a/orchard.md --
---
organization: orchard
secretary: chen
commitments: [{id: road, text: A road, due: 2022-12-31}]
---
-- content/meetings/b/index.md --
---
title: B
held: 2023-02-25
---
-- content/meetings/b/orchard.md --
---
organization: orchard
secretary: chen
HIDDEN
previous: [{ref: a/orchard/road, status: done, note: Canarynote, evidence: canaryroad.pdf}]
---
-- content/meetings/b/canaryroad.pdf --
canaryroadbytes
";
    for hidden in every_way() {
        check(&text.replace("HIDDEN", hidden), hidden, "");
        let covered = text.replace("HIDDEN\n", "").replace("title: B", &format!("title: B\n{hidden}"));
        check(&covered, hidden, "");
    }
}

#[test]
fn nothing_of_a_hidden_story_or_page_is_published() {
    for hidden in every_way() {
        let story = STORY.replace("HIDDEN", hidden);
        check(&story, hidden, "");
        check(&story.replace("/news/", "/pages/"), hidden, "");
    }
}

#[test]
fn nothing_of_a_hidden_record_is_published_in_translation() {
    for hidden in every_way() {
        let text = MEETING.replace("HIDDEN", hidden) + TRANSLATION;
        // The translation's words stand in the place of the original's, so the rest is shown here.
        check(&text, hidden, "");
    }
}

#[test]
fn a_withdrawn_meeting_that_leads_the_front_page_shows_nothing_there() {
    for hidden in TAKEN_BACK {
        let text = CONFIG.replace("title: Test\n", "title: Test\nlead: a\n") + &MEETING.replace("HIDDEN", hidden);
        check(&text, hidden, "");
    }
}

#[test]
fn the_title_and_the_address_of_what_is_not_public_yet_are_not_known() {
    let text = "
-- content/meetings/canarymeeting/index.md --
---
title: Canarytitle
held: 2022-02-25
covers: 2021
series: debriefing
HIDDEN
aliases: [/canaryold/]
---
-- content/meetings/canarymeeting/canaryreport.md --
---
title: Canaryreported
organization: orchard
secretary: chen
---
";
    for hidden in NOT_YET {
        check(&text.replace("HIDDEN", hidden), hidden, "");
    }
    let text = "
-- content/news/canarystory.md --
---
title: Canarytitle
published: 2022-02-25
HIDDEN
aliases: [/canaryold/]
---
-- content/pages/canarypage.md --
---
title: Canarymenu
HIDDEN
menu: 1
---
";
    for hidden in NOT_YET {
        check(&text.replace("HIDDEN", hidden), hidden, "");
    }
}

#[test]
fn what_was_withdrawn_keeps_title_date_and_reason() {
    let text = MEETING.replace("HIDDEN", "withdrawn: {date: 2023-01-02, reason: The wrong *minutes*}");
    let page = support::page(&(CONFIG.to_string() + &text), "meetings/a/index.html").replace('\u{a0}', " ");
    for kept in ["<h1>A</h1>", "25 February 2022", "2 January 2023", "The wrong <em>minutes</em>"] {
        assert!(page.contains(kept), "{kept}: {page}");
    }
}

#[test]
fn a_file_of_a_hidden_meeting_is_not_reached_from_elsewhere() {
    let text = "
-- content/meetings/a/index.md --
---
title: A
held: 2022-02-25
HIDDEN
---
-- content/meetings/a/secret.pdf --
secret
-- content/news/n.md --
---
title: N
published: 2022-02-25
---
[The scan](../meetings/a/secret.pdf), ![the photo](/meetings/a/secret.pdf)
";
    check_diagnostics(
        &text.replace("HIDDEN", "draft: true"),
        expect![[r#"
        content/news/n.md:5:12 error[hidden-reachable] `../meetings/a/secret.pdf` belongs to a meeting that is not public (take the link out; a meeting's files are as public as the meeting)
        content/news/n.md:5:52 error[hidden-reachable] `/meetings/a/secret.pdf` belongs to a meeting that is not public (take the link out; a meeting's files are as public as the meeting)
    "#]],
    );
    check_diagnostics(
        &text.replace("HIDDEN", "withdrawn: {date: 2023-01-01}"),
        expect![[r#"
        content/news/n.md:5:12 error[hidden-reachable] `../meetings/a/secret.pdf` belongs to a meeting that is not public (take the link out; a meeting's files are as public as the meeting)
        content/news/n.md:5:52 error[hidden-reachable] `/meetings/a/secret.pdf` belongs to a meeting that is not public (take the link out; a meeting's files are as public as the meeting)
    "#]],
    );
}

#[test]
fn a_file_that_no_record_names_is_not_published() {
    let text = "
-- content/meetings/a/index.md --
---
title: A
held: 2022-02-25
---
Body
-- content/meetings/a/canarynotes.pdf --
canarynotesbytes
-- content/meetings/a/canarytable.xlsx --
canarytablebytes
";
    let memory = site(text);
    let leaks = found(&memory, &canaries(&memory));
    assert!(leaks.is_empty(), "{leaks:#?}");
    let named = text.replace("Body", "[notes](canarynotes.pdf) and [table](canarytable.xlsx)");
    assert_eq!(found(&site(&named), &BTreeSet::from(["canarynotesbytes".into(), "canarytablebytes".into()])).len(), 2);
}

#[test]
fn nothing_names_a_person_who_is_not_public() {
    let text = "
-- content/people/canaryperson.md --
---
name: Canaryname
other_names: [Canaryother]
public: false
roles: [{post: secretary, role: Branch secretary, organization: meadow, start: 2020}]
photo: {file: canaryface.png, alt: Canaryalt}
aliases: [/canaryold/]
---
Canarybiography, [canarylink](canarycv.pdf)
-- content/people/canaryface.png --
canaryfacebytes
-- content/people/canarycv.pdf --
canarycvbytes
-- content/people/canaryperson.zh-Hans.md --
---
name: Canary名
---
Canary介绍
-- content/organizations/meadow.md --
---
name: Meadow
kind: village
---
-- content/meetings/a/index.md --
---
title: A
held: 2022-02-25
covers: 2021
series: debriefing
assessment: {visibility: full}
chair: canaryperson
speakers: [canaryperson]
present: [{person: canaryperson, role: Secretary}]
in_attendance: canaryperson
suggestions: {items: [One], by: canaryperson}
decisions: [{text: One, moved_by: canaryperson, seconded_by: canaryperson}]
author: canaryperson
editor: canaryperson
photographer: canaryperson
review: [{level: first, by: canaryperson}]
---
-- content/meetings/a/meadow.md --
---
secretary: canaryperson
organization: meadow
ballots: {best: 1, worst: 2}
comment: [{by: canaryperson, text: Good}, Fine]
commitments: [{id: road, text: A road, due: 2023-01-01, responsible: canaryperson}]
---
-- content/meetings/b/index.md --
---
title: B
held: 2023-02-25
covers: 2022
series: debriefing
apologies: [{person: canaryperson, reason: Ill}]
---
-- content/meetings/c/index.md --
---
title: C
held: 2024-02-25
covers: 2023
series: debriefing
absent: canaryperson
---
-- content/meetings/c/theirs.md --
---
secretary: canaryperson
---
-- content/news/n.md --
---
title: N
published: 2022-03-01
author: canaryperson
---
";
    check(text, "public: false\n", "");
}
