//! A Fail state that says neither what happened nor why.

use super::{Context, Reporter};
use crate::asl::{Field, Place, StateType};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for state in cx.states_of(StateType::Fail) {
        let said = [Field::Error, Field::ErrorPath, Field::Cause, Field::CausePath];
        if said.into_iter().any(|field| cx.machine.has(state.object, field)) {
            continue;
        }
        out.report(
            &Place::object(state.object),
            state.key.span(),
            format!("State `{}` fails without saying why", state.name),
        )
        .label("no `Error` and no `Cause`")
        .help("Give it an `Error` that callers can catch and a `Cause` that people can read");
    }
}
