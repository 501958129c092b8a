//! What each kind of state does to its data (spec/runtime_semantics.md 3 to 8).

mod choice;
mod jsonata;
mod jsonpath;
mod map;
mod reader;
mod setting;

use super::frame::{Expressions, Frame, Watch, steps_of};
use super::observation::{ObservationKind, Source};
use super::{Bindings, Contract, Entry, Steps};
use crate::asl::{Field, Machine, ObjectId, QueryLanguage, ScopeId, State, StateId, StateType};
use crate::graph::{Graph, Transition, Via};
use crate::shape::{Absence, Shape};
use crate::syntax::Kind;

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
}
