//! Records -> the files in which the search page looks things up.
//!
//! A part (a year, as a rule) has one file that says what its records are, some that say where
//! each word stands, in the order of the words, and some that hold the texts. Words are folded;
//! Han characters are held by overlapping pairs, so that any run of two or more is found; the
//! texts tell whether the pairs really stand in a row. Each file is a script that hands one
//! value to the function `minutebook`, since a page opened from a disk may load nothing else.

mod fold;

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Value, json};

pub use fold::{fold, is_han, terms};

use crate::model::Language;
use crate::parse::Kind;
use crate::plan::search::{Part, Shard, TERMS, TEXTS};
use crate::view::Entry;

/// The kinds of records by which results can be narrowed, in the order in which they are named.
pub const KINDS: [Kind; 6] = [Kind::Meeting, Kind::Report, Kind::Story, Kind::Person, Kind::Organization, Kind::Page];

/// Characters that count: with 75 of them a number below 75 is one character, else one of the
/// other 15 comes before one of all 90. What separates (`;`, `'`, space) and what JSON would
/// have to escape is not among them.
const DIGITS: &[u8; 90] = b"!#$%&()*+,-./0123456789:<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~";
const SHORT: usize = 75;

/// A part of the search, ready to be written.
pub struct Index {
    records: Value,
    terms: Vec<String>,
    texts: Vec<Value>,
}

/// The records that hold a term, and those that have it in their titles; by number.
#[derive(Default)]
struct Postings {
    all: Vec<usize>,
    titles: Vec<usize>,
}

impl Index {
    /// `entries` are the records of the part with the plain text below their front matter.
    pub fn of(entries: &[(Entry, String)]) -> Index {
        let mut postings: BTreeMap<String, Postings> = BTreeMap::new();
        let mut texts = Vec::new();
        for (number, (entry, body)) in entries.iter().enumerate() {
            let mut text = entry.words.join("\n");
            if !body.is_empty() {
                text.push('\n');
                text.push_str(body);
            }
            let title = fold(&entry.title);
            for term in terms(&title) {
                let of_term = of(&mut postings, term);
                push(&mut of_term.all, number);
                push(&mut of_term.titles, number);
            }
            terms(&fold(&text)).for_each(|term| push(&mut of(&mut postings, term).all, number));
            texts.push(json!([entry.address, entry.title, entry.date, entry.meta, text]));
        }
        let (firsts, terms) = cut(&units(&postings), entries.len().div_ceil(TERMS));
        let mut organizations: Vec<&str> = Vec::new();
        let organization = entries.iter().map(|(entry, _)| {
            let name = entry.organization.as_deref()?;
            Some(organizations.iter().position(|known| *known == name).unwrap_or_else(|| {
                organizations.push(name);
                organizations.len() - 1
            }))
        });
        let organization: Vec<i64> = organization.map(|place| place.map_or(-1, |place| place as i64)).collect();
        let kind = |entry: &Entry| KINDS.iter().position(|kind| *kind == entry.kind).unwrap_or(0).to_string();
        let kinds: String = entries.iter().map(|(entry, _)| kind(entry)).collect();
        let texts = texts.chunks(TEXTS).map(|some| Value::from(some.to_vec())).collect();
        Index { records: json!([kinds, organizations, organization, firsts]), terms, texts }
    }

    /// The bytes of one of its files.
    fn write(&self, shard: &Shard) -> Vec<u8> {
        let value = match shard {
            Shard::Terms(_, number) => Value::from(self.terms.get(*number).map_or("", String::as_str)),
            Shard::Texts(_, number) => self.texts.get(*number).cloned().unwrap_or_default(),
            Shard::Part(_) | Shard::Catalog => self.records.clone(),
        };
        script(shard, &value)
    }
}

/// The catalog: every part with the version of its files, and the words for the
/// kinds: for many, and for one.
pub fn catalog(parts: impl Iterator<Item = (Part, u64)>, kinds: &[[String; 2]]) -> Vec<u8> {
    let mut parts: Vec<(Part, u64)> = parts.collect();
    // The newest first; what belongs to no year comes last.
    parts.sort_by(|(a, _), (b, _)| b.year.cmp(&a.year).then(a.number.cmp(&b.number)));
    let part = |(part, version): &(Part, u64)| {
        json!([part.folder(), part.year.map_or(Value::Null, Value::from), format!("{:08x}", version >> 32)])
    };
    script(&Shard::Catalog, &json!([parts.iter().map(part).collect::<Vec<_>>(), kinds, TEXTS]))
}

fn script(shard: &Shard, value: &Value) -> Vec<u8> {
    let file = shard.file();
    let name = Value::from(file.strip_suffix(".js").unwrap_or(&file));
    format!("minutebook({name},{value});\n").into_bytes()
}

fn of<'p>(postings: &'p mut BTreeMap<String, Postings>, term: &str) -> &'p mut Postings {
    if !postings.contains_key(term) {
        postings.insert(term.to_string(), Postings::default());
    }
    postings.get_mut(term).expect("it was put there")
}

/// Records come in the order of their numbers, each once for every place where a term stands.
fn push(numbers: &mut Vec<usize>, number: usize) {
    if numbers.last() != Some(&number) {
        numbers.push(number);
    }
}

/// The terms as they are written, each with the key by which its file is found: a word by
/// itself, pairs of Han characters under the first of the two.
fn units(postings: &BTreeMap<String, Postings>) -> Vec<(String, String)> {
    let mut units: Vec<(String, String)> = Vec::new();
    for (term, of_term) in postings {
        let first = term.chars().next().unwrap_or_default();
        let (key, rest) = if is_han(first) { term.split_at(first.len_utf8()) } else { (term.as_str(), " ") };
        if units.last().is_none_or(|(last, _)| last != key) {
            units.push((key.to_string(), format!(";{key}")));
        }
        if let Some((_, written)) = units.last_mut() {
            written.push_str(rest);
            digits(&of_term.all, written);
            if !of_term.titles.is_empty() {
                written.push('\'');
                digits(&of_term.titles, written);
            }
        }
    }
    // As browsers compare texts.
    units.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
    units
}

/// Ascending numbers, each as its distance from the one before.
fn digits(numbers: &[usize], out: &mut String) {
    let mut next = 0;
    for number in numbers {
        let gap = number - next;
        if gap < SHORT {
            out.push(DIGITS[gap] as char);
        } else {
            let far = gap - SHORT;
            out.push(DIGITS[SHORT + far / DIGITS.len()] as char);
            out.push(DIGITS[far % DIGITS.len()] as char);
        }
        next = number + 1;
    }
}

/// The units in `count` files of about the same length, and the first key of each.
fn cut(units: &[(String, String)], count: usize) -> (Vec<String>, Vec<String>) {
    let total: usize = units.iter().map(|(_, written)| written.len()).sum();
    let (mut firsts, mut files): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    let mut before = 0;
    for (key, written) in units {
        if files.len() < count && before >= total * files.len() / count {
            firsts.push(key.clone());
            files.push(String::new());
        }
        if let Some(file) = files.last_mut() {
            file.push_str(written);
        }
        before += written.len();
    }
    for file in &mut files {
        file.push(';');
    }
    (firsts, files)
}

/// Indexes that were made a moment ago: the files of a part are written one after the other.
#[derive(Default)]
pub struct Memo(Mutex<VecDeque<(Key, Slot)>>);

type Key = (Language, Part);
type Slot = Arc<Mutex<Option<Arc<Index>>>>;

/// How many parts are remembered for each thread: one may be at the edge of two.
const REMEMBERED: usize = 2;

impl Memo {
    /// The bytes of a file of a part, whose index is made with `make` unless it is at hand.
    ///
    /// # Errors
    /// Those of `make`.
    pub fn write<E>(
        &self,
        language: Language,
        part: Part,
        shard: &Shard,
        make: impl FnOnce() -> Result<Index, E>,
    ) -> Result<Vec<u8>, E> {
        let slot = self.slot((language, part));
        // Whoever wants the same part waits: to make it twice would take longer.
        let mut held = slot.lock().unwrap_or_else(PoisonError::into_inner);
        let index = match &*held {
            Some(index) => index.clone(),
            None => held.insert(Arc::new(make()?)).clone(),
        };
        drop(held);
        Ok(index.write(shard))
    }

    fn slot(&self, key: Key) -> Slot {
        let mut slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, slot)) = slots.iter().find(|(other, _)| *other == key) {
            return slot.clone();
        }
        let slot = Slot::default();
        slots.push_back((key, slot.clone()));
        if slots.len() > REMEMBERED * rayon::current_num_threads() {
            slots.pop_front();
        }
        slot
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Vec<usize> {
        let place = |c: u8| DIGITS.iter().position(|digit| *digit == c).expect("a digit");
        let (mut numbers, mut next, mut bytes) = (Vec::new(), 0, text.bytes());
        while let Some(byte) = bytes.next() {
            let mut gap = place(byte);
            if gap >= SHORT {
                gap = (gap - SHORT) * DIGITS.len() + place(bytes.next().expect("two digits")) + SHORT;
            }
            numbers.push(next + gap);
            next += gap + 1;
        }
        numbers
    }

    proptest! {
        #[test]
        fn numbers_are_read_as_they_were_written(numbers in proptest::collection::btree_set(0..crate::plan::search::PART, 0..40)) {
            let numbers: Vec<usize> = numbers.into_iter().collect();
            let mut text = String::new();
            digits(&numbers, &mut text);
            prop_assert_eq!(read(&text), numbers);
        }
    }

    #[test]
    fn terms_are_cut_into_files_that_begin_with_the_keys_named() {
        let units: Vec<(String, String)> =
            ["a", "b", "c", "d"].map(|key| (key.to_string(), format!(";{key} !"))).into();
        assert_eq!(cut(&units, 2), (vec!["a".into(), "c".into()], vec![";a !;b !;".into(), ";c !;d !;".into()]));
        assert_eq!(cut(&units, 9).1.concat().matches(";a").count(), 1);
        assert_eq!(cut(&[], 1), (vec![], vec![]));
    }
}
