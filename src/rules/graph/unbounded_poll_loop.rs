//! A loop that waits and asks again, without any limit.

use super::{Context, Reporter};
use crate::asl::{Field, Place, StateId, StateType};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let machine = cx.machine;
    if machine.has(machine.root(), Field::TimeoutSeconds) || machine.is_fragment {
        return;
    }
    for cycle in cx.graph.cycles() {
        let wait = cycle.iter().find(|&&state| machine.state(state).state_type == Some(StateType::Wait));
        let Some(&wait) = wait.filter(|_| !cycle.iter().any(|&state| counts(cx, state))) else { continue };
        let state = machine.state(wait);
        out.report(
            &Place::object(state.object),
            state.key.span(),
            format!("The loop through state `{}` may wait for ever", state.name),
        )
        .label("waits here, each time round")
        .help("Count the rounds and give up, or set `TimeoutSeconds` on the state machine");
    }
}

/// Whether the state may keep count: it adds, or hands the counting to something that is called.
fn counts(cx: &Context<'_>, state: StateId) -> bool {
    let source = cx.machine.node(cx.machine.state(state).object).source();
    ["MathAdd", "+ 1", "+1", "RetryCount", "Count", "count", "Attempt", "attempt", "EnteredTime"]
        .iter()
        .any(|mark| source.contains(mark))
}
