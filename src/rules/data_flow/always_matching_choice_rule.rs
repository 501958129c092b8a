//! A choice rule that every value that comes to it satisfies.

use super::{Context, Reporter, explain_value, is_constant, place};
use crate::flow::ObservationKind;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for observation in cx.data().observations() {
        let ObservationKind::AlwaysMatches = &observation.kind else { continue };
        if is_constant(cx, observation.object) {
            continue;
        }
        let span = cx.machine.head_span(observation.object);
        let state = cx.machine.state(observation.state).name;
        let message = format!("This rule of state `{state}` matches whenever it is looked at");
        let finding = out.report(&place(observation), span, message);
        finding
            .label("always taken")
            .help("What stands behind it is never looked at; is the test what was meant?");
        if let Some(site) = observation.site {
            explain_value(cx, site, finding);
        }
    }
}
