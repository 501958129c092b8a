//! A number, a text or a list beyond what a parameter takes.

use super::{Context, Reporter};
use crate::aws::{Bounds, Kind as ShapeKind, Shape};
use crate::rules::service_call::{calls, has_unknown, literal};
use crate::syntax::{Kind, Node};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for call in calls(cx) {
        for (key, value, shape) in call.values() {
            let Some((found, bounds)) = beyond(value, shape) else { continue };
            let name = key.str().unwrap_or_default();
            let message = format!("`{name}` of `{}` {found}", call.name);
            let finding = out.report(&call.place_of(value), value.span(), message);
            finding.label(format!("{bounds} taken"));
        }
    }
}

/// What is there and what is taken, where they do not go together.
fn beyond(value: Node<'_>, shape: Shape) -> Option<(String, String)> {
    let counted = |count: usize, length: Bounds<u64>, unit: &str| {
        let is_beyond = !length.contain(&(count as u64));
        is_beyond.then(|| (format!("has {}", plural(count as u64, unit)), taken(length, unit)))
    };
    match (shape.kind(), value.kind()) {
        (ShapeKind::Integer(bounds) | ShapeKind::Long(bounds), Kind::Number) => {
            let bounds =
                Bounds { min: bounds.min.map(|least| least as f64), max: bounds.max.map(|most| most as f64) };
            number(value, bounds)
        }
        (ShapeKind::Float(bounds), Kind::Number) => number(value, bounds),
        (ShapeKind::String { length, .. }, Kind::String) => {
            counted(literal(value)?.chars().count(), length, "letter")
        }
        (ShapeKind::List { length, .. }, Kind::Array) => {
            // A template may put several items, or none, in the place of one.
            let is_whole = !value.items().any(has_unknown);
            counted(value.items().len(), length, "item").filter(|_| is_whole)
        }
        _ => None,
    }
}

fn number(value: Node<'_>, bounds: Bounds<f64>) -> Option<(String, String)> {
    let number = value.number().filter(|number| !bounds.contain(number))?;
    let shown = value.number_text().map_or_else(|| number.to_string(), str::to_owned);
    Some((format!("is {shown}"), taken(bounds, "")))
}

/// `1 to 10 items are`.
fn taken<T: std::fmt::Display + PartialEq>(bounds: Bounds<T>, unit: &str) -> String {
    let unit = if unit.is_empty() { String::new() } else { format!(" {unit}s") };
    match (bounds.min, bounds.max) {
        (Some(min), Some(max)) if min == max => format!("{min}{unit} are"),
        (Some(min), Some(max)) => format!("{min} to {max}{unit} are"),
        (Some(min), None) => format!("{min}{unit} and more are"),
        (None, Some(max)) => format!("up to {max}{unit} are"),
        (None, None) => format!("any{unit} are"),
    }
}

fn plural(count: u64, unit: &str) -> String {
    match count {
        0 => format!("no {unit}s"),
        1 => format!("1 {unit}"),
        _ => format!("{count} {unit}s"),
    }
}
