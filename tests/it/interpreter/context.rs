//! The context object (`paths.md 3.6`).

use std::cell::OnceCell;

use serde_json::{Value, json};

use super::{NOW_MILLIS, time};

/// `Execution` and `StateMachine` of an execution.
pub fn execution(input: &Value) -> Value {
    json!({
        "Execution": {
            "Id": "arn:aws:states:eu-central-1:123456789012:execution:machine:8d4a1f62",
            "Input": input,
            "Name": "8d4a1f62",
            "RoleArn": "arn:aws:iam::123456789012:role/machine",
            "StartTime": time::format(NOW_MILLIS),
            "RedriveCount": 0,
        },
        "StateMachine": {
            "Id": "arn:aws:states:eu-central-1:123456789012:stateMachine:machine",
            "Name": "machine",
        },
    })
}

/// The context object of a state, made when something reads it.
#[derive(Clone)]
pub struct Context<'a> {
    /// What all states of the execution share.
    pub execution: &'a Value,
    /// The state's name.
    pub name: &'a str,
    /// The state's definition.
    pub state: &'a Value,
    /// How many attempts there were before.
    pub attempt: usize,
    /// The item, in the fields of a Map that are evaluated for each item.
    pub item: Option<(usize, &'a Value)>,
    made: OnceCell<Value>,
}

impl<'a> Context<'a> {
    pub fn new(execution: &'a Value, name: &'a str, state: &'a Value, attempt: usize) -> Context<'a> {
        Context { execution, name, state, attempt, item: None, made: OnceCell::new() }
    }

    /// The context object for one item.
    pub fn of_item(&self, index: usize, item: &'a Value) -> Context<'a> {
        Context { item: Some((index, item)), made: OnceCell::new(), ..self.clone() }
    }

    /// The object. Only states with retriers were seen to have a RetryCount.
    pub fn value(&self) -> &Value {
        self.made.get_or_init(|| {
            let mut context = self.execution.clone();
            context["State"] = json!({ "EnteredTime": time::format(NOW_MILLIS), "Name": self.name });
            if self.state.get("Retry").is_some() {
                context["State"]["RetryCount"] = Value::from(self.attempt);
            }
            let resource = self.state.get("Resource").and_then(Value::as_str).unwrap_or_default();
            let is_activity = resource.contains(":activity:");
            let waits = resource.ends_with(".waitForTaskToken") || resource.ends_with("startExecution.sync");
            if is_activity || waits {
                context["Task"] = json!({ "Token": "AQCEAAAAKgAAAAMAAAAAAAAAAQ" });
            }
            if let Some((index, item)) = self.item {
                context["Map"] = json!({ "Item": { "Index": index, "Value": item } });
            }
            context
        })
    }
}
