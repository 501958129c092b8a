//! A `ResultWriter` that says nothing, or names a bucket without the action.

use super::{Context, Reporter};
use crate::asl::{Field, ObjectKind, Place};
use crate::syntax::Kind;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for (id, object) in cx.objects() {
        if object.kind != ObjectKind::ResultWriter || cx.machine.node(id).kind() != Kind::Object {
            continue;
        }
        let has = |field| cx.machine.has(id, field);
        let has_target = has(Field::Parameters) || has(Field::Arguments);
        let (message, help) = match (has(Field::Resource), has_target, has(Field::WriterConfig)) {
            (false, false, false) => (
                "`ResultWriter` is empty",
                "Give it `Resource` and `Parameters` or `Arguments`, or a `WriterConfig`",
            ),
            (true, false, _) => (
                "`ResultWriter` does not say where to write",
                "Name the bucket in `Parameters`, or in `Arguments` with JSONata",
            ),
            (false, true, _) => (
                "`ResultWriter` names no `Resource`, so nothing is written",
                "Add `\"Resource\": \"arn:aws:states:::s3:putObject\"`",
            ),
            _ => continue,
        };
        out.report(&Place::object(id), cx.machine.head_span(id), message).label("incomplete").help(help);
    }
}
