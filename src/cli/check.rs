use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustc_hash::FxHashMap;

use super::arguments::CheckOptions;
use super::configuration::{Configurations, absolute};
use super::discovery::{self, Found, Patterns};
use super::error::{self, Error};
use super::known::Known;
use super::outputs::Ending;
use super::progress::Progress;
use super::texts::{Texts, guarded, in_parallel};
use super::unused::{self, Bound, Silenced};
use super::{CLEAN, FAILURE, FINDINGS, fixing, selection, statistics, terminal};
use crate::config::Config;
use crate::finding::{Finding, Severity};
use crate::report::{Report, Summary};
use crate::source::FileId;
use crate::{Project, RuleTimes, Settings};

/// Lints what the arguments name; gives the exit code.
pub fn run(options: &CheckOptions) -> Result<u8, Error> {
    let asked = selection::layer(&options.selection)?;
    let mut clock = Clock(Instant::now());
    let rule_times = options.verbose.then(|| Arc::new(RuleTimes::default()));
    let progress = Progress::new();
    let patterns = Patterns::new(&options.include, &options.exclude, options.force_exclude)?;
    let from = &options.configuration;
    let mut configurations = Configurations::new(from.config.as_deref(), from.isolated);
    configurations.promise_input(options.input.as_deref())?;
    let found = || progress.step("Found");
    let Found { candidates, mut errors, notes } =
        discovery::collect(&options.paths, &options.stdin_filename, &patterns, &mut configurations, found);
    let mut times = vec![("finding the files", clock.lap())];

    progress.restart();
    let Texts { mut workspace, mut documents, subjects, expected, stdin, .. } =
        Texts::read(&candidates, &progress, &mut errors);
    times.push(("reading them", clock.lap()));

    let in_force = |id: &FileId| {
        let effective = configurations.effective(workspace.file(*id).path(), &asked);
        (*id, Settings { times: rule_times.clone(), ..effective.settings })
    };
    let settings: FxHashMap<FileId, Settings> = subjects.iter().map(in_force).collect();
    let run = configurations.of_run();
    let config = run.as_ref().map(|file| &file.config);
    errors.append(&mut configurations.errors);
    if options.show_files {
        return show_files(&Project::new(&workspace, documents), &subjects, &errors);
    }
    let known = Known::read(&options.known, config).inspect_err(|_| errors.iter().for_each(error::show))?;
    let lint = |project: &Project<'_>| {
        progress.restart();
        in_parallel(&subjects, |&id| {
            progress.step("Linting");
            guarded(project.file(id), || project.lint(id, &settings[&id]))
        })
    };
    let lint_to_fix = |project: &Project<'_>| {
        // What fails here fails again when the findings are gathered, and is told there.
        let mut findings: Vec<Finding> =
            lint(project).into_iter().flatten().flat_map(|linted| linted.findings).collect();
        if let Some(known) = &known {
            known.leave_new(&mut findings, |id| project.file(id).path());
        }
        findings
    };
    let mut fixed =
        fixing::make(&options.fixing, &mut workspace, &mut documents, &subjects, &expected, lint_to_fix);
    if fixed.is_some() {
        times.push(("fixing", clock.lap()));
    }

    let project = Project::new(&workspace, documents);
    let linted = lint(&project);
    drop(progress);
    times.push(("linting", clock.lap()));
    tell(options, &notes);

    let mut findings = Vec::new();
    let mut silenced: Vec<Silenced> = Vec::new();
    let mut bound: Vec<Bound> = Vec::new();
    let mut summary = Summary::default();
    for (linted, &id) in linted.into_iter().zip(&subjects) {
        match linted {
            Ok(linted) => {
                let is_ours = linted.definitions > 0
                    || !linted.findings.is_empty()
                    || project.document(id).is_some_and(|document| !document.definitions.is_empty());
                let name = workspace.file(id).path();
                let cut = project.document(id).and_then(|document| document.cut.as_deref());
                if let Some(cut) = cut.filter(|_| expected.contains(&id)) {
                    let cut = cut.trim_end_matches('.');
                    tell(options, &[format!("{name} could not be read up to its state machine: {cut}")]);
                } else if !is_ours && expected.contains(&id) {
                    tell(options, &[format!("{name} holds no state machine definition")]);
                }
                summary.add(&linted);
                let path = absolute(Path::new(workspace.file(id).path()));
                silenced.extend(linted.silenced.into_iter().map(|(rule, state)| (path.clone(), rule, state)));
                bound.extend(linted.promisable.into_iter().map(|one| (path.clone(), one)));
                findings.extend(linted.findings);
            }
            Err(error) => errors.push(error),
        }
    }
    let folders = options.paths.iter().filter(|path| path.is_dir());
    let walked: Vec<PathBuf> = folders.map(|folder| absolute(folder)).collect();
    // Rules that the command line leaves out might have been silenced.
    if asked.select.is_empty() && asked.ignore.is_empty() && asked.severity.is_empty() {
        tell(options, &unused::suppressions(&mut configurations, &walked, &silenced));
    }
    tell(options, &unused::contracts(&mut configurations, &walked, &bound));
    match known.map(|known| known.finish(&workspace, &settings, &mut findings)) {
        Some(Ok((count, note))) => {
            summary.suppressed += count;
            tell(options, note.as_slice());
        }
        Some(Err(error)) => errors.push(error),
        None => {}
    }
    if let Some(fixed) = fixed.as_ref().filter(|_| options.fixing.diff) {
        let style = terminal::style_of_output(options.color.color);
        fixed.write_diff(&workspace, &style, &mut std::io::stdout().lock())?;
        let lines = [fixed.summary("Would fix"), fixing::hint(&options.fixing, &findings)];
        lines.iter().flatten().filter(|_| !options.quiet).for_each(|line| terminal::say(line));
        errors.iter().for_each(error::show);
        let code = if options.exit_zero { CLEAN } else { fixed.exit_code() };
        return Ok(if errors.is_empty() { code } else { FAILURE });
    }
    if let Some(fixed) = &mut fixed {
        fixed.save(&workspace, stdin, &mut errors)?;
    }
    let code = Limits::new(options, config).exit_code(&findings, &errors);
    if options.quiet {
        findings.retain(|finding| finding.severity == Severity::Error);
    }
    summary.count(&findings);
    let fixed_line = fixed.as_ref().and_then(|fixed| fixed.summary("Fixed"));
    let lines = [fixed_line, fixing::hint(&options.fixing, &findings)];
    // Standard output has the fixed text.
    let is_output_taken = fixed.is_some() && stdin.is_some();
    let report = Report { workspace: &workspace, findings: &findings, summary };
    let lines: Vec<&str> = lines.iter().flatten().map(String::as_str).collect();
    let ending =
        Ending { color: options.color.color, is_output_taken, is_quiet: options.quiet, lines: &lines };
    if options.statistics {
        options.outputs.write_statistics(&report, &ending, &mut errors)?;
    } else {
        options.outputs.write(&report, &ending, &mut errors)?;
    }
    times.push(("writing", clock.lap()));
    if let Some(rule_times) = rule_times {
        statistics::write_times(&times, &rule_times, &mut std::io::stderr().lock())?;
    }
    errors.iter().for_each(error::show);
    Ok(if errors.is_empty() { code } else { FAILURE })
}

/// Lists the files that hold or declare something to lint.
fn show_files(project: &Project<'_>, subjects: &[FileId], errors: &[Error]) -> Result<u8, Error> {
    let is_ours = |id| project.document(id).is_some_and(|document| !document.definitions.is_empty());
    let mut out = BufWriter::new(std::io::stdout().lock());
    for &id in subjects.iter().filter(|&&id| is_ours(id)) {
        writeln!(out, "{}", project.file(id).path())?;
    }
    out.flush()?;
    errors.iter().for_each(error::show);
    Ok(if errors.is_empty() { CLEAN } else { FAILURE })
}

/// Measures one part of a run after the other.
struct Clock(Instant);

impl Clock {
    fn lap(&mut self) -> Duration {
        let last = std::mem::replace(&mut self.0, Instant::now());
        last.elapsed()
    }
}

/// Says what the user may want to know, and did not ask for.
fn tell(options: &CheckOptions, notes: &[String]) {
    if !options.quiet {
        notes.iter().for_each(|note| terminal::say(&format!("note: {note}")));
    }
}

/// What fails a run.
struct Limits {
    deny_warnings: bool,
    max_warnings: Option<u32>,
    exit_zero: bool,
}

impl Limits {
    fn new(options: &CheckOptions, config: Option<&Config>) -> Self {
        let denied = config.and_then(|config| config.deny_warnings).unwrap_or_default();
        Self {
            deny_warnings: options.deny_warnings || denied,
            max_warnings: options.max_warnings.or(config.and_then(|config| config.max_warnings)),
            exit_zero: options.exit_zero,
        }
    }

    fn exit_code(&self, findings: &[Finding], errors: &[Error]) -> u8 {
        let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
        let warnings = count(Severity::Warning);
        let too_many = self.max_warnings.is_some_and(|most| warnings > most as usize);
        match () {
            () if !errors.is_empty() => FAILURE,
            () if self.exit_zero => CLEAN,
            () if count(Severity::Error) > 0 || too_many || self.deny_warnings && warnings > 0 => FINDINGS,
            () => CLEAN,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits { deny_warnings: false, max_warnings: None, exit_zero: false };

    #[test]
    fn errors_of_the_run_outweigh_findings() {
        let error = [Error::BadSeverity { text: String::new() }];
        assert_eq!(LIMITS.exit_code(&[], &error), FAILURE);
        assert_eq!(Limits { exit_zero: true, ..LIMITS }.exit_code(&[], &error), FAILURE);
        assert_eq!(Limits { deny_warnings: true, ..LIMITS }.exit_code(&[], &[]), CLEAN);
    }

    #[test]
    fn a_candidate_is_read_once() {
        let paths = ["Cargo.toml".into(), "./Cargo.toml".into()];
        let patterns = Patterns::new(&[], &[], false).expect("no pattern is a good one");
        let mut configurations = Configurations::new(None, true);
        let found = discovery::collect(&paths, "-", &patterns, &mut configurations, || {});
        assert_eq!((found.candidates.len(), found.errors.len()), (1, 0));
    }
}
