//! A roster, as CSV or XLSX -> people with their offices, and organizations. What is private about a
//! person is left out by its column, and its values stand nowhere.

mod column;

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{DataRef, Reader, Xlsx};

use super::account::{Entry, Fate};
use super::front::{self, Value};
use super::ids::{Taken, slug};
use super::package::Package;
use super::piece::{Odd, Spot, squeezed};
use super::{Imported, Input, Made, Setting};
use crate::edit::NewFile;
use crate::parse::Kind;
use crate::span::SourcePath;
use column::{Column, term};

/// A sheet, or a CSV file.
#[derive(Clone, Debug)]
pub struct Table {
    /// Of a sheet; nothing where there is only one.
    name: Option<String>,
    /// Each with its number, as programs for spreadsheets show it.
    rows: Vec<(usize, Vec<String>)>,
}

/// More cells no roster has.
const MOST_CELLS: usize = 2_000_000;

/// The rows of a CSV file, between commas, semicolons or tabs.
pub fn csv(text: &str) -> Table {
    let first = text.lines().next().unwrap_or("");
    let delimiter = [b',', b'\t', b';']
        .into_iter()
        .max_by_key(|own| first.bytes().filter(|byte| byte == own).count())
        .unwrap_or(b',');
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let rows = reader.records().filter_map(Result::ok).map(|record| {
        let line = record.position().map_or(0, |position| usize::try_from(position.line()).unwrap_or(0));
        (line, record.iter().map(|cell| cell.trim().to_string()).collect())
    });
    Table { name: None, rows: rows.collect() }
}

/// The sheets of a workbook that hold anything.
pub fn sheets(bytes: &[u8]) -> Result<(Vec<Table>, Vec<Odd>), String> {
    // What it unpacks to is bounded there; the reader of sheets has no bounds.
    let package = Package::open(bytes)?;
    if let Some((name, why)) = package.lost.first() {
        return Err(format!("a workbook whose part {name} cannot be unpacked ({why})"));
    }
    let mut odd: Vec<Odd> = Vec::new();
    for (name, part) in &package.parts {
        let below = name.strip_prefix("xl/").unwrap_or(name);
        let comment = below.starts_with("comments") || below.starts_with("threadedComments/");
        let drawing = below.starts_with("drawings/drawing") || below.starts_with("charts/chart");
        if (comment || drawing) && name.ends_with(".xml") {
            let words = super::package::tree(part).map(|root| root.words()).unwrap_or_default();
            let what = if comment { "comments on cells" } else { "drawings on a sheet" };
            odd.push(Odd { spot: Spot::Part(name.clone()), what: what.into(), words: column::harmless(&words) });
        } else if below.starts_with("media/") {
            odd.push(Odd { spot: Spot::Part(name.clone()), what: "a picture on a sheet".into(), words: String::new() });
        }
    }
    drop(package);
    let broken = |error: calamine::XlsxError| format!("a workbook that cannot be read ({error})");
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let names = workbook.sheet_names();
    let mut tables = Vec::new();
    let mut count = 0;
    for name in &names {
        // Cell by cell: a sheet with one cell in its last corner would be a table of all that lie before it.
        let mut rows: BTreeMap<u32, BTreeMap<u32, String>> = BTreeMap::new();
        let mut cells = match workbook.worksheet_cells_reader(name) {
            Ok(cells) => cells,
            Err(error) => {
                let what = format!("a sheet that cannot be read ({error})");
                odd.push(Odd { spot: Spot::Part(name.clone()), what, words: String::new() });
                continue;
            }
        };
        loop {
            match cells.next_cell() {
                Ok(Some(cell)) => {
                    count += 1;
                    if count > MOST_CELLS {
                        return Err(format!("a workbook of more than {MOST_CELLS} cells"));
                    }
                    let (row, column) = cell.get_position();
                    let words = shown(cell.get_value());
                    if !words.is_empty() && column < 1000 {
                        rows.entry(row).or_default().insert(column, words);
                    }
                }
                Ok(None) => break,
                Err(error) => {
                    let what = format!("the rest of a sheet, which cannot be read ({error})");
                    odd.push(Odd { spot: Spot::Part(name.clone()), what, words: String::new() });
                    break;
                }
            }
        }
        let rows: Vec<(usize, Vec<String>)> = rows
            .into_iter()
            .map(|(row, cells)| {
                let width = cells.keys().next_back().map_or(0, |last| *last as usize + 1);
                let mut words = vec![String::new(); width];
                for (column, cell) in cells {
                    words[column as usize] = cell;
                }
                (row as usize + 1, words)
            })
            .collect();
        if !rows.is_empty() {
            tables.push(Table { name: (names.len() > 1).then(|| name.clone()), rows });
        }
    }
    Ok((tables, odd))
}

/// A cell as people see it.
fn shown(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) => text.trim().to_string(),
        DataRef::SharedString(text) => text.trim().to_string(),
        DataRef::Bool(flag) => flag.to_string(),
        DataRef::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTime(moment) => moment.as_f64().to_string(),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

/// A record that rows are gathered into.
#[derive(Default)]
struct Record {
    source: String,
    front: Vec<(&'static str, Value)>,
    roles: Vec<Value>,
    remarks: Vec<String>,
    missing: Vec<String>,
    /// Whether a row of its own made it, and not only a name in another's.
    own: bool,
    entries: Vec<Entry>,
}

#[derive(Default)]
struct Gathered {
    people: BTreeMap<String, Record>,
    organizations: BTreeMap<String, Record>,
    /// The ids that were given, by kind and name.
    ids: BTreeMap<(Kind, String), String>,
    /// In the order of the rows.
    order: Vec<(Kind, String)>,
}

/// Makes people and organizations of the rows of all tables.
pub fn compose(setting: &Setting<'_>, taken: &mut Taken, tables: Vec<(&Input, Table)>, imported: &mut Imported) {
    let mut gathered = Gathered::default();
    for (input, table) in tables {
        Reading { setting, taken, input, table: &table, gathered: &mut gathered, account: &mut imported.account }
            .read();
    }
    for (kind, name) in std::mem::take(&mut gathered.order) {
        let records = if kind == Kind::Person { &mut gathered.people } else { &mut gathered.organizations };
        let Some(mut record) = records.remove(&name) else { continue };
        let id = gathered.ids[&(kind, name.clone())].clone();
        let folder = if kind == Kind::Person { "people" } else { "organizations" };
        let path = SourcePath::new(format!("content/{folder}/{id}.md"));
        if taken.has(kind, &id, &path) {
            let fate = Fate::InTheWay { file: path };
            imported.account.push(Entry { source: record.source, spot: Spot::Whole, words: name, fate });
            continue;
        }
        record.front.insert(0, ("name", Value::text(&name)));
        if !record.roles.is_empty() {
            record.front.push(("roles", Value::List(record.roles)));
        }
        let missing = record.missing.iter().map(|missing| format!("import: {missing}"));
        let remarks: Vec<String> = missing.chain(record.remarks).collect();
        let text = front::file(kind, setting.tongue, &record.front, &remarks, "");
        for entry in &mut record.entries {
            match &mut entry.fate {
                Fate::Field { file, .. } => *file = path.clone(),
                Fate::NotUnderstood { file, .. } => *file = Some(path.clone()),
                _ => {}
            }
        }
        imported.account.append(&mut record.entries);
        let files = vec![NewFile::of_text(path, text)];
        imported.made.push(Made { source: record.source, kind, files, missing: record.missing });
    }
}

/// The heads of a table's columns.
struct Head<'a> {
    columns: Vec<Column>,
    words: &'a [String],
    /// The column that names what a row is about.
    name_at: usize,
    kind: Kind,
}

impl Head<'_> {
    /// The words of a row, but for those that are private.
    fn public(&self, cells: &[String]) -> String {
        let is_public = |at: &usize| self.columns.get(*at) != Some(&Column::Private);
        squeezed(&(0..cells.len()).filter(is_public).map(|at| cells[at].as_str()).collect::<Vec<_>>().join(" "))
    }
}

/// One table on its way into records.
struct Reading<'a, 'b> {
    setting: &'a Setting<'b>,
    taken: &'a mut Taken,
    input: &'a Input,
    table: &'a Table,
    gathered: &'a mut Gathered,
    account: &'a mut Vec<Entry>,
}

impl Reading<'_, '_> {
    fn spot(&self, row: usize) -> Spot {
        match &self.table.name {
            Some(name) => Spot::Part(format!("{name}, row {row}")),
            None if self.input.path.to_lowercase().ends_with("sv") => Spot::Line(row),
            None => Spot::Row(row),
        }
    }

    fn note(&mut self, row: usize, what: impl Into<String>, words: &str) {
        let fate = Fate::NotUnderstood { what: what.into(), file: None };
        let entry =
            Entry { source: self.input.name.clone(), spot: self.spot(row), words: column::harmless(words), fate };
        self.account.push(entry);
    }

    fn read(mut self) {
        let table = self.table;
        // The head is the first row in which two columns are known, or that has one column at all.
        let head = table.rows.iter().take(20).position(|(_, cells)| {
            let known = cells.iter().filter(|cell| Column::of(cell).is_known()).count();
            known > 1 || known == 1 && cells.iter().filter(|cell| !cell.is_empty()).count() == 1
        });
        let columns: Vec<Column> =
            head.map_or(Vec::new(), |at| table.rows[at].1.iter().map(|cell| Column::of(cell)).collect());
        let is_about_people = column::is_about_people(&columns);
        let name_at = column::name_at(&columns, is_about_people);
        let (Some(head), Some(name_at)) = (head, name_at) else {
            let first = table.rows.first().map(|(row, cells)| (*row, cells.join(" ")));
            let (row, words) = first.unwrap_or((1, String::new()));
            self.note(row, "a table without a column of names (Name, 姓名, Organization, 单位)", &words);
            return;
        };
        let kind = if is_about_people { Kind::Person } else { Kind::Organization };
        let heads = Head { columns, words: &table.rows[head].1, name_at, kind };
        for (row, cells) in &table.rows[..head] {
            self.note(*row, "a row above the heads of the columns", &squeezed(&cells.join(" ")));
        }
        let row = table.rows[head].0;
        for (at, column) in heads.columns.iter().enumerate() {
            let count = table.rows[head + 1..]
                .iter()
                .filter(|(_, cells)| cells.get(at).is_some_and(|cell| !cell.is_empty()))
                .count();
            let why = match column {
                Column::Private => "it is private, and no record holds it",
                Column::Order if kind == Kind::Person => "people have no order of their own",
                _ => continue,
            };
            if count > 0 {
                let values = if count == 1 { "value" } else { "values" };
                let what = format!("the column {} ({count} {values}): {why}", heads.words[at]);
                let entry = Entry {
                    source: self.input.name.clone(),
                    spot: self.spot(row),
                    words: String::new(),
                    fate: Fate::LeftOut { what },
                };
                self.account.push(entry);
            }
        }
        for (row, cells) in &table.rows[head + 1..] {
            let cell = |at: usize| cells.get(at).map_or("", String::as_str);
            let name = squeezed(cell(name_at));
            if cells.iter().all(String::is_empty) {
                continue;
            }
            // 总计 and 填表人： stand below many a table.
            let is_name =
                name.chars().count() <= 100 && !name.contains([':', '：']) && name.chars().any(char::is_alphabetic);
            match is_name {
                true => self.row(&heads, &name, *row, cells),
                false => self.note(*row, "a row without a name", &heads.public(cells)),
            }
        }
    }

    /// The id of a name: that which the site has, or a new one.
    fn id(&mut self, kind: Kind, name: &str) -> String {
        let known = match kind {
            Kind::Person => self.setting.names.person(name),
            _ => self.setting.names.organization(name),
        };
        let key = (kind, name.to_string());
        if let Some(id) = self.gathered.ids.get(&key) {
            return id.clone();
        }
        let id = match known {
            Some(id) => id.to_string(),
            None => {
                let mut id = self.taken.fresh(kind, &slug(kind, name));
                // Somebody else of the site has this id: another name, the same letters.
                let folder = if kind == Kind::Person { "people" } else { "organizations" };
                while self.taken.has(kind, &id, &SourcePath::new(format!("content/{folder}/{id}.md"))) {
                    id = self.taken.fresh(kind, &slug(kind, name));
                }
                id
            }
        };
        self.gathered.ids.insert(key, id.clone());
        id
    }

    fn record(&mut self, kind: Kind, name: &str) -> &mut Record {
        let source = self.input.name.clone();
        let gathered = &mut *self.gathered;
        let records = if kind == Kind::Person { &mut gathered.people } else { &mut gathered.organizations };
        if !records.contains_key(name) {
            gathered.order.push((kind, name.to_string()));
        }
        records.entry(name.to_string()).or_insert_with(|| Record { source, ..Record::default() })
    }

    /// The id of an organization that a row names; one that nobody knows yet is made.
    fn organization(&mut self, name: &str) -> String {
        let id = self.id(Kind::Organization, name);
        if self.setting.names.organization(name).is_none() {
            self.record(Kind::Organization, name);
        }
        id
    }

    /// Takes one row into its record.
    fn row(&mut self, heads: &Head<'_>, name: &str, row: usize, cells: &[String]) {
        let Head { columns, words: heads, name_at, kind } = heads;
        let (name_at, kind) = (*name_at, *kind);
        self.id(kind, name);
        let spot = self.spot(row);
        let source = self.input.name.clone();
        let mut entries: Vec<Entry> = Vec::new();
        let mut add = |words: &str, fate: Fate| {
            entries.push(Entry { source: source.clone(), spot: spot.clone(), words: words.to_string(), fate });
        };
        // The path is put in when the record has one.
        let nowhere = || SourcePath::new("");
        let field = |key: &'static str, value: &str| Fate::Field { key, value: value.to_string(), file: nowhere() };
        add(&cells[name_at], field("name", name));
        let mut front: Vec<(&'static str, Value)> = Vec::new();
        let mut remarks = Vec::new();
        let (mut post, mut role, mut organization, mut start, mut end) = (None, None, None, None, None);
        for (at, column) in columns.iter().enumerate() {
            let words = cells.get(at).map(|cell| squeezed(cell)).unwrap_or_default();
            if words.is_empty() || at == name_at {
                continue;
            }
            let person = kind == Kind::Person;
            let date = column::date(&words);
            let taken = match column {
                Column::Private => continue,
                Column::Order if person => continue,
                Column::Post if person => {
                    post = Some(slug(Kind::Person, &words));
                    Some("roles")
                }
                Column::Role if person => {
                    role = Some(words.clone());
                    Some("roles")
                }
                Column::Organization if person => {
                    organization = Some(self.organization(&words));
                    Some("roles")
                }
                Column::Start if person && date.is_some() => {
                    start = date;
                    Some("roles")
                }
                Column::End if person && column::is_open(&words) => Some("roles"),
                Column::End if person && date.is_some() => {
                    end = date;
                    Some("roles")
                }
                Column::Term if person => term(&words).map(|(from, to)| {
                    start = Some(from);
                    end = to;
                    "roles"
                }),
                Column::SortName if person => Some(put(&mut front, "sort_name", Value::text(&words))),
                Column::OtherNames => Some(put(&mut front, "other_names", Value::List(column::several(&words)))),
                Column::Kind if !person => Some(put(&mut front, "kind", Value::text(&column::kind(&words)))),
                Column::Order if !person => {
                    words.parse::<u32>().ok().map(|order| put(&mut front, "order", Value::bare(order)))
                }
                Column::Parent | Column::Organization if !person && words != name => {
                    let id = self.organization(&words);
                    Some(put(&mut front, "parent", Value::bare(id)))
                }
                Column::Founded if !person => date.map(|date| put(&mut front, "founded", Value::bare(date))),
                Column::Dissolved if !person => date.map(|date| put(&mut front, "dissolved", Value::bare(date))),
                _ => None,
            };
            match taken {
                Some(key) => add(&words, field(key, &words)),
                None => {
                    let what = match column.is_known() {
                        true => format!("the column {} here", heads[at]),
                        false => format!("the column {}, which no key of a {} means", heads[at], kind.word()),
                    };
                    let words = column::harmless(&words);
                    remarks.push(format!("import: {}: {words}", squeezed(&heads[at])));
                    add(&words, Fate::NotUnderstood { what, file: None });
                }
            }
        }
        // Beyond the last head.
        for words in cells.iter().skip(columns.len()).map(|cell| squeezed(cell)).filter(|words| !words.is_empty()) {
            let words = column::harmless(&words);
            remarks.push(format!("import: {words}"));
            add(&words, Fate::NotUnderstood { what: "a cell beyond the heads of the columns".into(), file: None });
        }
        let post = post.or_else(|| role.as_deref().map(column::post));
        let mut pairs: Vec<(&'static str, Value)> = Vec::new();
        // As far as both are known: 2018 and 2018-03 are no two days.
        if let (Some(from), Some(to)) = (&start, &end)
            && to[..to.len().min(from.len())] < from[..to.len().min(from.len())]
        {
            remarks.push(format!("import: end: {to}, which is before {from}"));
            end = None;
        }
        let given = organization.is_some() || start.is_some() || end.is_some();
        let mut missing = None;
        match post {
            Some(post) => {
                pairs.push(("post", Value::text(&post)));
                pairs.extend(role.map(|role| ("role", Value::text(&role))));
                pairs.extend(organization.map(|id| ("organization", Value::bare(id))));
                pairs.extend(start.map(|start| ("start", Value::bare(start))));
                pairs.extend(end.map(|end| ("end", Value::bare(end))));
            }
            None if given => {
                let known = [organization, start, end].into_iter().flatten().collect::<Vec<_>>().join(", ");
                missing = Some(format!("missing: post: the roster names no office with {known}"));
            }
            None => {}
        }
        let record = self.record(kind, name);
        record.own = true;
        for (key, value) in front {
            if record.front.iter().all(|(own, _)| *own != key) {
                record.front.push((key, value));
            }
        }
        if !pairs.is_empty() {
            let role = Value::Group(pairs);
            if !record.roles.contains(&role) {
                record.roles.push(role);
            }
        }
        record.missing.extend(missing);
        record.remarks.append(&mut remarks);
        record.entries.append(&mut entries);
    }
}

fn put(front: &mut Vec<(&'static str, Value)>, key: &'static str, value: Value) -> &'static str {
    front.push((key, value));
    key
}
