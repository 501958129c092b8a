//! A state name that begins or ends with a blank.

use super::{Context, Reporter};
use crate::asl::Place;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for state in cx.states().iter().filter(|state| state.name.trim() != state.name && !state.name.is_empty())
    {
        out.report(
            &Place::object(state.object),
            state.key.span(),
            format!("The name of state `{}` begins or ends with a blank", state.name),
        )
        .label("a blank that nobody sees")
        .help("Remove it here and wherever the state is named");
    }
}
