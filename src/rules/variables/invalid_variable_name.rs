//! A variable name that AWS does not take.

use super::{Context, Reporter};
use crate::asl::{Field, Place};
use crate::finding::Severity;

/// The longest name, in characters (spec/variables.md 6.1).
const LIMIT: usize = 80;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for assignment in &cx.variables().assignments {
        let name = assignment.name;
        let length = name.chars().count();
        if name.contains("${") {
            continue;
        }
        if length > LIMIT {
            out.report(
                &assignment.place(),
                assignment.key.span(),
                format!("A variable name of {length} characters is longer than AWS takes ({LIMIT})"),
            )
            .label(format!("{} characters too many", length - LIMIT))
            .help("Shorten it");
            continue;
        }
        let Some((at, letter)) = offending(name) else { continue };
        let message = match name.split_once(['.', '[']) {
            Some((whole, _)) if !whole.is_empty() => {
                format!("Only whole variables can be assigned, not a part of `${whole}`: `{name}`")
            }
            _ if name.is_empty() => "A variable has an empty name".to_owned(),
            _ => format!("`{name}` is no name for a variable"),
        };
        let span = assignment.key.span_within(at, at + letter.map_or(0, char::len_utf8));
        let finding = out.report(&assignment.place(), span, message);
        finding
            .label("not allowed here")
            .help("A name begins with a letter and goes on with letters, digits and `_`");
        if letter == Some('_') {
            // The specification excludes it; AWS's answer is not recorded.
            finding.at_most(Severity::Warning);
        } else {
            let message =
                format!("Invalid variable name '{name}': the variable name contains invalid characters.");
            finding.aws(
                "INVALID_VARIABLE_NAME",
                message,
                cx.location(&Place::field(assignment.object, Field::Assign)),
            );
        }
    }
}

/// The first character that may not stand where it does: ID_Start, then ID_Continue (UAX #31, approximately).
pub(super) fn offending(name: &str) -> Option<(usize, Option<char>)> {
    let mut letters = name.char_indices();
    let Some((_, first)) = letters.next() else { return Some((0, None)) };
    if !first.is_alphabetic() {
        return Some((0, Some(first)));
    }
    letters
        .find(|(_, letter)| !letter.is_alphanumeric() && *letter != '_')
        .map(|(at, letter)| (at, Some(letter)))
}
