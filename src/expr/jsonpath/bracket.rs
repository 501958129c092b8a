//! Reads brackets: `['a','b']`, `[0]`, `[1:3]`, `[*]`, and hands filters on.

use std::ops::Range;

use smallvec::SmallVec;

use super::ast::{Index, Name, SegmentKind};
use super::parser::{Parser, Step, name_part};
use super::problem::{PathError, PathErrorKind as E, PathWarning, PathWarningKind as W, to_u32};
use super::scan::{matching_close, significant, unescape, unescaped};

impl Parser<'_> {
    /// Reads the bracket at `start`; returns the offset behind it.
    pub(super) fn bracket(
        &mut self,
        start: usize,
        end: usize,
        depth: usize,
    ) -> Result<(SegmentKind, usize), PathError> {
        let Some(first) = significant(self.bytes, start + 1, end) else {
            let error = PathError::new(E::UnclosedBracket, start..end, "the bracket is never closed");
            return Err(error.edit(start..end, ""));
        };
        match self.bytes[first] {
            b'\'' | b'"' => self.names(start, first, end),
            b'*' => match significant(self.bytes, first + 1, end) {
                Some(close) if self.bytes[close] == b']' => Ok((SegmentKind::Wildcard, close + 1)),
                found => {
                    let at = found.unwrap_or(end);
                    let error = PathError::new(E::BadBracket, first..at, "expected `]` behind `*`");
                    Err(error.edit(first + 1..first + 1, "]"))
                }
            },
            b'0'..=b'9' | b'-' | b':' => self.indexes(start, first, end),
            b'?' => self.filter(start, first, end, depth),
            b'(' => match matching_close(self.bytes, first, end, b')', false)
                .and_then(|close| significant(self.bytes, close + 1, end))
            {
                Some(close) if self.bytes[close] == b']' => {
                    let message = "expressions in brackets are refused by Jayway's JsonPath";
                    let help = "count from the end with a negative index: `[-1]` is the last item";
                    let mut warning = PathWarning::new(W::ScriptExpression, first..close, message).help(help);
                    if let Some(back) = script_index(self.slice(first, close)) {
                        warning = warning.edit(first..close, format!("-{back}"));
                    }
                    self.warn(warning);
                    Ok((SegmentKind::Script, close + 1))
                }
                _ => Err(PathError::new(E::UnclosedBracket, start..end, "the bracket is never closed")),
            },
            _ => Err(self.bad_bracket(start, first, end)),
        }
    }

    fn bad_bracket(&self, start: usize, first: usize, end: usize) -> PathError {
        if self.bytes[first] == b']' {
            let error = PathError::new(E::EmptyBracket, start..first + 1, "the brackets are empty");
            return error.help("all items are written `[*]`").edit(start..first + 1, "[*]");
        }
        let close = self.bytes[first..end].iter().position(|b| *b == b']').map(|offset| first + offset);
        let Some(close) = close else {
            return PathError::new(E::UnclosedBracket, start..start + 1, "the bracket is never closed");
        };
        let word = self.slice(first, close).trim_end();
        let message = "expected a quoted name, an index, a slice, `*` or a filter in the brackets";
        let error = PathError::new(E::BadBracket, first..first + word.len(), message);
        if word.chars().all(|c| name_part(c) || matches!(c, '-' | ' ')) {
            return error.help("names in brackets stand in quotes").edit(first..close, format!("'{word}'"));
        }
        if word.starts_with('$') || word.starts_with('@') {
            return error.help(
                "a path cannot compute a name or an index; an item can be taken with `States.ArrayGetItem`",
            );
        }
        error
    }

    /// Reads `['a','b']`. What stands between a comma and the next quote is skipped, as Jayway does.
    fn names(&mut self, start: usize, first: usize, end: usize) -> Result<(SegmentKind, usize), PathError> {
        let quote = self.bytes[first];
        let mut names = SmallVec::new();
        let mut open = first;
        loop {
            let Some(close) = unescaped(self.bytes, open + 1, end, quote) else {
                let error = PathError::new(E::UnclosedQuote, open..end, "the quote is never closed");
                let inner = self.slice(open + 1, end);
                return Err(match inner.strip_suffix(']') {
                    Some(word) if !word.contains(']') => {
                        error.edit(end - 1..end - 1, char::from(quote).to_string())
                    }
                    _ => error,
                });
            };
            let span = open..close + 1;
            let Some(text) = unescape(self.slice(open + 1, close)) else {
                return Err(PathError::new(
                    E::BadEscape,
                    span,
                    "expected four hexadecimal digits behind `\\u`",
                ));
            };
            names.push(Name { text: text.into(), span: to_u32(span) });
            match significant(self.bytes, close + 1, end) {
                Some(at) if self.bytes[at] == b']' => {
                    return Ok((SegmentKind::Child { names, bracket: true }, at + 1));
                }
                Some(at) if self.bytes[at] == b',' => {
                    open = self.next_name(at, quote, end)?;
                }
                found => {
                    let at = found.unwrap_or(end);
                    let error =
                        PathError::new(E::UnclosedBracket, start..at, "expected `]` or `,` behind the name");
                    let fits = matches!(self.bytes[..end].get(at), None | Some(b'.' | b'['));
                    return Err(if fits { error.edit(close + 1..close + 1, "]") } else { error });
                }
            }
        }
    }

    /// The quote that opens the name behind the comma at `comma`.
    fn next_name(&self, comma: usize, quote: u8, end: usize) -> Step {
        let mut i = comma + 1;
        while i < end {
            match self.bytes[i] {
                b'\\' => i += 1,
                b']' | b',' => break,
                c if c == quote => return Ok(i),
                _ => {}
            }
            i += 1;
        }
        let other = if quote == b'"' { '\'' } else { '"' };
        let between = self.slice(comma + 1, i.min(end));
        let error =
            PathError::new(E::BadBracket, comma..comma + 1, "expected a quoted name behind the comma");
        Err(if between.contains(other) {
            error.help("all names of one bracket stand in the same quotes")
        } else if between.trim().is_empty() {
            error.edit(comma..comma + 1, "")
        } else {
            error
        })
    }

    /// Reads `[0]`, `[0,1]`, `[0:2]`.
    fn indexes(&mut self, start: usize, first: usize, end: usize) -> Result<(SegmentKind, usize), PathError> {
        let Some(close) = self.bytes[first..end].iter().position(|b| *b == b']').map(|offset| first + offset)
        else {
            let message = "the bracket is never closed";
            let error = PathError::new(E::UnclosedBracket, start..start + 1, message);
            let digits =
                self.bytes[first..end].iter().take_while(|b| matches!(b, b'0'..=b'9' | b'-' | b':')).count();
            return Err(error.edit(first + digits..first + digits, "]"));
        };
        let content = first..first + self.slice(first, close).trim_end().len();
        if let Some(at) =
            self.slice(content.start, content.end).find(|c| !matches!(c, '0'..='9' | ',' | '-' | ':' | ' '))
        {
            let at = content.start + at;
            let word = self.slice(content.start, content.end);
            let message = "expected whole numbers in the brackets";
            let mut error = PathError::new(E::BadIndex, content.clone(), message);
            error.span.start = at as u32;
            if word.chars().all(|c| name_part(c) || c == '-') {
                error = error
                    .help("names in brackets stand in quotes")
                    .edit(content.clone(), format!("'{word}'"));
            }
            return Err(error);
        }
        let kind = if self.slice(content.start, content.end).contains(':') {
            self.slice_bounds(content)?
        } else {
            self.index_list(content)?
        };
        Ok((kind, close + 1))
    }

    fn index_list(&self, content: Range<usize>) -> Result<SegmentKind, PathError> {
        let mut indexes = Vec::new();
        let mut at = content.start;
        for piece in self.slice(content.start, content.end).split(',') {
            let number = piece.trim();
            let from = at + (piece.len() - piece.trim_start().len());
            let span = from..from + number.len();
            let Ok(value) = number.parse() else {
                let span = if number.is_empty() { at.saturating_sub(1)..at + piece.len() } else { span };
                return Err(PathError::new(E::BadIndex, span, "expected a whole number of at most 32 bits"));
            };
            indexes.push(Index { value, span: to_u32(span) });
            at += piece.len() + 1;
        }
        Ok(SegmentKind::Index(indexes))
    }

    fn slice_bounds(&mut self, content: Range<usize>) -> Result<SegmentKind, PathError> {
        let text = self.slice(content.start, content.end);
        let error = |message: &str| PathError::new(E::BadSlice, content.clone(), message);
        if text.contains([',', ' ']) {
            return Err(error("a slice holds two numbers and a colon, no blanks and no commas"));
        }
        let bound = |text: Option<&str>| match text {
            None | Some("") => Ok(None),
            Some(number) => {
                number.parse::<i32>().map(Some).map_err(|_| error("a bound is no whole number of 32 bits"))
            }
        };
        let mut pieces = text.split(':');
        let (from, to) = (bound(pieces.next())?, bound(pieces.next())?);
        let steps = pieces.any(|piece| !piece.is_empty());
        if from.is_none() && to.is_none() {
            return Err(error("a slice needs at least one bound")
                .help("all items are written `[*]`")
                .edit(content, "*"));
        }
        if steps {
            let message = "the step of a slice is ignored";
            self.warn(PathWarning::new(W::IgnoredStep, content, message));
        }
        Ok(SegmentKind::Slice { from, to })
    }
}

/// The `n` of `(@.length-n)`.
fn script_index(script: &str) -> Option<u32> {
    let compact: String = script.chars().filter(|c| *c != ' ').collect();
    let number = compact.strip_prefix("(@.length-")?.strip_suffix(')')?;
    number.parse().ok().filter(|n| *n > 0)
}
