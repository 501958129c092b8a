//! What JSON values have in common with each other: equality, numbers, texts.

use std::fmt::Write;

use serde_json::{Number, Value};

/// Whether two values are the same; 1 and 1.0 are, the order of members does not matter.
pub fn equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left == right || left.as_f64() == right.as_f64(),
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| equal(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left.iter().all(|(key, value)| right.get(key).is_some_and(|other| equal(value, other)))
        }
        _ => left == right,
    }
}

/// Whether a value takes more than `limit` bytes as JSON, escapes not counted.
pub fn is_larger(value: &Value, limit: usize) -> bool {
    let (mut size, mut open) = (0, vec![value]);
    while let Some(value) = open.pop() {
        size += 2 + value.as_str().map_or(0, str::len);
        match value {
            Value::Array(items) => open.extend(items),
            Value::Object(members) => {
                for (key, value) in members {
                    size += key.len() + 4;
                    open.push(value);
                }
            }
            _ => {}
        }
        if size > limit {
            return true;
        }
    }
    false
}

/// A number as JSON writes it: whole numbers without a point. `None` for what is no number in JSON.
pub fn number(value: f64) -> Option<Value> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if value.fract() == 0.0 && value.abs() <= EXACT {
        return Some(Value::from(value as i64));
    }
    Number::from_f64(value).map(Value::Number)
}

/// The name of a value's type as Step Functions writes it.
pub fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// A value as `States.Format` prints it: JSON without quotes, objects as `{a=1, b=[]}` (`runtime_semantics.md 9`).
pub fn java_text(value: &Value) -> String {
    let mut out = String::new();
    write_java(value, &mut out);
    out
}

fn write_java(value: &Value, out: &mut String) {
    match value {
        Value::String(text) => out.push_str(text),
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { ", " });
                write_java(item, out);
            }
            out.push(']');
        }
        Value::Object(members) => {
            out.push('{');
            for (index, (key, value)) in members.iter().enumerate() {
                write!(out, "{}{key}=", if index == 0 { "" } else { ", " })
                    .expect("a String takes everything");
                write_java(value, out);
            }
            out.push('}');
        }
        scalar => write!(out, "{scalar}").expect("a String takes everything"),
    }
}

/// Escapes a name for a JSON pointer.
pub fn pointer_part(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
