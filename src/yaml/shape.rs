//! What a value may look like, and the check of a tree against it.
//!
//! A record declares its keys once, with `record!`; the struct, its `Deserialize`, the
//! table of keys with aliases and descriptions, and the form of every value come from
//! that one declaration.

use std::collections::BTreeMap;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{self, DeserializeOwned, Deserializer, MapAccess, SeqAccess, Visitor};

use super::{Data, Entry, Fault, Fields, Node};
use crate::diag::{Check, nearest};
use crate::span::Span;

/// A key of a record.
#[derive(Debug)]
pub struct Key {
    pub name: &'static str,
    /// Other names of the same key: the Chinese one.
    pub aliases: &'static [&'static str],
    pub required: bool,
    /// What the key means, one line.
    pub doc: &'static str,
    pub form: fn() -> Form,
}

impl Key {
    /// The name and its aliases.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.name).chain(self.aliases.iter().copied())
    }

    pub fn is_called(&self, name: &str) -> bool {
        self.name == name || self.aliases.contains(&name)
    }

    /// Whether this key, or one in the groups below it, is called `name`.
    pub fn is_called_within(&self, name: &str) -> bool {
        self.is_called(name) || (self.form)().keys().iter().any(|key| key.is_called(name))
    }
}

/// The table of a record: what the record is called, what it is, and its keys.
#[derive(Debug)]
pub struct Table {
    pub name: &'static str,
    pub about: &'static str,
    pub keys: &'static [Key],
}

/// A text form: what it is called, and its canonical spelling.
#[derive(Clone, Copy)]
pub struct Spelling {
    pub name: &'static str,
    /// Goes after "must be": `a date like 2022-02-25`.
    pub what: &'static str,
    pub settle: fn(&str) -> Settled,
    /// A regular expression (ECMA-262) for all that `settle` lets pass, for those who have no
    /// `settle`. It is of a whole text, without what stands around it of blanks.
    pub pattern: fn() -> String,
    pub bare: Bare,
}

/// What YAML makes of a spelling that is written without quotes (YAML 1.2, 10.3.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bare {
    /// Always text.
    Text,
    /// Text, or `true` and `false`.
    Flag,
    /// Text, or a whole number from 0 to this one.
    Whole(u32),
    /// Text, or a number from 0 to below this one: `2022.2` is a month.
    Number(u32),
}

/// A scalar looked at.
pub enum Settled {
    /// It is as it should be.
    AsIs,
    /// It is understood, and means this.
    Understood(String),
    /// It is of the right form, and yet cannot be: 30 February.
    Impossible(String),
    Wrong,
}

/// One of the words that a value may be.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    pub word: &'static str,
    /// Other words for the same: the Chinese one.
    pub aliases: &'static [&'static str],
}

impl Word {
    /// The word and its aliases.
    pub fn spellings(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.word).chain(self.aliases.iter().copied())
    }
}

/// What a value may be.
#[derive(Clone)]
pub enum Form {
    Text,
    /// The id of a record, which is text: whether there is such a record, the archive tells.
    Id,
    Spelling(Spelling),
    Words(&'static [Word]),
    List(fn() -> Form),
    /// A map with free keys.
    Pairs(fn() -> Form),
    Record(&'static Table),
    Either(&'static [fn() -> Form]),
}

impl Form {
    /// The keys of the record that this is, or may be; of a list's items only where it can
    /// be no record itself.
    pub fn keys(&self) -> &'static [Key] {
        match self {
            Form::Record(table) => table.keys,
            Form::List(item) => item().keys(),
            Form::Either(forms) => {
                let (lists, others): (Vec<Form>, Vec<Form>) =
                    forms.iter().map(|form| form()).partition(|form| matches!(form, Form::List(_)));
                others.iter().chain(&lists).map(Form::keys).find(|keys| !keys.is_empty()).unwrap_or(&[])
            }
            _ => &[],
        }
    }

    pub fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys().iter().find(|key| key.name == name)
    }

    /// The form of an item, where this is a list or a map with free keys.
    pub fn item(&self) -> Form {
        match self {
            Form::List(item) | Form::Pairs(item) => item(),
            Form::Either(forms) => forms
                .iter()
                .map(|form| form())
                .find(|form| matches!(form, Form::List(_)))
                .map_or(Form::Text, |form| form.item()),
            other => other.clone(),
        }
    }

    /// The alternative that a node of this kind is meant to be.
    fn meant_by(&self, node: &Node) -> Option<Form> {
        match self {
            Form::Either(forms) => forms.iter().map(|form| form()).find_map(|form| form.meant_by(node)),
            Form::Text | Form::Id | Form::Spelling(_) | Form::Words(_) => {
                matches!(node.data, Data::Text { .. }).then(|| self.clone())
            }
            Form::List(_) => matches!(node.data, Data::List(_)).then(|| self.clone()),
            Form::Pairs(_) | Form::Record(_) => matches!(node.data, Data::Map(_)).then(|| self.clone()),
        }
    }

    /// What goes after "must be".
    pub fn describe(&self) -> String {
        let or = |parts: Vec<String>| match parts.as_slice() {
            [] => String::new(),
            [one] => one.clone(),
            [rest @ .., last] => format!("{} or {last}", rest.join(", ")),
        };
        match self {
            Form::Text | Form::Id => "text".to_string(),
            Form::Spelling(spelling) => spelling.what.to_string(),
            Form::Words(words) => or(words.iter().map(|word| format!("`{}`", word.word)).collect()),
            Form::List(_) => "a list".to_string(),
            Form::Pairs(_) => "a group of `key: value` lines".to_string(),
            Form::Record(Table { keys, .. }) => {
                let names: Vec<_> = keys.iter().take(4).map(|key| format!("`{}`", key.name)).collect();
                let more = if keys.len() > 4 { ", …" } else { "" };
                format!("a group with {}{more}", names.join(", "))
            }
            Form::Either(forms) => or(forms.iter().map(|form| form().describe()).collect()),
        }
    }
}

/// A type that knows what its values may look like in YAML.
pub trait Shape {
    fn form() -> Form;
}

impl<T: Shape> Shape for Option<T> {
    fn form() -> Form {
        T::form()
    }
}

impl<T: Shape> Shape for Box<T> {
    fn form() -> Form {
        T::form()
    }
}

impl<T: Shape> Shape for Vec<T> {
    fn form() -> Form {
        Form::List(T::form)
    }
}

/// A struct declared with `record!`.
pub trait Record: Default + DeserializeOwned + Shape + Fields {
    const TABLE: &'static Table;
    const KEYS: &'static [Key] = Self::TABLE.keys;

    /// Whether every required key is there, in the groups below it too.
    fn is_complete(&self) -> bool {
        self.is_whole()
    }
}

/// Brings a tree into canonical form (key names, date spellings), names what does not
/// fit and takes it out, so that the rest can be read. Missing keys are named only if
/// `whole`: a text that broke off may well have held them.
pub fn settle(root: &mut Node, keys: &'static [Key], whole: bool) -> Vec<Fault> {
    let mut faults = Vec::new();
    if matches!(root.data, Data::Map(_)) || root.is_null() {
        if root.is_null() {
            root.data = Data::Map(Vec::new());
        }
        settle_record(root, keys, whole, &mut faults);
    } else {
        let fault = Fault::new(Check::Syntax, root.span, "one `key: value` is expected on each line");
        let fault = fault.label(format!("this is {}", root.kind()));
        faults.push(fault.help("begin each line with a key, a colon and a space: `title: …`"));
        root.data = Data::Map(Vec::new());
    }
    faults
}

/// Whether the node can stay.
fn settle_value(node: &mut Node, any: &Form, name: &str, whole: bool, faults: &mut Vec<Fault>) -> bool {
    let Some(form) = any.meant_by(node) else {
        let form = any;
        if let Some(fault) = full_width_colon(node, form.keys()) {
            faults.push(fault);
            return false;
        }
        let message = format!("`{name}` must be {}, not {}", form.describe(), node.kind());
        faults.push(Fault::new(Check::WrongValue, node.span, message));
        return false;
    };
    match (&form, &mut node.data) {
        (Form::Spelling(spelling), Data::Text { text, .. }) => {
            let (check, message) = match (spelling.settle)(text.trim()) {
                Settled::AsIs => return true,
                Settled::Understood(canonical) => {
                    let fault =
                        Fault::new(Check::DateForm, node.span, format!("`{text}` is understood as {canonical}"));
                    faults.push(fault.help(format!("write `{canonical}`")));
                    *text = canonical;
                    return true;
                }
                Settled::Impossible(why) => (Check::ImpossibleDate, why),
                Settled::Wrong => (Check::WrongValue, format!("`{name}` must be {}, not `{text}`", any.describe())),
            };
            let fault = full_width_colon(node, any.keys()).unwrap_or_else(|| Fault::new(check, node.span, message));
            faults.push(match fault.check {
                Check::ImpossibleDate => fault.help("mend it, or leave out what is not known: `2012-09`, `2012`"),
                _ => fault,
            });
            false
        }
        (Form::Words(words), Data::Text { text, .. }) => {
            if words.iter().flat_map(Word::spellings).any(|word| word == text) {
                return true;
            }
            let message = format!("`{name}` must be {}, not `{text}`", form.describe());
            let fault = Fault::new(Check::WrongValue, node.span, message);
            faults.push(match nearest(text, words.iter().flat_map(Word::spellings)) {
                Some(near) => fault.help(format!("did you mean `{near}`?")),
                None => fault,
            });
            false
        }
        (Form::List(item), Data::List(items)) => {
            let item = item();
            items.retain_mut(|node| {
                if node.is_null() {
                    faults.push(Fault::new(Check::WrongValue, node.span, format!("an empty item in `{name}`")));
                    return false;
                }
                settle_value(node, &item, name, whole, faults)
            });
            true
        }
        (Form::Pairs(value), Data::Map(entries)) => {
            let value = value();
            refuse_duplicates(entries, &[], faults);
            entries.retain_mut(|entry| {
                !entry.value.is_null() && settle_value(&mut entry.value, &value, &entry.key.clone(), whole, faults)
            });
            true
        }
        (Form::Record(table), Data::Map(_)) => {
            settle_record(node, table.keys, whole, faults);
            true
        }
        _ => true,
    }
}

/// What is to be said where a text was meant to be a group: `应到：48`.
fn full_width_colon(node: &Node, keys: &[Key]) -> Option<Fault> {
    let Data::Text { text, .. } = &node.data else { return None };
    let (word, _) = text.split_once('：')?;
    keys.iter().any(|key| key.is_called(word)).then(|| {
        Fault::new(Check::Syntax, node.span, format!("a full-width colon after `{word}`"))
            .help(format!("write `{word}: ` with a plain colon and a space"))
    })
}

fn settle_record(node: &mut Node, keys: &'static [Key], whole: bool, faults: &mut Vec<Fault>) {
    let span = node.span;
    let Data::Map(entries) = &mut node.data else {
        return;
    };
    let mut present: Vec<&str> = Vec::new();
    refuse_duplicates(entries, keys, faults);
    entries.retain_mut(|entry| {
        let Some(key) = keys.iter().find(|key| key.name == entry.key) else {
            let near = near_key(entry, keys);
            // A misspelt key is one mistake, not a missing one besides.
            present.extend(near.map(|(key, _)| key.name));
            faults.push(unknown_key(entry, keys, near.map(|(_, name)| name)));
            return false;
        };
        if entry.value.is_null() {
            return false;
        }
        present.push(key.name);
        settle_value(&mut entry.value, &(key.form)(), key.name, whole, faults)
    });
    for key in keys.iter().filter(|key| whole && key.required && !present.contains(&key.name)) {
        let fault =
            Fault::new(Check::MissingKey, Span::new(span.start, span.start), format!("`{}` is missing", key.name));
        faults.push(fault.help(format!("add `{}: ` and {}", key.name, (key.form)().describe())));
    }
}

/// The key that was probably meant, under the name that is nearest.
fn near_key(entry: &Entry, keys: &'static [Key]) -> Option<(&'static Key, &'static str)> {
    let near = nearest(&entry.key, keys.iter().flat_map(Key::names))?;
    Some((keys.iter().find(|key| key.is_called(near))?, near))
}

fn unknown_key(entry: &Entry, keys: &'static [Key], near: Option<&str>) -> Fault {
    let fault = Fault::new(Check::UnknownKey, entry.key_span, format!("there is no key `{}` here", entry.key));
    match near {
        Some(near) => fault.help(format!("did you mean `{near}`?")),
        None => {
            // Who writes Chinese keys is shown the Chinese ones.
            let chinese = !entry.key.is_ascii();
            let name = |key: &Key| key.aliases.first().copied().filter(|_| chinese).unwrap_or(key.name);
            let names: Vec<_> = keys.iter().map(name).collect();
            fault.help(format!("the keys are {}", names.join(", ")))
        }
    }
}

/// Gives every key its canonical name, names each that stands a second time, and keeps the first.
fn refuse_duplicates(entries: &mut Vec<Entry>, keys: &[Key], faults: &mut Vec<Fault>) {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    entries.retain_mut(|entry| {
        let name = keys.iter().find(|key| key.is_called(&entry.key)).map_or(&*entry.key, |key| key.name).to_string();
        let written = std::mem::replace(&mut entry.key, name.clone());
        if let Some(first) = seen.get(&name) {
            let message = match *first == written {
                true => format!("`{written}` stands here twice"),
                false => format!("`{written}` is the same key as `{first}`, which stands here too"),
            };
            faults.push(Fault::new(Check::DuplicateKey, entry.key_span, message).help("keep one of the two"));
            return false;
        }
        seen.insert(name, written);
        true
    });
}

/// A value that can be written in more than one form: a text, a list or a group of keys.
///
/// Implemented with `either!`. The careful reading gives every scalar as text. The fast
/// one would give `1.10` as a number, so numbers are refused there and read carefully.
pub trait Either: Sized {
    /// What a list holds; `Text` where there is no list form.
    type Item: DeserializeOwned;
    /// The group of keys; `Text` where there is none.
    type Group: DeserializeOwned;

    fn of_text(text: &str) -> Option<Self>;
    fn of_list(_: Vec<Self::Item>) -> Option<Self> {
        None
    }
    fn of_group(_: Self::Group) -> Option<Self> {
        None
    }
}

/// Reads a value of several forms.
pub fn deserialize_either<'de, T: Either, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    struct Reading<T>(PhantomData<T>);

    impl<'de, T: Either> Visitor<'de> for Reading<T> {
        type Value = T;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("a text, a list or a group of keys")
        }

        fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
            T::of_text(text.trim()).ok_or_else(|| E::custom("not in this form"))
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<T, A::Error> {
            let mut items = Vec::new();
            while let Some(item) = list.next_element()? {
                items.push(item);
            }
            T::of_list(items).ok_or_else(|| de::Error::custom("not in this form"))
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
            let group = T::Group::deserialize(de::value::MapAccessDeserializer::new(map))?;
            T::of_group(group).ok_or_else(|| de::Error::custom("not in this form"))
        }
    }

    deserializer.deserialize_any(Reading(PhantomData))
}

/// Several values, or one written without the list around it.
#[derive(Clone, Debug, PartialEq, Hash, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Many<T>(pub Vec<T>);

impl<T> Default for Many<T> {
    fn default() -> Self {
        Many(Vec::new())
    }
}

impl<T> std::ops::Deref for Many<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T: Shape> Shape for Many<T> {
    fn form() -> Form {
        Form::Either(const { &[Vec::<T>::form as fn() -> Form, T::form] })
    }
}

/// What stands alone is handed on to the item as what it was: a text or a group.
impl<'de, T: Either + DeserializeOwned> Deserialize<'de> for Many<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OneOrMore<T>(T);

        impl<T: Either + DeserializeOwned> Either for OneOrMore<Many<T>> {
            type Item = T;
            type Group = T::Group;

            fn of_text(text: &str) -> Option<Self> {
                Some(OneOrMore(Many(vec![T::of_text(text)?])))
            }
            fn of_list(items: Vec<T>) -> Option<Self> {
                Some(OneOrMore(Many(items)))
            }
            fn of_group(group: T::Group) -> Option<Self> {
                Some(OneOrMore(Many(vec![T::of_group(group)?])))
            }
        }

        deserialize_either::<OneOrMore<Many<T>>, D>(deserializer).map(|OneOrMore(many)| many)
    }
}

/// The name of a field that is also a word of the language: `r#for` is `for`.
pub const fn plain_name(name: &'static str) -> &'static str {
    let bytes = name.as_bytes();
    if bytes.len() > 2 && bytes[0] == b'r' && bytes[1] == b'#' { name.split_at(2).1 } else { name }
}

/// Declares a record: the struct, how it is read, and its table of keys.
///
/// `key: Type [, "alias"]* [, required];` with a doc line above each.
macro_rules! record {
    (@required $self:ident $name:ident required) => {
        if $self.$name == Default::default() {
            return false;
        }
    };
    (@is required) => { true };
    ($(#[doc = $about:literal])+ $record:ident { $($(#[doc = $doc:literal])+ $name:ident: $type:ty $(, $alias:literal)* $(; $required:ident)?;)+ }) => {
        $(#[doc = $about])+
        #[derive(Clone, Debug, Default, PartialEq, Hash, serde::Deserialize)]
        #[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $record {
            $($(#[doc = $doc])+ #[serde(default $(, alias = $alias)*)] pub $name: $type,)+
        }

        impl crate::yaml::Shape for $record {
            fn form() -> crate::yaml::Form {
                crate::yaml::Form::Record(<Self as crate::yaml::Record>::TABLE)
            }
        }

        impl crate::yaml::Record for $record {
            const TABLE: &'static crate::yaml::Table = &crate::yaml::Table {
                name: stringify!($record),
                about: concat!($($about),+),
                keys: &[$(crate::yaml::Key {
                    name: crate::yaml::plain_name(stringify!($name)),
                    aliases: &[$($alias),*],
                    required: false $(|| record!(@is $required))?,
                    doc: concat!($($doc),+),
                    form: <$type as crate::yaml::Shape>::form,
                }),+],
            };
        }

        impl crate::yaml::Fields for $record {
            fn translate(&mut self, by: Self, field: &crate::diag::Field, differs: &mut Vec<crate::yaml::Differs>) {
                $(self.$name.translate(by.$name, &field.at(crate::yaml::plain_name(stringify!($name))), differs);)+
            }
            fn markdown<'a>(&'a self, way: &crate::yaml::Way<'_>, visit: &mut crate::yaml::Visit<'_, 'a>) {
                $(self.$name.markdown(&crate::yaml::Way::Key(way, crate::yaml::plain_name(stringify!($name))), visit);)+
            }
            fn is_whole(&self) -> bool {
                $($(record!(@required self $name $required);)?)+
                true $(&& self.$name.is_whole())+
            }
        }
    };
}

/// Declares a closed list of words.
macro_rules! words {
    ($(#[doc = $about:literal])+ $name:ident {
        $($(#[doc = $doc:literal])* $variant:ident = $word:literal $(| $alias:literal)*,)+
    }) => {
        $(#[doc = $about])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
        pub enum $name { $($(#[doc = $doc])* $variant,)+ }

        impl $name {
            /// The word as it is written in front matter.
            pub fn word(self) -> &'static str {
                match self { $($name::$variant => $word,)+ }
            }
        }

        crate::yaml::facts_of!($name);

        impl crate::yaml::Shape for $name {
            fn form() -> crate::yaml::Form {
                crate::yaml::Form::Words(&[$(crate::yaml::Word { word: $word, aliases: &[$($alias),*] }),+])
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let word = String::deserialize(deserializer)?;
                match word.as_str() {
                    $($word $(| $alias)* => Ok($name::$variant),)+
                    _ => Err(serde::de::Error::custom("not one of the words")),
                }
            }
        }
    };
}

/// Gives a type that implements `Either` its `Shape` and `Deserialize`.
macro_rules! either {
    ($name:ty: $($form:ty),+) => {
        impl crate::yaml::Shape for $name {
            fn form() -> crate::yaml::Form {
                crate::yaml::Form::Either(&[$(<$form as crate::yaml::Shape>::form),+])
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                crate::yaml::deserialize_either(deserializer)
            }
        }
    };
}

pub(crate) use {either, record, words};
