//! What each kind of state does to its data (spec/runtime_semantics.md 3 to 8).

use super::choice::{Facts, judge, tested};
use super::frame::{Expressions, Frame, Watch, steps_of};
use super::observation::{ObservationKind, Source};
use super::{Bindings, Contract, Entry, Steps, task};
use crate::asl::{Field, Machine, ObjectId, QueryLanguage, ScopeId, ScopeKind, State, StateId, StateType};
use crate::graph::{Graph, Transition, Via};
use crate::shape::{Absence, ArrayShape, ObjectShape, Others, Presence, Shape, Types};
use crate::syntax::Kind;

/// A field that takes a number or a time from the data: as a path, or as an expression.
struct Setting {
    path: Field,
    field: Field,
    /// The types of which a value may be taken; texts of numbers are for some (spec/runtime_semantics.md 2).
    types: Types,
    wanted: &'static str,
}

const fn number(path: Field, field: Field) -> Setting {
    Setting { path, field, types: Types::NUMBER.or(Types::TEXT), wanted: "a number" }
}

const SETTINGS: &[Setting] = &[
    number(Field::SecondsPath, Field::Seconds),
    Setting {
        path: Field::TimestampPath,
        field: Field::Timestamp,
        types: Types::TEXT,
        wanted: "a timestamp",
    },
    number(Field::TimeoutSecondsPath, Field::TimeoutSeconds),
    number(Field::HeartbeatSecondsPath, Field::HeartbeatSeconds),
    number(Field::MaxConcurrencyPath, Field::MaxConcurrency),
    number(Field::ToleratedFailureCountPath, Field::ToleratedFailureCount),
    number(Field::ToleratedFailurePercentagePath, Field::ToleratedFailurePercentage),
];

/// How many rules of a Choice tell by not matching what the data is for the next ones.
const MAX_NARROWING_RULES: usize = 24;

/// What a state does its work with.
pub(super) struct Work<'f, 'a, 't> {
    pub(super) machine: &'a Machine<'t>,
    pub(super) contract: &'f Contract,
    pub(super) graph: &'a Graph<'t>,
    pub(super) expressions: &'f Expressions<'a, 't>,
    /// The context object of the execution that the state runs in.
    pub(super) context: &'f Shape,
    /// What the scopes that the state holds give; nothing where none comes to an end.
    pub(super) scopes: Vec<Shape>,
    /// Those scopes.
    pub(super) inner: &'f [ScopeId],
    pub(super) state: &'f State<'t>,
    /// Whether a member of the state, or of a part of it, is misspelt.
    pub(super) has_strays: bool,
    pub(super) entry: &'f Entry,
}

/// A way out of a state, with what is handed on by it.
pub(super) struct Departure {
    pub(super) target: StateId,
    pub(super) via: Via,
    pub(super) entry: Entry,
}

/// What comes of a state's work.
#[derive(Default)]
pub(super) struct Outcome {
    /// Where an execution goes from here, with what.
    pub(super) next: Vec<Departure>,
    /// What the scope gives that ends here.
    pub(super) end: Option<Shape>,
    /// What the scopes that the state holds begin with.
    pub(super) inner: Option<Entry>,
    pub(super) steps: Steps,
}

impl<'a, 't> Work<'_, 'a, 't> {
    /// Does the work.
    pub(super) fn run(&self, watch: &mut Watch<'a, 't>) -> Outcome {
        let frame = Frame {
            machine: self.machine,
            expressions: self.expressions,
            state: self.state.id,
            input: self.entry.input.clone(),
            source: Source::Input,
            context: self.context.clone(),
            variables: &self.entry.variables,
            more: None,
        };
        match frame.language(self.state.object).filter(|_| self.is_understood()) {
            Some(QueryLanguage::JSONPath) => self.run_jsonpath(&frame, watch),
            Some(QueryLanguage::JSONata) => self.run_jsonata(&frame, watch),
            None => self.unknown(),
        }
    }

    fn is_understood(&self) -> bool {
        self.state.state_type.is_some() && self.machine.is_complete(self.state.object) && !self.has_strays
    }

    /// What a state may do that is not understood: anything.
    fn unknown(&self) -> Outcome {
        let anything = || Entry { input: Shape::ANY, variables: Bindings::unknown() };
        let departure = |transition: &Transition<'_>| {
            Some(Departure { target: transition.target?, via: transition.via, entry: anything() })
        };
        Outcome {
            next: self.graph.leaving(self.state.id).filter_map(departure).collect(),
            end: self.graph.is_terminal(self.state.id).then_some(Shape::ANY),
            inner: Some(anything()),
            steps: Steps::default(),
        }
    }

    fn object(&self) -> ObjectId {
        self.state.object
    }

    fn has(&self, field: Field) -> bool {
        self.machine.has(self.object(), field)
    }

    /// Where the way leads that a state takes after its work, and what it then hands on.
    fn leave(&self, outcome: &mut Outcome, output: Shape, variables: Bindings) {
        outcome.steps.output = Some(output.clone());
        outcome.steps.variables = Some(variables.clone());
        for transition in self.graph.leaving(self.state.id).filter(|transition| transition.via == Via::Next) {
            let Some(target) = transition.target else { continue };
            let entry = Entry { input: output.clone(), variables: variables.clone() };
            outcome.next.push(Departure { target, via: Via::Next, entry });
        }
        if self.graph.is_terminal(self.state.id) && self.state.state_type != Some(StateType::Fail) {
            outcome.end = Some(output);
        }
    }

    fn run_jsonpath(&self, frame: &Frame<'_, 'a, 't>, watch: &mut Watch<'a, 't>) -> Outcome {
        let effective = self.behind_path(frame, Field::InputPath, &frame.input, Source::Input, watch);
        let frame = &frame.reading(effective, Source::EffectiveInput);
        let mut outcome = Outcome::default();
        outcome.steps.effective_input = Some(frame.input.clone());
        match self.state.state_type {
            Some(StateType::Choice) => self.choose(frame, &mut outcome, watch),
            Some(StateType::Fail) => {
                for field in [Field::ErrorPath, Field::CausePath] {
                    frame.field(self.object(), field, watch);
                }
            }
            Some(StateType::Wait) => {
                self.settings(frame, watch);
                self.finish_jsonpath(frame, &mut outcome, frame.input.clone(), frame.input.clone(), watch);
            }
            Some(StateType::Pass) => {
                // Beside Result, AWS reports no Parameters at all (spec/runtime_semantics.md 4).
                let result = match self.machine.value(self.object(), Field::Result) {
                    Some(literal) => Shape::of_node(literal),
                    None => self.parameters(frame, &mut outcome, watch),
                };
                self.after_work(frame, &mut outcome, result, watch);
            }
            Some(StateType::Task) => {
                let sent = self.parameters(frame, &mut outcome, watch);
                self.settings(frame, watch);
                self.credentials(frame, watch);
                let result = task::result(self.machine, self.state, &sent, self.contract);
                self.after_work(frame, &mut outcome, result, watch);
                self.catch(frame, &mut outcome, watch);
            }
            Some(StateType::Parallel) => {
                let sent = self.parameters(frame, &mut outcome, watch);
                outcome.inner = Some(Entry { input: sent, variables: frame.variables.clone() });
                self.after_work(frame, &mut outcome, self.branches(), watch);
                self.catch(frame, &mut outcome, watch);
            }
            Some(StateType::Map) => {
                let items = self.items_of_path(frame, watch);
                let (item, result) = self.iterate(frame, &items, watch);
                outcome.inner = Some(item);
                self.after_work(frame, &mut outcome, result, watch);
                self.catch(frame, &mut outcome, watch);
            }
            Some(StateType::Succeed) => {
                self.finish_jsonpath(frame, &mut outcome, frame.input.clone(), frame.input.clone(), watch);
            }
            None => {}
        }
        outcome
    }

    /// What a path field lets through: all where it is absent, `{}` where it is null (spec/paths.md 3.4).
    fn behind_path(
        &self,
        frame: &Frame<'_, 'a, 't>,
        field: Field,
        from: &Shape,
        source: Source,
        watch: &mut Watch<'a, 't>,
    ) -> Shape {
        match self.machine.value(self.object(), field) {
            None => from.clone(),
            Some(value) if value.kind() == Kind::Null => Shape::record([]),
            Some(_) => {
                let found = frame.reading(from.clone(), source).path(self.object(), field, watch);
                found.map_or(Shape::ANY, |(found, _)| found.shape)
            }
        }
    }

    fn parameters(
        &self,
        frame: &Frame<'_, 'a, 't>,
        outcome: &mut Outcome,
        watch: &mut Watch<'a, 't>,
    ) -> Shape {
        let built = frame.field(self.object(), Field::Parameters, watch);
        let sent = built.unwrap_or_else(|| frame.input.clone());
        outcome.steps.effective_input = Some(sent.clone());
        sent
    }

    /// The fields that take a number or a time from the data; nothing goes on from them.
    fn settings(&self, frame: &Frame<'_, 'a, 't>, watch: &mut Watch<'a, 't>) {
        if !watch.is_on() {
            return;
        }
        for &Setting { path, field, types, wanted } in SETTINGS {
            let found = frame.path(self.object(), path, watch).map(|(found, _)| (path, found.shape));
            let evaluated = || Some((field, frame.expression(frame.site(self.object(), field)?, watch)));
            let Some((field, shape)) = found.or_else(evaluated) else { continue };
            if !shape.is_nothing() && !shape.types().has(types) {
                frame.observe(watch, self.object(), field, || ObservationKind::WrongType { shape, wanted });
            }
        }
    }

    fn credentials(&self, frame: &Frame<'_, 'a, 't>, watch: &mut Watch<'a, 't>) {
        if !watch.is_on() {
            return;
        }
        if let Some(credentials) = self.machine.child(self.object(), Field::Credentials) {
            for entry in self.machine.fields(credentials) {
                frame.field(credentials, entry.field, watch);
            }
        }
        frame.field(self.object(), Field::Credentials, watch);
    }

    /// ResultSelector, Assign, ResultPath, OutputPath.
    fn after_work(
        &self,
        frame: &Frame<'_, 'a, 't>,
        outcome: &mut Outcome,
        result: Shape,
        watch: &mut Watch<'a, 't>,
    ) {
        outcome.steps.result = Some(result.clone());
        if result.is_nothing() {
            return;
        }
        let of_result = frame.reading(result.clone(), Source::Result);
        let selected = of_result.field(self.object(), Field::ResultSelector, watch);
        // Whether `Assign` sees the result before or behind ResultSelector is not on record.
        let assigned_from =
            selected.as_ref().map_or_else(|| result.clone(), |selected| selected.join(&result));
        self.finish_jsonpath(frame, outcome, selected.unwrap_or(result), assigned_from, watch);
    }

    fn finish_jsonpath(
        &self,
        frame: &Frame<'_, 'a, 't>,
        outcome: &mut Outcome,
        result: Shape,
        assigned_from: Shape,
        watch: &mut Watch<'a, 't>,
    ) {
        let variables = frame.reading(assigned_from, Source::Result).assigned(self.object(), watch);
        let merged = self.merged(frame, self.object(), Field::ResultPath, result, watch);
        let output = self.behind_path(frame, Field::OutputPath, &merged, Source::Merged, watch);
        self.leave(outcome, output, variables);
    }

    /// The state's own input with a result put where `ResultPath` says.
    fn merged(
        &self,
        frame: &Frame<'_, 'a, 't>,
        object: ObjectId,
        field: Field,
        result: Shape,
        watch: &mut Watch<'a, 't>,
    ) -> Shape {
        let input = &self.entry.input;
        let Some(value) = self.machine.value(object, field) else { return result };
        if value.kind() == Kind::Null {
            return input.clone();
        }
        let Some(steps) = frame.path_of(object, field).and_then(steps_of) else { return Shape::ANY };
        let put = input.with(&steps, &result);
        if put.absence >= Absence::Possibly {
            frame.observe(watch, object, field, || ObservationKind::NoPlaceForResult {
                shape: input.clone(),
                absence: put.absence,
            });
        }
        if put.absence == Absence::Always { Shape::ANY } else { put.shape }
    }

    fn catch(&self, frame: &Frame<'_, 'a, 't>, outcome: &mut Outcome, watch: &mut Watch<'a, 't>) {
        // An error without name or cause has null for it (spec/runtime_semantics.md 7).
        let text = || Shape::text().join(&Shape::null());
        let error = Shape::record([("Cause", text()), ("Error", text())]);
        let catchers: Vec<ObjectId> = self.machine.children(self.object(), Field::Catch).collect();
        for transition in self.graph.leaving(self.state.id) {
            let (Via::Catcher(index), Some(target)) = (transition.via, transition.target) else { continue };
            let Some(&catcher) = catchers.get(index as usize) else { continue };
            let (input, variables) = if frame.language(self.object()) == Some(QueryLanguage::JSONata) {
                let frame = frame.with("errorOutput", error.clone());
                let output = frame.field(catcher, Field::Output, watch);
                (output.unwrap_or_else(|| error.clone()), frame.assigned(catcher, watch))
            } else {
                let variables = frame.reading(error.clone(), Source::Error).assigned(catcher, watch);
                (self.merged(frame, catcher, Field::ResultPath, error.clone(), watch), variables)
            };
            let entry = Entry { input, variables };
            outcome.next.push(Departure { target, via: transition.via, entry });
        }
    }

    /// What the branches of a Parallel give: an array with an item for each.
    fn branches(&self) -> Shape {
        if self.scopes.iter().any(Shape::is_nothing) {
            return Shape::nothing();
        }
        match self.machine.value(self.object(), Field::Branches) {
            Some(branches)
                if branches.kind() == Kind::Array && branches.items().len() == self.scopes.len() =>
            {
                Shape::tuple(self.scopes.clone())
            }
            _ => Shape::array_of(Shape::ANY),
        }
    }

    /// What a Map in JSONPath goes through.
    fn items_of_path(&self, frame: &Frame<'_, 'a, 't>, watch: &mut Watch<'a, 't>) -> Shape {
        self.settings(frame, watch);
        if self.has(Field::ItemReader) {
            return Shape::ANY;
        }
        let items = match self.has(Field::ItemsPath) {
            true => frame
                .path(self.object(), Field::ItemsPath, watch)
                .map_or(Shape::ANY, |(found, _)| found.shape),
            false => frame.input.clone(),
        };
        self.check_items(frame, Field::ItemsPath, &items, watch);
        items
    }

    fn check_items(&self, frame: &Frame<'_, 'a, 't>, field: Field, items: &Shape, watch: &mut Watch<'a, 't>) {
        let wanted = Types::ARRAY.or(Types::OBJECT);
        if !items.is_nothing() && !items.types().has(Types::ARRAY) {
            let is_certain = !items.types().has(wanted);
            let shape = items.clone();
            let kind = || ObservationKind::NotIterable { shape, is_certain };
            frame.observe(watch, self.object(), field, kind);
        }
    }

    /// What each iteration of a Map begins with, and what all of them give.
    fn iterate(&self, frame: &Frame<'_, 'a, 't>, items: &Shape, watch: &mut Watch<'a, 't>) -> (Entry, Shape) {
        let parts = items.parts();
        let array = parts.array.as_ref();
        // The items of an object are its members; a Map that reads its items has any.
        let others = items.types().has(Types::ARRAY.not());
        let item = match array {
            Some(array) if !others => array.item(),
            _ => Shape::ANY,
        };
        let for_item = frame.for_item(&item);
        let selector = [Field::ItemSelector, Field::Parameters]
            .into_iter()
            .find_map(|field| for_item.field(self.object(), field, watch));
        let mut input = selector.unwrap_or(item);
        let batcher = self.machine.child(self.object(), Field::ItemBatcher);
        if let Some(batcher) = batcher {
            let mut batch = ObjectShape { members: Vec::new(), others: Others::None };
            batch.set("Items", Shape::array_of(input), Presence::Always);
            if let Some(shape) = frame.field(batcher, Field::BatchInput, watch) {
                batch.set("BatchInput", shape, Presence::Always);
            }
            input = Shape::object(batch);
        }
        let mut kinds = self.inner.iter().map(|&scope| self.machine.scope(scope).kind);
        let is_distributed = kinds.any(|kind| kind == ScopeKind::Distributed);
        let variables = if is_distributed { Bindings::default() } else { frame.variables.clone() };
        let is_plain = batcher.is_none() && !is_distributed && !others;
        let result = match array.filter(|_| is_plain) {
            _ if self.has(Field::ResultWriter) => Shape::ANY,
            _ if is_distributed => Shape::array_of(Shape::ANY),
            Some(array) => self.iterations(array.min, array.max),
            None => self.iterations(0, None),
        };
        (Entry { input, variables }, result)
    }

    fn iterations(&self, min: u32, max: Option<u32>) -> Shape {
        let item = self.scopes.iter().fold(Shape::nothing(), |all, scope| all.join(scope));
        Shape::array(ArrayShape { prefix: Vec::new(), rest: item, min, max })
    }

    fn choose(&self, frame: &Frame<'_, 'a, 't>, outcome: &mut Outcome, watch: &mut Watch<'a, 't>) {
        let mut facts = Some(Facts { input: frame.input.clone(), variables: frame.variables.clone() });
        let rules: Vec<ObjectId> = self.machine.children(self.object(), Field::Choices).collect();
        let is_jsonata = frame.language(self.object()) == Some(QueryLanguage::JSONata);
        let is_whole = self
            .machine
            .value(self.object(), Field::Choices)
            .is_some_and(|choices| choices.kind() == Kind::Array && choices.items().len() == rules.len());
        let mut targets = vec![None; rules.len()];
        let mut default = None;
        for transition in self.graph.leaving(self.state.id) {
            match transition.via {
                Via::ChoiceRule(index) => {
                    if let Some(target) = targets.get_mut(index as usize) {
                        *target = transition.target;
                    }
                }
                Via::Default => default = transition.target,
                _ => {}
            }
        }
        let mut takes_any = false;
        for (index, (&rule, target)) in rules.iter().zip(targets).enumerate() {
            let Some(known) = facts.take() else { break };
            let judged = judge(frame, rule, &known, watch);
            match (&judged.matched, &judged.failed) {
                (None, _) => frame.observe(watch, rule, Field::Variable, || ObservationKind::NeverMatches {
                    input: tested(&frame.knowing(&known), rule).shape,
                }),
                // The last rule of a Choice without Default is often the opposite of the others.
                (_, None) if index + 1 < rules.len() || self.has(Field::Default) => {
                    frame.observe(watch, rule, Field::Variable, || ObservationKind::AlwaysMatches);
                }
                _ => {}
            }
            if let Some(matched) = judged.matched {
                takes_any = true;
                let (input, variables) = self.chosen(frame, rule, matched, is_jsonata, watch);
                outcome.steps.output = joined(outcome.steps.output.take(), &input);
                let via = Via::ChoiceRule(index as u32);
                let entry = Entry { input, variables };
                outcome.next.extend(target.map(|target| Departure { target, via, entry }));
            }
            // What so many rules have left over is not looked at more closely: each of them would cost as much as all before.
            facts = if index < MAX_NARROWING_RULES { judged.failed } else { judged.failed.and(Some(known)) };
        }
        let Some(rest) = facts else { return };
        if self.has(Field::Default) {
            let (input, variables) = self.chosen(frame, self.object(), rest, is_jsonata, watch);
            outcome.steps.output = joined(outcome.steps.output.take(), &input);
            let entry = Entry { input, variables };
            outcome.next.extend(default.map(|target| Departure { target, via: Via::Default, entry }));
        } else if !takes_any && is_whole && !rules.is_empty() {
            frame.observe(watch, self.object(), Field::Choices, || ObservationKind::NothingMatches);
        }
    }

    /// What a Choice hands on by a rule, or by its Default.
    fn chosen(
        &self,
        frame: &Frame<'_, 'a, 't>,
        object: ObjectId,
        facts: Facts,
        is_jsonata: bool,
        watch: &mut Watch<'a, 't>,
    ) -> (Shape, Bindings) {
        let frame = frame.knowing(&facts);
        let variables = frame.assigned(object, watch);
        let output = if is_jsonata {
            frame.field(object, Field::Output, watch).unwrap_or_else(|| facts.input.clone())
        } else {
            self.behind_path(&frame, Field::OutputPath, &facts.input, Source::EffectiveInput, watch)
        };
        (output, variables)
    }

    fn run_jsonata(&self, frame: &Frame<'_, 'a, 't>, watch: &mut Watch<'a, 't>) -> Outcome {
        let mut outcome = Outcome::default();
        let arguments = frame.field(self.object(), Field::Arguments, watch);
        let sent = arguments.unwrap_or_else(|| frame.input.clone());
        outcome.steps.effective_input = Some(sent.clone());
        let result = match self.state.state_type {
            Some(StateType::Choice) => {
                self.choose(frame, &mut outcome, watch);
                return outcome;
            }
            Some(StateType::Fail) => {
                for field in [Field::Error, Field::Cause] {
                    frame.field(self.object(), field, watch);
                }
                return outcome;
            }
            Some(StateType::Wait) => {
                self.settings(frame, watch);
                None
            }
            Some(StateType::Task) => {
                self.settings(frame, watch);
                self.credentials(frame, watch);
                Some(task::result(self.machine, self.state, &sent, self.contract))
            }
            Some(StateType::Parallel) => {
                outcome.inner = Some(Entry { input: sent, variables: frame.variables.clone() });
                Some(self.branches())
            }
            Some(StateType::Map) => {
                self.settings(frame, watch);
                let items = if self.has(Field::ItemReader) {
                    Shape::ANY
                } else {
                    let items = frame.field(self.object(), Field::Items, watch);
                    let items = items.unwrap_or_else(|| frame.input.clone());
                    self.check_items(frame, Field::Items, &items, watch);
                    items
                };
                let (item, result) = self.iterate(frame, &items, watch);
                outcome.inner = Some(item);
                Some(result)
            }
            _ => None,
        };
        outcome.steps.result = result.clone();
        if !result.as_ref().is_some_and(Shape::is_nothing) {
            let frame = match &result {
                Some(result) => &frame.with("result", result.clone()),
                None => frame,
            };
            let output = frame.field(self.object(), Field::Output, watch);
            let variables = frame.assigned(self.object(), watch);
            let unchanged = || result.clone().unwrap_or_else(|| frame.input.clone());
            self.leave(&mut outcome, output.unwrap_or_else(unchanged), variables);
        }
        self.catch(frame, &mut outcome, watch);
        outcome
    }
}

fn joined(one: Option<Shape>, other: &Shape) -> Option<Shape> {
    Some(one.map_or_else(|| other.clone(), |one| one.join(other)))
}
