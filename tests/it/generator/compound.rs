//! Parallel and Map, and what states do with errors.

use serde_json::{Value, json};

use super::expressions::expression;
use super::reads::{Language, Source, Want, read};
use super::states::Draft;
use super::{Generator, Sample, data};
use crate::interpreter::Variables;

impl Generator {
    pub(super) fn parallel(&mut self, draft: &mut Draft<'_>) {
        if self.random.chance(40) {
            let sources = self.own_sources(draft);
            let field = if draft.is_jsonata() { "Arguments" } else { "Parameters" };
            draft.state[field] = self.payload(&sources, draft.language, 2);
        }
        draft.state["Branches"] = json!([probe()]);
        let sample = self.inner_sample(draft, draft.sample.variables.clone());
        let branches = (0..self.random.between(1, 2)).map(|_| self.scope(sample.clone())).collect();
        draft.state["Branches"] = branches;
        self.finish(draft);
    }

    pub(super) fn map(&mut self, draft: &mut Draft<'_>) {
        let sources = self.own_sources(draft);
        let items = self.items(draft, &sources);
        let is_distributed = self.random.chance(40);
        if self.random.chance(45) {
            let item = items.get(0).cloned().unwrap_or_else(|| data::value(&mut self.random, 2));
            let name = match draft.language {
                Language::JsonPath => "$$.Map.Item",
                Language::Jsonata => "$states.context.Map.Item",
            };
            let item = json!({ "Index": 0, "Value": item });
            let own = [(draft.input_name(), &draft.effective), (name, &item)];
            let sources = self.sources(draft.sample, draft.language, &own);
            let field =
                if draft.is_jsonata() || self.random.chance(50) { "ItemSelector" } else { "Parameters" };
            let selector = self.payload(&sources, draft.language, 2);
            draft.state[field] = selector;
        }
        if self.random.chance(45) {
            self.number_field(draft, "MaxConcurrency", &sources);
        }
        if is_distributed && self.random.chance(55) {
            self.batcher(draft, &sources);
        }
        draft.state["ItemProcessor"] = probe();
        let variables = if is_distributed { Variables::new() } else { draft.sample.variables.clone() };
        let sample = self.inner_sample(draft, variables);
        let outer = self.execution_input.clone();
        let mut processor = if is_distributed {
            self.execution_input = sample.input.clone();
            let mut processor = self.scope(sample);
            processor["ProcessorConfig"] = json!({ "Mode": "DISTRIBUTED", "ExecutionType": "STANDARD" });
            if self.random.chance(55) {
                draft.state["ResultWriter"] = json!({
                    "Resource": "arn:aws:states:::s3:putObject",
                    (if draft.is_jsonata() { "Arguments" } else { "Parameters" }): { "Bucket": "results", "Prefix": "runs" },
                });
            }
            processor
        } else {
            self.scope(sample)
        };
        self.execution_input = outer;
        if !is_distributed && self.random.chance(20) {
            processor["ProcessorConfig"] = json!({ "Mode": "INLINE" });
        }
        draft.state["ItemProcessor"] = processor;
        self.finish(draft);
    }

    /// ItemsPath or Items, with a sample of the array.
    fn items(&mut self, draft: &mut Draft<'_>, sources: &[Source]) -> Value {
        if draft.is_jsonata() {
            draft.state["Items"] = match self.random.below(4) {
                0 => json!([1, "{% $states.input %}", { "id": 2 }]),
                _ => self.quoted(sources, Want::Array),
            };
            return json!([1]);
        }
        if draft.effective.is_array() && self.random.chance(60) {
            return draft.effective.clone();
        }
        let want = if self.random.chance(50) { Want::Objects } else { Want::Array };
        match read(&mut self.random, sources, want, Language::JsonPath) {
            Some((path, value)) => {
                draft.state["ItemsPath"] = Value::from(path);
                value
            }
            None => json!([]),
        }
    }

    fn batcher(&mut self, draft: &mut Draft<'_>, sources: &[Source]) {
        let mut own = json!({ "MaxItemsPerBatch": self.random.between(1, 3) });
        if draft.is_jsonata() && self.random.chance(50) {
            own["MaxItemsPerBatch"] = self.quoted(sources, Want::Whole);
        }
        if self.random.chance(60) {
            own["BatchInput"] = self.payload(sources, draft.language, 1);
        }
        draft.state["ItemBatcher"] = own;
    }

    /// The input that the inner states get, found out with a probe in their place.
    fn inner_sample(&mut self, draft: &Draft<'_>, variables: Variables) -> Sample {
        let mut tried = draft.state.clone();
        tried["End"] = Value::Bool(true);
        let run = self.trial(&tried, draft.sample);
        let input = run.trace.into_iter().nth(1).map(|visit| visit.input);
        Sample { input: input.unwrap_or_else(|| data::value(&mut self.random, 2)), variables }
    }

    /// Retry and Catch.
    pub(super) fn errors(&mut self, draft: &mut Draft<'_>, names: &[String], index: usize) {
        const NAMES: [&str; 6] = [
            "States.TaskFailed",
            "States.Timeout",
            "MyError",
            "Broken",
            "States.QueryEvaluationError",
            "Lambda.ServiceException",
        ];
        if self.random.chance(25) {
            let attempts = self.random.below(3);
            draft.state["Retry"] = json!([
                { "ErrorEquals": [self.random.pick(&NAMES)], "MaxAttempts": attempts },
                { "ErrorEquals": ["States.ALL"], "MaxAttempts": 1 },
            ]);
        }
        if !self.random.chance(40) {
            return;
        }
        let mut catchers = Vec::new();
        for equals in [json!([self.random.pick(&NAMES), self.random.pick(&NAMES)]), json!(["States.ALL"])] {
            if self.random.chance(60) {
                let catcher = self.catcher(draft, equals, names, index);
                catchers.push(catcher);
            }
        }
        draft.state["Catch"] = Value::Array(catchers);
    }

    fn catcher(&mut self, draft: &Draft<'_>, equals: Value, names: &[String], index: usize) -> Value {
        let error = json!({ "Error": "MyError", "Cause": "why" });
        let own = match draft.language {
            Language::JsonPath => vec![("$", &error)],
            Language::Jsonata => {
                vec![("$states.errorOutput", &error), ("$states.input", &draft.sample.input)]
            }
        };
        let sources = self.sources(draft.sample, draft.language, &own);
        let later = &names[index + 1..];
        let next = match later {
            [] => format!("Handle {}", names[index]),
            _ if self.random.chance(40) => format!("Handle {}", names[index]),
            later => self.random.pick(later).clone(),
        };
        let mut catcher = json!({ "ErrorEquals": equals, "Next": next });
        if self.random.chance(30) {
            catcher["Assign"] = self.variables(draft.scope, &sources, draft.language);
        }
        match (draft.is_jsonata(), self.random.below(3)) {
            (true, 0) => catcher["Output"] = self.payload(&sources, draft.language, 1),
            (true, 1) => catcher["Output"] = self.quoted(&sources, Want::Object),
            (false, 0) => catcher["ResultPath"] = Value::from("$.failure"),
            (false, 1) => {
                catcher["ResultPath"] = if self.random.chance(30) { Value::Null } else { Value::from("$") }
            }
            _ => {}
        }
        catcher
    }

    /// A text expression of a state's language, as a value of a field.
    pub(super) fn condition(&mut self, sources: &[Source]) -> Value {
        match self.random.below(20) {
            0 => Value::Bool(self.random.chance(50)),
            _ => Value::from(format!(
                "{{% {} %}}",
                expression(&mut self.random, sources, Want::Bool, Language::Jsonata)
            )),
        }
    }
}

/// A scope that shows what the inner states get.
fn probe() -> Value {
    json!({ "StartAt": "Probe", "States": { "Probe": { "Type": "Pass", "End": true } } })
}
