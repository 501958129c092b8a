//! Retriers, catchers and error names.

pub mod duplicate_error_name;
pub mod max_delay_below_interval;
pub mod reserved_error_name;
pub mod retry_outlasts_timeout;
pub mod shadowed_catcher;
pub mod shadowed_retrier;
pub mod states_all_not_alone;
pub mod states_all_not_last;
pub mod task_failed_misses_timeout;
pub mod uncatchable_error;
pub mod unknown_states_error;
pub mod unmatchable_error_name;

use super::{Context, Reporter};
use crate::asl::{Field, ObjectId, State, StateType};
use crate::syntax::Node;

/// The names that Step Functions itself raises or matches with (spec/errors.md 7.1).
const PREDEFINED: [&str; 17] = [
    "States.ALL",
    "States.Timeout",
    "States.HeartbeatTimeout",
    "States.TaskFailed",
    "States.Permissions",
    "States.BranchFailed",
    "States.NoChoiceMatched",
    "States.ResultPathMatchFailure",
    "States.ParameterPathFailure",
    "States.IntrinsicFailure",
    "States.QueryEvaluationError",
    "States.ExceedToleratedFailureThreshold",
    "States.ItemReaderFailed",
    "States.ResultWriterFailed",
    "States.DataLimitExceeded",
    "States.Runtime",
    "States.Http.Socket",
];

const ALL: &str = "States.ALL";

/// The states that may have retriers and catchers.
fn handling<'c, 't>(cx: &'c Context<'t>) -> impl Iterator<Item = &'c State<'t>> + use<'c, 't> {
    let types = [StateType::Task, StateType::Parallel, StateType::Map];
    types.into_iter().flat_map(|state_type| cx.machine.states_of(state_type))
}

/// The error names of a retrier or catcher.
fn names<'t>(cx: &Context<'t>, handler: ObjectId) -> impl Iterator<Item = (&'t str, Node<'t>)> + use<'t> {
    let list = cx.machine.value(handler, Field::ErrorEquals);
    list.into_iter().flat_map(Node::items).filter_map(|item| Some((item.str()?, item)))
}
