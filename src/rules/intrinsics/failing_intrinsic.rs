//! An intrinsic function that fails with the arguments it is given.

use super::{Context, Reporter, report};
use crate::expr::intrinsic::Certainty;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    report(cx, out, Certainty::Fails);
}
