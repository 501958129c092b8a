//! Definitions of our own: sound ones, of which nothing may be said, and faulty ones, of which exactly what stands
//! beside them is said.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use aslint::document::Expectation;
use aslint::finding::Severity;
use aslint::report::{self, Format, Report, Style, Summary};
use aslint::source::SourceFile;
use aslint::{Settings, Workspace, lint, lint_file};
use serde_json::Value;

use crate::support::{read, root};

/// The definitions in a folder of `tests/fixtures`, in the order of their names.
pub fn definitions(folder: &str) -> Vec<PathBuf> {
    let folder = root().join("tests/fixtures").join(folder);
    let listing = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<PathBuf> =
        listing.map(|entry| entry.expect("a folder can be listed").path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending != "expected"));
    files.sort();
    assert!(!files.is_empty(), "{} is empty", folder.display());
    files
}

/// The last part of a path.
pub fn name(path: &Path) -> String {
    path.file_name().expect("a file has a name").to_string_lossy().into_owned()
}

/// What is written about some texts, each with its name.
pub fn report(texts: &[(String, String)], format: Format, style: &Style) -> String {
    let mut workspace = Workspace::default();
    let mut summary = Summary::default();
    let mut findings = Vec::new();
    for (name, text) in texts {
        let id = workspace.add(SourceFile::new(name.as_str(), text.as_str()));
        let linted = lint_file(&workspace, id, Expectation::Definition, &Settings::default());
        summary.files += 1;
        summary.definitions += linted.definitions;
        findings.extend(linted.findings);
    }
    summary.count(&findings);
    let report = Report { workspace: &workspace, findings: &findings, summary };
    let mut out = Vec::new();
    report::write(format, &report, style, &mut out).expect("a Vec takes everything");
    if format == Format::Full {
        report::write_summary(&report, style, &mut out).expect("a Vec takes everything");
    }
    String::from_utf8(out).expect("reports are UTF-8")
}

/// `line:column severity[rule] message` of each finding in a text.
fn said(name: &str, text: &str) -> Vec<String> {
    let mut workspace = Workspace::default();
    workspace.add(SourceFile::new(name, text));
    let findings = lint(&workspace, &Settings::default());
    let line = |finding: &aslint::finding::Finding| {
        let span = finding.primary.span;
        let at = workspace.file(span.file).line_column(span.start);
        let (severity, rule) = (finding.severity.name(), finding.rule.id);
        format!("{}:{} {severity}[{rule}] {}", at.line, at.column, finding.message)
    };
    findings.iter().map(line).collect()
}

#[test]
fn nothing_is_said_of_sound_definitions() {
    let mut problems = Vec::new();
    for path in definitions("ok") {
        let mut workspace = Workspace::default();
        let id = workspace.add(SourceFile::new(name(&path), read(&path)));
        let linted = lint_file(&workspace, id, Expectation::Anything, &Settings::default());
        // `Anything` looks for definitions instead of taking them for granted.
        assert!(linted.definitions > 0, "{} is not recognised", path.display());
        let loud = linted.findings.iter().filter(|finding| finding.severity > Severity::Info);
        problems
            .extend(loud.map(|finding| format!("{} {} {}", name(&path), finding.rule.id, finding.message)));
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// All keys of objects in `value`.
fn keys(value: &Value, into: &mut BTreeSet<String>) {
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(members) => {
                into.extend(members.keys().cloned());
                open.extend(members.values());
            }
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
}

/// The fields and the state types that `schemas/asl.schema.json` knows.
fn vocabulary() -> BTreeSet<String> {
    let schema: Value =
        serde_json::from_str(&read(&root().join("schemas/asl.schema.json"))).expect("the schema is JSON");
    let mut words = BTreeSet::new();
    let types = &schema["$defs"]["StateBase"]["properties"]["Type"]["enum"];
    words.extend(types.as_array().expect("a list").iter().filter_map(|word| Some(word.as_str()?.to_owned())));
    for definition in schema["$defs"].as_object().expect("an object").values() {
        if let Some(fields) = definition["properties"].as_object() {
            words.extend(fields.keys().cloned());
        }
    }
    words
}

#[test]
fn sound_definitions_use_every_field_and_state_type() {
    let mut used = BTreeSet::new();
    for path in definitions("ok") {
        let text = read(&path);
        let Ok(value) = serde_json::from_str::<Value>(&text) else { continue };
        keys(&value, &mut used);
        let types = vocabulary().into_iter().filter(|word| text.contains(&format!("\"Type\": \"{word}\"")));
        used.extend(types.collect::<Vec<_>>());
    }
    let unused: Vec<String> = vocabulary().difference(&used).cloned().collect();
    assert!(unused.is_empty(), "no file of tests/fixtures/ok uses {unused:?}");
}

#[test]
fn faulty_definitions_draw_the_findings_beside_them() {
    let mut problems = Vec::new();
    let mut expectations = 0;
    for path in definitions("err") {
        let name = name(&path);
        let expected = path.with_file_name(format!("{}.expected", name.trim_end_matches(".asl.json")));
        let said = said(&name, &read(&path));
        // UPDATE_EXPECTED=1 writes what is said now, for somebody to read and to commit.
        if std::env::var_os("UPDATE_EXPECTED").is_some() {
            let lines: String = said.iter().map(|line| format!("{line}\n")).collect();
            std::fs::write(&expected, lines).expect("a file can be written");
        }
        let expected: Vec<String> = read(&expected).lines().map(String::from).collect();
        expectations += 1;
        let missing = expected.iter().filter(|line| !said.contains(line)).map(|line| format!("- {line}"));
        let new = said.iter().filter(|line| !expected.contains(line)).map(|line| format!("+ {line}"));
        let differences: Vec<String> = missing.chain(new).collect();
        if !differences.is_empty() {
            problems.push(format!("{name}\n{}", differences.join("\n")));
        } else if said != expected {
            problems.push(format!("{name}\nother order or count:\n{}", said.join("\n")));
        }
    }
    let folder = root().join("tests/fixtures/err");
    let listing = std::fs::read_dir(folder).expect("a folder");
    let files = listing
        .filter_map(Result::ok)
        .filter(|entry| entry.path().extension().is_some_and(|e| e == "expected"));
    assert_eq!(files.count(), expectations, "a .expected file stands without its definition");
    assert!(problems.is_empty(), "- expected, + said\n{}", problems.join("\n"));
}

/// The findings of a JSON report by file.
fn by_file(json: &str) -> BTreeMap<String, Vec<Value>> {
    let report: Value = serde_json::from_str(json).expect("the report is JSON");
    let mut files: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for finding in report["findings"].as_array().expect("a list") {
        files.entry(finding["file"].as_str().expect("a path").to_owned()).or_default().push(finding.clone());
    }
    files
}

#[test]
fn other_files_in_the_run_change_nothing() {
    let folders = ["data-flow", "err", "formats", "newcomers", "ok"];
    let paths: Vec<(String, PathBuf)> = folders
        .iter()
        .flat_map(|folder| {
            definitions(folder).into_iter().map(move |path| (format!("{folder}/{}", name(&path)), path))
        })
        .collect();
    let json = |texts: &[(String, String)]| {
        let mut workspace = Workspace::default();
        for (name, text) in texts {
            workspace.add(SourceFile::new(name.as_str(), text.as_str()));
        }
        let findings = lint(&workspace, &Settings::default());
        let report = Report { workspace: &workspace, findings: &findings, summary: Summary::default() };
        let mut out = Vec::new();
        report::write(Format::Json, &report, &Style::default(), &mut out).expect("a Vec takes everything");
        String::from_utf8(out).expect("reports are UTF-8")
    };
    let texts: Vec<(String, String)> = paths.iter().map(|(name, path)| (name.clone(), read(path))).collect();
    let together = by_file(&json(&texts));
    assert!(together.len() > 30, "only {} files with findings", together.len());
    for text in &texts {
        let alone = by_file(&json(std::slice::from_ref(text)));
        assert_eq!(alone.get(&text.0), together.get(&text.0), "{}", text.0);
    }
}
