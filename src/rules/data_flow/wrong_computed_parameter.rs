//! A computed value of another kind than the action takes at that place.

use std::cell::LazyCell;

use super::{Brief, Context, Reporter, expressions};
use crate::aws;
use crate::expr::jsonata::{Expression, collapsing};
use crate::finding::Severity;
use crate::rules::parameters::severity;
use crate::rules::parameters::wrong_parameter_type::{OF_ANYTHING, is_attribute, is_known_to_fail};
use crate::rules::service_call::{ServiceCall, calls, member_shape};
use crate::shape::{Shape, Types};
use crate::syntax::{Kind, Node};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let expressions = LazyCell::new(|| expressions(cx));
    for call in calls(cx) {
        let sent = cx.data().steps(call.state.id).effective_input.as_ref();
        for computed in sent.map_or_else(Vec::new, |sent| computed(call, sent)) {
            let expression = expressions.get(&computed.node.id()).map(|known| known.expression);
            report(cx, out, call, &computed, expression);
        }
    }
}

/// A value that is computed, where the action takes one of a known kind.
struct Computed<'t> {
    name: &'t str,
    node: Node<'t>,
    taken: aws::Shape,
    value: Shape,
}

/// The computed values within what is sent, as far as the models say what is taken there.
fn computed<'t>(call: &ServiceCall<'t>, sent: &Shape) -> Vec<Computed<'t>> {
    let mut found = Vec::new();
    let (Some(object), Some(input)) = (call.object(), call.input) else { return found };
    let mut open = vec![(object, input, sent.clone())];
    while let Some((node, taken, sent)) = open.pop() {
        for (key, value) in node.members() {
            let Some(text) = key.str() else { continue };
            let name = text.strip_suffix(".$").unwrap_or(text);
            let taken = match taken.kind() {
                aws::Kind::Structure(members) | aws::Kind::Union(members) => member_shape(&members, name),
                aws::Kind::Map { value, .. } => Some(value),
                _ => None,
            };
            let Some(taken) = taken else { continue };
            let sent = sent.member(name).shape;
            if name != text || value.str().is_some_and(|text| text.starts_with("{%")) {
                found.push(Computed { name, node: value, taken, value: sent });
            } else if value.kind() == Kind::Object {
                open.push((value, taken, sent));
            }
        }
    }
    found.sort_by_key(|computed| computed.node.range().start);
    found
}

fn report(
    cx: &Context<'_>,
    out: &mut Reporter<'_>,
    call: &ServiceCall<'_>,
    computed: &Computed<'_>,
    expression: Option<&Expression>,
) {
    let Computed { name, node, taken, value } = computed;
    let Some((wanted, types)) = wanted(*taken) else { return };
    let found = value.types();
    let is_list = types == Types::ARRAY;
    // A list of one item that a sequence leaves bare, here or before; what else is mixed may have been told apart.
    let collapses = expression.is_some_and(|expression| !collapsing(expression).is_empty());
    let is_mixed = !found.is_only(types.or(Types::NULL)) && !value.parts().is_vague;
    let is_at_times = is_list && found.has(types) && (collapses || is_mixed);
    if value.is_nothing() || found.has(types.or(Types::NULL)) && !is_at_times {
        return;
    }
    // AWS's own samples leave the `S` of attribute values out.
    if OF_ANYTHING.contains(name) || is_attribute(*taken) && found.has(Types::TEXT) {
        return;
    }
    let always = if is_at_times { "not always" } else { "not" };
    let given = match is_at_times && collapses {
        true => "a single item bare where there is but one".to_owned(),
        false => Brief(value).to_string(),
    };
    let message = format!("`{name}` of `{}` takes {wanted}, and is given {given}", call.name);
    let finding = out.report(&call.place_of(*node), node.span(), message);
    finding.label(format!("{always} {wanted}"));
    finding.at_most(if !is_at_times && is_known_to_fail(call, name, wanted) {
        severity(cx, call.state)
    } else {
        Severity::Warning
    });
    finding.help(match (wanted, expression.is_some()) {
        (TEXT, true) => "Make a text of it: `$string(…)`",
        (TEXT, false) => "Make a text of it: `States.Format('{}', …)`",
        (_, true) if is_at_times => "Put it into brackets: `[…]` always gives a list",
        _ => "Name a value of the kind that is taken",
    });
}

const TEXT: &str = "a text";

/// What is taken, in words and as types. Texts that hold numbers and truth values are taken for them, and other plain
/// values are not looked at.
fn wanted(taken: aws::Shape) -> Option<(&'static str, Types)> {
    match taken.kind() {
        aws::Kind::String { .. } => Some((TEXT, Types::TEXT)),
        aws::Kind::List { .. } => Some(("a list", Types::ARRAY)),
        aws::Kind::Structure(_) | aws::Kind::Union(_) | aws::Kind::Map { .. } => {
            Some(("an object", Types::OBJECT))
        }
        _ => None,
    }
}
