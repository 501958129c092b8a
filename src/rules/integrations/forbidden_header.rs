//! A header that a call must not set.

use super::{Context, Reporter};
use crate::finding::Severity;
use crate::rules::service_call::{calls, member_name};
use crate::rules::state::is_execution_absorbed;

/// Headers in small letters; those that end in `-` are the beginnings of names (spec/integrations.md 8.3).
const OF_API_GATEWAY: [&str; 18] = [
    "authorization",
    "connection",
    "content-md5",
    "expect",
    "host",
    "max-forwards",
    "proxy-authenticate",
    "server",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "via",
    "www-authenticate",
    "x-amz-",
    "x-amzn-",
    "x-forwarded-",
    "x-forwarded",
];
const OF_HTTP: [&str; 35] = [
    "a-im",
    "accept-charset",
    "accept-datetime",
    "accept-encoding",
    "authorization",
    "cache-control",
    "connection",
    "content-encoding",
    "content-md5",
    "date",
    "expect",
    "forwarded",
    "from",
    "host",
    "http2-settings",
    "if-match",
    "if-modified-since",
    "if-none-match",
    "if-range",
    "if-unmodified-since",
    "max-forwards",
    "origin",
    "pragma",
    "proxy-authorization",
    "referer",
    "server",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "via",
    "warning",
    "x-amz-",
    "x-amzn-",
    "x-forwarded-",
];

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for call in calls(cx) {
        let forbidden: &[&str] = match call.name.as_str() {
            "apigateway:invoke" => &OF_API_GATEWAY,
            "http:invoke" => &OF_HTTP,
            _ => continue,
        };
        let Some((_, headers)) = call.member("Headers") else { continue };
        for (key, _) in headers.members() {
            let Some(name) = member_name(key) else { continue };
            let lower = name.to_ascii_lowercase();
            let is_meant =
                |known: &&str| lower == **known || known.ends_with('-') && lower.starts_with(*known);
            if !forbidden.iter().any(is_meant) {
                continue;
            }
            let message = format!("`{}` does not take the header `{name}`", call.name);
            let finding = out.report(&call.place_of(key), key.span(), message);
            finding.label("not taken");
            finding.help(match lower.as_str() {
                "authorization" if call.name == "http:invoke" => {
                    "The connection of EventBridge authorizes the call"
                }
                "authorization" => "Set `AuthType` to `IAM_ROLE`",
                _ => "Leave it out",
            });
            // An HTTP task fails with States.Runtime; of API Gateway that is not documented.
            let is_certain = call.name == "http:invoke" && !is_execution_absorbed(cx.machine, call.state);
            finding.at_most(if is_certain { Severity::Error } else { Severity::Warning });
        }
    }
}
