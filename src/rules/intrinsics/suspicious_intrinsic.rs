//! An intrinsic function that does something else than was probably meant.

use super::{Context, Reporter, report};
use crate::expr::intrinsic::Certainty;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    report(cx, out, Certainty::Suspicious);
}
