//! A catcher behind others that catch all it names.

use super::{Context, Reporter, shadowed_retrier};
use crate::asl::Field;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    shadowed_retrier::check_list(cx, out, Field::Catch, "catcher");
}
