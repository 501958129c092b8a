use std::io::{self, Write};

use super::{Report, extent, last_line, message_and_help, visible};
use crate::finding::Severity;

/// Writes a workflow command of GitHub Actions for each finding; GitHub shows it at the line in the pull request.
///
/// The log shows the message alone, so the message names the place again.
pub(super) fn write(report: &Report, out: &mut impl Write) -> io::Result<()> {
    for finding in report.findings {
        let path = report.workspace.file(finding.primary.span.file).path();
        let (start, end) = extent(report.workspace, finding.primary.span);
        write!(out, "::{} file={},line={}", command(finding.severity), property(path), start.line)?;
        if start.line == end.line {
            // GitHub refuses columns where there are several lines.
            write!(out, ",col={},endLine={},endColumn={}", start.column, end.line, end.column)?;
        } else {
            write!(out, ",endLine={}", last_line(start, end))?;
        }
        writeln!(
            out,
            ",title=aslint ({rule})::{path}:{}:{}: [{rule}] {}",
            start.line,
            start.column,
            data(&visible(&message_and_help(finding))),
            path = data(&visible(path)),
            rule = finding.rule.id,
        )?;
    }
    Ok(())
}

fn command(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    }
}

/// The text of a command as the runner of GitHub Actions reads it.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property as the runner reads it.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use crate::report::tests::{error, render, span_of, workspace};
    use crate::report::{Format, Style};

    #[test]
    fn nothing_in_a_name_or_a_message_ends_the_command() {
        let workspace = workspace(&[("100%,a:b\r\n::x.json", "{}")]);
        let findings = [error(span_of(&workspace, 0, "{}"), "50 %\n::error::injected\x1b[31m")];
        let text = render(Format::GitHub, &workspace, &findings, &Style::default());
        assert_eq!(
            text,
            "::error file=100%25%2Ca%3Ab%0D%0A%3A%3Ax.json,line=1,col=1,endLine=1,endColumn=3,\
             title=aslint (unknown-target)::100%25,a:b␍␊::x.json:1:1: [unknown-target] \
             50 %25␊::error::injected␛[31m\n"
        );
    }

    #[test]
    fn gives_columns_on_one_line_only() {
        let workspace = workspace(&[("a.yaml", "é: [\n1\n]\nb: 1\n")]);
        let place = |needle: &str| {
            let findings = [error(span_of(&workspace, 0, needle), "x")];
            let text = render(Format::GitHub, &workspace, &findings, &Style::default());
            text.split(",title").next().unwrap_or_default().to_owned()
        };
        assert_eq!(place("["), "::error file=a.yaml,line=1,col=4,endLine=1,endColumn=5");
        assert_eq!(place("[\n1\n]"), "::error file=a.yaml,line=1,endLine=3");
        // What ends with a line break ends on the line before it.
        assert_eq!(place("[\n1\n"), "::error file=a.yaml,line=1,endLine=2");
    }
}
