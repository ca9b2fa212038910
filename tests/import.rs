//! What offices have, brought in: whatever stands in a source stands in the files or in the account.

#![cfg(feature = "import")]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "the program is run on a folder")]

mod support;
#[path = "support/disk.rs"]
mod disk;
#[path = "support/program.rs"]
mod program;

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use std::path::Path;

use disk::{put, tree};
use expect_test::expect;
use minutebook::import::{Input, Wish, import};
use minutebook::parse::Kind;
use program::{Place, place, read};
use proptest::prelude::*;
use support::photo;

/// A street that has its chair and its villages on file.
const SITE: &str = "
-- minutebook.yaml --
title: Test
base_url: https://example.org/
series:
  annual-debriefing: {title: Debriefing}
topics: {roads: {title: Roads}}
-- content/people/chen-ning.md --
---
name: Chen Ning
---
";

const CHINESE: &str = "
-- minutebook.yaml --
title: 测试
base_url: https://example.org/
language: zh-Hans
";

fn fixture(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A place with sources beside its site.
fn with(site: &str, sources: &[(&str, &[u8])]) -> Place {
    let place = place(site);
    for (path, bytes) in sources {
        put(place.folder.path(), &format!("in/{path}"), bytes);
    }
    place
}

/// Imports everything beside the site, and holds the site to its checks.
fn imported(site: &str, sources: &[(&str, &[u8])], args: &[&str]) -> (Place, String) {
    let place = with(site, sources);
    let ran = place.run(&[&["import", "../in"], args].concat()).ended(0);
    place.run(&["check"]).ended(0);
    let account = ran.stdout.replace(place.folder.path().to_str().expect("a plain path"), "~");
    (place, account)
}

/// Everything that was made, and the account: all words that came of a source.
fn outcome(place: &Place, before: &disk::Tree, json: &str) -> String {
    let made = tree(&place.root()).into_iter().filter(|(path, _)| !before.contains_key(path));
    let mut words: String = made.filter_map(|(_, bytes)| String::from_utf8(bytes).ok()).collect();
    for line in json.lines() {
        let entry: serde_json::Value = serde_json::from_str(line).expect("a line of JSON");
        for key in ["words", "value", "what"] {
            words.push_str(entry[key].as_str().unwrap_or_default());
            words.push('\n');
        }
    }
    words
}

/// Fails where a word of the source stands nowhere, or stands more often than in what came of it.
#[track_caller]
fn assert_accounted(source: &str, outcome: &str) {
    let count = |text: &str| {
        let mut counts: BTreeMap<char, usize> = BTreeMap::new();
        text.chars().filter(|c| !c.is_whitespace()).for_each(|c| *counts.entry(c).or_default() += 1);
        counts
    };
    let (said, came) = (count(source), count(outcome));
    for (letter, times) in said {
        assert!(
            came.get(&letter).copied().unwrap_or(0) >= times,
            "{letter:?} stands {times} times in the source\n{outcome}"
        );
    }
    // Marks of Markdown and of YAML may part words; nothing may be missing from them.
    let bare = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let whole = bare(outcome);
    for word in source.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        assert!(whole.contains(word), "{word} stands nowhere in\n{outcome}");
    }
}

/// Imports one source and accounts for every character of its text.
fn accounted(site: &str, name: &str, bytes: &[u8], text: &str) {
    let place = with(site, &[(name, bytes)]);
    let before = tree(&place.root());
    let ran = place.run(&["import", &format!("../in/{name}"), "--format", "json"]).ended(0);
    place.run(&["check"]).ended(0);
    assert_accounted(text, &outcome(&place, &before, &ran.stdout));
}

#[test]
fn the_news_item_becomes_the_meeting_that_it_tells_of() {
    let (place, account) =
        imported(SITE, &[("article.txt", &fixture("article.txt"))], &["--series", "annual-debriefing"]);
    let file = read(&place.root(), "content/meetings/2022-02-25-annual-debriefing/index.md");
    let front = &file[..file.rfind("\n---\n").expect("front matter")];
    expect![[r#"
        ---
        title: Tiaobingshan street held 2021 annual Party organization secretary catch grassroots party construction work report assessment
        held: 2022-02-25
        time: afternoon
        published: 2022-05-04
        covers: 2021
        series: annual-debriefing
        place: Meeting room on the second floor of the hall of Diaobingshan street
        chair:
          person: chen-ning
          role: deputy secretary of the Street Party Committee and director of the office
        speakers: chen-ning
        present:
          - group: Street leading group members
          - group: village (community) party organization secretary
          - group: street related personnel
        agenda:
          count: 3
        reports:
          count: 10
          manner: one-by-one
        commentary: one-by-one
        suggestions:
          count: 3
          items:
            - number: 1
              note: The source does not give it.
            - number: 2
              text: We should focus on solving the problem of understanding and securing the correct direction of party building at the grassroots level.
            - number: 3
              text: We should focus on solving the problem of responsibility and make solid progress in all aspects of community-level Party building.
          by: chen-ning
          on_behalf_of: the street Party Committee
        emphasis:
          - Village, community secretary is in the forefront of the Party organization, work responsibility, heavy task, clue, not only to grasp the focus, grasp the key, promote the overall level of grassroots organization construction;At the same time, we must focus on the foundation and the long-term.
          - We must work tirelessly on some basic and regular tasks and never relax our efforts.
          - We should take this meeting as an opportunity to transform the reporting into working power, working ideas, working measures, and do a good job of grassroots party building work, to provide a strong political guarantee and organizational guarantee for the streets.
        assessment:
          by: participants
          method: on-the-spot
        source:
          title: Tiaobingshan street held 2021 annual Party organization secretary catch grassroots party construction work report assessment
          published: 2022-05-04
          notes:
            - The source gives the day as "February 25" without a year. The year 2022 is inferred from the publication date, 2022-05-04.
            - The source speaks of 3 suggestions and does not give number 1."#]].assert_eq(front);
    expect![[r#"
        made content/meetings/2022-02-25-annual-debriefing/index.md
          from ../in/article.txt
          covers: 2021 (../in/article.txt:1)
          title: Tiaobingshan street held 2021 annual Party organization secretary catch grassroo… (../in/article.txt:1)
          published: 2022-05-04 (../in/article.txt:3)
          held: 2022-02-25 (../in/article.txt:5)
          time: afternoon (../in/article.txt:5)
          place: Meeting room on the second floor of the hall of Diaobingshan street (../in/article.txt:5)
          chair: chen-ning, deputy secretary of the Street Party Committee and director of the of… (../in/article.txt:5)
          speakers: chen-ning (../in/article.txt:5)
          present: Street leading group members; village (community) party organization secretary; … (../in/article.txt:5)
          agenda: 3 (../in/article.txt:5)
          reports: 10, one-by-one (../in/article.txt:5)
          commentary: one-by-one (../in/article.txt:5)
          assessment: participants, on-the-spot (../in/article.txt:5)
          suggestions: 3, 1, The source does not give it.; 2, We should focus on solving the problem of… (../in/article.txt:5)
          emphasis: Village, community secretary is in the forefront of the Party organization, work… (../in/article.txt:5)

        not understood:
          ../in/article.txt:3: what stands behind the date of publication: 0 By

        1 record, 0 with something missing; 1 piece not understood
        each file says in lines with `import:` what to look at; `minutebook check` finds the rest
    "#]].assert_eq(&account);
    // The text stands whole.
    let article = String::from_utf8(fixture("article.txt")).expect("text");
    let last = article.lines().last().expect("a text");
    assert!(file.contains(last), "{file}");
}

#[test]
fn chinese_minutes_become_a_meeting() {
    let (place, account) = imported(CHINESE, &[("minutes.txt", &fixture("minutes.txt"))], &[]);
    let found = tree(&place.root().join("content/meetings"));
    let (path, file) = found.iter().find(|(path, _)| path.ends_with(".md")).expect("a meeting");
    expect![[r#"
        2023-03-14-河滨街道办事处会议纪要/index.md
        ---
        标题: 河滨街道办事处会议纪要
        日期: 2023-03-14
        时间: 14:30
        文号: 街办纪〔2023〕7号
        地点: 街道二楼会议室
        主持:
          姓名: 孔卯
        讲话:
          姓名: 孔卯
        出席:
          - 姓名: 周己
          - 姓名: 吴庚
          - 姓名: 冯壬
          - 群体: 街道班子成员
        缺席:
          - 姓名: 严巳
        议程:
          - 通报防汛物资清点情况
          - 研究楼道照明维修
          - 部署党员名册核对
        意见:
          数量: 3
          各项:
            - 序号: 1
              内容: 把物资清点到人
            - 序号: 2
              内容: 在5月底前修好楼道灯
            - 序号: 3
              内容: 逐户核对名册。
        强调:
          - 各村、社区要对照清单逐项落实，不得以会议代替落实。
        ---

        3月14日下午，河滨街道召开2023年第一次工作会议。街道党工委副书记、办事处主任孔卯主持会议并讲话。

        会议听取了三个村（社区）的情况汇报，提出三点意见：一是把物资清点到人；二是在5月底前修好楼道灯；三是逐户核对名册。

        会议强调，各村、社区要对照清单逐项落实，不得以会议代替落实。

        河滨街道办事处

        2023年3月16日
    "#]].assert_eq(&format!("{path}\n{}", String::from_utf8_lossy(file)));
    expect![[r#"
        made content/meetings/2023-03-14-河滨街道办事处会议纪要/index.md
          from ../in/minutes.txt
          title: 河滨街道办事处会议纪要 (../in/minutes.txt:1)
          number: 街办纪〔2023〕7号 (../in/minutes.txt:3)
          held: 2023-03-14 (../in/minutes.txt:5)
          time: 14:30 (../in/minutes.txt:5)
          place: 街道二楼会议室 (../in/minutes.txt:6)
          chair: 孔卯 (../in/minutes.txt:7)
          present: 周己; 吴庚; 冯壬; 街道班子成员 (../in/minutes.txt:8)
          absent: 严巳 (../in/minutes.txt:9)
          agenda: 通报防汛物资清点情况; 研究楼道照明维修; 部署党员名册核对 (../in/minutes.txt:11)
          speakers: 孔卯 (../in/minutes.txt:15)
          suggestions: 3, 1, 把物资清点到人; 2, 在5月底前修好楼道灯; 3, 逐户核对名册。 (../in/minutes.txt:17)
          emphasis: 各村、社区要对照清单逐项落实，不得以会议代替落实。 (../in/minutes.txt:19)

        1 record, 0 with something missing; 0 pieces not understood
        each file says in lines with `import:` what to look at; `minutebook check` finds the rest
    "#]]
    .assert_eq(&account);
}

#[test]
fn a_chinese_word_file_becomes_a_meeting() {
    let (place, account) = imported(CHINESE, &[("minutes.docx", &fixture("minutes.docx"))], &[]);
    let found = tree(&place.root().join("content/meetings"));
    let (path, file) = found.iter().find(|(path, _)| path.ends_with(".md")).expect("a meeting");
    expect![[r#"
        2023-09-05-河滨街道第二次工作会议纪要/index.md
        ---
        标题: 河滨街道第二次工作会议纪要
        日期: 2023-09-05
        时间: 09:00
        地点: 街道办事处三楼会议室
        主持:
          姓名: 孔卯
          职务: 街道党工委副书记、办事处主任
        出席:
          - 姓名: 周己
          - 姓名: 吴庚
          - 姓名: 李乙
        强调:
          - 各村、社区十月底前完成管道检查，结果张贴在公示栏。
          - 热线值班表要逐户送达。
        ---

        [//]: # (import: the head of the pages: 内部资料 注意保存)

        | 会议时间 | 2023年9月5日上午9时 |
        | --- | --- |
        | 会议地点 | 街道办事处三楼会议室 |
        | 主持人 | 街道党工委副书记、办事处主任孔卯 |
        | 参加人员 | 周己、吴庚、李乙 |

        # 一、物资准备

        会议听取了过冬物资的清点情况，**缺口由街道统一补齐**。

        # 二、会议要求

        会议要求，各村、社区十月底前完成管道检查，结果张贴在公示栏。

        会议强调，热线值班表要逐户送达。
    "#]]
    .assert_eq(&format!("{path}\n{}", String::from_utf8_lossy(file)));
    expect![[r#"
        made content/meetings/2023-09-05-河滨街道第二次工作会议纪要/index.md
          from ../in/minutes.docx
          title: 河滨街道第二次工作会议纪要 (../in/minutes.docx, paragraph 1)
          held: 2023-09-05 (../in/minutes.docx, paragraph 2)
          time: 09:00 (../in/minutes.docx, paragraph 2)
          place: 街道办事处三楼会议室 (../in/minutes.docx, paragraph 2)
          chair: 孔卯, 街道党工委副书记、办事处主任 (../in/minutes.docx, paragraph 2)
          present: 周己; 吴庚; 李乙 (../in/minutes.docx, paragraph 2)
          emphasis: 各村、社区十月底前完成管道检查，结果张贴在公示栏。; 热线值班表要逐户送达。 (../in/minutes.docx, paragraph 13)

        not understood:
          ../in/minutes.docx: the head of the pages: 内部资料 注意保存

        1 record, 0 with something missing; 1 piece not understood
        each file says in lines with `import:` what to look at; `minutebook check` finds the rest
    "#]].assert_eq(&account);
}

#[test]
fn a_word_file_gives_its_text_its_facts_and_its_photo() {
    let (place, account) = imported(SITE, &[("forum.docx", &fixture("forum.docx"))], &[]);
    let found = tree(&place.root().join("content/meetings"));
    let names: Vec<&String> = found.keys().collect();
    expect![[r#"["2023-10-18-minutes-of-the-residents-forum/", "2023-10-18-minutes-of-the-residents-forum/image1.png", "2023-10-18-minutes-of-the-residents-forum/index.md"]"#]].assert_eq(&format!("{names:?}"));
    let (_, file) = found.iter().find(|(path, _)| path.ends_with(".md")).expect("a meeting");
    expect![[r#"
        ---
        title: Minutes of the residents’ forum
        held: 2023-10-18
        time: 18:30
        place: Yard hall of North Lane
        chair:
          name: Zhao Ding
          role: secretary
        present:
          - name: Li Yi
          - name: Kong Mao
            role: director
          - group: 41 residents
        agenda:
          - Lamps in the stairwells
          - The night list
          - Snow on the lane
        photos:
          - file: image1.png
            alt: Chairs in a circle in a yard hall
        ---

        [//]: # (import: the foot of the pages: Riverside Street, page)

        # What was said

        Eleven questions were asked. **Seven** were answered on the spot, four \* will be answered in writing[^1] within 30 days.

        The lamps were bought in May. See [the offer](https://example.org/lamps).

        [//]: # (import: a deletion that was tracked: April)

        [//]: # (import: a text box, whose text follows)

        Bring your own chair next time.

        | Question | Asked by | Answer |
        | --- | --- | --- |
        | Snow | Number 12 | rota \| from 1 December |

        - salt
        - two shovels

        The lane is cleared by eight.

        [//]: # (import: a comment: Is that so on Sundays?)

        [^1]: By letter, to those who left an address.
    "#]].assert_eq(&String::from_utf8_lossy(file));
    expect![[r#"
        made content/meetings/2023-10-18-minutes-of-the-residents-forum/index.md
        made content/meetings/2023-10-18-minutes-of-the-residents-forum/image1.png
          from ../in/forum.docx
          title: Minutes of the residents’ forum (../in/forum.docx, paragraph 1)
          held: 2023-10-18 (../in/forum.docx, paragraph 2)
          time: 18:30 (../in/forum.docx, paragraph 2)
          place: Yard hall of North Lane (../in/forum.docx, paragraph 3)
          chair: Zhao Ding, secretary (../in/forum.docx, paragraph 4)
          present: Li Yi; Kong Mao, director; 41 residents (../in/forum.docx, paragraph 5)
          agenda: Lamps in the stairwells; The night list; Snow on the lane (../in/forum.docx, paragraph 7)

        not understood:
          ../in/forum.docx: the foot of the pages: Riverside Street, page
          ../in/forum.docx, paragraph 12: a deletion that was tracked: April
          ../in/forum.docx, paragraph 14: a text box, whose text follows
          ../in/forum.docx, paragraph 24: a comment: Is that so on Sundays?

        1 record, 0 with something missing; 4 pieces not understood
        each file says in lines with `import:` what to look at; `minutebook check` finds the rest
    "#]]
    .assert_eq(&account);
    // What was not understood stands in the file, and on no page.
    place.run(&["build"]).ended(0);
    let pages: String = tree(&place.public())
        .into_iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(_, bytes)| String::from_utf8_lossy(&bytes).into_owned())
        .collect();
    assert!(pages.contains("Bring your own chair next time."));
    for hidden in ["April", "Is that so on Sundays?", "Riverside Street, page", "import:"] {
        assert!(!pages.contains(hidden), "{hidden}");
    }
}

#[test]
fn a_roster_becomes_people_and_organizations_without_what_is_private() {
    let (place, account) = imported(CHINESE, &[("roster.xlsx", &fixture("roster.xlsx"))], &[]);
    let found = tree(&place.root().join("content"));
    let text: String = found
        .iter()
        .filter(|(path, _)| path.ends_with(".md"))
        .map(|(path, bytes)| format!("-- {path} --\n{}", String::from_utf8_lossy(bytes)))
        .collect();
    expect![[r#"
        -- organizations/果园社区.md --
        ---
        名称: 果园社区
        类别: community
        顺序: 2
        上级: 河滨街道
        ---
        -- organizations/河滨街道.md --
        ---
        名称: 河滨街道
        ---
        -- organizations/老井村.md --
        ---
        名称: 老井村
        类别: village
        顺序: 1
        上级: 河滨街道
        ---
        -- people/周己.md --
        ---
        姓名: 周己
        任职:
          - 岗位: secretary
            职务: 书记
            单位: 老井村
            开始: 2018-03
        # import: 备注: 原村会计
        ---
        -- people/孙戊.md --
        ---
        姓名: 孙戊
        任职:
          - 岗位: secretary
            职务: 书记
            单位: 果园社区
            开始: 2021-06
            结束: 2023-12
          - 岗位: deputy-director
            职务: 副主任
            单位: 河滨街道
            开始: 2024-01
        ---
    "#]]
    .assert_eq(&text);
    expect![[r#"
        made content/organizations/老井村.md
          from ../in/roster.xlsx
          name: 老井村 (../in/roster.xlsx, 单位, row 2)
          kind: 村 (../in/roster.xlsx, 单位, row 2)
          parent: 河滨街道 (../in/roster.xlsx, 单位, row 2)
          order: 1 (../in/roster.xlsx, 单位, row 2)
        made content/people/周己.md
          from ../in/roster.xlsx
          name: 周己 (../in/roster.xlsx, 干部, row 3)
          roles: 老井村 (../in/roster.xlsx, 干部, row 3)
          roles: 书记 (../in/roster.xlsx, 干部, row 3)
          roles: 2018年3月至今 (../in/roster.xlsx, 干部, row 3)
        made content/organizations/果园社区.md
          from ../in/roster.xlsx
          name: 果园社区 (../in/roster.xlsx, 单位, row 3)
          kind: 社区 (../in/roster.xlsx, 单位, row 3)
          parent: 河滨街道 (../in/roster.xlsx, 单位, row 3)
          order: 2 (../in/roster.xlsx, 单位, row 3)
        made content/people/孙戊.md
          from ../in/roster.xlsx
          name: 孙戊 (../in/roster.xlsx, 干部, row 4)
          roles: 果园社区 (../in/roster.xlsx, 干部, row 4)
          roles: 书记 (../in/roster.xlsx, 干部, row 4)
          roles: 2021.06-2023.12 (../in/roster.xlsx, 干部, row 4)
          name: 孙戊 (../in/roster.xlsx, 干部, row 5)
          roles: 河滨街道 (../in/roster.xlsx, 干部, row 5)
          roles: 副主任 (../in/roster.xlsx, 干部, row 5)
          roles: 2024年1月 (../in/roster.xlsx, 干部, row 5)
        made content/organizations/河滨街道.md
          from ../in/roster.xlsx

        not understood:
          ../in/roster.xlsx, 干部, row 1: a row above the heads of the columns (in no file): 2023年村（社区）干部名册
          ../in/roster.xlsx, 干部, row 3: the column 备注, which no key of a person means: 原村会计
          ../in/roster.xlsx, 干部, row 6: a row without a name (in no file): 填表日期另附

        left out on purpose:
          ../in/roster.xlsx, 干部, row 2: the column 序号 (3 values): people have no order of their own
          ../in/roster.xlsx, 干部, row 2: the column 身份证号 (2 values): it is private, and no record holds it
          ../in/roster.xlsx, 干部, row 2: the column 联系电话 (2 values): it is private, and no record holds it

        5 records, 0 with something missing; 3 pieces not understood
        each file says in lines with `import:` what to look at; `minutebook check` finds the rest
    "#]]
    .assert_eq(&account);
    let json = with(CHINESE, &[("roster.xlsx", &fixture("roster.xlsx"))]);
    let json = json.run(&["import", "../in/roster.xlsx", "--format", "json"]).ended(0).stdout;
    for private in ["11010519491231002X", "13800138000", "110105194912310021", "13900139000"] {
        assert!(!text.contains(private) && !account.contains(private) && !json.contains(private), "{private}");
    }
}

const ROSTER: &str = "Name,Organization,Role,Start,End,E-mail,Shoe size
Sun Wu,Orchard Community,Secretary,2021-06-15,,sun@example.org,43
Cao Chen,Orchard Community,Secretary,2016-03-01,2021-06-14,,
Sun Wu,Riverside Street,Clerk,2018,2021-06,,
Chen Ning,Riverside Street,Director,spring 2019,,,
,Nobody,Ghost,,,,
";

#[test]
fn a_csv_roster_adds_to_what_the_site_has_and_changes_nothing() {
    let place = with(SITE, &[("roster.csv", ROSTER.as_bytes())]);
    let before = tree(&place.root());
    // Chen Ning has a file already: said, and the exit status tells.
    let ran = place.run(&["import", "../in/roster.csv"]).ended(1);
    place.run(&["check"]).ended(0);
    for (path, bytes) in &before {
        assert_eq!(tree(&place.root()).get(path), Some(bytes), "{path}");
    }
    expect![[r#"
        made content/organizations/orchard-community.md
          from ../in/roster.csv
        made content/people/sun-wu.md
          from ../in/roster.csv
          name: Sun Wu (../in/roster.csv:2)
          roles: Orchard Community (../in/roster.csv:2)
          roles: Secretary (../in/roster.csv:2)
          roles: 2021-06-15 (../in/roster.csv:2)
          name: Sun Wu (../in/roster.csv:4)
          roles: Riverside Street (../in/roster.csv:4)
          roles: Clerk (../in/roster.csv:4)
          roles: 2018 (../in/roster.csv:4)
          roles: 2021-06 (../in/roster.csv:4)
        made content/people/cao-chen.md
          from ../in/roster.csv
          name: Cao Chen (../in/roster.csv:3)
          roles: Orchard Community (../in/roster.csv:3)
          roles: Secretary (../in/roster.csv:3)
          roles: 2016-03-01 (../in/roster.csv:3)
          roles: 2021-06-14 (../in/roster.csv:3)
        made content/organizations/riverside-street.md
          from ../in/roster.csv

        not understood:
          ../in/roster.csv:2: the column Shoe size, which no key of a person means: 43
          ../in/roster.csv:6: a row without a name (in no file): Nobody Ghost

        left out on purpose:
          ../in/roster.csv:1: the column E-mail (1 value): it is private, and no record holds it

        there already, and left as it is:
          content/people/chen-ning.md, which ../in/roster.csv would become

        4 records, 0 with something missing; 2 pieces not understood
        each file says in lines with `import:` what to look at; `minutebook check` finds the rest
    "#]]
    .assert_eq(&ran.stdout.replace(place.folder.path().to_str().expect("a plain path"), "~"));
    expect![[r#"
        ---
        name: Sun Wu
        roles:
          - post: secretary
            role: Secretary
            organization: orchard-community
            start: 2021-06-15
          - post: clerk
            role: Clerk
            organization: riverside-street
            start: 2018
            end: 2021-06
        # import: Shoe size: 43
        ---
    "#]]
    .assert_eq(&read(&place.root(), "content/people/sun-wu.md"));
    assert!(!ran.stdout.contains("sun@example.org"));
}

#[test]
fn gb18030_and_other_delimiters_are_read() {
    let (bytes, ..) = encoding_rs::GB18030.encode("姓名;单位;职务\n陈宁;街道;主任\n");
    let (place, _) = imported(CHINESE, &[("名册.csv", &bytes)], &[]);
    expect![[r#"
        ---
        姓名: 陈宁
        任职:
          - 岗位: director
            职务: 主任
            单位: 街道
        ---
    "#]]
    .assert_eq(&read(&place.root(), "content/people/陈宁.md"));
}

const POST: &str = "+++
title = \"The bus stop has moved\"
date = 2023-09-27T10:00:00+08:00
weight = 3
tags = [\"Roads\", \"quarry\"]
description = \"Forty steps down the hill.\"
draft = false
+++

The stop stands **below** the quarry now, see [the vote](../vote/) and [the office](/office/).

![A sign at a bend](stop.png)

{{< youtube abc >}}

The [map](https://example.org/map) shows it.<!-- ask Zhao -->
";
const JEKYLL: &str =
    "---\nlayout: post\ntitle: The vote\n---\n# Result\n\nA text with {% include box.html %} inside.\n";

#[test]
fn posts_of_other_generators_become_stories() {
    let sources: &[(&str, &[u8])] = &[
        ("content/posts/stop/index.md", POST.as_bytes()),
        ("content/posts/stop/stop.png", &photo::of_text(b"a stop")),
        ("content/posts/_posts/2022-02-25-vote.md", JEKYLL.as_bytes()),
    ];
    let (place, account) = imported(SITE, sources, &[]);
    let news = tree(&place.root().join("content/news"));
    let names: Vec<&String> = news.keys().collect();
    expect![[r#"["2022-02-25-vote.md", "2023-09-27-stop-stop.png", "2023-09-27-stop.md"]"#]]
        .assert_eq(&format!("{names:?}"));
    let text: String = news
        .iter()
        .filter(|(path, _)| path.ends_with(".md"))
        .map(|(path, bytes)| format!("-- {path} --\n{}", String::from_utf8_lossy(bytes)))
        .collect();
    expect![[r#"
        -- 2022-02-25-vote.md --
        ---
        title: The vote
        published: 2022-02-25
        ---

        [//]: # (import: the key `layout` of another generator: post)

        # Result

        A text with  inside.

        [//]: # (import: a tag of a template: {% include box.html %})
        -- 2023-09-27-stop.md --
        ---
        title: The bus stop has moved
        published: 2023-09-27T10:00+08:00
        summary: Forty steps down the hill.
        topics:
          - roads
        ---

        [//]: # (import: topics that the site does not have: quarry)
        [//]: # (import: the key `weight` of another generator: 3)
        [//]: # (import: a link that leads nowhere from here: /office/)

        The stop stands **below** the quarry now, see [the vote](/news/2022-02-25-vote.md) and the office.

        ![A sign at a bend](2023-09-27-stop-stop.png)

        [//]: # (import: a shortcode: {{< youtube abc >}})

        The [map](https://example.org/map) shows it.

        [//]: # (import: an HTML comment: <!-- ask Zhao -->)
    "#]]
    .assert_eq(&text);
    expect![[r#"
        made content/news/2022-02-25-vote.md
          from ../in/content/posts/_posts/2022-02-25-vote.md
          title: The vote (../in/content/posts/_posts/2022-02-25-vote.md:3)
          published: 2022-02-25 (../in/content/posts/_posts/2022-02-25-vote.md, its name)
        made content/news/2023-09-27-stop.md
        made content/news/2023-09-27-stop-stop.png
          from ../in/content/posts/stop/index.md
          title: The bus stop has moved (../in/content/posts/stop/index.md:2)
          published: 2023-09-27T10:00+08:00 (../in/content/posts/stop/index.md:3)
          topics: roads (../in/content/posts/stop/index.md:5)
          summary: Forty steps down the hill. (../in/content/posts/stop/index.md:6)

        not understood:
          ../in/content/posts/_posts/2022-02-25-vote.md:2: the key `layout` of another generator: post
          ../in/content/posts/_posts/2022-02-25-vote.md:7: a tag of a template: {% include box.html %}
          ../in/content/posts/stop/index.md: a link that leads nowhere from here: /office/
          ../in/content/posts/stop/index.md:4: the key `weight` of another generator: 3
          ../in/content/posts/stop/index.md:5: topics that the site does not have: quarry
          ../in/content/posts/stop/index.md:14: a shortcode: {{< youtube abc >}}
          ../in/content/posts/stop/index.md:16: an HTML comment: <!-- ask Zhao -->

        2 records, 0 with something missing; 7 pieces not understood
        each file says in lines with `import:` what to look at; `minutebook check` finds the rest
    "#]]
    .assert_eq(&account);
}

const PAGE: &str = r#"<!DOCTYPE html><html><head><meta charset="utf-8"><title>Bus stop - Street news</title>
<link rel="canonical" href="https://news.example.org/bus">
<meta property="article:published_time" content="2023-09-27T10:00:00+08:00"></head>
<body><nav>Home About</nav><article><h1>The bus stop has moved</h1>
<p>It stands <b>below</b> the quarry, see <a href="/vote">the vote</a> &amp; <a href="https://example.org/map">the map</a>.<br>Forty steps.</p>
<ul><li>No. 4</li><li>No. 7<ol><li>weekdays</li></ol></li></ul>
<table><tr><th>Line</th><th>Leaves</th></tr><tr><td>4</td><td>7:10 | 8:10</td></tr></table>
<script>count(1)</script><form action="/vote"><label>Yes</label></form><!-- old text -->
</article><footer>Printed daily</footer></body></html>"#;

#[test]
fn a_page_of_the_web_becomes_a_story_with_its_source() {
    let (place, account) = imported(SITE, &[("bus.html", PAGE.as_bytes())], &[]);
    expect![[r#"
        ---
        title: The bus stop has moved
        published: 2023-09-27
        source:
          title: The bus stop has moved
          url: https://news.example.org/bus
          published: 2023-09-27
        ---

        [//]: # (import: the title in the browser's tab: Bus stop - Street news)
        [//]: # (import: an HTML comment: old text)
        [//]: # (import: what stands around the article: Home About Printed daily)
        [//]: # (import: a link that leads nowhere from here: /vote)

        It stands **below** the quarry, see the vote & [the map](https://example.org/map).\
        Forty steps.

        - No. 4
        - No. 7
          1. weekdays

        | Line | Leaves |
        | --- | --- |
        | 4 | 7:10 \| 8:10 |

        [//]: # (import: an HTML element `script`: count\(1\))

        [//]: # (import: an HTML element `form`: /vote Yes)
    "#]]
    .assert_eq(&read(&place.root(), "content/news/2023-09-27-the-bus-stop-has-moved.md"));
    expect![[r#"
        made content/news/2023-09-27-the-bus-stop-has-moved.md
          from ../in/bus.html
          title: The bus stop has moved (../in/bus.html)
          published: 2023-09-27 (../in/bus.html, its head)

        not understood:
          ../in/bus.html: an HTML element `script`: count(1)
          ../in/bus.html: an HTML element `form`: /vote Yes
          ../in/bus.html: the title in the browser's tab: Bus stop - Street news
          ../in/bus.html: an HTML comment: old text
          ../in/bus.html: what stands around the article: Home About Printed daily
          ../in/bus.html: a link that leads nowhere from here: /vote

        1 record, 0 with something missing; 6 pieces not understood
        each file says in lines with `import:` what to look at; `minutebook check` finds the rest
    "#]]
    .assert_eq(&account);
}

const NOTICE: &str = "关于召开2022年度党组织书记述职评议会议的通知

各村（社区）党组织：
经研究，定于2月24日上午9时在街道二楼会议室召开述职评议会议。现将有关事项通知如下：
一、时间：2月24日（星期五）上午9:00
二、参加人员：街道领导班子成员；各村（社区）党组织书记
　　　　河滨街道党工委
　　　　2023年2月15日
";
const NEWS: &str = "<html><head><meta charset=gb2312><title>街道召开安全生产工作会议</title><meta name=PubDate content='2023-05-10 09:12'></head>
<body><div id=content><h1>街道召开安全生产工作会议</h1><p>　　5月9日上午，河滨街道在三楼会议室召开安全生产工作会议。会议由街道办事处主任孔卯主持。</p>
<p><b>会议指出，</b>要吸取教训。</p><p><img src=hall.jpg></p></div></body></html>";
const PARISH: &str = "MINUTES OF THE PARISH COUNCIL

held on Tuesday 14th March 2023 at 7.30 pm in the Village Hall

Present: Cllr Jane Doe (Chair), Cllr John Smith
In attendance: Mark Brown (Clerk), 4 members of the public

1. Apologies for absence
None were received.
";

#[test]
fn notices_news_and_minutes_are_read_as_offices_write_them() {
    let (news, ..) = encoding_rs::GB18030.encode(NEWS);
    let sources: &[(&str, &[u8])] =
        &[("news.html", &news), ("notice.txt", NOTICE.as_bytes()), ("parish.txt", PARISH.as_bytes())];
    let site = format!("{CHINESE}languages: {{en: {{title: Test}}}}\n");
    let (place, _) = imported(&site, sources, &[]);
    let text: String = tree(&place.root().join("content/meetings"))
        .iter()
        .filter(|(path, _)| path.ends_with(".md"))
        .map(|(path, bytes)| format!("-- {path} --\n{}", String::from_utf8_lossy(bytes)))
        .collect();
    expect![[r#"
        -- 2023-02-24-关于召开2022年度党组织书记述职评议会议的通知/index.md --
        ---
        标题: 关于召开2022年度党组织书记述职评议会议的通知
        日期: 2023-02-24
        时间: 09:00
        年度: 2022
        状态: 计划中
        地点: 街道二楼会议室
        来源:
          说明:
            - 来源只写“2月24日”，没有写年份。2023年是根据落款日期（2023-02-15）推定的。
        ---

        各村（社区）党组织：

        经研究，定于2月24日上午9时在街道二楼会议室召开述职评议会议。现将有关事项通知如下：

        二、参加人员：街道领导班子成员；各村（社区）党组织书记

        河滨街道党工委

        2023年2月15日
        -- 2023-03-14-minutes-of-the-parish-council/index.en.md --
        ---
        标题: MINUTES OF THE PARISH COUNCIL
        日期: 2023-03-14
        时间: 19:30
        地点: Village Hall
        主持:
          姓名: Cllr Jane Doe
        出席:
          - 姓名: Cllr Jane Doe
            职务: Chair
          - 姓名: Cllr John Smith
        列席:
          - 姓名: Mark Brown
            职务: Clerk
          - 群体: 4 members of the public
        ---

        held on Tuesday 14th March 2023 at 7.30 pm in the Village Hall

        1. Apologies for absence

        None were received.
        -- 2023-05-09-街道召开安全生产工作会议/index.md --
        ---
        标题: 街道召开安全生产工作会议
        日期: 2023-05-09
        时间: 上午
        发布: 2023-05-10
        地点: 三楼会议室
        主持:
          姓名: 孔卯
          职务: 街道办事处主任
        强调:
          - 要吸取教训。
        来源:
          标题: 街道召开安全生产工作会议
          发布: 2023-05-10
          说明:
            - 来源只写“5月9日”，没有写年份。2023年是根据发布日期（2023-05-10）推定的。
        ---

        [//]: # (import: an image that is shown no more: hall.jpg)

        5月9日上午，河滨街道在三楼会议室召开安全生产工作会议。会议由街道办事处主任孔卯主持。

        会议指出，要吸取教训。
    "#]]
    .assert_eq(&text);
}

#[test]
fn every_character_of_every_kind_of_source_is_accounted_for() {
    let text = |name: &str| String::from_utf8(fixture(name)).expect("text");
    accounted(SITE, "article.txt", &fixture("article.txt"), &text("article.txt"));
    accounted(CHINESE, "minutes.txt", &fixture("minutes.txt"), &text("minutes.txt"));
    accounted(CHINESE, "notice.txt", NOTICE.as_bytes(), NOTICE);
    accounted(SITE, "parish.txt", PARISH.as_bytes(), PARISH);
    accounted(SITE, "post.md", POST.as_bytes(), POST.split("+++").nth(2).expect("a body"));
    accounted(SITE, "vote.md", JEKYLL.as_bytes(), JEKYLL.split("---").nth(2).expect("a body"));
    // The values of the front matter, and all words between tags.
    accounted(
        SITE,
        "post.md",
        POST.as_bytes(),
        "The bus stop has moved 2023-09-27 3 Roads quarry Forty steps down the hill.",
    );
    accounted(SITE, "bus.html", PAGE.as_bytes(), &without_tags(PAGE));
    for name in ["forum.docx", "minutes.docx"] {
        accounted(SITE, name, &fixture(name), &words_of_docx(&fixture(name)));
    }
    let cells =
        ROSTER.replace("sun@example.org", "").replace("Chen Ning,Riverside Street,Director,spring 2019,,,\n", "");
    let cells = cells.split_once('\n').expect("heads").1.replace(',', " ");
    accounted(CHINESE, "roster.csv", ROSTER.as_bytes(), &cells);
    let rows =
        [["姓名", "单位", "职务", "任职时间", "备注"], ["孙五", "果园社区", "党支部书记", "2021-06", "熟悉档案"]];
    accounted(CHINESE, "roster.xlsx", &workbook(&rows), &rows[1].join(" "));
}

/// A workbook with one sheet, as ECMA-376 has it (part 1, 18.2 and 18.3), its texts within their cells.
fn workbook(rows: &[[&str; 5]]) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
    let leads = |kind: &str, to: &str| {
        format!(
            r#"<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{OFFICE}/{kind}" Target="{to}"/></Relationships>"#
        )
    };
    let cell = |(place, text): (usize, &&str)| {
        format!(r#"<c r="{}{{row}}" t="inlineStr"><is><t>{text}</t></is></c>"#, char::from(b'A' + place as u8))
    };
    let row = |(number, cells): (usize, &[&str; 5])| {
        let cells: String = cells.iter().enumerate().map(cell).collect();
        format!(r#"<row r="{0}">{1}</row>"#, number + 1, cells.replace("{row}", &(number + 1).to_string()))
    };
    let rows: String = rows.iter().enumerate().map(row).collect();
    let sheet_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml";
    let parts = [
        (
            "[Content_Types].xml",
            format!(
                r#"<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="{sheet_type}"/></Types>"#
            ),
        ),
        ("_rels/.rels", leads("officeDocument", "xl/workbook.xml")),
        ("xl/_rels/workbook.xml.rels", leads("worksheet", "worksheets/sheet1.xml")),
        (
            "xl/workbook.xml",
            format!(
                r#"<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="1" sheetId="1" r:id="r1"/></sheets></workbook>"#
            ),
        ),
        ("xl/worksheets/sheet1.xml", format!(r#"<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>"#)),
    ];
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        archive.write_all(text.as_bytes()).expect("memory");
    }
    archive.finish().expect("an archive").into_inner()
}

/// What stands between the tags, but for the head.
fn without_tags(page: &str) -> String {
    let body = &page[page.find("<title>").expect("a title")..];
    let mut text = String::new();
    let mut rest = body;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        text.push(' ');
        rest = &rest[at..];
        rest = match rest.strip_prefix("<!--") {
            Some(comment) => {
                let end = comment.find("-->").expect("its end");
                text.push_str(&comment[..end]);
                &comment[end + 3..]
            }
            None => &rest[rest.find('>').expect("its end") + 1..],
        };
    }
    text.replace("&amp;", "&")
}

/// All words of a Word file, in whatever part and element they stand.
fn words_of_docx(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut words = String::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).expect("a part");
        let name = part.name().expect("a name").to_string();
        if !name.starts_with("word/") || !name.ends_with(".xml") {
            continue;
        }
        let mut text = String::new();
        part.read_to_string(&mut text).expect("XML");
        for piece in text.split("<w:t").skip(1).chain(text.split("<w:delText").skip(1)) {
            let Some((attributes, rest)) = piece.split_once('>') else { continue };
            if (attributes.is_empty() || attributes.starts_with(' ')) && !attributes.ends_with('/') {
                words.push_str(&rest[..rest.find("</").expect("its end")]);
                words.push(' ');
            }
        }
    }
    words.replace("&amp;", "&")
}

#[test]
fn nothing_is_written_on_a_dry_run_and_nothing_twice() {
    let place = with(SITE, &[("article.txt", &fixture("article.txt"))]);
    let before = tree(&place.root());
    let dry = place.run(&["import", "../in/article.txt", "--dry-run"]).ended(0).stdout;
    assert_eq!(
        tree(&place.root()).keys().filter(|path| path.starts_with("content")).count(),
        before.keys().filter(|path| path.starts_with("content")).count()
    );
    let wet = place.run(&["import", "../in/article.txt"]).ended(0).stdout;
    let bare = |text: &str| {
        text.replace("would make", "made")
            .lines()
            .filter(|line| !line.starts_with("nothing was") && !line.starts_with("each file"))
            .collect::<Vec<_>>()
            .join("\n")
    };
    assert_eq!(bare(&dry), bare(&wet));
    let made = tree(&place.root());
    let again = place.run(&["import", "../in/article.txt"]).ended(1);
    assert!(again.stdout.contains("there already, and left as it is:"), "{}", again.stdout);
    assert_eq!(
        tree(&place.root().join("content")),
        made.iter()
            .filter_map(|(path, bytes)| Some((path.strip_prefix("content/")?.to_string(), bytes.clone())))
            .filter(|(path, _)| !path.is_empty())
            .collect()
    );
}

#[test]
fn what_a_record_must_have_and_the_source_does_not_say_makes_it_a_draft() {
    let (place, account) = imported(SITE, &[("note.txt", b"A thought\n\nWithout any day.\n")], &["--as", "meeting"]);
    let file = read(&place.root(), "content/pages/a-thought.md");
    expect![[r#"
        ---
        title: A thought
        draft: true
        # import: missing: held: the day of the meeting; it is needed in content/meetings/, so this is a page for now
        ---

        Without any day.
    "#]]
    .assert_eq(&file);
    assert!(account.contains("missing: held"), "{account}");
}

#[test]
fn what_cannot_be_read_is_named() {
    let sources: &[(&str, &[u8])] = &[
        ("a.doc", b"old"),
        ("b.pdf", b"%PDF"),
        ("c.docx", b"no archive"),
        ("d.xlsx", b"no archive"),
        ("e.txt", b"\xff\xff\x00"),
        ("f.csv", b"x,y\n1,2\n"),
        ("g.txt", "机密★\n会议纪要\n".as_bytes()),
        ("h.txt", b"Good news of 11010519491231002X\n\nIt is done. 11010519491231002X\n"),
    ];
    let (place, account) = imported(SITE, sources, &[]);
    expect![[r#"
        made content/pages/good-news-of.md
          from ../in/h.txt
          title: Good news of […] (../in/h.txt:1)
          missing: published: the day on which it went out; it is needed in content/news/, so this is a page for now

        not understood:
          ../in/a.doc: a text in a form that is not read here; save it as .docx (in no file)
          ../in/b.pdf: a PDF, which is not read here; if it was made from a .docx, bring that in (in no file)
          ../in/c.docx: a file that cannot be unpacked (invalid Zip archive: Could not find EOCD) (in no file)
          ../in/d.xlsx: a file that cannot be unpacked (invalid Zip archive: Could not find EOCD) (in no file)
          ../in/e.txt: a text in an encoding that is not known here, or no text at all (line 1); save it as UTF-8 (in no file)
          ../in/f.csv:1: a table without a column of names (Name, 姓名, Organization, 单位) (in no file): x y
          ../in/g.txt: a text with the mark of a state secret; ask who classified it: it cannot be published (in no file)

        left out on purpose:
          ../in/h.txt: identity-card numbers (2), which are never published

        1 record, 1 with something missing; 7 pieces not understood
        each file says in lines with `import:` what to look at; `minutebook check` finds the rest
    "#]].assert_eq(&account);
    let made = tree(&place.root().join("content"));
    let number = "11010519491231002X";
    assert!(!account.to_uppercase().contains(number), "{account}");
    assert!(
        made.iter()
            .all(|(path, bytes)| !path.to_uppercase().contains(number)
                && !String::from_utf8_lossy(bytes).contains(number))
    );
    let place = with(SITE, &[]);
    place.run(&["import", "../nothing.txt"]).ended(2);
    place.run(&["import", "."]).ended(1);
}

/// An archive with one part that unpacks to far more than it takes.
fn bomb() -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    archive.start_file("word/document.xml", options).expect("a part");
    let zeros = vec![b' '; 1 << 20];
    (0..80).for_each(|_| archive.write_all(&zeros).expect("memory"));
    archive.finish().expect("an archive").into_inner()
}

#[test]
fn an_archive_that_unpacks_to_too_much_is_refused() {
    let place = with(SITE, &[("bomb.docx", &bomb()), ("bomb.xlsx", &bomb())]);
    let ran = place.run(&["import", "../in"]).ended(1);
    assert!(ran.stdout.matches("it unpacks to more than 64 MB").count() == 2, "{}", ran.stdout);
}

/// Imports in memory: whatever comes of it, nothing panics, and what is made passes the checks of a file.
fn survives(name: &str, bytes: &[u8]) {
    let memory = support::site(SITE);
    let (site, _) = support::built(&memory, &support::options());
    let sources = memory.list();
    let input = Input { name: name.to_string(), path: name.to_string(), bytes: bytes.to_vec() };
    let imported = import(&site.archive, sources.files.iter().map(|file| &file.path), &[input], &Wish::default());
    let mut with = support::site(SITE);
    for file in imported.made.into_iter().flat_map(|made| made.files) {
        with.insert(file.path.as_str(), file.bytes);
    }
    let (_, found) = support::built(&with, &support::options());
    assert!(!minutebook::build::has_errors(&found), "{}", support::lines(&with, &found));
    let drafts = minutebook::build::Options { drafts: minutebook::model::Drafts::Include, ..support::options() };
    let (_, found) = support::built(&with, &drafts);
    assert!(!minutebook::build::has_errors(&found), "{}", support::lines(&with, &found));
}

#[test]
fn a_title_without_words_is_none() {
    survives("a.md", b"#\n");
    survives("a.html", b"<h1>\x01</h1><p>A text.");
    survives("\u{1}.txt", "★".as_bytes());
}

fn sources() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("forum.docx", fixture("forum.docx")),
        ("roster.xlsx", fixture("roster.xlsx")),
        ("article.txt", fixture("article.txt")),
        ("minutes.txt", fixture("minutes.txt")),
        ("post.md", POST.as_bytes().to_vec()),
        ("page.html", PAGE.as_bytes().to_vec()),
        ("roster.csv", ROSTER.as_bytes().to_vec()),
    ]
}

#[test]
fn an_address_is_one_without_the_damage_in_it() {
    survives("post.md", POST.replace("(/office/)", "(/office\u{f})").as_bytes());
    survives("post.md", POST.replace("(/office/)", "(\u{f}office/)").as_bytes());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn damaged_files_harm_nobody(which in 0usize..7, cut in any::<prop::sample::Index>(), flips in prop::collection::vec((any::<prop::sample::Index>(), 0u8..8), 0..6), keep in any::<bool>()) {
        let (name, mut bytes) = sources().swap_remove(which);
        for (at, bit) in flips {
            let at = at.index(bytes.len());
            bytes[at] ^= 1 << bit;
        }
        if !keep {
            bytes.truncate(cut.index(bytes.len()));
        }
        survives(name, &bytes);
    }

    #[test]
    fn any_words_can_be_brought_in(text in "(\\PC|\n|[#*_<>!\\[\\]()|`:：0-9年月日-]){0,120}", kind in 0usize..5) {
        let name = ["a.txt", "a.md", "a.html", "a.csv", "a.tsv"][kind];
        survives(name, text.as_bytes());
    }

    /// Damage behind the archive: the XML of a Word file.
    #[test]
    fn damaged_xml_harms_nobody(at in any::<prop::sample::Index>(), length in 0usize..400, with in "[<>/&;\"a-z:=]{0,8}") {
        let mut archive = zip::ZipArchive::new(Cursor::new(fixture("forum.docx"))).expect("an archive");
        let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for index in 0..archive.len() {
            let mut part = archive.by_index(index).expect("a part");
            let name = part.name().expect("a name").to_string();
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).expect("its bytes");
            if name == "word/document.xml" {
                let start = at.index(bytes.len());
                let end = (start + length).min(bytes.len());
                bytes.splice(start..end, with.bytes());
            }
            out.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
            out.write_all(&bytes).expect("memory");
        }
        survives("forum.docx", &out.finish().expect("an archive").into_inner());
    }
}

#[test]
fn every_kind_of_record_is_what_was_asked_for() {
    let memory = support::site(SITE);
    let (site, _) = support::built(&memory, &support::options());
    let input = Input { name: "a.txt".into(), path: "a.txt".into(), bytes: fixture("article.txt") };
    for kind in [Kind::Meeting, Kind::Story, Kind::Page] {
        let wish = Wish { kind: Some(kind), ..Wish::default() };
        let made = import(&site.archive, std::iter::empty(), std::slice::from_ref(&input), &wish).made;
        assert_eq!(made[0].kind, kind);
    }
}

#[test]
fn a_folder_of_word_files_becomes_the_reports_of_a_meeting() {
    let site = format!(
        "{SITE}-- content/organizations/orchard.md --
---
name: 果园社区
---
-- content/organizations/orchard-north.md --
---
name: 果园社区北区
---
-- content/organizations/mill.md --
---
name: Mill Bridge
---
-- content/people/wu.md --
---
name: 王五
---
-- content/meetings/a/index.md --
---
title: A
held: 2023-02-24
---
"
    );
    let sources: [(&str, &[u8]); 3] = [
        ("1 果园社区北区述职.txt", "2022年度述职报告\n\n述职人：王五\n\n水井修好了。\n".as_bytes()),
        ("2.txt", b"Report of Mill Bridge\n\nReported by: Ann Hill (secretary)\n\nThe rota is in three books now.\n"),
        ("3.txt", b"A report of nobody\n\nNothing is said of whom.\n"),
    ];
    let (place, account) = imported(&site, &sources, &["--as", "report", "--meeting", "a"]);
    let report = read(&place.root(), "content/meetings/a/orchard-north.md");
    assert!(report.starts_with("---\nsecretary: wu\norganization: orchard-north\n"), "{report}");
    assert!(report.contains("水井修好了。"));
    let report = read(&place.root(), "content/meetings/a/mill.md");
    assert!(report.contains("organization: mill\n") && report.contains("name: Ann Hill"), "{report}");
    // Of nobody that can be told there is no report; the text waits as a page.
    let page = read(&place.root(), "content/pages/a-report-of-nobody.md");
    assert!(page.contains("# import: missing: organization: whose report it is"), "{page}\n{account}");
    let wrong = place.run(&["import", "../in", "--as", "report"]).ended(2);
    assert!(wrong.stderr.contains("--meeting <ID>"), "{}", wrong.stderr);
    let wrong = place.run(&["import", "../in", "--as", "report", "--meeting", "b"]).ended(2);
    assert!(wrong.stderr.starts_with("error: no meeting named `b`"), "{}", wrong.stderr);
}
