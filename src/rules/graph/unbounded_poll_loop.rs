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

/// Words for what counts, beside those that end in `count`.
const COUNTERS: [&str; 9] =
    ["counter", "retries", "retry", "attempt", "attempts", "tries", "iteration", "iterations", "index"];

/// Whether the state may keep count: it adds, or hands the counting to something that is called.
fn counts(cx: &Context<'_>, state: StateId) -> bool {
    let source = cx.machine.node(cx.machine.state(state).object).source();
    // Whole words: a function named `account-status` counts nothing.
    let mut words = source.as_bytes().split(|letter| !letter.is_ascii_alphanumeric());
    let is_counter = |word: &[u8]| {
        let ends_with = |end: &str| {
            let start = word.len().checked_sub(end.len());
            start.is_some_and(|start| word[start..].eq_ignore_ascii_case(end.as_bytes()))
        };
        COUNTERS.iter().any(|counter| word.eq_ignore_ascii_case(counter.as_bytes()))
            || ends_with("count") && !ends_with("account") && !ends_with("discount")
    };
    words.any(is_counter) || ["MathAdd", "+ 1", "+1", "EnteredTime"].iter().any(|mark| source.contains(mark))
}
