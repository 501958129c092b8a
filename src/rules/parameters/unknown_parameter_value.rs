//! A text outside the list that a parameter takes.

use super::{Context, Reporter};
use crate::aws::{self, Kind as ShapeKind, Shape, Takes, Values};
use crate::rules::edit;
use crate::rules::service_call::{ServiceCall, calls, literal, member_name};
use crate::rules::wording::{shorten, words};
use crate::suggest;
use crate::syntax::Node;

/// Longer lists are not shown.
const SHOWN: usize = 8;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let mut budget = suggest::BUDGET;
    for call in calls(cx) {
        for (key, value, shape) in call.values() {
            let name = key.str().and_then(|_| member_name(key)).unwrap_or_default();
            if let Some(text) = literal(value) {
                check_text(&call, out, (name, value, text), values(shape), &mut budget);
            }
            // The keys of a map, such as the attributes of a queue.
            let ShapeKind::Map { key: of_keys, .. } = shape.kind() else { continue };
            for (key, _) in value.members() {
                if let Some(text) = member_name(key).filter(|_| literal(key).is_some()) {
                    check_text(&call, out, (name, key, text), values(of_keys), &mut budget);
                }
            }
        }
        for (key, value, takes) in call.own_values() {
            let (Takes::OneOf(values), Some(text)) = (takes, literal(value)) else { continue };
            let values = values.iter().copied();
            check_text(&call, out, (key.str().unwrap_or_default(), value, text), values, &mut budget);
        }
    }
}

/// The texts that are known for a shape; none where any will do.
fn values(shape: Shape) -> impl ExactSizeIterator<Item = &'static str> + Clone {
    match shape.kind() {
        ShapeKind::String { values, .. } => values,
        _ => Values::default(),
    }
}

fn check_text<'t>(
    call: &ServiceCall<'_, 't>,
    out: &mut Reporter<'_>,
    (name, node, text): (&str, Node<'t>, &str),
    values: impl ExactSizeIterator<Item = &'static str> + Clone,
    budget: &mut usize,
) {
    if values.len() == 0 || values.clone().any(|known| known == text) {
        return;
    }
    let message = format!("`{name}` of `{}` does not take `{}`", call.name, shorten(text));
    let finding = out.report(&call.place_of(node), node.span(), message);
    finding.label("not among its values");
    if let Some(meant) = values.clone().find(|known| known.eq_ignore_ascii_case(text)) {
        let (span, text) = edit::within(node, 0, text.len(), meant);
        finding.help(format!("Write `{meant}`")).safe_fix(span, text);
    } else if let Some(near) = suggest::nearest_within(budget, text, values.clone()) {
        let (span, text) = edit::within(node, 0, text.len(), near);
        finding.help(format!("Did you mean `{near}`?")).unsafe_fix(span, text);
    } else if values.len() <= SHOWN {
        finding.help(format!("It takes {}", words(values, "or")));
    } else {
        finding.help(format!("aslint knows the values of {}", aws::models().date));
    }
}
