//! Two states of one name, in whatever scopes.

use rustc_hash::FxHashMap;

use super::{Context, Reporter};
use crate::asl::{Place, StateId};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let states = cx.machine.states();
    let mut first: FxHashMap<&str, StateId> =
        FxHashMap::with_capacity_and_hasher(states.len(), Default::default());
    for state in states {
        if let Some(&other) = first.get(state.name) {
            let other = cx.machine.state(other);
            let message = format!("Two states are called `{}`", state.name);
            let help = if other.scope == state.scope {
                "Rename one of them: of two equal keys only the last is read"
            } else {
                "Rename one of them: names are unique over the whole state machine, branches and item processors included"
            };
            out.report(&Place::object(state.object), state.key.span(), message)
                .label("the name again")
                .related(other.key.span(), "first used here")
                .help(help)
                .aws("DUPLICATE_STATE_NAME", format!("Duplicate State name: {}", state.name), None);
        } else {
            first.insert(state.name, state.id);
        }
    }
}
