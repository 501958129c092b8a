//! A longest delay that is not longer than the first one.

use super::{Context, Reporter, handling};
use crate::asl::{Field, Place};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for state in handling(cx.states()) {
        for retrier in cx.machine.children(state.object, Field::Retry) {
            let number =
                |field| cx.machine.value(retrier, field).and_then(|value| Some((value, value.number()?)));
            let Some((value, most)) = number(Field::MaxDelaySeconds) else { continue };
            let Some((interval, first)) = number(Field::IntervalSeconds) else { continue };
            let is_constant =
                cx.machine.value(retrier, Field::BackoffRate).and_then(|rate| rate.number()) == Some(1.0);
            if (most < first || most == first && !is_constant) && most >= 1.0 {
                out.report(
                    &Place::field(retrier, Field::MaxDelaySeconds),
                    value.span(),
                    message(most, first),
                )
                .label("not more than `IntervalSeconds`")
                .related(interval.span(), "the first delay")
                .help("`MaxDelaySeconds` caps the growing delay; make it larger than `IntervalSeconds`");
            }
        }
    }
}

fn message(most: f64, first: f64) -> String {
    if most < first {
        format!("Retries are at most {most} seconds apart, but should begin {first} seconds apart")
    } else {
        format!("Retries stay {most} seconds apart: `MaxDelaySeconds` lets the delay grow no further")
    }
}
