//! A `Resource` that is not an ARN at all.

use super::{Context, Reporter};
use crate::asl::{Field, Place, State};
use crate::aws::{self, Target, has_placeholder};
use crate::finding::Severity;
use crate::rules::resources::resources;
use crate::rules::wording::{SCHEMA, shorten};
use crate::syntax::Node;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for &(state, node, ref resource) in resources(cx) {
        let Some(text) = node.str().filter(|text| !has_placeholder(text)) else { continue };
        if !is_arn(text) {
            report_no_arn(cx, out, state, node, text);
            continue;
        }
        if resource.target != Target::Other {
            continue;
        }
        // Other interpreters of the language have resources of their own.
        let service = text.split(':').nth(2).unwrap_or_default();
        if service != "states" && aws::sdk_service(service).is_none() {
            continue;
        }
        let place = Place::field(state.object, Field::Resource);
        let help = match text.split(':').nth(5) {
            Some("stateMachine") => {
                "A task starts a state machine with `arn:aws:states:::states:startExecution`"
            }
            _ => "A task calls functions, activities and integrations: `arn:aws:states:::sns:publish`",
        };
        out.report(&place, node.span(), format!("`{}` is nothing that a task calls", shorten(text)))
            .label("an integration, a function or an activity is expected")
            .help(help)
            .at_most(Severity::Warning);
    }
}

fn report_no_arn(cx: &Context<'_>, out: &mut Reporter<'_>, state: &State<'_>, node: Node<'_>, text: &str) {
    let place = Place::field(state.object, Field::Resource);
    let finding = out.report(&place, node.span(), format!("`{}` is not an ARN", shorten(text)));
    finding.label("an ARN is expected").aws(SCHEMA, "Value is not a valid resource ARN", cx.location(&place));
    if text.starts_with("{%") {
        finding.help("`Resource` is never evaluated; put what changes into `Arguments`");
    } else if text.starts_with('$') {
        finding.help("`Resource` is never evaluated; it takes no path");
    } else {
        finding.help("Such as `arn:aws:states:::lambda:invoke`, with the function's name in the payload");
    }
}

/// Six parts between colons, the first of them `arn`. What the parts say is for the rules that know the services.
fn is_arn(text: &str) -> bool {
    // Few texts have any byte that can be one of a blank.
    let may_have_blank = || text.bytes().fold(false, |may, byte| may | (byte <= b' ') | !byte.is_ascii());
    text.starts_with("arn:aws")
        && memchr::memchr_iter(b':', text.as_bytes()).nth(4).is_some()
        && !(may_have_blank() && text.contains(char::is_whitespace))
}
