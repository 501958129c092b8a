use std::io::{self, Write};

use super::xml::{DECLARATION, element, escape};
use super::{Report, by_file, message_and_help};
use crate::finding::Finding;
use crate::source::SourceFile;

/// Writes a report of JUnit: a suite for each file that has findings, and in it a failed test for each finding.
///
/// Readers take a report without any test for a fault, so where nothing was found there is one that passed.
pub(super) fn write(report: &Report, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{DECLARATION}")?;
    let failures = report.findings.len();
    let tests = failures.max(1);
    element(out, 0, "testsuites", &[("name", &"aslint"), ("tests", &tests), ("failures", &failures)], ">")?;
    if failures == 0 {
        element(out, 1, "testsuite", &[("name", &"aslint"), ("tests", &1), ("failures", &0)], ">")?;
        element(out, 2, "testcase", &[("classname", &"aslint"), ("name", &"No findings")], "/>")?;
        writeln!(out, "  </testsuite>")?;
    }
    for (file, findings) in by_file(report) {
        let count = findings.len();
        element(
            out,
            1,
            "testsuite",
            &[("name", &file.path()), ("tests", &count), ("failures", &count)],
            ">",
        )?;
        for finding in findings {
            test(file, finding, out)?;
        }
        writeln!(out, "  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}

fn test(file: &SourceFile, finding: &Finding, out: &mut impl Write) -> io::Result<()> {
    let at = file.line_column(finding.primary.span.start);
    // Readers of JUnit tell tests apart by their names.
    let name = format!("{} ({}:{})", finding.rule.id, at.line, at.column);
    element(
        out,
        2,
        "testcase",
        &[("classname", &file.path()), ("name", &name), ("line", &at.line), ("column", &at.column)],
        ">",
    )?;
    let text = format!("{}:{}:{}: {}", file.path(), at.line, at.column, message_and_help(finding));
    element(
        out,
        3,
        "failure",
        &[("type", &finding.severity.name()), ("message", &finding.message)],
        &format!(">{}</failure>", escape(&text)),
    )?;
    writeln!(out, "    </testcase>")
}
