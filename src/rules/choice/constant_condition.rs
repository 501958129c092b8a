//! A condition that is always true or always false.

use super::{Context, Reporter};
use crate::asl::{Field, Place, StateType};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for state in cx.machine.states_of(StateType::Choice) {
        let rules = cx.machine.children(state.object, Field::Choices);
        let count = rules.len();
        for (index, rule) in rules.enumerate() {
            let Some(condition) = cx.machine.value(rule, Field::Condition) else { continue };
            let Some(value) = constant(condition) else { continue };
            let is_last = index + 1 == count && !cx.machine.has(state.object, Field::Default);
            // The last rule of all may well say «otherwise».
            if value && is_last {
                continue;
            }
            let place = Place::field(rule, Field::Condition);
            if value {
                out.report(
                    &place,
                    condition.span(),
                    format!(
                        "The rule is always true: what comes after it in state `{}` is never looked at",
                        state.name
                    ),
                )
                .label("always true")
                .help("Make it the last rule, or use `Default`");
            } else {
                out.report(&place, condition.span(), "The rule is never true")
                    .label("always false")
                    .help("Remove the rule, or give it a condition");
            }
        }
    }
}

/// The value of a condition that is written down as `true` or `false`.
pub(in crate::rules) fn constant(condition: crate::syntax::Node<'_>) -> Option<bool> {
    let expression = condition.str().and_then(|text| text.strip_prefix("{%")?.strip_suffix("%}"));
    condition.bool().or_else(|| expression.and_then(|text| text.trim().parse().ok()))
}
