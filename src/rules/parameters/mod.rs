//! What tasks send, beside what the actions take.

pub mod exclusive_parameters;
pub mod missing_parameter;
pub mod parameter_out_of_range;
pub mod unknown_parameter;
pub mod unknown_parameter_value;
pub mod wrong_parameter_type;

use super::{Context, Reporter};
use crate::asl::{Field, State};
use crate::finding::Severity;
use crate::rules::state::is_absorbed_outside;

/// How bad a failure of a task is that its retriers and catchers may take.
pub(in crate::rules) fn severity(cx: &Context<'_>, state: &State<'_>) -> Severity {
    let own = [Field::Retry, Field::Catch].into_iter().any(|list| cx.machine.has(state.object, list));
    if own || is_absorbed_outside(cx.machine, state) { Severity::Warning } else { Severity::Error }
}
