use std::io::{self, Write};

use miette::Diagnostic;

use super::{BOLD, Style, severity_color, visible};
use crate::finding::Severity;

/// Writes an error of the run itself (an unreadable file, a wrong option) in the look of findings.
pub fn write_operational(error: &dyn Diagnostic, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let kind = style.paint(severity_color(Severity::Error), "error");
    let message = error.to_string();
    writeln!(out, "{kind}{}", style.paint(BOLD, &format!(": {}", visible(&message))))?;
    if let Some(help) = error.help() {
        writeln!(out, "  = help: {}", visible(&help.to_string()))?;
    }
    Ok(())
}
