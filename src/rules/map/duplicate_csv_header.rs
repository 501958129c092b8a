//! One name twice among the CSV headers.

use rustc_hash::FxHashMap;

use super::{Context, Reporter};
use crate::asl::{Field, ObjectKind, Place};
use crate::finding::Severity;
use crate::syntax::Node;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for (id, object) in cx.objects().filter(|(_, object)| object.kind == ObjectKind::ReaderConfig) {
        let Some(headers) = cx.machine.value(id, Field::CSVHeaders) else { continue };
        let mut first: FxHashMap<&str, Node<'_>> = FxHashMap::default();
        for (index, header) in headers.items().enumerate() {
            let Some(name) = header.str() else { continue };
            let Some(other) = first.get(name) else {
                first.insert(name, header);
                continue;
            };
            let place = Place::item(id, Field::CSVHeaders, index);
            let finding = out.report(
                &place,
                header.span(),
                format!("Two CSV headers are called `{name}`, and reading the items fails"),
            );
            finding.label("the header again").related(other.span(), "first used here");
            let state = object.state.map(|state| cx.machine.state(state));
            let is_absorbed = state.is_none_or(|state| {
                let handles = |field| cx.machine.has(state.object, field);
                handles(Field::Catch)
                    || handles(Field::Retry)
                    || crate::rules::state::is_absorbed_outside(cx.machine, state)
            });
            if is_absorbed {
                finding.at_most(Severity::Warning);
            }
        }
    }
}
