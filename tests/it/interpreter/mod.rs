//! Runs state machines on JSON: the semantics of `spec/runtime_semantics.md`, tasks answered by the caller.
//!
//! The interpreter reads a definition as plain JSON and takes nothing from aslint but the parsers of the expression
//! languages. What nobody knows of AWS ends a run as [`Ending::Unsupported`], so that nothing is made up.

mod choice;
mod context;
mod errors;
mod fields;
mod filter;
mod hash;
mod intrinsics;
pub mod json;
mod jsonata;
mod map;
mod paths;
pub mod random;
mod reference;
mod scope;
mod states;
mod templates;
mod tests;
mod time;

use std::collections::BTreeMap;

use serde_json::Value;

use random::Random;

/// The moment at which every execution begins and ends.
pub const NOW_MILLIS: i64 = 1_767_225_600_000;

/// Workflow variables by name.
pub type Variables = BTreeMap<String, Value>;

/// A call that a Task makes.
pub struct TaskCall<'a> {
    /// The Task's Resource.
    pub resource: &'a str,
    /// The JSON pointer of the state.
    pub state: &'a str,
    /// What the task is given: Parameters or Arguments, else the effective input.
    pub arguments: &'a Value,
    /// How many attempts there were before.
    pub attempt: usize,
}

/// The error with which a task fails.
#[derive(Clone, Debug)]
pub struct TaskFailure {
    pub error: String,
    pub cause: String,
}

/// Answers the calls of tasks.
pub type Tasks<'a> = dyn FnMut(&TaskCall<'_>, &mut Random) -> Result<Value, TaskFailure> + 'a;

/// Which names the data failures of JSONPath have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorNames {
    /// `States.Runtime`, which nothing catches: what AWS was seen to do.
    Measured,
    /// Names of their own, which catchers take: what the language's specification says.
    Specified,
}

/// How to run.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Seed of the functions that give random values.
    pub seed: u64,
    /// How many states may be entered.
    pub max_visits: usize,
    pub error_names: ErrorNames,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { seed: 1, max_visits: 300, error_names: ErrorNames::Measured }
    }
}

/// A failure of a state or of the whole run.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// The error's name; a Fail state may have none.
    pub error: Option<String>,
    pub cause: Option<String>,
    /// The field that failed, as a path below its state; empty where a task or an inner state failed.
    pub field: String,
}

/// How a run ends.
#[derive(Clone, Debug, PartialEq)]
pub enum Ending {
    Succeeded(Value),
    Failed(Failure),
    /// Something happens of which nobody knows what AWS does.
    Unsupported(String),
    /// More states were entered than allowed.
    OutOfSteps,
}

/// What became of a visit.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// The run ended inside the state.
    Unfinished,
    Next(String),
    End,
    Failed(Failure),
    /// The state failed and is tried again: another visit follows.
    Retried(Failure),
    Caught {
        failure: Failure,
        /// The index of the catcher.
        catcher: usize,
        next: String,
    },
}

/// One attempt at a state.
#[derive(Clone, Debug)]
pub struct Visit {
    /// The JSON pointer of the state.
    pub state: String,
    pub input: Value,
    /// The variables visible on entry.
    pub variables: Variables,
    /// The input after InputPath.
    pub effective: Option<Value>,
    /// What Parameters or Arguments made of it, for a Map the array of items.
    pub arguments: Option<Value>,
    /// The result before ResultSelector.
    pub result: Option<Value>,
    pub output: Option<Value>,
    /// What a Choice decided: the index of the rule, or none for Default.
    pub rule: Option<usize>,
    pub outcome: Outcome,
}

/// A finished run.
#[derive(Clone, Debug)]
pub struct Run {
    pub ending: Ending,
    /// All visits, in the order of entry.
    pub trace: Vec<Visit>,
    /// The variables of the machine's own scope in the end.
    pub variables: Variables,
}

/// Why an expression has no value.
#[derive(Clone, Debug, PartialEq)]
pub enum Trouble {
    /// It fails, for the reason given.
    Fails(String),
    /// Nobody knows, or the interpreter does not.
    Unsupported(String),
}

fn unsupported<T>(what: impl Into<String>) -> Result<T, Trouble> {
    Err(Trouble::Unsupported(what.into()))
}

/// Why a state does not end.
#[derive(Clone, Debug)]
enum Stop {
    Fails(Failure),
    Unsupported(String),
    OutOfSteps,
}

impl From<Trouble> for Stop {
    fn from(trouble: Trouble) -> Stop {
        match trouble {
            Trouble::Unsupported(what) => Stop::Unsupported(what),
            Trouble::Fails(why) => Stop::Fails(failure("States.Runtime", why, "")),
        }
    }
}

fn failure(error: &str, cause: impl Into<String>, field: &str) -> Failure {
    Failure { error: Some(error.to_owned()), cause: Some(cause.into()), field: field.to_owned() }
}

/// An execution under way.
struct Interpreter<'a, 't> {
    settings: &'a Settings,
    tasks: &'a mut Tasks<'t>,
    random: Random,
    is_jsonata: bool,
    trace: Vec<Visit>,
}

/// What a run begins with.
#[derive(Clone, Debug)]
pub struct Start {
    /// The input of the first state.
    pub input: Value,
    /// What `$$.Execution.Input` is; the input, unless the run begins in the middle of an execution.
    pub execution_input: Value,
    /// Variables that are assigned already.
    pub variables: Variables,
}

/// Runs a definition on an input.
pub fn run(definition: &Value, input: &Value, settings: &Settings, tasks: &mut Tasks<'_>) -> Run {
    let start = Start { input: input.clone(), execution_input: input.clone(), variables: Variables::new() };
    run_from(definition, start, settings, tasks)
}

/// Runs a definition as if something had run before it.
pub fn run_from(definition: &Value, start: Start, settings: &Settings, tasks: &mut Tasks<'_>) -> Run {
    let random = Random::new(settings.seed);
    let is_jsonata = definition.get("QueryLanguage").and_then(Value::as_str) == Some("JSONata");
    let mut interpreter = Interpreter { settings, tasks, random, is_jsonata, trace: Vec::new() };
    let execution = context::execution(&start.execution_input);
    let mut variables = start.variables;
    let ending = match interpreter.scope("", definition, start.input, &mut variables, &execution) {
        Ok(output) => Ending::Succeeded(output),
        Err(Stop::Fails(failure)) => Ending::Failed(failure),
        Err(Stop::Unsupported(what)) => Ending::Unsupported(what),
        Err(Stop::OutOfSteps) => Ending::OutOfSteps,
    };
    Run { ending, trace: interpreter.trace, variables }
}
