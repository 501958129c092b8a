//! What following the data costs: in real definitions, and where it is hardest.

use std::hint::black_box;

use aslint::rules::{DATA_FLOW, in_family};
use aslint::source::SourceFile;
use aslint::{Settings, Workspace, lint_file};
use divan::Bencher;
use serde_json::{Map, Value, json};

use super::Expectation;

/// How many Maps stand in each other.
const NESTED: usize = 200;
/// How many states lead to each other.
const CLIQUE: usize = 300;
/// How many rules a Choice has.
const RULES: usize = 2_000;

fn lint(text: &str, settings: &Settings) -> usize {
    let mut workspace = Workspace::default();
    let id = workspace.add(SourceFile::new("bench.asl.json", text));
    black_box(lint_file(&workspace, id, Expectation::Definition, settings).findings.len())
}

/// Settings in which nothing asks for the data.
pub fn without_flow() -> Settings {
    let mut settings = Settings::default();
    in_family(DATA_FLOW).for_each(|rule| settings.severities.set(rule, None));
    settings
}

#[divan::bench(args = [true, false], max_time = 1)]
fn corpus(bencher: Bencher, with_flow: bool) {
    let Some(input) = super::corpus() else { return };
    let settings = if with_flow { Settings::default() } else { without_flow() };
    bencher.bench_local(|| input.texts.iter().map(|text| lint(text, &settings)).sum::<usize>());
}

#[divan::bench(args = ["maps in maps", "clique", "rules"], max_time = 3, sample_count = 5)]
fn worst_cases(bencher: Bencher, name: &str) {
    let text = match name {
        "maps in maps" => maps_in_maps(),
        "clique" => clique(),
        _ => rules(),
    };
    let text = text.to_string();
    bencher.bench_local(|| lint(&text, &Settings::default()));
}

/// Maps in Maps, each in a loop of its own.
fn maps_in_maps() -> Value {
    let mut inner = json!({ "StartAt": "x", "States": { "x": { "Type": "Pass", "Parameters": { "v.$": "$" }, "End": true } } });
    for depth in 0..NESTED {
        let (map, again, end) = (format!("m{depth}"), format!("n{depth}"), format!("e{depth}"));
        let rule = json!({ "Variable": "$[0].v", "IsPresent": true, "Next": map });
        let mut states = Map::new();
        states.insert(
            map.clone(),
            json!({
                "Type": "Map", "ItemsPath": "$.v", "ItemProcessor": inner, "Next": again,
                "ItemSelector": { "v.$": "$$.Map.Item.Value", "w.$": "$" }
            }),
        );
        states.insert(again, json!({ "Type": "Choice", "Choices": [rule], "Default": end }));
        states.insert(end, json!({ "Type": "Succeed" }));
        inner = json!({ "StartAt": map, "States": states });
    }
    inner
}

/// States that all lead to each other, each by a rule of its own.
fn clique() -> Value {
    let mut states = Map::new();
    for state in 0..CLIQUE {
        let rule = |to: usize| json!({ "Variable": format!("$.a{to}"), "NumericEquals": state, "Next": format!("c{to}") });
        let rules: Vec<Value> = (0..CLIQUE).map(rule).collect();
        states.insert(format!("c{state}"), json!({ "Type": "Choice", "Choices": rules, "Default": "end" }));
    }
    states.insert("end".to_owned(), json!({ "Type": "Succeed" }));
    json!({ "StartAt": "c0", "States": states })
}

/// A Choice with very many rules in a loop.
fn rules() -> Value {
    let members: Map<String, Value> = (0..100).map(|at| (format!("a{at}"), json!({ "b.$": "$" }))).collect();
    let rule = |at: usize| {
        let test =
            |part: usize| json!({ "Variable": format!("$.a{}.b.c{part}", at % 100), "IsPresent": true });
        json!({ "And": (0..10).map(test).collect::<Vec<_>>(), "Next": "again" })
    };
    json!({ "StartAt": "make", "States": {
        "make": { "Type": "Pass", "Parameters": members, "Next": "choose" },
        "choose": { "Type": "Choice", "Choices": (0..RULES).map(rule).collect::<Vec<_>>(), "Default": "end" },
        "again": { "Type": "Pass", "Next": "choose" },
        "end": { "Type": "Succeed" }
    } })
}
