//! What a template may name: the fields of each view, with their types.
//!
//! `view!` declares a struct once; what a template sees of it and the table that templates
//! are checked against, and `docs/themes.md` is written from, come from that one place.

use std::collections::{HashMap, HashSet};

use foldhash::fast::FixedState;
use serde::{Serialize, Serializer};

use super::TEMPLATES;
use super::part::Html;

/// The type of what a template sees.
#[derive(Clone, Copy)]
pub enum Type {
    Text,
    Html,
    Number,
    Flag,
    /// May be absent: an `if` asks for it.
    Optional(fn() -> Type),
    List(fn() -> Type),
    Group(&'static Group),
}

/// A struct that a template sees.
pub struct Group {
    pub name: &'static str,
    pub about: &'static str,
    pub fields: &'static [FieldOf],
}

pub struct FieldOf {
    pub name: &'static str,
    pub about: &'static str,
    pub described: fn() -> Type,
}

/// The fields whose names stand in a theme's templates. To turn one into what the engine reads takes as long
/// as to print it, and some take longer to work out; what no template can read is left out.
#[derive(Debug, Default)]
pub struct Wanted {
    /// By the group, a bit for each of its fields.
    fields: HashMap<&'static str, u64, FixedState>,
}

impl Wanted {
    /// What these templates can read.
    pub fn by<'a>(templates: impl Iterator<Item = &'a str>) -> Wanted {
        let is_name = |c: char| c.is_alphanumeric() || c == '_';
        let names: HashSet<&str> = templates.flat_map(|text| text.split(|c| !is_name(c))).collect();
        let mut wanted = Wanted::default();
        TEMPLATES.iter().for_each(|(_, described)| wanted.add(described(), &names));
        wanted
    }

    fn add(&mut self, of: Type, names: &HashSet<&str>) {
        match of {
            Type::Optional(inner) | Type::List(inner) => self.add(inner(), names),
            Type::Group(group) if !self.fields.contains_key(group.name) => {
                let bit = |(place, field): (usize, &FieldOf)| u64::from(names.contains(field.name)) << place;
                self.fields.insert(group.name, group.fields.iter().enumerate().map(bit).sum());
                group.fields.iter().for_each(|field| self.add((field.described)(), names));
            }
            Type::Text | Type::Html | Type::Number | Type::Flag | Type::Group(_) => {}
        }
    }

    /// The fields of a group that are wanted, as bits.
    pub(super) fn of(&self, group: &Group) -> u64 {
        self.fields.get(group.name).copied().unwrap_or(0)
    }

    /// Whether a field of a group is wanted.
    pub fn has(&self, group: &Group, field: &str) -> bool {
        let place = group.fields.iter().position(|other| other.name == field);
        place.is_some_and(|place| self.of(group) >> place & 1 == 1)
    }
}

/// What a template can see.
pub trait Described {
    fn described() -> Type;

    /// Gives it to the engine, as far as it is wanted.
    ///
    /// # Errors
    /// What the serializer says.
    fn show<S: Serializer>(&self, wanted: &Wanted, serializer: S) -> Result<S::Ok, S::Error>;
}

/// A value as the engine is given it.
pub struct Shown<'a, T>(pub &'a T, pub &'a Wanted);

impl<T: Described> Serialize for Shown<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.show(self.1, serializer)
    }
}

macro_rules! described {
    ($($type:ty => $as:ident),+) => {
        $(impl Described for $type {
            fn described() -> Type {
                Type::$as
            }

            fn show<S: Serializer>(&self, _: &Wanted, serializer: S) -> Result<S::Ok, S::Error> {
                self.serialize(serializer)
            }
        })+
    };
}

described!(String => Text, &'static str => Text, usize => Number, u32 => Number, bool => Flag);

impl Described for Html {
    fn described() -> Type {
        Type::Html
    }

    fn show<S: Serializer>(&self, _: &Wanted, serializer: S) -> Result<S::Ok, S::Error> {
        // The engine prints it as it is, and escapes everything else.
        tera::Value::safe_string(&self.0).serialize(serializer)
    }
}

impl<T: Described> Described for Option<T> {
    fn described() -> Type {
        Type::Optional(T::described)
    }

    fn show<S: Serializer>(&self, wanted: &Wanted, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(inner) => inner.show(wanted, serializer),
            None => serializer.serialize_none(),
        }
    }
}

impl<T: Described> Described for Vec<T> {
    fn described() -> Type {
        Type::List(T::described)
    }

    fn show<S: Serializer>(&self, wanted: &Wanted, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(|item| Shown(item, wanted)))
    }
}

/// Declares a struct that a template sees.
macro_rules! view {
    ($($(#[doc = $about:literal])+ $name:ident { $($(#[doc = $doc:literal])+ $field:ident: $type:ty,)+ })+) => {
        $(
            $(#[doc = $about])+
            #[derive(Clone, Debug, PartialEq)]
            pub struct $name { $($(#[doc = $doc])+ pub $field: $type,)+ }

            impl $name {
                pub const GROUP: &'static crate::view::Group = &crate::view::Group {
                    name: stringify!($name),
                    about: concat!($($about),+),
                    fields: &[$(crate::view::FieldOf {
                        name: stringify!($field),
                        about: concat!($($doc),+),
                        described: <$type as crate::view::Described>::described,
                    },)+],
                };
            }

            impl crate::view::Described for $name {
                fn described() -> crate::view::Type {
                    crate::view::Type::Group(Self::GROUP)
                }

                fn show<S>(&self, wanted: &crate::view::Wanted, serializer: S) -> Result<S::Ok, S::Error>
                where
                    S: serde::Serializer,
                {
                    use serde::ser::SerializeStruct as _;
                    const { assert!(Self::GROUP.fields.len() <= u64::BITS as usize, "a bit for each field") };
                    let mut fields = wanted.of(Self::GROUP);
                    let mut group = serializer.serialize_struct(stringify!($name), fields.count_ones() as usize)?;
                    let mut is_next_wanted = || {
                        let is_wanted = fields & 1 == 1;
                        fields >>= 1;
                        is_wanted
                    };
                    $(if is_next_wanted() {
                        group.serialize_field(stringify!($field), &crate::view::Shown(&self.$field, wanted))?;
                    })+
                    group.end()
                }
            }
        )+
    };
}

pub(crate) use view;
