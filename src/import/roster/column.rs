//! The heads of columns -> what they hold, and cells -> values.

use std::sync::LazyLock;

use jiff::civil;
use regex::Regex;

use super::super::front::Value;
use super::super::ids::slug;
use crate::parse::Kind;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    Name,
    SortName,
    OtherNames,
    Post,
    Role,
    Organization,
    Start,
    End,
    /// From when to when, in one cell.
    Term,
    Kind,
    Order,
    Parent,
    Founded,
    Dissolved,
    /// What nobody may publish of a person, by the words that heads of such columns have.
    Private,
    Unknown,
}

/// Heads that begin or end with one of these, or are one, hold what is private.
const PRIVATE: &[&str] = &[
    "身份证",
    "证件",
    "电话",
    "手机",
    "联系方式",
    "联系人",
    "住址",
    "地址",
    "家庭",
    "出生",
    "生日",
    "年龄",
    "性别",
    "民族",
    "籍贯",
    "邮箱",
    "邮件",
    "微信",
    "银行",
    "工资",
    "薪",
    "政治面貌",
    "入党",
    "宗教",
    "健康",
    "婚姻",
    "学历",
    "护照",
    "照片",
    "phone",
    "mobile",
    "tel.",
    "telephone",
    "address",
    "birth",
    "gender",
    "sex",
    "email",
    "e-mail",
    "passport",
    "id number",
    "id card",
    "id no",
    "identity",
    "ethnic",
    "nationality",
    "religion",
    "salary",
    "bank",
    "wechat",
    "marital",
    "health",
    "contact",
    "social security",
];

impl Column {
    pub fn of(head: &str) -> Self {
        let words = super::super::piece::squeezed(head).to_lowercase();
        let bare: String = words
            .split(['(', '（'])
            .next()
            .unwrap_or("")
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '*' | ':' | '：'))
            .collect();
        match bare.as_str() {
            "" => Column::Unknown,
            "name" | "fullname" | "person" | "姓名" | "人员" | "人员姓名" | "名称" => Column::Name,
            "sortname" | "拼音" | "排序" => Column::SortName,
            "othernames" | "aliases" | "别名" | "曾用名" => Column::OtherNames,
            "post" | "岗位" | "职位" => Column::Post,
            "role" | "title" | "position" | "职务" | "现任职务" | "党内职务" | "担任职务" => Column::Role,
            "organization" | "organisation" | "unit" | "office" | "department" | "单位" | "所在单位" | "工作单位"
            | "单位名称" | "组织" | "组织名称" | "党组织" | "党组织名称" | "部门" => {
                Column::Organization
            }
            "start" | "from" | "since" | "startdate" | "起" | "开始" | "开始时间" | "任职起始" | "任职日期"
            | "任职开始" | "到任时间" | "起始时间" => Column::Start,
            "end" | "to" | "until" | "enddate" | "止" | "结束" | "结束时间" | "任职结束" | "离任时间" | "截止时间"
            | "终止时间" | "免职时间" => Column::End,
            "term" | "termofoffice" | "period" | "任职时间" | "任期" | "起止时间" | "任职起止时间" => {
                Column::Term
            }
            "kind" | "type" | "类别" | "类型" | "性质" => Column::Kind,
            "order" | "no" | "no." | "number" | "#" | "序号" | "顺序" | "编号" => Column::Order,
            "parent" | "上级" | "上级单位" | "上级组织" | "隶属" | "所属街道" => Column::Parent,
            "founded" | "成立" | "成立时间" | "成立日期" => Column::Founded,
            "dissolved" | "撤销" | "撤销时间" | "撤销日期" => Column::Dissolved,
            "age" | "tel" | "qq" | "id" => Column::Private,
            _ if PRIVATE.iter().any(|private| words.contains(private)) => Column::Private,
            _ => Column::Unknown,
        }
    }

    pub fn is_known(self) -> bool {
        self != Column::Unknown
    }
}

/// Whether the rows are people: a column of names, and nothing that organizations alone have.
pub fn is_about_people(columns: &[Column]) -> bool {
    let has = |column: Column| columns.contains(&column);
    let office = [Column::Post, Column::Role, Column::Organization, Column::Start, Column::End, Column::Term]
        .into_iter()
        .any(has);
    let body = [Column::Kind, Column::Parent, Column::Founded, Column::Dissolved].into_iter().any(has);
    has(Column::Name) && (office || !body)
}

/// The column that names what a row is about.
pub fn name_at(columns: &[Column], people: bool) -> Option<usize> {
    let at = |column: Column| columns.iter().position(|own| *own == column);
    at(Column::Name).or_else(|| at(Column::Organization).filter(|_| !people))
}

/// Several names in a cell.
pub fn several(words: &str) -> Vec<Value> {
    words.split([',', '，', '、', ';', '；']).map(str::trim).filter(|name| !name.is_empty()).map(Value::text).collect()
}

/// The plain id of a post for the words of an office.
pub fn post(role: &str) -> String {
    let lower = role.to_lowercase();
    let is_deputy = ["副", "deputy", "vice", "assistant"].iter().any(|word| lower.contains(word));
    let post = match () {
        () if lower.contains("书记") || lower.ends_with("secretary") => "secretary",
        () if lower.ends_with("主任") || lower.ends_with("director") => "director",
        () => return slug(Kind::Person, role),
    };
    if is_deputy { format!("deputy-{post}") } else { post.to_string() }
}

/// The kind of an organization; other words than the table's stay.
pub fn kind(words: &str) -> String {
    match words {
        "村" | "行政村" => "village".to_string(),
        "社区" => "community".to_string(),
        "街道" | "办事处" => "office".to_string(),
        "委员会" => "committee".to_string(),
        words => slug(Kind::Organization, words),
    }
}

const DATE: &str = r"\d{4}(?:[-/.年]\d{1,2}(?:[-/.月]\d{1,2})?)?[年月日号]?";

/// A year, a month or a day; nothing where it is not certain which.
pub fn date(words: &str) -> Option<String> {
    static PARTS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2}))?)?[年月日号]?$").expect("a fixed pattern")
    });
    let words: String = words.chars().filter(|c| !c.is_whitespace()).collect();
    let words = words.strip_suffix("00:00:00").unwrap_or(&words);
    // A spreadsheet shows the October of 2018.10 as 2018.1.
    if words.len() == 6 && words.ends_with(".1") {
        return None;
    }
    let read = PARTS.captures(words)?;
    let number = |place: usize| read.get(place).and_then(|part| part.as_str().parse::<i8>().ok());
    let year: i16 = read[1].parse().ok()?;
    civil::Date::new(year, number(2).unwrap_or(1), number(3).unwrap_or(1)).ok()?;
    Some(match (number(2), number(3)) {
        (Some(month), Some(day)) => format!("{year:04}-{month:02}-{day:02}"),
        (Some(month), None) => format!("{year:04}-{month:02}"),
        _ => format!("{year:04}"),
    })
}

/// Words for an office that goes on.
pub fn is_open(words: &str) -> bool {
    matches!(
        words.to_lowercase().as_str(),
        "至今" | "今" | "现在" | "现任" | "present" | "now" | "today" | "-" | "—" | "–"
    )
}

/// From when to when: 2018.03-2021.06, 2018年3月至今.
pub fn term(words: &str) -> Option<(String, Option<String>)> {
    static RANGE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(&format!(r"(?i)^({DATE})(?:(?:至|到|—+|–|~|～|-|to)({DATE}|今|现在|present|now)?|起|以来)?$"))
            .expect("a fixed pattern")
    });
    let words: String = words.chars().filter(|c| !c.is_whitespace()).collect();
    let read = RANGE.captures(&words)?;
    let start = date(&read[1])?;
    match read.get(2).map(|end| end.as_str()).filter(|end| end.starts_with(|c: char| c.is_ascii_digit())) {
        Some(end) => Some((start, Some(date(end)?))),
        None => Some((start, None)),
    }
}

/// Words without what may be a number or an address of a person, in a cell of which nobody knows what it holds.
pub fn harmless(words: &str) -> String {
    static PRIVATE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\S+@\S+|\d(?:[ -]?\d){6,}[0-9Xx]?").expect("a fixed pattern"));
    // A day is as long as a number of a telephone.
    PRIVATE
        .replace_all(words, |found: &regex::Captures<'_>| match date(&found[0]).is_some() {
            true => found[0].to_string(),
            false => "[…]".to_string(),
        })
        .into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_known_in_both_languages() {
        for head in ["姓 名", "Name", "Full name"] {
            assert_eq!(Column::of(head), Column::Name, "{head}");
        }
        for head in [
            "身份证号",
            "身份证号码",
            "联系电话",
            "手机",
            "家庭住址",
            "E-mail",
            "Date of birth",
            "Gender",
            "性别",
            "出生年月",
        ] {
            assert_eq!(Column::of(head), Column::Private, "{head}");
        }
        assert_eq!(Column::of("职务（现任）"), Column::Role);
        assert_eq!(Column::of("备注"), Column::Unknown);
    }

    #[test]
    fn terms_are_read_where_they_are_certain() {
        assert_eq!(term("2018.03-2021.06"), Some(("2018-03".into(), Some("2021-06".into()))));
        assert_eq!(term("2018年3月至今"), Some(("2018-03".into(), None)));
        assert_eq!(term("2018 - 2021"), Some(("2018".into(), Some("2021".into()))));
        assert_eq!(term("2018-03-01 – 2021-06-30"), Some(("2018-03-01".into(), Some("2021-06-30".into()))));
        assert_eq!(term("spring"), None);
        assert_eq!(date("2018.1"), None);
        assert_eq!(date("2018/2/30"), None);
    }
}
