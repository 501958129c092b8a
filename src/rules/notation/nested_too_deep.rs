//! Brackets, or YAML aliases, that nest deeper than is followed.

use super::{Context, Reporter, of_kind, report};
use crate::syntax::SyntaxProblemKind;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for problem in of_kind(cx, SyntaxProblemKind::TooDeep) {
        report(cx, out, problem).aws("TOO_DEEPLY_NESTED", "The definition is too deeply nested", None);
    }
}
