//! A Fail state that raises an error under a reserved name.

use super::{Context, PREDEFINED, Reporter};
use crate::asl::{Field, Place, StateType};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for state in cx.states_of(StateType::Fail) {
        let Some(value) = cx.machine.value(state.object, Field::Error) else { continue };
        // Raising a predefined error anew, as it came, is common and clear.
        let is_own = |name: &&str| name.starts_with("States.") && !PREDEFINED.contains(name);
        if let Some(name) = value.str().filter(is_own) {
            out.report(
                &Place::field(state.object, Field::Error),
                value.span(),
                format!("State `{}` raises `{name}`, a name that is reserved for Step Functions", state.name),
            )
            .label("begins with `States.`")
            .help("Choose a name of your own, such as `Orders.NotFound`");
        }
    }
}
