//! Sets of JSON values: what a piece of data can be, as far as a definition tells.
//!
//! A [`Shape`] always holds every value that can occur, and often more: it may be too large, never too small. Its size
//! is bounded: what grows too large or too deep is forgotten down to its types.

mod access;
mod bounds;
mod join;
mod json;
mod layout;
mod measure;
mod meet;
mod narrow;
mod of_schema;
mod print;
#[cfg(test)]
mod schema_tests;
#[cfg(test)]
mod tests;
mod to_schema;

use std::sync::{Arc, LazyLock};

use crate::aws;

pub use access::{Absence, Lookup};
pub use bounds::Numbers;
pub use narrow::{Step, Types};
pub use of_schema::is_schema;

/// How many parts a shape may have before its larger parts are forgotten.
const MAX_SIZE: u32 = 600;
/// How many levels a shape may have before its lower ones are forgotten.
const MAX_DEPTH: u32 = 24;
/// How many texts a shape tells apart.
const MAX_TEXTS: usize = 12;
/// How many first items of an array a shape tells apart.
const MAX_PREFIX: usize = 40;
/// How many members of an object a shape tells apart.
const MAX_MEMBERS: usize = 120;

/// A set of JSON values.
#[derive(Clone, Debug)]
pub struct Shape(Values);

#[derive(Clone, Debug)]
enum Values {
    None,
    Some(Arc<Parts>),
    All,
}

/// The values of a shape by type. A part that is absent means that no value has the type.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Parts {
    /// Whether `null` is among the values.
    pub null: bool,
    /// Whether `false` is.
    pub can_be_false: bool,
    /// Whether `true` is.
    pub can_be_true: bool,
    /// The numbers.
    pub numbers: Option<Numbers>,
    /// The texts.
    pub texts: Option<Texts>,
    /// The arrays.
    pub array: Option<ArrayShape>,
    /// The objects.
    pub object: Option<ObjectShape>,
    /// Whether it is for lack of knowledge that the values may have several types, and not because some are known to
    /// have one and some another.
    pub is_vague: bool,
    size: u32,
    depth: u32,
}

/// A set of texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Texts {
    /// Any text.
    Any,
    /// Those that the list of a service has; the service may have more by now, so it is any text.
    Listed(aws::Values),
    /// These, in their order.
    Of(Vec<Arc<str>>),
}

/// A set of arrays.
#[derive(Clone, Debug, PartialEq)]
pub struct ArrayShape {
    /// What the first items are, as far as the array has so many.
    pub prefix: Vec<Shape>,
    /// What the items behind those are.
    pub rest: Shape,
    /// The least number of items.
    pub min: u32,
    /// The greatest; none where there is no bound.
    pub max: Option<u32>,
}

/// A set of objects.
#[derive(Clone, Debug, PartialEq)]
pub struct ObjectShape {
    /// The members that are known of, in the order of their names.
    pub members: Vec<Member>,
    /// What is known of other members.
    pub others: Others,
}

/// A member of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// Its name.
    pub name: Arc<str>,
    /// What its value is; nothing where the objects do not have the member at all.
    pub shape: Shape,
    /// Whether all the objects have it.
    pub presence: Presence,
}

/// Whether all objects of a shape have a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Presence {
    /// They do.
    Always,
    /// Nobody promises it, and nothing speaks against it.
    Unpromised,
    /// Some are known not to.
    Sometimes,
}

/// What is known of the members of an object that have no entry of their own.
#[derive(Clone, Debug, PartialEq)]
pub enum Others {
    /// There are none.
    None,
    /// The list of a service's answer has none; the service may have more by now.
    Unlisted,
    /// There may be any, with such values.
    Of(Shape),
}

static ANY: LazyLock<Parts> = LazyLock::new(|| Parts {
    null: true,
    can_be_false: true,
    can_be_true: true,
    numbers: Some(Numbers::ANY),
    texts: Some(Texts::Any),
    array: Some(ArrayShape::any()),
    object: Some(ObjectShape::any()),
    is_vague: true,
    size: 1,
    depth: 1,
});

static NOTHING: Parts = Parts {
    null: false,
    can_be_false: false,
    can_be_true: false,
    numbers: None,
    texts: None,
    array: None,
    object: None,
    is_vague: false,
    size: 1,
    depth: 1,
};

impl Shape {
    /// All values.
    pub const ANY: Self = Self(Values::All);

    /// No value at all.
    pub const fn nothing() -> Self {
        Self(Values::None)
    }

    /// `null`.
    pub fn null() -> Self {
        Self::of(Parts { null: true, ..Parts::default() })
    }

    /// `true` and `false`.
    pub fn boolean() -> Self {
        Self::of(Parts { can_be_false: true, can_be_true: true, ..Parts::default() })
    }

    /// That truth value.
    pub fn of_bool(value: bool) -> Self {
        Self::of(Parts { can_be_false: !value, can_be_true: value, ..Parts::default() })
    }

    /// All numbers.
    pub fn number() -> Self {
        Self::numbers(Numbers::ANY)
    }

    /// All whole numbers.
    pub fn whole_number() -> Self {
        Self::numbers(Numbers { is_whole: true, ..Numbers::ANY })
    }

    /// Those numbers.
    pub fn numbers(numbers: Numbers) -> Self {
        Self::of(Parts { numbers: numbers.normalized(), ..Parts::default() })
    }

    /// That number.
    pub fn of_number(value: f64) -> Self {
        Self::numbers(Numbers::of(value))
    }

    /// All texts.
    pub fn text() -> Self {
        Self::of(Parts { texts: Some(Texts::Any), ..Parts::default() })
    }

    /// All texts, of which the list of a service has these.
    pub fn listed_text(values: aws::Values) -> Self {
        Self::of(Parts { texts: Some(Texts::Listed(values)), ..Parts::default() })
    }

    /// That text.
    pub fn of_text(text: &str) -> Self {
        Self::of(Parts { texts: Some(Texts::Of(vec![text.into()])), ..Parts::default() })
    }

    /// Those texts.
    pub fn of_texts<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        texts.into_iter().map(Self::of_text).fold(Self::nothing(), |all, text| all.join(&text))
    }

    /// Those arrays.
    pub fn array(array: ArrayShape) -> Self {
        Self::of(Parts { array: Some(array), ..Parts::default() })
    }

    /// Arrays of any length with such items.
    pub fn array_of(item: Self) -> Self {
        Self::array(ArrayShape::of(item))
    }

    /// Arrays of just these items.
    pub fn tuple(items: Vec<Self>) -> Self {
        Self::array(ArrayShape::tuple(items))
    }

    /// Those objects.
    pub fn object(object: ObjectShape) -> Self {
        Self::of(Parts { object: Some(object), ..Parts::default() })
    }

    /// Objects of just these members.
    pub fn record<'n>(members: impl IntoIterator<Item = (&'n str, Self)>) -> Self {
        Self::object(ObjectShape::closed(
            members.into_iter().map(|(name, shape)| Member::certain(name, shape)).collect(),
        ))
    }

    /// The values of those parts.
    pub fn of(parts: Parts) -> Self {
        parts.into_shape()
    }

    /// The values by type.
    pub fn parts(&self) -> &Parts {
        match &self.0 {
            Values::None => &NOTHING,
            Values::Some(parts) => parts,
            Values::All => &ANY,
        }
    }

    /// Whether nothing at all is known.
    pub fn is_any(&self) -> bool {
        matches!(self.0, Values::All)
    }

    /// Whether there is no such value.
    pub fn is_nothing(&self) -> bool {
        matches!(self.0, Values::None)
    }
}

impl PartialEq for Shape {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Values::Some(left), Values::Some(right)) => Arc::ptr_eq(left, right) || left == right,
            (left, right) => std::mem::discriminant(left) == std::mem::discriminant(right),
        }
    }
}

impl Member {
    /// A member that all objects have.
    pub fn certain(name: &str, shape: Shape) -> Self {
        Self { name: name.into(), shape, presence: Presence::Always }
    }
}

impl ArrayShape {
    /// All arrays.
    pub fn any() -> Self {
        Self::of(Shape::ANY)
    }

    /// Arrays of any length with such items.
    pub fn of(item: Shape) -> Self {
        let max = item.is_nothing().then_some(0);
        Self { prefix: Vec::new(), rest: item, min: 0, max }
    }

    /// Arrays of just these items.
    pub fn tuple(items: Vec<Shape>) -> Self {
        let length = items.len() as u32;
        Self { prefix: items, rest: Shape::nothing(), min: length, max: Some(length) }
    }

    /// Whether nothing is known of the items.
    pub fn has_any_items(&self) -> bool {
        self.prefix.is_empty() && self.rest.is_any()
    }

    /// What any item is.
    pub fn item(&self) -> Shape {
        self.prefix.iter().fold(self.rest.clone(), |all, item| all.join(item))
    }

    /// What the item of that index is, if there is one.
    pub fn at(&self, index: usize) -> &Shape {
        self.prefix.get(index).unwrap_or(&self.rest)
    }

    /// The length, if all the arrays have the same.
    pub fn length(&self) -> Option<u32> {
        self.max.filter(|&max| max == self.min)
    }
}

impl ObjectShape {
    /// All objects.
    pub fn any() -> Self {
        Self { members: Vec::new(), others: Others::Of(Shape::ANY) }
    }

    /// Objects whose members, of any name, have such values.
    pub fn map(value: Shape) -> Self {
        Self { members: Vec::new(), others: Others::Of(value) }
    }

    /// Objects with those members and no others; of several of one name the last counts.
    pub fn closed(mut members: Vec<Member>) -> Self {
        // Each before those that it outweighs.
        members.reverse();
        members.sort_by(|left, right| left.name.cmp(&right.name));
        members.dedup_by(|later, first| later.name == first.name);
        Self { members, others: Others::None }
    }

    fn position(&self, name: &str) -> Result<usize, usize> {
        self.members.binary_search_by(|member| (*member.name).cmp(name))
    }

    /// The member of that name, if it is known of.
    pub fn get(&self, name: &str) -> Option<&Member> {
        self.position(name).ok().map(|at| &self.members[at])
    }

    /// Says what the member of that name is, whatever it was before.
    pub fn set(&mut self, name: &str, shape: Shape, presence: Presence) {
        match self.position(name) {
            Ok(at) => {
                self.members[at].shape = shape;
                self.members[at].presence = presence;
            }
            Err(at) => self.members.insert(at, Member { name: name.into(), shape, presence }),
        }
    }

    /// What the values of all members are.
    pub fn values(&self) -> Shape {
        let others = match &self.others {
            Others::None => Shape::nothing(),
            Others::Unlisted => Shape::ANY,
            Others::Of(shape) => shape.clone(),
        };
        self.members.iter().fold(others, |all, member| all.join(&member.shape))
    }

    /// Whether nothing is known of the objects.
    pub fn is_any(&self) -> bool {
        self.members.is_empty() && matches!(&self.others, Others::Of(shape) if shape.is_any())
    }
}
