//! An error that nothing can catch or retry.

use super::{Context, Reporter, handling, names};
use crate::asl::{Field, Place};

/// They end the execution, whatever is said of them (spec/errors.md 7.1). That a catcher takes a result that is too
/// large was seen (spec/runtime_semantics.md 7); that a retrier does was not.
const NEVER_RETRIED: [&str; 2] = ["States.Runtime", "States.DataLimitExceeded"];
const NEVER_CAUGHT: [&str; 1] = ["States.Runtime"];

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for state in handling(cx) {
        let lists: [(Field, &str, &[&str]); 2] =
            [(Field::Retry, "retried", &NEVER_RETRIED), (Field::Catch, "caught", &NEVER_CAUGHT)];
        for (list, verb, terminal) in lists {
            for handler in cx.machine.children(state.object, list) {
                for (index, (name, item)) in names(cx, handler).enumerate() {
                    if terminal.contains(&name) {
                        out.report(
                            &Place::item(handler, Field::ErrorEquals, index),
                            item.span(),
                            format!("`{name}` cannot be {verb}"),
                        )
                        .label("ends the execution all the same")
                        .help("Remove it, and keep the error from happening");
                    }
                }
            }
        }
    }
}
