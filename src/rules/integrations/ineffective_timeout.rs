//! A timeout that is longer than the service lets a call take.

use super::{Context, Reporter};
use crate::asl::{Field, Place};
use crate::finding::Severity;
use crate::rules::service_call::calls;

/// The calls that have a limit of their own, in seconds (spec/limits.md 9.2, spec/integrations.md 8.3), and whether the
/// service stops working when it is reached.
const LIMITS: [(&str, f64, Severity); 2] =
    [("http:invoke", 60.0, Severity::Warning), ("bedrockagentcore:invokeHarness", 900.0, Severity::Info)];

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for call in calls(cx).filter(|call| call.optimized.is_some()) {
        let Some((_, limit, severity)) = LIMITS.iter().find(|(name, _, _)| *name == call.name) else {
            continue;
        };
        let Some(timeout) = cx.machine.value(call.state.object, Field::TimeoutSeconds) else { continue };
        if timeout.number().is_none_or(|seconds| seconds <= *limit) {
            continue;
        }
        let place = Place::field(call.state.object, Field::TimeoutSeconds);
        out.report(
            &place,
            timeout.span(),
            format!("State `{}` fails after {limit} seconds, whatever its timeout", call.state.name),
        )
        .label("never reached")
        .related(call.resource.span(), format!("`{}` may take {limit} seconds at most", call.name))
        .help("Start longer work without waiting for its end, and have it answer by a callback")
        .at_most(*severity);
    }
}
