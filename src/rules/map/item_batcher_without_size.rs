//! An `ItemBatcher` that does not say how large a batch is.

use super::{Context, Reporter};
use crate::asl::{Field, ObjectKind, Place};
use crate::syntax::Kind;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    const SIZES: [Field; 4] = [
        Field::MaxItemsPerBatch,
        Field::MaxItemsPerBatchPath,
        Field::MaxInputBytesPerBatch,
        Field::MaxInputBytesPerBatchPath,
    ];
    for (id, object) in cx.objects() {
        let is_batcher = object.kind == ObjectKind::ItemBatcher && cx.machine.node(id).kind() == Kind::Object;
        if is_batcher && !SIZES.into_iter().any(|field| cx.machine.has(id, field)) {
            out.report(
                &Place::object(id),
                cx.machine.head_span(id),
                "`ItemBatcher` does not say how large a batch is",
            )
            .label("without a size")
            .help("Set `MaxItemsPerBatch` or `MaxInputBytesPerBatch`");
        }
    }
}
