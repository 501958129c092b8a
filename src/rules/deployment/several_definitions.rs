//! A state machine with more than one definition.

use super::{Context, Reporter, report};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for resource in cx.deployment.declared_here() {
        if let [first, second, ..] = resource.sources.as_slice() {
            report(cx, out, *second, format!("The state machine `{}` has two definitions", resource.name))
                .label("and here")
                .related(*first, "here")
                .help("Keep one of them");
        }
    }
}
