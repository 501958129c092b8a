//! What tasks send to services.

pub mod bucket_is_arn;
pub mod fifo_without_group;
pub mod fixed_execution_name;
pub mod forbidden_header;
pub mod invalid_api_endpoint;
pub mod invalid_emr_cluster;
pub mod invalid_event;
pub mod lambda_without_payload;
pub mod lambda_without_retrier;
pub mod partition_mismatch;
pub mod secret_in_definition;
pub mod timeout_above_limit;
pub mod unexpected_request_body;
pub mod unlinked_nested_execution;
pub mod unparsed_child_output;

use super::{Context, Reporter};
use crate::asl::{Field, FieldRef, State, StateType};
use crate::syntax::Node;

/// The tasks that call an integration, with `service:action` (or `aws-sdk:service:action`) and the resource.
fn calls<'c, 't>(cx: &'c Context<'t>) -> impl Iterator<Item = (&'c State<'t>, &'t str, Node<'t>)> {
    cx.machine.states_of(StateType::Task).filter_map(|state| {
        let resource = cx.machine.value(state.object, Field::Resource)?;
        let mut parts = resource.str()?.splitn(6, ':');
        let is_arn = parts.next() == Some("arn") && parts.next().is_some();
        let is_integration = is_arn && parts.by_ref().take(3).eq(["states", "", ""]);
        let call = parts.next().filter(|_| is_integration)?;
        let call = call.split_once('.').map_or(call, |(call, _)| call);
        Some((state, call, resource))
    })
}

/// What a state sends: its `Parameters` or `Arguments`.
fn sent<'t>(cx: &Context<'t>, state: &State<'t>) -> Option<FieldRef<'t>> {
    [Field::Parameters, Field::Arguments].into_iter().find_map(|field| cx.machine.field(state.object, field))
}
