//! A regular expression where a pattern with `*` is taken.

use super::{Context, Reporter, string_matches};
use crate::asl::{Field, Place};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for (rule, comparator) in string_matches(cx) {
        let text = comparator.value.str().filter(|_| !comparator.value.has_placeholder());
        let Some(sign) = text.and_then(sign) else { continue };
        let message = format!("`StringMatches` takes no regular expression: `{sign}` stands for itself");
        out.report(&Place::field(rule, Field::StringMatches), comparator.value.span(), message)
            .label("looks like a regular expression")
            .help("Only `*` is special, and stands for any characters; JSONata has `$match` and `$contains`");
    }
}

/// What in a pattern hardly stands for itself.
pub(super) fn sign(text: &str) -> Option<&'static str> {
    const CLASSES: [&str; 10] = ["[a-z", "[A-Z", "[0-9", "[^", "\\d", "\\w", "\\s", ".+", "(?", ")?"];
    let first = text.starts_with('^').then_some("^");
    let signs = ["^", "+", "[", ".*"];
    let last = || (text.ends_with('$') && signs.iter().any(|sign| text.contains(sign))).then_some("$");
    first.or_else(last).or_else(|| CLASSES.into_iter().find(|class| text.contains(class)))
}
