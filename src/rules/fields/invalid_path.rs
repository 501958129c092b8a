//! A field that takes a path holds something that cannot be one.

use super::{Context, Reporter};
use crate::asl::{Field, Holds, Language, Place, QueryLanguage};
use crate::rules::edit::{self, is_block};
use crate::rules::wording::{SCHEMA, is_digits, shorten};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for entry in cx.entries() {
        let spec = entry.spec;
        let is_error_text = spec.holds == Holds::ErrorText;
        if !matches!(spec.holds, Holds::Path | Holds::ReferencePath | Holds::ErrorText) {
            continue;
        }
        let value = cx.machine.field_ref(entry).value;
        let Some(text) = value.str() else { continue };
        let is_other_language =
            cx.machine.object(entry.object).language == Language::Known(QueryLanguage::JSONata);
        if text.starts_with('$') || is_error_text && text.starts_with("States.") || is_other_language {
            continue;
        }
        let name = entry.field.name();
        let place = Place::field(entry.object, entry.field);
        let finding = out.report(
            &place,
            value.span(),
            format!("`{name}` takes a path, and `{}` does not begin with `$`", shorten(text)),
        );
        finding.label("a path begins with `$`");
        let is_choice = entry.field == Field::Variable || entry.field.is_comparator();
        let message = if is_choice {
            "Value is not a Reference Path: Reference path didn't start with '$'"
        } else {
            "Value must be a valid JSONPath."
        };
        finding.aws(SCHEMA, message, cx.location(&place));
        let is_number = is_digits(text);
        let is_name = !text.is_empty()
            && !is_number
            && text.chars().all(|letter| letter.is_alphanumeric() || "_.-[]".contains(letter));
        if text.starts_with("States.") {
            finding.help("Intrinsic functions are evaluated in payload templates, not here");
        } else if text.starts_with("{%") {
            finding.help("A JSONata expression needs `\"QueryLanguage\": \"JSONata\"` on the state");
        } else if is_number {
            let plain = name.strip_suffix("Path").and_then(Field::from_name);
            let spec = cx.machine.object(entry.object).kind.spec();
            let Some(plain) = plain.filter(|&plain| spec.field(plain).is_some()) else { continue };
            finding.help(format!("A number goes into `{}`", plain.name()));
            let number: Option<u32> = text.parse().ok();
            let is_free = !cx.machine.has(entry.object, plain);
            if let Some(number) = number.filter(|_| is_free && !is_block(value)) {
                let key = cx.machine.field_ref(entry).key;
                let (span, text) = edit::within(key, 0, name.len(), plain.name());
                finding.unsafe_fix(span, text).unsafe_fix(value.span(), number.to_string());
            }
        } else if is_name {
            let dot = if text.starts_with(['.', '[']) { "" } else { "." };
            let (span, prefix) = edit::within(value, 0, 0, &format!("${dot}"));
            finding.help(format!("Did you mean `${dot}{text}`?")).unsafe_fix(span, prefix);
        }
    }
}
