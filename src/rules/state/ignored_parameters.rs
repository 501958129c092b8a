//! A Pass with both `Result` and `Parameters`.

use super::{Context, Reporter};
use crate::asl::{Field, Place, StateType};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for state in cx.states_of(StateType::Pass) {
        let (Some(parameters), Some(result)) = (
            cx.machine.field(state.object, Field::Parameters),
            cx.machine.field(state.object, Field::Result),
        ) else {
            continue;
        };
        let place = Place::field(state.object, Field::Parameters);
        out.report(
            &place,
            parameters.key.span(),
            format!(
                "State `{}` has both `Parameters` and `Result`, and only one can be its output",
                state.name
            ),
        )
        .label("of no use beside `Result`")
        .related(result.key.span(), "the output is set here")
        .help("Keep `Result` for fixed data, or `Parameters` for data made from the input");
    }
}
