//! A task that says nothing of how long it may take.

use super::{Context, Reporter};
use crate::asl::{Field, Place, StateType};

const TIMEOUTS: [Field; 2] = [Field::TimeoutSeconds, Field::TimeoutSecondsPath];

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for state in cx.states_of(StateType::Task) {
        let is_set = TIMEOUTS.iter().any(|&field| {
            cx.machine.has(state.object, field) || cx.machine.misspelt(state.object, field).is_some()
        });
        if is_set || !cx.machine.is_complete(state.object) {
            continue;
        }
        out.report(
            &Place::object(state.object),
            state.key.span(),
            format!("Task `{}` has no timeout of its own", state.name),
        )
        .label("may take as long as the execution")
        .help("Add `TimeoutSeconds`");
    }
}
