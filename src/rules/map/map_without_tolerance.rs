//! A Distributed Map that fails with its first failed item.

use super::{Context, Reporter, is_inline};
use crate::asl::{Field, Place, StateType};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    const TOLERANCE: [Field; 4] = [
        Field::ToleratedFailureCount,
        Field::ToleratedFailureCountPath,
        Field::ToleratedFailurePercentage,
        Field::ToleratedFailurePercentagePath,
    ];
    for state in cx.states_of(StateType::Map) {
        if is_inline(cx, state) == Some(false)
            && !TOLERANCE.into_iter().any(|field| cx.machine.has(state.object, field))
        {
            out.report(
                &Place::object(state.object),
                state.key.span(),
                format!("The Distributed Map `{}` fails with its first failed item", state.name),
            )
            .label("tolerates no failed item")
            .help("Set `ToleratedFailurePercentage` or `ToleratedFailureCount`, if some items may fail");
        }
    }
}
