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

/// The text in lines of at most so many columns, broken at blanks where there are any.
pub fn wrapped(text: &str, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    // The line that is being made, and where in the text the last word boundary within it is.
    let (mut start, mut blank, mut used, mut since_blank) = (0, None, 0, 0);
    for (at, letter) in text.char_indices() {
        let width = letter.width().unwrap_or(0);
        if used + width > columns && at > start {
            match blank.take() {
                Some(blank) => {
                    lines.push(text[start..blank].to_owned());
                    (start, used) = (blank + 1, since_blank);
                }
                None if letter == ' ' => {}
                None => {
                    lines.push(text[start..at].to_owned());
                    (start, used) = (at, 0);
                }
            }
        }
        used += width;
        since_blank += width;
        if letter == ' ' {
            (blank, since_blank) = (Some(at), 0);
        }
    }
    lines.push(text[start..].to_owned());
    lines
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
            ("one two  ", &["one two", " "]),
            ("abcdefghij", &["abcdefg", "hij"]),
            ("a bcdefghij", &["a", "bcdefgh", "ij"]),
            ("abcdefg h", &["abcdefg", "h"]),
            ("日本語日本語", &["日本語", "日本語"]),
        ] {
            assert_eq!(wrapped(text, 7), expected, "{text:?}");
        }
    }
}
