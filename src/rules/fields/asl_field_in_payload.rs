//! A field of the state that slipped into the payload it sends.

use super::{Context, Reporter};
use crate::asl::{Field, Place, PlaceStep, StateType};
use crate::syntax::{Kind, Node};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for state_type in [StateType::Task, StateType::Parallel, StateType::Map] {
        for state in cx.machine.states_of(state_type) {
            for payload in [Field::Parameters, Field::Arguments] {
                let Some(value) = cx.machine.value(state.object, payload) else { continue };
                for (key, inner) in value.members() {
                    let Some(name) = key.str().filter(|name| belongs_to_state(name, inner)) else { continue };
                    let place = Place::field(state.object, payload).then(PlaceStep::Key(name.to_owned()));
                    let payload = payload.name();
                    out.report(
                        &place,
                        key.span(),
                        format!(
                            "`{name}` inside `{payload}` is part of the data and has no effect on state `{}`",
                            state.name
                        ),
                    )
                    .label("part of the payload")
                    .help(format!("Move it out of `{payload}`, into the state"));
                }
            }
        }
    }
}

/// Whether the member has the name and the shape of a field of the state that no service takes.
fn belongs_to_state(name: &str, value: Node<'_>) -> bool {
    match name {
        "Retry" | "Catch" => {
            value.kind() == Kind::Array && value.items().any(|item| item.get("ErrorEquals").is_some())
        }
        _ => false,
    }
}
