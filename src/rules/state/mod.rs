//! What single states say.

pub mod credentials_on_activity;
pub mod definition_too_large;
pub mod discarded_result_selector;
pub mod express_timeout_too_long;
pub mod express_unsupported;
pub mod express_wait_too_long;
pub mod fail_without_error;
pub mod hardcoded_account;
pub mod heartbeat_not_below_timeout;
pub mod ignored_parameters;
pub mod invalid_resource;
pub mod missing_alternative;
pub mod missing_next;
pub mod next_and_end;
pub mod redundant_default;
pub mod task_without_timeout;
pub mod unknown_state_type;
pub mod wait_too_long;

use super::{Context, Reporter};
use crate::asl::{Field, Machine, ScopeKind, State};

/// Whether the failure of the whole execution that a state runs in may be absorbed: by what stands around the
/// Distributed Map that started it.
pub(super) fn is_execution_absorbed(machine: &Machine<'_>, state: &State<'_>) -> bool {
    let mut scope = machine.scope(state.scope);
    while let Some(owner) = scope.owner.map(|owner| machine.state(owner)) {
        if scope.kind == ScopeKind::Distributed {
            return absorbs(machine, owner) || is_absorbed_outside(machine, owner);
        }
        scope = machine.scope(owner.scope);
    }
    false
}

/// Whether an error of a state may be absorbed by something around it: a retrier or catcher of a Parallel or Map that
/// holds it. Its own ones are looked at by those who know whether the state may have any.
pub(super) fn is_absorbed_outside(machine: &Machine<'_>, state: &State<'_>) -> bool {
    machine.owners(state.scope).any(|owner| absorbs(machine, owner))
}

fn absorbs(machine: &Machine<'_>, state: &State<'_>) -> bool {
    let is_handler = |field: Field| {
        matches!(field, Field::Catch | Field::Retry) || field.name().starts_with("ToleratedFailure")
    };
    machine.fields(state.object).any(|field| is_handler(field.field))
}
