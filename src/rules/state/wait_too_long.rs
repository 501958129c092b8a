//! A wait beyond the year that an execution may take.

use super::{Context, Reporter, is_absorbed_outside};
use crate::asl::{Field, Place, StateType};
use crate::finding::Severity;

/// A Standard execution takes a year at most (spec/limits.md 9.2).
const YEAR_SECONDS: f64 = 31_536_000.0;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for state in cx.states_of(StateType::Wait) {
        let Some(value) = cx.machine.value(state.object, Field::Seconds) else { continue };
        let Some(seconds) = value.number().filter(|&seconds| seconds > YEAR_SECONDS) else { continue };
        // `out-of-range` has the rest, and `express-wait-too-long` what waits in Express workflows.
        if seconds > 99_999_999.0 || cx.express(state.scope).is_some() {
            continue;
        }
        let place = Place::field(state.object, Field::Seconds);
        let message = format!("A wait of {seconds} seconds is longer than an execution may take (a year)");
        let finding = out.report(&place, value.span(), message);
        finding.label("the execution fails here").help(format!("At most {YEAR_SECONDS} seconds"));
        if is_absorbed_outside(cx.machine, state) {
            finding.at_most(Severity::Warning);
        }
    }
}
