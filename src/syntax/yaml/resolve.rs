//! What a plain (unquoted) YAML scalar is: by the core schema of YAML 1.2, and to a reader of YAML 1.1.

use std::borrow::Cow;

/// What a plain scalar is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value<'t> {
    Null,
    Bool(bool),
    /// A number as JSON would write it; `1e999` for infinity, `NaN` where it is none.
    Number(Cow<'t, str>),
    /// One placeholder, or several glued together.
    Placeholder,
    Text,
}

/// What a reader of YAML 1.1 makes of a plain scalar that shows something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Trap {
    /// What it is taken for: `the boolean true`.
    pub taken_for: Cow<'static, str>,
    /// What to do.
    pub help: &'static str,
    /// What to write instead of the scalar, where that is certain.
    pub fix: Option<String>,
}

const QUOTE: &str = "Put it in quotes if it is meant as text.";

/// What the plain scalar `text` is, and what a reader of YAML 1.1 might make of it instead.
pub(super) fn resolve(text: &str) -> (Value<'_>, Option<Trap>) {
    match text.as_bytes() {
        [] | b"~" | b"null" | b"Null" | b"NULL" => (Value::Null, None),
        b"true" | b"True" | b"TRUE" => (Value::Bool(true), None),
        b"false" | b"False" | b"FALSE" => (Value::Bool(false), None),
        [b'y' | b'Y' | b'n' | b'N' | b'o' | b'O', ..] => (Value::Text, legacy_bool(text)),
        b"=" => (Value::Text, Some(quoted(text, "the default-value key of a mapping"))),
        [b'$', ..] if is_placeholders(text) => (Value::Placeholder, None),
        [b'0'..=b'9' | b'+' | b'-' | b'.', ..] => number_like(text),
        _ => (Value::Text, None),
    }
}

/// The boolean that a reader of YAML 1.1 sees in a word.
pub(super) fn legacy_bool_value(text: &str) -> Option<bool> {
    match text {
        "y" | "Y" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => Some(true),
        "n" | "N" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => Some(false),
        _ => None,
    }
}

fn legacy_bool(text: &str) -> Option<Trap> {
    let value = legacy_bool_value(text)?;
    Some(quoted(text, if value { "the boolean true" } else { "the boolean false" }))
}

fn quoted(text: &str, taken_for: impl Into<Cow<'static, str>>) -> Trap {
    Trap { taken_for: taken_for.into(), help: QUOTE, fix: Some(format!("\"{text}\"")) }
}

/// Whether `text` is nothing but `${…}`, once or several times.
fn is_placeholders(text: &str) -> bool {
    let mut rest = text;
    while let Some(inner) = rest.strip_prefix("${") {
        let Some(end) = inner.find('}') else { return false };
        rest = &inner[end + 1..];
    }
    rest.is_empty()
}

fn number_like(text: &str) -> (Value<'_>, Option<Trap>) {
    let (sign, body) = match text.as_bytes()[0] {
        b'-' => ("-", &text[1..]),
        b'+' => ("", &text[1..]),
        _ => ("", text),
    };
    let is_signed = body.len() < text.len();
    match body {
        ".inf" | ".Inf" | ".INF" => return (Value::Number(Cow::Owned(format!("{sign}1e999"))), None),
        ".nan" | ".NaN" | ".NAN" if !is_signed => return (Value::Number(Cow::Borrowed("NaN")), None),
        _ => {}
    }
    if let Some(reading) = other_base(sign, body, is_signed) {
        return reading;
    }
    if is_decimal(body) {
        return decimal(text, sign, body);
    }
    if body.contains('_') && body.starts_with(|first: char| first.is_ascii_digit()) {
        let plain = body.replace('_', "");
        if is_octal(body) {
            return (Value::Text, Some(octal(text, sign, &plain)));
        }
        let dot = plain.contains('.') || !plain.starts_with('0') || plain == "0";
        if dot && is_decimal(&plain) && !plain.contains(['e', 'E']) {
            return grouped(cook(sign, &plain));
        }
    }
    if let Some(trap) = sexagesimal(text, sign, body).or_else(|| timestamp(text)) {
        return (Value::Text, Some(trap));
    }
    (Value::Text, None)
}

fn grouped(number: String) -> (Value<'static>, Option<Trap>) {
    let trap = Trap {
        taken_for: format!("the number {}", clip(&number)).into(),
        help: "Write the number in plain decimal digits, or put it in quotes if it is meant as text.",
        fix: Some(number.clone()),
    };
    (Value::Number(Cow::Owned(number)), Some(trap))
}

/// `0x1F`, `0o17`, `0b101`.
fn other_base(sign: &str, body: &str, is_signed: bool) -> Option<(Value<'static>, Option<Trap>)> {
    let digits = body.get(2..).filter(|digits| !digits.is_empty())?;
    let base = match &body.as_bytes()[..2] {
        b"0x" => 16,
        b"0o" => 8,
        b"0b" => 2,
        _ => return None,
    };
    let all_digits = |digits: &str, separators: bool| {
        digits.bytes().all(|byte| (byte as char).is_digit(base) || (separators && byte == b'_'))
    };
    if base == 8 {
        // Only YAML 1.2 knows this form.
        let number = (!is_signed && all_digits(digits, false)).then(|| number_of_base(sign, digits, base))?;
        let help = "Write the number in decimal, or put it in quotes if it is meant as text.";
        let trap = Trap { taken_for: "text, not for a number".into(), help, fix: None };
        return Some((Value::Number(Cow::Owned(number)), Some(trap)));
    }
    if !all_digits(digits, true) || !digits.bytes().any(|byte| byte != b'_') {
        return None;
    }
    let number = number_of_base(sign, digits, base);
    if base == 16 && !is_signed && !digits.contains('_') {
        return Some((Value::Number(Cow::Owned(number)), None));
    }
    Some(grouped(number))
}

fn number_of_base(sign: &str, digits: &str, base: u32) -> String {
    let digits = digits.bytes().filter_map(|byte| (byte as char).to_digit(base));
    let exact = digits.clone().try_fold(0u128, |sum, digit| {
        sum.checked_mul(u128::from(base)).and_then(|sum| sum.checked_add(u128::from(digit)))
    });
    match exact {
        Some(value) => format!("{sign}{value}"),
        None => {
            let value = digits.fold(0f64, |sum, digit| sum * f64::from(base) + f64::from(digit));
            if value.is_finite() { format!("{sign}{value}") } else { format!("{sign}1e999") }
        }
    }
}

/// Digits with a fraction and an exponent, both optional: the numbers of the core schema, without their sign.
fn is_decimal(body: &str) -> bool {
    let bytes = body.as_bytes();
    let digits = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let whole = digits(0);
    let mut at = whole;
    let mut fraction = 0;
    if bytes.get(at) == Some(&b'.') {
        fraction = digits(at + 1);
        at += 1 + fraction;
    }
    if whole + fraction == 0 {
        return false;
    }
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        at += 1 + usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
        let exponent = digits(at);
        at += exponent;
        return exponent > 0 && at == bytes.len();
    }
    at == bytes.len()
}

fn decimal<'t>(text: &'t str, sign: &str, body: &str) -> (Value<'t>, Option<Trap>) {
    let is_whole = body.bytes().all(|byte| byte.is_ascii_digit());
    if is_whole && body.len() > 1 && body.starts_with('0') {
        // YAML 1.2 reads 123, YAML 1.1 reads 83; `089` is a number to the one and text to the other.
        let trap = is_octal(body).then(|| octal(text, sign, body));
        return (Value::Text, trap);
    }
    let exponent = body.find(['e', 'E']);
    let trap = exponent.filter(|&at| !body.contains('.') || !matches!(body.as_bytes()[at + 1], b'+' | b'-'));
    let trap = trap.map(|_| Trap {
        taken_for: "text, not for a number".into(),
        help: "Write the number without an exponent, or put it in quotes if it is meant as text.",
        fix: None,
    });
    let is_json = text.len() == sign.len() + body.len()
        && !body.starts_with('.')
        && (!body.starts_with('0') || matches!(body.as_bytes().get(1), None | Some(b'.' | b'e' | b'E')))
        && !body.ends_with('.')
        && !body.contains(".e")
        && !body.contains(".E");
    let number = if is_json { Cow::Borrowed(text) } else { Cow::Owned(cook(sign, body)) };
    (Value::Number(number), trap)
}

/// A number of the core schema in the notation of JSON.
fn cook(sign: &str, body: &str) -> String {
    let (mantissa, exponent) = body.split_at(body.find(['e', 'E']).unwrap_or(body.len()));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let dot = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{whole}{dot}{fraction}{exponent}")
}

fn is_octal(body: &str) -> bool {
    body.len() > 1
        && body.starts_with('0')
        && body.bytes().all(|byte| matches!(byte, b'0'..=b'7' | b'_'))
        && body.bytes().skip(1).any(|byte| byte != b'_')
}

fn octal(text: &str, sign: &str, digits: &str) -> Trap {
    let number = number_of_base(sign, digits, 8);
    quoted(text, format!("the octal number {}", clip(&number)))
}

/// `12:30:45`, `190:20:30.15`: digits in base 60.
fn sexagesimal(text: &str, sign: &str, body: &str) -> Option<Trap> {
    let (parts, fraction) = match body.split_once('.') {
        Some((parts, fraction)) => (parts, Some(fraction)),
        None => (body, None),
    };
    if !parts.contains(':') || fraction.is_some_and(|text| !text.bytes().all(is_digit_or_separator)) {
        return None;
    }
    let mut parts = parts.split(':');
    let first = parts.next()?;
    let starts_well = first.starts_with(|first: char| match fraction {
        None => matches!(first, '1'..='9'),
        Some(_) => first.is_ascii_digit(),
    });
    if !starts_well || !first.bytes().all(is_digit_or_separator) {
        return None;
    }
    let mut value = first.replace('_', "").parse::<f64>().ok()?;
    for part in parts {
        let is_digit_pair = matches!(part.as_bytes(), [b'0'..=b'9'] | [b'0'..=b'5', b'0'..=b'9']);
        if !is_digit_pair {
            return None;
        }
        value = value * 60.0 + part.parse::<f64>().ok()?;
    }
    let fraction = fraction.map(|text| text.replace('_', "")).filter(|text| !text.is_empty());
    let fraction = fraction.map_or(String::new(), |text| format!(".{text}"));
    let number = if value < 1e21 { format!("{sign}{value}{fraction}") } else { String::from("of that size") };
    Some(quoted(text, format!("the base-60 number {}", clip(&number))))
}

fn is_digit_or_separator(byte: u8) -> bool {
    byte.is_ascii_digit() || byte == b'_'
}

/// `2026-01-01`, `2026-1-1T00:00:00Z`, `2026-01-01 00:00:00.5 +1:00`.
fn timestamp(text: &str) -> Option<Trap> {
    let bytes = text.as_bytes();
    let year_end = digits(bytes, 0, 4, 4).filter(|&at| bytes.get(at) == Some(&b'-'))?;
    let month_end = digits(bytes, year_end + 1, 1, 2).filter(|&at| bytes.get(at) == Some(&b'-'))?;
    let day_end = digits(bytes, month_end + 1, 1, 2)?;
    if day_end == bytes.len() {
        return (bytes.len() == 10).then(|| quoted(text, "a date"));
    }
    let hour = match bytes[day_end] {
        b'T' | b't' => day_end + 1,
        b' ' | b'\t' => blanks(bytes, day_end),
        _ => return None,
    };
    let hour_end = digits(bytes, hour, 1, 2).filter(|&at| bytes.get(at) == Some(&b':'))?;
    let minute_end = digits(bytes, hour_end + 1, 2, 2).filter(|&at| bytes.get(at) == Some(&b':'))?;
    let mut at = digits(bytes, minute_end + 1, 2, 2)?;
    if bytes.get(at) == Some(&b'.') {
        at = digits(bytes, at + 1, 0, usize::MAX)?;
    }
    is_time_zone(bytes, blanks(bytes, at)).then(|| quoted(text, "a date and time"))
}

fn is_time_zone(bytes: &[u8], at: usize) -> bool {
    match bytes.get(at) {
        None => true,
        Some(b'Z') => at + 1 == bytes.len(),
        Some(b'+' | b'-') => match digits(bytes, at + 1, 1, 2) {
            Some(end) if bytes.get(end) == Some(&b':') => digits(bytes, end + 1, 2, 2) == Some(bytes.len()),
            end => end == Some(bytes.len()),
        },
        Some(_) => false,
    }
}

fn blanks(bytes: &[u8], at: usize) -> usize {
    at + bytes[at..].iter().take_while(|&&byte| matches!(byte, b' ' | b'\t')).count()
}

/// Behind the digits at `at`, if there are between `least` and `most`; further digits are left.
fn digits(bytes: &[u8], at: usize, least: usize, most: usize) -> Option<usize> {
    let count = bytes.get(at..)?.iter().take(most).take_while(|byte| byte.is_ascii_digit()).count();
    (count >= least).then_some(at + count)
}

/// A text short enough for a message.
pub(super) fn clip(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(40) {
        Some((at, _)) => Cow::Owned(format!("{}…", &text[..at])),
        None => Cow::Borrowed(text),
    }
}
