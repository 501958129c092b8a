//! An error name that is spelled otherwise by the integration of its task.

use super::{Context, Reporter, names};
use crate::asl::{Field, Place, StateType};
use crate::rules::edit;

/// What the errors of optimized integrations begin with, and how the same service is called elsewhere, such as in SDK
/// integrations (spec/errors.md 7.5).
const PREFIXES: [(&str, &str, &[&str]); 8] = [
    ("lambda", "Lambda", &[]),
    ("dynamodb", "DynamoDB", &[]),
    ("sns", "SNS", &[]),
    ("sqs", "SQS", &[]),
    ("states", "StepFunctions", &["sfn", "stepfunction"]),
    ("events", "EventBridge", &["events"]),
    ("ecs", "ECS", &[]),
    ("apigateway", "ApiGateway", &[]),
];

/// What every error of an SDK integration ends with (spec/errors.md 7.4).
const SDK_END: &str = "Exception";

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for state in cx.machine.states_of(StateType::Task) {
        let Some(resource) = cx.machine.value(state.object, Field::Resource) else { continue };
        let Some(integration) = resource.str().and_then(Integration::of) else { continue };
        for handler in
            [Field::Retry, Field::Catch].iter().flat_map(|&list| cx.machine.children(state.object, list))
        {
            for (index, (name, item)) in names(cx, handler).enumerate() {
                let Some(right) = integration.right_name(name).filter(|_| !item.has_placeholder()) else {
                    continue;
                };
                let (span, text) = edit::within(item, 0, name.len(), &right);
                out.report(
                    &Place::item(handler, Field::ErrorEquals, index),
                    item.span(),
                    format!(
                        "No error of `{}` is called `{name}`, so this entry never matches",
                        integration.name
                    ),
                )
                .label("never raised here")
                .related(resource.span(), "raises the errors")
                .help(format!("Write `{right}`"))
                .unsafe_fix(span, text);
            }
        }
    }
}

/// An integration whose errors have names that are known.
struct Integration<'r> {
    /// Service and action, as the resource has them.
    name: &'r str,
    service: &'r str,
    is_sdk: bool,
}

impl<'r> Integration<'r> {
    fn of(resource: &'r str) -> Option<Self> {
        // Whoever answers a callback chooses the name.
        if resource.contains("${") || resource.ends_with(".waitForTaskToken") {
            return None;
        }
        let mut parts = resource.splitn(6, ':').skip(2);
        let is_integration =
            parts.next() == Some("states") && parts.next() == Some("") && parts.next() == Some("");
        let name = parts.next().filter(|_| is_integration)?;
        let (is_sdk, called) = match name.strip_prefix("aws-sdk:") {
            Some(rest) => (true, rest),
            None => (false, name),
        };
        let (service, _) = called.split_once(':')?;
        Some(Self { name, service, is_sdk })
    }

    /// The name that an error has here of which `name` says another one; none where `name` may be right.
    fn right_name(&self, name: &str) -> Option<String> {
        let (prefix, rest) = name.split_once('.')?;
        if rest.is_empty() {
            return None;
        }
        if self.is_sdk {
            // How a prefix is spelled that is not written like its service is not known here.
            let is_own = prefix.eq_ignore_ascii_case(self.service);
            let is_whole = rest.ends_with(SDK_END) || rest.bytes().any(|byte| !byte.is_ascii_alphanumeric());
            return (is_own && !is_whole).then(|| format!("{name}{SDK_END}"));
        }
        let (_, right, others) = PREFIXES.iter().find(|(service, ..)| *service == self.service)?;
        let is_other = prefix.eq_ignore_ascii_case(right)
            || others.iter().any(|other| prefix.eq_ignore_ascii_case(other));
        (is_other && prefix != *right).then(|| format!("{right}.{rest}"))
    }
}
