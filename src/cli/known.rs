//! The baseline of a run: reading it, taking the known findings away, writing it anew.

use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

use super::arguments::BaselineOptions;
use super::configuration::absolute;
use super::error::Error;
use super::files;
use crate::config::{Baseline, Config};
use crate::finding::Finding;
use crate::report::plural;
use crate::source::{FileId, join};
use crate::{Settings, Workspace, rules};

/// Where a baseline is written where nobody says.
const DEFAULT_NAME: &str = "aslint-baseline.json";

/// The baseline that a run heeds or writes.
pub struct Known {
    path: PathBuf,
    /// How it is shown.
    name: String,
    /// The folder that paths in it are relative to.
    folder: String,
    baseline: Baseline,
    task: Task,
}

/// What a run does with its baseline.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Task {
    Heed,
    Prune,
    Write,
}

impl Known {
    /// Reads the baseline that the options or the configuration name; nothing where they name none.
    pub fn read(options: &BaselineOptions, config: Option<&Config>) -> Result<Option<Self>, Error> {
        let task = match options {
            BaselineOptions { write_baseline: true, .. } => Task::Write,
            BaselineOptions { prune_baseline: true, .. } => Task::Prune,
            _ => Task::Heed,
        };
        let configured = config.and_then(|config| config.baseline.clone());
        let path = match options.baseline.clone().or(configured) {
            Some(path) => path,
            None if task == Task::Write => PathBuf::from(DEFAULT_NAME),
            None if task == Task::Prune => return Err(Error::NoBaseline),
            None => return Ok(None),
        };
        let name = files::display(&path);
        let baseline = match read_baseline(&path, &name) {
            // What cannot be read is written anew.
            Err(_) if task == Task::Write => Baseline::default(),
            baseline => baseline?,
        };
        let folder = absolute(&path).parent().map(files::with_slashes).unwrap_or_default();
        Ok(Some(Self { path, name, folder, baseline, task }))
    }

    /// Takes the findings away that are known, unless they are to be written down; gives what is known and not found.
    pub fn leave_new<'n>(
        &self,
        findings: &mut Vec<Finding>,
        name_of: impl Fn(FileId) -> &'n str,
    ) -> Baseline {
        match self.task {
            Task::Write => Baseline::default(),
            _ => self.baseline.apply(findings, |id| self.relative(name_of(id))),
        }
    }

    /// Ends a run, which has looked at the files `linted` with these settings: takes the known findings away, or writes
    /// them down as known; gives how many those were, and a note.
    pub fn finish(
        &self,
        workspace: &Workspace,
        linted: &FxHashMap<FileId, Settings>,
        findings: &mut Vec<Finding>,
    ) -> Result<(u32, Option<String>), Error> {
        let name_of = |id: FileId| workspace.file(id).path();
        let seen: FxHashMap<String, &Settings> =
            linted.iter().map(|(&id, settings)| (self.relative(name_of(id)), settings)).collect();
        // A file or a rule that is not there any more has no findings either.
        let is_seen = |file: &str, rule: &str| match seen.get(file) {
            Some(settings) => rules::find(rule).is_none_or(|entry| settings.severity(&entry.rule).is_some()),
            None => !Path::new(&join(&self.folder, file)).exists(),
        };
        let name = &self.name;
        let before = findings.len();
        if self.task == Task::Write {
            let found = Baseline::of(findings, |id| self.relative(name_of(id)));
            let others = self.baseline.only(|file, rule| !is_seen(file, rule));
            files::write_text(&self.path, name, found.with(&others).to_json())?;
            findings.clear();
            let count = plural(before as u32, "finding");
            return Ok((
                before as u32,
                Some(format!("wrote {count} to {name}; `--baseline {name}` heeds them")),
            ));
        }
        let gone = self.leave_new(findings, name_of).only(is_seen);
        let known = (before - findings.len()) as u32;
        if gone.is_empty() {
            return Ok((known, None));
        }
        let count = gone.len();
        let are = if count == 1 { "finding of the baseline is" } else { "findings of the baseline are" };
        if self.task == Task::Heed {
            let note = format!("{count} {are} gone; `--prune-baseline` strikes them from {name}");
            return Ok((known, Some(note)));
        }
        files::write_text(&self.path, name, self.baseline.without(&gone).to_json())?;
        Ok((known, Some(format!("{count} {are} gone, and struck from {name}"))))
    }

    /// The path of a file as the baseline names it.
    fn relative(&self, name: &str) -> String {
        let path = absolute(Path::new(name));
        files::with_slashes(path.strip_prefix(&self.folder).unwrap_or(&path))
    }
}

fn read_baseline(path: &Path, name: &str) -> Result<Baseline, Error> {
    let bad = |reason| Error::BadBaseline { path: name.to_owned(), reason };
    match files::read_text(path, name) {
        Ok(text) => Baseline::read(text.text()).map_err(bad),
        Err(Error::Unreadable { source, .. }) => Err(bad(source.to_string())),
        Err(error) => Err(error),
    }
}
