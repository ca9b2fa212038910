//! A new person, organization, story or page.

use jiff::civil;

use super::{NewFile, Tongue, Unknown, id_of, scalar, stub};
use crate::model::Archive;
use crate::parse::{Kind, problem_with_id};
use crate::span::SourcePath;
use crate::yaml::Date;

/// A name, and an id if it is to be another than the name suggests.
#[derive(Clone, Copy, Debug)]
pub struct Called<'a> {
    pub name: &'a str,
    pub id: Option<&'a str>,
}

/// A term of office, as far as it is known.
#[derive(Clone, Copy, Debug, Default)]
pub struct Office<'a> {
    /// The post, a plain id: `secretary`.
    pub post: Option<&'a str>,
    /// The words for it.
    pub role: Option<&'a str>,
    pub organization: Option<&'a str>,
    pub start: Option<Date>,
}

/// # Errors
/// An organization that the site does not have; a name that suggests no id.
pub fn person(archive: &Archive, called: Called<'_>, office: Office<'_>) -> Result<NewFile, Unknown> {
    let Office { post, role, organization, start } = office;
    organization.map(|id| super::organization(archive, id)).transpose()?;
    let stated = post.is_some() || role.is_some() || organization.is_some() || start.is_some();
    let roles = stated.then(|| {
        let keys = match tongue(archive) {
            Tongue::English => ["roles", "post", "role", "organization", "start"],
            Tongue::Chinese => ["任职", "岗位", "职务", "单位", "开始"],
        };
        let values = [
            Some(scalar(post.unwrap_or("secretary"))),
            role.map(scalar),
            organization.map(str::to_string),
            start.map(|start| start.to_string()),
        ];
        let lines = keys[1..].iter().zip(values).filter_map(|(key, value)| Some(format!("{key}: {}\n", value?)));
        format!("{}:\n  - {}---\n\n", keys[0], lines.collect::<Vec<_>>().join("    "))
    });
    let rest = roles.as_deref().map_or([PERSON_EN, PERSON_ZH], |roles| [roles, roles]);
    file(archive, Kind::Person, "people", called, rest, &[])
}

/// # Errors
/// A parent that the site does not have; a name that suggests no id.
pub fn organization(
    archive: &Archive,
    called: Called<'_>,
    kind: Option<&str>,
    parent: Option<&str>,
) -> Result<NewFile, Unknown> {
    parent.map(|id| super::organization(archive, id)).transpose()?;
    let known = [("kind", kind.map(scalar)), ("parent", parent.map(str::to_string))];
    file(archive, Kind::Organization, "organizations", called, [ORGANIZATION_EN, ORGANIZATION_ZH], &known)
}

/// # Errors
/// A title that suggests no id.
pub fn story(archive: &Archive, called: Called<'_>, published: civil::Date) -> Result<NewFile, Unknown> {
    let dated = match called.id {
        Some(id) => id.to_string(),
        None => format!("{published}-{}", id_of(called.name)),
    };
    let called = Called { id: Some(dated.trim_end_matches('-')), ..called };
    let known = [("published", Some(published.to_string()))];
    file(archive, Kind::Story, "news", called, [STORY_EN, STORY_ZH], &known)
}

/// # Errors
/// A title that suggests no id, or one that the site needs for itself.
pub fn page(archive: &Archive, called: Called<'_>) -> Result<NewFile, Unknown> {
    file(archive, Kind::Page, "pages", called, [PAGE_EN, PAGE_ZH], &[])
}

fn tongue(archive: &Archive) -> Tongue {
    Tongue::of(archive.config.first_language())
}

fn file(
    archive: &Archive,
    kind: Kind,
    folder: &str,
    called: Called<'_>,
    rest: [&str; 2],
    known: &[(&'static str, Option<String>)],
) -> Result<NewFile, Unknown> {
    let id = called.id.map_or_else(|| id_of(called.name), str::to_string);
    if let Some(problem) = problem_with_id(kind, &id) {
        return Err(Unknown {
            message: format!("`{id}` cannot be the id of a {}: {problem}", kind.word()),
            help: "name one with --id: lower-case letters, digits and `-`".to_string(),
        });
    }
    let name = if matches!(kind, Kind::Person | Kind::Organization) { "name" } else { "title" };
    let mut front = vec![(name, scalar(called.name))];
    front.extend(known.iter().filter_map(|(key, value)| Some((*key, value.clone()?))));
    let path = SourcePath::new(format!("content/{folder}/{id}.md"));
    Ok(NewFile::of_text(path, stub(tongue(archive), kind, &front, rest)))
}

const PERSON_EN: &str = "\
# What you do not know, you leave out. Take the # away from what you fill in:
# roles:
#   - post: secretary
#     role: Party branch secretary
#     organization: the-id-of-an-organization
#     start: 2024-03
---

";

const PERSON_ZH: &str = "\
# 不知道的就不写。要填的，去掉行首的 # 号：
# 任职:
#   - 岗位: secretary
#     职务: 党支部书记
#     单位: 单位文件名
#     开始: 2024-03
---

";

const ORGANIZATION_EN: &str = "\
# What you do not know, you leave out. Take the # away from what you fill in:
# order: 1
# founded: 2003
---

";

const ORGANIZATION_ZH: &str = "\
# 不知道的就不写。要填的，去掉行首的 # 号：
# 顺序: 1
# 成立: 2003
---

";

const STORY_EN: &str = "\
# Nobody sees it while the next line stands. Take it out when all is ready.
draft: true
# What you do not know, you leave out. Take the # away from what you fill in:
# summary: One or two sentences that say what happened.
---

";

const STORY_ZH: &str = "\
# 下面这一行还在，内容就不会公开。写好以后，删掉这一行。
草稿: true
# 不知道的就不写。要填的，去掉行首的 # 号：
# 摘要: 用一两句话说明发生了什么。
---

";

const PAGE_EN: &str = "\
# Nobody sees it while the next line stands. Take it out when all is ready.
draft: true
# What you do not know, you leave out. Take the # away from what you fill in:
# menu: 1
---

";

const PAGE_ZH: &str = "\
# 下面这一行还在，内容就不会公开。写好以后，删掉这一行。
草稿: true
# 不知道的就不写。要填的，去掉行首的 # 号：
# 菜单: 1
---

";
