//! AWS's recorded answers: verdict, code and location agree.

use std::collections::BTreeMap;

use aslint::finding::{Finding, Severity};
use serde_json::Value;

use crate::support::{lint_text, read, root, settings, shared};

/// Rows that later work must cover, with that work.
fn parked() -> BTreeMap<String, String> {
    let text = read(&root().join("tests/parked-answers.txt"));
    let rows = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    rows.map(|line| {
        let (id, why) = line.split_once(' ').unwrap_or((line, ""));
        assert!(!why.trim().is_empty(), "tests/parked-answers.txt: {id}: say which work covers it");
        (id.to_owned(), why.to_owned())
    })
    .collect()
}

/// Rows that AWS accepts and whose every execution fails: `$phone` is never assigned (spec/variables.md 6.5); a Map goes
/// through `$.items` of a Parallel's array (spec/runtime_semantics.md 6).
const RUN_TIME_FAILURES: [&str; 2] = ["gold-0131", "gold-0069"];

/// What AWS said and what we say of it: code and location of each diagnostic, as far as they are recorded.
fn disagreement(row: &Value) -> Option<String> {
    let definition = &row["definition"];
    let text = match definition {
        Value::String(text) => text.clone(),
        value => serde_json::to_string_pretty(value).expect("JSON"),
    };
    let findings = lint_text("row.asl.json", &text, &settings(row["type"].as_str().unwrap_or_default()));
    let answer = aslint::report::aws::diagnostics(&findings.iter().collect::<Vec<_>>());
    // What AWS accepts may yet fail when it runs: such errors have no diagnostic of AWS's, and are listed here.
    let fails_at_run_time = RUN_TIME_FAILURES.contains(&row["id"].as_str().unwrap_or_default());
    let is_error = |finding: &&Finding| finding.severity == Severity::Error;
    let errors: Vec<&Finding> = findings.iter().filter(is_error).collect();
    let accepts = answer.result == "OK";
    let says_error = !errors.is_empty();
    if row["aws_ok"].as_bool() != Some(accepts) || says_error == accepts && says_error != fails_at_run_time {
        let said: Vec<_> = errors.iter().map(|finding| finding.message.as_str()).collect();
        return Some(format!("AWS accepts: {}, we say {said:?}", row["aws_ok"]));
    }
    let normal = |code: &str, location: Option<&str>| format!("{code} at {}", location.unwrap_or("null"));
    let ours: Vec<String> = answer
        .diagnostics
        .iter()
        .map(|diagnostic| normal(diagnostic.code, diagnostic.location.as_deref()))
        .collect();
    let mut missing = Vec::new();
    let mut expected = 0;
    for diagnostic in row["aws_diagnostics"].as_array().into_iter().flatten() {
        let Some(code) = diagnostic["code"].as_str() else { continue };
        expected += 1;
        let location = diagnostic["location"].as_str();
        // Where AWS gave no location but always does, the row does not record it.
        let is_recorded = location.is_some() || code == "MISSING_END_STATE";
        let found = match is_recorded {
            true => ours.contains(&normal(code, location)),
            false => ours.iter().any(|own| own.starts_with(code)),
        };
        if !found {
            missing.push(normal(code, location));
        }
    }
    // A row without diagnostics records the verdict only.
    let is_complete = expected == 0 || expected == ours.len();
    if missing.is_empty() && is_complete {
        return None;
    }
    Some(format!("AWS says {missing:?} which we do not; we say {ours:?}"))
}

#[test]
fn verdict_code_and_location_agree_with_aws() {
    let Some(path) = shared("corpus/aws_answers.jsonl") else { return };
    let mut parked = parked();
    let mut problems = Vec::new();
    let (mut agree, mut total) = (0, 0);
    for line in read(&path).lines() {
        let row: Value = serde_json::from_str(line).expect("a row is JSON");
        let id = row["id"].as_str().expect("a row has an id");
        total += 1;
        match (disagreement(&row), parked.remove(id)) {
            (None, None) => agree += 1,
            (None, Some(_)) => problems.push(format!("{id} agrees: strike it from tests/parked-answers.txt")),
            (Some(_), Some(_)) => {}
            (Some(why), None) => problems.push(format!("{id}: {why}")),
        }
    }
    problems.extend(parked.keys().map(|id| format!("{id}: parked, but there is no such row")));
    println!("{agree} of {total} answers agree");
    assert!(problems.is_empty(), "{} problems\n{}", problems.len(), problems.join("\n"));
}
