//! Waits beyond the five minutes that an Express execution may take.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::{Context, Reporter};
use crate::asl::{Field, Place, ScopeId, ScopeKind, State, StateId, StateType};
use crate::finding::Severity;
use crate::graph::Via;
use crate::rules::Express;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let waits = || cx.machine.states_of(StateType::Wait).filter(|state| seconds(cx, state) > 0);
    // Most definitions have no waits, or are not known to be Express.
    if waits().all(|state| cx.express(state.scope).is_none()) {
        return;
    }
    let arrivals = arrivals(cx);
    for state in waits() {
        let Some(express) = cx.express(state.scope) else { continue };
        let Some(value) = cx.machine.value(state.object, Field::Seconds) else { continue };
        let own = seconds(cx, state);
        let before = arrivals[state.id.0 as usize].unwrap_or(0);
        let sum = before.saturating_add(own);
        let message = if own > Express::SECONDS {
            format!("A wait of {own} seconds outlasts an Express workflow (five minutes)")
        } else if before <= Express::SECONDS && sum > Express::SECONDS {
            format!("After this wait {sum} seconds have passed at least, and an Express workflow has 300")
        } else {
            continue;
        };
        let finding = out.report(&Place::field(state.object, Field::Seconds), value.span(), message);
        finding
            .label("the execution times out here")
            .help("Wait less than 300 seconds in all, or make it a Standard workflow");
        // What becomes of the Map then depends on how many of its items may fail.
        if let Express::Children(span) = express {
            finding.at_most(Severity::Warning).related(span, "the items run as Express workflows");
        }
    }
}

/// How long a state waits for certain.
fn seconds(cx: &Context<'_>, state: &State<'_>) -> u64 {
    let value = cx.machine.value(state.object, Field::Seconds);
    let is_wait = state.state_type == Some(StateType::Wait);
    // A negative number comes out as none.
    value.and_then(|value| value.number()).filter(|_| is_wait).map_or(0, |seconds| seconds as u64)
}

/// How many seconds of an Express execution have been waited at least when each state is entered; none where it is not
/// known, or in no Express workflow.
fn arrivals(cx: &Context<'_>) -> Vec<Option<u64>> {
    let mut arrivals = vec![None; cx.machine.states().len()];
    let mut starts: Vec<Option<StateId>> = vec![None; cx.machine.scopes().len()];
    for transition in cx.graph.transitions().iter().filter(|transition| transition.via == Via::StartAt) {
        starts[transition.scope.0 as usize] = transition.target;
    }
    // Where a transition is not told, there may be a shorter way.
    let start = |scope: ScopeId| starts[scope.0 as usize].filter(|_| !cx.graph.is_open(scope));
    let mut inner: Vec<Vec<StateId>> = vec![Vec::new(); cx.machine.states().len()];
    let mut next: BinaryHeap<(Reverse<u64>, StateId)> = BinaryHeap::new();
    for scope in cx.machine.scopes() {
        match (scope.owner, start(scope.id)) {
            (_, None) => {}
            (Some(owner), Some(first)) if scope.kind != ScopeKind::Distributed => {
                inner[owner.0 as usize].push(first);
            }
            (_, Some(first)) if cx.express(scope.id).is_some() => next.push((Reverse(0), first)),
            _ => {}
        }
    }
    // The state that is entered first of those that are left is entered no sooner on another way.
    while let Some((Reverse(waited), id)) = next.pop() {
        if arrivals[id.0 as usize].is_some() {
            continue;
        }
        arrivals[id.0 as usize] = Some(waited);
        next.extend(inner[id.0 as usize].iter().map(|&first| (Reverse(waited), first)));
        let left = waited.saturating_add(seconds(cx, cx.machine.state(id)));
        let targets = cx.graph.leaving(id).filter_map(|transition| transition.target);
        next.extend(targets.map(|target| (Reverse(left), target)));
    }
    arrivals
}
