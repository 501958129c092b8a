//! Numbers and literals, and the words, placeholders and malformed numbers that stand in their place.

use super::{Kind, LOOKAHEAD, Parser, Step};

/// Words of other languages for a value of JSON.
const FOREIGN_LITERALS: [(&str, Kind, &str); 5] = [
    ("true", Kind::Bool(true), "true"),
    ("false", Kind::Bool(false), "false"),
    ("null", Kind::Null, "null"),
    ("none", Kind::Null, "null"),
    ("nil", Kind::Null, "null"),
];

/// Words for values that JSON does not have.
const ABSENT_LITERALS: [&str; 6] = ["undefined", "nan", "infinity", "-infinity", "+infinity", "-nan"];

/// Behind the number of JSON that begins at `at`.
fn number_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    let digits_end = |from: usize| {
        let length = bytes.get(from..)?.iter().take_while(|byte| byte.is_ascii_digit()).count();
        (length > 0).then_some(from + length)
    };
    if bytes.get(at) == Some(&b'-') {
        at += 1;
    }
    at = if bytes.get(at) == Some(&b'0') { at + 1 } else { digits_end(at)? };
    if bytes.get(at) == Some(&b'.') {
        at = digits_end(at + 1)?;
    }
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
        at = digits_end(at + 1 + sign)?;
    }
    Some(at)
}

/// The number of JSON that `word` means: `+1`, `.5`, `1.`, `007`, `1_000`, `0x1F`.
fn meant_number(word: &str) -> Option<String> {
    let (sign, digits) = match word.as_bytes().first()? {
        b'-' => ("-", &word[1..]),
        b'+' => ("", &word[1..]),
        _ => ("", word),
    };
    if let Some(hexadecimal) = digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")) {
        return u64::from_str_radix(hexadecimal, 16).ok().map(|value| format!("{sign}{value}"));
    }
    let digits = digits.replace('_', "");
    let whole = digits.trim_start_matches('0');
    let mut number = if whole.starts_with(|c: char| c.is_ascii_digit()) {
        format!("{sign}{whole}")
    } else {
        format!("{sign}0{whole}")
    };
    if !digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') || digits == "." {
        return None;
    }
    if let Some(point) = number.find('.')
        && !number[point + 1..].starts_with(|c: char| c.is_ascii_digit())
    {
        number.remove(point);
    }
    (number_end(number.as_bytes(), 0) == Some(number.len())).then_some(number)
}

impl Parser<'_> {
    /// Whether a number or literal may end at `at`.
    fn is_word_end(&self, at: usize) -> bool {
        match self.byte_at(at) {
            None
            | Some(b',' | b'}' | b']' | b' ' | b'\n' | b'\r' | b'\t' | b'"' | b'{' | b'[' | b'#' | b';') => {
                true
            }
            Some(b'/') => matches!(self.byte_at(at + 1), Some(b'/' | b'*')),
            Some(b'%') => self.byte_at(at + 1) == Some(b'{'),
            _ => false,
        }
    }

    #[inline]
    pub(super) fn number(&mut self) -> Step {
        let start = self.at;
        let Some(end) = number_end(self.bytes, start).filter(|&end| self.is_word_end(end)) else {
            return self.word(false);
        };
        self.at = end;
        let (start, end) = (start as u32, end as u32);
        let value = self.out.verbatim(Kind::Number, start, end, start, end);
        self.place(value)
    }

    #[inline]
    pub(super) fn literal(&mut self, spelling: &str, kind: Kind) -> Step {
        let (start, end) = (self.at, self.at + spelling.len());
        if self.bytes.get(start..end) != Some(spelling.as_bytes()) || !self.is_word_end(end) {
            return self.word(false);
        }
        self.at = end;
        let value = self.out.simple(kind, start as u32, end as u32);
        self.place(value)
    }

    /// Behind the word that begins here, and whether a placeholder is part of it. As a key a word ends at `:` or
    /// `=`, as a value at a `:` that a blank follows.
    fn word_end(&self, is_key: bool) -> (usize, bool) {
        let mut at = self.at;
        let mut end = at;
        let mut has_placeholder = false;
        while let Some(byte) = self.byte_at(at) {
            let next = self.byte_at(at + 1);
            match byte {
                b'$' | b'%' if next == Some(b'{') => match self.placeholder_end(at) {
                    Some(behind) => {
                        has_placeholder = true;
                        at = behind;
                        end = at;
                        continue;
                    }
                    None => return (end.max(at + 2), has_placeholder),
                },
                b',' | b'{' | b'}' | b'[' | b']' | b'"' | b'\n' | b'\r' | b';' | b'`' => break,
                b':' if is_key || matches!(next, None | Some(b' ' | b'"' | b'{' | b'[' | b'\n' | b'\r')) => {
                    break;
                }
                b'=' if is_key => break,
                b'#' if end < at => break,
                b'/' if end < at && matches!(next, Some(b'/' | b'*')) => break,
                b' ' | b'\t' if has_placeholder || at - self.at > LOOKAHEAD => break,
                b' ' | b'\t' => {}
                _ => end = at + 1,
            }
            at += 1;
        }
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        (end, has_placeholder)
    }

    /// The key without quotes that begins here.
    pub(super) fn bare_key(&mut self) -> (usize, usize, bool) {
        let (end, has_placeholder) = self.word_end(true);
        (self.at, end, has_placeholder)
    }

    /// Reads the value here that is no token of JSON: a placeholder, a malformed number, words without quotes.
    #[cold]
    pub(super) fn word(&mut self, is_item: bool) -> Step {
        let start = self.at;
        let (mut end, has_placeholder) = self.word_end(false);
        let word = &self.text[start..end];
        if has_placeholder {
            self.at = end;
            let value = self.out.simple(Kind::Unknown, start as u32, end as u32);
            let step = self.place(value);
            // It may bring along the comma behind it, or be nothing else: Terraform's `${i > 0 ? "," : ""}{…}`.
            self.is_loose = self.frames.last().is_some_and(|frame| !frame.is_object);
            return step;
        }
        // `1 "Next": …` and `true "Next": …` lack a comma, not an opening quote.
        if let Some(first) = word.split([' ', '\t']).next()
            && first.len() < word.len()
            && (number_end(first.as_bytes(), 0) == Some(first.len())
                || matches!(first, "true" | "false" | "null"))
        {
            end = start + first.len();
        } else if self.byte_at(end) == Some(b'"') && self.is_structure_behind(end + 1) {
            return self.lost_opening_quote(start, end);
        }
        let word = &self.text[start..end];
        self.at = end;
        if word.is_empty() {
            return self.junk(is_item);
        }
        let (from, to) = (start as u32, end as u32);
        if number_end(word.as_bytes(), 0) == Some(word.len()) {
            let value = self.out.verbatim(Kind::Number, from, to, from, to);
            return self.place(value);
        }
        if let Some(number) = meant_number(word) {
            let message = format!("`{word}` is not a number of JSON");
            let problem = Self::error(start, end, message, "malformed number");
            self.report(problem.help(format!("Write `{number}`")).fix(from, to, number.clone()));
            let value = self.out.cooked(Kind::Number, from, to, &number);
            return self.place(value);
        }
        let lower = if word.len() < 16 { word.to_ascii_lowercase() } else { String::new() };
        if let Some((_, kind, spelling)) = FOREIGN_LITERALS.iter().find(|(name, ..)| *name == lower) {
            let value = self.out.simple(*kind, from, to);
            if word != *spelling {
                let message = format!("`{word}` is not a value of JSON, `{spelling}` is");
                let problem = Self::error(start, end, message, "not JSON");
                self.report(problem.help(format!("Write `{spelling}`")).fix(from, to, *spelling));
            }
            return self.place(value);
        }
        if ABSENT_LITERALS.contains(&lower.as_str()) {
            let message = format!("JSON has no `{word}`");
            self.report(Self::error(start, end, message, "not a value of JSON"));
            let value = self.out.simple(Kind::Missing, from, to);
            return self.place(value);
        }
        let found = self.excerpt(start, end);
        // Quotes would make no definition of it: it is another language, and so is the rest.
        if self.frames.is_empty() {
            let problem = Self::error(start, end, format!("Expected JSON, but found `{found}`"), "not JSON");
            self.report(problem.help("Write the definition as one JSON object, with nothing around it"));
            self.is_excerpt = true;
            let value = self.out.simple(Kind::Missing, from, to);
            return self.place(value);
        }
        let message = format!("Expected a value, but found `{found}`, which is not in quotes");
        let mut problem =
            Self::error(start, end, message, "text without quotes").help("Put the text in `\"`");
        if !word.contains('\\') {
            problem = problem.fix(from, to, format!("\"{word}\""));
        }
        self.report(problem);
        let value = self.text_node(start, end, start, end);
        self.place(value)
    }

    /// The words `start..end` with a closing quote only.
    fn lost_opening_quote(&mut self, start: usize, end: usize) -> Step {
        let message = "This string lacks its opening quote";
        let problem = Self::error(start, end + 1, message, "its opening `\"` is missing");
        self.report(problem.help("Put a `\"` before it").fix(start as u32, start as u32, "\""));
        self.at = end + 1;
        let value = self.text_node(start, end + 1, start, end);
        self.place(value)
    }

    /// A piece of the text for a message, on one line and not too long.
    pub(super) fn excerpt(&self, start: usize, end: usize) -> String {
        let piece = &self.text[start..end];
        let line = piece.lines().next().unwrap_or_default();
        match line.char_indices().nth(40) {
            Some((at, _)) => format!("{}…", &line[..at]),
            None => line.to_owned(),
        }
    }

    /// What stands at `at`, for a message.
    pub(super) fn found(&self, at: usize) -> String {
        let rest = &self.text[at..];
        let Some(first) = rest.chars().next() else { return "the end of the text".to_owned() };
        let length = match first {
            '"' => {
                let limit = rest.len().min(LOOKAHEAD);
                let stop =
                    rest.as_bytes()[1..limit.max(1)].iter().position(|byte| matches!(byte, b'"' | b'\n'));
                stop.map_or(1, |stop| stop + 1 + usize::from(rest.as_bytes()[stop + 1] == b'"'))
            }
            c if c.is_alphanumeric() => {
                rest.char_indices().take(64).find(|(_, c)| !c.is_alphanumeric()).map_or(1, |(at, _)| at)
            }
            c => c.len_utf8(),
        };
        format!("`{}`", self.excerpt(at, at + length.max(first.len_utf8())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_numbers_of_json() {
        for number in ["0", "-0", "10", "1.5", "0.5e10", "1E-2", "-12.0e+3"] {
            assert_eq!(number_end(number.as_bytes(), 0), Some(number.len()), "{number}");
        }
        for other in ["", "-", ".5", "1.", "1e", "+1", "1e+", "-.5"] {
            assert_ne!(number_end(other.as_bytes(), 0), Some(other.len()), "{other}");
        }
    }

    #[test]
    fn guesses_malformed_numbers() {
        let cases = [("+1", "1"), (".5", "0.5"), ("1.", "1"), ("007", "7"), ("00", "0"), ("-01.5", "-1.5")];
        for (word, number) in cases.into_iter().chain([("1_000", "1000"), ("0x1F", "31"), ("-.5", "-0.5")]) {
            assert_eq!(meant_number(word).as_deref(), Some(number), "{word}");
        }
        for word in ["1.2.3", "2024-01-01", "abc", "-", "+", ".", "1e", "_", "x1", "0x", "0xzz"] {
            assert_eq!(meant_number(word), None, "{word}");
        }
    }
}
