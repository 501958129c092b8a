//! `aslint.toml`: what is read, what holds for which file, what is told when it is wrong.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::cli::{folder_with, run, write};
use crate::support::{read, root};

/// Draws an error, and an info that is called busy-loop.
const LOOP: &str =
    r#"{"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}, "B": {"Type": "Pass", "Next": "A"}}}"#;

#[test]
fn what_is_wrong_is_told_like_a_finding_and_the_rest_holds() {
    let config = r#"selct = ["all"]
ignore = ["buzy-loop", "no-terminal-state", 3]
max-warnings = "three"
deny-warnings = 1
type = "expres"
exclude = "a[", 
"#;
    let good = "ignore = [\"no-terminal-state\"]\n\n[severity]\nbusy-loop = \"fatal\"\nno-such = \"off\"\n\n[rules.undefined-substitution]\nknwn = []\n[rules.busy-loop]\nmax = 3\n\n[[overrides]]\ntype = \"express\"\n\n[[suppress]]\nreason = \"why\"\nrule = [\"busy-loop\"]\n";
    let folder = folder_with(
        "config_problems",
        &[("bad/aslint.toml", config), ("bad/a.asl.json", LOOP), ("aslint.toml", good), ("a.asl.json", LOOP)],
    );
    let bad = run(&folder, &["check", ".", "--format", "concise"]).exits(2);
    insta::assert_snapshot!("config_problems", format!("{}\n{}", bad.out, bad.err));
}

#[test]
fn the_nearest_configuration_holds() {
    let folder = folder_with(
        "config_nearest",
        &[
            (".git/HEAD", ""),
            ("aslint.toml", "ignore = [\"no-terminal-state\"]\n"),
            ("a.asl.json", LOOP),
            ("near/aslint.toml", "severity.busy-loop = \"error\"\n"),
            ("near/below/a.asl.json", LOOP),
        ],
    );
    let lines = run(&folder, &["check", ".", "--format", "concise"]).exits(1).out;
    let drawn: Vec<(&str, &str)> = lines
        .lines()
        .map(|line| {
            (line.split(':').next().unwrap_or_default(), line.split([' ', ']']).nth(1).unwrap_or_default())
        })
        .collect();
    let near = "near/below/a.asl.json";
    assert_eq!(
        drawn,
        [("a.asl.json", "info[busy-loop"), (near, "error[no-terminal-state"), (near, "error[busy-loop")]
    );
    let isolated = run(&folder, &["check", "a.asl.json", "--isolated", "--format", "concise"]).exits(1);
    assert!(isolated.out.contains("no-terminal-state"), "{isolated:?}");
    run(&folder, &["check", "near", "--config", "aslint.toml"]).exits(0);
    run(&folder, &["check", ".", "--config", "none.toml"]).exits(2).complains("cannot read none.toml");
    run(&folder, &["check", ".", "--config", "aslint.toml", "--isolated"]).exits(2);
    // The options of the command line outweigh the file's.
    let asked = run(
        &folder,
        &["check", "a.asl.json", "--severity", "no-terminal-state=warning", "--format", "concise"],
    );
    assert!(asked.exits(0).out.contains("warning[no-terminal-state]"));
}

#[test]
fn paths_choose_files_and_what_holds_for_them() {
    let wait = r#"{"StartAt": "A", "States": {"A": {"Type": "Wait", "Seconds": 4000, "End": true}}}"#;
    let config = "include = [\"*.sfn\"]\nexclude = [\"gen/\"]\n\n[[overrides]]\npaths = [\"express/\"]\ntype = \"express\"\n\n\
         [[suppress]]\nrules = [\"no-terminal-state\"]\npaths = [\"old/\"]\nreason = \"it is replaced soon\"\n";
    let folder = folder_with(
        "config_paths",
        &[
            ("aslint.toml", config),
            ("one.sfn", LOOP),
            ("gen/a.asl.json", LOOP),
            ("old/a.asl.json", LOOP),
            ("express/a.asl.json", wait),
            ("standard/a.asl.json", wait),
        ],
    );
    let found = run(&folder, &["check", ".", "--format", "concise", "--quiet"]).exits(1);
    insta::assert_snapshot!("config_paths", format!("{}{}", found.out, found.err));
    run(&folder, &["check", "old", "--deny-warnings"]).exits(0).says("(1 suppressed)");
    // A file that is named is linted all the same, unless the caller wants otherwise.
    run(&folder, &["check", "gen/a.asl.json"]).exits(1);
    run(&folder, &["check", "gen/a.asl.json", "--force-exclude"]).exits(0);
    let below = run(&folder.join("express"), &["check", "a.asl.json", "--format", "concise"]).exits(1);
    assert!(below.out.contains("express-wait-too-long"), "{below:?}");
}

#[test]
fn entries_that_silence_nothing_are_told_when_all_files_were_seen() {
    let config = "[[suppress]]\nrules = [\"no-terminal-state\"]\nreason = \"known\"\n\n\
         [[suppress]]\nrules = [\"no-terminal-state\"]\npaths = [\"old/\"]\nreason = \"gone\"\n\n\
         [[suppress]]\nrules = [\"busy-loop\"]\nstates = [\"Z\"]\nreason = \"gone\"\n\n\
         [[suppress]]\nrules = [\"hardcoded-account\"]\nreason = \"off\"\n";
    let folder = folder_with("config_unused", &[("aslint.toml", config), ("new/a.asl.json", LOOP)]);
    let whole = run(&folder, &["check", ".", "--format", "concise"]).exits(0);
    let notes: Vec<&str> = whole.err.lines().filter(|line| line.contains("silences nothing")).collect();
    assert_eq!(
        notes,
        [
            "note: aslint.toml:6: this entry of `suppress` silences nothing",
            "note: aslint.toml:11: this entry of `suppress` silences nothing",
        ]
    );
    for arguments in
        [&["check", "new"][..], &["check", "new/a.asl.json"], &["check", ".", "--select", "graph"]]
    {
        let part = run(&folder, arguments);
        assert!(!part.err.contains("silences nothing"), "{part:?}");
    }
}

#[test]
fn states_can_be_left_in_peace() {
    let config =
        "[[suppress]]\nrules = [\"unreachable-state\"]\nstates = [\"Kept\"]\nreason = \"for later\"\n";
    let text = r#"{"StartAt": "A", "States": {"A": {"Type": "Succeed"}, "Kept": {"Type": "Succeed"}, "Lost": {"Type": "Succeed"}}}"#;
    let folder = folder_with("config_states", &[("aslint.toml", config), ("a.asl.json", text)]);
    let found = run(&folder, &["check", ".", "--format", "concise"]).exits(1);
    assert!(found.out.contains("Lost") && !found.out.contains("Kept"), "{found:?}");
}

#[test]
fn options_of_rules_are_heeded() {
    let template = "Resources:\n  M:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      DefinitionUri: a.asl.json\n      DefinitionSubstitutions: { Arn: x }\n";
    let text = r#"{"StartAt": "A", "States": {"A": {"Type": "Pass", "Comment": "${Arn} in ${Stage}", "End": true}}}"#;
    let files = [("template.yaml", template), ("a.asl.json", text)];
    let folder = folder_with("config_options", &files);
    let found = run(&folder, &["check", ".", "--format", "concise"]);
    assert!(found.out.contains("undefined-substitution"), "{found:?}");
    write(&folder, "aslint.toml", "[rules.undefined-substitution]\nknown = [\"Stage\"]\n");
    let found = run(&folder, &["check", ".", "--format", "concise"]);
    assert!(!found.out.contains("undefined-substitution"), "{found:?}");
}

#[test]
fn limits_fail_a_run() {
    let warning = r#"{"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage",
        "Parameters": {"QueueUrl": "q", "MessageBody": "m"}, "Retry": [{"ErrorEquals": ["X", "X"]}], "End": true}}}"#;
    let folder = folder_with("config_limits", &[("a.asl.json", warning), ("b.asl.json", warning)]);
    run(&folder, &["check", "."]).exits(0).says("2 warnings");
    run(&folder, &["check", ".", "--max-warnings", "1"]).exits(1);
    run(&folder, &["check", ".", "--max-warnings", "2"]).exits(0);
    run(&folder, &["check", ".", "--deny-warnings", "--exit-zero"]).exits(0);
    run(&folder, &["check", ".", "--deny-warnings", "--quiet"]).exits(1);
    write(&folder, "aslint.toml", "max-warnings = 1\n");
    run(&folder, &["check", "."]).exits(1);
    write(&folder, "aslint.toml", "deny-warnings = true\n");
    run(&folder, &["check", "."]).exits(1);
}

#[test]
fn the_configuration_in_force_is_shown_with_its_origin() {
    let config = "ignore = [\"busy-loop\"]\nexclude = [\"gen/\"]\n\n[severity]\nself-loop = \"error\"\n\n[[overrides]]\npaths = [\"express/\"]\ntype = \"express\"\n\n[rules.undefined-substitution]\nknown = [\"Stage\"]\n";
    let folder = folder_with("config_shown", &[("aslint.toml", config)]);
    let shown = run(&folder, &["config", "express/a.asl.json", "--ignore", "deployment"]).exits(0);
    insta::assert_snapshot!("config_shown", shown.out);
}

#[test]
fn a_configuration_to_begin_with_changes_nothing() {
    let folder = folder_with("config_init", &[("a.asl.json", LOOP)]);
    let before = run(&folder, &["check", "."]);
    run(&folder, &["init"]).exits(0).says("Wrote aslint.toml");
    assert_eq!(run(&folder, &["check", "."]), before);
    run(&folder, &["init"]).exits(2).complains("cannot write aslint.toml");
    // With the signs taken away that make comments of them, all of its lines are right.
    let starter = read(&folder.join("aslint.toml"));
    let lines = starter.lines().map(|line| match line.strip_prefix("# ") {
        Some(rest) if rest.contains(" = ") || rest.starts_with('[') => rest,
        _ => "",
    });
    write(&folder, "aslint.toml", lines.collect::<Vec<_>>().join("\n"));
    let shown = run(&folder, &["config"]).exits(0);
    assert!(shown.out.contains("severity.unused-variable"), "{shown:?}");
}

#[test]
fn the_schema_is_that_of_the_code() {
    let path = root().join("schemas/config.schema.json");
    let schema = aslint::config::schema();
    let text = format!("{}\n", serde_json::to_string_pretty(&schema).expect("JSON can be written"));
    if std::env::var_os("ASLINT_BLESS").is_some() {
        fs::write(&path, &text).expect("the schema can be written");
    }
    assert!(read(&path) == text, "ASLINT_BLESS=1 cargo test config writes schemas/config.schema.json anew");
    jsonschema::meta::validate(&schema).expect("a schema");
}

#[test]
fn the_schema_takes_what_the_reader_takes() {
    let validator = jsonschema::validator_for(&aslint::config::schema()).expect("a schema");
    for (text, is_right) in [
        ("", true),
        ("select = [\"all\"]\nignore = \"graph\"", true),
        ("selct = []", false),
        ("select = [\"buzy-loop\"]", false),
        ("max-warnings = -1", false),
        ("max-warnings = 0", true),
        ("deny-warnings = 1", false),
        ("[severity]\ngraph = \"off\"", true),
        ("[severity]\ngraph = \"of\"", false),
        ("[rules.undefined-substitution]\nknown = [\"A\"]", true),
        ("[rules.busy-loop]\nknown = [\"A\"]", false),
        ("[[overrides]]\npaths = [\"a/\"]\ntype = \"express\"", true),
        ("[[overrides]]\ntype = \"fast\"\npaths = []", false),
        ("[[suppress]]\nrules = [\"all\"]\nstates = [\"A\"]\nreason = \"x\"", true),
        ("[[suppress]]\nreason = \"x\"", false),
        ("[[overrides]]\ntype = \"express\"", false),
    ] {
        let mut workspace = aslint::Workspace::default();
        let id = workspace.add(aslint::source::SourceFile::new("aslint.toml", text));
        let (_, problems) = aslint::config::read(id, workspace.file(id), Path::new(""));
        assert_eq!(problems.is_empty(), is_right, "{text}: {problems:?}");
        let value: Value = toml::from_str(text).expect("TOML");
        assert_eq!(validator.is_valid(&value), is_right, "{text}: the schema differs");
    }
}

#[test]
fn of_many_mistakes_the_first_are_told() {
    let names = vec!["\"buzy-loop\""; 2000].join(", ");
    for config in [format!("ignore = [{names}]"), "%\n".repeat(2000)] {
        let folder = folder_with("config_many", &[("aslint.toml", &config), ("a.asl.json", LOOP)]);
        let told = run(&folder, &["check", "."]).exits(2).complains("more mistakes are not shown").err;
        assert_eq!(told.matches("error:").count(), 101);
    }
}
