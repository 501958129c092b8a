//! An error name that looks predefined and is not.

use std::cell::LazyCell;

use rustc_hash::FxHashSet;

use super::{ALL, Context, PREDEFINED, Reporter, error_names};
use crate::asl::{Field, StateType};
use crate::rules::edit;
use crate::suggest;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    // A Fail state of the same definition may raise such a name, and AWS lets it.
    let raised: LazyCell<FxHashSet<&str>, _> = LazyCell::new(|| {
        let fails = cx.machine.states_of(StateType::Fail);
        fails.filter_map(|state| cx.machine.str(state.object, Field::Error)).collect()
    });
    for entry in error_names(cx) {
        let (name, item) = (entry.name, entry.item);
        let is_predefined = name.starts_with("States.") && PREDEFINED.contains(&name);
        if is_predefined || item.has_placeholder() {
            continue;
        }
        let status = name.strip_prefix("States.").and_then(http_status);
        let status = status.filter(|status| status != name);
        let nearest = status.or_else(|| nearest(name).map(str::to_owned));
        let is_reserved = name.starts_with("States.") && !name.starts_with("States.Http.StatusCode.");
        if !is_reserved && nearest.is_none() || raised.contains(name) {
            continue;
        }
        let message = format!("No error is called `{name}`, so this entry never matches");
        let finding = out.report(&entry.place(), item.span(), message);
        finding.label("not a predefined error");
        match nearest {
            Some(nearest) => {
                finding.help(format!("Did you mean `{nearest}`?"));
                let (span, text) = edit::within(item, 0, name.len(), &nearest);
                finding.unsafe_fix(span, text);
            }
            None => drop(finding.help("Names that begin with `States.` are reserved for Step Functions")),
        }
    }
}

/// The error of an HTTP task with the status that a name ends with (spec/errors.md 7.5): `Http.404`, `StatusCode.404`.
pub(super) fn http_status(name: &str) -> Option<String> {
    let (words, status) = name.rsplit_once('.').unwrap_or(("", name));
    let is_status = status.len() == 3 && status.bytes().all(|byte| byte.is_ascii_digit());
    let known = ["", "http", "http.status", "http.statuscode", "status", "statuscode"];
    let is_meant = is_status && known.iter().any(|known| known.eq_ignore_ascii_case(words));
    is_meant.then(|| format!("States.Http.StatusCode.{status}"))
}

/// The predefined name that was probably meant; for names outside `States.` only where hardly anything else can be.
pub(super) fn nearest(name: &str) -> Option<&'static str> {
    if name.starts_with("States.") {
        return suggest::nearest(name, PREDEFINED);
    }
    let same = |other: &str| name.eq_ignore_ascii_case(other);
    if ["all", "*", "errors.all", "error.all", "states.all", "state.all"].into_iter().any(same) {
        return Some(ALL);
    }
    let behind = |prefix: &str| {
        let (start, rest) = name.split_at_checked(prefix.len())?;
        start.eq_ignore_ascii_case(prefix).then_some(rest)
    };
    let bare = behind("state.").or_else(|| behind("states."))?;
    let matches = |known: &&&str| known["States.".len()..].eq_ignore_ascii_case(bare);
    PREDEFINED.iter().find(matches).copied()
}
