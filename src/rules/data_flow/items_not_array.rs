//! A Map that is to go through something that is no array.

use super::{Brief, Context, Reporter, explain, explain_value, expressions, place};
use crate::asl::{Field, State};
use crate::expr::jsonata::collapsing;
use crate::finding::Severity;
use crate::flow::ObservationKind;
use crate::rules::Failure;
use crate::rules::jsonata::wrong_jsonata_result::tells;
use crate::shape::{Step, Types};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let told = expressions(cx);
    for observation in cx.data().observations() {
        let ObservationKind::NotIterable { shape, is_certain } = &observation.kind else { continue };
        let known = observation.site.and_then(|site| told.get(&site.node.id()));
        if known.is_some_and(|known| tells(observation.field, known.analysis.result)) {
            continue;
        }
        let state = cx.machine.state(observation.state);
        let field = cx.machine.field(observation.object, observation.field);
        let span = field.map_or(state.key.span(), |field| field.value.span());
        let is_at_times = shape.types().has(Types::ARRAY);
        // A `null` stands for no list, which is told apart before in ways that cannot all be followed.
        if is_at_times && shape.types().is_only(Types::ARRAY.or(Types::NULL)) {
            continue;
        }
        let expression = observation.site.and_then(|site| site.expression());
        // What the text of the expression itself tells is `single-item-sequence`.
        if is_at_times && expression.is_some_and(|expression| !collapsing(expression).is_empty()) {
            continue;
        }
        let message = if is_at_times {
            format!("State `{}` is to go through {}, which is not always an array", state.name, Brief(shape))
        } else {
            format!("State `{}` cannot go through {}: a Map takes an array", state.name, Brief(shape))
        };
        let severity = match observation.site {
            // The failure of an expression can be caught, that of a path cannot (spec/runtime_semantics.md 2, 3).
            Some(site) if site.expression().is_some() => cx.severity_at(site, Failure::Catchable),
            Some(site) => cx.severity_at(site, Failure::Runtime),
            None if is_absorbed(cx, state) => Severity::Warning,
            None => Severity::Error,
        };
        let finding = out.report(&place(observation), span, message);
        finding.label(if is_at_times { "at times no array" } else { "no array" });
        finding.at_most(if *is_certain { severity } else { Severity::Warning });
        match observation.site {
            Some(site) if is_at_times && expression.is_some() => {
                finding.help("Put it into brackets: `[…]` makes an array of a single value, and leaves an array as it is");
                explain_value(cx, site, finding);
            }
            Some(site) => {
                finding.help(format!("Let `{}` name an array", observation.field.name()));
                explain_value(cx, site, finding);
            }
            None => {
                let field = observation.field.name();
                finding.help(format!("Say with `{field}` where the array is"));
                explain(cx, state.id, &[Step::Index(0)], finding);
            }
        }
    }
}

/// Whether something may take a failure of the state: of its own, or around it.
fn is_absorbed(cx: &Context<'_>, state: &State<'_>) -> bool {
    let own = [Field::Retry, Field::Catch].into_iter().any(|field| cx.machine.has(state.object, field));
    own || crate::rules::state::is_absorbed_outside(cx.machine, state)
}
