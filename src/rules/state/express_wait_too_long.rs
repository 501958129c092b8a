//! A wait beyond the five minutes that an Express execution may take.

use super::{Context, Reporter};
use crate::asl::{Field, Place, StateType};
use crate::finding::Severity;
use crate::rules::Express;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for state in cx.machine.states_of(StateType::Wait) {
        let Some(value) = cx.machine.value(state.object, Field::Seconds) else { continue };
        let Some(seconds) = value.number().filter(|&seconds| seconds > Express::SECONDS) else { continue };
        let Some(express) = cx.express(state.scope) else { continue };
        let place = Place::field(state.object, Field::Seconds);
        let finding = out.report(
            &place,
            value.span(),
            format!("A wait of {seconds} seconds outlasts an Express workflow (five minutes)"),
        );
        finding
            .label("the execution times out here")
            .help("Wait less than 300 seconds, or make it a Standard workflow");
        // What becomes of the Map then depends on how many of its items may fail.
        if let Express::Children(span) = express {
            finding.at_most(Severity::Warning).related(span, "the items run as Express workflows");
        }
    }
}
