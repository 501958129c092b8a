//! A choice rule that no value that comes to it satisfies.

use super::{Brief, Context, Reporter, place};
use crate::asl::{Field, Machine, ObjectId};
use crate::finding::Severity;
use crate::flow::ObservationKind;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for observation in cx.data.observations() {
        let ObservationKind::NeverMatches { input } = &observation.kind else { continue };
        let span = cx.machine.head_span(observation.object);
        let known =
            if input.is_any() { String::new() } else { format!(": what it tests is {:.1}", Brief(input)) };
        out.report(&place(observation), span, format!("This choice rule never matches{known}"))
            .label("never taken")
            .help("Remove the rule, or mend what it tests")
            .at_most(if is_guard(cx.machine, observation.object) {
                Severity::Info
            } else {
                Severity::Warning
            });
    }
}

/// Whether a rule only asks whether something is there: a question asked to be on the safe side.
fn is_guard(machine: &Machine<'_>, rule: ObjectId) -> bool {
    let tested = machine.child(rule, Field::Not).unwrap_or(rule);
    [Field::IsPresent, Field::IsNull].into_iter().any(|field| machine.has(tested, field))
}
