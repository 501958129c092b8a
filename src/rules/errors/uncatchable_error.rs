//! An error that nothing can catch or retry.

use super::{Context, Reporter, error_names};
use crate::asl::Field;

/// They end the execution, whatever is said of them (spec/errors.md 7.1). That a catcher takes a result that is too
/// large was seen (spec/runtime_semantics.md 7); that a retrier does was not.
const NEVER_RETRIED: [&str; 2] = ["States.Runtime", "States.DataLimitExceeded"];
const NEVER_CAUGHT: [&str; 1] = ["States.Runtime"];

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for entry in error_names(cx) {
        let (verb, terminal): (&str, &[&str]) = match entry.list {
            Field::Retry => ("retried", &NEVER_RETRIED),
            _ => ("caught", &NEVER_CAUGHT),
        };
        if terminal.contains(&entry.name) {
            out.report(&entry.place(), entry.item.span(), format!("`{}` cannot be {verb}", entry.name))
                .label("ends the execution all the same")
                .help("Remove it, and keep the error from happening");
        }
    }
}
