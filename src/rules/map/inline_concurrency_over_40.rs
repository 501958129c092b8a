//! More concurrency than an inline Map has.

use super::{Context, Reporter, is_inline};
use crate::asl::{Field, Place, StateType};

/// So many iterations of an inline Map run at a time (spec/limits.md 9.4).
const INLINE_LIMIT: f64 = 40.0;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for state in cx.states_of(StateType::Map) {
        let Some(value) = cx.machine.value(state.object, Field::MaxConcurrency) else { continue };
        let Some(number) = value.number().filter(|&number| number > INLINE_LIMIT) else { continue };
        if is_inline(cx, state) == Some(true) {
            out.report(
                &Place::field(state.object, Field::MaxConcurrency),
                value.span(),
                format!("An inline Map runs at most 40 iterations at a time, not {number}"),
            )
            .label("capped at 40")
            .help("Use a Distributed Map for more");
        }
    }
}
