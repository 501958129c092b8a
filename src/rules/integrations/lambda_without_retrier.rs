//! A Lambda function whose passing troubles fail the state.

use super::{Context, Reporter, calls};
use crate::asl::{Field, Place};
use crate::rules::state::is_absorbed_outside;
use crate::syntax::Node;

/// The errors that AWS says to retry (spec/errors.md 7.3), and the names that cover them.
const COVERING: [&str; 6] = [
    "States.ALL",
    "States.TaskFailed",
    "Lambda.ServiceException",
    "Lambda.AWSLambdaException",
    "Lambda.SdkClientException",
    "Lambda.TooManyRequestsException",
];

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for (state, call, resource) in calls(cx) {
        let handles = |field| {
            let handlers = cx.machine.children(state.object, field);
            let names = handlers.filter_map(|handler| cx.machine.value(handler, Field::ErrorEquals));
            // What a name that is not written down stands for is not known.
            names
                .flat_map(Node::items)
                .any(|name| name.str().is_none_or(|name| COVERING.contains(&name) || name.contains("${")))
        };
        if call != "lambda:invoke" || handles(Field::Retry) || is_absorbed_outside(cx.machine, state) {
            continue;
        }
        out.report(
            &Place::field(state.object, Field::Resource),
            resource.span(),
            format!("State `{}` does not try again when Lambda has a passing trouble", state.name),
        )
        .label("may be throttled or unavailable for a moment")
        .help("Add a retrier for `Lambda.ServiceException`, `Lambda.AWSLambdaException`, `Lambda.SdkClientException` and `Lambda.TooManyRequestsException`");
    }
}
