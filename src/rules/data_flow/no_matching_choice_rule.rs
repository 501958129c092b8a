//! A Choice that no value leaves.

use super::{Context, Reporter, place};
use crate::finding::Severity;
use crate::flow::ObservationKind;
use crate::rules::state::is_absorbed_outside;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for observation in cx.data().observations() {
        let ObservationKind::NothingMatches = &observation.kind else { continue };
        let state = cx.machine.state(observation.state);
        let Some(field) = cx.machine.field(observation.object, observation.field) else { continue };
        let message = format!("No rule of state `{}` can match, and it has no `Default`", state.name);
        out.report(&place(observation), field.key.span(), message)
            .label("none of these can be true")
            .help("Add a `Default`, or a rule for the values that come here")
            .at_most(if is_absorbed_outside(cx.machine, state) {
                Severity::Warning
            } else {
                Severity::Error
            });
    }
}
