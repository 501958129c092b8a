//! Real definitions: what is said about them, against what is known of them.

use std::collections::BTreeMap;
use std::path::Path;

use aslint::Settings;
use aslint::finding::Severity;
use serde_json::Value;

use crate::support::{lint_text, read, root, shared};

/// Definitions of the corpus that are really wrong, with the sheet that says so: `path: rule because`.
fn known_errors() -> BTreeMap<String, Vec<String>> {
    let mut known: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in read(&root().join("tests/corpus-errors.txt")).lines() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let mut words = line.split_whitespace();
        let (path, rule) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        assert!(words.next().is_some(), "tests/corpus-errors.txt: {line}: say on what it rests");
        known.entry(path.to_owned()).or_default().push(rule.to_owned());
    }
    known
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let Ok(listing) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<_> = listing.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.sort();
    files
}

#[test]
fn no_error_on_published_definitions_but_true_ones() {
    let Some(corpus) = shared("corpus") else { return };
    let mut known = known_errors();
    let mut problems = Vec::new();
    let mut warnings = Vec::new();
    let mut folders = vec![corpus.join("standalone")];
    folders.extend(files(&corpus.join("peers-tests")).into_iter().map(|peer| peer.join("valid")));
    for path in folders.iter().flat_map(|folder| files(folder)) {
        let name = path.strip_prefix(&corpus).unwrap_or(&path).to_string_lossy().into_owned();
        let findings = lint_text(&name, &read(&path), &Settings::default());
        let mut expected = known.remove(&name).unwrap_or_default();
        for finding in &findings {
            if finding.severity < Severity::Error {
                continue;
            }
            match expected.iter().position(|rule| rule == finding.rule.id) {
                // One entry stands for all findings of its rule in the file.
                Some(_) => {}
                None => problems.push(format!("{name} {} {}", finding.rule.id, finding.message)),
            }
        }
        expected.retain(|rule| !findings.iter().any(|finding| finding.rule.id == rule));
        problems.extend(expected.iter().map(|rule| format!("{name} {rule}: listed in tests/corpus-errors.txt, not found")));
        if name.starts_with("standalone") {
            warnings.push(findings.iter().filter(|finding| finding.severity == Severity::Warning).count());
        }
    }
    problems.extend(known.keys().map(|name| format!("{name}: listed in tests/corpus-errors.txt, not in the corpus")));
    warnings.sort_unstable();
    println!("{} definitions, median of {} warnings", warnings.len(), warnings[warnings.len() / 2]);
    assert!(problems.is_empty(), "{} problems\n{}", problems.len(), problems.join("\n"));
    assert!(warnings[warnings.len() / 2] <= 2);
}

#[test]
fn no_error_on_definitions_that_other_tools_reject_wrongly() {
    let Some(path) = shared("design/valid.jsonl") else { return };
    for line in read(&path).lines() {
        let row: Value = serde_json::from_str(line).expect("a row is JSON");
        let text = serde_json::to_string_pretty(&row["definition"]).expect("JSON");
        for finding in lint_text("valid.asl.json", &text, &Settings::default()) {
            assert!(finding.severity < Severity::Error, "{}: {} {}", row["name"], finding.rule.id, finding.message);
        }
    }
}
