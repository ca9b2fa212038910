//! A new report: a stub that holds what is on file about it.

use jiff::civil;

use super::{NewFile, Tongue, Unknown, stub, unknown};
use crate::config::SeriesKeys;
use crate::model::commitment::{Commitment, is_open};
use crate::model::{Archive, Handle, Meeting, Organization, Series, Told, office};
use crate::parse::Kind;
use crate::span::SourcePath;
use crate::yaml::Date;

/// The meeting at which a report is to be given, on file or not yet.
pub struct Occasion<'a> {
    pub archive: &'a Archive,
    /// The meeting's id.
    pub meeting: String,
    pub series: Option<Handle<Series>>,
    pub held: civil::Date,
}

impl<'a> Occasion<'a> {
    /// A meeting that is on file.
    pub fn of(archive: &'a Archive, meeting: Handle<Told<Meeting>>) -> Self {
        let meeting = &archive.meetings[meeting].original;
        Occasion { archive, meeting: meeting.base.id.clone(), series: meeting.series, held: meeting.held.first() }
    }

    /// The stub of an organization's report; `order` is its place among the speakers.
    pub fn report(&self, organization: Handle<Told<Organization>>, order: Option<usize>) -> NewFile {
        let id = self.archive.organizations[organization].original.base.id.as_str();
        let tongue = Tongue::of(self.archive.config.first_language());
        let mut front = Vec::new();
        front.extend(self.secretary(organization).map(|id| ("secretary", id.to_string())));
        front.push(("organization", id.to_string()));
        front.extend(order.map(|order| ("order", order.to_string())));
        let text = stub(tongue, Kind::Report, &front, [REPORT_EN, REPORT_ZH]);
        let text = text.replacen("\n---\n\n", &format!("\n{}---\n\n", self.open_commitments(organization, tongue)), 1);
        let name = office::report_name(self.archive, organization, self.series);
        NewFile::of_text(SourcePath::new(format!("content/meetings/{}/{name}.md", self.meeting)), text)
    }

    pub(super) fn keys(&self) -> Option<&'a SeriesKeys> {
        self.archive.config.series.get(&self.archive.series[self.series?].id)
    }

    /// Who holds the series' post in the organization that day, if exactly one person may.
    fn secretary(&self, organization: Handle<Told<Organization>>) -> Option<&'a str> {
        let post = self.keys()?.reports_from.as_ref()?.post.as_deref()?;
        let person = office::holder(self.archive, organization, post, Date::of(self.held))?;
        Some(&self.archive.people[person].original.base.id)
    }

    /// What the organization promised earlier and is still open, ready to be answered.
    fn open_commitments(&self, organization: Handle<Told<Organization>>, tongue: Tongue) -> String {
        let before = |made: Date| made.last() < self.held;
        let open = self.archive.commitments.iter().filter(|commitment| {
            self.archive.reports[commitment.report].original.organization == Some(organization)
                && before(commitment.made)
                && is_open(commitment.status_before(self.held))
        });
        let answer = |commitment: &Commitment| {
            let promise = &self.archive.reports[commitment.report].original.front.commitments[commitment.index];
            let text = promise.text.as_deref().unwrap_or_default().replace('\n', " ");
            let [reference, status, word] = match tongue {
                Tongue::English => ["ref", "status", "in-progress"],
                Tongue::Chinese => ["对应", "状态", "进行中"],
            };
            format!("#   # {text}\n#   - {reference}: {}\n#     {status}: {word}\n", commitment.key)
        };
        let answers: String = open.map(answer).collect();
        match tongue {
            _ if answers.is_empty() => answers,
            Tongue::English => {
                format!("# Promised earlier and still open. Say what became of each.\n# previous:\n{answers}")
            }
            Tongue::Chinese => format!("# 以前承诺、还没有结果的事，请逐项说明。\n# 整改:\n{answers}"),
        }
    }
}

/// The report of an organization, or of a secretary's, at a meeting that is on file.
///
/// # Errors
/// An id that the site does not have, or a secretary who held no office that day, or several.
pub fn file(
    archive: &Archive,
    meeting: &str,
    secretary: Option<&str>,
    organization: Option<&str>,
) -> Result<NewFile, Unknown> {
    let handle = self::meeting(archive, meeting)?;
    let occasion = Occasion::of(archive, handle);
    let organization = match organization {
        Some(id) => super::organization(archive, id)?,
        None => office_of(&occasion, secretary.unwrap_or_default())?,
    };
    let on_file = archive.reports_of(handle).iter().map(|report| &archive.reports[*report].original);
    let mut of_organization = on_file.filter(|report| report.organization == Some(organization));
    if let Some(report) = of_organization.next() {
        return Err(Unknown {
            message: format!("the report is on file: {}", report.base.file),
            help: "write into that file".to_string(),
        });
    }
    let order = archive.expected_at(handle).iter().position(|expected| *expected == organization);
    Ok(occasion.report(organization, order.map(|order| order + 1)))
}

/// The meeting of an id.
///
/// # Errors
/// A site that has no such meeting.
pub fn meeting(archive: &Archive, id: &str) -> Result<Handle<Told<Meeting>>, Unknown> {
    let otherwise = "make it first with `minutebook new meeting`";
    archive.meetings.find(id).ok_or_else(|| unknown("meeting", id, archive.meetings.ids(), otherwise))
}

/// Where somebody held office on the day of the meeting.
fn office_of(occasion: &Occasion<'_>, person: &str) -> Result<Handle<Told<Organization>>, Unknown> {
    let archive = occasion.archive;
    let Some(handle) = archive.people.find(person) else {
        let otherwise = format!("make content/people/{person}.md first");
        return Err(unknown("person", person, archive.people.ids(), &otherwise));
    };
    let terms = archive.people[handle].original.terms_on(Date::of(occasion.held));
    let offices: std::collections::BTreeSet<_> = terms.filter_map(|term| term.organization).collect();
    match Vec::from_iter(offices).as_slice() {
        [only] => Ok(*only),
        offices => Err(Unknown {
            message: match offices.len() {
                0 => format!("`{person}` held no office on {}", occasion.held),
                _ => format!("`{person}` held office in several organizations on {}", occasion.held),
            },
            help: "name the one that the report is about with --organization".to_string(),
        }),
    }
}

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
