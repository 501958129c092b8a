//! A comma behind the last member or item in JSON.

use super::{Context, Reporter, report_refused};
use crate::syntax::SyntaxProblemKind;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    report_refused(cx, out, &[SyntaxProblemKind::TrailingComma]);
}
