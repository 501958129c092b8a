//! `StringEquals` with a `*`, which is an ordinary character there.

use super::{Context, Reporter, comparators, rules};
use crate::asl::{Field, Place};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for rule in rules(cx) {
        for comparator in comparators(cx, rule).filter(|comparator| comparator.field == Field::StringEquals) {
            let Some(text) = comparator.value.str() else { continue };
            // A lone star is a value of its own: «all».
            if text.len() < 2 || !(text.starts_with('*') || text.ends_with('*')) {
                continue;
            }
            out.report(
                &Place::field(rule, Field::StringEquals),
                comparator.value.span(),
                format!("`StringEquals` takes `*` in `{text}` as an ordinary character"),
            )
            .label("no wildcard here")
            .help("Use `StringMatches`, where `*` stands for anything")
            .unsafe_fix(
                comparator.key.span_within(0, Field::StringEquals.name().len()),
                Field::StringMatches.name(),
            );
        }
    }
}
