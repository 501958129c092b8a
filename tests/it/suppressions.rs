//! Findings that somebody decided not to see.

use crate::cli::{folder_with, run, write};
use crate::support::{lint_text, read};
use aslint::{Settings, rules};

/// The rules that a text draws.
fn drawn(name: &str, text: &str) -> Vec<&'static str> {
    lint_text(name, text, &Settings::default()).iter().map(|finding| finding.rule.id).collect()
}

#[test]
fn a_comment_field_is_about_its_object() {
    for (place, rule, with, without) in [
        (
            "machine",
            "no-terminal-state",
            r#"{"Comment": "X", "StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "A"}}}"#,
            vec!["no-terminal-state", "self-loop"],
        ),
        (
            "state",
            "unreachable-state",
            r#"{"StartAt": "A", "States": {"A": {"Type": "Succeed"}, "B": {"Comment": "Kept. X", "Type": "Succeed"}}}"#,
            vec!["unreachable-state"],
        ),
        (
            "retrier",
            "states-all-not-alone",
            r#"{"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "Parameters": {"QueueUrl": "q", "MessageBody": "m"}, "Retry": [{"Comment": "X", "ErrorEquals": ["States.ALL", "E"]}], "End": true}}}"#,
            vec!["states-all-not-alone"],
        ),
        (
            "catcher",
            "unknown-target",
            r#"{"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "Parameters": {"QueueUrl": "q", "MessageBody": "m"}, "Catch": [{"Comment": "X", "ErrorEquals": ["E"], "Next": "Gone"}], "End": true}}}"#,
            vec!["unknown-target"],
        ),
        (
            "choice rule",
            "unknown-target",
            r#"{"StartAt": "A", "States": {"A": {"Type": "Choice", "Choices": [{"Comment": "X", "Variable": "$.a", "IsNull": true, "Next": "Gone"}], "Default": "B"}, "B": {"Type": "Succeed"}}}"#,
            vec!["unknown-target"],
        ),
    ] {
        assert_eq!(drawn("a.asl.json", with), without, "{place}");
        let silent = with.replace('X', &format!("aslint-ignore: {rule} -- known"));
        let left: Vec<_> = without.iter().copied().filter(|id| *id != rule).collect();
        assert_eq!(drawn("a.asl.json", &silent), left, "{place}");
        // Elsewhere it is of no use.
        let wrong = with.replace('X', "aslint-ignore: padded-state-name");
        assert!(drawn("a.asl.json", &wrong).contains(&"unused-suppression"), "{place}");
    }
}

#[test]
fn families_groups_and_all_are_names_too() {
    let text = r#"{"StartAt": "A", "States": {"A": {"Type": "Succeed"}, "B": {"Comment": "aslint-ignore: NAME", "Type": "Succeed"}}}"#;
    for name in ["graph", "correctness", "all"] {
        assert_eq!(drawn("a.asl.json", &text.replace("NAME", name)), [""; 0], "{name}");
    }
}

#[test]
fn comments_are_heeded_where_the_notation_has_them() {
    let yaml = "StartAt: A\nStates:\n  A:\n    Type: Succeed\n  # aslint-ignore[unreachable-state]: kept\n  B:\n    Type: Succeed\n  C: # aslint-ignore[unreachable-state]\n    Type: Succeed\n";
    assert_eq!(drawn("a.asl.yaml", yaml), [""; 0]);
    let json = "{\n  \"StartAt\": \"A\",\n  \"States\": {\n    \"A\": {\"Type\": \"Succeed\"},\n    // aslint-ignore[unreachable-state]: kept\n    \"B\": {\n      \"Type\": \"Succeed\"\n    }\n  }\n}\n";
    assert_eq!(drawn("a.asl.json", json), ["json-comment"]);
    let terraform = "resource \"aws_sfn_state_machine\" \"m\" {\n  definition = jsonencode({\n    StartAt = \"A\"\n    States = {\n      A = { Type = \"Succeed\" }\n      # aslint-ignore[unreachable-state]: kept\n      B = {\n        Type = \"Succeed\"\n      }\n    }\n  })\n}\n";
    assert_eq!(drawn("main.tf", terraform), [""; 0]);
    let heredoc = "# aslint-ignore[unreachable-state]: kept\nresource \"aws_sfn_state_machine\" \"m\" {\n  definition = <<EOF\n{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Succeed\"}, \"B\": {\"Type\": \"Succeed\"}}}\nEOF\n}\n";
    assert_eq!(drawn("main.tf", heredoc), [""; 0]);
    let whole = "# aslint-ignore-file[unreachable-state]: kept\nStartAt: A\nStates: { A: { Type: Succeed }, B: { Type: Succeed } }\n";
    assert_eq!(drawn("a.asl.yaml", whole), [""; 0]);
}

#[test]
fn an_embedded_definition_keeps_its_suppressions() {
    let template = "Resources:\n  M:\n    Type: AWS::StepFunctions::StateMachine\n    Properties:\n      DefinitionString: !Sub |\n        {\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Succeed\"}, \"B\": {\"Comment\": \"aslint-ignore: RULE\", \"Type\": \"Succeed\"}}}\n";
    assert_eq!(drawn("template.yaml", &template.replace("RULE", "unreachable-state")), [""; 0]);
    let findings = lint_text("template.yaml", &template.replace("RULE", "self-loop"), &Settings::default());
    let unused =
        findings.iter().find(|finding| finding.rule.id == "unused-suppression").expect("it is unused");
    assert_eq!(&template.replace("RULE", "self-loop")[unused.primary.span.range()], "self-loop");
}

#[test]
fn the_metadata_of_a_resource_is_about_its_definition_wherever_that_is() {
    let template = "Resources:\n  M:\n    Type: AWS::Serverless::StateMachine\n    Metadata:\n      aslint:\n        ignore: [unreachable-state, definition-elsewhere]\n        reason: kept\n    Properties:\n      DefinitionUri: a.asl.json\n";
    let text = r#"{"StartAt": "A", "States": {"A": {"Type": "Succeed"}, "B": {"Type": "Succeed"}}}"#;
    let folder = folder_with("suppress_metadata", &[("template.yaml", template), ("a.asl.json", text)]);
    run(&folder, &["check", "."]).exits(0).says("No findings in 1 file (1 suppressed)");
    let inline = template.replace("DefinitionUri: a.asl.json", &format!("Definition: {text}"));
    assert_eq!(drawn("template.yaml", &inline), ["unused-suppression"]);
}

#[test]
fn nothing_is_said_of_suppressions_of_rules_that_are_off() {
    let text = r#"{"StartAt": "A", "States": {"A": {"Comment": "aslint-ignore: self-loop, hardcoded-account", "Type": "Succeed"}}}"#;
    let found = lint_text("a.asl.json", text, &Settings::default());
    let names: Vec<_> = found.iter().map(|finding| &text[finding.primary.span.range()]).collect();
    assert_eq!(names, ["self-loop"]);
    let mut settings = Settings::default();
    settings.severities.set(&rules::find("self-loop").expect("a rule").rule, None);
    assert!(lint_text("a.asl.json", text, &settings).is_empty());
}

#[test]
fn what_is_suppressed_is_counted() {
    let text = r#"{"StartAt": "A", "States": {"A": {"Type": "Succeed"}, "B": {"Comment": "aslint-ignore: all", "Type": "Succeed"}}}"#;
    let folder = folder_with("suppress_count", &[("a.asl.json", text)]);
    run(&folder, &["check", "."]).exits(0).says("No findings in 1 file (1 suppressed)");
    let json = run(&folder, &["check", ".", "--format", "json"]).exits(0);
    assert!(json.out.contains("\"suppressed\": 1"), "{json:?}");
}

#[test]
fn an_unused_suppression_goes_and_nothing_else_does() {
    let json =
        r#"{"QueryLanguage": "JSONata", "StartAt": "A", "States": {@1 "A": {@2 "Type": @3 "Succeed"}}}"#;
    let yaml = "QueryLanguage: JSONata\nStartAt: A\nStates:\n  A:\n    @1\n    @2\n    Type: Succeed\n";
    let in_text = "Output: 'x # aslint-ignore[self-loop] y'";
    let in_block = "Output: |\n      # aslint-ignore[self-loop]\n      x";
    let folder = folder_with("suppress_fix", &[]);
    for (name, text, at, with, left) in [
        ("a.asl.json", json, "@1", "\n/* aslint-ignore[self-loop] x */", "\n"),
        ("a.asl.json", json, "@3", "/* aslint-ignore[self-loop] x */", ""),
        ("a.asl.json", json, "@2", r#""Comment": "aslint-ignore: self-loop -- x","#, ""),
        ("a.asl.json", json, "@2", r#""Comment": "So. aslint-ignore: self-loop","#, r#""Comment": "So.","#),
        ("a.asl.yaml", yaml, "@1", "Comment: aslint-ignore[self-loop] x", ""),
        ("a.asl.yaml", yaml, "@1", "# aslint-ignore[self-loop]", ""),
        // What is no comment stays.
        ("a.asl.yaml", yaml, "@2", in_text, in_text),
        ("a.asl.yaml", yaml, "@2", in_block, in_block),
    ] {
        let put = |what: &str| {
            let text = text.replace(at, what);
            ["@1", "@2", "@3"].iter().fold(text, |text, mark| text.replace(mark, ""))
        };
        write(&folder, name, put(with));
        run(&folder, &["check", name, "--fix"]).exits(0);
        let squeezed = |text: &str| text.split_whitespace().collect::<String>();
        assert_eq!(squeezed(&read(&folder.join(name))), squeezed(&put(left)), "{with}");
    }
}

#[test]
fn a_reason_may_take_several_lines() {
    let yaml = "StartAt: A\nStates:\n  A:\n    Type: Succeed\n  # aslint-ignore[unreachable-state]: kept\n  # for the tests\n  B:\n    Type: Succeed\n";
    assert_eq!(drawn("a.asl.yaml", yaml), [""; 0]);
}

#[test]
fn what_is_said_of_suppressions_can_be_suppressed() {
    let text = r#"{"Comment": "MACHINE", "StartAt": "A", "States": {"A": {"Comment": "aslint-ignore: self-loop", "Type": "Succeed"}}}"#;
    assert_eq!(drawn("a.asl.json", text), ["unused-suppression"]);
    assert_eq!(drawn("a.asl.json", &text.replace("MACHINE", "aslint-ignore: unused-suppression")), [""; 0]);
    let config = "[[suppress]]\nrules = [\"unused-suppression\"]\nreason = \"shared with other tools\"\n";
    let folder = folder_with("suppress_unused", &[("a.asl.json", text), ("aslint.toml", config)]);
    run(&folder, &["check", "."]).exits(0).says("No findings in 1 file (1 suppressed)");
}
