//! An action that its service does not have.

use super::{Context, Reporter, meant_by_case, name, report, resources};
use crate::aws::{self, Target};
use crate::rules::edit;
use crate::suggest;
use std::collections::BTreeSet;

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    let mut budget = suggest::BUDGET;
    for &(state, node, ref resource) in resources(cx) {
        if let Target::Sdk(call) = &resource.target
            && let Some(action) =
                aws::sdk_service(call.service.text).and_then(|known| known.action(call.action.text))
        {
            if !action.is_supported() {
                let message = format!("Step Functions does not call `{}`", name(call));
                report(cx, out, (state, node), &call.action.range, message)
                    .label("not among the actions that it calls")
                    .help("Let a Lambda function call it");
            }
            continue;
        }
        if meant_by_case(&resource.target).is_some() {
            continue;
        }
        if let Target::Optimized(call) = &resource.target
            && aws::optimized(call.service.text, call.action.text).is_some_and(|entry| entry.is_for_maps)
        {
            let message =
                format!("`{}` reads and writes the items of Maps, and is not for tasks", name(call));
            let right = format!("aws-sdk:{}:{}", call.service.text, call.action.text);
            let (start, end) = (call.service.range.start, call.action.range.end);
            let (span, text) = edit::within(node, start, end, &right);
            report(cx, out, (state, node), &call.action.range, message)
                .label("not for tasks")
                .help(format!("The SDK integration has it: `{right}`"))
                .unsafe_fix(span, text);
            continue;
        }
        let (call, actions): (_, BTreeSet<&str>) = match &resource.target {
            Target::Optimized(call) => {
                let own = aws::integrations().iter().filter(|entry| entry.service == call.service.text);
                (call, own.map(|entry| entry.action).collect())
            }
            Target::Sdk(call) => {
                let Some(service) =
                    aws::sdk_service(call.service.text).filter(|service| service.has_actions())
                else {
                    continue;
                };
                (call, service.actions().map(|action| action.name()).collect())
            }
            _ => continue,
        };
        if actions.is_empty() || actions.contains(call.action.text) {
            continue;
        }
        // What an optimized integration lacks, the SDK may have.
        let by_sdk = match &resource.target {
            Target::Optimized(_) => {
                let service = aws::integrations().iter().find(|entry| entry.service == call.service.text);
                let service = service.and_then(|entry| entry.sdk).map(|(service, _)| service);
                let known =
                    service.and_then(aws::sdk_service).and_then(|known| known.action(call.action.text));
                service.filter(|_| known.is_some())
            }
            _ => None,
        };
        let message = format!("There is no action `{}`", name(call));
        let range = &call.action.range;
        let finding = report(cx, out, (state, node), range, message);
        finding.label("not known");
        let nearest = suggest::nearest_within(&mut budget, call.action.text, actions.iter().copied());
        match (by_sdk, nearest) {
            (Some(service), _) => {
                let start = call.service.range.start;
                let right = format!("aws-sdk:{service}:{}", call.action.text);
                let (span, text) = edit::within(node, start, range.end, &right);
                finding.help(format!("The SDK integration has it: `{right}`")).unsafe_fix(span, text);
            }
            (None, Some(nearest)) => {
                let (span, text) = edit::within(node, range.start, range.end, nearest);
                finding.help(format!("Did you mean `{nearest}`?")).unsafe_fix(span, text);
            }
            (None, None) => {
                finding.help(format!("aslint knows the actions of {}", aws::models().date));
            }
        }
    }
}
