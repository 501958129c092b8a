//! A field of the other query language.

use super::{Context, Reporter};
use crate::asl::{Entry, Field, FieldRef, Language, Object, ObjectId, ObjectKind, Place, QueryLanguage};
use crate::rules::edit;
use crate::rules::wording::SCHEMA;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for entry in cx.entries() {
        let Some(needed) = entry.spec.language else { continue };
        let object = cx.machine.object(entry.object);
        let Language::Known(language) = object.language else { continue };
        if language == needed {
            continue;
        }
        let field = cx.machine.field_ref(entry);
        let (name, language, needed) = (entry.field.name(), language.name(), needed.name());
        // One comparator more says nothing that `Variable` has not said.
        if entry.field.is_comparator() && cx.machine.has(entry.object, Field::Variable) {
            continue;
        }
        let place = Place::field(entry.object, entry.field);
        let message = format!(
            "The QueryLanguage is set to '{language}', but field '{name}' is only supported for the '{needed}' QueryLanguage"
        );
        let location = cx.location(&Place::object(location_object(cx, entry.object, object)));
        let finding = out.report(
            &place,
            field.key.span(),
            format!("`{name}` is a field of {needed}, but the state is in {language}"),
        );
        finding.label(format!("only with {needed}")).aws(SCHEMA, message, location);
        match advice(entry.field) {
            Some(help) if needed == QueryLanguage::JSONPath.name() => finding.help(help),
            _ if needed == QueryLanguage::JSONata.name() => {
                finding.help("Set `\"QueryLanguage\": \"JSONata\"` on the state or the state machine")
            }
            _ => finding.help(format!(
                "Set `\"QueryLanguage\": \"{needed}\"` on the state, or write it in {language}"
            )),
        };
        if let Some(twin) = twin(cx, entry, field) {
            let (span, text) = edit::within(field.key, 0, name.len(), twin.name());
            finding.unsafe_fix(span, text);
        }
    }
}

/// The field of the state's own language that takes the value as it is: one without expressions.
fn twin(cx: &Context<'_>, entry: &Entry, field: FieldRef<'_>) -> Option<Field> {
    let (twin, expressions) = match field.field {
        Field::Parameters => (Field::Arguments, [".$", "$."]),
        Field::Arguments => (Field::Parameters, ["{%", "%}"]),
        _ => return None,
    };
    let is_free = cx.machine.object(entry.object).kind.spec().field(twin).is_some()
        && !cx.machine.has(entry.object, twin);
    (is_free && !expressions.iter().any(|sign| field.value.source().contains(sign))).then_some(twin)
}

/// What a JSONata state writes instead (spec/jsonata.md 5.7).
fn advice(field: Field) -> Option<&'static str> {
    Some(match field {
        Field::Parameters => "JSONata states send `Arguments`",
        Field::InputPath => "JSONata states read `$states.input` where they need it",
        Field::OutputPath | Field::ResultPath | Field::ResultSelector | Field::Result => {
            "JSONata states say in `Output` what they pass on"
        }
        Field::ItemsPath => "JSONata states name the items in `Items`",
        Field::Variable => "JSONata choice rules have a `Condition`",
        field if field.name().ends_with("Path") => {
            "JSONata states put a `{% … %}` expression into the field without `Path`"
        }
        _ => return None,
    })
}

/// AWS names the state, not the field; for a choice rule or catcher its own object.
fn location_object(_cx: &Context<'_>, id: ObjectId, object: &Object) -> ObjectId {
    match object.kind {
        ObjectKind::Credentials => object.parent.unwrap_or(id),
        _ => id,
    }
}
