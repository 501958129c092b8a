use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Value, json};

use super::{Each, Report, message_and_help};
use crate::finding::{Edit, Finding, Fix, Severity};
use crate::source::{SourceFile, Span};

/// How far apart the edits of a fix may be for a suggestion, in bytes: it repeats the text between them.
const MAX_SUGGESTION: u32 = 4096;

/// Writes the Reviewdog Diagnostic Format, with which reviewdog comments on changes and suggests fixes.
pub(super) fn write(report: &Report, out: &mut impl Write) -> io::Result<()> {
    let result = DiagnosticResult {
        source: json!({ "name": "aslint", "url": env!("CARGO_PKG_REPOSITORY") }),
        diagnostics: Each { findings: report.findings, entry: |finding| diagnostic(report, finding) },
    };
    serde_json::to_writer_pretty(&mut *out, &result)?;
    writeln!(out)
}

#[derive(Serialize)]
struct DiagnosticResult<D> {
    source: Value,
    diagnostics: D,
}

fn diagnostic(report: &Report, finding: &Finding) -> Value {
    let file = report.workspace.file(finding.primary.span.file);
    let mut diagnostic = json!({
        "message": message_and_help(finding),
        "location": { "path": file.path(), "range": range(file, finding.primary.span) },
        "severity": severity(finding.severity),
        "code": { "value": finding.rule.id, "url": finding.rule.url() },
    });
    let fix = finding.fix.as_ref().and_then(|fix| joined(file, finding.primary.span, fix));
    if let Some(Edit { span, text }) = fix {
        diagnostic["suggestions"] = json!([{ "range": range(file, span), "text": text }]);
    }
    diagnostic
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "ERROR",
        Severity::Warning => "WARNING",
        Severity::Info => "INFO",
    }
}

/// A range of reviewdog's: lines and columns from 1, columns in bytes of UTF-8, the end exclusive.
fn range(file: &SourceFile, span: Span) -> Value {
    let position = |offset: u32| {
        let line = file.line_column(offset).line;
        json!({ "line": line, "column": offset - file.lines().line_start(line) + 1 })
    };
    json!({ "start": position(span.start), "end": position(span.end) })
}

/// The edits of `fix` as one, for suggestions of reviewdog's stand each for itself; none where they are far apart or
/// not all in the file of the finding.
fn joined(file: &SourceFile, place: Span, fix: &Fix) -> Option<Edit> {
    let mut edits: Vec<&Edit> = fix.edits.iter().collect();
    edits.sort_by_key(|edit| edit.span);
    let span = Span::new(place.file, edits.first()?.span.start, edits.last()?.span.end);
    if span.len() > MAX_SUGGESTION || edits.iter().any(|edit| edit.span.file != place.file) {
        return None;
    }
    let mut text = String::new();
    let mut end = span.start;
    for edit in edits {
        text.push_str(file.text().get(end as usize..edit.span.start as usize)?);
        text.push_str(&edit.text);
        end = edit.span.end;
    }
    Some(Edit { span, text })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::report::tests::{error, render, span_of, workspace};
    use crate::report::{Format, Style};

    fn suggestions(text: &str, edits: &[(&str, &str)]) -> Value {
        let workspace = workspace(&[("a.json", text)]);
        let mut finding = error(span_of(&workspace, 0, "{"), "x");
        for (needle, replacement) in edits {
            finding.safe_fix(span_of(&workspace, 0, needle), *replacement);
        }
        let text = render(Format::Rdjson, &workspace, &[finding], &Style::default());
        serde_json::from_str::<Value>(&text).unwrap()["diagnostics"][0]["suggestions"].clone()
    }

    #[test]
    fn counts_columns_in_bytes() {
        let expected = json!([{
            "range": { "start": { "line": 2, "column": 10 }, "end": { "line": 2, "column": 11 } },
            "text": "2"
        }]);
        assert_eq!(suggestions("{\r\n\"é😀\":1}", &[("1", "2")]), expected);
    }

    #[test]
    fn joins_the_edits_of_a_fix() {
        let text = "{\"a\": 1, \"b\": 2}";
        let joined = suggestions(text, &[("2", "[2]"), ("\"a\"", "\"c\"")]);
        assert_eq!(joined[0]["text"], "\"c\": 1, \"b\": [2]");
        assert_eq!(joined[0]["range"]["end"]["column"], 16);
        let far = format!("{{\"a\": {}2}}", " ".repeat(5000));
        assert_eq!(suggestions(&far, &[("\"a\"", "\"c\""), ("2", "3")]), Value::Null);
    }
}
