//! A Standard workflow that an API starts and waits for.

use super::{Context, Reporter, report};
use crate::document::WorkflowType;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for resource in cx.deployment.declared_here() {
        if resource.is_started_synchronously && resource.workflow_type == Some(WorkflowType::Standard) {
            report(
                cx,
                out,
                resource.span,
                format!("The Standard workflow `{}` is started with `StartSyncExecution`", resource.name),
            )
            .label("only Express workflows can be waited for")
            .help("Make it an Express workflow, or start it with `StartExecution`");
        }
    }
}
