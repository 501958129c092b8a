//! `StringMatches` without a wildcard.

use super::{Context, Reporter, comparators, rules};
use crate::asl::{Field, Place};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for rule in rules(cx) {
        for comparator in comparators(cx, rule).filter(|comparator| comparator.field == Field::StringMatches)
        {
            let Some(text) = comparator.value.str() else { continue };
            let is_regex = super::regex_in_string_matches::sign(text).is_some();
            if is_regex || text.contains(['*', '\\']) || comparator.value.has_placeholder() {
                continue;
            }
            out.report(
                &Place::field(rule, Field::StringMatches),
                comparator.key.span(),
                "`StringMatches` without `*` is `StringEquals`",
            )
            .label("no wildcard in the pattern")
            .help("Write `StringEquals`, or put `*` where anything may stand")
            .safe_fix(
                comparator.key.span_within(0, Field::StringMatches.name().len()),
                Field::StringEquals.name(),
            );
        }
    }
}
