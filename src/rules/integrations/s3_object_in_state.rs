//! An object of S3 that is read into the state, however large it is.

use super::{Context, Reporter};
use crate::aws::Pattern;
use crate::rules::service_call::{ServiceCall, calls};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let reads_object = |call: &&ServiceCall<'_>| {
        call.optimized.is_none()
            && call.sdk == ("s3", "getObject")
            && call.pattern == Some(Pattern::RequestResponse)
    };
    for call in calls(cx).filter(reads_object) {
        let is_part = call.sent_names().any(|name| ["Range", "PartNumber"].contains(&name));
        if is_part || !call.is_written() {
            continue;
        }
        out.report(
            &call.resource_place(),
            call.resource.span(),
            format!("State `{}` reads a whole object of S3 into its result", call.state.name),
        )
        .label("fails with `States.DataLimitExceeded` when the object is larger than 256 KiB")
        .help("Hand on bucket and key, or read a part of the object with `Range`");
    }
}
