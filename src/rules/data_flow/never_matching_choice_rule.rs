//! A choice rule that no value that comes to it satisfies.

use rustc_hash::FxHashSet;

use super::{Brief, Context, Reporter, explain_value, is_constant, place};
use crate::asl::{Field, Machine, ObjectId, StateId};
use crate::finding::Severity;
use crate::flow::{Observation, ObservationKind};
use crate::rules::choice::choice_contradiction::contradicts_itself;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let told = told(cx);
    for observation in cx.data().observations() {
        let ObservationKind::NeverMatches { input } = &observation.kind else { continue };
        let is_told = |object| told.contains(&(observation.state, object));
        let object = observation.object;
        if is_told(None) || is_told(Some(object)) || is_told_by_text(cx, object) {
            continue;
        }
        let state = cx.machine.state(observation.state).name;
        let known = known(cx, observation, input).map(|known| format!(": {known}")).unwrap_or_default();
        let message = format!("This rule of state `{state}` never matches{known}");
        let finding = out.report(&place(observation), cx.machine.head_span(observation.object), message);
        finding.label("never taken").help("Remove the rule, or mend what it tests").at_most(
            if is_guard(cx.machine, observation.object) { Severity::Info } else { Severity::Warning },
        );
        if let Some(site) = observation.site {
            explain_value(cx, site, finding);
        }
    }
}

/// The Choice states, and the rules, of which more is told by an error.
fn told(cx: &Context<'_>) -> FxHashSet<(StateId, Option<ObjectId>)> {
    let observations = cx.data().observations().iter();
    observations
        .filter_map(|observation| match &observation.kind {
            ObservationKind::NothingMatches => Some((observation.state, None)),
            ObservationKind::Jsonata(problem) if problem.is_certain => {
                Some((observation.state, Some(observation.object)))
            }
            _ => None,
        })
        .collect()
}

/// Whether a rule never matches for what is written in it, which the rules about choice tell.
fn is_told_by_text(cx: &Context<'_>, rule: ObjectId) -> bool {
    is_constant(cx, rule) || contradicts_itself(cx, rule)
}

/// What is known of what a rule tests, in words.
fn known(
    cx: &Context<'_>,
    observation: &Observation<'_, '_>,
    tested: &crate::shape::Shape,
) -> Option<String> {
    if !tested.is_any() {
        let path = cx.machine.str(observation.object, Field::Variable)?;
        return Some(format!("`{path}` is {}", Brief(tested)));
    }
    let input = &cx.data().entry(observation.state)?.input;
    let is_jsonata = cx.machine.has(observation.object, Field::Condition);
    (is_jsonata && !input.is_any()).then(|| format!("the input is {}", Brief(input)))
}

/// Whether a rule only asks whether something is there: a question asked to be on the safe side.
fn is_guard(machine: &Machine<'_>, rule: ObjectId) -> bool {
    let tested = machine.child(rule, Field::Not).unwrap_or(rule);
    [Field::IsPresent, Field::IsNull].into_iter().any(|field| machine.has(tested, field))
}
