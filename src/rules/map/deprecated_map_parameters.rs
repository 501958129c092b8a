//! `Parameters` on a Map, the former name of `ItemSelector`.

use super::{Context, Reporter};
use crate::asl::{Field, Language, Place, QueryLanguage, StateType};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for state in cx.states_of(StateType::Map) {
        let Some(field) = cx.machine.field(state.object, Field::Parameters) else { continue };
        let is_jsonata = cx.machine.object(state.object).language == Language::Known(QueryLanguage::JSONata);
        // A Map without a processor is refused, whatever else it has.
        let has_processor =
            [Field::ItemProcessor, Field::Iterator].iter().any(|&field| cx.machine.has(state.object, field));
        if is_jsonata || !has_processor || cx.machine.has(state.object, Field::ItemSelector) {
            continue;
        }
        out.report(
            &Place::field(state.object, Field::Parameters),
            field.key.span(),
            "`Parameters` of a Map is the former name of `ItemSelector`",
        )
        .label("deprecated")
        .help("Rename it; the meaning stays the same")
        .safe_fix(field.key.span_within(0, Field::Parameters.name().len()), Field::ItemSelector.name());
    }
}
