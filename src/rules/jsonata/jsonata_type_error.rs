//! An operator on values that it cannot work with.

use super::{Context, Reporter, report_checks};
use crate::expr::jsonata::FindingKind;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    report_checks(
        cx,
        out,
        &[
            FindingKind::WrongOperand,
            FindingKind::WrongComparison,
            FindingKind::WrongChain,
            FindingKind::TemplateLiteral,
        ],
    );
}
