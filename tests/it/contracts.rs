//! Contracts: what schemas and samples promise of the data, and what is found with it.

use crate::cli::{folder_with, run};

const FLOW: &str = r#"{"StartAt": "Charge", "States": {
  "Charge": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke",
    "Parameters": {"FunctionName": "arn:aws:lambda:eu-west-1:123456789012:function:charge:live", "Payload": {"card.$": "$.card"}},
    "ResultPath": "$.charged",
    "Retry": [{"ErrorEquals": ["Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.SdkClientException", "Lambda.TooManyRequestsException"], "MaxAttempts": 2, "JitterStrategy": "FULL"}],
    "Next": "Tell"},
  "Tell": {"Type": "Pass", "Parameters": {"receipt.$": "$.charged.Payload.receipt"}, "End": true}}}"#;

const INPUT: &str = r##"{"type": "object", "required": ["id"], "additionalProperties": false,
  "properties": {"id": {"type": "string"}, "card": {"$ref": "#/$defs/card"}}, "$defs": {"card": {"type": "string"}}}"##;

const CLOSED: &str =
    r#"{"type": "object", "additionalProperties": false, "properties": {"id": {"type": "string"}}}"#;

/// The rules that report something in a folder with these files and the flow.
fn found(test: &str, files: &[(&str, &str)], arguments: &[&str]) -> Vec<String> {
    let mut all = vec![("flow.asl.json", FLOW)];
    all.extend(files);
    let folder = folder_with(test, &all);
    let arguments = ["check", "flow.asl.json", "--format", "concise"].iter().chain(arguments).copied();
    let run = run(&folder, &arguments.collect::<Vec<_>>());
    assert_ne!(run.code, Some(2), "{}", run.err);
    let rules =
        run.out.lines().filter_map(|line| line.split_once('[').and_then(|(_, rest)| rest.split_once(']')));
    let severity =
        |line: &str| ["error", "warning", "info"].into_iter().find(|word| line.contains(&format!(" {word}")));
    run.out
        .lines()
        .zip(rules)
        .map(|(line, (rule, _))| format!("{} {rule}", severity(line).unwrap_or("?")))
        .filter(|found| !found.starts_with("info"))
        .collect()
}

#[test]
fn nothing_is_said_of_what_nobody_promises() {
    assert_eq!(found("contracts-none", &[], &[]), [""; 0]);
}

#[test]
fn what_a_closed_schema_does_not_have_is_absent() {
    let files = [("input.json", CLOSED)];
    assert_eq!(found("contracts-closed", &files, &["--input", "input.json"]), ["error absent-path"]);
    let config = "[[contracts]]\npaths = \"*.asl.json\"\ninput = \"input.json\"\n";
    let files = [("input.json", CLOSED), ("aslint.toml", config)];
    assert_eq!(found("contracts-closed-config", &files, &[]), ["error absent-path"]);
    assert_eq!(found("contracts-closed-isolated", &files, &["--isolated"]), [""; 0]);
    let elsewhere = "[[contracts]]\npaths = \"other/\"\ninput = \"input.json\"\n";
    let files = [("input.json", CLOSED), ("aslint.toml", elsewhere)];
    assert_eq!(found("contracts-elsewhere", &files, &[]), [""; 0]);
}

#[test]
fn a_member_that_is_optional_may_be_absent() {
    let found = found("contracts-optional", &[("input.json", INPUT)], &["--input", "input.json"]);
    assert_eq!(found, ["warning possibly-absent-path"]);
}

#[test]
fn a_sample_tells_what_is_there() {
    let files = [("input.json", r#"{"card": "4711"}"#)];
    assert_eq!(found("contracts-sample", &files, &["--input", "input.json"]), [""; 0]);
    // What a sample does not have may be there all the same.
    let files = [("input.json", r#"{"id": "4711"}"#)];
    assert_eq!(found("contracts-sample-other", &files, &["--input", "input.json"]), [""; 0]);
    let files = [("input.json", r#"{"card": "4711"}"#)];
    let folder = folder_with("contracts-sample-shown", &[("flow.asl.json", FLOW), files[0]]);
    run(&folder, &["flow", "flow.asl.json", "--input", "input.json"])
        .exits(0)
        .says("{card: string, …}")
        .says("by input.json, a sample");
}

#[test]
fn what_a_function_answers_is_its_payload() {
    let config =
        "[[contracts]]\npaths = \"flow.asl.json\"\n[contracts.functions]\ncharge = \"answer.json\"\n";
    let files = [("answer.json", CLOSED), ("aslint.toml", config)];
    assert_eq!(found("contracts-function", &files, &[]), ["error absent-path"]);
    let good = r#"{"type": "object", "additionalProperties": false, "required": ["receipt"], "properties": {"receipt": {}}}"#;
    let files = [("answer.json", good), ("aslint.toml", config)];
    assert_eq!(found("contracts-function-good", &files, &[]), [""; 0]);
    let other = config.replace("charge =", "refund =");
    let files = [("answer.json", CLOSED), ("aslint.toml", other.as_str())];
    assert_eq!(found("contracts-function-other", &files, &[]), [""; 0]);
}

#[test]
fn what_a_state_gives_is_its_whole_result() {
    let config = "[[contracts]]\npaths = \"flow.asl.json\"\nresults.Charge = \"result.json\"\n";
    let result = r#"{"type": "object", "additionalProperties": false, "required": ["Payload"],
      "properties": {"Payload": {"type": "object", "properties": {"receipt": {"type": "string"}}}}}"#;
    let files = [("result.json", result), ("aslint.toml", config)];
    assert_eq!(found("contracts-result", &files, &[]), ["warning possibly-absent-path"]);
}

#[test]
fn a_function_may_be_known_by_its_placeholder() {
    let flow =
        FLOW.replace("arn:aws:lambda:eu-west-1:123456789012:function:charge:live", "${ChargeFunctionArn}");
    let config = "[[contracts]]\npaths = \"flow.asl.json\"\nfunctions = { \"${ChargeFunctionArn}\" = \"answer.json\" }\n";
    let files = [("flow.asl.json", flow.as_str()), ("answer.json", CLOSED), ("aslint.toml", config)];
    assert_eq!(found("contracts-placeholder", &files, &[]), ["error absent-path"]);
    let direct = FLOW
        .replace("arn:aws:states:::lambda:invoke", "arn:aws:lambda:eu-west-1:123456789012:function:charge")
        .replace(r#""FunctionName": "arn:aws:lambda:eu-west-1:123456789012:function:charge:live", "#, "")
        .replace("$.charged.Payload.receipt", "$.charged.receipt");
    let config = config.replace("${ChargeFunctionArn}", "charge");
    let files = [("flow.asl.json", direct.as_str()), ("answer.json", CLOSED), ("aslint.toml", &config)];
    assert_eq!(found("contracts-direct", &files, &[]), ["error absent-path"]);
}

#[test]
fn a_contract_may_be_about_one_definition_of_a_template() {
    let machine = |name: &str| {
        format!(
            "  {name}:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      Definition:\n        StartAt: A\n        States:\n          A: {{ Type: Pass, InputPath: $.card, End: true }}\n"
        )
    };
    let template = format!("Resources:\n{}{}", machine("Order"), machine("Refund"));
    let config = "[[contracts]]\npaths = \"template.yaml\"\ndefinition = \"Order\"\ninput = \"input.json\"\n";
    let files = [("template.yaml", template.as_str()), ("input.json", CLOSED), ("aslint.toml", config)];
    let folder = folder_with("contracts-definition", &files);
    let checked = run(&folder, &["check", "template.yaml", "--select", "absent-path"]).exits(1);
    assert_eq!(checked.out.matches("error[absent-path]").count(), 1, "{}", checked.out);
    run(&folder, &["config", "template.yaml"])
        .exits(0)
        .says("contracts.input = \"input.json\"")
        .says("aslint.toml for Order, a JSON Schema");
}

#[test]
fn what_is_wrong_with_a_file_is_told_once_and_the_rest_is_linted() {
    let bad = r#"{"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}}}"#;
    let config = "[[contracts]]\npaths = \"*.json\"\ninput = \"schema.json\"\n";
    let schemas = [
        (None, "cannot read schema.json", "aslint.toml:3:9"),
        (Some("{\n  \"type\": ,\n}"), "schema.json is no JSON", "schema.json:2:11"),
        (
            Some("{\"type\": \"object\",\n \"required\": \"id\"}"),
            "schema.json is no JSON Schema",
            "schema.json:2:14",
        ),
        (
            Some("{\"$schema\": \"https://example.com/mine\"}"),
            "schema.json is no JSON Schema",
            "schema.json:1:1",
        ),
    ];
    for (schema, message, place) in schemas {
        let mut files = vec![("flow.asl.json", bad), ("other.asl.json", bad), ("aslint.toml", config)];
        files.extend(schema.map(|text| ("schema.json", text)));
        let folder = folder_with("contracts-broken", &files);
        let checked =
            run(&folder, &["check", "flow.asl.json", "other.asl.json"]).exits(2).says("unknown-target");
        assert_eq!(checked.err.matches(message).count(), 1, "{}", checked.err);
        assert!(checked.err.contains(place), "{place} in {}", checked.err);
        run(&folder, &["check", "flow.asl.json", "--isolated", "--input", "schema.json"])
            .exits(2)
            .complains("schema.json");
    }
}

#[test]
fn hostile_files_are_read_fast() {
    let deep = format!("{}{}", "{\"items\":".repeat(50_000), "}".repeat(50_000));
    let nested = format!("{{\"allOf\": [{}true{}]}}", "{\"items\":".repeat(100), "}".repeat(100));
    let cyclic =
        r##"{"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}}"##;
    let members: Vec<String> =
        (0..20_000).map(|at| format!("\"m{at}\": {{\"type\": \"string\", \"minLength\": {at}}}")).collect();
    let large = format!("{{\"type\": \"object\", \"properties\": {{{}}}}}", members.join(", "));
    assert!(large.len() > 800_000);
    for (text, code) in [(deep.as_str(), 2), (&nested, 0), (cyclic, 0), (&large, 0)] {
        let folder = folder_with("contracts-hostile", &[("flow.asl.json", FLOW), ("input.json", text)]);
        let begin = std::time::Instant::now();
        run(&folder, &["check", "flow.asl.json", "--input", "input.json"]).exits(code);
        assert!(begin.elapsed().as_secs() < 20, "{:?}", begin.elapsed());
    }
}

const UNMET: &str = "[[contracts]]
paths = \"flow.asl.json\"
[contracts.results]
Chrage = \"answer.json\"
Tell = \"answer.json\"
[contracts.functions]
Charge = \"answer.json\"
refund = \"answer.json\"

[[contracts]]
paths = [\"template.yaml\"]
definition = \"Refnd\"
input = \"answer.json\"

[[contracts]]
paths = \"flows/\"
input = \"answer.json\"
";

/// The notes on the configuration.
fn notes(folder: &std::path::Path, arguments: &[&str]) -> Vec<String> {
    let run = run(folder, arguments);
    assert_ne!(run.code, Some(2), "{}", run.err);
    let note = |line: &str| line.strip_prefix("note: aslint.toml:").map(str::to_owned);
    run.err.lines().filter_map(note).collect()
}

#[test]
fn what_a_contract_names_and_no_definition_has_is_told() {
    let machine = "Resources:\n  Refund:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      Definition:\n        StartAt: A\n        States:\n          A: { Type: Pass, End: true }\n";
    let files =
        [("flow.asl.json", FLOW), ("template.yaml", machine), ("answer.json", "{}"), ("aslint.toml", UNMET)];
    let folder = folder_with("contracts-unmet", &files);
    let of_flow = [
        "4: the definitions of this contract have no Task state `Chrage`, did you mean `Charge`?",
        "5: the definitions of this contract have no Task state `Tell`",
        "7: the definitions of this contract have no task that function `Charge` answers, did you mean `charge`?",
        "8: the definitions of this contract have no task that function `refund` answers",
    ];
    let of_template = "12: the files of this contract have no definition `Refnd`, did you mean `Refund`?";
    let of_nothing = "16: this entry of `contracts` is about no definition";
    let all: Vec<&str> = of_flow.into_iter().chain([of_template, of_nothing]).collect();
    assert_eq!(notes(&folder, &["check", "."]), all);
    assert_eq!(notes(&folder, &["check", ".", "--quiet"]), [""; 0]);
    assert_eq!(notes(&folder, &["check", ".", "--isolated"]), [""; 0]);
    // All files that a contract names were looked at, be others left out.
    assert_eq!(notes(&folder, &["check", "flow.asl.json"]), of_flow);
    assert_eq!(notes(&folder, &["check", "template.yaml"]), [of_template]);
}

#[test]
fn what_one_definition_of_several_has_is_not_told() {
    let config = "[[contracts]]\npaths = \"*.asl.json\"\nresults.Charge = \"answer.json\"\nresults.Other = \"answer.json\"\nfunctions.charge = \"answer.json\"\n";
    let other = FLOW.replace("\"Charge\"", "\"Other\"").replace("function:charge:live", "function:other");
    let files = [("flow.asl.json", FLOW), ("other.asl.json", &other), ("answer.json", "{}")];
    let folder = folder_with("contracts-shared", &[&files[..], &[("aslint.toml", config)]].concat());
    assert_eq!(notes(&folder, &["check", "."]), [""; 0]);
    // What has not been looked at may have it.
    assert_eq!(notes(&folder, &["check", "other.asl.json"]), [""; 0]);
    // What does not tell its states may have any; where the data is not followed, who answers is not known.
    let open = r#"{"StartAt": "A", "States": "${States}"}"#;
    let misspelt = config.replace("Charge", "Chrage").replace("charge", "chrage");
    let files = [("flow.asl.json", FLOW), ("open.asl.json", open), ("answer.json", "{}")];
    let folder = folder_with("contracts-open", &[&files[..], &[("aslint.toml", misspelt.as_str())]].concat());
    assert_eq!(notes(&folder, &["check", "."]), [""; 0]);
    std::fs::remove_file(folder.join("open.asl.json")).expect("it is there");
    assert_eq!(notes(&folder, &["check", "."]).len(), 3);
    assert_eq!(notes(&folder, &["check", ".", "--select", "graph"]), [""; 0]);
}

#[test]
fn a_function_answers_who_asks_for_it() {
    let config =
        "[[contracts]]\npaths = \"flow.asl.json\"\n[contracts.functions]\ncharge = \"answer.json\"\n";
    for (kind, is_answered) in
        [("RequestResponse", true), ("Event", false), ("DryRun", false), ("${Kind}", false)]
    {
        let flow = FLOW.replace("\"Payload\":", &format!("\"InvocationType\": \"{kind}\", \"Payload\":"));
        let files = [("flow.asl.json", flow.as_str()), ("answer.json", CLOSED), ("aslint.toml", config)];
        let found = found("contracts-invocation", &files, &["--ignore", "undefined-substitution"]);
        assert_eq!(found.contains(&"error absent-path".to_owned()), is_answered, "{kind}: {found:?}");
    }
}
