//! The spelling of characters inside a JSON string.

use crate::source::EmbeddedTextBuilder;

/// One character, as a string of JSON spells it.
struct Spelled {
    /// The character; `None` for an escape that JSON does not know, which stands for itself.
    character: Option<char>,
    /// Bytes of its spelling.
    length: usize,
}

/// How a string spells what JSON spells with a backslash, and more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// As JSON does.
    Json,
    /// As Terraform does: `$${` is `${`, and `%%{` is `%{`.
    Terraform,
}

/// The character whose spelling begins `raw`, which is not empty.
fn first_spelled(raw: &str, dialect: Dialect) -> Spelled {
    if dialect == Dialect::Terraform && (raw.starts_with("$${") || raw.starts_with("%%{")) {
        return Spelled { character: raw.chars().next(), length: 2 };
    }
    let mut characters = raw.chars();
    let first = characters.next().unwrap_or('\u{fffd}');
    if first != '\\' {
        return Spelled { character: Some(first), length: first.len_utf8() };
    }
    let character = match characters.next() {
        Some(plain @ ('"' | '\\' | '/')) => plain,
        Some('b') => '\u{8}',
        Some('f') => '\u{c}',
        Some('n') => '\n',
        Some('r') => '\r',
        Some('t') => '\t',
        Some('u') => return first_unicode_escape(raw),
        _ => return Spelled { character: None, length: 1 },
    };
    Spelled { character: Some(character), length: 2 }
}

/// The character of the `\uXXXX` that begins `raw`, or of the pair of surrogates. A surrogate without its partner
/// is read as U+FFFD.
fn first_unicode_escape(raw: &str) -> Spelled {
    let Some(first) = hexadecimal(raw, 0) else { return Spelled { character: None, length: 1 } };
    if (0xD800..0xDC00).contains(&first)
        && let Some(second @ 0xDC00..0xE000) = hexadecimal(raw, 6)
    {
        let code = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
        return Spelled { character: char::from_u32(code), length: 12 };
    }
    Spelled { character: Some(char::from_u32(first).unwrap_or('\u{fffd}')), length: 6 }
}

/// The four hexadecimal digits of a `\uXXXX` at `at`.
fn hexadecimal(raw: &str, at: usize) -> Option<u32> {
    let escape = raw.as_bytes().get(at..at + 6)?;
    let digits = std::str::from_utf8(escape.strip_prefix(b"\\u")?).ok()?;
    digits.bytes().all(|digit| digit.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())?
}

/// The value of a string's text (without its quotes), and where in it the first escape stands that JSON does not
/// know. Such an escape is kept as it is written.
pub(super) fn unescape(raw: &str) -> (String, Option<usize>) {
    let mut value = String::with_capacity(raw.len());
    let mut unknown = None;
    let mut at = 0;
    while let Some(escape) = memchr::memchr(b'\\', &raw.as_bytes()[at..]) {
        value.push_str(&raw[at..at + escape]);
        at += escape;
        let spelled = first_spelled(&raw[at..], Dialect::Json);
        if spelled.character.is_none() {
            unknown.get_or_insert(at);
        }
        value.push(spelled.character.unwrap_or('\\'));
        at += spelled.length;
    }
    value.push_str(&raw[at..]);
    (value, unknown)
}

/// The value of a string of Terraform, given without its quotes.
pub fn terraform_string_value(raw: &str) -> String {
    let mut value = String::with_capacity(raw.len());
    let mut at = 0;
    while at < raw.len() {
        let spelled = first_spelled(&raw[at..], Dialect::Terraform);
        value.push(spelled.character.unwrap_or('\\'));
        at += spelled.length;
    }
    value
}

/// The quotes that a string may stand in; all but the first are mistakes that the parser mends.
const QUOTES: [char; 9] = ['"', '\'', '`', '“', '”', '„', '‘', '’', '‚'];

/// Where in `raw`, the source of a JSON string with its quotes, the character is spelled that stands at byte
/// `value_offset` of the string's value. An offset behind the value gives the place of the closing quote.
pub fn json_value_offset(raw: &str, value_offset: usize, dialect: Dialect) -> usize {
    let (mut at, end) = content(raw);
    let mut passed = 0;
    while at < end {
        let spelled = first_spelled(&raw[at..end], dialect);
        passed += spelled.character.map_or(1, char::len_utf8);
        if passed > value_offset {
            return at;
        }
        at += spelled.length;
    }
    end
}

/// Adds the value of a JSON string whose source, with its quotes, is `raw` and stands at `host`, piece by piece.
pub(in crate::syntax) fn json_pieces(
    raw: &str,
    host: u32,
    dialect: Dialect,
    builder: &mut EmbeddedTextBuilder,
) {
    let (start, end) = content(raw);
    let mut at = start;
    while at < end {
        let is_special = |byte: &u8| *byte == b'\\' || dialect == Dialect::Terraform && b"$%".contains(byte);
        let run = raw.as_bytes()[at..end].iter().position(is_special).unwrap_or(end - at);
        builder.verbatim(&raw[at..at + run], host + at as u32);
        at += run;
        if at < end {
            let spelled = first_spelled(&raw[at..end], dialect);
            let mut buffer = [0; 4];
            let text = spelled.character.unwrap_or('\\').encode_utf8(&mut buffer);
            let place = host + at as u32;
            builder.made(text, place..place + spelled.length as u32);
            at += spelled.length;
        }
    }
}

/// Where the content of a string begins and ends in its source.
fn content(raw: &str) -> (usize, usize) {
    let start = raw.chars().next().filter(|quote| QUOTES.contains(quote)).map_or(0, char::len_utf8);
    let end = raw.chars().next_back().filter(|quote| QUOTES.contains(quote)).map_or(0, char::len_utf8);
    (start, if raw.len() >= start + end { raw.len() - end } else { raw.len() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unescapes_every_escape() {
        let (value, unknown) = unescape(r#"a\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00z"#);
        assert_eq!(value, "a\"\\/\u{8}\u{c}\n\r\té😀z");
        assert_eq!(unknown, None);
    }

    #[test]
    fn a_lone_surrogate_becomes_the_replacement_character() {
        assert_eq!(unescape(r"\ud83d").0, "\u{fffd}");
        assert_eq!(unescape(r"\ude00x").0, "\u{fffd}x");
        assert_eq!(unescape(r"\ud83d\u0041").0, "\u{fffd}A");
        assert_eq!(unescape(r"\ud83d\ud83d\ude00").0, "\u{fffd}😀");
    }

    #[test]
    fn an_unknown_escape_stands_for_itself() {
        assert_eq!(unescape(r"a\d\u12\x"), (r"a\d\u12\x".to_owned(), Some(1)));
        assert_eq!(unescape("\\u12é4"), ("\\u12é4".to_owned(), Some(0)));
        assert_eq!(unescape(r"\u+123").1, Some(0));
    }

    #[test]
    fn finds_the_spelling_of_a_character() {
        let raw = r#""a\né\u00e9\ud83d\ude00z""#;
        let (value, _) = unescape(&raw[1..raw.len() - 1]);
        for (offset, character) in value.char_indices() {
            let spelled = first_spelled(&raw[json_value_offset(raw, offset, Dialect::Json)..], Dialect::Json);
            assert_eq!(spelled.character, Some(character), "at {offset}");
        }
        assert_eq!(json_value_offset(raw, value.len(), Dialect::Json), raw.len() - 1);
        assert_eq!(json_value_offset(raw, 999, Dialect::Json), raw.len() - 1);
        assert_eq!(json_value_offset("\"", 0, Dialect::Json), 1);
        assert_eq!(json_value_offset("", 3, Dialect::Json), 0);
        assert_eq!(json_value_offset("“é”", 2, Dialect::Json), "“é".len());
    }

    #[test]
    fn an_offset_inside_a_character_gives_its_beginning() {
        assert_eq!(json_value_offset("\"é\"", 1, Dialect::Json), 1);
        assert_eq!(json_value_offset(r#""\u00e9x""#, 1, Dialect::Json), 1);
    }
}
