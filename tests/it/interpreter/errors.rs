//! Retriers and catchers (`errors.md 7.2`, `runtime_semantics.md 7`).

use serde_json::{Value, json};

use super::Failure;

/// How often each retrier of a state was used.
#[derive(Default)]
pub struct Counters(Vec<u64>);

impl Counters {
    pub fn total(&self) -> usize {
        self.0.iter().sum::<u64>() as usize
    }
}

/// Whether one of the names matches a failure. Nothing matches `States.Runtime`.
fn matches(names: Option<&Value>, failure: &Failure) -> bool {
    let names = names.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let error = failure.error.as_deref();
    error != Some("States.Runtime")
        && names.iter().filter_map(Value::as_str).any(|name| match name {
            "States.ALL" => true,
            "States.TaskFailed" => error.is_some_and(|error| error != "States.Timeout"),
            name => error == Some(name),
        })
}

/// Whether a retrier has the state tried again; its counter goes up.
pub fn is_retried(state: &Value, failure: &Failure, counters: &mut Counters) -> bool {
    let retriers = state.get("Retry").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    counters.0.resize(retriers.len(), 0);
    let found = retriers.iter().position(|retrier| matches(retrier.get("ErrorEquals"), failure));
    let Some(index) = found else { return false };
    let most = retriers[index].get("MaxAttempts").and_then(Value::as_u64).unwrap_or(3);
    let is_left = counters.0[index] < most;
    counters.0[index] += u64::from(is_left);
    is_left
}

/// The first catcher that takes a failure.
pub fn catcher(state: &Value, failure: &Failure) -> Option<usize> {
    let catchers = state.get("Catch")?.as_array()?;
    catchers.iter().position(|catcher| matches(catcher.get("ErrorEquals"), failure))
}

/// What a catcher gets.
pub fn output(failure: &Failure) -> Value {
    json!({ "Error": failure.error, "Cause": failure.cause })
}
