//! Looking ahead in the text the way Jayway's JsonPath does: byte offsets, only the blank counts as space.

use std::borrow::Cow;

/// Index of the first byte at or behind `from` that is no blank.
pub(super) fn significant(bytes: &[u8], from: usize, end: usize) -> Option<usize> {
    (from..end).find(|&i| bytes[i] != b' ')
}

/// Index of the first `wanted` at or behind `from` with no backslash escaping it.
pub(super) fn unescaped(bytes: &[u8], from: usize, end: usize, wanted: u8) -> Option<usize> {
    let mut i = from;
    while i < end {
        match bytes[i] {
            b'\\' => i += 1,
            c if c == wanted => return Some(i),
            _ => {}
        }
        i += 1;
    }
    None
}

/// Index of the bracket that closes the one at `open`, leaving out quoted strings and, if asked, `/…/`.
pub(super) fn matching_close(
    bytes: &[u8],
    open: usize,
    end: usize,
    close: u8,
    skip_regex: bool,
) -> Option<usize> {
    let opener = bytes[open];
    let mut depth = 1usize;
    let mut i = open + 1;
    while i < end {
        if bytes[i] == b'\'' || bytes[i] == b'"' {
            i = unescaped(bytes, i + 1, end, bytes[i])? + 1;
        }
        if skip_regex && i < end && bytes[i] == b'/' {
            i = unescaped(bytes, i + 1, end, b'/')? + 1;
        }
        if i >= end {
            return None;
        }
        if bytes[i] == opener {
            depth += 1;
        } else if bytes[i] == close {
            depth -= 1;
            if depth == 0 {
                return Some(i);
            }
        }
        i += 1;
    }
    None
}

/// Resolves the escapes of a quoted name or string; `None` when `\u` is not followed by hexadecimal digits.
pub(super) fn unescape(text: &str) -> Option<Cow<'_, str>> {
    if !text.contains('\\') {
        return Some(Cow::Borrowed(text));
    }
    let mut units: Vec<u16> = Vec::with_capacity(text.len());
    let mut chars = text.chars();
    let mut buffer = [0u16; 2];
    while let Some(c) = chars.next() {
        let c = if c != '\\' {
            c
        } else {
            match chars.next() {
                None => break,
                Some('b') => '\u{8}',
                Some('f') => '\u{c}',
                Some('n') => '\n',
                Some('r') => '\r',
                Some('t') => '\t',
                Some('u') => {
                    let digits: String = chars.by_ref().take(4).collect();
                    if digits.chars().count() == 4 {
                        units.push(u16::from_str_radix(&digits, 16).ok()?);
                    }
                    continue;
                }
                Some(other) => other,
            }
        };
        units.extend_from_slice(c.encode_utf16(&mut buffer));
    }
    Some(Cow::Owned(String::from_utf16_lossy(&units)))
}
