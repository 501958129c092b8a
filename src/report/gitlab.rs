use std::io::{self, Write};

use serde_json::{Value, json};

use super::{Each, Report, extent, last_line, message_and_help};
use crate::finding::{Finding, Severity};

/// Writes a report of GitLab's Code Quality, which GitLab shows in the merge request.
pub(super) fn write(report: &Report, out: &mut impl Write) -> io::Result<()> {
    let issues = Each { findings: report.findings, entry: |finding| issue(report, finding) };
    serde_json::to_writer_pretty(&mut *out, &issues)?;
    writeln!(out)
}

fn issue(report: &Report, finding: &Finding) -> Value {
    let (start, end) = extent(report.workspace, finding.primary.span);
    json!({
        "description": message_and_help(finding),
        "check_name": finding.rule.id,
        "fingerprint": finding.fingerprint,
        "severity": severity(finding.severity),
        "location": {
            "path": report.workspace.file(finding.primary.span.file).path(),
            "lines": { "begin": start.line, "end": last_line(start, end) },
        },
    })
}

/// GitLab has two more, `critical` and `blocker`.
fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "major",
        Severity::Warning => "minor",
        Severity::Info => "info",
    }
}
