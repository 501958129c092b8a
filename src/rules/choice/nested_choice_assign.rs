//! `Assign` in a nested choice rule.

use super::{Context, Reporter, rules};
use crate::asl::{Field, ObjectKind, Place};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for rule in rules(cx) {
        if cx.machine.object(rule).kind != ObjectKind::NestedChoiceRule {
            continue;
        }
        if let Some(found) = cx.machine.field(rule, Field::Assign) {
            out.report(
                &Place::field(rule, Field::Assign),
                found.key.span(),
                "`Assign` in a nested choice rule is not known to take effect",
            )
            .label("inside `And`, `Or` or `Not`")
            .help("Move it to the outermost rule, beside `Next`");
        }
    }
}
