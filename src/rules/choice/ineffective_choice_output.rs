//! `Assign` or `Output` on a Choice that has no `Default`.

use super::{Context, Reporter};
use crate::asl::{Field, Place, StateType};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for state in cx.states_of(StateType::Choice) {
        if cx.machine.has(state.object, Field::Default) {
            continue;
        }
        for field in [Field::Assign, Field::Output] {
            let Some(found) = cx.machine.field(state.object, field) else { continue };
            let name = field.name();
            out.report(
                &Place::field(state.object, field),
                found.key.span(),
                format!("`{name}` of state `{}` never takes effect", state.name),
            )
            .label("used only where no rule is true")
            .help(format!(
                "Add a `Default`, or move `{name}` into the rules: a rule's own counts when it is true"
            ));
        }
    }
}
