//! SARIF 2.1.0, as GitHub's code scanning and the viewers of editors read it.

mod rules;

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{Each, Report, extent, message_and_help};
use crate::Workspace;
use crate::finding::{Finding, Fix, Label, Rule, Severity};
use crate::source::{FileId, Span};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// The folder that relative URIs are below; code scanning takes the root of the repository for it.
const BASE: &str = "%SRCROOT%";
/// Under this name the fingerprint stands in a result. The number changes when the fingerprint is made differently.
const FINGERPRINT: &str = "aslint/v1";

/// Writes a log of one run with the rules that have findings; one result at a time is held in memory.
pub(super) fn write(report: &Report, out: &mut impl Write) -> io::Result<()> {
    let rules: BTreeMap<&str, &Rule> =
        report.findings.iter().map(|finding| (finding.rule.id, finding.rule)).collect();
    let rules: Vec<&Rule> = rules.into_values().collect();
    let run = Run {
        tool: tool(&rules),
        column_kind: "unicodeCodePoints",
        newline_sequences: ["\r\n", "\n", "\r"],
        original_uri_base_ids: json!({ BASE: { "description": { "text": "The folder in which aslint ran" } } }),
        results: Each { findings: report.findings, entry: |finding| result(report, &rules, finding) },
    };
    let log = Log { schema: SCHEMA, version: "2.1.0", runs: [run] };
    serde_json::to_writer_pretty(&mut *out, &log)?;
    writeln!(out)
}

#[derive(Serialize)]
struct Log<R> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<R>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<R> {
    tool: Value,
    column_kind: &'static str,
    newline_sequences: [&'static str; 3],
    original_uri_base_ids: Value,
    results: R,
}

fn tool(rules: &[&Rule]) -> Value {
    json!({ "driver": {
        "name": "aslint",
        "version": env!("CARGO_PKG_VERSION"),
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "informationUri": env!("CARGO_PKG_REPOSITORY"),
        "rules": rules.iter().map(|rule| rules::descriptor(rule)).collect::<Vec<_>>(),
    } })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// Messages stand as they are. Braces would be doubled where arguments are filled in; there are none, and viewers show
/// the text without looking for them.
fn result(report: &Report, rules: &[&Rule], finding: &Finding) -> Value {
    let workspace = report.workspace;
    let mut location = location(workspace, finding.primary.span);
    let logical = logical_locations(finding);
    if !logical.is_empty() {
        location.insert("logicalLocations".into(), logical.into());
    }
    let mut result = json!({
        "ruleId": finding.rule.id,
        "ruleIndex": rules.binary_search_by_key(&finding.rule.id, |rule| rule.id).unwrap_or_default(),
        "level": level(finding.severity),
        "message": { "text": message_and_help(finding) },
        "locations": [location],
        "partialFingerprints": { FINGERPRINT: finding.fingerprint },
    });
    if !finding.related.is_empty() {
        let related = finding.related.iter().enumerate();
        result["relatedLocations"] =
            related.map(|(index, label)| related_location(workspace, index, label)).collect();
    }
    if let Some(fix) = &finding.fix {
        result["fixes"] = json!([self::fix(workspace, finding, fix)]);
    }
    result
}

/// The definition, where its file holds several, and the state.
fn logical_locations(finding: &Finding) -> Vec<Value> {
    let definition = finding.definition.as_deref();
    let machine = definition.map(|name| json!({ "name": name, "kind": "stateMachine" }));
    let state = finding.state.as_deref().map(|state| {
        let full = definition.map_or_else(|| state.to_owned(), |definition| format!("{definition}/{state}"));
        json!({ "name": state, "fullyQualifiedName": full, "kind": "state" })
    });
    machine.into_iter().chain(state).collect()
}

fn related_location(workspace: &Workspace, index: usize, label: &Label) -> Value {
    let mut location = location(workspace, label.span);
    location.insert("id".into(), (index + 1).into());
    location.insert("message".into(), json!({ "text": label.message }));
    location.into()
}

fn fix(workspace: &Workspace, finding: &Finding, fix: &Fix) -> Value {
    let changes = fix.edits.chunk_by(|a, b| a.span.file == b.span.file).map(|edits| {
        let replacements = edits.iter().map(|edit| {
            json!({ "deletedRegion": region(workspace, edit.span), "insertedContent": { "text": edit.text } })
        });
        json!({
            "artifactLocation": artifact(workspace, edits[0].span.file),
            "replacements": replacements.collect::<Vec<_>>(),
        })
    });
    json!({
        "description": { "text": finding.help.as_deref().unwrap_or(&finding.message) },
        "artifactChanges": changes.collect::<Vec<_>>(),
        "properties": { "applicability": fix.applicability.name() },
    })
}

fn location(workspace: &Workspace, span: Span) -> Map<String, Value> {
    let place =
        json!({ "artifactLocation": artifact(workspace, span.file), "region": region(workspace, span) });
    Map::from_iter([("physicalLocation".to_owned(), place)])
}

fn region(workspace: &Workspace, span: Span) -> Value {
    let (start, end) = extent(workspace, span);
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    })
}

fn artifact(workspace: &Workspace, file: FileId) -> Value {
    let path = workspace.file(file).path();
    if path.starts_with('/') {
        json!({ "uri": format!("file://{}", percent_encoded(path)) })
    } else if path.as_bytes().get(1) == Some(&b':') {
        json!({ "uri": format!("file:///{}", percent_encoded(path)) })
    } else {
        json!({ "uri": percent_encoded(path), "uriBaseId": BASE })
    }
}

/// A path with `/` between its parts as the path of a URI (RFC 3986).
fn percent_encoded(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::{error, render, span_of, workspace};
    use crate::report::{Format, Style};

    fn uri(path: &str) -> Value {
        let workspace = workspace(&[(path, "{}")]);
        artifact(&workspace, FileId(0))
    }

    #[test]
    fn paths_become_uris() {
        assert_eq!(uri("flows/a-b_c.~1.json"), json!({ "uri": "flows/a-b_c.~1.json", "uriBaseId": BASE }));
        assert_eq!(uri("a b/ü#?%:1.json")["uri"], "a%20b/%C3%BC%23%3F%25%3A1.json");
        assert_eq!(uri("../a.json"), json!({ "uri": "../a.json", "uriBaseId": BASE }));
        assert_eq!(uri("/tmp/a b.json"), json!({ "uri": "file:///tmp/a%20b.json" }));
        assert_eq!(uri("C:/a.json"), json!({ "uri": "file:///C%3A/a.json" }));
    }

    #[test]
    fn a_fix_changes_each_of_its_files() {
        let workspace = workspace(&[("a.json", "{\"é😀\": 1}"), ("b.json", "[2]")]);
        let mut finding = error(span_of(&workspace, 0, "1"), "x");
        finding.safe_fix(span_of(&workspace, 0, "1"), "3").safe_fix(span_of(&workspace, 1, "2"), "");
        let text = render(Format::Sarif, &workspace, &[finding], &Style::default());
        let log: Value = serde_json::from_str(&text).unwrap();
        let changes = &log["runs"][0]["results"][0]["fixes"][0]["artifactChanges"];
        let region = |line, start, end| json!({ "startLine": line, "startColumn": start, "endLine": line, "endColumn": end });
        assert_eq!(changes[0]["artifactLocation"]["uri"], "a.json");
        assert_eq!(changes[0]["replacements"][0]["deletedRegion"], region(1, 8, 9));
        assert_eq!(changes[1]["artifactLocation"]["uri"], "b.json");
        assert_eq!(
            changes[1]["replacements"],
            json!([{ "deletedRegion": region(1, 2, 3), "insertedContent": { "text": "" } }])
        );
    }
}
