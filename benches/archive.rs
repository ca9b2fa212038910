//! An invented archive of any size, always the same for the same size.
//!
//! Streets meet, ten secretaries report at each meeting, and every report answers what the last
//! one of its organization promised. Nobody and no place in it is real.

#![allow(dead_code, reason = "the benchmarks and the example each take what they need")]

use std::fmt::Write;

use jiff::ToSpan;
use jiff::civil::{self, Date};

/// The day on which the archive is looked at.
pub const TODAY: Date = civil::date(2026, 6, 1);
const FIRST_DAY: Date = civil::date(2006, 1, 9);
const DAYS: usize = 20 * 365;
/// How many organizations a street has, and so how many reports a meeting.
const TOGETHER: usize = 10;
const MOST_STREETS: usize = 20;
/// Valid ballots at a meeting.
const BALLOTS: usize = 60;

/// A record: its path in the site, the keys of its front matter, and its text.
pub struct Record {
    pub path: String,
    pub keys: String,
    pub text: String,
}

impl Record {
    /// The record as it stands in its file.
    pub fn file(&self) -> String {
        format!("---\n{}---\n\n{}", self.keys, self.text)
    }
}

pub struct Archive {
    /// `minutebook.yaml`.
    pub config: String,
    /// Id and title of each topic.
    pub topics: Vec<(&'static str, String)>,
    pub records: Vec<Record>,
}

/// An archive of so many reports, rounded down to whole meetings.
pub fn archive(reports: usize) -> Archive {
    let meetings = (reports / TOGETHER).max(1);
    // A street meets several times, in a small archive too.
    let streets = (meetings / 5).clamp(1, MOST_STREETS);
    let mut making = Making { dice: Dice(reports as u64), records: Vec::new() };
    let streets: Vec<Street> = (0..streets).map(|number| making.street(number)).collect();
    let mut last: Vec<Option<Past>> = streets.iter().map(|_| None).collect();
    for number in 0..meetings {
        let (round, at) = (number / streets.len(), number % streets.len());
        let held = after(FIRST_DAY, number * DAYS / meetings);
        last[at] = Some(making.meeting(&streets[at], round, held, last[at].take()));
    }
    let topics: Vec<(&str, String)> = TOPICS.split(", ").map(|topic| (topic, capital(topic))).collect();
    Archive { config: config(&topics), topics, records: making.records }
}

fn config(topics: &[(&str, String)]) -> String {
    let mut config = CONFIG.to_string();
    for (id, title, _) in SERIES {
        let from = "{kind: [village, community], post: secretary}";
        line(&mut config, format_args!("  {id}: {{title: {title}, scale: four-level, reports_from: {from}}}"));
    }
    line(&mut config, format_args!("topics:"));
    topics.iter().for_each(|(id, title)| line(&mut config, format_args!("  {id}: {{title: {title}}}")));
    config
}

struct Street {
    id: String,
    name: String,
    chair: String,
    /// Ids of the organizations, and of the secretary of each.
    organizations: Vec<(String, String)>,
}

/// What a later meeting of the same street has to do with.
struct Past {
    meeting: String,
    /// For each organization, the commitments as answers name them.
    promised: Vec<Vec<String>>,
}

struct Making {
    dice: Dice,
    records: Vec<Record>,
}

impl Making {
    fn put(&mut self, path: &str, keys: String, text: String) {
        self.records.push(Record { path: format!("content/{path}"), keys, text });
    }

    fn street(&mut self, number: usize) -> Street {
        let own = TOGETHER * MOST_STREETS + number;
        let name = format!("{} Street", place(own));
        let id = self.organization(&name, &format!("kind: street\norder: {number}\n"));
        let chair = self.person(own, "chair", &id);
        let mut organizations = Vec::new();
        for number in TOGETHER * number..TOGETHER * (number + 1) {
            let kind = ["village", "community"][number % 2];
            let keys = format!("kind: {kind}\norder: {}\nparent: {id}\n", MOST_STREETS + number);
            let organization = self.organization(&format!("{} {}", place(number), capital(kind)), &keys);
            let secretary = self.person(number, "secretary", &organization);
            organizations.push((organization, secretary));
        }
        Street { id, name, chair, organizations }
    }

    /// Adds an organization, and gives its id.
    fn organization(&mut self, name: &str, keys: &str) -> String {
        let id = id(name);
        let text = self.dice.paragraph();
        self.put(&format!("organizations/{id}.md"), format!("name: {name}\n{keys}"), text);
        id
    }

    /// Adds a person, and gives the id.
    fn person(&mut self, number: usize, post: &str, organization: &str) -> String {
        let name = paired(SURNAMES, GIVEN_NAMES, number, " ");
        let id = id(&name);
        let term = format!("{{post: {post}, organization: {organization}, start: 2001-03-01}}");
        let text = self.dice.paragraph();
        self.put(&format!("people/{id}.md"), format!("name: {name}\nroles:\n  - {term}\n"), text);
        id
    }

    fn meeting(&mut self, street: &Street, round: usize, held: Date, past: Option<Past>) -> Past {
        let id = format!("{held}-{}", street.id);
        let mut text = self.dice.paragraph();
        let mut promised = Vec::new();
        let mut present = String::new();
        for (order, (organization, secretary)) in street.organizations.iter().enumerate() {
            let answered = past.as_ref().map(|past| (past.meeting.as_str(), past.promised[order].as_slice()));
            promised.push(self.report(&id, held, (organization, secretary), order, answered));
            line(&mut present, format_args!("  - {secretary}"));
            let link = format!("[The report](/meetings/{id}/{organization}.md)");
            let said = self.dice.sentence();
            line(&mut text, format_args!("\n{}. {link} of [the secretary](/people/{secretary}.md). {said}", order + 1));
        }
        if let Some(Past { meeting, .. }) = past {
            line(&mut text, format_args!("\nThe list of [last time](/meetings/{meeting}/index.md) was read out."));
        }
        let (series, _, occasion) = SERIES[round % SERIES.len()];
        let (street, organizer, chair, number) = (&street.name, &street.id, &street.chair, round + 1);
        let mut say = || self.dice.sentence();
        let (summary, decision, suggestions) = (say(), say(), [say(), say(), say()].join("\n  - "));
        let keys = format!(
            "\
title: Ten secretaries report at the {street} {occasion}, no. {number}
held: {held}
time: \"14:00\"
covers: {}
series: {series}
summary: {summary}
place: {{name: {street} hall, room: large room}}
organizer: {organizer}
chair: {chair}
present:
{present}attendance: {{expected: 72, present: 70}}
agenda:
  - Reports, one by one
  - Assessment by ballot
reports: {{count: {TOGETHER}, manner: one-by-one}}
suggestions:
  - {suggestions}
decisions:
  - text: {decision}
    votes: {{for: 58, against: 3, abstain: 9}}
assessment:
  by: participants
  method: secret-ballot
  ballots: {{issued: 70, returned: 64, valid: {BALLOTS}}}
  visibility: full
topics: [{}]
",
            held.year() - 1,
            self.dice.topics()
        );
        self.put(&format!("meetings/{id}/index.md"), keys, text);
        Past { meeting: id, promised }
    }

    /// Adds a report that answers what was promised at an earlier meeting, and gives what it promises.
    fn report(
        &mut self,
        meeting: &str,
        held: Date,
        (organization, secretary): (&str, &str),
        order: usize,
        answered: Option<(&str, &[String])>,
    ) -> Vec<String> {
        let dice = &mut self.dice;
        let (thing, when) = (dice.one_of(THINGS), dice.one_of(TIMES));
        let mut say = || dice.sentence();
        let (summary, comment, problem, cause) = (say(), say(), say(), say());
        let (good, fair, poor) = (20 + dice.throw(30), dice.throw(6), dice.throw(3));
        let fairly_good = BALLOTS - good - fair - poor;
        let mut keys = format!(
            "\
title: {}, {when}
secretary: {secretary}
organization: {organization}
order: {}
mode: oral
summary: {summary}
comment: {comment}
ballots: {{good: {good}, fairly-good: {fairly_good}, fair: {fair}, poor: {poor}}}
grade: {}
problems:
  - text: {problem}
    cause: {cause}
topics: [{}]
",
            capital(thing),
            order + 1,
            if good > fairly_good { "good" } else { "fairly-good" },
            dice.topics()
        );
        let promised = &["first", "second"][..1 + dice.throw(2)];
        commitments(&mut keys, promised, held, secretary, dice);
        answered.iter().for_each(|(_, promised)| answers(&mut keys, promised, dice));
        let text = dice.report(answered.map(|(meeting, _)| format!("/meetings/{meeting}/{organization}.md")));
        self.put(&format!("meetings/{meeting}/{organization}.md"), keys, text);
        promised.iter().map(|promise| format!("{meeting}/{organization}/{promise}")).collect()
    }
}

fn commitments(keys: &mut String, ids: &[&str], held: Date, secretary: &str, dice: &mut Dice) {
    line(keys, format_args!("commitments:"));
    for id in ids {
        let (text, due) = (dice.sentence(), after(held, 200 + dice.throw(200)));
        line(keys, format_args!("  - id: {id}\n    text: {text}\n    due: {due}"));
        line(keys, format_args!("    responsible: {secretary}\n    status: not-started"));
        if dice.throw(2) == 0 {
            let (text, date) = (dice.sentence(), after(held, 20 + dice.throw(20)));
            line(keys, format_args!("    updates:\n      - {{date: {date}, status: in-progress, text: {text}}}"));
        }
    }
}

/// Every answer is final, since it is not answered again.
fn answers(keys: &mut String, promised: &[String], dice: &mut Dice) {
    line(keys, format_args!("previous:"));
    for promise in promised {
        let (status, note, sheet) = (dice.one_of("done, partly-done, not-done"), dice.sentence(), dice.throw(90) + 1);
        line(keys, format_args!("  - ref: {promise}\n    status: {status}\n    note: {note}"));
        line(keys, format_args!("    evidence: Sheet {sheet} of the file"));
    }
}

/// SplitMix64 (Steele, Lea and Flood, 2014): small, and the same everywhere.
struct Dice(u64);

impl Dice {
    /// One of the numbers below `sides`.
    fn throw(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % sides as u64) as usize
    }

    fn one_of(&mut self, words: &'static str) -> &'static str {
        let all = words.split(", ");
        all.clone().nth(self.throw(all.count())).expect("it is below their number")
    }

    fn sentence(&mut self) -> String {
        let (who, did, what, when) = (self.one_of(ACTORS), self.one_of(DEEDS), self.one_of(THINGS), self.one_of(TIMES));
        format!("{} {did} {what} {when}.", capital(who))
    }

    fn chinese(&mut self) -> String {
        format!("{}{}{}。", self.one_of(ACTORS_ZH), self.one_of(DEEDS_ZH), self.one_of(THINGS_ZH))
    }

    /// A few sentences; in one paragraph of four the last one is Chinese.
    fn paragraph(&mut self) -> String {
        let sentences: Vec<String> = (0..3 + self.throw(3)).map(|_| self.sentence()).collect();
        let last = if self.throw(4) == 0 { self.chinese() } else { self.sentence() };
        format!("{} {last}\n", sentences.join(" "))
    }

    /// The text of a report, with a link to the one `before`.
    fn report(&mut self, before: Option<String>) -> String {
        let mut text = String::new();
        for title in ["Work done", "What went wrong", "Next steps"] {
            line(&mut text, format_args!("## {title}\n"));
            (0..2 + self.throw(2)).for_each(|_| line(&mut text, format_args!("{}", self.paragraph())));
        }
        line(&mut text, format_args!("- **{}**\n- {}\n- {}\n", self.sentence(), self.sentence(), self.chinese()));
        before.iter().for_each(|path| line(&mut text, format_args!("See also [the last report]({path}).")));
        text
    }

    /// One or two topics.
    fn topics(&mut self) -> String {
        match (self.one_of(TOPICS), self.one_of(TOPICS)) {
            (one, other) if one == other => one.to_string(),
            (one, other) => format!("{one}, {other}"),
        }
    }
}

fn line(text: &mut String, line: std::fmt::Arguments<'_>) {
    writeln!(text, "{line}").expect("a string takes any text");
}

fn after(day: Date, days: usize) -> Date {
    let days = i64::try_from(days).expect("a few thousand days").days();
    day.checked_add(days).expect("it is in this century")
}

fn id(name: &str) -> String {
    name.to_lowercase().replace(' ', "-")
}

fn capital(words: &str) -> String {
    words[..1].to_uppercase() + &words[1..]
}

fn place(number: usize) -> String {
    paired(PLACES, ENDINGS, number, "")
}

/// A name of two parts, of which there are twenty each: another for every number below 400.
fn paired(first: &str, second: &str, number: usize, between: &str) -> String {
    let part = |words: &str, at: usize| words.split(", ").nth(at % 20).expect("there are twenty").to_string();
    part(first, number) + between + &part(second, number + number / 20)
}

const CONFIG: &str = "\
title: Invented Street Records
tagline: An invented archive, for measuring
base_url: https://example.org/
theme: plain
paginate: 20
menu: [meetings, reports, commitments, organizations, people, topics, archive]
scales:
  four-level: {good: Good, fairly-good: Fairly good, fair: Fair, poor: Poor}
series:
";

/// Id, title, and the word for one such meeting.
const SERIES: [(&str, &str, &str); 4] = [
    ("annual-debriefing", "Annual debriefings", "debriefing"),
    ("half-year-review", "Half-year reviews", "half-year review"),
    ("winter-review", "Winter reviews", "winter review"),
    ("work-meeting", "Work meetings", "work meeting"),
];

const TOPICS: &str = "water, heating, roads, lamps, stairs, accounts, wells, drains, schools, buses, parks, markets, \
    roofs, keys, maps, notices, libraries, gardens, orchards, ponds, bridges, ditches, fences, kitchens, clinics, \
    halls, chimneys, radiators, volunteers, archives, elders, children, visitors, winters, harvests, festivals, \
    ferries, letters, weather, rivers";
const PLACES: &str = "Mill, Stone, Willow, Orchard, North, South, East, West, Upper, Lower, Old, New, Long, Red, White, \
    Green, Pine, Elm, Crane, Heron";
const ENDINGS: &str = "brook, gate, bank, ford, field, hill, well, bridge, side, wood, mere, cross, lane, yard, pond, \
    ridge, dale, moor, acre, stead";
const SURNAMES: &str = "Arbo, Bintz, Corvo, Dalsk, Eltz, Fonda, Gruv, Hesk, Ilvo, Jort, Kelp, Lunt, Morv, Nask, Olt, \
    Prenn, Quist, Rusk, Sorv, Tamp";
const GIVEN_NAMES: &str = "Abo, Belu, Cani, Dori, Evo, Falu, Gimi, Hobo, Ilu, Jani, Kelo, Lumi, Mavo, Nilu, Ori, Pabo, \
    Rilu, Sami, Tovo, Umi";
const ACTORS: &str = "the street office, two volunteers, the accounts clerk, a neighbor from the third floor, \
    the fitter, the residents of the lower group, nobody, the school, the secretary, a deputy, the county, the guard";
const DEEDS: &str = "repaired, measured, counted, painted, found, asked about, closed, opened, wrote down, paid for, \
    forgot, inspected";
const THINGS: &str = "the pump at the well, the handrails of stairwell 12, the list of members, the notice board, \
    the keys of the hall, the lamps along the school path, the drain below the bridge, the heating rota, \
    the accounts of the spring, the bus stop, the roof of the reading room, the minutes of March";
const TIMES: &str = "before the first frost, in one afternoon, twice, at the end of the month, after a long talk, \
    on a Monday, without a word, three weeks late, in the presence of all, as promised, in the rain, for the first time";
const ACTORS_ZH: &str = "街道办, 两名志愿者, 会计, 三楼的邻居, 书记, 学校";
const DEEDS_ZH: &str = "修好了, 量过了, 清点了, 打开了, 记下了, 检查了";
const THINGS_ZH: &str = "水井的泵, 十二号楼的扶手, 名册, 公告栏, 礼堂的钥匙, 上学路上的路灯";
