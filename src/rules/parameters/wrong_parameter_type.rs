//! A value of another kind than an action takes: a text for an object, an object for a list, a number for a text.

use super::{Context, Reporter, severity};
use crate::aws::{Kind as ShapeKind, Shape, Takes};
use crate::finding::Severity;
use crate::rules::service_call::{ServiceCall, calls, has_unknown};
use crate::syntax::{Kind, Node};

/// Members that carry a text which the integrations make of any value, as AWS's pages show for objects.
pub(in crate::rules) const OF_ANYTHING: [&str; 7] =
    ["Body", "Detail", "Input", "Message", "MessageBody", "Output", "Payload"];

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for call in calls(cx) {
        for (key, value, shape) in call.values() {
            let name = key.str().unwrap_or_default();
            let Some((wanted, found)) = mismatch(value, shape) else { continue };
            if wanted == TEXT && OF_ANYTHING.contains(&name) {
                continue;
            }
            let message = format!("`{name}` of `{}` takes {wanted}, not {found}", call.name);
            let finding = out.report(&call.place_of(value), value.span(), message);
            finding.label(format!("{wanted} is expected"));
            finding.at_most(if is_known_to_fail(call, name, wanted) {
                severity(cx, call.state)
            } else {
                Severity::Warning
            });
            finding.stable_path.push_str(name);
            if wanted == TEXT {
                let text = format!("\"{}\"", value.source().trim_end());
                finding.help(format!("Write `{text}`")).safe_fix(value.span(), text);
            } else if is_attribute(shape) {
                finding.help("Say which type it is: `{ \"S\": \"text\" }`, `{ \"N\": \"5\" }`");
            }
        }
        check_lists(cx, out, call);
    }
}

/// Objects whose values are lists, as the headers of API Gateway are.
fn check_lists(cx: &Context<'_>, out: &mut Reporter<'_>, call: &ServiceCall<'_>) {
    for (key, value, takes) in call.own_values() {
        let name = key.str().unwrap_or_default();
        let mut report = |node, message: String, wanted: &str| {
            let finding = out.report(&call.place_of(node), node.span(), message);
            // AWS's refusal is on record for API Gateway (spec/integrations.md 8.3).
            let is_recorded = call.optimized.is_some_and(|entry| entry.service == "apigateway");
            finding.at_most(if is_recorded { severity(cx, call.state) } else { Severity::Warning });
            finding.label(format!("{wanted} is expected")).stable_path.push_str(name);
            finding.help("Put each value into brackets: `{ \"name\": [\"value\"] }`");
        };
        if takes != Takes::Lists || has_unknown(value) {
            continue;
        }
        if value.kind() != Kind::Object {
            report(value, format!("`{name}` of `{}` takes an object of lists", call.name), "an object");
        }
        for (key, value) in value.members() {
            let name = key.str().unwrap_or_default();
            if value.kind() != Kind::Array && !name.ends_with(".$") && !has_unknown(value) {
                report(value, format!("`{name}` takes a list in a call of `{}`", call.name), "a list");
            }
        }
    }
}

const TEXT: &str = "a text";

/// What is wanted and what is there, where they cannot go together. Texts for numbers are left alone: the integrations
/// read them.
fn mismatch(value: Node<'_>, shape: Shape) -> Option<(&'static str, &'static str)> {
    let found = match value.kind() {
        // AWS's own samples leave the `S` of attribute values out.
        Kind::String if !has_unknown(value) && !is_attribute(shape) => TEXT,
        Kind::Number => "a number",
        Kind::Bool(_) => "true or false",
        Kind::Object if !has_unknown(value) => "an object",
        Kind::Array => "a list",
        _ => return None,
    };
    let wanted = match shape.kind() {
        ShapeKind::Structure(_) | ShapeKind::Union(_) | ShapeKind::Map { .. } => "an object",
        ShapeKind::List { .. } => "a list",
        ShapeKind::Boolean | ShapeKind::Integer(_) | ShapeKind::Long(_) | ShapeKind::Float(_)
            if ["an object", "a list"].contains(&found) =>
        {
            "a single value"
        }
        ShapeKind::Boolean if found == "a number" => "true or false",
        ShapeKind::Integer(_) | ShapeKind::Long(_) | ShapeKind::Float(_) if found == "true or false" => {
            "a number"
        }
        ShapeKind::String { .. } if ["a number", "true or false"].contains(&found) => TEXT,
        _ => return None,
    };
    (wanted != found).then_some((wanted, found))
}

/// Whether AWS's refusal is on record: numbers in the attribute values of the optimized DynamoDB integrations
/// (design/needs.md 86).
pub(in crate::rules) fn is_known_to_fail(call: &ServiceCall<'_>, name: &str, wanted: &str) -> bool {
    call.optimized.is_some_and(|entry| entry.service == "dynamodb")
        && wanted == TEXT
        && ["S", "N"].contains(&name)
}

/// Whether it is a value of DynamoDB, which says of which type it is.
pub(in crate::rules) fn is_attribute(shape: Shape) -> bool {
    let is_structure = matches!(shape.kind(), ShapeKind::Union(_) | ShapeKind::Structure(_));
    is_structure && ["S", "N", "M", "L"].iter().all(|name| shape.members().get(name).is_some())
}
