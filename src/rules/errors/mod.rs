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
use crate::asl::{Field, ObjectId, Place, State, StateType};
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
fn handling<'t>(states: &'t [State<'t>]) -> impl Iterator<Item = &'t State<'t>> {
    let types = [StateType::Task, StateType::Parallel, StateType::Map].map(Some);
    states.iter().filter(move |state| types.contains(&state.state_type))
}

/// The error names of a retrier or catcher, each with its place in `ErrorEquals`.
fn names<'t>(
    cx: &Context<'t>,
    handler: ObjectId,
) -> impl Iterator<Item = (usize, &'t str, Node<'t>)> + use<'t> {
    let items = cx.machine.value(handler, Field::ErrorEquals).into_iter().flat_map(Node::items);
    items.enumerate().filter_map(|(index, item)| Some((index, item.str()?, item)))
}

/// An entry of `ErrorEquals`.
#[derive(Clone, Copy)]
pub struct ErrorName<'t> {
    /// The state.
    state: &'t State<'t>,
    /// `Retry` or `Catch`.
    list: Field,
    /// The retrier or catcher.
    handler: ObjectId,
    /// The entry's place in `ErrorEquals`.
    index: usize,
    name: &'t str,
    item: Node<'t>,
}

impl ErrorName<'_> {
    fn place(&self) -> Place {
        Place::item(self.handler, Field::ErrorEquals, self.index)
    }
}

/// The error names of all retriers and catchers: state by state, list by list.
fn error_names<'t>(cx: &Context<'t>) -> &'t [ErrorName<'t>] {
    let all = cx.shared.error_names.get_or_init(|| {
        let machine = cx.machine;
        let mut found = Vec::new();
        for state in handling(machine.states()) {
            for list in [Field::Retry, Field::Catch] {
                for handler in machine.children(state.object, list) {
                    let entry = |(index, name, item)| ErrorName { state, list, handler, index, name, item };
                    found.extend(names(cx, handler).map(entry));
                }
            }
        }
        found
    });
    cx.within(all, |entry| entry.state.id)
}

/// Error names, handler by handler.
fn by_handler<'e, 't>(names: &'e [ErrorName<'t>]) -> impl Iterator<Item = &'e [ErrorName<'t>]> {
    names.chunk_by(|one, next| one.handler == next.handler)
}
