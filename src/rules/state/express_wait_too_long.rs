//! A wait beyond the five minutes that an Express execution may take.

use super::{Context, Reporter};
use crate::asl::{Field, Place, StateType};
use crate::document::WorkflowType;

/// An Express execution takes five minutes at most (spec/limits.md 9.6).
const EXPRESS_SECONDS: f64 = 300.0;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    if cx.workflow_type != Some(WorkflowType::Express) {
        return;
    }
    for state in cx.machine.states_of(StateType::Wait) {
        let Some(value) = cx.machine.value(state.object, Field::Seconds) else { continue };
        let Some(seconds) = value.number().filter(|&seconds| seconds > EXPRESS_SECONDS) else { continue };
        let place = Place::field(state.object, Field::Seconds);
        out.report(
            &place,
            value.span(),
            format!("A wait of {seconds} seconds outlasts an Express workflow (five minutes)"),
        )
        .label("the execution times out here")
        .help("Wait less than 300 seconds, or make it a Standard workflow");
    }
}
