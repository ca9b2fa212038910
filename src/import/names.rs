//! Names -> who is meant. Somebody with a page is named by it only where the whole name is the same.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use super::front::Value;
use crate::lang::is_han;
use crate::model::Archive;

/// The names that the site has already, and the ids of those who bear them.
#[derive(Debug, Default)]
pub struct Names {
    /// `None` where several bear the name.
    people: BTreeMap<String, Option<String>>,
    organizations: BTreeMap<String, Option<String>>,
}

fn add(names: &mut BTreeMap<String, Option<String>>, name: &str, id: &str) {
    let entry = names.entry(name.trim().to_string()).or_insert_with(|| Some(id.to_string()));
    if entry.as_deref() != Some(id) {
        *entry = None;
    }
}

impl Names {
    pub fn of(archive: &Archive) -> Self {
        let mut names = Names::default();
        for (_, told) in archive.people.iter() {
            for person in told.each() {
                let others = person.other_names.iter().map(|name| &**name);
                for name in std::iter::once(person.base.title.as_str()).chain(others) {
                    add(&mut names.people, name, &told.original.base.id);
                }
            }
        }
        for (_, told) in archive.organizations.iter() {
            for organization in told.each() {
                let others = organization.other_names.iter().map(|name| &**name);
                for name in std::iter::once(organization.base.title.as_str()).chain(others) {
                    add(&mut names.organizations, name, &told.original.base.id);
                }
            }
        }
        names
    }

    pub fn person(&self, name: &str) -> Option<&str> {
        self.people.get(name.trim())?.as_deref()
    }

    pub fn organization(&self, name: &str) -> Option<&str> {
        self.organizations.get(name.trim())?.as_deref()
    }

    /// The organization of the site that a text names: where it names several, the longest name that holds the
    /// others, and nothing where none does.
    pub fn organization_in(&self, text: &str) -> Option<(&str, &str)> {
        longest(&self.organizations, text)
    }

    /// The person of the site that a text names.
    pub fn person_in(&self, text: &str) -> Option<(&str, &str)> {
        longest(&self.people, text)
    }

    /// Somebody as front matter names them.
    pub fn who(&self, who: &Somebody) -> Value {
        if let (Some(id), None) = (self.person(&who.name), &who.role) {
            return Value::bare(id);
        }
        let mut pairs = vec![match self.person(&who.name) {
            Some(id) => ("person", Value::bare(id)),
            None => ("name", Value::text(&who.name)),
        }];
        pairs.extend(who.role.as_deref().map(|role| ("role", Value::text(role))));
        Value::Group(pairs)
    }
}

/// The name in a text, and its id, if all others in it are parts of that name.
fn longest<'n>(names: &'n BTreeMap<String, Option<String>>, text: &str) -> Option<(&'n str, &'n str)> {
    let found = || names.keys().filter(|name| name.chars().count() > 1 && text.contains(name.as_str()));
    let longest = found().max_by_key(|name| name.len())?;
    let is_certain = found().all(|name| longest.contains(name.as_str()));
    let id = names[longest].as_deref()?;
    is_certain.then_some((longest.as_str(), id))
}

/// A person as a text names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Somebody {
    pub name: String,
    pub role: Option<String>,
}

/// A name of two to four capitalized words.
pub const NAME: &str =
    r"\p{Lu}[\p{L}’'-]*\.?(?: (?:(?:van|von|de|der|den|da|di|la|le|bin|al) )*\p{Lu}[\p{L}’'-]*\.?){1,3}";

/// The commonest family names of one character; those that begin common words are not among them.
const FAMILY: &str = "王李张刘陈杨赵黄周吴徐孙胡朱林何郭罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊陆郝孔白崔康毛邱秦江史顾侯邵孟龙段雷钱汤尹黎易常武乔贺赖龚文庞樊殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍覃霍翁隋甘景薄单柏宁柯阮桂闵解柴华车冉房褚";
const DOUBLE: [&str; 8] = ["欧阳", "司马", "诸葛", "上官", "司徒", "东方", "令狐", "皇甫"];

/// How a title ends, so that what follows is a name.
const TITLES: &str = "书记|主任|副主任|局长|镇长|乡长|区长|县长|市长|部长|处长|科长|所长|站长|校长|院长|会长|主席|委员|组长|队长|经理|董事长|秘书长|主持人|干事|同志";

/// Whether this is surely a Chinese name: a family name, and one or two characters more.
pub fn is_chinese_name(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    if !letters.iter().all(|letter| is_han(*letter)) {
        return false;
    }
    let double = DOUBLE.iter().any(|family| text.starts_with(family));
    let family = if double { 2 } else { usize::from(FAMILY.contains(letters.first().copied().unwrap_or(' '))) };
    let titled = TITLES.split('|').any(|title| text.ends_with(title));
    let thing = ["村", "社区", "街道", "会", "部", "局", "办", "组", "群众", "代表", "人员", "单位", "等"];
    family > 0 && matches!(letters.len() - family, 1..=2) && !titled && !thing.iter().any(|thing| text.ends_with(thing))
}

/// Reads `Chen Ning, deputy secretary`, `Chen Ning (chair)`, 街道办事处主任陈宁, 陈宁（主任）; nothing
/// where that is not certain.
pub fn somebody(text: &str) -> Option<Somebody> {
    static ENGLISH: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(&format!(r"^(?:Comrade )?({NAME})(?:,\s*([^;]+)|\s*\(([^()]+)\))?$")).expect("a fixed pattern")
    });
    static BRACKETS: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^(\p{Han}{2,4})\s*[（(]([^（()）]+)[）)]$").expect("a fixed pattern"));
    static TITLED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(&format!(r"^(\S*(?:{TITLES}))[\s　]*(\p{{Han}}{{2,4}})$")).expect("a fixed pattern")
    });
    let text = text.trim().trim_end_matches(['。', '.']);
    if let Some(found) = ENGLISH.captures(text) {
        let role = found.get(2).or(found.get(3)).map(|role| role.as_str().trim().to_string());
        return Some(Somebody { name: found[1].to_string(), role });
    }
    let bare = text.strip_suffix("同志").unwrap_or(text).trim();
    let joined: String = bare.chars().filter(|c| !c.is_whitespace()).collect();
    if is_chinese_name(&joined) {
        return Some(Somebody { name: joined, role: None });
    }
    if let Some(found) = BRACKETS.captures(bare).filter(|found| is_chinese_name(&found[1])) {
        return Some(Somebody { name: found[1].to_string(), role: Some(found[2].trim().to_string()) });
    }
    // The longest title first: 副书记、办事处主任陈宁 is one person with two offices.
    let found = TITLED.captures(bare).filter(|found| is_chinese_name(&found[2]))?;
    Some(Somebody { name: found[2].to_string(), role: Some(found[1].trim().to_string()) })
}

/// A list of people and groups, where each item is certain to be the one or the other.
pub fn people(text: &str, names: &Names) -> Option<Vec<Value>> {
    let text = text.trim().trim_end_matches(['。', '.']);
    let separators: &[char] = match () {
        () if text.contains([';', '；']) => &[';', '；'],
        () if text.contains('、') => &['、'],
        () => &[',', '，'],
    };
    if separators == ['、'] && text.contains(['，', ',']) {
        return None;
    }
    let items: Vec<&str> =
        split_outside(text, separators).into_iter().map(str::trim).filter(|item| !item.is_empty()).collect();
    let read: Vec<Option<Somebody>> =
        items.iter().map(|item| somebody(item.strip_prefix("and ").unwrap_or(item))).collect();
    let is_group = |item: &str| {
        let item = item.strip_prefix("and ").unwrap_or(item);
        let counted = item.starts_with(|c: char| c.is_ascii_digit())
            || ["all ", "two ", "three ", "four ", "five ", "six ", "other ", "the ", "members ", "residents"]
                .iter()
                .any(|start| item.to_lowercase().starts_with(start));
        counted || item.chars().any(is_han)
    };
    let known = read.iter().filter(|read| read.is_some()).count();
    let certain = known == 0 || items.iter().zip(&read).all(|(item, read)| read.is_some() || is_group(item));
    if items.is_empty() || !certain {
        return None;
    }
    let value = |(item, read): (&&str, &Option<Somebody>)| match read {
        Some(somebody) => names.who(somebody),
        None => Value::Group(vec![("group", Value::text(item.strip_prefix("and ").unwrap_or(item)))]),
    };
    Some(items.iter().zip(&read).map(value).collect())
}

/// 赵八（出差）: what stands in brackets after the name of somebody who is away is why, where it is no office.
pub fn with_reason(who: &mut Value) {
    const HAN: [&str; 8] = ["出差", "公出", "请假", "病", "事假", "外出", "休假", "值班"];
    const ENGLISH: [&str; 8] = ["ill", "illness", "sick", "leave", "holiday", "travelling", "away", "work"];
    let Value::Group(pairs) = who else { return };
    for (key, value) in pairs {
        let words = value.shown().to_lowercase();
        let is_reason = HAN.iter().any(|reason| words.contains(reason))
            || words.split(|c: char| !c.is_alphabetic()).any(|word| ENGLISH.contains(&word));
        if *key == "role" && is_reason {
            *key = "reason";
        }
    }
}

/// `Ann Smith (Chair)`: whoever is named as the one who presided, without that word.
pub fn as_chair(who: &Value) -> Option<Value> {
    const CHAIRS: [&str; 8] =
        ["chair", "chairman", "chairwoman", "chairperson", "in the chair", "presiding", "主持", "主持人"];
    let Value::Group(pairs) = who else { return None };
    let is_chair =
        |(key, value): &(&str, Value)| *key == "role" && CHAIRS.contains(&value.shown().to_lowercase().as_str());
    pairs.iter().any(is_chair).then(|| Value::Group(pairs.iter().filter(|pair| !is_chair(pair)).cloned().collect()))
}

/// The parts between separators that stand in no brackets.
fn split_outside<'a>(text: &'a str, separators: &[char]) -> Vec<&'a str> {
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0usize);
    for (at, letter) in text.char_indices() {
        match letter {
            '(' | '（' => depth += 1,
            ')' | '）' => depth = depth.saturating_sub(1),
            letter if depth == 0 && separators.contains(&letter) => {
                parts.push(&text[start..at]);
                start = at + letter.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_say_why_somebody_is_away_and_who_presided() {
        let names = Names::default();
        let mut away = people("赵八（出差）、王五（果园社区书记）", &names).unwrap();
        away.iter_mut().for_each(with_reason);
        let key = |who: &Value| match who {
            Value::Group(pairs) => pairs[1].0,
            _ => "",
        };
        assert_eq!(away.iter().map(key).collect::<Vec<_>>(), ["reason", "role"]);
        let present = people("Ann Smith (Chair), Bob Jones (Clerk)", &names).unwrap();
        let chairs: Vec<String> = present.iter().filter_map(as_chair).map(|chair| chair.shown()).collect();
        assert_eq!(chairs, ["Ann Smith"]);
    }

    #[test]
    fn only_what_is_certain_is_a_person() {
        let read = |text: &str| somebody(text).map(|who| (who.name, who.role));
        assert_eq!(read("陈宁"), Some(("陈宁".into(), None)));
        assert_eq!(
            read("街道党工委副书记、办事处主任陈宁"),
            Some(("陈宁".into(), Some("街道党工委副书记、办事处主任".into())))
        );
        assert_eq!(read("吴庚（磨桥社区书记）"), Some(("吴庚".into(), Some("磨桥社区书记".into()))));
        assert_eq!(read("Chen Ning, deputy secretary"), Some(("Chen Ning".into(), Some("deputy secretary".into()))));
        for text in ["街道班子成员", "各村书记", "the mayor", "Secretaries of villages", "全体党员", "王主任"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
