//! What states in JSONata do to their data.

use super::{Outcome, Work};
use crate::asl::{Field, StateType};
use crate::flow::data::frame::{Frame, Watch};
use crate::flow::data::{Entry, task};
use crate::shape::Shape;

impl<'a, 't> Work<'_, 'a, 't> {
    pub(super) fn run_jsonata(&self, frame: &Frame<'_, 'a, 't>, watch: &mut Watch<'a, 't>) -> Outcome {
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
                    // Whether `Items` are picked of what is read is not on record.
                    if self.has(Field::Items) { Shape::ANY } else { self.items_read() }
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
