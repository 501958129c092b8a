//! The text is not YAML.

use super::{Context, Reporter, report_kind};
use crate::syntax::SyntaxProblemKind;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    report_kind(cx, out, SyntaxProblemKind::YamlSyntax);
}
