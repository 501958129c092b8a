//! A field that takes a number or a time, and is given something else.

use super::{Brief, Context, Reporter, explain_value, expressions, place};
use crate::flow::ObservationKind;
use crate::rules::jsonata::wrong_jsonata_result::tells;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let told = expressions(cx);
    for observation in cx.data().observations() {
        let ObservationKind::WrongType { shape, wanted } = &observation.kind else { continue };
        let Some(site) = observation.site else { continue };
        let known = observation.site.and_then(|site| told.get(&site.node.id()));
        if known.is_some_and(|known| tells(observation.field, known.analysis.result)) {
            continue;
        }
        let name = observation.field.name();
        let state = cx.machine.state(observation.state).name;
        let message = format!("`{name}` of state `{state}` takes {wanted}, and is given {}", Brief(shape));
        let finding = out.report(&place(observation), site.node.span(), message);
        finding.label(format!("not {wanted}")).help(format!("Give it {wanted}"));
        explain_value(cx, site, finding);
    }
}
