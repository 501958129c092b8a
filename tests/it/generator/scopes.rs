//! A scope: a chain of states, with leaps forward, handlers of errors, and now and then a way back.

use serde_json::{Map, Value, json};

use super::data;
use super::{Generator, Sample};
use crate::interpreter::Ending;
use crate::interpreter::Outcome;

/// How often a state is made anew when it fails on its sample.
const MAX_TRIES: usize = 3;
/// How many of a hundred states may stay although they fail on their sample.
const FAILING: usize = 9;

impl Generator {
    /// Makes a scope that begins with a sample.
    pub(super) fn scope(&mut self, sample: Sample) -> Value {
        self.depth += 1;
        self.scopes += 1;
        let scope = self.scopes;
        let length =
            if self.depth == 1 { self.random.between(3, 6) } else { self.random.between(1, 2) } as usize;
        let names: Vec<String> = (0..length).map(|_| self.name()).collect();
        let mut states = Map::new();
        let mut sample = sample;
        for (index, name) in names.iter().enumerate() {
            let (state, after) = self.state_for(scope, &names, index, &sample);
            states.insert(name.clone(), state);
            sample = after;
        }
        self.handlers(&mut states, scope);
        self.depth -= 1;
        json!({ "StartAt": names[0], "States": states })
    }

    fn name(&mut self) -> String {
        self.states += 1;
        const WORDS: [&str; 4] = ["Load", "Check/it", "Send mail", "Ünit~"];
        format!("{} {}", WORDS[self.states % WORDS.len()], self.states)
    }

    /// Makes a state that mostly succeeds on its sample, and the sample behind it.
    fn state_for(
        &mut self,
        scope: usize,
        names: &[String],
        index: usize,
        sample: &Sample,
    ) -> (Value, Sample) {
        for _ in 0..MAX_TRIES {
            let state = self.state(scope, names, index, sample);
            let run = self.trial(&state, sample);
            let output = match &run.ending {
                Ending::Succeeded(output) => Some(output.clone()),
                _ => None,
            };
            let is_unknown = matches!(run.ending, Ending::Unsupported(_));
            let variables = if run.variables.is_empty() { sample.variables.clone() } else { run.variables };
            let is_caught =
                matches!(run.trace.first().map(|visit| &visit.outcome), Some(Outcome::Caught { .. }));
            match output {
                Some(input) if !is_caught => return (state, Sample { input, variables }),
                _ if is_unknown => {}
                _ if self.random.chance(FAILING) => return (state, sample.clone()),
                _ => {}
            }
        }
        let result = data::object(&mut self.random, 2);
        let state = self.fallback(names, index, &result);
        (state, Sample { input: result, variables: sample.variables.clone() })
    }

    /// A state that cannot fail.
    fn fallback(&mut self, names: &[String], index: usize, result: &Value) -> Value {
        let field = if self.is_jsonata { "Output" } else { "Result" };
        let mut state = json!({ "Type": "Pass", field: result });
        leave(&mut state, names.get(index + 1));
        state
    }

    /// Adds the states that catchers and rules lead to and that do not exist: ends of all kinds.
    fn handlers(&mut self, states: &mut Map<String, Value>, scope: usize) {
        let wanted = |states: &Map<String, Value>| {
            let mut names: Vec<String> = Vec::new();
            for state in states.values() {
                let owners = ["Catch", "Choices"]
                    .iter()
                    .flat_map(|field| state[*field].as_array().into_iter().flatten());
                let nexts = owners.map(|owner| &owner["Next"]).chain([&state["Default"]]);
                names.extend(nexts.filter_map(Value::as_str).map(str::to_owned));
            }
            names.retain(|name| !states.contains_key(name));
            names
        };
        for name in wanted(states) {
            if states.contains_key(&name) {
                continue;
            }
            let input = match name.starts_with("Handle") {
                true => json!({ "Error": "E", "Cause": "c", "failure": { "Error": "E", "Cause": "c" } }),
                false => data::object(&mut self.random, 2),
            };
            let sample = Sample { input, variables: Default::default() };
            let state = self.ending(scope, &sample);
            states.insert(name, state);
        }
    }
}

/// Has a state lead to the next one, or end.
pub fn leave(state: &mut Value, next: Option<&String>) {
    match next {
        Some(next) => state["Next"] = Value::from(next.as_str()),
        None => state["End"] = Value::Bool(true),
    }
}
