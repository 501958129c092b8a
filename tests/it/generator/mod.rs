//! Random state machines with inputs: every construct of the language, by a seed.
//!
//! The generator knows a sample of the data at each state, because it runs each state that it makes on the sample of
//! the one before. A state that fails on its sample is mostly made anew, so that most runs go far; some stay.

mod choices;
mod compound;
mod count;
mod data;
mod expected;
mod expressions;
mod reads;
mod scopes;
mod states;
mod templates;
mod tests;

use serde_json::{Value, json};

pub use count::constructs;
pub use data::{Results, value};
pub use expected::expected;

use crate::interpreter::random::Random;
use crate::interpreter::{Run, Settings, Start, TaskCall, TaskFailure, Variables, run_from};
use reads::{Language, Source};

/// A state machine with an input for it.
#[derive(Clone, Debug)]
pub struct Machine {
    pub definition: Value,
    pub input: Value,
}

/// Makes the machine of a seed; `results` draws what tasks answer.
pub fn machine(seed: u64, results: Results) -> Machine {
    let mut random = Random::new(seed);
    let input = data::object(&mut random, 3);
    let is_jsonata = random.chance(35);
    let mut generator = Generator {
        random,
        results,
        is_jsonata,
        execution_input: input.clone(),
        states: 0,
        scopes: 0,
        depth: 0,
    };
    let sample = Sample { input: input.clone(), variables: Variables::new() };
    let mut definition = generator.scope(sample);
    if is_jsonata || generator.random.chance(30) {
        definition["QueryLanguage"] = Value::from(if is_jsonata { "JSONata" } else { "JSONPath" });
    }
    Machine { definition, input }
}

/// Answers the calls of a run: mostly with results, now and then with an error.
pub fn answer(
    results: Results,
    failing_percent: usize,
) -> impl FnMut(&TaskCall<'_>, &mut Random) -> Result<Value, TaskFailure> {
    move |call, random| {
        if random.chance(failing_percent) {
            const ERRORS: [&str; 5] = [
                "Lambda.ServiceException",
                "States.Timeout",
                "States.TaskFailed",
                "MyError",
                "DynamoDb.ThrottlingException",
            ];
            let error = (*random.pick(&ERRORS)).to_owned();
            let cause = if error == "States.Timeout" {
                String::new()
            } else {
                "{\"errorMessage\":\"no\"}".to_owned()
            };
            return Err(TaskFailure { error, cause });
        }
        Ok(results(call.resource, random))
    }
}

/// What is known at a state: an example of its input and of the variables.
#[derive(Clone, Debug)]
struct Sample {
    input: Value,
    variables: Variables,
}

struct Generator {
    random: Random,
    results: Results,
    /// Whether the machine's own language is JSONata.
    is_jsonata: bool,
    /// What `$$.Execution.Input` is where states are being made.
    execution_input: Value,
    /// How many states have a name.
    states: usize,
    /// How many scopes there are; variables are named by them, so that no scope assigns those of another.
    scopes: usize,
    /// How many scopes are open.
    depth: usize,
}

impl Generator {
    /// Runs a state alone on a sample; all states that it leads to succeed at once.
    fn trial(&mut self, state: &Value, sample: &Sample) -> Run {
        let mut states = json!({ "S": state });
        let catchers = state["Catch"].as_array().into_iter().flatten();
        let rules = state["Choices"].as_array().into_iter().flatten();
        let nexts =
            catchers.chain(rules).map(|owner| &owner["Next"]).chain([&state["Next"], &state["Default"]]);
        for name in nexts.filter_map(Value::as_str) {
            states[name] = json!({ "Type": "Succeed" });
        }
        let language = if self.is_jsonata { "JSONata" } else { "JSONPath" };
        let machine = json!({ "QueryLanguage": language, "StartAt": "S", "States": states });
        let start = Start {
            input: sample.input.clone(),
            execution_input: self.execution_input.clone(),
            variables: sample.variables.clone(),
        };
        let settings = Settings { seed: self.random.next(), max_visits: 60, ..Settings::default() };
        run_from(&machine, start, &settings, &mut answer(self.results, 0))
    }

    /// What the expressions of a state read: its data under the name given, the context object, the variables.
    fn sources(&self, sample: &Sample, language: Language, own: &[(&str, &Value)]) -> Vec<Source> {
        let context = match language {
            Language::JsonPath => "$$.Execution",
            Language::Jsonata => "$states.context.Execution",
        };
        let execution = json!({ "Input": self.execution_input, "Name": "8d4a1f62", "RedriveCount": 0, "StartTime": "2026-01-01T00:00:00.000Z" });
        // The own data stands there several times, so that it is read more often.
        let own = own.iter().flat_map(|(name, value)| std::iter::repeat_n(Source::new(*name, value), 3));
        let variables = sample.variables.iter().map(|(name, value)| Source::new(format!("${name}"), value));
        own.chain([Source::new(context, &execution)]).chain(variables).collect()
    }
}
