//! An error that nothing can catch or retry.

use super::{Context, Reporter, handling, names};
use crate::asl::{Field, Place};

/// They end the execution, whatever is said of them (spec/errors.md 7.1).
const TERMINAL: [&str; 2] = ["States.Runtime", "States.DataLimitExceeded"];

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for state in handling(cx) {
        for (list, verb) in [(Field::Retry, "retried"), (Field::Catch, "caught")] {
            for handler in cx.machine.children(state.object, list) {
                for (index, (name, item)) in names(cx, handler).enumerate() {
                    if TERMINAL.contains(&name) {
                        out.report(&Place::item(handler, Field::ErrorEquals, index), item.span(), format!("`{name}` cannot be {verb}: it ends the execution"))
                            .label("has no effect")
                            .help("Remove it, and keep the error from happening");
                    }
                }
            }
        }
    }
}
