mod existence;
mod reads;
mod solved;

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use self::existence::known_to_exist;
use self::reads::{FoundRead, FoundReads};
use self::solved::Solved;
use super::{JsonataSite, PathSite, Site, Sites};
use crate::asl::{
    Field, Language, Machine, ObjectId, Place, PlaceStep, QueryLanguage, ScopeId, ScopeKind, StateId,
    StateType,
};
use crate::graph::Graph;
use crate::source::Span;
use crate::syntax::{Kind, Node};

/// A place that assigns a variable.
#[derive(Clone, Copy, Debug)]
pub struct Assignment<'t> {
    /// The variable, without `$`.
    pub name: &'t str,
    /// The name, as written.
    pub key: Node<'t>,
    /// The state, choice rule or catcher that assigns it.
    pub object: ObjectId,
    /// The state that this is, or is part of.
    pub state: StateId,
    /// The scope that the variable belongs to.
    pub scope: ScopeId,
}

impl Assignment<'_> {
    /// Its place in the definition.
    pub fn place(&self) -> Place {
        Place::field(self.object, Field::Assign).then(PlaceStep::Key(self.name.to_owned()))
    }
}

/// A place that reads a variable.
#[derive(Clone, Debug)]
pub struct Read<'s, 't> {
    /// The variable, without `$`.
    pub name: &'s str,
    /// Where it is read.
    pub site: &'s Site<'t>,
    /// Whether it is assigned there.
    pub assigned: Assigned<'t>,
    range: Range<u32>,
}

impl Read<'_, '_> {
    /// The place in the text.
    pub fn span(&self) -> Span {
        self.site.span(&self.range)
    }
}

/// Whether a variable is assigned where it is read.
#[derive(Clone, Debug)]
pub enum Assigned<'t> {
    /// On every way.
    Always,
    /// Not known: too much is left open by the text, or by the limits of the analysis.
    Unknown,
    /// Not, or not on every way.
    Not(ReadProblem<'t>),
}

/// Why a variable may not be assigned where it is read (spec/variables.md 6.5).
#[derive(Clone, Debug)]
pub enum ReadProblem<'t> {
    /// Nothing in the whole machine assigns it.
    NoAssignment,
    /// Only states that come later do.
    OnlyLater(Assignment<'t>),
    /// Only the reading state itself does, which the reading does not see.
    OnlyHere(Assignment<'t>),
    /// Some ways assign it, and this one does not.
    Possibly(Assignment<'t>, Way),
    /// It belongs to a scope that the reading state is not in.
    OtherScope(Assignment<'t>),
    /// It belongs to a scope around a Distributed Map, whose items run in executions of their own.
    AcrossDistributed(Assignment<'t>),
}

/// A way from the start of a scope to a state.
#[derive(Clone, Debug, Default)]
pub struct Way {
    /// The last states before the end of the way.
    pub states: Vec<StateId>,
    /// Whether those are all.
    pub is_whole: bool,
}

/// The variables of a machine.
#[derive(Debug)]
pub struct Variables<'s, 't> {
    /// Every place that assigns one, in the order of objects.
    pub assignments: Vec<Assignment<'t>>,
    /// Every place that reads one and is not guarded by a test that it exists, in the order of the text.
    pub reads: Vec<Read<'s, 't>>,
    /// Names that are read anywhere, guarded or not.
    pub mentioned: FxHashSet<&'s str>,
    /// Whether the text hides assignments or expressions: a placeholder for an `Assign`, an expression that does not
    /// parse.
    pub is_open: bool,
    /// The first assignment of each name.
    first: FxHashMap<&'t str, Assignment<'t>>,
}

impl<'s, 't> Variables<'s, 't> {
    /// Finds the variables of `machine` and, along the transitions of `graph`, where they are assigned.
    pub fn new(
        machine: &Machine<'t>,
        graph: &Graph<'t>,
        sites: &'s Sites<'t>,
        paths: &'s [PathSite<'s, 't>],
        expressions: &'s [JsonataSite<'s, 't>],
    ) -> Self {
        let (assignments, is_hidden) = assignments(machine);
        let mut first: FxHashMap<&str, Assignment<'t>> = FxHashMap::default();
        for assignment in &assignments {
            first.entry(assignment.name).or_insert(*assignment);
        }
        let found = FoundReads::new(machine, sites, paths, expressions, &first);
        let is_open = is_hidden || found.is_open;
        let assigned = if found.reads.is_empty() {
            Vec::new()
        } else {
            Scopes::new(machine, graph, sites, &assignments, &first, is_open).assigned(&found.reads)
        };
        let with_answer =
            |(FoundRead { name, site, range, .. }, assigned)| Read { name, site, assigned, range };
        let reads = found.reads.into_iter().zip(assigned).map(with_answer).collect();
        Self { assignments, reads, mentioned: found.mentioned, is_open, first }
    }

    /// The first place that assigns a variable.
    pub fn first_assignment(&self, name: &str) -> Option<&Assignment<'t>> {
        self.first.get(name)
    }

    /// Whether anything in the machine assigns a variable of that name.
    pub fn is_assigned(&self, name: &str) -> bool {
        self.first.contains_key(name)
    }

    /// Each name that is assigned, once.
    pub fn names(&self) -> impl Iterator<Item = &'t str> {
        self.first.keys().copied()
    }
}

/// Every assignment of a machine, and whether there may be others.
fn assignments<'t>(machine: &Machine<'t>) -> (Vec<Assignment<'t>>, bool) {
    let mut assignments = Vec::new();
    let mut is_open = false;
    for entry in machine.entries().iter().filter(|entry| entry.field == Field::Assign) {
        let object = machine.object(entry.object);
        let (Some(state), value) = (object.state, machine.field_ref(entry).value) else { continue };
        if value.kind() != Kind::Object || object.language == Language::Either {
            is_open |= value.is_unknown() || value.str().is_some() || object.language == Language::Either;
            continue;
        }
        let scope = machine.state(state).scope;
        for (key, _) in value.members() {
            let name = key.str().unwrap_or_default();
            let is_jsonpath = object.language.is(QueryLanguage::JSONPath);
            let name = if is_jsonpath { name.strip_suffix(".$").unwrap_or(name) } else { name };
            is_open |= name.contains("${");
            assignments.push(Assignment { name, key, object: entry.object, state, scope });
        }
    }
    (assignments, is_open)
}

/// What answers where a variable is assigned.
struct Scopes<'m, 't> {
    machine: &'m Machine<'t>,
    graph: &'m Graph<'t>,
    is_open: bool,
    /// The first assignment of each name.
    first: &'m FxHashMap<&'t str, Assignment<'t>>,
    /// The first assignment of each name in its scope.
    by_name: FxHashMap<(ScopeId, &'t str), Assignment<'t>>,
    /// The states that assign a name themselves.
    own: FxHashMap<(StateId, &'t str), Assignment<'t>>,
    solved: FxHashMap<ScopeId, Solved<'t>>,
}

impl<'m, 't> Scopes<'m, 't> {
    fn new(
        machine: &'m Machine<'t>,
        graph: &'m Graph<'t>,
        sites: &Sites<'t>,
        assignments: &[Assignment<'t>],
        first: &'m FxHashMap<&'t str, Assignment<'t>>,
        is_open: bool,
    ) -> Self {
        let (mut by_name, mut own) = (FxHashMap::default(), FxHashMap::default());
        let mut by_scope: FxHashMap<ScopeId, Vec<Assignment<'t>>> = FxHashMap::default();
        for assignment in assignments {
            by_name.entry((assignment.scope, assignment.name)).or_insert(*assignment);
            own.entry((assignment.state, assignment.name)).or_insert(*assignment);
            by_scope.entry(assignment.scope).or_default().push(*assignment);
        }
        let known = known_to_exist(machine, sites);
        let solve = |(scope, assignments): (ScopeId, Vec<_>)| {
            Some((scope, Solved::new(machine, graph, machine.scope(scope), &assignments, &known)?))
        };
        let solved = by_scope.into_iter().filter_map(solve).collect();
        Self { machine, graph, is_open, first, by_name, own, solved }
    }

    /// Whether each of the variables is assigned where it is read.
    fn assigned(&self, reads: &[FoundRead<'_, 't>]) -> Vec<Assigned<'t>> {
        let mut answers: Vec<Assigned<'t>> = Vec::with_capacity(reads.len());
        let mut by_variable: FxHashMap<(ScopeId, u32), Vec<(usize, StateId)>> = FxHashMap::default();
        for (index, read) in reads.iter().enumerate() {
            let answer = self.lookup(read, |scope, variable, state| {
                by_variable.entry((scope, variable)).or_default().push((index, state));
            });
            answers.push(answer);
        }
        for ((scope, variable), wanted) in by_variable {
            let solved = &self.solved[&scope];
            let ways = solved.ways_without(variable);
            let is_choice = |state| self.machine.state(state).state_type == Some(StateType::Choice);
            let is_sorted_out = solved.sorted_out(variable, is_choice);
            for (index, state) in wanted {
                match &mut answers[index] {
                    answer if is_sorted_out[solved.place(state)] => *answer = Assigned::Unknown,
                    Assigned::Not(ReadProblem::Possibly(_, way)) => *way = ways.to(state),
                    _ => {}
                }
            }
        }
        answers
    }

    /// Looks for the variable in the scope that reads it and in those around it. Where some ways assign it,
    /// `needs_way` is told whose way is still to be found.
    fn lookup(
        &self,
        read: &FoundRead<'_, 't>,
        needs_way: impl FnOnce(ScopeId, u32, StateId),
    ) -> Assigned<'t> {
        let mut scope = self.machine.state(read.state).scope;
        let mut state = read.state;
        let mut crosses = false;
        loop {
            if let Some(&first) = self.by_name.get(&(scope, read.name)) {
                if crosses {
                    return Assigned::Not(ReadProblem::AcrossDistributed(first));
                }
                return self.lookup_in(read, scope, state, first, needs_way);
            }
            let inner = self.machine.scope(scope);
            crosses |= inner.kind == ScopeKind::Distributed;
            match inner.owner {
                Some(owner) => (state, scope) = (owner, self.machine.state(owner).scope),
                None => break,
            }
        }
        if self.is_open {
            return Assigned::Unknown;
        }
        let elsewhere = self.first.get(read.name);
        Assigned::Not(elsewhere.map_or(ReadProblem::NoAssignment, |other| ReadProblem::OtherScope(*other)))
    }

    /// `state` is the reading state, or the one in `scope` that holds it.
    fn lookup_in(
        &self,
        read: &FoundRead<'_, 't>,
        scope: ScopeId,
        state: StateId,
        first: Assignment<'t>,
        needs_way: impl FnOnce(ScopeId, u32, StateId),
    ) -> Assigned<'t> {
        let Some(solved) = self.solved.get(&scope) else { return Assigned::Unknown };
        let Some(variable) = solved.variable(read.name) else { return Assigned::Unknown };
        let (always, sometimes) = solved.at(state, variable);
        if always || !self.graph.is_reachable(state) || self.is_open {
            return Assigned::Always;
        }
        if sometimes {
            needs_way(scope, variable, state);
            return Assigned::Not(ReadProblem::Possibly(first, Way::default()));
        }
        Assigned::Not(match self.own.get(&(state, read.name)) {
            Some(own) if state == read.state => ReadProblem::OnlyHere(*own),
            _ => ReadProblem::OnlyLater(first),
        })
    }
}
