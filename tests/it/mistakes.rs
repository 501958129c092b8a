//! Real mistakes: each draws its finding.

use std::collections::BTreeMap;

use aslint::finding::Severity;
use aslint::rules;
use serde_json::Value;

use crate::support::{lint_text, read, root, settings, shared};

/// Each mistake with the rule that finds it and the JSON pointer of the place, or with the work that will:
/// `mistake rule pointer` or `mistake - work`.
fn expectations() -> BTreeMap<String, (String, String)> {
    let text = read(&root().join("tests/mistakes.txt"));
    let rows = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    rows.map(|line| {
        let mut words = line.splitn(3, ' ');
        let mut word = || words.next().unwrap_or_default().to_owned();
        (word(), (word(), word()))
    })
    .collect()
}

#[test]
fn every_mistake_in_reach_is_found_at_its_place() {
    let Some(path) = shared("design/mistakes.jsonl") else { return };
    let mut expectations = expectations();
    let mut problems = Vec::new();
    let (mut found, mut total) = (0, 0);
    for line in read(&path).lines() {
        let row: Value = serde_json::from_str(line).expect("a row is JSON");
        let mistake = row["rule"].as_str().expect("a row has a rule");
        total += 1;
        let text = serde_json::to_string_pretty(&row["definition"]).expect("JSON");
        let expected = expectations.remove(mistake);
        let mut settings = settings(row["type"].as_str().unwrap_or_default());
        // A rule that is off by default is looked for all the same.
        if let Some(entry) = expected.as_ref().and_then(|(rule, _)| rules::find(rule)) {
            settings.severities.set(&entry.rule, entry.rule.severity.or(Some(Severity::Info)));
        }
        let findings = lint_text("mistake.asl.json", &text, &settings);
        let said: Vec<String> =
            findings.iter().map(|finding| format!("{} {}", finding.rule.id, finding.pointer)).collect();
        match expected {
            None => problems.push(format!("{mistake}: not in tests/mistakes.txt; we say {said:?}")),
            Some((rule, _)) if rule == "-" => {}
            Some((rule, pointer)) if said.contains(&format!("{rule} {pointer}")) => found += 1,
            Some((rule, pointer)) => {
                problems.push(format!("{mistake}: no {rule} at {pointer}; we say {said:?}"))
            }
        }
        // What AWS accepts draws no error, whatever the mistake's first guess was.
        let is_accepted = row["aws_validate"] == "W";
        if is_accepted && findings.iter().any(|finding| finding.severity == Severity::Error) {
            problems.push(format!("{mistake}: AWS only warns; we say {said:?}"));
        }
    }
    problems.extend(
        expectations.keys().map(|mistake| format!("{mistake}: in tests/mistakes.txt, but no such row")),
    );
    println!("{found} of {total} mistakes found");
    assert!(problems.is_empty(), "{} problems\n{}", problems.len(), problems.join("\n"));
}
