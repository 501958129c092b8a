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
fn formats_for_other_programs() {
    for format in
        [Format::JsonLines, Format::GitHub, Format::GitLab, Format::JUnit, Format::Checkstyle, Format::Rdjson]
    {
        snapshot(&format.name().replace('-', "_"), &report(&both(), format, &Style::default()));
    }
    snapshot("junit_of_nothing", &report(&[], Format::JUnit, &Style::default()));
    snapshot("checkstyle_of_nothing", &report(&[], Format::Checkstyle, &Style::default()));
}

#[test]
fn sarif() {
    let text = report(&both(), Format::Sarif, &Style::default());
    let mut log: Value = serde_json::from_str(&text).expect("SARIF is JSON");
    for rule in log["runs"][0]["tool"]["driver"]["rules"].as_array_mut().expect("a list") {
        let id = rule["id"].as_str().expect("a rule has a name").to_owned();
        let page = rule["help"]["markdown"].take();
        assert!(page.as_str().is_some_and(|page| page.starts_with(&format!("# {id}\n"))), "{page}");
        rule["help"]["markdown"] = "[the page]".into();
    }
    let version = env!("CARGO_PKG_VERSION");
    let text = serde_json::to_string_pretty(&log).expect("JSON can be written");
    snapshot("sarif", &text.replace(&format!("\"{version}\""), "\"[version]\""));
}

/// The schema that OASIS publishes with the standard.
fn sarif_schema() -> jsonschema::Validator {
    let schema: Value = serde_json::from_str(&read(&root().join("tests/schemas/sarif-2.1.0.json")))
        .expect("the schema is JSON");
    jsonschema::options().should_validate_formats(true).build(&schema).expect("the schema is sound")
}

#[test]
fn sarif_follows_the_standard() {
    let schema = sarif_schema();
    let mut texts = vec![both(), minified(), Vec::new()];
    for folder in ["err", "newcomers", "formats"] {
        texts.push(definitions(folder).iter().map(|path| (name(path), read(path))).collect());
    }
    // Names that are no URIs.
    texts.push(first().into_iter().map(|(_, text)| ("ä b%/[c]:#?.asl.json".to_owned(), text)).collect());
    for texts in texts {
        let text = report(&texts, Format::Sarif, &Style::default());
        assert_eq!(problems(&schema, &text), Vec::<String>::new());
        let log: Value = serde_json::from_str(&text).expect("SARIF is JSON");
        let run = &log["runs"][0];
        let rules = run["tool"]["driver"]["rules"].as_array().expect("a list");
        for result in run["results"].as_array().expect("a list") {
            let index = result["ruleIndex"].as_u64().expect("a number") as usize;
            assert_eq!(rules[index]["id"], result["ruleId"]);
        }
    }
}

#[test]
fn the_schema_of_sarif_refuses_what_is_wrong() {
    let schema = sarif_schema();
    let text = report(&both(), Format::Sarif, &Style::default());
    for (from, to) in [
        ("\"level\": \"note\"", "\"level\": \"info\""),
        ("\"unicodeCodePoints\"", "\"bytes\""),
        ("\"startLine\": ", "\"startLine\": -"),
        ("\"deletedRegion\"", "\"region\""),
    ] {
        assert!(text.contains(from), "{from}");
        assert!(!problems(&schema, &text.replacen(from, to, 1)).is_empty(), "{to}");
    }
}

#[test]
fn json_lines_are_the_findings_of_json() {
    let json: Value =
        serde_json::from_str(&report(&both(), Format::Json, &Style::default())).expect("the report is JSON");
    let lines = report(&both(), Format::JsonLines, &Style::default());
    let lines: Vec<Value> =
        lines.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect();
    assert_eq!(Some(&lines), json["findings"].as_array());
}

#[test]
fn gitlab_tells_findings_apart() {
    let text = report(&both(), Format::GitLab, &Style::default());
    let issues: Vec<Value> = serde_json::from_str(&text).expect("a list");
    let mut fingerprints: Vec<&str> =
        issues.iter().filter_map(|issue| issue["fingerprint"].as_str()).collect();
    fingerprints.sort_unstable();
    fingerprints.dedup();
    assert_eq!(fingerprints.len(), issues.len());
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
