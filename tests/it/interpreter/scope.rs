//! A scope: one `States` object, from StartAt to its end, with retriers, catchers and the trace of visits.

use std::cell::OnceCell;

use serde_json::Value;

use super::context::Context;
use super::errors::{self, Counters};
use super::fields::{Extra, Frame};
use super::json::{is_larger, pointer_part};
use super::{Interpreter, Outcome, Stop, Variables, Visit};

/// The most that a state may pass on. It is not known for all states what comes of more.
const MAX_BYTES: usize = 256 * 1024;

/// How a state ends.
pub struct Done {
    pub output: Value,
    pub assigned: Variables,
    /// The state that follows; `None` at the end of the scope.
    pub next: Option<String>,
}

impl Interpreter<'_, '_> {
    /// Runs a scope; `pointer` is its place in the definition.
    pub(super) fn scope(
        &mut self,
        pointer: &str,
        machine: &Value,
        input: Value,
        variables: &mut Variables,
        execution: &Value,
    ) -> Result<Value, Stop> {
        let mut input = input;
        let mut name = machine.get("StartAt").and_then(Value::as_str).unwrap_or_default().to_owned();
        loop {
            let Some(state) = machine.get("States").and_then(|states| states.get(&name)) else {
                return Err(Stop::Unsupported(format!("no state has the name {name}")));
            };
            let place = format!("{pointer}/States/{}", pointer_part(&name));
            let done = self.visit(&place, &name, state, &input, variables, execution)?;
            variables.extend(done.assigned);
            input = done.output;
            match done.next {
                Some(next) => name = next,
                None => return Ok(input),
            }
        }
    }

    /// Runs a state, again and again while retriers say so.
    fn visit(
        &mut self,
        pointer: &str,
        name: &str,
        state: &Value,
        input: &Value,
        variables: &Variables,
        execution: &Value,
    ) -> Result<Done, Stop> {
        let mut counters = Counters::default();
        loop {
            let index = self.enter(pointer, input, variables)?;
            let attempt = counters.total();
            let frame = Frame {
                state,
                pointer,
                is_jsonata: self.is_jsonata
                    || state.get("QueryLanguage").and_then(Value::as_str) == Some("JSONata"),
                input,
                variables,
                context: Context::new(execution, name, state, attempt),
                seen: OnceCell::new(),
            };
            let attempt = self.attempt(&frame, index);
            if let Ok(done) = &attempt
                && std::iter::once(&done.output)
                    .chain(done.assigned.values())
                    .any(|value| is_larger(value, MAX_BYTES))
            {
                return Err(Stop::Unsupported("data of more than 256 KiB".to_owned()));
            }
            let failure = match attempt {
                Ok(done) => {
                    self.trace[index].outcome = done.next.clone().map_or(Outcome::End, Outcome::Next);
                    self.trace[index].output = Some(done.output.clone());
                    return Ok(done);
                }
                Err(Stop::Fails(failure)) => failure,
                Err(stop) => return Err(stop),
            };
            if errors::is_retried(state, &failure, &mut counters) {
                self.trace[index].outcome = Outcome::Retried(failure);
                continue;
            }
            let caught = match errors::catcher(state, &failure) {
                Some(catcher) => self.catch(&frame, catcher, &failure).map(|done| Some((catcher, done))),
                None => Ok(None),
            };
            return match caught {
                Ok(Some((catcher, done))) => {
                    let next = done.next.clone().unwrap_or_default();
                    self.trace[index].outcome = Outcome::Caught { failure, catcher, next };
                    self.trace[index].output = Some(done.output.clone());
                    Ok(done)
                }
                Ok(None) => {
                    self.trace[index].outcome = Outcome::Failed(failure.clone());
                    Err(Stop::Fails(failure))
                }
                Err(stop) => {
                    if let Stop::Fails(failure) = &stop {
                        self.trace[index].outcome = Outcome::Failed(failure.clone());
                    }
                    Err(stop)
                }
            };
        }
    }

    /// Writes down that a state is entered.
    fn enter(&mut self, pointer: &str, input: &Value, variables: &Variables) -> Result<usize, Stop> {
        if self.trace.len() >= self.settings.max_visits {
            return Err(Stop::OutOfSteps);
        }
        self.trace.push(Visit {
            state: pointer.to_owned(),
            input: input.clone(),
            variables: variables.clone(),
            effective: None,
            arguments: None,
            result: None,
            output: None,
            rule: None,
            outcome: Outcome::Unfinished,
        });
        Ok(self.trace.len() - 1)
    }

    /// Makes the output of a caught failure: the state's own fields have no part in it.
    fn catch(&mut self, frame: &Frame<'_>, index: usize, failure: &super::Failure) -> Result<Done, Stop> {
        let catcher = &frame.state["Catch"][index];
        let error = errors::output(failure);
        let extra = Extra { error_output: Some(&error), ..Extra::default() };
        let field = |name: &str| format!("Catch/{index}/{name}");
        let assigned = self.assign(frame, catcher, &field("Assign"), &error, extra)?;
        let output = match (frame.is_jsonata, catcher.get("Output")) {
            (true, Some(output)) => self.query(frame, &field("Output"), output, extra)?,
            (true, None) => error,
            (false, _) => self.place_result(catcher, &field("ResultPath"), frame.input, error)?,
        };
        let next = catcher.get("Next").and_then(Value::as_str).unwrap_or_default().to_owned();
        Ok(Done { output, assigned, next: Some(next) })
    }
}
