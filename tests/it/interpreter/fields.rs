//! The fields of a state, evaluated: paths, templates and expressions, with the error names of each.

use std::cell::OnceCell;

use serde_json::{Value, json};

use super::context::Context;
use super::json::type_name;
use super::jsonata::Val;
use super::paths::{self, Roots};
use super::templates::{self, Located};
use super::{ErrorNames, Interpreter, Stop, Trouble, Variables, failure, reference};

/// A state as its fields see it.
pub struct Frame<'a> {
    pub state: &'a Value,
    pub pointer: &'a str,
    pub is_jsonata: bool,
    pub input: &'a Value,
    pub variables: &'a Variables,
    pub context: Context<'a>,
    /// Input and context as JSONata sees them.
    pub seen: OnceCell<[Val; 2]>,
}

impl<'a> Frame<'a> {
    pub fn field(&self, name: &str) -> Option<&'a Value> {
        self.state.get(name)
    }

    pub fn text(&self, name: &str) -> Option<&'a str> {
        self.field(name).and_then(Value::as_str)
    }

    pub fn roots<'r>(&'r self, input: &'r Value) -> Roots<'r> {
        Roots { input, context: &self.context, variables: self.variables }
    }
}

/// The values `$states` has besides input and context.
#[derive(Clone, Copy, Default)]
pub struct Extra<'a> {
    pub result: Option<&'a Value>,
    pub error_output: Option<&'a Value>,
}

impl Interpreter<'_, '_> {
    /// Evaluates a field that holds a path.
    pub(super) fn path(
        &mut self,
        frame: &Frame<'_>,
        field: &str,
        path: &str,
        input: &Value,
    ) -> Result<Value, Stop> {
        paths::evaluate_text(path, &frame.roots(input))
            .map_err(|trouble| located("States.Runtime", field, trouble))
    }

    /// Applies InputPath or OutputPath: null gives `{}`.
    pub(super) fn filter_path(
        &mut self,
        frame: &Frame<'_>,
        field: &str,
        input: &Value,
    ) -> Result<Value, Stop> {
        match frame.field(field) {
            None => Ok(input.clone()),
            Some(Value::Null) => Ok(json!({})),
            Some(Value::String(path)) => self.path(frame, field, path, input),
            Some(_) => Err(Stop::Unsupported(format!("{field} that is no path"))),
        }
    }

    /// Evaluates a payload template that stands in a field.
    pub(super) fn payload(
        &mut self,
        frame: &Frame<'_>,
        field: &str,
        template: &Value,
        input: &Value,
    ) -> Result<Value, Stop> {
        let evaluated = templates::payload(template, &frame.roots(input), &mut self.random);
        evaluated.map_err(|(below, trouble)| {
            let name = self.name_of("States.ParameterPathFailure");
            located(name, &format!("{field}{below}"), trouble)
        })
    }

    /// Evaluates a field of a JSONata state.
    pub(super) fn query(
        &mut self,
        frame: &Frame<'_>,
        field: &str,
        template: &Value,
        extra: Extra<'_>,
    ) -> Result<Value, Stop> {
        let convert = || [Val::from_json(frame.input), Val::from_json(frame.context.value())];
        let [input, context] = frame.seen.get_or_init(convert);
        let mut states = vec![("input".into(), input.clone()), ("context".into(), context.clone())];
        states.extend(extra.result.map(|result| ("result".into(), Val::from_json(result))));
        states.extend(extra.error_output.map(|error| ("errorOutput".into(), Val::from_json(error))));
        let states = Val::object(states);
        let evaluated = templates::query(template, &states, frame.variables, &mut self.random);
        evaluated.map_err(|(below, trouble): Located| {
            located("States.QueryEvaluationError", &format!("{field}{below}"), trouble)
        })
    }

    /// Evaluates a field in the language of its state.
    pub(super) fn template(
        &mut self,
        frame: &Frame<'_>,
        field: &str,
        template: &Value,
        input: &Value,
        extra: Extra<'_>,
    ) -> Result<Value, Stop> {
        match frame.is_jsonata {
            true => self.query(frame, field, template, extra),
            false => self.payload(frame, field, template, input),
        }
    }

    /// Evaluates Assign; in JSONPath `$` is `input`.
    pub(super) fn assign(
        &mut self,
        frame: &Frame<'_>,
        owner: &Value,
        field: &str,
        input: &Value,
        extra: Extra<'_>,
    ) -> Result<Variables, Stop> {
        let Some(template) = owner.get("Assign") else { return Ok(Variables::new()) };
        match self.template(frame, field, template, input, extra)? {
            Value::Object(members) => Ok(members.into_iter().collect()),
            _ => Err(Stop::Unsupported("Assign that is no object".to_owned())),
        }
    }

    /// Puts a result into the raw input where ResultPath says.
    pub(super) fn place_result(
        &mut self,
        owner: &Value,
        field: &str,
        input: &Value,
        result: Value,
    ) -> Result<Value, Stop> {
        match owner.get("ResultPath") {
            None => Ok(result),
            Some(Value::Null) => Ok(input.clone()),
            Some(Value::String(path)) => {
                let name = self.name_of("States.ResultPathMatchFailure");
                reference::put(input.clone(), path, result).map_err(|trouble| located(name, field, trouble))
            }
            Some(_) => Err(Stop::Unsupported("ResultPath that is no path".to_owned())),
        }
    }

    /// A number that stands in a field, or that its twin `…Path` leads to; `None` without either.
    pub(super) fn number(
        &mut self,
        frame: &Frame<'_>,
        field: &str,
        input: &Value,
    ) -> Result<Option<f64>, Stop> {
        let twin = format!("{field}Path");
        if let Some(path) = frame.text(&twin) {
            let value = self.path(frame, &twin, path, input)?;
            let number = value.as_f64().or_else(|| value.as_str().and_then(|text| text.parse().ok()));
            return match number {
                Some(number) => Ok(Some(number)),
                None => {
                    fails("States.Runtime", &twin, format!("{twin} refers to {value}, which is no number"))
                }
            };
        }
        let Some(value) = frame.field(field) else { return Ok(None) };
        let value =
            if frame.is_jsonata { self.query(frame, field, value, Extra::default())? } else { value.clone() };
        match value.as_f64() {
            Some(number) => Ok(Some(number)),
            None => {
                let cause = format!("Expected 'number', but was '{}'", type_name(&value));
                fails("States.QueryEvaluationError", field, cause)
            }
        }
    }

    /// The name of an error, as the settings want it.
    pub(super) fn name_of(&self, specified: &'static str) -> &'static str {
        if self.settings.error_names == ErrorNames::Specified { specified } else { "States.Runtime" }
    }
}

/// A failure in a field.
pub fn fails<T>(error: &str, field: &str, cause: impl Into<String>) -> Result<T, Stop> {
    Err(Stop::Fails(failure(error, cause, field)))
}

/// A trouble with the field it came from.
pub fn located(error: &str, field: &str, trouble: Trouble) -> Stop {
    match trouble {
        Trouble::Fails(cause) => Stop::Fails(failure(error, cause, field)),
        Trouble::Unsupported(what) => Stop::Unsupported(what),
    }
}
