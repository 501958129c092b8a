//! How templates deploy state machines.

pub mod definition_elsewhere;
pub mod definition_file_not_found;
pub mod express_without_logging;
pub mod invalid_state_machine_name;
pub mod log_group_outside_vendedlogs;
pub mod missing_definition;
pub mod several_definitions;
pub mod sync_start_of_standard;
pub mod sync_without_event_permissions;
pub mod undefined_substitution;
pub mod unused_substitution;
pub mod wrong_resource_attribute;

use super::{Context, Reporter, Unread};
use crate::asl::Place;
use crate::finding::Finding;
use crate::source::Span;

/// Reports something about the definition as a whole, shown at a place of the template.
fn report<'r>(cx: &Context<'_>, out: &'r mut Reporter<'_>, span: Span, message: String) -> &'r mut Finding {
    out.report(&Place::object(cx.machine.root()), span, message)
}
