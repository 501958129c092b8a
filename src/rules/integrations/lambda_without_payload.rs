//! A function that is called without any input.

use super::{Context, Reporter};
use crate::rules::service_call::calls;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for call in calls(cx).filter(|call| call.name == "lambda:invoke") {
        if let Some(sent) = call.sent.filter(|_| call.lacks(cx, "Payload")) {
            let message = format!("State `{}` calls a function and sends it nothing", call.state.name);
            out.report(&call.place(Vec::new()), sent.key.span(), message)
                .label("no `Payload`")
                .help("The function gets `{}`; add `Payload` where it needs more");
        }
    }
}
