//! The text holds something, but not a state machine: nothing, a list, a single state, the states alone.

use super::{BARE_STATES, Context, NO_BRACES, Reporter, WRAP_STATES};
use crate::asl::Place;
use crate::document::Fragment;
use crate::syntax::{Kind, SyntaxProblem, SyntaxProblemKind};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let root = cx.root;
    let place = Place::object(cx.machine.root());
    let span = root.span();
    let head = root.head_span();
    let required = "These fields are required: [States, StartAt]";
    match (cx.fragment, root.kind()) {
        // What stands there is no JSON, which says it all.
        (Some(Fragment::Empty), _) if cx.tree.problems.iter().any(is_error) => {}
        (Some(Fragment::Empty), _) => {
            out.report(&place, span, "The definition is empty")
                .help("A state machine is an object with `StartAt` and `States`")
                .aws("SCHEMA_VALIDATION_FAILED", "Definition must be a valid JSON object", None);
        }
        (Some(Fragment::State), _) => {
            out.report(&place, head, "This is a single state, not a state machine")
                .label("a state begins here")
                .help("Wrap it: { \"StartAt\": \"Name\", \"States\": { \"Name\": … } }")
                .aws("SCHEMA_VALIDATION_FAILED", required, Some("/".to_owned()));
        }
        // Where the braces are missing too, that says it all.
        (Some(Fragment::States), _) if cx.tree.problems.iter().any(|problem| problem.label == NO_BRACES) => {}
        (Some(Fragment::States), _) => {
            let first = root.members().next().map_or(head, |(key, _)| key.span());
            out.report(&place, first, BARE_STATES)
                .label("a state's name where `StartAt` or `States` is expected")
                .help(WRAP_STATES)
                .aws("SCHEMA_VALIDATION_FAILED", required, Some("/".to_owned()));
        }
        (None, Kind::Object | Kind::Unknown | Kind::Missing) => {}
        (None, kind) => {
            let found = match kind {
                Kind::Array => "a list",
                Kind::String => "a string",
                Kind::Null => "null",
                Kind::Number => "a number",
                _ => "a boolean",
            };
            out.report(&place, head, format!("The definition is {found}, not an object"))
                .help("A state machine is an object with `StartAt` and `States`")
                .aws("SCHEMA_VALIDATION_FAILED", "Definition must be a valid JSON object", None);
        }
    }
}

fn is_error(problem: &SyntaxProblem) -> bool {
    problem.kind == SyntaxProblemKind::JsonSyntax
}
