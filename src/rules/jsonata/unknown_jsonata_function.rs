//! A call of a function that does not exist.

use super::{Context, Reporter, report_checks};
use crate::expr::jsonata::FindingKind;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    report_checks(
        cx,
        out,
        &[FindingKind::UnknownFunction, FindingKind::MissingDollar, FindingKind::UnavailableFunction],
    );
}
