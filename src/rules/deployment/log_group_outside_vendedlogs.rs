//! A log group whose name spends the room for resource policies.

use super::{Context, Reporter, report};

/// What the names of the log groups begin with that one policy serves together (spec/practices.md 50).
const PREFIX: &str = "/aws/vendedlogs/";

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for (name, span) in cx.deployment.declared_here().filter_map(|resource| resource.log_group.as_ref()) {
        if !name.starts_with(PREFIX) && !name.starts_with("${") {
            report(cx, out, *span, format!("The log group `{name}` is not below `{PREFIX}`"))
                .label("needs an entry of its own in the resource policy")
                .help(format!("Let its name begin with `{PREFIX}`"));
        }
    }
}
