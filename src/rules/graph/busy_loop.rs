//! A cycle of states that neither waits nor has a way out.

use super::{Context, Reporter};
use crate::asl::{Field, Place, StateId, StateType};
use crate::finding::Severity;

/// So many further states are shown.
const SHOWN: usize = 3;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for cycle in cx.graph.cycles() {
        if cycle.len() < 2
            || cycle.iter().any(|&state| may_pause(cx, state))
            || !cx.graph.is_reachable(cycle[0])
        {
            continue;
        }
        let first = cx.machine.state(cycle[0]);
        let calls = cycle.iter().any(|&state| cx.machine.state(state).state_type == Some(StateType::Task));
        let message = format!("The loop through state `{}` runs without a pause", first.name);
        let finding = out.report(&Place::object(first.object), first.key.span(), message);
        finding.label("the loop comes by here").help(if calls {
            "If it waits for something to be done, put a Wait state into the loop: the history ends at 25,000 events"
        } else {
            "Put a Wait state into the loop: the history ends at 25,000 events"
        });
        for &state in cycle[1..].iter().take(SHOWN) {
            finding.related(cx.machine.state(state).key.span(), "and here");
        }
        // A loop over items or pages pauses for nothing, and is right.
        finding.at_most(Severity::Info);
    }
}

/// Whether the state takes time by itself: a Wait, a job, a callback, an activity, or work of unknown length.
fn may_pause(cx: &Context<'_>, state: StateId) -> bool {
    let state = cx.machine.state(state);
    match state.state_type {
        Some(StateType::Wait | StateType::Map | StateType::Parallel) | None => true,
        Some(StateType::Task) => cx.machine.str(state.object, Field::Resource).is_none_or(|resource| {
            [".sync", ".waitForTaskToken", ":activity:", "${", "startExecution"]
                .iter()
                .any(|mark| resource.contains(mark))
        }),
        _ => false,
    }
}
