//! The JSON Schema of `aslint.toml`, made of the same tables as the reader, for editors.

use serde_json::{Map, Value, json};

use super::keys::{self, Key, Takes};
use crate::rules::{self, RULES};

/// The schema that `schemas/config.schema.json` holds.
pub fn schema() -> Value {
    let mut names: Vec<&str> = rules::names().chain(["all"]).collect();
    names.sort_unstable();
    names.dedup();
    let mut schema = object(keys::TOP);
    let Some(members) = schema.as_object_mut() else { return schema };
    let mut whole = Map::new();
    whole.insert("$schema".into(), "https://json-schema.org/draft/2020-12/schema".into());
    whole.insert(
        "$id".into(),
        "https://raw.githubusercontent.com/aslint/aslint/main/schemas/config.schema.json".into(),
    );
    whole.insert("title".into(), "aslint.toml".into());
    whole.insert("description".into(), "The configuration of aslint.".into());
    whole.append(members);
    whole.insert("$defs".into(), json!({ "ruleName": { "enum": names } }));
    Value::Object(whole)
}

fn object(keys: &[Key]) -> Value {
    let properties: Map<String, Value> =
        keys.iter().map(|key| (key.name.to_owned(), property(key))).collect();
    json!({ "type": "object", "additionalProperties": false, "properties": properties })
}

fn property(key: &Key) -> Value {
    let text = || json!({ "type": "string" });
    let rule = || json!({ "$ref": "#/$defs/ruleName" });
    let list = |item: Value| json!({ "oneOf": [item, { "type": "array", "items": item }] });
    let mut property = match key.takes {
        Takes::Rules => list(rule()),
        Takes::Patterns | Takes::Texts => list(text()),
        Takes::Text => text(),
        Takes::WorkflowType => json!({ "enum": ["standard", "express"] }),
        Takes::Switch => json!({ "type": "boolean" }),
        Takes::Count => json!({ "type": "integer", "minimum": 0 }),
        Takes::Severities => json!({
            "type": "object",
            "propertyNames": rule(),
            "additionalProperties": { "enum": ["error", "warning", "info", "off"] }
        }),
        Takes::RuleOptions => {
            let mut rules = Map::new();
            for rule in RULES.iter().map(|entry| &entry.rule).filter(|rule| !rule.options.is_empty()) {
                let options = rule.options.iter().map(|option| {
                    let mut schema = list(text());
                    schema["description"] = option.summary.into();
                    (option.name.to_owned(), schema)
                });
                let options: Map<String, Value> = options.collect();
                rules.insert(
                    rule.id.to_owned(),
                    json!({ "type": "object", "additionalProperties": false, "properties": options }),
                );
            }
            json!({ "type": "object", "additionalProperties": false, "properties": rules })
        }
        Takes::Files => json!({ "type": "object", "additionalProperties": text() }),
        Takes::Tables(keys, required) => {
            let mut item = object(keys);
            item["required"] = json!([required]);
            json!({ "type": "array", "items": item })
        }
    };
    property["description"] = key.summary.into();
    property
}
