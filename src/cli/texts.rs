//! The texts of a run: those that the arguments name, and those that they refer to or are referred to by.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::discovery;
use super::error::Error;
use super::files::{self, Candidate};
use super::progress::Progress;
use crate::document::{self, Content, Document, Expectation};
use crate::source::{FileId, SourceFile, Workspace};
use crate::{DefinitionUse, Project};

/// Up to so many files, starting threads takes longer than the work.
const FEW: usize = 8;

/// What is read, and what of it is to be linted.
#[derive(Default)]
pub struct Texts {
    pub workspace: Workspace,
    pub documents: Vec<Document>,
    /// The texts that are linted: those that the arguments name, and the definitions that their templates name.
    pub subjects: Vec<FileId>,
    /// The texts that arguments name.
    named: FxHashSet<FileId>,
    /// The texts that should hold a definition, since a person named them.
    pub expected: FxHashSet<FileId>,
    /// Standard input.
    pub stdin: Option<FileId>,
}

impl Texts {
    /// Reads the candidates, and whatever other files tell about their definitions.
    pub fn read(candidates: &[Candidate], progress: &Progress, errors: &mut Vec<Error>) -> Self {
        let here = std::env::current_dir().map(|here| files::with_slashes(&here)).unwrap_or_default();
        let mut texts = Self { workspace: Workspace::new(here), ..Self::default() };
        let read = in_parallel(candidates, |candidate| {
            progress.step("Reading");
            files::read(candidate)
        });
        for (text, candidate) in read.into_iter().zip(candidates) {
            match text {
                Ok(Some(file)) => {
                    let id = texts.workspace.add(file);
                    texts.subjects.push(id);
                    texts.named.extend(candidate.is_named.then_some(id));
                    if candidate.path.is_none() {
                        texts.stdin = Some(id);
                    }
                    texts.expected.extend(candidate.is_expected.then_some(id));
                }
                Ok(None) => {}
                Err(error) => errors.push(error),
            }
        }
        let subjects = texts.subjects.clone();
        texts.add_documents(&subjects, errors);
        texts.add_templates_around(errors);
        texts.add_module_files(errors);
        texts.add_referenced(errors);
        texts
    }

    fn add_documents(&mut self, ids: &[FileId], errors: &mut Vec<Error>) {
        let (workspace, expected) = (&self.workspace, &self.expected);
        let read = |&id: &FileId| {
            let file = workspace.file(id);
            guarded(file, || read_document(id, file, expected))
        };
        for document in in_parallel(ids, read) {
            match document {
                Ok(document) => {
                    let path = self.workspace.file(document.file).path();
                    if let Some(reason) =
                        document.unreadable.clone().filter(|_| self.subjects.contains(&document.file))
                    {
                        errors.push(Error::NotTerraform { path: path.to_owned(), reason });
                    }
                    self.documents.push(document);
                }
                Err(error) => errors.push(error),
            }
        }
    }

    /// Adds files that are not linted but tell of those that are.
    fn add_others(&mut self, paths: Vec<PathBuf>, errors: &mut Vec<Error>) {
        let mut ids = Vec::new();
        for path in paths {
            let name = files::display(&path);
            if self.workspace.find(&name).is_none()
                && let Ok(Some(file)) = files::read_referenced(&path, name)
            {
                ids.push(self.workspace.add(file));
            }
        }
        self.add_documents(&ids, errors);
    }

    /// A definition that is named by itself is linted as in a walk: with what the templates of its repository know.
    fn add_templates_around(&mut self, errors: &mut Vec<Error>) {
        let is_alone = |document: &&Document| {
            let own =
                document.definitions.iter().any(|definition| matches!(definition.content, Content::Own(..)));
            self.named.contains(&document.file) && (own || document.definitions.is_empty())
        };
        let alone: Vec<&str> = self
            .documents
            .iter()
            .filter(is_alone)
            .map(|document| self.workspace.file(document.file).path())
            .collect();
        let paths = discovery::templates_that_name(&alone);
        self.add_others(paths, errors);
    }

    /// Terraform reads the files of a folder as one.
    fn add_module_files(&mut self, errors: &mut Vec<Error>) {
        let parts = self.documents.iter().filter(|document| document.is_terraform());
        let folders: BTreeSet<PathBuf> =
            parts.map(|document| discovery::folder(self.workspace.file(document.file).path())).collect();
        let paths = folders.iter().flat_map(|folder| discovery::terraform_files(folder)).collect();
        self.add_others(paths, errors);
    }

    /// Adds the definitions that templates name; those of templates that are linted are linted too.
    fn add_referenced(&mut self, errors: &mut Vec<Error>) {
        let project = Project::new(&self.workspace, std::mem::take(&mut self.documents));
        let references: Vec<DefinitionUse> = project.uses();
        self.documents = project.into_documents();
        let linted: FxHashSet<FileId> = self.subjects.iter().copied().collect();
        let mut added: FxHashSet<FileId> = FxHashSet::default();
        for DefinitionUse { template, path } in references {
            let id = self.workspace.find(&path).or_else(|| {
                match files::read_referenced(Path::new(&path), path.clone()) {
                    Ok(file) => file.map(|file| self.workspace.add(file)),
                    Err(error) => {
                        errors.push(error);
                        None
                    }
                }
            });
            let is_new = |id: &FileId| linted.contains(&template) && !linted.contains(id);
            if let Some(id) = id.filter(is_new).filter(|id| added.insert(*id)) {
                self.subjects.push(id);
            }
        }
        let workspace = &self.workspace;
        self.subjects.sort_by(|a, b| workspace.file(*a).path().cmp(workspace.file(*b).path()));
    }
}

/// Reads a text, of which more is expected if a person named it.
pub fn read_document(id: FileId, file: &SourceFile, expected: &FxHashSet<FileId>) -> Document {
    let expectation = match Expectation::of(file.path()) {
        Expectation::Anything if expected.contains(&id) => Expectation::Named,
        expectation => expectation,
    };
    document::read(id, file, expectation)
}

/// The work on each item, on all cores if there are many.
pub fn in_parallel<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Send + Sync) -> Vec<R> {
    if items.len() <= FEW { items.iter().map(work).collect() } else { items.par_iter().map(work).collect() }
}

/// What `work` on a file gives; a panic is that file's error and nobody else's.
pub fn guarded<R>(file: &SourceFile, work: impl FnOnce() -> R) -> Result<R, Error> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| {
        let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
        let message = text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
        Error::Internal { path: file.path().to_owned(), message }
    })
}
