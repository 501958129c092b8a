//! States from which no way leads to an end, although there is one.

use super::{Context, Reporter};
use crate::asl::{Place, State};

/// So many further states are shown.
const SHOWN: usize = 3;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    if cx.machine.is_fragment {
        return;
    }
    for scope in cx.machine.scopes() {
        let states = cx.machine.states_in(scope.id);
        // A scope without any end has `no-terminal-state` or `endless-scope`.
        if cx.graph.is_open(scope.id) || !states.iter().any(|state| cx.graph.is_terminal(state.id)) {
            continue;
        }
        let leads_nowhere = |state: &State<'_>| cx.graph.leaving(state.id).next().is_none();
        let is_stuck = |state: &&State<'_>| cx.graph.is_reachable(state.id) && !cx.graph.can_end(state.id);
        let stuck: Vec<&State<'_>> = states.iter().filter(is_stuck).collect();
        // Where a transition is missing or names no state, that is the error to mend.
        let Some((first, rest)) =
            stuck.split_first().filter(|_| !stuck.iter().any(|state| leads_nowhere(state)))
        else {
            continue;
        };
        if rest.is_empty() && cx.graph.leaving(first.id).count() == 1 {
            // A single state that only leads to itself is `self-loop`.
            continue;
        }
        let place = Place::object(first.object);
        let finding = out.report(
            &place,
            first.key.span(),
            format!("From state `{}` no way leads to an end", first.name),
        );
        finding
            .label("from here on the execution never ends")
            .help("Let one of these states lead to a state that ends");
        for state in rest.iter().take(SHOWN) {
            finding.related(state.key.span(), "nor from here");
        }
    }
}
