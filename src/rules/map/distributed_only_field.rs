//! A field that only a Distributed Map heeds, on an inline one.

use super::{Context, Reporter, is_inline};
use crate::asl::{Field, Place, StateType};

/// Documented under Distributed mode only; AWS takes at least `ItemReader` inline too (spec/states.md 1.13).
const DISTRIBUTED_ONLY: [Field; 8] = [
    Field::ItemReader,
    Field::ItemBatcher,
    Field::ResultWriter,
    Field::Label,
    Field::ToleratedFailureCount,
    Field::ToleratedFailureCountPath,
    Field::ToleratedFailurePercentage,
    Field::ToleratedFailurePercentagePath,
];

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for state in cx.states_of(StateType::Map) {
        if is_inline(cx, state) != Some(true) {
            continue;
        }
        for field in DISTRIBUTED_ONLY {
            let Some(found) = cx.machine.field(state.object, field) else { continue };
            let name = field.name();
            out.report(&Place::field(state.object, field), found.key.span(), format!("`{name}` belongs to a Distributed Map, and state `{}` runs inline", state.name))
                .label("only in a Distributed Map")
                .help(format!("Set `\"Mode\": \"DISTRIBUTED\"` and an `ExecutionType` in `ProcessorConfig`, or remove `{name}`"));
        }
    }
}
