//! Where the transitions lead.

pub mod busy_loop;
pub mod catcher_loop;
pub mod endless_scope;
pub mod no_terminal_state;
pub mod no_way_to_end;
pub mod self_loop;
pub mod transition_crosses_scope;
pub mod unbounded_poll_loop;
pub mod unknown_start;
pub mod unknown_target;
pub mod unreachable_state;

use super::{Context, Reporter};

/// AWS's code for dangling targets and unreachable states.
const TARGET: &str = "MISSING_TRANSITION_TARGET";
