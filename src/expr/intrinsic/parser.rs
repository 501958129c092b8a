//! Reads intrinsic function calls (`spec/intrinsics.md 4.2`).

use std::ops::Range;

use super::ast::{Argument, ArgumentKind, Call, StringLiteral};
use crate::expr::jsonpath::problem::{SyntaxProblem, to_u32};
use crate::expr::jsonpath::{PathError, PathErrorKind, parse_range};

/// How deeply calls may be nested before reading stops. AWS allows 10, which the checks report.
const MAX_NESTING: usize = 64;

/// Why a text is not an intrinsic function call. AWS refuses such a text when the state machine is created.
pub type IntrinsicError = SyntaxProblem<IntrinsicErrorKind>;

/// The kinds of [`IntrinsicError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IntrinsicErrorKind {
    /// No function name.
    Name,
    /// No `(` directly behind the name.
    Parenthesis,
    /// The call is not closed.
    Unclosed,
    /// Neither `,` nor `)` behind an argument.
    Separator,
    /// No argument between two commas or before the `)`.
    EmptyArgument,
    /// A string without its closing quote.
    UnclosedString,
    /// A string in double quotes.
    DoubleQuotes,
    /// A JSON object or array.
    JsonLiteral,
    /// A word that is no argument.
    BareWord,
    /// Not a number of JSON.
    Number,
    /// A path that does not parse.
    Path(PathErrorKind),
    /// Text behind the call.
    Behind,
    /// Calls nested too deeply to be read.
    TooDeep,
    /// A text of 4 GiB or more.
    TooLong,
}

use IntrinsicErrorKind as E;

/// Reads `text` as one intrinsic function call. Blanks behind it are let through; [`super::check`] reports them.
///
/// # Errors
/// The first thing that is no part of a call.
pub fn parse(text: &str) -> Result<Call, IntrinsicError> {
    if u32::try_from(text.len()).is_err() {
        return Err(SyntaxProblem::new(E::TooLong, 0..0, "a text of 4 GiB cannot be read"));
    }
    let mut parser = Parser { text, bytes: text.as_bytes(), pos: 0 };
    let call = parser.call(1)?;
    let behind = parser.pos;
    parser.blanks();
    if parser.pos == text.len() {
        return Ok(call);
    }
    let error = SyntaxProblem::new(E::Behind, parser.pos..text.len(), "expected the end behind the call");
    Err(match text.as_bytes()[parser.pos] {
        b')' if text.len() == parser.pos + 1 => {
            error.help("there is one `)` too many").edit(parser.pos..text.len(), "")
        }
        b'.' | b'[' if parser.pos == behind => error.help(
            "a path cannot go on from the result of a call; an item is taken with `States.ArrayGetItem`",
        ),
        b'+' | b'&' => error.help("texts are joined with `States.Format`, numbers with `States.MathAdd`"),
        _ => error,
    })
}

struct Parser<'a> {
    text: &'a str,
    bytes: &'a [u8],
    pos: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.pos).copied()
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.pos += 1;
        }
    }

    fn slice(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or_default()
    }

    /// The character at the current place, or an empty range at the end.
    fn here(&self) -> Range<usize> {
        let width = self.slice(self.pos..self.text.len()).chars().next().map_or(0, char::len_utf8);
        self.pos..self.pos + width
    }

    fn word(&self) -> Range<usize> {
        let rest = &self.bytes[self.pos..];
        self.pos..self.pos + rest.iter().take_while(|b| name_byte(**b)).count()
    }

    fn call(&mut self, depth: usize) -> Result<Call, IntrinsicError> {
        let name_span = self.word();
        if depth > MAX_NESTING {
            let message = format!("calls nested more than {MAX_NESTING} deep");
            return Err(SyntaxProblem::new(E::TooDeep, name_span, message));
        }
        if name_span.is_empty() {
            return Err(SyntaxProblem::new(
                E::Name,
                self.here(),
                "expected the name of an intrinsic function",
            ));
        }
        self.pos = name_span.end;
        let open = self.pos;
        if self.peek() != Some(b'(') {
            self.blanks();
            let error =
                SyntaxProblem::new(E::Parenthesis, open..open, "expected `(` directly behind the name");
            return Err(if self.peek() == Some(b'(') { error.edit(open..self.pos, "") } else { error });
        }
        self.pos += 1;
        self.blanks();
        let mut arguments = Vec::new();
        if self.peek() == Some(b')') {
            self.pos += 1;
        } else {
            loop {
                arguments.push(self.argument(depth)?);
                self.blanks();
                match self.peek() {
                    Some(b',') => self.pos += 1,
                    Some(b')') => {
                        self.pos += 1;
                        break;
                    }
                    Some(_) => return Err(self.separator()),
                    None => {
                        let message = "the parenthesis of the call is never closed";
                        let error = SyntaxProblem::new(E::Unclosed, open..open + 1, message);
                        return Err(error.edit(self.pos..self.pos, ")"));
                    }
                }
                self.blanks();
            }
        }
        let name = self.slice(name_span.clone()).to_owned();
        let span = to_u32(name_span.start..self.pos);
        Ok(Call { name, name_span: to_u32(name_span), arguments, span })
    }

    fn separator(&self) -> IntrinsicError {
        let error = SyntaxProblem::new(E::Separator, self.here(), "expected `,` or `)` behind the argument");
        match self.peek() {
            Some(b'\'' | b'$') => error.help("arguments are separated by commas"),
            Some(b'+' | b'&') => {
                error.help("texts are joined with `States.Format`, numbers are added with `States.MathAdd`")
            }
            _ if self.bytes[..self.pos].last() == Some(&b'\'') => {
                error.help("a quote inside a string is written `\\'`")
            }
            _ => error,
        }
    }

    fn argument(&mut self, depth: usize) -> Result<Argument, IntrinsicError> {
        let start = self.pos;
        let kind = match self.peek() {
            Some(b'\'') => ArgumentKind::String(self.string()?),
            Some(b'$') => self.path()?,
            Some(b'0'..=b'9' | b'-') => self.number()?,
            Some(b) if name_byte(b) => self.named(depth)?,
            None => {
                return Err(SyntaxProblem::new(
                    E::Unclosed,
                    start..start,
                    "expected an argument, found the end",
                ));
            }
            Some(_) => return Err(self.no_argument()),
        };
        Ok(Argument { kind, span: to_u32(start..self.pos) })
    }

    fn no_argument(&self) -> IntrinsicError {
        let here = self.here();
        match self.peek() {
            Some(b',' | b')') => {
                let error = SyntaxProblem::new(E::EmptyArgument, here, "expected an argument");
                match self.text[..self.pos].trim_end().strip_suffix(',') {
                    Some(before) => error.edit(before.len()..self.pos, ""),
                    None => error,
                }
            }
            Some(b'"') => {
                let message = "strings stand in single quotes here";
                let len = self.bytes[self.pos + 1..].iter().position(|b| *b == b'"');
                let Some(len) = len else { return SyntaxProblem::new(E::DoubleQuotes, here, message) };
                let inner = self.pos + 1..self.pos + 1 + len;
                let whole = self.pos..inner.end + 1;
                let error = SyntaxProblem::new(E::DoubleQuotes, whole.clone(), message);
                let text = self.slice(inner);
                if text.contains('\\') {
                    error
                } else {
                    error.edit(whole, format!("'{}'", text.replace('\'', "\\'")))
                }
            }
            Some(b'{') => {
                SyntaxProblem::new(E::JsonLiteral, here, "an object cannot be written as an argument")
                    .help("read it from a path, or from a string with `States.StringToJson`")
            }
            Some(b'[') => {
                SyntaxProblem::new(E::JsonLiteral, here, "an array cannot be written as an argument")
                    .help("arrays are made with `States.Array`")
            }
            Some(b'@') => {
                SyntaxProblem::new(E::BareWord, here.clone(), "`@` exists only in filters").edit(here, "$")
            }
            _ => SyntaxProblem::new(E::BareWord, here, "expected an argument"),
        }
    }

    fn named(&mut self, depth: usize) -> Result<ArgumentKind, IntrinsicError> {
        let span = self.word();
        let word = self.slice(span.clone());
        let behind = self.bytes[span.end..].iter().find(|b| **b != b' ');
        if behind == Some(&b'(') {
            return self.call(depth + 1).map(ArgumentKind::Call);
        }
        let kind = match word {
            "null" => ArgumentKind::Null,
            "true" => ArgumentKind::Boolean(true),
            "false" => ArgumentKind::Boolean(false),
            _ => return Err(self.bare_word(span)),
        };
        self.pos = span.end;
        Ok(kind)
    }

    fn bare_word(&self, span: Range<usize>) -> IntrinsicError {
        let word = self.slice(span.clone());
        let error = SyntaxProblem::new(E::BareWord, span.clone(), format!("`{word}` is no argument"));
        let meant = match word.to_ascii_lowercase().as_str() {
            "true" => "true",
            "false" => "false",
            "null" | "none" | "nil" | "undefined" => "null",
            _ => "",
        };
        if !meant.is_empty() {
            return error.edit(span, meant);
        }
        if let Some(path) = word.strip_prefix('.') {
            return error.edit(span, format!("$.{path}"));
        }
        if word.contains('.') {
            return error.help("paths begin with `$`").edit(span.start..span.start, "$.");
        }
        error.help("strings stand in single quotes, paths begin with `$`").edit(span, format!("'{word}'"))
    }

    fn number(&mut self) -> Result<ArgumentKind, IntrinsicError> {
        let start = self.pos;
        let rest = &self.bytes[start..];
        let len =
            rest.iter().take_while(|b| matches!(b, b'-' | b'+' | b'.') || b.is_ascii_alphanumeric()).count();
        let span = start..start + len;
        let text = self.slice(span.clone());
        match text.parse() {
            Ok(value) if json_number(text) => {
                self.pos = span.end;
                Ok(ArgumentKind::Number(value))
            }
            _ => Err(SyntaxProblem::new(E::Number, span, format!("`{text}` is no number"))),
        }
    }

    /// Reads a path, which ends at the comma or parenthesis outside its own brackets and parentheses.
    fn path(&mut self) -> Result<ArgumentKind, IntrinsicError> {
        let start = self.pos;
        let end = self.text[..path_end(self.bytes, start)].trim_end().len();
        self.pos = end;
        let error = match parse_range(self.text, start..end) {
            Ok(path) => return Ok(ArgumentKind::Path(path)),
            Err(error) => error,
        };
        let blank = error.span.start as usize;
        let behind = self.slice(blank..end).trim_start();
        if error.kind == PathErrorKind::BlankInName && behind.starts_with(['$', '\'']) {
            let next = end - behind.len();
            let error =
                SyntaxProblem::new(E::Separator, blank..next, "expected `,` or `)` behind the argument");
            return Err(error.help("arguments are separated by commas").edit(blank..next, ", "));
        }
        let PathError { kind, span, message, help, edit } = error;
        Err(IntrinsicError { kind: E::Path(kind), span, message, help, edit })
    }

    fn string(&mut self) -> Result<StringLiteral, IntrinsicError> {
        let open = self.pos;
        let mut literal = StringLiteral {
            value: String::new(),
            placeholders: Vec::new(),
            loose_braces: Vec::new(),
            open_escapes: Vec::new(),
        };
        let mut copied = open + 1;
        let mut i = open + 1;
        while let Some(&b) = self.bytes.get(i) {
            match b {
                b'\'' => {
                    literal.value.push_str(self.slice(copied..i));
                    self.pos = i + 1;
                    return Ok(literal);
                }
                b'\\' => {
                    let escaped = self.slice(i + 1..self.text.len()).chars().next();
                    let width = escaped.map_or(0, char::len_utf8);
                    if matches!(escaped, Some('\'' | '{' | '}' | '\\')) {
                        literal.value.push_str(self.slice(copied..i));
                        copied = i + 1;
                    } else {
                        literal.open_escapes.push(to_u32(i..i + 1 + width));
                    }
                    i += 1 + width;
                }
                b'$' if let Some(end) = substitution_end(self.bytes, i) => i = end,
                b'{' if self.bytes.get(i + 1) == Some(&b'}') => {
                    literal.placeholders.push(to_u32(i..i + 2));
                    i += 2;
                }
                b'{' | b'}' => {
                    literal.loose_braces.push(to_u32(i..i + 1));
                    i += 1;
                }
                _ => i += 1,
            }
        }
        let error =
            SyntaxProblem::new(E::UnclosedString, open..self.text.len(), "the string is never closed");
        let inner = &self.text[open + 1..];
        // With arguments behind it, where the string should have ended is not known.
        Err(if inner.ends_with(')') && !inner.contains(['\\', ',']) {
            error.edit(self.text.len() - 1..self.text.len() - 1, "'")
        } else {
            error
        })
    }
}

/// Offset behind a `${name}` at `start`, which is replaced before AWS reads the call.
fn substitution_end(bytes: &[u8], start: usize) -> Option<usize> {
    let inner = bytes.get(start + 1..)?.strip_prefix(b"{")?;
    let len = inner.iter().take_while(|b| name_byte(**b) || **b == b':').count();
    (len > 0 && inner.get(len) == Some(&b'}')).then_some(start + len + 3)
}

fn path_end(bytes: &[u8], start: usize) -> usize {
    let mut brackets = 0usize;
    let mut parens = 0usize;
    let mut i = start;
    while let Some(&b) = bytes.get(i) {
        match b {
            b'\'' | b'"' if brackets + parens > 0 => {
                let mut close = i + 1;
                while let Some(&c) = bytes.get(close)
                    && c != b
                {
                    close += if c == b'\\' { 2 } else { 1 };
                }
                i = close;
            }
            b'[' => brackets += 1,
            b']' => brackets = brackets.saturating_sub(1),
            b'(' => parens += 1,
            b',' | b')' if brackets == 0 && parens == 0 => return i,
            b')' => parens = parens.saturating_sub(1),
            _ => {}
        }
        i += 1;
    }
    bytes.len()
}

fn json_number(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    digits(whole)
        && digits(fraction)
        && (whole == "0" || !whole.starts_with('0'))
        && digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))
}

fn name_byte(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_')
}
