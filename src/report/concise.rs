use std::io::{self, Write};

use super::{BOLD, Report, Style, severity_color, visible};

/// Writes a line for each finding: `path:line:column: severity[rule] message`, and the definition where it has a name.
pub(super) fn write(report: &Report, style: &Style, out: &mut impl Write) -> io::Result<()> {
    for finding in report.findings {
        let file = report.workspace.file(finding.primary.span.file);
        let place = file.line_column(finding.primary.span.start);
        let path = visible(file.path());
        let within = finding.definition.as_deref().map(|name| format!(" (in {})", visible(name)));
        writeln!(
            out,
            "{}:{}:{}: {}[{}] {}{}",
            style.paint(BOLD, &path),
            place.line,
            place.column,
            style.paint(severity_color(finding.severity), finding.severity.name()),
            style.rule_name(finding.rule),
            visible(&finding.message),
            within.unwrap_or_default(),
        )?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::report::tests::{error, render, span_of, workspace};
    use crate::report::{Format, Style};

    #[test]
    fn writes_one_line_each() {
        let workspace = workspace(&[("a.json", "{\n  \"Größe\": 1}"), ("b.json", "[]")]);
        let findings =
            [error(span_of(&workspace, 0, "1"), "One."), error(span_of(&workspace, 1, "[]"), "Two.")];
        assert_eq!(
            render(Format::Concise, &workspace, &findings, &Style::default()),
            "a.json:2:12: error[unknown-target] One.\nb.json:1:1: error[unknown-target] Two.\n"
        );
    }

    #[test]
    fn stays_one_line_and_harmless_whatever_the_names() {
        let workspace = workspace(&[("a\n\x1b[2J.json", "{}")]);
        let findings = [error(span_of(&workspace, 0, "{}"), "state \"x\r\n\x1b]0;owned\x07\"")];
        let text = render(Format::Concise, &workspace, &findings, &Style::default());
        assert_eq!(text.lines().count(), 1);
        assert!(!text.contains(['\x1b', '\x07', '\r']), "{text:?}");
        assert!(text.contains("a␊␛[2J.json:1:1:"), "{text}");
    }

    #[test]
    fn colours_and_links_on_request() {
        let workspace = workspace(&[("a.json", "{}")]);
        let findings = [error(span_of(&workspace, 0, "{}"), "Bad.")];
        let style = Style { color: true, links: true, width: 80 };
        let text = render(Format::Concise, &workspace, &findings, &style);
        assert!(text.contains("\x1b[1;31merror\x1b[0m["), "{text:?}");
        assert!(text.contains("\x1b]8;;https://"), "{text:?}");
        assert!(
            text.contains("/rules/graph/unknown-target.md\x1b\\unknown-target\x1b]8;;\x1b\\]"),
            "{text:?}"
        );
    }
}
