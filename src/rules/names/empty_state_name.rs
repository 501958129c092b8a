//! A state without a name.

use super::{Context, Reporter};
use crate::asl::Place;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for state in cx.states().iter().filter(|state| state.name.is_empty()) {
        let place = Place::object(state.object);
        out.report(&place, state.key.span(), "A state has an empty name")
            .label("at least one character is needed")
            .help("Give it a name that says what it does");
    }
}
