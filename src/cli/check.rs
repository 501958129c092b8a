use super::arguments::CheckOptions;
use super::discovery::{self, Found, Patterns};
use super::error::{self, Error};
use super::progress::Progress;
use super::texts::{Texts, guarded, in_parallel};
use super::{CLEAN, FAILURE, FINDINGS, selection};
use crate::finding::{Finding, Severity};
use crate::report::{Report, Summary};
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
    let Texts { workspace, documents, subjects, named } = Texts::read(&candidates, &progress, &mut errors);

    progress.restart();
    let project = Project::new(&workspace, documents);
    let linted = in_parallel(&subjects, |&id| {
        progress.step("Linting");
        guarded(workspace.file(id), || project.lint(id, &settings))
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
    let report = Report { workspace: &workspace, findings: &findings, summary };
    options.outputs.write(&report, options.color.color, &mut errors)?;
    errors.iter().for_each(error::show);
    Ok(exit_code(&findings, &errors, options.deny_warnings))
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
