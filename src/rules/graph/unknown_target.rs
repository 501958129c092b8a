//! A transition to a state that does not exist.

use super::{Context, Reporter, TARGET};
use crate::asl::Place;
use crate::graph::{Transition, Via};
use crate::rules::edit;
use crate::rules::wording::words;
use crate::suggest;

/// Up to so many states, all are named in the help.
const FEW: usize = 5;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let machine = cx.machine;
    let mut elsewhere = None;
    let mut budget = suggest::BUDGET;
    for transition in cx.graph.transitions() {
        if transition.via == Via::StartAt || transition.target.is_some() || transition.is_open() {
            continue;
        }
        let Some(name) = transition.node.str().filter(|_| !cx.graph.has_unknown_states(transition.scope))
        else {
            continue;
        };
        // A state of that name in another scope is `transition-crosses-scope`.
        let elsewhere =
            elsewhere.get_or_insert_with(|| super::transition_crosses_scope::states_by_name(machine));
        if !elsewhere.contains_key(name) {
            report(cx, out, transition, name, &mut budget);
        }
    }
}

/// Reports a name that no state has, with the state whose name is nearest to it.
pub(super) fn report(
    cx: &Context<'_>,
    out: &mut Reporter<'_>,
    transition: &Transition<'_>,
    name: &str,
    budget: &mut usize,
) {
    let machine = cx.machine;
    let place = Place::field(transition.object, transition.field);
    // A misspelt field is called as it stands there.
    let field = match machine.has(transition.object, transition.field) {
        true => transition.field.name(),
        false => machine.misspelt_key(transition.object, transition.field).unwrap_or_default(),
    };
    let finding = out.report(
        &place,
        transition.node.span(),
        format!("`{field}` names a state that does not exist: `{name}`"),
    );
    finding.label("no such state");
    finding.aws(TARGET, format!("Missing 'Next' target: {name}"), cx.location(&place));
    if let Some(from) = transition.from {
        finding.related(machine.state(from).key.span(), "in this state");
    }
    let states = machine.states_in(transition.scope);
    let candidates = states.iter().filter(|state| Some(state.id) != transition.from);
    match suggest::nearest_within(budget, name, candidates.map(|state| state.name)) {
        Some(nearest) => {
            finding.help(format!("Did you mean `{nearest}`?"));
            let (span, text) = edit::within(transition.node, 0, name.len(), nearest);
            finding.unsafe_fix(span, text);
        }
        None if name.trim() != name => {
            finding.help("The name begins or ends with a blank");
        }
        None if states.len() <= FEW => {
            let names =
                states.iter().filter(|state| Some(state.id) != transition.from).map(|state| state.name);
            let names = words(names, "or");
            let other = if names.is_empty() { String::new() } else { format!(", or name another: {names}") };
            finding.help(format!("Add the state{other}"));
        }
        None => {
            finding.help("Add the state, or name another");
        }
    }
}
