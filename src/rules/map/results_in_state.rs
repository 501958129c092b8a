//! A Distributed Map that gathers its results in the state, which holds 256 KiB.

use super::{Context, Reporter, is_inline};
use crate::asl::{Field, Language, Place, QueryLanguage, StateType};
use crate::syntax::Kind;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for state in cx.states_of(StateType::Map) {
        let drops_result =
            cx.machine.value(state.object, Field::ResultPath).is_some_and(|path| path.kind() == Kind::Null);
        let trims_result = cx.machine.has(state.object, Field::Output)
            || cx.machine.has(state.object, Field::ResultSelector);
        let writes = cx.machine.has(state.object, Field::ResultWriter);
        if is_inline(cx, state) == Some(false) && !writes && !drops_result && !trims_result {
            out.report(
                &Place::object(state.object),
                state.key.span(),
                format!(
                    "The Distributed Map `{}` gathers all its results in the state, which holds 256 KiB",
                    state.name
                ),
            )
            .label("no `ResultWriter`")
            .help(match cx.machine.object(state.object).language {
                Language::Known(QueryLanguage::JSONata) => {
                    "Write the results to S3 with `ResultWriter`, or say in `Output` what is kept"
                }
                _ => "Write the results to S3 with `ResultWriter`, or drop them with `\"ResultPath\": null`",
            });
        }
    }
}
