//! A field that says what holds without it.

use super::{Context, Reporter};
use crate::asl::{Entry, Field, ObjectKind, Place};
use crate::rules::edit;

/// Fields and the literal that is their default (spec/states.md 1.5, 1.7, 1.13, 1.14).
const DEFAULTS: [(Field, &str); 13] = [
    (Field::InputPath, "\"$\""),
    (Field::OutputPath, "\"$\""),
    (Field::ResultPath, "\"$\""),
    (Field::ItemsPath, "\"$\""),
    (Field::End, "false"),
    (Field::TimeoutSeconds, "99999999"),
    (Field::HeartbeatSeconds, "99999999"),
    (Field::MaxConcurrency, "0"),
    (Field::IntervalSeconds, "1"),
    (Field::MaxAttempts, "3"),
    (Field::BackoffRate, "2"),
    (Field::JitterStrategy, "\"NONE\""),
    (Field::Version, "\"1.0\""),
];

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for entry in cx.entries() {
        let Some((_, default)) = DEFAULTS.iter().find(|(field, _)| *field == entry.field) else { continue };
        let field = cx.machine.field_ref(entry);
        let is_default = match (field.value.str(), field.value.number()) {
            (Some(text), _) => default.trim_matches('"') == text && default.starts_with('"'),
            (_, Some(number)) => default.parse() == Ok(number),
            _ => field.value.bool() == Some(false) && *default == "false",
        };
        if !is_default || matters(cx, entry) {
            continue;
        }
        let name = entry.field.name();
        let finding = out.report(
            &Place::field(entry.object, entry.field),
            field.key.span(),
            format!("`{name}` is {default} by default"),
        );
        finding.label("says nothing new").help("Remove it");
        if let Some(span) = edit::member_removal(cx.machine.node(entry.object), field.key) {
            finding.safe_fix(span, "");
        }
    }
}

/// Whether saying the default is the only field of its kind: a lone `End: false` is an error of its own.
fn matters(cx: &Context<'_>, entry: &Entry) -> bool {
    let is_whole_machine = cx.machine.object(entry.object).kind == ObjectKind::StateMachine;
    match entry.field {
        Field::End => !cx.machine.has(entry.object, Field::Next),
        Field::TimeoutSeconds => is_whole_machine,
        _ => false,
    }
}
