//! Lines that say what they hold: `Place: Town hall`, 主持人：陈宁.

use std::sync::LazyLock;

use regex::Regex;

use super::Found;
use crate::edit::Tongue;
use crate::import::dates;
use crate::import::front::Value;
use crate::import::names::{self, Names};
use crate::import::piece::{Block, Document, Line, Spot, squeezed};

/// What a label announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Label {
    When,
    Place,
    Chair,
    People(&'static str),
    Agenda,
    Decisions,
    Published,
    Number,
    SourceName,
}

impl Label {
    fn key(self) -> &'static str {
        match self {
            Label::When => "held",
            Label::Place => "place",
            Label::Chair => "chair",
            Label::People(key) => key,
            Label::Agenda => "agenda",
            Label::Decisions => "decisions",
            Label::Published => "published",
            Label::Number => "number",
            Label::SourceName => "source",
        }
    }
}

fn label(words: &str) -> Option<Label> {
    static NUMBERING: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.、．)])\s*",
        )
        .expect("a fixed pattern")
    });
    let bare = NUMBERING.replace(words.trim(), "");
    let is_han = bare.chars().any(crate::lang::is_han);
    // 时　间 is 时间.
    let bare = if is_han { bare.split_whitespace().collect::<String>() } else { squeezed(&bare).to_lowercase() };
    let bare = bare.strip_prefix("会议").filter(|rest| !rest.is_empty()).unwrap_or(&bare);
    Some(match bare.trim_matches('*') {
        "date" | "time" | "when" | "held" | "day" | "date and time" | "meeting date" | "date of meeting"
        | "time and date" | "日期" | "时间" | "召开时间" | "召开日期" => Label::When,
        "place" | "venue" | "location" | "where" | "room" | "地点" | "召开地点" => Label::Place,
        "chair" | "chairperson" | "chairman" | "chairwoman" | "chaired by" | "presiding" | "presided by" | "主持"
        | "主持人" => Label::Chair,
        "speaker" | "speakers" | "讲话" | "讲话人" => Label::People("speakers"),
        "present" | "attendees" | "members present" | "those present" | "participants" | "出席" | "出席人员"
        | "出席人" | "参加人员" | "参会人员" | "与会人员" | "参加" | "参加人" | "到会人员" => {
            Label::People("present")
        }
        "in attendance" | "also present" | "also in attendance" | "列席" | "列席人员" | "列席人" => {
            Label::People("in_attendance")
        }
        "apologies" | "apologies for absence" | "excused" | "regrets" | "请假" | "请假人员" | "请假人" => {
            Label::People("apologies")
        }
        "absent" | "缺席" | "缺席人员" | "缺席人" => Label::People("absent"),
        "agenda" | "agenda items" | "items on the agenda" | "议程" | "主要议程" | "议题" => Label::Agenda,
        "decisions" | "resolved" | "resolutions" | "决定" | "决定事项" | "议定事项" => Label::Decisions,
        "published" | "posted" | "发布" | "发布时间" | "发布日期" | "发表时间" => Label::Published,
        "number" | "document number" | "文号" | "发文字号" => Label::Number,
        "source" | "来源" | "信息来源" | "文章来源" => Label::SourceName,
        _ => return None,
    })
}

fn split(text: &str) -> Option<(Label, &str)> {
    let (words, value) = text.split_once([':', '：'])?;
    (words.chars().count() <= 24).then_some(())?;
    Some((label(words)?, value.trim()))
}

/// Whether a line begins with a label that is known.
pub(super) fn is_label(text: &str) -> bool {
    split(text).is_some()
}

/// Reads every labelled line, and the lists below labels and headings.
pub(super) fn read(document: &Document, names: &Names, tongue: Tongue, found: &mut Found) {
    number_alone(document, found);
    for (place, block) in document.blocks.iter().enumerate() {
        match block {
            Block::Text(line) | Block::Item(line) if !found.taken.contains_key(&place) => {
                for (label, value) in parts(&line.plain) {
                    let whole = parts(&line.plain).len() == 1;
                    let taken = match value.is_empty() {
                        true => list_below(document, place, label, names, found),
                        false => one(label, value, &line.plain, line, names, tongue, found),
                    };
                    if taken && whole {
                        found.taken.insert(place, label.key());
                    }
                }
            }
            Block::Heading(_, line) => {
                let bare = line.plain.trim_end_matches([':', '：']);
                if let Some(label @ (Label::Agenda | Label::Decisions | Label::People(_))) = label(bare)
                    && list_below(document, place, label, names, found)
                {
                    found.taken.insert(place, label.key());
                }
            }
            Block::Table(spot, rows) => table(spot, rows, names, tongue, found),
            _ => {}
        }
    }
}

/// 街发〔2023〕5号 on a line of its own near the top.
fn number_alone(document: &Document, found: &mut Found) {
    static NUMBER: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^\S{1,20}[〔\[（(]\d{4}[〕\]）)]第?\d{1,4}号$").expect("a fixed pattern"));
    for (place, block) in document.blocks.iter().enumerate().take(6) {
        if let Block::Text(line) = block
            && NUMBER.is_match(line.plain.trim())
        {
            found.add("number", Value::text(&line.plain), &line.plain, &line.spot);
            found.taken.insert(place, "number");
        }
    }
}

/// The labelled parts of a line; several only where wide blanks part them and each has a label.
fn parts(text: &str) -> Vec<(Label, &str)> {
    static GAP: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\s{2,}|\s*[|｜]\s*|　+").expect("a fixed pattern"));
    let pieces: Vec<&str> = GAP.split(text.trim()).filter(|piece| !piece.is_empty()).collect();
    let labelled: Vec<(Label, &str)> = pieces.iter().filter_map(|piece| split(piece)).collect();
    // 时　间：… has a gap in its label, and one label.
    if labelled.len() > 1
        || (labelled.len() == 1 && pieces.iter().filter(|piece| piece.contains([':', '：'])).count() > 1)
    {
        return labelled;
    }
    Vec::from_iter(split(text))
}

/// Reads one value; whether the field shows all that the line says.
fn one(label: Label, value: &str, words: &str, line: &Line, names: &Names, tongue: Tongue, found: &mut Found) -> bool {
    let spot = &line.spot;
    match label {
        Label::When => when(value, words, spot, tongue, found),
        Label::Place => {
            let fresh = !found.has("place");
            found.add("place", Value::text(value.trim_end_matches('。')), words, spot);
            fresh
        }
        Label::Chair => {
            let people = match names::somebody(value) {
                Some(somebody) => vec![names.who(&somebody)],
                None => match names::people(value, names) {
                    Some(people) if people.iter().all(is_person) => people,
                    _ => return false,
                },
            };
            let fresh = !found.has("chair");
            found.add("chair", Value::List(people), words, spot);
            fresh
        }
        Label::People(key) => match names::people(value, names) {
            Some(mut people) if !found.has(key) => {
                match key {
                    "absent" | "apologies" => people.iter_mut().for_each(names::with_reason),
                    // Minutes name the chair among those present.
                    _ => people
                        .iter()
                        .filter_map(names::as_chair)
                        .for_each(|chair| found.add("chair", chair, words, spot)),
                }
                found.add(key, Value::List(people), words, spot);
                true
            }
            _ => false,
        },
        Label::Agenda | Label::Decisions => {
            let items = numbered(value);
            let key = if label == Label::Agenda { "agenda" } else { "decisions" };
            let fresh = !found.has(key) && items.len() > 1;
            if fresh {
                let items = items.iter().map(|item| Value::text(item)).collect();
                found.add(key, Value::List(items), words, spot);
            }
            // The numbers are not in the field, but in its order.
            fresh
        }
        Label::Published => match dates::days(value).next().and_then(|day| Some((day, day.date()?))) {
            Some((day, date)) => {
                let fresh = found.published.is_none();
                if fresh {
                    found.published = Some(date);
                    found.add("published", Value::bare(date), words, spot);
                }
                fresh && is_spent(value, &[day.words])
            }
            None => false,
        },
        Label::Number => {
            let fresh = !found.has("number");
            found.add("number", Value::text(value), words, spot);
            fresh
        }
        Label::SourceName => {
            let fresh = !found.has("source");
            found.add("source", Value::Group(vec![("name", Value::text(value))]), words, spot);
            fresh
        }
    }
}

fn is_person(value: &Value) -> bool {
    // A bare word in a list of people is an id.
    matches!(value, Value::Bare(_))
        || matches!(value, Value::Group(pairs) if pairs.iter().any(|(key, _)| matches!(*key, "person" | "name")))
}

fn when(value: &str, words: &str, spot: &Spot, tongue: Tongue, found: &mut Found) -> bool {
    let day = dates::days(value).next();
    let had_day = found.held.is_some();
    let mut spent = Vec::new();
    if let Some(day) = &day {
        found.hold_day(day, tongue, spot);
        if let Some(fact) = found.facts.iter_mut().find(|fact| fact.key == "held").filter(|_| !had_day) {
            fact.words = words.to_string();
        }
        spent.push(day.words);
    }
    let after = day.map_or(value, |day| &value[day.at + day.words.len()..]);
    let times = dates::times(after);
    let had_time = found.has("time");
    for (key, time) in ["time", "end_time"].into_iter().zip(&times) {
        found.add(key, Value::bare(&time.value), words, spot);
        spent.push(time.words);
    }
    let fresh = day.is_none_or(|_| !had_day && found.held.is_some()) && (times.is_empty() || !had_time);
    fresh && (day.is_some() || !times.is_empty()) && times.len() <= 2 && is_spent(value, &spent)
}

/// Whether nothing but weekdays, brackets and dashes is left of a value besides these words.
fn is_spent(value: &str, words: &[&str]) -> bool {
    static WEEKDAY: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|(?:星期|周)[一二三四五六日天]|\b(?:at|from|to|until)\b|[\s,，、()（）\-–—~～至到]")
            .expect("a fixed pattern")
    });
    let rest = words.iter().fold(value.to_string(), |rest, word| rest.replacen(word, "", 1));
    WEEKDAY.replace_all(&rest, "").is_empty()
}

/// The items of `1. … 2. …`, or those between semicolons.
fn numbered(value: &str) -> Vec<&str> {
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:^|[；;。.\s])\s*(?:\d{1,2}[.、．)]|[（(]\d{1,2}[)）]|[一二三四五六七八九十]{1,3}、|[一二三四五六七八九]是)\s*").expect("a fixed pattern")
    });
    let items: Vec<&str> = match NUMBER.is_match(value) {
        true => NUMBER.split(value).collect(),
        false => value.split([';', '；']).collect(),
    };
    items
        .into_iter()
        .map(|item| item.trim_matches([' ', '；', ';', '。', '　']))
        .filter(|item| !item.is_empty())
        .collect()
}

/// The list below a label or a heading; whether the field shows all of it.
fn list_below(document: &Document, place: usize, label: Label, names: &Names, found: &mut Found) -> bool {
    let mut items: Vec<(usize, &Line)> = Vec::new();
    for (at, block) in document.blocks.iter().enumerate().skip(place + 1) {
        match block {
            Block::Item(line) => items.push((at, line)),
            Block::Text(line) if matches!(label, Label::People(_)) && names::somebody(&line.plain).is_some() => {
                items.push((at, line));
            }
            _ => break,
        }
    }
    let Some((_, first)) = items.first() else { return false };
    // The label itself is taken out with its list.
    let head = match &document.blocks[place] {
        Block::Heading(_, line) | Block::Text(line) | Block::Item(line) => line.plain.as_str(),
        _ => "",
    };
    let lines = items.iter().map(|(_, line)| line.markdown.as_str());
    let words = std::iter::once(head).chain(lines).collect::<Vec<_>>().join("\n");
    let text = |(_, line): &(usize, &Line)| Value::text(line.plain.trim_end_matches(['；', ';', '。']));
    let (key, values) = match label {
        Label::Agenda => ("agenda", items.iter().map(text).collect()),
        Label::Decisions => ("decisions", items.iter().map(text).collect()),
        Label::People(key) => (key, items.iter().map(|(_, line)| person_or_group(&line.plain, names)).collect()),
        _ => return false,
    };
    if found.has(key) {
        return false;
    }
    found.add(key, Value::List(values), &words, &first.spot);
    found.taken.extend(items.iter().map(|(at, _)| (*at, key)));
    true
}

fn person_or_group(text: &str, names: &Names) -> Value {
    match names::somebody(text) {
        Some(somebody) => names.who(&somebody),
        None => Value::Group(vec![("group", Value::text(text))]),
    }
}

/// A form laid out as a table: a label, and what it holds in the cell behind it. The table stays.
fn table(spot: &Spot, rows: &[Vec<Line>], names: &Names, tongue: Tongue, found: &mut Found) {
    for row in rows {
        let mut cells = row.iter().filter(|cell| !cell.plain.is_empty());
        while let (Some(head), Some(cell)) = (cells.next(), cells.next()) {
            if let Some(label) = label(head.plain.trim_end_matches([':', '：'])) {
                let words = format!("{} {}", head.plain, cell.plain);
                let line = Line { spot: spot.clone(), ..cell.clone() };
                one(label, &cell.plain, &words, &line, names, tongue, found);
            }
        }
    }
}
