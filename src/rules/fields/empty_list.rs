//! A list that AWS refuses where nothing is in it.

use super::{Context, Reporter};
use crate::asl::{Holds, Place};
use crate::rules::wording::SCHEMA;
use crate::syntax::Kind;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for entry in cx.entries() {
        let spec = entry.spec;
        if !spec.needs_items {
            continue;
        }
        let value = cx.machine.field_ref(entry).value;
        let is_empty = match value.kind() {
            Kind::Array => value.items().len() == 0,
            Kind::Object => matches!(spec.holds, Holds::ByName(_)) && value.members().len() == 0,
            _ => false,
        };
        if is_empty {
            let name = entry.field.name();
            let place = Place::field(entry.object, entry.field);
            out.report(&place, value.span(), format!("`{name}` is empty"))
                .label("at least one is needed")
                .help(if spec.is_required { "Fill it" } else { "Fill it, or remove it" })
                .aws(SCHEMA, "Value cannot be empty", cx.location(&place));
        }
    }
}
