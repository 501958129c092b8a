//! An Express workflow whose executions leave no trace.

use super::{Context, Reporter, report};
use crate::document::WorkflowType;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for resource in cx.deployment.declared_here() {
        if resource.workflow_type == Some(WorkflowType::Express) && resource.has_logging == Some(false) {
            report(
                cx,
                out,
                resource.span,
                format!("Nothing is logged of the Express workflow `{}`", resource.name),
            )
            .label("has no history of its executions")
            .help("Give it a logging configuration: an Express workflow keeps no history of its own");
        }
    }
}
