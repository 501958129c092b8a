//! An endpoint in another form than its integration takes.

use super::{Context, Reporter};
use crate::aws::has_placeholder;
use crate::rules::edit;
use crate::rules::service_call::{ServiceCall, calls, has_unknown};
use crate::syntax::Node;

const ENDPOINT: &str = "ApiEndpoint";
const SECURE: &str = "https://";

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for call in calls(cx) {
        let Some((_, value)) = call.member(ENDPOINT) else { continue };
        let Some(text) = value.str().filter(|text| !text.contains("{%")) else { continue };
        match call.name.as_str() {
            "apigateway:invoke" => check_host(out, call, value, text),
            "http:invoke" => check_url(out, call, value, text),
            _ => {}
        }
    }
}

/// API Gateway's is a host: neither scheme nor path (spec/integrations.md 8.3).
fn check_host<'t>(out: &mut Reporter<'_>, call: &ServiceCall<'t>, value: Node<'t>, text: &str) {
    let scheme =
        ["https://", "http://"].into_iter().find(|scheme| text.starts_with(scheme)).unwrap_or_default();
    let rest = &text[scheme.len()..];
    let has_path = !has_placeholder(rest) && rest.contains('/');
    if scheme.is_empty() && !has_path {
        return;
    }
    let what = if scheme.is_empty() { "a path" } else { "a scheme" };
    let message = format!("`{ENDPOINT}` of `{}` is a host, without {what}", call.name);
    let finding = out.report(&call.place_of(value), value.span(), message);
    finding.label("more than a host");
    if has_path {
        finding.help("Leave the host alone, and put what follows it into `Stage` and `Path`");
    } else {
        let (span, text) = edit::within(value, 0, scheme.len(), "");
        finding.help(format!("Leave `{scheme}` out")).safe_fix(span, text);
    }
}

/// That of an HTTP task is a URL (spec/integrations.md 8.3).
fn check_url<'t>(out: &mut Reporter<'_>, call: &ServiceCall<'t>, value: Node<'t>, text: &str) {
    let is_insecure = text.starts_with("http://");
    if text.starts_with(SECURE) || has_unknown(value) && !is_insecure {
        return;
    }
    let message = format!("`{ENDPOINT}` of `{}` begins with `{SECURE}`", call.name);
    let finding = out.report(&call.place_of(value), value.span(), message);
    let end = if is_insecure { "http://".len() } else { 0 };
    let (span, text) = edit::within(value, 0, end, SECURE);
    finding.label(format!("no `{SECURE}`")).help(format!("Write `{SECURE}`")).unsafe_fix(span, text);
}
