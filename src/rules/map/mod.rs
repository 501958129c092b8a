//! Map and Distributed Map.

pub mod deprecated_iterator;
pub mod deprecated_map_parameters;
pub mod distributed_only_field;
pub mod duplicate_csv_header;
pub mod empty_result_writer;
pub mod execution_type_inline;
pub mod inline_concurrency_over_40;
pub mod item_batcher_without_size;
pub mod item_reader_resource;
pub mod map_without_tolerance;
pub mod reader_config_mismatch;
pub mod results_in_state;

use super::{Context, Reporter};
use crate::asl::{Field, FieldRef, ObjectId, State};

/// The processor of a Map, under its name of today or its former one.
fn processor<'t>(cx: &Context<'t>, state: &State<'_>) -> Option<(FieldRef<'t>, ObjectId)> {
    [Field::ItemProcessor, Field::Iterator].into_iter().find_map(|field| {
        let processor = cx.machine.child(state.object, field)?;
        Some((cx.machine.field(state.object, field)?, processor))
    })
}

/// Whether a Map runs within the execution: none where the text does not tell.
pub(super) fn is_inline(cx: &Context<'_>, state: &State<'_>) -> Option<bool> {
    let (_, processor) = processor(cx, state)?;
    let Some(config) = cx.machine.value(processor, Field::ProcessorConfig) else { return Some(true) };
    match config.get(Field::Mode.name()) {
        None if config.is_unknown() => None,
        None => Some(true),
        Some(mode) if mode.is_unknown() || mode.has_placeholder() => None,
        Some(mode) => Some(mode.str() == Some("INLINE")),
    }
}
