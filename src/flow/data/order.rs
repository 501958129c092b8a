use super::inner_scopes;
use crate::asl::{Machine, ScopeId, StateId};
use crate::graph::Graph;

/// When a state is looked at: the earlier in a run, the less. What a state holds comes between the two.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Turn {
    /// On entry.
    pub(super) enter: u32,
    /// When all that it holds has been looked at.
    pub(super) leave: u32,
}

/// The states in the order in which the data comes to them: what a state holds stands behind it.
pub fn in_order(machine: &Machine<'_>, graph: &Graph<'_>) -> Vec<StateId> {
    let turns = turns(machine, graph, &inner_scopes(machine));
    let mut states: Vec<StateId> = machine.states().iter().map(|state| state.id).collect();
    states.sort_by_key(|state| turns[state.0 as usize].enter);
    states
}

enum Task {
    Scope(ScopeId),
    Enter(StateId),
    Leave(StateId),
}

/// The turn of every state: of two states of a scope the one comes first that all ways to the other pass, loops aside.
pub(super) fn turns(machine: &Machine<'_>, graph: &Graph<'_>, inner: &[Vec<ScopeId>]) -> Vec<Turn> {
    let mut turns = vec![Turn::default(); machine.states().len()];
    let mut next = 0;
    let starts = graph.starts();
    let mut seen = vec![false; machine.states().len()];
    let mut tasks: Vec<Task> = Vec::new();
    tasks.extend(
        machine.scopes().iter().filter(|scope| scope.owner.is_none()).map(|scope| Task::Scope(scope.id)),
    );
    while let Some(task) = tasks.pop() {
        match task {
            Task::Scope(scope) => {
                let mut order = Vec::new();
                // States that no way leads to come last.
                let rest = machine.states_in(scope).iter().map(|state| state.id).rev();
                for start in rest.chain(starts[scope.0 as usize]).collect::<Vec<_>>().into_iter().rev() {
                    let mut part = Vec::new();
                    visit(graph, start, &mut seen, &mut part);
                    order.extend(part.into_iter().rev());
                }
                tasks.extend(order.into_iter().rev().map(Task::Enter));
            }
            Task::Enter(state) => {
                turns[state.0 as usize].enter = next;
                tasks.push(Task::Leave(state));
                tasks.extend(inner[state.0 as usize].iter().rev().map(|&scope| Task::Scope(scope)));
                next += 1;
            }
            Task::Leave(state) => {
                turns[state.0 as usize].leave = next;
                next += 1;
            }
        }
    }
    turns
}

/// Lists the states that are reached from `start`, each behind those that it leads to.
fn visit(graph: &Graph<'_>, start: StateId, seen: &mut [bool], order: &mut Vec<StateId>) {
    if std::mem::replace(&mut seen[start.0 as usize], true) {
        return;
    }
    let targets = |state| graph.leaving(state).filter_map(|transition| transition.target).collect::<Vec<_>>();
    let mut open = vec![(start, targets(start))];
    while let Some((state, left)) = open.last_mut() {
        match left.pop() {
            Some(target) => {
                if !std::mem::replace(&mut seen[target.0 as usize], true) {
                    open.push((target, targets(target)));
                }
            }
            None => {
                order.push(*state);
                open.pop();
            }
        }
    }
}
