//! A body for a method that sends none.

use super::{Context, Reporter};
use crate::rules::service_call::{calls, literal};

/// The methods that send a body (spec/integrations.md 8.3).
const WITH_BODY: [&str; 3] = ["PATCH", "POST", "PUT"];

/// The methods that do not.
const WITHOUT_BODY: [&str; 4] = ["GET", "DELETE", "HEAD", "OPTIONS"];

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for call in calls(cx).filter(|call| call.name == "apigateway:invoke") {
        let body = call.member("RequestBody").or_else(|| call.member("RequestBody.$"));
        let (Some((body, _)), Some((_, method))) = (body, call.member("Method")) else { continue };
        let Some(name) = literal(method).filter(|name| WITHOUT_BODY.contains(name)) else { continue };
        out.report(&call.place_of(body), body.span(), format!("`{}` sends no body with `{name}`", call.name))
            .label("not sent")
            .related(method.span(), format!("`{name}`"))
            .help(format!("Leave it out, or take one of {}", WITH_BODY.join(", ")));
    }
}
