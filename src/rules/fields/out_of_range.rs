//! A number below the least or above the greatest that its field takes.

use super::{Context, Reporter};
use crate::asl::{Bound, FieldSpec, Place};
use crate::rules::wording::SCHEMA;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for entry in cx.entries() {
        let spec = entry.spec;
        if spec.minimum.is_none() && spec.maximum.is_none() {
            continue;
        }
        let value = cx.machine.field_ref(entry).value;
        let Some(number) = value.number() else { continue };
        let below = spec.minimum.filter(|minimum| number < minimum.value);
        let above = spec.maximum.filter(|maximum| number > maximum.value);
        let Some((bound, is_least)) = below.map(|bound| (bound, true)).or(above.map(|bound| (bound, false)))
        else {
            continue;
        };
        let place = Place::field(entry.object, entry.field);
        let (name, found) = (entry.field.name(), value.number_text().unwrap_or_default());
        let (than, word, limit) =
            if is_least { ("less", "Minimum", "least") } else { ("more", "Maximum", "most") };
        let Bound { text, value: bound } = bound;
        out.report(&place, value.span(), format!("`{name}` is {found}, {than} than AWS takes ({bound})"))
            .label(format!("at {limit} {bound}"))
            .help(format!("`{name}` takes {}", range(spec)))
            .aws(SCHEMA, format!("{word} value is {text}"), cx.location(&place));
    }
}

fn range(spec: &FieldSpec) -> String {
    match (spec.minimum, spec.maximum) {
        (Some(least), Some(most)) => format!("{} to {}", least.value, most.value),
        (Some(least), None) => format!("{} and more", least.value),
        (None, Some(most)) => format!("up to {}", most.value),
        (None, None) => "any number".to_owned(),
    }
}
