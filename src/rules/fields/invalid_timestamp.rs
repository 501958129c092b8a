//! A timestamp that is not written as RFC 3339 asks.

use super::{Context, Reporter};
use crate::asl::{Holds, Place, timestamp_problem};
use crate::rules::edit;
use crate::rules::wording::SCHEMA;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for entry in cx.entries() {
        let spec = entry.spec;
        if spec.holds != Holds::Timestamp {
            continue;
        }
        let value = cx.machine.field_ref(entry).value;
        let Some(text) = value.str() else { continue };
        if value.has_placeholder() || text.starts_with("{%") && spec.takes_jsonata {
            continue;
        }
        let Some(reason) = timestamp_problem(text) else { continue };
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
    if timestamp_problem(&mended).is_none() {
        return Some((mended, true));
    }
    mended.push('Z');
    timestamp_problem(&mended).is_none().then_some((mended, false))
}

#[cfg(test)]
mod tests {
    use super::mend;
    use crate::asl::timestamp_problem;

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
            assert_eq!(timestamp_problem(text), None, "{text}");
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
            assert!(timestamp_problem(text).is_some(), "{text}");
        }
    }
}
