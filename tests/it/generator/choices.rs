//! Choice states: rules with all comparators.

use serde_json::{Value, json};

use super::Generator;
use super::data;
use super::reads::{Language, Source, Want, read};
use super::states::Draft;

/// The comparators with a value, by the type that they compare.
const ORDERS: [&str; 5] = ["Equals", "LessThan", "GreaterThan", "LessThanEquals", "GreaterThanEquals"];
const TYPES: [&str; 6] = ["IsNull", "IsPresent", "IsNumeric", "IsString", "IsBoolean", "IsTimestamp"];

/// How many of a hundred rules lead back.
const BACK: usize = 6;

impl Generator {
    pub(super) fn choice(&mut self, draft: &mut Draft<'_>, names: &[String], index: usize) {
        let sources = self.own_sources(draft);
        let mut rules = Vec::new();
        for number in 0..self.random.between(1, 3) {
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
        self.output(draft, None);
    }

    fn rule(&mut self, sources: &[Source], depth: usize) -> Value {
        if depth > 0 && self.random.chance(35) {
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
        let kind = self.random.below(9);
        let (family, want) = match kind {
            0..2 => ("String", Want::Text),
            2..4 => ("Numeric", Want::Number),
            4 => ("Boolean", Want::Bool),
            5 => ("Timestamp", Want::Timestamp),
            6 => ("StringMatches", Want::Text),
            _ => ("", Want::Any),
        };
        // Values of another type compare as false.
        let read_want = if self.random.chance(12) { Want::Any } else { want };
        let found = read(&mut self.random, sources, read_want, Language::JsonPath)
            .or_else(|| read(&mut self.random, sources, Want::Any, Language::JsonPath));
        let (path, value) = found.unwrap_or_else(|| ("$".to_owned(), Value::Null));
        if family.is_empty() {
            let test = *self.random.pick(&TYPES);
            let path =
                if test == "IsPresent" && self.random.chance(50) { format!("{path}.absent") } else { path };
            return json!({ "Variable": path, test: self.random.chance(50) });
        }
        if family == "StringMatches" {
            return json!({ "Variable": path, family: self.random.pick(&["*", "a*", "*e*n", "open", "x-\\*", "*Z"]) });
        }
        let order = if family == "Boolean" { "Equals" } else { *self.random.pick(&ORDERS) };
        let name = format!("{family}{order}");
        if self.random.chance(35)
            && let Some((other, _)) = read(&mut self.random, sources, want, Language::JsonPath)
        {
            return json!({ "Variable": path, format!("{name}Path"): other });
        }
        let literal = match want {
            Want::Text if value.is_string() && self.random.chance(50) => value,
            Want::Text => data::text(&mut self.random),
            Want::Number if value.is_number() && self.random.chance(50) => value,
            Want::Number => data::number(&mut self.random),
            Want::Bool => Value::Bool(self.random.chance(50)),
            _ => Value::from("2026-02-03T04:05:06Z"),
        };
        json!({ "Variable": path, name: literal })
    }
}
