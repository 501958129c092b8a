use rustc_hash::{FxHashMap, FxHashSet};

use super::{JsonataSite, PathSite, Site, Sites};
use crate::asl::{
    Field, Language, Machine, ObjectId, ObjectKind, QueryLanguage, Scope, ScopeId, ScopeKind, StateId,
};
use crate::expr::jsonata::{BinaryOperator, Expression, NodeKind};
use crate::expr::jsonpath::Root;
use crate::graph::{Graph, Transition, Via};
use crate::source::Span;
use crate::syntax::{Kind, Node};

/// Beyond so many steps of work in one scope nothing is said of what may be unassigned: the cost of the analysis is
/// the number of transitions times the number of variables.
const MAX_WORK: usize = 20_000_000;

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

/// A place that reads a variable.
#[derive(Clone, Debug)]
pub struct Read<'s, 't> {
    /// The variable, without `$`.
    pub name: &'s str,
    /// Where it is read.
    pub site: &'s Site<'t>,
    /// The place in the text.
    pub span: Span,
    /// The state that reads it.
    pub state: StateId,
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
    /// Some ways assign it, and the one through these states does not.
    Possibly(Assignment<'t>, Vec<StateId>),
    /// It belongs to a scope that the reading state is not in.
    OtherScope(Assignment<'t>),
    /// It belongs to a scope around a Distributed Map, whose items run in executions of their own.
    AcrossDistributed(Assignment<'t>),
}

/// The variables of a machine.
#[derive(Debug)]
pub struct Variables<'s, 't> {
    /// Every place that assigns one, in the order of objects.
    pub assignments: Vec<Assignment<'t>>,
    /// Every place that reads one and is not guarded by a test that it exists.
    pub reads: Vec<Read<'s, 't>>,
    /// Names that are read anywhere, guarded or not, by scope in which they are read.
    pub mentioned: FxHashSet<(ScopeId, &'s str)>,
    /// Whether the text hides assignments or expressions: a placeholder for an `Assign`, an expression that does not
    /// parse.
    pub is_open: bool,
    by_name: FxHashMap<(ScopeId, &'t str), Vec<usize>>,
    solved: FxHashMap<ScopeId, Option<Solved>>,
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
        let mut variables = Self {
            assignments: Vec::new(),
            reads: Vec::new(),
            mentioned: FxHashSet::default(),
            is_open: false,
            by_name: FxHashMap::default(),
            solved: FxHashMap::default(),
        };
        variables.find_assignments(machine);
        variables.find_reads(machine, sites, paths, expressions);
        if variables.assignments.is_empty() {
            return variables;
        }
        let facts = facts(machine, sites);
        for scope in machine.scopes() {
            if variables.assignments.iter().any(|assignment| assignment.scope == scope.id) {
                let solved = variables.solve(machine, graph, scope, &facts);
                variables.solved.insert(scope.id, solved);
            }
        }
        variables
    }

    fn find_assignments(&mut self, machine: &Machine<'t>) {
        for entry in machine.entries().iter().filter(|entry| entry.field == Field::Assign) {
            let object = machine.object(entry.object);
            let (Some(state), value) = (object.state, machine.field_ref(entry).value) else { continue };
            if value.kind() != Kind::Object || object.language == Language::Either {
                self.is_open |=
                    value.is_unknown() || value.str().is_some() || object.language == Language::Either;
                continue;
            }
            let scope = machine.state(state).scope;
            for (key, _) in value.members() {
                let name = key.str().unwrap_or_default();
                let is_jsonpath = object.language.is(QueryLanguage::JSONPath);
                let name = if is_jsonpath { name.strip_suffix(".$").unwrap_or(name) } else { name };
                self.is_open |= name.contains("${");
                self.by_name.entry((scope, name)).or_default().push(self.assignments.len());
                self.assignments.push(Assignment { name, key, object: entry.object, state, scope });
            }
        }
    }

    fn find_reads(
        &mut self,
        machine: &Machine<'t>,
        sites: &'s Sites<'t>,
        paths: &'s [PathSite<'s, 't>],
        expressions: &'s [JsonataSite<'s, 't>],
    ) {
        let mut paths = paths.iter().peekable();
        let mut expressions = expressions.iter().peekable();
        for site in sites.iter() {
            let Some(state) = machine.object(site.object).state else { continue };
            let scope = machine.state(state).scope;
            let span = |range: std::ops::Range<u32>| {
                let offset = site.offset();
                site.node.span_within(range.start as usize + offset, range.end as usize + offset)
            };
            // Both lists have the order of the text.
            if let Some(found) = expressions.next_if(|found| std::ptr::eq(found.site, site)) {
                for (name, range) in &found.analysis.references.builtin_values {
                    // A variable of that name hides the function.
                    if self.assignments.iter().any(|assignment| assignment.name == *name) {
                        self.mentioned.insert((scope, name));
                        self.reads.push(Read { name, site, span: span(range.clone()), state });
                    }
                }
                for variable in &found.analysis.references.variables {
                    let is_placeholder = variable.name.bytes().all(|byte| byte == b'_');
                    if is_placeholder {
                        continue;
                    }
                    self.mentioned.insert((scope, variable.name));
                    if !variable.guarded && !variable.called {
                        self.reads.push(Read {
                            name: variable.name,
                            site,
                            span: span(variable.span.clone()),
                            state,
                        });
                    }
                }
            }
            if let super::SiteKind::Literal { .. } = site.kind {
                self.mention_in_text(scope, site.node.str().unwrap_or_default());
            }
            // Nothing is read there; `invalid-reference-path` tells that a result is not put into a variable.
            while let Some(PathSite { path, .. }) = paths.next_if(|found| std::ptr::eq(found.site, site)) {
                let Root::Variable { name } = &path.root else { continue };
                if site.field == Field::ResultPath {
                    continue;
                }
                self.mentioned.insert((scope, name));
                if name != "states" && !is_guarded(machine, site, name) {
                    self.reads.push(Read { name, site, span: span(path.root_span.clone()), state });
                }
            }
            let is_broken = matches!(
                &site.kind,
                super::SiteKind::Jsonata(Err(_))
                    | super::SiteKind::Path(Err(_))
                    | super::SiteKind::Intrinsic(Err(_))
                    | super::SiteKind::Template {
                        value: super::TemplateValue::Path(Err(_))
                            | super::TemplateValue::Intrinsic(Err(_))
                            | super::TemplateValue::Unknown,
                        ..
                    }
            );
            self.is_open |= is_broken;
        }
    }

    /// Notes the variables that a text names: an expression whose delimiters were forgotten reads nothing, and yet
    /// its variables are not without use.
    fn mention_in_text(&mut self, scope: ScopeId, text: &'s str) {
        for (at, _) in text.match_indices('$') {
            let rest = &text[at + 1..];
            let end =
                rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(rest.len());
            self.mentioned.insert((scope, &rest[..end]));
        }
    }

    /// Whether the variable is assigned where it is read.
    pub fn assigned(&self, machine: &Machine<'t>, graph: &Graph<'t>, read: &Read<'_, 't>) -> Assigned<'t> {
        let mut scope = machine.state(read.state).scope;
        let mut state = read.state;
        let mut crosses = false;
        loop {
            if let Some(assignments) = self.by_name.get(&(scope, read.name)) {
                let first = self.assignments[assignments[0]];
                if crosses {
                    return Assigned::Not(ReadProblem::AcrossDistributed(first));
                }
                return self.assigned_in(machine, graph, read, scope, state, assignments);
            }
            let inner = machine.scope(scope);
            crosses |= inner.kind == ScopeKind::Distributed;
            match inner.owner {
                Some(owner) => (state, scope) = (owner, machine.state(owner).scope),
                None => break,
            }
        }
        if self.is_open {
            return Assigned::Unknown;
        }
        let elsewhere = self.assignments.iter().find(|assignment| assignment.name == read.name);
        Assigned::Not(elsewhere.map_or(ReadProblem::NoAssignment, |other| ReadProblem::OtherScope(*other)))
    }

    /// `state` is the reading state, or the one in `scope` that holds it.
    fn assigned_in(
        &self,
        machine: &Machine<'t>,
        graph: &Graph<'t>,
        read: &Read<'_, 't>,
        scope: ScopeId,
        state: StateId,
        assignments: &[usize],
    ) -> Assigned<'t> {
        let Some(Some(solved)) = self.solved.get(&scope) else { return Assigned::Unknown };
        let Some(&variable) = solved.variables.get(read.name) else { return Assigned::Unknown };
        let (always, sometimes) = solved.at(state, variable);
        if always || !graph.is_reachable(state) || self.is_open {
            return Assigned::Always;
        }
        let first = self.assignments[assignments[0]];
        if sometimes {
            let way = solved.way_without(graph, machine, scope, state, variable);
            return Assigned::Not(ReadProblem::Possibly(first, way));
        }
        let own =
            assignments.iter().map(|&at| self.assignments[at]).find(|assignment| assignment.state == state);
        Assigned::Not(match own {
            Some(own) if state == read.state => ReadProblem::OnlyHere(own),
            _ => ReadProblem::OnlyLater(first),
        })
    }

    fn solve(
        &self,
        machine: &Machine<'t>,
        graph: &Graph<'t>,
        scope: &Scope,
        facts: &Facts,
    ) -> Option<Solved> {
        let states = machine.states_in(scope.id);
        let mut names: FxHashMap<String, usize> = FxHashMap::default();
        for assignment in self.assignments.iter().filter(|assignment| assignment.scope == scope.id) {
            let next = names.len();
            names.entry(assignment.name.to_owned()).or_insert(next);
        }
        let first = states.first()?.id.0;
        let by_object = self.assigned_by(scope.id, &names);
        let mut edges = Vec::new();
        for state in states {
            for transition in graph.leaving(state.id) {
                let Some(target) = transition.target else { continue };
                let mut gains =
                    by_object.get(&assigning_object(machine, transition)).cloned().unwrap_or_default();
                let known =
                    facts.get(&(transition.object, transition.via == Via::Default)).into_iter().flatten();
                gains.extend(known.filter_map(|name| names.get(name.as_str())));
                edges.push(Edge { from: state.id.0 - first, to: target.0 - first, gains });
            }
        }
        let words = names.len().div_ceil(64);
        if edges.len() * names.len() > MAX_WORK || states.len() * words > MAX_WORK {
            return None;
        }
        let start =
            machine.str(scope.object, Field::StartAt).and_then(|name| machine.state_named(scope.id, name))?;
        let mut solved =
            Solved { variables: names, first, words, always: Vec::new(), sometimes: Vec::new(), edges };
        solved.run(states.len(), start.0 - first);
        Some(solved)
    }

    fn assigned_by(
        &self,
        scope: ScopeId,
        names: &FxHashMap<String, usize>,
    ) -> FxHashMap<ObjectId, Vec<usize>> {
        let mut by_object: FxHashMap<ObjectId, Vec<usize>> = FxHashMap::default();
        for assignment in self.assignments.iter().filter(|assignment| assignment.scope == scope) {
            by_object.entry(assignment.object).or_default().extend(names.get(assignment.name));
        }
        by_object
    }
}

/// The object whose `Assign` takes effect along a transition (spec/choice.md 2.6, spec/variables.md 6.2).
fn assigning_object(machine: &Machine<'_>, transition: &Transition<'_>) -> ObjectId {
    match (transition.via, transition.from) {
        (Via::Next | Via::Default, Some(state)) => machine.state(state).object,
        _ => transition.object,
    }
}

/// Whether a path of a choice rule is read behind, or in, a test that the variable is there.
fn is_guarded(machine: &Machine<'_>, site: &Site<'_>, name: &str) -> bool {
    let tests = |rule: ObjectId| {
        let variable = machine.str(rule, Field::Variable).and_then(|path| path.strip_prefix('$'));
        let is_same = variable
            .and_then(|path| path.strip_prefix(name))
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']));
        is_same && machine.has(rule, Field::IsPresent)
    };
    if tests(site.object) {
        return true;
    }
    let object = machine.object(site.object);
    let siblings = object.parent.filter(|_| object.kind == ObjectKind::NestedChoiceRule);
    siblings.is_some_and(|parent| {
        machine.children(parent, Field::And).take_while(|&rule| rule != site.object).any(|rule| {
            tests(rule) && machine.value(rule, Field::IsPresent).and_then(Node::bool) == Some(true)
        })
    })
}

/// Variables known to exist along a choice rule (`false`) or along `Default` (`true`), by the rule or the Choice.
type Facts = FxHashMap<(ObjectId, bool), Vec<String>>;

/// What the rules of each Choice tell of variables: a rule that tests that one exists, or that it does not.
fn facts(machine: &Machine<'_>, sites: &Sites<'_>) -> Facts {
    let conditions: FxHashMap<ObjectId, &Expression> = sites
        .iter()
        .filter(|site| site.field == Field::Condition)
        .filter_map(|site| Some((site.object, site.expression()?)))
        .collect();
    let mut facts = Facts::default();
    for state in machine.states_of(crate::asl::StateType::Choice) {
        let mut from_earlier: Vec<String> = Vec::new();
        for rule in machine.children(state.object, Field::Choices) {
            let (mut if_true, mut if_false) = (Vec::new(), Vec::new());
            match conditions.get(&rule) {
                Some(condition) => condition_facts(condition, &mut if_true, &mut if_false),
                None => rule_facts(machine, rule, &mut if_true, &mut if_false),
            }
            if_true.extend(from_earlier.iter().cloned());
            if !if_true.is_empty() {
                facts.insert((rule, false), if_true);
            }
            from_earlier.append(&mut if_false);
        }
        if !from_earlier.is_empty() {
            facts.insert((state.object, true), from_earlier);
        }
    }
    facts
}

fn rule_facts(machine: &Machine<'_>, rule: ObjectId, if_true: &mut Vec<String>, if_false: &mut Vec<String>) {
    let tested = |rule: ObjectId| {
        let is_present = machine.value(rule, Field::IsPresent)?.bool()?;
        let path = machine.str(rule, Field::Variable)?.strip_prefix('$')?;
        let name = path.split(['.', '[']).next().filter(|name| !name.is_empty())?;
        // Only a test of the variable itself tells that it does not exist.
        Some((name.to_owned(), is_present, path == name))
    };
    for part in std::iter::once(rule).chain(machine.children(rule, Field::And)) {
        match tested(part) {
            Some((name, true, _)) => if_true.push(name),
            Some((name, false, true)) if part == rule => if_false.push(name),
            _ => {}
        }
    }
    if let Some((name, true, true)) = machine.child(rule, Field::Not).and_then(tested) {
        if_false.push(name);
    }
}

fn condition_facts(condition: &Expression, if_true: &mut Vec<String>, if_false: &mut Vec<String>) {
    let exists = |id| match condition.kind(condition.peel(id)) {
        NodeKind::Call { callee, arguments } if condition.called_variable(*callee) == Some("exists") => {
            let mut argument = condition.peel(*arguments.first()?);
            let is_whole = matches!(condition.kind(argument), NodeKind::Variable(_));
            if let NodeKind::Path(path) = condition.kind(argument) {
                argument = path.steps[0].expression;
            }
            match condition.kind(argument) {
                NodeKind::Variable(name) if !name.is_empty() => Some((name.to_string(), is_whole)),
                _ => None,
            }
        }
        _ => None,
    };
    let mut open = vec![condition.root];
    while let Some(id) = open.pop() {
        match condition.kind(condition.peel(id)) {
            NodeKind::Binary(BinaryOperator::And, left, right) => open.extend([*left, *right]),
            _ => if_true.extend(exists(id).map(|(name, _)| name)),
        }
    }
    if let NodeKind::Call { callee, arguments } = condition.kind(condition.peel(condition.root))
        && condition.called_variable(*callee) == Some("not")
    {
        let inner = arguments.first().and_then(|&argument| exists(argument));
        if_false.extend(inner.filter(|(_, is_whole)| *is_whole).map(|(name, _)| name));
    }
}

#[derive(Debug)]
struct Edge {
    from: u32,
    to: u32,
    gains: Vec<usize>,
}

/// Which variables of a scope are assigned on entry to each of its states: on every way, and on some.
#[derive(Debug)]
struct Solved {
    variables: FxHashMap<String, usize>,
    first: u32,
    words: usize,
    always: Vec<u64>,
    sometimes: Vec<u64>,
    edges: Vec<Edge>,
}

impl Solved {
    fn run(&mut self, states: usize, start: u32) {
        // Everything, until a way comes that lacks it; and nothing, until a way comes that has it.
        self.always = vec![u64::MAX; states * self.words];
        self.sometimes = vec![0; states * self.words];
        let start_at = start as usize * self.words;
        self.always[start_at..start_at + self.words].fill(0);
        let mut leaving: Vec<Vec<u32>> = vec![Vec::new(); states];
        for (index, edge) in self.edges.iter().enumerate() {
            leaving[edge.from as usize].push(index as u32);
        }
        let mut is_open = vec![false; states];
        let mut open = std::collections::VecDeque::from([start]);
        is_open[start as usize] = true;
        let mut seen = vec![false; states];
        let (mut always, mut sometimes) = (vec![0u64; self.words], vec![0u64; self.words]);
        while let Some(state) = open.pop_front() {
            is_open[state as usize] = false;
            seen[state as usize] = true;
            for &edge in &leaving[state as usize] {
                let edge = &self.edges[edge as usize];
                let from = state as usize * self.words;
                always.copy_from_slice(&self.always[from..from + self.words]);
                sometimes.copy_from_slice(&self.sometimes[from..from + self.words]);
                for &variable in &edge.gains {
                    always[variable / 64] |= 1 << (variable % 64);
                    sometimes[variable / 64] |= 1 << (variable % 64);
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

    /// Whether the variable is assigned on every way to the state, and on some way.
    fn at(&self, state: StateId, variable: usize) -> (bool, bool) {
        let word = (state.0 - self.first) as usize * self.words + variable / 64;
        let bit = 1 << (variable % 64);
        (self.always[word] & bit != 0, self.sometimes[word] & bit != 0)
    }

    /// The states of a shortest way from the scope's start to the state that does not assign the variable.
    fn way_without(
        &self,
        graph: &Graph<'_>,
        machine: &Machine<'_>,
        scope: ScopeId,
        state: StateId,
        variable: usize,
    ) -> Vec<StateId> {
        let object = machine.scope(scope).object;
        let start = machine.str(object, Field::StartAt).and_then(|name| machine.state_named(scope, name));
        let Some(start) = start.filter(|&start| graph.is_reachable(start)) else { return Vec::new() };
        let count = machine.states_in(scope).len();
        let mut leaving: Vec<Vec<u32>> = vec![Vec::new(); count];
        for edge in self.edges.iter().filter(|edge| !edge.gains.contains(&variable)) {
            leaving[edge.from as usize].push(edge.to);
        }
        let mut before: Vec<Option<u32>> = vec![None; count];
        let (start, goal) = (start.0 - self.first, state.0 - self.first);
        before[start as usize] = Some(start);
        let mut open = std::collections::VecDeque::from([start]);
        while let Some(at) = open.pop_front() {
            if at == goal {
                break;
            }
            for &next in &leaving[at as usize] {
                if before[next as usize].is_none() {
                    before[next as usize] = Some(at);
                    open.push_back(next);
                }
            }
        }
        let mut way = Vec::new();
        let mut at = goal;
        while let Some(previous) = before[at as usize].filter(|_| at != start) {
            at = previous;
            way.push(StateId(at + self.first));
        }
        way.reverse();
        way
    }
}
