use std::io::{self, Write};

use super::xml::{DECLARATION, element};
use super::{Report, by_file, message_and_help};

/// Writes a report of Checkstyle, with an element for each file that has findings.
pub(super) fn write(report: &Report, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{DECLARATION}\n<checkstyle version=\"4.3\">")?;
    for (file, findings) in by_file(report) {
        element(out, 1, "file", &[("name", &file.path())], ">")?;
        for finding in findings {
            let at = file.line_column(finding.primary.span.start);
            let attributes: [(&str, &dyn std::fmt::Display); 5] = [
                ("line", &at.line),
                ("column", &at.column),
                ("severity", &finding.severity.name()),
                ("message", &message_and_help(finding)),
                ("source", &format_args!("aslint.{}", finding.rule.id)),
            ];
            element(out, 2, "error", &attributes, "/>")?;
        }
        writeln!(out, "  </file>")?;
    }
    writeln!(out, "</checkstyle>")
}
