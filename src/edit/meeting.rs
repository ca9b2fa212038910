//! A new meeting: its `index.md`, and a stub for every report that is expected.

use std::collections::BTreeSet;

use jiff::{ToSpan, Unit, civil};

use super::report::Occasion;
use super::{NewFile, Tongue, Unknown, id_of, scalar, stub, unknown};
use crate::model::{Archive, Handle, Meeting, Organization, Series, Told, office};
use crate::parse::Kind;
use crate::span::SourcePath;
use crate::yaml::{Covers, Date};

/// What is known of the meeting.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub series: Option<Handle<Series>>,
    pub held: civil::Date,
    /// The work year; if none is given, as far before the meeting as at the series' last one.
    pub covers: Option<Covers>,
    /// The organization that convenes it; if none is given, the series' last one, else the publisher.
    pub organizer: Option<String>,
    /// The headline; if none is given, the series and the day.
    pub title: Option<String>,
}

/// The files of the meeting, `index.md` first, then the reports in the order of the register.
///
/// Organizations that already have a report at this meeting are left out.
///
/// # Errors
/// An organizer that the site does not have, or neither a series nor a title.
pub fn files(archive: &Archive, wanted: &Wanted) -> Result<Vec<NewFile>, Unknown> {
    let series = wanted.series.map(|series| archive.series[series].id.as_str());
    let name = match (series, &wanted.title) {
        (Some(series), _) => series.to_string(),
        (None, Some(title)) => id_of(title),
        (None, None) => {
            return Err(Unknown {
                message: "a meeting of no series needs a title".to_string(),
                help: "name the series with --series, or give the headline with --title".to_string(),
            });
        }
    };
    let last = wanted.series.and_then(|series| last(archive, series));
    let organizer = match &wanted.organizer {
        Some(id) => Some(super::organization(archive, id)?),
        None => last.and_then(|meeting| meeting.organizer).or_else(|| publisher(archive)),
    };
    let id = format!("{}-{name}", wanted.held);
    let index = index(archive, wanted, organizer);
    let mut files = vec![NewFile::of_text(SourcePath::new(format!("content/meetings/{id}/index.md")), index)];
    let filed = filed(archive, &id);
    let occasion = Occasion { archive, meeting: id, series: wanted.series, held: wanted.held };
    if let Some(keys) = occasion.keys() {
        let expected = office::expected(&archive.organizations, keys, organizer, wanted.held);
        let places = expected.iter().enumerate().filter(|(_, organization)| !filed.contains(organization));
        files.extend(places.map(|(place, organization)| occasion.report(*organization, Some(place + 1))));
    }
    Ok(files)
}

/// The series of an id.
///
/// # Errors
/// A site that has no such series.
pub fn series(archive: &Archive, id: &str) -> Result<Handle<Series>, Unknown> {
    let otherwise = "add it under `series:` in minutebook.yaml";
    archive.series.find(id).ok_or_else(|| unknown("series", id, archive.series.ids(), otherwise))
}

/// The day on which the next meeting of a series may be: as far from the last one as that was from the one before,
/// else a year, on the same day of the week. Unknown where the day of the last one is.
pub fn next_day(archive: &Archive, series: Handle<Series>) -> Option<civil::Date> {
    let meetings = archive.related.series(series).meetings.iter();
    let mut days: Vec<_> = meetings.filter_map(|meeting| day(archive.meetings[*meeting].original.held)).collect();
    days.sort_unstable();
    let last = days.pop()?;
    let apart = days.pop().and_then(|before| Some(before.until((Unit::Day, last)).ok()?.get_days()));
    let next = match apart {
        Some(days @ 1..=20) => last.checked_add(days.days()),
        Some(days) => last.checked_add(((f64::from(days) / 30.44).round() as i32).clamp(1, 60).months()),
        None => last.checked_add(1.year()),
    };
    let next = next.ok()?;
    let later = (last.weekday().to_monday_zero_offset() - next.weekday().to_monday_zero_offset()).rem_euclid(7);
    next.checked_add(if later > 3 { later - 7 } else { later }.days()).ok()
}

/// The work year on which a meeting of a series may be: as far before it as at the last one.
pub fn covers(archive: &Archive, series: Handle<Series>, held: civil::Date) -> Option<Covers> {
    let last = last(archive, series)?;
    let Covers { year, to } = last.covers?;
    let later = held.year() - last.held.year;
    Some(Covers { year: year + later, to: to.map(|to| to + later) })
}

/// What a meeting of a series is called if nobody says otherwise.
pub fn title(archive: &Archive, series: Handle<Series>, held: civil::Date) -> String {
    let language = archive.config.first_language();
    let keys = archive.config.series.get(&archive.series[series].id).expect("every series is one of the configuration");
    let series = keys.title.in_language(language);
    match Tongue::of(language) {
        Tongue::English => format!("{series}, {}", held.strftime("%-d %B %Y")),
        Tongue::Chinese => format!("{series}（{}）", held.strftime("%Y年%-m月%-d日")),
    }
}

fn day(date: Date) -> Option<civil::Date> {
    (date.first() == date.last()).then(|| date.first())
}

fn last(archive: &Archive, series: Handle<Series>) -> Option<&Meeting> {
    archive.related.series(series).meetings.last().map(|handle| &*archive.meetings[*handle].original)
}

fn publisher(archive: &Archive) -> Option<Handle<Told<Organization>>> {
    let id = archive.config.publisher.as_ref()?.organization.as_deref()?;
    archive.organizations.find(id)
}

/// The organizations whose report at a meeting is on file.
fn filed(archive: &Archive, meeting: &str) -> BTreeSet<Handle<Told<Organization>>> {
    let reports = archive.meetings.find(meeting).map(|meeting| archive.reports_of(meeting));
    reports.into_iter().flatten().filter_map(|report| archive.reports[*report].original.organization).collect()
}

fn index(archive: &Archive, wanted: &Wanted, organizer: Option<Handle<Told<Organization>>>) -> String {
    let held = wanted.held;
    let usual = wanted.series.map(|series| title(archive, series, held)).unwrap_or_default();
    let mut front = vec![
        ("title", scalar(wanted.title.as_deref().unwrap_or(&usual))),
        // A date needs no quotes: the table of keys says that it is one.
        ("held", held.to_string()),
    ];
    let covers = wanted.covers.or_else(|| covers(archive, wanted.series?, held));
    front.extend(covers.map(|covers| ("covers", covers.to_string())));
    front.extend(wanted.series.map(|series| ("series", archive.series[series].id.clone())));
    front.extend(organizer.map(|organizer| ("organizer", archive.organizations[organizer].original.base.id.clone())));
    stub(Tongue::of(archive.config.first_language()), Kind::Meeting, &front, [MEETING_EN, MEETING_ZH])
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
