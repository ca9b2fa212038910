//! Records that may be written shorter: as one text, as a number, as a list.

use std::ops::Deref;

use super::shape::{Either, Form, Record, Shape, deserialize_either};
use super::{Count, Differs, Fields, Text, Visit, Way};
use crate::diag::Field;

/// A record that may also be written as one text: `place: Street hall`.
pub trait TextForm: Record {
    /// The form of its main key.
    fn main() -> Form;
    fn of_text(text: &str) -> Self;
}

/// A group of keys, or the text that stands for its main key.
#[derive(Clone, Debug, Default, PartialEq, Hash, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct OrText<R>(pub R);

impl<R> Deref for OrText<R> {
    type Target = R;

    fn deref(&self) -> &R {
        &self.0
    }
}

impl<R: Fields> Fields for OrText<R> {
    fn translate(&mut self, by: Self, field: &Field, differs: &mut Vec<Differs>) {
        self.0.translate(by.0, field, differs);
    }
    fn markdown<'a>(&'a self, way: &Way<'_>, visit: &mut Visit<'_, 'a>) {
        self.0.markdown(way, visit);
    }
    fn is_whole(&self) -> bool {
        self.0.is_whole()
    }
}

impl<R: TextForm> Shape for OrText<R> {
    fn form() -> Form {
        Form::Either(const { &[R::main as fn() -> Form, R::form] })
    }
}

impl<R: TextForm> Either for OrText<R> {
    type Item = Text;
    type Group = R;

    fn of_text(text: &str) -> Option<Self> {
        (!text.is_empty()).then(|| OrText(R::of_text(text)))
    }
    fn of_group(group: R) -> Option<Self> {
        Some(OrText(group))
    }
}

impl<'de, R: TextForm> serde::Deserialize<'de> for OrText<R> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize_either(deserializer)
    }
}

macro_rules! text_form {
    ($($record:ident.$field:ident),+) => {
        $(impl crate::yaml::TextForm for $record {
            fn main() -> crate::yaml::Form {
                let key = stringify!($field);
                let key = <Self as crate::yaml::Record>::KEYS.iter().find(|known| known.name == key);
                (key.expect("a key of the record").form)()
            }
            fn of_text(text: &str) -> Self {
                $record { $field: Some(crate::yaml::Either::of_text(text).unwrap_or_default()), ..Default::default() }
            }
        })+
    };
}

/// A record of things that may be counted, listed, or both.
pub trait CountForm: Record {
    type Item: serde::de::DeserializeOwned + Shape;

    fn of_count(count: Count) -> Self;
    fn of_items(items: Vec<Self::Item>) -> Self;
    fn stated(&self) -> Option<Count>;
    fn items(&self) -> &[Self::Item];
}

/// A number alone, a list, or a group with `count` and `items`.
#[derive(Clone, Debug, Default, PartialEq, Hash, borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Counted<R>(pub R);

impl<R> Deref for Counted<R> {
    type Target = R;

    fn deref(&self) -> &R {
        &self.0
    }
}

impl<R: CountForm> Counted<R> {
    /// How many there were: as stated, else as listed. `None` when nothing is known.
    pub fn count(&self) -> Option<u32> {
        let listed = self.0.items().len();
        self.0.stated().map(|Count(count)| count).or((listed > 0).then_some(listed as u32))
    }
}

impl<R: Fields> Fields for Counted<R> {
    fn translate(&mut self, by: Self, field: &Field, differs: &mut Vec<Differs>) {
        self.0.translate(by.0, field, differs);
    }
    fn markdown<'a>(&'a self, way: &Way<'_>, visit: &mut Visit<'_, 'a>) {
        self.0.markdown(way, visit);
    }
    fn is_whole(&self) -> bool {
        self.0.is_whole()
    }
}

impl<R: CountForm> Shape for Counted<R> {
    fn form() -> Form {
        Form::Either(const { &[Count::form as fn() -> Form, Vec::<R::Item>::form, R::form] })
    }
}

impl<R: CountForm> Either for Counted<R> {
    type Item = R::Item;
    type Group = R;

    fn of_text(text: &str) -> Option<Self> {
        Some(Counted(R::of_count(text.parse().ok()?)))
    }
    fn of_list(items: Vec<R::Item>) -> Option<Self> {
        Some(Counted(R::of_items(items)))
    }
    fn of_group(group: R) -> Option<Self> {
        Some(Counted(group))
    }
}

impl<'de, R: CountForm> serde::Deserialize<'de> for Counted<R> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize_either(deserializer)
    }
}

macro_rules! count_form {
    ($($record:ident of $item:ty),+) => {
        $(impl crate::yaml::CountForm for $record {
            type Item = $item;

            fn of_count(count: crate::yaml::Count) -> Self {
                $record { count: Some(count), ..Default::default() }
            }
            fn of_items(items: Vec<$item>) -> Self {
                $record { items, ..Default::default() }
            }
            fn stated(&self) -> Option<crate::yaml::Count> {
                self.count
            }
            fn items(&self) -> &[$item] {
                &self.items
            }
        })+
    };
}

pub(crate) use {count_form, text_form};
