//! Map: items, what each iteration gets, batches.

use std::cell::OnceCell;

use serde_json::{Map, Value, json};

use super::fields::{Extra, Frame, fails};
use super::json::type_name;
use super::scope::Done;
use super::{Interpreter, Stop, Variables, context};

impl Interpreter<'_, '_> {
    pub(super) fn map(&mut self, frame: &Frame<'_>, index: usize, effective: Value) -> Result<Done, Stop> {
        if frame.field("ItemReader").is_some() {
            return Err(Stop::Unsupported("ItemReader".to_owned()));
        }
        let field = if frame.field("ItemProcessor").is_some() { "ItemProcessor" } else { "Iterator" };
        let processor = frame.field(field).unwrap_or(&Value::Null);
        let is_distributed = processor["ProcessorConfig"]["Mode"] == "DISTRIBUTED";
        let items = self.items(frame, &effective, is_distributed)?;
        self.trace[index].arguments = Some(Value::Array(items.clone()));
        self.limits(frame, &effective)?;
        let inputs = self.item_inputs(frame, &effective, items)?;
        let inputs = self.batches(frame, &effective, inputs)?;
        let pointer = format!("{}/{field}", frame.pointer);
        let mut outputs = Vec::new();
        for input in inputs {
            outputs.push(self.iteration(frame, &pointer, processor, input, is_distributed)?);
        }
        let result = match frame.field("ResultWriter").and_then(|writer| writer.get("Resource")) {
            Some(_) => json!({
                "MapRunArn": "arn:aws:states:eu-central-1:123456789012:mapRun:machine/map:5c1b",
                "ResultWriterDetails": { "Bucket": "results", "Key": "runs/5c1b/manifest.json" },
            }),
            None => Value::Array(outputs),
        };
        self.finish(frame, index, result)
    }

    /// The array that the Map goes through.
    fn items(
        &mut self,
        frame: &Frame<'_>,
        effective: &Value,
        is_distributed: bool,
    ) -> Result<Vec<Value>, Stop> {
        let (field, value) = match (frame.is_jsonata, frame.field("Items"), frame.text("ItemsPath")) {
            (true, Some(items), _) => ("Items", self.query(frame, "Items", items, Extra::default())?),
            (false, _, Some(path)) => ("ItemsPath", self.path(frame, "ItemsPath", path, effective)?),
            _ => ("", effective.clone()),
        };
        let is_known = !is_distributed && field != "Items";
        match value {
            Value::Array(items) => Ok(items),
            Value::Object(_) if !is_known => {
                Err(Stop::Unsupported("the members of an object as items".to_owned()))
            }
            other => {
                let error = if frame.is_jsonata { "States.QueryEvaluationError" } else { "States.Runtime" };
                fails(error, field, format!("Expected 'array', but was '{}'", type_name(&other)))
            }
        }
    }

    /// Checks the fields that limit the work.
    fn limits(&mut self, frame: &Frame<'_>, effective: &Value) -> Result<(), Stop> {
        let concurrency = self.number(frame, "MaxConcurrency", effective)?;
        let count = self.number(frame, "ToleratedFailureCount", effective)?;
        let percentage = self.number(frame, "ToleratedFailurePercentage", effective)?;
        if concurrency.is_some_and(|number| number < 0.0 || number.fract() != 0.0) {
            return Err(Stop::Unsupported("MaxConcurrency that is negative or not whole".to_owned()));
        }
        match count.or(percentage) {
            Some(tolerated) if tolerated != 0.0 => Err(Stop::Unsupported("tolerated failures".to_owned())),
            _ => Ok(()),
        }
    }

    /// What each iteration would get without batches.
    fn item_inputs(
        &mut self,
        frame: &Frame<'_>,
        effective: &Value,
        items: Vec<Value>,
    ) -> Result<Vec<Value>, Stop> {
        let field = if frame.field("ItemSelector").is_some() { "ItemSelector" } else { "Parameters" };
        let Some(template) = frame.field(field) else { return Ok(items) };
        let mut inputs = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let frame =
                Frame { context: frame.context.of_item(index, item), seen: OnceCell::new(), ..*frame };
            inputs.push(self.template(&frame, field, template, effective, Extra::default())?);
        }
        Ok(inputs)
    }

    fn batches(
        &mut self,
        frame: &Frame<'_>,
        effective: &Value,
        inputs: Vec<Value>,
    ) -> Result<Vec<Value>, Stop> {
        let Some(batcher) = frame.field("ItemBatcher") else { return Ok(inputs) };
        let own = Frame { state: batcher, context: frame.context.clone(), seen: OnceCell::new(), ..*frame };
        let size = match self.number(&own, "MaxItemsPerBatch", effective)? {
            Some(size) if size >= 1.0 && size.fract() == 0.0 => size as usize,
            _ => return Err(Stop::Unsupported("the size of a batch".to_owned())),
        };
        let shared = match batcher.get("BatchInput") {
            Some(template) => {
                Some(self.template(&own, "ItemBatcher/BatchInput", template, effective, Extra::default())?)
            }
            None => None,
        };
        let batch = |items: &[Value]| {
            let mut batch = Map::new();
            batch.extend(shared.clone().map(|shared| ("BatchInput".to_owned(), shared)));
            batch.insert("Items".to_owned(), Value::Array(items.to_vec()));
            Value::Object(batch)
        };
        Ok(inputs.chunks(size).map(batch).collect())
    }

    /// Runs one iteration. Those of a Distributed Map are executions of their own: they see no variables, and their
    /// failures count.
    fn iteration(
        &mut self,
        frame: &Frame<'_>,
        pointer: &str,
        processor: &Value,
        input: Value,
        is_distributed: bool,
    ) -> Result<Value, Stop> {
        if !is_distributed {
            let mut variables = frame.variables.clone();
            return self.scope(pointer, processor, input, &mut variables, frame.context.execution);
        }
        let execution = context::execution(&input);
        match self.scope(pointer, processor, input, &mut Variables::new(), &execution) {
            Err(Stop::Fails(_)) => fails(
                "States.ExceedToleratedFailureThreshold",
                "",
                "The specified tolerated failure threshold was exceeded",
            ),
            ended => ended,
        }
    }
}
