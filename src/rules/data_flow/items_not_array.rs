//! A Map that is to go through something that is no array.

use super::{Brief, Context, Reporter, place};
use crate::finding::Severity;
use crate::flow::ObservationKind;
use crate::rules::Failure;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for observation in cx.data.observations() {
        let ObservationKind::NotIterable { shape, is_certain } = &observation.kind else { continue };
        let state = cx.machine.state(observation.state);
        let field = cx.machine.field(observation.object, observation.field);
        let span = field.map_or(state.key.span(), |field| field.value.span());
        let message =
            format!("State `{}` is to go through {:.1}, which is no array", state.name, Brief(shape));
        let severity = observation.site.map(|site| cx.severity_at(site, Failure::Runtime));
        out.report(&place(observation), span, message)
            .label("no array")
            .help("Name an array here")
            .at_most(if *is_certain { severity.unwrap_or(Severity::Error) } else { Severity::Warning });
    }
}
