//! A state that says both where to go and that it ends.

use super::{Context, Reporter};
use crate::asl::{Field, Place};
use crate::rules::wording::SCHEMA;
use crate::syntax::Node;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for state in cx.machine.states() {
        let (Some(next), Some(end)) =
            (cx.machine.field(state.object, Field::Next), cx.machine.field(state.object, Field::End))
        else {
            continue;
        };
        // `End: false` counts as absent (spec/states.md 1.4).
        if end.value.bool() != Some(true) || !cx.machine.object(state.object).kind.is_state() {
            continue;
        }
        let place = Place::field(state.object, Field::End);
        let location = cx.location(&Place::object(state.object));
        let finding =
            out.report(&place, end.key.span(), format!("State `{}` has both `Next` and `End`", state.name));
        finding
            .label("it ends here")
            .related(next.key.span(), "and goes on here")
            .help("Keep one of the two")
            .aws(SCHEMA, "There should only be one of the following fields: [Next, End]", location);
        if let Some(span) = removable(cx, next.key, end.key, end.value) {
            finding.unsafe_fix(span, "");
        }
    }
}

/// The text to cut so that `End` is gone and the object stays well formed; JSON only.
fn removable(
    cx: &Context<'_>,
    next: Node<'_>,
    end: Node<'_>,
    value: Node<'_>,
) -> Option<crate::source::Span> {
    crate::rules::edit::member_removal(cx, &[next, end], end, value)
}
