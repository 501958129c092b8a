//! The shapes of inputs and outputs, as views into the table of a service.

use std::hash::{Hash, Hasher};
use std::iter::FusedIterator;
use std::ops::Range;

use super::tables::{Id, MemberRow, Node, Tables};

/// What a value may look like. Shapes may hold themselves (an attribute value of DynamoDB does), so whoever walks
/// them follows the value that they describe, or remembers where it has been: equal shapes are `==`.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    tables: &'static Tables,
    id: Id,
}

impl PartialEq for Shape {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.tables, other.tables) && self.id == other.id
    }
}

impl Eq for Shape {}

impl Hash for Shape {
    fn hash<H: Hasher>(&self, state: &mut H) {
        std::ptr::hash(self.tables, state);
        self.id.hash(state);
    }
}

/// The least and the greatest that is allowed, both included; `None` where there is no bound.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bounds<T> {
    /// The least.
    pub min: Option<T>,
    /// The greatest.
    pub max: Option<T>,
}

impl<T: PartialOrd> Bounds<T> {
    /// Whether a value is neither less nor more than is allowed.
    pub fn contain(&self, value: &T) -> bool {
        self.min.as_ref().is_none_or(|min| min <= value) && self.max.as_ref().is_none_or(|max| value <= max)
    }
}

/// What kind of value a shape describes, and what it demands of it.
#[derive(Clone, Debug)]
pub enum Kind {
    /// An object with these members.
    Structure(Members),
    /// An object with exactly one of these members.
    Union(Members),
    /// An array.
    List {
        /// What each item looks like.
        item: Shape,
        /// How many items there may be.
        length: Bounds<u64>,
    },
    /// An object with keys of the user's own.
    Map {
        /// What each key looks like: a string.
        key: Shape,
        /// What each value looks like.
        value: Shape,
        /// How many entries there may be.
        length: Bounds<u64>,
    },
    /// A text.
    String {
        /// The values that are known to the models; none where any text will do. Services add values at times.
        values: Values,
        /// How long it may be, in characters.
        length: Bounds<u64>,
        /// A regular expression of the model that matches it, as AWS has written it.
        pattern: Option<&'static str>,
    },
    /// A whole number of 32 bits.
    Integer(Bounds<i64>),
    /// A whole number of 64 bits.
    Long(Bounds<i64>),
    /// A number.
    Float(Bounds<f64>),
    /// True or false.
    Boolean,
    /// A point in time.
    Timestamp,
    /// Bytes; how many there may be.
    Blob(Bounds<u64>),
    /// Any value of JSON.
    Document,
}

impl Shape {
    pub(super) fn new(tables: &'static Tables, id: Id) -> Self {
        Self { tables, id }
    }

    /// What it describes.
    pub fn kind(self) -> Kind {
        let Self { tables, .. } = self;
        let shape = |id| Self { tables, id };
        match tables.shapes.get(self.id as usize) {
            Some(Node::Structure { members, is_union }) => {
                let members = Members { tables, range: members.clone() };
                if *is_union { Kind::Union(members) } else { Kind::Structure(members) }
            }
            Some(&Node::List { item, length }) => Kind::List { item: shape(item), length },
            Some(&Node::Map { key, value, length }) => {
                Kind::Map { key: shape(key), value: shape(value), length }
            }
            Some(Node::String { values, length, pattern }) => Kind::String {
                values: Values { tables, range: values.clone() },
                length: *length,
                pattern: pattern.map(|id| tables.string(id)),
            },
            Some(&Node::Integer(bounds)) => Kind::Integer(bounds),
            Some(&Node::Long(bounds)) => Kind::Long(bounds),
            Some(&Node::Float(bounds)) => Kind::Float(bounds),
            Some(Node::Boolean) => Kind::Boolean,
            Some(Node::Timestamp) => Kind::Timestamp,
            Some(&Node::Blob(length)) => Kind::Blob(length),
            Some(Node::Document) | None => Kind::Document,
        }
    }

    /// The members of a structure or union; none of anything else.
    pub fn members(self) -> Members {
        match self.kind() {
            Kind::Structure(members) | Kind::Union(members) => members,
            _ => Members { tables: self.tables, range: 0..0 },
        }
    }
}

/// A member of a structure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its name as Step Functions spells it.
    pub name: &'static str,
    /// What its value looks like.
    pub shape: Shape,
    /// Whether the service demands it. What the SDK fills in by itself is not required.
    pub is_required: bool,
}

/// The members of a structure, in the order of their names.
#[derive(Clone, Debug)]
pub struct Members {
    tables: &'static Tables,
    range: Range<Id>,
}

impl Members {
    /// The member of exactly that name.
    pub fn get(&self, name: &str) -> Option<Member> {
        let rows = self.rows();
        let at = rows.binary_search_by(|row| self.tables.string(row.name).cmp(name)).ok()?;
        rows.get(at).map(|row| self.member(row))
    }

    /// The member that the name means if case is left aside: `dbInstanceIdentifier`, `DBInstanceIdentifier`.
    pub fn get_ignoring_case(&self, name: &str) -> Option<Member> {
        self.clone().find(|member| member.name.eq_ignore_ascii_case(name))
    }

    fn rows(&self) -> &'static [MemberRow] {
        self.tables.members.get(self.range.start as usize..self.range.end as usize).unwrap_or_default()
    }

    fn member(&self, row: &MemberRow) -> Member {
        Member {
            name: self.tables.string(row.name),
            shape: Shape::new(self.tables, row.shape),
            is_required: row.is_required,
        }
    }
}

impl Iterator for Members {
    type Item = Member;

    fn next(&mut self) -> Option<Member> {
        let row = self.tables.members.get(self.range.next()? as usize)?;
        Some(self.member(row))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.range.len(), Some(self.range.len()))
    }
}

impl ExactSizeIterator for Members {}
impl FusedIterator for Members {}

/// Some of a service's strings: the values of an enumeration, the errors of an action.
#[derive(Clone, Debug)]
pub struct Values {
    tables: &'static Tables,
    range: Range<Id>,
}

impl Values {
    pub(super) fn new(tables: &'static Tables, range: Range<Id>) -> Self {
        Self { tables, range }
    }

    /// Whether the text is one of them.
    pub fn contain(&self, text: &str) -> bool {
        self.clone().any(|value| value == text)
    }
}

impl PartialEq for Values {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.tables, other.tables) && self.range == other.range
    }
}

impl Eq for Values {}

impl Iterator for Values {
    type Item = &'static str;

    fn next(&mut self) -> Option<&'static str> {
        let &string = self.tables.lists.get(self.range.next()? as usize)?;
        Some(self.tables.string(string))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.range.len(), Some(self.range.len()))
    }
}

impl ExactSizeIterator for Values {}
impl FusedIterator for Values {}
