//! What a task calls is named by whoever starts the execution.

use rustc_hash::FxHashSet;

use super::{Context, Reporter};
use crate::asl::{Field, ObjectId};
use crate::flow::Site;
use crate::rules::origin::{self, ExecutionInput, Origin};
use crate::rules::service_call::calls;

/// Service and action of a resource, and the member that says what is called.
const TARGETS: [(&str, &str); 6] = [
    ("http:invoke", "ApiEndpoint"),
    ("lambda:invoke", "FunctionName"),
    ("states:startExecution", "StateMachineArn"),
    ("sfn:startExecution", "StateMachineArn"),
    ("sfn:startSyncExecution", "StateMachineArn"),
    ("ssm:sendCommand", "DocumentName"),
];

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let input = ExecutionInput::of(cx);
    let targets: FxHashSet<(ObjectId, &str)> = calls(cx)
        .filter_map(|call| {
            let (_, member) = TARGETS.iter().find(|(name, _)| *name == call.name)?;
            Some((call.state.object, *member))
        })
        .collect();
    for site in cx.sites().iter() {
        let key = || cx.sites().key(site).map(|key| key.strip_suffix(".$").unwrap_or(key));
        let is_target = match site.field {
            Field::Parameters | Field::Arguments => {
                !targets.is_empty() && key().is_some_and(|key| targets.contains(&(site.object, key)))
            }
            Field::Credentials => key() == Some("RoleArn"),
            _ => false,
        };
        let is_input = is_target && origin(site).is_some_and(|origin| input.holds(cx, site.object, origin));
        if !is_input {
            continue;
        }
        let what = match site.field {
            Field::Credentials => "the role that it takes on",
            _ => "what it calls",
        };
        let state = cx.machine.object(site.object).state.map_or("", |state| cx.machine.state(state).name);
        out.report(
            &cx.sites().place(site),
            site.node.span(),
            format!("Whoever starts the execution tells state `{state}` {what}"),
        )
        .label("from the execution's input")
        .help("Write it down, or let a Choice state take it from those that are allowed");
    }
}

/// Where the whole value comes from.
fn origin(site: &Site<'_>) -> Option<Origin> {
    match (site.path(), site.expression()) {
        (Some(path), _) => origin::of_path(path),
        (None, Some(expression)) => origin::of_node(expression, expression.root),
        (None, None) => None,
    }
}
