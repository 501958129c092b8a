//! A Lambda function whose passing troubles fail the state.

use serde_json::{Value, json};

use super::{Context, Reporter, calls};
use crate::asl::{Field, Place};
use crate::rules::insert;
use crate::rules::state::is_absorbed_outside;
use crate::rules::wording::words;
use crate::syntax::Node;

/// The errors that AWS says to retry (spec/errors.md 7.3).
const TRANSIENT: [&str; 4] = [
    "Lambda.ServiceException",
    "Lambda.AWSLambdaException",
    "Lambda.SdkClientException",
    "Lambda.TooManyRequestsException",
];

/// The names that stand for them, too.
const COVERING: [&str; 2] = ["States.ALL", "States.TaskFailed"];

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for (state, call, resource) in calls(cx) {
        // What stands for something that is not written down is not known.
        let is_unknown = |list: Node<'_>| list.is_unknown() || list.items().any(Node::is_unknown);
        let is_handled = || {
            let handlers = cx.machine.children(state.object, Field::Retry);
            let names = handlers.filter_map(|handler| cx.machine.value(handler, Field::ErrorEquals));
            cx.machine.value(state.object, Field::Retry).is_some_and(is_unknown)
                || names.into_iter().any(|names| {
                    let is_named = |name: &str| {
                        COVERING.contains(&name) || TRANSIENT.contains(&name) || name.contains("${")
                    };
                    is_unknown(names) || names.items().any(|name| name.str().is_none_or(is_named))
                })
        };
        if call != "lambda:invoke" || is_handled() || is_absorbed_outside(cx.machine, state) {
            continue;
        }
        let finding = out.report(
            &Place::field(state.object, Field::Resource),
            resource.span(),
            format!("State `{}` does not try again when Lambda has a passing trouble", state.name),
        );
        finding
            .label("may be throttled or unavailable for a moment")
            .help(format!("Add a retrier for {}", words(TRANSIENT, "and")));
        // A list that is there has an order, which only the author knows.
        let has_none = !cx.machine.has(state.object, Field::Retry)
            && cx.machine.misspelt(state.object, Field::Retry).is_none();
        let retry = has_none.then(retry);
        if let Some((at, text)) =
            retry.and_then(|retry| insert::state_member(cx.machine, state, Field::Retry, &retry))
        {
            finding.unsafe_fix(at, text);
        }
    }
}

/// The retrier that AWS recommends (spec/errors.md 7.3, spec/practices.md 9).
fn retry() -> Value {
    json!([{ "ErrorEquals": TRANSIENT, "IntervalSeconds": 2, "MaxAttempts": 6, "BackoffRate": 2 }])
}
