//! `aslint flow`: what the data can be on its way through the definitions of a file.

use super::arguments::{ColorArgument, FlowFormat, FlowOptions};
use super::definitions::{self, Named};
use super::error::Error;
use super::{CLEAN, terminal};
use crate::suggest;
use crate::trace::{self, Trace};

/// How many levels of a shape are shown where all states are.
const OVERVIEW_DEPTH: usize = 3;

/// Shows what the arguments name; gives the exit code.
pub fn run(options: &FlowOptions) -> Result<u8, Error> {
    let named = Named {
        path: &options.path,
        stdin: &options.stdin_filename,
        definition: options.definition.as_deref(),
        configuration: &options.configuration,
        input: options.input.as_deref(),
    };
    let mut traces =
        named.each(|project, id, settings| project.trace(id, settings), |trace| trace.name.as_deref())?;
    if let Some(wanted) = &options.state {
        keep_state(&mut traces, wanted, named.name())?;
    }
    let mut text = Vec::new();
    match options.format {
        FlowFormat::Json => trace::write_json(&traces, &mut text)?,
        FlowFormat::Text => {
            // A file is no terminal.
            let color = match (options.color.color, &options.output) {
                (ColorArgument::Auto, Some(_)) => ColorArgument::Never,
                (color, _) => color,
            };
            let depth = if options.state.is_some() { usize::MAX } else { OVERVIEW_DEPTH };
            trace::write_text(&traces, depth, &terminal::style_of_output(color), &mut text)?;
        }
    }
    definitions::write(&text, options.output.as_ref())?;
    Ok(CLEAN)
}

/// Leaves only the states of that name, and the definitions that have some.
fn keep_state(traces: &mut Vec<Trace>, wanted: &str, path: String) -> Result<(), Error> {
    let has_it = |trace: &Trace| trace.states.iter().any(|state| state.name == wanted);
    if !traces.iter().any(has_it) {
        let names = traces.iter().flat_map(|trace| &trace.states).map(|state| state.name.as_str());
        let help = match suggest::nearest(wanted, names) {
            Some(nearest) => format!("Did you mean `{nearest}`?"),
            None => "`aslint flow FILE` shows all of them".to_owned(),
        };
        return Err(Error::UnknownState { path, name: wanted.to_owned(), help });
    }
    traces.retain(has_it);
    for trace in traces {
        trace.states.retain(|state| state.name == wanted);
    }
    Ok(())
}
