//! A quoted placeholder where AWS wants a number: substitution leaves the quotes.

use super::{Context, Reporter};
use crate::asl::{Place, QueryLanguage, Types};
use crate::syntax::Notation;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for entry in cx.entries() {
        let (spec, value) = (entry.spec, cx.machine.field_ref(entry).value);
        if !value.has_placeholder() {
            continue;
        }
        let takes_string = spec.types.contains(Types::STRING);
        let is_jsonata =
            spec.takes_jsonata && cx.machine.object(entry.object).language.is(QueryLanguage::JSONata);
        if takes_string || is_jsonata {
            continue;
        }
        let (name, wanted) = (entry.field.name(), spec.types.describe());
        let place = Place::field(entry.object, entry.field);
        let finding = out.report(
            &place,
            value.span(),
            format!("`{name}` takes {wanted}, and a placeholder in quotes becomes a string"),
        );
        finding.label("a string after substitution").help("Write the placeholder without quotes");
        // In Terraform it is a text that only looks like a placeholder.
        let text = value.str().filter(|_| value.tree().notation() != Notation::Terraform);
        if let Some(text) = text.filter(|text| text.starts_with("${") && text.ends_with('}')) {
            finding.unsafe_fix(value.span(), text);
        }
    }
}
