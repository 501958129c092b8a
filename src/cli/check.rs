use std::io::Write;

use super::arguments::CheckOptions;
use super::discovery::{self, Found, Patterns};
use super::error::{self, Error};
use super::fixing;
use super::progress::Progress;
use super::texts::{Texts, guarded, in_parallel};
use super::{CLEAN, FAILURE, FINDINGS, selection, terminal};
use crate::finding::{Finding, Severity};
use crate::report::{self, Format, Report, Style, Summary};
use crate::{Project, Settings};

/// Lints what the arguments name; gives the exit code.
pub fn run(options: &CheckOptions) -> Result<u8, Error> {
    let settings = Settings {
        workflow_type: options.workflow_type.map(Into::into),
        severities: selection::severities(&options.select, &options.ignore, &options.severity)?,
    };
    let progress = Progress::new();
    let patterns = Patterns::new(&options.include, &options.exclude, options.force_exclude)?;
    let Found { candidates, mut errors, notes } =
        discovery::collect(&options.paths, &options.stdin_filename, &patterns, || progress.step("Found"));

    progress.restart();
    let Texts { mut workspace, mut documents, subjects, named, stdin } =
        Texts::read(&candidates, &progress, &mut errors);

    let lint = |project: &Project<'_>, id| project.lint(id, &settings);
    let mut fixed = fixing::make(&options.fixing, &mut workspace, &mut documents, &subjects, &named, lint);

    progress.restart();
    let project = Project::new(&workspace, documents);
    let linted = in_parallel(&subjects, |&id| {
        progress.step("Linting");
        guarded(workspace.file(id), || lint(&project, id))
    });
    drop(progress);
    notes.iter().for_each(|note| eprintln!("note: {note}"));

    let mut findings = Vec::new();
    let mut summary = Summary::default();
    for (linted, &id) in linted.into_iter().zip(&subjects) {
        match linted {
            Ok(linted) => {
                if linted.definitions == 0 && linted.findings.is_empty() && named.contains(&id) {
                    eprintln!("note: {} holds no state machine definition", workspace.file(id).path());
                }
                summary.files += u32::from(linted.definitions > 0);
                summary.definitions += linted.definitions;
                findings.extend(linted.findings);
            }
            Err(error) => errors.push(error),
        }
    }
    summary.count(&findings);
    if let Some(fixed) = fixed.as_ref().filter(|_| options.fixing.diff) {
        let style = terminal::style_of_output(options.color.color);
        fixed.write_diff(&workspace, &style, &mut std::io::stdout().lock())?;
        let lines = [fixed.summary("Would fix"), fixing::hint(&options.fixing, &findings)];
        lines.iter().flatten().for_each(|line| eprintln!("{line}"));
        errors.iter().for_each(error::show);
        return Ok(if errors.is_empty() { fixed.exit_code() } else { FAILURE });
    }
    if let Some(fixed) = &mut fixed {
        fixed.save(&workspace, stdin, &mut errors)?;
    }
    let fixed_line = fixed.as_ref().and_then(|fixed| fixed.summary("Fixed"));
    let lines = [fixed_line, fixing::hint(&options.fixing, &findings)];
    // Standard output has the fixed text.
    let is_output_taken = fixed.is_some() && stdin.is_some();
    let report = Report { workspace: &workspace, findings: &findings, summary };
    write(options, &report, is_output_taken, lines.iter().flatten())?;
    errors.iter().for_each(error::show);
    Ok(exit_code(&findings, &errors, options.deny_warnings))
}

/// Writes the report, and behind the summary, where there is one, `lines`.
fn write<'l>(
    options: &CheckOptions,
    report: &Report,
    is_output_taken: bool,
    lines: impl Iterator<Item = &'l String>,
) -> Result<(), Error> {
    let format = options.format.0;
    let (mut out, style): (Box<dyn Write>, Style) = if is_output_taken {
        (Box::new(std::io::stderr().lock()), terminal::style_of_errors())
    } else {
        (Box::new(std::io::stdout().lock()), terminal::style_of_output(options.color.color))
    };
    report::write(format, report, &style, &mut out)?;
    if format == Format::Full {
        return write_end(report, &style, lines, &mut out);
    }
    drop(out);
    if format == Format::Concise {
        // What is written to standard output stays one line a finding.
        write_end(report, &terminal::style_of_errors(), lines, &mut std::io::stderr().lock())?;
    }
    Ok(())
}

fn write_end<'l>(
    report: &Report,
    style: &Style,
    lines: impl Iterator<Item = &'l String>,
    out: &mut dyn Write,
) -> Result<(), Error> {
    report::write_summary(report, style, out)?;
    for line in lines {
        writeln!(out, "{line}")?;
    }
    Ok(out.flush()?)
}

fn exit_code(findings: &[Finding], errors: &[Error], deny_warnings: bool) -> u8 {
    let threshold = if deny_warnings { Severity::Warning } else { Severity::Error };
    match () {
        () if !errors.is_empty() => FAILURE,
        () if findings.iter().any(|finding| finding.severity >= threshold) => FINDINGS,
        () => CLEAN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_of_the_run_outweigh_findings() {
        let error = Error::BadSeverity { text: String::new() };
        assert_eq!(exit_code(&[], &[error], false), FAILURE);
        assert_eq!(exit_code(&[], &[], true), CLEAN);
    }

    #[test]
    fn a_candidate_is_read_once() {
        let paths = ["Cargo.toml".into(), "./Cargo.toml".into()];
        let patterns = Patterns::new(&[], &[], false).expect("no pattern is a good one");
        let found = discovery::collect(&paths, "-", &patterns, || {});
        assert_eq!((found.candidates.len(), found.errors.len()), (1, 0));
    }
}
