//! `States.ALL` before other retriers or catchers.

use super::{ALL, Context, Reporter, by_handler, error_names};
use crate::asl::Field;
use crate::rules::edit;
use crate::rules::wording::SCHEMA;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for entries in
        error_names(cx).chunk_by(|one, next| one.state.id == next.state.id && one.list == next.list)
    {
        let last_all = entries.iter().rfind(|entry| entry.name == ALL).map(|entry| entry.handler);
        if last_all.is_none() {
            continue;
        }
        for of_handler in by_handler(entries) {
            // Beside other names it is `states-all-not-alone`.
            let [entry] = of_handler else { continue };
            let last = cx.machine.children(entry.state.object, entry.list).next_back();
            let Some(last) = last.filter(|&last| entry.name == ALL && last != entry.handler) else {
                continue;
            };
            let what = if entry.list == Field::Retry { "retriers" } else { "catchers" };
            let place = entry.place();
            let message = format!("`States.ALL` is followed by other {what}");
            let finding = out.report(&place, entry.item.span(), message);
            finding
                .label("must come last")
                .related(cx.machine.head_span(last), "never reached")
                .help(format!("Move it to the end of `{}`", entry.list.name()))
                .aws(SCHEMA, "States.ALL must appear alone and at end of list", cx.location(&place));
            let array = cx.machine.value(entry.state.object, entry.list);
            let array = array.filter(|_| last_all == Some(entry.handler));
            let moved = array.and_then(|array| edit::move_to_end(array, cx.machine.node(entry.handler)));
            for (span, text) in moved.into_iter().flatten() {
                finding.unsafe_fix(span, text);
            }
        }
    }
}
