//! `schemas/asl.schema.json` against its meta-schema and against what aslint finds.

use std::collections::BTreeMap;
use std::path::PathBuf;

use aslint::Settings;
use serde_json::Value;

use crate::fixtures::{definitions, name};
use crate::support::{lint_text, read, root, shared};

/// Rules about the structure of a definition, which the schema states too.
const STRUCTURAL: [&str; 17] = [
    "choice-rule-kind",
    "conflicting-fields",
    "empty-list",
    "execution-type-inline",
    "invalid-label",
    "misplaced-field",
    "missing-alternative",
    "missing-field",
    "missing-next",
    "next-and-end",
    "not-a-state-machine",
    "out-of-range",
    "reader-config-mismatch",
    "unknown-field",
    "unknown-state-type",
    "unknown-value",
    "wrong-type",
];

/// Definitions on which the two differ, and why.
const EXCEPTIONS: [(&str, &str); 0] = [];

fn schema() -> Value {
    serde_json::from_str(&read(&root().join("schemas/asl.schema.json"))).expect("the schema is JSON")
}

#[test]
fn the_schemas_are_sound() {
    let folder = std::fs::read_dir(root().join("schemas")).expect("a folder");
    for entry in folder.filter_map(Result::ok) {
        let schema: Value = serde_json::from_str(&read(&entry.path())).expect("a schema is JSON");
        let problem = jsonschema::meta::validate(&schema).err().map(|error| error.to_string());
        assert_eq!(problem, None, "{}", entry.path().display());
    }
}

/// Fields in whose values a placeholder changes nothing for the schema: they take any text, or anything.
const FREE: [&str; 14] = [
    "Arguments",
    "Assign",
    "BatchInput",
    "Cause",
    "Comment",
    "Credentials",
    "Default",
    "Error",
    "ItemSelector",
    "Next",
    "Output",
    "Parameters",
    "Resource",
    "Result",
];

/// Whether a `${…}` stands where it may be a number or one word of a list.
fn has_placeholder(root: &Value) -> bool {
    let mut open = vec![root];
    while let Some(value) = open.pop() {
        match value {
            Value::String(text) if text.contains("${") => return true,
            Value::Array(items) => open.extend(items),
            Value::Object(members) => {
                open.extend(
                    members.iter().filter(|(key, _)| !FREE.contains(&key.as_str())).map(|(_, value)| value),
                );
            }
            _ => {}
        }
    }
    false
}

fn corpus() -> Vec<PathBuf> {
    let Some(folder) = shared("corpus/standalone") else { return Vec::new() };
    let listing = std::fs::read_dir(folder).expect("a folder");
    listing.filter_map(|entry| Some(entry.ok()?.path())).collect()
}

#[test]
fn the_schema_agrees_with_the_findings() {
    let validator = jsonschema::validator_for(&schema()).expect("the schema is sound");
    let exceptions: BTreeMap<&str, &str> = EXCEPTIONS.into_iter().collect();
    let mut differences = Vec::new();
    let (mut valid, mut invalid) = (0, 0);
    let paths = ["ok", "err", "formats", "newcomers"].into_iter().flat_map(definitions).chain(corpus());
    for path in paths {
        let name = name(&path);
        let text = read(&path);
        let Ok(value) = serde_json::from_str::<Value>(&text) else { continue };
        if has_placeholder(&value) || exceptions.contains_key(name.as_str()) {
            continue;
        }
        let findings = lint_text(&name, &text, &Settings::default());
        let structural: Vec<String> = findings
            .iter()
            .filter(|finding| STRUCTURAL.contains(&finding.rule.id))
            .map(|finding| format!("    aslint: {} {} {}", finding.rule.id, finding.pointer, finding.message))
            .collect();
        let problems: Vec<String> = validator
            .iter_errors(&value)
            .map(|error| format!("    schema: {} {error}", error.instance_path()).chars().take(300).collect())
            .collect();
        if structural.is_empty() && problems.is_empty() {
            valid += 1;
        } else if structural.is_empty() != problems.is_empty() {
            differences.push(format!("{name}\n{}\n{}", structural.join("\n"), problems.join("\n")));
        } else {
            invalid += 1;
        }
    }
    println!("{valid} definitions valid and {invalid} invalid for both");
    assert!(differences.is_empty(), "{} differences\n{}", differences.len(), differences.join("\n"));
    assert!(valid >= 10 && invalid >= 10);
}
