//! A message for a FIFO queue or topic that belongs to no group.

use super::{Context, Reporter};
use crate::rules::parameters::severity;
use crate::rules::service_call::calls;

/// The calls that send a single message, with the members that name the receiver.
const SENDERS: [(&str, &[&str]); 2] =
    [("sqs:sendMessage", &["QueueUrl"]), ("sns:publish", &["TopicArn", "TargetArn"])];

const GROUP: &str = "MessageGroupId";

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for call in calls(cx) {
        let Some((_, receivers)) = SENDERS.iter().find(|(name, _)| *name == call.name) else { continue };
        let is_fifo = |value: &str| value.ends_with(".fifo");
        let mut named = receivers.iter().filter_map(|name| call.member(name));
        let Some((key, value)) = named.find(|(_, value)| value.str().is_some_and(is_fifo)) else { continue };
        if !call.lacks(cx, GROUP) {
            continue;
        }
        let message = format!("`{}` needs `{GROUP}`, for what it sends to is FIFO", call.name);
        out.report(&call.place_of(key), value.span(), message)
            .label("FIFO")
            .help(format!("Add `{GROUP}`; messages of a group keep their order"))
            .at_most(severity(cx, call.state));
    }
}
