//! Payload templates of JSONPath, and the values of JSONata states.

use serde_json::{Map, Value};

use super::intrinsics;
use super::jsonata::{self, Val};
use super::paths::{self, Roots};
use super::random::Random;
use super::{Trouble, Variables, unsupported};

/// Why a template has no value, with the path of its member that fails.
pub type Located = (String, Trouble);

/// Evaluates a payload template: members `x.$` hold paths and calls, all else is literal (`paths.md 3.5`).
pub fn payload(template: &Value, roots: &Roots<'_>, random: &mut Random) -> Result<Value, Located> {
    match template {
        Value::Object(members) => {
            let mut object = Map::new();
            for (key, value) in members {
                let evaluated = match (key.strip_suffix(".$"), value) {
                    (None, value) => payload(value, roots, random),
                    (Some(_), Value::String(text)) => {
                        path_or_call(text, roots, random).map_err(|trouble| (String::new(), trouble))
                    }
                    (Some(_), _) => {
                        Err((String::new(), Trouble::Unsupported("a path that is no text".into())))
                    }
                };
                let value = evaluated.map_err(|(below, trouble)| (format!("/{key}{below}"), trouble))?;
                object.insert(key.strip_suffix(".$").unwrap_or(key).to_owned(), value);
            }
            Ok(Value::Object(object))
        }
        Value::Array(items) => {
            let mut array = Vec::new();
            for (index, item) in items.iter().enumerate() {
                let item = payload(item, roots, random);
                array.push(item.map_err(|(below, trouble)| (format!("/{index}{below}"), trouble))?);
            }
            Ok(Value::Array(array))
        }
        scalar => Ok(scalar.clone()),
    }
}

/// Evaluates a path or an intrinsic function call.
pub fn path_or_call(text: &str, roots: &Roots<'_>, random: &mut Random) -> Result<Value, Trouble> {
    match text.starts_with("States.") {
        true => intrinsics::evaluate_text(text, roots, random),
        false => paths::evaluate_text(text, roots),
    }
}

/// Evaluates a value of a JSONata state: every text `{% … %}` in it, at any depth.
pub fn query(
    template: &Value,
    states: &Val,
    variables: &Variables,
    random: &mut Random,
) -> Result<Value, Located> {
    match template {
        Value::Object(members) => {
            let mut object = Map::new();
            for (key, value) in members {
                let value = query(value, states, variables, random);
                let value = value.map_err(|(below, trouble)| (format!("/{key}{below}"), trouble))?;
                object.insert(key.clone(), value);
            }
            Ok(Value::Object(object))
        }
        Value::Array(items) => {
            let mut array = Vec::new();
            for (index, item) in items.iter().enumerate() {
                let item = query(item, states, variables, random);
                array.push(item.map_err(|(below, trouble)| (format!("/{index}{below}"), trouble))?);
            }
            Ok(Value::Array(array))
        }
        Value::String(text) => match expression(text) {
            None if text.starts_with("{%") => unsupported("an expression that is not closed"),
            None => Ok(template.clone()),
            Some(expression) => match jsonata::evaluate(expression, states, variables, random) {
                Ok(Some(value)) => Ok(value),
                Ok(None) => Err(Trouble::Fails("the expression returned nothing (undefined)".to_owned())),
                Err(trouble) => Err(trouble),
            },
        }
        .map_err(|trouble| (String::new(), trouble)),
        scalar => Ok(scalar.clone()),
    }
}

/// The text between `{%` and `%}`.
pub fn expression(text: &str) -> Option<&str> {
    text.strip_prefix("{%")?.strip_suffix("%}")
}
