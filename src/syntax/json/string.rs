//! Strings: the strict ones quickly, and what becomes of a string that is not closed, or not where it should be.

use super::escape::unescape;
use super::{Kind, LOOKAHEAD, NodeId, Parser};

/// Bytes that end the quick scan of a string: quote, backslash, `$`, control characters.
const ENDS_SCAN: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 0x20 {
        table[byte] = true;
        byte += 1;
    }
    table[b'"' as usize] = true;
    table[b'\\' as usize] = true;
    table[b'$' as usize] = true;
    table
};

/// The highest bit of each of eight bytes that [`ENDS_SCAN`]; of those behind the first it may be set wrongly.
fn scan_stops(bytes: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let is_zero = |bytes: u64| bytes.wrapping_sub(ONES) & !bytes;
    let is = |byte: u8| is_zero(bytes ^ (ONES * u64::from(byte)));
    let is_control = bytes.wrapping_sub(ONES * 0x20) & !bytes;
    (is(b'"') | is(b'\\') | is(b'$') | is_control) & HIGH
}

/// Whether a string may end before that byte.
fn may_stand_behind(byte: Option<u8>) -> bool {
    matches!(byte, None | Some(b',' | b':' | b'}' | b']' | b' ' | b'\n' | b'\r' | b'\t'))
}

/// What was noticed while a string was scanned.
#[derive(Clone, Copy, Default)]
struct Noticed {
    has_escapes: bool,
    has_placeholder: bool,
    /// The first raw control character.
    control: Option<usize>,
    /// The string goes over several lines.
    spans_lines: bool,
}

/// Pairs of quotes that people or their programs write instead of `"`: the opening one, what may close it.
const FOREIGN_QUOTES: [(char, &[char]); 9] = [
    ('\'', &['\'', '’']),
    ('`', &['`', '\'', '´']),
    ('‘', &['’', '‘', '\'']),
    ('’', &['’', '‘', '\'']),
    ('‚', &['‘', '’', '\'']),
    ('“', &['”', '“', '"']),
    ('”', &['”', '“', '"']),
    ('„', &['“', '”', '"']),
    ('«', &['»', '"']),
];

impl Parser<'_> {
    /// Reads the string at the `"` here.
    #[inline]
    pub(super) fn string(&mut self, is_key: bool) -> NodeId {
        let start = self.at;
        let at = self.scan(start + 1);
        let is_plain = self.byte_at(at) == Some(b'"') && may_stand_behind(self.byte_at(at + 1));
        if !is_plain {
            return self.rest_of_string(start, at, is_key);
        }
        self.at = at + 1;
        self.out.quoted(start as u32, at as u32 + 1, false)
    }

    /// The first byte from `at` on that ends the quick scan of a string.
    #[inline]
    fn scan(&self, mut at: usize) -> usize {
        while let Some(chunk) = self.bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
            let stops = scan_stops(u64::from_le_bytes(*chunk));
            if stops != 0 {
                return at + stops.trailing_zeros() as usize / 8;
            }
            at += 8;
        }
        while let Some(&byte) = self.bytes.get(at)
            && !ENDS_SCAN[byte as usize]
        {
            at += 1;
        }
        at
    }

    /// Reads the string that begins at `start`, and in which nothing before `at` ends the quick scan.
    fn rest_of_string(&mut self, start: usize, mut at: usize, is_key: bool) -> NodeId {
        let mut noticed = Noticed::default();
        loop {
            at = self.scan(at);
            match self.byte_at(at) {
                Some(b'"') => break,
                Some(b'\\') => {
                    noticed.has_escapes = true;
                    at += if matches!(self.byte_at(at + 1), Some(b'"' | b'\\')) { 2 } else { 1 };
                }
                Some(b'$') => {
                    let is_placeholder = self.byte_at(at + 1) == Some(b'{');
                    noticed.has_placeholder |= is_placeholder;
                    at = if is_placeholder { self.inner_placeholder(at) } else { at + 1 };
                }
                None | Some(b'\n' | b'\r') if !noticed.spans_lines => {
                    if !self.closes_on_later_line(start, at) {
                        return self.unclosed_string(start, at, is_key);
                    }
                    noticed.spans_lines = true;
                    noticed.control.get_or_insert(at);
                }
                Some(_) => {
                    noticed.control.get_or_insert(at);
                    at += 1;
                }
                None => return self.unclosed_string(start, at, is_key),
            }
        }
        if !may_stand_behind(self.byte_at(at + 1))
            && let Some(node) = self.glued_string(start, at, is_key)
        {
            return node;
        }
        self.at = at + 1;
        if !noticed.has_escapes && noticed.control.is_none() {
            return self.out.quoted(start as u32, at as u32 + 1, noticed.has_placeholder);
        }
        self.unusual_string(start, at, noticed)
    }

    /// A closed string with escapes or control characters.
    fn unusual_string(&mut self, start: usize, end: usize, noticed: Noticed) -> NodeId {
        let node = self.text_node(start, end + 1, start + 1, end);
        let Some(control) = noticed.control else { return node };
        if noticed.spans_lines {
            let message = "This string goes over several lines, but a string of JSON stays on one line";
            let problem = Self::error(start, end + 1, message, "string with line breaks in it");
            self.report(problem.help("Write each line break as `\\n`, or join the lines"));
            return node;
        }
        let (name, spelling) = match self.bytes[control] {
            b'\t' => ("a tab".to_owned(), "\\t".to_owned()),
            byte => (format!("the control character U+{byte:04X}"), format!("\\u{byte:04x}")),
        };
        let message = format!("This string holds {name}, which JSON only allows as `{spelling}`");
        let problem = Self::error(control, control + 1, message, "raw control character");
        self.report(problem.help(format!("Write it as `{spelling}`")).fix(
            control as u32,
            control as u32 + 1,
            spelling,
        ));
        node
    }

    /// A string node of `start..end` with the value that `value_start..value_end` spells; an escape that JSON does
    /// not know is reported.
    pub(super) fn text_node(
        &mut self,
        start: usize,
        end: usize,
        value_start: usize,
        value_end: usize,
    ) -> NodeId {
        let raw = &self.text[value_start..value_end];
        if !raw.contains('\\') {
            return self.out.verbatim(
                Kind::String,
                start as u32,
                end as u32,
                value_start as u32,
                value_end as u32,
            );
        }
        let (value, unknown) = unescape(raw);
        if let Some(offset) = unknown {
            let at = value_start + offset;
            let escape_end =
                self.text[at + 1..value_end].chars().next().map_or(at + 1, |c| at + 1 + c.len_utf8());
            let message = format!("JSON has no escape `{}`", &self.text[at..escape_end]);
            let problem = Self::error(at, escape_end, message, "unknown escape");
            self.report(problem.help("Write `\\\\` where a backslash is meant").fix(
                at as u32,
                at as u32 + 1,
                "\\\\",
            ));
        }
        self.out.cooked(Kind::String, start as u32, end as u32, &value)
    }

    /// Where to go on behind the `${` at `at` inside a string. A quote inside the placeholder belongs to it only
    /// where the text makes no sense with the string ending there, as in `"${join("-", x)}"`.
    fn inner_placeholder(&self, at: usize) -> usize {
        let behind = at + 2;
        let Some(end) = self.placeholder_end(at) else { return behind };
        let inside = &self.bytes[behind..end];
        let Some(quote) = memchr::memchr(b'"', inside) else { return behind };
        let sensible_alone = inside[..quote].contains(&b'\\')
            || memchr::memchr2(b'\n', b'\r', inside).is_some()
            || self.is_structure_behind(behind + quote + 1);
        if sensible_alone {
            return behind;
        }
        let rest = &self.bytes[end..self.bytes.len().min(end + LOOKAHEAD)];
        match memchr::memchr3(b'"', b'\n', b'\r', rest) {
            Some(length) if rest[length] == b'"' => end,
            _ => behind,
        }
    }

    /// Whether `,`, `:`, a closing bracket or the end of the line follows at `at`, blanks aside.
    pub(super) fn is_structure_behind(&self, at: usize) -> bool {
        let mut rest = self.bytes[at.min(self.bytes.len())..].iter().take(LOOKAHEAD);
        let next = rest.find(|&&byte| !matches!(byte, b' ' | b'\t'));
        matches!(next, None | Some(b',' | b':' | b'}' | b']' | b'\n' | b'\r'))
    }

    fn line_end(&self, at: usize) -> usize {
        memchr::memchr2(b'\n', b'\r', &self.bytes[at..]).map_or(self.bytes.len(), |length| at + length)
    }

    /// Whether the string at `start`, which is open at the end of its line, was meant to go on: its quote closes on
    /// a later line and the structure goes on behind it.
    fn closes_on_later_line(&self, start: usize, line_end: usize) -> bool {
        let limit = self.bytes.len().min(line_end + 4 * LOOKAHEAD);
        let rest = &self.bytes[line_end..limit];
        if self.bytes[start + 1..line_end].trim_ascii_start().starts_with(b"{%") {
            let close = memchr::memmem::find(rest, b"%}\"");
            let next = memchr::memmem::find(rest, b"\"{%");
            if close.is_some_and(|close| next.is_none_or(|next| close < next)) {
                return true;
            }
        }
        let mut quotes = memchr::memchr_iter(b'"', rest).filter(|&at| at == 0 || rest[at - 1] != b'\\');
        let Some(quote) = quotes.next().map(|at| line_end + at) else { return false };
        let behind = self.bytes.get(quote + 1..).unwrap_or_default();
        let next = behind.iter().take(LOOKAHEAD).find(|byte| !matches!(byte, b' ' | b'\t'));
        let line_before = self.bytes[line_end..quote].trim_ascii_start();
        let begins_value = line_before.last() == Some(&b':');
        matches!(next, None | Some(b',' | b'}' | b']' | b'\n' | b'\r')) && !begins_value
    }

    /// The string at `start` that is not closed by the end of its line, `line_end`.
    fn unclosed_string(&mut self, start: usize, line_end: usize, is_key: bool) -> NodeId {
        let content = &self.text[start + 1..line_end];
        if let Some((quote, character)) = content.char_indices().find(|&(at, c)| {
            matches!(c, '”' | '“') && self.is_structure_behind(start + 1 + at + c.len_utf8())
        }) {
            return self.close_typographic(start, start + 1 + quote, character);
        }
        let cut = match content.find(':') {
            Some(colon) if is_key => start + 1 + content[..colon].trim_end().len(),
            _ => start + 1 + self.without_structure(start, content).len(),
        };
        self.cut_string(start, cut, is_key)
    }

    /// Ends the string at `start` with the typographic quote at `quote`.
    fn close_typographic(&mut self, start: usize, quote: usize, character: char) -> NodeId {
        let behind = quote + character.len_utf8();
        let message = format!("This string is closed by the typographic quote `{character}` instead of `\"`");
        let problem = Self::error(quote, behind, message, "typographic quote");
        self.report(problem.help("Replace it with `\"`").fix(quote as u32, behind as u32, "\""));
        self.at = behind;
        self.text_node(start, behind, start + 1, quote)
    }

    /// Ends the string at `start`, which has no closing quote, behind `cut`.
    fn cut_string(&mut self, start: usize, cut: usize, is_key: bool) -> NodeId {
        if let Some(quote @ ('”' | '“')) = self.text[start + 1..cut].chars().next_back() {
            return self.close_typographic(start, cut - quote.len_utf8(), quote);
        }
        // Where the text ends within a value, nobody knows the whole of it, and the open brackets tell the rest.
        if !is_key && !self.frames.is_empty() && self.text[cut..].trim_start().is_empty() {
            self.at = cut;
            self.last_end = cut;
            return self.out.simple(Kind::Missing, start as u32, cut as u32);
        }
        let problem = Self::error(start, cut, "This string is never closed", "its closing `\"` is missing");
        self.report(problem.help("Put a `\"` at its end").fix(cut as u32, cut as u32, "\""));
        self.at = cut;
        self.text_node(start, cut, start + 1, cut)
    }

    /// `content` without the comma and the closing brackets at its end that belong to the structure around the
    /// string at `start`.
    fn without_structure<'c>(&self, start: usize, content: &'c str) -> &'c str {
        let is_structure = |c: char| c.is_ascii_whitespace() || matches!(c, ',' | '}' | ']');
        let text = content.trim_end_matches(is_structure);
        let line_start = memchr::memrchr2(b'\n', b'\r', &self.bytes[..start]).map_or(0, |offset| offset + 1);
        let closers = self.frames.iter().rev().take_while(|frame| frame.open as usize >= line_start);
        let expected = closers.take(64).map(|frame| if frame.is_object { '}' } else { ']' });
        let tail = &content[text.len()..];
        let surplus = |brackets: &str| {
            brackets
                .chars()
                .filter(|c| matches!(c, '}' | ']'))
                .eq(expected.clone().take(brackets.chars().filter(|c| matches!(c, '}' | ']')).count()))
        };
        let is_balanced = |kept: &str| {
            let count = |wanted: char| kept.matches(wanted).count();
            count('{') <= count('}') && count('[') <= count(']')
        };
        let cuts = tail.char_indices().filter(|(_, c)| matches!(c, '}' | ']')).map(|(at, _)| at).take(64);
        let cut =
            cuts.into_iter().find(|&at| surplus(&tail[at..]) && is_balanced(&content[..text.len() + at]));
        let kept = cut.map_or(content, |at| &content[..text.len() + at]).trim_end();
        kept.trim_end_matches(|c: char| c == ',' || c.is_ascii_whitespace())
    }

    /// The string `start..=end` when something that makes no sense is glued to its closing quote: then that was the
    /// opening quote of the next string, or a quote inside the string that should have been escaped.
    #[cold]
    fn glued_string(&mut self, start: usize, end: usize, is_key: bool) -> Option<NodeId> {
        let content = &self.text[start + 1..end];
        let next = self.text[end + 1..].chars().next()?;
        let begins_token = matches!(
            next,
            '"' | '{' | '[' | '/' | '#' | '%' | '\'' | ';' | '=' | '“' | '”' | '‘' | '’' | '\u{a0}'
        );
        if is_key
            && let Some(colon) = content.find(':')
            && (!begins_token || content.trim_end_matches([' ', '[', '{']).ends_with(':'))
        {
            return Some(self.cut_string(start, start + 1 + content[..colon].trim_end().len(), true));
        }
        if begins_token {
            return None;
        }
        if !is_key && content.trim_end().ends_with(',') {
            let cut = start + 1 + self.without_structure(start, content).len();
            return Some(self.cut_string(start, cut, false));
        }
        let rest = &self.bytes[end + 1..self.bytes.len().min(end + 1 + LOOKAHEAD)];
        let rest = &rest[..memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len())];
        let close = memchr::memchr_iter(b'"', rest)
            .map(|at| end + 1 + at)
            .find(|&at| self.bytes[at - 1] != b'\\' && self.is_structure_behind(at + 1))?;
        let message = "This string holds a `\"` that is not escaped";
        let problem = Self::error(end, end + 1, message, "the string would end here");
        self.report(
            problem.help("Write `\\\"` for a quote inside a string").fix(end as u32, end as u32, "\\"),
        );
        self.at = close + 1;
        Some(self.text_node(start, close + 1, start + 1, close))
    }

    /// The string in other quotes than `"` that begins here, if one does.
    pub(super) fn foreign_string(&mut self, is_key: bool) -> Option<NodeId> {
        let start = self.at;
        let opening = self.text[start..].chars().next()?;
        let (_, closing) = FOREIGN_QUOTES.iter().find(|(quote, _)| *quote == opening)?;
        let inner = start + opening.len_utf8();
        let mut line_end = self.line_end(inner).min(inner + 4 * LOOKAHEAD);
        while !self.text.is_char_boundary(line_end) {
            line_end -= 1;
        }
        let content = &self.text[inner..line_end];
        let mut closers = content.char_indices().filter(|(_, c)| closing.contains(c));
        let first = closers.clone().next();
        let meant = closers.find(|&(at, c)| self.is_structure_behind(inner + at + c.len_utf8())).or(first);
        let Some((length, quote)) = meant else {
            let cut = match content.find(':') {
                Some(colon) if is_key => inner + content[..colon].trim_end().len(),
                _ => inner + self.without_structure(start, content).len(),
            };
            let message = format!("This string begins with `{opening}` instead of `\"` and is never closed");
            self.report(Self::error(start, cut, message, "not closed").help("Put the string in `\"`"));
            self.at = cut;
            return Some(self.text_node(start, cut, inner, cut));
        };
        let (close, end) = (inner + length, inner + length + quote.len_utf8());
        let value = &self.text[inner..close];
        let name = match opening {
            '\'' => "single quotes",
            '`' => "backticks",
            _ => "typographic quotes",
        };
        let message = format!("This string stands in {name}, but JSON needs `\"`");
        let mut problem =
            Self::error(start, end, message, "wrong quotes").help("Replace the quotes with `\"`");
        if !value.contains(['"', '\\']) {
            problem = problem.fix(start as u32, end as u32, format!("\"{value}\""));
        }
        self.report(problem);
        self.at = end;
        Some(self.foreign_node(start, end, inner, close))
    }

    /// As [`Self::text_node`], with the `\'` that only other languages know.
    fn foreign_node(&mut self, start: usize, end: usize, inner: usize, close: usize) -> NodeId {
        let raw = &self.text[inner..close];
        if !raw.contains('\\') {
            return self.out.verbatim(Kind::String, start as u32, end as u32, inner as u32, close as u32);
        }
        let (value, _) = unescape(&raw.replace("\\'", "'"));
        self.out.cooked(Kind::String, start as u32, end as u32, &value)
    }
}
