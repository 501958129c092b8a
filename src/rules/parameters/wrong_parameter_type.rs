//! A single value where an action takes an object or a list, and the other way round.

use super::{Context, Reporter};
use crate::aws::{Kind as ShapeKind, Shape};
use crate::finding::Severity;
use crate::rules::service_call::calls;
use crate::syntax::{Kind, Node};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for call in calls(cx) {
        for (key, value, shape) in call.values() {
            let Some((wanted, found)) = mismatch(value, shape) else { continue };
            let name = key.str().unwrap_or_default();
            let message = format!("`{name}` of `{}` takes {wanted}, not {found}", call.name);
            let finding = out.report(&call.place(Vec::new()), value.span(), message);
            finding.label(format!("{wanted} is expected")).at_most(Severity::Warning);
            finding.stable_path.push_str(name);
            if is_attribute(shape) {
                finding.help("Say which type it is: `{ \"S\": \"text\" }`, `{ \"N\": \"5\" }`");
            }
        }
    }
}

/// What is wanted and what is there, where they cannot go together. Texts are left alone: some integrations make them of
/// any value.
fn mismatch(value: Node<'_>, shape: Shape) -> Option<(&'static str, &'static str)> {
    let found = match value.kind() {
        // AWS's own samples leave the `S` of attribute values out.
        Kind::String if is_written(value) && !is_attribute(shape) => "a text",
        Kind::Number => "a number",
        Kind::Bool(_) => "true or false",
        Kind::Object => "an object",
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
        _ => return None,
    };
    (wanted != found).then_some((wanted, found))
}

/// Whether a text stands for itself, and is nothing that something else is made of.
fn is_written(value: Node<'_>) -> bool {
    let text = value.str().unwrap_or_default();
    !["${", "{%", "{{", "#{"].iter().any(|mark| text.contains(mark))
}

/// Whether it is a value of DynamoDB, which says of which type it is.
fn is_attribute(shape: Shape) -> bool {
    let is_structure = matches!(shape.kind(), ShapeKind::Union(_) | ShapeKind::Structure(_));
    is_structure && ["S", "N", "M", "L"].iter().all(|name| shape.members().get(name).is_some())
}
