//! A state that neither goes on nor ends.

use super::{Context, Reporter};
use crate::asl::{Field, ObjectKind, Place};
use crate::rules::wording::SCHEMA;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for state in cx.states() {
        let kind = cx.machine.object(state.object).kind;
        // An unknown type is told by itself; it may be one that ends.
        let goes_on = kind != ObjectKind::State && kind.spec().field(Field::Next).is_some();
        if !goes_on || !cx.machine.is_complete(state.object) {
            continue;
        }
        let end = cx.machine.field(state.object, Field::End);
        let ends = end.is_some_and(|end| end.value.bool() != Some(false));
        let is_misspelt = |field| cx.machine.misspelt(state.object, field).is_some();
        if ends
            || cx.machine.has(state.object, Field::Next)
            || is_misspelt(Field::Next)
            || is_misspelt(Field::End)
        {
            continue;
        }
        let place = Place::object(state.object);
        let message = "This object should have only one of the following fields: [Next, End]";
        let finding = out.report(
            &place,
            state.key.span(),
            format!("State `{}` has neither `Next` nor `End`", state.name),
        );
        finding.label("where does it go?").aws(SCHEMA, message, cx.location(&place));
        match end {
            Some(end) => finding
                .related(end.key.span(), "`End: false` counts as absent")
                .help("Write `\"End\": true`, or name the state that follows in `Next`"),
            None => finding.help("Name the state that follows in `Next`, or end with `\"End\": true`"),
        };
    }
}
