//! As much XML as reports need.

use std::fmt::Display;
use std::io::{self, Write};

use super::visible_char;

/// What an XML file begins with.
pub(super) const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";

/// Writes a line that begins with a tag; `end` is `>`, `/>`, or `>` with the content and the end tag.
pub(super) fn element(
    out: &mut impl Write,
    depth: usize,
    name: &str,
    attributes: &[(&str, &dyn Display)],
    end: &str,
) -> io::Result<()> {
    write!(out, "{:1$}<{name}", "", 2 * depth)?;
    for (name, value) in attributes {
        write!(out, " {name}=\"{}\"", escape(&value.to_string()))?;
    }
    writeln!(out, "{end}")
}

/// `text` as content or as the value of an attribute. What XML cannot hold, what readers of attributes turn into
/// spaces and what a terminal would obey is shown as another character.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match visible_char(character) {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => escaped.push(char::REPLACEMENT_CHARACTER),
            character => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_what_xml_cannot_hold() {
        assert_eq!(
            escape("<a href=\"x\">&'\0\t\r\n\x1b\u{85}\u{fffe}\u{202e}é😀"),
            "&lt;a href=&quot;x&quot;&gt;&amp;'␀␉␍␊␛\u{fffd}\u{fffd}\u{fffd}é😀"
        );
    }
}
