//! Payload templates.

pub mod duplicate_template_key;
pub mod invalid_template_value;
pub mod missing_dollar_suffix;
pub mod path_in_text;
pub mod static_pass_result;

use super::{Context, Reporter};

/// Whether a text has the form of a path that reads something, or of an intrinsic function: what AWS's `NO_DOLLAR`
/// is about (spec/paths.md 3.5).
fn looks_evaluated(text: &str) -> bool {
    let is_call = text.strip_prefix("States.").is_some_and(|rest| {
        let name = rest.trim_start_matches(|letter: char| letter.is_ascii_alphanumeric());
        name.len() < rest.len() && name.starts_with('(') && text.ends_with(')')
    });
    let path = text.strip_prefix("$$").or_else(|| text.strip_prefix('$'));
    let is_path = path.is_some_and(|rest| {
        let is_member = rest.strip_prefix('.').is_some_and(|name| {
            name.starts_with(|letter: char| letter.is_alphabetic() || "_*.['".contains(letter))
        });
        let is_quoted = rest.starts_with("['") && rest.contains("']");
        is_quoted || (is_member || rest.starts_with("[0")) && !rest.contains([' ', '\n'])
    });
    is_call || is_path
}

#[cfg(test)]
mod tests {
    use super::looks_evaluated;

    #[test]
    fn tells_paths_from_texts() {
        for text in
            ["$.id", "$$.Execution.Id", "States.UUID()", "$['a b']", "States.Format('{}', $.a)", "$.a[0].b"]
        {
            assert!(looks_evaluated(text), "{text}");
        }
        for text in ["$", "$5.00", "$.", "$HOME", "States.ALL", "States rights (all)", "$. and more", "a $.b"]
        {
            assert!(!looks_evaluated(text), "{text}");
        }
    }
}
