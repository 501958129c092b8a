/// What is wrong with a timestamp (RFC 3339 with an upper-case `T`, and `Z` where there is no offset; spec/states.md 1.8).
pub fn timestamp_problem(text: &str) -> Option<&'static str> {
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
