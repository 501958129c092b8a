//! Whether a regular expression literal compiles.
//!
//! Only what every common engine refuses is looked for: a quantifier with nothing to repeat, unbalanced
//! brackets, a character class out of order, a repeated flag.

/// Why the expression does not compile, or `None`.
pub(super) fn refusal(pattern: &str, flags: &str) -> Option<String> {
    if flags.matches('i').count() > 1 || flags.matches('m').count() > 1 {
        return Some(format!("Invalid flags supplied to RegExp constructor '{flags}g'"));
    }
    fault(pattern.as_bytes()).map(|fault| format!("Invalid regular expression: /{pattern}/{flags}g: {fault}"))
}

fn fault(pattern: &[u8]) -> Option<&'static str> {
    let mut position = 0;
    // Whether a quantifier may follow, and the same for each open group once it closes.
    let mut repeatable = false;
    let mut groups: Vec<bool> = Vec::new();
    while position < pattern.len() {
        match pattern[position] {
            b'\\' => {
                if position + 1 >= pattern.len() {
                    return Some("\\ at end of pattern");
                }
                repeatable = !matches!(pattern[position + 1], b'b' | b'B');
                position += 1;
            }
            b'[' => match class_end(pattern, position) {
                Ok(end) => {
                    position = end;
                    repeatable = true;
                }
                Err(fault) => return Some(fault),
            },
            b'(' => {
                let (skip, closes_repeatable) = match group_head(&pattern[position + 1..]) {
                    Some(head) => head,
                    None => return Some("Invalid group"),
                };
                groups.push(closes_repeatable);
                position += skip;
                repeatable = false;
            }
            b')' => match groups.pop() {
                Some(may_repeat) => repeatable = may_repeat,
                None => return Some("Unmatched ')'"),
            },
            b'|' | b'^' | b'$' => repeatable = false,
            b'*' | b'+' | b'?' => {
                if !repeatable {
                    return Some("Nothing to repeat");
                }
                repeatable = false;
                position += usize::from(pattern.get(position + 1) == Some(&b'?'));
            }
            b'{' => match braces(&pattern[position..]) {
                Some((_, _)) if !repeatable => return Some("Nothing to repeat"),
                Some((_, false)) => return Some("numbers out of order in {} quantifier"),
                Some((length, true)) => {
                    position += length - 1;
                    repeatable = false;
                    position += usize::from(pattern.get(position + 1) == Some(&b'?'));
                }
                None => repeatable = true,
            },
            _ => repeatable = true,
        }
        position += 1;
    }
    if groups.is_empty() { None } else { Some("Unterminated group") }
}

/// The length of a quantifier `{n}`, `{n,}`, `{n,m}` and whether its numbers are in order.
fn braces(pattern: &[u8]) -> Option<(usize, bool)> {
    let end = pattern.iter().position(|byte| *byte == b'}')?;
    let body = std::str::from_utf8(&pattern[1..end]).ok()?;
    let (low, high) = match body.split_once(',') {
        Some((low, high)) => (low, high),
        None => (body, body),
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if low.is_empty() || !digits(low) || !digits(high) {
        return None;
    }
    let value = |text: &str| text.parse::<u64>().unwrap_or(u64::MAX);
    Some((end + 1, high.is_empty() || value(low) <= value(high)))
}

/// How many bytes of a group's head follow its parenthesis, and whether the group may be repeated.
fn group_head(rest: &[u8]) -> Option<(usize, bool)> {
    if rest.first() != Some(&b'?') {
        return Some((0, true));
    }
    match rest.get(1)? {
        b':' => Some((2, true)),
        b'=' | b'!' => Some((2, true)),
        b'<' => match rest.get(2)? {
            b'=' | b'!' => Some((3, false)),
            _ => {
                let end = rest.iter().position(|byte| *byte == b'>')?;
                let name = &rest[2..end];
                let valid = !name.is_empty()
                    && !name[0].is_ascii_digit()
                    && name.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_' || *byte == b'$');
                valid.then_some((end + 1, true))
            }
        },
        _ => None,
    }
}

/// The index of the `]` that closes the class opened at `start`.
fn class_end(pattern: &[u8], start: usize) -> Result<usize, &'static str> {
    let mut position = start + 1;
    if pattern.get(position) == Some(&b'^') {
        position += 1;
    }
    let mut previous: Option<u32> = None;
    let mut range_from: Option<u32> = None;
    let text = |at: usize| std::str::from_utf8(&pattern[at..]).ok().and_then(|text| text.chars().next());
    while let Some(&byte) = pattern.get(position) {
        if byte == b']' {
            return Ok(position);
        }
        let (code, length) = match byte {
            b'\\' => match pattern.get(position + 1) {
                None => return Err("\\ at end of pattern"),
                Some(escaped) if escaped.is_ascii_alphanumeric() => (None, 2),
                Some(escaped) => (Some(u32::from(*escaped)), 2),
            },
            _ => match text(position) {
                Some(character) => (Some(character as u32), character.len_utf8()),
                None => (None, 1),
            },
        };
        let opens_range = byte == b'-' && previous.is_some() && range_from.is_none();
        if opens_range && pattern.get(position + 1).is_some_and(|next| *next != b']') {
            range_from = previous.take();
        } else if let Some(from) = range_from.take() {
            if code.is_some_and(|to| to < from) {
                return Err("Range out of order in character class");
            }
            previous = None;
        } else {
            previous = code;
        }
        position += length;
    }
    Err("Unterminated character class")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_expressions_are_refused() {
        for pattern in
            ["+", "a**", "(?", "(a", "a)", "[a", "[z-a]", "a|*", "^*", "a{2,1}", "(?<1>a)", "\\", "a??+"]
        {
            assert!(refusal(pattern, "").is_some(), "{pattern}");
        }
        assert!(refusal("a", "ii").is_some());
    }

    #[test]
    fn sound_expressions_pass() {
        for pattern in [
            "a*?",
            "(?:a)+",
            "(?<year>\\d{4})-",
            "[\\w-]+",
            "[a-z0-9_-]*",
            "a{,3}",
            "{",
            "}",
            "]",
            "\\/x",
            "(?=a)*",
            "[-a]",
            "é+",
        ] {
            assert_eq!(refusal(pattern, "im"), None, "{pattern}");
        }
    }
}
