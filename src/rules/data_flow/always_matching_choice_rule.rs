//! A choice rule that every value that comes to it satisfies.

use super::{Context, Reporter, place};
use crate::flow::ObservationKind;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for observation in cx.data.observations() {
        let ObservationKind::AlwaysMatches = &observation.kind else { continue };
        let span = cx.machine.head_span(observation.object);
        out.report(&place(observation), span, "This choice rule always matches")
            .label("always taken")
            .help("Nothing that stands behind it is looked at");
    }
}
