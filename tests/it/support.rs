//! What several tests need.

use std::path::{Path, PathBuf};

use aslint::document::Expectation;
use aslint::document::WorkflowType;
use aslint::finding::Finding;
use aslint::source::SourceFile;
use aslint::{Settings, Workspace, lint_file};

/// The project's folder.
pub fn root() -> PathBuf {
    std::env::var_os("ASLINT_ROOT").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from)
}

/// The folder `shared/` beside the project, where it is present. Says loudly when it is not.
pub fn shared(what: &str) -> Option<PathBuf> {
    let path = root().join("../shared").join(what);
    if path.exists() {
        return Some(path);
    }
    println!("SKIPPED: {} is not here, so nothing is compared with it", path.display());
    None
}

/// A text file.
pub fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Copies a folder and whatever is in it.
pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder can be made");
    for entry in std::fs::read_dir(from).expect("a folder").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("a file can be copied");
        }
    }
}

/// What is found in a definition.
pub fn lint_text(name: &str, text: &str, settings: &Settings) -> Vec<Finding> {
    let mut workspace = Workspace::default();
    let id = workspace.add(SourceFile::new(name, text));
    // A template says by itself what it holds.
    let expectation = match Expectation::of(name) {
        Expectation::Definition => Expectation::Definition,
        _ if name.starts_with("template.") || name.ends_with(".tf") => Expectation::Anything,
        _ => Expectation::Definition,
    };
    lint_file(&workspace, id, expectation, settings).findings
}

/// Settings for a workflow type as options name it.
pub fn settings(workflow_type: &str) -> Settings {
    let workflow_type = match workflow_type.to_ascii_lowercase().as_str() {
        "express" => Some(WorkflowType::Express),
        "standard" => Some(WorkflowType::Standard),
        _ => None,
    };
    Settings { workflow_type, ..Settings::default() }
}
