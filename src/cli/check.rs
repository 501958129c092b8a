use std::io::{BufWriter, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;

use super::arguments::CheckOptions;
use super::error::{self, Error};
use super::files;
use super::progress::Progress;
use super::{CLEAN, FAILURE, FINDINGS, selection, terminal};
use crate::document::{self, Document, Expectation};
use crate::finding::{Finding, Severity};
use crate::report::{self, Format, Report, Summary};
use crate::source::{FileId, SourceFile};
use crate::{Linted, Project, Settings, Workspace};

/// Up to so many files, starting threads takes longer than the work.
const FEW: usize = 8;

/// Lints what the arguments name; gives the exit code.
pub fn run(options: &CheckOptions) -> Result<u8, Error> {
    let settings = Settings {
        workflow_type: options.workflow_type.map(Into::into),
        severities: selection::severities(&options.select, &options.ignore, &options.severity)?,
    };
    let progress = Progress::new();
    let (candidates, mut errors) =
        files::collect(&options.paths, &options.stdin_filename, || progress.step("Found"));

    progress.restart();
    let texts = in_parallel(&candidates, |candidate| {
        progress.step("Reading");
        files::read(candidate)
    });
    let mut workspace = Workspace::default();
    let mut named: Vec<bool> = Vec::new();
    for (text, candidate) in texts.into_iter().zip(&candidates) {
        match text {
            Ok(Some(file)) => {
                workspace.add(file);
                named.push(candidate.is_named);
            }
            Ok(None) => {}
            Err(error) => errors.push(error),
        }
    }
    let ids: Vec<FileId> = workspace.ids().collect();
    let mut documents = Vec::new();
    for read in in_parallel(&ids, |&id| read(&workspace, id, named[id.0 as usize])) {
        match read {
            Ok(document) => documents.push(document),
            Err(error) => errors.push(error),
        }
    }
    let documents = add_referenced(&mut workspace, documents, &mut errors);

    progress.restart();
    let project = Project::new(&workspace, documents);
    let ids: Vec<FileId> = workspace.ids().collect();
    let linted = in_parallel(&ids, |&id| {
        progress.step("Linting");
        lint(&project, workspace.file(id), id, &settings)
    });
    drop(progress);

    let mut findings = Vec::new();
    let mut summary = Summary::default();
    for (linted, &id) in linted.into_iter().zip(&ids) {
        match linted {
            Ok(linted) => {
                if linted.definitions == 0 && linted.findings.is_empty() && named.get(id.0 as usize) == Some(&true) {
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
    write(options, &workspace, &findings, summary)?;
    errors.iter().for_each(error::show);
    Ok(exit_code(&findings, &errors, options.deny_warnings))
}

fn in_parallel<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Send + Sync) -> Vec<R> {
    if items.len() <= FEW { items.iter().map(work).collect() } else { items.par_iter().map(work).collect() }
}

/// Reads one text.
fn read(workspace: &Workspace, id: FileId, is_named: bool) -> Result<Document, Error> {
    let file = workspace.file(id);
    guarded(file, || document::read(id, file, expectation(file, is_named)))
}

/// Adds the files that templates name for their definitions, as far as there are such files.
fn add_referenced(
    workspace: &mut Workspace,
    documents: Vec<Document>,
    errors: &mut Vec<Error>,
) -> Vec<Document> {
    let project = Project::new(workspace, documents);
    let missing = project.missing();
    let documents = project.into_documents();
    for path in missing {
        if workspace.find(&path).is_some() {
            continue;
        }
        match files::read_referenced(&path) {
            Ok(Some(file)) => drop(workspace.add(file)),
            Ok(None) => {}
            Err(error) => errors.push(error),
        }
    }
    documents
}

/// Lints one text.
fn lint(project: &Project<'_>, file: &SourceFile, id: FileId, settings: &Settings) -> Result<Linted, Error> {
    guarded(file, || project.lint(id, settings))
}

/// What `work` on a file gives; a panic is that file's error and nobody else's.
fn guarded<R>(file: &SourceFile, work: impl FnOnce() -> R) -> Result<R, Error> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| {
        let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
        let message = text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
        Error::Internal { path: file.path().to_owned(), message }
    })
}

fn expectation(file: &SourceFile, is_named: bool) -> Expectation {
    match Expectation::of(file.path()) {
        Expectation::Anything if is_named => Expectation::Named,
        expectation => expectation,
    }
}

fn write(
    options: &CheckOptions,
    workspace: &Workspace,
    findings: &[Finding],
    summary: Summary,
) -> Result<(), Error> {
    let style = terminal::style_of_output(options.color.color);
    let format = options.format.0;
    let report = Report { workspace, findings, summary };
    let mut out = BufWriter::new(std::io::stdout().lock());
    report::write(format, &report, &style, &mut out)?;
    if format == Format::Full {
        report::write_summary(&report, &style, &mut out)?;
    }
    out.flush()?;
    if format == Format::Concise {
        // What is written to standard output stays one line a finding.
        report::write_summary(&report, &terminal::style_of_errors(), &mut std::io::stderr().lock())?;
    }
    Ok(())
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
        let (candidates, errors) = files::collect(&paths, "-", || {});
        assert_eq!((candidates.len(), errors.len()), (1, 0));
    }
}
