//! A Map's `Label` that AWS does not take.

use super::{Context, Reporter};
use crate::asl::{Field, Place, StateType};

/// The longest label, in characters (spec/states.md 1.13).
const LIMIT: usize = 40;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for state in cx.states_of(StateType::Map) {
        let Some(value) =
            cx.machine.value(state.object, Field::Label).filter(|value| !value.has_placeholder())
        else {
            continue;
        };
        let Some(label) = value.str() else { continue };
        let place = Place::field(state.object, Field::Label);
        let length = label.chars().count();
        if length > LIMIT {
            let message = format!(
                "Invalid Label name: Label '{label}' exceeds the 40-character limit allowed by the service"
            );
            out.report(
                &place,
                value.span(),
                format!("A label of {length} characters is longer than AWS takes ({LIMIT})"),
            )
            .label(format!("{} characters too many", length - LIMIT))
            .aws("INVALID_LABEL_NAME", message, cx.location(&place));
        } else if let Some((at, letter)) = label.char_indices().find(|&(_, letter)| is_forbidden(letter)) {
            let shown = if letter.is_control() || letter.is_whitespace() {
                letter.escape_default().to_string()
            } else {
                letter.to_string()
            };
            out.report(
                &place,
                value.span_within(at, at + letter.len_utf8()),
                format!("The label `{label}` has a character that AWS does not take: `{shown}`"),
            )
            .label("not allowed in a label")
            .help("Use letters, digits, `-` and `_`")
            .aws(
                "INVALID_LABEL_NAME",
                format!("Invalid Label name: '{label}'"),
                cx.location(&place),
            );
        }
    }
}

fn is_forbidden(letter: char) -> bool {
    letter.is_whitespace() || letter.is_control() || "?*<>{}[]:;,\\|^~$#%&`\"".contains(letter)
}
