//! A timeout that a call never lives to see.

use super::{Context, Reporter};
use crate::asl::{Field, Place};
use crate::rules::service_call::calls;

/// The calls that AWS ends by itself, and after how many seconds (spec/limits.md, spec/integrations.md 8.3).
const LIMITS: [(&str, f64); 2] = [("http:invoke", 60.0), ("bedrockagentcore:invokeHarness", 900.0)];

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for call in calls(cx).filter(|call| call.optimized.is_some()) {
        let Some((_, limit)) = LIMITS.iter().find(|(name, _)| *name == call.name) else { continue };
        let Some(value) = cx.machine.value(call.state.object, Field::TimeoutSeconds) else { continue };
        if value.number().is_some_and(|seconds| seconds > *limit) {
            let place = Place::field(call.state.object, Field::TimeoutSeconds);
            let message = format!("`{}` ends after {limit} seconds at the latest", call.name);
            out.report(&place, value.span(), message)
                .label("later than that")
                .help("Catch the error that comes then, or let something else do the work");
        }
    }
}
