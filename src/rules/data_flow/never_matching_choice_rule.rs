//! A choice rule that no value that comes to it satisfies.

use super::{Brief, Context, Reporter, place};
use crate::flow::ObservationKind;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for observation in cx.data.observations() {
        let ObservationKind::NeverMatches { input } = &observation.kind else { continue };
        let span = cx.machine.head_span(observation.object);
        let known =
            if input.is_any() { String::new() } else { format!(": what it tests is {:.1}", Brief(input)) };
        out.report(&place(observation), span, format!("This choice rule never matches{known}"))
            .label("never taken")
            .help("Remove the rule, or mend what it tests");
    }
}
