//! What tasks send to services.

pub mod bucket_is_arn;
pub mod fifo_without_group;
pub mod fixed_execution_name;
pub mod forbidden_header;
pub mod ignored_item_failures;
pub mod ineffective_timeout;
pub mod invalid_api_endpoint;
pub mod invalid_emr_cluster;
pub mod invalid_event;
pub mod invocation_sent_to_function;
pub mod lambda_without_payload;
pub mod lambda_without_retrier;
pub mod partition_mismatch;
pub mod polled_job;
pub mod s3_object_in_state;
pub mod sdk_call_of_optimized_action;
pub mod secret_in_definition;
pub mod secret_in_state;
pub mod statement_from_input;
pub mod target_from_input;
pub mod unexpected_request_body;
pub mod unlinked_nested_execution;
pub mod unmatched_expression_attribute;
pub mod unpaginated_list;
pub mod wrong_target;

use super::{Context, Reporter};
use crate::asl::{Field, FieldRef, State};
use crate::aws::Target;
use crate::rules::resources::resources;
use crate::syntax::Node;

/// The tasks that call an integration, with `service:action` (or `aws-sdk:service:action`) and the resource.
fn calls<'c, 't>(cx: &'c Context<'t>) -> impl Iterator<Item = (&'c State<'t>, &'t str, Node<'t>)> {
    resources(cx).iter().filter_map(|&(state, node, ref resource)| {
        let (prefix, call) = match &resource.target {
            Target::Optimized(call) | Target::Http(call) => ("", call),
            Target::Sdk(call) => ("aws-sdk:", call),
            _ => return None,
        };
        let start = call.service.range.start.checked_sub(prefix.len())?;
        Some((state, node.str()?.get(start..call.action.range.end)?, node))
    })
}

/// What a state sends: its `Parameters` or `Arguments`.
fn sent<'t>(cx: &Context<'t>, state: &State<'t>) -> Option<FieldRef<'t>> {
    [Field::Parameters, Field::Arguments].into_iter().find_map(|field| cx.machine.field(state.object, field))
}
