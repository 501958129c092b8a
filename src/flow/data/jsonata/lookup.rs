//! The member of a value, as JSONata looks it up: of each item of an array.

use super::items::{Items, Raw};
use super::value::{Callable, Value};
use crate::shape::{Absence, ArrayShape, Shape, Types};

/// How deep arrays in arrays are looked into.
const MAX_DEPTH: u32 = 8;

/// The member of that name of a value that is there.
pub(super) fn member(value: &Value, name: &str) -> Value {
    let found = of_shape(&value.shape, name, value.is_plain, MAX_DEPTH);
    match value.callable {
        Callable::No => found,
        _ if value.shape.is_nothing() => Value::absent(),
        _ => found.or(&Value::absent()),
    }
}

fn of_shape(shape: &Shape, name: &str, is_plain: bool, depth: u32) -> Value {
    let callable = if is_plain { Callable::No } else { Callable::Maybe };
    if shape.is_any() || depth == 0 {
        return Value { callable, is_plain, ..Value::unknown() };
    }
    if shape.is_nothing() {
        return Value::never();
    }
    let parts = shape.parts();
    let mut found: Option<Value> = None;
    let mut knows_objects = true;
    if let Some(object) = &parts.object {
        let member = object.member(name);
        knows_objects = !object.is_any();
        let callable = if member.shape.is_any() { callable } else { Callable::No };
        let absence = member.absence;
        found = Some(Value { absence, callable, is_plain, ..Value::of(member.shape) });
    }
    if let Some(array) = &parts.array {
        let value = of_items(array, name, is_plain, depth);
        found = Some(found.map_or(value.clone(), |found| either(&found, &value)));
    }
    if !parts.types().is_only(Types::OBJECT.or(Types::ARRAY)) {
        let others = if knows_objects {
            Value::absent()
        } else {
            Value { absence: Absence::Unknown, ..Value::absent() }
        };
        found = Some(found.map_or(others.clone(), |found| either(&found, &others)));
    }
    found.unwrap_or_else(Value::absent)
}

/// What either of two types of a value gives: here a lack on one side is known of the data.
fn either(left: &Value, right: &Value) -> Value {
    Value { absence: left.absence.or(right.absence), ..left.or(right) }
}

fn of_items(array: &ArrayShape, name: &str, is_plain: bool, depth: u32) -> Value {
    let items = Items::of(&Value { is_plain, ..Value::of(Shape::array(array.clone())) });
    let found = of_shape(&array.item(), name, is_plain, depth - 1);
    items.gather(Raw::Value(found)).collapse()
}
