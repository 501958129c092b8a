//! A byte-order mark at the beginning of the text.

use super::{Context, Reporter, report_refused};
use crate::syntax::SyntaxProblemKind;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    report_refused(cx, out, &[SyntaxProblemKind::ByteOrderMark]);
}
