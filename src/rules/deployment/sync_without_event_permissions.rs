//! A job that is waited for under a role that may not make the rule by which its end is noticed.

use super::{Context, Reporter};
use crate::asl::{Field, Place, StateType};
use crate::aws::{Pattern, Resource, Target};
use crate::document::WorkflowType;
use crate::rules::wording::words;

/// What makes a rule of EventBridge that sees the ends of jobs; of the other services Step Functions asks.
/// From the policies in AWS's pages about the services (design/needs.md 33).
const WITH_RULE: [(&str, &str); 19] = [
    ("batch", "submitJob"),
    ("codebuild", "startBuild"),
    ("codebuild", "startBuildBatch"),
    ("ecs", "runTask"),
    ("elasticmapreduce", "addStep"),
    ("elasticmapreduce", "createCluster"),
    ("elasticmapreduce", "terminateCluster"),
    ("emr-serverless", "createApplication"),
    ("emr-serverless", "deleteApplication"),
    ("emr-serverless", "startApplication"),
    ("emr-serverless", "startJobRun"),
    ("emr-serverless", "stopApplication"),
    ("mediaconvert", "createJob"),
    ("sagemaker", "createHyperParameterTuningJob"),
    ("sagemaker", "createLabelingJob"),
    ("sagemaker", "createProcessingJob"),
    ("sagemaker", "createTrainingJob"),
    ("sagemaker", "createTransformJob"),
    ("states", "startExecution"),
];

const NEEDED: [&str; 3] = ["events:PutTargets", "events:PutRule", "events:DescribeRule"];

pub fn check(cx: &Context<'_>, out: &mut Reporter<'_>) {
    if cx.workflow_type == Some(WorkflowType::Express) {
        return;
    }
    let waits = |text: &str| {
        let Target::Optimized(call) = Resource::parse(text).target else { return false };
        let is_sync = [Some(Pattern::Sync), Some(Pattern::Sync2)].contains(&call.pattern());
        is_sync && WITH_RULE.contains(&(call.service.text, call.action.text))
    };
    let mut tasks = cx.machine.states_of(StateType::Task).filter_map(|state| {
        let resource = cx.machine.value(state.object, Field::Resource)?;
        resource.str().is_some_and(waits).then_some((state, resource))
    });
    let Some((state, resource)) = tasks.next() else { return };
    for role in cx.deployment.resources.iter().filter_map(|resource| resource.role.as_ref()) {
        let lacking: Vec<&str> = NEEDED.into_iter().filter(|action| !role.allows(action)).collect();
        if lacking.is_empty() {
            continue;
        }
        let place = Place::field(state.object, Field::Resource);
        out.report(
            &place,
            resource.span(),
            format!(
                "The role `{}` lacks {}, which `.sync` in state `{}` needs",
                role.name,
                words(lacking.iter().copied(), "and"),
                state.name
            ),
        )
        .label("waits by a rule of EventBridge")
        .related(role.span, "may not make that rule")
        .help("Allow them on `arn:aws:events:*:*:rule/StepFunctionsGetEvent*`");
    }
}

#[cfg(test)]
mod tests {
    use super::WITH_RULE;
    use crate::aws::{Pattern, Support, optimized};

    #[test]
    fn all_of_them_can_be_waited_for() {
        for (service, action) in WITH_RULE {
            let found = optimized(service, action).map(|entry| entry.supports(Pattern::Sync));
            assert_eq!(found, Some(Support::Yes), "{service}:{action}");
        }
    }
}
