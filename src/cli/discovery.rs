//! Which files are looked at.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::configuration::{self, Configurations};
use super::error::Error;
use super::files::{Candidate, display};
use crate::config::Paths;
use crate::document;

/// Folders of other people's files.
const VENDORED: [&str; 5] = ["node_modules", "vendor", "venv", "site-packages", "target"];

/// What may hold a definition, or declare a state machine.
const ENDINGS: [&str; 8] = ["json", "yaml", "yml", "asl", "jsonc", "template", "tf", "tofu"];

/// A template beyond that is a product of some tool, and names no file of the repository.
const MAX_TEMPLATE_BYTES: u64 = 4 * 1024 * 1024;

/// What the user wants looked at, and what not: patterns as git's ignore files have them.
pub struct Patterns {
    include: Paths,
    exclude: Paths,
    /// Whether a hook names the files: those that are excluded are left out too, and those without a definition are
    /// no surprise.
    force_exclude: bool,
}

impl Patterns {
    /// Reads the patterns of the command line.
    pub fn new(include: &[String], exclude: &[String], force_exclude: bool) -> Result<Self, Error> {
        Ok(Self {
            include: compile("--include", include)?,
            exclude: compile("--exclude", exclude)?,
            force_exclude,
        })
    }

    fn excludes(&self, path: &Path, is_folder: bool, configurations: &mut Configurations) -> bool {
        self.exclude.matches(Path::new(&display(path)), is_folder) || {
            let path = configuration::absolute(path);
            configurations.of_file(&path).is_some_and(|file| file.config.excludes(&path, is_folder))
        }
    }

    fn includes(&self, path: &Path, configurations: &mut Configurations) -> bool {
        let has_ending = path.extension().is_some_and(|ending| ENDINGS.iter().any(|known| ending == *known));
        has_ending || self.include.matches(Path::new(&display(path)), false) || {
            let path = configuration::absolute(path);
            configurations.of_file(&path).is_some_and(|file| file.config.includes(&path))
        }
    }
}

fn compile(option: &'static str, patterns: &[String]) -> Result<Paths, Error> {
    Paths::new(patterns.to_vec()).map_err(|(index, reason)| Error::BadPattern {
        option,
        pattern: patterns.get(index).cloned().unwrap_or_default(),
        reason,
    })
}

/// The files that were found, and what is to be said about the search.
#[derive(Default)]
pub struct Found {
    /// Each once, in the order of their names.
    pub candidates: Vec<Candidate>,
    /// What could not be looked at.
    pub errors: Vec<Error>,
    /// What the user may want to know.
    pub notes: Vec<String>,
}

/// Finds the files that the arguments name; `found` is called for each.
pub fn collect(
    paths: &[PathBuf],
    stdin_name: &str,
    patterns: &Patterns,
    configurations: &mut Configurations,
    mut found: impl FnMut(),
) -> Found {
    let mut candidates: BTreeMap<String, Candidate> = BTreeMap::new();
    let mut result = Found::default();
    let mut apps: Vec<PathBuf> = Vec::new();
    let mut add = |candidate: Candidate| {
        found();
        let known = candidates.entry(candidate.name.clone());
        known
            .and_modify(|known| {
                known.is_named |= candidate.is_named;
                known.is_expected |= candidate.is_expected;
            })
            .or_insert(candidate);
    };
    for path in paths {
        let is_stdin = path.as_os_str() == "-";
        let named = if is_stdin { Path::new(stdin_name) } else { path };
        let is_expected = !patterns.force_exclude;
        if patterns.force_exclude && patterns.excludes(named, path.is_dir(), configurations) {
            continue;
        } else if is_stdin {
            add(Candidate { path: None, name: stdin_name.to_owned(), is_named: true, is_expected });
        } else if path.is_dir() {
            for entry in walk(path, !is_ignored(path)) {
                match entry {
                    Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                        let path = entry.into_path();
                        if path.file_name().is_some_and(|name| name == CDK_CONFIGURATION) {
                            apps.extend(path.parent().map(|folder| folder.join(CDK_OUTPUT)));
                        }
                        if patterns.includes(&path, configurations)
                            && !patterns.excludes(&path, false, configurations)
                        {
                            let name = display(&path);
                            add(Candidate { path: Some(path), name, is_named: false, is_expected: false });
                        }
                    }
                    Ok(_) => {}
                    Err(error) => result.errors.push(unwalkable(path, error)),
                }
            }
        } else {
            add(Candidate { path: Some(path.clone()), name: display(path), is_named: true, is_expected });
        }
    }
    result.candidates = candidates.into_values().collect();
    for output in apps {
        let name = display(&output);
        let is_seen =
            result.candidates.iter().any(|candidate| candidate.name.starts_with(&format!("{name}/")));
        if !is_seen && output.is_dir() {
            result
                .notes
                .push(format!("{name} is ignored by git; to lint it too, name it: aslint check {name}"));
        }
    }
    result
}

/// What an application of the CDK has at its root, and where its templates are written.
const CDK_CONFIGURATION: &str = "cdk.json";
const CDK_OUTPUT: &str = "cdk.out";

/// The files below a folder; what git ignores, hidden and vendored folders left out. Links are not followed, so there
/// are no loops.
fn walk(folder: &Path, heeds_parents: bool) -> ignore::Walk {
    let mut walk = ignore::WalkBuilder::new(folder);
    walk.require_git(false).parents(heeds_parents).sort_by_file_name(Ord::cmp).filter_entry(|entry| {
        let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
        entry.depth() == 0 || !is_folder || !VENDORED.contains(&&*entry.file_name().to_string_lossy())
    });
    walk.build()
}

/// Whether git ignores a folder: then the rules that do so say nothing of what is in it.
fn is_ignored(folder: &Path) -> bool {
    let Ok(folder) = std::path::absolute(folder) else { return false };
    let Some(parent) = folder.parent() else { return false };
    let mut walk = ignore::WalkBuilder::new(parent);
    walk.require_git(false).hidden(false).max_depth(Some(1));
    !walk.build().flatten().any(|entry| entry.path() == folder)
}

fn unwalkable(folder: &Path, error: ignore::Error) -> Error {
    let path = display(folder);
    let source = error.into_io_error().unwrap_or_else(|| std::io::Error::other("it cannot be walked"));
    Error::Unreadable { path, source }
}

/// The folder that a file is in.
pub fn folder(name: &str) -> PathBuf {
    let folder = Path::new(name).parent().unwrap_or(Path::new(""));
    if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder.to_owned() }
}

/// The files of Terraform in a folder, in the order of their names.
pub fn terraform_files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut files: Vec<PathBuf> = entries.filter(|path| is_terraform(path)).collect();
    files.sort();
    files
}

fn is_terraform(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "tf" || ending == "tofu")
}

/// The templates that name one of these files, as far as the root of each file's repository.
pub fn templates_that_name(names: &[&str]) -> Vec<PathBuf> {
    let root_of = |name: &&str| {
        let folder = std::path::absolute(folder(name)).ok()?;
        folder.ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_owned)
    };
    let roots: BTreeSet<PathBuf> = names.iter().filter_map(root_of).collect();
    let last_parts: Vec<&str> = names.iter().filter_map(|name| name.rsplit('/').next()).collect();
    let mut found = Vec::new();
    for entry in roots.iter().flat_map(|root| walk(root, true)).flatten() {
        let has_ending =
            entry.path().extension().is_some_and(|ending| ENDINGS.iter().any(|known| ending == *known));
        let is_file = has_ending && entry.file_type().is_some_and(|kind| kind.is_file());
        let is_small = || entry.metadata().is_ok_and(|metadata| metadata.len() <= MAX_TEMPLATE_BYTES);
        if !is_file || !is_small() {
            continue;
        }
        let Ok(bytes) = std::fs::read(entry.path()) else { continue };
        let has = |word: &str| memchr::memmem::find(&bytes, word.as_bytes()).is_some();
        // A local of a module may name the file in another file than the resource does.
        let is_template =
            || is_terraform(entry.path()) || document::TEMPLATE_MARKS.iter().any(|mark| has(mark));
        if is_template() && last_parts.iter().any(|part| has(part)) {
            found.push(entry.into_path());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hooks_are_given_the_files_that_folders_are_searched_for() {
        let hooks = include_str!("../../.pre-commit-hooks.yaml");
        let pattern = format!("\\.({})$", ENDINGS.join("|"));
        assert_eq!(hooks.matches(&pattern).count(), hooks.matches("- id:").count(), "{pattern}");
    }
}
