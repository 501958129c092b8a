//! A result that is selected from and then thrown away.

use super::{Context, Reporter};
use crate::asl::{Field, Place, StateType};
use crate::syntax::Kind;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for state_type in [StateType::Task, StateType::Parallel, StateType::Map] {
        for state in cx.states_of(state_type) {
            let (Some(selector), Some(path)) = (
                cx.machine.field(state.object, Field::ResultSelector),
                cx.machine.field(state.object, Field::ResultPath),
            ) else {
                continue;
            };
            if path.value.kind() == Kind::Null && !cx.machine.has(state.object, Field::Assign) {
                let place = Place::field(state.object, Field::ResultSelector);
                out.report(
                    &place,
                    selector.key.span(),
                    format!(
                        "What `ResultSelector` keeps of the result of state `{}` is thrown away",
                        state.name
                    ),
                )
                .label("has no effect")
                .related(path.value.span(), "the result is dropped here")
                .help("Remove `ResultSelector`, or give `ResultPath` a path");
            }
        }
    }
}
