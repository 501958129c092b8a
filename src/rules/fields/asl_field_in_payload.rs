//! A field of the state that slipped into the payload it sends.

use super::{Context, Reporter};
use crate::asl::{Field, Place, PlaceStep, StateType};
use crate::rules::service_call::calls;
use crate::syntax::{Kind, Node, NodeId};
use rustc_hash::FxHashSet;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let mut told: FxHashSet<NodeId> = FxHashSet::default();
    for call in calls(cx) {
        for (key, name) in call.slipped_fields() {
            told.insert(key.id());
            let place = call.place(vec![PlaceStep::Key(name.to_owned())]);
            report(out, &place, key, call.field.name(), call.state.name);
        }
    }
    for state_type in [StateType::Task, StateType::Parallel, StateType::Map] {
        for state in cx.machine.states_of(state_type) {
            for payload in [Field::Parameters, Field::Arguments] {
                let Some(value) = cx.machine.value(state.object, payload) else { continue };
                for (key, inner) in value.members() {
                    let name = key.str().filter(|name| belongs_to_state(name, inner));
                    let Some(name) = name.filter(|_| !told.contains(&key.id())) else { continue };
                    let place = Place::field(state.object, payload).then(PlaceStep::Key(name.to_owned()));
                    report(out, &place, key, payload.name(), state.name);
                }
            }
        }
    }
}

fn report(out: &mut Reporter<'_>, place: &Place, key: Node<'_>, payload: &str, state: &str) {
    let name = key.str().unwrap_or_default();
    let message =
        format!("`{name}` inside `{payload}` is part of the data and has no effect on state `{state}`");
    out.report(place, key.span(), message)
        .label("part of the payload")
        .help(format!("Move it out of `{payload}`, into the state"));
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
