//! Pictures of the definitions in a file.

use std::io::Write;

use super::arguments::{ConfigurationOptions, GraphOptions};
use super::configuration::Configurations;
use super::error::{self, Error};
use super::files::{self, Candidate};
use super::progress::Progress;
use super::texts::{Texts, guarded};
use super::{CLEAN, terminal};
use crate::Project;
use crate::config::Layer;
use crate::diagram::{self, Diagram, Language};
use crate::suggest;

/// What Mermaid draws without being told to draw more; both are its defaults (`maxEdges`, `maxTextSize`).
const MERMAID_EDGES: usize = 500;
const MERMAID_LETTERS: usize = 50_000;

/// Draws what the arguments name; gives the exit code.
pub fn run(options: &GraphOptions) -> Result<u8, Error> {
    let is_stdin = options.path.as_os_str() == "-";
    let candidate = Candidate {
        path: (!is_stdin).then(|| options.path.clone()),
        name: if is_stdin { options.stdin_filename.clone() } else { files::display(&options.path) },
        is_named: true,
        is_expected: true,
    };
    if candidate.path.as_ref().is_some_and(|path| path.is_dir()) {
        return Err(Error::Folder { path: candidate.name });
    }
    let name = candidate.name.clone();
    let diagrams = chosen(draw(candidate, &options.configuration)?, &name, options.definition.as_deref())?;

    let language = options.format.0;
    let mut text = String::new();
    // A string takes whatever is written into it.
    let _ = diagram::write(language, &diagrams, &mut text);
    let edges: usize = diagrams.iter().map(|diagram| diagram.edges.len()).sum();
    if language == Language::Mermaid && (edges > MERMAID_EDGES || text.chars().count() > MERMAID_LETTERS) {
        terminal::say(&format!(
            "note: Mermaid draws {MERMAID_EDGES} edges and {MERMAID_LETTERS} characters at most unless its \
             `maxEdges` and `maxTextSize` say otherwise; for more, use --definition or --format dot"
        ));
    }
    match &options.output {
        Some(path) => std::fs::write(path, text)
            .map_err(|source| Error::Unwritable { path: files::display(path), source })?,
        None => {
            let mut out = std::io::stdout().lock();
            out.write_all(text.as_bytes())?;
            out.flush()?;
        }
    }
    Ok(CLEAN)
}

/// Every definition that the file holds or names.
fn draw(candidate: Candidate, from: &ConfigurationOptions) -> Result<Vec<Diagram>, Error> {
    let name = candidate.name.clone();
    let mut errors = Vec::new();
    let texts = Texts::read(&[candidate], &Progress::new(), &mut errors);
    let project = Project::new(&texts.workspace, texts.documents);
    let mut configurations = Configurations::new(from.config.as_deref(), from.isolated);
    let mut diagrams = Vec::new();
    for &id in &texts.subjects {
        let name = texts.workspace.file(id).path();
        let settings = configurations.effective(name, &Layer::default()).settings;
        let drawn = guarded(texts.workspace.file(id), || {
            let findings = project.lint(id, &settings).findings;
            project.draw(id, &findings)
        });
        match drawn {
            Ok(drawn) => diagrams.extend(drawn),
            Err(error) => errors.push(error),
        }
    }
    errors.append(&mut configurations.errors);
    if let Some(last) = errors.pop() {
        errors.iter().for_each(error::show);
        return Err(last);
    }
    if diagrams.is_empty() { Err(Error::NoDefinition { path: name }) } else { Ok(diagrams) }
}

/// Those of the name that was asked for.
fn chosen(diagrams: Vec<Diagram>, path: &str, wanted: Option<&str>) -> Result<Vec<Diagram>, Error> {
    let Some(wanted) = wanted else { return Ok(diagrams) };
    let (chosen, others): (Vec<_>, Vec<_>) =
        diagrams.into_iter().partition(|diagram| diagram.name.as_deref() == Some(wanted));
    if !chosen.is_empty() {
        return Ok(chosen);
    }
    let mut names: Vec<&str> = others.iter().filter_map(|diagram| diagram.name.as_deref()).collect();
    names.dedup();
    let help = match suggest::nearest(wanted, names.iter().copied()) {
        Some(nearest) => format!("Did you mean `{nearest}`?"),
        None if names.is_empty() => "It holds one definition, which has no name".to_owned(),
        None => format!("It holds {}", names.join(", ")),
    };
    Err(Error::UnknownDefinition { path: path.to_owned(), name: wanted.to_owned(), help })
}
