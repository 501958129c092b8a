//! `aslint flow`: what it shows of the data.

use serde_json::Value;

use crate::cli::{aslint, folder, folder_with, pipe, run};
use crate::support::{read, root};

/// What the command prints of a fixture.
fn shown(arguments: &[&str]) -> String {
    let fixtures = root().join("tests/fixtures/flow");
    let all: Vec<&str> = ["flow", "--isolated"].iter().chain(arguments).copied().collect();
    run(&fixtures, &all).exits(0).out
}

fn assert_snapshot(name: &str, text: String) {
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(name, text) });
}

#[test]
fn shows_every_state_in_both_query_languages() {
    for file in ["shipping.asl.json", "billing.asl.yaml"] {
        let name = file.split('.').next().unwrap_or_default();
        assert_snapshot(&format!("{name}_text"), shown(&[file]));
        let json = shown(&[file, "--format", "json"]);
        let value: Value = serde_json::from_str(&json).expect("the output is JSON");
        let schema = serde_json::from_str(&read(&root().join("schemas/flow.schema.json"))).expect("JSON");
        let schema = jsonschema::validator_for(&schema).expect("the schema is one");
        assert_eq!(schema.iter_errors(&value).map(|error| error.to_string()).collect::<Vec<_>>(), [""; 0]);
        assert_snapshot(&format!("{name}_json"), json);
    }
}

#[test]
fn shows_one_state() {
    let text = shown(&["shipping.asl.json", "--state", "Label"]);
    assert!(text.contains("Each order › Both › branch 1 › Label") && !text.contains("Notify"), "{text}");
    // All states are shown in a few levels, one in all of them.
    let deep = |text: &str| text.contains("?Bool: any");
    assert!(deep(&shown(&["shipping.asl.json", "--state", "Any?"])) && !deep(&shown(&["shipping.asl.json"])));
    let folder = root().join("tests/fixtures/flow");
    run(&folder, &["flow", "shipping.asl.json", "--state", "Lable"])
        .exits(2)
        .complains("shipping.asl.json has no state of the name `Lable`")
        .complains("Did you mean `Label`?");
}

#[test]
fn writes_where_it_is_told_and_reads_standard_input() {
    let flow = "StartAt: A\nStates:\n  A: { Type: Succeed }\n";
    let folder = folder_with("flow", &[("flow.asl.yaml", flow)]);
    let shown = run(&folder, &["flow", "flow.asl.yaml"]).exits(0).says("input            any");
    run(&folder, &["flow", "flow.asl.yaml", "-o", "flow.txt"]).exits(0).silent_on("input");
    assert_eq!(read(&folder.join("flow.txt")), shown.out);
    pipe(&folder, &["flow", "-", "--stdin-filename", "a.asl.yaml"], flow.as_bytes())
        .exits(0)
        .says("A  Succeed");
    run(&folder, &["flow", "."]).exits(2).complains("is a folder");
    run(&folder, &["flow", "flow.asl.yaml", "--color", "always"]).exits(0).says("\u{1b}[1mA\u{1b}[0m");
}

#[test]
fn shows_definitions_in_templates() {
    let template = "Resources:\n  Flow:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      Definition:\n        StartAt: A\n        States:\n          A: { Type: Pass, Result: 1, End: true }\n  Other:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      DefinitionUri: other.asl.json\n";
    let other = r#"{"StartAt": "B", "States": {"B": {"Type": "Succeed"}}}"#;
    let folder = folder_with("flow-template", &[("template.yaml", template), ("other.asl.json", other)]);
    run(&folder, &["flow", "template.yaml"])
        .exits(0)
        .says("template.yaml: Flow")
        .says("other.asl.json: Other");
    run(&folder, &["flow", "template.yaml", "--definition", "Flow"])
        .exits(0)
        .says("output           1")
        .silent_on("Other");
    run(&folder, &["flow", "template.yaml", "--definition", "Flaw"])
        .exits(2)
        .complains("Did you mean `Flow`?");
}

#[test]
fn what_a_terminal_would_obey_is_shown() {
    let text = r#"{"StartAt": "A\u001b[2J", "States": {"A\u001b[2J": {"Type": "Pass", "Result": {"k\u001b[2J": "\u001b[2J\u202e"}, "End": true}}}"#;
    let shown = pipe(&folder("flow-hostile"), &["flow", "-"], text.as_bytes()).exits(0);
    assert!(!shown.out.contains(['\u{1b}', '\u{202e}']), "{}", shown.out);
}

#[test]
fn a_large_definition_is_shown_fast() {
    let state = |at: usize| {
        format!(
            r#""S{at}": {{"Type": "Pass", "Result": {{"at": {at}}}, "ResultPath": "$.s{at}", "Next": "S{}"}}"#,
            at + 1
        )
    };
    let states: Vec<String> = (0..500).map(state).collect();
    let text =
        format!(r#"{{"StartAt": "S0", "States": {{{}, "S500": {{"Type": "Succeed"}}}}}}"#, states.join(", "));
    let folder = folder_with("flow-large", &[("flow.asl.json", &text)]);
    for format in ["text", "json"] {
        let begin = std::time::Instant::now();
        let output = aslint(&folder, &["flow", "flow.asl.json", "--format", format, "-o", "out"]).output();
        assert!(output.is_ok_and(|output| output.status.success()));
        assert!(begin.elapsed().as_secs() < 60, "{format}: {:?}", begin.elapsed());
    }
}

#[test]
fn what_a_map_reads_is_known_where_it_is_on_record() {
    let get = |config: &str| {
        format!(
            r#"{{"Resource": "arn:aws:states:::s3:getObject", "Parameters": {{"Bucket": "b", "Key": "k"}}, "ReaderConfig": {config}}}"#
        )
    };
    let list = |more: &str| {
        format!(
            r#"{{"Resource": "arn:${{AWS::Partition}}:states:::s3:listObjectsV2", "Parameters": {{"Bucket": "b"}}{more}}}"#
        )
    };
    let csv = r#""InputType": "CSV", "CSVHeaderLocation""#;
    let rows = [
        (
            get(&format!(r#"{{{csv}: "GIVEN", "CSVHeaders": ["id", "total"]}}"#)),
            "{id: string, total: string}",
        ),
        (get(&format!(r#"{{{csv}: "FIRST_ROW"}}"#)), "{*: string}"),
        (get(&format!(r#"{{{csv}: "GIVEN", "CSVHeaders": ["id", "${{Column}}"]}}"#)), "{*: string}"),
        (get(&format!(r#"{{{csv}: "FIRST_ROW", "CSVHeaders": ["id"]}}"#)), "{*: string}"),
        (get(&format!(r#"{{{csv}: "FIRST_ROW", "Transformation": "LOAD_AND_FLATTEN"}}"#)), "any"),
        (
            get(r#"{"InputType": "CSV", "ManifestType": "ATHENA_DATA", "CSVHeaderLocation": "FIRST_ROW"}"#),
            "any",
        ),
        (get(r#"{"InputType": "${Type}"}"#), "any"),
        (get(r#"{"InputType": "JSON"}"#), "any"),
        (get(r#"{"InputType": "JSONL"}"#), "any"),
        (get(r#"{"InputType": "PARQUET"}"#), "any"),
        (get(r#"{"InputType": "MANIFEST"}"#), "any"),
        (list(r#", "ReaderConfig": {"MaxItems": 5, "Transformation": "NONE"}"#), "Key: string"),
        (list(r#", "ReaderConfig": {"InputType": "JSONL", "Transformation": "LOAD_AND_FLATTEN"}"#), "any"),
        (list(r#", "ReaderConfig": "${Config}""#), "any"),
    ];
    for (reader, expected) in rows {
        for batcher in ["", r#""ItemBatcher": {"MaxItemsPerBatch": 5},"#] {
            let flow = format!(
                r#"{{"StartAt": "Each", "States": {{"Each": {{"Type": "Map", "ItemReader": {reader}, {batcher} "ItemsPath": "$.none",
                "ItemProcessor": {{"ProcessorConfig": {{"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"}}, "StartAt": "Work", "States": {{"Work": {{"Type": "Succeed"}}}}}}, "End": true}}}}}}"#
            );
            let folder = folder_with("flow-reader", &[("flow.asl.json", flow.as_str())]);
            let shown =
                run(&folder, &["flow", "flow.asl.json", "--isolated", "--state", "Work"]).exits(0).out;
            let (_, input) = shown.split_once("Succeed\n  input ").unwrap_or_else(|| panic!("{shown}"));
            let input = input.split("\n  output").next().unwrap_or_default();
            let item = match batcher {
                "" => expected.to_owned(),
                _ if expected == "any" => "{Items: […]}".to_owned(),
                _ if expected.starts_with('{') => format!("{{Items: [{expected}…]}}"),
                _ => format!("{expected},"),
            };
            assert!(
                input.trim() == item || !expected.starts_with(['{', 'a']) && input.contains(&item),
                "{reader} {batcher}: {input}"
            );
        }
    }
}
