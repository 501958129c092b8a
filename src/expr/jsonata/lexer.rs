//! Splits an expression into tokens.
//!
//! Whether `/` divides or opens a regular expression depends on what the parser expects next, so tokens are
//! handed out one at a time.

use smol_str::SmolStr;

use super::ast::Regex;
use super::error::{ParseError, json_number, json_string};
use super::regex;

/// What a token is, as far as the grammar is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Symbol {
    End,
    Name,
    Variable,
    Literal,
    Regex,
    Dot,
    LeftBracket,
    RightBracket,
    LeftBrace,
    RightBrace,
    LeftParenthesis,
    RightParenthesis,
    Comma,
    At,
    Hash,
    Semicolon,
    Colon,
    Question,
    Plus,
    Minus,
    Star,
    Slash,
    Percent,
    Bar,
    Equal,
    Less,
    Greater,
    Caret,
    DoubleStar,
    Range,
    Assign,
    NotEqual,
    LessOrEqual,
    GreaterOrEqual,
    Chain,
    And,
    Or,
    In,
    Ampersand,
    /// `!` and `~`: characters of operators that are no operators on their own.
    Exclamation,
    Tilde,
}

const OPERATORS: [(&str, Symbol); 33] = [
    ("..", Symbol::Range),
    (":=", Symbol::Assign),
    ("!=", Symbol::NotEqual),
    (">=", Symbol::GreaterOrEqual),
    ("<=", Symbol::LessOrEqual),
    ("**", Symbol::DoubleStar),
    ("~>", Symbol::Chain),
    (".", Symbol::Dot),
    ("[", Symbol::LeftBracket),
    ("]", Symbol::RightBracket),
    ("{", Symbol::LeftBrace),
    ("}", Symbol::RightBrace),
    ("(", Symbol::LeftParenthesis),
    (")", Symbol::RightParenthesis),
    (",", Symbol::Comma),
    ("@", Symbol::At),
    ("#", Symbol::Hash),
    (";", Symbol::Semicolon),
    (":", Symbol::Colon),
    ("?", Symbol::Question),
    ("+", Symbol::Plus),
    ("-", Symbol::Minus),
    ("*", Symbol::Star),
    ("/", Symbol::Slash),
    ("%", Symbol::Percent),
    ("|", Symbol::Bar),
    ("=", Symbol::Equal),
    ("<", Symbol::Less),
    (">", Symbol::Greater),
    ("^", Symbol::Caret),
    ("&", Symbol::Ampersand),
    ("!", Symbol::Exclamation),
    ("~", Symbol::Tilde),
];

/// The operator that each byte is by itself; none where it belongs to something else.
const SINGLE: [Option<Symbol>; 256] = {
    let mut table = [None; 256];
    let mut at = 0;
    while at < OPERATORS.len() {
        let (text, symbol) = OPERATORS[at];
        if let [byte] = text.as_bytes() {
            table[*byte as usize] = Some(symbol);
        }
        at += 1;
    }
    table
};

impl Symbol {
    /// The symbol as messages name it.
    pub(super) fn text(self) -> &'static str {
        match self {
            Symbol::End => "(end)",
            Symbol::Name | Symbol::Variable => "(name)",
            Symbol::Literal => "(literal)",
            Symbol::Regex => "(regex)",
            Symbol::And => "and",
            Symbol::Or => "or",
            Symbol::In => "in",
            other => OPERATORS.iter().find(|(_, symbol)| *symbol == other).map_or("", |(text, _)| text),
        }
    }
}

/// What a token carries.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    None,
    Text(SmolStr),
    Number(f64),
    Boolean(bool),
    Null,
    Regex(Box<Regex>),
}

/// A token.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) symbol: Symbol,
    pub(super) value: Value,
    pub(super) start: u32,
    pub(super) end: u32,
}

impl Token {
    /// The token as error messages quote it.
    pub(super) fn quoted(&self) -> String {
        match &self.value {
            Value::None => json_string(self.symbol.text()),
            Value::Text(text) => json_string(text),
            Value::Number(number) => json_number(*number),
            Value::Boolean(value) => value.to_string(),
            Value::Null => "null".to_string(),
            Value::Regex(_) => "{}".to_string(),
        }
    }

    /// The token's part of a function signature.
    pub(super) fn signature_text(&self) -> String {
        match &self.value {
            Value::None => self.symbol.text().to_string(),
            Value::Text(text) => text.to_string(),
            Value::Regex(regex) => format!("/{}/g{}", regex.pattern, regex.flags),
            _ => self.quoted(),
        }
    }

    pub(super) fn span(&self) -> std::ops::Range<u32> {
        self.start..self.end
    }
}

/// The tokens of a text, from the front.
pub(super) struct Lexer<'t> {
    text: &'t str,
    position: usize,
}

impl<'t> Lexer<'t> {
    /// The text must be shorter than 4 GiB.
    pub(super) fn new(text: &'t str) -> Lexer<'t> {
        Lexer { text, position: 0 }
    }

    /// The next token. `after_term` says that an operand has just ended, so that `/` divides.
    pub(super) fn next(&mut self, after_term: bool) -> Result<Token, ParseError> {
        self.skip_blanks()?;
        let start = self.position;
        let rest = &self.text[start..];
        let Some(&first) = rest.as_bytes().first() else {
            return Ok(self.token(Symbol::End, Value::None, start));
        };
        match first {
            b'/' if !after_term => self.regex(),
            b'"' | b'\'' => self.string(first),
            b'0'..=b'9' => self.number(),
            b'`' => self.quoted_name(),
            _ => {
                let Some(single) = SINGLE[first as usize] else { return Ok(self.word()) };
                // The longer operators stand first in the table.
                let mut double = OPERATORS.iter().take_while(|(text, _)| text.len() > 1);
                let (length, symbol) = match double.find(|(text, _)| rest.starts_with(text)) {
                    Some((text, symbol)) => (text.len(), *symbol),
                    None => (1, single),
                };
                self.position += length;
                Ok(self.token(symbol, Value::None, start))
            }
        }
    }

    fn token(&self, symbol: Symbol, value: Value, start: usize) -> Token {
        Token { symbol, value, start: start as u32, end: self.position as u32 }
    }

    fn error(&self, code: &'static str, message: impl Into<String>, start: usize) -> ParseError {
        ParseError::new(code, message, start as u32..self.position as u32)
    }

    /// Skips white space and comments.
    fn skip_blanks(&mut self) -> Result<(), ParseError> {
        let bytes = self.text.as_bytes();
        loop {
            match bytes.get(self.position) {
                Some(byte) if is_blank(*byte) => self.position += 1,
                Some(b'/') if bytes.get(self.position + 1) == Some(&b'*') => {
                    let body = self.position + 2;
                    match self.text[body..].find("*/") {
                        Some(length) => self.position = body + length + 2,
                        None => {
                            let start = self.position;
                            self.position = body;
                            return Err(self.error("S0106", "Comment has no closing tag", start));
                        }
                    }
                }
                _ => return Ok(()),
            }
        }
    }

    fn regex(&mut self) -> Result<Token, ParseError> {
        let start = self.position;
        let bytes = self.text.as_bytes();
        let body = start + 1;
        let mut position = body;
        let mut depth = 0i64;
        let mut backslashes = 0usize;
        // A slash inside brackets of any kind does not end the expression, nor does an escaped one.
        let end = loop {
            let Some(&byte) = bytes.get(position) else {
                self.position = bytes.len();
                return Err(self.error("S0302", "No terminating / in regular expression", start));
            };
            match byte {
                b'/' if depth == 0 && backslashes.is_multiple_of(2) => break position,
                b'(' | b'[' | b'{' if backslashes == 0 => depth += 1,
                b')' | b']' | b'}' if backslashes == 0 => depth -= 1,
                _ => {}
            }
            backslashes = if byte == b'\\' { backslashes + 1 } else { 0 };
            position += 1;
        };
        self.position = end + 1;
        if end == body {
            return Err(self.error("S0301", "Empty regular expressions are not allowed", start));
        }
        while matches!(bytes.get(self.position), Some(b'i' | b'm')) {
            self.position += 1;
        }
        let pattern = &self.text[body..end];
        let flags = &self.text[end + 1..self.position];
        if let Some(message) = regex::refusal(pattern, flags) {
            return Err(self.error("D0001", message, start));
        }
        let regex = Regex { pattern: pattern.into(), flags: flags.into() };
        Ok(self.token(Symbol::Regex, Value::Regex(Box::new(regex)), start))
    }

    fn string(&mut self, quote: u8) -> Result<Token, ParseError> {
        let start = self.position;
        let bytes = self.text.as_bytes();
        self.position += 1;
        let mut value = String::new();
        // The first half of a character written as two \u escapes.
        let mut high_surrogate = None;
        loop {
            let run = self.position;
            while bytes.get(self.position).is_some_and(|byte| *byte != quote && *byte != b'\\') {
                self.position += 1;
            }
            let Some(&byte) = bytes.get(self.position) else {
                return Err(self.error(
                    "S0101",
                    "String literal must be terminated by a matching quote",
                    start,
                ));
            };
            if (run < self.position || byte == quote) && high_surrogate.take().is_some() {
                value.push(char::REPLACEMENT_CHARACTER);
            }
            let plain = &self.text[run..self.position];
            self.position += 1;
            if byte == quote {
                // Most strings have no escapes.
                let text = if value.is_empty() { plain.into() } else { SmolStr::from(value + plain) };
                return Ok(self.token(Symbol::Literal, Value::Text(text), start));
            }
            value.push_str(plain);
            let unit = self.escape()?;
            push_unit(&mut value, &mut high_surrogate, unit);
        }
    }

    /// Reads an escape sequence behind its backslash; the result is a UTF-16 code unit.
    fn escape(&mut self) -> Result<u16, ParseError> {
        let start = self.position - 1;
        let Some(character) = self.text[self.position..].chars().next() else {
            // The reference implementation sees an empty character here.
            return Err(self.error("S0103", "Unsupported escape sequence: \\\"\"", start));
        };
        self.position += character.len_utf8();
        Ok(match character {
            '"' | '\\' | '/' | '\'' if character != '\'' => character as u16,
            'b' => 8,
            'f' => 12,
            'n' => 10,
            'r' => 13,
            't' => 9,
            'u' => {
                let rest = &self.text[self.position..];
                let digits = rest.bytes().take(4).take_while(u8::is_ascii_hexdigit).count();
                // Digits cut short by the end of the text are left to the check for the closing quote.
                if digits == 0 || (digits < 4 && digits < rest.len()) {
                    let message = "The escape sequence \\u must be followed by 4 hex digits";
                    return Err(self.error("S0104", message, start));
                }
                self.position += digits;
                u16::from_str_radix(&rest[..digits], 16).unwrap_or_default()
            }
            other => {
                let message =
                    format!("Unsupported escape sequence: \\{}", json_string(other.encode_utf8(&mut [0; 4])));
                return Err(self.error("S0103", message, start));
            }
        })
    }

    fn number(&mut self) -> Result<Token, ParseError> {
        let start = self.position;
        let bytes = self.text.as_bytes();
        let digits = |mut at: usize| {
            while bytes.get(at).is_some_and(u8::is_ascii_digit) {
                at += 1;
            }
            at
        };
        // A leading zero is a number of its own.
        let mut end = if bytes[start] == b'0' { start + 1 } else { digits(start) };
        if bytes.get(end) == Some(&b'.') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit) {
            end = digits(end + 1);
        }
        if matches!(bytes.get(end), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
            let exponent = end + 1 + sign;
            if bytes.get(exponent).is_some_and(u8::is_ascii_digit) {
                end = digits(exponent);
            }
        }
        self.position = end;
        let text = &self.text[start..end];
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(self.token(Symbol::Literal, Value::Number(number), start)),
            _ => Err(self.error("S0102", format!("Number out of range: {}", json_string(text)), start)),
        }
    }

    fn quoted_name(&mut self) -> Result<Token, ParseError> {
        let start = self.position;
        match self.text[start + 1..].find('`') {
            Some(length) => {
                let name = &self.text[start + 1..start + 1 + length];
                self.position = start + length + 2;
                Ok(self.token(Symbol::Name, Value::Text(name.into()), start))
            }
            None => {
                self.position = self.text.len();
                Err(self.error(
                    "S0105",
                    "Quoted property name must be terminated with a backquote (`)",
                    start,
                ))
            }
        }
    }

    /// A word reaches to the next blank or operator character; quotes do not end it.
    fn word(&mut self) -> Token {
        let start = self.position;
        let bytes = self.text.as_bytes();
        let is_of_word = |byte: &u8| !is_blank(*byte) && SINGLE[*byte as usize].is_none();
        while bytes.get(self.position).is_some_and(is_of_word) {
            self.position += 1;
        }
        let word = &self.text[start..self.position];
        let (symbol, value) = match word {
            "and" => (Symbol::And, Value::None),
            "or" => (Symbol::Or, Value::None),
            "in" => (Symbol::In, Value::None),
            "true" => (Symbol::Literal, Value::Boolean(true)),
            "false" => (Symbol::Literal, Value::Boolean(false)),
            "null" => (Symbol::Literal, Value::Null),
            _ => match word.strip_prefix('$') {
                Some(name) => (Symbol::Variable, Value::Text(name.into())),
                None => (Symbol::Name, Value::Text(word.into())),
            },
        };
        self.token(symbol, value, start)
    }
}

/// Appends a UTF-16 code unit; half a character alone becomes the replacement character.
fn push_unit(value: &mut String, high_surrogate: &mut Option<u16>, unit: u16) {
    if let Some(high) = high_surrogate.take() {
        if let Some(Ok(character)) = char::decode_utf16([high, unit]).next() {
            value.push(character);
            return;
        }
        value.push(char::REPLACEMENT_CHARACTER);
    }
    match char::from_u32(u32::from(unit)) {
        Some(character) => value.push(character),
        None if unit < 0xDC00 => *high_surrogate = Some(unit),
        None => value.push(char::REPLACEMENT_CHARACTER),
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0b)
}
