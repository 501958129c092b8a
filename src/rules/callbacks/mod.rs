//! Tasks that wait until somebody answers.

pub mod callback_without_timeout;
pub mod callback_without_token;
pub mod heartbeat_without_sender;

use super::{Context, Reporter};
use crate::asl::{Field, State, StateType};
use crate::source::Span;
use crate::syntax::Node;

/// How the resource of a callback task ends.
const CALLBACK: &str = ".waitForTaskToken";

/// Who ends a task.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Waiter {
    /// Whoever is given the task token.
    Callback,
    /// A worker that asks for work.
    Activity,
    /// The service itself.
    Service,
}

/// The tasks whose resource is written down, with it and who ends them.
fn tasks<'c, 't>(cx: &'c Context<'t>) -> impl Iterator<Item = (&'c State<'t>, Node<'t>, Waiter)> {
    cx.states_of(StateType::Task).filter_map(|state| {
        let resource = cx.machine.value(state.object, Field::Resource)?;
        let text = resource.str()?;
        let waiter = match () {
            () if text.ends_with(CALLBACK) => Waiter::Callback,
            () if text.contains("${") => return None,
            () if text.contains(":activity:") => Waiter::Activity,
            () => Waiter::Service,
        };
        Some((state, resource, waiter))
    })
}

/// Where a resource says that the task waits.
fn suffix(resource: Node<'_>) -> Span {
    let length = resource.str().map_or(0, str::len);
    resource.span_within(length.saturating_sub(CALLBACK.len()), length)
}
