//! Definitions of any size, made of the states that real ones are made of.

use std::fmt::{self, Write};

use serde_json::{Value, json};

/// How the states hang together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One after the other, all state types by turns.
    Chain,
    /// One Choice that leads to all others.
    Star,
    /// Maps in Maps, [`NEST_DEPTH`] deep, one such tower after the other.
    Nest,
    /// Groups of [`GROUP`] states, each of which leads to every other of its group; all groups form a cycle.
    Dense,
}

impl Shape {
    pub const ALL: [Self; 4] = [Self::Chain, Self::Star, Self::Nest, Self::Dense];

    pub fn name(self) -> &'static str {
        match self {
            Self::Chain => "chain",
            Self::Star => "star",
            Self::Nest => "nest",
            Self::Dense => "dense",
        }
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

/// Each Map costs three levels of brackets; serde_json follows 128 levels, aslint 512.
const NEST_DEPTH: usize = 40;

/// States that lead to each other.
const GROUP: usize = 10;

/// A generated definition.
pub struct Definition {
    pub text: String,
    /// States in it, nested ones included.
    pub states: usize,
}

/// A definition in indented JSON with about `states` states.
pub fn json_definition(shape: Shape, states: usize) -> Definition {
    let (start, states) = make(shape, states);
    let mut text = format!("{{\n  \"Comment\": \"{shape}\",\n  \"StartAt\": \"{start}\",\n  \"States\": {{");
    for (at, (name, state)) in states.0.iter().enumerate() {
        let state = serde_json::to_string_pretty(state).expect("JSON can be written").replace('\n', "\n    ");
        let comma = if at == 0 { "" } else { "," };
        let _ = write!(text, "{comma}\n    \"{name}\": {state}");
    }
    text.push_str("\n  }\n}\n");
    Definition { text, states: states.1 }
}

/// The same in block style YAML.
pub fn yaml_definition(shape: Shape, states: usize) -> Definition {
    let (start, states) = make(shape, states);
    let mut text = format!("Comment: {shape}\nStartAt: {start}\nStates:\n");
    for (name, state) in &states.0 {
        let _ = write!(text, "  {name}:");
        write_yaml(&mut text, state, 4);
    }
    Definition { text, states: states.1 }
}

/// A chain with three mistakes in each state.
pub fn faulty_definition(states: usize) -> Definition {
    let mut chain = States::default();
    for at in 0..states {
        let next = if at + 1 < states { name(at + 1) } else { "Done".to_owned() };
        let state = json!({
            "Type": "Task",
            "Resource": "arn:aws:states:::lambda:invoke",
            "Retries": 3,
            "TimeoutSeconds": "60",
            "OutputPath": "Payload",
            "Next": next,
        });
        chain.add(name(at), state, 1);
    }
    chain.add("Done".to_owned(), json!({ "Type": "Succeed" }), 1);
    let text = json!({ "StartAt": name(0), "States": Value::Object(chain.0.into_iter().collect()) });
    Definition { text: serde_json::to_string_pretty(&text).expect("JSON can be written"), states: chain.1 }
}

fn name(at: usize) -> String {
    const STEPS: [&str; 8] = ["Reserve", "Prepare", "Decide", "Pause", "Store", "Ship", "Notify", "Report"];
    format!("{} order {at:06}", STEPS[at % STEPS.len()])
}

/// Top-level states in order, and how many states there are with those inside.
#[derive(Default)]
struct States(Vec<(String, Value)>, usize);

impl States {
    fn add(&mut self, name: String, state: Value, count: usize) {
        self.0.push((name, state));
        self.1 += count;
    }
}

fn make(shape: Shape, count: usize) -> (String, States) {
    let mut states = States::default();
    match shape {
        Shape::Chain => {
            let mut at = 0;
            while states.1 + 2 < count {
                let (state, inside) = link(at, &name(at + 1));
                states.add(name(at), state, inside);
                at += 1;
            }
            states.add(name(at), json!({ "Type": "Pass", "Next": "Done" }), 1);
        }
        Shape::Star => {
            let spokes = count.saturating_sub(3);
            let rules: Vec<Value> = (0..spokes)
                .map(|at| json!({ "Variable": "$.kind", "StringEquals": format!("kind-{at}"), "Next": name(at) }))
                .collect();
            states.add(
                "Route".to_owned(),
                json!({ "Type": "Choice", "Choices": rules, "Default": "Failed" }),
                1,
            );
            for at in 0..spokes {
                states.add(name(at), task(at, "Done"), 1);
            }
        }
        Shape::Nest => {
            let mut at = 0;
            while states.1 + 2 < count {
                let depth = NEST_DEPTH.min(count - states.1 - 2);
                let next = if states.1 + depth + 3 < count { name(at + depth) } else { "Done".to_owned() };
                states.add(name(at), tower(at, depth, &next), depth);
                at += depth;
            }
        }
        Shape::Dense => {
            let groups = count.div_ceil(GROUP).max(1);
            for group in 0..groups {
                for member in 0..GROUP {
                    let at = group * GROUP + member;
                    states.add(
                        name(at),
                        clique_member(group * GROUP, member, (group + 1) % groups * GROUP),
                        1,
                    );
                }
            }
        }
    }
    states.add("Done".to_owned(), json!({ "Type": "Succeed" }), 1);
    let failed =
        json!({ "Type": "Fail", "Error": "Order.Failed", "Cause": "The order could not be shipped" });
    states.add("Failed".to_owned(), failed, 1);
    let start = states.0.first().map(|(name, _)| name.clone()).unwrap_or_default();
    (start, states)
}

/// A Task as most are: a function, a selected result, retriers and a catcher.
fn task(at: usize, next: &str) -> Value {
    json!({
        "Type": "Task",
        "Comment": "Reserves what the order asks for",
        "Resource": "arn:aws:states:::lambda:invoke",
        "Parameters": {
            "FunctionName": format!("arn:aws:lambda:eu-central-1:123456789012:function:orders-{at}"),
            "Payload": { "orderId.$": "$.order.id", "items.$": "$.order.items", "attempt": 1 }
        },
        "ResultSelector": { "status.$": "$.Payload.status", "at.$": "$.Payload.time" },
        "ResultPath": "$.reservation",
        "TimeoutSeconds": 60,
        "Retry": [
            {
                "ErrorEquals": ["Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.TooManyRequestsException"],
                "IntervalSeconds": 2,
                "MaxAttempts": 6,
                "BackoffRate": 2
            }
        ],
        "Catch": [{ "ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": "Failed" }],
        "Next": next
    })
}

/// A state of the chain, and how many states it is with those inside.
fn link(at: usize, next: &str) -> (Value, usize) {
    match at % 8 {
        0 => (task(at, next), 1),
        1 => {
            let message = format!("States.Format('Order {{}} is at step {at}', $.order.id)");
            let parameters = json!({ "message.$": message, "order.$": "$.order", "step": at });
            (json!({ "Type": "Pass", "Parameters": parameters, "ResultPath": "$.log", "Next": next }), 1)
        }
        2 => {
            let choices = json!([
                {
                    "And": [
                        { "Variable": "$.order.total", "IsPresent": true },
                        { "Variable": "$.order.total", "NumericGreaterThan": 1000 }
                    ],
                    "Next": next
                },
                { "Variable": "$.order.status", "StringEquals": "cancelled", "Next": "Done" },
                { "Not": { "Variable": "$.order.express", "BooleanEquals": true }, "Next": next }
            ]);
            (json!({ "Type": "Choice", "Choices": choices, "Default": "Failed" }), 1)
        }
        3 => (json!({ "Type": "Wait", "Seconds": 30, "Next": next }), 1),
        4 => {
            let parameters = json!({
                "TableName": "orders",
                "Item": { "id": { "S.$": "$.order.id" }, "status": { "S": "reserved" }, "step": { "N": at.to_string() } }
            });
            let resource = "arn:aws:states:::dynamodb:putItem";
            (
                json!({
                    "Type": "Task", "Resource": resource, "Parameters": parameters, "ResultPath": null, "Next": next
                }),
                1,
            )
        }
        5 => {
            let inner = format!("Ship item {at:06}");
            let mut step = task(at, next);
            if let Some(step) = step.as_object_mut() {
                step.remove("Next");
                step.remove("Catch");
                step.insert("End".to_owned(), Value::Bool(true));
            }
            let processor = json!({
                "ProcessorConfig": { "Mode": "INLINE" }, "StartAt": inner.as_str(), "States": { inner.as_str(): step }
            });
            let map = json!({
                "Type": "Map",
                "ItemsPath": "$.order.items",
                "ItemSelector": { "item.$": "$$.Map.Item.Value", "orderId.$": "$.order.id" },
                "MaxConcurrency": 5,
                "ItemProcessor": processor,
                "ResultPath": "$.shipped",
                "Next": next
            });
            (map, 2)
        }
        6 => {
            let branch = |what: &str| {
                let inner = format!("{what} {at:06}");
                let pass =
                    json!({ "Type": "Pass", "Parameters": { "to.$": "$.order.customer" }, "End": true });
                json!({ "StartAt": inner.as_str(), "States": { inner.as_str(): pass } })
            };
            let branches = json!([branch("Mail"), branch("Message")]);
            (json!({ "Type": "Parallel", "Branches": branches, "ResultPath": "$.notified", "Next": next }), 3)
        }
        _ => {
            let parameters =
                json!({ "TopicArn": "arn:aws:sns:eu-central-1:123456789012:orders", "Message.$": "$.log" });
            let resource = "arn:aws:states:::sns:publish";
            (
                json!({
                    "Type": "Task", "Resource": resource, "Parameters": parameters, "ResultPath": null, "Next": next
                }),
                1,
            )
        }
    }
}

/// `depth` states, each but the innermost a Map that holds the next.
fn tower(at: usize, depth: usize, next: &str) -> Value {
    let mut inner = json!({ "Type": "Pass", "Parameters": { "id.$": "$.id" }, "End": true });
    for level in (0..depth.saturating_sub(1)).rev() {
        let inner_name = name(at + level + 1);
        let states = json!({ inner_name.as_str(): inner });
        inner = json!({
            "Type": "Map",
            "ItemsPath": "$.parts",
            "MaxConcurrency": 10,
            "ItemProcessor": { "StartAt": inner_name, "States": states },
            "End": true
        });
    }
    if let Some(outermost) = inner.as_object_mut() {
        outermost.remove("End");
        outermost.insert("ResultPath".to_owned(), Value::Null);
        outermost.insert("Next".to_owned(), Value::String(next.to_owned()));
    }
    inner
}

/// A state that leads to every other state of its group, and to the next group.
fn clique_member(base: usize, member: usize, next_group: usize) -> Value {
    let others = (0..GROUP).filter(|&other| other != member);
    if member.is_multiple_of(2) {
        let rules: Vec<Value> = others
            .map(|other| json!({ "Variable": "$.route", "NumericEquals": other, "Next": name(base + other) }))
            .collect();
        let default = if member == 0 { name(next_group) } else { "Done".to_owned() };
        json!({ "Type": "Choice", "Choices": rules, "Default": default })
    } else {
        let catchers: Vec<Value> = others
            .map(|other| json!({ "ErrorEquals": [format!("Route.To{other}")], "Next": name(base + other) }))
            .collect();
        let resource = format!("arn:aws:lambda:eu-central-1:123456789012:function:route-{member}");
        let next = if member == 1 { "Failed".to_owned() } else { name(next_group) };
        json!({ "Type": "Task", "Resource": resource, "TimeoutSeconds": 60, "Catch": catchers, "Next": next })
    }
}

/// Writes a value behind its key or dash; depth is that of the states above.
fn write_yaml(out: &mut String, value: &Value, indent: usize) {
    match value {
        Value::Object(members) if !members.is_empty() => {
            out.push('\n');
            for (key, member) in members {
                let _ = write!(out, "{:indent$}{key}:", "");
                write_yaml(out, member, indent + 2);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            out.push('\n');
            for item in items {
                let _ = write!(out, "{:indent$}-", "");
                write_yaml(out, item, indent + 2);
            }
        }
        scalar => {
            let _ = writeln!(out, " {scalar}");
        }
    }
}
