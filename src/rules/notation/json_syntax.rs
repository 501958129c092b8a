//! The text is not JSON.

use super::{Context, Reporter, report_refused};
use crate::syntax::SyntaxProblemKind;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    report_refused(cx, out, &[SyntaxProblemKind::JsonSyntax, SyntaxProblemKind::LeftOut]);
}
