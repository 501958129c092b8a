//! The sequences that steps work on and make.

use super::value::{Callable, Missing, Value, add_missing};
use crate::shape::{Absence, ArrayShape, Shape, Types};

/// The items that a step works on: an array, flattened.
#[derive(Clone, Debug)]
pub(super) struct Items {
    /// The items; their number too.
    pub list: ArrayShape,
    /// Whether there are none.
    pub absence: Absence,
    /// Whether an item may be a function.
    pub callable: Callable,
    /// The members for the lack of which there are none.
    pub missing: Vec<Missing>,
    /// As in [`Value`], of the items.
    pub is_plain: bool,
}

impl Items {
    /// Any items.
    pub fn unknown() -> Self {
        Self {
            list: ArrayShape::any(),
            absence: Absence::Unknown,
            callable: Callable::Maybe,
            missing: Vec::new(),
            is_plain: false,
        }
    }

    /// A value as items: those of an array, a single one of another value, none of no value.
    pub fn of(value: &Value) -> Self {
        let single = match value.callable {
            Callable::No => value.shape.only(Types::ARRAY.not()),
            _ => Shape::ANY,
        };
        let mut list = match (&value.shape.parts().array, single.is_nothing()) {
            (Some(array), true) => array.clone(),
            (Some(array), false) => array.join(&ArrayShape::tuple(vec![single])),
            (None, true) => ArrayShape::of(single),
            (None, false) => ArrayShape::tuple(vec![single]),
        };
        let own = if value.is_never() || list.min > 0 {
            Absence::Never
        } else if list.max == Some(0) {
            Absence::Always
        } else {
            Absence::Unknown
        };
        let absence =
            if value.absence == Absence::Always { Absence::Always } else { own.then(value.absence) };
        if absence != Absence::Never {
            list.min = 0;
        }
        Self {
            list,
            absence,
            callable: value.callable,
            missing: value.missing.clone(),
            is_plain: value.is_plain,
        }
    }

    /// What any of the items is.
    pub fn item(&self) -> Value {
        Value {
            shape: self.list.item(),
            absence: Absence::Never,
            callable: self.callable,
            missing: Vec::new(),
            is_plain: self.is_plain,
            may_be_item: false,
        }
    }

    /// Whether there is at most one.
    pub fn is_single(&self) -> bool {
        self.list.max.is_some_and(|max| max <= 1)
    }

    /// The items that a step gives that makes `result` of each of these items, put together.
    pub fn gather(&self, result: Raw) -> Self {
        let each = result.items();
        let is_sure = self.absence == Absence::Never && each.absence == Absence::Never;
        if self.absence == Absence::Always {
            return self.clone();
        }
        let mut missing = self.missing.clone();
        add_missing(&mut missing, &each.missing);
        let (list, absence) = if self.is_single() {
            let min = if is_sure { each.list.min } else { 0 };
            (ArrayShape { min, ..each.list }, self.absence.then(each.absence))
        } else {
            let max = self.list.max.zip(each.list.max).map(|(many, each)| many.saturating_mul(each));
            let min = if is_sure { self.list.min.saturating_mul(each.list.min) } else { 0 };
            let absence = match each.absence {
                _ if is_sure => Absence::Never,
                Absence::Always => Absence::Always,
                _ => self.absence.then(Absence::Unknown),
            };
            (ArrayShape { prefix: Vec::new(), rest: each.list.item(), min, max }, absence)
        };
        Self { list, absence, missing, ..each }
    }

    /// Some of the items, how many is not known.
    pub fn some(&self) -> Self {
        let list = ArrayShape { prefix: Vec::new(), rest: self.list.item(), min: 0, max: self.list.max };
        Self { list, absence: self.absence.then(Absence::Unknown), ..self.clone() }
    }

    /// The sequence as a value: nothing for no item, the item itself for one, an array for more.
    pub fn collapse(self) -> Value {
        let (min, max) = (self.list.min, self.list.max);
        let mut shape = Shape::nothing();
        if min <= 1 && max != Some(0) {
            shape = shape.join(self.list.at(0));
        }
        let is_nested = shape.types().has(Types::ARRAY);
        let has_array = max.is_none_or(|max| max >= 2);
        if has_array {
            shape = shape.join(&Shape::array(ArrayShape { min: min.max(2), ..self.list }));
        }
        if self.absence == Absence::Always {
            return Value { missing: self.missing, ..Value::absent() };
        }
        Value {
            shape,
            absence: self.absence,
            callable: self.callable,
            missing: self.missing,
            is_plain: self.is_plain && !has_array,
            may_be_item: is_nested,
        }
    }
}

/// A result before it collapses.
pub(super) enum Raw {
    /// A value that stays as it is.
    Value(Value),
    /// A sequence.
    Items(Items),
}

impl Raw {
    /// The result as it is seen from outside.
    pub fn collapse(self) -> Value {
        match self {
            Self::Value(value) => value,
            Self::Items(items) => items.collapse(),
        }
    }

    /// The result as items.
    pub fn items(self) -> Items {
        match self {
            Self::Value(value) => Items::of(&value),
            Self::Items(items) => items,
        }
    }
}
