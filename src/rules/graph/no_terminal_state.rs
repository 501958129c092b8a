//! A state machine in which no state ends the execution.

use super::{Context, Reporter};
use crate::asl::{Field, Place};
use crate::source::Span;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let Some(scope) = cx.machine.scopes().first().filter(|_| !cx.machine.is_fragment) else { return };
    let states = cx.machine.states_in(scope.id);
    if states.is_empty()
        || cx.graph.is_open(scope.id)
        || states.iter().any(|state| cx.graph.is_terminal(state.id))
    {
        return;
    }
    // A state that neither goes on nor ends is the error to mend.
    let leads_nowhere = |object| {
        ![Field::Next, Field::End, Field::Choices].into_iter().any(|field| cx.machine.has(object, field))
    };
    if states.iter().any(|state| leads_nowhere(state.object)) {
        return;
    }
    let place = Place::field(scope.object, Field::States);
    let span = cx.machine.field(scope.object, Field::States).map(|field| field.key.span());
    let root = cx.root.span();
    let head = span.unwrap_or(Span::new(root.file, root.start, root.start));
    out.report(&place, head, "No state ends the execution")
        .label("none of these states ends")
        .help("End one of them with `\"End\": true`, or add a Succeed or Fail state")
        .aws("MISSING_END_STATE", "Workflow has no terminal state", None);
}
