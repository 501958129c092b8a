//! Pictures of the definitions in a file.

use super::arguments::GraphOptions;
use super::definitions::{self, Named};
use super::error::Error;
use super::{CLEAN, terminal};
use crate::diagram::{self, Language};

/// What Mermaid draws without being told to draw more; both are its defaults (`maxEdges`, `maxTextSize`).
const MERMAID_EDGES: usize = 500;
const MERMAID_LETTERS: usize = 50_000;

/// Draws what the arguments name; gives the exit code.
pub fn run(options: &GraphOptions) -> Result<u8, Error> {
    let named = Named {
        path: &options.path,
        stdin: &options.stdin_filename,
        definition: options.definition.as_deref(),
        configuration: &options.configuration,
        input: None,
    };
    let diagrams = named.each(
        |project, id, settings| project.draw(id, &project.lint(id, settings).findings),
        |diagram| diagram.name.as_deref(),
    )?;

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
    definitions::write(text.as_bytes(), options.output.as_ref())?;
    Ok(CLEAN)
}
