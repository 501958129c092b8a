//! A state that no way from `StartAt` comes to.

use super::{Context, Reporter, TARGET};
use crate::asl::{Place, Scope, State, StateId};
use crate::source::Span;
use crate::syntax::Kind;

/// So many further states are shown with one finding.
const SHOWN: usize = 3;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    if cx.machine.is_fragment {
        return;
    }
    for scope in cx.machine.scopes() {
        // Of two states of one name only the last is ever looked at; `duplicate-state-name` tells of the other.
        let is_last = |state: &State<'_>| cx.machine.state_named(scope.id, state.name) == Some(state.id);
        let is_object = |state: &State<'_>| cx.machine.node(state.object).kind() == Kind::Object;
        let is_unreached =
            |state: &&State<'_>| !cx.graph.is_reachable(state.id) && is_last(state) && is_object(state);
        let mut unreached = cx.machine.states_in(scope.id).iter().filter(is_unreached).peekable();
        if unreached.peek().is_some() && !cx.graph.is_open(scope.id) {
            report_scope(cx, out, scope, &unreached.collect::<Vec<_>>());
        }
    }
}

/// AWS names the states that nothing leads to, and not those behind them (spec/states.md 1.4, answers on record).
/// Of states that only lead to each other, the first one stands for all.
fn report_scope(cx: &Context<'_>, out: &mut Reporter<'_>, scope: &Scope, unreached: &[&State<'_>]) {
    let states = cx.machine.states_in(scope.id);
    let offset = states[0].id.0;
    let mut explained = vec![false; states.len()];
    let index = |state: StateId| (state.0 - offset) as usize;
    let sources = unreached.iter().filter(|state| {
        // A transition to itself brings no one in.
        cx.graph.entering(state.id).all(|transition| transition.from == Some(state.id))
    });
    let mut roots: Vec<&State<'_>> = sources.copied().collect();
    let mut behind = vec![Vec::new(); roots.len()];
    for (root, behind) in roots.iter().zip(&mut behind) {
        *behind = follow(cx, root, &mut explained, &index);
    }
    for state in unreached {
        if !explained[index(state.id)] {
            roots.push(state);
            behind.push(follow(cx, state, &mut explained, &index));
        }
    }
    for (root, behind) in roots.into_iter().zip(behind) {
        report(cx, out, root, &behind);
    }
}

/// The states behind `root`, each taken once over all roots, so that the whole is linear.
fn follow(
    cx: &Context<'_>,
    root: &State<'_>,
    explained: &mut [bool],
    index: &impl Fn(StateId) -> usize,
) -> Vec<StateId> {
    let mut behind = Vec::new();
    if std::mem::replace(&mut explained[index(root.id)], true) {
        return behind;
    }
    let mut open = vec![root.id];
    while let Some(state) = open.pop() {
        for target in cx.graph.leaving(state).filter_map(|transition| transition.target) {
            if !cx.graph.is_reachable(target) && !std::mem::replace(&mut explained[index(target)], true) {
                behind.push(target);
                open.push(target);
            }
        }
    }
    behind.sort_unstable();
    behind
}

fn report(cx: &Context<'_>, out: &mut Reporter<'_>, state: &State<'_>, behind: &[StateId]) {
    let place = Place::object(state.object);
    let message = match behind.len() {
        0 => format!("No way leads to state `{}`", state.name),
        1 => format!("No way leads to state `{}`, nor to the state behind it", state.name),
        more => format!("No way leads to state `{}`, nor to the {more} states behind it", state.name),
    };
    let finding = out.report(&place, state.key.span(), message);
    finding.label("never reached");
    let spans: Vec<Span> =
        behind.iter().take(SHOWN).map(|&state| cx.machine.state(state).key.span()).collect();
    for span in spans {
        finding.related(span, "reached only through it");
    }
    finding.help("Name it in a `Next`, a `Default`, a choice rule or a catcher, or remove it").aws(
        TARGET,
        format!("State \"{}\" is not reachable.", state.name),
        cx.location(&place),
    );
}
