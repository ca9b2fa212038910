//! Documents with what was recognized in them -> records and the files beside them.

mod about;
mod media;

use std::collections::BTreeMap;

use jiff::civil;

use about::{given_by, language, said, stem, topics};

use super::account::{self, Entry, Fate};
use super::front::{self, Value};
use super::ids::{Taken, slug};
use super::inline::escaped_start;
use super::links::{To, relinked};
use super::piece::{Block, Document, Fact, Line, Odd, Photo, Spot, is_shown, squeezed};
use super::recognize::{self, Found};
use super::{Imported, Input, Made, Setting, Used};
use crate::diag::{Severity, Spot as Where, Step};
use crate::edit::{NewFile, Tongue};
use crate::parse::{self, Kind, identify, keys};
use crate::span::SourcePath;

/// A document on its way to a file.
struct Draft<'a> {
    input: &'a Input,
    document: Document,
    found: Found,
    kind: Kind,
    id: String,
    path: SourcePath,
    /// What it lacks for the kind that it would be.
    missing: Vec<String>,
    is_draft: bool,
    tongue: Tongue,
}

/// Makes the records; says which pictures of the sources they took up.
pub fn compose(
    setting: &Setting<'_>,
    taken: &mut Taken,
    documents: Vec<(&Input, Document)>,
    pictures: &BTreeMap<&str, &Input>,
    imported: &mut Imported,
) -> Used {
    let mut drafts = Vec::new();
    for (input, document) in documents {
        if let Some(draft) = settled(setting, taken, input, document, pictures, &mut imported.account) {
            drafts.push(draft);
        }
    }
    // Where the texts of this import go, by where they were.
    let places: BTreeMap<String, (SourcePath, bool)> =
        drafts.iter().map(|draft| (draft.input.path.clone(), (draft.path.clone(), draft.is_draft))).collect();
    let mut used = Used::new();
    for draft in drafts {
        written(setting, taken, draft, &places, pictures, &mut used, imported);
    }
    used
}

/// Says what kind of record a document becomes, and where it goes.
fn settled<'a>(
    setting: &Setting<'_>,
    taken: &mut Taken,
    input: &'a Input,
    mut document: Document,
    pictures: &BTreeMap<&str, &Input>,
    account: &mut Vec<Entry>,
) -> Option<Draft<'a>> {
    let whole: String = document.lines().map(|line| line.plain.as_str()).collect::<Vec<_>>().join("\n");
    if account::secret(&whole) {
        let what = "a text with the mark of a state secret; ask who classified it: it cannot be published".to_string();
        account.push(super::not_understood(input, Spot::Whole, what, String::new()));
        return None;
    }
    if document.blocks.is_empty() && document.title.is_none() {
        for odd in std::mem::take(&mut document.odd) {
            account.push(super::not_understood(input, odd.spot, odd.what, odd.words));
        }
        account.push(super::not_understood(input, Spot::Whole, "a file without any text".into(), String::new()));
        return None;
    }
    topics(setting, &mut document);
    let (suffix, tongue) = language(setting, &document);
    let mut found = recognize::recognize(&document, &setting.names, tongue);
    found.title = found.title.take().filter(|title| !squeezed(&title.plain).is_empty());
    let stem = stem(&input.path);
    let mut missing = Vec::new();
    let title = match &found.title {
        Some(title) => title.plain.clone(),
        None => {
            missing.push(said(setting, "title: the file's name stands in its place", "标题：暂用文件名"));
            match squeezed(stem) {
                words if words.is_empty() => slug(Kind::Page, stem),
                words => words,
            }
        }
    };
    if found.title.is_none() {
        found.title = Some(Line { spot: Spot::Whole, plain: title.clone(), markdown: title.clone() });
    }
    if setting.wish.kind == Some(Kind::Report) {
        given_by(setting, input, &document, &mut found);
    }
    let wanted = setting.wish.kind.unwrap_or(if found.is_meeting { Kind::Meeting } else { Kind::Story });
    let day = |found: &Found| found.published.or(found.signed);
    let kind = match wanted {
        Kind::Meeting if found.held.is_none() => {
            missing.push(said(
                setting,
                "held: the day of the meeting; it is needed in content/meetings/, so this is a page for now",
                "日期：会议召开的日期；content/meetings/ 中必须写明，所以暂存为页面",
            ));
            Kind::Page
        }
        Kind::Story if day(&found).is_none() => {
            missing.push(said(
                setting,
                "published: the day on which it went out; it is needed in content/news/, so this is a page for now",
                "发布：发布日期；content/news/ 中必须写明，所以暂存为页面",
            ));
            Kind::Page
        }
        Kind::Report if !found.facts.iter().any(|fact| matches!(fact.key, "secretary" | "organization")) => {
            missing.push(said(
                setting,
                "organization: whose report it is; one of the site's has to be named in the title, the first lines or the file's name, so this is a page for now",
                "单位：是谁的述职报告；标题、开头几行或文件名里要有本站的单位或人名，所以暂存为页面",
            ));
            Kind::Page
        }
        kind => kind,
    };
    // News of a meeting is not older than the meeting: this is the day of its announcement.
    if kind == Kind::Meeting && found.published.is_some() && found.published < found.held {
        found.facts.retain(|fact| fact.key != "published");
        found.taken.retain(|_, key| *key != "published");
    }
    // A file's name is public too.
    let title = account::without_identity_numbers(&title).0;
    let name = if document.posted && document.written { stem } else { title.as_str() };
    let id = match kind {
        Kind::Meeting => {
            let held = found.held.unwrap_or_default();
            format!("{held}-{}", setting.wish.series.clone().unwrap_or_else(|| slug(kind, &title)))
        }
        Kind::Story => format!("{}-{}", day(&found).unwrap_or_default(), slug(kind, name)),
        Kind::Report => {
            let fact = |key| found.facts.iter().find(|fact| fact.key == key).map(|fact| fact.value.shown());
            slug(kind, &fact("organization").or(fact("secretary")).unwrap_or(title.clone()))
        }
        _ => slug(kind, name),
    };
    let id = taken.fresh(kind, &id);
    let meeting = setting.wish.meeting.as_deref().unwrap_or_default();
    let path = SourcePath::new(match kind {
        Kind::Report => format!("content/meetings/{meeting}/{id}{suffix}.md"),
        Kind::Meeting => format!("content/meetings/{id}/index{suffix}.md"),
        Kind::Story => format!("content/news/{id}{suffix}.md"),
        _ => format!("content/pages/{id}{suffix}.md"),
    });
    if taken.has(kind, &id, &path) {
        let words = title.clone();
        account.push(Entry {
            source: input.name.clone(),
            spot: Spot::Whole,
            words,
            fate: Fate::InTheWay { file: path },
        });
        return None;
    }
    let was_draft = found.facts.iter().any(|fact| fact.key == "draft");
    let is_draft = !missing.is_empty() || was_draft || media::has_mute_pictures(&document, &input.path, pictures);
    Some(Draft { input, document, found, kind, id, path, missing, is_draft, tongue })
}

fn written(
    setting: &Setting<'_>,
    taken: &mut Taken,
    mut draft: Draft<'_>,
    places: &BTreeMap<String, (SourcePath, bool)>,
    pictures: &BTreeMap<&str, &Input>,
    used: &mut Used,
    imported: &mut Imported,
) {
    let source = draft.input.name.clone();
    let entry = |spot: &Spot, words: &str, fate: Fate| Entry {
        source: source.clone(),
        spot: spot.clone(),
        words: words.to_string(),
        fate,
    };
    let mut account = Vec::new();
    let mut files = Vec::new();
    let kind = draft.kind;
    let has_key = |key: &str| keys(kind).iter().any(|known| known.name == key);
    draft.found.facts.retain(|fact| has_key(fact.key));
    draft.found.taken.retain(|_, key| has_key(key));

    // The pictures that came inside a source, and those beside it that its text shows.
    let mut shown: BTreeMap<String, SourcePath> = BTreeMap::new();
    let mut photos = Vec::new();
    let inside = std::mem::take(&mut draft.document.photos);
    let named: Vec<Photo> = inside.into_iter().chain(media::beside(&draft, pictures, used)).collect();
    for photo in named {
        match media::usable(&photo.bytes) {
            Ok(picture) => {
                let file = media::photo_path(taken, &draft, &photo, picture);
                account.push(entry(
                    &photo.spot,
                    photo.alt.as_deref().unwrap_or(""),
                    Fate::Picture { file: file.clone() },
                ));
                if photo.in_text {
                    shown.insert(photo.name.clone(), file.clone());
                } else if let Some(alt) = photo.alt.as_deref().filter(|alt| !alt.trim().is_empty()) {
                    let pairs = vec![("file", Value::text(file.name())), ("alt", Value::text(alt))];
                    photos.push(Value::Group(pairs));
                } else {
                    let name = file.name();
                    draft.missing.push(said(
                        setting,
                        &format!("photos: the photo {name} lies beside this file; say in `alt` what is to be seen: photos: [{{file: {name}, alt: …}}]"),
                        &format!("图片：{name} 已存在旁边；请在“说明文字”中写明画面内容：图片: [{{文件: {name}, 说明文字: …}}]"),
                    ));
                }
                files.push(NewFile { path: file, bytes: photo.bytes });
            }
            Err(why) => {
                let what = format!("the picture {} ({why})", photo.name);
                draft.document.odd.push(Odd { spot: photo.spot, what, words: photo.alt.unwrap_or_default() });
            }
        }
    }

    let mut odd = std::mem::take(&mut draft.found.odd);
    odd.append(&mut draft.document.odd);
    let body = body(&draft.document, &draft.found);
    let mut wordless = false;
    let (mut body, gone) = relinked(&body, |to, image, has_words| {
        let leads = media::lead(to, image, &draft, places, &shown);
        wordless |= image && !has_words && leads != To::Nowhere;
        if image && !has_words { To::Nowhere } else { leads }
    });
    if wordless {
        draft.missing.push(said(
            setting,
            "the text shows a picture without saying what is to be seen; write it between ![ and ]",
            "正文中有图片没有说明文字；请写在 ![ 与 ] 之间",
        ));
    }
    for gone in gone {
        let what = if gone.image { "an image that is shown no more" } else { "a link that leads nowhere from here" };
        odd.push(Odd { spot: Spot::Whole, what: what.to_string(), words: gone.destination });
    }
    if !odd.is_empty() {
        let marks: Vec<String> = odd.iter().map(front::mark).collect();
        // On top: below a text that leaves a block of code open, they would stand in it.
        body = format!("{}\n\n{}", marks.join("\n"), body.trim_matches('\n'));
    }

    let mut front = fields(setting, &draft, &photos);
    let is_draft = draft.is_draft || !draft.missing.is_empty();
    if is_draft {
        front.push(("draft", Value::bare(true)));
    }
    let lacks = said(setting, "missing", "缺");
    let mut notes: Vec<String> = draft.missing.iter().map(|missing| format!("import: {lacks}: {missing}")).collect();
    let text = sound(&draft.path, kind, setting.tongue, &mut front, &mut notes, &body);
    let (text, numbers) = account::without_identity_numbers(&text);
    if numbers > 0 {
        let what = format!("identity-card numbers ({numbers}), which are never published");
        account.push(entry(&Spot::Whole, "", Fate::LeftOut { what }));
    }

    for fact in draft.found.facts.iter().filter(|fact| front.iter().any(|(key, _)| *key == fact.key)) {
        let fate = Fate::Field { key: fact.key, value: fact.value.shown(), file: draft.path.clone() };
        account.push(entry(&fact.spot, &fact.words, fate));
    }
    if let Some(title) = &draft.found.title {
        let fate = Fate::Field { key: "title", value: title.plain.clone(), file: draft.path.clone() };
        account.push(entry(&title.spot, &title.plain, fate));
    }
    for odd in marked(&draft.document).chain(&odd) {
        let fate = Fate::NotUnderstood { what: odd.what.clone(), file: Some(draft.path.clone()) };
        account.push(entry(&odd.spot, &odd.words, fate));
    }
    account.push(entry(&Spot::Whole, "", Fate::Text { file: draft.path.clone() }));
    files.insert(0, NewFile::of_text(draft.path.clone(), text));
    imported.account.append(&mut account);
    imported.made.push(Made { source, kind, files, missing: draft.missing });
}

/// What is marked in the text, at its place.
fn marked(document: &Document) -> impl Iterator<Item = &Odd> {
    document.blocks.iter().filter_map(|block| match block {
        Block::Odd(odd) => Some(odd),
        _ => None,
    })
}

/// The keys that are known, with the source's own facts under `source`.
fn fields(setting: &Setting<'_>, draft: &Draft<'_>, photos: &[Value]) -> Vec<(&'static str, Value)> {
    let found = &draft.found;
    let mut front: Vec<(&'static str, Value)> = Vec::new();
    let mut notes = found.notes.clone();
    front.extend(found.title.as_ref().map(|title| ("title", Value::text(&title.plain))));
    for Fact { key, value, .. } in &found.facts {
        match *key {
            "source" | "draft" => {}
            key => front.push((key, value.clone())),
        }
    }
    if draft.kind == Kind::Story
        && found.published.is_none()
        && let Some(signed) = found.signed
    {
        front.push(("published", Value::bare(signed)));
        notes.push(match draft.tongue {
            Tongue::English => format!("The date of publication is inferred from the date under the text, {signed}."),
            Tongue::Chinese => format!("发布日期是根据落款日期（{signed}）推定的。"),
        });
    }
    let foreign = draft.document.posted || found.published.is_some() && !draft.document.written;
    let own = !foreign || draft.document.written;
    let mut pairs: Vec<(&'static str, Value)> = Vec::new();
    if let Some(Fact { value: Value::Group(given), .. }) = found.facts.iter().find(|fact| fact.key == "source") {
        pairs.extend(given.iter().cloned());
    }
    if !own {
        let has = |pairs: &[(&str, Value)], key: &str| pairs.iter().any(|(other, _)| *other == key);
        if let Some(title) = found.title.as_ref().filter(|_| !has(&pairs, "title")) {
            pairs.insert(0, ("title", Value::text(&title.plain)));
        }
        pairs.extend(draft.document.url.as_deref().map(|url| ("url", Value::text(url))));
        pairs.extend(found.published.map(|day: civil::Date| ("published", Value::bare(day))));
    }
    if !notes.is_empty() {
        pairs.push(("notes", Value::List(notes.iter().map(|note| Value::text(note)).collect())));
    }
    if !pairs.is_empty() {
        front.push(("source", Value::Group(pairs)));
    }
    if !photos.is_empty() {
        let given = front.iter_mut().find(|(key, _)| *key == "photos");
        match given {
            Some((_, Value::List(items))) => items.extend(photos.iter().cloned()),
            _ => front.push(("photos", Value::List(photos.to_vec()))),
        }
    }
    if let Some(series) = setting.wish.series.as_deref().filter(|_| draft.kind == Kind::Meeting) {
        front.push(("series", Value::bare(series)));
    }
    // A list of one person is that person.
    for (key, value) in &mut front {
        if matches!(*key, "chair" | "speakers")
            && let Value::List(items) = value
            && items.len() == 1
        {
            *value = items.remove(0);
        }
    }
    front
}

/// The text of the file, in which every key is one that the checks accept. A value that they refuse
/// becomes a remark.
fn sound(
    path: &SourcePath,
    kind: Kind,
    tongue: Tongue,
    front: &mut Vec<(&'static str, Value)>,
    remarks: &mut Vec<String>,
    body: &str,
) -> String {
    loop {
        let text = front::file(kind, tongue, front, remarks, body);
        let Ok(identity) = identify(path) else { return text };
        let found = parse::document(path, identity, text.as_bytes()).found;
        let fault = found.into_iter().filter(|fault| fault.severity == Severity::Error).find_map(|fault| {
            let (Where::Value(field) | Where::Within(field, _)) = &fault.place.spot else { return None };
            let Some(Step::Key(key)) = field.0.first() else { return None };
            let at = front.iter().position(|(name, _)| **name == **key)?;
            Some((at, fault.message))
        });
        match fault {
            // Each turn takes one key away.
            Some((at, why)) if front[at].0 != "title" => {
                let (key, value) = front.remove(at);
                remarks.push(format!("import: {key}: {} ({why})", squeezed(&value.shown())));
            }
            _ => return text,
        }
    }
}

/// The text as Markdown, without what fields show.
fn body(document: &Document, found: &Found) -> String {
    let mut out = String::new();
    let mut in_list = false;
    for (place, block) in document.blocks.iter().enumerate() {
        if found.taken.contains_key(&place) {
            in_list = false;
            continue;
        }
        // 1、 is no list to Markdown.
        let is_item = matches!(block, Block::Item(line) if is_marked(&line.markdown));
        if !out.is_empty() {
            out.push_str(if is_item && in_list { "\n" } else { "\n\n" });
        }
        in_list = is_item;
        match block {
            Block::Heading(level, line) => {
                out.push_str(&"#".repeat(usize::from(*level).clamp(1, 6)));
                out.push(' ');
                out.push_str(&squeezed(&line.markdown));
            }
            Block::Text(line) | Block::Item(line) | Block::Whole(line) => out.push_str(&line.markdown),
            Block::Table(_, rows) => out.push_str(&table(rows)),
            Block::Odd(odd) => out.push_str(&front::mark(odd)),
        }
    }
    // Damage in an address hides that it is one.
    out.retain(is_shown);
    out
}

/// Whether Markdown sees an item of a list.
fn is_marked(markdown: &str) -> bool {
    let line = markdown.trim_start();
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    line.starts_with("- ") || digits > 0 && line[digits..].starts_with(['.', ')'])
}

/// A table, whose first row is its head. One with a single column is no table.
fn table(rows: &[Vec<Line>]) -> String {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    if width < 2 {
        let lines = rows.iter().flatten().filter(|cell| !cell.plain.is_empty() || !cell.markdown.is_empty());
        return lines.map(|cell| escaped_start(&cell.markdown)).collect::<Vec<_>>().join("\n\n");
    }
    let row = |cells: &[Line]| {
        let texts = (0..width).map(|place| cells.get(place).map_or(String::new(), |cell| squeezed(&cell.markdown)));
        format!("| {} |", texts.collect::<Vec<_>>().join(" | "))
    };
    let mut lines: Vec<String> = rows.iter().map(|cells| row(cells)).collect();
    lines.insert(1, format!("|{}", " --- |".repeat(width)));
    lines.join("\n")
}
