//! Which constructs a definition has, by name. Read from the definition itself, so that nothing is counted that the
//! generator only meant to write.

use std::collections::BTreeMap;

use aslint::expr::intrinsic::{self, ArgumentKind};
use aslint::expr::jsonata::{self, NodeKind};
use aslint::expr::jsonpath::{self, FilterExpr, Path, Root, SegmentKind};
use serde_json::Value;

/// How often each construct occurs.
pub type Counts = BTreeMap<String, usize>;

/// Counts the constructs of a definition.
pub fn constructs(definition: &Value, counts: &mut Counts) {
    let is_jsonata = definition["QueryLanguage"] == "JSONata";
    scope(definition, is_jsonata, counts);
}

fn add(counts: &mut Counts, name: impl Into<String>) {
    *counts.entry(name.into()).or_default() += 1;
}

fn scope(machine: &Value, is_jsonata: bool, counts: &mut Counts) {
    for state in machine["States"].as_object().into_iter().flat_map(|states| states.values()) {
        let own = is_jsonata || state["QueryLanguage"] == "JSONata";
        let kind = state["Type"].as_str().unwrap_or_default();
        let language = if own { "JSONata" } else { "JSONPath" };
        add(counts, format!("{language} {kind}"));
        for (field, value) in state.as_object().into_iter().flatten() {
            let inner = ["Branches", "ItemProcessor"].contains(&field.as_str());
            if !["Type", "QueryLanguage", "Next", "End", "Default", "Comment"].contains(&field.as_str()) {
                let null = if value.is_null() { " null" } else { "" };
                add(counts, format!("{language} {kind}.{field}{null}"));
            }
            match field.as_str() {
                "Result" | "Resource" => {}
                "Choices" => {
                    value.as_array().into_iter().flatten().for_each(|rule| choice(rule, own, counts))
                }
                "Catch" => {
                    for (name, _) in
                        value.as_array().into_iter().flatten().filter_map(Value::as_object).flatten()
                    {
                        add(counts, format!("{language} Catch.{name}"));
                    }
                    texts(value, "", own, counts);
                }
                _ if !inner => texts(value, field, own, counts),
                _ => {}
            }
        }
        for branch in state["Branches"].as_array().into_iter().flatten() {
            scope(branch, is_jsonata, counts);
        }
        if let Some(processor) = state.get("ItemProcessor") {
            let mode = processor["ProcessorConfig"]["Mode"].as_str().unwrap_or("INLINE");
            add(counts, format!("Map {mode}"));
            scope(processor, is_jsonata, counts);
        }
    }
}

fn choice(rule: &Value, is_jsonata: bool, counts: &mut Counts) {
    for (name, value) in rule.as_object().into_iter().flatten() {
        match name.as_str() {
            "Next" => continue,
            "And" | "Or" => {
                value.as_array().into_iter().flatten().for_each(|rule| choice(rule, is_jsonata, counts))
            }
            "Not" => choice(value, is_jsonata, counts),
            name => texts(value, name, is_jsonata, counts),
        }
        add(counts, format!("rule {name}"));
    }
}

/// Counts what the texts of a field hold; `key` is the name of the member.
fn texts(value: &Value, key: &str, is_jsonata: bool, counts: &mut Counts) {
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(key, value)| texts(value, key, is_jsonata, counts))
        }
        Value::Array(items) => items.iter().for_each(|item| texts(item, key, is_jsonata, counts)),
        Value::String(text) if is_jsonata => {
            if let Some(text) = text.strip_prefix("{%").and_then(|text| text.strip_suffix("%}")) {
                query(text, counts);
            }
        }
        Value::String(text) if text.starts_with("States.") => {
            if let Ok(found) = intrinsic::parse(text) {
                call(&found, counts);
            }
        }
        Value::String(text) if key.ends_with(".$") || key.ends_with("Path") || key == "Variable" => {
            if let Ok(found) = jsonpath::parse(text) {
                path(&found, counts);
            }
        }
        _ => {}
    }
}

fn call(found: &intrinsic::Call, counts: &mut Counts) {
    add(counts, found.name.clone());
    for argument in &found.arguments {
        match &argument.kind {
            ArgumentKind::Call(inner) => call(inner, counts),
            ArgumentKind::Path(inner) => path(inner, counts),
            _ => {}
        }
    }
}

fn path(found: &Path, counts: &mut Counts) {
    add(
        counts,
        match found.root {
            Root::Input => "path $",
            Root::Context => "path $$",
            Root::Variable { .. } => "path $variable",
            Root::Current => "path @",
        },
    );
    for segment in &found.segments {
        add(
            counts,
            match &segment.kind {
                SegmentKind::Child { .. } => "path name",
                SegmentKind::Index(indexes) if indexes.len() > 1 => "path union",
                SegmentKind::Index(_) => "path index",
                SegmentKind::Slice { .. } => "path slice",
                SegmentKind::Wildcard => "path wildcard",
                SegmentKind::DeepScan => "path deep scan",
                SegmentKind::Filter(condition) => filter(condition),
                SegmentKind::Call(_) => "path function",
                SegmentKind::Script => "path script",
            },
        );
    }
}

fn filter(condition: &FilterExpr) -> &'static str {
    match condition {
        FilterExpr::Or(_) | FilterExpr::And(_) => "path filter compound",
        FilterExpr::Not(_) | FilterExpr::Exists { .. } => "path filter exists",
        FilterExpr::Compare { .. } => "path filter comparison",
    }
}

fn query(text: &str, counts: &mut Counts) {
    let Ok(expression) = jsonata::parse(text) else { panic!("the generator wrote {text}") };
    for node in &expression.nodes {
        let name = match &node.kind {
            NodeKind::Call { callee, .. } => match expression.called_variable(*callee) {
                Some(name) if jsonata::functions::lookup(name).is_some() => format!("${name}"),
                _ => "query call".to_owned(),
            },
            NodeKind::Variable(name) if jsonata::functions::lookup(name).is_some() => continue,
            NodeKind::Binary(operator, ..) => format!("query {}", operator.text()),
            NodeKind::Path(path) => {
                if path.keep_array {
                    add(counts, "query []");
                }
                if path.group.is_some() || path.steps.iter().any(|step| step.group.is_some()) {
                    add(counts, "query group");
                }
                if path.steps.iter().any(|step| !step.stages.is_empty()) {
                    add(counts, "query predicate");
                }
                "query path".to_owned()
            }
            kind => {
                let name = format!("{kind:?}");
                let word = name.split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default();
                format!("query {word}")
            }
        };
        add(counts, name);
    }
}
