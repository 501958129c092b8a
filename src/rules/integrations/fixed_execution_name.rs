//! A nested execution that has the same name each time.

use super::{Context, Reporter, calls, sent};
use crate::asl::{Place, PlaceStep};

/// The calls that start an execution which is given a name.
const STARTS: [&str; 3] =
    ["states:startExecution", "aws-sdk:sfn:startExecution", "aws-sdk:sfn:startSyncExecution"];

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for (state, call, _) in calls(cx).filter(|(_, call, _)| STARTS.contains(call)) {
        let Some(sent) = sent(cx, state) else { continue };
        let Some(name) = sent.value.get("Name") else { continue };
        let Some(text) = name.str().filter(|text| !text.contains("${") && !text.contains("{%")) else {
            continue;
        };
        let mut place = Place::field(state.object, sent.field);
        place.steps.push(PlaceStep::Key("Name".to_owned()));
        out.report(
            &place,
            name.span(),
            format!("Every execution that `{call}` starts here is called `{text}`"),
        )
        .label("the same each time")
        .help("Make the name of something that differs, or leave `Name` out");
    }
}
