//! The transitions between states.
//!
//! All scopes share one [`petgraph`] graph whose nodes are the machine's states; a transition never leads out of its
//! scope, so each scope is a part of its own. Every walk is iterative: a chain may have 100,000 states.

mod walk;

use std::sync::OnceLock;

use petgraph::graph::{DiGraph, NodeIndex};

use crate::asl::{Field, Machine, ObjectId, ObjectKind, ScopeId, State, StateId, StateType};
use crate::syntax::{Kind, Node};

/// What a transition is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Via {
    /// A scope's `StartAt`.
    StartAt,
    /// A state's `Next`.
    Next,
    /// A Choice state's `Default`.
    Default,
    /// The choice rule of that index.
    ChoiceRule(u32),
    /// The catcher of that index.
    Catcher(u32),
}

/// A place that names the state to go to.
#[derive(Clone, Copy, Debug)]
pub struct Transition<'t> {
    /// The state that it leaves; none for `StartAt`.
    pub from: Option<StateId>,
    /// The scope in which the name is looked up.
    pub scope: ScopeId,
    /// What it is written in.
    pub via: Via,
    /// The object whose field names the target.
    pub object: ObjectId,
    /// That field.
    pub field: Field,
    /// The name, as written.
    pub node: Node<'t>,
    /// The state of that name, where there is one.
    pub target: Option<StateId>,
}

impl Transition<'_> {
    /// Whether the text does not tell the target: a placeholder.
    pub fn is_open(&self) -> bool {
        self.node.is_unknown() || self.node.has_placeholder()
    }
}

/// The transitions of a machine and what follows from them.
#[derive(Debug)]
pub struct Graph<'t> {
    transitions: Vec<Transition<'t>>,
    edges: DiGraph<StateId, u32>,
    /// Scopes where a transition's target or a state's end is not told by the text.
    open: Vec<bool>,
    /// Scopes whose states are not told by the text.
    unknown: Vec<bool>,
    terminal: Vec<bool>,
    reachable: OnceLock<Vec<bool>>,
    can_end: OnceLock<Vec<bool>>,
    cycles: OnceLock<Vec<Vec<StateId>>>,
}

impl<'t> Graph<'t> {
    /// Finds the transitions of `machine`.
    pub fn new(machine: &Machine<'t>) -> Self {
        let mut transitions = Vec::with_capacity(machine.states().len() + machine.scopes().len());
        let mut open = vec![false; machine.scopes().len()];
        let terminal = machine.states().iter().map(|state| is_terminal(machine, state)).collect();
        for scope in machine.scopes() {
            let start = machine
                .value(scope.object, Field::StartAt)
                .or_else(|| machine.misspelt(scope.object, Field::StartAt));
            open[scope.id.0 as usize] = start.is_none() || !machine.is_complete(scope.object);
            push(machine, &mut transitions, None, scope.id, Via::StartAt, scope.object, Field::StartAt);
        }
        for state in machine.states() {
            push_all(machine, &mut transitions, state);
            let end = machine.value(state.object, Field::End);
            // An `End` that is no boolean is an error of its own; what was meant is not known.
            let is_open = end.is_some_and(|end| end.bool().is_none());
            open[state.scope.0 as usize] |= is_open;
        }
        let mut edges = DiGraph::with_capacity(machine.states().len(), transitions.len());
        for state in machine.states() {
            edges.add_node(state.id);
        }
        for (index, transition) in transitions.iter().enumerate() {
            open[transition.scope.0 as usize] |= transition.is_open();
            // In the order of the states that they leave, on which walks rely.
            if let (Some(from), Some(target)) = (transition.from, transition.target) {
                edges.add_edge(
                    NodeIndex::new(from.0 as usize),
                    NodeIndex::new(target.0 as usize),
                    index as u32,
                );
            }
        }
        let (reachable, can_end, cycles) = Default::default();
        let unknown =
            machine.scopes().iter().map(|scope| has_unknown_states(machine, scope.object)).collect();
        Self { transitions, edges, open, unknown, terminal, reachable, can_end, cycles }
    }

    /// All transitions: each scope's `StartAt` first, then state by state.
    pub fn transitions(&self) -> &[Transition<'t>] {
        &self.transitions
    }

    /// The states that the scopes begin with, scope by scope.
    pub fn starts(&self) -> Vec<Option<StateId>> {
        let mut starts = vec![None; self.open.len()];
        for transition in self.transitions.iter().filter(|transition| transition.via == Via::StartAt) {
            starts[transition.scope.0 as usize] = transition.target;
        }
        starts
    }

    /// Whether the text leaves open where some transition of the scope leads, so that nothing can be said of what
    /// is not reached.
    pub fn is_open(&self, scope: ScopeId) -> bool {
        self.open[scope.0 as usize]
    }

    /// Whether the text does not tell the states of the scope, so that nothing can be said of what is not among them:
    /// `States` is a placeholder, or no object.
    pub fn has_unknown_states(&self, scope: ScopeId) -> bool {
        self.unknown[scope.0 as usize]
    }

    /// Whether an execution, branch or iteration can end in the state: `End`, Succeed, Fail.
    pub fn is_terminal(&self, state: StateId) -> bool {
        self.terminal[state.0 as usize]
    }

    /// Whether a walk from the scope's `StartAt` comes to the state (spec/states.md 1.4).
    pub fn is_reachable(&self, state: StateId) -> bool {
        self.reachable.get_or_init(|| walk::forward(&self.edges, self.starts().into_iter().flatten()))
            [state.0 as usize]
    }

    /// Whether some way from the state leads to a state that ends.
    pub fn can_end(&self, state: StateId) -> bool {
        self.can_end.get_or_init(|| {
            let ends = (0..self.terminal.len() as u32).map(StateId).filter(|&state| self.is_terminal(state));
            walk::backward(&self.edges, ends)
        })[state.0 as usize]
    }

    /// The largest sets of states that all lead to each other, self-loops included; states in the order of the text.
    pub fn cycles(&self) -> &[Vec<StateId>] {
        self.cycles.get_or_init(|| walk::cycles(&self.edges))
    }

    /// The transitions that leave a state for another.
    pub fn leaving(&self, state: StateId) -> impl Iterator<Item = &Transition<'t>> {
        let edges = self.edges.edges(NodeIndex::new(state.0 as usize));
        edges.map(|edge| &self.transitions[*edge.weight() as usize])
    }

    /// The transitions that lead to a state from another, or from itself.
    pub fn entering(&self, state: StateId) -> impl Iterator<Item = &Transition<'t>> {
        let edges =
            self.edges.edges_directed(NodeIndex::new(state.0 as usize), petgraph::Direction::Incoming);
        edges.map(|edge| &self.transitions[*edge.weight() as usize])
    }
}

fn has_unknown_states(machine: &Machine<'_>, scope: ObjectId) -> bool {
    machine.is_fragment
        || machine.value(scope, Field::States).is_none_or(|states| states.kind() != Kind::Object)
}

fn is_terminal(machine: &Machine<'_>, state: &State<'_>) -> bool {
    match state.state_type {
        Some(StateType::Succeed | StateType::Fail) => true,
        Some(StateType::Choice) => false,
        None if [Field::Next, Field::Choices].into_iter().all(|field| !machine.has(state.object, field)) => {
            true
        }
        _ => {
            let end = machine
                .value(state.object, Field::End)
                .or_else(|| machine.misspelt(state.object, Field::End));
            end.and_then(Node::bool) == Some(true)
        }
    }
}

fn push_all<'t>(machine: &Machine<'t>, transitions: &mut Vec<Transition<'t>>, state: &State<'t>) {
    let from = Some(state.id);
    let mut add = |via, object, field| push(machine, transitions, from, state.scope, via, object, field);
    match machine.object(state.object).kind {
        ObjectKind::Succeed | ObjectKind::Fail => {}
        // What a state of an unknown type was meant to be is not known: whatever it names is taken.
        ObjectKind::Choice | ObjectKind::State => {
            for (index, rule) in machine.children(state.object, Field::Choices).enumerate() {
                add(Via::ChoiceRule(index as u32), rule, Field::Next);
            }
            add(Via::Default, state.object, Field::Default);
            if state.state_type.is_none() {
                push_next(machine, state, &mut add);
            }
        }
        _ => push_next(machine, state, &mut add),
    }
}

fn push_next(machine: &Machine<'_>, state: &State<'_>, add: &mut impl FnMut(Via, ObjectId, Field)) {
    add(Via::Next, state.object, Field::Next);
    for (index, catcher) in machine.children(state.object, Field::Catch).enumerate() {
        add(Via::Catcher(index as u32), catcher, Field::Next);
    }
}

fn push<'t>(
    machine: &Machine<'t>,
    transitions: &mut Vec<Transition<'t>>,
    from: Option<StateId>,
    scope: ScopeId,
    via: Via,
    object: ObjectId,
    field: Field,
) {
    // A misspelt field leads where it was meant to; that it is misspelt is an error of its own.
    if let Some(node) = machine.value(object, field).or_else(|| machine.misspelt(object, field)) {
        let target = node.str().and_then(|name| machine.state_named(scope, name));
        transitions.push(Transition { from, scope, via, object, field, node, target });
    }
}
