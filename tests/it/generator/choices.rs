//! Choice states: rules with all comparators.

use serde_json::{Value, json};

use super::Generator;
use super::data;
use super::reads::{Language, Source, Want, read};
use super::states::Draft;

/// Equality tells most of the data, so that it stands there twice.
const ORDERS: [&str; 6] =
    ["Equals", "Equals", "LessThan", "GreaterThan", "LessThanEquals", "GreaterThanEquals"];

/// The comparators by the beginning of their names, with the types that they compare.
const FAMILIES: [(&str, &[&str], Want); 13] = [
    ("String", &ORDERS, Want::Text),
    ("String", &ORDERS, Want::Text),
    ("String", &ORDERS, Want::Text),
    ("String", &["Matches"], Want::Text),
    ("Numeric", &ORDERS, Want::Number),
    ("Numeric", &ORDERS, Want::Number),
    ("Numeric", &ORDERS, Want::Number),
    ("Boolean", &["Equals"], Want::Bool),
    ("Timestamp", &ORDERS, Want::Timestamp),
    ("Timestamp", &ORDERS, Want::Timestamp),
    ("Timestamp", &ORDERS, Want::Timestamp),
    ("Is", &["Null", "Present", "Numeric", "String", "Boolean", "Timestamp"], Want::Any),
    ("Is", &["Null", "Present", "Numeric", "String", "Boolean", "Timestamp"], Want::Any),
];

/// How many of a hundred rules lead back.
const BACK: usize = 6;

impl Generator {
    pub(super) fn choice(&mut self, draft: &mut Draft<'_>, names: &[String], index: usize) {
        let sources = self.own_sources(draft);
        let mut rules = Vec::new();
        let most = if draft.is_jsonata() { 3 } else { 7 };
        for number in 0..self.random.between(1, most) {
            let mut rule = match draft.language {
                Language::Jsonata => json!({ "Condition": self.condition(&sources) }),
                Language::JsonPath => self.rule(&sources, 2),
            };
            rule["Next"] = Value::from(match self.random.below(100) {
                0..BACK if index > 0 => self.random.pick(&names[..index]).clone(),
                BACK..20 => format!("Leave {} {number}", names[index]),
                _ => self.random.pick(&names[index + 1..]).clone(),
            });
            if self.random.chance(20) {
                rule["Assign"] = self.variables(draft.scope, &sources, draft.language);
            }
            if draft.is_jsonata() && self.random.chance(25) {
                rule["Output"] = self.payload(&sources, draft.language, 1);
            }
            rules.push(rule);
        }
        draft.state["Choices"] = Value::Array(rules);
        // The next state must be reachable, whatever the rules are.
        let is_led_to = draft.state["Choices"][0]["Next"] == names[index + 1].as_str();
        if !is_led_to || self.random.chance(80) {
            draft.state["Default"] = Value::from(names[index + 1].as_str());
            if self.random.chance(15) {
                draft.state["Assign"] = self.variables(draft.scope, &sources, draft.language);
            }
        }
        self.output(draft);
    }

    fn rule(&mut self, sources: &[Source], depth: usize) -> Value {
        if depth > 0 && self.random.chance(45) {
            return match self.random.below(4) {
                0 => json!({ "Not": self.rule(sources, depth - 1) }),
                1 => json!({ "Or": [self.rule(sources, depth - 1), self.rule(sources, depth - 1)] }),
                2 => json!({ "And": [self.rule(sources, depth - 1), self.rule(sources, depth - 1)] }),
                _ => {
                    let test = self.test(sources);
                    json!({ "And": [{ "Variable": test["Variable"], "IsPresent": true }, test] })
                }
            };
        }
        self.test(sources)
    }

    /// Variable and a comparator.
    fn test(&mut self, sources: &[Source]) -> Value {
        let (family, orders, want) = *self.random.pick(&FAMILIES);
        // Values of another type compare as false.
        let wanted = if self.random.chance(12) { Want::Any } else { want };
        let found = read(&mut self.random, sources, wanted, Language::JsonPath)
            .or_else(|| read(&mut self.random, sources, Want::Any, Language::JsonPath));
        let (path, value) = found.unwrap_or_else(|| ("$".to_owned(), Value::Null));
        let name = format!("{family}{}", self.random.pick(orders));
        if family == "Is" {
            let is_astray = name == "IsPresent" && self.random.chance(50);
            let path = if is_astray { format!("{path}.absent") } else { path };
            return json!({ "Variable": path, name: self.random.chance(50) });
        }
        if name == "StringMatches" {
            return json!({ "Variable": path, name: self.random.pick(&["*", "a*", "*e*n", "open", "x-\\*", "*Z"]) });
        }
        if self.random.chance(50)
            && let Some((other, _)) = read(&mut self.random, sources, want, Language::JsonPath)
        {
            return json!({ "Variable": path, format!("{name}Path"): other });
        }
        let literal = match want {
            Want::Text if value.is_string() && self.random.chance(70) => value,
            Want::Text => data::text(&mut self.random),
            Want::Number if value.is_number() && self.random.chance(50) => value,
            Want::Number => data::number(&mut self.random),
            Want::Bool => Value::Bool(self.random.chance(50)),
            _ => Value::from("2026-02-03T04:05:06Z"),
        };
        json!({ "Variable": path, name: literal })
    }
}
