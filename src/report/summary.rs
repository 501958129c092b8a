use std::io::{self, Write};

use rustc_hash::FxHashSet;

use super::{BOLD, Report, Style, severity_color};
use crate::finding::Severity;

/// Writes one line that says how much was found where, such as `3 errors, 1 warning in 2 of 5 files`.
pub fn write_summary(report: &Report, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let summary = report.summary;
    let counts = [
        (Severity::Error, summary.errors, "error"),
        (Severity::Warning, summary.warnings, "warning"),
        (Severity::Info, summary.infos, "info"),
    ];
    let found: Vec<String> = counts
        .into_iter()
        .filter(|&(_, count, _)| count > 0)
        .map(|(severity, count, noun)| {
            style.paint(severity_color(severity), &plural(count, noun)).into_owned()
        })
        .collect();
    let files = plural(summary.files, "file");
    if summary.files == 0 {
        // Clean is only what was read.
        write!(out, "{}", style.paint(BOLD, "Nothing was checked"))?;
    } else if found.is_empty() {
        write!(out, "{} in {files}", style.paint(BOLD, "No findings"))?;
    } else {
        let affected: FxHashSet<_> =
            report.findings.iter().map(|finding| finding.primary.span.file).collect();
        let affected = affected.len() as u32;
        write!(out, "{} in ", found.join(", "))?;
        if affected < summary.files {
            write!(out, "{affected} of ")?;
        }
        write!(out, "{files}")?;
    }
    if summary.suppressed > 0 {
        write!(out, " ({} suppressed)", summary.suppressed)?;
    }
    writeln!(out)
}

/// The number with its noun: `1 file`, `2 files`.
pub fn plural(count: u32, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Finding;
    use crate::report::Summary;
    use crate::report::tests::{error, span_of, workspace};

    fn line(findings: &[Finding], summary: Summary, color: bool) -> String {
        let workspace = workspace(&[("a", "{}"), ("b", "{}")]);
        let mut out = Vec::new();
        let report = Report { workspace: &workspace, findings, summary };
        write_summary(&report, &Style { color, ..Style::default() }, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn says_how_much_was_found_where() {
        let workspace = workspace(&[("a", "{}"), ("b", "{}")]);
        let one = [error(span_of(&workspace, 0, "{"), "x")];
        let both = [error(span_of(&workspace, 0, "{"), "x"), error(span_of(&workspace, 1, "{"), "x")];
        let counts = |files, errors, warnings, infos, suppressed| Summary {
            files,
            definitions: files,
            errors,
            warnings,
            infos,
            suppressed,
        };
        assert_eq!(line(&both, counts(5, 3, 1, 0, 0), false), "3 errors, 1 warning in 2 of 5 files\n");
        assert_eq!(line(&one, counts(1, 1, 0, 2, 0), false), "1 error, 2 infos in 1 file\n");
        assert_eq!(line(&both, counts(2, 0, 2, 0, 4), false), "2 warnings in 2 files (4 suppressed)\n");
        assert_eq!(line(&[], counts(0, 0, 0, 0, 0), false), "Nothing was checked\n");
        assert_eq!(line(&[], counts(5, 0, 0, 0, 0), false), "No findings in 5 files\n");
        assert_eq!(line(&[], counts(1, 0, 0, 0, 1), false), "No findings in 1 file (1 suppressed)\n");
        assert_eq!(line(&one, counts(1, 1, 0, 0, 0), true), "\x1b[1;31m1 error\x1b[0m in 1 file\n");
    }
}
