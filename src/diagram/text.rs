//! Texts of definitions, made fit to be looked at.

use unicode_width::UnicodeWidthChar;

/// What stands for a name that cannot be seen.
const EMPTY: &str = "(empty)";

/// The text in one line, without anything that is not seen or that changes how other text is seen.
pub fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            _ if letter.is_whitespace() => {
                if !plain.ends_with(' ') {
                    plain.push(' ');
                }
            }
            // Letters without width, or that turn the direction of writing around, are shown as what they are.
            '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' => {
                plain.push(char::REPLACEMENT_CHARACTER);
            }
            // Noncharacters, which XML forbids and Graphviz with it.
            _ if letter.is_control() || u32::from(letter) & 0xFFFE == 0xFFFE => {
                plain.push(char::REPLACEMENT_CHARACTER);
            }
            _ => plain.push(letter),
        }
    }
    let trimmed = plain.trim();
    if trimmed.is_empty() { EMPTY.to_owned() } else { trimmed.to_owned() }
}

/// The text, cut off after so many columns.
pub fn shortened(text: &str, columns: usize) -> String {
    let mut used = 0;
    for (at, letter) in text.char_indices() {
        used += letter.width().unwrap_or(0);
        if used > columns {
            return format!("{}…", text[..at].trim_end());
        }
    }
    text.to_owned()
}

/// The text in lines of at most so many columns: broken at blanks, else between the words of a name such as
/// `ShipOrder` or `ship-order`, else anywhere.
pub fn wrapped(text: &str, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = Line::default();
    let mut last = ' ';
    for (at, letter) in text.char_indices() {
        let is_blank = last == ' ' && letter != ' ';
        if is_blank || !line.has_blank && is_within_name(last, letter) {
            (line.boundary, line.since_boundary) = (at, 0);
            line.has_blank |= is_blank && at > line.start;
        }
        let width = letter.width().unwrap_or(0);
        if line.used + width > columns && at > line.start && letter != ' ' {
            let (end, used) = match line.boundary > line.start {
                true => (line.boundary, line.since_boundary),
                false => (at, 0),
            };
            lines.push(text[line.start..end].trim_end().to_owned());
            line = Line { start: end, boundary: end, has_blank: false, used, since_boundary: used };
        }
        line.used += width;
        line.since_boundary += width;
        last = letter;
    }
    lines.push(text[line.start..].to_owned());
    lines
}

/// A line that is being made, in bytes of the text and in columns.
#[derive(Default)]
struct Line {
    start: usize,
    used: usize,
    /// The last place where the text may be broken, and the columns used since.
    boundary: usize,
    since_boundary: usize,
    /// Whether that place is behind a blank.
    has_blank: bool,
}

/// Whether a word of a name ends with one letter, and another begins with the next.
fn is_within_name(last: char, next: char) -> bool {
    match last {
        '-' | '_' | '.' | '/' | ':' | ',' => next.is_alphanumeric(),
        _ => last.is_lowercase() && next.is_uppercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_shown_or_left_out() {
        for (text, expected) in [
            ("Ship order", "Ship order"),
            (" a\r\n\tb ", "a b"),
            ("a\0b\u{7}", "a�b�"),
            ("a\u{202E}b\u{200B}\u{FFFF}", "a�b��"),
            ("", EMPTY),
            (" \n", EMPTY),
        ] {
            assert_eq!(plain(text), expected, "{text:?}");
        }
    }

    #[test]
    fn long_texts_are_cut_off() {
        assert_eq!(shortened("abc", 3), "abc");
        assert_eq!(shortened("ab cd", 3), "ab…");
        assert_eq!(shortened("日本語", 4), "日本…");
    }

    #[test]
    fn lines_break_at_blanks_or_anywhere() {
        for (text, expected) in [
            ("", &[""][..]),
            ("one two three", &["one two", "three"]),
            ("abcdefghij", &["abcdefg", "hij"]),
            ("a bcdefghij", &["a", "bcdefgh", "ij"]),
            ("abcdefg h", &["abcdefg", "h"]),
            ("ShipOrder", &["Ship", "Order"]),
            ("$.a.b.code", &["$.a.b.", "code"]),
            ("abc def-ghi", &["abc", "def-ghi"]),
            ("日本語日本語", &["日本語", "日本語"]),
        ] {
            assert_eq!(wrapped(text, 7), expected, "{text:?}");
        }
    }
}
