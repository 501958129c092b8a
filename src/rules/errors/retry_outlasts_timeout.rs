//! Retries that take longer than the whole execution may.

use super::{Context, Reporter, handling};
use crate::asl::{Field, ObjectId, Place};
use crate::rules::Express;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let timeout = cx.machine.value(cx.machine.root(), Field::TimeoutSeconds);
    let timeout = timeout.and_then(|timeout| Some((timeout.number().filter(|&limit| limit > 0.0)?, timeout)));
    for state in handling(cx.states()) {
        if !cx.machine.has(state.object, Field::Retry) {
            continue;
        }
        // Whichever ends the execution first.
        let express = cx.express(state.scope);
        let timeout = timeout.filter(|&(limit, _)| express.is_none() || limit <= Express::SECONDS as f64);
        let limit = match (timeout, express) {
            (Some((limit, _)), _) => limit,
            (None, Some(_)) => Express::SECONDS as f64,
            (None, None) => continue,
        };
        for retrier in cx.machine.children(state.object, Field::Retry) {
            let Some(total) = total_delay(cx, retrier, limit) else { continue };
            if total > limit {
                let message = format!(
                    "Waiting between the retries of state `{}` takes longer than the execution may ({limit} seconds)",
                    state.name
                );
                let finding = out.report(&Place::object(retrier), cx.machine.head_span(retrier), message);
                finding.label("not all of its attempts can be made");
                match (timeout, express) {
                    (Some((_, timeout)), _) => finding
                        .related(timeout.span(), "the execution ends here")
                        .help("Retry less often or sooner, or raise `TimeoutSeconds`"),
                    (None, Some(Express::Children(span))) => finding
                        .related(span, "the items run as Express workflows")
                        .help("Retry less often or sooner, or make them Standard workflows"),
                    (None, _) => finding.help("Retry less often or sooner, or make it a Standard workflow"),
                };
            }
        }
    }
}

/// Seconds between the first and the last attempt, up to the first sum beyond `enough`; none where a number is not
/// told. Jitter is left out: it may be anything.
fn total_delay(cx: &Context<'_>, retrier: ObjectId, enough: f64) -> Option<f64> {
    let number = |field, default| match cx.machine.value(retrier, field) {
        None => Some(default),
        Some(value) => value.number(),
    };
    let (interval, attempts) = (number(Field::IntervalSeconds, 1.0)?, number(Field::MaxAttempts, 3.0)?);
    let (rate, most) = (number(Field::BackoffRate, 2.0)?, number(Field::MaxDelaySeconds, f64::INFINITY)?);
    if cx.machine.str(retrier, Field::JitterStrategy) == Some("FULL") || rate.is_nan() || rate < 1.0 {
        return None;
    }
    let (mut total, mut delay) = (0.0, interval);
    let mut left = attempts;
    while left > 0.0 && total <= enough {
        if delay >= most || rate == 1.0 || delay == 0.0 {
            // From here on every delay is the same.
            return Some(total + delay.min(most) * left);
        }
        total += delay;
        delay *= rate;
        left -= 1.0;
    }
    Some(total)
}
