//! Faults that other YAML readers forgive: the text is patched without moving a byte, and read again.

use std::ops::Range;

use granit_parser::ErrorKind;

use super::explain;
use crate::syntax::SyntaxProblem;

/// How often a text may be patched and read again; each time costs one reading.
const MAX_ROUNDS: usize = 50;

/// Bytes that may be read again in all, a second or so.
const MAX_BYTES: usize = 64 << 20;

/// A copy of the text in which forgivable faults are covered up. It is as long as the text, so that every offset
/// stays right; what lies in a patched range must be looked up in the text itself.
#[derive(Default)]
pub(super) struct Patches {
    text: Option<String>,
    ranges: Vec<Range<usize>>,
    rounds: usize,
    /// Faults that no reader forgives, but whose extent is clear, so that the text behind them can be read.
    pub problems: Vec<SyntaxProblem>,
}

impl Patches {
    /// The text to read.
    pub fn text<'t>(&'t self, original: &'t str) -> &'t str {
        self.text.as_deref().unwrap_or(original)
    }

    /// Whether some of `start..end` is patched.
    pub fn touch(&self, start: usize, end: usize) -> bool {
        let first = self.ranges.partition_point(|range| range.end <= start);
        self.ranges.get(first).is_some_and(|range| range.start < end)
    }

    /// The ranges to patch against the fault at `at`, if there is a patch for it. `before`: where the last thing that
    /// was understood ends.
    pub fn find(
        &self,
        original: &str,
        kind: &ErrorKind,
        at: usize,
        before: usize,
    ) -> Option<Vec<Range<usize>>> {
        if self.rounds == MAX_ROUNDS || self.rounds.saturating_mul(original.len()) > MAX_BYTES {
            return None;
        }
        let text = self.text(original);
        match kind {
            ErrorKind::InvalidQuotedScalarIndent => match quoted_scalar(text, before, at)? {
                (start, Some(end)) => Some(std::iter::once(start..end).collect()),
                (_, None) => None,
            },
            ErrorKind::ExpectedFlowMappingSeparator | ErrorKind::ExpectedFlowSequenceSeparator => {
                let is_placeholder = text[..at].ends_with('$') && text[at..].starts_with('{');
                let found = if is_placeholder { placeholders(text) } else { Vec::new() };
                (!found.is_empty()).then_some(found)
            }
            ErrorKind::UnexpectedCharacter { character: '%' } => {
                Some(std::iter::once(bare_expression(original, at)?).collect())
            }
            _ => None,
        }
    }

    /// Covers up the ranges that [`Self::find`] found: line breaks inside quotes, braces of placeholders, expressions
    /// without quotes.
    pub fn apply(&mut self, original: &str, found: Vec<Range<usize>>) {
        self.rounds += 1;
        let expressions = found.iter().filter(|range| original[range.start..].starts_with(EXPRESSION));
        self.problems.extend(expressions.map(|range| unquoted(original, range)));
        let mut bytes = self.text.take().unwrap_or_else(|| original.to_owned()).into_bytes();
        for range in &found {
            let is_placeholder = bytes[range.start] == b'$';
            let is_expression = bytes[range.start] == b'{';
            for byte in &mut bytes[range.clone()] {
                match *byte {
                    ascii if is_expression && ascii.is_ascii() => *byte = b'_',
                    b'\n' | b'\r' => *byte = b' ',
                    b'{' | b'}' if is_placeholder => *byte = b'_',
                    _ => {}
                }
            }
        }
        // ASCII was replaced by ASCII, so this is still UTF-8.
        self.text = String::from_utf8(bytes).ok();
        self.ranges.extend(found);
        self.ranges.sort_by_key(|range| (range.start, range.end));
    }

    /// Where the quoted scalar begins behind which the text at `at` follows directly, if it was patched.
    pub fn quote_before(&self, original: &str, at: usize) -> Option<usize> {
        let last = self.ranges.partition_point(|range| range.end <= at).checked_sub(1)?;
        let range = &self.ranges[last];
        let is_quote = original[range.start..].starts_with(['\'', '"']);
        (is_quote && !original[range.end..at].contains('\n')).then_some(range.start)
    }
}

/// How an expression of JSONata begins.
const EXPRESSION: &str = "{%";

/// The expression without quotes whose `%` is at `at`.
fn bare_expression(original: &str, at: usize) -> Option<Range<usize>> {
    let start = at.checked_sub(1)?;
    let inside = original.get(start..)?.strip_prefix(EXPRESSION)?;
    let length = inside.find("%}")?;
    // The end of another expression, where this one has none.
    let is_whole = !inside[..length].contains(EXPRESSION);
    is_whole.then(|| start..at + 1 + length + "%}".len())
}

/// The problem of an expression without quotes, with the quotes that mend it where nothing else stands beside it.
fn unquoted(original: &str, range: &Range<usize>) -> SyntaxProblem {
    let kind = ErrorKind::UnexpectedCharacter { character: '%' };
    let problem = explain::explain(&kind, original, range.start + 1);
    let expression = &original[range.clone()];
    let behind = original[range.end..].trim_start_matches([' ', '\t']);
    let is_alone = behind.is_empty() || behind.starts_with(['\r', '\n', ',', '}', ']', '#']);
    if !is_alone || expression.contains(['\r', '\n']) {
        return problem;
    }
    let text = match expression.contains(['"', '\\']) {
        true => format!("'{}'", expression.replace('\'', "''")),
        false => format!("\"{expression}\""),
    };
    problem.fix(range.start as u32, range.end as u32, text)
}

/// Start and end of the quoted scalar around `at`; no end where it is never closed. `before` is a place in front of it
/// with nothing but signs, tags and comments between.
pub(super) fn quoted_scalar(text: &str, before: usize, at: usize) -> Option<(usize, Option<usize>)> {
    let bytes = text.as_bytes();
    let mut start = before;
    while start < at {
        match bytes[start] {
            b'#' if start == 0 || bytes[start - 1].is_ascii_whitespace() => {
                start += memchr::memchr2(b'\n', b'\r', &bytes[start..])?;
            }
            quote @ (b'\'' | b'"') if is_quote_place(bytes, start, before) => {
                match quote_end(bytes, start + 1, quote) {
                    Some(end) if end <= at => start = end,
                    end => return Some((start, end)),
                }
            }
            _ => start += 1,
        }
    }
    None
}

/// Whether a quotation mark at `at` can open a scalar.
fn is_quote_place(bytes: &[u8], at: usize, before: usize) -> bool {
    at == before || matches!(bytes[at - 1], b' ' | b'\t' | b'\r' | b'\n' | b'[' | b'{' | b',' | b':')
}

/// Behind the closing quote of the scalar whose content begins at `at`.
fn quote_end(bytes: &[u8], mut at: usize, quote: u8) -> Option<usize> {
    loop {
        at += memchr::memchr2(quote, b'\\', bytes.get(at..)?)?;
        match bytes[at] {
            b'\\' => at += 1 + usize::from(quote == b'"'),
            _ if quote == b'\'' && bytes.get(at + 1) == Some(&quote) => at += 2,
            _ => return Some(at + 1),
        }
    }
}

/// Every `${Name}` of the text.
fn placeholders(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (start, _) in text.match_indices("${") {
        let name = &text.as_bytes()[start + 2..];
        let length =
            name.iter().take_while(|byte| byte.is_ascii_alphanumeric() || b"_.:-".contains(byte)).count();
        if length > 0 && name.get(length) == Some(&b'}') {
            found.push(start..start + length + 3);
        }
    }
    found
}
