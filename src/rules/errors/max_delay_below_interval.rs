//! A longest delay that is not longer than the first one.

use super::{Context, Reporter, handling};
use crate::asl::{Field, Place};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for state in handling(cx) {
        for retrier in cx.machine.children(state.object, Field::Retry) {
            let number = |field| cx.machine.value(retrier, field).and_then(|value| Some((value, value.number()?)));
            let Some((value, most)) = number(Field::MaxDelaySeconds) else { continue };
            let Some((interval, first)) = number(Field::IntervalSeconds) else { continue };
            if most <= first && most >= 1.0 {
                out.report(&Place::field(retrier, Field::MaxDelaySeconds), value.span(), format!("Retries are never more than {most} seconds apart, but begin {first} seconds apart"))
                    .label("not more than `IntervalSeconds`")
                    .related(interval.span(), "the first delay")
                    .help("`MaxDelaySeconds` caps the growing delay; make it larger than `IntervalSeconds`");
            }
        }
    }
}
