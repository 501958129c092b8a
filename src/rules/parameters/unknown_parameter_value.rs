//! A text outside the list that a parameter takes.

use super::{Context, Reporter};
use crate::aws::{self, Kind as ShapeKind, Shape, Takes};
use crate::rules::edit;
use crate::rules::service_call::{ServiceCall, calls, literal, member_name};
use crate::rules::wording::{shorten, words};
use crate::suggest;
use crate::syntax::Node;
use rustc_hash::{FxHashMap, FxHashSet};

/// Longer lists are not shown.
const SHOWN: usize = 8;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let mut budget = suggest::BUDGET;
    for call in calls(cx) {
        // The items of a list share their shape, so its values are gathered once.
        let mut last: Option<(Shape, Known)> = None;
        for (key, value, shape) in call.values() {
            let name = member_name(key).unwrap_or_default();
            let (shape, texts) = match shape.kind() {
                // The keys of a map, such as the attributes of a queue.
                ShapeKind::Map { key: of_keys, .. } => {
                    let keys = value.members().filter(|(key, _)| literal(*key).is_some());
                    (of_keys, keys.filter_map(|(key, _)| Some((key, member_name(key)?))).collect())
                }
                _ => (shape, literal(value).map(|text| (value, text)).into_iter().collect::<Vec<_>>()),
            };
            let ShapeKind::String { values, .. } = shape.kind() else { continue };
            if texts.is_empty() || values.len() == 0 {
                continue;
            }
            let (_, known) = match last.take() {
                Some(known) if known.0 == shape => last.insert(known),
                _ => last.insert((shape, Known::new(values))),
            };
            for (node, text) in texts {
                check_text(call, out, (name, node, text), known, &mut budget);
            }
        }
        for (key, value, takes) in call.own_values() {
            let (Takes::OneOf(values), Some(text)) = (takes, literal(value)) else { continue };
            let known = Known::new(values.iter().copied());
            check_text(call, out, (key.str().unwrap_or_default(), value, text), &known, &mut budget);
        }
    }
}

/// The texts that are taken: in their order, and by themselves in small letters.
struct Known {
    values: Vec<&'static str>,
    by_small: FxHashMap<String, &'static str>,
    exact: FxHashSet<&'static str>,
}

impl Known {
    fn new(values: impl Iterator<Item = &'static str>) -> Self {
        let values: Vec<_> = values.collect();
        let by_small = values.iter().map(|value| (value.to_ascii_lowercase(), *value)).collect();
        let exact = values.iter().copied().collect();
        Self { values, by_small, exact }
    }
}

fn check_text<'t>(
    call: &ServiceCall<'t>,
    out: &mut Reporter<'_>,
    (name, node, text): (&str, Node<'t>, &str),
    known: &Known,
    budget: &mut usize,
) {
    if known.exact.contains(text) {
        return;
    }
    let values = || known.values.iter().copied();
    let message = format!("`{name}` of `{}` does not take `{}`", call.name, shorten(text));
    let finding = out.report(&call.place_of(node), node.span(), message);
    finding.label("not among its values");
    if let Some(meant) = known.by_small.get(&text.to_ascii_lowercase()) {
        let (span, text) = edit::within(node, 0, text.len(), meant);
        finding.help(format!("Write `{meant}`")).safe_fix(span, text);
    } else if let Some(near) = suggest::nearest_within(budget, text, values()) {
        let (span, text) = edit::within(node, 0, text.len(), near);
        finding.help(format!("Did you mean `{near}`?")).unsafe_fix(span, text);
    } else if known.values.len() <= SHOWN {
        finding.help(format!("It takes {}", words(values(), "or")));
    } else {
        finding.help(format!("aslint knows the values of {}", aws::models().date));
    }
}
