//! A Choice that no value leaves.

use super::{Context, Reporter, place};
use crate::flow::ObservationKind;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for observation in cx.data.observations() {
        let ObservationKind::NothingMatches = &observation.kind else { continue };
        let state = cx.machine.state(observation.state);
        let Some(field) = cx.machine.field(observation.object, observation.field) else { continue };
        let message = format!("No rule of state `{}` can match, and it has no `Default`", state.name);
        out.report(&place(observation), field.key.span(), message)
            .label("no way out")
            .help("Add a `Default`, or a rule for the values that come here");
    }
}
