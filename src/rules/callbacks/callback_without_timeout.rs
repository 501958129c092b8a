//! A task that waits for an answer for as long as an execution may last.

use super::{Context, Reporter, Waiter, suffix, tasks};
use crate::asl::{Field, Place};
use crate::rules::insert;

/// What ends the waiting.
const LIMITS: [Field; 4] =
    [Field::TimeoutSeconds, Field::TimeoutSecondsPath, Field::HeartbeatSeconds, Field::HeartbeatSecondsPath];

/// What a timeout is set to where nobody has said how long an answer may take.
const DAY_SECONDS: u32 = 86_400;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let has = |object| LIMITS.iter().any(|&field| cx.machine.has(object, field));
    if cx.machine.has(cx.machine.root(), Field::TimeoutSeconds) || cx.machine.is_fragment {
        return;
    }
    for (state, resource, waiter) in tasks(cx) {
        let misspelt = || LIMITS.iter().any(|&field| cx.machine.misspelt(state.object, field).is_some());
        if waiter == Waiter::Service || has(state.object) || misspelt() {
            continue;
        }
        // An Express workflow can have neither callbacks nor activities; that is another rule's finding.
        if cx.express(state.scope).is_some() {
            continue;
        }
        let (span, who) = match waiter {
            Waiter::Callback => (suffix(resource), "an answer"),
            _ => (resource.span(), "a worker"),
        };
        let place = Place::field(state.object, Field::Resource);
        let message = format!("State `{}` waits for {who} for up to a year", state.name);
        let finding = out.report(&place, span, message);
        finding
            .label("nothing ends this before")
            .help("Add `TimeoutSeconds`, and `HeartbeatSeconds` if the worker can send heartbeats");
        // How long is long enough, only the author knows; a heartbeat would fail workers that send none.
        if let Some((at, text)) =
            insert::state_member(cx.machine, state, Field::TimeoutSeconds, &DAY_SECONDS.into())
        {
            finding.unsafe_fix(at, text);
        }
    }
}
