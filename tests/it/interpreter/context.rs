//! The context object (`paths.md 3.6`).

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

/// The context object of a state. Only states with retriers were seen to have a RetryCount.
pub fn state(execution: &Value, name: &str, definition: &Value, attempt: usize) -> Value {
    let mut context = execution.clone();
    context["State"] = json!({ "EnteredTime": time::format(NOW_MILLIS), "Name": name });
    if definition.get("Retry").is_some() {
        context["State"]["RetryCount"] = Value::from(attempt);
    }
    let resource = definition.get("Resource").and_then(Value::as_str).unwrap_or_default();
    let is_activity = resource.contains(":activity:");
    if is_activity || resource.ends_with(".waitForTaskToken") || resource.ends_with("startExecution.sync") {
        context["Task"] = json!({ "Token": "AQCEAAAAKgAAAAMAAAAAAAAAAQ" });
    }
    context
}

/// The context object in the fields of a Map that are evaluated for each item.
pub fn item(context: &Value, index: usize, value: &Value) -> Value {
    let mut context = context.clone();
    context["Map"] = json!({ "Item": { "Index": index, "Value": value } });
    context
}
