use std::io::{self, Write};

use super::Report;
use super::json::Entry;

/// Writes each finding as one line of JSON, with the members that it has in the format `json`.
pub(super) fn write(report: &Report, out: &mut impl Write) -> io::Result<()> {
    for finding in report.findings {
        serde_json::to_writer(&mut *out, &Entry::new(report.workspace, finding))?;
        writeln!(out)?;
    }
    Ok(())
}
