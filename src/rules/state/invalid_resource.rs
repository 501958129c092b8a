//! A `Resource` that is not an ARN at all.

use super::{Context, Reporter};
use crate::asl::{Field, Place, StateType};
use crate::aws::{self, Target, has_placeholder};
use crate::finding::Severity;
use crate::rules::resources::resources;
use crate::rules::wording::{SCHEMA, shorten};

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for &(state, node, ref resource) in resources(cx) {
        let text = node.str().filter(|_| resource.target == Target::Other);
        let Some(text) = text.filter(|text| is_arn(text) && !has_placeholder(text)) else { continue };
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
    for state in cx.machine.states_of(StateType::Task) {
        let Some(value) = cx.machine.value(state.object, Field::Resource) else { continue };
        let Some(text) = value.str().filter(|text| !is_arn(text) && !has_placeholder(text)) else { continue };
        let place = Place::field(state.object, Field::Resource);
        let finding = out.report(&place, value.span(), format!("`{}` is not an ARN", shorten(text)));
        finding.label("an ARN is expected").aws(
            SCHEMA,
            "Value is not a valid resource ARN",
            cx.location(&place),
        );
        if text.starts_with("{%") {
            finding.help("`Resource` is never evaluated; put what changes into `Arguments`");
        } else if text.starts_with('$') {
            finding.help("`Resource` is never evaluated; it takes no path");
        } else {
            finding.help("Such as `arn:aws:states:::lambda:invoke`, with the function's name in the payload");
        }
    }
}

/// Six parts between colons, the first of them `arn`. What the parts say is for the rules that know the services.
fn is_arn(text: &str) -> bool {
    let has_blank = || match text.is_ascii() {
        true => text.bytes().any(|byte| matches!(byte, b'\t'..=b'\r' | b' ')),
        false => text.contains(char::is_whitespace),
    };
    text.starts_with("arn:aws") && text.bytes().filter(|&byte| byte == b':').nth(4).is_some() && !has_blank()
}
