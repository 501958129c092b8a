//! Making fixes: first in the texts, then in the files.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use rustc_hash::FxHashSet;
use similar::TextDiff;

use super::arguments::FixOptions;
use super::error::Error;
use super::texts::read_document;
use super::{CLEAN, FINDINGS, terminal};
use crate::document::Document;
use crate::finding::{Applicability, Finding, Fix};
use crate::fix::{self, MAX_ROUNDS};
use crate::report::{Style, plural};
use crate::source::FileId;
use crate::{Project, Workspace};

/// Texts in which fixes were made.
pub struct Fixed {
    /// Those that are not as they were: the text before, and how many fixes were made.
    changed: BTreeMap<FileId, (Arc<str>, usize)>,
}

/// Makes the fixes that the options ask for of what `lint` finds, in the texts of `workspace`; nothing where they ask for
/// none.
pub fn make(
    options: &FixOptions,
    workspace: &mut Workspace,
    documents: &mut Vec<Document>,
    subjects: &[FileId],
    expected: &FxHashSet<FileId>,
    lint: impl FnMut(&Project<'_>) -> Vec<Finding>,
) -> Option<Fixed> {
    if !options.fix && !options.diff {
        return None;
    }
    let before: BTreeMap<FileId, Arc<str>> =
        subjects.iter().map(|&id| (id, Arc::clone(workspace.file(id).text()))).collect();
    let is_wanted = |fix: &Fix| {
        (options.unsafe_fixes || fix.applicability == Applicability::Safe)
            && fix.edits.iter().all(|edit| before.contains_key(&edit.span.file))
    };
    let read = |id, file: &_| read_document(id, file, expected);
    let outcome = fix::make(workspace, std::mem::take(documents), is_wanted, read, lint);
    *documents = outcome.documents;
    if !outcome.is_settled {
        let note = format!("after {MAX_ROUNDS} rounds there are still fixes to make; run again to make them");
        terminal::say(&format!("note: {note}"));
    }
    let is_changed = |id: &FileId, text: &Arc<str>| **text != **workspace.file(*id).text();
    let changed = before.into_iter().filter(|(id, text)| is_changed(id, text));
    let with_count = |(id, text)| (id, (text, outcome.made.get(&id).copied().unwrap_or_default()));
    Some(Fixed { changed: changed.map(with_count).collect() })
}

impl Fixed {
    /// Writes what has changed as a unified diff.
    pub fn write_diff(&self, workspace: &Workspace, style: &Style, out: &mut dyn Write) -> io::Result<()> {
        for (&id, (before, _)) in &self.changed {
            let file = workspace.file(id);
            let diff = TextDiff::from_lines(&**before, &**file.text());
            let unified = diff.unified_diff().header(file.path(), file.path()).to_string();
            for line in unified.split_inclusive('\n') {
                let (text, end) = line.strip_suffix('\n').map_or((line, ""), |text| (text, "\n"));
                write!(out, "{}{end}", style.diff_line(text))?;
            }
        }
        Ok(())
    }

    /// The exit code of a run that only tells what it would change.
    pub fn exit_code(&self) -> u8 {
        if self.changed.is_empty() { CLEAN } else { FINDINGS }
    }

    /// Writes the changed texts into their files, and standard input, changed or not, to standard output.
    pub fn save(
        &mut self,
        workspace: &Workspace,
        stdin: Option<FileId>,
        errors: &mut Vec<Error>,
    ) -> Result<(), Error> {
        if let Some(id) = stdin {
            let mut out = io::stdout().lock();
            out.write_all(workspace.file(id).text().as_bytes()).and_then(|()| out.flush())?;
        }
        self.changed.retain(|&id, _| {
            let file = workspace.file(id);
            let is_broken = errors.iter().any(|error| error.is_internal(file.path()));
            if stdin == Some(id) || is_broken {
                return !is_broken;
            }
            let saved = replace(Path::new(file.path()), file.text());
            saved
                .map_err(|source| errors.push(Error::Unwritable { path: file.path().to_owned(), source }))
                .is_ok()
        });
        Ok(())
    }

    /// One line that says how much was fixed; nothing where nothing was.
    pub fn summary(&self, verb: &str) -> Option<String> {
        let findings: usize = self.changed.values().map(|(_, made)| made).sum();
        let files = self.changed.len();
        let text =
            || format!("{verb} {} in {}", plural(findings as u32, "finding"), plural(files as u32, "file"));
        (files > 0).then(text)
    }
}

/// One line that says which option would fix more of what is found; nothing where none would.
pub fn hint(options: &FixOptions, findings: &[Finding]) -> Option<String> {
    let count = |applicability| {
        let fixes = findings.iter().filter_map(|finding| finding.fix.as_ref());
        fixes.filter(|fix| fix.applicability == applicability).count() as u32
    };
    let (safe, risky) = (count(Applicability::Safe), count(Applicability::Unsafe));
    let makes = options.fix || options.diff;
    Some(match (makes, options.unsafe_fixes, safe, risky) {
        (true, false, _, 1..) => format!("{risky} more can be fixed with --unsafe-fixes"),
        (false, _, 1.., 0) => format!("{safe} can be fixed with --fix"),
        (false, _, 1.., _) => {
            format!("{safe} can be fixed with --fix, {risky} more with --fix --unsafe-fixes")
        }
        (false, _, 0, 1..) => format!("{risky} can be fixed with --fix --unsafe-fixes"),
        _ => return None,
    })
}

/// Puts `text` in the place of what the file holds, all at once: whoever reads the file at any moment finds either the
/// old text or the new. A link stays one, and the file keeps its permissions.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let path = fs::canonicalize(path)?;
    let permissions = fs::metadata(&path)?.permissions();
    // Renaming would not ask whether the file may be written.
    OpenOptions::new().write(true).open(&path)?;
    if permissions.readonly() {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let temporary = path.with_file_name(format!(".{name}.{}.aslint", std::process::id()));
    let written = File::create_new(&temporary).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.set_permissions(permissions)?;
        fs::rename(&temporary, &path)
    });
    if written.is_err() {
        // Of the two failures the first is the one to tell.
        let _ = fs::remove_file(&temporary);
    }
    written
}
