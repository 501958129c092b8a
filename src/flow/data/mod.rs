//! What the data can be on entry to every state: abstract interpretation over the transitions, with [`Shape`]s for
//! values. The semantics are those of `spec/runtime_semantics.md`; where they are unknown, so is the shape.

mod bindings;
mod choice;
mod context_object;
mod contract;
mod explain;
mod frame;
pub mod intrinsic;
pub mod jsonata;
mod observation;
mod order;
mod path;
mod service;
mod solve;
mod task;
#[cfg(test)]
mod tests;
mod transfer;

use std::ops::Range;

use crate::asl::{Machine, ScopeId, StateId};
use crate::graph::{Graph, Via};
use crate::shape::Shape;

pub use bindings::Bindings;
pub use contract::{Contract, Promisable, Promise, PromiseKind, function_names};
pub use explain::{Deed, Reason, path_shape, reasons};
pub use observation::{Observation, ObservationKind, Source};
pub use order::in_order;
pub use path::{segment_steps, steps as path_steps};
pub use task::{promisable, task_result};

use super::Sites;

/// Something that goes wrong when an expression is evaluated.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem<K> {
    /// Where, in bytes of the expression's text.
    pub span: Range<u32>,
    /// What.
    pub kind: K,
    /// Whether it does so in every evaluation of the expression, given the shapes.
    pub is_certain: bool,
}

/// What is known before a state does its work.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its input.
    pub input: Shape,
    /// The variables it can read.
    pub variables: Bindings,
}

/// What becomes of the data in a state.
#[derive(Clone, Debug, Default)]
pub struct Steps {
    /// What it works on: behind `InputPath`, and `Parameters` or `Arguments`.
    pub effective_input: Option<Shape>,
    /// What its work gives, before `ResultSelector`.
    pub result: Option<Shape>,
    /// What it hands on, where it does not fail.
    pub output: Option<Shape>,
    /// The variables behind it; none where each way on has its own.
    pub variables: Option<Bindings>,
}

/// How much is known of what paths and JSONata expressions give.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reads {
    /// Those of which anything is known.
    pub known: usize,
    /// All that are evaluated where executions come.
    pub all: usize,
}

/// A way on which data comes to a state.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// The state that hands it on; for the first state of a scope, the state that holds the scope.
    pub from: StateId,
    /// The transition.
    pub via: Via,
    /// What is handed on.
    pub input: Shape,
}

/// What the data of a machine can be.
#[derive(Debug)]
pub struct DataFlow<'a, 't> {
    entries: Vec<Option<Entry>>,
    steps: Vec<Steps>,
    arrivals: Vec<Vec<Arrival>>,
    observations: Vec<Observation<'a, 't>>,
    reads: Reads,
    output: Shape,
}

impl<'a, 't> DataFlow<'a, 't> {
    /// Follows the data through `machine`, from an execution's `input` on.
    pub fn new(machine: &'a Machine<'t>, graph: &'a Graph<'t>, sites: &'a Sites<'t>, input: Shape) -> Self {
        solve::solve(machine, graph, sites, input, Contract::default())
    }

    /// The same where the input, and the results of tasks, are what a contract says.
    pub fn under(
        machine: &'a Machine<'t>,
        graph: &'a Graph<'t>,
        sites: &'a Sites<'t>,
        contract: Contract,
    ) -> Self {
        solve::solve(machine, graph, sites, contract.input_shape(), contract)
    }

    /// What is known on entry to the state; none where no execution comes to it.
    pub fn entry(&self, state: StateId) -> Option<&Entry> {
        self.entries[state.0 as usize].as_ref()
    }

    /// What becomes of the data in the state.
    pub fn steps(&self, state: StateId) -> &Steps {
        &self.steps[state.0 as usize]
    }

    /// The ways on which data comes to the state.
    pub fn arrivals(&self, state: StateId) -> &[Arrival] {
        &self.arrivals[state.0 as usize]
    }

    /// What the execution gives when it ends well.
    pub fn output(&self) -> &Shape {
        &self.output
    }

    /// How much is known of what expressions give.
    pub fn reads(&self) -> Reads {
        self.reads
    }

    /// What is noteworthy, state by state.
    pub fn observations(&self) -> &[Observation<'a, 't>] {
        &self.observations
    }
}

/// The scopes that each state holds.
fn inner_scopes(machine: &Machine<'_>) -> Vec<Vec<ScopeId>> {
    let mut inner = vec![Vec::new(); machine.states().len()];
    for scope in machine.scopes() {
        if let Some(owner) = scope.owner {
            inner[owner.0 as usize].push(scope.id);
        }
    }
    inner
}
