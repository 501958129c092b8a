//! A call with arguments that the function does not take.

use super::{Context, Reporter, report_checks};
use crate::expr::jsonata::FindingKind;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    report_checks(
        cx,
        out,
        &[FindingKind::WrongArity, FindingKind::WrongArgument, FindingKind::UnknownAlgorithm],
    );
}
