//! A state that says both where to go and that it ends.

use super::{Context, Reporter};
use crate::asl::{Field, Place};
use crate::rules::edit;
use crate::rules::wording::SCHEMA;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for state in cx.states() {
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
        if let Some(span) = edit::member_removal(cx.machine.node(state.object), end.key) {
            finding.unsafe_fix(span, "");
        }
    }
}
