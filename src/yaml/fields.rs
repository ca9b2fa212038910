//! What can be done with every value of a record, whatever its kind: put a translation's
//! words over it, and look through its Markdown.

use super::{Clock, Count, Covers, Date, Exact, Flag, Many, Markdown, Moment, Pairs, Ref, Text, Wording};
use crate::diag::Field;

/// A place where a translation states something else than the original.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Differs {
    pub field: Field,
    pub message: String,
    pub help: &'static str,
}

impl Differs {
    /// A fact that does not belong into a translation.
    pub fn fact(field: &Field, message: String) -> Self {
        let help = "a translation gives words; leave facts to the original file";
        Differs { field: field.clone(), message, help }
    }
}

/// The way to a value, as long as it is walked. It becomes a `Field` where one is kept.
#[derive(Clone, Copy)]
pub enum Way<'a> {
    Root,
    Key(&'a Way<'a>, &'static str),
    Index(&'a Way<'a>, usize),
}

impl Way<'_> {
    pub fn field(&self) -> Field {
        match self {
            Way::Root => Field::default(),
            Way::Key(way, key) => way.field().at(*key),
            Way::Index(way, index) => way.field().at(*index),
        }
    }
}

/// Is told of a piece of Markdown, and of the way to it.
pub type Visit<'v, 'a> = dyn FnMut(&Way<'_>, &'a Markdown) + 'v;

/// A value that is part of a record. `record!` implements it for groups of keys.
pub trait Fields: Sized {
    /// Puts the words of a translation over this. A fact that `by` states otherwise is
    /// named and left as it was.
    fn translate(&mut self, by: Self, field: &Field, differs: &mut Vec<Differs>);

    /// Visits every piece of Markdown in it.
    fn markdown<'a>(&'a self, _: &Way<'_>, _: &mut Visit<'_, 'a>) {}

    /// Whether every required key is there.
    fn is_whole(&self) -> bool {
        true
    }
}

macro_rules! words_of {
    ($($type:ty),+) => {
        $(impl Fields for $type {
            fn translate(&mut self, by: Self, _: &Field, _: &mut Vec<Differs>) {
                *self = by;
            }
        })+
    };
}

macro_rules! facts_of {
    ($($type:ty),+ $(,)?) => {
        $(impl $crate::yaml::Fields for $type {
            fn translate(&mut self, by: Self, field: &$crate::diag::Field, differs: &mut Vec<$crate::yaml::Differs>) {
                if *self != by {
                    let message = format!("`{}` is a fact, and the original states it differently", field.name());
                    differs.push($crate::yaml::Differs::fact(field, message));
                }
            }
        })+
    };
}

pub(crate) use facts_of;

words_of!(Text, Wording);
facts_of!(Clock, Count, Covers, Date, Exact, Flag, Moment, Ref);

impl Fields for Markdown {
    fn translate(&mut self, by: Self, _: &Field, _: &mut Vec<Differs>) {
        *self = by;
    }
    fn markdown<'a>(&'a self, way: &Way<'_>, visit: &mut Visit<'_, 'a>) {
        visit(way, self);
    }
}

impl<T: Fields> Fields for Option<T> {
    fn translate(&mut self, by: Self, field: &Field, differs: &mut Vec<Differs>) {
        match (self, by) {
            (_, None) => {}
            (Some(original), Some(by)) => original.translate(by, field, differs),
            // What the original does not say is left out; `title` may be left to its default there.
            (none, by) if *field == Field::of("title") => *none = by,
            (None, Some(_)) => {
                let message = format!("`{}` does not stand in the original", field.name());
                differs.push(Differs::fact(field, message));
            }
        }
    }
    fn markdown<'a>(&'a self, way: &Way<'_>, visit: &mut Visit<'_, 'a>) {
        if let Some(value) = self {
            value.markdown(way, visit);
        }
    }
    fn is_whole(&self) -> bool {
        self.as_ref().is_none_or(Fields::is_whole)
    }
}

impl<T: Fields> Fields for Vec<T> {
    fn translate(&mut self, by: Self, field: &Field, differs: &mut Vec<Differs>) {
        if by.is_empty() {
            return;
        }
        if by.len() != self.len() {
            let (name, own, other) = (field.name(), by.len(), self.len());
            let message = format!("`{name}` lists {own} here and {other} in the original");
            let help = "give as many as the original, in the same order";
            differs.push(Differs { field: field.clone(), message, help });
            return;
        }
        for (index, (original, by)) in self.iter_mut().zip(by).enumerate() {
            original.translate(by, &field.at(index), differs);
        }
    }
    fn markdown<'a>(&'a self, way: &Way<'_>, visit: &mut Visit<'_, 'a>) {
        for (index, value) in self.iter().enumerate() {
            value.markdown(&Way::Index(way, index), visit);
        }
    }
    fn is_whole(&self) -> bool {
        self.iter().all(Fields::is_whole)
    }
}

impl<T: Fields> Fields for Many<T> {
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

impl<T: PartialEq + Fields> Fields for Pairs<T> {
    fn translate(&mut self, by: Self, field: &Field, differs: &mut Vec<Differs>) {
        if !by.0.is_empty() && *self != by {
            let message = format!("`{}` has other numbers in the original", field.name());
            differs.push(Differs::fact(field, message));
        }
    }
    fn is_whole(&self) -> bool {
        self.0.iter().all(|(_, value)| value.is_whole())
    }
}
