//! `States.ALL` before other retriers or catchers.

use super::{ALL, Context, Reporter, handling, names};
use crate::asl::{Field, ObjectId, Place};
use crate::rules::edit;
use crate::rules::wording::SCHEMA;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for state in handling(cx) {
        for list in [Field::Retry, Field::Catch] {
            if cx.machine.children(state.object, list).len() < 2 {
                continue;
            }
            let handlers: Vec<ObjectId> = cx.machine.children(state.object, list).collect();
            let Some((last, earlier)) = handlers.split_last() else { continue };
            let names_all = |handler: &&ObjectId| names(cx, **handler).any(|(name, _)| name == ALL);
            let last_all = handlers.iter().rfind(names_all).copied();
            for &handler in earlier {
                let Some((index, (_, item))) =
                    names(cx, handler).enumerate().find(|(_, (name, _))| *name == ALL)
                else {
                    continue;
                };
                // Beside other names it is `states-all-not-alone`.
                if names(cx, handler).count() > 1 {
                    continue;
                }
                let place = Place::item(handler, Field::ErrorEquals, index);
                let what = if list == Field::Retry { "retriers" } else { "catchers" };
                let finding =
                    out.report(&place, item.span(), format!("`States.ALL` is followed by other {what}"));
                finding
                    .label("must come last")
                    .related(cx.machine.head_span(*last), "never reached")
                    .help(format!("Move it to the end of `{}`", list.name()))
                    .aws(SCHEMA, "States.ALL must appear alone and at end of list", cx.location(&place));
                let array = cx.machine.value(state.object, list).filter(|_| last_all == Some(handler));
                let moved = array.and_then(|array| edit::move_to_end(array, cx.machine.node(handler)));
                for (span, text) in moved.into_iter().flatten() {
                    finding.unsafe_fix(span, text);
                }
            }
        }
    }
}
