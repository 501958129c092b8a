//! `StringMatches` without a wildcard.

use super::{Context, Reporter, regex_in_string_matches, string_matches};
use crate::asl::{Field, Place};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for (rule, comparator) in string_matches(cx) {
        let Some(text) = comparator.value.str() else { continue };
        let is_regex = regex_in_string_matches::sign(text).is_some();
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
