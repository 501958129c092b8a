use std::collections::VecDeque;

use rustc_hash::FxHashMap;

use super::existence::KnownToExist;
use super::{Assignment, Way};
use crate::asl::{Field, Machine, ObjectId, Scope, StateId};
use crate::graph::{Graph, Transition, Via};

/// Beyond so many steps of work in one scope nothing is said of what may be unassigned: the cost of the analysis is
/// the number of transitions times the number of variables.
const MAX_WORK: usize = 20_000_000;

/// So many states of a way are kept, its last ones.
const WAY_LENGTH: usize = 4;

/// A transition within a scope.
#[derive(Debug)]
struct Edge {
    from: u32,
    to: u32,
    /// The variables that are assigned, or known to exist, along it; sorted.
    gains: Vec<u32>,
}

/// Which variables of a scope are assigned on entry to each of its states: on every way, and on some.
#[derive(Debug)]
pub(super) struct Solved<'t> {
    variables: FxHashMap<&'t str, u32>,
    /// The scope's first state: states are counted from it.
    first: u32,
    start: u32,
    words: usize,
    always: Vec<u64>,
    sometimes: Vec<u64>,
    edges: Vec<Edge>,
    /// The edges that leave each state.
    leaving: Vec<Vec<u32>>,
}

impl<'t> Solved<'t> {
    /// Follows the `assignments` of `scope` along the transitions; none where that is too much work, or where the
    /// scope has no start.
    pub(super) fn new(
        machine: &Machine<'t>,
        graph: &Graph<'t>,
        scope: &Scope,
        assignments: &[Assignment<'t>],
        known: &KnownToExist<'_>,
    ) -> Option<Self> {
        let states = machine.states_in(scope.id);
        let first = states.first()?.id.0;
        let name = machine.str(scope.object, Field::StartAt)?;
        let start = machine.state_named(scope.id, name)?.0 - first;
        let mut variables: FxHashMap<&str, u32> = FxHashMap::default();
        let mut by_object: FxHashMap<ObjectId, Vec<u32>> = FxHashMap::default();
        for assignment in assignments {
            let next = variables.len() as u32;
            let variable = *variables.entry(assignment.name).or_insert(next);
            by_object.entry(assignment.object).or_default().push(variable);
        }
        let mut edges = Vec::new();
        let mut leaving = vec![Vec::new(); states.len()];
        for state in states {
            for transition in graph.leaving(state.id) {
                let Some(target) = transition.target else { continue };
                let mut gains =
                    by_object.get(&assigning_object(machine, transition)).cloned().unwrap_or_default();
                let names = known.get(&(transition.object, transition.via == Via::Default));
                gains.extend(names.into_iter().flatten().filter_map(|name| variables.get(name)));
                gains.sort_unstable();
                leaving[(state.id.0 - first) as usize].push(edges.len() as u32);
                edges.push(Edge { from: state.id.0 - first, to: target.0 - first, gains });
            }
        }
        let words = variables.len().div_ceil(64);
        if edges.len() * variables.len() > MAX_WORK || states.len() * words > MAX_WORK {
            return None;
        }
        // Everything, until a way comes that lacks it; and nothing, until a way comes that has it.
        let mut always = vec![u64::MAX; states.len() * words];
        always[start as usize * words..(start as usize + 1) * words].fill(0);
        let sometimes = vec![0; states.len() * words];
        let mut solved = Self { variables, first, start, words, always, sometimes, edges, leaving };
        solved.run();
        Some(solved)
    }

    fn run(&mut self) {
        let states = self.leaving.len();
        let mut is_open = vec![false; states];
        let mut seen = vec![false; states];
        let (mut always, mut sometimes) = (vec![0u64; self.words], vec![0u64; self.words]);
        let mut open = VecDeque::from([self.start]);
        while let Some(state) = open.pop_front() {
            is_open[state as usize] = false;
            seen[state as usize] = true;
            for &edge in &self.leaving[state as usize] {
                let edge = &self.edges[edge as usize];
                let from = state as usize * self.words;
                always.copy_from_slice(&self.always[from..from + self.words]);
                sometimes.copy_from_slice(&self.sometimes[from..from + self.words]);
                for &variable in &edge.gains {
                    always[variable as usize / 64] |= 1 << (variable % 64);
                    sometimes[variable as usize / 64] |= 1 << (variable % 64);
                }
                let to = edge.to as usize * self.words;
                let mut changed = !seen[edge.to as usize];
                for word in 0..self.words {
                    let (old_always, old_sometimes) = (self.always[to + word], self.sometimes[to + word]);
                    self.always[to + word] &= always[word];
                    self.sometimes[to + word] |= sometimes[word];
                    changed |=
                        old_always != self.always[to + word] || old_sometimes != self.sometimes[to + word];
                }
                if changed && !std::mem::replace(&mut is_open[edge.to as usize], true) {
                    open.push_back(edge.to);
                }
            }
        }
    }

    pub(super) fn variable(&self, name: &str) -> Option<u32> {
        self.variables.get(name).copied()
    }

    /// The place of a state in the scope.
    pub(super) fn place(&self, state: StateId) -> usize {
        (state.0 - self.first) as usize
    }

    /// Whether the variable is assigned on every way to the state, and on some way.
    pub(super) fn at(&self, state: StateId, variable: u32) -> (bool, bool) {
        let word = self.place(state) * self.words + variable as usize / 64;
        let bit = 1 << (variable % 64);
        (self.always[word] & bit != 0, self.sometimes[word] & bit != 0)
    }

    /// The states before which a Choice may have sorted out the executions that have not assigned the variable: what it
    /// tests may go along with that. By their place in the scope.
    pub(super) fn sorted_out(&self, variable: u32, is_choice: impl Fn(StateId) -> bool) -> Vec<bool> {
        let is_mixed = |at: u32| self.at(StateId(at + self.first), variable) == (false, true);
        let mut is_behind = vec![false; self.leaving.len()];
        let choices =
            (0..self.leaving.len() as u32).filter(|&at| is_mixed(at) && is_choice(StateId(at + self.first)));
        let mut open: Vec<u32> = choices.collect();
        while let Some(at) = open.pop() {
            for &edge in &self.leaving[at as usize] {
                let to = self.edges[edge as usize].to;
                if is_mixed(to) && !std::mem::replace(&mut is_behind[to as usize], true) {
                    open.push(to);
                }
            }
        }
        is_behind
    }

    /// The ways from the scope's start that do not assign the variable.
    pub(super) fn ways_without(&self, variable: u32) -> Ways {
        let mut before: Vec<Option<u32>> = vec![None; self.leaving.len()];
        before[self.start as usize] = Some(self.start);
        let mut open = VecDeque::from([self.start]);
        while let Some(at) = open.pop_front() {
            for &edge in &self.leaving[at as usize] {
                let edge = &self.edges[edge as usize];
                let is_new = before[edge.to as usize].is_none();
                if is_new && edge.gains.binary_search(&variable).is_err() {
                    before[edge.to as usize] = Some(edge.from);
                    open.push_back(edge.to);
                }
            }
        }
        Ways { first: self.first, start: self.start, before }
    }
}

/// Shortest ways from a scope's start to its states.
pub(super) struct Ways {
    first: u32,
    start: u32,
    /// The state before each.
    before: Vec<Option<u32>>,
}

impl Ways {
    /// The end of the way to a state.
    pub(super) fn to(&self, state: StateId) -> Way {
        let mut states = Vec::new();
        let mut at = state.0 - self.first;
        while at != self.start && states.len() < WAY_LENGTH {
            let Some(previous) = self.before[at as usize] else { break };
            at = previous;
            states.push(StateId(at + self.first));
        }
        states.reverse();
        Way { states, is_whole: at == self.start }
    }
}

/// The object whose `Assign` takes effect along a transition (spec/choice.md 2.6, spec/variables.md 6.2).
fn assigning_object(machine: &Machine<'_>, transition: &Transition<'_>) -> ObjectId {
    match (transition.via, transition.from) {
        (Via::Next | Via::Default, Some(state)) => machine.state(state).object,
        _ => transition.object,
    }
}
