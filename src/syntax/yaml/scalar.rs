//! Replays how a YAML scalar is decoded, piece by piece, so that a place in the value leads to a place in the text.

use std::borrow::Cow;

use crate::source::EmbeddedTextBuilder;

/// A stretch of a scalar's value and the stretch of the raw text that made it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Piece<'r> {
    /// What it adds to the value.
    pub text: Cow<'r, str>,
    /// Offset in the raw text.
    pub raw_start: usize,
    /// Behind the last byte in the raw text.
    pub raw_end: usize,
    /// The value repeats the raw text byte for byte.
    pub is_verbatim: bool,
}

/// The byte offset in `raw` at which the character at byte `value_offset` of its value stands.
///
/// `raw` is the text of a scalar node: plain, single-quoted, double-quoted, or a block scalar from its `|` or `>` on; a
/// tag or an anchor may stand before it. An offset behind the value gives the end of the last character. Linear in
/// `raw`. Where a block scalar tells its indentation (`|2`), the indentation of its least indented line is taken.
pub fn yaml_value_offset(raw: &str, value_offset: usize) -> usize {
    let mut value_at = 0;
    let start = properties_end(raw);
    let mut raw_at = start + usize::from(raw[start..].starts_with(['\'', '"']));
    for piece in pieces(raw, None) {
        if value_offset < value_at + piece.text.len() {
            let within = if piece.is_verbatim { value_offset - value_at } else { 0 };
            return piece.raw_start + within;
        }
        value_at += piece.text.len();
        raw_at = piece.raw_end;
    }
    raw_at.min(raw.len())
}

/// Adds the value of a scalar whose raw text is `raw` and stands at `host`, piece by piece.
pub(in crate::syntax) fn yaml_pieces(raw: &str, host: u32, builder: &mut EmbeddedTextBuilder) {
    for piece in pieces(raw, None) {
        let start = host + piece.raw_start as u32;
        match piece.is_verbatim {
            true => builder.verbatim(&piece.text, start),
            false => builder.made(&piece.text, start..host + piece.raw_end as u32),
        }
    }
}

/// The value of a scalar whose raw text is `raw`: what [`yaml_value_offset`] counts in. This is how the value behind a
/// tag such as `!Sub` can be had.
pub fn yaml_scalar_value(raw: &str) -> Cow<'_, str> {
    value_of(raw, None)
}

/// The value of a scalar; `indent` is the column at which the lines of a block scalar begin, where it is known.
pub(super) fn value_of(raw: &str, indent: Option<usize>) -> Cow<'_, str> {
    let mut pieces = pieces(raw, indent);
    match (pieces.pop(), pieces.is_empty()) {
        (None, _) => Cow::Borrowed(""),
        (Some(only), true) => only.text,
        (Some(last), false) => pieces.iter().map(|piece| &*piece.text).chain([&*last.text]).collect(),
    }
}

/// The pieces of the value of a scalar.
pub(super) fn pieces(raw: &str, indent: Option<usize>) -> Vec<Piece<'_>> {
    let start = properties_end(raw);
    let mut out = Pieces { raw, pieces: Vec::new() };
    match raw.as_bytes().get(start) {
        Some(b'|' | b'>') => out.block(start, indent),
        Some(&quote @ (b'\'' | b'"')) => {
            let has_end = raw.len() > start + 1 && raw.as_bytes()[raw.len() - 1] == quote;
            out.flow(start + 1, raw.len() - usize::from(has_end), quote);
        }
        _ => out.flow(start, raw.trim_end_matches([' ', '\t', '\r', '\n']).len().max(start), 0),
    }
    out.pieces
}

/// Where the tags and anchors before a scalar end.
fn properties_end(raw: &str) -> usize {
    let mut at = 0;
    while raw[at..].starts_with(['!', '&']) {
        let rest = &raw[at..];
        let token = rest.find([' ', '\t', '\r', '\n']).unwrap_or(rest.len());
        let after = rest[token..].trim_start_matches([' ', '\t', '\r', '\n']);
        at = raw.len() - after.len();
    }
    at
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

fn is_break(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

/// Behind the line break at `at`; `\r\n` is one.
pub(super) fn break_end(bytes: &[u8], at: usize) -> usize {
    if bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n') { at + 2 } else { at + 1 }
}

struct Pieces<'r> {
    raw: &'r str,
    pieces: Vec<Piece<'r>>,
}

impl<'r> Pieces<'r> {
    fn verbatim(&mut self, raw_start: usize, raw_end: usize) {
        if raw_start < raw_end {
            let text = Cow::Borrowed(&self.raw[raw_start..raw_end]);
            self.pieces.push(Piece { text, raw_start, raw_end, is_verbatim: true });
        }
    }

    fn made(&mut self, raw_start: usize, raw_end: usize, text: impl Into<Cow<'r, str>>) {
        self.pieces.push(Piece { text: text.into(), raw_start, raw_end, is_verbatim: false });
    }

    /// A plain or quoted scalar (`quote` is its quotation mark, or 0) between `start` and `end`.
    fn flow(&mut self, start: usize, end: usize, quote: u8) {
        let bytes = &self.raw.as_bytes()[..end];
        let (mut run, mut at) = (start, start);
        while at < end {
            match bytes[at] {
                byte if is_break(byte) => {
                    let text_end = run + self.raw[run..at].trim_end_matches([' ', '\t']).len();
                    self.verbatim(run, text_end);
                    run = self.fold(at, end, false);
                    at = run;
                }
                b'\'' if quote == b'\'' && bytes.get(at + 1) == Some(&b'\'') => {
                    self.verbatim(run, at + 1);
                    run = at + 2;
                    at = run;
                }
                b'\\' if quote == b'"' => {
                    self.verbatim(run, at);
                    run = self.escape(at, end);
                    at = run;
                }
                _ => at += 1,
            }
        }
        self.verbatim(run, end);
    }

    /// Line folding: one break is a space, each further one a line break. `is_escaped`: the first break is nothing.
    /// Gives the place behind the indentation of the next line.
    fn fold(&mut self, start: usize, end: usize, is_escaped: bool) -> usize {
        let bytes = &self.raw.as_bytes()[..end];
        let mut at = break_end(bytes, start);
        let mut further = Vec::new();
        while at < end {
            if is_break(bytes[at]) {
                further.push(at);
                at = break_end(bytes, at);
            } else if is_blank(bytes[at]) {
                at += 1;
            } else {
                break;
            }
        }
        if further.is_empty() && !is_escaped {
            self.made(start, at, " ");
        }
        for line_break in further {
            self.made(line_break, break_end(bytes, line_break), "\n");
        }
        at
    }

    /// The escape sequence at `at` of a double-quoted scalar; gives the place behind it.
    fn escape(&mut self, at: usize, end: usize) -> usize {
        let bytes = &self.raw.as_bytes()[..end];
        let Some(&letter) = bytes.get(at + 1) else {
            self.verbatim(at, end);
            return end;
        };
        if is_break(letter) {
            return self.fold(at + 1, end, true);
        }
        if let Some(text) = simple_escape(letter) {
            self.made(at, at + 2, text);
            return at + 2;
        }
        let digits = match letter {
            b'x' => 2,
            b'u' => 4,
            b'U' => 8,
            _ => 0,
        };
        let Some(code) = hex(bytes, at + 2, digits).filter(|_| digits > 0) else {
            // Not an escape: the parser has refused it, so any reading will do.
            self.verbatim(at, at + 1);
            return at + 1;
        };
        let after = at + 2 + digits;
        if let Some(low) = low_surrogate(bytes, after, code) {
            let code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
            self.made(at, after + 6, String::from(char::from_u32(code).unwrap_or('\u{FFFD}')));
            return after + 6;
        }
        self.made(at, after, String::from(char::from_u32(code).unwrap_or('\u{FFFD}')));
        after
    }

    /// A block scalar with its header at `header`.
    fn block(&mut self, header: usize, indent: Option<usize>) {
        let bytes = self.raw.as_bytes();
        let is_folded = bytes[header] == b'>';
        let header_end = line_end(bytes, header);
        let indicators = &bytes[header + 1..header_end];
        let indicators = indicators.split(|&byte| is_blank(byte) || byte == b'#').next().unwrap_or_default();
        if header_end == bytes.len() {
            return;
        }
        let first_line = break_end(bytes, header_end);
        let has_indicator = indicators.iter().any(u8::is_ascii_digit);
        let indent = indent.unwrap_or_else(|| indentation(bytes, first_line, has_indicator));

        let mut breaks: Vec<(usize, usize)> = Vec::new();
        let mut before: Option<bool> = None;
        let mut at = first_line;
        while at < bytes.len() {
            let end = line_end(bytes, at);
            let next = if end < bytes.len() { break_end(bytes, end) } else { end };
            let spaces = bytes[at..end].iter().take(indent).take_while(|&&byte| byte == b' ').count();
            let text = at + spaces;
            if text < end {
                let is_more_indented = is_blank(bytes[text]);
                let folds = is_folded && before == Some(false) && !is_more_indented;
                self.line_breaks(&breaks, folds);
                self.verbatim(text, end);
                breaks.clear();
                before = Some(is_more_indented);
            }
            breaks.push((end, next));
            at = next;
        }
        let kept = match (indicators.contains(&b'-'), indicators.contains(&b'+')) {
            (true, _) => 0,
            (_, true) => breaks.len(),
            _ => usize::from(before.is_some()),
        };
        self.line_breaks(&breaks[..kept.min(breaks.len())], false);
    }

    fn line_breaks(&mut self, breaks: &[(usize, usize)], folds: bool) {
        match breaks {
            [(start, end)] if folds => self.made(*start, *end, " "),
            _ => {
                for &(start, end) in &breaks[usize::from(folds)..] {
                    self.made(start, end, "\n");
                }
            }
        }
    }
}

fn line_end(bytes: &[u8], at: usize) -> usize {
    memchr::memchr2(b'\n', b'\r', &bytes[at..]).map_or(bytes.len(), |length| at + length)
}

/// The indentation of the first line with text in it, or the least of all such lines.
fn indentation(bytes: &[u8], first_line: usize, is_least: bool) -> usize {
    let mut at = first_line;
    let mut least: Option<usize> = None;
    while at < bytes.len() {
        let end = line_end(bytes, at);
        let spaces = bytes[at..end].iter().take_while(|&&byte| byte == b' ').count();
        if at + spaces < end {
            if !is_least {
                return spaces;
            }
            least = Some(least.map_or(spaces, |least| least.min(spaces)));
        }
        at = if end < bytes.len() { break_end(bytes, end) } else { end };
    }
    // Lines of nothing but spaces are empty lines, however long they are.
    least.unwrap_or(usize::MAX)
}

fn simple_escape(letter: u8) -> Option<&'static str> {
    Some(match letter {
        b'0' => "\0",
        b'a' => "\u{7}",
        b'b' => "\u{8}",
        b't' | b'\t' => "\t",
        b'n' => "\n",
        b'v' => "\u{B}",
        b'f' => "\u{C}",
        b'r' => "\r",
        b'e' => "\u{1B}",
        b' ' => " ",
        b'"' => "\"",
        b'/' => "/",
        b'\\' => "\\",
        b'N' => "\u{85}",
        b'_' => "\u{A0}",
        b'L' => "\u{2028}",
        b'P' => "\u{2029}",
        _ => return None,
    })
}

fn hex(bytes: &[u8], at: usize, digits: usize) -> Option<u32> {
    let digits = bytes.get(at..at + digits)?;
    digits.iter().try_fold(0u32, |code, &digit| Some(code << 4 | (digit as char).to_digit(16)?))
}

/// The second half of a surrogate pair, written as `\uDC00` behind the first.
fn low_surrogate(bytes: &[u8], at: usize, high: u32) -> Option<u32> {
    let is_pair = (0xD800..0xDC00).contains(&high) && bytes.get(at..at + 2) == Some(b"\\u");
    if !is_pair {
        return None;
    }
    hex(bytes, at + 2, 4).filter(|low| (0xDC00..0xE000).contains(low))
}
