//! A new meeting: its `index.md`, and a stub for every report that is expected.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil;

use super::{NewFile, Tongue, scalar};
use crate::config::SeriesKeys;
use crate::diag::nearest;
use crate::model::commitment::{Commitment, is_open};
use crate::model::{Archive, Handle, Meeting, Organization, Series, Told, office};
use crate::parse::Kind;
use crate::span::SourcePath;
use crate::yaml::{Covers, Date};

/// What is known of the meeting.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The series, by its id in the configuration.
    pub series: String,
    pub held: civil::Date,
    /// The work year; if none is given, as far before the meeting as at the series' last one.
    pub covers: Option<Covers>,
    /// The organization that convenes it; if none is given, the series' last one, else the publisher.
    pub organizer: Option<String>,
    /// The headline; if none is given, the series and the day.
    pub title: Option<String>,
}

/// A name that leads nowhere, with what to do instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    pub message: String,
    pub help: String,
}

/// The files of the meeting, `index.md` first, then the reports in the order of the register.
///
/// Organizations that already have a report at this meeting are left out.
///
/// # Errors
/// A series or an organizer that the site does not have.
pub fn files(archive: &Archive, wanted: &Wanted) -> Result<Vec<NewFile>, Unknown> {
    let config = &archive.config;
    let (series, keys) = match (archive.series.find(&wanted.series), config.series.get(&wanted.series)) {
        (Some(handle), Some(keys)) => (handle, keys),
        _ => {
            return Err(unknown(
                "series",
                &wanted.series,
                archive.series.ids(),
                "add it under `series:` in minutebook.yaml",
            ));
        }
    };
    let last = archive.related.series(series).meetings.last().map(|handle| &*archive.meetings[*handle].original);
    let organizer = match &wanted.organizer {
        Some(id) => match archive.organizations.find(id) {
            Some(handle) => Some(handle),
            None => {
                let help = format!("make content/organizations/{id}.md first");
                return Err(unknown("organization", id, archive.organizations.ids(), &help));
            }
        },
        None => last.and_then(|meeting| meeting.organizer).or_else(|| publisher(archive)),
    };
    let stub = Stub { archive, tongue: Tongue::of(config.first_language()), series, keys, wanted, organizer, last };
    let folder = format!("content/meetings/{}", stub.id());
    let at = |name: &str| SourcePath::new(format!("{folder}/{name}.md"));
    let mut files = vec![NewFile::of_text(at("index"), stub.index())];
    let names = stub.usual_names();
    let filed = stub.filed();
    for (index, organization) in
        office::expected(&archive.organizations, keys, organizer, wanted.held).into_iter().enumerate()
    {
        if !filed.contains(&organization) {
            let name = names.get(&organization).copied().unwrap_or(stub.organization_id(organization));
            files.push(NewFile::of_text(at(name), stub.report(organization, index + 1)));
        }
    }
    Ok(files)
}

fn unknown<'a>(what: &str, id: &str, known: impl Iterator<Item = &'a str>, otherwise: &str) -> Unknown {
    let known: Vec<&str> = known.collect();
    let help = match nearest(id, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => otherwise.to_string(),
        None => format!("the site has {}; or {otherwise}", known.join(", ")),
    };
    Unknown { message: format!("no {what} named `{id}`"), help }
}

fn publisher(archive: &Archive) -> Option<Handle<Told<Organization>>> {
    let id = archive.config.publisher.as_ref()?.organization.as_deref()?;
    archive.organizations.find(id)
}

struct Stub<'a> {
    archive: &'a Archive,
    tongue: Tongue,
    series: Handle<Series>,
    keys: &'a SeriesKeys,
    wanted: &'a Wanted,
    organizer: Option<Handle<Told<Organization>>>,
    /// The series' last meeting so far.
    last: Option<&'a Meeting>,
}

impl Stub<'_> {
    fn id(&self) -> String {
        format!("{}-{}", self.wanted.held, self.wanted.series)
    }

    /// The organizations whose report at this very meeting is on file.
    fn filed(&self) -> BTreeSet<Handle<Told<Organization>>> {
        let reports = self.archive.meetings.find(&self.id()).map(|meeting| self.archive.reports_of(meeting));
        let organization = |report| self.archive.reports[report].original.organization;
        reports.into_iter().flatten().copied().filter_map(organization).collect()
    }

    /// What each organization's report was called at its last meeting of the series.
    fn usual_names(&self) -> BTreeMap<Handle<Told<Organization>>, &str> {
        let meetings = self.archive.related.series(self.series).meetings.iter();
        let reports = meetings.flat_map(|meeting| self.archive.reports_of(*meeting));
        let named = reports.filter_map(|handle| {
            let report = &self.archive.reports[*handle].original;
            Some((report.organization?, report.name.as_str()))
        });
        named.collect()
    }

    /// As far before the meeting as at the series' last one; unknown if there was none.
    fn covers(&self) -> Option<Covers> {
        self.wanted.covers.or_else(|| {
            let last = self.last?;
            let Covers { year, to } = last.covers?;
            let later = self.wanted.held.year() - last.held.year;
            Some(Covers { year: year + later, to: to.map(|to| to + later) })
        })
    }

    fn title(&self) -> String {
        let series = self.keys.title.in_language(self.archive.config.first_language());
        match self.tongue {
            Tongue::English => format!("{series}, {}", self.wanted.held.strftime("%-d %B %Y")),
            Tongue::Chinese => format!("{series}（{}）", self.wanted.held.strftime("%Y年%-m月%-d日")),
        }
    }

    fn index(&self) -> String {
        let mut front = vec![
            ("title", scalar(self.wanted.title.as_deref().unwrap_or(&self.title()))),
            // A date needs no quotes: the table of keys says that it is one.
            ("held", self.wanted.held.to_string()),
        ];
        front.extend(self.covers().map(|covers| ("covers", covers.to_string())));
        front.push(("series", self.wanted.series.clone()));
        front.extend(self.organizer.map(|organizer| ("organizer", self.organization_id(organizer).to_string())));
        self.text(Kind::Meeting, &front, [MEETING_EN, MEETING_ZH])
    }

    fn report(&self, organization: Handle<Told<Organization>>, order: usize) -> String {
        let mut front = Vec::new();
        front.extend(self.secretary(organization).map(|id| ("secretary", id.to_string())));
        front.push(("organization", self.organization_id(organization).to_string()));
        front.push(("order", order.to_string()));
        let text = self.text(Kind::Report, &front, [REPORT_EN, REPORT_ZH]);
        text.replacen("\n---\n\n", &format!("\n{}---\n\n", self.open_commitments(organization)), 1)
    }

    /// What the organization promised earlier and is still open, ready to be answered.
    fn open_commitments(&self, organization: Handle<Told<Organization>>) -> String {
        let before = |made: Date| made.last() < self.wanted.held;
        let open = self.archive.commitments.iter().filter(|commitment| {
            self.archive.reports[commitment.report].original.organization == Some(organization)
                && before(commitment.made)
                && is_open(commitment.status_before(self.wanted.held))
        });
        let answer = |commitment: &Commitment| {
            let promise = &self.archive.reports[commitment.report].original.front.commitments[commitment.index];
            let text = promise.text.as_deref().unwrap_or_default().replace('\n', " ");
            let [reference, status, word] = match self.tongue {
                Tongue::English => ["ref", "status", "in-progress"],
                Tongue::Chinese => ["对应", "状态", "进行中"],
            };
            format!("#   # {text}\n#   - {reference}: {}\n#     {status}: {word}\n", commitment.key)
        };
        let answers: String = open.map(answer).collect();
        match self.tongue {
            _ if answers.is_empty() => answers,
            Tongue::English => {
                format!("# Promised earlier and still open. Say what became of each.\n# previous:\n{answers}")
            }
            Tongue::Chinese => format!("# 以前承诺、还没有结果的事，请逐项说明。\n# 整改:\n{answers}"),
        }
    }

    /// Front matter that is known, and the rest of the file in the site's language.
    fn text(&self, kind: Kind, front: &[(&'static str, String)], [english, chinese]: [&str; 2]) -> String {
        let line = |(name, value): &(&'static str, String)| format!("{}: {value}\n", self.tongue.key(kind, name));
        let rest = match self.tongue {
            Tongue::English => english,
            Tongue::Chinese => chinese,
        };
        format!("---\n{}{rest}", front.iter().map(line).collect::<String>())
    }

    fn organization_id(&self, organization: Handle<Told<Organization>>) -> &str {
        &self.archive.organizations[organization].original.base.id
    }

    /// Who holds the series' post in the organization that day, if exactly one person may.
    fn secretary(&self, organization: Handle<Told<Organization>>) -> Option<&str> {
        let post = self.keys.reports_from.as_ref()?.post.as_deref()?;
        let person = office::holder(self.archive, organization, post, Date::of(self.wanted.held))?;
        Some(&self.archive.people[person].original.base.id)
    }
}

/// The line of a new `index.md` that keeps the meeting from readers.
pub fn draft_line(archive: &Archive) -> String {
    format!("{}: true", Tongue::of(archive.config.first_language()).key(Kind::Meeting, "draft"))
}

const MEETING_EN: &str = "\
# Nothing of this meeting is public while the next line stands. Take it out when all is ready.
draft: true
# What you do not know, you leave out. Take the # away from what you fill in:
# time: afternoon
# place: Town hall, large room
# chair: the-id-of-a-person
# summary: One or two sentences that say what happened.
---

";

const MEETING_ZH: &str = "\
# 下面这一行还在，本次会议的任何内容都不会公开。全部写好以后，删掉这一行。
草稿: true
# 不知道的就不写。要填的，去掉行首的 # 号：
# 时间: 下午
# 地点: 街道二楼会议室
# 主持: 人物文件名
# 摘要: 用一两句话说明会议的情况。
---

";

const REPORT_EN: &str = "\
# What you do not know, you leave out. Take the # away from what you fill in:
# summary: The report in one or two sentences.
# comment: What the chair said about it.
# problems:
#   - text: What went wrong
#     cause: Why
# commitments:
#   - id: a-short-name
#     text: What is promised
#     due: 2030-12-31
---

## Last year’s issues

## Work done

## Problems

## Causes

## Next steps
";

const REPORT_ZH: &str = "\
# 不知道的就不写。要填的，去掉行首的 # 号：
# 摘要: 用一两句话概括这份报告。
# 点评: 主持人的点评。
# 问题:
#   - 问题: 哪里没做好
#     原因: 为什么
# 承诺:
#   - id: short-name
#     内容: 承诺做什么
#     期限: 2030-12-31
---

## 上年问题整改情况

## 工作完成情况

## 存在的问题

## 原因分析

## 下一步打算
";
