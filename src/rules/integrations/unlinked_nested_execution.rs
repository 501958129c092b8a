//! A nested execution that does not tell which execution started it.

use super::{Context, Reporter};
use crate::rules::service_call::{calls, names};

/// The member of the input by which the console links the two (spec/integrations.md 8.5).
const LINK: &str = "AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID";

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for call in calls(cx).filter(|call| call.name == "states:startExecution") {
        let Some((key, input)) = call.member("Input") else { continue };
        let Some(given) = names(cx, input) else { continue };
        if given.contains(&LINK) {
            continue;
        }
        out.report(&call.place_of(key), key.span(), "The nested execution is not linked to this one")
            .label(format!("no `{LINK}`"))
            .help(format!(
                "Add `{LINK}` with the id of this execution, and the console leads from one to the other"
            ));
    }
}
