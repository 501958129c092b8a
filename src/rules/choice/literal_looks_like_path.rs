//! A comparison with the text of a path, not with what the path leads to.

use super::{Context, Reporter, comparators, rules};
use crate::asl::{Field, Place};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for rule in rules(cx) {
        for comparator in comparators(cx, rule) {
            let name = comparator.field.name();
            if name.ends_with("Path") || !name.starts_with("String") {
                continue;
            }
            let Some(text) = comparator.value.str().filter(|text| looks_like_path(text)) else { continue };
            let place = Place::field(rule, comparator.field);
            let twin = Field::from_name(&format!("{name}Path"));
            let finding = out.report(
                &place,
                comparator.value.span(),
                format!("`{name}` compares with the text `{text}`, not with what that path leads to"),
            );
            finding.label("a literal");
            match twin {
                Some(twin) => finding
                    .help(format!("Use `{}` to compare with a path", twin.name()))
                    .unsafe_fix(comparator.key.span_within(0, name.len()), twin.name()),
                None => finding.help("`StringMatches` takes a literal pattern only"),
            };
            finding.aws_warning(
                "NO_PATH",
                format!("The field '{name}' has a value that appears to be a JSONPath"),
                cx.location(&place),
            );
        }
    }
}

fn looks_like_path(text: &str) -> bool {
    let rest = text.strip_prefix("$$").or_else(|| text.strip_prefix('$'));
    rest.is_some_and(|rest| {
        rest.starts_with(['.', '[']) && rest.len() > 1 && !rest.contains(char::is_whitespace)
    })
}
