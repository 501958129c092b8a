use std::io::{self, Write};

use serde::{Serialize, Serializer};

use super::{Report, Summary};
use crate::Workspace;
use crate::finding::{self, AwsDiagnostic, Finding};
use crate::source::Span;

/// Writes the findings as `schemas/output.schema.json` describes; one finding at a time is held in memory.
pub(super) fn write(report: &Report, out: &mut impl Write) -> io::Result<()> {
    let output = Output { version: 1, findings: Findings(report), summary: &report.summary };
    serde_json::to_writer_pretty(&mut *out, &output)?;
    writeln!(out)
}

#[derive(Serialize)]
struct Output<'a> {
    version: u32,
    findings: Findings<'a>,
    summary: &'a Summary,
}

struct Findings<'a>(&'a Report<'a>);

impl Serialize for Findings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let workspace = self.0.workspace;
        serializer.collect_seq(self.0.findings.iter().map(|finding| Entry::new(workspace, finding)))
    }
}

/// A finding with everything that is known of it.
#[derive(Serialize)]
pub(super) struct Entry<'a> {
    rule: &'a str,
    severity: &'a str,
    message: &'a str,
    file: &'a str,
    definition: Option<&'a str>,
    state: Option<&'a str>,
    pointer: &'a str,
    #[serde(flatten)]
    position: Position,
    related: Vec<Related<'a>>,
    help: Option<&'a str>,
    fix: Option<Fix<'a>>,
    fingerprint: &'a str,
    url: String,
    aws: Option<Aws<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Position {
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    offset: u32,
    length: u32,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    file: &'a str,
    #[serde(flatten)]
    position: Position,
}

#[derive(Serialize)]
struct Fix<'a> {
    applicability: &'a str,
    edits: Vec<Edit<'a>>,
}

#[derive(Serialize)]
struct Edit<'a> {
    file: &'a str,
    offset: u32,
    length: u32,
    text: &'a str,
}

#[derive(Serialize)]
struct Aws<'a> {
    code: &'a str,
    location: Option<&'a str>,
}

impl<'a> Entry<'a> {
    pub(super) fn new(workspace: &'a Workspace, finding: &'a Finding) -> Self {
        let path = |span: Span| workspace.file(span.file).path();
        let related = finding.related.iter().map(|label| Related {
            message: &label.message,
            file: path(label.span),
            position: Position::new(workspace, label.span),
        });
        Self {
            rule: finding.rule.id,
            severity: finding.severity.name(),
            message: &finding.message,
            file: path(finding.primary.span),
            definition: finding.definition.as_deref(),
            state: finding.state.as_deref(),
            pointer: &finding.pointer,
            position: Position::new(workspace, finding.primary.span),
            related: related.collect(),
            help: finding.help.as_deref(),
            fix: finding.fix.as_ref().map(|fix| Fix::new(workspace, fix)),
            fingerprint: &finding.fingerprint,
            url: finding.rule.url(),
            aws: finding.aws.as_ref().map(Aws::new),
        }
    }
}

impl Position {
    fn new(workspace: &Workspace, span: Span) -> Self {
        let file = workspace.file(span.file);
        let (start, end) = (file.line_column(span.start), file.line_column(span.end));
        Self {
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            offset: span.start,
            length: span.len(),
        }
    }
}

impl<'a> Fix<'a> {
    fn new(workspace: &'a Workspace, fix: &'a finding::Fix) -> Self {
        let edits = fix.edits.iter().map(|edit| Edit {
            file: workspace.file(edit.span.file).path(),
            offset: edit.span.start,
            length: edit.span.len(),
            text: &edit.text,
        });
        Self { applicability: fix.applicability.name(), edits: edits.collect() }
    }
}

impl<'a> Aws<'a> {
    fn new(diagnostic: &'a AwsDiagnostic) -> Self {
        Self { code: diagnostic.code, location: diagnostic.location.as_deref() }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::report::tests::{error, render, span_of, workspace};
    use crate::report::{Format, Style};

    #[test]
    fn says_everything_in_the_documented_order() {
        let workspace = workspace(&[("a.json", "{\"é😀\": \"Misst\"}"), ("b.yaml", "x:\n- 1\n")]);
        let target = span_of(&workspace, 0, "\"Misst\"");
        let mut finding = error(target, "No state \"Misst\".");
        finding.related(span_of(&workspace, 1, "- 1\n"), "here").help("Write \"Mist\".");
        finding.safe_fix(target, "\"Mist\"");
        finding.aws("MISSING_TRANSITION_TARGET", "Missing 'Next' target: Misst", None);
        finding.state = Some("é".into());
        finding.pointer = "/é😀".into();
        finding.fingerprint = "0123456789abcdef".into();
        let text = render(Format::Json, &workspace, &[finding], &Style::default());
        let value: Value = serde_json::from_str(&text).unwrap();
        let expected = json!({
            "version": 1,
            "findings": [{
                "rule": "unknown-target", "severity": "error", "message": "No state \"Misst\".",
                "file": "a.json", "definition": null, "state": "é", "pointer": "/é😀",
                "line": 1, "column": 8, "endLine": 1, "endColumn": 15, "offset": 11, "length": 7,
                "related": [{
                    "message": "here", "file": "b.yaml",
                    "line": 2, "column": 1, "endLine": 3, "endColumn": 1, "offset": 3, "length": 4
                }],
                "help": "Write \"Mist\".",
                "fix": {"applicability": "safe",
                        "edits": [{"file": "a.json", "offset": 11, "length": 7, "text": "\"Mist\""}]},
                "fingerprint": "0123456789abcdef",
                "url": super::super::tests::RULE.url(),
                "aws": {"code": "MISSING_TRANSITION_TARGET", "location": null}
            }],
            "summary": {"files": 0, "definitions": 0, "errors": 0, "warnings": 0, "infos": 0, "suppressed": 0}
        });
        assert_eq!(serde_json::to_string(&value).unwrap(), serde_json::to_string(&expected).unwrap());
        assert!(text.starts_with("{\n  \"version\": 1,\n  \"findings\": [\n    {\n      \"rule\""), "{text}");
        assert!(text.ends_with("}\n}\n"), "{text}");
    }

    #[test]
    fn says_nothing_found_as_an_empty_list() {
        let text = render(Format::Json, &workspace(&[]), &[], &Style::default());
        assert!(text.starts_with("{\n  \"version\": 1,\n  \"findings\": [],\n"), "{text}");
    }
}
