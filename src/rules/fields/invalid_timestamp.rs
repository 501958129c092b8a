//! A timestamp that is not written as RFC 3339 asks.

use super::{Context, Reporter};
use crate::asl::{Holds, Place};
use crate::rules::edit;
use crate::rules::wording::SCHEMA;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for entry in cx.machine.entries() {
        let Some(spec) = cx.machine.spec(entry) else { continue };
        if spec.holds != Holds::Timestamp {
            continue;
        }
        let value = cx.machine.field_ref(entry).value;
        let Some(text) = value.str() else { continue };
        if value.has_placeholder() || text.starts_with("{%") && spec.takes_jsonata {
            continue;
        }
        let Some(reason) = problem(text) else { continue };
        let place = Place::field(entry.object, entry.field);
        let name = entry.field.name();
        let finding =
            out.report(&place, value.span(), format!("`{text}` in `{name}` is not a timestamp: {reason}"));
        finding.label(reason).aws(SCHEMA, "String does not match RFC3339 timestamp", cx.location(&place));
        match crate::asl::Field::from_name(&format!("{name}Path")) {
            Some(path) if text.starts_with('$') => {
                finding.help(format!("A path goes into `{}`", path.name()))
            }
            _ => finding.help("Write it like `2030-01-31T12:00:00Z`"),
        };
        if let Some((mended, is_certain)) = mend(text) {
            let (span, text) = edit::within(value, 0, text.len(), &mended);
            if is_certain {
                finding.safe_fix(span, text)
            } else {
                finding.unsafe_fix(span, text)
            };
        }
    }
}

/// The timestamp that was meant, and whether that is certain: of a missing time zone it is only probable.
fn mend(text: &str) -> Option<(String, bool)> {
    let is_parted = matches!(text.as_bytes().get(10), Some(b' ' | b't' | b'T')) && text.is_ascii();
    let mut mended = is_parted.then(|| format!("{}T{}", &text[..10], &text[11..]))?;
    if mended.ends_with('z') {
        mended.replace_range(mended.len() - 1.., "Z");
    }
    if problem(&mended).is_none() {
        return Some((mended, true));
    }
    mended.push('Z');
    problem(&mended).is_none().then_some((mended, false))
}

/// What is wrong with a timestamp (RFC 3339 with an upper-case `T`, and `Z` where there is no offset; spec/states.md 1.8).
fn problem(text: &str) -> Option<&'static str> {
    let bytes = text.as_bytes();
    let digits = |start: usize, end: usize| {
        let slice = bytes.get(start..end).filter(|slice| slice.iter().all(u8::is_ascii_digit))?;
        Some(slice.iter().fold(0u32, |number, digit| number * 10 + u32::from(digit - b'0')))
    };
    let is = |at: usize, byte: u8| bytes.get(at) == Some(&byte);
    let (Some(year), Some(month), Some(day)) = (digits(0, 4), digits(5, 7), digits(8, 10)) else {
        return Some("it does not begin with a date");
    };
    if !is(4, b'-') || !is(7, b'-') {
        return Some("it does not begin with a date");
    }
    if month == 0 || month > 12 || day == 0 || day > days_in(year, month) {
        return Some("there is no such day");
    }
    if bytes.len() == 10 {
        return Some("the time is missing");
    }
    if !is(10, b'T') {
        return Some("`T` stands between date and time");
    }
    let (Some(hour), Some(minute), Some(second)) = (digits(11, 13), digits(14, 16), digits(17, 19)) else {
        return Some("the time needs hours, minutes and seconds");
    };
    if !is(13, b':') || !is(16, b':') {
        return Some("the time needs hours, minutes and seconds");
    }
    if hour > 23 || minute > 59 || second > 60 {
        return Some("there is no such time");
    }
    let mut at = 19;
    if is(at, b'.') {
        let fraction = bytes[at + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        if fraction == 0 {
            return Some("the fraction of a second has no digits");
        }
        at += 1 + fraction;
    }
    match bytes.get(at) {
        None => Some("the time zone is missing"),
        Some(b'Z') if bytes.len() == at + 1 => None,
        Some(b'+' | b'-') if bytes.len() == at + 6 && is(at + 3, b':') => {
            let offset = (digits(at + 1, at + 3), digits(at + 4, at + 6));
            let is_offset = matches!(offset, (Some(0..=23), Some(0..=59)));
            (!is_offset).then_some("the time zone is no offset")
        }
        Some(b'z') => Some("the time zone is an upper-case `Z`"),
        Some(_) => Some("the time zone is neither `Z` nor an offset such as `+01:00`"),
    }
}

fn days_in(year: u32, month: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::{mend, problem};

    #[test]
    fn mends_what_is_certain_and_guesses_at_a_time_zone() {
        let mended = |text: &str| mend(text).map(|(text, is_certain)| format!("{text} {is_certain}"));
        assert_eq!(mended("2016-12-05 21:29:29z").as_deref(), Some("2016-12-05T21:29:29Z true"));
        assert_eq!(mended("2016-12-05T21:29:29").as_deref(), Some("2016-12-05T21:29:29Z false"));
        for text in ["2016-13-05 21:29:29Z", "2016-12-05", "2016-12-05T21:29", "tomorrow eve", "日付日付日付"]
        {
            assert_eq!(mended(text), None, "{text}");
        }
    }

    #[test]
    fn takes_what_aws_takes() {
        for text in ["2030-01-31T12:00:00Z", "2030-01-31T12:00:00.123Z", "2024-02-29T00:00:00+02:00"] {
            assert_eq!(problem(text), None, "{text}");
        }
    }

    #[test]
    fn refuses_what_aws_refuses() {
        // spec/states.md 1.8: recorded shapes
        for text in [
            "2016-12-05T21:29:29",
            "2016-12-05 21:29:29Z",
            "2016-13-05T21:29:29Z",
            "2016-12-05T25:29:29Z",
            "2016-12-05",
            "2016-12-05t21:29:29z",
            "2023-02-29T00:00:00Z",
            "2030-01-31T12:00:00.Z",
            "tomorrow",
            "",
            "日付",
        ] {
            assert!(problem(text).is_some(), "{text}");
        }
    }
}
