//! What a template may name: the fields of each view, with their types.
//!
//! `view!` declares a struct once; what a template sees of it and the table that templates
//! are checked against, and `docs/themes.md` is written from, come from that one place.

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

/// What a template can see.
pub trait Described {
    fn described() -> Type;
}

macro_rules! described {
    ($($type:ty => $as:ident),+) => {
        $(impl Described for $type {
            fn described() -> Type {
                Type::$as
            }
        })+
    };
}

described!(String => Text, &'static str => Text, Html => Html, usize => Number, u32 => Number, bool => Flag);

impl<T: Described> Described for Option<T> {
    fn described() -> Type {
        Type::Optional(T::described)
    }
}

impl<T: Described> Described for Vec<T> {
    fn described() -> Type {
        Type::List(T::described)
    }
}

/// Declares a struct that a template sees.
macro_rules! view {
    ($($(#[doc = $about:literal])+ $name:ident { $($(#[doc = $doc:literal])+ $field:ident: $type:ty,)+ })+) => {
        $(
            $(#[doc = $about])+
            #[derive(Clone, Debug, PartialEq, serde::Serialize)]
            pub struct $name { $($(#[doc = $doc])+ pub $field: $type,)+ }

            impl crate::view::Described for $name {
                fn described() -> crate::view::Type {
                    static GROUP: crate::view::Group = crate::view::Group {
                        name: stringify!($name),
                        about: concat!($($about),+),
                        fields: &[$(crate::view::FieldOf {
                            name: stringify!($field),
                            about: concat!($($doc),+),
                            described: <$type as crate::view::Described>::described,
                        },)+],
                    };
                    crate::view::Type::Group(&GROUP)
                }
            }
        )+
    };
}

pub(crate) use view;
