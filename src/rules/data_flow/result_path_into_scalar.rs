//! A result that is to be put into a value without members.

use super::{Brief, Context, Reporter, explain, place};
use crate::flow::{ObservationKind, path_steps};
use crate::rules::Failure;
use crate::shape::Absence;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for observation in cx.data().observations() {
        let ObservationKind::NoPlaceForResult { shape, absence: Absence::Always } = &observation.kind else {
            continue;
        };
        let state = cx.machine.state(observation.state);
        let Some(site) = observation.site else { continue };
        let what = if observation.object == state.object { "result" } else { "error" };
        let message = format!(
            "`ResultPath` cannot put the {what} into the input of state `{}`, which is {}",
            state.name,
            Brief(shape)
        );
        let finding = out.report(&place(observation), site.node.span(), message);
        finding
            .label("there is no object to put it into")
            .help(format!("Leave `ResultPath` out, so that the {what} takes the place of the input"))
            .at_most(cx.severity_at(site, Failure::Catchable));
        if let Some(steps) = site.path().and_then(path_steps) {
            explain(cx, state.id, &steps, finding);
        }
    }
}
