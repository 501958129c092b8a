//! Reads filters: `[?(@.price < 10 && @.tag in ['a','b'])]`.

use super::ast::{FilterExpr, OPERATORS, Operand, Operator, SegmentKind};
use super::parser::{Parser, Place};
use super::problem::{PathError, PathErrorKind as E, to_u32};
use super::scan::{matching_close, significant, unescape, unescaped};

/// How deeply parentheses and negations may be nested in a condition.
const MAX_PARENTHESES: usize = 64;

/// Longest operator that is looked at; a longer word is none.
const LONGEST_OPERATOR: usize = 10;

impl Parser<'_> {
    /// Reads the filter whose bracket is at `start` and whose `?` is at `mark`.
    pub(super) fn filter(
        &mut self,
        start: usize,
        mark: usize,
        end: usize,
        depth: usize,
    ) -> Result<(SegmentKind, usize), PathError> {
        let open = match significant(self.bytes, mark + 1, end) {
            Some(open) if self.bytes[open] == b'(' => open,
            found => return Err(self.filter_form(start, mark, found, end)),
        };
        let Some(close) = matching_close(self.bytes, open, end, b')', true) else {
            let message = "the parenthesis, a quote or a `/` in the filter is never closed";
            return Err(PathError::new(E::FilterForm, open..open + 1, message));
        };
        match significant(self.bytes, close + 1, end) {
            Some(bracket) if self.bytes[bracket] == b']' => {
                let mut condition = Condition { parser: self, pos: open, end: close + 1, depth };
                let expression = condition.or(0)?;
                condition.finish()?;
                Ok((SegmentKind::Filter(expression), bracket + 1))
            }
            found => {
                let at = found.unwrap_or(end);
                let message = "expected `]` behind the condition";
                let error = PathError::new(E::FilterForm, close + 1..at.max(close + 1), message);
                let joined = self.slice(at, end).starts_with(['&', '|']);
                let last = self.bytes[at..end].iter().position(|b| *b == b']').map(|offset| at + offset);
                Err(match last {
                    Some(last) if joined && self.bytes[last - 1] == b')' => error
                        .help("one pair of parentheses encloses the whole condition")
                        .edit(open..last, format!("({})", self.slice(open, last))),
                    None if found.is_none() => error.edit(close + 1..close + 1, "]"),
                    _ => error,
                })
            }
        }
    }

    fn filter_form(&self, start: usize, mark: usize, found: Option<usize>, end: usize) -> PathError {
        let message = "expected `(` behind `?`: filters are written `[?(…)]`";
        let error = PathError::new(E::FilterForm, mark..mark + 1, message);
        let Some(from) = found else { return error };
        match matching_close(self.bytes, start, end, b']', false) {
            Some(close) if matches!(self.bytes[from], b'@' | b'!' | b'$') => {
                error.edit(from..close, format!("({})", self.slice(from, close).trim_end()))
            }
            _ => error,
        }
    }
}

/// The condition between the parentheses of a filter, both included.
struct Condition<'p, 'a> {
    parser: &'p mut Parser<'a>,
    pos: usize,
    end: usize,
    depth: usize,
}

impl Condition<'_, '_> {
    fn blanks(&mut self) {
        self.pos = significant(self.parser.bytes, self.pos, self.end).unwrap_or(self.end);
    }

    fn peek(&self) -> Option<u8> {
        self.parser.bytes[..self.end].get(self.pos).copied()
    }

    fn error(&self, message: &str) -> PathError {
        let width = self.parser.slice(self.pos, self.end).chars().next().map_or(0, char::len_utf8);
        PathError::new(E::FilterCondition, self.pos..self.pos + width, message)
    }

    fn takes(&mut self, token: &str) -> bool {
        self.blanks();
        let there = self.parser.bytes[self.pos..self.end].starts_with(token.as_bytes());
        if there {
            self.pos += token.len();
        }
        there
    }

    fn finish(&mut self) -> Result<(), PathError> {
        self.blanks();
        if self.pos < self.end { Err(self.error("expected the end of the filter")) } else { Ok(()) }
    }

    fn or(&mut self, parens: usize) -> Result<FilterExpr, PathError> {
        let mut list = vec![self.and(parens)?];
        while self.takes("||") {
            list.push(self.and(parens)?);
        }
        Ok(if list.len() > 1 { FilterExpr::Or(list) } else { list.remove(0) })
    }

    fn and(&mut self, parens: usize) -> Result<FilterExpr, PathError> {
        let mut list = vec![self.term(parens)?];
        while self.takes("&&") {
            list.push(self.term(parens)?);
        }
        Ok(if list.len() > 1 { FilterExpr::And(list) } else { list.remove(0) })
    }

    fn term(&mut self, parens: usize) -> Result<FilterExpr, PathError> {
        self.blanks();
        if parens > MAX_PARENTHESES {
            let at = self.pos..self.pos;
            return Err(PathError::new(E::TooDeep, at, "the condition is nested too deeply"));
        }
        if self.peek() == Some(b'!') {
            let operand = significant(self.parser.bytes, self.pos + 1, self.end);
            if !operand.is_some_and(|at| matches!(self.parser.bytes[at], b'$' | b'@')) {
                self.pos += 1;
                return Ok(FilterExpr::Not(Box::new(self.term(parens + 1)?)));
            }
        }
        if self.peek() == Some(b'(') {
            self.pos += 1;
            let inner = self.or(parens + 1)?;
            return if self.takes(")") { Ok(inner) } else { Err(self.expected_close()) };
        }
        self.comparison()
    }

    fn expected_close(&self) -> PathError {
        let rest = self.parser.slice(self.pos, self.end);
        let error = self.error("expected `)`, `&&`, `||` or a comparison");
        let word = rest.split([' ', '(', ')', '@', '$']).next().unwrap_or_default();
        let meant = match word {
            "and" | "AND" | "&" => "&&",
            "or" | "OR" | "|" => "||",
            _ => return error,
        };
        error.edit(self.pos..self.pos + word.len(), meant)
    }

    fn comparison(&mut self) -> Result<FilterExpr, PathError> {
        let begin = self.pos;
        let (left, negated) = self.operand()?;
        self.blanks();
        let over = self.parser.slice(self.pos, self.end);
        if over.is_empty() || over.starts_with(')') || over.starts_with("&&") || over.starts_with("||") {
            return match left {
                Operand::Path(path) => Ok(FilterExpr::Exists { path, negated }),
                _ => {
                    let message = "a value alone is no condition: compare it with a path below `@`";
                    Err(PathError::new(E::FilterCondition, begin..self.pos, message))
                }
            };
        }
        let (operator, operator_span) = self.operator()?;
        let (right, _) = self.operand()?;
        Ok(FilterExpr::Compare { left, operator, operator_span: to_u32(operator_span), right })
    }

    fn operator(&mut self) -> Result<(Operator, std::ops::Range<usize>), PathError> {
        let bytes = self.parser.bytes;
        let symbolic = bytes[self.pos..self.end].first().is_some_and(|b| operator_byte(*b));
        let limit = self.end.min(self.pos + LONGEST_OPERATOR);
        let len = bytes[self.pos..limit]
            .iter()
            .take_while(|b| if symbolic { operator_byte(**b) } else { **b != b' ' })
            .count();
        let span = self.pos..self.pos + len;
        let word = self.parser.slice(span.start, span.end);
        match OPERATORS.iter().find(|(text, _)| text.eq_ignore_ascii_case(word)) {
            Some((_, operator)) => {
                self.pos = span.end;
                Ok((*operator, span))
            }
            None => Err(self.unknown_operator(symbolic, span)),
        }
    }

    fn unknown_operator(&self, symbolic: bool, span: std::ops::Range<usize>) -> PathError {
        let text = self.parser.slice(span.start, self.end);
        let word = if symbolic {
            self.parser.slice(span.start, span.end)
        } else {
            text.split([' ', '(', ')', '@', '$', '[', '\'', '"']).next().unwrap_or_default()
        };
        let span = span.start..span.start + word.len();
        let glued = OPERATORS.iter().any(|(operator, _)| operator.eq_ignore_ascii_case(word));
        if glued {
            let message = format!("expected a blank behind `{word}`");
            return PathError::new(E::UnknownOperator, span.clone(), message).edit(span.end..span.end, " ");
        }
        let meant = match word {
            "=" | "eq" | "is" => "==",
            "<>" | "=!" | "ne" => "!=",
            "=>" => ">=",
            "=<" => "<=",
            "and" | "AND" | "&" => "&&",
            "or" | "OR" | "|" => "||",
            "~" | "~=" | "like" | "LIKE" => "=~",
            "not" | "NOT" | "notin" => "nin",
            _ => {
                let width = text.chars().next().map_or(0, char::len_utf8);
                let span = if word.is_empty() { span.start..span.start + width } else { span };
                let message = "expected a comparison operator, `&&`, `||` or `)`";
                return PathError::new(E::UnknownOperator, span, message);
            }
        };
        let message = format!("filters have no operator `{word}`");
        let help = format!("did you mean `{meant}`?");
        PathError::new(E::UnknownOperator, span.clone(), message).help(help).edit(span, meant)
    }

    /// One side of a comparison, and whether a `!` stands before it.
    fn operand(&mut self) -> Result<(Operand, bool), PathError> {
        self.blanks();
        let mut negated = false;
        if self.peek() == Some(b'!') {
            negated = true;
            self.pos += 1;
            self.blanks();
            if !matches!(self.peek(), Some(b'$' | b'@')) {
                return Err(self.error("expected a path behind `!`"));
            }
        }
        let start = self.pos;
        let operand = match self.peek() {
            None => return Err(self.error("expected a value or a path, found the end")),
            Some(b'$' | b'@') => self.path_operand()?,
            Some(quote @ (b'\'' | b'"')) => self.string(quote)?,
            Some(b't' | b'f' | b'n') => self.word()?,
            Some(open @ (b'{' | b'[')) => {
                let close = if open == b'[' { b']' } else { b'}' };
                let Some(at) = matching_close(self.parser.bytes, start, self.end, close, false) else {
                    return Err(self.error("the bracket is never closed"));
                };
                self.pos = at + 1;
                Operand::Json(to_u32(start..at + 1))
            }
            Some(b'/') => self.regex()?,
            Some(_) => self.number()?,
        };
        Ok((operand, negated))
    }

    /// Finds the end of a path the way Jayway's JsonPath does: at a blank, a comparison or an outer `)`.
    fn path_operand(&mut self) -> Result<Operand, PathError> {
        let bytes = self.parser.bytes;
        let begin = self.pos;
        let mut first_dot = None;
        let mut i = begin + 1;
        while i < self.end {
            if bytes[i] == b'[' {
                let Some(close) = matching_close(bytes, i, self.end, b']', false) else {
                    self.pos = i;
                    return Err(self.error("the bracket is never closed"));
                };
                if first_dot.is_none() {
                    first_dot = bytes[i..close].iter().position(|b| *b == b'.').map(|offset| i + offset);
                }
                i = close + 1;
            }
            let Some(&c) = bytes[..self.end].get(i) else { break };
            let closes_call = c == b')' && first_dot.is_some_and(|dot| call_opens_before(bytes, i, dot));
            if operator_byte(c) || c == b' ' || c == b')' && !closes_call {
                break;
            }
            if c == b'.' && first_dot.is_none() {
                first_dot = Some(i);
            }
            i += 1;
        }
        self.pos = i.min(self.end);
        let path = self.parser.path(begin, self.pos, Place::Filter, self.depth + 1)?;
        Ok(Operand::Path(path))
    }

    fn string(&mut self, quote: u8) -> Result<Operand, PathError> {
        let start = self.pos;
        let Some(close) = unescaped(self.parser.bytes, start + 1, self.end, quote) else {
            return Err(self.error("the quote is never closed"));
        };
        if unescape(self.parser.slice(start + 1, close)).is_none() {
            let message = "expected four hexadecimal digits behind `\\u`";
            return Err(PathError::new(E::BadEscape, start..close + 1, message));
        }
        self.pos = close + 1;
        Ok(Operand::String(to_u32(start..close + 1)))
    }

    fn word(&mut self) -> Result<Operand, PathError> {
        let start = self.pos;
        for (word, value) in [("true", Some(true)), ("false", Some(false)), ("null", None)] {
            if self.takes(word) {
                let span = to_u32(start..self.pos);
                return Ok(value.map_or(Operand::Null(span.clone()), |value| Operand::Boolean(value, span)));
            }
        }
        Err(self.bare_word())
    }

    fn bare_word(&self) -> PathError {
        let rest = self.parser.slice(self.pos, self.end);
        let len = rest.find([' ', ')', '&', '|', ']', ',', '\'', '"']).unwrap_or(rest.len());
        let word = &rest[..len];
        if word.is_empty() {
            return self.error("expected a path, a string, a number, `true`, `false` or `null`");
        }
        let span = self.pos..self.pos + len;
        let message = format!("expected a value, found the bare word `{word}`");
        let error = PathError::new(E::FilterCondition, span.clone(), message);
        if word.eq_ignore_ascii_case("true") || word.eq_ignore_ascii_case("false") {
            return error.edit(span, word.to_ascii_lowercase());
        }
        error.help("strings stand in quotes").edit(span, format!("'{word}'"))
    }

    fn regex(&mut self) -> Result<Operand, PathError> {
        let start = self.pos;
        let Some(close) = unescaped(self.parser.bytes, start + 1, self.end, b'/') else {
            return Err(self.error("the regular expression is never closed with `/`"));
        };
        let flags = self.parser.bytes[close + 1..self.end]
            .iter()
            .take_while(|b| matches!(b, b'd' | b'i' | b'x' | b'm' | b's' | b'u' | b'U'))
            .count();
        self.pos = close + 1 + flags;
        Ok(Operand::Regex { pattern: to_u32(start + 1..close), flags: to_u32(close + 1..self.pos) })
    }

    fn number(&mut self) -> Result<Operand, PathError> {
        let start = self.pos;
        let rest = &self.parser.bytes[start..self.end];
        let len = rest.iter().take_while(|b| matches!(b, b'0'..=b'9' | b'-' | b'.' | b'e' | b'E')).count();
        let text = self.parser.slice(start, start + len);
        if !text.contains(|c: char| c.is_ascii_digit()) {
            return Err(self.bare_word());
        }
        if !is_decimal(text) {
            let message = "this is no number";
            return Err(PathError::new(E::FilterCondition, start..start + len, message));
        }
        self.pos = start + len;
        Ok(Operand::Number(to_u32(start..start + len)))
    }
}

/// Whether `text` is a decimal number: digits with at most one point, and perhaps an exponent.
fn is_decimal(text: &str) -> bool {
    let signless = |text: &str| text.strip_prefix('-').unwrap_or(text).to_owned();
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (mantissa, exponent) = (signless(mantissa), signless(exponent));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let point = mantissa.bytes().filter(|b| *b == b'.').count();
    point <= 1 && digits(&mantissa.replacen('.', "", 1)) && digits(&exponent)
}

/// Whether the `)` at `close` directly closes a `(` that stands behind a dot, as in `@.a.length()`.
fn call_opens_before(bytes: &[u8], close: usize, dot: usize) -> bool {
    let open = bytes[..close].iter().rposition(|b| *b != b' ');
    open.is_some_and(|open| bytes[open] == b'(' && dot < open)
}

fn operator_byte(b: u8) -> bool {
    matches!(b, b'<' | b'>' | b'=' | b'~' | b'!')
}
