//! `StartAt` names a state that does not exist in its scope.

use super::{Context, Reporter};
use crate::graph::Via;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let mut budget = crate::suggest::BUDGET;
    for transition in cx.graph.transitions() {
        if transition.via != Via::StartAt || transition.target.is_some() || transition.is_open() {
            continue;
        }
        if let Some(name) = transition.node.str().filter(|_| !cx.graph.has_unknown_states(transition.scope)) {
            super::unknown_target::report(cx, out, transition, name, &mut budget);
        }
    }
}
