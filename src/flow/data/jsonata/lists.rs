//! The built-in functions that work on arrays.

use super::items::Items;
use super::value::{Callable, Value, add_missing};
use crate::shape::{Absence, ArrayShape, Numbers, Shape, Types};

pub(super) fn count(value: &Value) -> Shape {
    let items = Items::of(value);
    let min = if items.absence == Absence::Never { items.list.min } else { 0 };
    let max = items.list.max.map_or(f64::INFINITY, f64::from);
    Shape::numbers(Numbers { min: f64::from(min), max, is_whole: true })
}

pub(super) fn sum(value: Value) -> Value {
    let items = Items::of(&value);
    let numbers = items.list.item().parts().numbers;
    let is_whole = numbers.is_none_or(|numbers| numbers.is_whole);
    let is_positive = numbers.is_none_or(|numbers| numbers.min >= 0.0);
    let min = if is_positive { 0.0 } else { f64::NEG_INFINITY };
    value.with(Shape::numbers(Numbers { min, max: f64::INFINITY, is_whole }))
}

pub(super) fn extreme(name: &str, value: Value) -> Value {
    let items = Items::of(&value);
    let numbers = items.list.item().parts().numbers;
    let shape = match numbers {
        Some(numbers) if name == "average" => {
            // The sum of many numbers is rounded.
            let slack = |end: f64| if end == 0.0 { 0.0 } else { end.abs() * 1e-9 };
            Shape::numbers(Numbers {
                min: numbers.min - slack(numbers.min),
                max: numbers.max + slack(numbers.max),
                is_whole: false,
            })
        }
        Some(numbers) => Shape::numbers(numbers),
        None => Shape::nothing(),
    };
    Value { absence: items.absence, ..value.with(shape) }
}

pub(super) fn distinct(value: Value) -> Value {
    let Some(array) = &value.shape.parts().array else { return value };
    let list = ArrayShape { prefix: Vec::new(), rest: array.item(), min: array.min.min(1), max: array.max };
    let mut shape = value.shape.only(Types::ARRAY.not()).join(&Shape::array(list));
    if !value.is_plain {
        // A sequence of equal items collapses to the one.
        shape = shape.join(&array.item());
    }
    Value { shape, is_plain: value.is_plain, ..value }
}

pub(super) fn reordered(shape: &Shape, is_reversed: bool) -> Shape {
    let parts = shape.parts();
    let single = shape.only(Types::ARRAY.not());
    let mut found = if single.is_nothing() { Shape::nothing() } else { Shape::tuple(vec![single]) };
    if let Some(array) = &parts.array {
        let list = match array.length() {
            Some(length) if is_reversed && length as usize == array.prefix.len() => {
                ArrayShape { prefix: array.prefix.iter().rev().cloned().collect(), ..array.clone() }
            }
            _ => ArrayShape { prefix: Vec::new(), rest: array.item(), ..array.clone() },
        };
        found = found.join(&Shape::array(list));
    }
    found
}

/// An array with further items.
pub(super) fn appended(value: &Value, more: &Value) -> Value {
    if value.absence == Absence::Always {
        return more.clone();
    }
    if more.absence == Absence::Always {
        return value.clone();
    }
    let (first, second) = (Items::of(value), Items::of(more));
    let list = match first.list.length() {
        Some(length)
            if length as usize == first.list.prefix.len() && first.absence == Absence::Never
                || first.list.max == Some(0) =>
        {
            let mut prefix = first.list.prefix.clone();
            prefix.extend(second.list.prefix.iter().cloned());
            ArrayShape { prefix, ..second.list.clone() }
        }
        _ => ArrayShape {
            prefix: Vec::new(),
            rest: first.list.item().join(&second.list.item()),
            ..second.list.clone()
        },
    };
    let list = ArrayShape {
        min: first.list.min.saturating_add(second.list.min),
        max: first.list.max.zip(second.list.max).map(|(a, b)| a.saturating_add(b)),
        ..list
    };
    let mut missing = value.missing.clone();
    add_missing(&mut missing, &more.missing);
    let both = Value {
        shape: Shape::array(list),
        absence: Absence::Never,
        callable: Callable::No,
        missing: Vec::new(),
        is_plain: value.is_plain && more.is_plain,
        may_be_item: false,
    };
    let mut result = both;
    // Without one of them the other stays as it is.
    if more.absence != Absence::Never {
        result = result.or(&Value { absence: Absence::Never, missing: Vec::new(), ..value.clone() });
    }
    if value.absence != Absence::Never {
        result = result.or(&Value { absence: Absence::Never, missing: Vec::new(), ..more.clone() });
    }
    if value.absence != Absence::Never && more.absence != Absence::Never {
        result.absence = Absence::Unknown;
    }
    result
}
