//! A field that takes a number or a time, and is given something else.

use super::{Brief, Context, Reporter, place};
use crate::flow::ObservationKind;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for observation in cx.data.observations() {
        let ObservationKind::WrongType { shape, wanted } = &observation.kind else { continue };
        let Some(site) = observation.site else { continue };
        let name = observation.field.name();
        let message = format!("`{name}` takes {wanted}, and what it is given is {:.1}", Brief(shape));
        out.report(&place(observation), site.node.span(), message)
            .label(format!("not {wanted}"))
            .help(format!("Give it {wanted}"));
    }
}
