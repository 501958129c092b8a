//! A comment in JSON: AWS's JSON reader refuses it, the tools in between may strip it.

use super::{Context, Reporter, report_refused};
use crate::syntax::SyntaxProblemKind;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    report_refused(cx, out, &[SyntaxProblemKind::Comment]);
}
