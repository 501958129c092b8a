//! A state name of more than 80 characters.

use super::{Context, Reporter};
use crate::asl::Place;

/// The longest state name, in characters (spec/states.md 1.2).
const LIMIT: usize = 80;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for state in cx.states().iter().filter(|state| state.name.len() > LIMIT && !state.key.has_placeholder()) {
        let length = state.name.chars().count();
        if length <= LIMIT {
            continue;
        }
        let place = Place::object(state.object);
        let message = format!(
            "Invalid State name: State '{}' exceeds the 80-character limit allowed by the service",
            state.name
        );
        out.report(
            &place,
            state.key.span(),
            format!("A state name of {length} characters is longer than AWS takes ({LIMIT})"),
        )
        .label(format!("{} characters too many", length - LIMIT))
        .help("Shorten the name, here and wherever the state is named; details go into `Comment`")
        .aws("INVALID_STATE_NAME", message, cx.location(&place));
    }
}
