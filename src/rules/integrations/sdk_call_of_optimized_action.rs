//! A call through the SDK of an action that Step Functions has an integration of its own for.

use super::{Context, Reporter};
use crate::aws::{self, Accepted, Integration, Support};
use crate::rules::service_call::calls;

/// Service and action of the SDK, and what their optimized integration does better (spec/integrations.md 8.8). Those of
/// DynamoDB do nothing else than the SDK, and `ignored-item-failures` speaks of `events:putEvents`.
const BETTER: [(&str, &str, &str); 4] = [
    ("lambda", "invoke", "it gives the payload as JSON, and fails when the function does"),
    ("sfn", "startExecution", "it can wait for the end of the execution"),
    ("sns", "publish", "it takes JSON for `Message`"),
    ("sqs", "sendMessage", "it takes JSON for `MessageBody`"),
];

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for call in calls(cx).filter(|call| call.optimized.is_none() && call.is_written()) {
        let Some((_, _, better)) = BETTER.iter().find(|(service, action, _)| (*service, *action) == call.sdk)
        else {
            continue;
        };
        let twin = aws::integrations().iter().find(|entry| entry.sdk == Some(call.sdk));
        let Some((twin, pattern)) = twin.zip(call.pattern) else { continue };
        if twin.supports(pattern) != Support::Yes || !call.sent_names().all(|name| takes(twin, name)) {
            continue;
        }
        let name = format!("{}:{}{}", twin.service, twin.action, pattern.suffix());
        out.report(
            &call.resource_place(),
            call.resource.span(),
            format!(
                "State `{}` calls `{}` through the SDK, and `{name}` does the same",
                call.state.name, call.name
            ),
        )
        .label("there is an optimized integration")
        .help(format!("Call `{name}`: {better}"));
    }
}

fn takes(integration: &Integration, name: &str) -> bool {
    let others = match integration.accepted {
        Accepted::Listed(names) => names,
        Accepted::AsSdk => return true,
    };
    [integration.required, integration.one_of, others].iter().any(|names| names.contains(&name))
}
