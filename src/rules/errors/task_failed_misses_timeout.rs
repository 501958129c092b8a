//! `States.TaskFailed` where a timeout is to be expected, which it does not cover.

use super::{ALL, Context, Reporter, names};
use crate::asl::{Field, Place, StateType};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    const LIMITS: [Field; 4] = [
        Field::TimeoutSeconds,
        Field::TimeoutSecondsPath,
        Field::HeartbeatSeconds,
        Field::HeartbeatSecondsPath,
    ];
    for state in cx.states_of(StateType::Task) {
        let limit = LIMITS.into_iter().find_map(|field| cx.machine.field(state.object, field));
        let Some(limit) = limit else { continue };
        let handlers = || {
            [Field::Retry, Field::Catch].into_iter().flat_map(|list| cx.machine.children(state.object, list))
        };
        let covers =
            |name: &str| name == ALL || name == "States.Timeout" || name == "States.HeartbeatTimeout";
        if handlers().any(|handler| names(cx, handler).any(|(_, name, _)| covers(name))) {
            continue;
        }
        let found = handlers().find_map(|handler| {
            let item = names(cx, handler).find(|(_, name, _)| *name == "States.TaskFailed");
            item.map(|(index, _, node)| (handler, index, node))
        });
        let Some((handler, index, node)) = found else { continue };
        out.report(
            &Place::item(handler, Field::ErrorEquals, index),
            node.span(),
            format!("`States.TaskFailed` does not cover the timeout of state `{}`", state.name),
        )
        .label("not `States.Timeout`")
        .related(limit.key.span(), "the timeout")
        .help("Add an entry for `States.Timeout`, or use `States.ALL`");
    }
}
