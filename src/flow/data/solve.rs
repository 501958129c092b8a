use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::context_object::context_object;
use super::frame::{Expressions, Watch};
use super::order::{Turn, turns};
use super::transfer::{Departure, Outcome, Work};
use super::{Arrival, Bindings, Contract, DataFlow, Entry, Reads, inner_scopes};
use crate::asl::{Machine, ScopeId, ScopeKind, StateId};
use crate::flow::Sites;
use crate::graph::{Graph, Via};
use crate::shape::Shape;

/// How often a state is looked at before bounds that move are dropped, before all but types is, and before all is.
const PATIENCE: [u32; 3] = [3, 9, 12];

/// How much data may come to states in a machine of any size before that is done sooner.
const MANY_ARRIVALS: usize = 20_000;

/// Follows the data until nothing changes any more. Each state is looked at a bounded number of times.
pub(super) fn solve<'a, 't>(
    machine: &'a Machine<'t>,
    graph: &'a Graph<'t>,
    sites: &'a Sites<'t>,
    input: Shape,
    contract: Contract,
) -> DataFlow<'a, 't> {
    let inner = inner_scopes(machine);
    let mut solver = Solver {
        machine,
        contract,
        graph,
        expressions: Expressions::new(sites),
        has_strays: has_strays(machine),
        contexts: contexts(machine, &input),
        turns: turns(machine, graph, &inner),
        starts: graph.starts(),
        inner,
        entries: vec![None; machine.states().len()],
        visits: vec![0; machine.states().len()],
        outputs: vec![Shape::nothing(); machine.scopes().len()],
        changes: vec![0; machine.scopes().len()],
        arrivals: 0,
        queue: BinaryHeap::new(),
        is_queued: vec![false; machine.states().len()],
        works: machine.states().iter().map(|_| None).collect(),
    };
    solver.begin(input);
    solver.run();
    solver.finish()
}

struct Solver<'a, 't> {
    machine: &'a Machine<'t>,
    contract: Contract,
    graph: &'a Graph<'t>,
    expressions: Expressions<'a, 't>,
    has_strays: Vec<bool>,
    contexts: Vec<Shape>,
    turns: Vec<Turn>,
    starts: Vec<Option<StateId>>,
    inner: Vec<Vec<ScopeId>>,
    entries: Vec<Option<Entry>>,
    visits: Vec<u32>,
    /// What each scope gives when it ends.
    outputs: Vec<Shape>,
    changes: Vec<u32>,
    /// How much data has come to states so far.
    arrivals: usize,
    queue: BinaryHeap<Reverse<(u32, StateId)>>,
    is_queued: Vec<bool>,
    /// What came of each state when it was last looked at, and what was noteworthy; none of those that are looked at
    /// again and again, for which it is asked at the end.
    works: Vec<Option<(Outcome, Watch<'a, 't>)>>,
}

/// The context objects, scope by scope: a Distributed Map's iterations are executions with an input of their own.
fn contexts(machine: &Machine<'_>, input: &Shape) -> Vec<Shape> {
    let own = context_object(input);
    let other = context_object(&Shape::ANY);
    let mut is_child = vec![false; machine.scopes().len()];
    for scope in machine.scopes() {
        let outer = scope.owner.is_some_and(|owner| is_child[machine.state(owner).scope.0 as usize]);
        is_child[scope.id.0 as usize] = outer || scope.kind == ScopeKind::Distributed;
    }
    is_child.into_iter().map(|is_child| if is_child { other.clone() } else { own.clone() }).collect()
}

/// The states with a member that their object does not have: it may have been meant as one that matters.
fn has_strays(machine: &Machine<'_>) -> Vec<bool> {
    let mut has = vec![false; machine.states().len()];
    for state in machine.strays.iter().filter_map(|stray| machine.object(stray.object).state) {
        has[state.0 as usize] = true;
    }
    has
}

impl<'a, 't> Solver<'a, 't> {
    fn begin(&mut self, input: Shape) {
        for scope in self.machine.scopes() {
            // Where the text does not tell how states are reached, each may be, with anything.
            if self.graph.is_open(scope.id) || self.graph.has_unknown_states(scope.id) {
                self.outputs[scope.id.0 as usize] = Shape::ANY;
                for state in self.machine.states_in(scope.id) {
                    self.arrive(state.id, &Entry { input: Shape::ANY, variables: Bindings::unknown() });
                }
            } else if scope.owner.is_none() {
                self.enter(scope.id, &Entry { input: input.clone(), variables: Bindings::default() });
            }
        }
    }

    fn run(&mut self) {
        while let Some(Reverse((turn, state))) = self.queue.pop() {
            let index = state.0 as usize;
            if !std::mem::take(&mut self.is_queued[index]) {
                continue;
            }
            let holds = !self.inner[index].is_empty();
            let is_entry = turn == self.turns[index].enter;
            if is_entry {
                self.visits[index] += 1;
            }
            if holds && is_entry {
                let outcome = self.work(state, &mut Watch::new(false));
                for scope in self.inner[index].clone() {
                    if let Some(entry) = &outcome.inner {
                        self.enter(scope, entry);
                    }
                }
                self.is_queued[index] = true;
                self.queue.push(Reverse((self.turns[index].leave, state)));
                continue;
            }
            let is_kept = self.visits[index] <= PATIENCE[0];
            let mut watch = Watch::new(is_kept);
            let outcome = self.work(state, &mut watch);
            self.spread(state, &outcome);
            self.works[index] = is_kept.then_some((outcome, watch));
        }
    }

    fn work(&self, state: StateId, watch: &mut Watch<'a, 't>) -> Outcome {
        let state = self.machine.state(state);
        let Some(entry) = &self.entries[state.id.0 as usize] else { return Outcome::default() };
        let scopes =
            self.inner[state.id.0 as usize].iter().map(|scope| self.outputs[scope.0 as usize].clone());
        let work = Work {
            machine: self.machine,
            contract: &self.contract,
            graph: self.graph,
            expressions: &self.expressions,
            context: &self.contexts[state.scope.0 as usize],
            scopes: scopes.collect(),
            state,
            inner: &self.inner[state.id.0 as usize],
            has_strays: self.has_strays[state.id.0 as usize],
            entry,
        };
        work.run(watch)
    }

    /// Hands on what comes of a state.
    fn spread(&mut self, state: StateId, outcome: &Outcome) {
        let scope = self.machine.state(state).scope;
        if let Some(end) = &outcome.end {
            self.end(scope, end);
        }
        for departure in &outcome.next {
            self.arrive(departure.target, &departure.entry);
        }
    }

    fn enter(&mut self, scope: ScopeId, entry: &Entry) {
        if let Some(start) = self.starts[scope.0 as usize] {
            self.arrive(start, entry);
        }
    }

    fn end(&mut self, scope: ScopeId, output: &Shape) {
        let index = scope.0 as usize;
        let before = &self.outputs[index];
        let after = patiently(self.changes[index], before, output);
        if after != *before {
            self.outputs[index] = after;
            self.changes[index] += 1;
            if let Some(owner) = self.machine.scope(scope).owner {
                self.is_queued[owner.0 as usize] = true;
                self.queue.push(Reverse((self.turns[owner.0 as usize].leave, owner)));
            }
        }
    }

    fn arrive(&mut self, state: StateId, entry: &Entry) {
        if entry.input.is_nothing() {
            return;
        }
        let index = state.0 as usize;
        self.arrivals += 1;
        // Where very many ways lead to very many states, all of them are followed but a few times.
        let is_late = self.arrivals > MANY_ARRIVALS.max(self.graph.transitions().len());
        let visits = if is_late { PATIENCE[2] } else { self.visits[index] };
        let after = match &self.entries[index] {
            None => entry.clone(),
            Some(before) => {
                let input = patiently(visits, &before.input, &entry.input);
                let variables = if visits < PATIENCE[0] {
                    before.variables.join(&entry.variables)
                } else if visits < PATIENCE[2] {
                    before.variables.widen(&entry.variables)
                } else {
                    Bindings::unknown()
                };
                let after = Entry { input, variables };
                if after == *before {
                    return;
                }
                after
            }
        };
        self.entries[index] = Some(after);
        self.is_queued[index] = true;
        self.queue.push(Reverse((self.turns[index].enter, state)));
    }

    fn finish(mut self) -> DataFlow<'a, 't> {
        let mut arrivals: Vec<Vec<Arrival>> = vec![Vec::new(); self.machine.states().len()];
        let mut steps = Vec::with_capacity(self.machine.states().len());
        let (mut observations, mut reads) = (Vec::new(), Reads::default());
        let works = std::mem::take(&mut self.works);
        for (state, work) in self.machine.states().iter().zip(works) {
            let (outcome, watch) = work.unwrap_or_else(|| {
                let mut watch = Watch::new(true);
                (self.work(state.id, &mut watch), watch)
            });
            for Departure { target, via, entry } in outcome.next {
                arrivals[target.0 as usize].push(Arrival { from: state.id, via, input: entry.input });
            }
            let inner = self.inner[state.id.0 as usize].iter().zip(outcome.inner.iter().cycle());
            for (scope, entry) in inner {
                if let Some(start) = self.starts[scope.0 as usize] {
                    let input = entry.input.clone();
                    arrivals[start.0 as usize].push(Arrival { from: state.id, via: Via::StartAt, input });
                }
            }
            steps.push(outcome.steps);
            observations.extend(watch.observations.into_iter().flatten());
            reads.known += watch.reads.known;
            reads.all += watch.reads.all;
        }
        let output = self.machine.scopes().iter().find(|scope| scope.owner.is_none());
        DataFlow {
            steps,
            arrivals,
            observations,
            reads,
            output: output.map_or(Shape::ANY, |scope| self.outputs[scope.id.0 as usize].clone()),
            entries: self.entries,
        }
    }
}

/// The values of both; more than those where there have been many changes.
fn patiently(changes: u32, before: &Shape, after: &Shape) -> Shape {
    match changes {
        changes if changes < PATIENCE[0] => before.join(after),
        changes if changes < PATIENCE[1] => before.widen(after),
        _ if before.join(after) == *before => before.clone(),
        changes if changes < PATIENCE[2] => before.join(after).types_only(),
        _ => Shape::ANY,
    }
}
