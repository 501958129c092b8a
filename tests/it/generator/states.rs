//! One state of any type, field by field.

use serde_json::{Map, Value, json};

use super::data::{self, NAMES};
use super::expressions::{expression, many};
use super::reads::{Language, Source, Want, read};
use super::scopes::leave;
use super::{Generator, Sample};

/// What tasks call.
const RESOURCES: [&str; 7] = [
    "arn:aws:lambda:eu-central-1:123456789012:function:work",
    "arn:aws:states:::lambda:invoke",
    "arn:aws:states:::dynamodb:getItem",
    "arn:aws:states:::sqs:sendMessage",
    "arn:aws:states:::states:startExecution.sync:2",
    "arn:aws:states:::aws-sdk:s3:listObjectsV2",
    "arn:aws:states:::aws-sdk:sfn:describeExecution",
];

/// A state while it is made.
pub struct Draft<'s> {
    pub scope: usize,
    pub sample: &'s Sample,
    pub language: Language,
    /// The input after InputPath.
    pub effective: Value,
    pub state: Value,
}

impl Draft<'_> {
    pub fn is_jsonata(&self) -> bool {
        self.language == Language::Jsonata
    }

    /// The name of the data that fields work on.
    pub fn input_name(&self) -> &'static str {
        if self.is_jsonata() { "$states.input" } else { "$" }
    }
}

impl Generator {
    /// Makes the state at a place of a chain.
    pub(super) fn state(&mut self, scope: usize, names: &[String], index: usize, sample: &Sample) -> Value {
        let next = names.get(index + 1);
        let kind = match self.random.below(100) {
            0..24 => "Pass",
            24..46 => "Task",
            46..66 if next.is_some() => "Choice",
            66..76 => "Wait",
            76..82 if self.depth < 3 => "Parallel",
            82..95 if self.depth < 3 => "Map",
            95.. if next.is_none() => return self.ending(scope, sample),
            _ => "Pass",
        };
        let mut draft = self.draft(kind, scope, sample);
        match kind {
            "Pass" => self.pass(&mut draft),
            "Task" => self.task(&mut draft),
            "Wait" => self.wait(&mut draft),
            "Parallel" => self.parallel(&mut draft),
            "Map" => self.map(&mut draft),
            _ => {}
        }
        if kind == "Choice" {
            self.choice(&mut draft, names, index);
            return draft.state;
        }
        leave(&mut draft.state, next);
        if ["Task", "Parallel", "Map"].contains(&kind) {
            self.errors(&mut draft, names, index);
        }
        draft.state
    }

    /// Succeed or Fail.
    pub(super) fn ending(&mut self, scope: usize, sample: &Sample) -> Value {
        let kind = if self.random.chance(60) { "Succeed" } else { "Fail" };
        let mut draft = self.draft(kind, scope, sample);
        if kind == "Succeed" {
            self.output(&mut draft);
            return draft.state;
        }
        let sources = self.sources(sample, draft.language, &[(draft.input_name(), &draft.effective)]);
        for field in ["Error", "Cause"] {
            match self.random.below(3) {
                0 => draft.state[field] = Value::from("Broken"),
                1 if draft.is_jsonata() => {
                    draft.state[field] = self.quoted(&sources, Want::Text);
                }
                1 => {
                    let path = expression(&mut self.random, &sources, Want::Text, Language::JsonPath);
                    draft.state[format!("{field}Path")] = Value::from(path);
                }
                _ => {}
            }
        }
        draft.state
    }

    /// Begins a state: its type, its language, its InputPath.
    fn draft<'s>(&mut self, kind: &str, scope: usize, sample: &'s Sample) -> Draft<'s> {
        let mut state = json!({ "Type": kind });
        let is_jsonata = self.is_jsonata || self.random.chance(20);
        if is_jsonata && !self.is_jsonata {
            state["QueryLanguage"] = Value::from("JSONata");
        }
        let language = if is_jsonata { Language::Jsonata } else { Language::JsonPath };
        let mut effective = sample.input.clone();
        if !is_jsonata && kind != "Fail" && self.random.chance(24) {
            let sources = self.sources(sample, language, &[("$", &sample.input)]);
            let want = if self.random.chance(70) { Want::Object } else { Want::Any };
            match read(&mut self.random, &sources, want, language) {
                _ if self.random.chance(12) => {
                    (state["InputPath"], effective) = (Value::Null, json!({}));
                }
                Some((path, value)) => (state["InputPath"], effective) = (Value::from(path), value),
                None => {}
            }
        }
        Draft { scope, sample, language, effective, state }
    }

    fn pass(&mut self, draft: &mut Draft<'_>) {
        if !draft.is_jsonata() {
            match self.random.below(10) {
                0..3 => draft.state["Result"] = data::value(&mut self.random, 3),
                3..9 => {
                    let sources = self.own_sources(draft);
                    draft.state["Parameters"] = self.payload(&sources, draft.language, 2);
                    if self.random.chance(10) {
                        draft.state["Result"] = data::value(&mut self.random, 3);
                    }
                }
                _ => {}
            }
        }
        self.finish(draft);
    }

    fn task(&mut self, draft: &mut Draft<'_>) {
        draft.state["Resource"] = Value::from(*self.random.pick(&RESOURCES));
        let sources = self.own_sources(draft);
        let field = if draft.is_jsonata() { "Arguments" } else { "Parameters" };
        draft.state[field] = self.payload(&sources, draft.language, 2);
        for field in ["TimeoutSeconds", "HeartbeatSeconds"] {
            if self.random.chance(14) {
                self.number_field(draft, field, &sources);
            }
        }
        self.finish(draft);
    }

    /// A number as it is, as an expression, or as a path.
    pub(super) fn number_field(&mut self, draft: &mut Draft<'_>, field: &str, sources: &[Source]) {
        let path = read(&mut self.random, sources, Want::Whole, Language::JsonPath);
        match (draft.is_jsonata(), path) {
            (true, _) if self.random.chance(70) => draft.state[field] = self.quoted(sources, Want::Whole),
            (false, Some((path, _))) if self.random.chance(70) => {
                draft.state[format!("{field}Path")] = Value::from(path);
            }
            _ => draft.state[field] = Value::from(self.random.between(1, 9)),
        }
    }

    fn wait(&mut self, draft: &mut Draft<'_>) {
        let sources = self.own_sources(draft);
        let timestamp = read(&mut self.random, &sources, Want::Timestamp, Language::JsonPath);
        match (self.random.below(2), draft.is_jsonata(), timestamp) {
            (0, ..) => self.number_field(draft, "Seconds", &sources),
            (_, true, _) if self.random.chance(70) => {
                draft.state["Timestamp"] = self.quoted(&sources, Want::Timestamp)
            }
            (_, false, Some((path, _))) if self.random.chance(65) => {
                draft.state["TimestampPath"] = Value::from(path)
            }
            _ => draft.state["Timestamp"] = Value::from("2026-02-03T04:05:06Z"),
        }
        if self.random.chance(30) {
            self.assign(draft, &draft.effective.clone(), false);
        }
        self.output(draft);
    }

    /// The sources of fields that work on the effective input.
    pub(super) fn own_sources(&self, draft: &Draft<'_>) -> Vec<Source> {
        self.sources(draft.sample, draft.language, &[(draft.input_name(), &draft.effective)])
    }

    /// The fields behind the work of a state that has a result.
    pub(super) fn finish(&mut self, draft: &mut Draft<'_>) {
        let has_result = draft.state["Type"] != "Pass";
        let is_selected = !draft.is_jsonata() && has_result && self.random.chance(25);
        let is_assigned = !is_selected && self.random.chance(36);
        let has_output = draft.is_jsonata() && self.random.chance(55);
        let result = match is_selected || is_assigned || has_output {
            true => self.result(draft),
            false => Value::Null,
        };
        if is_selected {
            let sources = self.sources(draft.sample, draft.language, &[("$", &result)]);
            draft.state["ResultSelector"] = self.payload(&sources, draft.language, 2);
        }
        if is_assigned {
            self.assign(draft, &result, has_result);
        }
        if !draft.is_jsonata() && self.random.chance(45) {
            draft.state["ResultPath"] = self.result_path(&draft.sample.input);
        }
        match (draft.is_jsonata(), has_output) {
            (true, true) => self.query_output(draft, has_result.then_some(&result)),
            (true, false) => {}
            (false, _) => self.output_path(draft),
        }
    }

    /// A sample of a state's result, tried out where it cannot be told.
    fn result(&mut self, draft: &Draft<'_>) -> Value {
        if let Some(resource) = draft.state["Resource"].as_str() {
            return (self.results)(resource, &mut self.random);
        }
        match (draft.state.get("Result"), draft.state.get("Parameters")) {
            (Some(result), _) => return result.clone(),
            (None, None) if draft.state["Type"] == "Pass" => return draft.effective.clone(),
            _ => {}
        }
        let mut tried = draft.state.clone();
        tried["End"] = Value::Bool(true);
        let run = self.trial(&tried, draft.sample);
        let result = run.trace.into_iter().next().and_then(|visit| visit.result);
        result.unwrap_or_else(|| draft.effective.clone())
    }

    /// A reference path: into the input, beside it, or instead of it.
    fn result_path(&mut self, input: &Value) -> Value {
        let name = *self.random.pick(&NAMES);
        let path = match self.random.below(10) {
            0 => return Value::Null,
            1 => "$".to_owned(),
            2..4 => "$.result".to_owned(),
            4 => "$.made.deep".to_owned(),
            5 if input[name].is_array() => format!("$['{name}'][0]"),
            5 => format!("$.{}.inner", name.replace(' ', "_")),
            _ => format!("$['{name}']"),
        };
        Value::from(path)
    }

    /// OutputPath or Output of a state without a result.
    pub(super) fn output(&mut self, draft: &mut Draft<'_>) {
        match draft.is_jsonata() {
            true if self.random.chance(55) => self.query_output(draft, None),
            true => {}
            false => self.output_path(draft),
        }
    }

    fn query_output(&mut self, draft: &mut Draft<'_>, result: Option<&Value>) {
        let mut own = vec![("$states.input", &draft.sample.input)];
        own.extend(result.map(|result| ("$states.result", result)));
        let sources = self.sources(draft.sample, draft.language, &own);
        draft.state["Output"] = self.payload(&sources, draft.language, 2);
    }

    fn output_path(&mut self, draft: &mut Draft<'_>) {
        if !self.random.chance(28) {
            return;
        }
        let mut tried = draft.state.clone();
        tried["End"] = Value::Bool(true);
        let run = self.trial(&tried, draft.sample);
        let output = run.trace.first().and_then(|visit| visit.output.clone()).unwrap_or_default();
        let sources = self.sources(draft.sample, draft.language, &[("$", &output)]);
        let found = read(&mut self.random, &sources, Want::Any, draft.language);
        draft.state["OutputPath"] = match found {
            Some((path, _)) if self.random.chance(88) => Value::from(path),
            _ => Value::Null,
        };
    }

    /// Assign for a state, where `$` is `result`.
    fn assign(&mut self, draft: &mut Draft<'_>, result: &Value, has_result: bool) {
        let own: Vec<(&str, &Value)> = match (draft.is_jsonata(), has_result) {
            (false, _) => vec![("$", result)],
            (true, false) => vec![("$states.input", &draft.sample.input)],
            (true, true) => vec![("$states.input", &draft.sample.input), ("$states.result", result)],
        };
        let sources = self.sources(draft.sample, draft.language, &own);
        draft.state["Assign"] = self.variables(draft.scope, &sources, draft.language);
    }

    /// An object for Assign: the variables of a scope are called after it.
    pub(super) fn variables(&mut self, scope: usize, sources: &[Source], language: Language) -> Value {
        let mut members = Map::new();
        for letter in ["a", "b", "c"] {
            if members.is_empty() || self.random.chance(30) {
                let (mark, value) = self.member(sources, language, 1);
                members.insert(format!("{letter}{scope}{mark}"), value);
            }
        }
        Value::Object(members)
    }

    /// `{% … %}`
    pub(super) fn quoted(&mut self, sources: &[Source], want: Want) -> Value {
        Value::from(format!("{{% {} %}}", expression(&mut self.random, sources, want, Language::Jsonata)))
    }

    /// A payload template.
    pub(super) fn payload(&mut self, sources: &[Source], language: Language, depth: usize) -> Value {
        if language == Language::Jsonata && self.random.chance(25) {
            let want = *self.random.pick(&[Want::Object, Want::Object, Want::Any, Want::Array, Want::Scalar]);
            return self.quoted(sources, want);
        }
        let mut members = Map::new();
        for _ in 0..self.random.between(1, 4) {
            let name = *self.random.pick(&NAMES);
            let (mark, value) = self.member(sources, language, depth);
            if !members.contains_key(name) && !members.contains_key(&format!("{name}.$")) {
                members.insert(format!("{name}{mark}"), value);
            }
        }
        Value::Object(members)
    }

    /// The end of a member's name and its value.
    fn member(&mut self, sources: &[Source], language: Language, depth: usize) -> (&'static str, Value) {
        const WANTS: [Want; 8] = [
            Want::Any,
            Want::Any,
            Want::Number,
            Want::Text,
            Want::Bool,
            Want::Array,
            Want::Object,
            Want::Object,
        ];
        let want = *self.random.pick(&WANTS);
        match self.random.below(10) {
            0 => ("", data::value(&mut self.random, 2)),
            1 if depth > 0 => ("", self.payload(sources, language, depth - 1)),
            2 if depth > 0 => {
                ("", Value::Array(vec![self.payload(sources, language, depth - 1), Value::from(1)]))
            }
            _ if language == Language::Jsonata => ("", self.quoted(sources, want)),
            3 => match many(&mut self.random, sources) {
                Some(path) => (".$", Value::from(path)),
                None => ("", Value::Null),
            },
            _ => (".$", Value::from(expression(&mut self.random, sources, want, language))),
        }
    }
}
