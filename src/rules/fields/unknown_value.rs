//! A value outside the list that its field takes.

use super::{Context, Reporter};
use crate::asl::{Field, Place};
use crate::rules::edit;
use crate::rules::wording::{SCHEMA, list, words};
use crate::suggest;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for entry in cx.entries() {
        let spec = entry.spec;
        // What a state of an unknown type lacks is told by `unknown-state-type`.
        if spec.values.is_empty() || entry.field == Field::Type {
            continue;
        }
        let value = cx.machine.field_ref(entry).value;
        let Some(text) = value.str().filter(|text| !spec.values.contains(text)) else { continue };
        if value.has_placeholder() {
            continue;
        }
        let name = entry.field.name();
        let place = Place::field(entry.object, entry.field);
        let finding = out.report(&place, value.span(), format!("`{name}` cannot be `{text}`"));
        finding.label(format!("{} is expected", words(spec.values.iter().copied(), "or")));
        // The order in which AWS was seen to list them.
        let message = format!("Value should be one of the following: {}", list(spec.values.iter().copied()));
        finding.aws(SCHEMA, message, cx.location(&place));
        finding.help(format!("It takes {}", words(spec.values.iter().copied(), "or")));
        if let Some(nearest) = suggest::nearest(text, spec.values.iter().copied()) {
            finding.help(format!("Did you mean `{nearest}`?"));
            let is_case_slip = nearest.eq_ignore_ascii_case(text);
            let (span, text) = edit::within(value, 0, text.len(), nearest);
            if is_case_slip {
                finding.safe_fix(span, text)
            } else {
                finding.unsafe_fix(span, text)
            };
        }
    }
}
