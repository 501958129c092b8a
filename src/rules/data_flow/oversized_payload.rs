//! Data that is larger than Step Functions takes, whatever its expressions give.

use super::{Context, Reporter};
use crate::asl::{Field, Language, Place, QueryLanguage, State, StateType};
use crate::finding::Severity;
use crate::syntax::{Kind, Node};

/// The most bytes of a state's input, output or result (spec/limits.md).
const LIMIT: usize = 262_144;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for state in cx.machine.states() {
        for &field in payloads(cx, state) {
            let Some(value) = cx.machine.field(state.object, field) else { continue };
            // The text of a value is hardly ever shorter than the value.
            if value.value.range().len() <= LIMIT {
                continue;
            }
            let size = least_size(value.value);
            if size <= LIMIT {
                continue;
            }
            let is_certain = state.state_type == Some(StateType::Pass)
                && !crate::rules::state::is_absorbed_outside(cx.machine, state);
            let message = format!(
                "`{}` of state `{}` holds at least {} KiB, and the data of a state may have 256",
                field.name(),
                state.name,
                size / 1024
            );
            out.report(&Place::field(state.object, field), value.key.span(), message)
                .label("too large")
                .help("Keep the data in S3 or DynamoDB, and pass on where it is")
                .at_most(if is_certain { Severity::Error } else { Severity::Warning });
        }
    }
}

fn payloads(cx: &Context<'_>, state: &State<'_>) -> &'static [Field] {
    let keeps_result =
        cx.machine.value(state.object, Field::ResultPath).is_none_or(|path| path.kind() != Kind::Null);
    match cx.machine.object(state.object).language {
        Language::Known(QueryLanguage::JSONPath) if keeps_result => &[Field::Result, Field::Parameters],
        Language::Known(QueryLanguage::JSONPath) => &[Field::Parameters],
        Language::Known(QueryLanguage::JSONata) => &[Field::Arguments, Field::Output],
        Language::Either => &[],
    }
}

/// The bytes that a value has at least, as JSON without blanks.
fn least_size(value: Node<'_>) -> usize {
    let mut size = 0;
    let mut open = vec![value];
    while let Some(node) = open.pop() {
        size += match node.kind() {
            Kind::String if node.has_placeholder() => 2,
            Kind::String => match node.str() {
                Some(text) if text.starts_with("{%") => 1,
                Some(text) => text.len() + 2,
                None => 2,
            },
            Kind::Array => {
                open.extend(node.items());
                2 + node.items().len().saturating_sub(1)
            }
            Kind::Object => {
                let mut own = 1;
                for (key, value) in node.members() {
                    let name = key.str().unwrap_or_default();
                    let is_computed = name.ends_with(".$");
                    own += name.len() + 4 - if is_computed { 1 } else { 0 };
                    if !is_computed {
                        open.push(value);
                    }
                }
                own
            }
            _ => 1,
        };
    }
    size
}
