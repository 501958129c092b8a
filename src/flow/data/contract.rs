use std::collections::BTreeMap;

use serde_json::Value;

use crate::shape::{Shape, is_schema};

/// What somebody promises of the data of a definition, beyond what its text tells.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Contract {
    /// The state machine of a template that it is about; none for every definition.
    pub definition: Option<String>,
    /// What executions begin with.
    pub input: Option<Promise>,
    /// What tasks give, before `ResultSelector`, by the names of the states.
    pub results: BTreeMap<String, Promise>,
    /// What Lambda functions answer, by their names, or by what stands for them: `${ChargeFunctionArn}`.
    pub functions: BTreeMap<String, Promise>,
}

/// What a contract can name of a definition.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Promisable {
    /// The state machines of templates that have it.
    pub definitions: Vec<String>,
    /// The states whose tasks' results can be promised.
    pub tasks: Vec<String>,
    /// The Lambda functions that answer its tasks, as far as it tells them.
    pub functions: Vec<String>,
    /// Whether these are all.
    pub is_whole: bool,
}

/// What some data is promised to be.
#[derive(Clone, Debug, PartialEq)]
pub struct Promise {
    /// The values.
    pub shape: Shape,
    /// The file that says so.
    pub file: String,
    /// What the file holds.
    pub kind: PromiseKind,
}

/// How a promise is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PromiseKind {
    /// By a JSON Schema.
    Schema,
    /// By one value that is like the others.
    Sample,
}

impl Promise {
    /// What a file promises that holds `value`: a schema, or a sample (see [`is_schema`]).
    pub fn new(value: &Value, file: &str) -> Self {
        let (kind, shape) = match is_schema(value) {
            true => (PromiseKind::Schema, Shape::of_schema(value)),
            false => (PromiseKind::Sample, Shape::of_sample(value)),
        };
        Self { shape, file: file.to_owned(), kind }
    }
}

impl PromiseKind {
    /// What the file holds, in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Schema => "JSON Schema",
            Self::Sample => "sample",
        }
    }
}

impl Contract {
    /// What several contracts promise together, of which the later ones outweigh the others.
    pub fn of<'c>(contracts: impl IntoIterator<Item = &'c Self>) -> Self {
        let mut all = Self::default();
        for contract in contracts {
            all.input = contract.input.clone().or(all.input);
            let of = |promises: &BTreeMap<String, Promise>| promises.clone().into_iter();
            all.results.extend(of(&contract.results));
            all.functions.extend(of(&contract.functions));
        }
        all
    }

    /// What executions begin with, as far as that is promised.
    pub fn input_shape(&self) -> Shape {
        self.input.as_ref().map_or(Shape::ANY, |promise| promise.shape.clone())
    }

    /// What the function answers that a text names: by its name, its ARN or a part of that, with a version or without.
    pub fn function(&self, text: &str) -> Option<&Shape> {
        let found = function_names(text).into_iter().find_map(|name| self.functions.get(name));
        found.map(|promise| &promise.shape)
    }
}

/// What a contract may call the function that a text names: as it stands there, or by its name alone.
pub fn function_names(text: &str) -> [&str; 2] {
    let name = text.rsplit_once("function:").map_or(text, |(_, name)| name);
    [text, name.split(':').next().unwrap_or(name)]
}
