//! A result that is to be put into a value without members.

use super::{Brief, Context, Reporter, explain, place};
use crate::finding::Severity;
use crate::flow::ObservationKind;
use crate::rules::Failure;
use crate::shape::{Absence, Step};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for observation in cx.data.observations() {
        let ObservationKind::NoPlaceForResult { shape, absence: Absence::Always } = &observation.kind else {
            continue;
        };
        let state = cx.machine.state(observation.state);
        let Some(site) = observation.site else { continue };
        let message = format!(
            "`ResultPath` cannot put the result into the input of state `{}`, which is {}",
            state.name,
            Brief(shape)
        );
        let severity = cx.severity_at(site, Failure::Runtime).max(Severity::Warning);
        let finding = out.report(&place(observation), site.node.span(), message);
        finding
            .label("there is no object to put it into")
            .help("Leave `ResultPath` out, so that the result takes the place of the input")
            .at_most(severity);
        explain(cx, state.id, &[Step::Name("result".to_owned())], finding);
    }
}
