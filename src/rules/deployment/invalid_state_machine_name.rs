//! A name that no state machine can have.

use super::{Context, Reporter, report};

/// The longest name, in characters (spec/limits.md 9.1).
const LIMIT: usize = 80;

/// What a name may not hold besides blanks and control characters (spec/limits.md 9.1).
const FORBIDDEN: &str = "?*<>{}[]\"#%\\^|~`$&,;:/";

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for (name, span) in cx.deployment.declared_here().filter_map(|resource| resource.machine_name.as_ref()) {
        let length = name.chars().count();
        let is_forbidden =
            |letter: &char| letter.is_whitespace() || letter.is_control() || FORBIDDEN.contains(*letter);
        let message = match name.chars().find(is_forbidden) {
            Some(letter) => {
                format!("No state machine can be called `{name}`: {letter:?} may not stand in a name")
            }
            None if length > LIMIT => {
                format!("A state machine's name has {LIMIT} characters at most, and this one has {length}")
            }
            None => continue,
        };
        report(cx, out, *span, message)
            .label("not a name")
            .help("A name has letters, digits, `-`, `_` and `.`");
    }
}
