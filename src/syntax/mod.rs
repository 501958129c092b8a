//! One spanned tree for every notation, and the parsers that make it.
//!
//! The parsers recover: they report each syntax error as a [`SyntaxProblem`] and still give a tree. Nothing in here
//! knows what a state machine is.

mod json;
mod problem;
mod tree;
mod yaml;

pub use json::{Dialect, json_value_offset, parse_json, terraform_string_value};
pub use problem::{SyntaxProblem, SyntaxProblemKind};
pub use tree::{Items, Kind, Member, Members, Node, NodeId, Tree, TreeBuilder};
pub use yaml::{parse_yaml, yaml_scalar_value, yaml_value_offset};

use std::sync::Arc;

use crate::source::{FileId, SourceFile};

/// How a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notation {
    /// JSON, read leniently: comments, trailing commas and unquoted `${Placeholder}` values are understood.
    Json,
    /// YAML 1.1 as CloudFormation and SAM read it.
    Yaml,
    /// An expression of Terraform; trees of it are made elsewhere.
    Terraform,
}

impl Notation {
    /// The notation that a file's name and first characters tell. What begins with a bracket is JSON, what begins
    /// like YAML (`---`, `Key:`) is YAML; of other texts the name decides.
    pub fn of(path: &str, text: &str) -> Self {
        let text = text.trim_start_matches('\u{feff}').trim_start();
        if text.starts_with(['{', '[']) {
            return Self::Json;
        }
        let is_yaml = [".yaml", ".yml", ".template"].iter().any(|ending| path.ends_with(ending));
        if is_yaml || starts_like_yaml(text) { Self::Yaml } else { Self::Json }
    }
}

/// Whether a text begins with a document marker, or with a key that is not in quotes.
fn starts_like_yaml(text: &str) -> bool {
    let line = text.lines().next().unwrap_or_default();
    let key = line.trim_start_matches(|letter: char| letter.is_alphanumeric() || letter == '_');
    line == "---"
        || key.len() < line.len() && key.starts_with(':') && (key.len() == 1 || key.starts_with(": "))
}

/// Reads `file` into a tree, with everything that was wrong with its notation.
pub fn parse(id: FileId, file: &SourceFile, notation: Notation) -> Tree {
    parse_text(id, notation, file.text())
}

/// Reads a text of the file `id` into a tree.
pub fn parse_text(id: FileId, notation: Notation, text: &Arc<str>) -> Tree {
    match notation {
        Notation::Json | Notation::Terraform => parse_json(id, text),
        Notation::Yaml => parse_yaml(id, text),
    }
}

/// The tree of a text that should hold a value and holds none.
pub fn empty_tree(id: FileId, file: &SourceFile) -> Tree {
    let problems = parse_json(id, file.text()).problems;
    let mut builder = TreeBuilder::new(Notation::Json, id, file.text());
    let root = builder.simple(Kind::Missing, 0, 0);
    builder.document(root);
    problems.into_iter().for_each(|problem| builder.problem(problem));
    builder.finish()
}

/// A tree of nothing but a missing value.
pub fn missing_tree(id: FileId) -> Tree {
    let mut builder = TreeBuilder::new(Notation::Json, id, &Arc::from(""));
    let root = builder.simple(Kind::Missing, 0, 0);
    builder.document(root);
    builder.finish()
}
