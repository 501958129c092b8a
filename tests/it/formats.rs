//! The formats, each with the same findings.

use std::path::Path;

use aslint::report::{Format, Style};
use serde_json::Value;

use crate::fixtures::{definitions, name, report};
use crate::support::{read, root};

/// The two shared fixtures: a faulty definition and a YAML stream.
fn both() -> Vec<(String, String)> {
    definitions("formats").iter().map(|path| (name(path), read(path))).collect()
}

fn first() -> Vec<(String, String)> {
    both().into_iter().take(1).collect()
}

/// The same definition in one line.
fn minified() -> Vec<(String, String)> {
    first().into_iter().map(|(name, text)| (name, text.lines().map(str::trim).collect())).collect()
}

fn snapshot(name: &str, text: &str) {
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(name, text) });
}

#[test]
fn full() {
    snapshot("full", &report(&both(), Format::Full, &Style::default()));
}

#[test]
fn full_in_colour() {
    let style = Style { color: true, links: true, ..Style::default() };
    let text = report(&first(), Format::Full, &style);
    assert!(text.contains('\x1b'));
    snapshot("full_in_colour", &text.replace('\x1b', "␛"));
}

#[test]
fn colours_change_nothing_else() {
    let colored = report(&both(), Format::Full, &Style { color: true, ..Style::default() });
    let mut plain = String::new();
    let mut rest = colored.as_str();
    while let Some(at) = rest.find("\x1b[") {
        plain.push_str(&rest[..at]);
        let end = rest[at..].find('m').expect("an escape ends with m");
        rest = &rest[at + end + 1..];
    }
    plain.push_str(rest);
    assert_eq!(plain, report(&both(), Format::Full, &Style::default()));
}

#[test]
fn full_of_one_long_line() {
    let text = report(&minified(), Format::Full, &Style::default());
    assert!(text.lines().all(|line| line.chars().count() <= 100));
    snapshot("full_minified", &text);
}

#[test]
fn concise() {
    snapshot("concise", &report(&both(), Format::Concise, &Style::default()));
}

#[test]
fn json() {
    snapshot("json", &report(&both(), Format::Json, &Style::default()));
}

#[test]
fn aws() {
    snapshot("aws", &report(&first(), Format::Aws, &Style::default()));
    snapshot("aws_of_two_files", &report(&both(), Format::Aws, &Style::default()));
}

/// What the fixture is for: something of everything that a report can hold.
#[test]
fn the_fixture_holds_something_of_everything() {
    let report: Value =
        serde_json::from_str(&report(&both(), Format::Json, &Style::default())).expect("the report is JSON");
    let findings = report["findings"].as_array().expect("a list");
    let has = |test: &dyn Fn(&Value) -> bool| findings.iter().any(test);
    for severity in ["error", "warning", "info"] {
        assert!(has(&|finding| finding["severity"] == severity), "no {severity}");
    }
    for applicability in ["safe", "unsafe"] {
        assert!(has(&|finding| finding["fix"]["applicability"] == applicability), "no {applicability} fix");
    }
    assert!(has(&|finding| finding["related"].as_array().is_some_and(|related| !related.is_empty())));
    for member in ["aws", "help", "definition", "state"] {
        assert!(has(&|finding| !finding[member].is_null()), "no {member}");
        assert!(has(&|finding| finding[member].is_null()), "{member} everywhere");
    }
}

fn output_schema() -> jsonschema::Validator {
    let schema: Value =
        serde_json::from_str(&read(&root().join("schemas/output.schema.json"))).expect("the schema is JSON");
    jsonschema::validator_for(&schema).expect("the schema is sound")
}

fn problems(schema: &jsonschema::Validator, text: &str) -> Vec<String> {
    let value: Value = serde_json::from_str(text).expect("the report is JSON");
    schema.iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

#[test]
fn json_follows_its_schema() {
    let schema = output_schema();
    let mut texts = vec![both(), first(), minified(), Vec::new()];
    for folder in ["ok", "err", "newcomers"] {
        texts.extend(
            definitions(folder).iter().map(|path: &std::path::PathBuf| vec![(name(path), read(path))]),
        );
    }
    for texts in texts {
        let problems = problems(&schema, &report(&texts, Format::Json, &Style::default()));
        assert!(problems.is_empty(), "{:?}\n{}", texts.first().map(|text| &text.0), problems.join("\n"));
    }
}

#[test]
fn json_snapshots_follow_the_schema() {
    let schema = output_schema();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/snapshots");
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).expect("snapshots").filter_map(Result::ok) {
        if !name(&entry.path()).ends_with("__json.snap") {
            continue;
        }
        let text = read(&entry.path());
        let (_, content) = text.split_once("\n---\n").expect("a snapshot has a header");
        assert_eq!(problems(&schema, content), Vec::<String>::new(), "{}", entry.path().display());
        seen += 1;
    }
    assert_eq!(seen, 1);
}

#[test]
fn the_schema_of_the_output_refuses_what_is_wrong() {
    let schema = output_schema();
    let text = report(&both(), Format::Json, &Style::default());
    assert_eq!(problems(&schema, &text), Vec::<String>::new());
    for (from, to) in [
        ("\"severity\": \"error\"", "\"severity\": \"bad\""),
        ("\"version\": 1", "\"version\": \"1\""),
        ("\"offset\":", "\"ofset\":"),
        ("\"applicability\": \"safe\"", "\"applicability\": \"perhaps\""),
    ] {
        assert!(text.contains(from), "{from}");
        assert!(!problems(&schema, &text.replacen(from, to, 1)).is_empty(), "{to}");
    }
}
