//! A choice rule with a variable and no comparator, or several.

use super::{Context, Reporter, comparators, rules};
use crate::asl::{Field, Place};
use crate::rules::wording::{SCHEMA, words};
use crate::suggest;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for rule in rules(cx) {
        let mut found = comparators(cx, rule);
        let location = || cx.location(&Place::object(rule));
        let message = || {
            let all = ["StringEquals", "StringEqualsPath", "StringLessThan", "StringLessThanPath"];
            format!("There should only be one of the following fields: [{}, …]", all.join(", "))
        };
        match (found.next(), found.next()) {
            (None, _) => {
                let Some(variable) = cx.machine.field(rule, Field::Variable) else { continue };
                // A misspelt comparator is told by `unknown-field`.
                if has_misspelt_comparator(cx, rule) || !cx.machine.is_complete(rule) {
                    continue;
                }
                out.report(
                    &Place::field(rule, Field::Variable),
                    variable.key.span(),
                    "A choice rule has a `Variable` and nothing to compare it with",
                )
                .label("compared with what?")
                .help("Add a comparator such as `StringEquals` or `IsPresent`")
                .aws(SCHEMA, message(), location());
            }
            (Some(_), None) => {}
            (Some(first), Some(second)) => {
                let names = words(comparators(cx, rule).map(|field| field.field.name()), "and");
                out.report(
                    &Place::field(rule, second.field),
                    second.key.span(),
                    format!("A choice rule has one comparator, not {names}"),
                )
                .label("one too many")
                .related(first.key.span(), "the other is here")
                .help("Put each into a rule of its own within `And`")
                .aws(SCHEMA, message(), location());
            }
        }
    }
}

fn has_misspelt_comparator(cx: &Context<'_>, rule: crate::asl::ObjectId) -> bool {
    cx.machine.strays.iter().filter(|stray| stray.object == rule).any(|stray| {
        let name = cx.machine.stray(stray).0.str().unwrap_or_default();
        let families = ["String", "Numeric", "Boolean", "Timestamp", "Is"];
        let names = crate::asl::comparators().map(Field::name);
        families.iter().any(|family| name.starts_with(family)) || suggest::nearest(name, names).is_some()
    })
}
