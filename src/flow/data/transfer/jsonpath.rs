//! What states in JSONPath do to their data.

use rustc_hash::FxHashSet;

use super::{Outcome, Work};
use crate::asl::{Field, StateType};
use crate::flow::data::frame::{Frame, Watch};
use crate::flow::data::observation::{Observation, Source};
use crate::flow::data::{Bindings, Entry, task};
use crate::shape::Shape;

impl<'a, 't> Work<'_, 'a, 't> {
    pub(super) fn run_jsonpath(&self, frame: &Frame<'_, 'a, 't>, watch: &mut Watch<'a, 't>) -> Outcome {
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
                let variables =
                    frame.reading(frame.input.clone(), Source::Result).assigned(self.object(), watch);
                self.finish_jsonpath(frame, &mut outcome, frame.input.clone(), variables, watch);
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
                let variables =
                    frame.reading(frame.input.clone(), Source::Result).assigned(self.object(), watch);
                self.finish_jsonpath(frame, &mut outcome, frame.input.clone(), variables, watch);
            }
            None => {}
        }
        outcome
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
        let variables = match &selected {
            Some(selected) => self.assigned_of_either(&of_result, selected.clone(), watch),
            None => of_result.assigned(self.object(), watch),
        };
        self.finish_jsonpath(frame, outcome, selected.unwrap_or(result), variables, watch);
    }

    /// What is assigned beside a ResultSelector: whether `Assign` sees the result before or behind it is not on record,
    /// and so only what goes wrong either way is told of.
    fn assigned_of_either(
        &self,
        of_result: &Frame<'_, 'a, 't>,
        selected: Shape,
        watch: &mut Watch<'a, 't>,
    ) -> Bindings {
        let mut quiet = Watch::new(watch.is_on());
        let before = of_result.assigned(self.object(), &mut quiet);
        let is_told = watch.observations.as_ref().map_or(0, Vec::len);
        let behind = of_result.reading(selected, Source::Result).assigned(self.object(), watch);
        if let Some(observations) = &mut watch.observations {
            let of_before = quiet.observations.unwrap_or_default();
            let places: FxHashSet<_> =
                of_before.iter().filter_map(|other| Some(other.site?.node.id())).collect();
            let behind = observations.split_off(is_told);
            let goes_wrong_either_way = |observation: &Observation<'_, '_>| {
                observation.site.is_some_and(|site| places.contains(&site.node.id()))
            };
            observations.extend(behind.into_iter().filter(goes_wrong_either_way));
        }
        before.join(&behind)
    }

    fn finish_jsonpath(
        &self,
        frame: &Frame<'_, 'a, 't>,
        outcome: &mut Outcome,
        result: Shape,
        variables: Bindings,
        watch: &mut Watch<'a, 't>,
    ) {
        let merged = self.merged(frame, self.object(), Field::ResultPath, result, watch);
        let output = self.behind_path(frame, Field::OutputPath, &merged, Source::Merged, watch);
        self.leave(outcome, output, variables);
    }

    /// What a Map in JSONPath goes through.
    fn items_of_path(&self, frame: &Frame<'_, 'a, 't>, watch: &mut Watch<'a, 't>) -> Shape {
        self.settings(frame, watch);
        // Beside it, `ItemsPath` is not evaluated (spec/runtime_semantics.md 6).
        if self.has(Field::ItemReader) {
            return self.items_read();
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
}
