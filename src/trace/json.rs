use std::io::{self, Write};

use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};

use super::{StateTrace, Trace};
use crate::asl::{QueryLanguage, StateType};
use crate::flow::{Promise, PromiseKind};
use crate::shape::Shape;

/// Version of the format (`schemas/flow.schema.json`).
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Output<'t> {
    version: u32,
    #[serde(serialize_with = "each_definition")]
    definitions: &'t [Trace],
}

#[derive(Serialize)]
struct Definition<'t> {
    file: &'t str,
    name: Option<&'t str>,
    input: Value,
    #[serde(rename = "inputFrom")]
    input_from: Option<Value>,
    output: Value,
    #[serde(serialize_with = "each_state")]
    states: &'t [StateTrace],
}

/// Writes traces as `schemas/flow.schema.json` describes; one state at a time is held in memory.
pub fn write_json(traces: &[Trace], out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &Output { version: VERSION, definitions: traces })?;
    writeln!(out)
}

fn each_definition<S: Serializer>(traces: &&[Trace], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(traces.iter().map(|trace| Definition {
        file: &trace.file,
        name: trace.name.as_deref(),
        input: of_shape(trace.input.as_ref().map_or(&Shape::ANY, |promise| &promise.shape)),
        input_from: trace.input.as_ref().map(of_promise),
        output: of_shape(&trace.output),
        states: &trace.states,
    }))
}

fn each_state<S: Serializer>(states: &&[StateTrace], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(states.iter().map(of_state))
}

fn of_state(state: &StateTrace) -> Value {
    let some = |shape: &Option<Shape>| shape.as_ref().map_or(Value::Null, of_shape);
    let mut value = json!({
        "name": state.name,
        "within": state.within,
        "type": state.state_type.map(StateType::name),
        "queryLanguage": state.language.map(QueryLanguage::name),
        "reached": state.data.is_some(),
    });
    if let Some(data) = &state.data {
        value["input"] = of_shape(&data.input);
        value["effectiveInput"] = some(&data.effective_input);
        value["result"] = some(&data.result);
        value["output"] = some(&data.output);
        value["variables"] = of_shapes(data.variables.iter());
        value["moreVariables"] = data.variables.is_open().into();
        value["assigned"] = of_shapes(data.assigned.iter().map(|(name, shape)| (&**name, shape)));
    }
    value
}

fn of_shapes<'s>(shapes: impl Iterator<Item = (&'s str, &'s Shape)>) -> Value {
    Value::Object(shapes.map(|(name, shape)| (name.to_owned(), of_shape(shape))).collect::<Map<_, _>>())
}

fn of_promise(promise: &Promise) -> Value {
    let kind = match promise.kind {
        PromiseKind::Schema => "schema",
        PromiseKind::Sample => "sample",
    };
    json!({ "file": promise.file, "kind": kind })
}

fn of_shape(shape: &Shape) -> Value {
    json!({ "text": shape.to_string(), "schema": shape.to_schema() })
}
