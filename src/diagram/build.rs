use rustc_hash::{FxHashMap, FxHashSet};

use super::details::notes;
use super::edges::{Edges, Reason, reason};
use super::marks::Marks;
use super::text::{plain, shortened, wrapped};
use super::{Diagram, Edge, EdgeKind, Frame, FrameKind, Item, Mark, Node, Shape};
use crate::asl::{Field, Machine, ScopeId, ScopeKind, State, StateId, StateType};
use crate::finding::Finding;
use crate::graph::{Graph, Transition};
use crate::syntax;

/// Columns of a line in a node; a diamond grows with it both ways, so it gets fewer.
const COLUMNS: usize = 26;
const DIAMOND_COLUMNS: usize = 18;
/// So many columns of a name are shown; AWS takes 80 characters.
const NAME_COLUMNS: usize = 120;

impl Diagram {
    /// What there is to see of a machine; `findings` are those about it.
    pub fn new<'f>(
        machine: &Machine<'_>,
        graph: &Graph<'_>,
        name: Option<&str>,
        findings: impl IntoIterator<Item = &'f Finding>,
    ) -> Self {
        let mut builder = Builder {
            machine,
            diagram: Self { name: name.map(plain), ..Self::default() },
            marks: Marks::new(machine, findings),
            absent: absent(graph),
            states: vec![0; machine.states().len()],
            absents: FxHashMap::default(),
            leaves: vec![0; machine.states().len()],
            entries: vec![0; machine.scopes().len()],
            exits: vec![None; machine.scopes().len()],
        };
        builder.place();
        builder.diagram.edges = builder.edges(graph);
        builder.diagram
    }
}

/// The targets in each scope that are no states of it, each once, in the order of the text.
fn absent<'t>(graph: &Graph<'t>) -> FxHashMap<ScopeId, Vec<(&'t str, Shape)>> {
    let mut absent: FxHashMap<ScopeId, Vec<_>> = FxHashMap::default();
    let mut seen = FxHashSet::default();
    for transition in graph.transitions().iter().filter(|transition| transition.target.is_none()) {
        let is_told = !transition.is_open() && !graph.has_unknown_states(transition.scope);
        if seen.insert((transition.scope, written(transition))) {
            let shape = if is_told { Shape::Missing } else { Shape::Open };
            absent.entry(transition.scope).or_default().push((written(transition), shape));
        }
    }
    absent
}

/// The target as it is written.
fn written<'t>(transition: &Transition<'t>) -> &'t str {
    transition.node.str().unwrap_or_else(|| transition.node.source())
}

struct Builder<'b, 't> {
    machine: &'b Machine<'t>,
    diagram: Diagram,
    marks: Marks,
    absent: FxHashMap<ScopeId, Vec<(&'t str, Shape)>>,
    /// The node of each state.
    states: Vec<usize>,
    /// The node from which the way on leads from each state: its own, or the one behind what is in it.
    leaves: Vec<usize>,
    /// The nodes of targets that are no states.
    absents: FxHashMap<(ScopeId, &'t str), usize>,
    /// The node from which each scope begins.
    entries: Vec<usize>,
    /// The node to which the ends of each scope lead.
    exits: Vec<Option<usize>>,
}

/// What is still to be placed.
enum Work {
    Scope(ScopeId),
    State(StateId),
    /// The end of a state with these scopes in it.
    Join(StateId, Vec<ScopeId>),
    End(ScopeId),
    Close,
}

impl<'t> Builder<'_, 't> {
    /// Puts nodes and frames in their order; what is nested waits on a stack, and not on that of the thread.
    fn place(&mut self) {
        let machine = self.machine;
        let mut inner: FxHashMap<StateId, Vec<ScopeId>> = FxHashMap::default();
        for scope in machine.scopes() {
            if let Some(owner) = scope.owner {
                inner.entry(owner).or_default().push(scope.id);
            }
        }
        let mut stack: Vec<Work> =
            machine.scopes().first().map(|scope| Work::Scope(scope.id)).into_iter().collect();
        while let Some(work) = stack.pop() {
            match work {
                Work::Scope(id) => self.open_scope(id, &mut stack),
                Work::State(id) => {
                    let scopes = inner.remove(&id).unwrap_or_default();
                    self.place_state(machine.state(id), scopes, &mut stack);
                }
                Work::Join(state, scopes) => {
                    let join = self.node(Shape::Join, Vec::new(), Vec::new(), Vec::new());
                    self.leaves[state.0 as usize] = join;
                    scopes.into_iter().for_each(|scope| self.exits[scope.0 as usize] = Some(join));
                    self.diagram.outline.push(Item::Close);
                }
                Work::End(scope) => {
                    self.exits[scope.0 as usize] = Some(self.marker(Shape::End, Vec::new()));
                }
                Work::Close => self.diagram.outline.push(Item::Close),
            }
        }
    }

    fn open_scope(&mut self, id: ScopeId, stack: &mut Vec<Work>) {
        let machine = self.machine;
        if machine.scope(id).kind == ScopeKind::Machine {
            if let Some(name) = self.diagram.name.clone() {
                self.open(FrameKind::Machine, lines(&name, NAME_COLUMNS));
                stack.push(Work::Close);
            }
            let marks = std::mem::take(&mut self.marks.machine);
            self.entries[id.0 as usize] = self.marker(Shape::Start, marks);
            if machine.states_in(id).iter().any(|state| ends(machine, state)) {
                stack.push(Work::End(id));
            }
        } else if is_worth_a_frame(machine, id) {
            self.open(FrameKind::Branch, Vec::new());
            stack.push(Work::Close);
        }
        stack.extend(machine.states_in(id).iter().rev().map(|state| Work::State(state.id)));
        for (target, shape) in self.absent.remove(&id).unwrap_or_default() {
            let node = self.node(shape, lines(target, COLUMNS), Vec::new(), Vec::new());
            self.absents.insert((id, target), node);
        }
    }

    fn place_state(&mut self, state: &State<'t>, scopes: Vec<ScopeId>, stack: &mut Vec<Work>) {
        if !scopes.is_empty() {
            self.open(FrameKind::State, Vec::new());
        }
        let columns = if state.state_type == Some(StateType::Choice) { DIAMOND_COLUMNS } else { COLUMNS };
        let kind = scopes.first().map(|&scope| self.machine.scope(scope).kind);
        let marks = self.marks.states.remove(&state.id).unwrap_or_default();
        let notes = notes(self.machine, state, kind);
        let node = self.node(shape(state), lines(state.name, columns), notes, marks);
        self.states[state.id.0 as usize] = node;
        self.leaves[state.id.0 as usize] = node;
        if scopes.is_empty() {
            return;
        }
        scopes.iter().for_each(|scope| self.entries[scope.0 as usize] = node);
        stack.push(Work::Join(state.id, scopes.clone()));
        stack.extend(scopes.into_iter().rev().map(Work::Scope));
    }

    fn open(&mut self, kind: FrameKind, title: Vec<String>) {
        self.diagram.outline.push(Item::Open(self.diagram.frames.len()));
        self.diagram.frames.push(Frame { kind, title });
    }

    fn marker(&mut self, shape: Shape, marks: Vec<Mark>) -> usize {
        let title = if shape == Shape::Start { "Start" } else { "End" };
        self.node(shape, vec![title.to_owned()], Vec::new(), marks)
    }

    fn node(&mut self, shape: Shape, title: Vec<String>, notes: Vec<String>, marks: Vec<Mark>) -> usize {
        self.diagram.outline.push(Item::Node(self.diagram.nodes.len()));
        self.diagram.nodes.push(Node { shape, title, notes, marks });
        self.diagram.nodes.len() - 1
    }

    /// The edges, those from a state in the order of the text; what leads the same way for the same sort of reason is
    /// one edge.
    fn edges(&self, graph: &Graph<'t>) -> Vec<Edge> {
        let mut edges = Edges::default();
        for transition in graph.transitions() {
            let to = match transition.target {
                Some(target) => Some(self.states[target.0 as usize]),
                None => self.absents.get(&(transition.scope, written(transition))).copied(),
            };
            let Some(to) = to else { continue };
            let (kind, label) = reason(self.machine, transition);
            let from = match transition.from {
                None => self.entries[transition.scope.0 as usize],
                Some(from) if kind == EdgeKind::Next => self.leaves[from.0 as usize],
                Some(from) => self.states[from.0 as usize],
            };
            edges.add(from, to, kind, label);
        }
        for state in self.machine.states() {
            let succeeds = state.state_type == Some(StateType::Succeed) && !self.is_outermost(state.scope);
            let exit = self.exits[state.scope.0 as usize];
            if let Some(exit) = exit.filter(|_| succeeds || ends(self.machine, state)) {
                edges.add(self.leaves[state.id.0 as usize], exit, EdgeKind::Next, Reason::None);
            }
        }
        edges.finish()
    }

    fn is_outermost(&self, scope: ScopeId) -> bool {
        self.machine.scope(scope).kind == ScopeKind::Machine
    }
}

/// Whether the state says that it is the last one, and is of a type that may.
fn ends(machine: &Machine<'_>, state: &State<'_>) -> bool {
    let end = machine.value(state.object, Field::End).or_else(|| machine.misspelt(state.object, Field::End));
    let is_end = end.and_then(syntax::Node::bool) == Some(true);
    is_end && !matches!(state.state_type, Some(StateType::Choice | StateType::Succeed | StateType::Fail))
}

/// Whether a box around the states of an inner scope tells them from others: those of a Map, and those of an only
/// branch, have one already, and one state needs none.
fn is_worth_a_frame(machine: &Machine<'_>, scope: ScopeId) -> bool {
    let parent = machine.object(machine.scope(scope).object).parent;
    let branches = parent.map_or(0, |parent| machine.children(parent, Field::Branches).len());
    branches > 1 && machine.states_in(scope).len() > 1
}

fn shape(state: &State<'_>) -> Shape {
    match state.state_type {
        Some(StateType::Task) => Shape::Task,
        Some(StateType::Pass) => Shape::Pass,
        Some(StateType::Wait) => Shape::Wait,
        Some(StateType::Choice) => Shape::Choice,
        Some(StateType::Succeed) => Shape::Succeed,
        Some(StateType::Fail) => Shape::Fail,
        Some(StateType::Parallel) => Shape::Parallel,
        Some(StateType::Map) => Shape::Map,
        None => Shape::Unknown,
    }
}

fn lines(name: &str, columns: usize) -> Vec<String> {
    wrapped(&shortened(&plain(name), NAME_COLUMNS), columns)
}
