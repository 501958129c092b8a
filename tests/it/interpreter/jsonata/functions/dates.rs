//! Functions on times. The clock stands still.

use super::super::value::Val;
use super::super::{Evaluated, Evaluator, throws};
use super::argument;
use crate::interpreter::{NOW_MILLIS, time, unsupported};

pub fn call(_: &mut Evaluator<'_>, name: &str, arguments: &[Val]) -> Option<Evaluated> {
    if !["now", "millis", "toMillis", "fromMillis"].contains(&name) {
        return None;
    }
    let is_plain = arguments.iter().skip(usize::from(name != "now")).all(Val::is_undefined);
    Some(match (name, argument(arguments, 0)) {
        _ if !is_plain => unsupported("the picture of a date"),
        ("now", _) => Ok(Val::text(time::format(NOW_MILLIS))),
        ("millis", _) => Ok(Val::Number(NOW_MILLIS as f64)),
        ("toMillis", Val::String(text)) => match time::parse(text) {
            Some(nanos) => Ok(Val::Number(nanos.div_euclid(1_000_000) as f64)),
            None if text.starts_with(|first: char| first.is_ascii_digit()) => unsupported("an odd timestamp"),
            None => throws("D3110"),
        },
        ("fromMillis", Val::Number(millis)) if millis.abs() < 1e14 => {
            Ok(Val::text(time::format(*millis as i64)))
        }
        ("fromMillis", Val::Number(_)) => unsupported("a time far away"),
        _ => Ok(Val::Undefined),
    })
}
