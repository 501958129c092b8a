//! A branch or an item processor in which no state ends.

use super::{Context, Reporter};
use crate::asl::{Field, Place, ScopeKind};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for scope in cx.machine.scopes().iter().filter(|scope| scope.kind != ScopeKind::Machine) {
        let states = cx.machine.states_in(scope.id);
        if states.is_empty()
            || cx.graph.is_open(scope.id)
            || states.iter().any(|state| cx.graph.is_terminal(state.id))
        {
            continue;
        }
        // A transition that leads nowhere is the error to mend; the end may be behind it.
        let leads_nowhere = |state: &crate::asl::State<'_>| {
            let next = cx.machine.str(state.object, Field::Next);
            next.is_some_and(|name| cx.machine.state_named(scope.id, name).is_none())
        };
        let (Some(field), false) =
            (cx.machine.field(scope.object, Field::States), states.iter().any(leads_nowhere))
        else {
            continue;
        };
        let owner = scope.owner.map(|owner| cx.machine.state(owner).name).unwrap_or_default();
        let what = if scope.kind == ScopeKind::Branch { "branch" } else { "item processor" };
        out.report(
            &Place::field(scope.object, Field::States),
            field.key.span(),
            format!("No state of this {what} of state `{owner}` ends it"),
        )
        .label("none of these states ends")
        .help("End one of them with `\"End\": true`, or add a Succeed or Fail state");
    }
}
