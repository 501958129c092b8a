//! `Iterator`, the former name of `ItemProcessor`.

use super::{Context, Reporter};
use crate::asl::{Field, Place, StateType};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for state in cx.states_of(StateType::Map) {
        let Some(field) = cx.machine.field(state.object, Field::Iterator) else { continue };
        let finding = out.report(
            &Place::field(state.object, Field::Iterator),
            field.key.span(),
            "`Iterator` is the former name of `ItemProcessor`",
        );
        finding.label("deprecated").help("Rename it; the meaning stays the same");
        if !cx.machine.has(state.object, Field::ItemProcessor) {
            finding.safe_fix(
                field.key.span_within(0, Field::Iterator.name().len()),
                Field::ItemProcessor.name(),
            );
        }
    }
}
