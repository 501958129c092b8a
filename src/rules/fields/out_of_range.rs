//! A number below the least or above the greatest that its field takes.

use super::{Context, Reporter};
use crate::asl::{Bound, Place};
use crate::rules::wording::SCHEMA;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for entry in cx.machine.entries() {
        let Some(spec) = cx.machine.spec(entry) else { continue };
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
        let (than, word) = if is_least { ("less", "Minimum") } else { ("more", "Maximum") };
        let Bound { text, .. } = bound;
        let help = if is_least { format!("At least {text}") } else { format!("At most {text}") };
        out.report(&place, value.span(), format!("`{name}` is {found}, {than} than AWS takes ({text})"))
            .label(help)
            .aws(SCHEMA, format!("{word} value is {text}"), cx.location(&place));
    }
}
