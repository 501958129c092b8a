//! The attribute of a resource that is nothing a Task can run.

use super::{Context, Reporter, report};
use crate::asl::{Field, StateType};
use crate::document::Value;
use crate::finding::Severity;

/// The types of resources whose ARN a Task can have as its `Resource` (spec/integrations.md 8.1).
const RUNNABLE: [&str; 5] = [
    "AWS::Lambda::Function",
    "AWS::Lambda::Alias",
    "AWS::Lambda::Version",
    "AWS::Serverless::Function",
    "AWS::StepFunctions::Activity",
];

/// The types of resources that are never run by a Task.
const NEVER: [&str; 7] = [
    "AWS::IAM::Role",
    "AWS::Logs::LogGroup",
    "AWS::S3::Bucket",
    "AWS::DynamoDB::Table",
    "AWS::SQS::Queue",
    "AWS::SNS::Topic",
    "AWS::Serverless::SimpleTable",
];

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    for state in cx.machine.states_of(StateType::Task) {
        let Some(value) = cx.machine.value(state.object, Field::Resource) else { continue };
        let Some(Value::Attribute { resource, resource_type: Some(found), attribute }) = given(cx, value)
        else {
            continue;
        };
        let is_name = RUNNABLE.contains(&&*found)
            && attribute == "Ref"
            && ["AWS::Lambda::Function", "AWS::Serverless::Function"].contains(&&*found);
        let message = if NEVER.contains(&&*found) {
            format!("`{resource}` is of the type `{found}`, which no Task can run")
        } else if is_name {
            format!("A reference to the function `{resource}` is its name, and a Task needs its ARN")
        } else {
            continue;
        };
        let finding = report(cx, out, value.span(), message);
        finding.label("not the ARN of something to run");
        if is_name {
            finding.help(format!("Take `{resource}.Arn`"));
        } else {
            // AWS looks at the form of an ARN alone when it takes the definition.
            finding.at_most(Severity::Warning).help("Take the ARN of a function, or name the integration");
        }
    }
}

/// What a `Resource` that is one call, or one placeholder, becomes.
fn given(cx: &Context<'_>, value: crate::syntax::Node<'_>) -> Option<Value> {
    let range = value.range();
    let calls = cx.deployment.calls;
    let behind = calls.partition_point(|call| call.range.start <= range.start);
    if let Some(call) = calls[..behind].last().filter(|call| range.end <= call.range.end) {
        return Some(call.value.clone());
    }
    let name = value.str()?.strip_prefix("${")?.strip_suffix('}')?;
    if let Some(value) = cx.deployment.values.and_then(|values| values.get(name)) {
        return Some(value.clone());
    }
    let [resource] = cx.deployment.resources else { return None };
    resource.substitutions.as_ref()?.value(name).cloned()
}
