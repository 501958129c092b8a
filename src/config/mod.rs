//! The configuration: what `aslint.toml` says, and what is in force for a file.

mod baseline;
mod keys;
mod read;
mod schema;
mod settle;

use std::path::{Path, PathBuf};

use ignore::gitignore::Gitignore;
use rustc_hash::FxHashSet;

use crate::document::WorkflowType;
use crate::finding::{Rule, Severity};
use crate::source::Span;

pub use baseline::Baseline;
pub use read::read;
pub use schema::schema;
pub use settle::{Effective, settle};

/// The name of the file.
pub const FILE_NAME: &str = "aslint.toml";

/// Where a wish comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A line of the configuration file, from 1.
    Line(u32),
    /// An option of the command line.
    Option(&'static str),
}

/// A name of a rule, a family or a group, with the rules that it stands for.
#[derive(Clone, Debug)]
pub struct Named {
    /// The rules.
    pub rules: Vec<&'static Rule>,
    /// Who names it.
    pub origin: Origin,
}

/// What one place wishes of the rules. Of several layers the later ones win.
#[derive(Clone, Debug, Default)]
pub struct Layer {
    /// The only rules that are checked; where it is empty, nothing changes.
    pub select: Vec<Named>,
    /// Rules that are not checked.
    pub ignore: Vec<Named>,
    /// How bad the findings of rules are; none for off.
    pub severity: Vec<(Named, Option<Severity>)>,
    /// Standard or Express.
    pub workflow_type: Option<(WorkflowType, Origin)>,
}

/// What a configuration file says.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The folder that paths in it are relative to.
    pub folder: PathBuf,
    /// What holds for all files.
    pub base: Layer,
    /// What is different for some files.
    pub overrides: Vec<(Paths, Layer)>,
    /// What is not wanted.
    pub suppressions: Vec<ConfigSuppression>,
    /// What is promised of the data.
    pub contracts: Vec<ConfigContract>,
    /// Files that are looked at in folders, whatever their ending.
    pub include: Paths,
    /// Files and folders that are left out.
    pub exclude: Paths,
    /// Whether warnings fail the run.
    pub deny_warnings: Option<bool>,
    /// How many warnings are tolerated.
    pub max_warnings: Option<u32>,
    /// The file with the findings that are known.
    pub baseline: Option<PathBuf>,
    /// Options of rules: the rule's id, the option's name, the values.
    pub options: Vec<(&'static str, &'static str, Vec<String>)>,
}

/// An entry of `suppress`.
#[derive(Clone, Debug)]
pub struct ConfigSuppression {
    /// The rules that are to be silent.
    pub rules: Vec<Named>,
    /// The files; none for all.
    pub paths: Option<Paths>,
    /// The states; none for all.
    pub states: Vec<String>,
}

/// An entry of `contracts`.
#[derive(Clone, Debug, Default)]
pub struct ConfigContract {
    /// The files with the definitions.
    pub paths: Paths,
    /// The line that names them, from 1.
    pub line: u32,
    /// The state machine of a template, and the line that names it; none for all.
    pub definition: Option<(String, u32)>,
    /// Where the input is described.
    pub input: Option<Described>,
    /// Where results are, by the names of states.
    pub results: Vec<(String, Described)>,
    /// Where answers are, by the names of Lambda functions.
    pub functions: Vec<(String, Described)>,
}

/// A file with a JSON Schema or a sample.
#[derive(Clone, Debug)]
pub struct Described {
    /// The file.
    pub path: PathBuf,
    /// Where the configuration names it.
    pub span: Span,
    /// The line of that, from 1.
    pub line: u32,
}

/// Something that is wrong with a configuration file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The place.
    pub span: Span,
    /// One plain sentence.
    pub message: String,
    /// What is there.
    pub label: String,
    /// What to do.
    pub help: Option<String>,
}

/// Patterns for paths, as in `.gitignore`.
#[derive(Clone, Debug)]
pub struct Paths {
    patterns: Vec<String>,
    compiled: Gitignore,
}

impl Default for Paths {
    fn default() -> Self {
        Self { patterns: Vec::new(), compiled: Gitignore::empty() }
    }
}

impl Paths {
    /// Compiles patterns; says which one is wrong, by its index, and why.
    pub fn new(patterns: Vec<String>) -> Result<Self, (usize, String)> {
        let mut builder = ignore::gitignore::GitignoreBuilder::new("");
        for (index, pattern) in patterns.iter().enumerate() {
            builder.add_line(None, pattern).map_err(|error| (index, error.to_string()))?;
        }
        let compiled = builder.build().map_err(|error| (0, error.to_string()))?;
        Ok(Self { patterns, compiled })
    }

    /// The patterns, as written.
    pub fn patterns(&self) -> &[String] {
        &self.patterns
    }

    /// Whether a file or folder, or a folder that it is in, is meant. What is not below the folder that the path is
    /// relative to has no path that a pattern could be about but its name.
    pub fn matches(&self, path: &Path, is_folder: bool) -> bool {
        if self.compiled.is_empty() {
            return false;
        }
        let is_outside = path.is_absolute() || path.starts_with("..");
        let path = if is_outside { Path::new(path.file_name().unwrap_or_default()) } else { path };
        self.compiled.matched_path_or_any_parents(path, is_folder).is_ignore()
    }
}

impl Config {
    /// The path of a file (absolute) as the patterns of the configuration see it.
    fn relative<'p>(&self, path: &'p Path) -> &'p Path {
        path.strip_prefix(&self.folder).unwrap_or(path)
    }

    /// Whether a file (absolute) is looked at in a folder whatever its ending.
    pub fn includes(&self, path: &Path) -> bool {
        self.include.matches(self.relative(path), false)
    }

    /// Whether a file or folder (absolute) is left out.
    pub fn excludes(&self, path: &Path, is_folder: bool) -> bool {
        self.exclude.matches(self.relative(path), is_folder)
    }

    /// What the configuration wishes for a file (absolute), the weakest wish first.
    pub fn layers(&self, path: &Path) -> impl Iterator<Item = &Layer> {
        let path = self.relative(path);
        let overrides = self.overrides.iter().filter(move |(paths, _)| paths.matches(path, false));
        std::iter::once(&self.base).chain(overrides.map(|(_, layer)| layer))
    }

    /// Whether a contract is about the definitions in a file (absolute).
    pub fn binds(&self, contract: &ConfigContract, path: &Path) -> bool {
        contract.paths.matches(self.relative(path), false)
    }

    /// Whether a contract names each file that it is about as it is called, and all of them (absolute) are among `files`.
    pub fn names_only(&self, contract: &ConfigContract, files: &FxHashSet<&Path>) -> bool {
        let file = |pattern: &String| self.folder.join(pattern.trim_start_matches('/'));
        contract.paths.patterns().iter().all(|pattern| files.contains(file(pattern).as_path()))
    }

    /// What is not wanted of a file (absolute).
    pub fn silenced(&self, path: &Path) -> impl Iterator<Item = &ConfigSuppression> {
        self.suppressions.iter().filter(move |entry| self.is_about(entry, path))
    }

    /// Whether an entry of the configuration is about a file (absolute).
    pub fn is_about(&self, entry: &ConfigSuppression, path: &Path) -> bool {
        entry.paths.as_ref().is_none_or(|paths| paths.matches(self.relative(path), false))
    }
}
