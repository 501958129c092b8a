//! None of the fields of which one is needed: a Wait without a time, a Map without a processor.

use super::{Context, Reporter};
use crate::asl::{Field, Language, Object, ObjectKind, Place, QueryLanguage};
use crate::rules::wording::{SCHEMA, capital, list, words};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for (id, object) in cx.objects() {
        // Choice rules have `choice-rule-kind`.
        if !matches!(object.kind, ObjectKind::Wait | ObjectKind::Map) || !cx.machine.is_complete(id) {
            continue;
        }
        for group in object.kind.spec().exactly_one {
            let is_there = |field| cx.machine.has(id, field) || cx.machine.misspelt(id, field).is_some();
            if group.iter().any(|&field| is_there(field)) {
                continue;
            }
            let place = Place::object(id);
            let listed = list(group.iter().map(|field| field.name()));
            let usable = group.iter().copied().filter(|&field| is_usable(object, field)).map(Field::name);
            let message = format!("{} needs {}", capital(&cx.describe(object)), words(usable, "or"));
            let label =
                if object.kind == ObjectKind::Wait { "how long?" } else { "what is done with each item?" };
            out.report(&place, cx.machine.head_span(id), message).label(label).aws(
                SCHEMA,
                format!("This object should have only one of the following fields: {listed}"),
                cx.location(&place),
            );
        }
    }
}

/// Whether the field is of the state's language and not a former name.
fn is_usable(object: &Object, field: Field) -> bool {
    let spec = object.kind.spec().field(field);
    let is_foreign = spec.is_some_and(|spec| {
        spec.language == Some(QueryLanguage::JSONPath)
            && object.language == Language::Known(QueryLanguage::JSONata)
    });
    !is_foreign && field != Field::Iterator
}
