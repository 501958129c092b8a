//! Files that promise what data is: JSON Schemas and samples.

use std::path::Path;
use std::sync::Arc;

use super::error::Error;
use super::files;
use crate::config::{ConfigContract, Described, Problem};
use crate::flow::{Contract, Promise};
use crate::shape::is_schema;
use crate::source::{FileId, SourceFile, Span, Workspace};
use crate::syntax::{self, Kind, Node, Notation};

/// What the files say that a contract of a configuration names; what is wrong with them is told, and left out.
pub fn contract(entry: &ConfigContract, workspace: &Arc<Workspace>, errors: &mut Vec<Error>) -> Contract {
    let mut promise = |described: &Described| match read(&described.path) {
        Ok(promise) => Some(promise),
        // The place where the file is named says more than the file's name.
        Err(Error::Unreadable { path, source }) => {
            let problem = Problem {
                span: described.span,
                message: format!("cannot read {path}: {source}"),
                label: "named here".to_owned(),
                help: None,
            };
            errors.push(Error::Configuration { workspace: Arc::clone(workspace), problem });
            None
        }
        Err(error) => {
            errors.push(error);
            None
        }
    };
    let mut named = |entries: &[(String, Described)]| {
        entries.iter().filter_map(|(name, file)| Some((name.clone(), promise(file)?))).collect()
    };
    let (results, functions) = (named(&entry.results), named(&entry.functions));
    Contract {
        definition: entry.definition.as_ref().map(|(name, _)| name.clone()),
        input: entry.input.as_ref().and_then(promise),
        results,
        functions,
    }
}

/// Reads a JSON Schema or a sample.
pub fn read(path: &Path) -> Result<Promise, Error> {
    let name = files::display(path);
    let file = files::read_text(path, &name)?;
    let mut workspace = Workspace::default();
    let id = workspace.add(file);
    let file = workspace.file(id);
    let problem = match serde_json::from_str(file.text()) {
        Ok(value) if is_schema(&value) => match jsonschema::meta::options().validate(&value) {
            Ok(()) => return Ok(Promise::new(&value, &name)),
            Err(error) => Problem {
                span: place(id, file, error.instance_path().as_str()),
                message: format!("{name} is no JSON Schema: {error}"),
                label: "here".to_owned(),
                help: None,
            },
        },
        Ok(value) => return Ok(Promise::new(&value, &name)),
        Err(error) => Problem {
            span: at(id, file, error.line(), error.column()),
            message: format!("{name} is no JSON: {error}"),
            label: "here".to_owned(),
            help: Some("Give a JSON Schema, or a JSON value that is like the others".to_owned()),
        },
    };
    Err(Error::Configuration { workspace: Arc::new(workspace), problem })
}

/// The place of a line and a column, both from 1, that counts bytes.
fn at(id: FileId, file: &SourceFile, line: usize, column: usize) -> Span {
    let before = file.text().split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum::<usize>();
    let at = (before + column.saturating_sub(1)).min(file.text().len());
    let at = file.text().floor_char_boundary(at) as u32;
    Span::new(id, at, at)
}

/// The place that a JSON pointer leads to.
fn place(id: FileId, file: &SourceFile, pointer: &str) -> Span {
    let tree = syntax::parse_text(id, Notation::Json, file.text());
    let Some(mut node) = tree.documents().next() else { return Span::new(id, 0, 0) };
    for step in pointer.split('/').skip(1) {
        let step = step.replace("~1", "/").replace("~0", "~");
        let next = match node.kind() {
            Kind::Array => step.parse().ok().and_then(|at: usize| node.items().nth(at)),
            _ => Node::get(node, &step),
        };
        match next {
            Some(next) => node = next,
            None => break,
        }
    }
    node.span()
}
