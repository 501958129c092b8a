//! The ARN of something else where a call names what it is about.

use super::{Context, Reporter};
use crate::aws::has_placeholder;
use crate::rules::service_call::{calls, literal};

/// What a member names.
struct Named {
    /// Service and action; the action may be left out for all of a service.
    call: &'static str,
    member: &'static str,
    /// What it is, for people.
    what: &'static str,
    /// The service and the first part of the resource in ARNs of it; none where no ARN may stand there.
    arn: Option<(&'static str, &'static [&'static str])>,
}

const fn named(
    call: &'static str,
    member: &'static str,
    what: &'static str,
    service: &'static str,
    kinds: &'static [&'static str],
) -> Named {
    Named { call, member, what, arn: Some((service, kinds)) }
}

/// The members whose values AWS's pages describe in these words (spec/integrations.md 8.1, 8.3).
const NAMED: [Named; 14] = [
    Named { call: "sqs:", member: "QueueUrl", what: "the URL of a queue", arn: None },
    named("sns:publish", "TopicArn", "the ARN of a topic", "sns", &[]),
    named("states:startExecution", "StateMachineArn", "the ARN of a state machine", "states", MACHINE),
    named("sfn:startExecution", "StateMachineArn", "the ARN of a state machine", "states", MACHINE),
    named("sfn:startSyncExecution", "StateMachineArn", "the ARN of a state machine", "states", MACHINE),
    named(
        "sfn:describeExecution",
        "ExecutionArn",
        "the ARN of an execution",
        "states",
        &["execution", "express"],
    ),
    named("lambda:invoke", "FunctionName", "a function", "lambda", &["function"]),
    named("ecs:runTask", "Cluster", "a cluster", "ecs", &["cluster"]),
    named("ecs:runTask", "TaskDefinition", "a task definition", "ecs", &["task-definition"]),
    named("batch:submitJob", "JobQueue", "a job queue", "batch", &["job-queue", "scheduling-policy"]),
    named("batch:submitJob", "JobDefinition", "a job definition", "batch", &["job-definition"]),
    named("dynamodb:", "TableName", "a table", "dynamodb", &["table"]),
    named("glue:startJobRun", "JobName", "a job by its name", "", &[]),
    named("codebuild:startBuild", "ProjectName", "a project", "codebuild", &["project"]),
];

const MACHINE: &[&str] = &["stateMachine"];

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for call in calls(cx) {
        let is_of = |named: &&Named| match named.call.strip_suffix(':') {
            Some(service) => call.name.split(':').next() == Some(service),
            None => call.name == named.call,
        };
        for named in NAMED.iter().filter(is_of) {
            let Some((_, value)) = call.member(named.member) else { continue };
            let Some(text) = literal(value).filter(|text| is_wrong(named, text)) else { continue };
            let message = format!("`{}` of `{}` is {}, not `{text}`", named.member, call.name, named.what);
            let finding = out.report(&call.place_of(value), value.span(), message);
            finding.label(format!("not {}", named.what));
            finding.help(match queue_url(text).filter(|_| named.member == "QueueUrl") {
                Some(url) => format!("Write `{url}`"),
                None => format!("Name {}", named.what),
            });
        }
    }
}

fn is_wrong(named: &Named, text: &str) -> bool {
    if has_placeholder(text) {
        return false;
    }
    let Some(rest) = text.strip_prefix("arn:") else { return false };
    let Some((service, kinds)) = named.arn else { return true };
    let mut parts = rest.splitn(5, ':').skip(1);
    let (found, resource) = (parts.next(), parts.nth(2).unwrap_or_default());
    let kind = resource.split([':', '/']).next().unwrap_or_default();
    found != Some(service) || !kinds.is_empty() && !kinds.contains(&kind)
}

/// The URL of the queue with that ARN.
fn queue_url(arn: &str) -> Option<String> {
    let mut parts = arn.strip_prefix("arn:aws:sqs:")?.split(':');
    let (region, account, name) = (parts.next()?, parts.next()?, parts.next()?);
    Some(format!("https://sqs.{region}.amazonaws.com/{account}/{name}"))
}
