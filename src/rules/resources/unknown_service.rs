//! A service that Step Functions does not call, or calls by another name.

use super::{Context, Reporter, report, resources};
use crate::aws::{self, Target};
use crate::rules::edit;
use crate::suggest;

/// Names that services have elsewhere: on the command line, in permissions (spec/integrations.md 8.7).
const OTHER_NAMES: [(&str, &str); 19] = [
    ("logs", "cloudwatchlogs"),
    ("cognito-idp", "cognitoidentityprovider"),
    ("ce", "costexplorer"),
    ("ds", "directory"),
    ("ds-data", "directoryservicedata"),
    ("elb", "elasticloadbalancing"),
    ("elbv2", "elasticloadbalancingv2"),
    ("events", "eventbridge"),
    ("mgh", "migrationhub"),
    ("sms-voice", "pinpointsmsvoice"),
    ("serverlessrepo", "serverlessapplicationrepository"),
    ("states", "sfn"),
    ("stepfunctions", "sfn"),
    ("dms", "databasemigration"),
    ("discovery", "applicationdiscovery"),
    ("cur", "costandusagereport"),
    ("monitoring", "cloudwatch"),
    ("email", "ses"),
    ("elasticmapreduce", "emr"),
];

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let mut budget = suggest::BUDGET;
    for &(state, node, ref resource) in resources(cx) {
        let (call, is_sdk) = match &resource.target {
            Target::Optimized(call) => (call, false),
            Target::Sdk(call) => (call, true),
            _ => continue,
        };
        let service = call.service.text;
        let is_known = if is_sdk {
            aws::sdk_service(service).is_some()
        } else {
            aws::integrations().iter().any(|entry| entry.service == service)
        };
        if is_known {
            continue;
        }
        let range = &call.service.range;
        let kind = if is_sdk { "no service of the SDK is" } else { "no optimized integration is" };
        let finding = report(
            cx,
            out,
            (state, node),
            range,
            format!("As far as aslint knows, {kind} called `{service}`"),
        );
        finding.label("not known");
        let other =
            OTHER_NAMES.iter().find(|(other, _)| other.eq_ignore_ascii_case(service)).map(|(_, name)| *name);
        let names: Vec<&'static str> = if is_sdk {
            aws::sdk_services().iter().map(|known| known.name()).collect()
        } else {
            aws::integrations().iter().map(|entry| entry.service).collect()
        };
        let action = call.action.text;
        let has_action = |name: &&str| match is_sdk {
            true => aws::sdk_service(name)
                .is_some_and(|known| known.actions().any(|other| other.name().eq_ignore_ascii_case(action))),
            false => aws::optimized(name, action).is_some(),
        };
        let nearest =
            || suggest::nearest_within(&mut budget, service, names.iter().copied()).filter(has_action);
        if let Some(meant) = other.filter(|_| is_sdk).or_else(nearest) {
            let (span, text) = edit::within(node, range.start, range.end, meant);
            finding.help(format!("Did you mean `{meant}`?")).unsafe_fix(span, text);
        } else if !is_sdk && aws::sdk_service(service).is_some() {
            let (span, text) = edit::within(node, range.start, range.end, &format!("aws-sdk:{service}"));
            finding.help(format!("The SDK integration is `aws-sdk:{service}`")).unsafe_fix(span, text);
        } else {
            finding.help(format!("AWS adds services often; aslint knows those of {}", aws::models().date));
        }
    }
}
