//! Sentences that say what happened at a meeting. They stay in the text whole; a field repeats what is certain.

use std::sync::LazyLock;

use regex::Regex;

use super::{Found, MEETING};
use crate::edit::Tongue;
use crate::import::dates;
use crate::import::front::Value;
use crate::import::names::{self, NAME, Names, Somebody};
use crate::import::piece::{Block, Document, Spot};

/// A sentence with where its paragraph stands.
struct Sentence<'a> {
    text: &'a str,
    spot: &'a Spot,
}

macro_rules! pattern {
    ($name:ident, $pattern:expr) => {
        static $name: LazyLock<Regex> = LazyLock::new(|| Regex::new($pattern).expect("a fixed pattern"));
    };
}

pub(super) fn read(document: &Document, names: &Names, tongue: Tongue, found: &mut Found) {
    let sentences: Vec<Sentence<'_>> = document
        .blocks
        .iter()
        .enumerate()
        .filter(|(place, _)| !found.taken.contains_key(place))
        .filter_map(|(_, block)| match block {
            Block::Text(line) | Block::Item(line) => Some(line),
            _ => None,
        })
        .flat_map(|line| cut(&line.plain).into_iter().map(|text| Sentence { text, spot: &line.spot }))
        .collect();
    day(&sentences, tongue, found);
    let titled = found.title.as_ref().is_some_and(|title| MEETING.is_match(&title.plain));
    // Without a day, or where no word of a meeting stands, names and numbers belong to something else.
    if found.held.is_none() || !(titled || sentences.iter().any(|sentence| MEETING.is_match(sentence.text))) {
        return;
    }
    covers(&sentences, found);
    for sentence in &sentences {
        place(sentence, found);
        chair(sentence, names, found);
        present(sentence, found);
        counts(sentence, found);
        manner(sentence, found);
        assessment(sentence, found);
    }
    suggestions(&sentences, names, tongue, found);
    emphasis(&sentences, found);
}

/// The sentences of a paragraph. A full stop between a letter and a capital ends one, as texts out of
/// machines have it.
fn cut(text: &str) -> Vec<&str> {
    pattern!(END, r#"[.!?](?:["”’)]*)(?:\s+|(?P<next>\p{Lu}))|[。！？][”’）]*"#);
    pattern!(SHORT, r"(?:\b(?:Mr|Mrs|Ms|Dr|No|St|Jr|Sr|vs|p|pp)|\b\p{Lu})\.$");
    let mut sentences = Vec::new();
    let mut start = 0;
    for found in END.captures_iter(text) {
        let Some(whole) = found.get(0) else { continue };
        let end = found.name("next").map_or(whole.end(), |next| next.start());
        if !SHORT.is_match(text[..end].trim_end()) {
            sentences.push(text[start..end].trim());
            start = end;
        }
    }
    sentences.push(text[start..].trim());
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

/// The first day in a sentence that tells of a meeting, near the top.
fn day(sentences: &[Sentence<'_>], tongue: Tongue, found: &mut Found) {
    pattern!(HELD, r"(?i)\b(?:held|convened|met|meets?|took place|will (?:be held|meet))\b|召开|举行|举办|开展");
    if found.held.is_some() {
        return;
    }
    let titled = found.title.as_ref().is_some_and(|title| MEETING.is_match(&title.plain));
    for sentence in sentences.iter().take(8) {
        if !(titled || MEETING.is_match(sentence.text)) || !HELD.is_match(sentence.text) {
            continue;
        }
        if let Some(day) = dates::days(sentence.text).next() {
            found.hold_day(&day, tongue, sentence.spot);
            if found.held.is_none() {
                continue;
            }
            // The time of day stands beside the day: On the afternoon of …, …日下午3时.
            let behind = &sentence.text[day.at + day.words.len()..];
            let near: String = behind.chars().take(14).collect();
            let before: String =
                sentence.text[..day.at].chars().rev().take(24).collect::<Vec<_>>().into_iter().rev().collect();
            let time = dates::times(&near).into_iter().next().or_else(|| dates::times(&before).into_iter().next());
            if let Some(time) = time {
                found.add("time", Value::bare(time.value), time.words, sentence.spot);
            }
            return;
        }
    }
}

/// The work year, where one alone is named as such.
fn covers(sentences: &[Sentence<'_>], found: &mut Found) {
    pattern!(
        YEAR,
        r"(?i)\b(?:work|report|year|reports) (?:of|for) (?P<a>20\d\d)\b|\b(?P<b>20\d\d) annual|(?P<c>20\d\d)\s?年度"
    );
    pattern!(REPORTING, r"(?i)debrief|report|review|assess|述职|评议|考核|总结");
    let title = found.title.iter().map(|title| (title.plain.as_str(), &title.spot));
    let title: Vec<(&str, &Spot)> = title.collect();
    let texts = title.into_iter().chain(sentences.iter().map(|sentence| (sentence.text, sentence.spot)));
    let mut years: Vec<(String, String, Spot)> = Vec::new();
    for (text, spot) in texts.filter(|(text, _)| REPORTING.is_match(text)) {
        for year in YEAR.captures_iter(text) {
            let number = ["a", "b", "c"].iter().find_map(|name| year.name(name)).map(|part| part.as_str().to_string());
            years.extend(number.map(|number| (number, year[0].to_string(), spot.clone())));
        }
    }
    if let Some((year, words, spot)) = years.first().cloned()
        && years.iter().all(|(other, ..)| *other == year)
    {
        found.add("covers", Value::Bare(year), &words, &spot);
    }
}

fn place(sentence: &Sentence<'_>, found: &mut Found) {
    pattern!(
        SUBJECT,
        r"(?:^|, )(?P<p>[Tt]he (?:[\w’'-]+ ){0,3}(?:meeting room|conference room|assembly hall|hall|auditorium|town hall|council chamber|school|library)\b[^,.;]*?) (?:held|hosted) "
    );
    pattern!(
        HELD_AT,
        r"\bheld (?:on [^,;]*? )?(?:in|at) (?P<p>(?:the )?[^,.;]*?(?i:room|hall|auditorium|chamber|office|school|library|centre|center|building)\b[^,.;]*?)(?: on | at \d|[,.;]|$)"
    );
    pattern!(
        HAN,
        r"在(?P<p>[^，。；,在]{2,30}?(?:会议室|会议厅|礼堂|大厅|报告厅|活动室|活动中心|会场|楼|室|厅|院|馆|站|广场|学校))(?:组织|集中)?(?:召开|举行|举办)"
    );
    for pattern in [&*SUBJECT, &*HELD_AT, &*HAN] {
        if let Some(place) = pattern.captures(sentence.text).and_then(|found| found.name("p")) {
            let words = place.as_str();
            let value = words.strip_prefix("the ").or(words.strip_prefix("The ")).unwrap_or(words);
            let mut letters = value.chars();
            let value: String =
                letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect());
            found.add("place", Value::text(&value), words, sentence.spot);
            return;
        }
    }
}

fn chair(sentence: &Sentence<'_>, names: &Names, found: &mut Found) {
    pattern!(
        PRESIDED,
        &format!(
            r"(?:^|[,;] )(?:Comrade )?(?P<n>{NAME})(?:, (?P<r>[^.;]*?),)? (?:presided(?: over)?|chaired|took the chair)\b"
        )
    );
    pattern!(
        BY,
        &format!(r"\b(?:chaired|presided over) by (?:Comrade )?(?P<n>{NAME})(?:, (?P<r>[^.;]+?))?(?:[.;]|, who|$)")
    );
    pattern!(
        HAN,
        r"(?:会议由|由)?(?P<w>[^，。；：]{2,60}?)(?:同志)?(?:主持(?:了)?(?:本次|此次)?(?:会议)?)(?:[，。；]|并|$)"
    );
    pattern!(
        SPOKE,
        r"(?i)\b(?:made|gave|delivered) (?:a|the) (?:closing |opening )?speech|并(?:作|做)?(?:了)?(?:重要)?讲话|主持会议并讲话"
    );
    let english = PRESIDED.captures(sentence.text).or_else(|| BY.captures(sentence.text));
    let somebody = match english {
        Some(read) => Some((
            Somebody { name: read["n"].to_string(), role: read.name("r").map(|role| role.as_str().trim().to_string()) },
            read[0].trim_start_matches([',', ';', ' ']).to_string(),
        )),
        None => HAN.captures(sentence.text).and_then(|read| {
            let words = read["w"].trim_start_matches("会议由").trim_start_matches('由');
            Some((names::somebody(words)?, read[0].to_string()))
        }),
    };
    if let Some((somebody, words)) = somebody {
        found.add("chair", Value::List(vec![names.who(&somebody)]), &words, sentence.spot);
        if let Some(speech) = SPOKE.find(sentence.text) {
            let speaker = Somebody { role: None, ..somebody };
            found.add("speakers", Value::List(vec![names.who(&speaker)]), speech.as_str(), sentence.spot);
        }
    }
}

fn present(sentence: &Sentence<'_>, found: &mut Found) {
    pattern!(
        ENGLISH,
        r"^(?P<w>[^.;:]+?) (?:to attend|attended|attend|were present at|took part in) the (?:meeting|session|debriefing)\b"
    );
    pattern!(HAN, r"^(?P<w>[^。；：]+?)(?:参加|出席)(?:了)?(?:本次|此次)?会议");
    pattern!(BETWEEN, r",\s*(?:and\s+)?|\s+and\s+|、|，|及|和|以及");
    let Some(words) = ENGLISH.captures(sentence.text).or_else(|| HAN.captures(sentence.text)) else { return };
    let words = words.name("w").map_or("", |words| words.as_str());
    let groups: Vec<&str> = BETWEEN.split(words).map(str::trim).filter(|group| group.chars().count() > 1).collect();
    // A verb or a day among them: this says more than who was there.
    if groups.is_empty() || groups.len() > 12 || dates::days(words).next().is_some() || words.contains(['由', '在']) {
        return;
    }
    let group = |group: &&str| match names::somebody(group) {
        Some(somebody) => Value::Group(vec![("name", Value::text(&somebody.name))]),
        None => Value::Group(vec![("group", Value::text(group))]),
    };
    found.add("present", Value::List(groups.iter().map(group).collect()), words, sentence.spot);
}

/// How many items the agenda had, and how many reported.
fn counts(sentence: &Sentence<'_>, found: &mut Found) {
    pattern!(
        AGENDA,
        r"(?i)\b(?P<c>[a-z]+|\d+) (?:agendas|agenda items|items on the agenda)\b|(?P<h>[一二三四五六七八九十两\d]+)项议程"
    );
    pattern!(
        REPORTS,
        r"(?i)\b(?:other )?(?P<c>[a-z]+|\d+) (?:[a-z-]+ ){0,4}secretar(?:y|ies)\b[^.;]*(?:\breport|\bdebrief|work situation)|(?P<h>[一二三四五六七八九十两\d]+)名[^，。；]{0,20}?书记[^。；]*述职"
    );
    for (key, pattern) in [("agenda", &*AGENDA), ("reports", &*REPORTS)] {
        for read in pattern.captures_iter(sentence.text) {
            let count = read.name("c").or(read.name("h")).and_then(|count| dates::count(count.as_str()));
            if let Some(count) = count {
                let value = Value::Group(vec![("count", Value::bare(count))]);
                let words = read.get(0).map_or("", |words| words.as_str());
                // What is listed need not be counted.
                found.add(key, value, words, sentence.spot);
            }
        }
    }
}

/// How the reports were given, and how the chair commented.
fn manner(sentence: &Sentence<'_>, found: &mut Found) {
    pattern!(COMMENTED, r"(?i)\bcommented(?: on [^.;]*?)? one by one\b|逐一(?:进行)?(?:了)?点评");
    pattern!(
        ONE_BY_ONE,
        r"(?i)\b(?:report|work situation|secretar)[^.;]*one by one\b|逐一(?:进行)?(?:了)?(?:述职|汇报)"
    );
    if let Some(words) = COMMENTED.find(sentence.text) {
        found.add("commentary", Value::bare("one-by-one"), words.as_str(), sentence.spot);
    } else if ONE_BY_ONE.is_match(sentence.text)
        && let Some(fact) = found.facts.iter_mut().find(|fact| fact.key == "reports")
        && let Value::Group(pairs) = &mut fact.value
        && !pairs.iter().any(|(key, _)| *key == "manner")
    {
        pairs.push(("manner", Value::bare("one-by-one")));
    }
}

fn assessment(sentence: &Sentence<'_>, found: &mut Found) {
    pattern!(
        SPOT,
        r"(?i)on-the-spot (?:democratic )?assessment|assess\w*[^.;]* on the spot|现场(?:进行)?(?:了)?(?:民主)?(?:测评|评议)"
    );
    pattern!(SECRET, r"(?i)\bby secret ballot\b|无记名(?:投票|测评)");
    pattern!(BY, r"(?i)\bparticipants\b|参会人员|与会人员");
    pattern!(ASSESSED, r"(?i)\bassess|测评|评议");
    let method = match () {
        () if SECRET.is_match(sentence.text) && ASSESSED.is_match(sentence.text) => "secret-ballot",
        () if SPOT.is_match(sentence.text) => "on-the-spot",
        () => return,
    };
    let mut pairs = Vec::from_iter(BY.find(sentence.text).map(|by| ("by", Value::text(by.as_str()))));
    pairs.push(("method", Value::bare(method)));
    found.add("assessment", Value::Group(pairs), sentence.text, sentence.spot);
}

/// How many suggestions were put forward, and those that the text goes on to give.
fn suggestions(sentences: &[Sentence<'_>], names: &Names, tongue: Tongue, found: &mut Found) {
    pattern!(
        COUNT,
        r"(?i)\b(?:put forward|made|offered|gave) (?P<c>[a-z]+|\d+) (?:suggestions|proposals|recommendations)\b|提出(?:了)?(?P<h>[一二三四五六七八九十两\d]+)(?:点|条|项)(?:意见|建议|要求)"
    );
    pattern!(
        ITEM,
        r"^(?:(?P<e>First|Second|Third|Fourth|Fifth|Sixth)(?:ly)?,\s*(?P<t>.+)|第(?P<z>[一二三四五六七八九])[，、,]\s*(?P<u>.+)|(?P<y>[一二三四五六七八九])(?:是(?P<v>.+)|(?P<w>要.+)))$"
    );
    pattern!(
        BEHALF,
        r"on behalf of (?P<e>the [\p{L} ]+?)(?:,|\.| put)|代表(?P<h>[^，。；]{2,20}?)(?:，|就|对|提出|逐一)"
    );
    pattern!(
        BY,
        &format!(
            r"(?:^|[,.] ?)(?:Comrade )?(?P<n>{NAME}),? on behalf of|(?:^|，)(?P<w>[^，。；]{{2,30}}?)(?:同志)?代表"
        )
    );
    let counted = sentences.iter().enumerate().find_map(|(place, sentence)| {
        let read = COUNT.captures(sentence.text)?;
        Some((place, sentence, dates::count(read.name("c").or(read.name("h"))?.as_str())?))
    });
    let Some((place, sentence, count)) = counted else { return };
    // Those of 提出三点意见：一是…；二是… stand behind the colon.
    let inside = sentence.text.split_once(['：', ':']).map_or("", |(_, rest)| rest).split(['；', ';']);
    let after = sentences[place + 1..].iter().flat_map(|sentence| sentence.text.split(['；']));
    let mut items: Vec<(u32, &str)> = Vec::new();
    for text in inside.chain(after.take(40)).map(str::trim) {
        let Some(read) = ITEM.captures(text) else {
            // What is said between two of them belongs to the one before.
            if items.last().is_some_and(|(number, _)| *number >= count) {
                break;
            }
            continue;
        };
        const ORDINALS: [&str; 6] = ["first", "second", "third", "fourth", "fifth", "sixth"];
        let number = match read.name("e") {
            Some(word) => {
                ORDINALS.iter().position(|other| word.as_str().eq_ignore_ascii_case(other)).map(|at| at as u32 + 1)
            }
            None => read.name("z").or(read.name("y")).and_then(|digit| dates::count(digit.as_str())),
        };
        let words =
            read.name("t").or(read.name("u")).or(read.name("v")).or(read.name("w")).map_or("", |words| words.as_str());
        if let Some(number) = number.filter(|number| *number <= count && items.iter().all(|(other, _)| other < number))
        {
            items.push((number, words));
        }
    }
    let missing: Vec<u32> = (1..=count).filter(|number| items.iter().all(|(other, _)| other != number)).collect();
    let mut pairs = vec![("count", Value::bare(count))];
    if !items.is_empty() {
        let note = match tongue {
            Tongue::English => "The source does not give it.",
            Tongue::Chinese => "来源没有写出。",
        };
        let item = |number: u32| {
            let words = items.iter().find(|(other, _)| *other == number).map(|(_, words)| Value::text(&capital(words)));
            let said = words.map_or(("note", Value::text(note)), |words| ("text", words));
            Value::Group(vec![("number", Value::bare(number)), said])
        };
        pairs.push(("items", Value::List((1..=count).map(item).collect())));
        if !missing.is_empty() {
            let numbers = missing.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
            found.notes.push(match tongue {
                Tongue::English => {
                    format!("The source speaks of {count} suggestions and does not give number {numbers}.")
                }
                Tongue::Chinese => format!("来源称提出{count}点，没有写出第{numbers}点。"),
            });
        }
    }
    if let Some(by) = BY.captures(sentence.text) {
        let somebody = match by.name("n") {
            Some(name) => Some(Somebody { name: name.as_str().to_string(), role: None }),
            None => by.name("w").and_then(|words| names::somebody(words.as_str())),
        };
        pairs.extend(somebody.map(|somebody| ("by", names.who(&somebody))));
    }
    if let Some(behalf) = BEHALF.captures(sentence.text) {
        let words = behalf.name("e").or(behalf.name("h")).map_or("", |words| words.as_str());
        pairs.push(("on_behalf_of", Value::text(words)));
    }
    let words = items.iter().map(|(_, words)| *words);
    let words = std::iter::once(sentence.text).chain(words).collect::<Vec<_>>().join(" ");
    found.add("suggestions", Value::Group(pairs), &words, sentence.spot);
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// What the meeting emphasized, and the sentences that go on in its voice.
fn emphasis(sentences: &[Sentence<'_>], found: &mut Found) {
    pattern!(
        STRESSED,
        r"^(?:The meeting (?:emphasized|emphasised|stressed|required|demanded)(?: that)?[:,]?\s*|(?:会议|大会)(?:强调|要求|指出)[，：:,]?)(?P<t>.+)$"
    );
    pattern!(GOES_ON, r"^(?:We (?:must|should|need to|will)|At the same time,)|^(?:同时，|要)");
    let mut values: Vec<(&str, &Spot)> = Vec::new();
    let mut inside = false;
    for sentence in sentences {
        if let Some(read) = STRESSED.captures(sentence.text) {
            inside = true;
            values.extend(read.name("t").map(|words| (words.as_str(), sentence.spot)));
        } else if inside && GOES_ON.is_match(sentence.text) {
            values.push((sentence.text, sentence.spot));
        } else {
            inside = false;
        }
    }
    if let Some((_, spot)) = values.first().copied() {
        let words = values.iter().map(|(words, _)| *words).collect::<Vec<_>>().join(" ");
        let items = values.iter().map(|(words, _)| Value::text(&capital(words))).collect();
        found.add("emphasis", Value::List(items), &words, spot);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_where_a_capital_follows_too() {
        assert_eq!(
            cut("He spoke.They left. Mr. Wu stayed; No. 5 too."),
            ["He spoke.", "They left.", "Mr. Wu stayed; No. 5 too."]
        );
        assert_eq!(cut("会议召开。他讲了话。"), ["会议召开。", "他讲了话。"]);
    }
}
