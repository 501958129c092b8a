//! What becomes of the data, state by state: a description of what a [`DataFlow`] knows, and the forms in which it is
//! written. [`Trace::new`] decides what there is to see; the rest only spells it.

mod json;
mod text;

use rustc_hash::FxHashMap;

use crate::asl::{Field, Language, Machine, QueryLanguage, ScopeId, State, StateType};
use crate::flow::{Bindings, DataFlow, Promise, in_order};
use crate::graph::Graph;
use crate::shape::Shape;

pub use json::write_json;
pub use text::write_text;

/// What becomes of the data in a state machine, for all its executions at once.
#[derive(Clone, Debug)]
pub struct Trace {
    /// The file that holds the definition.
    pub file: String,
    /// What the machine is called, where its file may hold several.
    pub name: Option<String>,
    /// What executions are promised to begin with; none where nothing is promised.
    pub input: Option<Promise>,
    /// What they give when they end well.
    pub output: Shape,
    /// The states in the order in which the data comes to them; what a state holds stands behind it.
    pub states: Vec<StateTrace>,
}

/// What becomes of the data in a state.
#[derive(Clone, Debug)]
pub struct StateTrace {
    /// Its name.
    pub name: String,
    /// What it stands in, from the outside in: names of states, and `branch N` for those that have several.
    pub within: Vec<String>,
    /// Its type, where it has one.
    pub state_type: Option<StateType>,
    /// Its query language, where it is known.
    pub language: Option<QueryLanguage>,
    /// The data; none where no execution comes to the state.
    pub data: Option<StateData>,
}

/// The data at the steps of a state's work.
#[derive(Clone, Debug)]
pub struct StateData {
    /// What comes in.
    pub input: Shape,
    /// What it works on.
    pub effective_input: Option<Shape>,
    /// What its work gives.
    pub result: Option<Shape>,
    /// What it hands on; none where nothing is.
    pub output: Option<Shape>,
    /// The variables that it can read.
    pub variables: Bindings,
    /// The variables that it assigns, behind it.
    pub assigned: Vec<(String, Shape)>,
}

impl Trace {
    /// What there is to see of a machine; `input` is what its executions are promised to begin with.
    pub fn new(
        machine: &Machine<'_>,
        graph: &Graph<'_>,
        data: &DataFlow<'_, '_>,
        input: Option<Promise>,
        file: &str,
        name: Option<String>,
    ) -> Self {
        let branches = branches(machine);
        let states = in_order(machine, graph).into_iter().map(|id| machine.state(id));
        let trace = |state: &State<'_>| StateTrace {
            name: state.name.to_owned(),
            within: within(machine, state.scope, &branches),
            state_type: state.state_type,
            language: match machine.object(state.object).language {
                Language::Known(language) => Some(language),
                Language::Either => None,
            },
            data: state_data(machine, data, state),
        };
        let output = data.output().clone();
        Self { file: file.to_owned(), name, input, output, states: states.map(trace).collect() }
    }
}

fn state_data(machine: &Machine<'_>, data: &DataFlow<'_, '_>, state: &State<'_>) -> Option<StateData> {
    let entry = data.entry(state.id)?;
    let steps = data.steps(state.id);
    let assigns = machine.has(state.object, Field::Assign);
    let after = steps.variables.iter().filter(|_| assigns).flat_map(Bindings::iter);
    let is_new = |(name, shape): &(&str, &Shape)| entry.variables.get(name) != Some(*shape);
    Some(StateData {
        input: entry.input.clone(),
        effective_input: steps.effective_input.clone(),
        result: steps.result.clone(),
        output: steps.output.clone(),
        variables: entry.variables.clone(),
        assigned: after.filter(is_new).map(|(name, shape)| (name.to_owned(), shape.clone())).collect(),
    })
}

/// The number of each scope among several of one state, from 1.
fn branches(machine: &Machine<'_>) -> FxHashMap<ScopeId, usize> {
    let mut by_owner: FxHashMap<_, Vec<ScopeId>> = FxHashMap::default();
    for scope in machine.scopes() {
        if let Some(owner) = scope.owner {
            by_owner.entry(owner).or_default().push(scope.id);
        }
    }
    let several = by_owner.into_values().filter(|scopes| scopes.len() > 1);
    several.flat_map(|scopes| scopes.into_iter().zip(1..)).collect()
}

fn within(machine: &Machine<'_>, scope: ScopeId, branches: &FxHashMap<ScopeId, usize>) -> Vec<String> {
    let mut steps = Vec::new();
    let mut scope = scope;
    while let Some(owner) = machine.scope(scope).owner {
        steps.extend(branches.get(&scope).map(|number| format!("branch {number}")));
        let owner = machine.state(owner);
        steps.push(owner.name.to_owned());
        scope = owner.scope;
    }
    steps.reverse();
    steps
}
