//! A heartbeat interval that is not shorter than the timeout.

use super::{Context, Reporter};
use crate::asl::{Field, Place, StateType};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for state in cx.states_of(StateType::Task) {
        let number =
            |field| cx.machine.value(state.object, field).and_then(|value| Some((value, value.number()?)));
        let (Some((heartbeat, seconds)), Some((timeout, limit))) =
            (number(Field::HeartbeatSeconds), number(Field::TimeoutSeconds))
        else {
            continue;
        };
        if seconds >= limit {
            let place = Place::field(state.object, Field::HeartbeatSeconds);
            let message =
                format!("A heartbeat every {seconds} seconds never comes before the timeout after {limit}");
            out.report(&place, heartbeat.span(), message)
                .label("not less than `TimeoutSeconds`")
                .related(timeout.span(), "the task ends here at the latest")
                .help("`HeartbeatSeconds` must be less than `TimeoutSeconds`");
        }
    }
}
