//! A transition into, or out of, a branch or an item processor.

use rustc_hash::FxHashMap;

use super::{Context, Reporter, TARGET};
use crate::asl::{Machine, Place, ScopeId, StateId};
use crate::graph::Via;

/// The first state of each name, in whatever scope.
pub(super) fn states_by_name<'t>(machine: &Machine<'t>) -> FxHashMap<&'t str, StateId> {
    machine.states().iter().rev().map(|state| (state.name, state.id)).collect()
}

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let machine = cx.machine;
    let mut by_name = None;
    for transition in cx.graph.transitions() {
        if transition.via == Via::StartAt || transition.target.is_some() || transition.is_open() {
            continue;
        }
        let Some(name) = transition.node.str() else { continue };
        let by_name = by_name.get_or_insert_with(|| states_by_name(machine));
        let Some(&target) = by_name.get(name) else { continue };
        let target = machine.state(target);
        let field = transition.field.name();
        let place = Place::field(transition.object, transition.field);
        let message = format!("`{field}` leads to state `{name}`, which is in another scope");
        let finding = out.report(&place, transition.node.span(), message);
        finding.label("not in this scope").related(target.key.span(), "the state is here").aws(
            TARGET,
            format!("Missing 'Next' target: {name}"),
            cx.location(&place),
        );
        if is_within(machine, transition.scope, target.scope) {
            finding.help(
                "A branch or an item processor ends with `\"End\": true`; the state around it then goes on",
            );
        } else {
            finding.help("Enter a branch or an item processor through the state that holds it");
        }
    }
}

fn is_within(machine: &Machine<'_>, inner: ScopeId, outer: ScopeId) -> bool {
    machine.owners(inner).any(|owner| owner.scope == outer)
}
