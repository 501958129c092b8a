//! The baseline of a run: reading it, taking the known findings away, writing it anew.

use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;

use super::arguments::BaselineOptions;
use super::configuration::absolute;
use super::error::Error;
use super::files;
use crate::Workspace;
use crate::config::{Baseline, Config};
use crate::finding::Finding;
use crate::source::{FileId, join};

/// Where a baseline is written where nobody says.
const DEFAULT_NAME: &str = "aslint-baseline.json";

/// Takes the findings away that are known, or writes them down as known; gives how many were taken away, and notes.
pub fn apply(
    options: &BaselineOptions,
    config: Option<&Config>,
    workspace: &Workspace,
    linted: &[FileId],
    findings: &mut Vec<Finding>,
) -> Result<(u32, Vec<String>), Error> {
    let configured = || config.and_then(|config| config.baseline.clone());
    let path = options.baseline.clone().or_else(configured);
    let (path, is_old) = match path {
        Some(path) => (path, !options.write_baseline),
        None if options.write_baseline => (PathBuf::from(DEFAULT_NAME), false),
        None if options.prune_baseline => return Err(Error::NoBaseline),
        None => return Ok((0, Vec::new())),
    };
    let name = files::display(&path);
    let folder = absolute(&path).parent().map(Path::to_owned).unwrap_or_default();
    let relative = |file: &str| {
        let path = absolute(Path::new(file));
        files::with_slashes(path.strip_prefix(&folder).unwrap_or(&path))
    };
    let before = findings.len();
    if !is_old {
        let baseline = Baseline::of(findings, workspace, relative);
        files::write_text(&path, &name, &baseline.to_json())?;
        findings.clear();
        let note = format!("wrote {before} findings to {name}; `--baseline {name}` heeds them");
        return Ok((before as u32, vec![note]));
    }
    let text = files::read_text(&path, &name)?;
    let bad = |reason| Error::BadBaseline { path: name.clone(), reason };
    let baseline = Baseline::read(text.text()).map_err(bad)?;
    let seen: FxHashSet<String> = linted.iter().map(|&id| relative(workspace.file(id).path())).collect();
    // A file that is not there any more has no findings either.
    let is_known = |file: &str| {
        let path = PathBuf::from(join(&files::with_slashes(&folder), file));
        seen.contains(file) || !path.exists()
    };
    let gone = baseline.apply(findings, workspace, relative, is_known);
    let mut notes = Vec::new();
    if !gone.is_empty() {
        let count = gone.len();
        let are = if count == 1 { "finding of the baseline is" } else { "findings of the baseline are" };
        if options.prune_baseline {
            files::write_text(&path, &name, &baseline.without(&gone).to_json())?;
            notes.push(format!("{count} {are} gone, and struck from {name}"));
        } else {
            notes.push(format!("{count} {are} gone; `--prune-baseline` strikes them from {name}"));
        }
    }
    Ok(((before - findings.len()) as u32, notes))
}
