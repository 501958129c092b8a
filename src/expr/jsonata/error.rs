//! Why a text is not a JSONata expression.

use super::ast::Span;

/// A syntax error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseError {
    /// The JSONata error code (`S0201`, …). Two codes are ours: `D0000`, the expression exceeds a limit of this
    /// parser, and `D0001`, a regular expression or a signature that the reference implementation refuses with an
    /// exception of its host language.
    pub code: &'static str,
    /// The message of the reference implementation, as AWS prints it behind `INVALID_JSONATA_EXPRESSION:`
    /// (spec/jsonata.md 5.5).
    pub message: String,
    /// Where in the expression text.
    pub span: Span,
}

impl ParseError {
    pub(super) fn new(code: &'static str, message: impl Into<String>, span: Span) -> ParseError {
        ParseError { code, message: message.into(), span }
    }
}

impl std::fmt::Display for ParseError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.message)
    }
}

impl std::error::Error for ParseError {}

/// Text as a JSON string with its quotes.
pub(super) fn json_string(text: &str) -> String {
    use std::fmt::Write;
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            c if (c as u32) < 0x20 => {
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A number as JSON writes it: the shortest digits, an exponent from 1e21 up and below 1e-6.
pub(super) fn json_number(number: f64) -> String {
    if number == 0.0 {
        return "0".to_string();
    }
    let magnitude = number.abs();
    if (1e-6..1e21).contains(&magnitude) {
        return format!("{number}");
    }
    let text = format!("{number:e}");
    match text.split_once('e') {
        Some((digits, exponent)) if !exponent.starts_with('-') => format!("{digits}e+{exponent}"),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_print_as_json_does() {
        for (number, text) in [
            (1e21, "1e+21"),
            (1e-7, "1e-7"),
            (1e-6, "0.000001"),
            (1.5, "1.5"),
            (-0.0, "0"),
            (123e18, "123000000000000000000"),
        ] {
            assert_eq!(json_number(number), text);
        }
    }

    #[test]
    fn strings_escape_what_json_escapes() {
        assert_eq!(json_string("a\"\\\n\u{1}é"), "\"a\\\"\\\\\\n\\u0001é\"");
    }
}
