//! The types of states: what each does between its input and its output.

use serde_json::Value;

use super::fields::{Extra, Frame, fails};
use super::scope::Done;
use super::{Interpreter, Stop, TaskCall, Variables, failure, templates, time};

/// Longest wait, in seconds.
const MAX_SECONDS: f64 = 99_999_999.0;

impl Interpreter<'_, '_> {
    /// Makes one attempt at a state; `index` is its place in the trace.
    pub(super) fn attempt(&mut self, frame: &Frame<'_>, index: usize) -> Result<Done, Stop> {
        let effective = match frame.is_jsonata {
            true => frame.input.clone(),
            false => self.filter_path(frame, "InputPath", frame.input)?,
        };
        self.trace[index].effective = Some(effective.clone());
        match frame.text("Type").unwrap_or_default() {
            "Pass" => self.pass(frame, index, effective),
            "Task" => self.task(frame, index, effective),
            "Choice" => self.choice(frame, index, effective),
            "Wait" => {
                self.wait(frame, &effective)?;
                self.leave(frame, effective, None)
            }
            "Succeed" => self.leave(frame, effective, None),
            "Fail" => self.fail(frame, &effective),
            "Parallel" => self.parallel(frame, index, effective),
            "Map" => self.map(frame, index, effective),
            other => Err(Stop::Unsupported(format!("a state of type {other}"))),
        }
    }

    /// Ends a state that has no result: Wait, Succeed and, with the rule that matched, Choice.
    pub(super) fn leave(
        &mut self,
        frame: &Frame<'_>,
        effective: Value,
        next: Option<String>,
    ) -> Result<Done, Stop> {
        let assigned = self.assign(frame, frame.state, "Assign", &effective, Extra::default())?;
        let output = match (frame.is_jsonata, frame.field("Output")) {
            (true, Some(output)) => self.query(frame, "Output", output, Extra::default())?,
            (true, None) => effective,
            (false, _) => self.filter_path(frame, "OutputPath", &effective)?,
        };
        Ok(Done { output, assigned, next: next.or_else(|| frame.text("Next").map(str::to_owned)) })
    }

    /// Ends a state that has a result: Pass, Task, Parallel and Map.
    pub(super) fn finish(&mut self, frame: &Frame<'_>, index: usize, result: Value) -> Result<Done, Stop> {
        self.trace[index].result = Some(result.clone());
        let next = frame.text("Next").map(str::to_owned);
        if frame.is_jsonata {
            let extra = Extra { result: Some(&result), ..Extra::default() };
            let assigned = self.assign(frame, frame.state, "Assign", &result, extra)?;
            let output = match frame.field("Output") {
                Some(output) => self.query(frame, "Output", output, extra)?,
                None => result,
            };
            return Ok(Done { output, assigned, next });
        }
        let selected = match frame.field("ResultSelector") {
            Some(selector)
                if frame.field("Assign").is_some_and(|assign| assign.to_string().contains(".$\":\"$")) =>
            {
                return Err(Stop::Unsupported(format!("Assign beside the ResultSelector {selector}")));
            }
            Some(selector) => self.payload(frame, "ResultSelector", selector, &result)?,
            None => result.clone(),
        };
        let assigned = self.assign(frame, frame.state, "Assign", &result, Extra::default())?;
        let placed = self.place_result(frame.state, "ResultPath", frame.input, selected)?;
        let output = self.filter_path(frame, "OutputPath", &placed)?;
        Ok(Done { output, assigned, next })
    }

    fn pass(&mut self, frame: &Frame<'_>, index: usize, effective: Value) -> Result<Done, Stop> {
        if frame.is_jsonata {
            return self.leave(frame, effective, None);
        }
        let result = match (frame.field("Result"), frame.field("Parameters")) {
            (Some(result), _) => result.clone(),
            (None, Some(parameters)) => self.payload(frame, "Parameters", parameters, &effective)?,
            (None, None) => effective,
        };
        self.finish(frame, index, result)
    }

    /// What Parameters or Arguments make of the effective input.
    fn arguments(&mut self, frame: &Frame<'_>, index: usize, effective: Value) -> Result<Value, Stop> {
        let field = if frame.is_jsonata { "Arguments" } else { "Parameters" };
        let arguments = match frame.field(field) {
            Some(template) => self.template(frame, field, template, &effective, Extra::default())?,
            None => effective,
        };
        self.trace[index].arguments = Some(arguments.clone());
        Ok(arguments)
    }

    fn task(&mut self, frame: &Frame<'_>, index: usize, effective: Value) -> Result<Done, Stop> {
        for field in ["TimeoutSeconds", "HeartbeatSeconds"] {
            match self.number(frame, field, &effective)? {
                Some(number) if number < 1.0 || number.fract() != 0.0 => {
                    if frame.field(&format!("{field}Path")).is_none() {
                        return Err(Stop::Unsupported(format!("{field} of {number}")));
                    }
                    return fails(
                        "States.Runtime",
                        &format!("{field}Path"),
                        "the number is not positive and whole",
                    );
                }
                _ => {}
            }
        }
        let arguments = self.arguments(frame, index, effective)?;
        let resource = frame.text("Resource").unwrap_or_default();
        let call = TaskCall {
            resource,
            state: frame.pointer,
            arguments: &arguments,
            attempt: frame.context.attempt,
        };
        match (self.tasks)(&call, &mut self.random) {
            Ok(result) => self.finish(frame, index, result),
            Err(error) => Err(Stop::Fails(failure(&error.error, error.cause, ""))),
        }
    }

    fn wait(&mut self, frame: &Frame<'_>, effective: &Value) -> Result<(), Stop> {
        let is_path = frame.field("SecondsPath").is_some();
        if let (true, Some(path)) = (is_path, frame.text("SecondsPath")) {
            match self.path(frame, "SecondsPath", path, effective)? {
                Value::Number(_) => {}
                Value::String(_) => {
                    return Err(Stop::Unsupported("SecondsPath that leads to a text".to_owned()));
                }
                _ => return fails("States.Runtime", "SecondsPath", "the value is no number"),
            }
        }
        if let Some(seconds) = self.number(frame, "Seconds", effective)?
            && (seconds < 0.0 || seconds.fract() != 0.0 || seconds > MAX_SECONDS)
        {
            return match is_path {
                true => fails("States.Runtime", "SecondsPath", "the number cannot be waited for"),
                false => Err(Stop::Unsupported(format!("Seconds of {seconds}"))),
            };
        }
        let (field, value) = match (frame.text("TimestampPath"), frame.field("Timestamp")) {
            (Some(path), _) => ("TimestampPath", self.path(frame, "TimestampPath", path, effective)?),
            (None, Some(value)) if frame.is_jsonata => {
                ("Timestamp", self.query(frame, "Timestamp", value, Extra::default())?)
            }
            _ => return Ok(()),
        };
        if value.as_str().and_then(time::parse).is_some() {
            return Ok(());
        }
        let error = if frame.is_jsonata { "States.QueryEvaluationError" } else { "States.Runtime" };
        fails(error, field, "the value is no ISO-8601 timestamp with a zone")
    }

    fn fail(&mut self, frame: &Frame<'_>, effective: &Value) -> Result<Done, Stop> {
        let error = self.fail_text(frame, "Error", effective)?;
        let cause = self.fail_text(frame, "Cause", effective)?;
        Err(Stop::Fails(super::Failure { error, cause, field: String::new() }))
    }

    /// Error or Cause of a Fail state, or what its twin `…Path` leads to.
    fn fail_text(
        &mut self,
        frame: &Frame<'_>,
        field: &str,
        effective: &Value,
    ) -> Result<Option<String>, Stop> {
        let twin = format!("{field}Path");
        let (place, value) = match (frame.text(&twin), frame.field(field)) {
            (Some(path), _) => {
                let value = templates::path_or_call(path, &frame.roots(effective), &mut self.random);
                let value =
                    value.map_err(|trouble| super::fields::located("States.Runtime", &twin, trouble))?;
                (twin.as_str(), value)
            }
            (None, Some(value)) if frame.is_jsonata => {
                (field, self.query(frame, field, value, Extra::default())?)
            }
            (None, Some(value)) => (field, value.clone()),
            (None, None) => return Ok(None),
        };
        match value {
            Value::String(text) => Ok(Some(text)),
            _ if frame.is_jsonata => fails("States.QueryEvaluationError", place, "the value is no text"),
            _ => Err(Stop::Unsupported(format!("{place} that leads to no text"))),
        }
    }

    fn parallel(&mut self, frame: &Frame<'_>, index: usize, effective: Value) -> Result<Done, Stop> {
        let input = self.arguments(frame, index, effective)?;
        let branches =
            frame.field("Branches").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let mut outputs = Vec::new();
        for (number, branch) in branches.iter().enumerate() {
            let pointer = format!("{}/Branches/{number}", frame.pointer);
            let mut variables: Variables = frame.variables.clone();
            outputs.push(self.scope(
                &pointer,
                branch,
                input.clone(),
                &mut variables,
                frame.context.execution,
            )?);
        }
        self.finish(frame, index, Value::Array(outputs))
    }
}
