//! A comparison with the text `true` or `false`, which no boolean equals.

use super::{Context, Reporter, comparators, rules};
use crate::asl::{Field, Place};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for rule in rules(cx) {
        for comparator in comparators(cx, rule).filter(|comparator| comparator.field == Field::StringEquals) {
            let Some(text) = comparator.value.str().filter(|text| ["true", "false"].contains(text)) else {
                continue;
            };
            out.report(
                &Place::field(rule, Field::StringEquals),
                comparator.value.span(),
                format!("`StringEquals` with `{text}` is true for the text only, never for the boolean"),
            )
            .label("a string")
            .help("If the value is a boolean, use `BooleanEquals`");
        }
    }
}
